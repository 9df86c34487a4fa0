//! The probability integral transform: where in the ensemble the observation falls, 0..1. Over many targets of a calibrated
//! forecaster it is uniform; heaped at both ends the ensembles are too narrow, in the middle too wide, at one end biased
//! (Gneiting, Balabdaoui and Raftery 2007).

use engine::calendar::Day;
use engine::draw::{Draws, Purpose, Stream};

use super::ensemble::Ensemble;
use super::observation::Observation;
use crate::chi_square;

/// The place of the observation among m worlds: (worlds below + (worlds equal + 1) u) / (m + 1), u uniform. Where observation
/// and worlds are drawn from one law, with ties or without, it is exactly uniform, for any m.
///
/// A doubtful observation is first replaced by a truth drawn from its distribution.
pub fn pit(ensemble: &Ensemble, observed: &Observation, stream: &mut Stream) -> f64 {
    let truth = if observed.is_exact() { observed.value() } else { observed.quantile(stream.uniform()) };
    let (below, equal) = ensemble.below_and_at(truth);
    (below as f64 + (equal as f64 + 1.0) * stream.uniform()) / (ensemble.members() as f64 + 1.0)
}

/// The draws of one target, by its name and number; the same for every forecaster.
pub(super) fn stream_of(seed: u64, series: &str, place: &str, number: u64) -> Stream {
    let purpose = Purpose::named(&format!("score.pit/{series}/{place}"));
    Draws::new(seed).stream(purpose, number, Day(0), 0)
}

/// PIT values counted in bins of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Targets in each bin, from 0 to 1.
    pub counts: Vec<u32>,
    /// The chance of a chi-square, against equal counts, as large or larger were the values uniform and independent. Values of
    /// one series are seldom independent: then this is too small.
    pub p_value: f64,
}

/// The histogram in this many bins. `None` with fewer than two bins or fewer than five values a bin, below which the
/// distribution of chi-square is not to be trusted (Cochran 1954).
pub fn histogram(values: &[f64], bins: usize) -> Option<Histogram> {
    if bins < 2 || values.len() < 5 * bins {
        return None;
    }
    let mut counts = vec![0_u32; bins];
    for value in values {
        counts[((value * bins as f64) as usize).min(bins - 1)] += 1;
    }
    let p_value = chi_square::p_value(&counts, &vec![values.len() as f64 / bins as f64; bins]);
    Some(Histogram { counts, p_value })
}

/// The bins for this many values: five values a bin at least, ten bins at most; 0 or 1 where a histogram says nothing.
pub fn bins_for(values: usize) -> usize {
    (values / 5).min(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Purpose = Purpose::named("test");

    /// p-values of many histograms of 200 targets each, worlds and observation made by `draw(stream, is the observation)`.
    fn p_values(salt: u64, draw: impl Fn(&mut Stream, bool) -> f64) -> Vec<f64> {
        let of_one = |i: u64| {
            let of_target = |j: u64| {
                let mut stream = Draws::new(salt).stream(TEST, i * 1000 + j, Day(0), 0);
                let worlds = (0..9).map(|_| draw(&mut stream, false)).collect();
                let observed = Observation::exact(draw(&mut stream, true)).unwrap();
                pit(&Ensemble::new(worlds).unwrap(), &observed, &mut stream)
            };
            histogram(&(0..200).map(of_target).collect::<Vec<_>>(), 10).unwrap().p_value
        };
        (0..500).map(of_one).collect()
    }

    /// Greatest distance between the distribution of p-values and the uniform one (Kolmogorov).
    fn off_uniform(mut p: Vec<f64>) -> f64 {
        p.sort_by(f64::total_cmp);
        let n = p.len() as f64;
        p.iter().enumerate().map(|(i, p)| (p - i as f64 / n).abs().max((i as f64 + 1.0) / n - p)).fold(0.0, f64::max)
    }

    #[test]
    fn law_calibrated_ensembles_give_a_uniform_pit() {
        // 500 p-values: Kolmogorov's distance exceeds 1.95 / sqrt(500) = 0.087 once in 1000; chi-square with 20 expected in
        // a bin is itself within 0.01 of its limit.
        let smooth = p_values(1, |s, _| s.uniform() * s.uniform());
        assert!(off_uniform(smooth) < 0.097);
        // Counts of mean 1: most worlds tie.
        let tied = p_values(2, |s, _| s.poisson(1.0) as f64);
        assert!(off_uniform(tied) < 0.097);
    }

    #[test]
    fn more_bias_and_false_width_fail_the_test() {
        let share_small = |p: Vec<f64>| p.iter().filter(|p| **p < 0.05).count() as f64 / p.len() as f64;
        for (what, shift, width) in [("biased", 0.3, 1.0), ("too narrow", 0.0, 0.6), ("too wide", 0.0, 1.7)] {
            let draw = |s: &mut Stream, observed: bool| {
                if observed { s.normal() } else { shift + width * s.normal() }
            };
            let share = share_small(p_values(3, draw));
            assert!(share > 0.6, "{what}: only {share} fail at 5 %");
        }
    }

    #[test]
    fn law_histogram_by_hand() {
        let values: Vec<f64> =
            [(0.1, 10), (0.3, 20), (0.6, 5), (0.99, 5)].iter().flat_map(|(x, n)| std::iter::repeat_n(*x, *n)).collect();
        let h = histogram(&values, 4).unwrap();
        assert_eq!(h.counts, [10, 20, 5, 5]);
        assert!((h.p_value - chi_square::p_value(&h.counts, &[10.0; 4])).abs() < 1e-15);
        assert_eq!(histogram(&values[..19], 4), None);
        assert_eq!((bins_for(9), bins_for(31), bins_for(1000)), (1, 6, 10));
        assert_eq!(histogram(&[1.0; 10], 2).unwrap().counts, [0, 10], "1 itself is in the last bin");
    }

    #[test]
    fn same_draws_for_the_same_target() {
        let e = Ensemble::new(vec![1.0, 1.0, 2.0]).unwrap();
        let o = Observation::exact(1.0).unwrap();
        let of = |seed, place, number| pit(&e, &o, &mut stream_of(seed, "strikes", place, number));
        assert_eq!(of(1, "a", 0), of(1, "a", 0));
        assert!(of(1, "a", 0) != of(1, "b", 0) && of(1, "a", 0) != of(1, "a", 1) && of(1, "a", 0) != of(2, "a", 0));
    }
}
