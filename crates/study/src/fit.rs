//! `tauride fit`: behaviour fitted to the training part of the record.
//!
//! The worlds of a fit end on the last day of the training part, and are asked the training rows' questions alone. Stages:
//! runs over the prior, for the prior predictive and for simulation-based calibration; history matching; sequential Monte
//! Carlo. See [`stats::fit`] for the methods.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use engine::digest::{Digest, hex};
use engine::draw::{Draws, Purpose};
use engine::param::ParamDecl;
use run::Error;
use run::case::{Case, Changes, quoted};
use run::record::withheld::{Training, divide};
use run::store;
use run::worlds::{Job, ask};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use society::spec::Spec;
use stats::fit::design::DesignSettings;
use stats::fit::history::HistorySettings;
use stats::fit::moves::MovesSettings;
use stats::fit::prior::{Parameter, Prior, Space};
use stats::fit::target::Schedule;
use stats::fit::{self, Fit, Outcome, StagePlan};

use crate::frame::{Files, Halt, Runner, Study};
use crate::journal::Entry;
use answer::Answer;
use schema::FitManifest;

pub mod answer;
pub mod schema;
pub mod summaries;
#[cfg(test)]
mod tests;

/// Persons that one simulated person stands for, from the coarsest runs to the finest.
pub const SCALES: [u32; 2] = [1000, 300];
/// Parameter sets that a posterior is shipped as.
pub const DRAWS: usize = 200;
/// Runs below which a fit is refused.
const LEAST_RUNS: u64 = 200;
const DRAW: Purpose = Purpose::named("calibrate.posterior_draw");
/// The file of a posterior.
pub const POSTERIOR: &str = "posterior.toml";

/// What is fitted.
pub struct Plan {
    /// The scenario with its changes, and no observation in it.
    pub case: Case,
    /// The rows that it is fitted to.
    pub training: Training,
    /// Runs in all, at most.
    pub runs: u64,
    spec: Spec,
    plan: fit::Plan,
    split: String,
    matches: bool,
}

impl Plan {
    /// Opens a fit of at most so many runs.
    ///
    /// # Errors
    /// When scenario or settings are wrong, the scenario has no split of its record, or the runs are too few.
    pub fn open(name: &str, changes: &Changes, runs: u64) -> Result<Plan, Error> {
        Plan::of(Case::open(name, changes)?, runs, true)
    }

    /// The same for a case that is open already. Without history matching nothing is ruled out: what comes nearest to the
    /// training rows is the posterior, however far it is.
    ///
    /// # Errors
    /// When the scenario has no split of its record, or the runs are too few.
    pub fn of(mut case: Case, runs: u64, matches: bool) -> Result<Plan, Error> {
        if runs < LEAST_RUNS {
            return Err(Error::Request(format!("a fit takes at least {LEAST_RUNS} runs, not {runs}")));
        }
        let (training, _) = divide(&mut case.loaded);
        let Some(split) = case.loaded.split.clone() else {
            let what = format!("{} has no evidence/split.toml: nothing says what a fit may read", case.name());
            return Err(Error::Request(what));
        };
        if training.rows().is_empty() {
            return Err(Error::Request(format!("{} has no training rows", case.name())));
        }
        let mut spec = case.loaded.spec.without_draws();
        spec.end = split.until.min(spec.end);
        let last_day = f64::from(spec.end.0);
        let space = Space::new(split.parameters.iter().map(|key| prior(&spec, key)).collect())?;
        let target = summaries::target(&training, last_day);
        let scales = target.variance(0).into_iter().map(f64::sqrt).collect();
        let plan = fit::Plan { seed: case.seed, stages: stages(runs, space.len(), scales, matches), target, space };
        Ok(Plan { case, training, runs, spec, plan, split: split.hash, matches })
    }

    /// What the fit is made from, in a few hashes and numbers.
    pub fn manifest(&self) -> FitManifest {
        FitManifest {
            command: self.command(),
            version: run::VERSION.to_owned(),
            scenario: self.case.loaded.id.clone(),
            settings: self.case.loaded.settings.clone(),
            society: self.case.loaded.society_hash.clone(),
            split: self.split.clone(),
            training: self.training.hash().to_owned(),
            seed: self.case.seed,
            runs: self.runs,
            scales: SCALES.map(|n| format!("1:{n}")).to_vec(),
        }
    }

    /// The parameters with their priors.
    pub fn space(&self) -> &Space {
        &self.plan.space
    }

