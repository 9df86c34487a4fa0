//! `sweep.json`: what a sweep writes down.

use std::collections::BTreeMap;

use serde::Serialize;

use super::factors::Level;
use crate::schema::{Date, Estimate, Named, Quantiles, Real, StudyInfo, WorldShare};

/// The answer of `tauride sweep`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepAnswer"))]
pub struct Written {
    /// What it is of. Its settings and what-ifs hold at all points.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// How the points were chosen: `factorial`, `sobol`, `lhs`, or the file that they stand in.
    pub design: String,
    /// Worlds at every point.
    pub runs: u64,
    /// Seed of the first world of every point; the others follow it.
    pub first_seed: u64,
    /// Level of every interval.
    pub level: f64,
    /// What is varied.
    pub factors: Vec<FactorInfo>,
    /// Names of the endings that came in some world.
    pub outcome_names: BTreeMap<String, String>,
    /// The dates that every point has, in this order.
    pub dates: Vec<Named>,
    /// The sums that every point has, in this order.
    pub sums: Vec<SumName>,
    /// The points, in the order of their numbers.
    pub points: Vec<Point>,
    /// The endings by the levels of the first factor, a curve for each level of the second, over all levels of the others;
    /// empty where the first has too many levels for a curve.
    pub curves: Vec<Curve>,
}

/// A factor of a sweep.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepFactor"))]
pub struct FactorInfo {
    /// Its key; its column in `sweep.parquet` is named so, or `mechanisms.KEY` where another column has that name.
    pub key: String,
    /// What it is.
    pub name: String,
    /// Unit of its numbers; empty for words.
    pub unit: String,
    /// Whether its levels are numbers.
    pub is_number: bool,
    /// Its different levels, numbers by size, words as they came.
    pub levels: Vec<Level>,
}

/// A sum over a world.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepSum"))]
pub struct SumName {
    /// Short name.
    pub id: String,
    /// What it is.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
}

/// What the worlds of a point come to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepPoint"))]
pub struct Point {
    /// Its number, from 1 on.
    pub point: u32,
    /// The level of every factor.
    pub levels: Vec<Level>,
    /// Endings that came at this point.
    pub outcomes: BTreeMap<String, WorldShare>,
    /// Dates.
    pub dates: Vec<PointDate>,
    /// In how many worlds each pattern holds, by its identifier.
    pub patterns: BTreeMap<String, WorldShare>,
    /// Sums.
    pub sums: Vec<PointSum>,
}

/// A date over the worlds of a point.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepDate"))]
pub struct PointDate {
    /// In how many worlds it happens.
    pub happens: WorldShare,
    /// Its quantiles over the worlds in which it happens; empty where it never does.
    pub quantiles: Quantiles<Date>,
}

/// A sum over the worlds of a point.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepSumSpread"))]
pub struct PointSum {
    /// Its mean, with the interval of Student's t; no interval for a single world.
    pub mean: Estimate,
    /// Its quantiles.
    pub quantiles: Quantiles<Real>,
}

/// The endings by the first factor, at one level of the second.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepCurve"))]
pub struct Curve {
    /// The level of the second factor; nothing where there is no second, or it has too many levels.
    pub second: Option<Level>,
    /// One for each level of the first factor that has worlds.
    pub at: Vec<OnCurve>,
}

/// The worlds at a level of the first factor.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepOnCurve"))]
pub struct OnCurve {
    /// The level of the first factor.
    pub first: Level,
    /// Worlds.
    pub worlds: u64,
    /// Endings that came in them.
    pub outcomes: BTreeMap<String, WorldShare>,
}
