//! Approximate Bayesian computation by sequential Monte Carlo whose moves keep the prior (Del Moral, Doucet and Jasra 2012).
//!
//! A particle is moved from z to √(1 - s²) z + s ξ, with ξ standard normal: in probit coordinates such a step leaves the
//! prior as it is (Cotter, Roberts, Stuart and White 2013), so that a move is taken exactly when its run comes within the
//! tolerance, and no particle ever needs a weight. With many parameters this matters: samplers by weights, whose kernel is
//! wider than the prior at first, leave a few particles of hundreds when there are a dozen parameters.
//!
//! In each generation the tolerance falls to a quantile of the distances (Drovandi and Pettitt 2011); particles beyond it are
//! replaced by others within it, and every particle is moved once. While too many stand on one point the tolerance waits. When
//! the fidelity changes, every particle is run again where it stands, and the tolerance waits.
//!
//! The error of the observations and the model's discrepancy are added to the simulated summaries by drawn noise, so that at
//! tolerance 0 the sample is of the posterior with these errors (Wilkinson 2013). A run that failed has no likelihood.

use engine::draw::Purpose;

use super::history::Region;
use super::method::{Method, Proposal};
use super::prior::sample_probit;
use super::statistics::{normal, quantile_of_sorted, sorted, stream};
use super::target::{Schedule, Target};
use super::weighted::{Weighted, distance};

const FIRST: Purpose = Purpose::named("fit.moves.first");
const ANCESTOR: Purpose = Purpose::named("fit.moves.ancestor");
const MOVE: Purpose = Purpose::named("fit.moves.move");
const ERROR: Purpose = Purpose::named("fit.moves.observation_error");
/// Tries to draw a point within what history matching left.
const TRIES: u32 = 10_000;
/// The first size of a step, and how far it may change: 1 forgets where it came from.
const STEP: (f64, f64, f64) = (0.5, 0.05, 0.95);
/// Shares of moves taken below and above which steps become smaller and larger.
const WANTED: (f64, f64) = (0.15, 0.35);

/// How it goes about it.
#[derive(Clone, Debug, PartialEq)]
pub struct MovesSettings {
    /// Particles; each generation takes as many runs.
    pub population: usize,
    /// Runs in all, after which it ends.
    pub budget: u64,
    /// The next tolerance is this quantile of the distances, 0..1.
    pub quantile: f64,
    /// It ends in a generation that takes a smaller share of its moves.
    pub least_acceptance: f64,
    /// While the effective size is below this share of the particles the tolerance waits, and particles only move.
    pub settles_below: f64,
    /// The scale of each summary in the distance.
    pub scales: Vec<f64>,
    /// The fidelity of each generation.
    pub fidelity: Schedule,
}

/// A particle.
#[derive(Clone, Debug, PartialEq)]
pub struct Particle {
    /// The parameters, in probit coordinates.
    pub point: Vec<f64>,
    /// The summaries of its run, with observation error.
    pub summaries: Vec<f64>,
    /// Their distance to the observations.
    pub distance: f64,
}

/// What is recorded of a generation.
#[derive(Clone, Debug, PartialEq)]
pub struct Generation {
    /// The largest distance allowed; for the first generation, the largest there was.
    pub tolerance: f64,
    /// Runs made for it.
    pub runs: u64,
    /// The share of runs kept.
    pub acceptance: f64,
    /// The effective sample size.
    pub effective_size: f64,
    /// The fidelity of its runs.
    pub fidelity: u32,
}

/// Why sequential Monte Carlo ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovesEnd {
    /// The runs are spent.
    Budget,
    /// Too few moves are taken.
    Acceptance,
    /// The tolerance cannot fall: too many distances are equal.
    Stalled,
}

