//! Ensemble Kalman inversion (Iglesias, Law and Stuart 2013), with perturbed observations.
//!
//! The data are taken in by tempering: step k takes in a share h of the log-likelihood, and the shares sum to 1. They
//! follow the misfit of the ensemble (Iglesias and Yang 2021). In probit coordinates the prior is a standard normal and
//! the bounds hold. Where the summaries are linear in these coordinates and their errors normal, a large ensemble ends
//! as a sample of the posterior; elsewhere it is an approximation, and a small one, whose covariances are noisy, ends
//! too narrow.
//!
//! The simulator's own randomness is noise too, and each step meets it anew. To count it once over all steps, the
//! observations of a step with share h = 1/α are perturbed by α times the error and α - 1 times the stochastic
//! variance.

use engine::draw::Purpose;
use engine::math::sum_in_order;
use serde::{Deserialize, Serialize};

use super::design::probit_hypercube;
use super::history::Region;
use super::linear::{Matrix, dot};
use super::method::{Method, Proposal};
use super::statistics::{mean, normal, normalised, stream, variance, weighted_covariance, weighted_mean};
use super::target::{Schedule, Target};
use super::weighted::Weighted;

const MEMBER: Purpose = Purpose::named("fit.inversion.member");
const PERTURBATION: Purpose = Purpose::named("fit.inversion.perturbation");
const REPLACEMENT: Purpose = Purpose::named("fit.inversion.replacement");

/// How an inversion goes about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InversionSettings {
    /// Members of the ensemble.
    pub members: usize,
    /// Steps at most; the last one takes in whatever share of the data is left.
    pub most_steps: u32,
    /// Standard deviation of each summary between runs with the same parameters. When absent, that of an earlier
    /// history matching with replicates, else 0.
    #[serde(default)]
    pub stochastic_sd: Option<Vec<f64>>,
    /// Whether the last ensemble is run too, to see what the fitted parameters predict.
    #[serde(default)]
    pub final_runs: bool,
    /// The fidelity of each step.
    #[serde(default)]
    pub fidelity: Schedule,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InversionStep {
    /// The share of the data taken in.
    pub share: f64,
    /// Before it, the mean over members of the squared, standardised distance to the observations, per summary.
    pub misfit: f64,
    /// Runs that failed; these members were drawn anew from the others.
    pub failed: usize,
}

/// Why an inversion ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InversionEnd {
    /// All data are taken in.
    AllData,
    /// Fewer runs succeeded than there are parameters, and two.
    TooFewRuns,
}

/// An ensemble Kalman inversion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inversion {
    settings: InversionSettings,
    target: Target,
    seed: u64,
    stochastic: Vec<f64>,
    ensemble: Vec<Vec<f64>>,
    /// The share of the data taken in so far, 0..=1.
    pub taken_in: f64,
    /// The steps so far.
    pub steps: Vec<InversionStep>,
    /// The summaries of the last ensemble, where it was run; failed runs are left out.
    pub predicted: Vec<Vec<f64>>,
    /// Why it ended, once it has.
    pub end: Option<InversionEnd>,
}

impl Inversion {
    /// Starts from a Latin hypercube of the prior or, after history matching, from points drawn in what it left (from
    /// the whole prior for a member for whom 10,000 tries find none).
    pub(crate) fn new(
        settings: InversionSettings,
        target: Target,
        region: &Region,
        stochastic: Option<&[f64]>,
        dimension: usize,
        seed: u64,
    ) -> Inversion {
        let mut ensemble = probit_hypercube(settings.members, dimension, seed);
        if !region.is_whole() {
            for (i, member) in ensemble.iter_mut().enumerate() {
                if let Some(point) = region.sample(dimension, &mut stream(seed, MEMBER, 0, i as u64), 10_000) {
                    *member = point;
                }
            }
        }
        let stochastic = match (&settings.stochastic_sd, stochastic) {
            (Some(sd), _) => sd.iter().map(|s| s * s).collect(),
            (None, Some(variance)) => variance.to_vec(),
            (None, None) => vec![0.0; target.observations.len()],
        };
        let (taken_in, steps, predicted, end) = (0.0, Vec::new(), Vec::new(), None);
        Inversion { settings, target, seed, stochastic, ensemble, taken_in, steps, predicted, end }
    }

    /// The ensemble, in probit coordinates: a sample of the posterior once all data are taken in.
    pub fn sample(&self) -> Weighted {
        Weighted { points: self.ensemble.clone(), weights: normalised(&vec![1.0; self.ensemble.len()]) }
    }

    fn fidelity(&self) -> u32 {
        self.settings.fidelity.at(self.steps.len() as u32)
    }

    /// The share of the next step: the larger of M / (2 mean Φ) and √(M / (2 var Φ)), with Φ half the squared misfit
    /// and M the number of summaries; at least an equal part of what is left.
    fn share(&self, misfits: &[f64]) -> f64 {
        let left = 1.0 - self.taken_in;
        let steps_left = self.settings.most_steps.saturating_sub(self.steps.len() as u32).max(1);
        let m = self.target.observations.len() as f64;
        let adaptive = (m / (2.0 * mean(misfits))).max((m / (2.0 * variance(misfits))).sqrt());
        // No spread and no misfit: everything fits already.
        let adaptive = if adaptive.is_nan() { left } else { adaptive };
        adaptive.max(left / f64::from(steps_left)).min(left)
    }
}

