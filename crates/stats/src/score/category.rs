//! Scores of outcomes that are kinds, not numbers: which outcome came, in which order events fell, in which class of dates.
//!
//! Worlds are counted by category. The outcome is a list of probabilities over the same categories: a single 1 where the
//! record is sure (see [`known`]); the score is then the expected one over them.

use engine::math;

use super::Score;
use super::observation::Observation;

/// Worlds in each of `categories` categories.
///
/// # Panics
/// When a category is out of range: the caller's classes and counts disagree.
pub fn counted(worlds: impl IntoIterator<Item = usize>, categories: usize) -> Vec<u32> {
    let mut counts = vec![0; categories];
    for category in worlds {
        counts[category] += 1;
    }
    counts
}

/// The outcome that is surely this category.
pub fn known(category: usize, categories: usize) -> Vec<f64> {
    let mut outcome = vec![0.0; categories];
    outcome[category] = 1.0;
    outcome
}

/// The floor that one further world, spread evenly over all categories, gives each of them: 1 / (K (m + 1)). The shares
/// become (count + 1/K) / (m + 1).
pub fn floor_of_one_world(members: u32, categories: usize) -> f64 {
    1.0 / (categories as f64 * (f64::from(members) + 1.0))
}

/// Minus the natural logarithm of the share given to what came (Good 1952), in nats; lower is better. Shares are mixed with
/// the even distribution so that none is below `floor`: floor + (1 - K floor) count / m. They sum to 1, so that the score
/// stays that of a forecast, and a category that no world reached costs -ln(floor), not infinity. Compare two forecasters
/// under the same floor.
///
/// `None` without worlds or outcome, or when the floor is not in 0..=1/K.
pub fn log_score(counts: &[u32], outcome: &[f64], floor: f64) -> Option<f64> {
    let (m, k) = (total(counts)?, counts.len() as f64);
    if outcome.len() != counts.len() || !(0.0..=1.0 / k).contains(&floor) {
        return None;
    }
    let cost = |i: usize| {
        let share = floor + (1.0 - k * floor) * f64::from(counts[i]) / m;
        if outcome[i] > 0.0 { -outcome[i] * math::ln(share) } else { 0.0 }
    };
    Some((0..counts.len()).map(cost).sum())
}

/// Brier score over all categories (Brier 1950): the sum of squared differences between share and outcome, 0..=2; for two
/// categories twice the score of one probability. `None` as [`log_score`].
pub fn brier(counts: &[u32], outcome: &[f64]) -> Option<Score> {
    let m = total(counts)?;
    (outcome.len() == counts.len())
        .then(|| squares(m, counts.iter().map(|c| f64::from(*c) / m).zip(outcome.iter().copied())))
}

/// Ranked probability score of ordered categories (Epstein 1969): the sum, over the limits between neighbours, of squared
/// differences of the shares up to there, 0..=K-1. With classes of equal width it is the CRPS in units of a class. `None` as
/// [`log_score`].
pub fn ranked(counts: &[u32], outcome: &[f64]) -> Option<Score> {
    let m = total(counts)?;
    if outcome.len() != counts.len() {
        return None;
    }
    let (mut worlds, mut truth) = (0.0, 0.0);
    let up_to = (0..counts.len() - 1).map(|i| {
        worlds += f64::from(counts[i]);
        truth += outcome[i];
        (worlds / m, truth)
    });
    Some(squares(m, up_to))
}

/// Expected squared differences between a share p of m worlds and an event of probability q; fair by taking off
/// p (1 - p) / (m - 1), the square's bias (Ferro 2014).
fn squares(m: f64, pairs: impl Iterator<Item = (f64, f64)>) -> Score {
    let (mut distance, mut spread, mut floor) = (0.0, 0.0, 0.0);
    for (p, q) in pairs {
        distance += (p - q) * (p - q);
        spread += p * (1.0 - p);
        floor += q * (1.0 - q);
    }
    let plain = distance + floor;
    Score { plain, fair: (m > 1.0).then(|| plain - spread / (m - 1.0)), floor }
}

