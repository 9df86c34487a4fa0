//! Bootstrap intervals (Efron 1979) of means, ratios of sums and skill, drawing whole blocks of targets with replacement.
//!
//! Targets of one series are not independent: a world that is too calm in March is too calm in April. So the unit drawn is the
//! block, a series or a place, with all its targets (the cluster bootstrap; Davison and Hinkley 1997, section 3.8). Every
//! statistic here is a ratio of two sums over targets, so that a block is two numbers. With fewer than about ten blocks the
//! intervals are too narrow, whatever the number of targets; their number is told with them.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::math;

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

/// A statistic with its intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The statistic itself.
    pub value: f64,
    /// Number of blocks drawn from.
    pub blocks: usize,
    /// What resampling says; `None` with a single block, or when over half the replicates have no statistic.
    pub interval: Option<Resampled>,
}

/// What resampling says of a statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampled {
    /// Standard deviation over replicates.
    pub error: f64,
    /// Quantiles of the replicates.
    pub percentile: (f64, f64),
    /// Corrected for bias and acceleration (Efron 1987). `None` where the correction has no finite value.
    pub bca: Option<(f64, f64)>,
}

impl Estimate {
    /// The estimate of 1 less the statistic.
    pub fn one_less(self) -> Estimate {
        let turn = |(low, high): (f64, f64)| (1.0 - high, 1.0 - low);
        let interval = self.interval.map(|r| Resampled { percentile: turn(r.percentile), bca: r.bca.map(turn), ..r });
        Estimate { value: 1.0 - self.value, interval, ..self }
    }
}

/// Targets gathered in blocks: for each block the sums of the numerator and of the denominator.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks {
    sums: Vec<(f64, f64)>,
}

impl Blocks {
    /// Blocks for the ratio of sums of `above` to sums of `below`. `block` says for each target which block it is in; blocks
    /// need not be numbered without gaps. With [`alone`] every target is a block.
    ///
    /// # Panics
    /// When the lists have different lengths.
    pub fn ratio(above: &[f64], below: &[f64], block: &[usize]) -> Blocks {
        assert!(above.len() == block.len() && below.len() == block.len(), "a block and two numbers for each target");
        let mut order: Vec<usize> = (0..block.len()).collect();
        order.sort_by_key(|i| block[*i]);
        let sum = |of: &[usize], x: &[f64]| of.iter().map(|i| x[*i]).sum::<f64>();
        let sums = order.chunk_by(|a, b| block[*a] == block[*b]).map(|of| (sum(of, above), sum(of, below))).collect();
        Blocks { sums }
    }

    /// Blocks for the mean over targets.
    pub fn mean(values: &[f64], block: &[usize]) -> Blocks {
        Blocks::ratio(values, &vec![1.0; values.len()], block)
    }

    /// Blocks for the mean over blocks of their means: a series with many targets counts no more than one with few.
    pub fn mean_of_means(values: &[f64], block: &[usize]) -> Blocks {
        let sums = Blocks::mean(values, block).sums;
        Blocks { sums: sums.into_iter().map(|(sum, n)| (sum / n, 1.0)).collect() }
    }

    /// The statistic; `None` when the denominators sum to 0, or there are no targets.
    pub fn value(&self) -> Option<f64> {
        ratio_of(self.sums.iter().copied())
    }

    /// The statistic on each replicate; those without one are left out.
    pub fn replicates(&self, plan: &Plan) -> Vec<f64> {
        let draws = Draws::new(plan.seed);
        let n = self.sums.len();
        let replicate = |r: usize| {
            let mut stream = draws.stream(REPLICATE, r as u64, Day(0), 0);
            ratio_of((0..n).map(|_| self.sums[stream.below(n as u64) as usize]))
        };
        (0..plan.replicates).filter_map(replicate).collect()
    }

