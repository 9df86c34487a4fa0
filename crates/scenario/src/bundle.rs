//! The scenarios that the program carries with it.

use std::borrow::Cow;

use include_dir::{Dir, include_dir};

use crate::files::{Files, Folder};
use crate::problem::{Problem, Problems, nearest};
use crate::{Loaded, read};

static SCENARIOS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../scenarios");

/// Folder with what every scenario falls back on.
pub(crate) const COMMON: &str = "common";

/// Names and titles of the scenarios that come with the program, in order of name.
pub fn bundled() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = SCENARIOS
        .dirs()
        .filter_map(|dir| {
            let name = dir.path().file_name()?.to_str()?.to_string();
            let header = dir.get_file(dir.path().join("scenario.toml"))?.contents_utf8()?;
            Some((name, title_in(header)))
        })
        .collect();
    found.sort();
    found
}

/// The files of a bundled scenario.
///
/// # Errors
/// When there is no such scenario; the message offers the nearest name.
pub fn bundled_files(name: &str) -> Result<Files, Problems> {
    match bundled_folder(name) {
        Some(own) if own.get("scenario.toml").is_some() => Ok(Files { own, ..Files::new(name) }),
        _ => {
            let known = bundled();
            let problem = Problem::of_file(name, "there is no bundled scenario of this name");
            Err(match nearest(name, known.iter().map(|(n, _)| n.as_str())) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!(
                    "there are {}",
                    known.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>().join(", ")
                )),
            }
            .into())
        }
    }
}

/// Reads and checks a bundled scenario.
///
/// # Errors
/// When there is no such scenario.
pub fn load_bundled(name: &str) -> Result<Loaded, Problems> {
    read(&bundled_files(name)?)
}

/// The files of a bundled folder, also of one that is no scenario, such as `common`.
pub(crate) fn bundled_folder(name: &str) -> Option<Folder> {
    let dir = SCENARIOS.dirs().find(|d| d.path().to_str() == Some(name))?;
    let mut folder = Folder::new();
    gather(dir, name, &mut folder);
    Some(folder)
}

fn gather(dir: &'static Dir<'static>, under: &str, folder: &mut Folder) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str().and_then(|p| p.strip_prefix(under)) {
            folder.insert(path.trim_start_matches('/'), Cow::Borrowed(file.contents()));
        }
    }
    dir.dirs().for_each(|d| gather(d, under, folder));
}

fn title_in(header: &str) -> String {
    let table = toml::de::DeTable::parse_recoverable(header).0;
    table.get_ref().get("title").and_then(|t| t.get_ref().as_str()).unwrap_or_default().to_string()
}
