//! Grievance moves towards hardship.
//!
//! Claim: felt injustice follows the hardship of one's place and class with a lag, and a shooting adds to it at once
//! (relative deprivation: Gurr 1970; the essay gives war and hunger as the ground of 1917). Hardship is the sum over demands
//! of weight x need x what is not delivered. Known limit: every member of a cell feels the same hardship; persons differ in
//! their threshold.

use crate::inputs::{BREAD, HOURS, Indicator, LAND, LIBERTY, N_INDICATORS, N_ISSUES, NATION, PEACE, Role};
use crate::people::CellInputs;
use crate::places::{Cell, Group};
use engine::draw::Stream;
use engine::math;

engine::params! {
    /// How conditions become hardship, and hardship grievance.
    pub struct GrievanceRules in "grievance" {
        rise_per_day: "share of the gap per day" = 0.16 in 0.0..=0.49,
            "How fast grievance closes on hardship.", "weak; a time constant of about a week";
        food_need: "need" = 1.0 in 0.0..=5.0,
            "Need for bread when half of it is missing; it grows with the power 3/2 of what is missing, up to 1.", "weak";
    }
}

/// Need for bread added when the whole real wage is lost. Assumed, see docs/decisions/0014.
pub(crate) const PRICE_NEED: f64 = 0.6;

/// Need of each demand for a group, 0..=1, from the day's conditions of its place.
pub fn need(role: Role, conditions: &[f64; N_INDICATORS], rules: &GrievanceRules) -> [f32; N_ISSUES] {
    let value = |i: Indicator| conditions[i as usize];
    let mut need = [0.0; N_ISSUES];
    let missing = (1.0 - value(Indicator::Food)).max(0.0);
    let lost = (1.0 - value(Indicator::Price)).max(0.0);
    let idle = (1.0 - value(Indicator::Fuel)).max(0.0);
    // Soldiers and villagers do not live on a wage; short fuel means short weeks for workers.
    let on_wages = !role.is_armed() && !role.is_rural();
    let wage_part = if on_wages { PRICE_NEED * lost } else { 0.0 };
    // Hunger is felt more than in proportion: the last pound is missed most.
    let halves = missing / 0.5;
    need[BREAD] = rules.food_need * halves * halves.sqrt() + wage_part;
    need[PEACE] = value(Indicator::War);
    need[LAND] = value(Indicator::Land);
    need[HOURS] = if role.is_worker() { 0.6 + 0.4 * idle } else { 0.6 };
    need[LIBERTY] = 1.0;
    need[NATION] = value(Indicator::Nation);
    need.map(|n| n.clamp(0.0, 1.0) as f32)
}

/// Chance of a quarrel at a works on a day: a dismissal, a cut rate, a fine, a foreman. Assumed, see docs/decisions/0014.
const QUARRELS_PER_DAY: f64 = 1.0 / 60.0;
/// Mean grievance that a quarrel adds to all of a works, next to what they want of their employer and do not have;
/// exponentially distributed. It wears off as grievance goes back to hardship. Assumed, see docs/decisions/0014.
const QUARREL: f64 = 0.4;

/// How much of what a group wants of its employer (hours, conditions, half of the price of bread) it does not have.
pub fn at_the_gate(group: &Group) -> f32 {
    group.unmet[HOURS] + 0.5 * group.unmet[BREAD]
}

/// Grievance added today by a quarrel at a works; most days there is none. `wanted` is what [`at_the_gate`] returned.
pub fn quarrel(wanted: f32, stream: &mut Stream) -> f32 {
    if stream.uniform() >= QUARRELS_PER_DAY {
        return 0.0;
    }
    // The negative logarithm of a uniform number is exponential.
    let size = -QUARREL * math::ln(1.0 - stream.uniform());
    (size as f32 * wanted).min(1.0)
}

/// Hardship of a group, what of it is unmet per demand, and how much of what it wants is delivered.
pub fn weigh(group: &mut Group, weights: &[f64; N_ISSUES], delivers: &[f64; N_ISSUES]) {
    let mut hardship = 0.0;
    let mut wanted = 0.0;
    for issue in 0..N_ISSUES {
        let felt = weights[issue] as f32 * group.need[issue];
        group.unmet[issue] = felt * (1.0 - delivers[issue] as f32);
        hardship += group.unmet[issue];
        wanted += felt;
    }
    group.hardship = hardship.min(1.0);
    group.delivered = if wanted > 0.0 { 1.0 - hardship / wanted } else { 1.0 };
}

/// The part of the pull that this mechanism sets for all cells of a group.
pub fn share(rules: &GrievanceRules, pull: &mut CellInputs) {
    pull.rise = (rules.rise_per_day as f32 * 256.0 + 0.5) as i16;
}

/// The part that it sets for one cell. `won` is what the unit has won of the demand for hours and wages.
#[inline(always)]
pub fn pull(cell: &Cell, group: &Group, won: f32, pull: &mut CellInputs) {
    let hardship = (group.hardship - won * group.unmet[HOURS]).max(0.0);
    pull.hardship = (hardship * 255.0 + 0.5) as i16;
    pull.shock = (cell.shock * 255.0) as i16;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::INDICATORS;

    #[test]
    fn law_good_times_leave_no_need_for_bread_or_peace() {
        let good = INDICATORS.map(|i| i.2);
        let need = need(Role::Worker, &good, &GrievanceRules::default());
        assert_eq!(need[BREAD], 0.0);
        assert_eq!(need[PEACE], 0.0);
    }

    #[test]
    fn law_no_quarrel_where_nothing_is_wanted_of_the_employer() {
        let draws = engine::draw::Draws::new(11);
        let purpose = engine::draw::Purpose::named("grievance.test");
        let mut shaken = (0, 0.0_f64);
        for day in 0..20_000 {
            let mut stream = draws.stream(purpose, 3, engine::calendar::Day(day), 0);
            assert_eq!(quarrel(0.0, &mut stream), 0.0);
            let mut stream = draws.stream(purpose, 3, engine::calendar::Day(day), 0);
            let size = quarrel(0.3, &mut stream);
            shaken.0 += i32::from(size > 0.0);
            shaken.1 += f64::from(size);
        }
        // 333 expected, with a standard deviation of 18; four of them. Sizes have the mean 0.4 x 0.3.
        assert!((260..=406).contains(&shaken.0), "{shaken:?}");
        let mean = shaken.1 / f64::from(shaken.0);
        assert!((mean - 0.12).abs() < 4.0 * 0.12 / f64::from(shaken.0).sqrt(), "{mean}");
    }

    #[test]
    fn more_bread_never_means_more_need() {
        let mut last = f32::INFINITY;
        for step in 0..=12 {
            let mut conditions = INDICATORS.map(|i| i.2);
            conditions[Indicator::Food as usize] = f64::from(step) / 10.0;
            let need = need(Role::Worker, &conditions, &GrievanceRules::default())[BREAD];
            assert!(need <= last);
            last = need;
        }
    }
}