    /// The statistic with its intervals; `None` where it has no value.
    pub fn estimate(&self, plan: &Plan) -> Option<Estimate> {
        let (value, blocks) = (self.value()?, self.sums.len());
        let mut all = self.replicates(plan);
        if blocks < 2 || all.len() < 2 || 2 * all.len() < plan.replicates {
            return Some(Estimate { value, blocks, interval: None });
        }
        all.sort_by(f64::total_cmp);
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        let error = (all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
        let tail = (1.0 - plan.level) / 2.0;
        let percentile = (quantile(&all, tail), quantile(&all, 1.0 - tail));
        let bca = self.bca(value, &all, tail);
        Some(Estimate { value, blocks, interval: Some(Resampled { error, percentile, bca }) })
    }

    /// The corrected quantiles: z0 from the share of replicates below the value, the acceleration from leaving out each block.
    fn bca(&self, value: f64, sorted: &[f64], tail: f64) -> Option<(f64, f64)> {
        let below = sorted.partition_point(|x| *x < value) as f64;
        let up_to = sorted.partition_point(|x| *x <= value) as f64;
        let z0 = math::normal_quantile((below + up_to) / 2.0 / sorted.len() as f64);
        let without = |left_out: usize| {
            ratio_of(self.sums.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, sums)| *sums))
        };
        let without: Vec<f64> = (0..self.sums.len()).map(without).collect::<Option<_>>()?;
        let mean = without.iter().sum::<f64>() / without.len() as f64;
        let (mut squares, mut cubes) = (0.0, 0.0);
        for x in &without {
            let d = mean - x;
            squares += d * d;
            cubes += d * d * d;
        }
        let acceleration = if squares > 0.0 { cubes / (6.0 * squares * squares.sqrt()) } else { 0.0 };
        let moved = |p: f64| {
            let z = z0 + math::normal_quantile(p);
            math::normal_cdf(z0 + z / (1.0 - acceleration * z))
        };
        let (low, high) = (moved(tail), moved(1.0 - tail));
        (z0.is_finite() && low.is_finite() && high.is_finite() && low <= high)
            .then(|| (quantile(sorted, low), quantile(sorted, high)))
    }
}

fn ratio_of(sums: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut above, mut below) = (0.0, 0.0);
    for (a, b) in sums {
        above += a;
        below += b;
    }
    (below != 0.0).then(|| above / below)
}

/// Blocks in which every target stands alone.
pub fn alone(targets: usize) -> Vec<usize> {
    (0..targets).collect()
}

/// Two forecasters on the same targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Mean of the first's score less the second's: below 0 the first is better.
    pub difference: Estimate,
    /// Targets on which the first scores lower.
    pub first_better: usize,
    /// Targets on which the second scores lower.
    pub second_better: usize,
    /// Twice the smaller share of replicates at or beyond 0, each share with one replicate added: how easily a difference this
    /// clear comes from the choice of blocks. `None` with a single block.
    pub p_value: Option<f64>,
}

/// Compares two forecasters' scores, target by target. `None` without targets.
///
/// # Panics
/// When the lists have different lengths.
pub fn compare(first: &[f64], second: &[f64], block: &[usize], plan: &Plan) -> Option<Comparison> {
    assert_eq!(first.len(), second.len(), "both have a score on every target");
    let difference: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let blocks = Blocks::mean(&difference, block);
    let estimate = blocks.estimate(plan)?;
    let p_value = estimate.interval.map(|_| {
        let all = blocks.replicates(plan);
        let share = |n: usize| (n as f64 + 1.0) / (all.len() as f64 + 1.0);
        let low = share(all.iter().filter(|x| **x <= 0.0).count());
        let high = share(all.iter().filter(|x| **x >= 0.0).count());
        (2.0 * low.min(high)).min(1.0)
    });
    Some(Comparison {
        difference: estimate,
        first_better: difference.iter().filter(|d| **d < 0.0).count(),
        second_better: difference.iter().filter(|d| **d > 0.0).count(),
        p_value,
    })
}

/// Skill against a reference: 1 - score / reference. 1 is perfect, 0 no better than the reference. `None` for a reference that
/// is not above 0, against which skill means nothing. Where the record leaves doubt the most that can be had is
/// 1 - floor / reference.
pub fn skill(score: f64, reference: f64) -> Option<f64> {
    (reference > 0.0).then(|| 1.0 - score / reference)
}

