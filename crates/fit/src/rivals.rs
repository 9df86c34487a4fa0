//! `tauride rivals`: rival explanations, and the model with one mechanism off, each fitted with the same budget and scored on
//! the same test rows.
//!
//! A rival is a set of mechanisms that are off; it has the same parameters and priors, is fitted to the same training rows with
//! as many runs and the same seed, and foretells with as many worlds. A mechanism without which the test rows are foretold no
//! worse is said not to help.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use run::Error;
use run::case::{Case, Changes, quoted, seeds};
use run::cost::{Ahead, Kept};
use run::record::rows::Record;
use run::worlds::{Job, ask};
use serde::Serialize;
use serde_json::Value;
use society::spec::{Draws, MECHANISMS, Spec};
use stats::score::bootstrap::Estimate;

use crate::plan::Plan as FitPlan;
use schema::{RivalArm, Written};
use study::frame::{self, Ended, Files, Halt, Resources, Runner, Study};
use study::schema::{Named, StudyInfo, capitalised};
use study::score::{self, Answer as Scored, World};
use study::worlds::{WORLDS, World as Finished};

pub mod schema;

/// A set of mechanisms that are off.
pub struct Rival {
    /// Short name; the directory of its fit.
    pub name: String,
    /// Title for readers.
    pub title: String,
    /// What it holds.
    pub says: String,
    /// Names of the mechanisms that are off.
    pub off: Vec<&'static str>,
    /// Whether it is an explanation; else the model with one mechanism off.
    pub is_explanation: bool,
}

/// The rival explanations: name, title, what each holds, what is off.
const EXPLANATIONS: [(&str, &str, &str, &str); 4] = [
    (
        "threshold-cascade",
        "Threshold cascade only",
        "people act because others act; there is nothing to organise, to remember or to persuade with",
        "experience councils recall cadres leaders settlement congress committees coup marches",
    ),
    (
        "deprivation",
        "Deprivation only",
        "everybody acts on hardship alone; nobody looks at others, hears of them or is persuaded",
        "social_proof news experience cadres leaders marches",
    ),
    (
        "organised-minority",
        "Organised minority",
        "disciplined parties decide; electors do not recall, remember or hear of others",
        "recall experience news congress committees",
    ),
    (
        "state-breakdown",
        "State breakdown",
        "authority fails from above: nobody represses, and unrest does not spread from one to the next",
        "social_proof news experience repression reinforcement coup",
    ),
];

/// All arms: the whole model first, the explanations, then every mechanism off by itself.
pub fn all() -> Vec<Rival> {
    let whole = Rival {
        name: "whole".into(),
        title: "The whole model".into(),
        says: "every mechanism on".into(),
        off: Vec::new(),
        is_explanation: true,
    };
    let explanations = EXPLANATIONS.iter().map(|(name, title, says, off)| Rival {
        name: (*name).into(),
        title: (*title).into(),
        says: (*says).into(),
        off: off.split(' ').collect(),
        is_explanation: true,
    });
    let ablations = MECHANISMS.iter().map(|(name, meaning)| Rival {
        name: format!("no-{name}"),
        title: format!("Without {}", name.replace('_', " ")),
        says: format!("off: {meaning}"),
        off: vec![*name],
        is_explanation: false,
    });
    std::iter::once(whole).chain(explanations).chain(ablations).collect()
}

/// What is compared.
pub struct Plan {
    /// The scenario, and the seed of the fits.
    pub case: Case,
    /// The arms, the whole model first.
    pub rivals: Vec<Rival>,
    /// Names of the only rivals asked for; empty where all are.
    only: Vec<String>,
    /// Runs of each fit.
    pub runs: u64,
    /// Worlds of each arm.
    pub worlds: u64,
}

impl Plan {
    /// Opens a comparison. With `only`, of these rivals beside the whole model.
    ///
    /// # Errors
    /// When scenario or settings are wrong, or a rival is unknown.
    pub fn open(name: &str, changes: &Changes, runs: u64, worlds: u64, only: &[String]) -> Result<Plan, Error> {
        let case = Case::open(name, changes)?;
        let rivals = all();
        if let Some(unknown) = only.iter().find(|only| !rivals.iter().any(|r| r.name == **only)) {
            let names: Vec<&str> = rivals.iter().skip(1).map(|r| r.name.as_str()).collect();
            return Err(Error::Request(format!("there is no rival {unknown}; there are {}", names.join(", "))));
        }
        seeds("--worlds", changes.seed, worlds, 2)?;
        let chosen = rivals.into_iter().enumerate();
        let chosen = chosen.filter(|(i, r)| *i == 0 || only.is_empty() || only.contains(&r.name)).map(|(_, r)| r);
        Ok(Plan { case, rivals: chosen.collect(), only: only.to_vec(), runs, worlds })
    }

    fn settings(&self, rival: &Rival) -> Vec<String> {
        let off = rival.off.iter().map(|name| format!("{name}=off"));
        self.case.loaded.settings.iter().cloned().chain(off).collect()
    }

