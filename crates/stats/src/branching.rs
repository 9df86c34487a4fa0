//! Branches of one world: from each day so many continuations with other chance, and how they end.
//!
//! The odds of the endings by day, how uncertain they are, and the day from which on the matter was settled.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::math;

use crate::binomial::wilson;
use crate::draw::gamma;
use crate::interval::{Interval, quantile};

const ENDINGS: Purpose = Purpose::named("experiment.branching.endings");

/// How the branches of a day ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branches {
    /// The day from which they branch.
    pub day: Day,
    /// Branches that ended in each category.
    pub counts: Vec<u64>,
}

/// The chance of one category.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Chance {
    /// Share of the branches; not a number without branches.
    pub share: f64,
    /// Wilson's interval of it.
    pub wilson: Interval,
}

/// What the branches of a day say.
#[derive(Clone, PartialEq, Debug)]
pub struct Odds {
    /// The day.
    pub day: Day,
    /// Number of branches.
    pub branches: u64,
    /// The chance of each category.
    pub chances: Vec<Chance>,
    /// The category that most branches ended in, the first of equals; none without branches.
    pub modal: Option<usize>,
    /// Entropy of the shares, in bits; not a number without branches, and too low on average when branches are few.
    pub entropy_bits: f64,
    /// The same with the correction of Miller (1955): the number of categories seen, less one, over twice the branches; at most
    /// the entropy of even shares.
    pub entropy_corrected_bits: f64,
    /// Interval of the entropy, in bits, under the posterior with Jeffreys' prior, half a branch for each category (Dirichlet).
    pub entropy_credible_bits: Interval,
}

/// How intervals are made.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Level of all intervals, e.g. 0.95.
    pub level: f64,
    /// Draws from the posterior for the interval of the entropy; 1000 will do.
    pub draws: u32,
    /// Seed of these draws.
    pub seed: u64,
}

/// Odds by day, in the order given.
///
/// # Panics
/// When days have not the same categories, or the level is not between 0 and 1.
pub fn odds(days: &[Branches], settings: &Settings) -> Vec<Odds> {
    if let Some(first) = days.first() {
        assert!(days.iter().all(|d| d.counts.len() == first.counts.len()), "every day has the same categories");
    }
    days.iter().map(|day| of_day(day, settings)).collect()
}

fn of_day(day: &Branches, settings: &Settings) -> Odds {
    let n: u64 = day.counts.iter().sum();
    let categories = day.counts.len() as f64;
    let chances = day.counts.iter().map(|k| Chance {
        share: if n == 0 { f64::NAN } else { *k as f64 / n as f64 },
        wilson: wilson(*k, n, settings.level),
    });
    let shares: Vec<f64> = day.counts.iter().map(|k| *k as f64 / n.max(1) as f64).collect();
    let seen = day.counts.iter().filter(|k| **k > 0).count() as f64;
    let correction = (seen - 1.0) / (2.0 * n as f64) / core::f64::consts::LN_2;
    let even = math::ln(categories) / core::f64::consts::LN_2;
    let plain = entropy_bits(&shares);
    let (plain, corrected) = if n == 0 { (f64::NAN, f64::NAN) } else { (plain, (plain + correction).min(even)) };
    Odds {
        day: day.day,
        branches: n,
        chances: chances.collect(),
        modal: (n > 0).then(|| modal(&day.counts)),
        entropy_bits: plain,
        entropy_corrected_bits: corrected,
        entropy_credible_bits: entropy_interval(day, settings),
    }
}

fn modal(counts: &[u64]) -> usize {
    let most = counts.iter().max().copied().unwrap_or(0);
    counts.iter().position(|k| *k == most).unwrap_or(0)
}

/// The entropy of shares that sum to 1, in bits: 0 when one is certain, 1 for an even chance of two.
fn entropy_bits(shares: &[f64]) -> f64 {
    let terms = shares.iter().filter(|p| **p > 0.0).map(|p| -p * math::ln(*p));
    math::sum_in_order(terms) / core::f64::consts::LN_2
}

fn entropy_interval(day: &Branches, settings: &Settings) -> Interval {
    let draws = Draws::new(settings.seed);
    let mut found: Vec<f64> = (0..settings.draws)
        .map(|d| {
            let mut stream = draws.stream(ENDINGS, u64::from(d), day.day, 0);
            // Gamma numbers over their sum are a draw from the Dirichlet distribution.
            let parts: Vec<f64> = day.counts.iter().map(|k| gamma(*k as f64 + 0.5, &mut stream)).collect();
            let total = math::sum_in_order(parts.iter().copied());
            entropy_bits(&parts.iter().map(|p| p / total).collect::<Vec<_>>())
        })
        .collect();
    if found.is_empty() {
        return Interval::UNBOUNDED;
    }
    found.sort_by(f64::total_cmp);
    let tail = (1.0 - settings.level) / 2.0;
    Interval { low: quantile(&found, tail), high: quantile(&found, 1.0 - tail) }
}

/// The day from which on the matter was settled.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settled {
    /// The ending that it was settled for: the modal one of the last day.
    pub category: usize,
    /// First day from which on its share stays above the threshold to the last day.
    pub day: Day,
    /// First day from which on the lower bound of Wilson's interval stays above it too; none when branches are too few.
    pub surely: Option<Day>,
}

