//! Counts out of a number of trials: intervals of a share and exact tests.

use engine::math;

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

/// The exact interval of a share, which covers at least `level` of the time (Clopper and Pearson 1934).
///
/// # Panics
/// When there are more successes than trials, or the level is not between 0 and 1.
pub fn clopper_pearson(successes: u64, trials: u64, level: f64) -> Interval {
    assert!(successes <= trials, "{successes} successes in {trials} trials");
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not {level}");
    let tail = (1.0 - level) / 2.0;
    let (hits, misses) = (successes as f64, (trials - successes) as f64);
    let low = if successes == 0 { 0.0 } else { beta_quantile(tail, hits, misses + 1.0) };
    let high = if successes == trials { 1.0 } else { beta_quantile(1.0 - tail, hits + 1.0, misses) };
    Interval { low, high }
}

/// Which results speak against the tested share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alternative {
    /// The share is smaller.
    Less,
    /// The share is greater.
    Greater,
    /// The share is another: results no more probable than the one seen count against it.
    Different,
}

/// The exact binomial test: how probable a result like this, or one that speaks more against `share`, would be.
///
/// # Panics
/// When there are more successes than trials, or `share` is not in 0..=1.
pub fn exact_test(successes: u64, trials: u64, share: f64, alternative: Alternative) -> f64 {
    assert!(successes <= trials, "{successes} successes in {trials} trials");
    assert!((0.0..=1.0).contains(&share), "a share lies in 0..=1, not {share}");
    let seen = probability(successes, trials, share);
    // Results as probable as the one seen must count although their last digits differ.
    let limit = seen * (1.0 + 1e-7);
    let total = math::sum_in_order((0..=trials).filter_map(|k| {
        let p = probability(k, trials, share);
        let counts = match alternative {
            Alternative::Less => k <= successes,
            Alternative::Greater => k >= successes,
            Alternative::Different => p <= limit,
        };
        counts.then_some(p)
    }));
    total.min(1.0)
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

/// The regularised incomplete beta function: the share of a beta distribution with parameters a and b at or below x. By its
/// continued fraction (Abramowitz and Stegun 26.5.8), worked out by Lentz's method.
///
/// # Panics
/// When a or b is not positive.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    assert!(a > 0.0 && b > 0.0, "the parameters of a beta distribution are positive, not {a} and {b}");
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below the mean; above it the other tail is worked out.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_cdf(1.0 - x, b, a);
    }
    let scale = math::ln_gamma(a + b) - math::ln_gamma(a) - math::ln_gamma(b);
    let front = math::exp(scale + a * math::ln(x) + b * math::ln(1.0 - x)) / a;
    let tiny = 1e-300;
    let away_from_zero = |v: f64| if v.abs() < tiny { tiny } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for step in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + step * d);
            c = away_from_zero(1.0 + step / c);
            fraction *= c * d;
        }
        if (fraction / before - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * fraction
}

/// The x at or below which a share p of a beta distribution lies, by halving.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    loop {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if beta_cdf(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
        if high - low < 1e-16 {
            return (low + high) / 2.0;
        }
    }
}

/// The deviate of a two-sided interval of this level under Student's t distribution (Student 1908).
///
/// # Panics
/// When there are no degrees of freedom, or the level is not between 0 and 1.
pub fn student_deviate(level: f64, degrees: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1, not {level}");
    assert!(degrees > 0.0, "degrees of freedom are positive, not {degrees}");
    // t^2 / (degrees + t^2) has a beta distribution.
    let x = beta_quantile(level, 0.5, degrees / 2.0);
    (degrees * x / (1.0 - x)).sqrt()
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
        // The same paper, method 5, the exact interval.
        let table =
            [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)];
        for (k, n, low, high) in table {
            let found = clopper_pearson(k, n, 0.95);
            assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{k} of {n}: {found:?}");
        }
        assert_eq!(wilson(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn law_exact_interval_ends_where_the_exact_test_begins_to_reject() {
        for (k, n) in [(1, 12), (5, 12), (11, 12), (40, 300)] {
            let found = clopper_pearson(k, n, 0.9);
            assert!((exact_test(k, n, found.low, Alternative::Greater) - 0.05).abs() < 1e-10, "{k} of {n}");
            assert!((exact_test(k, n, found.high, Alternative::Less) - 0.05).abs() < 1e-10, "{k} of {n}");
        }
    }

    #[test]
    fn agrees_with_exact_binomial_tests_by_hand() {
        // 2 heads of 10: (1 + 10 + 45) / 1024 on one side.
        assert!((exact_test(2, 10, 0.5, Alternative::Less) - 56.0 / 1024.0).abs() < 1e-14);
        assert!((exact_test(2, 10, 0.5, Alternative::Different) - 112.0 / 1024.0).abs() < 1e-14);
        assert!((exact_test(5, 10, 0.5, Alternative::Different) - 1.0).abs() < 1e-14);
        // Three of three at one third: 1/27; nothing else is as improbable.
        assert!((exact_test(3, 3, 1.0 / 3.0, Alternative::Different) - 1.0 / 27.0).abs() < 1e-14);
        assert_eq!(exact_test(0, 5, 0.0, Alternative::Greater), 1.0);
        let total: f64 = (0..=1000).map(|k| probability(k, 1000, 0.37)).sum();
        assert!((total - 1.0).abs() < 1e-11, "{total}");
    }

    #[test]
    fn agrees_with_closed_forms_of_the_beta_distribution() {
        for x in [0.01, 0.2, 0.5, 0.73, 0.99] {
            assert!((beta_cdf(x, 1.0, 1.0) - x).abs() < 1e-15);
            assert!((beta_cdf(x, 3.0, 1.0) - x * x * x).abs() < 1e-15);
            assert!((beta_cdf(x, 2.0, 2.0) - x * x * (3.0 - 2.0 * x)).abs() < 1e-15);
            // The binomial sum: at least 30 of 70.
            let sum: f64 = (30..=70).map(|k| probability(k, 70, x)).sum();
            assert!((beta_cdf(x, 30.0, 41.0) - sum).abs() < 1e-13, "at {x}");
            // The arcsine distribution is symmetric.
            assert!((beta_cdf(x, 0.5, 0.5) + beta_cdf(1.0 - x, 0.5, 0.5) - 1.0).abs() < 1e-14);
            assert!((beta_quantile(beta_cdf(x, 2.5, 7.0), 2.5, 7.0) - x).abs() < 1e-9 || x > 0.9);
        }
        // A quarter of the arcsine distribution lies below sin(pi/8)^2.
        let sine = math::sin(core::f64::consts::PI / 8.0);
        assert!((beta_cdf(sine * sine, 0.5, 0.5) - 0.25).abs() < 1e-14);
    }

    #[test]
    fn agrees_with_tables_of_student_t() {
        // One degree is Cauchy's: the tangent of 0.475 pi is 12.7062.
        for (degrees, t) in [(1.0, 12.7062), (2.0, 4.3027), (10.0, 2.2281), (30.0, 2.0423), (1e5, 1.9600)] {
            assert!((student_deviate(0.95, degrees) - t).abs() < 6e-5, "{degrees} degrees");
        }
    }
}
