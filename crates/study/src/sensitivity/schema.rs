//! `sensitivity.json`: what a study of sensitivities writes down.

use serde::Serialize;

use super::answer::Answer;
use super::factors::{REACH, REACH_FROM_ZERO, SHIFT};
use super::plan::{LEVEL, LEVELS, Plan};
use crate::schema::{Estimate, Real, StudyInfo};
use stats::sensitivity::sobol::{Indices, Shares};

/// The answer of `tauride sensitivity`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SensitivityAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// Seed of the design and of its worlds.
    pub seed: u64,
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Levels of each factor in the screening.
    pub levels: usize,
    /// Rows of the base sample of the shares; nothing after a screening alone.
    pub base: Option<usize>,
    /// Whether shares of pairs were computed too.
    pub second_order: bool,
    /// Worlds in all.
    pub worlds: usize,
    /// Worlds of the screening.
    pub worlds_of_screening: usize,
    /// Worlds of the shares.
    pub worlds_of_shares: usize,
    /// Level of every interval.
    pub level: f64,
    /// How far things are moved.
    pub reach: Reach,
    /// The parameters and inputs that were moved.
    pub factors: Vec<FactorMoved>,
    /// Mean size of the effect of another seed, on the scale of `importance`.
    pub importance_of_chance: Real,
    /// The ten most important factors, the greatest first.
    pub most_important: Vec<String>,
    /// The factors whose shares were computed, the greatest first.
    pub chosen: Vec<String>,
    /// Factors that changed nothing in any world.
    pub without_effect: Vec<String>,
    /// Factors that changed worlds, but no output more than chance does.
    pub lost_in_chance: Vec<String>,
    /// What was read out of each world.
    pub outputs: Vec<OutputFound>,
}

/// How far things are moved to either side.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Reach {
    /// A parameter, as a share of its committed value; an input, as a share of its deviation from good.
    pub share_of_value: f64,
    /// A parameter whose committed value is 0, as a share of its declared range.
    pub share_of_range_from_zero: f64,
    /// Starting values, on their scale of 0 to 1.
    pub shift: f64,
}

/// A parameter or an input that was moved.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FactorMoved {
    /// Its key.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is a behavioural parameter; else an input or a starting value.
    pub is_parameter: bool,
    /// Whether the scenario has anything that it moves.
    pub is_in_the_scenario: bool,
    /// Its committed value.
    pub as_it_is: f64,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// Mean size of its effects in standard deviations of each output, averaged over the outputs that vary.
    pub importance: Real,
}

/// An output, and what moves it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OutputFound {
    /// Short name.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Mean over the worlds of the screening.
    pub mean: Real,
    /// Their standard deviation; 0 where it is the same in every world.
    pub deviation: Real,
    /// The effect of another seed, on the scale of `mu_star`.
    pub chance: Estimate,
    /// Effects of the factors, in their order.
    pub effects: Vec<FactorEffect>,
    /// Shares of the variance; nothing without them, or where the output never varies.
    pub shares: Option<SharesOfVariance>,
}

/// Effects of a factor on an output of a move over its whole range, all else the same.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FactorEffect {
    /// Key of the factor.
    pub name: String,
    /// Mean effect.
    pub mu: Estimate,
    /// Mean size of the effect.
    pub mu_star: Estimate,
    /// Standard deviation of the effect: large where it depends on the others.
    pub sigma: Estimate,
    /// Whether it moves the output beyond chance.
    pub told_from_chance: bool,
}

/// Shares of an output's variance.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SharesOfVariance {
    /// Mean of the output.
    pub mean: Real,
    /// Its variance.
    pub variance: Real,
    /// Shares of the chosen factors.
    pub factors: Vec<ShareOfVariance>,
    /// Share of chance, that is of the seed.
    pub chance: Option<ShareOfVariance>,
    /// Shares of pairs.
    pub pairs: Vec<ShareOfPair>,
}

