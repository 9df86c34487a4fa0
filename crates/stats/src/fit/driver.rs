//! The fit as a state machine.

use engine::draw::Purpose;

use super::calibration::Known;
use super::design::{Design, DesignSettings};
use super::history::{HistoryEnd, HistoryMatching, HistorySettings, Region};
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
#[derive(Clone, Debug, PartialEq)]
pub enum StagePlan {
    /// Runs over the prior.
    Design(DesignSettings),
    /// History matching. What it leaves of the prior holds for later stages.
    HistoryMatching(HistorySettings),
    /// Approximate Bayesian computation by moves that keep the prior.
    Moves(MovesSettings),
}

/// What is to be fitted, to what, and how.
#[derive(Clone, Debug, PartialEq)]
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
        self.target.check()?;
        let summaries = self.target.observations.len();
        let fault = |stage: &StagePlan| match stage {
            StagePlan::Design(s) if s.points == 0 || s.batch == 0 => Some("a design needs points, and a batch"),
            StagePlan::HistoryMatching(s) if s.points < self.space.dimension() + 3 => {
                Some("a wave of history matching needs at least three points more than parameters")
            }
            StagePlan::HistoryMatching(s) if s.cutoff.is_nan() || s.cutoff <= 0.0 => {
                Some("history matching needs a cutoff above 0")
            }
            StagePlan::Moves(s) if s.population < 2 || !(s.quantile > 0.0 && s.quantile < 1.0) => {
                Some("ABC needs two particles, and a quantile between 0 and 1")
            }
            StagePlan::Moves(s) if s.scales.len() != summaries => Some("scales needs one number for each summary"),
            _ => None,
        };
        self.stages.iter().find_map(fault).map_or(Ok(()), |fault| Err(Refused(fault.to_owned())))
    }
}

/// The stage a fit is in, or was.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Runs over the prior.
    Design(Design),
    /// History matching.
    HistoryMatching(HistoryMatching),
    /// Approximate Bayesian computation by moves that keep the prior.
    Moves(Moves),
}

impl Stage {
    fn method(&self) -> &dyn Method {
        match self {
            Stage::Design(m) => m,
            Stage::HistoryMatching(m) => m,
            Stage::Moves(m) => m,
        }
    }

    fn method_mut(&mut self) -> &mut dyn Method {
        match self {
            Stage::Design(m) => m,
            Stage::HistoryMatching(m) => m,
            Stage::Moves(m) => m,
        }
    }
}

/// A run to be made.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The number of the job.
    pub id: u64,
    /// The summaries, in the order of the target; `None` when the run failed.
    pub summaries: Option<Vec<f64>>,
}

/// A run that was made; its position is its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// How fine it was.
    pub fidelity: u32,
    /// Whether its parameters were drawn from the whole prior.
    pub from_prior: bool,
    /// The parameters, in probit coordinates.
    pub point: Vec<f64>,
    /// The summaries; `None` when it failed.
    pub summaries: Option<Vec<f64>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Arrival {
    Awaited,
    Failed,
    Came(Vec<f64>),
}

/// A fit under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    plan: Plan,
    /// The stages begun; the last one is the present one until the fit is done.
    stages: Vec<Stage>,
    pub(super) region: Region,
    runs: Vec<Run>,
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
            runs: Vec::new(),
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
        &self.runs
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
        let first = self.runs.len() as u64;
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
        let first = self.runs.len() as u64;
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

    /// The sample of the last stage that makes one.
    pub fn sample(&self) -> Option<Weighted> {
        self.stages.iter().rev().find_map(|stage| match stage {
            Stage::Moves(moves) => moves.sample(),
            Stage::Design(_) | Stage::HistoryMatching(_) => None,
        })
    }

    /// The runs of this fidelity whose parameters were drawn from the prior, for the prior predictive and for
    /// simulation-based calibration.
    pub fn from_prior(&self, fidelity: u32) -> Vec<Known> {
        self.runs
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
        for (proposal, summaries) in proposals.into_iter().zip(results) {
            let Proposal { point, fidelity, from_prior } = proposal;
            self.runs.push(Run { fidelity, from_prior, point, summaries });
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
                    self.ruled_out = matching.end == Some(HistoryEnd::NoneLeft);
                }
            }
            let index = self.stages.len();
            if self.ruled_out || index >= self.plan.stages.len() {
                return;
            }
            let seed = stream(self.plan.seed, STAGE, 0, index as u64).bits();
            let (target, region) = (self.plan.target.clone(), self.region.clone());
            let dimension = self.plan.space.dimension();
            self.stages.push(match self.plan.stages[index].clone() {
                StagePlan::Design(s) => Stage::Design(Design::new(s, dimension, seed)),
                StagePlan::HistoryMatching(s) => {
                    Stage::HistoryMatching(HistoryMatching::new(s, target, region, dimension, seed))
                }
                StagePlan::Moves(s) => Stage::Moves(Moves::new(s, target, region, dimension, seed)),
            });
        }
    }
}
