//! Shares of an output's variance (Sobol' 1993).
//!
//! The first-order index of an input is the share of the variance that would go if the input were known; its total index is
//! the share that would be left if all else were known (Homma and Saltelli 1996). The design has two independent matrices
//! A and B of points and, for each input i, A with its column i from B, called AB_i. First-order indices are estimated after
//! Saltelli and others (2010), total ones after Jansen (1999), second-order ones after Saltelli (2002) from BA_i too. Points
//! are scrambled Sobol' points ([`super::sequence`]); A is their first half of coordinates, B their second.
//!
//! The seed of a model with chance is one more input: A has one seed, B another, AB_i that of A. Noise is then the same on
//! both sides of every difference, and the indices are exactly those of inputs in a model of which the seed is an input; what
//! all inputs leave is due to chance. With `chance` planned, the seed's own two indices are estimated beside theirs.
//!
//! Bootstrap intervals take the rows for independent. Sobol' points are more even than that, so that the intervals are too
//! wide rather than too narrow.

use engine::math::sum_in_order;

use super::sequence::{DIMENSIONS, POINTS, Sequence};
use crate::interval::{Bootstrap, Estimate};

/// What to estimate.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Number of inputs, at most 50.
    pub inputs: usize,
    /// Rows of A; a power of two. Each costs a run for every input and two more.
    pub base: usize,
    /// Whether to estimate second-order indices, which costs a further run for every input in each row.
    pub second_order: bool,
    /// Whether to estimate the indices of the model's seed, which costs one more run in each row.
    pub chance: bool,
    /// Seed of the design.
    pub seed: u64,
}

/// Where a row's inputs come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    /// All from A.
    A,
    /// All from B.
    B,
    /// This input from B, the others from A.
    Ab(usize),
    /// The seed from B, the inputs from A.
    Chance,
    /// This input from A, the others from B.
    Ba(usize),
}

/// A run that the design asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Which seed of the model to use; equal numbers, equal seeds.
    pub replicate: u64,
    /// The inputs, on the unit cube.
    pub point: Vec<f64>,
}

/// Rows to run.
#[derive(Clone, Debug)]
pub struct Design {
    plan: Plan,
    sequence: Sequence,
}

/// Indices of an input.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Shares {
    /// Share of the variance that would go if this input were known. Noise can bring it below 0.
    pub first: Estimate,
    /// Share of the variance that would be left if all else were known.
    pub total: Estimate,
}

/// The index of two inputs together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Together {
    /// The inputs, the smaller number first.
    pub inputs: (usize, usize),
    /// Share of the variance that would go if both were known, beyond what either takes alone.
    pub second: Estimate,
}

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Indices {
    /// Mean output over A and B.
    pub mean: f64,
    /// Variance of the output over A and B, in its units squared.
    pub variance: f64,
    /// Indices of each input.
    pub inputs: Vec<Shares>,
    /// Indices of the seed, when planned.
    pub chance: Option<Shares>,
    /// Second-order indices of all pairs, when planned.
    pub together: Vec<Together>,
}

impl Plan {
    /// The design.
    ///
    /// # Panics
    /// When there are no inputs or more than 50, fewer than two base rows or more than 2^20.
    pub fn design(&self) -> Design {
        assert!(
            self.inputs > 0 && 2 * self.inputs <= DIMENSIONS,
            "1 to {} inputs, not {}",
            DIMENSIONS / 2,
            self.inputs
        );
        assert!(self.base >= 2 && self.base <= POINTS, "2 to {POINTS} base rows, not {}", self.base);
        Design { plan: *self, sequence: Sequence::new(2 * self.inputs, self.seed) }
    }
}

impl Design {
    /// Runs for each row of A.
    fn span(&self) -> usize {
        let k = self.plan.inputs;
        2 + k + usize::from(self.plan.chance) + if self.plan.second_order { k } else { 0 }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.plan.base * self.span()
    }

