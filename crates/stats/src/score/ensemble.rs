//! An ensemble of simulated values of one quantity: one value for each world, all worlds equally likely.

use super::Fault;
use super::observation::{Axis, Observation};

/// Values of the worlds, in order of size.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    sorted: Vec<f64>,
}

impl Ensemble {
    /// An ensemble of these values; their order does not matter.
    ///
    /// # Errors
    /// When there are none, or one is not finite.
    pub fn new(values: Vec<f64>) -> Result<Ensemble, Fault> {
        if values.is_empty() {
            return Err(Fault::Empty);
        }
        if values.iter().any(|x| !x.is_finite()) {
            return Err(Fault::NotFinite);
        }
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        Ok(Ensemble { sorted })
    }

    /// The values from least to greatest.
    pub fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// Number of worlds.
    pub fn members(&self) -> usize {
        self.sorted.len()
    }

    /// The same on another axis.
    pub fn on(&self, axis: Axis) -> Ensemble {
        Ensemble { sorted: self.sorted.iter().map(|x| axis.of(*x)).collect() }
    }

    /// The same with values beyond `end` put at `end`.
    pub fn until(&self, end: f64) -> Ensemble {
        Ensemble { sorted: self.sorted.iter().map(|x| x.min(end)).collect() }
    }

    /// The quantile p in 0..=1 by the rule of Weibull: the i-th of m values stands at i / (m + 1), straight between them, the
    /// least and greatest value beyond (type 6 of Hyndman and Fan 1996). An observation drawn from the same law as the m
    /// worlds falls below the i-th with chance i / (m + 1) exactly, whatever the law, which is what coverage asks.
    pub fn quantile(&self, p: f64) -> f64 {
        quantile(&self.sorted, p)
    }

    /// The sum of |a - b| over all pairs of worlds, each pair once.
    pub fn pair_distances(&self) -> f64 {
        let (m, first) = (self.members() as f64, self.sorted[0]);
        self.sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 - (m - 1.0)) * (x - first)).sum()
    }

    /// Numbers of worlds below the value and equal to it.
    pub fn below_and_at(&self, value: f64) -> (usize, usize) {
        let below = self.sorted.partition_point(|x| *x < value);
        (below, self.sorted.partition_point(|x| *x <= value) - below)
    }

    /// The central interval that holds this share, between the quantiles (1 - level) / 2 and (1 + level) / 2. It has worlds
    /// enough for its tails with 3 at 50 %, 9 at 80 %, 19 at 90 %, 39 at 95 %; with fewer it runs from the least to the
    /// greatest of m worlds and can hold only (m - 1) / (m + 1).
    pub fn central(&self, level: f64) -> Interval {
        let tail = (1.0 - level) / 2.0;
        Interval { low: self.quantile(tail), high: self.quantile(1.0 - tail) }
    }
}

/// The quantile of sorted values, by the rule of [`Ensemble::quantile`].
pub(super) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let m = sorted.len();
    let at = p * (m as f64 + 1.0);
    if at <= 1.0 {
        return sorted[0];
    }
    if at >= m as f64 {
        return sorted[m - 1];
    }
    let i = at as usize;
    sorted[i - 1] + (at - i as f64) * (sorted[i] - sorted[i - 1])
}

/// The levels at which coverage is told.
pub const LEVELS: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// A central interval of an ensemble.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Whether an interval holds an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The value observed lies in the interval, ends counted in.
    pub value: bool,
    /// The range observed and the interval have a point in common. Never false where `value` is true; the wider the range, the
    /// less it says.
    pub range: bool,
}

impl Interval {
    /// Whether the interval holds the observation.
    pub fn covers(&self, observed: &Observation) -> Covered {
        Covered {
            value: self.low <= observed.value() && observed.value() <= self.high,
            range: self.low <= observed.high() && observed.low() <= self.high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    #[test]
    fn law_pair_distances_are_those_of_all_pairs() {
        let values = [4.0_f64, -1.0, 4.0, 7.5, 1e6];
        let mut total = 0.0;
        for (i, a) in values.iter().enumerate() {
            total += values[i..].iter().map(|b| (a - b).abs()).sum::<f64>();
        }
        assert_eq!(Ensemble::new(values.to_vec()).unwrap().pair_distances(), total);
    }

    #[test]
    fn law_quantiles_follow_the_rule() {
        let e = Ensemble::new((1..=9).map(f64::from).collect()).unwrap();
        for (p, x) in
            [(0.1, 1.0), (0.25, 2.5), (0.5, 5.0), (0.9, 9.0), (0.01, 1.0), (0.99, 9.0), (0.0, 1.0), (1.0, 9.0)]
        {
            assert!((e.quantile(p) - x).abs() < 1e-12, "{p}: {}", e.quantile(p));
        }
        assert_eq!(Ensemble::new(vec![3.0]).unwrap().quantile(0.4), 3.0);
        assert!(Ensemble::new(vec![]).is_err() && Ensemble::new(vec![1.0, f64::INFINITY]).is_err());
    }

    #[test]
    fn law_central_intervals_hold_their_share_exactly() {
        // Worlds and observation from one skewed law; with 39 worlds every level falls on a world, so that the share is exact.
        let trials = 20_000;
        let mut held = [0.0; 4];
        for t in 0..trials {
            let mut stream = Draws::new(4).stream(Purpose::named("test"), t, Day(0), 0);
            let mut draw = || {
                let u = stream.uniform();
                u * u * u
            };
            let e = Ensemble::new((0..39).map(|_| draw()).collect()).unwrap();
            let o = Observation::exact(draw()).unwrap();
            for (i, level) in LEVELS.iter().enumerate() {
                held[i] += f64::from(u8::from(e.central(*level).covers(&o).value));
            }
        }
        for (i, level) in LEVELS.iter().enumerate() {
            let error = (level * (1.0 - level) / trials as f64).sqrt();
            let share = held[i] / trials as f64;
            assert!((share - level).abs() < 4.0 * error, "{level}: {share}");
        }
    }

    #[test]
    fn law_value_and_range_are_told_apart() {
        let e = Ensemble::new((0..=100).map(f64::from).collect()).unwrap();
        let interval = e.central(0.5);
        let covered = |value, low, high| interval.covers(&Observation::new(value, Some(low), Some(high)).unwrap());
        assert_eq!(covered(50.0, 0.0, 90.0), Covered { value: true, range: true });
        assert_eq!(covered(90.0, 60.0, 95.0), Covered { value: false, range: true });
        assert_eq!(covered(90.0, 80.0, 95.0), Covered { value: false, range: false });
    }
}
