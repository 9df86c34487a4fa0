//! When was a year still open? One world is branched with other chance on many days, and each branch runs to the end: the
//! odds of the endings by day.
//!
//! The base run, the world itself, runs once. On each day its state is taken; a branch goes on from it with draws of its own
//! ([`World::reseed`]), so that all that happened before the day is shared and nothing after it is given. What is
//! uncertain among worlds with identical starts is the ensemble's to say ([`crate::ensemble`]).
//!
//! The directory holds `study.json`, `branches.jsonl` (the finished branches, from which an interrupted study goes on),
//! `branches.parquet`, and `branches.json`, which is written last.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use engine::calendar::Day;
use observables::patterns::PatternObserver;
use observables::today::Today;
use run::Error;
use run::case::{Case, Changes, MOST_WORLDS, date_within};
use run::cost::{Ahead, Kept};
use run::store::RealDisk;
use run::store::plain::{self, Column, Values};
use run::world::World;
use run::worlds::{DATES, OUTCOMES, outcome_index};
use run::write::about;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stats::branching::{self, Branches, Odds, Settings, Settled};

use crate::frame::{Files, Halt, Resources, Runner, Study};
use crate::journal::Entry;

pub mod schema;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Share of the branches above which an ending is taken for settled.
pub const SETTLED: f64 = 0.9;
/// Draws for the interval of the entropy, and their seed.
const SETTINGS: Settings = Settings { level: LEVEL, draws: 1000, seed: 1 };

/// On which days to branch, between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Every so many days from the first, and on the last.
    Every(u32),
    /// So many days, evenly spread.
    Evenly(u32),
}

/// What a user asks for beside the case.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Branches from each day.
    pub branches: u64,
    /// On which days.
    pub spacing: Spacing,
    /// First day to branch on, in the scenario's calendar; the first of the scenario when absent.
    pub from: Option<String>,
    /// Last day to branch on; the last day simulated when absent.
    pub to: Option<String>,
}

/// What is branched.
pub struct Plan {
    /// The world.
    pub case: Case,
    /// Branches from each day.
    pub branches: u64,
    /// The days, rising. A branch shares everything before its day.
    pub days: Vec<Day>,
    wanted: Wanted,
}

/// How a branch ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The first day that it does not share with the base run; days since 1970.
    pub day: i32,
    /// Its number, from 1 on; 0 is the base run.
    pub branch: u64,
    /// Position of its outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// The day on which it ended so.
    pub outcome_day: i32,
}

impl Entry for Ending {
    type Key = (i32, u64);
    fn key(&self) -> (i32, u64) {
        (self.day, self.branch)
    }
}

/// What the world that is branched came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseRun {
    /// Position of its outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// The day on which it ended so.
    pub outcome_day: Day,
    /// When each of [`DATES`] came.
    pub dates: [Option<Day>; DATES.len()],
}

/// What the branches say.
pub struct Answer {
    /// What the world that is branched came to.
    pub base_run: BaseRun,
    /// Outcomes that some branch has: positions in [`OUTCOMES`].
    pub outcomes: Vec<usize>,
    /// For each day, the odds of these outcomes.
    pub odds: Vec<Odds>,
    /// From when on one of them was settled; its category is a position in `outcomes`.
    pub settled: Option<Settled>,
    /// The branches, by day and number.
    pub endings: Vec<Ending>,
}

impl Plan {
    /// Opens a study.
    ///
    /// # Errors
    /// When scenario, settings or what-ifs are wrong, or the days are: every fault of them at once.
    pub fn open(name: &str, changes: &Changes, wanted: &Wanted) -> Result<Plan, Error> {
        let mut case = Case::open(name, changes)?;
        case.end_there();
        // Branches share the parameters of the world that they leave.
        case.loaded.spec = case.loaded.spec.for_seed(case.seed).into_owned();
        let spec = &case.loaded.spec;
        let mut faults = Vec::new();
        if !(2..=MOST_WORLDS).contains(&wanted.branches) {
            faults.push(format!("--branches is a number from 2 to {MOST_WORLDS}, not {}", wanted.branches));
        }
        let mut date = |option: &str, text: &Option<String>, default: Day| match text {
            None => default,
            Some(text) => date_within(option, text, &case.loaded).unwrap_or_else(|error| {
                faults.push(error.to_string());
                default
            }),
        };
        let (from, to) = (date("--from", &wanted.from, spec.start), date("--to", &wanted.to, spec.end));
        if to < from {
            let iso = |day: Day| day.iso(case.loaded.calendar);
            faults.push(format!("the last day to branch on, {}, is before the first, {}", iso(to), iso(from)));
        }
        if !faults.is_empty() {
            return Err(Error::Request(faults.join("\n")));
        }
        let days = days(from, to, wanted.spacing);
        Ok(Plan { case, branches: wanted.branches, days, wanted: wanted.clone() })
    }
}

