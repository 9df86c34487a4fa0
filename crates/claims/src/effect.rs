//! The same effect of every arm, so that structure, organisation, leaders, decisions and accident can be set side by side.

use run::worlds::{OUTCOMES, WorldSummary};
use scenario::CAUSES;
use serde::Serialize;
use society::OutcomeKind;
use stats::interval::quantile;
use stats::paired::causes::causation;
use stats::paired::{Pairs, pairs_needed};

use crate::plan::{LEAST, LEVEL, Plan};
use study::compare::schema::{CauseShare, FirstDifference};
use study::schema::{Estimate, PairCounts};

/// What the effects are on.
pub const ON: &str = "change of the share of worlds in which power passes to the councils, by vote or by arms";

/// Half-width of an interval that would do to rank causes: ten points.
pub const WANTED: f64 = 0.1;

/// What an arm does to the odds of power passing to the councils.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ArmEffect {
    /// What-ifs of the arm compared with; empty for the world as it was.
    pub base: Vec<String>,
    /// What-ifs of the arm.
    pub with: Vec<String>,
    /// Titles of the what-ifs that the arm has beside those of `base`.
    pub titles: Vec<String>,
    /// Titles of those that both arms have.
    pub given: Vec<String>,
    /// Titles of those that only the arm compared with has.
    pub against: Vec<String>,
    /// Kinds of cause that the arm changes.
    pub causes: Vec<String>,
    /// Claims with this arm.
    pub claims: Vec<String>,
    /// The pairs by whether power passed.
    pub pairs: PairCounts,
    /// Change of the share of worlds; nothing with too few pairs.
    pub estimate: Option<Estimate>,
    /// Of worlds in which it passes where the cause is at work, the share that lose it without.
    pub necessity: Option<CauseShare>,
    /// Of worlds in which it does not pass where the cause is away, the share that gain it with.
    pub sufficiency: Option<CauseShare>,
    /// Pairs after which the change is known to within `pairs_needed_for`.
    pub pairs_needed: Option<u64>,
    /// When and where the worlds of the first seed diverge; nothing when they never do.
    pub first_difference: Option<FirstDifference>,
}

/// In how many of these worlds power passed, and of how many.
pub fn passed(worlds: &[WorldSummary]) -> (u64, u64) {
    (worlds.iter().filter(|world| passes(world)).count() as u64, worlds.len() as u64)
}

/// Whether power passed to the councils.
fn passes(world: &WorldSummary) -> bool {
    matches!(OUTCOMES[world.outcome], OutcomeKind::CouncilTransfer | OutcomeKind::CouncilSeizure)
}

/// One effect for each two arms that some claim asked for compares; the greatest first.
pub fn effects(plan: &Plan, worlds: &[Vec<WorldSummary>]) -> Vec<ArmEffect> {
    let mut found: Vec<ArmEffect> = Vec::new();
    for claim in plan.claims() {
        for test in claim.tests.iter().filter(|test| test.base != test.with) {
            let known = found.iter_mut().find(|effect| effect.base == test.base && effect.with == test.with);
            let cause = test.cause.unwrap_or(claim.cause).word().to_owned();
            if let Some(effect) = known {
                if !effect.claims.contains(&claim.id) {
                    effect.claims.push(claim.id.clone());
                }
                if !effect.causes.contains(&cause) {
                    effect.causes.push(cause);
                    effect.causes.sort_by_key(|word| CAUSES.iter().position(|(known, _)| known == word));
                }
                continue;
            }
            let (base, with) = (plan.position(&test.base), plan.position(&test.with));
            let pairs = Pairs::count(worlds[base].iter().zip(&worlds[with]).map(|(b, w)| (passes(b), passes(w))));
            let titles = plan.arms[with].what_ifs.iter().zip(&plan.arms[with].titles);
            let (own, given): (Vec<_>, Vec<_>) = titles.partition(|(name, _)| !test.base.contains(name));
            let theirs = plan.arms[base].what_ifs.iter().zip(&plan.arms[base].titles);
            let against: Vec<_> = theirs.filter(|(name, _)| !test.with.contains(name)).collect();
            let titles = |of: Vec<(&String, &String)>| of.into_iter().map(|(_, title)| title.clone()).collect();
            let causation = causation(&if test.adds { pairs.swapped() } else { pairs }, LEVEL);
            let estimate = pairs.difference(LEVEL).filter(|_| pairs.all() >= LEAST as u64);
            found.push(ArmEffect {
                base: test.base.clone(),
                with: test.with.clone(),
                titles: titles(own),
                given: titles(given),
                against: titles(against),
                causes: vec![cause],
                claims: vec![claim.id.clone()],
                estimate: estimate.map(Estimate::from),
                necessity: causation.necessity.map(CauseShare::from),
                sufficiency: causation.sufficiency.map(CauseShare::from),
                pairs_needed: needed(&pairs),
                first_difference: None,
                pairs: pairs.into(),
            });
        }
    }
    found.sort_by(|a, b| b.size().total_cmp(&a.size()));
    found
}

/// Pairs after which the change would be known to within [`WANTED`]; none where no pair differs yet, which tells nothing of how
/// many would.
fn needed(pairs: &Pairs) -> Option<u64> {
    let variance = pairs.variance_of_difference().filter(|_| pairs.discordant() > 0)?;
    Some(pairs_needed(variance, WANTED, LEVEL))
}

/// A kind of cause, with the effects of the arms that stand for it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct KindOfCause {
    /// The kind.
    pub cause: String,
    /// Arms that stand for it.
    pub arms: usize,
    /// How many of them have an interval without zero.
    pub clear: usize,
    /// Median size of their effects, as a share.
    pub median: f64,
    /// The greatest, as a position in `effects`.
    pub greatest: usize,
}

/// The kinds of cause by the greatest effect of an arm of theirs.
pub fn kinds(effects: &[ArmEffect]) -> Vec<KindOfCause> {
    let of_cause = |cause: &str| {
        // The list is in order of size.
        let is_of = |at: &usize| effects[*at].causes.iter().any(|word| word == cause);
        let of: Vec<usize> = (0..effects.len()).filter(is_of).collect();
        let mut sizes: Vec<f64> = of.iter().map(|at| effects[*at].size()).collect();
        sizes.sort_by(f64::total_cmp);
        let is_clear = |e: Estimate| !(e.interval[0].0 <= 0.0 && 0.0 <= e.interval[1].0);
        Some(KindOfCause {
            cause: (*cause).to_owned(),
            arms: of.len(),
            clear: of.iter().filter(|at| effects[**at].estimate.is_some_and(is_clear)).count(),
            greatest: *of.first()?,
            median: quantile(&sizes, 0.5),
        })
    };
    let mut kinds: Vec<KindOfCause> = CAUSES.iter().filter_map(|(cause, _)| of_cause(cause)).collect();
    kinds.sort_by(|a, b| effects[b.greatest].size().total_cmp(&effects[a.greatest].size()));
    kinds
}

impl ArmEffect {
    /// Size of the change, whichever way it goes; 0 with too few pairs.
    fn size(&self) -> f64 {
        self.estimate.map_or(0.0, |e| e.value.0.abs())
    }

    /// What the arm is, in words.
    pub fn words(&self) -> String {
        let list = |titles: &[String]| titles.join("; ");
        let mut words = if self.titles.is_empty() { "As it was".to_owned() } else { list(&self.titles) };
        if !self.against.is_empty() {
            words += &format!(" \u{2014} against: {}", list(&self.against));
        }
        if !self.given.is_empty() {
            words += &format!(" \u{2014} in both: {}", list(&self.given));
        }
        words
    }
}