    /// Never: a design has rows.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// One row. Rows of one base row stand together.
    fn row(&self, index: usize) -> Row {
        let (base, slot) = (index / self.span(), index % self.span());
        let role = self.role(slot);
        let k = self.plan.inputs;
        let from_b = |i: usize| match role {
            Role::A | Role::Chance => false,
            Role::B => true,
            Role::Ab(j) => i == j,
            Role::Ba(j) => i != j,
        };
        let other_seed = matches!(role, Role::B | Role::Ba(_) | Role::Chance);
        Row {
            replicate: 2 * base as u64 + u64::from(other_seed),
            point: (0..k).map(|i| self.sequence.coordinate(base, if from_b(i) { k + i } else { i })).collect(),
        }
    }

    /// All rows, in the order in which their outputs are wanted.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.len()).map(|i| self.row(i))
    }

    fn role(&self, slot: usize) -> Role {
        let k = self.plan.inputs;
        match slot {
            0 => Role::A,
            1 => Role::B,
            s if s < 2 + k => Role::Ab(s - 2),
            s if s == 2 + k && self.plan.chance => Role::Chance,
            s => Role::Ba(s - 2 - k - usize::from(self.plan.chance)),
        }
    }

    /// Indices from the outputs of all rows; none when the output does not vary.
    ///
    /// # Panics
    /// When there is not one output for each row.
    pub fn indices(&self, outputs: &[f64], bootstrap: &Bootstrap) -> Option<Indices> {
        assert_eq!(outputs.len(), self.len(), "one output for each row");
        let base = self.plan.base;
        let mean = sum_in_order(outputs.chunks(self.span()).map(|here| here[0] + here[1])) / (2 * base) as f64;
        let sums = Sums::gather(self, outputs, mean);
        let even = vec![1.0; base];
        let values = sums.shares(&even);
        let variance = sums.variance(&even);
        if variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let intervals = bootstrap.intervals(base, values.len(), |weights| sums.shares(weights));
        let estimate = |i: usize| Estimate { value: values[i], interval: intervals[i] };
        let singles = sums.singles.len();
        let share = |i: usize| Shares { first: estimate(2 * i), total: estimate(2 * i + 1) };
        let together = |(p, pair): (usize, &Pair)| Together { inputs: pair.inputs, second: estimate(2 * singles + p) };
        Some(Indices {
            mean,
            variance,
            together: sums.pairs.iter().enumerate().map(together).collect(),
            chance: self.plan.chance.then(|| share(self.plan.inputs)),
            inputs: (0..self.plan.inputs).map(share).collect(),
        })
    }
}

/// The terms of a pair of inputs by base row.
struct Pair {
    inputs: (usize, usize),
    products: Vec<f64>,
}

/// The terms that the estimators are means of, by base row. Outputs are taken from their mean, which changes no index and
/// makes the products' noise smaller (Saltelli and others 2010).
struct Sums {
    /// A and B.
    whole: Vec<(f64, f64)>,
    /// For each input, and the seed last: the first-order and the total term.
    singles: Vec<Vec<(f64, f64)>>,
    pairs: Vec<Pair>,
}

impl Sums {
    fn gather(design: &Design, outputs: &[f64], mean: f64) -> Sums {
        let k = design.plan.inputs;
        let singles = k + usize::from(design.plan.chance);
        let rows: Vec<Vec<f64>> =
            outputs.chunks(design.span()).map(|here| here.iter().map(|y| y - mean).collect()).collect();
        let whole = rows.iter().map(|here| (here[0], here[1])).collect();
        let single = |i: usize| {
            let term = |here: &Vec<f64>| {
                let (a, b, ab) = (here[0], here[1], here[2 + i]);
                (b * (ab - a), (a - ab) * (a - ab) / 2.0)
            };
            rows.iter().map(term).collect()
        };
        let pair = |i: usize, j: usize| {
            let term = |here: &Vec<f64>| here[2 + singles + j] * here[2 + i] - here[0] * here[1];
            Pair { inputs: (i, j), products: rows.iter().map(term).collect() }
        };
        let pairs = if design.plan.second_order {
            (0..k).flat_map(|i| (i + 1..k).map(move |j| (i, j))).map(|(i, j)| pair(i, j)).collect()
        } else {
            Vec::new()
        };
        Sums { whole, singles: (0..singles).map(single).collect(), pairs }
    }

