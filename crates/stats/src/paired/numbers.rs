//! Paired numbers and dates.
//!
//! A date may be missing because the event had not come by the end of the run. Then no mean difference of dates can be had,
//! and three things that can are given: which arm was first, by signs; the difference of restricted means, in which what
//! has not come by the end counts as the end (Irwin 1949; Royston and Parmar 2013), that is, of mean time without the event;
//! and the median of pair differences, for which it is enough that a missing date is later than all others.
//! A pair in which neither arm has the event shows no difference: it counts as a tie.

use engine::math::sum_in_order;

use crate::binomial::{self, sign_test, student_deviate};
use crate::interval::{Estimate, Interval, quantile};

/// Two arms compared by number or date; differences are changed less base.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    /// Pairs.
    pub pairs: usize,
    /// Pairs with the event in both arms.
    pub both: usize,
    /// Pairs with the event in the base arm only.
    pub base_only: usize,
    /// Pairs with the event in the changed arm only.
    pub changed_only: usize,
    /// Pairs with the event in neither.
    pub neither: usize,
    /// Pairs in which the changed arm has the smaller number or the earlier date.
    pub smaller: usize,
    /// Pairs in which the changed arm has the greater number or the later date, or none.
    pub greater: usize,
    /// Pairs with no difference.
    pub ties: usize,
    /// Exact two-sided sign test: how probable so uneven a division of the pairs that differ is when either sign is as
    /// probable.
    pub sign_test: f64,
    /// Difference of the restricted means, with Student's interval.
    pub mean_difference: Estimate,
    /// Median of the pairs' differences, with an interval between two of them that covers at least at its level. Infinite
    /// where the event is missing in one arm: longer than can be told.
    pub median_difference: Estimate,
    /// Median of the base arm over the worlds in which the event came; none when it came in no world.
    pub base_median: Option<f64>,
    /// Median of the changed arm.
    pub changed_median: Option<f64>,
    /// What pairing leaves of the variance of the restricted numbers: that of the pairs' differences over the sum of both arms'.
    pub variance_ratio: Option<f64>,
}

/// Compares dates of an event in two arms; what is missing or later than the end has not come by the end. None with fewer
/// than two pairs.
///
/// # Panics
/// When the arms have not the same number of worlds, a date or the end is not finite, or the level is not between 0 and 1.
pub fn compare_dates(base: &[Option<f64>], changed: &[Option<f64>], end: f64, level: f64) -> Option<Comparison> {
    assert_eq!(base.len(), changed.len(), "every world has its pair");
    assert!(end.is_finite(), "a run has an end");
    assert!(base.iter().chain(changed).flatten().all(|d| d.is_finite()), "a date is a number");
    let come = |date: &Option<f64>| date.filter(|d| *d <= end);
    let pairs: Vec<(Option<f64>, Option<f64>)> = base.iter().map(come).zip(changed.iter().map(come)).collect();
    compare(&pairs, end, level)
}

/// Compares numbers in two arms. None with fewer than two pairs.
///
/// # Panics
/// When the arms have not the same number of worlds, a number is not finite, or the level is not between 0 and 1.
pub fn compare_numbers(base: &[f64], changed: &[f64], level: f64) -> Option<Comparison> {
    assert_eq!(base.len(), changed.len(), "every world has its pair");
    assert!(base.iter().chain(changed).all(|x| x.is_finite()), "numbers are finite");
    let pairs: Vec<(Option<f64>, Option<f64>)> = base.iter().zip(changed).map(|(b, c)| (Some(*b), Some(*c))).collect();
    compare(&pairs, f64::INFINITY, level)
}

fn compare(pairs: &[(Option<f64>, Option<f64>)], end: f64, level: f64) -> Option<Comparison> {
    if pairs.len() < 2 {
        return None;
    }
    let n = pairs.len();
    let with = |kind: (bool, bool)| pairs.iter().filter(|(b, c)| (b.is_some(), c.is_some()) == kind).count();
    let mut differences: Vec<f64> = pairs.iter().map(difference).collect();
    let (smaller, greater) =
        (differences.iter().filter(|d| **d < 0.0).count(), differences.iter().filter(|d| **d > 0.0).count());
    differences.sort_by(f64::total_cmp);
    let base: Vec<f64> = pairs.iter().map(|p| p.0.unwrap_or(end)).collect();
    let changed: Vec<f64> = pairs.iter().map(|p| p.1.unwrap_or(end)).collect();
    let restricted: Vec<f64> = base.iter().zip(&changed).map(|(b, c)| c - b).collect();
    let (mean, variance) = mean_and_variance(&restricted);
    let reach = student_deviate(level, (n - 1) as f64) * (variance / n as f64).sqrt();
    Some(Comparison {
        pairs: n,
        both: with((true, true)),
        base_only: with((true, false)),
        changed_only: with((false, true)),
        neither: with((false, false)),
        smaller,
        greater,
        ties: n - smaller - greater,
        sign_test: sign_test(smaller as u64, greater as u64),
        mean_difference: Estimate { value: mean, interval: Interval { low: mean - reach, high: mean + reach } },
        median_difference: Estimate { value: median(&differences), interval: median_interval(&differences, level) },
        base_median: median_date(pairs.iter().map(|p| p.0)),
        changed_median: median_date(pairs.iter().map(|p| p.1)),
        variance_ratio: variance_ratio(&base, &changed),
    })
}

