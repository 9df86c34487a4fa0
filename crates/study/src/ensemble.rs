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
//! | `asked.json` | the questions of the record that the worlds were asked as they ran |
//! | `ensemble.json` | the answer; written last, so that where it is all is |

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use engine::calendar::Day;
use observables::dates::Date;
use observables::patterns::{DEFINITIONS, Definition};
use observables::record_observer::RecordObserver;
use observables::summary::SumDecl;
use observables::today::Today;
use run::Error;
use run::case::{Case, Changes, seeds};
use run::cost::{Ahead, Kept};
use run::record::rows::Record;
use run::record_dates;
use run::worlds::{DATES, Job, OUTCOMES, SERIES, SUMS, WorldSummary, summarise};
use run::write;
use serde::Serialize;
use serde_json::Value;
use society::OutcomeKind;

use crate::asked::{self, Asked};
use crate::frame::{Files, Halt, Resources, Runner, Study};
use crate::journal::Journal;
use crate::parts::Parted;
use crate::schema::{Real, StudyInfo, WorldShare, outcome_names};
use crate::series::{Series, by_quantile, on_days, quantiles};
use crate::worlds::{WORLDS, World};
use schema::{BesideTheRecord, DateOfWorlds, PatternShare, SumSpread, Written};
use tables::{Folders, Tables, WorldFiles};

pub mod schema;
mod summary;
pub mod tables;

/// The answer's file, written last.
pub const ANSWER: &str = "ensemble.json";
/// Level of every interval.
pub const LEVEL: f64 = 0.95;

/// What is run.
pub struct Plan {
    /// The scenario with its changes, and the first seed.
    pub case: Case,
    /// Number of worlds; their seeds follow one another.
    pub runs: u64,
    /// Which tables are written.
    pub tables: Tables,
}

impl Plan {
    /// Opens an ensemble.
    ///
    /// # Errors
    /// When scenario, settings or what-ifs are wrong, or the number of worlds is.
    pub fn open(name: &str, changes: &Changes, runs: u64, tables: Tables) -> Result<Plan, Error> {
        seeds("--runs", changes.seed, runs, 1)?;
        let mut case = Case::open(name, changes)?;
        case.end_there();
        Ok(Plan { case, runs, tables })
    }

    fn seeds(&self) -> Range<u64> {
        self.case.seed..self.case.seed + self.runs
    }

    fn folders<'a>(&'a self, dir: &'a Path) -> Folders<'a> {
        let (names, manifest) = (self.case.names(), self.case.manifest());
        Folders { dir, tables: self.tables, names, manifest, seeds: self.seeds(), case: &self.case }
    }

    /// Number of a world from 1 on.
    fn world(&self, seed: u64) -> u32 {
        tables::world_number(seed, self.case.seed)
    }

