//! Probabilities of causation (Pearl 1999): of necessity and of sufficiency.
//!
//! The cause is at work in the base arm and taken away in the changed arm; where the change brings the cause, exchange the arms
//! first ([`Pairs::swapped`]). A pair is then one world with and without it, and
//! what happens in the other arm is the world's counterfactual. That takes common random numbers for the definition of "the
//! same world": all that the draws decide is held fixed, and a draw means the same in both arms. Another way to tie draws to
//! events would give other pairs, and other probabilities, for the same two arms. The bounds of Tian and Pearl (2000) hold
//! for every such way: they use only how often the outcome comes in each arm.

use super::Pairs;
use crate::binomial::wilson;
use crate::interval::{Estimate, Interval};

/// A probability of causation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cause {
    /// From the pairs, with Wilson's interval.
    pub paired: Estimate,
    /// Worlds that it is a share of.
    pub worlds: u64,
    /// What it lies between whatever the pairing, as far as the shares seen in the arms are exact.
    pub bounds: Interval,
}

/// Both probabilities; none where no world is of the kind asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Causation {
    /// Necessity: of worlds with the outcome, in how many it would not have come without the cause.
    pub necessity: Option<Cause>,
    /// Sufficiency: of worlds without cause and outcome, in how many the cause would have brought it.
    pub sufficiency: Option<Cause>,
}

/// Probabilities of causation of the outcome counted in pairs whose base arm has the cause.
///
/// # Panics
/// When the level is not between 0 and 1.
pub fn causation(pairs: &Pairs, level: f64) -> Causation {
    let n = pairs.all() as f64;
    let (with, without) = (pairs.in_base() as f64 / n, pairs.in_changed() as f64 / n);
    let share = |of: u64, part: f64| {
        // The outcome must come with the cause and fail without it: at least as often as the arms differ, at most as often as
        // the rarer of the two.
        let (least, most) = ((with - without).max(0.0), with.min(1.0 - without));
        (of > 0).then(|| Cause {
            paired: Estimate {
                value: pairs.base_only as f64 / of as f64,
                interval: wilson(pairs.base_only, of, level),
            },
            worlds: of,
            bounds: Interval { low: (least / part).min(1.0), high: (most / part).min(1.0) },
        })
    };
    Causation {
        necessity: share(pairs.in_base(), with),
        sufficiency: share(pairs.all() - pairs.in_changed(), 1.0 - without),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    #[test]
    fn agrees_with_counts_by_hand() {
        let pairs = Pairs { both: 20, base_only: 30, changed_only: 10, neither: 40 };
        let found = causation(&pairs, 0.95);
        let value = |c: Option<Cause>| c.expect("worlds of all kinds").paired.value;
        assert_eq!(value(found.necessity), 0.6);
        assert!((value(found.sufficiency) - 3.0 / 7.0).abs() < 1e-15);
        // Outcome in 50% with and 30% without: it goes in 20% of all at least, in 50% at most, of the half with it.
        let bounds = found.necessity.expect("there are worlds").bounds;
        assert!((bounds.low - 0.4).abs() < 1e-15 && (bounds.high - 1.0).abs() < 1e-15);
        let none = causation(&Pairs { changed_only: 5, ..Pairs::default() }, 0.95);
        assert!(none.necessity.is_none() && none.sufficiency.is_none());
    }

    #[test]
    fn law_bounds_hold_and_are_reached_whatever_the_pairing() {
        // All tables of twenty pairs with the same arms: the outcome in 12 with and in 5 without.
        let mut seen = Vec::new();
        for both in 0..=5 {
            let pairs = Pairs { both, base_only: 12 - both, changed_only: 5 - both, neither: 20 + both - 17 };
            let found = causation(&pairs, 0.95);
            for cause in [found.necessity, found.sufficiency].map(|c| c.expect("worlds of all kinds")) {
                let (low, high) = (cause.bounds.low - 1e-12, cause.bounds.high + 1e-12);
                assert!(low <= cause.paired.value && cause.paired.value <= high, "{cause:?}");
            }
            seen.push(found.necessity.expect("there are"));
        }
        assert!((seen[0].paired.value - seen[0].bounds.high).abs() < 1e-12);
        assert!((seen[5].paired.value - seen[5].bounds.low).abs() < 1e-12);
    }

    #[test]
    fn law_intervals_cover_the_probabilities_of_a_known_mechanism() {
        // The outcome comes when another cause acts (0.2), or when this one is there and catches on (0.5):
        // PN = 0.4 / 0.6, PS = 0.5.
        let purpose = Purpose::named("test.causes");
        let exact = [0.4 / 0.6, 0.5];
        let mut covered = [0; 2];
        for seed in 0..500 {
            let draws = Draws::new(seed);
            let pairs = Pairs::count((0..200).map(|world| {
                let other = draws.uniform(purpose, world, Day(0), 0) < 0.2;
                let catches = draws.uniform(purpose, world, Day(1), 0) < 0.5;
                (other || catches, other)
            }));
            let found = causation(&pairs, 0.95);
            for (i, cause) in [found.necessity, found.sufficiency].into_iter().enumerate() {
                covered[i] += u32::from(cause.expect("worlds of all kinds").paired.interval.contains(exact[i]));
            }
        }
        println!("covered of 500: {covered:?}");
        // 475 with a standard deviation of 5; four of them.
        assert!(covered.iter().all(|n| (455..=495).contains(n)), "{covered:?}");
    }
}
