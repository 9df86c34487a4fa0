//! What a study before has finished, moved aside when another begins in its directory. Nothing that was finished is removed, and
//! what is nobody's of ours stays where it is.
//!
//! The files go into the folder `before.part` one after another, the one by which the directory is known last, and then the
//! folder gets its name: `before`, or `before-2` where that is taken. Cut off in between, the next command brings them back.

use std::path::{Path, PathBuf};

use crate::index::within;
use crate::{Error, disk, store};

/// Where what a study before has finished lies, when another begins in the same directory.
pub const BEFORE: &str = "before";
/// The same while files are on their way.
const PART: &str = "before.part";

/// Whether moving was cut off, or ended before anything new was written.
pub fn holds_one_before(dir: &Path, marker: &str) -> bool {
    [PART, BEFORE].iter().any(|folder| dir.join(folder).join(marker).exists())
}

/// Moves files of a directory, by their paths within it, into a folder of their own; `marker` goes last.
///
/// # Errors
/// When a file cannot be moved.
pub fn set_aside(dir: &Path, names: &[String], marker: &str) -> Result<(), Error> {
    let part = dir.join(PART);
    let others = names.iter().map(String::as_str).filter(|name| *name != marker);
    for name in others.chain([marker]) {
        move_file(&within(dir, name), &within(&part, name))?;
    }
    remove_empty_folders(dir, names)?;
    let numbered = (2..).map(|n| format!("{BEFORE}-{n}"));
    let mut free = std::iter::once(BEFORE.to_owned()).chain(numbered).map(|name| dir.join(name));
    let to = free.find(|path| !path.exists()).expect("numbers do not end");
    store::rename(&part, &to)
}

/// Brings back what was on its way aside when it was cut off.
///
/// # Errors
/// When a file cannot be moved.
pub fn bring_back(dir: &Path) -> Result<(), Error> {
    let part = dir.join(PART);
    if !part.is_dir() {
        return Ok(());
    }
    for name in files_below(&part)? {
        let to = within(dir, &name);
        if !to.exists() {
            move_file(&within(&part, &name), &to)?;
        }
    }
    disk::remove_dir_all(&part).map_err(|e| Error::file("remove", &part, e))
}

fn move_file(from: &Path, to: &Path) -> Result<(), Error> {
    if !from.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        disk::create_dir_all(folder).map_err(|e| Error::file("create", folder, e))?;
    }
    store::rename(from, to)
}

/// Takes away folders from which all files have been moved; one with a file of somebody else's stays.
fn remove_empty_folders(dir: &Path, names: &[String]) -> Result<(), Error> {
    let folders: std::collections::BTreeSet<&str> =
        names.iter().filter_map(|name| name.rsplit_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders.into_iter().rev() {
        let path = within(dir, folder);
        let is_empty = std::fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
        if is_empty {
            disk::remove_dir(&path).map_err(|e| Error::file("remove", &path, e))?;
        }
    }
    Ok(())
}

/// Every file below a directory, by its path within it.
///
/// # Errors
/// When a folder cannot be read.
pub fn files_below(dir: &Path) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut folders: Vec<(PathBuf, String)> = vec![(dir.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| Error::file("read", &folder, e))?;
        for entry in entries.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_nothing_finished_is_lost_and_nothing_of_others_is_moved() {
        let dir = std::env::temp_dir().join(format!("tauride-aside-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let put = |name: &str, text: &str| {
            let path = within(&dir, name);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        };
        let names = ["worlds.jsonl", "daily/world-00001.parquet", "study.json"].map(String::from);
        for round in ["first", "second", "third"] {
            names.iter().for_each(|name| put(name, round));
            put("daily/mine.csv", "mine");
            set_aside(&dir, &names, "study.json").expect("they can be moved");
        }
        let has = |name: &str, text: &str| {
            assert_eq!(std::fs::read_to_string(within(&dir, name)).unwrap_or_default(), text, "{name}");
        };
        for (folder, round) in [("before", "first"), ("before-2", "second"), ("before-3", "third")] {
            names.iter().for_each(|name| has(&format!("{folder}/{name}"), round));
        }
        has("daily/mine.csv", "mine");
        // Cut off after one file of three.
        names[1..].iter().for_each(|name| put(name, "fourth"));
        put("before.part/worlds.jsonl", "fourth");
        bring_back(&dir).expect("they can be moved");
        names.iter().for_each(|name| has(name, "fourth"));
        assert!(!dir.join(PART).exists());
        std::fs::remove_dir_all(&dir).expect("it is there");
    }
}