/// The first day from which on one ending has a share above the threshold (0.9, say) on every later day that has branches.
/// A day on which it falls to the threshold or below puts the date off. None when it is not above it on the last day.
///
/// # Panics
/// When days are not in order.
pub fn settled(odds: &[Odds], threshold: f64) -> Option<Settled> {
    assert!(odds.windows(2).all(|w| w[0].day.0 < w[1].day.0), "days are in order");
    let with_branches = || odds.iter().rev().filter(|o| o.branches > 0);
    let category = with_branches().next()?.modal?;
    let day = with_branches().take_while(|o| o.chances[category].share > threshold).last()?.day;
    let surely = with_branches().take_while(|o| o.chances[category].wilson.low > threshold).last().map(|o| o.day);
    Some(Settled { category, day, surely })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: Settings = Settings { level: 0.95, draws: 2000, seed: 6 };

    fn day(day: i32, counts: &[u64]) -> Branches {
        Branches { day: Day(day), counts: counts.to_vec() }
    }

    #[test]
    fn law_entropy_of_known_shares() {
        assert_eq!(entropy_bits(&[1.0, 0.0]), 0.0);
        assert!((entropy_bits(&[0.5, 0.5]) - 1.0).abs() < 1e-15);
        assert!((entropy_bits(&[0.25; 4]) - 2.0).abs() < 1e-15);
        assert!((entropy_bits(&[0.5, 0.25, 0.125, 0.125]) - 1.75).abs() < 1e-15);
    }

    #[test]
    fn law_odds_of_a_day() {
        let found = &odds(&[day(3, &[30, 10, 0])], &SETTINGS)[0];
        assert_eq!((found.branches, found.modal), (40, Some(0)));
        assert_eq!(found.chances[0].share, 0.75);
        assert_eq!(found.chances[1].wilson, wilson(10, 40, 0.95));
        let exact = 2.0 - 0.75 * math::ln(3.0) / math::ln(2.0);
        assert!((found.entropy_bits - exact).abs() < 1e-14);
        assert!((found.entropy_corrected_bits - exact - 1.0 / 80.0 / math::ln(2.0)).abs() < 1e-14);
        assert!(found.entropy_credible_bits.contains(exact));
        assert_eq!(odds(&[day(3, &[30, 10, 0])], &SETTINGS)[0], *found, "a pure function of the seed");
    }

    #[test]
    fn law_a_day_without_branches_says_nothing() {
        let found = &odds(&[day(3, &[0, 0])], &SETTINGS)[0];
        assert!(found.modal.is_none() && found.chances[0].share.is_nan());
        assert!(found.entropy_bits.is_nan() && found.entropy_corrected_bits.is_nan());
        assert_eq!(found.chances[0].wilson, Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn law_entropy_intervals_cover() {
        // 100 branches of three endings with chances 0.7, 0.2, 0.1.
        let chances = [0.7, 0.2, 0.1];
        let exact = entropy_bits(&chances);
        let settings = Settings { draws: 500, ..SETTINGS };
        let mut covered = 0;
        let mut means = [0.0; 2];
        for seed in 0..400 {
            let mut stream = Draws::new(seed).stream(Purpose::named("test.branches"), 0, Day(0), 0);
            let mut counts = [0; 3];
            for _ in 0..100 {
                counts[stream.choose(&chances).expect("weights")] += 1;
            }
            let found = &odds(&[day(1, &counts)], &settings)[0];
            covered += u32::from(found.entropy_credible_bits.contains(exact));
            means[0] += found.entropy_bits / 400.0;
            means[1] += found.entropy_corrected_bits / 400.0;
        }
        println!("covered of 400: {covered}; entropy {exact:.4}, plain {:.4}, corrected {:.4}", means[0], means[1]);
        // 380 with a standard deviation of 4.4; four of them.
        assert!(covered >= 362, "{covered}");
        // The plain entropy is low by 2 / 200 nats, 0.0144 bits; the error of a mean of 400 is about 0.005.
        assert!((means[0] - exact + 0.0144).abs() < 0.02 && (means[1] - exact).abs() < 0.02);
    }

    #[test]
    fn law_settled_is_the_first_day_of_the_last_stretch() {
        let days = [
            day(1, &[95, 5]), // above, but not for good
            day(2, &[40, 60]),
            day(3, &[8, 92]),
            day(4, &[10, 90]), // exactly the threshold: not above it
            day(5, &[7, 93]),
            day(7, &[0, 0]),
            day(8, &[1, 99]),
            day(9, &[0, 100]),
        ];
        let found = settled(&odds(&days, &SETTINGS), 0.9).expect("it is settled at the end");
        assert_eq!(found, Settled { category: 1, day: Day(5), surely: Some(Day(8)) });
        assert!(settled(&odds(&days[..4], &SETTINGS), 0.9).is_none());
        assert!(settled(&odds(&days[5..6], &SETTINGS), 0.9).is_none());
        assert!(settled(&[], 0.9).is_none());
    }
}
