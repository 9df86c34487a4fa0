//! What a long study has finished, on disk, so that it can be interrupted and goes on where it was.
//!
//! One finished piece a line of JSON, in the order in which they ended. A line that a crash cut short is not read.
//! `study.json` says what the pieces are of: another study is not continued. A study that begins anew where another has
//! finished pieces moves them into the folder [`aside::BEFORE`]: hours of work are not lost to a forgotten `--resume`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use run::index::{self, Index};
use run::write::{aside, directory};
use run::{Error, disk, store};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use society::tables::{STANDING, TABLES};

/// Name of the file that says what a study is.
pub const STUDY: &str = "study.json";

/// Name of the folder with the parts of a study that is made in parts.
pub const PARTS: &str = "parts";

/// Names of journals.
const JOURNALS: [&str; 3] = ["worlds.jsonl", "branches.jsonl", "runs.jsonl"];
/// Names of answers, pages and tables of studies.
const OTHERS: [&str; 14] = [
    "answer.json",
    "ensemble.json",
    "comparison.json",
    "sweep.json",
    "branches.json",
    "sensitivity.json",
    "rivals.json",
    "cases.json",
    "worlds.parquet",
    "sweep.parquet",
    "branches.parquet",
    "posterior.toml",
    "report.html",
    "observations.parquet",
];

/// Whether a directory is that of a study of ours, or of the parts of one, or has only what a study before has finished.
pub fn is_study(dir: &Path) -> bool {
    kind_of(dir).is_some() || dir.join(PARTS).is_dir() || aside::holds_one_before(dir, STUDY)
}

/// Which study a directory is of, by the command that makes such ones; `None` where it is of none.
pub fn kind_of(dir: &Path) -> Option<String> {
    let [kind] = facts(dir, ["kind"])?;
    kind
}

/// What the file of a study says under some keys, each where it is a text; `None` where there is no such file.
pub fn facts<const N: usize>(dir: &Path, keys: [&str; N]) -> Option<[Option<String>; N]> {
    let study = read_study(&dir.join(STUDY))?;
    Some(keys.map(|key| study[key].as_str().map(str::to_owned)))
}

fn read_study(path: &Path) -> Option<Value> {
    std::fs::read_to_string(path).ok().and_then(|text| serde_json::from_str(&text).ok()).map(with_local_dates)
}

/// What an earlier version says of a study, with the names of today: its first and last day were in the Old Style whatever
/// the calendar of the case.
fn with_local_dates(mut study: Value) -> Value {
    let is_new = study["calendar"] == "new";
    if let Some(facts) = study.as_object_mut() {
        for (day, earlier, now) in [("start", "start_os", "start_local"), ("end", "end_os", "end_local")] {
            if let Some(date) = facts.remove(earlier) {
                let date = if is_new { facts.get(day).cloned().unwrap_or(date) } else { date };
                facts.insert(now.to_owned(), date);
            }
        }
    }
    study
}

/// The files of a study in a directory, by their paths within it: those that its index lists, and those that have the names of
/// ours. What else lies there is somebody else's.
///
/// # Errors
/// When the directory or its index cannot be read.
fn finished_files(dir: &Path) -> Result<Vec<String>, Error> {
    let mut names: BTreeSet<String> = Index::read(dir)?.into_iter().flat_map(|index| index.files.into_keys()).collect();
    let is_journal = |path: &Path| path.metadata().is_ok_and(|file| file.len() > 0);
    names.extend(JOURNALS.into_iter().filter(|name| is_journal(&dir.join(name))).map(str::to_owned));
    let others = OTHERS.into_iter().chain([index::INDEX, STUDY]).chain(directory::SCORE);
    names.extend(others.filter(|name| dir.join(name).exists()).map(str::to_owned));
    for entry in std::fs::read_dir(dir).map_err(|e| Error::file("read", dir, e))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let table = name.strip_suffix(".part").unwrap_or(&name);
        let is_table = |name: &str| TABLES.iter().chain(&STANDING).any(|table| table.name == name);
        if entry.path().is_dir() && is_table(table) {
            let worlds = std::fs::read_dir(entry.path()).map_err(|e| Error::file("read", &entry.path(), e))?;
            let worlds = worlds.flatten().map(|world| world.file_name().to_string_lossy().into_owned());
            names.extend(worlds.filter(|world| is_world_file(world)).map(|world| format!("{name}/{world}")));
        } else if name.strip_suffix(".parquet").is_some_and(is_table) {
            names.insert(name);
        }
    }
    Ok(names.into_iter().collect())
}

