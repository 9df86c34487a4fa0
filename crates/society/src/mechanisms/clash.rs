//! Two forces, or a force and a crowd, in one place.
//!
//! Claim: who prevails where two forces meet follows from how many there are on each side, how many of them are armed, and
//! how many would fire; losses fall on both sides, on each by the fire of the other (Lanchester 1916 for aimed fire;
//! Epstein 2002 for crowds). The world decides by [`prevails`] and [`losses`], and committees, commanders and governments
//! reckon with the same functions on what they have heard. A crowd without arms is the special case of a force that does
//! not fire. Without troops there is no repression. Known limit: a place has one clash at a time.

use crate::people::{ACTIVITY, CUSTODY, GONE, Run, leave};
use crate::places::Cell;
use engine::draw::Stream;
use engine::math;

engine::params! {
    /// Fear and force.
    pub struct ClashRules in "clash" {
        strike_fear: "share of the threshold scale" = 0.20 in 0.0..=1.0,
            "Fear of striking while the old regime's police are at their posts.", "weak";
        street_fear: "share of the threshold scale" = 0.18 in 0.0..=1.0,
            "Fear of the street when the loyal force would surely prevail and fires.", "weak";
        crowd_per_man: "persons" = 10.0 in 0.1..=100.0,
            "Persons in a crowd without arms whom one armed man holds in check.", "weak";
        shot_grievance: "share of the scale" = 0.05 in 0.0..=0.5,
            "Grievance added in a round to all in a town where very many are shot.", "weak";
    }
}

/// Share of the fear of shots that remains a day later. Assumed, see docs/decisions/0014.
pub(crate) const FEAR_KEPT_PER_DAY: f64 = 0.55;
/// Share of a crowd killed in a round when fired on by a force that surely prevails: of the order of 26 February (tens to
/// hundreds of 200,000). Assumed, see docs/decisions/0014.
const KILLED_PER_ROUND: f64 = 0.0006;
/// Share of a force killed in a round by an armed force of its own strength. Assumed.
const KILLED_IN_FIGHT_PER_ROUND: f64 = 0.01;
/// Persons wounded for each one killed. Assumed.
const WOUNDED_PER_KILLED: f64 = 2.5;
/// Share of a dispersed crowd that is arrested in a round when the force surely prevails. Assumed.
const ARRESTED_PER_ROUND: f64 = 0.001;
/// Smallest crowd that is met. Unit: real persons. A convention.
pub(crate) const LEAST_CROWD: f64 = 200.0;
/// How sharply superior numbers tell between two armed forces: the exponent of the ratio of strengths. Unit: share, per
/// doubling. Assumed: 2 would be Lanchester's law of aimed fire, 1 that of a melee.
const SHARPNESS: f64 = 1.5;
/// Chance of shots in a round of firing orders, when the force is weak and what is added when it surely prevails. Unit:
/// chance per round. Assumed.
const SHOTS: [f64; 2] = [0.35, 0.5];

/// What a force is told, by the options of `troops.order`: hold, disperse, fire. Unit: scale of orders. A convention.
pub const ORDERS: [f32; 3] = [0.0, 0.5, FIRE];
/// The order to fire. Unit: scale of orders. A convention.
pub const FIRE: f32 = 1.0;

/// A force or a crowd, in persons.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Force {
    /// Men with arms who would use them.
    pub armed: f64,
    /// Persons without arms who are with them.
    pub crowd: f64,
}

impl Force {
    /// Strength in armed men: `crowd_per_man` without arms are worth one.
    fn strength(&self, rules: &ClashRules) -> f64 {
        self.armed + self.crowd / rules.crowd_per_man
    }
}

/// The chance that the first prevails over the second, 0..=1; nobody prevails with nobody.
pub fn prevails(ours: Force, theirs: Force, rules: &ClashRules) -> f64 {
    let [a, b] = [ours, theirs].map(|force| force.strength(rules));
    if a <= 0.0 {
        return 0.0;
    }
    // Against arms superior numbers tell more than in proportion.
    let sharpness = if theirs.armed > 0.0 && ours.armed > 0.0 { SHARPNESS } else { 1.0 };
    let odds = math::pow(b / a, sharpness);
    1.0 / (1.0 + odds)
}

/// What a meeting led to, in model persons.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meeting {
    /// Killed in the crowd.
    pub killed: u64,
    /// Killed of those who were ordered against it.
    pub lost: u64,
    /// Wounded, on both sides.
    pub wounded: u64,
    /// Arrested.
    pub arrested: u64,
    /// Whether shots fell.
    pub shots: bool,
    /// How many of the crowd were to be expected among the killed, and of both sides among the wounded: what is drawn of a
    /// few model persons is coarser than what is seen.
    pub expected: f64,
}

