//! Pearson's chi-square test of counts (Pearson 1900).

use engine::math::sum_in_order;
use statrs::function::gamma::gamma_ur;

/// The chance of counts as far from the expected ones, or farther, where these are right. As many degrees of freedom as counts,
/// less one.
pub(crate) fn p_value(counts: &[u32], expected: &[f64]) -> f64 {
    let off =
        |(count, expected): (&u32, &f64)| (f64::from(*count) - expected) * (f64::from(*count) - expected) / expected;
    let chi_square = sum_in_order(counts.iter().zip(expected).map(off));
    // The share of the chi-square distribution above.
    if chi_square > 0.0 { gamma_ur((counts.len() as f64 - 1.0) / 2.0, chi_square / 2.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::math;

    #[test]
    fn agrees_with_closed_forms_and_tables() {
        // 15 with 3 degrees: erfc(sqrt 7.5) + sqrt(30 / pi) exp(-7.5).
        let exact = 2.0 * math::normal_cdf(-15.0_f64.sqrt()) + (30.0 / core::f64::consts::PI).sqrt() * math::exp(-7.5);
        assert!((p_value(&[10, 20, 5, 5], &[10.0; 4]) / exact - 1.0).abs() < 1e-12);
        // 40 with 4 degrees: 21 exp(-20).
        assert!((p_value(&[0, 0, 10, 0, 0], &[2.0; 5]) / (21.0 * math::exp(-20.0)) - 1.0).abs() < 1e-12);
        assert_eq!(p_value(&[2, 2], &[2.0, 2.0]), 1.0);
        // 3.841459 with 1 degree and 18.307038 with 10, the upper 5 per cent.
        for (x, degrees) in [(3.841_459, 1), (18.307_038, 10)] {
            assert!((gamma_ur(f64::from(degrees) / 2.0, x / 2.0) - 0.05).abs() < 1e-7, "{degrees}");
        }
    }
}
