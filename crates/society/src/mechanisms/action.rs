//! Whether a person acts, and how far.
//!
//! Claim: a person acts when grievance that belief in who can meet it does not soothe, social proof, experience and the call
//! of those the person follows outweigh fear and the person's own threshold: `G(1-B) + S + K + C - F > threshold`
//! (Granovetter 1978 for the threshold, Epstein 2002 for grievance, legitimacy and risk). The same comparison is made at
//! three levels: striking (for a soldier: refusing), going into the street, taking arms, which only those can who have any.
//! The comparison itself is in [`crate::people::pass`].

use crate::institutions::army::ArmyRules;
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
        arms_barrier: "share of the threshold scale" = 0.12 in 0.0..=1.0,
            "What going out with arms asks beyond the street, of those who have any.", "weak";
        call: "share of the threshold scale" = 0.48 in 0.0..=1.0,
            "Readiness added when the council or party that one follows calls one out.", "weak";
    }
}

/// How far a council that claims power calls its own out every day, next to a march. Assumed, see docs/decisions/0014.
pub(crate) const CLAIM_CALLS: f64 = 0.15;
/// How far a council that supports the government holds them back. Unit: share of a call. Assumed, see docs/decisions/0014.
pub(crate) const SUPPORT_HOLDS_BACK: f64 = 0.075;

/// How much of what is asked of an employer belief in the government soothes, next to what is asked of a government.
/// Unit: share. Assumed, see docs/decisions/0014.
const SOOTHED_AT_THE_GATE: f32 = 0.5;

/// Readiness added on a date on which people expect one another in the street. Assumed, see docs/decisions/0014.
pub(crate) const STREET_DAY: f64 = 0.10;
/// How much the worst weather keeps from the street, next to what such a date brings. Unit: share. Assumed.
pub(crate) const BAD_WEATHER: f64 = 0.5;
/// How the talk of a day differs from town to town and day to day: standard deviation. Unit: scale of the threshold. Assumed.
pub(crate) const RUMOUR: f64 = 0.025;
/// What the street asks of villagers. Unit: scale of the threshold. Assumed.
const VILLAGE_STREET: f32 = 0.15;
/// What the street and going out with arms ask of those who have arms from their unit. Unit: scale of the threshold.
/// Assumed.
const UNDER_COMMAND: [f32; 2] = [0.05, 0.10];
/// Readiness lost by those of whom nothing is to be feared: they cannot act at all. A convention.
pub(crate) const NEVER: f32 = 2.0;

/// What the day and the seat say to all its cells of one group, on the threshold scale 0..=1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mood {
    /// Fear of striking or refusing.
    pub fear: f32,
    /// Fear of the street.
    pub street_fear: f32,
    /// Date and weather.
    pub street_day: f32,
    /// What the talk of the day adds.
    pub rumour: f32,
    /// Call by a council (positive: out; negative: stay in).
    pub council_call: f32,
    /// Chance of reconsidering this round.
    pub reconsider: f32,
}

/// The scale of the columns, by convention.
const SCALE: f32 = 255.0;
/// Bound of what can be added to readiness, in points of the columns: beyond it everybody acts or nobody. A convention.
const BOUND: f32 = 600.0;

/// Sets the part of the pull that decides action, for all cells of a group; returns what a role adds to the first step.
pub fn share(group: &Group, mood: &Mood, rules: &ActionRules, pull: &mut CellInputs) -> f32 {
    let street = mood.street_day - rules.street_barrier as f32 - mood.street_fear;
    let arms = street - rules.arms_barrier as f32;
    // Townspeople without a workplace have no strike: their first step is the street.
    let (first_step, street, arms) = match group.does {
        does if does.are_of_the_street() => (street, 0.0, arms - street),
        does if does.live_in_villages() => (0.0, -VILLAGE_STREET, -NEVER),
        does if does.bear_arms() => (0.0, -UNDER_COMMAND[0], -UNDER_COMMAND[1]),
        _ => (0.0, street, arms),
    };
    pull.soothed = (soothed(group) * 256.0 + 0.5) as u16;
    pull.street = scaled(street);
    pull.arms = scaled(arms);
    pull.council_call = scaled(mood.council_call);
    pull.reconsider = (mood.reconsider * 256.0 + 0.5).min(256.0) as i16;
    first_step
}

