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

use engine::math;

use crate::binomial::{self, Alternative, wilson};
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

    /// The interval of the same difference by the normal approximation after half a pair is added to each of the four kinds
    /// (Agresti and Min 2005): simpler, and defined without pairs.
    pub fn difference_agresti_min(&self, level: f64) -> Interval {
        let n = self.all() as f64 + 2.0;
        let (up, down) = (self.changed_only as f64 + 0.5, self.base_only as f64 + 0.5);
        let value = (up - down) / n;
        let reach = deviate(level) * (up + down - (up - down) * (up - down) / n).sqrt() / n;
        Interval { low: (value - reach).max(-1.0), high: (value + reach).min(1.0) }
    }

    /// How probable it is that the discordant pairs divide as unevenly as this, or more, when the change does nothing to the
    /// probability: McNemar's test, exact and two-sided (McNemar 1947). 1 without discordant pairs.
    pub fn mcnemar(&self) -> f64 {
        binomial::exact_test(self.changed_only, self.discordant(), 0.5, Alternative::Different)
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

/// The probability that McNemar's exact test, at this level, finds a change of the probabilities with which pairs fall on
/// either side: the power of so many pairs.
///
/// # Panics
/// When the probabilities are no shares or exceed 1 together.
pub fn mcnemar_power(pairs: u64, base_only: f64, changed_only: f64, level: f64) -> f64 {
    let discordant = base_only + changed_only;
    assert!(base_only >= 0.0 && changed_only >= 0.0 && discordant <= 1.0, "shares, not {base_only} and {changed_only}");
    if discordant == 0.0 {
        return 0.0;
    }
    let up = changed_only / discordant;
    let terms = (0..=pairs).map(|m| {
        let weight = binomial::probability(m, pairs, discordant);
        // Far from the expected number a term cannot reach the last digits, and its test is long.
        if weight < 1e-14 { 0.0 } else { weight * found(m, up, 1.0 - level) }
    });
    math::sum_in_order(terms).min(1.0)
}

/// The probability that the test rejects with m discordant pairs of which a share `up` goes up.
fn found(m: u64, up: f64, size: f64) -> f64 {
    // The test is symmetric: it rejects up to the largest k whose tail is half its size or less, and from m - k.
    let mut tail = 0.0;
    let mut power = 0.0;
    for k in 0..=m / 2 {
        if 2 * k == m {
            break;
        }
        tail += binomial::probability(k, m, 0.5);
        if 2.0 * tail > size {
            break;
        }
        power += binomial::probability(k, m, up) + binomial::probability(m - k, m, up);
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let simple = pairs.difference_agresti_min(0.95);
        assert!((simple.low - 0.0045).abs() < 5e-5 && (simple.high - 0.1182).abs() < 5e-5, "{simple:?}");
    }

    #[test]
    fn agrees_with_mcnemar_by_hand() {
        // 1 of 8 discordant: 2 (1 + 8) / 256.
        let pairs = Pairs { both: 1, base_only: 1, changed_only: 7, neither: 12 };
        assert!((pairs.mcnemar() - 18.0 / 256.0).abs() < 1e-14);
        assert_eq!(Pairs { both: 3, ..Pairs::default() }.mcnemar(), 1.0);
        // 12 against 2, in Armitage and Berry (1994): 0.0129.
        let pairs = Pairs { both: 20, base_only: 12, changed_only: 2, neither: 16 };
        assert!((pairs.mcnemar() - 0.0129).abs() < 5e-5);
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
        let mut means = [0.0; 2];
        for shares in cases {
            let newcombe = coverage(40, shares, |p| p.difference(0.95).expect("there are pairs").interval);
            let simple = coverage(40, shares, |p| p.difference_agresti_min(0.95));
            println!("{shares:?}: Newcombe {newcombe:.4}, Agresti and Min {simple:.4}");
            assert!(newcombe > 0.93 && simple > 0.93, "both are approximate, and near their level");
            means[0] += newcombe / cases.len() as f64;
            means[1] += simple / cases.len() as f64;
        }
        assert!(means.iter().all(|m| *m > 0.945), "{means:?}");
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

    #[test]
    fn law_power_is_the_share_of_tables_that_the_test_rejects() {
        let (n, down, up) = (30, 0.1, 0.35);
        let mut exact = 0.0;
        for i in 0..=n {
            for j in 0..=n - i {
                let p = binomial::probability(i, n, down) * binomial::probability(j, n - i, up / (1.0 - down));
                let pairs = Pairs { base_only: i, changed_only: j, both: 0, neither: n - i - j };
                exact += if pairs.mcnemar() <= 0.05 { p } else { 0.0 };
            }
        }
        assert!((mcnemar_power(n, down, up, 0.95) - exact).abs() < 1e-10, "{exact}");
        assert_eq!(mcnemar_power(50, 0.0, 0.0, 0.95), 0.0);
        assert!(mcnemar_power(200, 0.1, 0.1, 0.95) <= 0.05, "the test keeps its size");
    }
}
