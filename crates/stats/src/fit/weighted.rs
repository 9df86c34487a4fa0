//! Weighted samples, and the adjustment that moves them to what was observed.

use engine::draw::Stream;

use super::linear::{dot, normal_equations};
use super::statistics::{effective_size, normalised};

/// A weighted sample, in probit coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    /// The points.
    pub points: Vec<Vec<f64>>,
    /// Their weights, which sum to 1.
    pub weights: Vec<f64>,
}

impl Weighted {
    /// The effective sample size (Kish 1965).
    pub fn effective_size(&self) -> f64 {
        effective_size(&self.weights)
    }

    /// Points drawn by weight, with replacement.
    pub fn draw(&self, count: usize, draws: &mut Stream) -> Vec<Vec<f64>> {
        (0..count).filter_map(|_| draws.choose(&self.weights)).map(|i| self.points[i].clone()).collect()
    }
}

/// A distance between summaries: the root of the mean squared difference, each summary divided by its scale. A summary
/// with scale 0, one that never varied, is left out.
pub fn distance(summaries: &[f64], observed: &[f64], scales: &[f64]) -> f64 {
    let mut used = 0.0;
    let mut total = 0.0;
    for k in 0..scales.len() {
        if scales[k] > 0.0 {
            let d = (summaries[k] - observed[k]) / scales[k];
            total += d * d;
            used += 1.0;
        }
    }
    if used > 0.0 { (total / used).sqrt() } else { 0.0 }
}

/// Local-linear regression adjustment (Beaumont, Zhang and Balding 2002).
///
/// Each coordinate is regressed on the summaries, with Epanechnikov weights 1 - (distance / `width`)², and moved along
/// the plane to the observed summaries. The residuals are widened by √(n / (n - p)), n the effective size and p the
/// number of regressors: a fitted plane takes in that share of the spread. `None` when the effective size is not above
/// twice p.
pub fn regression_adjusted(
    sample: &Weighted,
    summaries: &[Vec<f64>],
    observed: &[f64],
    scales: &[f64],
    width: f64,
) -> Option<Weighted> {
    let used: Vec<usize> = (0..scales.len()).filter(|k| scales[*k] > 0.0).collect();
    let mut weights = Vec::with_capacity(sample.weights.len());
    let mut rows = Vec::with_capacity(sample.weights.len());
    for (w, s) in sample.weights.iter().zip(summaries) {
        let d = distance(s, observed, scales) / width;
        weights.push(w * (1.0 - d * d).max(0.0));
        rows.push([1.0].into_iter().chain(used.iter().map(|k| (s[*k] - observed[*k]) / scales[*k])).collect());
    }
    let regressors = used.len() as f64 + 1.0;
    let size = effective_size(&weights);
    if size.is_nan() || size <= 2.0 * regressors {
        return None;
    }
    let weights = normalised(&weights);
    let (gram, products) = normal_equations(&rows, &weights, &sample.points);
    let factor = gram.cholesky_ridged()?;
    let planes: Vec<Vec<f64>> = products.iter().map(|b| factor.solve(b)).collect();
    let widening = (size / (size - regressors)).sqrt();
    let points = sample
        .points
        .iter()
        .zip(&rows)
        .map(|(z, row)| planes.iter().zip(z).map(|(b, z)| b[0] + widening * (z - dot(row, b))).collect())
        .collect();
    Some(Weighted { points, weights })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_a_mean_over_summaries_that_vary() {
        assert_eq!(distance(&[3.0, 8.0, 1.0], &[0.0, 0.0, 9.0], &[1.0, 2.0, 0.0]), 12.5_f64.sqrt());
        assert_eq!(distance(&[3.0], &[0.0], &[0.0]), 0.0);
    }

    #[test]
    fn an_exact_plane_is_followed_to_the_observation() {
        // z = 2 + 3 s: at s = 0.5 every point becomes 3.5.
        let summaries: Vec<Vec<f64>> = (0..40).map(|i| vec![f64::from(i) * 0.05]).collect();
        let points: Vec<Vec<f64>> = summaries.iter().map(|s| vec![2.0 + 3.0 * s[0]]).collect();
        let sample = Weighted { points, weights: vec![1.0 / 40.0; 40] };
        let adjusted = regression_adjusted(&sample, &summaries, &[0.5], &[1.0], 0.7).unwrap();
        for (p, w) in adjusted.points.iter().zip(&adjusted.weights) {
            assert!((p[0] - 3.5).abs() < 1e-12 && *w >= 0.0, "{p:?}");
        }
        assert_eq!(adjusted.weights[30], 0.0, "beyond the width");
        assert!(regression_adjusted(&sample, &summaries, &[0.5], &[1.0], 0.05).is_none(), "too few within the width");
    }
}
