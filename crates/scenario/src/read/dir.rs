//! Reads a scenario's directory. The only file access of this crate, apart so that the browser can do without.

use std::fs;
use std::io;
use std::path::Path;

use crate::loaded::Loaded;
use crate::loaded::what_if::Chosen;
use crate::names::{BASEMAP, COMMON, KINDS_FILE, LONGEST_CHAIN, SUBFOLDERS, is_plain_name};
use crate::read::bundle::word_in;
use crate::read::files::{Files, Folder, largest};

/// The files of the scenario in a directory, with those of the scenarios beside it that it is based on.
///
/// # Errors
/// When the directory or a file in it cannot be read.
pub fn from_dir(dir: &Path) -> io::Result<Files> {
    let place = dir.canonicalize()?;
    let id = place.file_name().map_or_else(|| "scenario".into(), |n| n.to_string_lossy().into_owned());
    let mut files = Files::new(id).labelled(dir.display().to_string().trim_end_matches('/'));
    files.own = read_folder(dir)?;
    let Some(beside) = place.parent() else {
        return Ok(files);
    };
    let mut next = name_in(&files.own, "base");
    let mut society = name_in(&files.own, "society");
    for _ in 0..LONGEST_CHAIN {
        // A name with a path in it would read outside the scenarios.
        let Some(name) = next.take().filter(|n| is_plain_name(n)) else {
            break;
        };
        let folder = beside.join(&name);
        if files.siblings.contains_key(&name) || !folder.join("scenario.toml").is_file() {
            break;
        }
        let folder = read_folder(&folder)?;
        next = name_in(&folder, "base");
        society = society.or_else(|| name_in(&folder, "society"));
        files.insert_sibling(name, folder);
    }
    if let Some(name) = society.filter(|name| is_plain_name(name) && !files.siblings.contains_key(name)) {
        let folder = beside.join(&name);
        if folder.join("scenario.toml").is_file() {
            files.insert_sibling(name, read_folder(&folder)?);
        }
    }
    // Beside a user's own scenario there may be any directory called `common`; only one with our files counts.
    let common = beside.join(COMMON);
    if common.join(KINDS_FILE).is_file() || common.join("parameters.toml").is_file() {
        files.insert_sibling(COMMON, read_folder(&common)?);
    }
    Ok(files)
}

/// What a user means by a what-if: one that comes with the scenario, by name, or a file, by its path. A name that is both
/// means the one that comes with the scenario; `./name` means the file.
///
/// # Errors
/// When it is the path of a file, and the file cannot be read or is absurdly large.
pub fn choose(loaded: &Loaded, given: &str) -> io::Result<Chosen> {
    let path = Path::new(given);
    let is_named = loaded.interventions.iter().any(|text| text.name == given);
    let is_path = given.ends_with(".toml") || given.contains(['/', '\\']) || path.is_file();
    if is_named || !is_path {
        return Ok(Chosen::Named(given.to_owned()));
    }
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let size = about.len();
    let most = largest("what-if.toml");
    if size > most {
        return Err(io::Error::other(format!("the file has {size} bytes, {most} at most are read")));
    }
    Ok(Chosen::File { path: given.to_owned(), bytes: fs::read(path)? })
}

/// The name under a key of a folder's header.
fn name_in(folder: &Folder, key: &str) -> Option<String> {
    word_in(std::str::from_utf8(folder.get("scenario.toml")?).ok()?, key)
}

fn read_folder(dir: &Path) -> io::Result<Folder> {
    let mut folder = Folder::new();
    read_into(dir, "", &mut folder)?;
    for sub in SUBFOLDERS {
        let path = dir.join(sub);
        if path.is_dir() {
            read_into(&path, &format!("{sub}/"), &mut folder)?;
        }
    }
    Ok(folder)
}

/// Puts the files of a directory into the folder. What has the name of a file of ours and is none, such as a directory, a pipe
/// or a link that leads nowhere, is noted with what it is; what has another name is noted by its name.
fn read_into(dir: &Path, prefix: &str, folder: &mut Folder) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let named = format!("{prefix}{name}");
        let is_ours = name.ends_with(".toml") || name.ends_with(".csv") || name == BASEMAP;
        if !is_ours {
            folder.insert_other(if path.is_dir() { format!("{named}/") } else { named });
            continue;
        }
        match fs::metadata(&path) {
            Err(_) => folder.insert_unreadable(named, "a link that leads nowhere"),
            Ok(about) if about.is_dir() => folder.insert_unreadable(named, "a directory"),
            // Reading a pipe or a device may never end.
            Ok(about) if !about.is_file() => folder.insert_unreadable(named, "a pipe, a socket or a device"),
            Ok(about) if about.len() > largest(&named) => folder.insert_too_large(named, about.len()),
            Ok(_) => match fs::read(&path) {
                Ok(bytes) => folder.insert(named, bytes),
                Err(error) => folder.insert_unreadable(named, format!("a file that cannot be read ({error})")),
            },
        }
    }
    Ok(())
}
