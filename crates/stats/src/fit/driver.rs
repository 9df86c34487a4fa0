//! The fit as a state machine, and a loop that drives it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use engine::draw::Purpose;
use serde::{Deserialize, Serialize};

use super::abc::{AbcSettings, AbcSmc};
use super::calibration::Known;
use super::design::{Design, DesignSettings};
use super::history::{HistoryEnd, HistoryMatching, HistorySettings, Region};
use super::inversion::{Inversion, InversionSettings};
use super::method::{Method, Proposal};
use super::moves::{Moves, MovesSettings};
use super::prior::Space;
use super::statistics::stream;
use super::target::Target;
use super::weighted::Weighted;
use crate::Refused;

const STAGE: Purpose = Purpose::named("fit.stage");
const RUN: Purpose = Purpose::named("fit.run");

/// One stage to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum StagePlan {
    /// Runs over the prior.
    Design(DesignSettings),
    /// History matching. What it leaves of the prior holds for later stages.
    HistoryMatching(HistorySettings),
    /// Ensemble Kalman inversion.
    Inversion(InversionSettings),
    /// Approximate Bayesian computation.
    AbcSmc(AbcSettings),
    /// Approximate Bayesian computation by moves that keep the prior.
    Moves(MovesSettings),
}

/// What is to be fitted, to what, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The parameters.
    pub space: Space,
    /// The observed summaries.
    pub target: Target,
    /// The seed of all chance, that of the runs too.
    pub seed: u64,
    /// The stages, in order: coarse runs first, finer ones later.
    pub stages: Vec<StagePlan>,
}

impl Plan {
    fn check(&self) -> Result<(), Refused> {
        self.space.check()?;
        self.target.check()?;
        let refuse = |what: &str| Err(Refused(what.to_owned()));
        let summaries = self.target.observations.len();
        for stage in &self.stages {
            match stage {
                StagePlan::Design(s) if s.points == 0 || s.batch == 0 => {
                    return refuse("a design needs points, and a batch");
                }
                StagePlan::HistoryMatching(s) => {
                    if s.points < self.space.len() + 3 {
                        return refuse("a wave of history matching needs at least three points more than parameters");
                    }
                    if s.cutoff.is_nan() || s.cutoff <= 0.0 {
                        return refuse("history matching needs a cutoff above 0");
                    }
                }
                StagePlan::Inversion(s) => {
                    if s.members < self.space.len() + 2 || s.most_steps == 0 {
                        return refuse("an inversion needs a step, and two members more than parameters");
                    }
                    if s.stochastic_sd.as_ref().is_some_and(|v| v.len() != summaries) {
                        return refuse("stochastic_sd needs one standard deviation for each summary");
                    }
                    let silent = |k: usize| s.stochastic_sd.as_ref().is_none_or(|v| v[k].is_nan() || v[k] <= 0.0);
                    for fidelity in (0..=s.fidelity.0.len() as u32).map(|round| s.fidelity.at(round)) {
                        let variance = self.target.variance(fidelity);
                        if let Some(k) = (0..summaries).find(|k| variance[*k] <= 0.0 && silent(*k)) {
                            let name = &self.target.observations[k].name;
                            return refuse(&format!("{name}: an inversion needs an error or a discrepancy above 0"));
                        }
                    }
                }
                StagePlan::AbcSmc(s) => {
                    if s.population < 2 || s.batch == 0 || !(s.quantile > 0.0 && s.quantile < 1.0) {
                        return refuse("ABC needs two particles, a batch, and a quantile between 0 and 1");
                    }
                    if s.scales.as_ref().is_some_and(|v| v.len() != summaries) {
                        return refuse("scales needs one number for each summary");
                    }
                }
                StagePlan::Moves(s) => {
                    if s.population < 2 || !(s.quantile > 0.0 && s.quantile < 1.0) {
                        return refuse("ABC needs two particles, and a quantile between 0 and 1");
                    }
                    if s.scales.len() != summaries {
                        return refuse("scales needs one number for each summary");
                    }
                }
                StagePlan::Design(_) => {}
            }
        }
        Ok(())
    }
}

/// The stage a fit is in, or was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Stage {
    /// Runs over the prior.
    Design(Design),
    /// History matching.
    HistoryMatching(HistoryMatching),
    /// Ensemble Kalman inversion.
    Inversion(Inversion),
    /// Approximate Bayesian computation.
    AbcSmc(AbcSmc),
    /// Approximate Bayesian computation by moves that keep the prior.
    Moves(Moves),
}

impl Stage {
    fn method(&self) -> &dyn Method {
        match self {
            Stage::Design(m) => m,
            Stage::HistoryMatching(m) => m,
            Stage::Inversion(m) => m,
            Stage::AbcSmc(m) => m,
            Stage::Moves(m) => m,
        }
    }

