//! Which parameters and which inputs the outcome depends on: a screening of all of them, then shares of the variance for the
//! few that matter most.
//!
//! [`factors`] says what is moved and how far, [`outputs`] what is read out of each world, [`stats::sensitivity`] has the
//! mathematics, [`answer`] puts them together. A finished world is kept under what it was run with, so that a larger survey
//! takes over the worlds of a smaller one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use engine::calendar::Calendar;
use engine::digest::Digest;
use run::Error;
use run::case::{Case, Changes, quoted};
use run::worlds::{self, Job};
use serde_json::{Value, json};
use society::spec::Spec;
use stats::sensitivity::{morris, sobol};

use crate::frame::{Files, Halt, Runner, Study};
use crate::worlds::WORLDS;

pub mod answer;
pub mod factors;
pub mod outputs;
pub mod schema;

pub use answer::Answer;
use factors::Factor;
use outputs::{Measured, Output};

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Levels of each factor in the screening.
pub const LEVELS: usize = 4;
/// Resamples of the bootstrap.
const RESAMPLES: u32 = 1000;
/// Most factors whose shares can be computed.
pub const MOST_SHARES: usize = stats::sensitivity::sequence::DIMENSIONS / 2;

/// How large a survey is.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Rows of the base sample of the shares, a power of two.
    pub base: usize,
    /// Factors whose shares are computed.
    pub factors: usize,
    /// Whether shares of pairs are computed too.
    pub second_order: bool,
    /// Whether to screen only.
    pub screen_only: bool,
}

impl Default for Size {
    fn default() -> Self {
        Size { trajectories: 16, base: 64, factors: 6, second_order: false, screen_only: false }
    }
}

/// A survey.
pub struct Plan {
    /// The scenario as it is.
    pub case: Case,
    /// What is moved.
    pub factors: Vec<Factor>,
    /// What is read out.
    pub outputs: Vec<Output>,
    /// How large it is.
    pub size: Size,
    /// The names that the user chose, for the command that repeats it.
    given: Vec<String>,
}

/// A world of the survey: what is moved to where, and its seed.
struct World {
    seed: u64,
    /// Factor and value.
    moved: Vec<(usize, f64)>,
}

impl Plan {
    /// Opens a survey of these factors, by name or group; of all where none is named.
    ///
    /// # Errors
    /// When the scenario, a setting, a name or a size is wrong.
    pub fn open(name: &str, changes: &Changes, given: &[String], size: Size) -> Result<Plan, Error> {
        let mut case = Case::open(name, changes)?;
        // A survey moves parameters about their committed values.
        case.loaded.spec = case.loaded.spec.without_draws();
        let factors = factors::choose(&case.loaded.spec, given)?;
        let faults = size.faults();
        if !faults.is_empty() {
            return Err(Error::Request(faults.join("; ")));
        }
        case.loaded.spec.end = case.end;
        case.loaded.spec.later.iter_mut().for_each(|(_, spec)| spec.end = case.end);
        let outputs = outputs::of(&case.loaded.spec);
        Ok(Plan { case, factors, outputs, size, given: given.to_vec() })
    }

    fn spec(&self) -> &Spec {
        &self.case.loaded.spec
    }

    fn screening(&self) -> morris::Plan {
        morris::Plan {
            inputs: self.factors.len(),
            trajectories: self.size.trajectories,
            levels: LEVELS,
            // None chosen from more: the trajectories of a smaller survey are then those of a larger one.
            candidates: 0,
            chance: true,
            seed: self.case.seed,
        }
    }

    /// Factors whose shares are computed.
    fn n_shares(&self) -> usize {
        if self.size.screen_only { 0 } else { self.size.factors.min(self.factors.len()) }
    }

    fn shares(&self) -> sobol::Plan {
        sobol::Plan {
            inputs: self.n_shares(),
            base: self.size.base,
            second_order: self.size.second_order,
            chance: true,
            seed: self.case.seed,
        }
    }

    /// A world of these factors at this point of the unit cube.
    fn world(&self, factors: &[usize], point: &[f64], replicate: u64) -> World {
        let moved = factors.iter().zip(point).map(|(factor, share)| (*factor, self.factors[*factor].at(*share)));
        World { seed: self.case.seed.wrapping_add(replicate), moved: moved.collect() }
    }