/// Changed less base, with what never came after everything.
fn difference(pair: &(Option<f64>, Option<f64>)) -> f64 {
    match pair {
        (Some(base), Some(changed)) => changed - base,
        (Some(_), None) => f64::INFINITY,
        (None, Some(_)) => f64::NEG_INFINITY,
        (None, None) => 0.0,
    }
}

/// Median of sorted numbers. Half way to infinity is nowhere: of two middle numbers of which one is infinite the finite one
/// is taken, and between the two infinities 0.
fn median(sorted: &[f64]) -> f64 {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    match (low.is_finite(), high.is_finite()) {
        (true, true) => low + (high - low) / 2.0,
        (true, false) => low,
        (false, true) => high,
        (false, false) if low == high => low,
        (false, false) => 0.0,
    }
}

fn median_date(dates: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut dates: Vec<f64> = dates.flatten().collect();
    dates.sort_by(f64::total_cmp);
    (!dates.is_empty()).then(|| quantile(&dates, 0.5))
}

/// The interval of a median between two of the sorted numbers, whatever their distribution (Thompson 1936): between the
/// k-th from either end, for the largest k that leaves it its level.
fn median_interval(sorted: &[f64], level: f64) -> Interval {
    let n = sorted.len();
    let mut tail = 0.0;
    let mut k = 0;
    while 2 * k < n {
        tail += binomial::probability(k as u64, n as u64, 0.5);
        if 2.0 * tail > 1.0 - level {
            break;
        }
        k += 1;
    }
    if k == 0 { Interval::UNBOUNDED } else { Interval { low: sorted[k - 1], high: sorted[n - k] } }
}

/// What pairing leaves of the variance: that of the pairs' differences over the sum of both arms' variances. Below 1, pairs
/// save worlds: so many pairs are worth that number divided by this of worlds with seeds of their own for each arm. None
/// with fewer than two pairs, or when no arm varies.
///
/// # Panics
/// When the arms have not the same number of worlds.
pub(super) fn variance_ratio(base: &[f64], changed: &[f64]) -> Option<f64> {
    assert_eq!(base.len(), changed.len(), "every world has its pair");
    if base.len() < 2 {
        return None;
    }
    let differences: Vec<f64> = base.iter().zip(changed).map(|(b, c)| c - b).collect();
    let unpaired = mean_and_variance(base).1 + mean_and_variance(changed).1;
    (unpaired > 0.0).then(|| mean_and_variance(&differences).1 / unpaired)
}

