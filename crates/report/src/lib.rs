//! Pages of finished runs and studies, each one file that needs nothing else.
//!
//! Style, scripts, base map and fonts stand in `assets/` and are part of the program. A run or a study writes its data; its
//! page is made after it has ended.
//!
//! - [`mod@page`]: the file of a page, with the bundle that draws it and its data.
//! - [`world`]: the page of a run.
//! - [`mod@reference`]: the page of a published model's run.
//! - The others have the name of the study whose page they make.

pub mod branch;
mod chart;
pub mod claims;
pub mod compare;
mod drawing;
pub mod ensemble;
pub mod fit;
pub mod page;
pub mod reference;
pub mod rivals;
pub mod score;
pub mod sensitivity;
pub mod world;

use std::path::{Path, PathBuf};

use run::manifest::Manifest;
use run::{Error, case, store};
use study::journal;

pub use run::manifest::report_path as path;

const STYLE: &str = include_str!("../assets/style.css");
const FONTS: &str = include_str!("../assets/fonts.css");

/// A written report.
#[derive(Clone, Debug)]
pub struct Written {
    /// The page.
    pub path: PathBuf,
    /// What the reader of the page should know, such as that the scenario has changed since the run.
    pub note: Option<String>,
}

/// Writes the report of a finished run or ensemble again, looking up the scenario that it names.
///
/// # Errors
/// When the directory holds neither, the scenario is not to be found, or a file cannot be read or written.
pub fn write_again(dir: &Path) -> Result<Written, Error> {
    if let Some(model) = run::reference::Manifest::of(dir) {
        return Err(Error::Request(format!(
            "{} holds a run of the model {}, whose report comes with the run; to write it again, run\n  {} --out {}",
            dir.display(),
            model.model,
            model.command,
            case::quoted(&dir.display().to_string())
        )));
    }
    if let Some(kind) = journal::kind_of(dir) {
        if kind == "ensemble" {
            return Ok(Written { path: ensemble::write_again(dir)?, note: None });
        }
        return Err(Error::Request(format!(
            "{} holds what `tauride {kind}` made; its page is written again by the same command with --resume",
            dir.display()
        )));
    }
    let manifest = Manifest::read(dir)?;
    let name = manifest.scenario_name();
    let (loaded, _) = case::load(name).map_err(|error| {
        Error::Request(format!("the scenario of this run, {name}, is not to be read any more:\n{error}"))
    })?;
    world::write(dir, &manifest, &loaded)
}

/// Writes a page into the directory of what it shows.
fn put(dir: &Path, page: &str) -> Result<(), Error> {
    store::write_whole(&path(dir), page.as_bytes())
}

/// A template with every marker replaced by its text.
fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let mut page = String::with_capacity(template.len() + parts.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = template;
    // Each marker is looked for in what is left of the template alone, so that nothing put in can be taken for a marker.
    while let Some((at, (marker, text))) =
        parts.iter().filter_map(|part| Some((rest.find(part.0)?, part))).min_by_key(|(at, _)| *at)
    {
        page.push_str(&rest[..at]);
        page.push_str(text);
        rest = &rest[at + marker.len()..];
    }
    page.push_str(rest);
    page
}
