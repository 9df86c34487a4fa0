//! `answer.json` of claims: what a study of claims writes down.

use std::collections::BTreeMap;

use run::record::sources::source_name;
use scenario::{Expects, Needs, School, Test};
use serde::Serialize;

use crate::effect::{self, ArmEffect, KindOfCause, WANTED, kinds};
use crate::finding::{Why, expected};
use crate::{Answer, Finding, Judged, LEVEL, Plan, reading, word};
use study::compare::schema::CauseShare;
use study::schema::{Estimate, StudyInfo, WhatIf};

/// The answer of `tauride claims`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "ClaimsAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// Pairs of worlds.
    pub pairs: u64,
    /// Pairs under each rival rule of the person.
    pub rival_pairs: u64,
    /// The rival rules of the person.
    pub rules: Vec<Rule>,
    /// Seed of the first pair; the others follow it.
    pub first_seed: u64,
    /// Level of every interval.
    pub level: f64,
    /// Where the values of behaviour are from.
    pub parameters: String,
    /// The claims asked for.
    pub claims: Vec<Claim>,
    /// Effects of every arm on power passing to the councils, the greatest first.
    pub effects: Vec<ArmEffect>,
    /// What these effects are on.
    pub effects_on: String,
    /// Half-width of an interval for which `pairs_needed` of an effect is told, as a share.
    pub pairs_needed_for: f64,
    /// Effects by kind of cause, the kind with the greatest first.
    pub kinds: Vec<KindOfCause>,
    /// How often power passed to the councils in the worlds as they were.
    pub as_it_was: AsItWas,
    /// Every what-if that some test names, by its short name.
    pub what_ifs: BTreeMap<String, WhatIf>,
    /// Worlds by the model's own rule of the person.
    pub worlds: usize,
    /// Worlds by rival rules.
    pub rival_worlds: usize,
}

/// A rival rule of the person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Rule {
    /// Short name.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it says.
    pub about: String,
    /// Keys of its sources.
    pub source: String,
    /// The settings that stand for it.
    pub settings: Vec<String>,
}

/// How often power passed.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AsItWas {
    /// Worlds in which it did.
    pub passed: u64,
    /// All worlds as they were.
    pub worlds: u64,
}

/// A claim, and what came of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Claim {
    /// Short name, such as `E01`.
    pub id: String,
    /// What is claimed.
    pub statement: String,
    /// Who claims it.
    pub who: String,
    /// Keys of the sources.
    pub source: String,
    /// The sources for readers.
    pub source_name: String,
    /// Whose it is: `essay` or `rival`.
    pub school: String,
    /// What kind of cause it is about.
    pub cause: String,
    /// What would contradict it, in words.
    pub contradicted_if: String,
    /// Where the test is less than the claim, or other than it; may be empty.
    pub note: String,
    /// Why the model cannot test it, where it cannot.
    pub untestable: Option<String>,
    /// `all`: one contradicted test contradicts it; `any`: only all together do.
    pub needs: String,
    /// The tests.
    pub tests: Vec<TestOfClaim>,
    /// `contradicted`, `not contradicted`, `undetermined` or `untestable`.
    pub verdict: String,
    /// The verdict by the model's own rule of the person; nothing where it cannot be tested.
    pub verdict_by_own_rule: Option<String>,
    /// What rival rules say, where the own rule gives a verdict.
    pub rivals: Vec<RivalVerdict>,
    /// Why, in sentences; the same as the fields say.
    pub reason: String,
}

/// A test of a claim.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TestOfClaim {
    /// What is asked.
    pub asks: String,
    /// What-ifs of the arm compared with; empty for the world as it was.
    pub base: Vec<String>,
    /// What-ifs of the arm that is looked at.
    pub with: Vec<String>,
    /// What is measured, in words.
    pub measured: String,
    /// Unit of the estimate.
    pub unit: String,
    /// Whether its values are shares, 0 to 1, that readers know in per cent.
    pub is_share: bool,
    /// Whether the estimate is a share of the mean of the arm compared with.
    pub is_relative: bool,
    /// Whether the estimate is a difference between two arms; else the level of one.
    pub is_difference: bool,
    /// Whether the measure is a change already, though it is of one arm.
    pub is_change: bool,
    /// What the claim expects, in words.
    pub expects: String,
    /// The same as fields.
    pub expectation: Expectation,
    /// Pairs, or worlds of a level, in which there was something to measure.
    pub pairs_used: usize,
    /// Mean of the arm compared with; nothing for a level.
    pub base_mean: Option<f64>,
    /// Mean of the arm that is looked at.
    pub with_mean: Option<f64>,
    /// The difference, or the level.
    pub estimate: Option<Estimate>,
    /// The estimate in words; the same as the fields say.
    pub told: String,
    /// Of worlds with the outcome where the cause is at work, the share that lose it without.
    pub necessity: Option<CauseShare>,
    /// Of worlds without the outcome where the cause is away, the share that gain it with.
    pub sufficiency: Option<CauseShare>,
    /// `contradicted`, `not contradicted` or `undetermined`; nothing for a test that only reports.
    pub verdict: Option<String>,
    /// Why the verdict is what it is.
    pub why: Why,
    /// Why, in a sentence; the same as the fields say.
    pub reason: String,
    /// Pairs or worlds that would decide, if the estimate stood.
    pub needed: Option<u64>,
    /// The first pairs or worlds that would have given this verdict, as would all further ones.
    pub settled: Option<usize>,
    /// Whether the what-ifs changed anything that is kept, in any pair.
    pub reached: bool,
    /// Whether the arm compared with leaves room for a change that matters.
    pub room: bool,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Expectation {
    /// `greater`, `smaller`, `same`, `not greater`, `not smaller`, `above`, `below` or `report`.
    pub kind: String,
    /// The smallest size that matters, the most that is allowed, or the bound; nothing for `report`. In the unit of the
    /// estimate.
    pub size: Option<f64>,
}

