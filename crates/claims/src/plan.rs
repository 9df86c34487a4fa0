//! Which claims are tested, in which worlds: arms, rival rules of the person, and how many pairs of each.

use run::Error;
use run::case::{Case, Changes, intervene, seeds};
use run::worlds::WorldSummary;
use scenario::{Claim, Loaded, PersonRule, Problem, Problems};
use society::spec::Spec;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Fewest worlds or pairs of which anything is said.
pub(super) const LEAST: usize = 2;
/// Pairs of a rival rule are a fourth of those of the model's own, so that two rivals cost half as much again.
const FOURTH: u64 = 4;
/// Fewest pairs of a rival rule, unless the study itself has fewer.
const FEWEST_OF_RIVAL: u64 = 10;

/// What a user may choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Short names of claims; all where none is named.
    pub only: Vec<String>,
    /// Pairs of worlds.
    pub pairs: u64,
    /// Pairs under each rival rule; a fourth of the pairs, at least ten, where none is given.
    pub rival_pairs: Option<u64>,
    /// Whether the rival rules are left out.
    pub without_rivals: bool,
}

impl Choice {
    /// All claims under all rules with so many pairs.
    pub fn all(pairs: u64) -> Choice {
        Choice { only: Vec::new(), pairs, rival_pairs: None, without_rivals: false }
    }
}

/// Which claims are tested, and in how many worlds.
pub struct Plan {
    /// The scenario as it is.
    pub base: Case,
    /// Positions of the claims asked for, in the scenario's order.
    pub chosen: Vec<usize>,
    /// What the user chose.
    pub choice: Choice,
    pub(super) arms: Vec<Arm>,
}

/// A list of what-ifs.
pub(super) struct Arm {
    pub what_ifs: Vec<String>,
    pub titles: Vec<String>,
    /// The specification with them; none where no claim that is asked for needs it.
    pub spec: Option<Spec>,
}

/// Worlds of every arm under one rule, by seed; none for an arm that is not needed.
pub(super) type Arms = Vec<Vec<WorldSummary>>;

impl Plan {
    /// Opens a scenario and its claims: all, or those named.
    ///
    /// # Errors
    /// When scenario, settings or claims are wrong, a claim is unknown, or there are no claims or too few pairs.
    pub fn open(name: &str, changes: &Changes, choice: Choice) -> Result<Plan, Error> {
        seeds("--pairs", changes.seed, choice.pairs, LEAST as u64)?;
        seeds("--rival-pairs", changes.seed, choice.rival_pairs.unwrap_or(choice.pairs), LEAST as u64)?;
        let base = Case::open(name, changes)?;
        if base.loaded.claims.is_empty() {
            return Err(Error::Request(format!(
                "{} has no claims: it has no claims.toml that fits it",
                base.loaded.id
            )));
        }
        let chosen = choose(&base.loaded, &choice.only)?;
        let arms = arms(&base, &chosen)?;
        let plan = Plan { base, chosen, choice, arms };
        // A rule and a what-if may not go together; that is told before anything is run.
        for rule in plan.rules() {
            plan.arms
                .iter()
                .filter(|arm| arm.spec.is_some())
                .try_for_each(|arm| plan.spec_of(rule, &arm.what_ifs).map(drop))?;
        }
        Ok(plan)
    }

    /// The claims asked for.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.chosen.iter().map(|at| &self.base.loaded.claims[*at])
    }

    /// The rival rules of the person.
    pub fn rules(&self) -> &[PersonRule] {
        if self.choice.without_rivals { &[] } else { &self.base.loaded.person_rules }
    }

    /// Pairs of worlds.
    pub fn pairs(&self) -> u64 {
        self.choice.pairs
    }

    /// Pairs under each rival rule; never more than under the model's own.
    pub fn rival_pairs(&self) -> u64 {
        let pairs = self.choice.rival_pairs.unwrap_or((self.choice.pairs / FOURTH).max(FEWEST_OF_RIVAL));
        pairs.min(self.choice.pairs)
    }

    /// Position of an arm.
    pub(super) fn position(&self, what_ifs: &[String]) -> usize {
        self.arms.iter().position(|arm| arm.what_ifs == what_ifs).expect("every list of every claim is an arm")
    }

    /// Number of an arm under a rule in the journal: 0 is the model's own.
    pub(super) fn number(&self, rule: usize, arm: usize) -> usize {
        rule * self.arms.len() + arm
    }

    /// The specification under a rival rule: its settings first, the what-ifs then.
    ///
    /// # Errors
    /// When they do not go together.
    pub(super) fn spec_of(&self, rule: &PersonRule, what_ifs: &[String]) -> Result<Spec, Error> {
        let mut loaded = self.base.loaded.clone();
        scenario::apply_settings(&mut loaded.spec, &rule.settings)?;
        intervene(&mut loaded, what_ifs)?;
        Ok(loaded.spec)
    }
}

/// Positions of the claims named, or of all; in the scenario's order.
fn choose(loaded: &Loaded, named: &[String]) -> Result<Vec<usize>, Error> {
    let ids: Vec<&str> = loaded.claims.iter().map(|claim| claim.id.as_str()).collect();
    let is_known = |name: &&String| ids.iter().any(|id| id.eq_ignore_ascii_case(name));
    let unknown: Vec<Problem> = named
        .iter()
        .filter(|name| !is_known(name))
        .map(|name| {
            Problem::of_file(format!("--only {name}"), format!("{} has no claim of this name", loaded.id))
                .help(format!("there are {}", ids.join(", ")))
                .nearest(name, ids.iter().copied())
        })
        .collect();
    if !unknown.is_empty() {
        return Err(Problems(unknown).into());
    }
    let wanted = |id: &str| named.is_empty() || named.iter().any(|name| name.eq_ignore_ascii_case(id));
    Ok((0..ids.len()).filter(|at| wanted(ids[*at])).collect())
}

/// Every list of what-ifs of every claim, once, the world as it was first; opened where a claim asked for needs it.
fn arms(base: &Case, chosen: &[usize]) -> Result<Vec<Arm>, Error> {
    let titles = scenario::interventions(&base.loaded);
    let mut arms = vec![Arm { what_ifs: Vec::new(), titles: Vec::new(), spec: None }];
    let mut needed = vec![false];
    for (at, claim) in base.loaded.claims.iter().enumerate() {
        // A level looks at one arm; what it does to the odds is told beside the others, so that it too needs both.
        for list in claim.tests.iter().flat_map(|test| [&test.base, &test.with]) {
            let arm = arms.iter().position(|arm| arm.what_ifs == *list).unwrap_or_else(|| {
                let title = |name: &String| titles.iter().find(|one| one.name == *name).map(|one| one.title.clone());
                let titles = list.iter().map(|name| title(name).unwrap_or_else(|| name.clone())).collect();
                arms.push(Arm { what_ifs: list.clone(), titles, spec: None });
                needed.push(false);
                arms.len() - 1
            });
            needed[arm] |= chosen.contains(&at);
        }
    }
    // The effects are told against how often power passes in the world as it was.
    needed[0] |= needed.contains(&true);
    for (arm, _) in arms.iter_mut().zip(needed).filter(|(_, needed)| *needed) {
        let mut loaded = base.loaded.clone();
        intervene(&mut loaded, &arm.what_ifs)?;
        arm.spec = Some(loaded.spec);
    }
    Ok(arms)
}
