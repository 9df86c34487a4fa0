//! Finished worlds on disk, so that a study of many worlds can be interrupted and goes on where it was.
//!
//! `worlds.jsonl` holds one finished world a line; see [`crate::ledger`].

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::cells::for_each_piece;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ledger::{self, Ledger, Piece};
use run::Error;
use run::worlds::{self, Job, Kept};

/// The file of finished worlds.
const WORLDS: &str = "worlds.jsonl";

/// The worlds that are finished so far, by arm and seed.
pub struct Bank {
    ledger: Ledger<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    arm: usize,
    world: Kept,
}

impl Piece for Entry {
    type Key = (usize, u64);
    fn key(&self) -> (usize, u64) {
        (self.arm, self.world.seed)
    }
}

/// The worlds of the first arm of a study that was closed, by seed.
///
/// # Errors
/// When the directory holds none.
pub fn read_worlds(dir: &Path) -> Result<Vec<Kept>, Error> {
    let entries: Vec<Entry> = ledger::read_closed(dir, WORLDS)?;
    Ok(entries.into_iter().filter(|entry| entry.arm == 0).map(|entry| entry.world).collect())
}

/// How a world of an arm is run; `None` when the flag was raised before its end.
pub type Runner<'a> = &'a (dyn Fn(usize, Job<'_>) -> Result<Option<Kept>, Error> + Sync);

impl Bank {
    /// Opens the directory of a study. `study` says in full what its worlds are: with `resume` those of an earlier run are
    /// taken over if it says the same.
    ///
    /// # Errors
    /// When the directory holds something else, another study, or cannot be written to.
    pub fn open(dir: &Path, study: &Value, resume: bool) -> Result<Bank, Error> {
        Ok(Bank { ledger: Ledger::open(dir, WORLDS, study, resume)? })
    }

    /// Number of finished worlds.
    pub fn len(&self) -> usize {
        self.ledger.pieces().len()
    }

    /// Whether none is finished.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
        self.run_by(jobs, threads, stop, say, &|_, job| Ok(worlds::run(job, stop)))
    }

    /// The same with a way of one's own to run a world, such as one that writes its tables.
    ///
    /// # Errors
    /// The first error of a world; or when it cannot be written down. The flag is raised then, and the other worlds end.
    pub fn run_by(
        &mut self,
        jobs: &[(usize, Job<'_>)],
        threads: usize,
        stop: &AtomicBool,
        say: &(dyn Fn(u64, u64) + Sync),
        runner: Runner<'_>,
    ) -> Result<bool, Error> {
        let is_finished = |(arm, job): &(usize, Job<'_>)| self.ledger.pieces().contains_key(&(*arm, job.seed));
        let missing: Vec<(usize, Job<'_>)> = jobs.iter().filter(|job| !is_finished(job)).copied().collect();
        let done = AtomicU64::new((jobs.len() - missing.len()) as u64);
        let failure = Mutex::new(None);
        let ledger = &self.ledger;
        let finish = |arm: usize, job: Job<'_>| -> Result<Option<Entry>, Error> {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let Some(world) = runner(arm, job)? else { return Ok(None) };
            let entry = Entry { arm, world };
            ledger.write(&entry)?;
            say(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len() as u64);
            Ok(Some(entry))
        };
        let ran = for_each_piece(missing, threads, |_, (arm, job)| match finish(arm, job) {
            Ok(entry) => entry,
            Err(error) => {
                failure.lock().expect("no writer panics").get_or_insert(error);
                stop.store(true, Ordering::Relaxed);
                None
            }
        });
        self.ledger.take(ran.into_iter().flatten());
        if let Some(error) = failure.into_inner().expect("no writer panics") {
            return Err(error);
        }
        Ok(jobs.iter().all(|(arm, job)| self.ledger.pieces().contains_key(&(*arm, job.seed))))
    }

    /// The finished worlds of an arm, by seed.
    pub fn arm(&self, arm: usize) -> Vec<&Kept> {
        self.ledger.pieces().values().filter(|entry| entry.arm == arm).map(|entry| &entry.world).collect()
    }

    /// Forgets finished worlds that `keep` does not want; they are to be run again.
    pub fn retain(&mut self, keep: impl Fn(&Kept) -> bool) {
        self.ledger.retain(|entry| keep(&entry.world));
    }

    /// Writes all worlds again in their order, so that the file does not depend on the number of threads, and lets go of
    /// the directory.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn close(self) -> Result<(), Error> {
        self.ledger.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use run::write::directory;
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
        // Begun anew without asking to resume: what was finished lies aside, whole.
        let finished = std::fs::read(dir.join(WORLDS)).expect("it was written");
        drop(Bank::open(&dir, &json!({ "of": "another" }), false).expect("it begins anew"));
        assert_eq!(std::fs::read(dir.join(directory::BEFORE).join(WORLDS)).expect("it was moved"), finished);
        drop(Bank::open(&dir.join(directory::BEFORE), &study, true).expect("the study went with it"));
        std::fs::remove_dir_all(&dir).expect("it can be removed");
    }
}