/// Whether somebody could act in a group in which nobody acts and nobody is called, by the nearest of its members.
pub fn could_act(group: &Group, mood: &Mood, fear: f32, others: f32, rules: &ActionRules) -> bool {
    let mut most = CellInputs::default();
    let first_step = share(group, mood, rules, &mut most);
    bound(first_step, fear, others, &mut most);
    most.can_act(group.margins[0].max(group.margins[1]))
}

/// How much of the grievance of a group belief in the government soothes: workers want hours and pay of their employer.
fn soothed(group: &Group) -> f32 {
    let all: f32 = group.unmet.iter().sum();
    if !group.does.strike() || all <= 0.0 {
        return 1.0;
    }
    1.0 - (1.0 - SOOTHED_AT_THE_GATE) * (grievance::at_the_gate(group) / all).min(1.0)
}

/// A party calls its followers, or (below 0) calls them back. `call` is on the threshold scale.
pub fn called(caller: usize, call: f32, pull: &mut CellInputs) {
    (pull.caller, pull.party_call) = (caller as u8, scaled(call));
}

/// How far a council's call to a march reaches those who would not have it hold power. Unit: share. Assumed, see docs/decisions/0014.
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
pub fn pull(first_step: f32, tired: f32, fear: f32, proof: f32, cell: &Cell, is_armed: bool, pull: &mut CellInputs) {
    pull.base = scaled(proof - fear - tired + first_step);
    pull.arms_held = if is_armed { i16::MAX } else { cell.arms as i16 };
}

/// Sets the most that a cell in which nobody acts could be moved by: `fear` is the least, `others` the most that what
/// others do adds.
pub fn bound(first_step: f32, fear: f32, others: f32, pull: &mut CellInputs) {
    /// What rounding to points of the columns could hide. Unit: points. A convention.
    const ROUNDING: i16 = 2;
    pull.base = scaled(others - fear + first_step).saturating_add(ROUNDING);
}

#[inline(always)]
fn scaled(x: f32) -> i16 {
    (x * SCALE).clamp(-BOUND, BOUND) as i16
}

/// How much of what is seen in the own company, the unit and the garrison counts in a soldier's eyes. Unit: share. Assumed.
const SEEN_OF_REFUSAL: [f32; 3] = [0.4, 0.3, 0.3];
/// How much the news of a garrison elsewhere counts, next to that of the own. Unit: share. Assumed.
const HEARD_OF_REFUSAL: f32 = 0.7;

/// What holds the members of a cell back. `of_mood` is what the day holds those back with who are under no command; who is
/// under arms and obeys no longer has no court-martial to fear, and no orders to be strained by.
#[inline(always)]
pub fn fear(
    cell: &Cell,
    unit: &Unit,
    seat: &Locality,
    of_mood: f32,
    is_armed: bool,
    obeys: bool,
    army: &ArmyRules,
) -> f32 {
    if is_armed && obeys {
        court_martial(cell, unit, seat, army.court_martial as f32) - strained(cell, seat.strain, army.order_load as f32)
    } else if is_armed {
        0.0
    } else if unit.is_settled() {
        NEVER
    } else {
        of_mood
    }
}

/// The least that [`fear`] can be for a cell of a seat in which nobody acts.
pub fn least_fear(seat: &Locality, of_mood: f32, is_armed: bool, army: &ArmyRules) -> f32 {
    if is_armed { -army.order_load as f32 * seat.strain } else { of_mood }
}

/// Fear of the court-martial among those who obey: it falls with the square of the share that refuses, seen in the company,
/// the unit and the garrison.
#[inline(always)]
fn court_martial(cell: &Cell, unit: &Unit, seat: &Locality, weight: f32) -> f32 {
    let refusing = SEEN_OF_REFUSAL[0] * cell.acting_share()
        + SEEN_OF_REFUSAL[1] * unit.acting_share()
        + SEEN_OF_REFUSAL[2] * seat.shares[SOLDIERS].max(seat.news[SOLDIERS] * HEARD_OF_REFUSAL);
    weight * (1.0 - refusing) * (1.0 - refusing)
}

/// What being ordered against people like oneself adds to the readiness of those who obey: as much as their own grievance
/// has in common with that of the crowd. Who wants nothing feels nothing of it.
#[inline(always)]
fn strained(cell: &Cell, strain: f32, weight: f32) -> f32 {
    // The square: both the orders and the refusal are weighed by what one wants oneself.
    let felt = cell.mean(cell.grievance) * (1.0 - cell.mean(cell.ruler));
    weight * strain * felt * felt
}
