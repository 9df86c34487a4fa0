//! Scores of outcomes that are kinds, not numbers: which outcome came, in which order events fell.
//!
//! Worlds are counted by category. The outcome is a list of probabilities over the same categories: a single 1 where the
//! record is sure (see [`known`]); the score is then the expected one over them.

use engine::math;

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

fn total(counts: &[u32]) -> Option<f64> {
    let m: f64 = counts.iter().map(|c| f64::from(*c)).sum();
    (m > 0.0).then_some(m)
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

#[cfg(test)]
mod tests {
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
    fn law_the_truth_scores_best() {
        let truth = [0.5, 0.3, 0.2];
        // Mean score, with its standard error, of a forecaster that draws 400 worlds from its own shares.
        let mean = |forecast: [f64; 3]| {
            let (n, mut sum, mut squares) = (4000_u32, 0.0, 0.0);
            for t in 0..n {
                let mut stream = Draws::new(2).stream(Purpose::named("test"), u64::from(t), Day(0), 0);
                let outcome = known(stream.choose(&truth).unwrap(), 3);
                let counts = counted((0..400).map(|_| stream.choose(&forecast).unwrap()), 3);
                let score = log_score(&counts, &outcome, 0.01).unwrap();
                (sum, squares) = (sum + score, squares + score * score);
            }
            let (n, mean) = (f64::from(n), sum / f64::from(n));
            (mean, ((squares / n - mean * mean) / n).sqrt())
        };
        let right = mean(truth);
        for forecast in [[0.2, 0.3, 0.5], [1.0 / 3.0; 3], [0.8, 0.15, 0.05]] {
            assert!(mean(forecast).0 > right.0 + 2.0 * right.1, "{forecast:?}");
        }
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
    }
}