fn total(counts: &[u32]) -> Option<f64> {
    let m: f64 = counts.iter().map(|c| f64::from(*c)).sum();
    (m > 0.0).then_some(m)
}

/// The class of a date: how many of the sorted limits are at or before it; the last class, `limits.len()`, also holds what
/// never happened.
pub fn date_class(date: Option<f64>, limits: &[f64]) -> usize {
    date.map_or(limits.len(), |date| limits.partition_point(|limit| *limit <= date))
}

/// The probabilities of the `limits.len() + 1` classes of dates, given a date observed with doubt. Watching should end at the
/// last limit, so that what did not happen by then falls in the last class.
pub fn date_outcome(observed: &Observation, limits: &[f64]) -> Vec<f64> {
    let mut before = 0.0;
    let mut outcome = Vec::with_capacity(limits.len() + 1);
    for limit in limits {
        let up_to = observed.chance_below(*limit);
        outcome.push(up_to - before);
        before = up_to;
    }
    outcome.push(1.0 - before);
    outcome
}

/// The order in which events fell, as a category out of [`orders`]: ties and events that never happened are kinds of order
/// too. Any two lists of dates in the same order, with the same ties and the same events missing, have the same category.
///
/// # Panics
/// With more than eight events: there are more orders (10,511,593 for nine) than any ensemble can fill.
pub fn order_category(dates: &[Option<f64>]) -> usize {
    assert!(dates.len() <= 8, "an order of more than eight events is no category");
    let mut present: Vec<f64> = dates.iter().flatten().copied().collect();
    present.sort_by(f64::total_cmp);
    present.dedup();
    let rank = |date: &Option<f64>| date.map_or(dates.len(), |d| present.partition_point(|x| *x < d));
    let pattern: Vec<usize> = dates.iter().map(rank).collect();
    patterns(dates.len()).position(|p| p == pattern).expect("every order is among the patterns")
}

/// How many orders of n events there are, with ties and missing events: 2, 6, 26, 150 ...
pub fn orders(n: usize) -> usize {
    patterns(n).count()
}

/// All lists of ranks 0..n (n for "never") in which the ranks used are the first ones, in lexical order.
fn patterns(n: usize) -> impl Iterator<Item = Vec<usize>> {
    let all = (0..n).fold(1_usize, |product, _| product * (n + 1));
    (0..all)
        .map(move |mut code| {
            let mut ranks = vec![0; n];
            for slot in ranks.iter_mut().rev() {
                *slot = code % (n + 1);
                code /= n + 1;
            }
            ranks
        })
        .filter(move |ranks| {
            let used = |r: usize| ranks.contains(&r);
            (1..n).all(|r| !used(r) || used(r - 1))
        })
}

/// How two events fell: the category of a pair, for composite scores over all pairs of many events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairOrder {
    /// The first before the second, or the first alone.
    First,
    /// The second before the first, or the second alone.
    Second,
    /// On the same day.
    Together,
    /// Neither happened.
    Neither,
}

impl PairOrder {
    /// Number of categories.
    pub const COUNT: usize = 4;

