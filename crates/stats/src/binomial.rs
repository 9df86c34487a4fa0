//! Counts out of a number of trials: intervals of a share and the exact sign test; the deviate of Student's t.

use engine::math;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::interval::{Interval, deviate};

/// Wilson's score interval of a share of which `successes` of `trials` were seen (Wilson 1927). Without trials it is 0..1.
///
/// # Panics
/// When there are more successes than trials, or the level is not between 0 and 1.
pub fn wilson(successes: u64, trials: u64, level: f64) -> Interval {
    assert!(successes <= trials, "{successes} successes in {trials} trials");
    let z = deviate(level);
    if trials == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let n = trials as f64;
    let share = successes as f64 / n;
    let centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let reach = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // The two ends are exactly 0 and 1 there; rounding would leave them a little off.
    let low = if successes == 0 { 0.0 } else { centre - reach };
    let high = if successes == trials { 1.0 } else { centre + reach };
    Interval { low, high }
}

/// The exact two-sided sign test: how probable it is that so many fall to one side and so many to the other, or a more uneven
/// division, when either side is as probable. 1 when there are none.
pub fn sign_test(one: u64, other: u64) -> f64 {
    let all = one + other;
    let tail = math::sum_in_order((0..=one.min(other)).map(|k| probability(k, all, 0.5)));
    (2.0 * tail).min(1.0)
}

/// The probability of exactly this many successes.
pub fn probability(successes: u64, trials: u64, share: f64) -> f64 {
    if successes > trials {
        return 0.0;
    }
    let (hits, misses) = (successes as f64, (trials - successes) as f64);
    let factor = |count: f64, p: f64| if count == 0.0 { 0.0 } else { count * math::ln(p) };
    let choices = math::ln_gamma(trials as f64 + 1.0) - math::ln_gamma(hits + 1.0) - math::ln_gamma(misses + 1.0);
    math::exp(choices + factor(hits, share) + factor(misses, 1.0 - share))
}

/// The deviate of a two-sided interval of this level under Student's t distribution (Student 1908).
///
/// # Panics
/// When there are no degrees of freedom, or the level is not between 0 and 1.
pub fn student_deviate(level: f64, degrees: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not {level}");
    assert!(degrees > 0.0, "degrees of freedom are positive, not {degrees}");
    StudentsT::new(0.0, 1.0, degrees).expect("degrees of freedom are positive").inverse_cdf(0.5 + level / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_intervals_of_a_share() {
        // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        let table =
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
        for (k, n, low, high) in table {
            let found = wilson(k, n, 0.95);
            assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{k} of {n}: {found:?}");
        }
        assert_eq!(wilson(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn agrees_with_exact_tests_by_hand() {
        // 2 heads of 10: (1 + 10 + 45) / 1024 on one side; 1 of 8: 2 (1 + 8) / 256.
        assert!((sign_test(2, 8) - 112.0 / 1024.0).abs() < 1e-14);
        assert!((sign_test(7, 1) - 18.0 / 256.0).abs() < 1e-14);
        assert_eq!((sign_test(5, 5), sign_test(0, 0)), (1.0, 1.0));
        // 12 against 2, in Armitage and Berry (1994): 0.0129.
        assert!((sign_test(12, 2) - 0.0129).abs() < 5e-5);
        let total: f64 = (0..=1000).map(|k| probability(k, 1000, 0.37)).sum();
        assert!((total - 1.0).abs() < 1e-11, "{total}");
    }

    #[test]
    fn agrees_with_tables_of_student_t() {
        // One degree is Cauchy's: the tangent of 0.475 pi is 12.7062.
        for (degrees, t) in [(1.0, 12.7062), (2.0, 4.3027), (10.0, 2.2281), (30.0, 2.0423), (1e5, 1.9600)] {
            assert!((student_deviate(0.95, degrees) - t).abs() < 6e-5, "{degrees} degrees");
        }
    }
}