/// Whether a file of a table's folder is that of a world.
pub(crate) fn is_world_file(name: &str) -> bool {
    let number = name.strip_prefix("world-").and_then(|rest| rest.split_once('.'));
    number.is_some_and(|(number, end)| {
        !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && matches!(end, "parquet" | "parquet.part")
    })
}

/// A finished piece of a study.
pub trait Entry: Serialize + DeserializeOwned + Send + Sync {
    /// What tells it from the others.
    type Key: Ord + Send + Sync;
    /// Its key.
    fn key(&self) -> Self::Key;
}

/// The finished pieces of a study, by key.
pub struct Journal<E: Entry> {
    dir: PathBuf,
    path: PathBuf,
    /// Open from [`Journal::begin`] on.
    file: Mutex<Option<disk::File>>,
    entries: BTreeMap<E::Key, E>,
    _lock: File,
}

impl<E: Entry> Journal<E> {
    /// Opens the directory of a study, whose pieces are kept in the file of this name. `study` says in full what they are:
    /// with `resume` those of an earlier run are taken over if it says the same. The pieces stay as they lie until
    /// [`Journal::begin`].
    ///
    /// # Errors
    /// When the directory holds something else, another study, or cannot be written to.
    pub fn open(dir: &Path, name: &str, study: &Value, resume: bool) -> Result<Journal<E>, Error> {
        let (about, path) = (dir.join(STUDY), dir.join(name));
        directory::refuse_unless(dir, "no study of many worlds of Tauride's", is_study)?;
        disk::create_dir_all(dir).map_err(|e| Error::file("create", dir, e))?;
        let lock = directory::lock(dir)?;
        aside::bring_back(dir)?;
        let before = read_study(&about);
        if resume && before.is_some() && before.as_ref() != Some(study) {
            let dir = dir.display();
            let is_another_build = before.as_ref().is_some_and(|before| before["version"] != study["version"]);
            let why = match is_another_build {
                true => "was made by another build of the program; make it again, or go on with that build",
                false => "holds worlds of another study; go on with its own options",
            };
            return Err(Error::Request(format!("{dir} {why}")));
        }
        let mut entries = BTreeMap::new();
        if resume && before.is_some() {
            index::check_what_is_there(dir)?;
            entries = read(&path);
        } else if before.is_some() {
            let finished = finished_files(dir)?;
            if finished.iter().any(|name| name != STUDY) {
                aside::set_aside(dir, &finished, STUDY)?;
            }
        }
        let text = serde_json::to_string_pretty(study).expect("a study has only text keys and finite numbers");
        store::write_whole(&about, text.as_bytes())?;
        Ok(Journal { dir: dir.to_owned(), path, file: Mutex::new(None), entries, _lock: lock })
    }

