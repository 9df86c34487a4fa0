//! `rivals.json`: what a comparison of rival explanations writes down.

use serde::Serialize;

use study::schema::{Named, Real, StudyInfo};

/// The answer of `tauride rivals`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "RivalsAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// Runs of each fit.
    pub runs_of_each_fit: u64,
    /// Worlds of each arm.
    pub worlds_of_each: u64,
    /// The arms, the whole model first.
    pub arms: Vec<RivalArm>,
}

/// A set of mechanisms, fitted and scored.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RivalArm {
    /// Short name.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it holds.
    pub says: String,
    /// Mechanisms that are off.
    pub off: Vec<String>,
    /// The same with what each means.
    pub off_names: Vec<Named>,
    /// Whether it is an explanation; else the model with one mechanism off.
    pub explanation: bool,
    /// Mean CRPS over the test rows, in their divisors: lower is better.
    pub crps: Real,
    /// Test rows within the central 95 per cent of its worlds.
    pub covered_95: usize,
    /// Test rows.
    pub targets: usize,
    /// Worlds that show the first four patterns at once.
    pub patterns_1_to_4: usize,
    /// Worlds.
    pub worlds: u64,
    /// Skill of the whole model over it, above 0 where the whole model foretells better; nothing for the whole model.
    pub skill_of_whole: Option<Real>,
    /// Its interval from resampling whole series.
    pub interval: Option<[Real; 2]>,
    /// `foretells worse`, `foretells better`, `not told apart`, or nothing for the whole model.
    pub verdict: String,
}
