//! A study made in parts by many processes side by side, on one machine or on the nodes of a cluster, and gathered into one.
//!
//! The pieces of such a study have numbers. A part is a run of them, in a folder of its own below the study's directory:
//! `parts/00021-00040` with a `study.json` and a journal, and a lock while it is being made. No two parts write to one
//! file, and each goes on from what it has finished.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use run::Error;
use run::write::directory;
use serde_json::{Value, json};

use crate::frame::{self, Ended, Halt, Resources, Runner, Study};
use crate::journal::{self, Entry, Journal, PARTS, STUDY};

/// The key of a piece of a study.
type Key<S> = <<S as Study>::Entry as Entry>::Key;

/// A study whose pieces have numbers, so that parts of it can be made by themselves.
pub trait Parted: Study {
    /// Pieces in all.
    fn pieces(&self) -> u64;

    /// The keys of the pieces with these numbers, from 1 on.
    fn keys_of(&self, numbers: RangeInclusive<u64>) -> Vec<Key<Self>>;

    /// Makes those of these pieces that are not finished.
    ///
    /// # Errors
    /// [`Halt::Stopped`] when the flag was raised, and the first failure.
    fn make(&self, runner: &mut Runner<'_, Self::Entry>, keys: Vec<Key<Self>>) -> Result<(), Halt>;

    /// Brings the files of finished pieces from the folder of a part into the directory of the whole.
    ///
    /// # Errors
    /// When a file cannot be moved.
    fn adopt(&self, _part: &Path, _dir: &Path) -> Result<(), Error> {
        Ok(())
    }
}

/// What became of gathering.
pub enum Gathered<Answer> {
    /// Every part was there; the study is whole.
    Done(Box<Answer>),
    /// Parts that are missing or not finished, by the numbers of their pieces.
    Missing(Vec<RangeInclusive<u64>>),
}

/// The numbers of pieces, from a text like `21..40`; both ends belong to them.
///
/// # Errors
/// When the text is no such range, in words.
pub fn numbers_of(text: &str) -> Result<RangeInclusive<u64>, String> {
    let ends = text.split_once("..").and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    match ends {
        Some((first, last)) if 1 <= first && first <= last => Ok(first..=last),
        _ => Err("worlds are written FIRST..LAST, such as 21..40".to_owned()),
    }
}

/// Which part of how many, from a text like `2/5`.
///
/// # Errors
/// When the text is no such part, in words.
pub fn part_of(text: &str) -> Result<(u64, u64), String> {
    let numbers = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((part, of)) if 1 <= part && part <= of => Ok((part, of)),
        _ => Err("a part is written K/N, such as 2/5: the second of five".to_owned()),
    }
}

/// The numbers of the pieces of a part of so many pieces, nearly as many in each.
///
/// # Errors
/// When there are fewer pieces than parts.
pub fn numbers_of_part(pieces: u64, (part, of): (u64, u64)) -> Result<RangeInclusive<u64>, Error> {
    if of > pieces {
        return Err(Error::Request(format!("--part {part}/{of}: the study has {pieces} worlds, fewer than parts")));
    }
    let until = |part: u64| (u128::from(pieces) * u128::from(part) / u128::from(of)) as u64;
    Ok(until(part - 1) + 1..=until(part))
}

/// The parts of a study, each of so many pieces, the last of what is left.
pub fn chunks(pieces: RangeInclusive<u64>, chunk: u64) -> Vec<RangeInclusive<u64>> {
    let (chunk, last) = (chunk.max(1), *pieces.end());
    let mut parts = Vec::new();
    let mut first = *pieces.start();
    while first <= last {
        parts.push(first..=(first + chunk - 1).min(last));
        first += chunk;
    }
    parts
}

fn folder(dir: &Path, numbers: &RangeInclusive<u64>) -> PathBuf {
    dir.join(PARTS).join(format!("{:05}-{:05}", numbers.start(), numbers.end()))
}

/// Makes a part of a study, or what is missing of it; `resources.dir` is the directory of the whole.
///
/// # Errors
/// When the directory holds something else or a part of another study, or a file cannot be written.
pub fn run_part<S: Parted>(
    study: &S,
    numbers: RangeInclusive<u64>,
    resources: &Resources<'_>,
) -> Result<Ended<u64>, Error> {
    let pieces = study.pieces();
    if *numbers.end() > pieces {
        return Err(Error::Request(format!("there are {pieces} {}, and {} is none of them", S::PIECES, numbers.end())));
    }
    directory::refuse_unless(resources.dir, "no study of many worlds of Tauride's", journal::is_study)?;
    let identity = json!({
        "kind": "part",
        "command": study.command(),
        "first": numbers.start(),
        "last": numbers.end(),
        "of": study.identity(),
    });
    let dir = folder(resources.dir, &numbers);
    let mut journal = Journal::open(&dir, S::FILES.journal, &identity, true)?;
    journal.begin()?;
    let mut runner = Runner::new(journal, Resources { dir: &dir, ..*resources }, S::PIECES);
    match study.make(&mut runner, study.keys_of(numbers)) {
        Ok(()) => {}
        Err(Halt::Stopped) => return Ok(Ended::Interrupted(runner.journal().entries().len())),
        Err(Halt::Failed(error)) => return Err(error),
    }
    let made = runner.journal().entries().len() as u64;
    runner.close()?;
    Ok(Ended::Done(Box::new(made)))
}

