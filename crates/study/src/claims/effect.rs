//! The same effect of every arm, so that structure, organisation, leaders, decisions and accident can be set side by side.

use run::parting::Parting;
use run::worlds::{Kept, OUTCOMES};
use scenario::CAUSES;
use society::OutcomeKind;
use stats::interval::Estimate;
use stats::paired::causes::{Causation, causation};
use stats::paired::{Pairs, pairs_needed};

use super::{LEVEL, Plan};

/// What the effects are on.
pub const ON: &str = "change of the share of worlds in which power passes to the councils, by vote or by arms";

/// Half-width of an interval that would do to rank causes: ten points.
pub const WANTED: f64 = 0.1;

/// What an arm does to the odds of power passing to the councils.
#[derive(Clone, Debug)]
pub struct Effect {
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
    /// Kinds of cause that the arm changes by the claims with it, in the order of [`CAUSES`].
    pub causes: Vec<&'static str>,
    /// Short names of the claims with this arm.
    pub claims: Vec<String>,
    /// The pairs by whether power passed.
    pub pairs: Pairs,
    /// Change of the share of worlds; none with too few pairs.
    pub estimate: Option<Estimate>,
    /// Necessity and sufficiency of what the arm takes away or brings.
    pub causation: Causation,
    /// Pairs after which the change is known to within ten points; none with too few.
    pub pairs_needed: Option<u64>,
    /// When and where the worlds of the first seed part; none when they never do.
    pub parting: Option<Parting>,
}

/// In how many of these worlds power passed, and of how many.
pub fn passed(worlds: &[Kept]) -> (u64, u64) {
    (worlds.iter().filter(|world| passes(world)).count() as u64, worlds.len() as u64)
}

/// Whether power passed to the councils.
fn passes(world: &Kept) -> bool {
    matches!(OUTCOMES[world.outcome], OutcomeKind::CouncilTransfer | OutcomeKind::CouncilSeizure)
}

/// One effect for each two arms that some claim asked for compares; the greatest first.
pub fn effects(plan: &Plan, worlds: &[Vec<Kept>]) -> Vec<Effect> {
    let mut found: Vec<Effect> = Vec::new();
    for claim in plan.claims() {
        for test in claim.tests.iter().filter(|test| test.base != test.with) {
            let known = found.iter_mut().find(|effect| effect.base == test.base && effect.with == test.with);
            let cause = test.cause.unwrap_or(claim.cause).word();
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
            found.push(Effect {
                base: test.base.clone(),
                with: test.with.clone(),
                titles: titles(own),
                given: titles(given),
                against: titles(against),
                causes: vec![cause],
                claims: vec![claim.id.clone()],
                estimate: pairs.difference(LEVEL).filter(|_| pairs.all() >= super::LEAST as u64),
                causation: causation(&if test.adds { pairs.swapped() } else { pairs }, LEVEL),
                pairs_needed: needed(&pairs),
                parting: None,
                pairs,
            });
        }
    }
    let size = |effect: &Effect| effect.estimate.map_or(0.0, |e| e.value.abs());
    found.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found
}

/// Pairs after which the change would be known to within [`WANTED`]; none where no pair differs yet, which tells nothing of how
/// many would.
fn needed(pairs: &Pairs) -> Option<u64> {
    let variance = pairs.variance_of_difference().filter(|_| pairs.discordant() > 0)?;
    Some(pairs_needed(variance, WANTED, LEVEL))
}

/// A kind of cause, with the effects of the arms that stand for it.
pub struct Kind {
    /// The word.
    pub cause: &'static str,
    /// How many arms.
    pub arms: usize,
    /// Median size of their effects.
    pub median: f64,
    /// The greatest, as a position in the list of effects.
    pub greatest: usize,
    /// How many have an interval without zero.
    pub clear: usize,
}

/// The kinds of cause by the greatest effect of an arm of theirs.
pub fn kinds(effects: &[Effect]) -> Vec<Kind> {
    let size = |at: usize| effects[at].estimate.map_or(0.0, |e| e.value.abs());
    let mut kinds: Vec<Kind> = CAUSES
        .iter()
        .filter_map(|(cause, _)| {
            // The list is in order of size.
            let of: Vec<usize> = (0..effects.len()).filter(|at| effects[*at].causes.contains(cause)).collect();
            let greatest = *of.first()?;
            let mut sizes: Vec<f64> = of.iter().map(|at| size(*at)).collect();
            sizes.sort_by(f64::total_cmp);
            let is_clear = |at: &&usize| effects[**at].estimate.is_some_and(|e| !e.interval.contains(0.0));
            Some(Kind {
                cause,
                arms: of.len(),
                median: stats::interval::quantile(&sizes, 0.5),
                greatest,
                clear: of.iter().filter(is_clear).count(),
            })
        })
        .collect();
    kinds.sort_by(|a, b| size(b.greatest).total_cmp(&size(a.greatest)));
    kinds
}

impl Effect {
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