    /// What an arm came to; `skill` is that of the whole model over it.
    fn arm(&self, rival: &Rival, scored: &Scored, skill: Option<Estimate>) -> RivalArm {
        let part = scored.test.all.as_ref();
        let level = part.and_then(|part| part.coverage.last());
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
            crps: part.and_then(|part| part.score).map_or(f64::NAN, |e| e.value).into(),
            covered_95: level.map_or(0, |c| c.range),
            targets: level.map_or(0, |c| c.targets),
            patterns_1_to_4: scored.worlds.iter().filter(|w| w.patterns[..4].iter().all(|held| *held)).count(),
            worlds: self.worlds,
            skill_of_whole: skill.map(|skill| skill.value.into()),
            interval: skill.and_then(|skill| skill.interval).map(|(low, high)| [low.into(), high.into()]),
            verdict: skill.as_ref().map_or("", verdict).to_owned(),
        }
    }

    fn changes(&self, rival: &Rival) -> Changes {
        Changes {
            seed: self.case.seed,
            scale: self.case.scale.into(),
            settings: self.settings(rival),
            ..Changes::default()
        }
    }
}

impl Study for Plan {
    type Entry = Finished;
    type Answer = Written;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: "rivals.json", others: &[] };

    fn default_out(&self) -> PathBuf {
        let (id, set) = (&self.case.loaded.id, self.case.setting_words());
        Path::new("runs").join(format!("rivals-{id}{set}-seed{}-1to{}", self.case.seed, self.case.scale))
    }

    fn command(&self) -> String {
        let mut command = self.case.command().replacen("tauride run", "tauride rivals", 1);
        command += &format!(" --runs {} --worlds {}", self.runs, self.worlds);
        command + &self.only.iter().map(|name| format!(" --only {}", quoted(name))).collect::<String>()
    }

    fn identity(&self) -> Value {
        let mut study = self.case.study("rivals");
        study["runs"] = self.runs.into();
        study["rivals"] = self.rivals.iter().map(|r| r.name.clone()).collect();
        study
    }

    /// Fits and runs all arms, one after the other.
    fn conduct(&self, runner: &mut Runner<'_, Finished>) -> Result<Written, Halt> {
        let stop = runner.resources().stop;
        let questions = Record::of(&self.case.loaded).questions;
        for (arm, rival) in self.rivals.iter().enumerate() {
            let spec = fitted(self, rival, &runner.resources())?;
            let seeds = self.case.seed..self.case.seed + self.worlds;
            let job = |seed: u64| ((arm, seed), Job { spec: &spec, seed, scale: self.case.scale });
            runner.call(&rival.title);
            runner.complete(seeds.map(job).collect(), &|job: Job<'_>| {
                Ok(ask(job, &questions, stop).map(|world| Finished { arm, world }))
            })?;
        }
        let mut of_arms: Vec<Vec<World>> =
            (0..self.rivals.len()).map(|arm| runner.journal().arm(arm).map(World::of).collect()).collect();
        let against: Vec<(String, Vec<World>)> =
            self.rivals.iter().skip(1).map(|r| r.name.clone()).zip(of_arms.drain(1..)).collect();
        let loaded = &self.case.loaded;
        let whole = of_arms.remove(0);
        let silent = BTreeMap::new();
        let scored_of = |worlds: &[World], against: &[(String, Vec<World>)]| {
            score::score(score::Subject { loaded, worlds, scale: self.case.scale, silent: &silent }, against)
        };
        let scored = scored_of(&whole, &against)?;
        let mut arms = vec![self.arm(&self.rivals[0], &scored, None)];
        for (rival, (name, own)) in self.rivals[1..].iter().zip(against) {
            let against = scored.test.all.iter().flat_map(|part| &part.baselines).find(|b| b.name == name);
            let skill = against.and_then(|b| b.skill);
            arms.push(self.arm(rival, &scored_of(&own, &[])?, skill));
        }
        let info = StudyInfo::of("rivals", self, &self.case);
        Ok(Written { info, runs_of_each_fit: self.runs, worlds_of_each: self.worlds, arms })
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        // The runs of the fits, which are nearly all at the coarsest scale, and the worlds, at their own.
        let (runs, worlds) = (self.runs as f64, self.worlds as f64);
        let worlds = self.rivals.len() as f64 * (runs + worlds);
        Some(Ahead { spec: &self.case.loaded.spec, scale: self.case.scale, worlds, kept: Kept::Summary })
    }

    fn written(&self, answer: &Written) -> impl Serialize {
        answer
    }
}

/// The society of an arm with its own posterior, fitted in a directory of its own below the study's.
fn fitted(plan: &Plan, rival: &Rival, resources: &Resources<'_>) -> Result<Spec, Halt> {
    let case = Case::open(&plan.case.name(), &plan.changes(rival))?;
    let mut spec = case.loaded.spec.without_draws();
    let fit = FitPlan::of(case, plan.runs, false)?;
    let (dir, title) = (resources.dir.join(&rival.name), format!("fit: {}", rival.title));
    let say = |_: &str, done: u64, of: u64| (resources.say)(&title, done, of);
    // A fit that is done is made again of its finished runs: none is run.
    match frame::run(&fit, &Resources { dir: &dir, say: &say, ..*resources })? {
        Ended::Interrupted(_) => Err(Halt::Stopped),
        Ended::Done(answer) => {
            let keys = fit.space().parameters().iter().map(|p| p.name.clone()).collect();
            spec.draws = Some(Arc::new(Draws { keys, sets: answer.draws, is_used: true }));
            Ok(spec)
        }
    }
}

/// What the test rows say of what is off, in a word.
fn verdict(skill: &Estimate) -> &'static str {
    match skill.interval {
        Some((low, _)) if low > 0.0 => "foretells worse",
        Some((_, high)) if high < 0.0 => "foretells better",
        _ => "not told apart",
    }
}
