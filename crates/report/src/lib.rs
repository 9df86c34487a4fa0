//! Pages of finished runs and studies, each one file that needs nothing else.
//!
//! The bundle of `web/`, which draws them, is part of the program. A run or a study writes its data; its
//! page is made after it has ended.
//!
//! - [`mod@page`]: the file of a page, with the bundle that draws it and its data.
//! - [`world`]: the page of a run.
//! - [`answer`]: the pages of studies and of published models, from the answers that they write.

pub mod answer;
pub mod page;
pub mod world;

use std::path::{Path, PathBuf};

use run::manifest::Manifest;
use run::{Error, case};
use study::journal;

pub use run::manifest::report_path as path;

/// A written report.
#[derive(Clone, Debug)]
pub struct Written {
    /// The page.
    pub path: PathBuf,
    /// The page of its score, where it was scored.
    pub score: Option<PathBuf>,
    /// What the reader of the page should know, such as that the scenario has changed since the run.
    pub note: Option<String>,
}

/// Writes the pages of a directory again, whatever kind it is of: a run, whose scenario is looked up, or the answer of a study
/// or of a published model; and the page of its score, where it was scored.
///
/// # Errors
/// When the directory holds neither, the scenario of a run is not to be found, or a file cannot be read or written.
pub fn write_again(dir: &Path) -> Result<Written, Error> {
    let score = answer::write_score(dir)?;
    if let Some(path) = answer::write(dir)? {
        return Ok(Written { path, score, note: None });
    }
    if let Some(kind) = journal::kind_of(dir) {
        return Err(Error::Request(format!(
            "{} holds what `tauride {kind}` has not finished; the same command goes on with --resume",
            dir.display()
        )));
    }
    if let Some(model) = run::reference::Manifest::of(dir) {
        return Err(Error::Request(format!(
            "{} holds a run of the model {} that is not finished, or of an earlier version; make it again with\n  {} --out {}",
            dir.display(),
            model.model,
            model.command,
            case::quoted(&dir.display().to_string())
        )));
    }
    let manifest = Manifest::read(dir)?;
    let name = manifest.scenario_name();
    let (loaded, _) = case::load(name).map_err(|error| {
        Error::Request(format!("the scenario of this run, {name}, is not to be read any more:\n{error}"))
    })?;
    Ok(Written { score, ..world::write(dir, &manifest, &loaded)? })
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
