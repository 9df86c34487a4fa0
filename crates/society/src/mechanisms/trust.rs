//! Trust is spent by waiting and refilled by what is delivered.
//!
//! Claim: a new government starts with credit; it falls while demands that the government claims to meet stay unmet, and
//! rises with what is delivered (the honeymoon of new regimes; Figes and Kolonitskii 1999 on the spring of 1917). Known
//! limit: trust is in "whoever governs", not in each minister.

use crate::people::CellInputs;
use crate::places::{Cell, Group};

engine::params! {
    /// How trust is spent and refilled.
    pub struct TrustRules in "trust" {
        spent_per_day: "share per day at full grievance" = 0.007 in 0.0..=0.007,
            "Trust lost each day by a person in full grievance when nothing is delivered.", "weak; a time constant of months";
        gained_per_day: "share of the gap per day" = 0.003 in 0.0..=0.007,
            "Share of missing trust regained each day when everything is delivered.", "weak";
        honeymoon: "share of the gap" = 0.50 in 0.0..=1.0,
            "Share of missing trust that a new government is given at once by those whom its coming relieves.", "weak";
    }
}

/// How far a regime that promises nothing can disappoint: a share of what one that has promised can. Assumed.
pub const CLAIMS_OF_THE_OLD_REGIME: f32 = 0.25;

/// The part of the pull that this mechanism sets for all cells of a group. `claims` is how far the government claims to
/// meet the demands, 0..=1.
pub fn share(group: &Group, claims: f32, rules: &TrustRules, pull: &mut CellInputs) {
    // A chance of one point a day: rate x 255 points, in 1/64 of the other factor's 255.
    let unmet = claims * (1.0 - group.delivered * group.delivered);
    pull.trust_spent = (rules.spent_per_day as f32 * unmet * 64.0 * 256.0 + 0.5) as i16;
    pull.trust_gained = (rules.gained_per_day as f32 * group.delivered * 64.0 * 256.0 + 0.5) as i16;
}

/// The part that it sets for one cell.
#[inline(always)]
pub fn pull(cell: &Cell, pull: &mut CellInputs) {
    pull.trust_shock = (cell.trust_shock * 255.0) as i16;
}