    /// The society that is run, with the last training day as its last.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Runs one world of the fit; `None` when the flag was raised.
    fn run(&self, job: &fit::Job, stop: &AtomicBool) -> Option<Finished> {
        let mut spec = self.spec.clone();
        for (parameter, value) in self.plan.space.parameters().iter().zip(&job.params) {
            spec.rules.set(&parameter.name, *value);
        }
        let scale = SCALES[(job.fidelity as usize).min(SCALES.len() - 1)];
        let (_, answers) = ask(Job { spec: &spec, seed: job.seed, scale }, self.training.questions(), stop)?;
        let last_day = f64::from(self.spec.end.0);
        let summaries = summaries::of_world(self.training.questions().list(), &answers, last_day);
        Some(Finished { id: job.id, summaries })
    }
}

/// The prior of a parameter: even over its declared range. The committed values were set by hand with the whole year in view,
/// so that a prior about them would tell the fit of the test rows.
fn prior(spec: &Spec, key: &str) -> Parameter {
    let declared = spec.rules.declared();
    let ParamDecl { low, high, .. } =
        declared.iter().find(|d| d.key == key).copied().expect("the scenario was checked to name parameters");
    Parameter { name: key.to_owned(), prior: Prior::Uniform { low: *low, high: *high } }
}

/// The stages of a fit of so many runs: two sevenths over the prior, as many in two waves of history matching, the rest in
/// sequential Monte Carlo, whose later generations are finer. Distances are in standard deviations of observation error and
/// discrepancy. The sample is not adjusted by regression: some of what was observed lies beyond the reach of every parameter
/// set, and a plane would be followed there.
fn stages(runs: u64, parameters: usize, scales: Vec<f64>, matches: bool) -> Vec<StagePlan> {
    const BATCH: usize = 100;
    const GENERATIONS: u64 = 18;
    let design = (2 * runs / 7) as usize;
    let points = ((5 * runs / 42) as usize).max(parameters + 3);
    let (waves, replicated, replicates) = (2_u32, (points / 20).max(2), 5);
    let waves_take = if matches { waves as usize * (points + replicated * (replicates - 1)) } else { 0 };
    let budget = runs.saturating_sub((design + waves_take) as u64);
    let mut stages = vec![
        StagePlan::Design(DesignSettings { points: design, batch: BATCH, fidelity: 0 }),
        StagePlan::HistoryMatching(HistorySettings {
            waves,
            points,
            replicated,
            replicates,
            cutoff: 3.0,
            // Crowds that a date brings out, such as those of 18 June, are beyond any parameter.
            ignored: 3,
            candidates: 20_000,
            fidelity: Schedule(vec![0]),
        }),
        StagePlan::Moves(MovesSettings {
            population: ((budget / GENERATIONS) as usize).clamp(40, 400),
            budget,
            quantile: 0.6,
            least_acceptance: 0.02,
            settles_below: 0.4,
            scales,
            fidelity: Schedule(vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        }),
    ];
    stages.retain(|stage| matches || !matches!(stage, StagePlan::HistoryMatching(_)));
    stages
}

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
        Path::new("runs").join(format!("fit-{}-seed{}", self.case.loaded.id, self.case.seed))
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
            let batch: Vec<(u64, fit::Job)> = fit.next_batch().into_iter().map(|job| (job.id, job)).collect();
            let ids: Vec<u64> = batch.iter().map(|(id, _)| *id).collect();
            runner.complete(batch, &|job: fit::Job| Ok(self.run(&job, stop)))?;
            let entries = runner.journal().entries();
            let outcome = |id: &u64| Outcome { id: *id, summaries: Some(entries[id].summaries.clone()) };
            fit.absorb(ids.iter().map(outcome).collect()).map_err(Error::from)?;
        }
        Ok(Answer::of(self, &fit)?)
    }

    fn write(&self, answer: &Answer, dir: &Path) -> Result<(), Error> {
        store::write_whole(&dir.join(POSTERIOR), answer.posterior_file(self).as_bytes())
    }

    fn json(&self, answer: &Answer) -> Value {
        answer.json(self)
    }
}

/// The digest of parameter sets: their names, and every bit of their values.
pub fn digest_of(keys: &[String], draws: &[Vec<f64>]) -> String {
    let mut digest = Digest::new();
    for key in keys {
        digest.bytes(&(key.len() as u64).to_le_bytes());
        digest.bytes(key.as_bytes());
    }
    for value in draws.iter().flatten() {
        digest.bytes(&value.to_bits().to_le_bytes());
    }
    hex(digest.finish())
}

/// Parameter sets drawn from a fit's sample, in their units; `None` where it has none.
fn draws_of(plan: &Plan, fit: &Fit) -> Option<Vec<Vec<f64>>> {
    let mut stream = Draws::new(plan.case.seed).stream(DRAW, 0, engine::calendar::Day(0), 0);
    let points = fit.sample()?.draw(DRAWS, &mut stream);
    Some(points.iter().map(|point| plan.plan.space.from_probit(point)).collect())
}