    /// Writes what was read and taken again, in the order of its keys and without a line that was cut short, so that more can be
    /// written down. An index of the directory that has the bytes of before must be gone by now.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin(&mut self) -> Result<(), Error> {
        write_all(&self.path, &self.entries)?;
        let file = disk::append(&self.path).map_err(|e| Error::file("open", &self.path, e))?;
        self.file = Mutex::new(Some(file));
        Ok(())
    }

    /// The finished pieces, by key.
    pub fn entries(&self) -> &BTreeMap<E::Key, E> {
        &self.entries
    }

    /// Writes a finished piece down, from any thread. It is among [`Journal::entries`] only after [`Journal::take`].
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, piece: &E) -> Result<(), Error> {
        let mut bytes = Vec::new();
        line(&mut bytes, piece);
        let mut file = self.file.lock().expect("no writer panics");
        let file = file.as_mut().expect("a journal is begun before anything is written down");
        file.write_all(&bytes).map_err(|e| Error::file("write", &self.path, e))
    }

    /// Takes pieces that have been written down among the finished ones.
    pub fn take(&mut self, entries: impl IntoIterator<Item = E>) {
        self.entries.extend(entries.into_iter().map(|piece| (piece.key(), piece)));
    }

    /// Forgets finished pieces that `keep` does not want; they are to be made again.
    pub fn retain(&mut self, keep: impl Fn(&E) -> bool) {
        self.entries.retain(|_, piece| keep(piece));
    }

    /// Writes all pieces again in the order of their keys, so that the file does not depend on the number of threads, and
    /// lets go of the directory.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn close(self) -> Result<(), Error> {
        write_all(&self.path, &self.entries)?;
        store::remove(&self.dir.join(directory::LOCK))
    }
}

/// The pieces of a finished study, by key.
///
/// # Errors
/// When the file of this name is not there or empty, of a version whose pieces cannot be read, or damaged.
pub fn read_closed<E: Entry>(dir: &Path, name: &str) -> Result<Vec<E>, Error> {
    let path = dir.join(name);
    let entries: Vec<E> = read(&path).into_values().collect();
    let lines = std::fs::read_to_string(&path).map_or(0, |text| text.lines().count());
    let version = read_study(&dir.join(STUDY)).and_then(|study| study["version"].as_str().map(str::to_owned));
    match version {
        // What this build wrote it can read: a line that it cannot is damage.
        Some(version) if entries.len() < lines && version != run::VERSION => Err(Error::Request(format!(
            "{} was made by version {version}, whose worlds this program ({}) cannot read; make it again, or use that version",
            dir.display(),
            run::VERSION
        ))),
        _ if entries.len() < lines => Err(Error::Damaged { path, what: "has a line that is no finished world".into() }),
        _ if entries.is_empty() => Err(Error::Damaged { path, what: "holds no finished world".into() }),
        _ => Ok(entries),
    }
}

fn write_all<E: Entry>(path: &Path, entries: &BTreeMap<E::Key, E>) -> Result<(), Error> {
    let mut bytes = Vec::new();
    entries.values().for_each(|piece| line(&mut bytes, piece));
    store::write_whole(path, &bytes)
}

fn line<E: Entry>(bytes: &mut Vec<u8>, piece: &E) {
    bytes.extend(serde_json::to_vec(piece).expect("a finished piece has only text keys and finite numbers"));
    bytes.push(b'\n');
}

/// The pieces in a journal, without a line that was cut short; none where there is no file.
pub(crate) fn read<E: Entry>(path: &Path) -> BTreeMap<E::Key, E> {
    let Ok(file) = File::open(path) else { return BTreeMap::new() };
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    let whole = lines.filter_map(|line| serde_json::from_str::<E>(&line).ok());
    whole.map(|piece| (piece.key(), piece)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn law_a_study_of_an_earlier_version_is_known_by_its_names() {
        let earlier = |calendar: &str| {
            json!({
                "kind": "ensemble", "calendar": calendar, "start": "1917-03-03", "start_os": "1917-02-18",
                "end": "1917-07-13", "end_os": "1917-06-30",
            })
        };
        let now = |calendar: &str, start: &str, end: &str| {
            json!({
                "kind": "ensemble", "calendar": calendar, "start": "1917-03-03", "start_local": start,
                "end": "1917-07-13", "end_local": end,
            })
        };
        assert_eq!(with_local_dates(earlier("old")), now("old", "1917-02-18", "1917-06-30"));
        assert_eq!(with_local_dates(earlier("new")), now("new", "1917-03-03", "1917-07-13"));
        let today = now("old", "1917-02-18", "1917-06-30");
        assert_eq!(with_local_dates(today.clone()), today);
    }
}
