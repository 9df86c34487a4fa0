//! Whether a person acts, and how far.
//!
//! Claim: a person acts when grievance that trust does not soothe, social proof, experience and the call of those the person
//! follows outweigh fear and the person's own threshold: `G(1-T) + S + K + C - F > threshold` (Granovetter 1978 for the
//! threshold, Epstein 2002 for grievance, legitimacy and risk). The same comparison is made at three levels: striking (for
//! a soldier: refusing), going into the street, taking arms. The comparison itself is in [`crate::people::pass`].

use crate::inputs::Role;
use crate::mechanisms::grievance;
use crate::people::CellInputs;
use crate::places::{Cell, Group, Locality, SOLDIERS, Unit};

engine::params! {
    /// How the levels of action differ.
    pub struct ActionRules in "action" {
        reconsider_per_round: "share per round" = 0.25 in 0.0..=1.0,
            "Share of people in a town who reconsider in a round (four rounds a day).", "a sketch of the model: a quarter";
        street_barrier: "share of the threshold scale" = 0.04 in 0.0..=1.0,
            "What the street asks beyond striking, before fear.", "weak";
        arms_barrier: "share of the threshold scale" = 0.30 in 0.0..=1.0,
            "What taking arms asks beyond the street while arms are locked up.", "weak";
        call: "share of the threshold scale" = 0.48 in 0.0..=1.0,
            "Readiness added when the council or party that one follows calls one out.", "weak";
    }
}

/// How far a council that claims power calls its own out every day, next to a march. Assumed, see docs/decisions/0014.
pub(crate) const CLAIM_CALLS: f64 = 0.15;
/// How far a council that supports the government holds them back. Assumed, see docs/decisions/0014.
pub(crate) const SUPPORT_HOLDS_BACK: f64 = 0.075;

/// How much of what is asked of an employer trust in the government soothes, next to what is asked of a government.
/// Assumed, see docs/decisions/0014.
pub(crate) const SOOTHED_AT_THE_GATE: f32 = 0.5;

/// Readiness added on a date on which people expect one another in the street. Assumed, see docs/decisions/0014.
pub(crate) const STREET_DAY: f64 = 0.10;

/// What the day and the seat say to all its cells of one group, on the threshold scale 0..=1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mood {
    /// Fear of striking or refusing.
    pub fear: f32,
    /// Fear of the street.
    pub street_fear: f32,
    /// Date and weather.
    pub street_day: f32,
    /// How easily arms are had, 0..=1.
    pub arms_at_hand: f32,
    /// Call by a council (positive: out; negative: stay in).
    pub council_call: f32,
    /// Chance of reconsidering this round.
    pub reconsider: f32,
}

/// The scale of the columns, by convention.
const SCALE: f32 = 255.0;

/// Sets the part of the pull that decides action, for all cells of a group; returns what a role adds to the first step.
pub fn share(group: &Group, mood: &Mood, rules: &ActionRules, pull: &mut CellInputs) -> f32 {
    let armed_role = group.role.is_armed();
    let street = mood.street_day - rules.street_barrier as f32 - mood.street_fear;
    let arms = street - rules.arms_barrier as f32 * (1.0 - mood.arms_at_hand);
    // Townspeople without a workplace have no strike: their first step is the street. Soldiers who refuse have arms.
    let (first_step, street, arms) = match group.role {
        Role::Town | Role::Office | Role::Student | Role::Propertied => (street, 0.0, arms - street),
        Role::Peasant | Role::Landed => (0.0, -0.15, -1.0),
        _ if armed_role => (0.0, -0.05, -0.10),
        _ => (0.0, street, arms),
    };
    pull.soothed = (soothed(group) * 256.0 + 0.5) as u16;
    pull.street = scaled(street);
    pull.arms = scaled(arms);
    pull.council_call = scaled(mood.council_call);
    pull.reconsider = (mood.reconsider * 256.0 + 0.5).min(256.0) as i16;
    first_step
}

/// How much of the grievance of a group trust in the government soothes: workers want hours and pay of their employer.
fn soothed(group: &Group) -> f32 {
    let all: f32 = group.unmet.iter().sum();
    if !group.role.is_worker() || all <= 0.0 {
        return 1.0;
    }
    1.0 - (1.0 - SOOTHED_AT_THE_GATE) * grievance::at_the_gate(group) / all
}

/// A party calls its followers, or (below 0) calls them back. `call` is on the threshold scale.
pub fn called(caller: usize, call: f32, pull: &mut CellInputs) {
    (pull.caller, pull.party_call) = (caller as u8, scaled(call));
}

/// How far a council's call to a march reaches those who would not have it hold power. Assumed, see docs/decisions/0014.
const ALL_HEAR: f32 = 0.6;

/// The council calls everyone, and those who would have it hold power most, into the street without arms. Returns what all
/// of the group feel.
pub fn called_by_council(call: f32, pull: &mut CellInputs) -> f32 {
    pull.arms = pull.arms.saturating_sub(scaled(call.max(0.0)));
    pull.council_call = pull.council_call.saturating_add(scaled(call * (1.0 - ALL_HEAR)));
    call * ALL_HEAR
}

/// Sets the part of one cell. `proof` is what [`super::social_proof::felt`] returned, `first_step` what [`share`] did.
#[inline(always)]
pub fn pull(first_step: f32, tired: f32, fear: f32, proof: f32, pull: &mut CellInputs) {
    pull.base = scaled(proof - fear - tired + first_step);
}

#[inline(always)]
fn scaled(x: f32) -> i16 {
    (x * SCALE).clamp(-600.0, 600.0) as i16
}

/// Fear of the court-martial: it falls with the square of the share that already refuses, seen in the company, the unit and
/// the garrison.
#[inline(always)]
pub fn court_martial(cell: &Cell, unit: &Unit, seat: &Locality, weight: f32) -> f32 {
    let refusing = 0.4 * cell.acting_share()
        + 0.3 * unit.acting_share()
        + 0.3 * seat.shares[SOLDIERS].max(seat.news[SOLDIERS] * 0.7);
    weight * seat.discipline * (1.0 - refusing) * (1.0 - refusing)
}
