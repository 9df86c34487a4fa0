//! Villages act on their own demand, in their own season.
//!
//! Claim: villages move for land, when field work leaves them free and when nobody is there to punish them; they move later
//! than towns and in slower waves (Keep 1976; Skocpol 1979 makes this the centre of the matter). A village that acts takes
//! land: what it has taken it wants no longer. Known limit: land comes from "the estates", not from a named landlord.

use crate::inputs::{Indicator, LAND, N_INDICATORS};
use crate::places::{Group, Locality, Unit};

engine::params! {
    /// What holds villages back.
    pub struct RuralRules in "rural" {
        fear: "share of the threshold scale" = 0.10 in 0.0..=1.0,
            "Fear of punishment while the police are at their posts.", "weak";
        reconsider_per_day: "share per day" = 0.06 in 0.0..=1.0,
            "Share of villagers who reconsider on a day.", "weak; villages decide in assembly, not by the hour";
    }
}

/// Share of the land that a village wants which it takes in a day on which all act. Unit: share per day. Assumed.
const TAKEN_PER_DAY: f32 = 0.02;

/// A day on which a village acts: it takes land.
pub fn take_land(village: &mut Unit) {
    village.won += (1.0 - village.won) * TAKEN_PER_DAY * village.acting_share();
}

/// Hardship of a village: that of its group, less what it has taken of the land that it wants.
pub fn of_village(group: &Group, village: &Unit) -> f32 {
    (group.hardship - village.won * group.unmet[LAND]).max(0.0)
}

/// Readiness lost when the whole village is in the fields, on the threshold scale. Assumed, see docs/decisions/0014.
pub(crate) const BUSY: f64 = 0.10;

/// What holds the villages of a seat back, on the threshold scale.
pub fn held_back(seat: &Locality, conditions: &[f64; N_INDICATORS], rules: &RuralRules) -> f32 {
    let busy = 1.0 - conditions[Indicator::Season as usize] as f32;
    rules.fear as f32 * seat.police + BUSY as f32 * busy
}