    /// The variance over A and B of weighted base rows.
    fn variance(&self, weights: &[f64]) -> f64 {
        let weighted = || self.whole.iter().zip(weights);
        let n = 2.0 * sum_in_order(weights.iter().copied());
        let mean = sum_in_order(weighted().map(|((a, b), w)| w * (a + b))) / n;
        let squares = weighted().map(|((a, b), w)| w * ((a - mean) * (a - mean) + (b - mean) * (b - mean)));
        sum_in_order(squares) / (n - 1.0)
    }

    /// First-order and total index of each input in turn, then the second-order ones.
    fn shares(&self, weights: &[f64]) -> Vec<f64> {
        let variance = self.variance(weights);
        let n = sum_in_order(weights.iter().copied());
        let mean = |terms: &mut dyn Iterator<Item = f64>| sum_in_order(terms) / n / variance;
        let mut shares = Vec::with_capacity(2 * self.singles.len() + self.pairs.len());
        for terms in &self.singles {
            shares.push(mean(&mut terms.iter().zip(weights).map(|((first, _), w)| w * first)));
            shares.push(mean(&mut terms.iter().zip(weights).map(|((_, total), w)| w * total)));
        }
        for pair in &self.pairs {
            let alone = shares[2 * pair.inputs.0] + shares[2 * pair.inputs.1];
            shares.push(mean(&mut pair.products.iter().zip(weights).map(|(product, w)| w * product)) - alone);
        }
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::super::known;
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 200, level: 0.95, seed: 8 };
    const NOISE: Purpose = Purpose::named("test.noise");

    fn plan(inputs: usize, base: usize) -> Plan {
        Plan { inputs, base, second_order: false, chance: false, seed: 1 }
    }

    fn analyse(plan: Plan, model: impl Fn(&Row) -> f64) -> Indices {
        let design = plan.design();
        let outputs: Vec<f64> = design.rows().map(|row| model(&row)).collect();
        design.indices(&outputs, &BOOTSTRAP).expect("the output varies")
    }

    fn furthest(found: &Indices, first: &[f64], total: &[f64]) -> f64 {
        let errors = found
            .inputs
            .iter()
            .enumerate()
            .map(|(i, s)| (s.first.value - first[i]).abs().max((s.total.value - total[i]).abs()));
        errors.fold(0.0, f64::max)
    }

    #[test]
    fn agrees_with_ishigami() {
        let (variance, first, total) = known::ishigami_exact();
        for seed in 0..5 {
            let found = analyse(Plan { seed, ..plan(3, 8192) }, |row| known::ishigami(&row.point));
            let error = furthest(&found, &first, &total);
            println!("Ishigami, 8192 base rows, seed {seed}: greatest error {error:.4}");
            // Over 40 seeds the greatest error was 0.003; with a quarter of the rows it is 0.03.
            assert!(error < 0.01, "off by {error}");
            assert!((found.variance / variance - 1.0).abs() < 0.01 && (found.mean - 3.5).abs() < 0.02, "{found:?}");
        }
    }

    #[test]
    fn agrees_with_the_g_function() {
        let (variance, first, total) = known::g_exact();
        for seed in 0..5 {
            let found = analyse(Plan { seed, ..plan(8, 4096) }, |row| known::g_function(&row.point));
            let error = furthest(&found, &first, &total);
            println!("g-function, 4096 base rows, seed {seed}: greatest error {error:.4}");
            assert!(error < 0.02, "off by {error}");
            assert!((found.variance / variance - 1.0).abs() < 0.02 && (found.mean - 1.0).abs() < 0.01, "{found:?}");
        }
    }

