//! Designs over the prior, and what the prior predicts.

use engine::draw::Purpose;
use engine::math;

use super::method::{Method, Proposal};
use super::statistics::{mean, open_uniform, quantile_of_sorted, sorted, stream, variance};

const CUBE: Purpose = Purpose::named("fit.latin_hypercube");

/// A Latin hypercube in the open unit cube (McKay, Beckman and Conover 1979): of each parameter, one point in each of
/// `points` equal slices, at a drawn place within it; the slices are paired by drawn permutations.
pub fn latin_hypercube(points: usize, dimension: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut design = vec![vec![0.0; dimension]; points];
    for k in 0..dimension {
        let mut draws = stream(seed, CUBE, 0, k as u64);
        let mut slices: Vec<usize> = (0..points).collect();
        for i in (1..points).rev() {
            slices.swap(i, draws.below(i as u64 + 1) as usize);
        }
        for (point, slice) in design.iter_mut().zip(slices) {
            point[k] = (slice as f64 + open_uniform(&mut draws)) / points as f64;
        }
    }
    design
}

/// A Latin hypercube over the prior, in probit coordinates.
pub(crate) fn probit_hypercube(points: usize, dimension: usize, seed: u64) -> Vec<Vec<f64>> {
    latin_hypercube(points, dimension, seed)
        .into_iter()
        .map(|p| p.into_iter().map(math::normal_quantile).collect())
        .collect()
}

/// How the prior is explored.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignSettings {
    /// Runs.
    pub points: usize,
    /// Runs asked for at a time.
    pub batch: usize,
    /// Their fidelity.
    pub fidelity: u32,
}

/// Runs over a Latin hypercube of the prior: a bank for the prior predictive and for simulation-based calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    settings: DesignSettings,
    dimension: usize,
    seed: u64,
    /// Runs that have come back.
    pub finished: usize,
    /// Of these, the ones that failed.
    pub failed: usize,
}

impl Design {
    pub(crate) fn new(settings: DesignSettings, dimension: usize, seed: u64) -> Design {
        Design { settings, dimension, seed, finished: 0, failed: 0 }
    }
}

impl Method for Design {
    fn propose(&self) -> Vec<Proposal> {
        let until = (self.finished + self.settings.batch).min(self.settings.points);
        probit_hypercube(self.settings.points, self.dimension, self.seed)
            .drain(self.finished..until)
            .map(|point| Proposal { point, fidelity: self.settings.fidelity, from_prior: true })
            .collect()
    }

    fn take(&mut self, proposals: &[Proposal], results: &[Option<Vec<f64>>]) {
        self.finished += proposals.len();
        self.failed += results.iter().filter(|r| r.is_none()).count();
    }

    fn is_done(&self) -> bool {
        self.finished >= self.settings.points
    }
}

/// The distribution of one summary over runs drawn from the prior.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictive {
    /// The mean, in the summary's unit.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The quantiles at the levels asked for.
    pub quantiles: Vec<f64>,
    /// The share of runs below the observed value, counting half of those equal to it. At 0 or 1 no run reaches it.
    pub below_observed: f64,
}

/// What the prior predicts for each summary: `observed` has one value for each. Empty when there are no runs.
pub fn prior_predictive(summaries: &[Vec<f64>], observed: &[f64], levels: &[f64]) -> Vec<Predictive> {
    if summaries.is_empty() {
        return Vec::new();
    }
    observed
        .iter()
        .enumerate()
        .map(|(k, z)| {
            let values = sorted(&summaries.iter().map(|s| s[k]).collect::<Vec<f64>>());
            let below = values.iter().filter(|x| *x < z).count() as f64;
            let equal = values.iter().filter(|x| *x == z).count() as f64;
            Predictive {
                mean: mean(&values),
                sd: variance(&values).sqrt(),
                quantiles: levels.iter().map(|p| quantile_of_sorted(&values, *p)).collect(),
                below_observed: (below + 0.5 * equal) / values.len() as f64,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_each_slice_of_each_parameter_has_one_point() {
        let n = 37;
        let design = latin_hypercube(n, 5, 9);
        for k in 0..5 {
            let mut slices: Vec<usize> = design.iter().map(|p| (p[k] * n as f64) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..n).collect::<Vec<usize>>());
        }
        assert_eq!(design, latin_hypercube(n, 5, 9));
        assert_ne!(design, latin_hypercube(n, 5, 10));
    }

    #[test]
    fn parameters_of_a_hypercube_do_not_correlate() {
        let n = 4000;
        let design = latin_hypercube(n, 3, 1);
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            let r = 12.0 * mean(&design.iter().map(|p| (p[i] - 0.5) * (p[j] - 0.5)).collect::<Vec<f64>>());
            // Standard error 1 / sqrt(4000) = 0.016.
            assert!(r.abs() < 0.064, "{r}");
        }
    }

    #[test]
    fn predictive_of_known_values() {
        let summaries: Vec<Vec<f64>> = (0..=10).map(|i| vec![f64::from(i), 1.0]).collect();
        let p = prior_predictive(&summaries, &[2.0, 3.0], &[0.1, 0.5]);
        assert_eq!((p[0].mean, p[0].quantiles.clone()), (5.0, vec![1.0, 5.0]));
        assert_eq!(p[0].sd, 11.0_f64.sqrt());
        assert_eq!((p[0].below_observed, p[1].below_observed), (2.5 / 11.0, 1.0));
        assert!(prior_predictive(&[], &[2.0], &[0.5]).is_empty());
    }
}
