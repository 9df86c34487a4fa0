//! The page as a folder that any web host can serve.

use std::path::Path;

use scenario::main_scenario;
use view::film::Filming;
use view::request::Request;

use crate::{Error, FIRST_SCALE, bundle, io, packed, write_whole};

/// Writes the page, its engine, and the world that it opens with.
///
/// # Errors
/// When the folder holds something else, or cannot be written.
pub fn export(dir: &Path, threads: usize) -> Result<(), Error> {
    let is_export = dir.join("engine.wasm.gz").is_file();
    let is_taken = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if dir.is_file() || (is_taken && !is_export) {
        let text = format!("{} holds something else; name a new folder, or one of an earlier export", dir.display());
        return Err(Error::Request(text));
    }
    let request = Request {
        scenario: main_scenario().into(),
        seed: 1,
        scale: FIRST_SCALE,
        with: Vec::new(),
        set: Vec::new(),
        own: String::new(),
    };
    let mut filming = Filming::begin(request, threads).map_err(Error::Failed)?;
    while filming.step() {}
    let stage = view::stage::of(main_scenario()).map_err(Error::Failed)?.to_string();
    let film = packed(&filming.finish());
    let data = [("data/stage.json".to_owned(), stage.as_bytes()), ("data/first.film.gz".to_owned(), film.as_slice())];
    for (path, bytes) in bundle::files().into_iter().chain(data) {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io(format!("make {}", folder.display())))?;
        }
        write_whole(&path, bytes)?;
    }
    Ok(())
}
