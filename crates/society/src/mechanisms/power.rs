//! Who should hold power.
//!
//! Claim: where councils stand before people's eyes, those who lose trust in the government come to want the councils to
//! govern, and agitators push the same way or the other (the essay: "patiently explain"). Support for a party and support
//! for council power are two columns, so that they can part.

use crate::people::CellInputs;
use crate::places::Locality;

engine::params! {
    /// How the attitude to power moves.
    pub struct PowerRules in "power" {
        drift_per_day: "share of the gap per day" = 0.012 in 0.0..=0.3,
            "How fast the attitude closes on (standing of councils x distrust).", "weak";
        moved_by_agitator: "share of the scale" = 0.05 in 0.0..=0.5,
            "Change when one is moved by an agitator whose party is wholly for one power.", "weak";
    }
}

/// The part of the pull that this mechanism sets for all cells of a group.
pub fn share(seat: &Locality, rules: &PowerRules, pull: &mut CellInputs) {
    pull.standing = (seat.standing * 255.0 + 0.5) as i16;
    pull.power_drift = (rules.drift_per_day as f32 * 256.0 + 0.5) as i16;
}

/// What an agitator adds to the attitude of those who are moved; `line` is the line of the agitator's party, -1..=1.
pub fn heard_line(line: f64, rules: &PowerRules) -> i16 {
    (rules.moved_by_agitator as f32 * line as f32 * 255.0) as i16
}
