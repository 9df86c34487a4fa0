//! What is swept, and the case at each point.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use run::Error;
use run::case::{Case, Changes};
use scenario::{Loaded, Problem, Problems};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use society::spec::Spec;

use super::design::{Design, Points};
use super::factors::{Level, What, what_ifs};
use crate::journal;
use crate::world_row::WorldRow;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Specifications of points that are kept for the next world of the same point.
const KEPT: usize = 16;

/// What a user asks.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is varied: `KEY=LOW..HIGH:LEVELS`, `KEY=LOW..HIGH`, `KEY=A,B`.
    pub vary: Vec<String>,
    /// How the points are chosen.
    pub design: Design,
    /// Worlds at every point.
    pub runs: u64,
}

/// A sweep: the points, and the worlds at each.
pub struct Plan {
    /// The scenario with the changes that hold at all points, and the first seed.
    pub case: Case,
    /// The factors and the points.
    pub points: Points,
    /// What was asked.
    pub asked: Asked,
    /// The same scenario without any change, and where it was read from.
    unchanged: Loaded,
    directory: Option<PathBuf>,
    /// The changes that hold at all points.
    changes: Changes,
    /// The hashes of the what-ifs of each level that has some.
    pub(super) hashes: Value,
    /// Specifications of the points that worlds were last run at.
    kept: Mutex<Vec<(usize, Arc<Spec>)>>,
}

/// A finished world: at which point, and what is kept of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The point, from 1 on.
    pub point: u32,
    /// The world.
    #[serde(flatten)]
    pub world: WorldRow,
}

impl journal::Entry for Entry {
    type Key = (u32, u64);
    fn key(&self) -> (u32, u64) {
        (self.point, self.world.seed)
    }
}

impl Plan {
    /// Opens a sweep. Every point is looked at before anything is run.
    ///
    /// # Errors
    /// Every fault of the scenario, of what holds at all points, and of what is varied; more worlds than can be run.
    pub fn open(name: &str, changes: &Changes, asked: &Asked) -> Result<Plan, Error> {
        let (unchanged, directory) = run::case::load(name)?;
        run::case::seeds("--runs", changes.seed, asked.runs, 1)?;
        let case = Case::of(unchanged.clone(), directory.clone(), changes);
        let set: Vec<String> =
            changes.settings.iter().filter_map(|s| Some(s.split_once('=')?.0.trim().to_owned())).collect();
        let seeds = (asked.runs, changes.seed);
        let points = Points::of(&unchanged, &asked.vary, &set, &asked.design, seeds);
        // What is wrong with the case and with the points is told together.
        let (mut case, points) = match (case, points) {
            (Err(Error::Scenario(mut faults)), Err(Error::Scenario(others))) => {
                faults.0.extend(others.0);
                return Err(faults.into());
            }
            (case, points) => (case?, points?),
        };
        case.end_there();
        let (asked, kept) = (asked.clone(), Mutex::new(Vec::new()));
        let changes = changes.clone();
        let mut plan = Plan { case, points, asked, unchanged, directory, changes, hashes: Value::Null, kept };
        plan.hashes = plan.check_what_ifs()?;
        Ok(plan)
    }

    /// The seeds of every point.
    pub fn seeds(&self) -> Range<u64> {
        self.case.seed..self.case.seed + self.asked.runs
    }

    /// The world of a seed at a point, by a name that holds the whole question.
    pub fn world_name(&self, point: u32, seed: u64) -> String {
        let levels = self.points.factors.iter().zip(&self.points.points[point as usize - 1]);
        let levels: Vec<String> = levels.map(|(factor, level)| format!("{}={}", factor.key, level.text())).collect();
        format!("{}@{}", self.case.world_name(seed), levels.join(","))
    }

    /// Applies the what-ifs of every level, and gives the hashes of their files.
    fn check_what_ifs(&self) -> Result<Value, Error> {
        let Some(at) = self.points.factors.iter().position(|factor| factor.what == What::WhatIfs) else {
            return Ok(Value::Null);
        };
        let mut hashes = serde_json::Map::new();
        let mut faults = Vec::new();
        for point in &self.points.points {
            let Level::Word(level) = &point[at] else { continue };
            if hashes.contains_key(level) {
                continue;
            }
            let found = match self.case_at(std::slice::from_ref(&point[at]), &[at]) {
                Ok(case) => case.loaded.applied.iter().map(|what_if| what_if.hash.clone()).collect(),
                Err(Error::Scenario(problems)) => {
                    faults.extend(
                        problems.0.into_iter().map(|p| Problem { what: format!("{}, at with={level}", p.what), ..p }),
                    );
                    Vec::new()
                }
                Err(error) => return Err(error),
            };
            hashes.insert(level.clone(), json!(found));
        }
        if faults.is_empty() { Ok(hashes.into()) } else { Err(Problems(faults).into()) }
    }

    /// The case with these levels of the factors at these positions, and with what holds at all points.
    fn case_at(&self, levels: &[Level], factors: &[usize]) -> Result<Case, Error> {
        let mut changes = self.changes.clone();
        let mut inputs = Vec::new();
        for (level, factor) in levels.iter().zip(factors.iter().map(|at| &self.points.factors[*at])) {
            match (&factor.what, level) {
                (What::Parameter | What::Switch, level) => {
                    changes.settings.push(format!("{}={}", factor.key, level.text()));
                }
                (What::WhatIfs, level) => changes.with.extend(what_ifs(&level.text())),
                (What::Input(input), Level::Number(value)) => inputs.push((input, *value)),
                (What::Input(_), Level::Word(_)) => panic!("the level of an input is a number"),
            }
        }
        let mut case = Case::of(self.unchanged.clone(), self.directory.clone(), &changes)?;
        inputs.iter().for_each(|(input, value)| input.apply(&mut case.loaded.spec, *value));
        case.end_there();
        Ok(case)
    }

    /// The specification of a point, by its position.
    ///
    /// # Errors
    /// When a file of a what-if has changed or gone since the sweep was opened.
    pub(crate) fn spec(&self, point: usize) -> Result<Arc<Spec>, Error> {
        let kept = || self.kept.lock().expect("nobody panics here");
        if let Some((_, spec)) = kept().iter().find(|(at, _)| *at == point) {
            return Ok(spec.clone());
        }
        let all: Vec<usize> = (0..self.points.factors.len()).collect();
        let spec = Arc::new(self.case_at(&self.points.points[point], &all)?.loaded.spec);
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((point, spec.clone()));
        Ok(spec)
    }

    /// The command that runs one world of a point alone; nothing where an input is varied, which no option of `tauride run`
    /// sets.
    pub fn command_of(&self, point: usize) -> Option<String> {
        let all: Vec<usize> = (0..self.points.factors.len()).collect();
        let is_input = |at: &usize| matches!(self.points.factors[*at].what, What::Input(_));
        if all.iter().any(is_input) {
            return None;
        }
        Some(self.case_at(&self.points.points[point], &all).ok()?.command())
    }
}
