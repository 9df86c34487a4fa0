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
//! | `parts/` | parts of the sweep that processes of their own have made ([`crate::parts`]) |

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use engine::digest::{Digest, hex};
use run::Error;
use run::case::quoted;
use run::cost::{Ahead, Kept};
use run::worlds::{self, Job};
use serde::Serialize;
use serde_json::Value;

use crate::frame::{Files, Halt, Runner, Study};
use crate::parts::Parted;
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
        self.make(runner, self.keys_of(1..=self.pieces()))?;
        let (entries, seeds) = (runner.journal().entries(), self.seeds());
        let worlds: Vec<&Entry> = entries.values().filter(|entry| seeds.contains(&entry.world.seed)).collect();
        let written = answer::of(self, StudyInfo::of("sweep", self, &self.case), &worlds);
        Ok(Answer { written, worlds: worlds.into_iter().cloned().collect() })
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        table::write(&dir.join(table::TABLE), self, &answer.worlds)
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        let (spec, worlds) = (&self.case.loaded.spec, self.pieces() as f64);
        Some(Ahead { spec, scale: self.case.scale, worlds, kept: Kept::Row })
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        &answer.written
    }
}

impl Parted for Plan {
    fn pieces(&self) -> u64 {
        self.points.points.len() as u64 * self.asked.runs
    }

    /// Point after point, at each the seeds in order.
    fn keys_of(&self, numbers: RangeInclusive<u64>) -> Vec<(u32, u64)> {
        let (runs, first) = (self.asked.runs, self.case.seed);
        let key = |world: u64| {
            let point = u32::try_from((world - 1) / runs + 1).expect("worlds are few");
            (point, first + (world - 1) % runs)
        };
        numbers.map(key).collect()
    }

    fn make(&self, runner: &mut Runner<'_, Entry>, keys: Vec<(u32, u64)>) -> Result<(), Halt> {
        let stop = runner.resources().stop;
        let pieces = keys.into_iter().map(|key| (key, key)).collect();
        runner.complete(pieces, &|(point, seed): (u32, u64)| {
            let spec = self.spec(point as usize - 1)?;
            let world = worlds::run(Job { spec: &spec, seed, scale: self.case.scale }, stop);
            Ok(world.map(|world| Entry { point, world: (&world).into() }))
        })
    }
}

impl Plan {
    /// A digest of all points, by which two sweeps of the same points are known.
    pub(crate) fn points_digest(&self) -> String {
        let mut digest = Digest::new();
        digest.bytes(&serde_json::to_vec(&self.points.points).expect("levels are finite numbers and words"));
        hex(digest.finish())
    }
}
