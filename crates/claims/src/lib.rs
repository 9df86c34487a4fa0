//! Every claim of a scenario as an experiment: worlds in pairs, an estimate with its interval, a verdict with its reason, and
//! the effects side by side.
//!
//! All claims share the worlds as they were, and claims that name the same list of what-ifs share its worlds too. A list is
//! an arm; arms are numbered by all claims of the scenario, so that other claims, or more pairs, can be asked of the same
//! directory later. A verdict by the model's own rule of the person is asked again under rival rules, in fewer pairs, and
//! falls when one of them says the contrary. Claims of all schools go through the same code.
//!
//! - `plan`: which claims, arms and rules, and how many pairs;
//! - `reading`: what a measure is in one world; `finding`: a test over all pairs; `judge`: the verdict;
//! - `effect`: the same effect of every arm.

pub mod effect;
pub mod finding;
pub mod judge;
pub mod plan;
pub mod reading;
pub mod schema;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use engine::calendar::Calendar;
use engine::cells::for_each_piece;
use run::Error;
use run::case::quoted;
use run::cost::{Ahead, Kept};
use run::divergence;
use run::worlds::{Job, WorldSummary};
use scenario::PersonRule;
use serde::Serialize;
use serde_json::{Value, json};
use society::spec::Spec;
use stats::paired::verdict::Verdict;

use study::compare::schema::FirstDifference;
use study::frame::{Files, Halt, Runner, Study};
use study::journal::Journal;
use study::worlds::{WORLDS, World};

use effect::ArmEffect;
pub use finding::{Finding, Why, word};
pub use judge::{Judged, Rival};
use plan::{Arm, Arms};
pub use plan::{Choice, LEVEL, Plan};

/// What all came to.
pub struct Answer {
    /// The claims asked for.
    pub judged: Vec<Judged>,
    /// Effects on power passing to the councils, greatest first.
    pub effects: Vec<ArmEffect>,
    /// How often power passed to the councils in the worlds as they were, of how many.
    pub as_it_was: (u64, u64),
    /// Worlds behind the answer: by the model's own rule of the person, and by rival rules.
    pub worlds: [usize; 2],
}

impl Study for Plan {
    type Entry = World;
    type Answer = Answer;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: "answer.json", others: &[] };

    fn default_out(&self) -> PathBuf {
        self.base.default_out_of("claims")
    }

    fn command(&self) -> String {
        let mut words = vec![self.base.command().replacen("tauride run", "tauride claims", 1)];
        if !self.choice.only.is_empty() {
            let ids: Vec<&str> = self.claims().map(|claim| claim.id.as_str()).collect();
            words.push(format!("--only {}", quoted(&ids.join(","))));
        }
        words.push(format!("--pairs {}", self.choice.pairs));
        words.extend(self.choice.rival_pairs.map(|pairs| format!("--rival-pairs {pairs}")));
        words.extend(self.choice.without_rivals.then(|| "--no-rivals".to_owned()));
        words.join(" ")
    }

    // Neither which claims are asked for, nor how many pairs.
    fn identity(&self) -> Value {
        let loaded = &self.base.loaded;
        let hashes = scenario::interventions(loaded);
        let hash = |name: &String| hashes.iter().find(|one| one.name == *name).map(|one| one.hash.clone());
        let arm = |arm: &Arm| -> Value {
            arm.what_ifs.iter().map(|name| json!({ "name": name, "hash": hash(name) })).collect()
        };
        let rule = |rule: &PersonRule| json!({ "id": rule.id, "settings": rule.settings });
        json!({
            "version": run::VERSION,
            "kind": "claims",
            "scenario": loaded.id,
            "scenario_hash": loaded.content_hash,
            "settings": loaded.settings,
            "arms": self.arms.iter().map(arm).collect::<Vec<_>>(),
            "rules": loaded.person_rules.iter().map(rule).collect::<Vec<_>>(),
            "scale": format!("1:{}", self.base.scale),
            "end": self.base.end.iso(Calendar::NewStyle),
        })
    }

    /// Runs the worlds of all arms, then those of the rival rules that decided claims need.
    fn conduct(&self, runner: &mut Runner<'_, World>) -> Result<Answer, Halt> {
        let own: Vec<(usize, &Spec)> =
            self.arms.iter().enumerate().filter_map(|(at, arm)| Some((at, arm.spec.as_ref()?))).collect();
        runner.worlds(jobs(self, &own, self.pairs()))?;
        let worlds = worlds_of(self, runner.journal(), 0, self.pairs());
        let mut judged = judge::all(self, &worlds);
        // Only a verdict can turn round: what is undetermined needs no rival.
        let needed = judge::arms_of_decided(self, &judged);
        let specs = rival_specs(self, &needed)?;
        let rival: Vec<(usize, &Spec)> = specs.iter().map(|(number, spec)| (*number, spec)).collect();
        let rival_jobs = jobs(self, &rival, self.rival_pairs());
        let n_rival = rival_jobs.len();
        runner.worlds(rival_jobs)?;
        for (at, rule) in self.rules().iter().enumerate() {
            let worlds = worlds_of(self, runner.journal(), at + 1, self.rival_pairs());
            judge::hear_rival(self, &mut judged, rule, &worlds);
        }
        judge::close(self, &mut judged);
        let mut effects = effect::effects(self, &worlds);
        find_divergences(self, &mut effects, runner.resources().threads);
        Ok(Answer {
            judged,
            effects,
            as_it_was: effect::passed(&worlds[0]),
            worlds: [worlds.iter().map(Vec::len).sum(), n_rival],
        })
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        // All arms under every rival rule: those of claims that are decided alone are run, so that it may be less.
        let rivals = self.rules().len() as u64 * self.rival_pairs();
        let worlds = (self.arms.len() as u64 * (self.pairs() + rivals)) as f64;
        Some(Ahead { spec: &self.base.loaded.spec, scale: self.base.scale, worlds, kept: Kept::Summary })
    }

    fn written(&self, answer: &Answer) -> impl Serialize {
        answer.written(self)
    }
}

