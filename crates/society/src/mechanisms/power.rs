//! Who should hold power.
//!
//! Claim: where councils stand before people's eyes, those who lose trust in the government come to want the councils to
//! govern, and agitators push the same way or the other (the essay: "patiently explain"). Support for a party and support
//! for council power are two columns, so that they can part.

use crate::people::Pull;
use crate::places::Seat;

engine::params! {
    /// How the attitude to power moves.
    pub struct PowerRules in "power" {
        drift_per_day: "share of the gap per day" = 0.012 in 0.0..=0.3,
            "How fast the attitude closes on (standing of councils x distrust).", "weak";
        moved_by_agitator: "share of the scale" = 0.05 in 0.0..=0.5,
            "Change when one is moved by an agitator whose party is wholly for one power.", "weak";
    }
}

/// The part of a cell's pull that this mechanism sets; `line` is the line of the party heard today, -1..=1.
#[inline(always)]
pub fn pull(seat: &Seat, line: f32, rules: &PowerRules, pull: &mut Pull) {
    pull.standing = (seat.standing * 255.0 + 0.5) as i16;
    pull.power_drift = (rules.drift_per_day as f32 * 256.0 + 0.5) as i16;
    pull.heard_line = (rules.moved_by_agitator as f32 * line * 255.0) as i16;
}
