//! Worlds as the pieces of a study: by arm and seed, a line each in `worlds.jsonl`.

use std::path::Path;

use run::Error;
use run::worlds::{self, Job, WorldSummary};
use serde::{Deserialize, Serialize};

use crate::frame::{Halt, Runner};
use crate::journal::{self, Entry, Journal};

/// The file of finished worlds.
pub const WORLDS: &str = "worlds.jsonl";

/// A finished world of a study.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct World {
    /// Number of its arm: worlds of an arm differ in their seed alone.
    pub arm: usize,
    /// What is kept of it.
    pub world: WorldSummary,
}

impl Entry for World {
    type Key = (usize, u64);
    fn key(&self) -> (usize, u64) {
        (self.arm, self.world.seed)
    }
}

/// The worlds of the first arm of a study that was closed, by seed.
///
/// # Errors
/// When the directory holds none.
pub fn read_worlds(dir: &Path) -> Result<Vec<WorldSummary>, Error> {
    let entries: Vec<World> = journal::read_closed(dir, WORLDS)?;
    Ok(entries.into_iter().filter(|entry| entry.arm == 0).map(|entry| entry.world).collect())
}

impl Journal<World> {
    /// The finished worlds of an arm, by seed.
    pub fn arm(&self, arm: usize) -> impl Iterator<Item = &WorldSummary> {
        self.entries().range((arm, 0)..=(arm, u64::MAX)).map(|(_, entry)| &entry.world)
    }
}

impl Runner<'_, World> {
    /// Runs those of the worlds that are not finished; each has the number of its arm.
    ///
    /// # Errors
    /// Those of [`Runner::complete`].
    pub fn worlds<'j>(&mut self, jobs: impl IntoIterator<Item = (usize, Job<'j>)>) -> Result<(), Halt> {
        let stop = self.resources().stop;
        let pieces = jobs.into_iter().map(|(arm, job)| ((arm, job.seed), (arm, job))).collect();
        self.complete(pieces, &|(arm, job): (usize, Job<'_>)| {
            Ok(worlds::run(job, stop).map(|world| World { arm, world }))
        })
    }
}
