//! Approximate Bayesian computation by sequential Monte Carlo (Toni, Welch, Strelkowa, Ipsen and Stumpf 2009).
//!
//! The first generation is drawn from the prior. Each later one draws a particle of the last by weight, moves it by a
//! normal kernel with twice the weighted covariance (Beaumont, Cornuet, Marin and Robert 2009), runs it, and keeps it
//! when the distance to the observations is within the tolerance. The tolerance is a quantile of the last generation's
//! distances, in the manner of Del Moral, Doucet and Jasra (2012) and Drovandi and Pettitt (2011). All is in probit
//! coordinates, so bounds hold.
//!
//! The error of the observations and the model's discrepancy are added to the simulated summaries by drawn noise, so
//! that at tolerance 0 the sample is of the posterior with these errors (Wilkinson 2013). A run that failed has no
//! likelihood.

use engine::draw::Purpose;
use engine::math;
use serde::{Deserialize, Serialize};

use super::history::Region;
use super::linear::Matrix;
use super::method::{Method, Proposal};
use super::prior::sample_probit;
use super::statistics::{
    effective_size, normal, normalised, quantile_of_sorted, robust_sd, sorted, stream, weighted_covariance,
};
use super::target::{Schedule, Target};
use super::weighted::{Weighted, distance, regression_adjusted};

const PROPOSAL: Purpose = Purpose::named("fit.abc.proposal");
const ERROR: Purpose = Purpose::named("fit.abc.observation_error");
/// Tries to propose a point within what history matching left. A point outside it that is run all the same is not kept.
const TRIES: u32 = 10_000;

/// How sequential Monte Carlo goes about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbcSettings {
    /// Particles in a generation.
    pub population: usize,
    /// Runs asked for at a time. The runs of a batch that come after the last particle needed are spent for nothing.
    pub batch: usize,
    /// Runs in all, after which it ends.
    pub budget: u64,
    /// The next tolerance is this quantile of the distances, 0..1.
    pub quantile: f64,
    /// It ends with the generation that reaches this tolerance.
    #[serde(default)]
    pub least_tolerance: f64,
    /// It ends in a generation that keeps a smaller share of its runs.
    #[serde(default)]
    pub least_acceptance: f64,
    /// Whether the sample is adjusted by regression in the end.
    pub adjust: bool,
    /// The scale of each summary in the distance. When absent, the robust standard deviation over the prior.
    #[serde(default)]
    pub scales: Option<Vec<f64>>,
    /// The fidelity of each generation.
    #[serde(default)]
    pub fidelity: Schedule,
}

/// A particle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Particle {
    /// The parameters, in probit coordinates.
    pub point: Vec<f64>,
    /// Its weight; over a whole generation these sum to 1.
    pub weight: f64,
    /// The summaries of its run, with observation error.
    pub summaries: Vec<f64>,
    /// Their distance to the observations.
    pub distance: f64,
}

/// What is recorded of a generation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generation {
    /// The largest distance allowed; for the first generation, the largest there was.
    pub tolerance: f64,
    /// Runs made for it.
    pub runs: u64,
    /// The share of runs kept, of those made before the last particle was found.
    pub acceptance: f64,
    /// The effective sample size.
    pub effective_size: f64,
    /// The fidelity of its runs.
    pub fidelity: u32,
}

/// Why sequential Monte Carlo ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbcEnd {
    /// The runs are spent.
    Budget,
    /// The least tolerance is reached.
    Tolerance,
    /// Too few runs are kept.
    Acceptance,
    /// The tolerance cannot fall: too many distances are equal, or the particles are.
    Stalled,
}

/// A sequential Monte Carlo sampler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbcSmc {
    settings: AbcSettings,
    target: Target,
    region: Region,
    dimension: usize,
    seed: u64,
    /// The scale of each summary, once known.
    pub scales: Option<Vec<f64>>,
    /// The particles of the last whole generation.
    pub population: Vec<Particle>,
    /// The generations so far.
    pub generations: Vec<Generation>,
    /// Runs so far, failed ones included.
    pub runs: u64,
    /// Why it ended, once it has.
    pub end: Option<AbcEnd>,
    accepted: Vec<Particle>,
    /// Runs of this generation, and of these the ones before the last particle was found.
    proposed: u64,
    tried: u64,
    tolerance: Option<f64>,
    kernel: Option<Matrix>,
}

impl AbcSmc {
    pub(crate) fn new(settings: AbcSettings, target: Target, region: Region, dimension: usize, seed: u64) -> AbcSmc {
        AbcSmc {
            scales: settings.scales.clone(),
            end: (settings.budget == 0).then_some(AbcEnd::Budget),
            settings,
            target,
            region,
            dimension,
            seed,
            population: Vec::new(),
            generations: Vec::new(),
            runs: 0,
            accepted: Vec::new(),
            proposed: 0,
            tried: 0,
            tolerance: None,
            kernel: None,
        }
    }

