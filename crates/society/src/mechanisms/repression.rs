//! Crowds meet police and troops.
//!
//! Claim: the risk of being shot or taken falls as the crowd grows against the loyal force at hand (Epstein 2002), and shots
//! both frighten and outrage. Fear of striking (dismissal, the front) and fear of the street are different. Without troops
//! there is no repression. Known limit: a seat has one crowd and one force.

use crate::people::{ACTIVITY, CUSTODY, GONE, Run};
use crate::places::Locality;
use engine::draw::Stream;

engine::params! {
    /// Fear and force.
    pub struct RepressionRules in "repression" {
        strike_fear: "share of the threshold scale" = 0.15 in 0.0..=1.0,
            "Fear of striking while the old regime's police are at their posts.", "weak";
        street_fear: "share of the threshold scale" = 0.18 in 0.0..=1.0,
            "Fear of the street when the loyal force would surely prevail and fires.", "weak";
        crowd_per_man: "persons" = 3.0 in 0.1..=100.0,
            "Persons in the crowd whom one loyal man holds in check.", "weak";
        shot_grievance: "share of the scale" = 0.05 in 0.0..=0.5,
            "Grievance added to all in a town where a crowd is fired on.", "weak";
    }
}

/// Share of the fear of shots that remains a day later. Assumed, see docs/decisions/0014.
pub(crate) const FEAR_KEPT_PER_DAY: f64 = 0.55;

/// Share of a crowd killed in a round when fired on by a force that surely prevails: of the order of 26 February (tens to hundreds of 200,000). Assumed, see docs/decisions/0014.
pub(crate) const KILLED_PER_ROUND: f64 = 0.0006;

/// Persons wounded for each one killed. Assumed.
const WOUNDED_PER_KILLED: f64 = 2.5;
/// Share of a dispersed crowd that is arrested in a round when the police surely prevail. Assumed.
const ARRESTED_PER_ROUND: f64 = 0.001;

/// How surely the force at hand prevails over the crowd, 0..=1.
pub fn prevails(force: f64, crowd: f64, rules: &RepressionRules) -> f64 {
    if force <= 0.0 { 0.0 } else { force / (force + crowd / rules.crowd_per_man) }
}

/// What a meeting led to, in model persons.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meeting {
    /// Killed.
    pub killed: u64,
    /// Wounded.
    pub wounded: u64,
    /// Arrested.
    pub arrested: u64,
    /// Whether shots fell.
    pub shots: bool,
}

/// A meeting of crowd and force under the order given, in one round.
pub fn meet(seat: &Locality, force: f64, scale: f64, rules: &RepressionRules, stream: &mut Stream) -> Meeting {
    let crowd = f64::from(seat.crowd);
    let upper_hand = prevails(force, crowd, rules);
    let mut meeting = Meeting::default();
    if seat.order < 0.4 || crowd * scale < 200.0 || force <= 0.0 {
        return meeting;
    }
    meeting.arrested = stream.poisson(crowd * ARRESTED_PER_ROUND * upper_hand);
    if seat.order > 0.9 && stream.uniform() < 0.35 + 0.5 * upper_hand {
        meeting.shots = true;
        meeting.killed = stream.poisson(crowd * KILLED_PER_ROUND * upper_hand);
        meeting.wounded = stream.poisson(crowd * KILLED_PER_ROUND * upper_hand * WOUNDED_PER_KILLED);
    }
    meeting
}

/// Marks one member of a cell, among those in the street, as killed or taken; `false` when there is none.
pub fn strike_one(run: Run<'_>, adults: usize, kill: bool, stream: &mut Stream) -> bool {
    let from = stream.below(adults as u64) as usize;
    let found = (0..adults).map(|i| (from + i) % adults).find(|i| {
        let status = run.status[*i];
        status & (GONE | CUSTODY) == 0 && status & ACTIVITY >= 2
    });
    let Some(i) = found else { return false };
    if kill {
        run.status[i] = GONE;
        run.grievance[i] = 0;
        run.trust[i] = 0;
        run.power[i] = 0;
        run.leaning[i] = 0;
    } else {
        run.status[i] = (run.status[i] & !ACTIVITY) | CUSTODY;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_no_troops_no_repression() {
        let rules = RepressionRules::default();
        assert_eq!(prevails(0.0, 1000.0, &rules), 0.0);
    }

    #[test]
    fn more_crowd_never_means_more_risk() {
        let rules = RepressionRules::default();
        let risks: Vec<f64> = (0..10).map(|n| prevails(500.0, 1000.0 * f64::from(n), &rules)).collect();
        assert!(risks.windows(2).all(|w| w[1] <= w[0]));
    }
}
