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
use observables::measurer::Measurer;
use observables::summary::SumDecl;
use observables::today::Today;
use run::Error;
use run::case::{Case, Changes};
use run::record::rows::Record as Asked;
use run::record_dates;
use run::worlds::{DATES, Job, Kept, OUTCOMES, SERIES, SUMS, WEEK, keep};
use serde_json::Value;
use stats::binomial;
use stats::interval::{Estimate, quantile};

use crate::frame::{Files, Halt, Resources, Runner, Study};
use crate::journal::Journal;
use crate::worlds::{WORLDS, World};
use observed::Observed;
use tables::{Folders, Tables, WorldFiles};

pub mod again;
pub mod observed;
pub mod schema;
mod summary;
pub mod tables;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Shares of the worlds below the lines of a fan.
pub const QUANTILES: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
/// Positions in [`QUANTILES`] of the median, and of what a tenth of the worlds lie above.
pub const MEDIAN: usize = 3;
const OFTEN: usize = 5;
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

/// A number over the worlds.
pub struct Spread {
    /// What it is.
    pub of: SumDecl,
    /// Its mean.
    pub mean: f64,
    /// Its [`QUANTILES`].
    pub quantiles: [f64; 7],
}

/// A course over the worlds.
pub struct Fan {
    /// Short name.
    pub name: String,
    /// Title for readers.
    pub title: String,
    /// Unit.
    pub unit: &'static str,
    /// Whether it is of the capital alone; else of the whole country.
    pub is_capital: bool,
    /// Days from one value to the next, from the first day on.
    pub every: i32,
    /// The [`QUANTILES`] of each day.
    pub quantiles: [Vec<f64>; 7],
    /// The record of the same quantity.
    pub observed: Observed,
}

/// What an ensemble came to.
pub struct Answer {
    /// Outcomes that came in some world, the most frequent first: position in [`OUTCOMES`], share.
    pub outcomes: Vec<(usize, Share)>,
    /// Dates.
    pub dates: Vec<DateSpread>,
    /// Shares of the worlds that show each of the eight patterns.
    pub patterns: [Share; 8],
    /// Sums over a world.
    pub sums: Vec<Spread>,
    /// Courses.
    pub fans: Vec<Fan>,
    /// The worlds.
    pub worlds: Vec<Kept>,
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

    /// Number of a world from 1 on.
    fn world(&self, seed: u64) -> u32 {
        u32::try_from(seed - self.case.seed + 1).expect("worlds are few")
    }
}

impl Study for Plan {
    type Entry = World;
    type Answer = Answer;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files {
        journal: WORLDS,
        answer: again::ANSWER,
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
        let questions = Asked::of(&self.case.loaded).questions;
        let jobs = self.seeds().map(|seed| ((0, seed), self.case.job(seed))).collect();
        runner.complete(jobs, &|job: Job<'_>| {
            let mut files = WorldFiles::start(&folders, self.world(job.seed), job.seed)?;
            let mut measurer = Measurer::new(job.spec, &questions);
            let world = job.world();
            files.begin(&world)?;
            let Some(mut world) = keep(world, stop, |day, world| {
                measurer.day(&Today::of(day, world.record()));
                files.day(world.record_mut())
            })?
            else {
                files.abandon()?;
                return Ok(None);
            };
            world.answers = measurer.finish(&world.dates);
            files.finish()?;
            Ok(Some(World { arm: 0, world }))
        })?;
        Ok(Answer::of(self, runner.journal().arm(0).cloned().collect()))
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        let folders = self.folders(dir);
        folders.publish()?;
        summary::write(&dir.join("worlds.parquet"), self, &answer.worlds, &folders.about(None))
    }

    fn json(&self, answer: &Answer) -> Value {
        answer.json(self)
    }
}

impl Share {
    fn of(worlds: &[Kept], is_true: impl Fn(&Kept) -> bool) -> Share {
        Share { hits: worlds.iter().filter(|w| is_true(w)).count() as u64, worlds: worlds.len() as u64 }
    }