/// The mean of skill target by target, and on how many targets there is one. It weighs all targets alike in their own terms,
/// but has no lower bound and is not proper: one target on which the reference happens to be nearly right can decide it. The
/// ratio of sums ([`skill_of_sums`]) is the one to rely on.
pub fn mean_skill(scores: &[f64], references: &[f64]) -> Option<(f64, usize)> {
    let each: Vec<f64> = scores.iter().zip(references).filter_map(|(s, r)| skill(*s, *r)).collect();
    (!each.is_empty()).then(|| (each.iter().sum::<f64>() / each.len() as f64, each.len()))
}

/// 1 less the ratio of summed scores. Scores of different units are divided by a divisor first, or the largest unit decides.
/// `None` without targets, or when the reference's scores do not sum to more than 0.
pub fn skill_of_sums(scores: &[f64], references: &[f64], block: &[usize], plan: &Plan) -> Option<Estimate> {
    if references.iter().sum::<f64>() <= 0.0 {
        return None;
    }
    Some(Blocks::ratio(scores, references, block).estimate(plan)?.one_less())
}

#[cfg(test)]
mod tests {
    use super::super::baseline::normal;
    use super::*;

    fn sample(seed: u64, n: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
        let mut stream = Draws::new(seed).stream(Purpose::named("test"), 0, Day(0), 0);
        (0..n).map(|_| of(normal(&mut stream))).collect()
    }

    #[test]
    fn law_the_error_of_a_mean_is_the_known_one() {
        let x = sample(1, 30, |z| z * z * z);
        let n = x.len() as f64;
        let mean = x.iter().sum::<f64>() / n;
        // Drawing n of n with replacement: exactly sqrt(sum of squares) / n.
        let exact = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>().sqrt() / n;
        let plan = Plan { replicates: 20_000, ..Plan::default() };
        let found = Blocks::mean(&x, &alone(30)).estimate(&plan).unwrap();
        assert!((found.value - mean).abs() < 1e-14);
        // The relative error of a standard deviation of 20,000 is 1/sqrt(2 * 20,000) = 0.5 %, with heavy tails below 1 %.
        let error = found.interval.unwrap().error;
        assert!((error / exact - 1.0).abs() < 0.03, "{error}, exactly {exact}");
    }

    #[test]
    fn law_blocks_are_drawn_whole() {
        // Ten targets of each of 12 series, alike within a series: as if there were 12 targets.
        let series = sample(2, 12, |z| z);
        let targets: Vec<f64> = (0..120).map(|i| series[i / 10]).collect();
        let block: Vec<usize> = (0..120).map(|i| 7 * (i / 10)).collect();
        let plan = Plan::default();
        let whole = Blocks::mean(&targets, &block).estimate(&plan).unwrap();
        let twelve = Blocks::mean(&series, &alone(12)).estimate(&plan).unwrap();
        assert_eq!(whole.blocks, 12);
        let (a, b) = (whole.interval.unwrap(), twelve.interval.unwrap());
        assert!((a.error / b.error - 1.0).abs() < 1e-10 && (a.percentile.0 - b.percentile.0).abs() < 1e-12);
        let naive = Blocks::mean(&targets, &alone(120)).estimate(&plan).unwrap().interval.unwrap();
        assert!(naive.error < 0.4 * a.error, "ten times the targets, sqrt(10) times too sure");
    }

    #[test]
    fn law_means_of_means_weigh_series_alike() {
        let (values, block) = ([1.0, 1.0, 1.0, 5.0], [0, 0, 0, 1]);
        assert_eq!(Blocks::mean(&values, &block).value(), Some(2.0));
        assert_eq!(Blocks::mean_of_means(&values, &block).value(), Some(3.0));
    }

    #[test]
    fn law_percentile_intervals_hold_what_theory_says() {
        // For normal values the 90 % interval is mean +- 1.645 s sqrt((n - 1) / n) / sqrt(n): it holds the truth with the
        // chance that |t| with 24 degrees is below 1.645 sqrt(24/25) = 1.6117, which is 0.8799.
        let trials = 2000;
        let plan = |t| Plan { seed: t, replicates: 399, level: 0.9 };
        let holds = |t: u64| {
            let x = sample(100 + t, 25, |z| z);
            let (low, high) = Blocks::mean(&x, &alone(25)).estimate(&plan(t)).unwrap().interval.unwrap().percentile;
            low <= 0.0 && 0.0 <= high
        };
        let share = (0..trials).filter(|t| holds(*t)).count() as f64 / trials as f64;
        let error = (0.88 * 0.12 / trials as f64).sqrt();
        assert!((share - 0.8799).abs() < 4.0 * error, "{share}");
    }