/// A factor's share of the variance.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ShareOfVariance {
    /// Key of the factor, or `chance`.
    pub name: String,
    /// The share that would go if it were known. Noise can bring it below 0.
    pub first: Estimate,
    /// The share that would be left if all else were known.
    pub total: Estimate,
    /// Total less first: what it does in company.
    pub interaction: Real,
}

/// What two factors take together beyond what each takes alone.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ShareOfPair {
    /// Keys of both.
    pub names: [String; 2],
    /// The share.
    pub second: Estimate,
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        let name = |f: usize| plan.factors[f].name.to_owned();
        let factors = plan.factors.iter().zip(&self.importance).map(|(factor, importance)| FactorMoved {
            name: factor.name.to_owned(),
            meaning: factor.meaning.to_owned(),
            unit: factor.unit.to_owned(),
            is_parameter: factor.is_parameter(),
            is_in_the_scenario: factor.is_there(plan.spec()),
            as_it_is: factor.as_it_is,
            low: factor.low,
            high: factor.high,
            importance: Real(*importance),
        });
        let listed = |is: &dyn Fn(usize) -> bool| -> Vec<String> {
            (0..plan.factors.len()).filter(|f| is(*f)).map(name).collect()
        };
        Written {
            info: StudyInfo::of("sensitivity", plan, &plan.case),
            seed: plan.case.seed,
            trajectories: plan.size.trajectories,
            levels: LEVELS,
            base: (!self.shares.is_empty()).then_some(plan.size.base),
            second_order: plan.size.second_order && !self.shares.is_empty(),
            worlds: self.worlds.iter().sum(),
            worlds_of_screening: self.worlds[0],
            worlds_of_shares: self.worlds[1],
            level: LEVEL,
            reach: Reach { share_of_value: REACH, share_of_range_from_zero: REACH_FROM_ZERO, shift: SHIFT },
            factors: factors.collect(),
            importance_of_chance: self.importance_of_chance.into(),
            most_important: self.by_importance().into_iter().take(10).map(name).collect(),
            chosen: self.chosen.iter().map(|f| name(*f)).collect(),
            without_effect: listed(&|f| self.is_without_effect(f)),
            lost_in_chance: listed(&|f| !self.is_without_effect(f) && self.is_lost_in_chance(f)),
            outputs: (0..plan.outputs.len()).map(|o| self.output(plan, o)).collect(),
        }
    }

    fn output(&self, plan: &Plan, o: usize) -> OutputFound {
        let output = &plan.outputs[o];
        let effect = |f: usize| {
            let e = self.effects(f, o);
            FactorEffect {
                name: plan.factors[f].name.to_owned(),
                mu: e.mu.into(),
                mu_star: e.mu_star.into(),
                sigma: e.sigma.into(),
                told_from_chance: self.is_told_apart(f, o),
            }
        };
        OutputFound {
            name: output.name.to_owned(),
            title: output.title.to_owned(),
            unit: output.unit.to_owned(),
            mean: self.spread[o].0.into(),
            deviation: self.spread[o].1.into(),
            chance: self.chance(o).into(),
            effects: (0..plan.factors.len()).map(effect).collect(),
            shares: self.shares.get(o).and_then(Option::as_ref).map(|found| self.shares_of(plan, found)),
        }
    }

    fn shares_of(&self, plan: &Plan, indices: &Indices) -> SharesOfVariance {
        let name = |i: usize| plan.factors[self.chosen[i]].name.to_owned();
        let of = |name: String, shares: &Shares| ShareOfVariance {
            name,
            first: shares.first.into(),
            total: shares.total.into(),
            interaction: Real(shares.total.value - shares.first.value),
        };
        let factors = indices.inputs.iter().enumerate().map(|(i, shares)| of(name(i), shares));
        let pairs = indices
            .together
            .iter()
            .map(|pair| ShareOfPair { names: [name(pair.inputs.0), name(pair.inputs.1)], second: pair.second.into() });
        SharesOfVariance {
            mean: indices.mean.into(),
            variance: indices.variance.into(),
            factors: factors.collect(),
            chance: indices.chance.as_ref().map(|shares| of("chance".to_owned(), shares)),
            pairs: pairs.collect(),
        }
    }
}