    /// The share with Wilson's interval.
    pub fn estimate(self) -> Estimate {
        let value = self.hits as f64 / self.worlds.max(1) as f64;
        Estimate { value, interval: binomial::wilson(self.hits, self.worlds, LEVEL) }
    }
}

/// The [`QUANTILES`] of some values; not numbers where there are none.
fn quantiles(mut values: Vec<f64>) -> [f64; 7] {
    values.sort_by(f64::total_cmp);
    QUANTILES.map(|q| if values.is_empty() { f64::NAN } else { quantile(&values, q) })
}

impl DateSpread {
    /// Its [`QUANTILES`], as days since 1970, over the worlds in which it happens.
    pub fn quantiles(&self) -> [f64; 7] {
        quantiles(self.days.iter().map(|day| f64::from(*day)).collect())
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
    fn of(plan: &Plan, worlds: Vec<Kept>) -> Answer {
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
        let sum = |i: usize| {
            let values: Vec<f64> = worlds.iter().map(|w| w.sums[i]).collect();
            let mean = engine::math::sum_in_order(values.iter().copied()) / values.len().max(1) as f64;
            Spread { of: SUMS[i], mean, quantiles: quantiles(values) }
        };
        Answer {
            outcomes,
            dates: (0..DATES.len()).map(date).collect(),
            patterns: std::array::from_fn(|i| Share::of(&worlds, |w| w.patterns[i])),
            sums: (0..SUMS.len()).map(sum).collect(),
            fans: fans(plan, &worlds),
            worlds,
        }
    }

    /// The answer as one JSON object.
    pub fn json(&self, plan: &Plan) -> Value {
        serde_json::to_value(self.written(plan)).expect("an answer has only text keys")
    }
}

fn fans(plan: &Plan, worlds: &[Kept]) -> Vec<Fan> {
    let loaded = &plan.case.loaded;
    let mut fans: Vec<Fan> = SERIES
        .iter()
        .enumerate()
        .map(|(i, declared)| Fan {
            name: declared.name.into(),
            title: declared.title.into(),
            unit: declared.unit,
            is_capital: declared.scope == 1,
            every: 1,
            quantiles: bands(worlds, |w| w.series[i].len(), |w, day| f64::from(w.series[i][day])),
            observed: observed::of_series(loaded, declared),
        })
        .collect();
    for (party, declared) in loaded.spec.parties.iter().enumerate() {
        let share = |seats: &[f32]| {
            let all: f64 = seats.iter().map(|n| f64::from(*n)).sum();
            if all > 0.0 { f64::from(seats[party]) / all } else { 0.0 }
        };
        let quantiles = bands(worlds, |w| w.capital_seats.len(), |w, week| share(&w.capital_seats[week]));
        // A party that has a tenth of the delegates at no time in a tenth of the worlds would be a line on the axis.
        if quantiles[OFTEN].iter().all(|x| *x < 0.1) {
            continue;
        }
        fans.push(Fan {
            name: format!("capital_seats_{}", declared.id),
            title: format!("{}: share of the capital\u{2019}s delegates", declared.name),
            unit: "share of delegates",
            is_capital: true,
            every: WEEK,
            quantiles,
            observed: observed::of_capital_seats(loaded, party),
        });
    }
    fans
}

fn bands(worlds: &[Kept], n: impl Fn(&Kept) -> usize, at: impl Fn(&Kept, usize) -> f64) -> [Vec<f64>; 7] {
    let n = worlds.iter().map(n).min().unwrap_or(0);
    let mut bands: [Vec<f64>; 7] = Default::default();
    for i in 0..n {
        let values = quantiles(worlds.iter().map(|w| at(w, i)).collect());
        bands.iter_mut().zip(values).for_each(|(band, x)| band.push(x));
    }
    bands
}

#[cfg(test)]
mod tests;