    /// What these worlds say together.
    fn answer(&self, worlds: Vec<WorldSummary>) -> Written {
        let loaded = &self.case.loaded;
        let came = |kind: &OutcomeKind| worlds.iter().any(|w| OUTCOMES[w.outcome] == *kind);
        let came: Vec<OutcomeKind> = OUTCOMES.into_iter().filter(came).collect();
        let outcome = |kind: &OutcomeKind| WorldShare::of(&worlds, LEVEL, |w| OUTCOMES[w.outcome] == *kind);
        let record = record_dates::of(loaded);
        let in_calendar = |day: Day| crate::schema::Date::of(day, loaded.calendar);
        let date = |(i, (id, name)): (usize, (&&str, &str))| {
            let mut days: Vec<i32> = worlds.iter().filter_map(|w| w.dates[i]).collect();
            days.sort_unstable();
            let known =
                quantiles(days.iter().map(|day| f64::from(*day)).collect()).into_iter().filter(|at| at.is_finite());
            let count =
                |is: fn(&i32, &i32) -> bool, record: i32| days.iter().filter(|day| is(day, &record)).count() as u64;
            DateOfWorlds {
                id: (*id).to_owned(),
                name: name.to_owned(),
                happens: WorldShare::of(&worlds, LEVEL, |w| w.dates[i].is_some()),
                quantiles: by_quantile(known.map(|at| in_calendar(nearest_day(at)))),
                on: on_days(&days, loaded.calendar),
                record: record[i].map(in_calendar),
                beside_the_record: record[i].filter(|day| *day <= loaded.spec.end).map(|Day(day)| BesideTheRecord {
                    before: count(i32::lt, day),
                    on: count(i32::eq, day),
                    after: count(i32::gt, day),
                    never: (worlds.len() - days.len()) as u64,
                }),
            }
        };
        let pattern = |(i, d): (usize, &Definition)| PatternShare {
            id: d.id.to_owned(),
            statement: d.statement.to_owned(),
            measured: d.measured.to_owned(),
            record: loaded.pattern_record.get(d.id).cloned().unwrap_or_default(),
            unit: d.unit.to_owned(),
            holds: WorldShare::of(&worlds, LEVEL, |w| w.patterns[i]),
            measured_in: worlds.iter().filter(|w| w.pattern_values[i].is_some()).count() as u64,
            undecided: worlds.iter().filter(|w| self.case.is_cut() && !w.patterns[i]).count() as u64,
        };
        let sum = |(i, sum): (usize, &SumDecl)| {
            let values: Vec<f64> = worlds.iter().map(|w| w.sums[i]).collect();
            let mean = engine::math::sum_in_order(values.iter().copied()) / values.len().max(1) as f64;
            SumSpread {
                name: sum.name.to_owned(),
                meaning: sum.meaning.to_owned(),
                unit: sum.unit.to_owned(),
                mean: mean.into(),
                quantiles: by_quantile(quantiles(values).map(Real)),
            }
        };
        let daily = (0..SERIES.len()).map(|at| Series::daily(loaded, at, &worlds));
        let seats = (0..loaded.spec.parties.len()).filter_map(|party| Series::of_seats(loaded, party, &worlds));
        Written {
            info: StudyInfo::of("ensemble", self, &self.case),
            with: loaded.applied.iter().map(|a| a.given.clone()).collect(),
            runs: self.runs,
            first_seed: self.case.seed,
            level: LEVEL,
            posterior: self.case.posterior().map(str::to_owned),
            outcomes: came.iter().map(|kind| (kind.word().to_owned(), outcome(kind))).collect(),
            outcome_names: outcome_names(came.iter().copied()),
            dates: Date::WORDS.iter().zip(DATES).enumerate().map(date).collect(),
            patterns: DEFINITIONS.iter().enumerate().map(pattern).collect(),
            sums: SUMS.iter().enumerate().map(sum).collect(),
            series: daily.chain(seats).collect(),
            tables: self.tables.names().iter().map(|name| (*name).to_owned()).collect(),
            summaries: worlds,
        }
    }
}

impl Study for Plan {
    type Entry = World;
    type Answer = Written;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files {
        journal: WORLDS,
        answer: ANSWER,
        others: &["worlds.parquet", "places.parquet", "classes.parquet", "parties.parquet", asked::FILE],
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

    fn conduct(&self, runner: &mut Runner<'_, World>) -> Result<Written, Halt> {
        self.make(runner, self.keys_of(1..=self.pieces()))?;
        Ok(self.answer(runner.journal().arm(0).cloned().collect()))
    }

    fn write(&self, answer: &Written, dir: &Path) -> Result<(), Error> {
        let folders = self.folders(dir);
        folders.publish()?;
        Asked::of(&self.case.loaded, &Record::of(&self.case.loaded)).write(dir)?;
        summary::write(&dir.join("worlds.parquet"), &self.case, &answer.summaries, &folders.about(None))
    }

    fn more_files(&self, dir: &Path) -> Vec<String> {
        self.folders(dir).world_files()
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        let tables = if self.tables == Tables::All { write::Tables::All } else { write::Tables::Few };
        let (spec, kept) = (&self.case.loaded.spec, Kept::Tables(tables));
        Some(Ahead { spec, scale: self.case.scale, worlds: self.runs as f64, kept })
    }

    fn written(&self, answer: &Written) -> impl Serialize {
        answer
    }
}

impl Parted for Plan {
    fn pieces(&self) -> u64 {
        self.runs
    }

    fn keys_of(&self, numbers: RangeInclusive<u64>) -> Vec<(usize, u64)> {
        numbers.map(|world| (0, self.case.seed + world - 1)).collect()
    }

    fn make(&self, runner: &mut Runner<'_, World>, keys: Vec<(usize, u64)>) -> Result<(), Halt> {
        let Resources { dir, stop, .. } = runner.resources();
        let folders = self.folders(dir);
        runner.retain(|entry| folders.has(self.world(entry.world.seed)));
        let kept: Vec<u32> = runner.journal().arm(0).map(|world| self.world(world.seed)).collect();
        folders.open(&|world| kept.contains(&world))?;
        let questions = Record::of(&self.case.loaded).questions;
        let jobs = keys.into_iter().map(|key| (key, self.case.job(key.1))).collect();
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
        })
    }

    fn adopt(&self, part: &Path, dir: &Path) -> Result<(), Error> {
        self.folders(dir).adopt(part)
    }
}

/// The day nearest to a number of days since 1970.
pub fn nearest_day(at: f64) -> Day {
    Day((at + 0.5).floor() as i32)
}

#[cfg(test)]
mod tests;
