//! Which parameters and which inputs the outcome depends on: a screening of all of them, then shares of the variance for the
//! few that matter most.
//!
//! [`factors`] says what is moved and how far, [`outputs`] what is read out of each world, [`stats::sensitivity`] has the
//! mathematics, [`answer`] puts them together. A finished world is kept under what it was run with, so that a larger study
//! takes over the worlds of a smaller one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use engine::calendar::Calendar;
use run::case::quoted;
use run::cost::{Ahead, Kept};
use serde::Serialize;
use serde_json::{Value, json};
use stats::sensitivity::sobol;

use crate::frame::{Files, Halt, Runner, Study};
use crate::worlds::WORLDS;
use outputs::Measured;
use plan::World;

pub mod answer;
pub mod factors;
pub mod outputs;
pub mod plan;
pub mod schema;

pub use answer::Answer;
pub use plan::{LEVEL, Plan, Size};

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

    fn ahead(&self) -> Option<Ahead<'_>> {
        let shares = if self.n_shares() > 0 { self.shares().design().len() } else { 0 };
        let worlds = (self.screening().design().rows().len() + shares) as f64;
        Some(Ahead { spec: self.spec(), scale: self.case.scale, worlds, kept: Kept::Row })
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        answer.written(self)
    }
}

#[cfg(test)]
mod tests;
