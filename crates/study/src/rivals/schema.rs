//! `rivals.json`: what a comparison of rival explanations writes down.

use serde::Serialize;
use society::spec::MECHANISMS;

use super::{Answer, Arm, Plan};
use crate::frame::Study as _;
use crate::schema::{Head, Named, Real, capitalised};

/// The answer of `tauride rivals`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RivalsAnswer"))]
pub struct Written {
    /// `rivals`.
    pub kind: &'static str,
    /// What it is of, and how to repeat it.
    pub head: Head,
    /// The command that repeats it.
    pub command: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Runs of each fit.
    pub runs_of_each_fit: u64,
    /// Worlds of each arm.
    pub worlds_of_each: u64,
    /// `1:N`: each simulated person stands for N.
    pub scale: String,
    /// The arms, the whole model first.
    pub arms: Vec<RivalArm>,
}

/// A set of mechanisms, fitted and scored.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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

impl Arm {
    fn written(&self, plan: &Plan) -> RivalArm {
        let rival = &plan.rivals[self.rival];
        let named = |name: &&str| {
            let meaning = MECHANISMS.iter().find(|(known, _)| known == name).map_or(*name, |(_, meaning)| meaning);
            Named::new(name, &capitalised(meaning))
        };
        RivalArm {
            name: rival.name.clone(),
            title: rival.title.clone(),
            says: rival.says.clone(),
            off: rival.off.iter().map(|name| (*name).to_owned()).collect(),
            off_names: rival.off.iter().map(named).collect(),
            explanation: rival.is_explanation,
            crps: self.crps.into(),
            covered_95: self.covered.0,
            targets: self.covered.1,
            patterns_1_to_4: self.patterns,
            worlds: plan.worlds,
            skill_of_whole: self.skill.map(|(skill, _)| skill.into()),
            interval: self.skill.and_then(|(_, interval)| interval).map(|(low, high)| [low.into(), high.into()]),
            verdict: self.verdict().to_owned(),
        }
    }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        Written {
            kind: "rivals",
            head: Head::of(&plan.case, plan.command()),
            command: plan.command(),
            scenario: plan.case.loaded.id.clone(),
            runs_of_each_fit: plan.runs,
            worlds_of_each: plan.worlds,
            scale: format!("1:{}", plan.case.scale),
            arms: self.arms.iter().map(|arm| arm.written(plan)).collect(),
        }
    }
}