impl Method for Inversion {
    fn propose(&self) -> Vec<Proposal> {
        if self.is_done() {
            return Vec::new();
        }
        let fidelity = self.fidelity();
        self.ensemble.iter().map(|p| Proposal { point: p.clone(), fidelity, from_prior: false }).collect()
    }

    fn take(&mut self, _proposals: &[Proposal], results: &[Option<Vec<f64>>]) {
        if self.taken_in >= 1.0 {
            self.predicted = results.iter().flatten().cloned().collect();
            self.end = Some(InversionEnd::AllData);
            return;
        }
        let dimension = self.ensemble[0].len();
        let summaries = self.target.observations.len();
        let round = self.steps.len() as u32;
        let live: Vec<usize> = (0..results.len()).filter(|i| results[*i].is_some()).collect();
        if live.len() < dimension + 2 {
            self.end = Some(InversionEnd::TooFewRuns);
            return;
        }

        // Summaries as standardised differences from the observations.
        let error = self.target.variance(self.fidelity());
        let scale: Vec<f64> = error.iter().zip(&self.stochastic).map(|(e, s)| (e + s).sqrt()).collect();
        let observed = self.target.values();
        let short: Vec<Vec<f64>> = results
            .iter()
            .flatten()
            .map(|g| (0..summaries).map(|k| (observed[k] - g[k]) / scale[k]).collect())
            .collect();
        let misfits: Vec<f64> = short.iter().map(|s| 0.5 * dot(s, s)).collect();
        let share = self.share(&misfits);
        let alpha = 1.0 / share;

        // Perturbations of the observations, with mean 0 over the members.
        let spread: Vec<f64> = (0..summaries)
            .map(|k| (alpha * error[k] + (alpha - 1.0) * self.stochastic[k]) / (scale[k] * scale[k]))
            .collect();
        let mut perturbations: Vec<Vec<f64>> = live
            .iter()
            .map(|i| {
                let mut draws = stream(self.seed, PERTURBATION, round, *i as u64);
                spread.iter().map(|v| v.sqrt() * normal(&mut draws)).collect()
            })
            .collect();
        for k in 0..summaries {
            let centre = sum_in_order(perturbations.iter().map(|p| p[k])) / live.len() as f64;
            perturbations.iter_mut().for_each(|p| p[k] -= centre);
        }

        // The joint covariance of parameters and summaries; `short` runs against the summaries, hence the sign.
        let even = normalised(&vec![1.0; live.len()]);
        let joint: Vec<Vec<f64>> = live
            .iter()
            .zip(&short)
            .map(|(i, s)| self.ensemble[*i].iter().copied().chain(s.iter().map(|x| -x)).collect())
            .collect();
        let covariance = weighted_covariance(&joint, &even);
        let mut inner = Matrix::zeros(summaries, summaries);
        let mut across = Matrix::zeros(dimension, summaries);
        for k in 0..summaries {
            for j in 0..summaries {
                *inner.at_mut(k, j) = covariance.at(dimension + k, dimension + j);
            }
            *inner.at_mut(k, k) += spread[k];
            for i in 0..dimension {
                *across.at_mut(i, k) = covariance.at(i, dimension + k);
            }
        }
        let Some(factor) = inner.cholesky_ridged() else {
            self.end = Some(InversionEnd::TooFewRuns);
            return;
        };
        for ((i, s), p) in live.iter().zip(&short).zip(&perturbations) {
            let innovation: Vec<f64> = s.iter().zip(p).map(|(s, p)| s + p).collect();
            let step = across.times(&factor.solve(&innovation));
            self.ensemble[*i].iter_mut().zip(step).for_each(|(z, d)| *z += d);
        }
        self.replace(&live, round);

        let misfit = 2.0 * mean(&misfits) / summaries as f64;
        self.steps.push(InversionStep { share, misfit, failed: results.len() - live.len() });
        self.taken_in = if self.taken_in + share > 1.0 - 1e-12 { 1.0 } else { self.taken_in + share };
        if self.taken_in >= 1.0 && !self.settings.final_runs {
            self.end = Some(InversionEnd::AllData);
        }
    }

    fn is_done(&self) -> bool {
        self.end.is_some()
    }
}

impl Inversion {
    /// Draws the members whose run failed anew, from a normal distribution with the others' mean and covariance.
    fn replace(&mut self, live: &[usize], round: u32) {
        if live.len() == self.ensemble.len() {
            return;
        }
        let points: Vec<Vec<f64>> = live.iter().map(|i| self.ensemble[*i].clone()).collect();
        let even = normalised(&vec![1.0; points.len()]);
        let centre = weighted_mean(&points, &even);
        let Some(factor) = weighted_covariance(&points, &even).cholesky_ridged() else { return };
        for i in (0..self.ensemble.len()).filter(|i| !live.contains(i)) {
            let mut draws = stream(self.seed, REPLACEMENT, round, i as u64);
            let white: Vec<f64> = centre.iter().map(|_| normal(&mut draws)).collect();
            self.ensemble[i] = factor.times(&white).iter().zip(&centre).map(|(d, c)| c + d).collect();
        }
    }
}
