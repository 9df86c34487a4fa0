//! `ensemble.json`: what an ensemble writes down.

use std::collections::BTreeMap;

use serde::Serialize;

use run::worlds::WorldSummary;

use crate::schema::{Date, OnDay, Quantiles, Real, StudyInfo, WorldShare};
use crate::series::Series;

/// The answer of `tauride ensemble`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "EnsembleAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// The what-ifs as they were given: names, or paths of files.
    pub with: Vec<String>,
    /// Number of worlds.
    pub runs: u64,
    /// Seed of the first world; the others follow it.
    pub first_seed: u64,
    /// Level of every interval.
    pub level: f64,
    /// Digest of the calibration whose parameter sets the worlds have.
    pub posterior: Option<String>,
    /// Endings that came in some world.
    pub outcomes: BTreeMap<String, WorldShare>,
    /// Names of these endings.
    pub outcome_names: BTreeMap<String, String>,
    /// Dates of the year.
    pub dates: Vec<DateOfWorlds>,
    /// The patterns.
    pub patterns: Vec<PatternShare>,
    /// Sums over a world.
    pub sums: Vec<SumSpread>,
    /// Courses over the year.
    pub series: Vec<Series>,
    /// Tables that were written, each a folder of one file for each world.
    pub tables: Vec<String>,
    /// The worlds themselves, for the tables.
    #[serde(skip)]
    pub summaries: Vec<WorldSummary>,
}

/// When something happens, over the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DateOfWorlds {
    /// Short name.
    pub id: String,
    /// What happens.
    pub name: String,
    /// In how many worlds.
    pub happens: WorldShare,
    /// Its quantiles over the worlds in which it happens; empty where it never does.
    pub quantiles: Quantiles<Date>,
    /// Worlds by the day on which it happens, the days in order.
    pub on: Vec<OnDay>,
    /// When it happened in the record.
    pub record: Option<Date>,
    /// Worlds by how they stand to the record's day; nothing where the record has none, or one after their last day.
    pub beside_the_record: Option<BesideTheRecord>,
}

/// How many worlds have a date before the record's day, on it, after it, and never.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct BesideTheRecord {
    /// Worlds in which it comes before that day.
    pub before: u64,
    /// On it.
    pub on: u64,
    /// After it.
    pub after: u64,
    /// Worlds in which it never comes.
    pub never: u64,
}

/// How many worlds show a pattern.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PatternShare {
    /// `P1` to `P8`.
    pub id: String,
    /// What it says.
    pub statement: String,
    /// When it is taken to hold.
    pub measured: String,
    /// What the record says.
    pub record: String,
    /// Unit of that by which it holds.
    pub unit: String,
    /// In how many worlds it holds.
    pub holds: WorldShare,
    /// Worlds that end before the last day of the scenario and in which it does not hold by then: it may still come to hold.
    pub undecided: u64,
    /// Worlds in which there is something to measure it on; none where the scale cannot show it.
    pub measured_in: u64,
}

/// A sum over a world, over the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SumSpread {
    /// Short name.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// Mean over the worlds.
    pub mean: Real,
    /// Its quantiles.
    pub quantiles: Quantiles<Real>,
}
