//! The two-sample test of Kolmogorov and Smirnov.

/// What the test says of two samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// The largest distance between the two shares at or below a value.
    pub distance: f64,
    /// How often two samples of one continuous distribution lie at least that far apart. With equal values in the samples
    /// the true chance is no larger.
    pub p: f64,
}

/// Asks whether two samples may come from one distribution; exact. Values that are not numbers are left out.
///
/// # Panics
/// When a sample has no values.
pub fn test(first: &[f64], second: &[f64]) -> Test {
    let [a, b] = [first, second].map(|values| {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        assert!(!sorted.is_empty(), "a sample has values");
        sorted
    });
    let (n, m) = (a.len(), b.len());
    let (mut i, mut j, mut farthest) = (0, 0, 0);
    while i < n && j < m {
        let value = a[i].min(b[j]);
        while i < n && a[i] <= value {
            i += 1;
        }
        while j < m && b[j] <= value {
            j += 1;
        }
        farthest = farthest.max((i * m).abs_diff(j * n));
    }
    Test { distance: farthest as f64 / (n * m) as f64, p: chance_of(n, m, farthest) }
}

/// The chance that the distance, times n m, is at least this: among all orders in which n and m values can come, the share
/// of those that leave the band.
fn chance_of(n: usize, m: usize, farthest: usize) -> f64 {
    if farthest == 0 {
        return 1.0;
    }
    // inside[j]: the chance that a random order, after i values of one and j of the other, has never left the band.
    let is_inside = |i: usize, j: usize| (i * m).abs_diff(j * n) < farthest;
    let mut inside = vec![0.0; m + 1];
    for i in 0..=n {
        for j in 0..=m {
            // The last value came from either sample, by their shares of the values so far.
            let all = (i + j) as f64;
            let chance = match (i, j) {
                (0, 0) => 1.0,
                (0, _) => inside[j - 1],
                (_, 0) => inside[0],
                _ => inside[j] * (i as f64 / all) + inside[j - 1] * (j as f64 / all),
            };
            inside[j] = if is_inside(i, j) { chance } else { 0.0 };
        }
    }
    (1.0 - inside[m]).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counted_orders() {
        // Two and two values come in six orders; in two of them one sample lies wholly below the other.
        let apart = test(&[1.0, 2.0], &[3.0, 4.0]);
        assert_eq!(apart.distance, 1.0);
        assert!((apart.p - 2.0 / 6.0).abs() < 1e-12, "{apart:?}");
        // One in C(20, 10) = 184,756 orders on either side.
        let low: Vec<f64> = (0..10).map(f64::from).collect();
        let high: Vec<f64> = (10..20).map(f64::from).collect();
        let apart = test(&low, &high);
        assert!((apart.p - 2.0 / 184_756.0).abs() < 1e-12, "{apart:?}");
        assert_eq!(test(&low, &low), Test { distance: 0.0, p: 1.0 });
    }

    #[test]
    fn agrees_with_scipy() {
        // scipy.stats.ks_2samp, method "exact".
        let cases = [
            (10, 10, 60, 0.05244755244755244),
            (40, 40, 280, 0.5786001416508443),
            (40, 40, 440, 0.09707484379785862),
            (12, 20, 44, 0.9255780829896999),
            (7, 31, 81, 0.3240438228828323),
        ];
        for (n, m, farthest, p) in cases {
            assert!((chance_of(n, m, farthest) - p).abs() < 1e-9, "{n} {m} {farthest}: {}", chance_of(n, m, farthest));
        }
    }

    #[test]
    fn more_distance_is_less_likely() {
        for farthest in 1..=40 {
            assert!(chance_of(40, 40, 40 * farthest) <= chance_of(40, 40, 40 * (farthest - 1)));
        }
    }
}
