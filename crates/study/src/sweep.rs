//! A sweep: worlds at the points of a design over parameters, mechanisms, inputs and what-ifs, in one tidy table.
//!
//! Every point has the same seeds, so that two points can be compared world by world. The files of a sweep's directory:
//!
//! | file | what |
//! |---|---|
//! | `study.json` | what the worlds are of |
//! | `worlds.jsonl` | the finished worlds, a row each, from which an interrupted sweep goes on |
//! | `sweep.parquet` | one row a world: point, seed, the level of each factor, outcome, dates, patterns, sums |
//! | `sweep.json` | the answer; written last, so that where it is all is |

use std::path::{Path, PathBuf};

use engine::digest::{Digest, hex};
use run::Error;
use run::case::quoted;
use run::worlds::{self, Job};
use serde::Serialize;
use serde_json::Value;

use crate::frame::{Files, Halt, Runner, Study};
use crate::schema::StudyInfo;
use crate::worlds::WORLDS;

pub mod answer;
pub mod design;
pub mod factors;
pub mod plan;
pub mod schema;
pub mod table;
#[cfg(test)]
mod tests;

pub use design::Design;
pub use plan::{Asked, Entry, LEVEL, Plan};

/// What came out.
pub struct Answer {
    /// What is written down.
    pub written: schema::Written,
    /// The worlds, for the table.
    worlds: Vec<Entry>,
}

/// Runs those of these worlds of a sweep that are not finished.
///
/// # Errors
/// [`Halt::Stopped`] when not all are finished, and the first failure.
pub fn complete(
    plan: &Plan,
    runner: &mut Runner<'_, Entry>,
    keys: impl Iterator<Item = (u32, u64)>,
) -> Result<(), Halt> {
    let stop = runner.resources().stop;
    let pieces = keys.map(|key| (key, key)).collect();
    runner.complete(pieces, &|(point, seed): (u32, u64)| {
        let spec = plan.spec(point as usize - 1)?;
        let world = worlds::run(Job { spec: &spec, seed, scale: plan.case.scale }, stop);
        Ok(world.map(|world| Entry { point, world: (&world).into() }))
    })
}

impl Study for Plan {
    type Entry = Entry;
    type Answer = Answer;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: "sweep.json", others: &[table::TABLE] };

    fn default_out(&self) -> PathBuf {
        /// Longest list of keys that is still read as a name.
        const LONGEST: usize = 60;
        let keys: Vec<&str> = self.points.factors.iter().map(|factor| factor.key.as_str()).collect();
        let keys: String = keys.join("+").chars().take(LONGEST).collect();
        let name = self.case.default_out_of("sweep").display().to_string();
        PathBuf::from(format!("{name}-by-{keys}-{}", &self.points_digest()[..8]))
    }

    fn command(&self) -> String {
        let mut words = vec![self.case.command().replacen("tauride run", "tauride sweep", 1)];
        words.extend(self.asked.vary.iter().map(|given| format!("--vary {}", quoted(given))));
        words.push(format!("--design {}", quoted(self.asked.design.word())));
        words.extend(self.asked.design.n_points().map(|n| format!("--points {n}")));
        words.push(format!("--runs {}", self.asked.runs));
        words.join(" ")
    }

    // The number of worlds at a point is no part of it: a sweep may grow.
    fn identity(&self) -> Value {
        let mut study = self.case.study("sweep");
        study["factors"] = self.points.factors.iter().map(|factor| factor.key.clone()).collect();
        study["points"] = self.points_digest().into();
        if !self.hashes.is_null() {
            study["varied_what_ifs"] = self.hashes.clone();
        }
        study
    }

    fn conduct(&self, runner: &mut Runner<'_, Entry>) -> Result<Answer, Halt> {
        complete(self, runner, self.keys(1..self.worlds() + 1))?;
        let (entries, seeds) = (runner.journal().entries(), self.seeds());
        let worlds: Vec<&Entry> = entries.values().filter(|entry| seeds.contains(&entry.world.seed)).collect();
        let written = answer::of(self, StudyInfo::of("sweep", self, &self.case), &worlds);
        Ok(Answer { written, worlds: worlds.into_iter().cloned().collect() })
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        table::write(&dir.join(table::TABLE), self, &answer.worlds)
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        &answer.written
    }
}

impl Plan {
    /// A digest of all points, by which two sweeps of the same points are known.
    fn points_digest(&self) -> String {
        let mut digest = Digest::new();
        digest.bytes(&serde_json::to_vec(&self.points.points).expect("levels are finite numbers and words"));
        hex(digest.finish())
    }
}