/// A sampler that moves its particles within the prior.
#[derive(Clone, Debug, PartialEq)]
pub struct Moves {
    settings: MovesSettings,
    target: Target,
    region: Region,
    dimension: usize,
    seed: u64,
    /// The particles, all of the same weight.
    pub population: Vec<Particle>,
    /// The generations so far; the effective size counts particles that stand on one point once.
    pub generations: Vec<Generation>,
    /// Runs so far, failed ones included.
    pub runs: u64,
    /// Why it ended, once it has.
    pub end: Option<MovesEnd>,
    /// Where each particle of the present generation is moved from.
    ancestors: Vec<Particle>,
    /// `None` until the first generation is whole: all are within it.
    tolerance: Option<f64>,
    step: f64,
}

impl Moves {
    pub(crate) fn new(settings: MovesSettings, target: Target, region: Region, dimension: usize, seed: u64) -> Moves {
        Moves {
            end: (settings.budget < settings.population as u64).then_some(MovesEnd::Budget),
            settings,
            target,
            region,
            dimension,
            seed,
            population: Vec::new(),
            generations: Vec::new(),
            runs: 0,
            ancestors: Vec::new(),
            tolerance: None,
            step: STEP.0,
        }
    }

    /// The sample: the points of the population, each once, by the number of particles on it. `None` before the first
    /// generation is whole, or when all its runs failed.
    pub fn sample(&self) -> Option<Weighted> {
        if self.population.is_empty() {
            return None;
        }
        let (points, counts) = self.distinct();
        let n = self.population.len() as f64;
        Some(Weighted { points, weights: counts.iter().map(|count| count / n).collect() })
    }

    fn distinct(&self) -> (Vec<Vec<f64>>, Vec<f64>) {
        let (mut points, mut counts): (Vec<Vec<f64>>, Vec<f64>) = (Vec::new(), Vec::new());
        for particle in &self.population {
            match points.iter().position(|point| *point == particle.point) {
                Some(at) => counts[at] += 1.0,
                None => {
                    points.push(particle.point.clone());
                    counts.push(1.0);
                }
            }
        }
        (points, counts)
    }

    fn generation(&self) -> u32 {
        self.generations.len() as u32
    }

    fn fidelity(&self) -> u32 {
        self.settings.fidelity.at(self.generation())
    }

    /// Whether particles stay where they are, to be run at another fidelity.
    fn stands_still(&self) -> bool {
        self.generations.last().is_some_and(|last| last.fidelity != self.fidelity())
    }

    fn point(&self, number: usize) -> Vec<f64> {
        let generation = self.generation();
        let Some(ancestor) = self.ancestors.get(number) else {
            let mut draws = stream(self.seed, FIRST, generation, number as u64);
            let point = self.region.sample(self.dimension, &mut draws, TRIES);
            return point.unwrap_or_else(|| sample_probit(self.dimension, &mut draws));
        };
        if self.stands_still() {
            return ancestor.point.clone();
        }
        let mut draws = stream(self.seed, MOVE, generation, number as u64);
        let kept = (1.0 - self.step * self.step).sqrt();
        ancestor.point.iter().map(|z| kept * z + self.step * normal(&mut draws)).collect()
    }