    /// The sample: the last population, adjusted by regression where this is asked for and the population large enough.
    /// `None` before the first generation is whole.
    pub fn sample(&self) -> Option<Weighted> {
        let last = self.generations.last()?;
        let plain = Weighted {
            points: self.population.iter().map(|p| p.point.clone()).collect(),
            weights: self.population.iter().map(|p| p.weight).collect(),
        };
        if !self.settings.adjust {
            return Some(plain);
        }
        let summaries: Vec<Vec<f64>> = self.population.iter().map(|p| p.summaries.clone()).collect();
        let scales = self.scales.as_ref()?;
        regression_adjusted(&plain, &summaries, &self.target.values(), scales, last.tolerance).or(Some(plain))
    }

    fn generation(&self) -> u32 {
        self.generations.len() as u32
    }

    fn fidelity(&self) -> u32 {
        self.settings.fidelity.at(self.generation())
    }

    /// The point of a numbered proposal of this generation.
    fn point(&self, number: u64, weights: &[f64]) -> Vec<f64> {
        let mut draws = stream(self.seed, PROPOSAL, self.generation(), number);
        let Some(kernel) = &self.kernel else {
            return self
                .region
                .sample(self.dimension, &mut draws, TRIES)
                .unwrap_or_else(|| sample_probit(self.dimension, &mut draws));
        };
        let mut point = Vec::new();
        for _ in 0..TRIES {
            let parent = draws.choose(weights).unwrap_or(0);
            let white: Vec<f64> = (0..self.dimension).map(|_| normal(&mut draws)).collect();
            let step = kernel.times(&white);
            point = self.population[parent].point.iter().zip(step).map(|(z, d)| z + d).collect();
            if self.region.contains(&point) {
                break;
            }
        }
        point
    }

    /// The weight of a point: the prior's density over that of its proposal, up to a factor common to the generation.
    /// `parents` are the last population's points times the inverse of the kernel's factor.
    fn weight(&self, point: &[f64], parents: &[Vec<f64>]) -> f64 {
        let Some(kernel) = &self.kernel else { return 1.0 };
        let own = kernel.solve_lower(point);
        let logs: Vec<f64> = parents
            .iter()
            .zip(&self.population)
            .map(|(p, particle)| {
                let squares = math::sum_in_order(p.iter().zip(&own).map(|(a, b)| (a - b) * (a - b)));
                math::ln(particle.weight) - 0.5 * squares
            })
            .collect();
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total = math::sum_in_order(logs.iter().map(|l| math::exp(l - largest)));
        let squares = math::sum_in_order(point.iter().map(|z| z * z));
        math::exp(-0.5 * squares - largest - math::ln(total))
    }

    /// The summaries of a run, with drawn observation error and discrepancy.
    fn with_error(&self, summaries: &[f64], number: u64) -> Vec<f64> {
        let mut draws = stream(self.seed, ERROR, self.generation(), number);
        let variance = self.target.variance(self.fidelity());
        summaries.iter().zip(variance).map(|(s, v)| s + v.sqrt() * normal(&mut draws)).collect()
    }

    /// The first generation is whole: scales and distances.
    fn measure(&mut self) {
        let observed = self.target.values();
        let scales = self.scales.get_or_insert_with(|| {
            (0..observed.len())
                .map(|k| robust_sd(&self.accepted.iter().map(|p| p.summaries[k]).collect::<Vec<f64>>()))
                .collect()
        });
        for p in &mut self.accepted {
            p.distance = distance(&p.summaries, &observed, scales);
        }
    }

    /// Makes the accepted particles the population, and sets the next tolerance and kernel.
    fn complete(&mut self) {
        if self.tolerance.is_none() {
            self.measure();
        }
        let weights = normalised(&self.accepted.iter().map(|p| p.weight).collect::<Vec<f64>>());
        self.accepted.iter_mut().zip(&weights).for_each(|(p, w)| p.weight = *w);
        // A particle with no weight is no parent.
        self.accepted.retain(|p| p.weight > 0.0);
        self.population = std::mem::take(&mut self.accepted);
        let distances = sorted(&self.population.iter().map(|p| p.distance).collect::<Vec<f64>>());
        let tolerance = self.tolerance.unwrap_or_else(|| quantile_of_sorted(&distances, 1.0));
        self.record(tolerance, effective_size(&weights));

        let next = quantile_of_sorted(&distances, self.settings.quantile).max(self.settings.least_tolerance);
        let points: Vec<Vec<f64>> = self.population.iter().map(|p| p.point.clone()).collect();
        let weights: Vec<f64> = self.population.iter().map(|p| p.weight).collect();
        let mut covariance = weighted_covariance(&points, &weights);
        for i in 0..self.dimension {
            for j in 0..self.dimension {
                *covariance.at_mut(i, j) *= 2.0;
            }
        }
        self.kernel = covariance.cholesky_ridged();
        self.tolerance = Some(next);
        self.end = if tolerance <= self.settings.least_tolerance {
            Some(AbcEnd::Tolerance)
        } else if self.runs >= self.settings.budget {
            Some(AbcEnd::Budget)
        } else if next >= tolerance || self.kernel.is_none() {
            Some(AbcEnd::Stalled)
        } else {
            None
        };
    }