    #[test]
    fn more_correction_for_skewed_values() {
        // Means of squared normals: BCa moves both ends up, as the exact interval from chi-square does.
        let x = sample(3, 40, |z| z * z);
        let found = Blocks::mean(&x, &alone(40)).estimate(&Plan { replicates: 20_000, ..Plan::default() }).unwrap();
        let r = found.interval.unwrap();
        let bca = r.bca.unwrap();
        assert!(bca.0 > r.percentile.0 + 0.1 * r.error && bca.1 > r.percentile.1 + 0.1 * r.error, "{r:?}");
        // Of values symmetric about their mean it moves nothing but noise: z0 errs by 1.25 / sqrt(20,000) = 0.009, which moves
        // an end by 0.02 of the error, and the ends themselves err by 0.015 of it.
        let even: Vec<f64> = (-20..=20).map(f64::from).collect();
        let found = Blocks::mean(&even, &alone(41)).estimate(&Plan { replicates: 20_000, ..Plan::default() }).unwrap();
        let r = found.interval.unwrap();
        assert!((r.bca.unwrap().0 - r.percentile.0).abs() < 0.1 * r.error, "{r:?}");
    }

    #[test]
    fn law_a_comparison_finds_a_difference_and_no_other() {
        let block: Vec<usize> = (0..200).map(|i| i / 5).collect();
        let plan = Plan { replicates: 499, ..Plan::default() };
        let common = sample(5, 200, |z| 10.0 + 3.0 * z);
        let better: Vec<f64> = common.iter().zip(sample(6, 200, |z| 0.5 * z - 0.2)).map(|(a, b)| a + b).collect();
        let found = compare(&better, &common, &block, &plan).unwrap();
        assert!(found.difference.interval.unwrap().percentile.1 < 0.0 && found.p_value.unwrap() < 0.01, "{found:?}");
        assert!(found.first_better > found.second_better);
        let turned = compare(&common, &better, &block, &plan).unwrap();
        assert!((turned.difference.value + found.difference.value).abs() < 1e-12);
        // Where there is none, p is below 0.1 in about a tenth of trials: the normal bootstrap of 40 blocks gives 0.1064.
        let trials = 500;
        let small = |t: u64| {
            let d = sample(1000 + t, 40, |z| z);
            let plan = Plan { seed: t, replicates: 499, level: 0.9 };
            compare(&d, &[0.0; 40], &alone(40), &plan).unwrap().p_value.unwrap() <= 0.1
        };
        let share = (0..trials).filter(|t| small(*t)).count() as f64 / trials as f64;
        assert!((share - 0.1064).abs() < 4.0 * (0.1064 * 0.8936 / trials as f64).sqrt(), "{share}");
    }

    #[test]
    fn law_skill_by_hand() {
        assert_eq!((skill(1.0, 4.0), skill(5.0, 4.0), skill(1.0, 0.0)), (Some(0.75), Some(-0.25), None));
        let (scores, references) = ([1.0, 6.0, 1.0], [4.0, 4.0, 0.0]);
        assert_eq!(mean_skill(&scores, &references), Some((0.125, 2)));
        let sums = skill_of_sums(&scores, &references, &alone(3), &Plan::default()).unwrap();
        assert_eq!(sums.value, 0.0);
        let single = skill_of_sums(&scores, &references, &[0; 3], &Plan::default()).unwrap();
        assert_eq!((single.blocks, single.interval), (1, None), "one block says nothing of its error");
        assert!(skill_of_sums(&scores, &[0.0; 3], &alone(3), &Plan::default()).is_none());
        assert!(compare(&[], &[], &[], &Plan::default()).is_none());
        let r = sums.interval.unwrap().percentile;
        assert!(r.0 <= 0.0 && 0.0 <= r.1);
    }
}