/// The days to branch on, rising.
fn days(from: Day, to: Day, spacing: Spacing) -> Vec<Day> {
    let span = to.since(from);
    let mut days: Vec<Day> = match spacing {
        Spacing::Every(step) => {
            let step = usize::try_from(step.max(1)).unwrap_or(usize::MAX);
            (0..=span).step_by(step).map(|n| from.plus(n)).chain([to]).collect()
        }
        Spacing::Evenly(n) if n <= 1 => vec![from],
        Spacing::Evenly(n) => {
            let at = |i: u32| (f64::from(span) * f64::from(i) / f64::from(n - 1) + 0.5).floor() as i32;
            (0..n).map(|i| from.plus(at(i))).collect()
        }
    };
    days.dedup();
    days
}

/// The world that is branched, on its way.
struct BaseWorld<'a> {
    world: World<'a>,
    patterns: PatternObserver,
}

impl<'a> BaseWorld<'a> {
    fn new(case: &'a Case, threads: usize) -> BaseWorld<'a> {
        let spec = &case.loaded.spec;
        BaseWorld {
            world: World::new(spec, case.seed, case.scale, threads),
            patterns: PatternObserver::new(spec, case.scale),
        }
    }

    /// Simulates up to this day without it; `false` when the flag was raised before.
    fn reach(&mut self, day: Day, stop: &AtomicBool) -> bool {
        let patterns = &mut self.patterns;
        let Ok(is_there) = self.world.run(day.plus(-1), stop, |day, world| {
            patterns.day(&Today::of(day, world.record()));
            Ok::<(), Infallible>(())
        });
        is_there
    }

    fn snapshot(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.world.save(&mut |more| bytes.extend_from_slice(more));
        bytes
    }

    fn base_run(&self) -> BaseRun {
        let outcome = self.world.outcome();
        let dates = self.patterns.dates().in_order();
        BaseRun { outcome: outcome_index(outcome.kind), outcome_day: outcome.date, dates }
    }
}

/// Runs a branch of a state to the end of the scenario; `None` when the flag was raised before.
///
/// # Panics
/// When the bytes are no state of a world of this case.
fn branch<'a>(case: &'a Case, state: &[u8], number: u64, stop: &AtomicBool) -> Option<World<'a>> {
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let (mut rest, spec) = (state, &case.loaded.spec);
    let mut world = World::load(spec, case.seed, 1, 0, &mut |wanted: &mut [u8]| {
        let Some((bytes, after)) = rest.split_at_checked(wanted.len()) else { return false };
        wanted.copy_from_slice(bytes);
        rest = after;
        true
    })
    .expect("the state was saved a moment ago, by a world of this specification");
    world.reseed(number);
    let Ok(is_done) = world.run(spec.end, stop, |_, _| Ok::<(), Infallible>(()));
    is_done.then_some(world)
}

impl Study for Plan {
    type Entry = Ending;
    type Answer = Answer;
    const PIECES: &'static str = "branches";
    const FILES: Files = Files { journal: "branches.jsonl", answer: "branches.json", others: &["branches.parquet"] };

    fn default_out(&self) -> PathBuf {
        self.case.default_out_of("branch")
    }

    fn command(&self) -> String {
        let mut command = self.case.command().replacen("tauride run", "tauride branch", 1);
        command += &format!(" --branches {}", self.branches);
        command += &match self.wanted.spacing {
            Spacing::Every(days) => format!(" --every {days}"),
            Spacing::Evenly(days) => format!(" --days {days}"),
        };
        for (option, text) in [("--from", &self.wanted.from), ("--to", &self.wanted.to)] {
            if let Some(text) = text {
                command += &format!(" {option} {text}");
            }
        }
        command
    }

    // Their days and number are no part of it: a study may grow.
    fn identity(&self) -> Value {
        self.case.study("branch")
    }

