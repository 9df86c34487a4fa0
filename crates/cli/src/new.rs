//! `tauride new NAME --from SCENARIO`: a scenario of one's own.

use std::path::Path;

use run::{Error, case};
use scenario::{Files, Problems};

use crate::output;
use crate::status::DONE;

/// What a new scenario starts from.
enum Start {
    /// A scenario that it is based on: one that comes with the program, or a directory beside the new one.
    Base(String),
    /// A directory elsewhere, which is copied.
    Copy,
}

/// Makes the directory of a new scenario: what differs from the one that it starts from, or every table of it.
///
/// # Errors
/// When the name is taken or is none, or the scenario to start from does not exist or is faulty.
pub fn new(name: &str, from: &str, is_whole: bool) -> Result<u8, Error> {
    let dir = Path::new(name);
    let (named, start) = (scenario::check_name(name), start_of(dir, from));
    let start = match (named, start) {
        (Err(mut faults), Err(Error::Scenario(others))) => {
            faults.0.extend(others.0);
            return Err(faults.into());
        }
        (named, start) => {
            named?;
            start?
        }
    };
    if dir.exists() {
        return Err(Error::Request(format!("{name} is already there; choose another name")));
    }
    let last = dir.file_name().map_or_else(String::new, |last| last.to_string_lossy().into_owned());
    if case::is_bundled(&last) {
        let what = "is the name of a scenario that comes with the program, which that name means; choose another";
        return Err(Error::Request(format!("{last} {what}")));
    }
    // A scenario that is faulty is nothing to start from.
    let (loaded, directory) = case::load(from)?;
    if let (Start::Copy, Some(base)) = (&start, loaded.base.as_deref().filter(|base| !case::is_bundled(base))) {
        let what = "which lies beside it; make the new scenario there too, as a path in --from's own folder";
        return Err(Error::Request(format!("{from} is based on {base}, {what}")));
    }
    let files = match &directory {
        Some(dir) => scenario::from_dir(dir).map_err(|e| Error::file("read", dir, e))?,
        None => scenario::bundled_files(&loaded.id)?,
    };
    let mut texts: Vec<(String, Vec<u8>)> = match &start {
        Start::Base(base) => {
            vec![("scenario.toml".to_owned(), scenario::scenario_toml(name, base, &loaded.title).into_bytes())]
        }
        Start::Copy => own(&files),
    };
    if is_whole {
        let whole = scenario::whole_files(&files, matches!(start, Start::Copy))?;
        texts.extend(whole.into_iter().map(|(path, text)| (path, text.into_bytes())));
    }
    let failed = |path: &Path, source| Error::file("write", path, source);
    std::fs::create_dir_all(dir).map_err(|e| failed(dir, e))?;
    for (file, text) in texts {
        let path = dir.join(file);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|e| failed(parent, e))?;
        }
        std::fs::write(&path, text).map_err(|e| failed(&path, e))?;
        output::line(&format!("wrote {}", path.display()));
    }
    let name = case::quoted(name);
    output::line(&format!("next: tauride check {name}, then tauride run {name}"));
    Ok(DONE)
}

/// What a scenario of this name means for a new directory.
fn start_of(dir: &Path, from: &str) -> Result<Start, Error> {
    if case::is_bundled(from) {
        return Ok(Start::Base(from.to_owned()));
    }
    let path = Path::new(from);
    if !path.is_dir() {
        return Err(Problems::from(case::unknown(from)).into());
    }
    let place = |path: &Path| path.canonicalize().ok();
    let beside = match dir.parent() {
        Some(parent) if parent != Path::new("") => place(parent),
        _ => place(Path::new(".")),
    };
    let own = place(path);
    let is_beside = own.as_ref().is_some_and(|own| own.parent().map(Path::to_owned) == beside);
    let name = own.and_then(|own| Some(own.file_name()?.to_str()?.to_owned()));
    match name {
        Some(name) if is_beside && scenario::check_name(&name).is_ok() => Ok(Start::Base(name)),
        _ => Ok(Start::Copy),
    }
}

/// The scenario's own files, as they are.
fn own(files: &Files) -> Vec<(String, Vec<u8>)> {
    let folder = files.own();
    folder.paths().filter_map(|path| Some((path.to_owned(), folder.get(path)?.to_vec()))).collect()
}
