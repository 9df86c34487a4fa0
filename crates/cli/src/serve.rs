//! The commands `serve` and `export`: the browser interface.

use std::path::{Path, PathBuf};

use run::{Error, case};

use crate::output;
use crate::status::{DONE, FAILED};

/// Threads of one run: half of what there is, since several may be under way beside a browser.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().div_ceil(2))
}

/// Whether a directory is that of a finished study or run, or holds such ones.
fn holds_studies(path: &str) -> bool {
    !study::finished::finished_in(&[PathBuf::from(path)]).is_empty()
}

/// Serves the browser interface until Ctrl-C, with scenarios and finished studies of the user's own beside what comes with the
/// program.
///
/// # Errors
/// When the input is wrong.
pub fn serve(given: &[String], port: u16, out: PathBuf, always_token: bool) -> Result<u8, Error> {
    let (studies, scenarios): (Vec<String>, Vec<String>) = given.iter().cloned().partition(|path| holds_studies(path));
    offered(&scenarios)?;
    let studies = studies.into_iter().map(PathBuf::from).collect();
    let options = serve::Options { port, dir: out, studies, threads: threads(), always_token };
    let say = |address: &str| {
        output::line(&format!("Tauride is at {address}"));
        output::note("Ctrl-C ends it.");
    };
    told(serve::serve(&options, &say))
}

/// Writes the browser interface as a folder, or as one file.
///
/// # Errors
/// When there is no such case, or the folder holds something else.
pub fn export(to: &Path, cases: &[String]) -> Result<u8, Error> {
    let done = told(serve::export(to, &offered(cases)?, threads()))?;
    if done == DONE && to.is_dir() {
        output::line(&format!("The page is in {}; any web host can serve it.", to.display()));
    } else if done == DONE {
        output::line(&format!("The page is in {}; it opens in a browser as it is.", to.display()));
    }
    Ok(done)
}

/// The names of scenarios, of which those in directories of the user's own are shown beside those that come with the program.
fn offered(scenarios: &[String]) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for given in scenarios {
        // What comes with the program is read when it is asked for.
        if case::is_bundled(given) {
            names.push(given.clone());
            continue;
        }
        let (loaded, _) = case::load(given)?;
        names.push(loaded.id.clone());
        if case::is_bundled(&loaded.id) {
            let what = "has the name of a scenario that comes with the program; a page needs another";
            return Err(Error::Request(format!("{given} {what}")));
        }
        serve::offer(loaded);
    }
    Ok(names)
}

fn told(result: Result<(), serve::Error>) -> Result<u8, Error> {
    match result {
        Ok(()) => Ok(DONE),
        Err(serve::Error::Request(text)) => Err(Error::Request(text)),
        Err(error) => {
            output::note(&format!("error: {error}"));
            Ok(FAILED)
        }
    }
}
