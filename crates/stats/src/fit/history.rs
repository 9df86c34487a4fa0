//! History matching: which parameters are not ruled out by the observations (Craig, Goldstein, Seheult and Smith 1997;
//! Vernon, Goldstein and Bower 2010).
//!
//! Runs over a wave's points train an [`Emulator`]. A point is ruled out when a summary's implausibility
//!
//! I = |z - E| / √(V_observation + V_discrepancy + V_stochastic + V_emulator)
//!
//! exceeds a cutoff. The next wave's points are drawn from what is left of the prior.

use engine::draw::{Purpose, Stream};
use engine::math::sum_in_order;

use super::design::probit_hypercube;
use super::emulator::Emulator;
use super::method::{Method, Proposal};
use super::prior::sample_probit;
use super::statistics::stream;
use super::target::{Schedule, Target};

const CANDIDATE: Purpose = Purpose::named("fit.history.candidate");

/// How many standard deviations an observed value is from what is expected. Infinite when the variance is 0 and they
/// differ.
fn implausibility(observed: f64, expected: f64, variance: f64) -> f64 {
    let distance = (observed - expected).abs();
    if distance == 0.0 { 0.0 } else { distance / variance.sqrt() }
}

/// Whether a point is ruled out by these implausibilities: more than `ignored` of them exceed the cutoff. Ignoring the
/// largest one or two guards against a summary whose emulator is poor (Vernon et al. 2010).
fn is_ruled_out(implausibilities: &[f64], cutoff: f64, ignored: usize) -> bool {
    // What is not a number rules out.
    implausibilities.iter().filter(|i| i.is_nan() || **i > cutoff).count() > ignored
}

/// How history matching goes about it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistorySettings {
    /// Waves.
    pub waves: u32,
    /// Points in a wave.
    pub points: usize,
    /// Points of a wave that are run several times, for the stochastic variance.
    pub replicated: usize,
    /// Runs at each of these.
    pub replicates: usize,
    /// The implausibility beyond which a point is ruled out; 3 by the rule of Pukelsheim (1994), which holds for every
    /// distribution with one mode.
    pub cutoff: f64,
    /// Summaries that may exceed it.
    pub ignored: usize,
    /// Candidates drawn from the prior for the next wave.
    pub candidates: u64,
    /// The fidelity of each wave.
    pub fidelity: Schedule,
}

/// What one wave says about a point.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Screen {
    emulator: Emulator,
    /// Observation, discrepancy and coarseness, by summary.
    variance: Vec<f64>,
    /// Of each summary between runs with the same parameters; 0 without replicates.
    pub(super) stochastic: Vec<f64>,
    observed: Vec<f64>,
    cutoff: f64,
    ignored: usize,
}

impl Screen {
    fn implausibilities(&self, point: &[f64]) -> Vec<f64> {
        self.emulator
            .expect(point)
            .iter()
            .enumerate()
            .map(|(k, e)| {
                // The residuals hold the stochastic variance already, unless too few runs made them look smaller.
                let about = e.residual_variance.max(self.stochastic[k]);
                implausibility(self.observed[k], e.mean, self.variance[k] + about + e.mean_variance)
            })
            .collect()
    }
}

/// The part of the prior that no wave has ruled out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    pub(super) screens: Vec<Screen>,
}

impl Region {
    /// Whether a point, in probit coordinates, is left.
    pub fn contains(&self, point: &[f64]) -> bool {
        self.screens.iter().rev().all(|s| !is_ruled_out(&s.implausibilities(point), s.cutoff, s.ignored))
    }

    /// A point of what is left, drawn from the prior; `None` when none of `tries` lies in it.
    pub(crate) fn sample(&self, dimension: usize, draws: &mut Stream, tries: u32) -> Option<Vec<f64>> {
        (0..tries).map(|_| sample_probit(dimension, draws)).find(|p| self.contains(p))
    }

    /// Whether it is the whole prior.
    pub fn is_whole(&self) -> bool {
        self.screens.is_empty()
    }
}

/// What a wave found.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    /// Runs, failed ones included.
    pub runs: usize,
    /// The share of the prior that is left.
    pub share_left: f64,
}

/// Why history matching ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryEnd {
    /// All waves are run.
    Waves,
    /// Too few runs succeeded for an emulator.
    TooFewRuns,
    /// Of the candidates, fewer than a wave's points are left: the observations nearly rule out the prior.
    TooFewLeft,
    /// None is left: no parameters within the prior give what was observed, within the errors stated.
    NoneLeft,
}

/// A point and the runs made there.
#[derive(Clone, Debug, PartialEq)]
struct Visited {
    point: Vec<f64>,
    mean: Vec<f64>,
    runs: f64,
    fidelity: u32,
}

/// History matching, wave by wave.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryMatching {
    settings: HistorySettings,
    target: Target,
    dimension: usize,
    seed: u64,
    points: Vec<Vec<f64>>,
    visited: Vec<Visited>,
    /// The waves so far.
    pub waves: Vec<Wave>,
    /// What is left of the prior.
    pub region: Region,
    /// Why it ended, once it has.
    pub end: Option<HistoryEnd>,
}