/// All arms of a seed before the next seed: an interrupted study then has whole pairs.
fn jobs<'a>(plan: &Plan, arms: &[(usize, &'a Spec)], pairs: u64) -> Vec<(usize, Job<'a>)> {
    let seeds = plan.base.seed..plan.base.seed + pairs;
    let scale = plan.base.scale;
    seeds.flat_map(|seed| arms.iter().map(move |(arm, spec)| (*arm, Job { spec, seed, scale }))).collect()
}

/// The specifications of arms under every rival rule, with the numbers of their worlds.
fn rival_specs(plan: &Plan, needed: &[usize]) -> Result<Vec<(usize, Spec)>, Error> {
    let rules = plan.rules().iter().enumerate();
    let each = rules.flat_map(|(at, rule)| needed.iter().map(move |arm| (at, rule, *arm)));
    each.map(|(at, rule, arm)| Ok((plan.number(at + 1, arm), plan.spec_of(rule, &plan.arms[arm].what_ifs)?))).collect()
}

fn worlds_of(plan: &Plan, finished: &Journal<World>, rule: usize, pairs: u64) -> Arms {
    let seeds = plan.base.seed..plan.base.seed + pairs;
    let of = |arm: usize| -> Vec<WorldSummary> {
        let worlds = finished.arm(plan.number(rule, arm));
        worlds.filter(|world| seeds.contains(&world.seed)).cloned().collect()
    };
    (0..plan.arms.len()).map(of).collect()
}

/// Finds when and where the worlds of the first seed diverge, for every effect.
fn find_divergences(plan: &Plan, effects: &mut [ArmEffect], threads: usize) {
    let spec = |what_ifs: &[String]| plan.arms[plan.position(what_ifs)].spec.as_ref().expect("its worlds were run");
    let pairs: Vec<[&Spec; 2]> = effects.iter().map(|effect| [spec(&effect.base), spec(&effect.with)]).collect();
    let found = for_each_piece(pairs, threads, |_, specs| divergence::first(specs, plan.base.seed, plan.base.scale));
    let calendar = plan.base.loaded.calendar;
    let found = found.iter().map(|divergence| divergence.as_ref().map(|found| FirstDifference::of(found, calendar)));
    effects.iter_mut().zip(found).for_each(|(effect, difference)| effect.first_difference = difference);
}

impl Answer {
    /// Claims by verdict: contradicted, not contradicted, undetermined, not yet testable.
    pub fn counts(&self) -> [usize; 4] {
        let with = |verdict| self.judged.iter().filter(|judged| judged.verdict == verdict).count();
        [Some(Verdict::Contradicted), Some(Verdict::NotContradicted), Some(Verdict::Undetermined), None].map(with)
    }
}
