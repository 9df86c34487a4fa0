//! Every day out makes the next one harder.
//!
//! Claim: strikes and crowds tire (lost wages, hunger, cold); without it a strike, once begun, never ends. Fatigue belongs to
//! the cell. It lets action come in waves.

use crate::places::Cell;

engine::params! {
    /// How cells tire and rest.
    pub struct FatigueRules in "fatigue" {
        per_day_out: "share of the threshold scale per day" = 0.030 in 0.0..=0.3,
            "Readiness lost for each day on which the whole cell acts.", "a sketch of the model: 0.02 to 0.03";
        rest_per_day: "share per day" = 0.04 in 0.0..=1.0,
            "Share of fatigue worn off each day.", "a sketch of the model: 0.03";
    }
}

/// Once a day, after the last round.
pub fn update(cell: &mut Cell, rules: &FatigueRules) {
    let out = rules.per_day_out as f32 * cell.acting_share();
    cell.fatigue = (cell.fatigue * (1.0 - rules.rest_per_day as f32) + out).min(1.0);
}