    /// A number for what a world is run with: its seed and all values that are not as they were.
    fn number(&self, world: &World) -> u64 {
        let mut digest = Digest::new();
        digest.bytes(&world.seed.to_le_bytes());
        for (factor, value) in world.moved.iter().filter(|(factor, value)| self.factors[*factor].as_it_is != *value) {
            digest.bytes(self.factors[*factor].name.as_bytes());
            digest.bytes(&[0]);
            digest.bytes(&value.to_bits().to_le_bytes());
        }
        digest.finish() as u64
    }

    fn run_world(&self, number: u64, world: &World, stop: &AtomicBool) -> Option<Measured> {
        let mut spec = self.spec().clone();
        for (factor, value) in &world.moved {
            self.factors[*factor].apply(&mut spec, *value);
        }
        let kept = worlds::run(Job { spec: &spec, seed: world.seed, scale: self.case.scale }, stop)?;
        Some(Measured::of(&spec, &self.outputs, number, &kept))
    }
}

impl Size {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.trajectories < 2 {
            faults.push("a screening needs at least 2 trajectories".into());
        }
        if !self.screen_only {
            if self.base < 2 || !self.base.is_power_of_two() || self.base > stats::sensitivity::sequence::POINTS {
                faults.push(format!("--base is a power of two, such as 64, not {}", self.base));
            }
            if self.factors == 0 || self.factors > MOST_SHARES {
                faults.push(format!("--factors is a number from 1 to {MOST_SHARES}, not {}", self.factors));
            }
        }
        faults
    }
}

/// Runs the worlds that a study asks for and gives their outputs, in the order of the rows.
fn outputs_of(plan: &Plan, runner: &mut Runner<'_, Measured>, rows: &[World]) -> Result<Vec<Vec<f64>>, Halt> {
    let stop = runner.resources().stop;
    let numbers: Vec<u64> = rows.iter().map(|row| plan.number(row)).collect();
    // Two rows may be one world.
    let distinct: BTreeMap<u64, (u64, &World)> =
        numbers.iter().zip(rows).map(|(number, row)| (*number, (*number, row))).collect();
    runner.complete(distinct.into_iter().collect(), &|(number, world): (u64, &World)| {
        Ok(plan.run_world(number, world, stop))
    })?;
    let entries = runner.journal().entries();
    Ok(numbers.iter().map(|number| entries[number].outputs.clone()).collect())
}

impl Study for Plan {
    type Entry = Measured;
    type Answer = Answer;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: "sensitivity.json", others: &[] };

    fn default_out(&self) -> PathBuf {
        self.case.default_out_of("sensitivity")
    }

    fn command(&self) -> String {
        let mut command = self.case.command().replacen("tauride run", "tauride sensitivity", 1);
        command.push_str(&format!(" --trajectories {}", self.size.trajectories));
        if self.size.screen_only {
            command.push_str(" --screen-only");
        } else {
            command.push_str(&format!(" --base {} --factors {}", self.size.base, self.size.factors));
            command.push_str(if self.size.second_order { " --second-order" } else { "" });
        }
        for names in &self.given {
            command.push_str(&format!(" --inputs {}", quoted(names)));
        }
        command
    }

    // Neither its size nor its factors: a world is the same in all of them.
    fn identity(&self) -> Value {
        json!({
            "version": run::VERSION,
            "kind": "sensitivity",
            "scenario": self.case.loaded.id,
            "scenario_hash": self.case.loaded.content_hash,
            "settings": self.case.loaded.settings,
            "first_seed": self.case.seed,
            "scale": format!("1:{}", self.case.scale),
            "end": self.case.end.iso(Calendar::NewStyle),
        })
    }

    /// Screens all factors, then computes the shares of the few that matter most.
    fn conduct(&self, runner: &mut Runner<'_, Measured>) -> Result<Answer, Halt> {
        let screening = self.screening().design();
        let everything: Vec<usize> = (0..self.factors.len()).collect();
        let rows: Vec<World> =
            screening.rows().iter().map(|row| self.world(&everything, &row.point, row.replicate)).collect();
        let design = (self.n_shares() > 0).then(|| self.shares().design());
        runner.expect(rows.len() + design.as_ref().map_or(0, sobol::Design::len));
        let mut answer = Answer::of_screening(self, &screening, &outputs_of(self, runner, &rows)?);
        if let Some(design) = design {
            let rows: Vec<World> =
                design.rows().map(|row| self.world(&answer.chosen, &row.point, row.replicate)).collect();
            let found = outputs_of(self, runner, &rows)?;
            answer.add_shares(self, &design, &found);
        }
        Ok(answer)
    }

    fn json(&self, answer: &Answer) -> Value {
        answer.json(self)
    }
}

#[cfg(test)]
mod tests;