/// Mean and sample variance of two numbers or more.
fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = sum_in_order(values.iter().copied()) / n;
    (mean, sum_in_order(values.iter().map(|x| (x - mean) * (x - mean))) / (n - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};
    use engine::math;

    const TEST: Purpose = Purpose::named("test.paired");

    #[test]
    fn agrees_with_student_on_sleep() {
        // Extra hours of sleep of ten patients under two drugs (Student 1908): 95% from 0.7001 to 2.4599, mean 1.58.
        let one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = compare_numbers(&one, &two, 0.95).expect("ten pairs");
        assert!((found.mean_difference.value - 1.58).abs() < 1e-12);
        assert!((found.mean_difference.interval.low - 0.7001).abs() < 5e-5, "{found:?}");
        assert!((found.mean_difference.interval.high - 2.4599).abs() < 5e-5, "{found:?}");
        // Nine up, none down, one tie: 2 / 2^9.
        assert_eq!((found.greater, found.smaller, found.ties), (9, 0, 1));
        assert!((found.sign_test - 1.0 / 256.0).abs() < 1e-14);
        // The second smallest and second greatest of ten differences: 1 - 22/1024 is 97.9%.
        assert!((found.median_difference.value - 1.3).abs() < 1e-12);
        let interval = found.median_difference.interval;
        assert!((interval.low - 0.8).abs() < 1e-12 && (interval.high - 2.4).abs() < 1e-12, "{interval:?}");
    }

    #[test]
    fn law_missing_dates_come_after_all_others() {
        let base = [Some(10.0), Some(20.0), None, None, Some(95.0)];
        let changed = [Some(5.0), None, Some(50.0), None, Some(120.0)];
        let found = compare_dates(&base, &changed, 100.0, 0.9).expect("five pairs");
        // The date after the end has not come by the end.
        assert_eq!((found.both, found.base_only, found.changed_only, found.neither), (1, 2, 1, 1));
        assert_eq!((found.smaller, found.greater, found.ties), (2, 2, 1));
        // Restricted: -5, +80, -50, 0, +5.
        assert!((found.mean_difference.value - 6.0).abs() < 1e-12);
        assert_eq!(found.median_difference.value, 0.0);
        // Five differences: the outermost two leave 1 - 2/32, more than 90%.
        assert_eq!(found.median_difference.interval, Interval::UNBOUNDED);
        assert_eq!((found.base_median, found.changed_median), (Some(20.0), Some(27.5)));
        assert!(compare_dates(&base[..1], &changed[..1], 100.0, 0.9).is_none());
        let never = compare_dates(&[None; 4], &[None; 4], 100.0, 0.9).expect("four pairs");
        assert_eq!((never.base_median, never.changed_median), (None, None));
        assert_eq!((never.ties, never.sign_test, never.variance_ratio), (4, 1.0, None));
    }

    /// Two exponential waiting times of the same world: the changed arm waits as long as the base arm times a factor, in part.
    fn waits(seed: u64, pairs: usize, factor: f64) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
        let mut stream = Draws::new(seed).stream(TEST, 0, Day(0), 0);
        let mut wait = || -50.0 * math::ln(1.0 - stream.uniform());
        (0..pairs)
            .map(|_| {
                let (shared, own) = (wait(), wait());
                (Some(shared.min(own)), Some((factor * shared).min(own)))
            })
            .unzip()
    }

    #[test]
    fn law_restricted_means_are_covered() {
        // The shorter of two waits with rates a and b, cut at t, has mean (1 - exp(-(a + b) t)) / (a + b). Shared waits of
        // mean 50, or 100 when doubled, and own waits of mean 50; cut at 40.
        let cut = |rate: f64| (1.0 - math::exp(-40.0 * rate)) / rate;
        let exact = cut(0.03) - cut(0.04);
        let repeats = 1000;
        let mut covered = 0;
        let mut saved = 0.0;
        for seed in 0..repeats {
            let (base, changed) = waits(seed, 60, 2.0);
            let found = compare_dates(&base, &changed, 40.0, 0.95).expect("sixty pairs");
            covered += u32::from(found.mean_difference.interval.contains(exact));
            saved += found.variance_ratio.expect("both vary") / repeats as f64;
        }
        println!("covered of {repeats}: {covered}; pairing leaves {saved:.2} of the variance");
        // 95% with a standard error of 0.7%; differences are skewed, which costs a little: four standard errors.
        assert!((922..=978).contains(&covered), "{covered}");
        assert!(saved < 0.5, "{saved}");
    }

    #[test]
    fn law_median_intervals_cover_at_least_at_their_level() {
        // Differences of two equal waits are symmetric about 0.
        let mut covered = 0;
        for seed in 0..1000 {
            let (first, _) = waits(seed, 31, 1.0);
            let (second, _) = waits(seed + 1_000_000, 31, 1.0);
            let found = compare_dates(&first, &second, 1e9, 0.9).expect("31 pairs");
            covered += u32::from(found.median_difference.interval.contains(0.0));
        }
        println!("covered of 1000: {covered}");
        // The exact coverage with 31 pairs is 1 - 2 P(at most 10 of 31 heads) = 92.9%; four standard errors of 0.8%.
        let tail: f64 = (0..=10).map(|k| binomial::probability(k, 31, 0.5)).sum();
        let exact = 1000.0 * (1.0 - 2.0 * tail);
        assert!((f64::from(covered) - exact).abs() < 33.0, "{covered}, exact {exact}");
    }

    #[test]
    fn law_variance_ratio_is_one_less_the_correlation_when_arms_vary_alike() {
        let base = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(variance_ratio(&base, &base), Some(0.0));
        assert_eq!(variance_ratio(&base, &[4.0, 3.0, 2.0, 1.0]), Some(2.0));
        // Correlation 0.6.
        assert!((variance_ratio(&base, &[2.0, 1.0, 4.0, 3.0]).expect("both vary") - 0.4).abs() < 1e-14);
        assert_eq!(variance_ratio(&[1.0, 1.0], &[2.0, 2.0]), None);
    }
}
