//! Normal thresholds: the curve without people, and the chances of a crowd drawn from it.

use engine::math;

use crate::curve::{bisect, root};

/// Thresholds spread normally over a crowd that is so large that its curve is smooth.
#[derive(Clone, Copy, Debug)]
pub struct NormalThresholds {
    /// Size of the crowd, persons.
    pub people: f64,
    /// Mean threshold, persons.
    pub mean: f64,
    /// Standard deviation of thresholds, persons.
    pub sd: f64,
}

impl NormalThresholds {
    /// How many act when they see `crowd` acting.
    pub fn acting(self, crowd: f64) -> f64 {
        self.people * math::normal_cdf((crowd - self.mean) / self.sd)
    }

    /// Where the number comes to rest when nobody acts at first: the lowest crowd that reproduces itself.
    ///
    /// Below the mean the curve less the diagonal bends upwards, so it has one lowest point there, where the density times
    /// the crowd is 1. If that point touches the diagonal the rest is to its left; if not, beyond the mean.
    pub fn rest(self) -> f64 {
        let joins = |crowd: f64| self.acting(crowd) - crowd;
        match self.lowest_gap() {
            Some(at) if self.acting(at) <= at => root(0.0, at, joins),
            // Above the gap, up to the mean, the curve is above the diagonal.
            Some(_) => root(self.mean.clamp(0.0, self.people), self.people, joins),
            None => root(0.0, self.people, joins),
        }
    }

    /// The crowd below the mean and inside the population at which the curve comes closest to the diagonal, or lies deepest
    /// under it. None where it only gets farther from the start.
    fn lowest_gap(self) -> Option<f64> {
        let slope = self.people * math::normal_density(0.0) / self.sd;
        if slope <= 1.0 {
            return None;
        }
        let at = self.mean - self.sd * (2.0 * math::ln(slope)).sqrt();
        // Where the mean lies above the whole crowd, the curve ends before it turns.
        (at > 0.0).then_some(at.min(self.people))
    }

    /// The spread at which the curve just touches the diagonal, so that the rest jumps. None when the mean is half of the
    /// crowd or more, where no spread makes the many act.
    pub fn critical_sd(self) -> Option<f64> {
        if self.mean <= 0.0 || self.mean >= 0.5 * self.people {
            return None;
        }
        let is_held = |sd: f64| {
            let spread = NormalThresholds { sd, ..self };
            spread.lowest_gap().is_some_and(|at| spread.acting(at) <= at)
        };
        Some(bisect(0.0, self.people * math::normal_density(0.0), is_held))
    }
}

/// Chances of every final number 0..=people, when each person's threshold is drawn on its own.
///
/// `below` gives the share of thresholds that are at or below a crowd. The number that acts is a chain in two numbers, this
/// round's and the last one's: those who have not acted have thresholds above the last crowd, and nothing more is known of
/// them, so the newcomers are binomial. Exact but for rounding; the work grows with the cube of the number of people.
pub fn chances_of_rest(people: usize, below: impl Fn(f64) -> f64) -> Vec<f64> {
    let share: Vec<f64> = (0..=people).map(|crowd| below(crowd as f64)).collect();
    let mut ln_factorial = vec![0.0; people + 1];
    for n in 1..=people {
        ln_factorial[n] = ln_factorial[n - 1] + math::ln(n as f64);
    }
    let newcomers = |among: usize, n: usize, chance: f64| {
        if chance <= 0.0 || chance >= 1.0 {
            return f64::from(n == if chance <= 0.0 { 0 } else { among });
        }
        let ways = ln_factorial[among] - ln_factorial[n] - ln_factorial[among - n];
        math::exp(ways + n as f64 * math::ln(chance) + (among - n) as f64 * math::ln(1.0 - chance))
    };
    let mut rest = vec![0.0; people + 1];
    // reached[last][now]: the chance that the chain passes from `last` to `now`.
    let mut reached = vec![vec![0.0; people + 1]; people + 1];
    rest[0] = newcomers(people, 0, share[0]);
    for now in 1..=people {
        reached[0][now] = newcomers(people, now, share[0]);
    }
    for last in 0..people {
        for now in last + 1..=people {
            let chance = reached[last][now];
            if chance == 0.0 {
                continue;
            }
            let joins = ((share[now] - share[last]) / (1.0 - share[last])).min(1.0);
            rest[now] += chance * newcomers(people - now, 0, joins);
            for new in 1..=people - now {
                reached[now][now + new] += chance * newcomers(people - now, new, joins);
            }
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const CROWD: NormalThresholds = NormalThresholds { people: 100.0, mean: 25.0, sd: 12.0 };

    #[test]
    fn law_rest_is_the_limit_of_the_rounds() {
        for (mean, sd) in
            [(25.0, 5.0), (25.0, 12.0), (25.0, 12.5), (25.0, 60.0), (-5.0, 3.0), (60.0, 20.0), (130.0, 40.0)]
        {
            let spread = NormalThresholds { mean, sd, ..CROWD };
            let limit = (0..5000).fold(0.0, |crowd, _| spread.acting(crowd));
            assert!((limit - spread.rest()).abs() < 1e-9, "mean {mean}, sd {sd}: {limit} and {}", spread.rest());
        }
    }

    #[test]
    fn no_critical_spread_when_the_middle_is_out_of_reach() {
        assert_eq!(NormalThresholds { mean: 50.0, ..CROWD }.critical_sd(), None);
        assert_eq!(NormalThresholds { mean: 0.0, ..CROWD }.critical_sd(), None);
        assert!(CROWD.critical_sd().is_some_and(|sd| (12.0..13.0).contains(&sd)));
    }

    #[test]
    fn law_chances_sum_to_one() {
        let chances = chances_of_rest(60, |crowd| math::normal_cdf((crowd - 15.0) / 9.0));
        assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-11);
    }

    #[test]
    fn agrees_with_counting_by_hand_for_two_people() {
        // Thresholds are 0, 1 or 2 with chances 0.2, 0.3, 0.5. Nobody: neither has 0. One: one has 0, the other 2.
        let chances = chances_of_rest(2, |crowd| {
            if crowd < 1.0 {
                0.2
            } else if crowd < 2.0 {
                0.5
            } else {
                1.0
            }
        });
        for (found, expected) in chances.iter().zip([0.64, 0.2, 0.16]) {
            assert!((found - expected).abs() < 1e-15, "{chances:?}");
        }
    }
}