    /// Sets the next tolerance and draws the ancestors of the next generation, or ends.
    fn prepare(&mut self, acceptance: f64) {
        let distances = sorted(&self.population.iter().map(|p| p.distance).collect::<Vec<f64>>());
        let next = quantile_of_sorted(&distances, self.settings.quantile);
        let changes = self.stands_still();
        let size = self.generations.last().map_or(0.0, |last| last.effective_size);
        let crowded = size < self.settings.settles_below * self.settings.population as f64;
        // While many particles stand on few points, everyone moves where the tolerance is.
        let next = self.tolerance.filter(|_| crowded).unwrap_or(next);
        if self.population.len() < 2 {
            self.end = Some(MovesEnd::Acceptance);
            return;
        }
        if self.generations.len() > 1 && acceptance < self.settings.least_acceptance {
            self.end = Some(MovesEnd::Acceptance);
        } else if self.runs + self.settings.population as u64 > self.settings.budget {
            self.end = Some(MovesEnd::Budget);
        } else if !changes && !crowded && self.tolerance.is_some_and(|tolerance| next >= tolerance) {
            self.end = Some(MovesEnd::Stalled);
        }
        if !changes {
            self.tolerance = Some(next);
        }
        let alive: Vec<&Particle> = self.population.iter().filter(|p| changes || p.distance <= next).collect();
        let generation = self.generation();
        let ancestor = |number: usize| {
            // Those within the tolerance stay themselves first; the rest are drawn among them.
            let drawn = || stream(self.seed, ANCESTOR, generation, number as u64).below(alive.len() as u64) as usize;
            alive[if number < alive.len() { number } else { drawn() }].clone()
        };
        self.ancestors = (0..self.settings.population).map(ancestor).collect();
    }
}

impl Method for Moves {
    fn propose(&self) -> Vec<Proposal> {
        if self.is_done() {
            return Vec::new();
        }
        let from_prior = self.ancestors.is_empty() && self.region.is_whole();
        (0..self.settings.population)
            .map(|number| Proposal { point: self.point(number), fidelity: self.fidelity(), from_prior })
            .collect()
    }

    fn take(&mut self, proposals: &[Proposal], results: &[Option<Vec<f64>>]) {
        let (generation, fidelity) = (self.generation(), self.fidelity());
        let stays = self.stands_still();
        let (observed, variance) = (self.target.values(), self.target.variance(fidelity));
        self.runs += proposals.len() as u64;
        let ran = |number: usize| {
            let summaries = results[number].as_ref()?;
            let mut draws = stream(self.seed, ERROR, generation, number as u64);
            let summaries: Vec<f64> =
                summaries.iter().zip(&variance).map(|(s, v)| s + v.sqrt() * normal(&mut draws)).collect();
            let distance = distance(&summaries, &observed, &self.settings.scales);
            let is_within = self.tolerance.is_none_or(|tolerance| distance <= tolerance)
                && self.region.contains(&proposals[number].point);
            is_within.then(|| Particle { point: proposals[number].point.clone(), summaries, distance })
        };
        let moved: Vec<Option<Particle>> = (0..proposals.len()).map(ran).collect();
        let acceptance = moved.iter().flatten().count() as f64 / proposals.len().max(1) as f64;
        // Who is not moved stays; at a new fidelity, or in the beginning, there is nowhere to stay.
        let mut ancestors = std::mem::take(&mut self.ancestors).into_iter();
        let next = moved.into_iter().filter_map(|moved| {
            let ancestor = ancestors.next();
            moved.or(if stays { None } else { ancestor })
        });
        let population: Vec<Particle> = next.collect();
        if population.len() >= 2 || self.generations.is_empty() {
            self.population = population;
        } else {
            // Nobody bears the new fidelity: the last generation stands.
            self.end = Some(MovesEnd::Acceptance);
            return;
        }
        let (_, counts) = self.distinct();
        let squares: f64 = counts.iter().map(|count| count * count).sum();
        let total: f64 = counts.iter().sum();
        self.generations.push(Generation {
            tolerance: self.tolerance.unwrap_or_else(|| self.population.iter().map(|p| p.distance).fold(0.0, f64::max)),
            runs: proposals.len() as u64,
            acceptance,
            effective_size: if squares > 0.0 { total * total / squares } else { 0.0 },
            fidelity,
        });
        if generation > 0 && !stays {
            let factor = if acceptance > WANTED.1 {
                1.25
            } else if acceptance < WANTED.0 {
                0.75
            } else {
                1.0
            };
            self.step = (self.step * factor).clamp(STEP.1, STEP.2);
        }
        self.prepare(if stays { 1.0 } else { acceptance });
    }

    fn is_done(&self) -> bool {
        self.end.is_some()
    }
}