    #[test]
    fn agrees_with_second_order_indices_of_ishigami() {
        let (_, first, total) = known::ishigami_exact();
        let found = analyse(Plan { second_order: true, ..plan(3, 4096) }, |row| known::ishigami(&row.point));
        let exact = [0.0, total[0] - first[0], 0.0];
        for (pair, exact) in found.together.iter().zip(exact) {
            assert!((pair.second.value - exact).abs() < 0.02, "{pair:?}, exact {exact}");
            assert!(pair.second.interval.contains(exact), "{pair:?}, exact {exact}");
        }
        assert_eq!(found.together.iter().map(|p| p.inputs).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn law_intervals_cover_the_exact_indices() {
        let (_, first, total) = known::ishigami_exact();
        let repeats = 100;
        let mut covered = [0; 6];
        for seed in 0..repeats {
            let found = analyse(Plan { seed, ..plan(3, 256) }, |row| known::ishigami(&row.point));
            for i in 0..3 {
                let shares = found.inputs[i];
                covered[2 * i] += usize::from(shares.first.interval.contains(first[i]));
                covered[2 * i + 1] += usize::from(shares.total.interval.contains(total[i]));
            }
        }
        println!("covered of {repeats}, first and total of each input: {covered:?}");
        // 95% less three standard errors of 2.2%.
        assert!(covered.iter().all(|n| *n >= 88), "{covered:?}");
    }

    #[test]
    fn law_intervals_narrow_with_the_root_of_the_rows() {
        let mean_width = |base: usize| {
            let widths = (0..8).map(|seed| {
                let found = analyse(Plan { seed, ..plan(3, base) }, |row| known::ishigami(&row.point));
                let shares = found.inputs[0];
                [shares.first.interval.half_width(), shares.total.interval.half_width()]
            });
            widths.fold([0.0, 0.0], |t, w| [t[0] + w[0] / 8.0, t[1] + w[1] / 8.0])
        };
        let (few, many) = (mean_width(256), mean_width(4096));
        println!("half-widths at 256 base rows {few:.3?}, at 4096 {many:.3?}");
        // Sixteen times the rows, a quarter of the width. 200 resamples give a width to about 7%, eight designs to 3%.
        for (few, many) in few.iter().zip(many) {
            assert!((few / many - 4.0).abs() < 0.6, "{few} and {many}");
        }
    }

    #[test]
    fn law_chance_is_an_input() {
        // y = x + e + x e, both even on 0..1 less a half: variances 1/12, 1/12 and 1/144.
        let model = |row: &Row| {
            let e = Draws::new(77).uniform(NOISE, row.replicate, Day(0), 0) - 0.5;
            let x = row.point[0] - 0.5;
            x + e + x * e
        };
        let all = 1.0 / 12.0 + 1.0 / 12.0 + 1.0 / 144.0;
        let (first, total) = (1.0 / 12.0 / all, (1.0 / 12.0 + 1.0 / 144.0) / all);
        let found = analyse(Plan { chance: true, ..plan(2, 1 << 14) }, model);
        // The seeds are independent draws: standard errors of about 0.01 at 2^14 rows; three of them.
        for shares in [found.inputs[0], found.chance.expect("it is planned")] {
            assert!((shares.first.value - first).abs() < 0.03, "{shares:?}, exact {first}");
            assert!((shares.total.value - total).abs() < 0.03, "{shares:?}, exact {total}");
            assert!(shares.first.interval.contains(first) && shares.total.interval.contains(total), "{shares:?}");
        }
        let unread = found.inputs[1];
        assert_eq!((unread.first.value, unread.total.value), (0.0, 0.0), "common random numbers: exactly nothing");
    }

    #[test]
    fn law_rows_are_what_their_places_say() {
        let design = Plan { second_order: true, chance: true, ..plan(3, 4) }.design();
        assert_eq!(design.len(), 4 * (2 + 3 + 1 + 3));
        let rows: Vec<Row> = design.rows().collect();
        for here in rows.chunks(9) {
            let (a, b) = (&here[0], &here[1]);
            assert_eq!(here[5].point, a.point);
            assert_eq!(here[5].replicate, b.replicate);
            for i in 0..3 {
                let (ab, ba) = (&here[2 + i], &here[6 + i]);
                assert_eq!((ab.replicate, ba.replicate), (a.replicate, b.replicate));
                for j in 0..3 {
                    let swapped = if i == j { (b.point[j], a.point[j]) } else { (a.point[j], b.point[j]) };
                    assert_eq!((ab.point[j], ba.point[j]), swapped);
                }
            }
        }
    }

    #[test]
    fn same_indices_for_one_seed_and_none_without_variance() {
        let design = plan(2, 4).design();
        assert!(design.indices(&vec![3.0; design.len()], &BOOTSTRAP).is_none(), "no variance, no shares");
        let once = |seed| analyse(Plan { seed, ..plan(8, 64) }, |row| known::g_function(&row.point));
        assert_eq!(once(3), once(3));
        assert_ne!(once(3), once(4));
    }
}
