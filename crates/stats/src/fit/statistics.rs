//! Statistics of samples, weighted and not.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose, Stream};
use engine::math::{self, sum_in_order};

use super::linear::Matrix;

/// The draws of one purpose, one round of a method, and one item of it.
pub(crate) fn stream(seed: u64, purpose: Purpose, round: u32, item: u64) -> Stream {
    Draws::new(seed).stream(purpose, item, Day(round as i32), 0)
}

/// A uniform number strictly between 0 and 1.
pub(crate) fn open_uniform(stream: &mut Stream) -> f64 {
    ((stream.bits() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

/// A normal number with mean 0 and variance 1, by inversion: exact in the tails, which [`Stream::normal`] is not.
pub(crate) fn normal(stream: &mut Stream) -> f64 {
    math::normal_quantile(open_uniform(stream))
}

/// The values in ascending order.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut v = values.to_vec();
    v.sort_by(f64::total_cmp);
    v
}

/// The p-quantile of values in ascending order, linear between them (type 7 of Hyndman and Fan 1996). Not a number when
/// there are none.
pub(crate) fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let at = p * (sorted.len() - 1) as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}

/// The mean.
pub(crate) fn mean(values: &[f64]) -> f64 {
    sum_in_order(values.iter().copied()) / values.len() as f64
}

/// The variance, with n - 1; 0 for fewer than two values.
pub(crate) fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let m = mean(values);
    sum_in_order(values.iter().map(|x| (x - m) * (x - m))) / (values.len() - 1) as f64
}

/// A robust standard deviation: the median absolute deviation from the median, times 1.4826. The ordinary standard
/// deviation where more than half of the values are equal.
pub(crate) fn robust_sd(values: &[f64]) -> f64 {
    let median = quantile_of_sorted(&sorted(values), 0.5);
    let deviations: Vec<f64> = values.iter().map(|x| (x - median).abs()).collect();
    let mad = 1.482_602_218_505_602 * quantile_of_sorted(&sorted(&deviations), 0.5);
    if mad > 0.0 { mad } else { variance(values).sqrt() }
}

/// The weights, divided by their sum.
pub(crate) fn normalised(weights: &[f64]) -> Vec<f64> {
    let total = sum_in_order(weights.iter().copied());
    weights.iter().map(|w| w / total).collect()
}

/// The effective sample size, (Σw)² / Σw² (Kish 1965).
pub(crate) fn effective_size(weights: &[f64]) -> f64 {
    let total = sum_in_order(weights.iter().copied());
    let squares = sum_in_order(weights.iter().map(|w| w * w));
    if squares > 0.0 { total * total / squares } else { 0.0 }
}

/// The mean of each coordinate, with weights that sum to 1.
pub(crate) fn weighted_mean(points: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    (0..points[0].len()).map(|k| sum_in_order(points.iter().zip(weights).map(|(p, w)| w * p[k]))).collect()
}

/// The covariance, with weights that sum to 1, divided by 1 - Σw² (n - 1 over n when they are equal). 0 for one point.
pub(crate) fn weighted_covariance(points: &[Vec<f64>], weights: &[f64]) -> Matrix {
    let d = points[0].len();
    let centre = weighted_mean(points, weights);
    let mut c = Matrix::zeros(d, d);
    let left = 1.0 - sum_in_order(weights.iter().map(|w| w * w));
    if left <= 0.0 {
        return c;
    }
    for i in 0..d {
        for j in 0..=i {
            let s = sum_in_order(points.iter().zip(weights).map(|(p, w)| w * (p[i] - centre[i]) * (p[j] - centre[j])));
            *c.at_mut(i, j) = s / left;
            *c.at_mut(j, i) = s / left;
        }
    }
    c
}

/// The p-quantile of weighted values: linear in the cumulated weight, each value standing at the middle of its own.
pub(crate) fn weighted_quantile(values: &[f64], weights: &[f64], p: f64) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).filter(|i| weights[*i] > 0.0).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    let goal = p * sum_in_order(order.iter().map(|i| weights[*i]));
    let mut passed = 0.0;
    let mut before: Option<(f64, f64)> = None;
    for i in order {
        let (at, value) = (passed + 0.5 * weights[i], values[i]);
        if at >= goal {
            return match before {
                Some((last, low)) => low + (goal - last) / (at - last) * (value - low),
                None => value,
            };
        }
        passed += weights[i];
        before = Some((at, value));
    }
    before.map_or(f64::NAN, |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_equal_and_unequal_weights() {
        let v = [3.0, 1.0, 2.0];
        assert_eq!(quantile_of_sorted(&sorted(&v), 0.5), 2.0);
        assert_eq!(quantile_of_sorted(&sorted(&v), 0.25), 1.5);
        assert_eq!(weighted_quantile(&v, &[1.0, 1.0, 1.0], 0.5), 2.0);
        // The value 1 stands at 0.4 of the weight, the value 3 at 0.9.
        let x = weighted_quantile(&v, &[0.2, 0.8, 0.0], 0.65);
        assert!((x - 2.0).abs() < 1e-12, "{x}");
        assert_eq!(weighted_quantile(&v, &[0.2, 0.8, 0.0], 0.01), 1.0);
    }

    #[test]
    fn spread_of_a_normal_sample_and_of_a_lumpy_one() {
        const TEST: Purpose = Purpose::named("fit.test.spread");
        let v: Vec<f64> = (0..20_000).map(|i| 5.0 + 2.0 * normal(&mut stream(1, TEST, 0, i))).collect();
        // Standard errors: 2 / sqrt(40,000) = 0.010 for the sd, 1.17 times 2 / sqrt(20,000) = 0.0165 for the MAD.
        assert!((variance(&v).sqrt() - 2.0).abs() < 0.04);
        assert!((robust_sd(&v) - 2.0).abs() < 0.066);
        assert_eq!(robust_sd(&[1.0, 1.0, 1.0, 1.0, 6.0]), 5.0_f64.sqrt());
    }

    #[test]
    fn weights_count_as_repetitions() {
        let points = vec![vec![0.0, 1.0], vec![2.0, 5.0]];
        let w = normalised(&[1.0, 3.0]);
        assert_eq!(weighted_mean(&points, &w), [1.5, 4.0]);
        assert_eq!(effective_size(&[1.0, 1.0, 0.0]), 2.0);
        let c = weighted_covariance(&points, &[0.5, 0.5]);
        assert_eq!((c.at(0, 0), c.at(0, 1), c.at(1, 1)), (2.0, 4.0, 8.0));
    }
}