    fn conduct(&self, runner: &mut Runner<'_, Ending>) -> Result<Answer, Halt> {
        let Resources { threads, stop, .. } = runner.resources();
        let reach =
            |base: &mut BaseWorld<'_>, day: Day| if base.reach(day, stop) { Ok(()) } else { Err(Halt::Stopped) };
        let branches = |day: &Day| (1..=self.branches).map(|branch| (day.0, branch)).collect::<Vec<_>>();
        runner.expect(self.days.iter().flat_map(branches).count());
        let mut base = BaseWorld::new(&self.case, threads);
        for day in &self.days {
            reach(&mut base, *day)?;
            let keys = branches(day);
            let is_missing = keys.iter().any(|key| !runner.journal().entries().contains_key(key));
            let state = if is_missing { base.snapshot() } else { Vec::new() };
            runner.complete(keys.into_iter().map(|key| (key, key.1)).collect(), &|number: u64| {
                let Some(world) = branch(&self.case, &state, number, stop) else { return Ok(None) };
                let outcome = world.outcome();
                let (outcome, outcome_day) = (outcome_index(outcome.kind), outcome.date.0);
                Ok(Some(Ending { day: day.0, branch: number, outcome, outcome_day }))
            })?;
        }
        reach(&mut base, self.case.loaded.spec.end.plus(1))?;
        let wanted: BTreeSet<(i32, u64)> = self.days.iter().flat_map(branches).collect();
        let endings = runner.journal().entries().values().filter(|ending| wanted.contains(&ending.key()));
        Ok(Answer::of(self, base.base_run(), endings.cloned().collect()))
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        let endings = &answer.endings;
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let columns = [
            Column::new(
                "date",
                "day",
                "the first day that the branch does not share with the base run",
                Values::Day(endings.iter().map(|e| Some(e.day)).collect()),
            ),
            Column::new(
                "branch",
                "",
                "number of the branch from 1",
                Values::Count(endings.iter().map(|e| count(e.branch)).collect()),
            ),
            Column::new(
                "seed",
                "",
                "seed of the world that is branched",
                Values::Seed(vec![self.case.seed; endings.len()]),
            ),
            Column::new(
                "world_name",
                "",
                "name of the world that is branched, which holds the whole question and the seed",
                Values::Text(vec![self.case.world_name(self.case.seed); endings.len()]),
            ),
            Column::new(
                "outcome",
                "",
                "how it ended",
                Values::Word(endings.iter().map(|e| OUTCOMES[e.outcome].word()).collect()),
            ),
            Column::new(
                "outcome_date",
                "day",
                "the day on which it ended so; the last day when nothing was decided",
                Values::Day(endings.iter().map(|e| Some(e.outcome_day)).collect()),
            ),
        ];
        let about = about(&self.case.manifest());
        let facts = plain::Facts { row: "day, branch", calendar: self.case.loaded.calendar, about: &about };
        plain::write(&RealDisk, &dir.join("branches.parquet"), &columns, &facts)
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        let spec = &self.case.loaded.spec;
        let whole = f64::from(spec.end.since(spec.start) + 1);
        // A branch simulates the days that it does not share.
        let own: f64 = self.days.iter().map(|day| f64::from(spec.end.since(*day) + 1) / whole).sum();
        let worlds = 1.0 + own * self.branches as f64;
        Some(Ahead { spec, scale: self.case.scale, worlds, kept: Kept::Row })
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        answer.written(self)
    }
}

impl Answer {
    fn of(plan: &Plan, base_run: BaseRun, endings: Vec<Ending>) -> Answer {
        let seen: BTreeSet<usize> = endings.iter().map(|ending| ending.outcome).collect();
        let outcomes: Vec<usize> = seen.into_iter().collect();
        let of_day = |day: &Day| {
            let here = || endings.iter().filter(|ending| ending.day == day.0);
            let counts = outcomes.iter().map(|o| here().filter(|ending| ending.outcome == *o).count() as u64);
            Branches { day: *day, counts: counts.collect() }
        };
        let days: Vec<Branches> = plan.days.iter().map(of_day).collect();
        let odds = branching::odds(&days, &SETTINGS);
        let settled = branching::settled(&odds, SETTLED);
        Answer { base_run, outcomes, odds, settled, endings }
    }

    /// Word of the outcome at this position of `outcomes`.
    pub fn word(&self, category: usize) -> &'static str {
        OUTCOMES[self.outcomes[category]].word()
    }
}

#[cfg(test)]
mod tests;
