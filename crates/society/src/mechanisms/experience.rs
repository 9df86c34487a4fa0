//! Experience of struggle.
//!
//! Claim: those who have struggled before act sooner and found councils sooner (the essay: February was led by workers
//! "taught by 1905"). Experience is separate from party membership, so that the two can be told apart. Degrees 0..=3; the
//! memory of 1905 is degree 2 at the start.

use crate::people::{ACTIVITY, CellInputs, EXPERIENCE, GONE, Run};
use engine::draw;

engine::params! {
    /// What experience does.
    pub struct ExperienceRules in "experience" {
        per_degree: "share of the threshold scale" = 0.025 in 0.0..=0.3,
            "Readiness added for each degree of experience.", "weak";
    }
}

/// Chance that who took part in a strike gains a degree when it ends. Assumed, see docs/decisions/0014.
pub(crate) const LEARNED: f64 = 0.3;

/// The part of the pull that this mechanism sets for all cells of a group.
pub fn share(rules: &ExperienceRules, on: bool, pull: &mut CellInputs) {
    pull.experience = if on { (rules.per_degree as f32 * 255.0 + 0.5) as i16 } else { 0 };
}

/// Members who act now gain a degree, each with this chance.
pub fn learn(run: Run<'_>, key: u64, chance: f64) {
    let (low, high) = (key as u32, (key >> 32) as u32);
    let limit = (chance.clamp(0.0, 1.0) * 65_536.0) as u32;
    for (i, status) in run.status.iter_mut().enumerate() {
        let takes = *status & ACTIVITY != 0
            && *status & GONE == 0
            && *status & EXPERIENCE != EXPERIENCE
            && draw::lane(low, high, i as u32) >> 16 < limit;
        *status += if takes { 1 << 2 } else { 0 };
    }
}