impl HistoryMatching {
    pub(crate) fn new(settings: HistorySettings, target: Target, region: Region, dimension: usize, seed: u64) -> Self {
        let end = (settings.waves == 0).then_some(HistoryEnd::Waves);
        let points = probit_hypercube(settings.points, dimension, seed);
        let mut matching = HistoryMatching {
            settings,
            target,
            dimension,
            seed,
            points,
            visited: Vec::new(),
            waves: Vec::new(),
            region,
            end,
        };
        if !matching.region.is_whole() && matching.end.is_none() {
            matching.choose_points(0);
        }
        matching
    }

    fn runs_at(&self, point: usize) -> usize {
        if point < self.settings.replicated { self.settings.replicates.max(1) } else { 1 }
    }

    /// Draws the next wave's points from what is left, and says which share that is.
    fn choose_points(&mut self, round: u32) -> f64 {
        let mut left = 0_u64;
        self.points.clear();
        for i in 0..self.settings.candidates {
            let point = sample_probit(self.dimension, &mut stream(self.seed, CANDIDATE, round, i));
            if self.region.contains(&point) {
                left += 1;
                if self.points.len() < self.settings.points {
                    self.points.push(point);
                }
            }
        }
        if left == 0 {
            self.end = Some(HistoryEnd::NoneLeft);
        } else if self.points.len() < self.settings.points {
            self.end = Some(HistoryEnd::TooFewLeft);
        }
        left as f64 / self.settings.candidates.max(1) as f64
    }
}

impl Method for HistoryMatching {
    fn propose(&self) -> Vec<Proposal> {
        if self.is_done() {
            return Vec::new();
        }
        let fidelity = self.settings.fidelity.at(self.waves.len() as u32);
        let mut proposals = Vec::new();
        for (i, point) in self.points.iter().enumerate() {
            for replicate in 0..self.runs_at(i) {
                let from_prior = self.region.is_whole() && replicate == 0;
                proposals.push(Proposal { point: point.clone(), fidelity, from_prior });
            }
        }
        proposals
    }

    fn take(&mut self, proposals: &[Proposal], results: &[Option<Vec<f64>>]) {
        let summaries = self.target.observations.len();
        let fidelity = self.settings.fidelity.at(self.waves.len() as u32);
        let mut within = vec![0.0; summaries];
        let mut degrees = 0.0;
        let mut at = 0;
        let first = self.visited.len();
        for (i, point) in self.points.iter().enumerate() {
            let runs: Vec<&Vec<f64>> = results[at..at + self.runs_at(i)].iter().flatten().collect();
            at += self.runs_at(i);
            if runs.is_empty() {
                continue;
            }
            let n = runs.len() as f64;
            let mean: Vec<f64> = (0..summaries).map(|k| sum_in_order(runs.iter().map(|r| r[k])) / n).collect();
            for k in 0..summaries {
                within[k] += sum_in_order(runs.iter().map(|r| (r[k] - mean[k]) * (r[k] - mean[k])));
            }
            degrees += n - 1.0;
            self.visited.push(Visited { point: point.clone(), mean, runs: n, fidelity });
        }
        let stochastic: Vec<f64> = within.iter().map(|w| if degrees > 0.0 { w / degrees } else { 0.0 }).collect();
        let variance = self.target.variance(fidelity);
        let observed = self.target.values();
        let (cutoff, ignored) = (self.settings.cutoff, self.settings.ignored);
        // Earlier waves' runs in the region left still tell of it, where they are as fine.
        let region = &self.region;
        let near: Vec<&Visited> = self
            .visited
            .iter()
            .enumerate()
            .filter(|(i, v)| v.fidelity == fidelity && (*i >= first || region.contains(&v.point)))
            .map(|(_, v)| v)
            .collect();
        let points: Vec<Vec<f64>> = near.iter().map(|v| v.point.clone()).collect();
        let means: Vec<Vec<f64>> = near.iter().map(|v| v.mean.clone()).collect();
        let counts: Vec<f64> = near.iter().map(|v| v.runs).collect();
        let emulator = Emulator::fit(&points, &means, &counts);
        let mut share_left = self.waves.last().map_or(1.0, |w| w.share_left);
        match emulator {
            None => self.end = Some(HistoryEnd::TooFewRuns),
            Some(emulator) => {
                self.region.screens.push(Screen { emulator, variance, stochastic, observed, cutoff, ignored });
                share_left = self.choose_points(self.waves.len() as u32 + 1);
                if self.waves.len() as u32 + 1 >= self.settings.waves {
                    self.end = self.end.or(Some(HistoryEnd::Waves));
                }
            }
        }
        self.waves.push(Wave { runs: proposals.len(), share_left });
    }

    fn is_done(&self) -> bool {
        self.end.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn implausibility_is_a_number_of_standard_deviations() {
        assert_eq!(implausibility(10.0, 4.0, 9.0), 2.0);
        assert_eq!(implausibility(4.0, 4.0, 0.0), 0.0);
        assert_eq!(implausibility(4.0, 5.0, 0.0), f64::INFINITY);
        assert!(is_ruled_out(&[1.0, 3.1], 3.0, 0) && !is_ruled_out(&[1.0, 3.1], 3.0, 1));
        assert!(is_ruled_out(&[f64::NAN], 3.0, 0));
    }
}
