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

use std::path::Path;
use std::sync::atomic::AtomicBool;

use engine::cells::for_each_piece;
use scenario::{Claim, School};
use serde_json::Value;
use society::spec::Spec;

use crate::bank::Bank;
use run::Error;
use run::parting;
use run::store;
use run::worlds::{Job, Kept};
use stats::paired::verdict::Verdict;

pub use effect::Effect;
pub use finding::{Finding, LEAST, Why, word};
pub use judge::{Judged, Rival};
pub use plan::{Choice, Plan};

/// Level of every interval.
pub const LEVEL: f64 = 0.95;

/// What all came to.
pub struct Answer {
    /// The claims asked for.
    pub judged: Vec<Judged>,
    /// Effects on power passing to the councils, greatest first.
    pub effects: Vec<Effect>,
    /// How often power passed to the councils in the worlds as they were, of how many.
    pub as_it_was: (u64, u64),
    /// Worlds behind the answer: by the model's own rule of the person, and by rival rules.
    pub worlds: [usize; 2],
}

/// How it ended.
pub type Ended = crate::Ended<Answer>;

/// Worlds of every arm under one rule, by seed; none for an arm that is not needed.
type Arms = Vec<Vec<Kept>>;

/// Runs the worlds of all arms, then those of the rival rules that decided claims need, and writes `answer.json`.
/// The files do not depend on the number of threads, nor on interruptions.
///
/// # Errors
/// When the directory is not free, or a file cannot be written.
pub fn run(
    plan: &Plan,
    dir: &Path,
    resume: bool,
    threads: usize,
    stop: &AtomicBool,
    say: &(dyn Fn(u64, u64) + Sync),
) -> Result<Ended, Error> {
    let mut bank = Bank::open(dir, &plan.study(), resume)?;
    // From here on the answer of an earlier run no longer holds.
    for name in ["answer.json", "report.html"] {
        store::remove(&dir.join(name))?;
    }
    let own: Vec<(usize, &Spec)> =
        plan.arms.iter().enumerate().filter_map(|(at, arm)| Some((at, arm.spec.as_ref()?))).collect();
    let jobs = jobs(plan, &own, plan.pairs());
    if !bank.run(&jobs, threads, stop, say)? {
        return Ok(Ended::Interrupted(bank.len()));
    }
    let worlds = worlds_of(plan, &bank, 0, plan.pairs());
    let mut judged = judge::all(plan, &worlds);
    // Only a verdict can turn round: what is undetermined needs no rival.
    let needed = judge::arms_of_decided(plan, &judged);
    let specs = rival_specs(plan, &needed)?;
    let rival: Vec<(usize, &Spec)> = specs.iter().map(|(number, spec)| (*number, spec)).collect();
    let rival_jobs = self::jobs(plan, &rival, plan.rival_pairs());
    let before = jobs.len() as u64;
    if !bank.run(&rival_jobs, threads, stop, &|done, of| say(before + done, before + of))? {
        return Ok(Ended::Interrupted(bank.len()));
    }
    for (at, rule) in plan.rules().iter().enumerate() {
        let worlds = worlds_of(plan, &bank, at + 1, plan.rival_pairs());
        judge::hear_rival(plan, &mut judged, rule, &worlds);
    }
    judge::close(plan, &mut judged);
    let mut effects = effect::effects(plan, &worlds);
    part(plan, &mut effects, threads);
    let answer = Answer {
        judged,
        effects,
        as_it_was: effect::passed(&worlds[0]),
        worlds: [worlds.iter().map(Vec::len).sum(), rival_jobs.len()],
    };
    let text = serde_json::to_string_pretty(&answer.written(plan)).expect("an answer has only text keys");
    store::write_whole(&dir.join("answer.json"), text.as_bytes())?;
    bank.close()?;
    Ok(Ended::Done(Box::new(answer)))
}

/// All arms of a seed before the next seed: an interrupted study then has whole pairs.
fn jobs<'a>(plan: &Plan, arms: &[(usize, &'a Spec)], pairs: u64) -> Vec<(usize, Job<'a>)> {
    let seeds = plan.base.seed..plan.base.seed + pairs;
    let scale = plan.base.scale;
    seeds.flat_map(|seed| arms.iter().map(move |(arm, spec)| (*arm, Job { spec, seed, scale }))).collect()
}

/// The specifications of arms under every rival rule, with the arms' numbers in the bank.
fn rival_specs(plan: &Plan, needed: &[usize]) -> Result<Vec<(usize, Spec)>, Error> {
    let rules = plan.rules().iter().enumerate();
    let each = rules.flat_map(|(at, rule)| needed.iter().map(move |arm| (at, rule, *arm)));
    each.map(|(at, rule, arm)| Ok((plan.number(at + 1, arm), plan.spec_of(rule, &plan.arms[arm].what_ifs)?))).collect()
}

fn worlds_of(plan: &Plan, bank: &Bank, rule: usize, pairs: u64) -> Arms {
    let seeds = plan.base.seed..plan.base.seed + pairs;
    let of = |arm: usize| -> Vec<Kept> {
        let worlds = bank.arm(plan.number(rule, arm)).into_iter();
        worlds.filter(|world| seeds.contains(&world.seed)).cloned().collect()
    };
    (0..plan.arms.len()).map(of).collect()
}

/// Finds when and where the worlds of the first seed part, for every effect.
fn part(plan: &Plan, effects: &mut [Effect], threads: usize) {
    let spec = |what_ifs: &[String]| plan.arms[plan.position(what_ifs)].spec.as_ref().expect("its worlds were run");
    let pairs: Vec<[&Spec; 2]> = effects.iter().map(|effect| [spec(&effect.base), spec(&effect.with)]).collect();
    let found = for_each_piece(pairs, threads, |_, specs| parting::first(specs, plan.base.seed, plan.base.scale));
    effects.iter_mut().zip(found).for_each(|(effect, parting)| effect.parting = parting);
}

/// Whose claim it is, in a word.
pub fn school(claim: &Claim) -> &'static str {
    match claim.school {
        School::Essay => "essay",
        School::Rival => "rival",
    }
}

impl Answer {
    /// The answer as one JSON object.
    pub fn json(&self, plan: &Plan) -> Value {
        serde_json::to_value(self.written(plan)).expect("an answer has only text keys")
    }

    /// Claims by verdict: contradicted, not contradicted, undetermined, not yet testable.
    pub fn counts(&self) -> [usize; 4] {
        let with = |verdict| self.judged.iter().filter(|judged| judged.verdict == verdict).count();
        [Some(Verdict::Contradicted), Some(Verdict::NotContradicted), Some(Verdict::Undetermined), None].map(with)
    }
}
