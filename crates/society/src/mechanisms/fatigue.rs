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

/// In the evening, after the last round; `days` is how many have passed since the last one. Who did not act only rests.
pub fn update(cell: &mut Cell, days: i32, rules: &FatigueRules) {
    let out = rules.per_day_out as f32 * cell.acting_share();
    cell.fatigue = (left(cell.fatigue, days, rules) + out).min(1.0);
}

/// What is left of fatigue after some days of rest.
#[inline(always)]
pub fn left(fatigue: f32, days: i32, rules: &FatigueRules) -> f32 {
    let kept = 1.0 - rules.rest_per_day as f32;
    (0..days).fold(fatigue, |left, _| left * kept)
}
