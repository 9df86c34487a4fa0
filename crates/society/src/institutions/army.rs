//! Soldiers under command: orders against crowds, arms, columns on the railways, desertion.
//!
//! Claim: a garrison is a second fold, loaded by the first. Being ordered against people like oneself tells on who has
//! grievances of his own (see [`crate::mechanisms::action::strained`]); the fear of court-martial falls with the square of
//! the share that already refuses (see [`crate::mechanisms::action::court_martial`]); a company of which most would refuse
//! obeys no longer, and does not turn back by itself (see [`crate::mechanisms::allegiance`]; Hasegawa 1981; Wildman 1980).

use crate::inputs::Capability;
use crate::places::{Group, Locality};

engine::params! {
    /// How units hold and break.
    pub struct ArmyRules in "army" {
        order_load: "share of the threshold scale" = 5.0 in 0.0..=20.0,
            "Readiness to refuse added at full strain to a soldier in full grievance.", "weak";
        court_martial: "share of the threshold scale" = 0.42 in 0.0..=1.5,
            "Fear of refusing when nobody else refuses.", "weak";
    }
}

/// Share of the way to full strain that a garrison goes in a round in which it is ordered to fire on a crowd as large as
/// the town's workers. Unit: share per round. Assumed.
const STRAIN_PER_ROUND: f32 = 0.10;
/// Share of the strain that remains a day later. Unit: share per day. Assumed.
const STRAIN_KEPT_PER_DAY: f32 = 0.9;
/// Share of a garrison that can be set against a crowd or led into a fight at once: training detachments and pickets.
/// Unit: share. Assumed.
pub(crate) const PICKETS: f64 = 0.05;
/// Arms in the stores of a place for each soldier of its garrison. Unit: arms per man. Assumed, of the order of 40,000
/// rifles in the arsenals of a capital with 160,000 men.
const STORED_PER_SOLDIER: f32 = 0.25;
/// Share of the civilians in the street who lay hands on arms in a round while nobody guards them. Unit: share per round.
/// Assumed.
const SEIZED_PER_ROUND: f32 = 0.05;

/// Arms in store in a place at the start.
pub fn stored(soldiers: u32) -> f32 {
    STORED_PER_SOLDIER * soldiers as f32
}

/// One round of orders against a crowd. `crowd` is its size next to the town's workers, 0..=1.
pub fn strain(seat: &mut Locality, crowd: f32) {
    seat.strain += (1.0 - seat.strain) * STRAIN_PER_ROUND * crowd * seat.order;
}

/// A day goes by.
pub fn rest(seat: &mut Locality) {
    seat.strain *= STRAIN_KEPT_PER_DAY;
}

/// Arms that the people of a cell in the street take from a store that nobody guards, given how many of them are out.
pub fn seized(out: u32) -> f32 {
    SEIZED_PER_ROUND * out as f32
}

/// How many of a group would be led against a crowd, or into a fight, by the authority that they obey; `obeying` are those
/// who do, and `acting` those of them who are ready to go out by themselves.
pub fn would_fight(group: &Group, obeying: f64, seat: &Locality) -> f64 {
    match group.does {
        does if does.has(Capability::Police) => obeying * f64::from(seat.police),
        does if does.has(Capability::KeepOrder) => obeying,
        does if does.has(Capability::Garrison) => obeying * PICKETS,
        _ => 0.0,
    }
}

/// Share of a sector's men that a commander can send to the rear at once. Assumed, see docs/decisions/0014.
pub(crate) const COLUMN_SHARE: f64 = 0.01;

/// Chance that a soldier in full grievance, who believes in nobody and is held by nobody, goes home on a day: of the order of
/// the recorded desertions of the year. Assumed, see docs/decisions/0014.
pub(crate) const DESERTS_PER_DAY: f64 = 0.002;

/// Troops on the way to a seat.
#[derive(Clone, Debug, PartialEq)]
pub struct TroopMovement {
    /// Locality they come from.
    pub from: u32,
    /// Locality they go to.
    pub to: u32,
    /// Men, model persons.
    pub men: f64,
    /// Share who obey.
    pub obeying: f64,
    /// Hours still to go.
    pub hours: f64,
    /// Days since they arrived; `-1` while on the way.
    pub days_there: i32,
    /// Whether they march against the government itself.
    pub coup: bool,
}
engine::snapshot!(struct TroopMovement { from, to, men, obeying, hours, days_there, coup });
