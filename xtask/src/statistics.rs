//! The few statistics that the documents need. Each interval is a 95 per cent interval.

/// Standard normal quantile for 95 per cent, two-sided.
const Z: f64 = 1.959_964;

/// Wilson's interval for a share of which `k` of `n` were seen.
pub fn wilson(k: usize, n: usize) -> [f64; 2] {
    if n == 0 {
        return [0.0, 1.0];
    }
    let (n, p) = (n as f64, k as f64 / n as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    [middle - half, middle + half].map(|x| (x / (1.0 + Z * Z / n)).clamp(0.0, 1.0))
}

/// The quantile of some values, between the two nearest where it falls between; not a number when there are none.
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return f64::NAN;
    }
    let at = q * (sorted.len() - 1) as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (sorted[high] - sorted[low]) * (at - low as f64)
}

/// The median.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The mean.
pub fn mean(values: &[f64]) -> f64 {
    engine::math::sum_in_order(values.iter().copied()) / values.len() as f64
}

/// The standard deviation of the values about their mean, for a sample.
pub fn deviation(values: &[f64]) -> f64 {
    let m = mean(values);
    let squares = engine::math::sum_in_order(values.iter().map(|x| (x - m) * (x - m)));
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// The mean and its interval by Student's t.
pub fn mean_interval(values: &[f64]) -> (f64, [f64; 2]) {
    let m = mean(values);
    if values.len() < 2 {
        return (m, [f64::NAN; 2]);
    }
    let half = student(values.len() - 1) * deviation(values) / (values.len() as f64).sqrt();
    (m, [m - half, m + half])
}

/// Student's two-sided quantile, by the first terms of its expansion about the normal one.
fn student(freedom: usize) -> f64 {
    let (n, z3) = (freedom as f64, Z * Z * Z);
    let (z5, z7) = (z3 * Z * Z, z3 * Z * Z * Z * Z);
    match freedom {
        1 => 12.706,
        2 => 4.303,
        _ => {
            Z + (z3 + Z) / (4.0 * n)
                + (5.0 * z5 + 16.0 * z3 + 3.0 * Z) / (96.0 * n * n)
                + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * Z) / (384.0 * n * n * n)
        }
    }
}

/// The median and an interval for it from the values' own ranks, without any assumption on their distribution.
pub fn median_interval(values: &[f64]) -> (f64, [f64; 2]) {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    // The largest rank r such that at most 2.5 % of fair coins give fewer than r heads in n throws.
    let (mut chance, mut below, mut rank) = (fair_coin_all_tails(n), 0.0, 0);
    while rank < n / 2 && below + chance <= 0.025 {
        below += chance;
        chance *= (n - rank) as f64 / (rank + 1) as f64;
        rank += 1;
    }
    match (n, rank) {
        (0, _) => (f64::NAN, [f64::NAN; 2]),
        (_, 0) => (median(&sorted), [f64::NEG_INFINITY, f64::INFINITY]),
        _ => (median(&sorted), [sorted[rank - 1], sorted[n - rank]]),
    }
}

fn fair_coin_all_tails(n: usize) -> f64 {
    (0..n).fold(1.0, |chance, _| chance * 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_printed_intervals() {
        // 81 of 263: 0.255 to 0.366 (Newcombe 1998, Statistics in Medicine 17, table I, method 3).
        let [low, high] = wilson(81, 263);
        assert!((low - 0.2553).abs() < 5e-4 && (high - 0.3662).abs() < 5e-4, "{low} {high}");
        assert!((student(10) - 2.228).abs() < 2e-3 && (student(49) - 2.010).abs() < 1e-3);
        // Ranks 18 and 33 of 50, as in tables of the sign test.
        let values: Vec<f64> = (1..=50).map(f64::from).collect();
        assert_eq!(median_interval(&values), (25.5, [18.0, 33.0]));
    }

    #[test]
    fn law_quantiles_lie_within_the_values() {
        let values = [3.0, f64::NAN, 1.0, 2.0];
        assert_eq!([0.0, 0.25, 0.5, 1.0].map(|q| quantile(&values, q)), [1.0, 1.5, 2.0, 3.0]);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