    fn record(&mut self, tolerance: f64, effective_size: f64) {
        let kept = self.population.len() as f64;
        self.generations.push(Generation {
            tolerance,
            runs: self.proposed,
            acceptance: if self.tried > 0 { kept / self.tried as f64 } else { 0.0 },
            effective_size,
            fidelity: self.fidelity(),
        });
        (self.proposed, self.tried) = (0, 0);
    }

    /// Ends within a generation. Its particles and those of the last generation within its tolerance are samples of the
    /// same distribution; together, each by its effective size, they are the last generation, if that leaves at least
    /// half a population's effective size. Otherwise the last whole generation stands.
    fn cut_short(&mut self, end: AbcEnd) {
        self.end = Some(end);
        let Some(tolerance) = self.tolerance else {
            if self.accepted.len() > 1 {
                self.complete();
                self.end = Some(end);
            }
            return;
        };
        if self.generations.last().is_some_and(|g| g.fidelity != self.fidelity()) {
            return;
        }
        let mut pooled = Vec::new();
        let old: Vec<Particle> = self.population.iter().filter(|p| p.distance <= tolerance).cloned().collect();
        for mut group in [old, self.accepted.clone()] {
            let weights: Vec<f64> = group.iter().map(|p| p.weight).collect();
            let size = effective_size(&weights);
            if size > 0.0 {
                group.iter_mut().zip(normalised(&weights)).for_each(|(p, w)| p.weight = w * size);
                pooled.extend(group);
            }
        }
        let weights: Vec<f64> = pooled.iter().map(|p| p.weight).collect();
        let size = effective_size(&weights);
        if 2.0 * size >= self.settings.population as f64 {
            pooled.iter_mut().zip(normalised(&weights)).for_each(|(p, w)| p.weight = w);
            let kept = self.accepted.len() as f64;
            self.population = pooled;
            let acceptance = kept / self.tried.max(1) as f64;
            self.record(tolerance, size);
            if let Some(last) = self.generations.last_mut() {
                last.acceptance = acceptance;
            }
        }
        self.accepted.clear();
    }
}

impl Method for AbcSmc {
    fn propose(&self) -> Vec<Proposal> {
        if self.is_done() {
            return Vec::new();
        }
        let count = (self.settings.batch as u64).min(self.settings.budget - self.runs);
        let weights: Vec<f64> = self.population.iter().map(|p| p.weight).collect();
        let from_prior = self.kernel.is_none() && self.region.is_whole();
        (self.proposed..self.proposed + count)
            .map(|number| Proposal { point: self.point(number, &weights), fidelity: self.fidelity(), from_prior })
            .collect()
    }

    fn take(&mut self, proposals: &[Proposal], results: &[Option<Vec<f64>>]) {
        let observed = self.target.values();
        let parents: Vec<Vec<f64>> = match &self.kernel {
            Some(kernel) => self.population.iter().map(|p| kernel.solve_lower(&p.point)).collect(),
            None => Vec::new(),
        };
        for (proposal, result) in proposals.iter().zip(results) {
            let number = self.proposed;
            self.proposed += 1;
            self.runs += 1;
            if self.accepted.len() >= self.settings.population {
                continue;
            }
            self.tried += 1;
            let Some(summaries) = result else { continue };
            if !self.region.contains(&proposal.point) {
                continue;
            }
            let summaries = self.with_error(summaries, number);
            let distance = match (self.tolerance, &self.scales) {
                (Some(tolerance), Some(scales)) => {
                    let d = distance(&summaries, &observed, scales);
                    if d > tolerance {
                        continue;
                    }
                    d
                }
                // Measured when the first generation is whole.
                _ => 0.0,
            };
            let weight = self.weight(&proposal.point, &parents);
            self.accepted.push(Particle { point: proposal.point.clone(), weight, summaries, distance });
        }
        if self.accepted.len() >= self.settings.population {
            self.complete();
        } else if self.runs >= self.settings.budget {
            self.cut_short(AbcEnd::Budget);
        } else if self.tried as f64 * self.settings.least_acceptance > self.settings.population as f64 {
            self.cut_short(AbcEnd::Acceptance);
        }
    }

    fn is_done(&self) -> bool {
        self.end.is_some()
    }
}
