//! Finished worlds on disk, so that a study of many worlds can be interrupted and goes on where it was.
//!
//! `worlds.jsonl` holds one finished world a line, in the order in which they ended. A line that a crash cut short is not
//! read. `study.json` says what the worlds are of: another study is not continued.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::cells::for_each_piece;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::run::directory;
use crate::worlds::{self, Job, Kept};
use crate::{Error, store};

/// The worlds that are finished so far, by arm and seed.
pub struct Bank {
    dir: PathBuf,
    file: Mutex<File>,
    kept: BTreeMap<(usize, u64), Kept>,
    _lock: File,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    arm: usize,
    world: Kept,
}

impl Bank {
    /// Opens the directory of a study. `study` says in full what its worlds are: with `resume` those of an earlier run are
    /// taken over if it says the same.
    ///
    /// # Errors
    /// When the directory holds something else, another study, or cannot be written to.
    pub fn open(dir: &Path, study: &Value, resume: bool) -> Result<Bank, Error> {
        let (about, lines) = (dir.join("study.json"), dir.join("worlds.jsonl"));
        directory::refuse_unless(dir, "no study of many worlds of Tauride's", |dir| dir.join("study.json").exists())?;
        std::fs::create_dir_all(dir).map_err(|e| Error::file("create", dir, e))?;
        let lock = directory::lock(dir)?;
        let before: Option<Value> =
            std::fs::read_to_string(&about).ok().and_then(|text| serde_json::from_str(&text).ok());
        if resume && before.is_some() && before.as_ref() != Some(study) {
            let dir = dir.display();
            return Err(Error::Request(format!("{dir} holds worlds of another study; go on with its own options")));
        }
        let mut kept = BTreeMap::new();
        if resume && before.is_some() {
            kept = read(&lines);
        } else {
            store::remove(&lines)?;
        }
        let text = serde_json::to_string_pretty(study).expect("a study has only text keys and finite numbers");
        store::write_whole(&about, text.as_bytes())?;
        // What was read is written again, without a line that was cut short.
        let mut whole = Vec::new();
        for ((arm, _), world) in &kept {
            line(&mut whole, *arm, world);
        }
        store::write_whole(&lines, &whole)?;
        let file = OpenOptions::new().append(true).open(&lines).map_err(|e| Error::file("open", &lines, e))?;
        Ok(Bank { dir: dir.to_owned(), file: Mutex::new(file), kept, _lock: lock })
    }

    /// Number of finished worlds.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is finished.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Runs those of the jobs that are not finished, one to a thread, and keeps each as it ends. `say` is told how many are
    /// done of all asked for. Returns whether all are done: not when the flag was raised.
    ///
    /// # Errors
    /// When a world cannot be written down.
    pub fn run(
        &mut self,
        jobs: &[(usize, Job<'_>)],
        threads: usize,
        stop: &AtomicBool,
        say: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<bool, Error> {
        let missing: Vec<(usize, Job<'_>)> =
            jobs.iter().filter(|(arm, job)| !self.kept.contains_key(&(*arm, job.seed))).copied().collect();
        let done = AtomicU64::new((jobs.len() - missing.len()) as u64);
        let failure = Mutex::new(None);
        let file = &self.file;
        let path = self.dir.join("worlds.jsonl");
        let ran = for_each_piece(missing, threads, |_, (arm, job)| {
            let world = worlds::run(job, stop)?;
            let mut bytes = Vec::new();
            line(&mut bytes, arm, &world);
            if let Err(e) = file.lock().expect("no writer panics").write_all(&bytes) {
                failure.lock().expect("no writer panics").get_or_insert(Error::file("write", &path, e));
                stop.store(true, Ordering::Relaxed);
                return None;
            }
            say(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len() as u64);
            Some((arm, world))
        });
        if let Some(error) = failure.into_inner().expect("no writer panics") {
            return Err(error);
        }
        for (arm, world) in ran.into_iter().flatten() {
            self.kept.insert((arm, world.seed), world);
        }
        Ok(jobs.iter().all(|(arm, job)| self.kept.contains_key(&(*arm, job.seed))))
    }

    /// The finished worlds of an arm, by seed.
    pub fn arm(&self, arm: usize) -> Vec<&Kept> {
        self.kept.iter().filter(|((a, _), _)| *a == arm).map(|(_, world)| world).collect()
    }
}

fn line(bytes: &mut Vec<u8>, arm: usize, world: &Kept) {
    let entry = Entry { arm, world: world.clone() };
    bytes.extend(serde_json::to_vec(&entry).expect("a world has only text keys and finite numbers"));
    bytes.push(b'\n');
}

fn read(path: &Path) -> BTreeMap<(usize, u64), Kept> {
    let Ok(file) = File::open(path) else { return BTreeMap::new() };
    let entries = BufReader::new(file).lines().map_while(Result::ok);
    let whole = entries.filter_map(|line| serde_json::from_str::<Entry>(&line).ok());
    whole.map(|entry| ((entry.arm, entry.world.seed), entry.world)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn same_worlds_after_a_crash_and_resume() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let jobs: Vec<(usize, Job<'_>)> = (1..=4).map(|seed| (0, Job { spec: &spec, seed, scale: 1 })).collect();
        let dir = std::env::temp_dir().join(format!("tauride-bank-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let study = json!({ "of": "one-town" });
        let stop = AtomicBool::new(false);
        let mut bank = Bank::open(&dir, &study, false).expect("the directory is free");
        assert!(bank.run(&jobs[..2], 1, &stop, &|_, _| ()).expect("it can be written"));
        drop(bank);
        // A crash cuts the second line short.
        let lines = std::fs::read(dir.join("worlds.jsonl")).expect("it was written");
        std::fs::write(dir.join("worlds.jsonl"), &lines[..lines.len() - 40]).expect("it can be written");
        let mut bank = Bank::open(&dir, &study, true).expect("the study is the same");
        assert_eq!(bank.len(), 1);
        let mut said = Mutex::new(Vec::new());
        let all = bank.run(&jobs, 2, &stop, &|done, of| said.lock().expect("no panic").push((done, of)));
        assert!(all.expect("it can be written"));
        let said = said.get_mut().expect("no panic");
        said.sort_unstable();
        assert_eq!(*said, [(2, 4), (3, 4), (4, 4)]);
        let straight: Vec<Kept> = jobs.iter().map(|(_, job)| worlds::run(*job, &stop).expect("no stop")).collect();
        assert!(bank.arm(0).into_iter().eq(straight.iter()), "resumed worlds are those of one go");
        drop(bank);
        assert!(Bank::open(&dir, &json!({ "of": "another" }), true).is_err_and(|e| e.is_request()));
        std::fs::remove_dir_all(&dir).expect("it can be removed");
    }
}