/// What a rival rule of the person says of a claim.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RivalVerdict {
    /// Short name of the rule.
    pub rule: String,
    /// Its name.
    pub title: String,
    /// The verdict.
    pub verdict: String,
    /// Why, in sentences.
    pub reason: String,
}

impl Expectation {
    fn of(expects: Expects) -> Expectation {
        let (kind, size) = match expects {
            Expects::Greater(s) => ("greater", Some(s)),
            Expects::Smaller(s) => ("smaller", Some(s)),
            Expects::Same(s) => ("same", Some(s)),
            Expects::NotGreater(s) => ("not greater", Some(s)),
            Expects::NotSmaller(s) => ("not smaller", Some(s)),
            Expects::Above(s) => ("above", Some(s)),
            Expects::Below(s) => ("below", Some(s)),
            Expects::Report => ("report", None),
        };
        Expectation { kind: kind.to_owned(), size }
    }
}

/// The unit of a test's estimate.
fn unit(test: &Test) -> &'static str {
    match () {
        () if test.is_relative => "share of the base arm's mean",
        () if test.measure.is_share() => "share",
        () if test.measure.unit().is_empty() => "as measured",
        () => test.measure.unit(),
    }
}

impl Finding {
    fn written(&self, test: &Test, measured: String) -> TestOfClaim {
        let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
        TestOfClaim {
            asks: test.asks.clone(),
            base: test.base.clone(),
            with: test.with.clone(),
            measured,
            unit: unit(test).to_owned(),
            is_share: test.measure.is_share(),
            is_relative: test.is_relative,
            is_difference: test.expects.is_difference(),
            is_change: test.measure.is_change(),
            expects: expected(test),
            expectation: Expectation::of(test.expects),
            pairs_used: self.used,
            base_mean: finite(self.base),
            with_mean: finite(self.with),
            estimate: self.estimate.map(Estimate::from),
            told: self.told(test),
            necessity: self.causes.and_then(|c| c.necessity).map(CauseShare::from),
            sufficiency: self.causes.and_then(|c| c.sufficiency).map(CauseShare::from),
            verdict: self.verdict.map(|verdict| word(verdict).to_owned()),
            why: self.why(test),
            reason: self.reason(test),
            needed: self.needed,
            settled: self.settled,
            reached: self.is_reached,
            room: self.has_room,
        }
    }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        let loaded = &plan.base.loaded;
        let all = scenario::interventions(loaded);
        let named = plan.claims().flat_map(|claim| &claim.tests).flat_map(|test| test.base.iter().chain(&test.with));
        let what_if = |name: &String| Some((name.clone(), WhatIf::of(all.iter().find(|one| one.name == *name)?)));
        let rule = |rule: &scenario::PersonRule| Rule {
            id: rule.id.clone(),
            title: rule.title.clone(),
            about: rule.about.clone(),
            source: rule.source.clone(),
            settings: rule.settings.clone(),
        };
        Written {
            info: StudyInfo::of("claims", plan, &plan.base),
            pairs: plan.pairs(),
            rival_pairs: plan.rival_pairs(),
            rules: plan.rules().iter().map(rule).collect(),
            first_seed: plan.base.seed,
            level: LEVEL,
            parameters: "one hand-set parameter set".to_owned(),
            claims: self.judged.iter().map(|judged| claim(plan, judged)).collect(),
            effects: self.effects.clone(),
            effects_on: effect::ON.to_owned(),
            pairs_needed_for: WANTED,
            kinds: kinds(&self.effects),
            as_it_was: AsItWas { passed: self.as_it_was.0, worlds: self.as_it_was.1 },
            what_ifs: named.filter_map(what_if).collect(),
            worlds: self.worlds[0],
            rival_worlds: self.worlds[1],
        }
    }
}

fn claim(plan: &Plan, judged: &Judged) -> Claim {
    let loaded = &plan.base.loaded;
    let claim = &loaded.claims[judged.claim];
    let test = |(test, found): (&Test, &Finding)| found.written(test, reading::in_words(&test.measure, loaded));
    let rival = |rival: &crate::Rival| RivalVerdict {
        rule: rival.rule.clone(),
        title: rival.title.clone(),
        verdict: word(rival.verdict).to_owned(),
        reason: rival.reason.clone(),
    };
    Claim {
        id: claim.id.clone(),
        statement: claim.statement.clone(),
        who: claim.who.clone(),
        source: claim.source.clone(),
        source_name: source_name(loaded, &claim.source),
        school: if claim.school == School::Essay { "essay" } else { "rival" }.to_owned(),
        cause: claim.cause.word().to_owned(),
        contradicted_if: claim.contradicted_if.clone(),
        note: claim.note.clone(),
        untestable: claim.untestable.clone(),
        needs: match claim.needs {
            Needs::All => "all".to_owned(),
            Needs::Any => "any".to_owned(),
        },
        tests: claim.tests.iter().zip(&judged.findings).map(test).collect(),
        verdict: judged.verdict.map_or("untestable", word).to_owned(),
        verdict_by_own_rule: judged.own.map(|own| word(own).to_owned()),
        rivals: judged.rivals.iter().map(rival).collect(),
        reason: judged.reason.clone(),
    }
}
