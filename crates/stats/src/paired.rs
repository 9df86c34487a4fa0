//! Experiments in pairs: the same world twice, from one seed, with one thing changed.
//!
//! Both arms of a pair share every draw that the change does not reach (common random numbers), so that the difference of
//! a pair is freed from much of the chance that moves both, and fewer pairs are needed than with arms of their own seeds.
//!
//! - here: an outcome that happens or not, in both arms;
//! - [`numbers`]: numbers and dates, which may not have come by the end of the run;
//! - [`causes`]: probabilities of necessity and sufficiency;
//! - [`verdict`]: what an interval says of a claim.

pub mod causes;
pub mod numbers;
pub mod verdict;

use crate::binomial::{sign_test, wilson};
use crate::interval::{Estimate, Interval, deviate};

/// Pairs by what happened in their two arms.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pairs {
    /// It happened in both arms.
    pub both: u64,
    /// It happened in the base arm only.
    pub base_only: u64,
    /// It happened in the changed arm only.
    pub changed_only: u64,
    /// It happened in neither.
    pub neither: u64,
}

impl Pairs {
    /// Counts pairs of (base, changed).
    pub fn count(pairs: impl IntoIterator<Item = (bool, bool)>) -> Pairs {
        let mut counts = Pairs::default();
        for pair in pairs {
            match pair {
                (true, true) => counts.both += 1,
                (true, false) => counts.base_only += 1,
                (false, true) => counts.changed_only += 1,
                (false, false) => counts.neither += 1,
            }
        }
        counts
    }

    /// Counts in which arm the outcome was of this category.
    ///
    /// # Panics
    /// When the arms have not the same number of worlds.
    pub fn of_category<C: PartialEq>(base: &[C], changed: &[C], category: &C) -> Pairs {
        assert_eq!(base.len(), changed.len(), "every world has its pair");
        Pairs::count(base.iter().zip(changed).map(|(b, c)| (b == category, c == category)))
    }

    /// The same pairs with the arms' parts exchanged.
    pub fn swapped(&self) -> Pairs {
        Pairs { base_only: self.changed_only, changed_only: self.base_only, ..*self }
    }

    /// Number of pairs.
    pub fn all(&self) -> u64 {
        self.both + self.base_only + self.changed_only + self.neither
    }

    /// Pairs whose arms differ.
    pub fn discordant(&self) -> u64 {
        self.base_only + self.changed_only
    }

    /// How often it happened in the base arm.
    pub fn in_base(&self) -> u64 {
        self.both + self.base_only
    }

    /// How often it happened in the changed arm.
    pub fn in_changed(&self) -> u64 {
        self.both + self.changed_only
    }

    /// Change of the probability, changed less base, with the interval that Newcombe (1998, method 10) makes of the Wilson
    /// intervals of both arms and their correlation. None without pairs.
    pub fn difference(&self, level: f64) -> Option<Estimate> {
        if self.all() == 0 {
            return None;
        }
        let n = self.all() as f64;
        let (changed, base) = (self.in_changed() as f64 / n, self.in_base() as f64 / n);
        let of_changed = wilson(self.in_changed(), self.all(), level);
        let of_base = wilson(self.in_base(), self.all(), level);
        let phi = self.shrunken_correlation();
        let reach = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
        let value = changed - base;
        let low = value - reach(changed - of_changed.low, of_base.high - base);
        let high = value + reach(of_changed.high - changed, base - of_base.low);
        Some(Estimate { value, interval: Interval { low: low.max(-1.0), high: high.min(1.0) } })
    }

    /// The arms' correlation, drawn towards 0 by half a pair as Newcombe's method 10 has it.
    fn shrunken_correlation(&self) -> f64 {
        let n = self.all() as f64;
        let (base, changed) = (self.in_base() as f64, self.in_changed() as f64);
        let margins = base * (n - base) * changed * (n - changed);
        let product = self.both as f64 * self.neither as f64 - self.base_only as f64 * self.changed_only as f64;
        if margins == 0.0 {
            0.0
        } else if product > 0.0 {
            (product - n / 2.0).max(0.0) / margins.sqrt()
        } else {
            product / margins.sqrt()
        }
    }

    /// How probable it is that the discordant pairs divide as unevenly as this, or more, when the change does nothing to the
    /// probability: McNemar's test, exact and two-sided (McNemar 1947). 1 without discordant pairs.
    pub fn mcnemar(&self) -> f64 {
        sign_test(self.changed_only, self.base_only)
    }

    /// Variance of a pair's difference, as 0 and 1, over the pairs seen; none with fewer than two.
    pub fn variance_of_difference(&self) -> Option<f64> {
        let n = self.all() as f64;
        let net = self.changed_only as f64 - self.base_only as f64;
        (n >= 2.0).then(|| (self.discordant() as f64 - net * net / n) / (n - 1.0))
    }

    /// What pairing leaves of the variance: that of a pair's difference over that of two worlds with seeds of their own, 1
    /// when pairing gains nothing. None when no arm varies.
    pub fn variance_ratio(&self) -> Option<f64> {
        let n = self.all() as f64;
        let spread = |count: u64| count as f64 * (n - count as f64) / (n * (n - 1.0));
        let unpaired = spread(self.in_base()) + spread(self.in_changed());
        self.variance_of_difference().filter(|_| unpaired > 0.0).map(|paired| paired / unpaired)
    }
}

