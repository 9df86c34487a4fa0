//! What is fitted, to what, and in which stages.

use std::sync::atomic::AtomicBool;

use engine::param::ParamDecl;
use run::Error;
use run::case::{Case, Changes};
use run::record::training::Training;
use run::scale::{Scale, persons};
use run::worlds::{Job, ask};
use serde::Serialize;
use society::spec::Spec;
use stats::fit::design::DesignSettings;
use stats::fit::history::HistorySettings;
use stats::fit::moves::MovesSettings;
use stats::fit::prior::{Parameter, Space};
use stats::fit::target::Schedule;
use stats::fit::{self, StagePlan};

use super::summaries;
use study::frame::Study as _;

/// Scales of the runs, from the coarsest to the finest. A convention.
const FIDELITIES: [Scale; 2] = [Scale::OF_THOUSANDS, Scale::AtMost(600_000)];
/// Runs below which a fit is refused.
const LEAST_RUNS: u64 = 200;
/// Runs above which a fit is refused: their summaries are held in memory.
const MOST_RUNS: u64 = 1_000_000;

/// What is fitted.
pub struct Plan {
    /// The scenario with its changes, and no observation in it.
    pub case: Case,
    /// The rows that it is fitted to.
    pub training: Training,
    /// Runs in all, at most.
    pub runs: u64,
    pub(super) plan: fit::Plan,
    /// Persons that one simulated person stands for, from the coarsest runs to the finest.
    pub(super) fidelities: [u32; 2],
    pub(super) matches: bool,
    spec: Spec,
    split: String,
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
        if !(LEAST_RUNS..=MOST_RUNS).contains(&runs) {
            return Err(Error::Request(format!("a fit takes {LEAST_RUNS} to {MOST_RUNS} runs, not {runs}")));
        }
        let training = Training::take(&mut case.loaded);
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
        let fidelities = FIDELITIES.map(|scale| scale.of(persons(&case.loaded)));
        let space = Space::new(split.parameters.iter().map(|key| prior(&spec, key)).collect())?;
        let target = summaries::target(&training, &fidelities, last_day, case.loaded.calendar);
        let scales = target.variance(0).into_iter().map(f64::sqrt).collect();
        let plan =
            fit::Plan { seed: case.seed, stages: stages(runs, space.dimension(), scales, matches), target, space };
        Ok(Plan { case, training, runs, fidelities, spec, plan, split: split.hash, matches })
    }

    /// What the fit is made from, in a few hashes and numbers.
    pub fn manifest(&self) -> FitManifest {
        let scales = self.fidelities.map(|n| format!("1:{n}")).to_vec();
        FitManifest::of(&self.case, &self.training, (self.command(), self.split.clone()), (self.runs, scales))
    }

    /// The parameters with their priors.
    pub fn space(&self) -> &Space {
        &self.plan.space
    }

    /// The society that is run, with the last training day as its last.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The summaries of one world of the fit; `None` when the flag was raised.
    pub(super) fn run(&self, job: &fit::Job, stop: &AtomicBool) -> Option<Vec<f64>> {
        let mut spec = self.spec.clone();
        for (parameter, value) in self.plan.space.parameters().iter().zip(&job.params) {
            spec.rules.set(&parameter.name, *value);
        }
        let scale = self.fidelities[(job.fidelity as usize).min(self.fidelities.len() - 1)];
        let world = ask(Job { spec: &spec, seed: job.seed, scale }, self.training.questions(), stop)?;
        Some(summaries::of_world(self.training.questions().list(), &world.answers, f64::from(self.spec.end.0)))
    }
}

/// The prior of a parameter: even over its declared range. The committed values were set by hand with the whole year in view,
/// so that a prior about them would tell the fit of the test rows.
fn prior(spec: &Spec, key: &str) -> Parameter {
    let declared = spec.rules.declared();
    let ParamDecl { low, high, .. } =
        declared.iter().find(|d| d.key == key).copied().expect("the scenario was checked to name parameters");
    Parameter { name: key.to_owned(), low: *low, high: *high }
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

/// What a fit is made from.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FitManifest {
    /// The command that repeats it.
    pub command: String,
    /// Version of the program.
    pub version: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Settings, as they were given.
    pub settings: Vec<String>,
    /// Digest of what says what society is simulated.
    pub society: String,
    /// Digest of the division of the record.
    pub split: String,
    /// Digest of the training rows.
    pub training: String,
    /// Seed.
    pub seed: u64,
    /// Runs at most.
    pub runs: u64,
    /// `1:N` of each stage, the coarsest first.
    pub scales: Vec<String>,
}

impl FitManifest {
    /// What a fit of a case is made from: its training rows, the command that repeats it and the digest of the record's division,
    /// runs and scales.
    pub(crate) fn of(
        case: &Case,
        training: &Training,
        (command, split): (String, String),
        (runs, scales): (u64, Vec<String>),
    ) -> FitManifest {
        FitManifest {
            command,
            version: run::VERSION.to_owned(),
            scenario: case.loaded.id.clone(),
            settings: case.loaded.settings.clone(),
            society: case.loaded.society_hash.clone(),
            split,
            training: training.hash().to_owned(),
            seed: case.seed,
            runs,
            scales,
        }
    }
}
