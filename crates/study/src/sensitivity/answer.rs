//! What was found.

use engine::math::sum_in_order;
use stats::interval::{Bootstrap, Estimate};
use stats::sensitivity::morris::{self, Effects, Screening};
use stats::sensitivity::sobol::{self, Indices};

use super::plan::{LEVEL, Plan, RESAMPLES};

/// What was found. Lists by factor are in the order of [`Plan::factors`], by output in that of [`Plan::outputs`].
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Worlds of the screening, and of the shares.
    pub worlds: [usize; 2],
    /// By output: its mean and standard deviation over the worlds of the screening.
    pub spread: Vec<(f64, f64)>,
    /// By output: the screening.
    pub screening: Vec<Screening>,
    /// By factor: its mean size of effect, in standard deviations of each output, averaged over the outputs that vary.
    pub importance: Vec<f64>,
    /// The same for another seed.
    pub importance_of_chance: f64,
    /// Factors whose shares are computed: the greatest by importance, greatest first.
    pub chosen: Vec<usize>,
    /// By output: shares of the variance, `None` where the output never varies; empty after a screening alone.
    pub shares: Vec<Option<Indices>>,
}

impl Answer {
    /// The screening of these outputs, row by row.
    pub(super) fn of_screening(plan: &Plan, design: &morris::Design, rows: &[Vec<f64>]) -> Answer {
        let bootstrap = bootstrap(plan);
        let column = |o: usize| rows.iter().map(|row| row[o]).collect::<Vec<f64>>();
        let spread: Vec<(f64, f64)> = (0..plan.outputs.len()).map(|o| mean_and_deviation(&column(o))).collect();
        let screening: Vec<Screening> =
            (0..plan.outputs.len()).map(|o| design.screening(&column(o), &bootstrap)).collect();
        let varying = || (0..plan.outputs.len()).filter(|o| spread[*o].1 > 0.0);
        let n = varying().count().max(1) as f64;
        let over_outputs =
            |size: &dyn Fn(&Screening) -> f64| sum_in_order(varying().map(|o| size(&screening[o]) / spread[o].1)) / n;
        let importance: Vec<f64> =
            (0..plan.factors.len()).map(|f| over_outputs(&|s| s.inputs[f].mu_star.value)).collect();
        let importance_of_chance = over_outputs(&|s| s.chance.map_or(0.0, |chance| chance.value));
        let mut chosen: Vec<usize> = (0..plan.factors.len()).collect();
        // A stable sort: among equals the order of the list decides.
        chosen.sort_by(|a, b| importance[*b].total_cmp(&importance[*a]));
        chosen.truncate(plan.n_shares());
        let worlds = [rows.len(), 0];
        Answer { worlds, spread, screening, importance, importance_of_chance, chosen, shares: Vec::new() }
    }

    pub(super) fn add_shares(&mut self, plan: &Plan, design: &sobol::Design, rows: &[Vec<f64>]) {
        let bootstrap = bootstrap(plan);
        self.worlds[1] = rows.len();
        self.shares = (0..plan.outputs.len())
            .map(|o| design.indices(&rows.iter().map(|row| row[o]).collect::<Vec<_>>(), &bootstrap))
            .collect();
    }

    /// Effects of a factor on an output.
    pub fn effects(&self, factor: usize, output: usize) -> Effects {
        self.screening[output].inputs[factor]
    }

    /// The effect of another seed on an output, on the scale of [`Answer::effects`].
    pub fn chance(&self, output: usize) -> Estimate {
        self.screening[output].chance.expect("chance is planned")
    }

    /// Whether a factor moves an output beyond chance: its mean effect is not 0, or its effects are larger than those of
    /// another seed, at the level of the intervals.
    pub fn is_told_apart(&self, factor: usize, output: usize) -> bool {
        let effects = self.effects(factor, output);
        let moves = !effects.mu.interval.contains(0.0);
        moves || effects.mu_star.interval.low > self.chance(output).interval.high
    }

    /// Whether no world changed in any output when this was moved.
    pub fn is_without_effect(&self, factor: usize) -> bool {
        (0..self.screening.len()).all(|o| self.effects(factor, o).mu_star.value == 0.0)
    }

    /// Whether it is told from chance in no output.
    pub fn is_lost_in_chance(&self, factor: usize) -> bool {
        (0..self.screening.len()).all(|o| !self.is_told_apart(factor, o))
    }

    /// Factors by importance, greatest first.
    pub fn by_importance(&self) -> Vec<usize> {
        let mut factors: Vec<usize> = (0..self.importance.len()).collect();
        factors.sort_by(|a, b| self.importance[*b].total_cmp(&self.importance[*a]));
        factors
    }
}

fn bootstrap(plan: &Plan) -> Bootstrap {
    Bootstrap { resamples: RESAMPLES, level: LEVEL, seed: plan.case.seed }
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    // The same number throughout has no deviation, whatever the rounding of its mean.
    if values.iter().all(|x| *x == values[0]) {
        return (values[0], 0.0);
    }
    let mean = sum_in_order(values.iter().copied()) / n;
    let squares = sum_in_order(values.iter().map(|x| (x - mean) * (x - mean)));
    (mean, (squares / (n - 1.0)).sqrt())
}