/// The parts that lie below a directory: their folders, and what they say of themselves.
fn parts_of(dir: &Path) -> Vec<(PathBuf, Value)> {
    let Ok(entries) = std::fs::read_dir(dir.join(PARTS)) else { return Vec::new() };
    let mut parts: Vec<(PathBuf, Value)> = entries
        .flatten()
        .filter_map(|entry| {
            let text = std::fs::read_to_string(entry.path().join(STUDY)).ok()?;
            let study: Value = serde_json::from_str(&text).ok()?;
            (study["kind"] == "part").then(|| (entry.path(), study))
        })
        .collect();
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    parts
}

/// The command that makes the whole study whose parts lie in a directory.
///
/// # Errors
/// When there is no part.
pub fn command_of(dir: &Path) -> Result<String, Error> {
    let parts = parts_of(dir);
    let mut commands: Vec<&str> = parts.iter().filter_map(|(_, study)| study["command"].as_str()).collect();
    commands.sort_unstable();
    commands.dedup();
    // Pieces have other numbers where there are more of them: parts of two sizes do not fit together.
    if let [one, other, ..] = commands[..] {
        let what = "holds parts of two studies; gather each in a directory of its own, with --out";
        return Err(Error::Request(format!("{} {what}:\n  {one}\n  {other}", dir.display())));
    }
    commands.first().map(|command| (*command).to_owned()).ok_or_else(|| {
        let what = "holds no part of a study; the lines that `tauride jobs` prints make them";
        Error::Request(format!("{} {what}", dir.display()))
    })
}

/// Gathers the parts of a study into the whole, with the bytes that it has when it is made in one go.
///
/// # Errors
/// When a part is of another study, or a file cannot be read or written.
pub fn gather<S: Parted>(study: &S, resources: &Resources<'_>) -> Result<Gathered<S::Answer>, Error> {
    let identity = study.identity();
    let mut entries: BTreeMap<Key<S>, S::Entry> = BTreeMap::new();
    let mut found: Vec<RangeInclusive<u64>> = Vec::new();
    for (path, part) in parts_of(resources.dir) {
        if part["of"] != identity {
            let what = "is a part of another study; gather each study in a directory of its own";
            return Err(Error::Request(format!("{} {what}", path.display())));
        }
        if let (Some(first), Some(last)) = (part["first"].as_u64(), part["last"].as_u64()) {
            found.push(first..=last);
        }
        entries.extend(journal::read::<S::Entry>(&path.join(S::FILES.journal)));
    }
    let missing = missing(study, &entries, &found);
    if !missing.is_empty() {
        return Ok(Gathered::Missing(missing));
    }
    parts_of(resources.dir).iter().try_for_each(|(part, _)| study.adopt(part, resources.dir))?;
    match frame::run_with(study, resources, entries.into_values())? {
        Ended::Done(answer) => Ok(Gathered::Done(answer)),
        Ended::Interrupted(_) => Ok(Gathered::Missing(Vec::new())),
    }
}

/// The parts that have to be made yet: those that were begun and not finished, and pieces of which no part is known, as many
/// in each as in the largest part.
fn missing<S: Parted>(
    study: &S,
    entries: &BTreeMap<Key<S>, S::Entry>,
    found: &[RangeInclusive<u64>],
) -> Vec<RangeInclusive<u64>> {
    let width = found.iter().map(|part| part.end() - part.start() + 1).max().unwrap_or(1);
    let is_missing: Vec<bool> =
        study.keys_of(1..=study.pieces()).iter().map(|key| !entries.contains_key(key)).collect();
    let lacks = |part: &RangeInclusive<u64>| part.clone().any(|n| is_missing[n as usize - 1]);
    let mut all: Vec<RangeInclusive<u64>> = found.iter().filter(|part| lacks(part)).cloned().collect();
    let is_known = |n: u64| found.iter().any(|part| part.contains(&n));
    let mut first = None;
    for n in 1..=study.pieces() + 1 {
        let is_open = n <= study.pieces() && is_missing[n as usize - 1] && !is_known(n);
        match (is_open, first) {
            (true, None) => first = Some(n),
            (false, Some(start)) => {
                all.extend(chunks(start..=n - 1, width));
                first = None;
            }
            _ => {}
        }
    }
    all.sort_by_key(|part| *part.start());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_parts_are_the_whole_and_nothing_twice() {
        for (pieces, of) in [(5, 5), (7, 3), (99_999, 64)] {
            let parts = (1..=of).map(|part| numbers_of_part(pieces, (part, of)).expect("there are enough"));
            assert!(parts.flatten().eq(1..=pieces), "{pieces} in {of}");
        }
        assert!(numbers_of_part(2, (1, 3)).is_err());
        assert_eq!(part_of("2/5"), Ok((2, 5)));
        for bad in ["0/5", "6/5", "2", "2/", "a/b", "-1/2"] {
            assert!(part_of(bad).is_err(), "{bad}");
        }
    }
}
