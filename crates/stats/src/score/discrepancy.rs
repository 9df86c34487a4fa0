//! How far worlds may be from the truth for reasons that no world of theirs knows: the discrepancy of the model.
//!
//! What the training rows lie from the worlds is more than the worlds' own spread and the record's own doubt explain. The rest is
//! estimated as a variance, on a scale on which one number suits large and small values alike, and is added to what the worlds
//! foretell of other rows (Kennedy and O'Hagan 2001, with a constant variance for each family in the place of a process).

use engine::math;

use super::ensemble::Ensemble;
use super::observation::{Axis, Observation};

/// Shares are told to a hundredth: none is taken to lie nearer to nothing or to all than this.
const TOLD: f64 = 0.01;
/// Equally likely discrepancies that are added to each world.
const DRAWS: u32 = 41;

/// The scale on which a discrepancy is alike for all values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scale {
    /// Ratios of counts: ln(1 + x).
    Ratio,
    /// Odds of shares, 0 to 1: ln((x + 0.01) / (1.01 - x)).
    Odds,
    /// Days, as they are.
    Days,
}

impl Scale {
    /// A value on this scale.
    pub fn of(self, x: f64) -> f64 {
        match self {
            Scale::Ratio => Axis::Log.of(x),
            Scale::Odds => {
                let share = x.clamp(0.0, 1.0);
                math::ln((share + TOLD) / (1.0 - share + TOLD))
            }
            Scale::Days => x,
        }
    }

    /// The inverse of [`Scale::of`]; counts stay at 0 or above, shares between 0 and 1.
    pub fn back(self, y: f64) -> f64 {
        match self {
            Scale::Ratio => Axis::Log.back(y.max(0.0)),
            Scale::Odds => ((1.0 + 2.0 * TOLD) / (1.0 + math::exp(-y)) - TOLD).clamp(0.0, 1.0),
            Scale::Days => y,
        }
    }
}

/// How far an observation lies from the worlds, and the variance of that which is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Residual {
    /// Observation less what is foretold.
    pub difference: f64,
    /// Variance of the worlds and of the record.
    pub known: f64,
}

impl Residual {
    /// The residual of an observation about worlds, on a scale. A range of the record is read as two standard deviations to either
    /// side.
    pub fn of(scale: Scale, worlds: &Ensemble, observed: &Observation) -> Residual {
        let values: Vec<f64> = worlds.sorted().iter().map(|x| scale.of(x.min(observed.end()))).collect();
        let n = values.len() as f64;
        let mean = math::sum_in_order(values.iter().copied()) / n;
        let spread = math::sum_in_order(values.iter().map(|x| (x - mean) * (x - mean))) / n;
        let doubt = (scale.of(observed.high()) - scale.of(observed.low())) / 4.0;
        Residual { difference: scale.of(observed.value()) - mean, known: spread + doubt * doubt }
    }
}

/// The variance that residuals have beyond what is known of each: their mean square less the mean of the known variances. Below 0
/// where chance makes them lie nearer than they should.
pub fn unexplained(residuals: &[Residual]) -> f64 {
    let left = residuals.iter().map(|of| of.difference * of.difference - of.known);
    math::sum_in_order(left) / residuals.len().max(1) as f64
}

/// What the worlds foretell when a discrepancy of this standard deviation is added to each: a normal law, cut into equal parts.
pub fn widened(worlds: &Ensemble, scale: Scale, sd: f64) -> Ensemble {
    let part = |k: u32| math::normal_quantile((f64::from(k) + 0.5) / f64::from(DRAWS));
    let parts: Vec<f64> = (0..DRAWS).map(part).collect();
    let values = worlds.sorted().iter().flat_map(|x| {
        let at = scale.of(*x);
        parts.iter().map(move |z| scale.back(at + sd * z))
    });
    Ensemble::new(values.collect()).expect("moved values of worlds are finite")
}

#[cfg(test)]
mod tests {
    use super::super::ensemble::LEVELS;
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    const TEST: Purpose = Purpose::named("score.discrepancy.test");

    #[test]
    fn law_a_scale_goes_back() {
        for (scale, values) in [
            (Scale::Ratio, [0.0, 1.0, 400_000.0]),
            (Scale::Odds, [0.0, 0.13, 1.0]),
            (Scale::Days, [-19_000.0, 0.0, 7.5]),
        ] {
            for x in values {
                assert!((scale.back(scale.of(x)) - x).abs() <= 1e-9 * (1.0 + x.abs()), "{scale:?} {x}");
            }
            assert!(scale.of(values[0]) < scale.of(values[1]) && scale.of(values[1]) < scale.of(values[2]));
        }
    }

    /// Truths that lie off the worlds by a known standard deviation: estimated from half of them, the other half is held.
    #[test]
    fn law_an_estimated_discrepancy_holds_what_it_was_not_estimated_from() {
        const SD: f64 = 0.8;
        const ROWS: u32 = 600;
        let (mut learned, mut inside, mut bare) = (Vec::new(), [0_u32; 4], 0_u32);
        let mut known = None;
        for row in 0..ROWS {
            let mut stream = Draws::new(3).stream(TEST, u64::from(row), Day(0), 0);
            let mut normal = || math::normal_quantile(stream.uniform().max(1e-12));
            let centre = 5.0 + normal();
            let worlds = Ensemble::new((0..60).map(|_| Scale::Ratio.back(centre + 0.3 * normal())).collect());
            let worlds = worlds.expect("these are finite");
            let truth = Scale::Ratio.back(centre + 0.3 * normal() + SD * normal());
            let observed = Observation::exact(truth).expect("it is finite");
            if row < ROWS / 2 {
                learned.push(Residual::of(Scale::Ratio, &worlds, &observed));
                continue;
            }
            let sd = *known.get_or_insert_with(|| unexplained(&learned).sqrt());
            // Of 300 rows the standard deviation comes out within a tenth, three standard errors being an eighth.
            assert!((sd - SD).abs() < 0.1, "{sd}");
            let wide = widened(&worlds, Scale::Ratio, sd);
            for (inside, level) in inside.iter_mut().zip(LEVELS) {
                *inside += u32::from(wide.central(level).covers(&observed).value);
            }
            bare += u32::from(worlds.central(LEVELS[3]).covers(&observed).value);
        }
        for (inside, level) in inside.iter().zip(LEVELS) {
            // Three standard errors of 300 rows, and 0.01 for the standard deviation that is itself estimated.
            let share = f64::from(*inside) / f64::from(ROWS / 2);
            let error = 0.01 + 3.0 * (level * (1.0 - level) / f64::from(ROWS / 2)).sqrt();
            assert!((share - level).abs() < error, "{level}: {share}");
        }
        assert!(f64::from(bare) / f64::from(ROWS / 2) < 0.7, "worlds alone hold too few: {bare}");
    }

    #[test]
    fn law_nothing_is_added_to_worlds_that_are_right() {
        let worlds = Ensemble::new(vec![3.0, 5.0, 9.0]).expect("these are finite");
        let same = widened(&worlds, Scale::Days, 0.0);
        assert_eq!((same.quantile(0.0), same.quantile(0.5), same.quantile(1.0)), (3.0, 5.0, 9.0));
        let observed = Observation::exact(5.0).expect("it is finite");
        assert!(unexplained(&[Residual::of(Scale::Days, &worlds, &observed)]) < 0.0);
    }
}
