//! Pages of finished runs and studies, each one file that needs nothing else.
//!
//! The bundle of `web/`, which draws them, is part of the program. A run or a study writes its data; its
//! page is made after it has ended.
//!
//! - [`mod@page`]: the file of a page, with the bundle that draws it and its data.
//! - [`world`]: the page of a run.
//! - [`model`]: what a run of a published model answers, as its page is drawn from it.
//! - [`answer`]: the pages of studies and of published models, from the answers that they write.

pub mod answer;
pub mod model;
pub mod page;
#[cfg(test)]
mod typescript;
pub mod world;
mod written;

use std::path::Path;

use run::manifest::Manifest;
use run::{Error, case};
use study::journal;

pub use run::manifest::report_path as path;
pub use written::Written;

/// Writes the pages of a directory again, whatever kind it is of: a run, whose scenario is looked up, or the answer of a study
/// or of a published model; and the page of its score, where it was scored.
///
/// # Errors
/// When the directory holds neither, the scenario of a run is not to be found, or a file cannot be read or written.
pub fn write_again(dir: &Path) -> Result<Written, Error> {
    run::index::check(dir)?;
    let score = answer::write_score(dir)?;
    if let Some(path) = answer::write(dir)? {
        return Ok(Written { path, score, note: None });
    }
    if let Some(kind) = journal::kind_of(dir) {
        if dir.join(study::bank::ANSWER).is_file() {
            return Err(Error::Request(format!(
                "{dir} holds a bank, which has no page: it is for `tauride fit SCENARIO --bank {dir}`",
                dir = dir.display()
            )));
        }
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
