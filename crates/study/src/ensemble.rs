//! An ensemble: many worlds of one case that differ in their seed alone, as a dataset, with the odds of their outcomes and
//! the spread of their dates and courses.
//!
//! The files of an ensemble's directory:
//!
//! | file | what |
//! |---|---|
//! | `study.json` | what the worlds are of |
//! | `worlds.jsonl` | the finished worlds, from which an interrupted ensemble goes on |
//! | `<table>/world-00001.parquet` ... | the tables of a run with a column `world`; `<table>.part` while worlds are missing |
//! | `places.parquet` | what identifiers of places mean |
//! | `worlds.parquet` | one row a world: seed, outcome, dates, patterns, sums |
//! | `ensemble.json` | the answer; written last, so that where it is all is |

use std::ops::Range;
use std::path::{Path, PathBuf};

use engine::calendar::Day;
use observables::record_observer::RecordObserver;
use observables::today::Today;
use run::Error;
use run::case::{Case, Changes};
use run::record::rows::Record;
use run::record_dates;
use run::worlds::{DATES, Job, OUTCOMES, WorldSummary, summarise};
use serde::Serialize;
use serde_json::Value;
use stats::binomial;
use stats::interval::Estimate;

use crate::frame::{Files, Halt, Resources, Runner, Study};
use crate::journal::Journal;
use crate::series;
use crate::worlds::{WORLDS, World};
use tables::{Folders, Tables, WorldFiles};

pub mod schema;
mod summary;
pub mod tables;

/// The answer's file, written last.
pub const ANSWER: &str = "ensemble.json";
/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Worlds at most: more would not fit into their numbers in files' names.
const MOST_RUNS: u64 = 99_999;

/// What is run.
pub struct Plan {
    /// The scenario with its changes, and the first seed.
    pub case: Case,
    /// Number of worlds; their seeds follow one another.
    pub runs: u64,
    /// Which tables are written.
    pub tables: Tables,
}

/// A share of the worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Worlds of which it is true.
    pub hits: u64,
    /// All worlds.
    pub worlds: u64,
}

/// A date over the worlds.
pub struct DateSpread {
    /// What happens.
    pub name: &'static str,
    /// Days since 1970 in the worlds in which it does, in order.
    pub days: Vec<i32>,
    /// When it happened in the record.
    pub record: Option<Day>,
    /// Worlds in which it happens.
    pub share: Share,
}

/// What an ensemble came to.
pub struct Answer {
    /// Outcomes that came in some world, the most frequent first: position in [`OUTCOMES`], share.
    pub outcomes: Vec<(usize, Share)>,
    /// Dates.
    pub dates: Vec<DateSpread>,
    /// Shares of the worlds that show each of the eight patterns.
    pub patterns: [Share; 8],
    /// The worlds.
    pub worlds: Vec<WorldSummary>,
}

impl Plan {
    /// Opens an ensemble.
    ///
    /// # Errors
    /// When scenario, settings or what-ifs are wrong, or the number of worlds is.
    pub fn open(name: &str, changes: &Changes, runs: u64, tables: Tables) -> Result<Plan, Error> {
        if !(1..=MOST_RUNS).contains(&runs) {
            return Err(Error::Request(format!("an ensemble has 1 to {MOST_RUNS} worlds, not {runs}")));
        }
        if changes.seed.checked_add(runs).is_none() {
            return Err(Error::Request(format!("there are no {runs} seeds from {} on", changes.seed)));
        }
        let mut case = Case::open(name, changes)?;
        case.end_there();
        Ok(Plan { case, runs, tables })
    }

    fn seeds(&self) -> Range<u64> {
        self.case.seed..self.case.seed + self.runs
    }

    fn folders<'a>(&'a self, dir: &'a Path) -> Folders<'a> {
        let (names, manifest) = (self.case.names(), self.case.manifest());
        Folders { dir, tables: self.tables, names, manifest, seeds: self.seeds(), spec: &self.case.loaded.spec }
    }

    fn world(&self, seed: u64) -> u32 {
        tables::world_number(seed, self.case.seed)
    }
}

impl Study for Plan {
    type Entry = World;
    type Answer = Answer;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files {
        journal: WORLDS,
        answer: ANSWER,
        others: &["worlds.parquet", "places.parquet", "classes.parquet", "parties.parquet"],
    };

    fn default_out(&self) -> PathBuf {
        self.case.default_out_of("ensemble")
    }

    fn command(&self) -> String {
        let mut command = self.case.command().replacen("tauride run", "tauride ensemble", 1);
        command += &format!(" --runs {}", self.runs);
        if self.tables != Tables::Few {
            command += &format!(" --tables {}", self.tables.word());
        }
        command
    }

