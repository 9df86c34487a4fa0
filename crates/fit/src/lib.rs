//! `tauride fit`: behaviour fitted to the training part of the record; and [`rivals`], fitted and scored alike.
//!
//! The worlds of a fit end on the last day of the training part, and are asked the training rows' questions alone. Stages:
//! runs over the prior, for the prior predictive and for simulation-based calibration; history matching; sequential Monte
//! Carlo. See [`stats::fit`] for the methods.

use std::path::{Path, PathBuf};

use run::Error;
use run::case::quoted;
use run::cost::{Ahead, Kept};
use run::store;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stats::fit::{Fit, Job, Outcome};

use answer::Answer;
use study::frame::{Files, Halt, Runner, Study};
use study::journal::Entry;

pub mod answer;
pub mod bank;
pub mod plan;
pub mod rivals;
pub mod schema;
mod summaries;
#[cfg(test)]
mod tests;

pub use plan::{FitManifest, Plan};

/// The file of a posterior.
pub const POSTERIOR: &str = "posterior.toml";

/// A finished run of a fit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finished {
    /// Its number within the fit.
    pub id: u64,
    /// The summaries, in the order of the target.
    pub summaries: Vec<f64>,
}

impl Entry for Finished {
    type Key = u64;
    fn key(&self) -> u64 {
        self.id
    }
}

impl Study for Plan {
    type Entry = Finished;
    type Answer = Answer;
    const PIECES: &'static str = "runs";
    const FILES: Files = Files { journal: "runs.jsonl", answer: "answer.json", others: &[POSTERIOR] };

    fn default_out(&self) -> PathBuf {
        let (id, set) = (&self.case.loaded.id, self.case.setting_words());
        Path::new("runs").join(format!("fit-{id}{set}-seed{}", self.case.seed))
    }

    fn command(&self) -> String {
        let name = quoted(&self.case.name());
        let mut command = format!("tauride fit {name} --seed {} --runs {}", self.case.seed, self.runs);
        for setting in &self.case.loaded.settings {
            command += &format!(" --set {}", quoted(setting));
        }
        command
    }

    fn identity(&self) -> Value {
        let mut identity = serde_json::to_value(self.manifest()).expect("a manifest has only text keys");
        identity["kind"] = "fit".into();
        identity["history_matching"] = self.matches.into();
        identity
    }

    /// Runs batch after batch. What the next is made of follows from the finished runs alone, whenever they were made.
    fn conduct(&self, runner: &mut Runner<'_, Finished>) -> Result<Answer, Halt> {
        let stop = runner.resources().stop;
        let mut fit = Fit::new(self.plan.clone()).map_err(Error::from)?;
        runner.expect(usize::try_from(self.runs).unwrap_or(usize::MAX));
        while !fit.is_done() {
            let batch: Vec<(u64, Job)> = fit.next_batch().into_iter().map(|job| (job.id, job)).collect();
            let ids: Vec<u64> = batch.iter().map(|(id, _)| *id).collect();
            runner.complete(batch, &|job: Job| {
                Ok(self.run(&job, stop).map(|summaries| Finished { id: job.id, summaries }))
            })?;
            let entries = runner.journal().entries();
            let outcome = |id: &u64| Outcome { id: *id, summaries: Some(entries[id].summaries.clone()) };
            fit.absorb(ids.iter().map(outcome).collect()).map_err(Error::from)?;
        }
        Ok(Answer::of(self, &fit)?)
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        store::write_whole(&dir.join(POSTERIOR), answer.posterior_file(self).as_bytes())
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        // Nearly all runs are at the coarsest scale.
        Some(Ahead { spec: self.spec(), scale: self.fidelities[0], worlds: self.runs as f64, kept: Kept::Row })
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        answer.written(self)
    }
}
