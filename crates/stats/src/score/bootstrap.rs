//! Bootstrap intervals (Efron 1979) of means and of skill, drawing whole blocks of targets with replacement.
//!
//! Targets of one series are not independent: a world that is too calm in March is too calm in April. So the unit drawn is the
//! block, a series or a place, with all its targets (the cluster bootstrap; Davison and Hinkley 1997, section 3.8). Every
//! statistic here is a ratio of two sums over targets, so that a block is two numbers. With fewer than about ten blocks the
//! intervals are too narrow, whatever the number of targets.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};

use super::ensemble::quantile;

const REPLICATE: Purpose = Purpose::named("score.bootstrap");

/// How to resample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Seed; the same plan on the same number of blocks draws the same blocks.
    pub seed: u64,
    /// Number of replicates.
    pub replicates: usize,
    /// Share of the interval, e.g. 0.9.
    pub level: f64,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan { seed: 1, replicates: 2000, level: 0.9 }
    }
}

/// A statistic with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The statistic itself.
    pub value: f64,
    /// Quantiles of the replicates; `None` with a single block, or when over half the replicates have no statistic.
    pub interval: Option<(f64, f64)>,
}

/// The ratio of sums of `above` to sums of `below` over targets, with its interval from resampled blocks; `None` when the
/// denominators sum to 0, or there are no targets. `block` says for each target which block it is in; blocks need not be
/// numbered without gaps.
///
/// # Panics
/// When the lists have different lengths.
pub fn ratio(above: &[f64], below: &[f64], block: &[usize], plan: &Plan) -> Option<Estimate> {
    assert!(above.len() == block.len() && below.len() == block.len(), "a block and two numbers for each target");
    let mut order: Vec<usize> = (0..block.len()).collect();
    order.sort_by_key(|i| block[*i]);
    let sum = |of: &[usize], x: &[f64]| of.iter().map(|i| x[*i]).sum::<f64>();
    let same_block = |a: &usize, b: &usize| block[*a] == block[*b];
    let sums: Vec<(f64, f64)> = order.chunk_by(same_block).map(|of| (sum(of, above), sum(of, below))).collect();
    let value = ratio_of(sums.iter().copied())?;
    let (draws, n) = (Draws::new(plan.seed), sums.len());
    let replicate = |r: usize| {
        let mut stream = draws.stream(REPLICATE, r as u64, Day(0), 0);
        ratio_of((0..n).map(|_| sums[stream.below(n as u64) as usize]))
    };
    let mut all: Vec<f64> = (0..plan.replicates).filter_map(replicate).collect();
    if n < 2 || all.len() < 2 || 2 * all.len() < plan.replicates {
        return Some(Estimate { value, interval: None });
    }
    all.sort_by(f64::total_cmp);
    let tail = (1.0 - plan.level) / 2.0;
    Some(Estimate { value, interval: Some((quantile(&all, tail), quantile(&all, 1.0 - tail))) })
}

fn ratio_of(sums: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut above, mut below) = (0.0, 0.0);
    for (a, b) in sums {
        above += a;
        below += b;
    }
    (below != 0.0).then(|| above / below)
}

/// The mean over targets with its interval; `None` without targets.
///
/// # Panics
/// As [`ratio`].
pub fn mean(values: &[f64], block: &[usize], plan: &Plan) -> Option<Estimate> {
    ratio(values, &vec![1.0; values.len()], block, plan)
}

