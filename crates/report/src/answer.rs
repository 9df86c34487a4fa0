//! Pages of answers: of studies, and of runs of published models. Each is drawn from the file that the study wrote, and from
//! nothing else, so that it can be written again when scenario and program have long been others.

use std::path::{Path, PathBuf};

use fit::rivals;
use run::manifest::{REPORT, report_path};
use run::write::directory::SCORE;
use run::{Error, index, store};
use serde_json::Value;
use study::{Study, branch, compare, ensemble, sensitivity, sweep};

use crate::page::page;

/// The kinds of answer, by the word `kind` that they have; each is the command that makes it.
const KINDS: [&str; 10] =
    ["ensemble", "compare", "sweep", "claims", "score", "branch", "sensitivity", "fit", "rivals", "model"];
/// Files of the answers that a directory is made for.
const FILES: [&str; 9] = [
    <sweep::Plan as Study>::FILES.answer,
    <ensemble::Plan as Study>::FILES.answer,
    <compare::Plan as Study>::FILES.answer,
    <branch::Plan as Study>::FILES.answer,
    <sensitivity::Plan as Study>::FILES.answer,
    <rivals::Plan as Study>::FILES.answer,
    <claims::Plan as Study>::FILES.answer,
    <fit::Plan as Study>::FILES.answer,
    run::reference::ANSWER,
];

/// Writes the page of the answer for which a directory was made, and says where it is; `None` where it holds none.
///
/// # Errors
/// When the answer is of an earlier version, or a file cannot be read or written.
pub fn write(dir: &Path) -> Result<Option<PathBuf>, Error> {
    let Some(file) = FILES.iter().map(|file| dir.join(file)).find(|file| file.is_file()) else { return Ok(None) };
    let path = report_path(dir);
    put(&file, &path)?;
    index::note(dir, &[REPORT])?;
    Ok(Some(path))
}

/// Writes the page of the score that lies beside runs, and says where it is; `None` where they were not scored.
///
/// # Errors
/// When the score is of an earlier version, or a file cannot be read or written.
pub fn write_score(dir: &Path) -> Result<Option<PathBuf>, Error> {
    let (file, path) = study::score::paths(dir);
    if !file.is_file() {
        return Ok(None);
    }
    put(&file, &path)?;
    index::note(dir, &SCORE)?;
    Ok(Some(path))
}

fn put(file: &Path, path: &Path) -> Result<(), Error> {
    let text = std::fs::read_to_string(file).map_err(|e| Error::file("read", file, e))?;
    let answer: Value = serde_json::from_str(&text)
        .map_err(|e| Error::Damaged { path: file.to_owned(), what: format!("cannot be read: {e}") })?;
    let is_known = answer["kind"].as_str().is_some_and(|kind| KINDS.contains(&kind));
    if !is_known {
        let what = "was written by an earlier version, and says too little for a page; make it again";
        let command = answer["command"].as_str().map_or(String::new(), |command| format!(" with\n  {command}"));
        return Err(Error::Request(format!("{} {what}{command}", file.display())));
    }
    store::write_whole(path, page(&answer, None).as_bytes())
}