/// A meeting of a force that obeys the government and of those in the street, in one round. `order` is what the force is
/// told: 0 hold, 0.5 disperse, 1 fire.
pub fn meet(force: f64, street: Force, order: f32, scale: f64, rules: &ClashRules, stream: &mut Stream) -> Meeting {
    let crowd = street.crowd + street.armed;
    let ours = Force { armed: force, crowd: 0.0 };
    let upper_hand = prevails(ours, street, rules);
    let mut meeting = Meeting::default();
    if order <= 0.0 || crowd * scale < LEAST_CROWD || force <= 0.0 {
        return meeting;
    }
    meeting.arrested = stream.poisson(street.crowd * ARRESTED_PER_ROUND * upper_hand);
    // Armed men do not let themselves be dispersed: either side fires. A force that cannot prevail keeps away from them.
    let fights = street.armed / (street.armed + force) * upper_hand;
    let fires = if order >= FIRE { SHOTS[0] + SHOTS[1] * upper_hand } else { 0.0 };
    if stream.uniform() < fires.max(fights) {
        meeting.shots = true;
        let fought = KILLED_IN_FIGHT_PER_ROUND * street.armed.min(force);
        let ours = fought * (1.0 - upper_hand);
        let theirs = crowd * KILLED_PER_ROUND * upper_hand + fought * upper_hand;
        meeting.killed = stream.poisson(theirs);
        meeting.lost = stream.poisson(ours);
        let wounded = (theirs + ours) * WOUNDED_PER_KILLED;
        meeting.wounded = stream.poisson(wounded);
        meeting.expected = theirs + wounded;
    }
    meeting
}

/// Dead on both sides when two armed forces fight it out, in model persons: by the strength of the weaker, most on the side
/// that loses. `rounds` is how long it takes.
pub fn losses(winner: f64, loser: f64, stream: &mut Stream) -> [u64; 2] {
    /// Rounds that a fight for a town takes. Unit: rounds of a quarter of a day. Assumed.
    const ROUNDS: f64 = 4.0;
    let fought = KILLED_IN_FIGHT_PER_ROUND * ROUNDS * winner.min(loser);
    let share = winner / (winner + loser).max(1.0);
    [stream.poisson(fought * (1.0 - share)), stream.poisson(fought * share)]
}

/// Marks one member of a cell, among those who act at this level or above, as killed or taken; returns what that member
/// did, `None` when there is none.
pub fn strike_one(run: Run<'_>, cell: &mut Cell, level: u8, kill: bool, stream: &mut Stream) -> Option<u8> {
    let adults = usize::from(cell.adults);
    let from = stream.below(adults as u64) as usize;
    let i = (0..adults).map(|i| (from + i) % adults).find(|i| {
        let status = run.status[*i];
        status & (GONE | CUSTODY) == 0 && status & ACTIVITY >= level
    })?;
    let did = run.status[i] & ACTIVITY;
    if kill {
        run.status[i] = GONE;
        cell.forget(leave(&mut [&mut *run.grievance, &mut *run.ruler, &mut *run.contender], run.leaning, i));
    } else {
        run.status[i] = (run.status[i] & !ACTIVITY) | CUSTODY;
    }
    Some(did)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn armed(armed: f64) -> Force {
        Force { armed, crowd: 0.0 }
    }

    fn unarmed(crowd: f64) -> Force {
        Force { armed: 0.0, crowd }
    }

    #[test]
    fn law_no_troops_no_repression() {
        let rules = ClashRules::default();
        assert_eq!(prevails(armed(0.0), unarmed(1000.0), &rules), 0.0);
    }

    #[test]
    fn law_more_against_one_never_means_better_odds() {
        let rules = ClashRules::default();
        for theirs in [unarmed as fn(f64) -> Force, armed] {
            let odds: Vec<f64> =
                (0..10).map(|n| prevails(armed(500.0), theirs(1000.0 * f64::from(n)), &rules)).collect();
            assert!(odds.windows(2).all(|w| w[1] <= w[0]), "{odds:?}");
        }
    }

    #[test]
    fn law_the_odds_of_two_armed_forces_add_up() {
        let rules = ClashRules::default();
        for (a, b) in [(100.0, 100.0), (300.0, 40.0), (1.0, 5000.0)] {
            let both = prevails(armed(a), armed(b), &rules) + prevails(armed(b), armed(a), &rules);
            assert!((both - 1.0).abs() < 1e-12, "{a} against {b}: {both}");
        }
    }
}
