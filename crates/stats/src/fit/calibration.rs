//! Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018): is a method's posterior what it
//! says?
//!
//! Parameters are drawn from the prior and run; the method is shown the run's summaries as if observed. Where it is
//! right, the rank of the true parameter among draws of its posterior is uniform. Ranks heaped in the middle mean that
//! posteriors are too wide, heaped at both ends too narrow, heaped at one end biased. A method that returns the prior
//! passes: read contraction too.
//!
//! No run is made for the check: of a bank of runs drawn from the prior, each in turn is the one observed, and the
//! others are what the method learns from.

use engine::draw::Purpose;

use super::statistics::{normal, robust_sd, stream};
use super::target::Target;
use super::weighted::{Weighted, distance, regression_adjusted};
use crate::chi_square;

const ERROR: Purpose = Purpose::named("fit.calibration.observation_error");
const DRAW: Purpose = Purpose::named("fit.calibration.posterior_draw");
const TIE: Purpose = Purpose::named("fit.calibration.tie");

/// A run whose parameters were drawn from the prior.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The parameters, in probit coordinates.
    pub point: Vec<f64>,
    /// The summaries.
    pub summaries: Vec<f64>,
}

/// The runs with drawn observation error, discrepancy and coarseness added to their summaries: what would be observed
/// of them.
pub fn as_observed(bank: &[Known], target: &Target, fidelity: u32, seed: u64) -> Vec<Known> {
    let variance = target.variance(fidelity);
    bank.iter()
        .enumerate()
        .map(|(i, run)| {
            let mut draws = stream(seed, ERROR, fidelity, i as u64);
            let summaries =
                run.summaries.iter().zip(&variance).map(|(s, v)| s + v.sqrt() * normal(&mut draws)).collect();
            Known { point: run.point.clone(), summaries }
        })
        .collect()
}

/// A posterior made of a bank alone: rejection, then regression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amortised {
    /// How many of the nearest runs are kept.
    pub keep: usize,
    /// Whether they are adjusted by regression.
    pub adjust: bool,
}

impl Amortised {
    /// The posterior of parameters given these summaries, from all runs of the bank but the one `left_out`. The prior
    /// itself when the bank is not larger than `keep`. `None` for an empty bank.
    ///
    /// `scales` are those of [`scales_of`]; they are given so that they are made once.
    pub fn posterior(
        &self,
        bank: &[Known],
        left_out: Option<usize>,
        observed: &[f64],
        scales: &[f64],
    ) -> Option<Weighted> {
        let mut near: Vec<(f64, usize)> = bank
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(*i) != left_out)
            .map(|(i, run)| (distance(&run.summaries, observed, scales), i))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(self.keep.max(1));
        let width = near.last()?.0;
        let plain = Weighted {
            points: near.iter().map(|(_, i)| bank[*i].point.clone()).collect(),
            weights: vec![1.0 / near.len() as f64; near.len()],
        };
        if !self.adjust {
            return Some(plain);
        }
        let summaries: Vec<Vec<f64>> = near.iter().map(|(_, i)| bank[*i].summaries.clone()).collect();
        regression_adjusted(&plain, &summaries, observed, scales, width).or(Some(plain))
    }
}

/// The scale of each summary over a bank: the robust standard deviation.
pub fn scales_of(bank: &[Known]) -> Vec<f64> {
    let summaries = bank.first().map_or(0, |r| r.summaries.len());
    (0..summaries).map(|k| robust_sd(&bank.iter().map(|r| r.summaries[k]).collect::<Vec<f64>>())).collect()
}

/// The rank of the truth among draws of a posterior, for each parameter: 0 when it is below all, `draws` when above
/// all. Ties are broken by a keyed draw. `case` tells apart the ranks of one check.
pub fn ranks(truth: &[f64], posterior: &Weighted, draws: usize, seed: u64, case: u64) -> Vec<u32> {
    let drawn = posterior.draw(draws, &mut stream(seed, DRAW, 0, case));
    let mut tie = stream(seed, TIE, 0, case);
    truth
        .iter()
        .enumerate()
        .map(|(k, t)| {
            let below = drawn.iter().filter(|p| p[k] < *t).count() as u64;
            let equal = drawn.iter().filter(|p| p[k] == *t).count() as u64;
            (below + tie.below(equal + 1)) as u32
        })
        .collect()
}

