//! Intervals around an estimate, and the bootstrap that makes them where no formula does.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::math;

/// Two bounds, in the units of what they bound. An infinite bound says that the data do not bound that side.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Interval {
    /// Everything: nothing is known.
    pub const UNBOUNDED: Interval = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// Whether x lies between the bounds or on one.
    pub fn contains(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }

    /// Half the distance between the bounds.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// A number with its interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
}

/// The normal deviate of a two-sided interval of this level: 1.96 for 0.95.
///
/// # Panics
/// When the level is not between 0 and 1.
pub fn deviate(level: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not {level}");
    math::normal_quantile(0.5 + level / 2.0)
}

/// The number below which a share of the sorted values lies, between neighbours by proportion (Hyndman and Fan 1996,
/// type 7).
///
/// # Panics
/// When there are no values.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    assert!(!sorted.is_empty(), "a quantile needs a value");
    let place = share.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let part = place - below as f64;
    // Equal neighbours first: infinite ones would otherwise give "not a number".
    if sorted[below] == sorted[above] || part == 0.0 {
        return sorted[below];
    }
    sorted[below] * (1.0 - part) + sorted[above] * part
}

/// How to bootstrap: percentile intervals from resampled rows (Efron 1979).
#[derive(Clone, Copy, Debug)]
pub struct Bootstrap {
    /// Number of resamples; 1000 give the ends of a 95% interval to about a twentieth of its half-width.
    pub resamples: u32,
    /// Share of the resampled estimates inside the interval, e.g. 0.95.
    pub level: f64,
    /// Seed of the resampling.
    pub seed: u64,
}

const RESAMPLE: Purpose = Purpose::named("experiment.bootstrap.resample");

impl Bootstrap {
    /// How often each of `rows` rows is drawn in one resample, with replacement.
    fn weights(&self, resample: u32, rows: usize) -> Vec<f64> {
        let mut stream = Draws::new(self.seed).stream(RESAMPLE, u64::from(resample), Day(0), 0);
        let mut weights = vec![0.0; rows];
        for _ in 0..rows {
            weights[stream.below(rows as u64) as usize] += 1.0;
        }
        weights
    }

    /// Intervals of several numbers computed together from weighted rows. `statistics` is called once for each resample; a
    /// number that a resample leaves undefined is given as not finite and is left out, and a number undefined in more
    /// than half of them has no bounds.
    ///
    /// # Panics
    /// When `statistics` does not return `numbers` numbers, or the level is not between 0 and 1.
    pub fn intervals(
        &self,
        rows: usize,
        numbers: usize,
        mut statistics: impl FnMut(&[f64]) -> Vec<f64>,
    ) -> Vec<Interval> {
        let mut found = vec![Vec::with_capacity(self.resamples as usize); numbers];
        for resample in 0..self.resamples {
            let values = statistics(&self.weights(resample, rows));
            assert_eq!(values.len(), numbers, "a resample gives the numbers it was asked for");
            for (list, value) in found.iter_mut().zip(values) {
                if value.is_finite() {
                    list.push(value);
                }
            }
        }
        found.into_iter().map(|list| self.percentile(list)).collect()
    }

    fn percentile(&self, mut values: Vec<f64>) -> Interval {
        assert!(self.level > 0.0 && self.level < 1.0, "a level lies between 0 and 1, not {}", self.level);
        if values.is_empty() || values.len() * 2 < self.resamples as usize {
            return Interval::UNBOUNDED;
        }
        values.sort_by(f64::total_cmp);
        let tail = (1.0 - self.level) / 2.0;
        Interval { low: quantile(&values, tail), high: quantile(&values, 1.0 - tail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_quantiles_of_a_sorted_list() {
        let values = [1.0, 2.0, 4.0, f64::INFINITY, f64::INFINITY];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.125), 1.5);
        assert_eq!(quantile(&values, 0.5), 4.0);
        assert_eq!(quantile(&values, 0.9), f64::INFINITY);
        assert_eq!(quantile(&[3.0], 0.7), 3.0);
    }

    #[test]
    fn law_bootstrap_interval_of_a_mean_is_that_of_its_standard_error() {
        // 400 rows of 0 and 1: the mean's standard error is 0.025. With 4000 resamples an end of the interval is off by
        // about 0.025 * 2.7 / sqrt(4000) = 0.0011; rows move in steps of 1/400.
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 2)).collect();
        let bootstrap = Bootstrap { resamples: 4000, level: 0.95, seed: 3 };
        let mean = |weights: &[f64]| {
            let total = math::sum_in_order(weights.iter().zip(&values).map(|(w, x)| w * x));
            vec![total / 400.0, f64::NAN]
        };
        let found = bootstrap.intervals(values.len(), 2, mean);
        assert!((found[0].low - (0.5 - 0.049)).abs() < 0.0055, "{:?}", found[0]);
        assert!((found[0].high - (0.5 + 0.049)).abs() < 0.0055, "{:?}", found[0]);
        assert_eq!(found[1], Interval::UNBOUNDED);
        assert_eq!(found, bootstrap.intervals(values.len(), 2, mean), "a pure function of the seed");
    }
}