/// Number of pairs after which a mean difference has this half-width, from the variance of a pair's difference (units
/// squared), by the normal approximation. With the sum of both arms' variances it is the number of worlds for each arm
/// without pairing. At least 2.
///
/// # Panics
/// When the half-width is not positive, the variance is negative, or the level is not between 0 and 1.
pub fn pairs_needed(variance_of_difference: f64, half_width: f64, level: f64) -> u64 {
    assert!(half_width > 0.0, "a half-width is positive, not {half_width}");
    assert!(variance_of_difference >= 0.0, "a variance is not negative, as {variance_of_difference} is");
    let z = deviate(level);
    let needed = z * z * variance_of_difference / (half_width * half_width);
    // A rounding error above a whole number must not cost a pair.
    ((needed * (1.0 - 1e-12)).ceil() as u64).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binomial;

    #[test]
    fn law_pairs_are_counted_by_category() {
        let base = ["a", "a", "b", "b", "c"];
        let changed = ["a", "b", "a", "b", "c"];
        let counts = Pairs::of_category(&base, &changed, &"a");
        assert_eq!(counts, Pairs { both: 1, base_only: 1, changed_only: 1, neither: 2 });
        assert_eq!((counts.all(), counts.discordant(), counts.in_base(), counts.in_changed()), (5, 2, 2, 2));
    }

    #[test]
    fn agrees_with_published_intervals_of_paired_differences() {
        // Complete responses before and after a therapy (Cavo and others 2012), worked in Fagerland, Lydersen and Laake (2017),
        // chapter 8: 59 in both, 6 before only, 16 after only, 80 in neither.
        let pairs = Pairs { both: 59, base_only: 6, changed_only: 16, neither: 80 };
        let newcombe = pairs.difference(0.95).expect("there are pairs");
        assert!((newcombe.value - 0.0621).abs() < 5e-5);
        assert!((newcombe.interval.low - 0.0046).abs() < 5e-5, "{newcombe:?}");
        assert!((newcombe.interval.high - 0.1186).abs() < 5e-5, "{newcombe:?}");
        let back = pairs.swapped().difference(0.95).expect("there are pairs").interval;
        assert!((back.low + newcombe.interval.high).abs() < 1e-14 && (back.high + newcombe.interval.low).abs() < 1e-14);
    }

    /// The probability that an interval covers, over all tables of n pairs.
    fn coverage(n: u64, shares: [f64; 4], interval: impl Fn(&Pairs) -> Interval) -> f64 {
        let [both, base_only, changed_only, neither] = shares;
        let exact = changed_only - base_only;
        let mut covered = 0.0;
        for i in 0..=n {
            let one = binomial::probability(i, n, both);
            for j in 0..=n - i {
                let two = one * binomial::probability(j, n - i, base_only / (1.0 - both));
                for k in 0..=n - i - j {
                    let third = changed_only / (changed_only + neither);
                    let p = two * binomial::probability(k, n - i - j, third);
                    let pairs = Pairs { both: i, base_only: j, changed_only: k, neither: n - i - j - k };
                    covered += if p > 1e-12 && interval(&pairs).contains(exact) { p } else { 0.0 };
                }
            }
        }
        covered
    }

    #[test]
    fn law_intervals_of_differences_cover() {
        let cases = [[0.4, 0.1, 0.1, 0.4], [0.6, 0.05, 0.2, 0.15], [0.05, 0.02, 0.1, 0.83], [0.3, 0.3, 0.1, 0.3]];
        let mut mean = 0.0;
        for shares in cases {
            let covered = coverage(40, shares, |p| p.difference(0.95).expect("there are pairs").interval);
            println!("{shares:?}: {covered:.4}");
            assert!(covered > 0.93, "it is approximate, and near its level");
            mean += covered / cases.len() as f64;
        }
        assert!(mean > 0.945, "{mean}");
    }

    #[test]
    fn law_variances_are_those_of_the_zeros_and_ones() {
        let pairs = Pairs { both: 5, base_only: 3, changed_only: 9, neither: 13 };
        let (mut base, mut changed) = (Vec::new(), Vec::new());
        for (count, b, c) in [(5, 1.0, 1.0), (3, 1.0, 0.0), (9, 0.0, 1.0), (13, 0.0, 0.0)] {
            base.extend(vec![b; count]);
            changed.extend(vec![c; count]);
        }
        let ratio = numbers::variance_ratio(&base, &changed).expect("both vary");
        assert!((pairs.variance_ratio().expect("both vary") - ratio).abs() < 1e-14);
        // Equal arms leave nothing; opposite ones double it.
        let same = Pairs { both: 4, neither: 4, ..Pairs::default() };
        let opposite = Pairs { base_only: 4, changed_only: 4, ..Pairs::default() };
        assert_eq!((same.variance_ratio(), opposite.variance_ratio()), (Some(0.0), Some(2.0)));
        assert_eq!(Pairs { both: 4, ..Pairs::default() }.variance_ratio(), None);
    }

    #[test]
    fn law_pairs_needed_give_the_width() {
        // A tenth discordant either way, no net change: variance 0.2; 1.96^2 * 0.2 / 0.05^2 = 307.3.
        assert_eq!(pairs_needed(0.2, 0.05, 0.95), 308);
        assert_eq!(pairs_needed(0.0, 0.05, 0.95), 2);
        let pairs = Pairs { both: 124, base_only: 31, changed_only: 31, neither: 124 };
        let width = pairs.difference(0.95).expect("there are pairs").interval.half_width();
        assert!((width - 0.05).abs() < 0.002, "{width}");
    }
}