    fn method_mut(&mut self) -> &mut dyn Method {
        match self {
            Stage::Design(m) => m,
            Stage::HistoryMatching(m) => m,
            Stage::Inversion(m) => m,
            Stage::AbcSmc(m) => m,
            Stage::Moves(m) => m,
        }
    }
}

/// A run to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its number within the fit.
    pub id: u64,
    /// The parameters, in their units and in the order of the space.
    pub params: Vec<f64>,
    /// The seed of the run: below 2^53, so that every reader of JSON or TOML keeps it.
    pub seed: u64,
    /// How fine the run is: 0 is the coarsest.
    pub fidelity: u32,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The number of the job.
    pub id: u64,
    /// The summaries, in the order of the target; `None` when the run failed.
    pub summaries: Option<Vec<f64>>,
}

/// A run that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its number within the fit.
    pub id: u64,
    /// The stage it was made for, counted from 0.
    pub stage: usize,
    /// How fine it was.
    pub fidelity: u32,
    /// Whether its parameters were drawn from the whole prior.
    pub from_prior: bool,
    /// The parameters, in probit coordinates.
    pub point: Vec<f64>,
    /// The summaries; `None` when it failed.
    pub summaries: Option<Vec<f64>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Arrival {
    Awaited,
    Failed,
    Came(Vec<f64>),
}

/// A fit under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    plan: Plan,
    /// The stages begun; the last one is the present one until the fit is done.
    stages: Vec<Stage>,
    region: Region,
    stochastic: Option<Vec<f64>>,
    bank: Vec<Run>,
    proposals: Vec<Proposal>,
    arrivals: Vec<Arrival>,
    ruled_out: bool,
}

impl Fit {
    /// A fit that has made no runs.
    ///
    /// # Errors
    /// When the plan is faulty.
    pub fn new(plan: Plan) -> Result<Fit, Refused> {
        plan.check()?;
        let mut fit = Fit {
            plan,
            stages: Vec::new(),
            region: Region::default(),
            stochastic: None,
            bank: Vec::new(),
            proposals: Vec::new(),
            arrivals: Vec::new(),
            ruled_out: false,
        };
        fit.advance();
        Ok(fit)
    }

    /// What it was asked to do.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The stages begun, with their results; the last one is the present one until the fit is done.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// All runs of whole batches, failed ones included.
    pub fn runs(&self) -> &[Run] {
        &self.bank
    }

    /// The part of the prior that history matching has left.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// Whether history matching left nothing of the prior; later stages are then not begun.
    pub fn is_ruled_out(&self) -> bool {
        self.ruled_out
    }

    /// Whether no run is left to be made.
    pub fn is_done(&self) -> bool {
        self.proposals.is_empty()
    }

    /// The runs of the present batch whose outcome is awaited; empty when the fit is done. Their order does not matter.
    pub fn next_batch(&self) -> Vec<Job> {
        let first = self.bank.len() as u64;
        self.proposals
            .iter()
            .zip(&self.arrivals)
            .zip(first..)
            .filter(|((_, arrival), _)| **arrival == Arrival::Awaited)
            .map(|((proposal, _), id)| Job {
                id,
                params: self.plan.space.from_probit(&proposal.point),
                seed: stream(self.plan.seed, RUN, 0, id).bits() >> 11,
                fidelity: proposal.fidelity,
            })
            .collect()
    }

    /// Takes outcomes of the present batch, in any order; the last of them begins the next batch. A summary that is not
    /// a number, or beyond 1e150 (its square is then no number), makes a run a failed one.
    ///
    /// # Errors
    /// When an outcome is not of an awaited run or has another number of summaries than the target. Those before it are
    /// taken.
    pub fn absorb(&mut self, outcomes: Vec<Outcome>) -> Result<(), Refused> {
        let first = self.bank.len() as u64;
        for outcome in outcomes {
            let at = outcome.id.checked_sub(first).map(|i| i as usize);
            let Some(arrival) = at.and_then(|i| self.arrivals.get_mut(i)).filter(|a| **a == Arrival::Awaited) else {
                return Err(Refused(format!("run {} of the fit is not awaited", outcome.id)));
            };
            *arrival = match outcome.summaries {
                Some(s) if s.len() != self.plan.target.observations.len() => {
                    let wanted = self.plan.target.observations.len();
                    let what = format!("run {} of the fit has {} summaries and not {wanted}", outcome.id, s.len());
                    return Err(Refused(what));
                }
                Some(s) if s.iter().all(|x| x.abs() < 1e150) => Arrival::Came(s),
                _ => Arrival::Failed,
            };
        }
        if !self.proposals.is_empty() && !self.arrivals.contains(&Arrival::Awaited) {
            self.finish_batch();
        }
        Ok(())
    }