    /// The order of two dates.
    pub fn of(first: Option<f64>, second: Option<f64>) -> PairOrder {
        match (first, second) {
            (None, None) => PairOrder::Neither,
            (Some(_), None) => PairOrder::First,
            (None, Some(_)) => PairOrder::Second,
            (Some(a), Some(b)) if a < b => PairOrder::First,
            (Some(a), Some(b)) if a > b => PairOrder::Second,
            _ => PairOrder::Together,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ensemble::Ensemble;
    use super::super::observation::Shape;
    use super::super::rules::crps;
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    #[test]
    fn law_scores_by_hand() {
        let counts = counted([0, 0, 2, 2, 2, 2, 2, 2, 1, 1], 3);
        assert_eq!(counts, [2, 2, 6]);
        let floor = floor_of_one_world(10, 3);
        let share = (2.0 + 1.0 / 3.0) / 11.0;
        let log = log_score(&counts, &known(1, 3), floor).unwrap();
        assert!((log + math::ln(share)).abs() < 1e-15);
        assert!((log_score(&counts, &known(2, 3), 0.0).unwrap() + math::ln(0.6)).abs() < 1e-15);
        // Brier: 0.2^2 + 0.8^2 + 0.6^2; ranked: at the two limits 0.2^2 and 0.6^2.
        let b = brier(&counts, &known(1, 3)).unwrap();
        assert!((b.plain - 1.04).abs() < 1e-15 && b.floor == 0.0);
        assert!((b.fair.unwrap() - (1.04 - 0.56 / 9.0)).abs() < 1e-15);
        let r = ranked(&counts, &known(1, 3)).unwrap();
        assert!((r.plain - 0.40).abs() < 1e-15);
        // The ranked score knows distance, the Brier score does not.
        let one = counted([0; 10], 3);
        assert!(ranked(&one, &known(1, 3)).unwrap().plain < ranked(&one, &known(2, 3)).unwrap().plain);
        assert_eq!(brier(&one, &known(1, 3)), brier(&one, &known(2, 3)));
    }

    #[test]
    fn law_a_category_no_world_reached_costs_the_floor() {
        let found = log_score(&[10, 0], &known(1, 2), 0.01).unwrap();
        assert!((found + math::ln(0.01)).abs() < 1e-12);
        assert_eq!(log_score(&[10, 0], &known(1, 2), 0.0), Some(f64::INFINITY));
        assert_eq!(log_score(&[0, 0], &known(1, 2), 0.01), None, "no worlds");
        assert_eq!(log_score(&[1, 0], &known(1, 2), 0.6), None, "two floors over 1");
        assert_eq!(log_score(&[1, 0, 3], &known(1, 2), 0.1), None, "other categories");
    }

    #[test]
    fn law_ranked_score_of_whole_numbers_is_crps() {
        let worlds = [0_usize, 1, 1, 3, 5, 5, 2];
        let score = ranked(&counted(worlds, 6), &known(4, 6)).unwrap();
        let line = Ensemble::new(worlds.iter().map(|x| *x as f64).collect()).unwrap();
        let line = crps(&line, &Observation::exact(4.0).unwrap());
        assert!((score.plain - line.plain).abs() < 1e-14);
        assert!((score.fair.unwrap() - line.fair.unwrap()).abs() < 1e-14);
    }

    /// Means over outcomes drawn from the truth, of forecasters that draw `m` worlds from their own shares.
    fn means(truth: [f64; 3], forecast: [f64; 3], m: usize, trials: u64) -> [(f64, f64); 4] {
        let mut sums = [(0.0, 0.0); 4];
        for t in 0..trials {
            let mut stream = Draws::new(2).stream(Purpose::named("test"), t, Day(0), 0);
            let outcome = known(stream.choose(&truth).unwrap(), 3);
            let counts = counted((0..m).map(|_| stream.choose(&forecast).unwrap()), 3);
            let x = [
                brier(&counts, &outcome).unwrap().fair.unwrap(),
                ranked(&counts, &outcome).unwrap().fair.unwrap(),
                log_score(&counts, &outcome, 0.01).unwrap(),
                brier(&counts, &outcome).unwrap().plain,
            ];
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = (sum.0 + x, sum.1 + x * x);
            }
        }
        let n = trials as f64;
        sums.map(|(s, q)| (s / n, ((q / n - s * s / n / n) / n).sqrt()))
    }

    #[test]
    fn law_scores_are_proper_and_fair_ones_unbiased() {
        let truth = [0.5, 0.3, 0.2];
        let trials = 40_000;
        let right = means(truth, truth, 5, trials);
        // Expected fair scores of the truth: sums of q (1 - q), over categories and over limits.
        for (i, exact) in [(0, 0.25 + 0.21 + 0.16), (1, 0.25 + 0.16)] {
            assert!((right[i].0 - exact).abs() < 4.0 * right[i].1, "{i}: {:?} {exact}", right[i]);
        }
        assert!((right[3].0 - 0.62 * 1.2).abs() < 4.0 * right[3].1, "plain is 1 + 1/m times that");
        for forecast in [[0.2, 0.3, 0.5], [1.0 / 3.0; 3], [0.8, 0.15, 0.05]] {
            let wrong = means(truth, forecast, 5, trials);
            for i in 0..2 {
                // Two independent sums of squared differences, one of them over limits.
                let d: [f64; 3] = core::array::from_fn(|k| forecast[k] - truth[k]);
                let more =
                    if i == 0 { d.iter().map(|d| d * d).sum() } else { d[0] * d[0] + (d[0] + d[1]) * (d[0] + d[1]) };
                let error = (right[i].1 * right[i].1 + wrong[i].1 * wrong[i].1).sqrt();
                let found = wrong[i].0 - right[i].0;
                assert!((found - more).abs() < 4.0 * error, "{i}, {forecast:?}: {found}, exactly {more}");
            }
            let many = (means(truth, truth, 400, 4000), means(truth, forecast, 400, 4000));
            assert!(many.1[2].0 > many.0[2].0 + 2.0 * many.0[2].1, "log score: {:?} {:?}", many.0[2], many.1[2]);
        }
    }

    #[test]
    fn law_dates_fall_into_classes() {
        let limits = [10.0, 20.0, 30.0];
        assert_eq!(
            [Some(9.9), Some(10.0), Some(25.0), Some(30.0), None].map(|d| date_class(d, &limits)),
            [0, 1, 2, 3, 3]
        );
        let o = Observation::new(15.0, Some(5.0), Some(25.0), Shape::Uniform).unwrap();
        assert_eq!(date_outcome(&o, &limits), [0.25, 0.5, 0.25, 0.0]);
        assert_eq!(date_outcome(&o.until(20.0), &limits), [0.25, 0.5, 0.25, 0.0]);
        assert_eq!(date_outcome(&o.until(20.0), &limits[..2]), [0.25, 0.5, 0.25], "a quarter is left at the end");
        assert_eq!(date_outcome(&Observation::exact(20.0).unwrap(), &limits), known(2, 4));
        assert_eq!(date_outcome(&Observation::not_by(30.0).unwrap(), &limits), known(3, 4));
    }

    #[test]
    fn law_orders_are_counted_and_told_apart() {
        // Sums over the events that never happen of the ordered Bell numbers 1, 1, 3, 13, 75.
        assert_eq!([1, 2, 3, 4].map(orders), [2, 6, 26, 150]);
        let of = order_category;
        assert_eq!(of(&[Some(3.0), Some(9.0), None]), of(&[Some(-1.0), Some(0.0), None]));
        let different = [
            of(&[Some(1.0), Some(2.0), None]),
            of(&[Some(2.0), Some(1.0), None]),
            of(&[Some(1.0), Some(1.0), None]),
            of(&[Some(1.0), Some(2.0), Some(3.0)]),
            of(&[None, None, None]),
        ];
        for (i, a) in different.iter().enumerate() {
            assert!(*a < orders(3) && different[i + 1..].iter().all(|b| a != b));
        }
        assert_eq!(PairOrder::of(Some(2.0), None), PairOrder::First);
        assert_eq!(PairOrder::of(Some(2.0), Some(1.0)), PairOrder::Second);
        assert_eq!(PairOrder::of(Some(2.0), Some(2.0)), PairOrder::Together);
        assert_eq!(PairOrder::of(None, None), PairOrder::Neither);
    }
}