    // Their number is no part of it: an ensemble may grow.
    fn identity(&self) -> Value {
        let mut study = self.case.study("ensemble");
        study["tables"] = self.tables.word().into();
        study
    }

    fn admit(&self, finished: &Journal<World>) -> Result<(), Error> {
        let seeds = self.seeds();
        match finished.arm(0).filter(|w| !seeds.contains(&w.seed)).map(|w| self.world(w.seed)).max() {
            None => Ok(()),
            Some(beyond) => Err(Error::Request(format!(
                "the directory holds world {beyond} of this ensemble already; ask for as many with `--runs {beyond}`"
            ))),
        }
    }

    fn conduct(&self, runner: &mut Runner<'_, World>) -> Result<Answer, Halt> {
        let Resources { dir, stop, .. } = runner.resources();
        let folders = self.folders(dir);
        runner.retain(|entry| folders.has(self.world(entry.world.seed)));
        let kept: Vec<u32> = runner.journal().arm(0).map(|world| self.world(world.seed)).collect();
        folders.open(&|world| kept.contains(&world))?;
        let questions = Record::of(&self.case.loaded).questions;
        let jobs = self.seeds().map(|seed| ((0, seed), self.case.job(seed))).collect();
        runner.complete(jobs, &|job: Job<'_>| {
            let mut files = WorldFiles::start(&folders, self.world(job.seed), job.seed)?;
            let mut observer = RecordObserver::new(job.spec, &questions);
            let world = job.world();
            files.begin(&world)?;
            let Some(mut world) = summarise(world, stop, |day, world| {
                observer.day(&Today::of(day, world.record()));
                files.day(world.record_mut())
            })?
            else {
                files.abandon()?;
                return Ok(None);
            };
            world.answers = observer.finish(&world.dates);
            files.finish()?;
            Ok(Some(World { arm: 0, world }))
        })?;
        Ok(Answer::of(self, runner.journal().arm(0).cloned().collect()))
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        let folders = self.folders(dir);
        folders.publish()?;
        summary::write(&dir.join("worlds.parquet"), &self.case, &answer.worlds, &folders.about(None))
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        answer.written(self)
    }
}

impl Share {
    fn of(worlds: &[WorldSummary], is_true: impl Fn(&WorldSummary) -> bool) -> Share {
        Share { hits: worlds.iter().filter(|w| is_true(w)).count() as u64, worlds: worlds.len() as u64 }
    }

    /// The share with Wilson's interval.
    pub fn estimate(self) -> Estimate {
        let value = self.hits as f64 / self.worlds.max(1) as f64;
        Estimate { value, interval: binomial::wilson(self.hits, self.worlds, LEVEL) }
    }
}

impl DateSpread {
    /// Its quantiles, as days since 1970, over the worlds in which it happens.
    pub fn quantiles(&self) -> [f64; 7] {
        series::quantiles(self.days.iter().map(|day| f64::from(*day)).collect())
    }

    /// Worlds in which it comes before the record's date, on it, and after it.
    pub fn beside_the_record(&self) -> Option<[usize; 3]> {
        let record = self.record?.0;
        let count = |is: fn(&i32, &i32) -> bool| self.days.iter().filter(|day| is(day, &record)).count();
        Some([count(i32::lt), count(i32::eq), count(i32::gt)])
    }
}

/// The day nearest to a number of days since 1970.
pub fn nearest_day(at: f64) -> Day {
    Day((at + 0.5).floor() as i32)
}

impl Answer {
    fn of(plan: &Plan, worlds: Vec<WorldSummary>) -> Answer {
        let loaded = &plan.case.loaded;
        let mut outcomes: Vec<(usize, Share)> =
            (0..OUTCOMES.len()).map(|o| (o, Share::of(&worlds, |w| w.outcome == o))).collect();
        outcomes.retain(|(_, share)| share.hits > 0);
        outcomes.sort_by_key(|(_, share)| std::cmp::Reverse(share.hits));
        let record = record_dates::of(loaded);
        let date = |i: usize| {
            let mut days: Vec<i32> = worlds.iter().filter_map(|w| w.dates[i]).collect();
            days.sort_unstable();
            DateSpread { name: DATES[i], days, record: record[i], share: Share::of(&worlds, |w| w.dates[i].is_some()) }
        };
        Answer {
            outcomes,
            dates: (0..DATES.len()).map(date).collect(),
            patterns: std::array::from_fn(|i| Share::of(&worlds, |w| w.patterns[i])),
            worlds,
        }
    }
}

#[cfg(test)]
mod tests;