/// The ranks of up to `checked` runs of a bank, each left out in turn, for a method that is given the place of the run
/// left out and its summaries. Rows are runs, columns parameters; a run for which the method has no posterior has no
/// row.
pub fn leave_one_out(
    bank: &[Known],
    checked: usize,
    draws: usize,
    seed: u64,
    method: impl Fn(usize, &[f64]) -> Option<Weighted>,
) -> Vec<Vec<u32>> {
    bank.iter()
        .take(checked)
        .enumerate()
        .filter_map(|(i, run)| {
            let posterior = method(i, &run.summaries)?;
            Some(ranks(&run.point, &posterior, draws, seed, i as u64))
        })
        .collect()
}

/// Whether the ranks of one parameter are uniform.
#[derive(Clone, Debug, PartialEq)]
pub struct Uniformity {
    /// How many ranks fell in each bin.
    pub counts: Vec<u32>,
    /// The chance of a chi-square, against equal shares of the possible ranks, at least as large where the method is right.
    /// Of several parameters, compare the smallest with a level divided by their number.
    pub p_value: f64,
    /// The share of the truths that lie within the central nine tenths of their posterior: 0.9 where the method is right.
    pub inside_90: f64,
}

/// Tests the ranks of each parameter, each from 0 to `draws`, in `bins` bins of whole ranks, as equal as may be. The
/// bins' expected counts should be 5 or more.
///
/// # Panics
/// With fewer than two bins, more bins than possible ranks, or a rank above `draws`.
pub fn uniformity(ranks: &[Vec<u32>], draws: usize, bins: usize) -> Vec<Uniformity> {
    let possible = draws + 1;
    assert!((2..=possible).contains(&bins), "between 2 bins and one for each possible rank");
    let bin_of = |rank: usize| rank * bins / possible;
    let mut widths = vec![0.0; bins];
    (0..possible).for_each(|rank| widths[bin_of(rank)] += 1.0);
    (0..ranks.first().map_or(0, Vec::len))
        .map(|k| {
            let mut counts = vec![0_u32; bins];
            ranks.iter().for_each(|r| counts[bin_of(r[k] as usize)] += 1);
            let expected: Vec<f64> = widths.iter().map(|width| ranks.len() as f64 * width / possible as f64).collect();
            let p_value = chi_square::p_value(&counts, &expected);
            // A twentieth of the possible ranks lies below, a twentieth above.
            let central = |rank: usize| 20 * rank >= possible && 20 * (rank + 1) <= 19 * possible;
            let inside = ranks.iter().filter(|r| central(r[k] as usize)).count();
            Uniformity { counts, p_value, inside_90: inside as f64 / ranks.len() as f64 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chi_square_of_known_counts() {
        // Ranks 0..=9 once each, in five bins of two; then all in one bin: 4 * 2 + 8 * 8 / 2 = 40.
        let flat: Vec<Vec<u32>> = (0..10).map(|r| vec![r, 4]).collect();
        let u = uniformity(&flat, 9, 5);
        assert_eq!((u[0].p_value, &u[1].counts[..]), (1.0, &[0, 0, 10, 0, 0][..]));
        let hundred: Vec<Vec<u32>> = (0..100).map(|r| vec![r, r % 5, 5 + r % 90]).collect();
        let inside: Vec<f64> = uniformity(&hundred, 99, 10).iter().map(|of| of.inside_90).collect();
        assert_eq!(inside, [0.9, 0.0, 1.0]);
        assert!((u[1].p_value - 4.328_422_607e-8).abs() < 1e-15, "{}", u[1].p_value);
    }

    #[test]
    fn ranks_count_the_draws_below() {
        let posterior = Weighted { points: vec![vec![-1.0, 5.0], vec![1.0, 5.0]], weights: vec![0.5, 0.5] };
        for case in 0..50 {
            let r = ranks(&[2.0, 4.0], &posterior, 9, 3, case);
            assert_eq!(r, [9, 0]);
        }
        // Between the two, a binomial count; equal to both, any rank alike.
        let between: f64 =
            (0..400).map(|case| f64::from(ranks(&[0.0, 5.0], &posterior, 9, 3, case)[0])).sum::<f64>() / 400.0;
        let tied: f64 =
            (0..400).map(|case| f64::from(ranks(&[0.0, 5.0], &posterior, 9, 3, case)[1])).sum::<f64>() / 400.0;
        // Standard errors 1.5 / 20 and 2.87 / 20.
        assert!((between - 4.5).abs() < 0.3 && (tied - 4.5).abs() < 0.58, "{between} {tied}");
    }
}