    /// The sample of the last stage that makes one: ABC, or an inversion that took in all data.
    pub fn sample(&self) -> Option<Weighted> {
        self.stages.iter().rev().find_map(|stage| match stage {
            Stage::AbcSmc(abc) => abc.sample(),
            Stage::Moves(moves) => moves.sample(),
            Stage::Inversion(inversion) if inversion.taken_in >= 1.0 => Some(inversion.sample()),
            _ => None,
        })
    }

    /// The runs of this fidelity whose parameters were drawn from the prior, for the prior predictive and for
    /// simulation-based calibration.
    pub fn from_prior(&self, fidelity: u32) -> Vec<Known> {
        self.bank
            .iter()
            .filter(|r| r.from_prior && r.fidelity == fidelity)
            .filter_map(|r| Some(Known { point: r.point.clone(), summaries: r.summaries.clone()? }))
            .collect()
    }

    fn finish_batch(&mut self) {
        let proposals = std::mem::take(&mut self.proposals);
        let results: Vec<Option<Vec<f64>>> = std::mem::take(&mut self.arrivals)
            .into_iter()
            .map(|a| if let Arrival::Came(s) = a { Some(s) } else { None })
            .collect();
        if let Some(stage) = self.stages.last_mut() {
            stage.method_mut().take(&proposals, &results);
        }
        let stage = self.stages.len().saturating_sub(1);
        for (proposal, summaries) in proposals.into_iter().zip(results) {
            let Proposal { point, fidelity, from_prior } = proposal;
            let id = self.bank.len() as u64;
            self.bank.push(Run { id, stage, fidelity, from_prior, point, summaries });
        }
        self.advance();
    }

    /// Asks the present stage for runs, or the next one once it is done.
    fn advance(&mut self) {
        loop {
            if let Some(stage) = self.stages.last() {
                if !stage.method().is_done() {
                    self.proposals = stage.method().propose();
                    self.arrivals = vec![Arrival::Awaited; self.proposals.len()];
                    return;
                }
                if let Stage::HistoryMatching(matching) = stage {
                    self.region = matching.region.clone();
                    self.stochastic = matching.stochastic_variance().or(self.stochastic.take());
                    self.ruled_out = matching.end == Some(HistoryEnd::NoneLeft);
                }
            }
            let index = self.stages.len();
            if self.ruled_out || index >= self.plan.stages.len() {
                return;
            }
            let seed = stream(self.plan.seed, STAGE, 0, index as u64).bits();
            let (target, dimension, region) = (self.plan.target.clone(), self.plan.space.len(), self.region.clone());
            self.stages.push(match self.plan.stages[index].clone() {
                StagePlan::Design(s) => Stage::Design(Design::new(s, dimension, seed)),
                StagePlan::HistoryMatching(s) => {
                    Stage::HistoryMatching(HistoryMatching::new(s, target, region, dimension, seed))
                }
                StagePlan::Inversion(s) => {
                    let noise = self.stochastic.as_deref();
                    Stage::Inversion(Inversion::new(s, target, &region, noise, dimension, seed))
                }
                StagePlan::AbcSmc(s) => Stage::AbcSmc(AbcSmc::new(s, target, region, dimension, seed)),
                StagePlan::Moves(s) => Stage::Moves(Moves::new(s, target, region, dimension, seed)),
            });
        }
    }
}

/// Drives a fit to its end: runs each batch on this many threads and calls `after_batch` with the fit as it then
/// stands, to be saved. The result does not depend on the number of threads.
///
/// # Errors
/// What `after_batch` returns, or a run with the wrong number of summaries.
pub fn drive(
    fit: &mut Fit,
    threads: usize,
    simulate: impl Fn(&Job) -> Option<Vec<f64>> + Sync,
    mut after_batch: impl FnMut(&Fit) -> Result<(), Refused>,
) -> Result<(), Refused> {
    while !fit.is_done() {
        let jobs = fit.next_batch();
        let next = AtomicUsize::new(0);
        let outcomes = Mutex::new(Vec::with_capacity(jobs.len()));
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(1, jobs.len()) {
                scope.spawn(|| {
                    while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let outcome = Outcome { id: job.id, summaries: simulate(job) };
                        // A run that panicked ends the scope with a panic: nothing half taken is read.
                        outcomes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(outcome);
                    }
                });
            }
        });
        fit.absorb(outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))?;
        after_batch(fit)?;
    }
    Ok(())
}