/// The mean of skill target by target, 1 - score / reference: 1 is perfect, 0 no better than the reference. Targets on which the
/// reference is not above 0 have none. It weighs all targets alike in their own terms, but has no lower bound and is not proper:
/// one target on which the reference happens to be nearly right can decide it. The ratio of sums ([`skill_of_sums`]) is the one
/// to rely on.
pub fn mean_skill(scores: &[f64], references: &[f64]) -> Option<f64> {
    let pairs = scores.iter().zip(references).filter(|(_, reference)| **reference > 0.0);
    let each: Vec<f64> = pairs.map(|(score, reference)| 1.0 - score / reference).collect();
    (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
}

/// 1 less the ratio of summed scores. Scores of different units are divided by a divisor first, or the largest unit decides.
/// `None` without targets, or when the reference's scores do not sum to more than 0.
pub fn skill_of_sums(scores: &[f64], references: &[f64], block: &[usize], plan: &Plan) -> Option<Estimate> {
    if references.iter().sum::<f64>() <= 0.0 {
        return None;
    }
    let Estimate { value, interval } = ratio(scores, references, block, plan)?;
    Some(Estimate { value: 1.0 - value, interval: interval.map(|(low, high)| (1.0 - high, 1.0 - low)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::normal;

    fn sample(seed: u64, n: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
        let mut stream = Draws::new(seed).stream(Purpose::named("test"), 0, Day(0), 0);
        (0..n).map(|_| of(normal(&mut stream))).collect()
    }

    /// Blocks in which every target stands alone.
    fn alone(targets: usize) -> Vec<usize> {
        (0..targets).collect()
    }

    #[test]
    fn law_blocks_are_drawn_whole() {
        // Ten targets of each of 12 series, alike within a series: as if there were 12 targets.
        let series = sample(2, 12, |z| z);
        let targets: Vec<f64> = (0..120).map(|i| series[i / 10]).collect();
        let block: Vec<usize> = (0..120).map(|i| 7 * (i / 10)).collect();
        let plan = Plan::default();
        let interval = |values: &[f64], block: &[usize]| mean(values, block, &plan).unwrap().interval.unwrap();
        let (whole, twelve) = (interval(&targets, &block), interval(&series, &alone(12)));
        assert!((whole.0 - twelve.0).abs() < 1e-12 && (whole.1 - twelve.1).abs() < 1e-12);
        let naive = interval(&targets, &alone(120));
        assert!(naive.1 - naive.0 < 0.4 * (whole.1 - whole.0), "ten times the targets, sqrt(10) times too sure");
    }

    #[test]
    fn law_intervals_hold_what_theory_says() {
        // For normal values the 90 % interval is mean +- 1.645 s sqrt((n - 1) / n) / sqrt(n): it holds the truth with the
        // chance that |t| with 24 degrees is below 1.645 sqrt(24/25) = 1.6117, which is 0.8799.
        let trials = 2000;
        let holds = |t: u64| {
            let x = sample(100 + t, 25, |z| z);
            let plan = Plan { seed: t, replicates: 399, level: 0.9 };
            let (low, high) = mean(&x, &alone(25), &plan).unwrap().interval.unwrap();
            low <= 0.0 && 0.0 <= high
        };
        let share = (0..trials).filter(|t| holds(*t)).count() as f64 / trials as f64;
        let error = (0.88 * 0.12 / trials as f64).sqrt();
        assert!((share - 0.8799).abs() < 4.0 * error, "{share}");
    }

    #[test]
    fn law_skill_by_hand() {
        let (scores, references) = ([1.0, 6.0, 1.0], [4.0, 4.0, 0.0]);
        assert_eq!(mean_skill(&scores, &references), Some(0.125), "none against a reference of nothing");
        let sums = skill_of_sums(&scores, &references, &alone(3), &Plan::default()).unwrap();
        assert_eq!(sums.value, 0.0);
        let single = skill_of_sums(&scores, &references, &[0; 3], &Plan::default()).unwrap();
        assert_eq!(single.interval, None, "one block says nothing of its error");
        assert!(skill_of_sums(&scores, &[0.0; 3], &alone(3), &Plan::default()).is_none());
        assert!(mean(&[], &[], &Plan::default()).is_none());
        let (low, high) = sums.interval.unwrap();
        assert!(low <= 0.0 && 0.0 <= high);
    }
}
