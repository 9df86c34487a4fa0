//! `files.json`: which files of a directory are Tauride's, and the size and checksum of each.
//!
//! Every command that finishes a directory writes it, and whoever reads the directory again looks at it first: a file that is
//! not as it was written is not taken for a result. It is taken away before the first of the files changes and written when all
//! of them are safe, so that it never speaks of others than those beside it. A directory without one is of an earlier version,
//! or was cut off: of its files nothing is known.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::store::checksum::FileFacts;
use crate::{Error, store};

/// Name of the file.
pub const INDEX: &str = "files.json";

/// What the file holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Index {
    /// Always `tauride`.
    pub program: String,
    /// Version of the program, with what it was built from.
    pub version: String,
    /// The files, by their path within the directory, with `/` between folders.
    pub files: BTreeMap<String, FileFacts>,
}

fn path(dir: &Path) -> PathBuf {
    dir.join(INDEX)
}

/// A file of a directory, by its path within it.
pub fn within(dir: &Path, name: &str) -> PathBuf {
    name.split('/').fold(dir.to_owned(), |path, part| path.join(part))
}

impl Index {
    /// Reads the index of a directory; `None` where there is none.
    ///
    /// # Errors
    /// When it cannot be read or makes no sense.
    pub fn read(dir: &Path) -> Result<Option<Index>, Error> {
        let path = path(dir);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::file("read", &path, e)),
        };
        let damaged = |what: String| Error::Damaged { path: path.clone(), what };
        let index: Index = serde_json::from_str(&text).map_err(|e| damaged(format!("is no list of files: {e}")))?;
        let is_inside =
            |name: &String| name.split('/').all(|part| !matches!(part, "" | "." | "..")) && !name.contains('\\');
        match index.files.keys().find(|name| !is_inside(name)) {
            Some(name) => Err(damaged(format!("names `{name}`, which lies in no such directory"))),
            None => Ok(Some(index)),
        }
    }

    fn write(&self, dir: &Path) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(self).expect("an index has only text keys");
        store::write_whole(&path(dir), (text + "\n").as_bytes())
    }
}

/// Takes the index away, before the first of its files changes.
///
/// # Errors
/// When it cannot be removed.
pub fn unseal(dir: &Path) -> Result<(), Error> {
    store::remove(&path(dir))
}

/// Writes the index of these files, which are safe on the disk; `coming` are those of which only the bytes are known yet.
///
/// # Errors
/// When a file cannot be read or the index not be written.
pub fn seal(dir: &Path, names: impl IntoIterator<Item = String>, coming: &[(&str, &[u8])]) -> Result<(), Error> {
    let mut files: BTreeMap<String, FileFacts> = BTreeMap::new();
    for name in names {
        let facts = FileFacts::of_file(&within(dir, &name))?;
        files.insert(name, facts);
    }
    files.extend(coming.iter().map(|(name, bytes)| ((*name).to_owned(), FileFacts::of(bytes))));
    Index { program: "tauride".into(), version: crate::VERSION.into(), files }.write(dir)
}

/// Brings files that were written, or taken away, after the others into the index; nothing where there is none.
///
/// # Errors
/// When a file cannot be read or the index not be written.
pub fn note(dir: &Path, names: &[&str]) -> Result<(), Error> {
    let Some(mut index) = Index::read(dir)? else { return Ok(()) };
    for name in names {
        let path = within(dir, name);
        match path.exists() {
            true => drop(index.files.insert((*name).to_owned(), FileFacts::of_file(&path)?)),
            false => drop(index.files.remove(*name)),
        }
    }
    index.write(dir)
}

/// A file that is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Its path within the directory.
    pub name: String,
    /// What is wrong with it, as the rest of a sentence that begins with its name.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.what)
    }
}

/// The files of a directory that are not as they were written; `None` where no index says what was.
///
/// # Errors
/// When the index or a file cannot be read.
pub fn faults(dir: &Path) -> Result<Option<Vec<Fault>>, Error> {
    let Some(index) = Index::read(dir)? else { return Ok(None) };
    let mut faults = Vec::new();
    for (name, written) in index.files {
        let path = within(dir, &name);
        if !path.is_file() {
            faults.push(Fault { name, what: "is missing".to_owned() });
            continue;
        }
        let found = FileFacts::of_file(&path)?;
        if found.bytes != written.bytes {
            let what = format!("has {} bytes, and had {} when it was written", found.bytes, written.bytes);
            faults.push(Fault { name, what });
        } else if found.digest != written.digest {
            faults.push(Fault { name, what: "has changed since it was written".to_owned() });
        }
    }
    Ok(Some(faults))
}

/// Refuses a directory of which a file is not as it was written. Pages may differ: they are made of the other files.
///
/// # Errors
/// When one is not, and when the index or a file cannot be read.
pub fn check(dir: &Path) -> Result<(), Error> {
    refuse(dir, |_| true)
}

/// The same for a study that goes on: what is missing is made again.
///
/// # Errors
/// When a file is there and not as it was written, and when the index or a file cannot be read.
pub fn check_what_is_there(dir: &Path) -> Result<(), Error> {
    refuse(dir, |fault| within(dir, &fault.name).exists())
}

fn refuse(dir: &Path, counts: impl Fn(&Fault) -> bool) -> Result<(), Error> {
    let mut faults = faults(dir)?.unwrap_or_default();
    faults.retain(|fault| !fault.name.ends_with(".html") && counts(fault));
    if faults.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    let what = format!("is not as it was written: {}; make it again, or bring back the files", told.join("; "));
    Err(Error::Damaged { path: dir.to_owned(), what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_file_that_is_not_as_it_was_written_is_told() {
        let dir = std::env::temp_dir().join(format!("tauride-index-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(dir.join("daily")).expect("it can be made");
        let put = |name: &str, text: &str| std::fs::write(within(&dir, name), text).expect("it can be written");
        put("a.json", "one");
        put("daily/b.parquet", "two");
        assert_eq!(faults(&dir).expect("nothing is read"), None);
        seal(&dir, ["a.json".to_owned(), "daily/b.parquet".to_owned()], &[("coming.json", b"three")]).expect("it can");
        put("coming.json", "three");
        put("report.html", "page");
        note(&dir, &["report.html"]).expect("it can be written");
        assert_eq!(faults(&dir).expect("it is there"), Some(Vec::new()));
        put("report.html", "Page");
        put("daily/b.parquet", "twO");
        std::fs::remove_file(dir.join("a.json")).expect("it is there");
        let told = faults(&dir).expect("it is there").expect("there is an index");
        let told: Vec<String> = told.iter().map(Fault::to_string).collect();
        let changed = "daily/b.parquet has changed since it was written";
        assert_eq!(told, ["a.json is missing", changed, "report.html has changed since it was written"]);
        let refused = check(&dir).expect_err("two files are not as they were").to_string();
        assert!(refused.contains(changed) && !refused.contains("report.html"), "{refused}");
        put("files.json", r#"{"program":"tauride","version":"0","files":{"../x":{"bytes":0,"digest":""}}}"#);
        assert!(Index::read(&dir).is_err(), "no path leads out of the directory");
        std::fs::remove_dir_all(&dir).expect("it is there");
    }
}
