//! Belief that an authority will meet the demands: in the one that rules, and in the one that contends.
//!
//! Claim: people believe in an authority as far as it has kept what it was asked for. Each day on which a demand is met or
//! not is an observation; it moves the belief by one part in all that has been observed of this authority before, so that
//! a new one, of which little is known, is credited at first and judged sooner (Bayesian learning with a weak prior; the
//! honeymoon of new regimes, Figes and Kolonitskii 1999 on the spring of 1917). A council that supports the government
//! answers for what the government does not deliver. Known limit: belief is in "the government" and "the councils", not in
//! each minister and each town.

use crate::people::{CellInputs, FASTEST};
use crate::places::{Cell, Group};

engine::params! {
    /// How beliefs in authorities move.
    pub struct BeliefRules in "belief" {
        prior: "days" = 72.0 in 1.0..=36500.0,
            "Days of observation that the first belief in a new authority is worth.", "weak";
        newcomer: "share of the scale" = 0.65 in 0.0..=1.0,
            "Belief in a new authority of those whom its coming relieves.", "weak";
        contender: "share of the scale" = 0.75 in 0.0..=1.0,
            "Belief that a council earns which represents all and answers for nothing.", "weak";
        moved_by_agitator: "share of the scale" = 0.03 in 0.0..=0.5,
            "Change of both beliefs when one is moved by an agitator whose party is wholly for one power.", "weak";
    }
}

/// Days of observation of an authority that are remembered at most. Unit: days. Assumed: a regime of many years is judged
/// by more than a year, and slowly.
const MEMORY: f64 = 500.0;
/// What a council that supports the government answers for, next to what the government itself does. Unit: share.
/// Assumed.
pub(crate) const SUPPORTER_ANSWERS: f64 = 0.3;

/// How much of what is believed of an authority comes from elsewhere where papers come as they do in the capital. Unit:
/// share. Assumed.
const FROM_PAPERS: f32 = 0.5;

/// How much what is heard of the ruling authority counts in a seat, by how far papers come there.
pub fn word(papers: f32) -> f32 {
    FROM_PAPERS * papers.min(1.0)
}

/// Share of the gap that a day of observation closes: one part in all that has been observed. `observed` is in days, and
/// `felt` says how much is asked for, 0..=1.
pub fn pace(observed: f64, felt: f64, rules: &BeliefRules) -> f64 {
    felt / (rules.prior + observed.min(MEMORY))
}

/// What the day shows a group of both authorities.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Days observed of the authority that rules.
    pub ruler_observed: f64,
    /// What the ruling one has kept in the towns of the country, as is heard of it, 0..=1.
    pub kept_elsewhere: f32,
    /// How much that counts next to what is seen at home, 0..=1.
    pub word: f32,
    /// Days observed of the one that contends.
    pub contender_observed: f64,
    /// What the contending one has earned here, 0..=1; `None` where nothing is seen of it.
    pub contender: Option<f64>,
}

/// How much of the belief that its own council does not earn comes from the example of others, where all of them stand against
/// the authority that rules and papers come as they do in the capital. Unit: share. Assumed.
const EXAMPLE: f64 = 0.8;

/// What the council of a seat earns: its standing, less what it answers for; and what the example of other councils adds, of
/// which `others` stand against the authority that rules, as is heard here.
pub fn earned(standing: f64, supports: bool, delivered: f64, others: f64, rules: &BeliefRules) -> f64 {
    let answers = if supports { SUPPORTER_ANSWERS } else { 0.0 };
    let own = rules.contender * standing * (1.0 - answers * (1.0 - delivered));
    own + (1.0 - own) * EXAMPLE * others
}

/// Both paces of a group: shares of the gap a day.
pub fn paces(group: &Group, shown: &Shown, rules: &BeliefRules) -> [f32; 2] {
    let felt = f64::from(group.felt());
    let contender = if shown.contender.is_some() { pace(shown.contender_observed, felt, rules) } else { 0.0 };
    [pace(shown.ruler_observed, felt, rules), contender].map(|pace| pace as f32)
}

/// The part of the pull that this mechanism sets for all cells of a group.
pub fn share(group: &Group, shown: &Shown, pull: &mut CellInputs) {
    let kept = group.kept + shown.word * (shown.kept_elsewhere - group.kept);
    pull.ruler_aim = (kept * 255.0 + 0.5) as i16;
    pull.contender_aim = (shown.contender.unwrap_or(0.0) as f32 * 255.0 + 0.5) as i16;
}

/// The part that it sets for one cell: the paces, in 1/128, each rounded up with the chance of its fraction, so that any pace tells.
#[inline(always)]
pub fn pull(cell: &Cell, paces: [f32; 2], chance: [f32; 2], pull: &mut CellInputs) {
    pull.ruler_pace = ((paces[0] + chance[0]) as i16).min(FASTEST);
    pull.contender_pace = ((paces[1] + chance[1]) as i16).min(FASTEST);
    pull.ruler_shock = (cell.belief_shock * 255.0) as i16;
}

/// What an agitator adds to the belief in the contending authority of those who are moved, and takes from that in the
/// ruling one; `line` is the line of the agitator's party, -1..=1.
pub fn heard_line(line: f64, rules: &BeliefRules) -> f32 {
    (rules.moved_by_agitator * line * 255.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_new_authority_is_judged_sooner_than_an_old_one() {
        let rules = BeliefRules::default();
        let days = [0.0, 10.0, 100.0, 1000.0].map(|observed| pace(observed, 0.5, &rules));
        assert!(days.windows(2).all(|pair| pair[1] < pair[0]), "{days:?}");
        assert_eq!(pace(MEMORY, 0.5, &rules), pace(10.0 * MEMORY, 0.5, &rules));
    }

    #[test]
    fn law_who_supports_answers_for_what_is_not_delivered() {
        let rules = BeliefRules::default();
        assert!(earned(0.8, true, 0.2, 0.0, &rules) < earned(0.8, false, 0.2, 0.0, &rules));
        assert_eq!(earned(0.8, true, 1.0, 0.0, &rules), earned(0.8, false, 1.0, 0.0, &rules));
    }
}
