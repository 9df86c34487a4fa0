//! Grievance moves towards hardship.
//!
//! Claim: felt injustice follows the hardship of one's place and class with a lag, and a shooting adds to it at once
//! (relative deprivation: Gurr 1970; the essay gives war and hunger as the ground of 1917). Hardship is the sum over demands
//! of weight x need x what is not delivered; a wage is felt against prices and against the wages of others in the town and
//! in towns within a day's reach; want of bread is felt by who stands in the queue, which is women more than men (Engel 1997
//! on subsistence riots; the queues of 1917). Known limit: every member of a cell feels the same hardship; persons differ in
//! their threshold.

use crate::inputs::{BREAD, Capabilities, HOURS, Indicator, LAND, LIBERTY, N_INDICATORS, N_ISSUES, NATION, PEACE};
use crate::people::{CellInputs, FASTEST};
use crate::places::{Group, Unit};
use engine::draw::Stream;
use engine::math;

engine::params! {
    /// How conditions become hardship, and hardship grievance.
    pub struct GrievanceRules in "grievance" {
        rise_per_day: "share of the gap per day" = 0.16 in 0.0..=0.49,
            "How fast grievance closes on hardship.", "weak; a time constant of about a week";
        food_need: "need" = 0.75 in 0.0..=5.0,
            "Need for bread when half of it is missing; it grows with the power 3/2 of what is missing, up to 1.", "weak";
    }
}

/// Need for bread added when the whole real wage is lost. Assumed, see docs/decisions/0014.
const WAGE_NEED: f64 = 0.6;
/// Need added for those who earn nothing where others earn well: the comparison with others of one's town (relative
/// deprivation: Runciman 1966, Gurr 1970). Unit: need. Assumed.
const COMPARED_NEED: f64 = 0.5;
/// How much more a group of women alone feels the want of bread than one of men alone: who stands in the queue before and
/// after the shift. Unit: share of the need. Assumed.
const QUEUES: f64 = 0.4;
/// Share of women at which a group feels the want of bread as `food_need` says. A convention of it; unit: share.
const HALF_WOMEN: f64 = 0.5;
/// Need that is felt of a wage which has kept step with prices and with others': more is always wanted. Unit: need. Assumed.
const MORE_WANTED: f64 = 0.15;
/// Share of the bread whose want is measured. Unit: share. A convention of `food_need`.
const HALF: f64 = 0.5;
/// Need for shorter hours and better conditions, and what short fuel (short weeks) adds to it for workers. Unit: need.
/// Assumed.
const HOURS_NEED: [f64; 2] = [0.6, 0.4];

/// Need that comes from a real wage (1: that of the base of the prices), where others here have another.
pub fn wage_need(real: f64, others: f64) -> f64 {
    let behind = if others > 0.0 { (1.0 - real / others).max(0.0) } else { 0.0 };
    MORE_WANTED + WAGE_NEED * (1.0 - real).max(0.0) + COMPARED_NEED * behind
}

/// Need of each demand for a group that does this, with this share of women, 0..=1, from the day's conditions of its place. `wage_need` is what [`wage_need`] says of
/// those who live on a wage, else 0.
pub fn need(
    (does, women): (Capabilities, f32),
    conditions: &[f64; N_INDICATORS],
    wage_need: f64,
    rules: &GrievanceRules,
) -> [f32; N_ISSUES] {
    let value = |i: Indicator| conditions[i as usize];
    let mut need = [0.0; N_ISSUES];
    let missing = (1.0 - value(Indicator::Food)).max(0.0);
    let idle = (1.0 - value(Indicator::Fuel)).max(0.0);
    let halves = missing / HALF;
    // Hunger is felt more than in proportion: the last pound is missed most.
    // Who is fed by a command or from the own field stands in no queue.
    let queues = if is_on_wages(does) { QUEUES * (f64::from(women) - HALF_WOMEN) } else { 0.0 };
    need[BREAD] = rules.food_need * halves * halves.sqrt() * (1.0 + queues) + wage_need;
    need[PEACE] = value(Indicator::War);
    need[LAND] = value(Indicator::Land);
    // Short fuel means short weeks for workers.
    need[HOURS] = HOURS_NEED[0] + if does.strike() { HOURS_NEED[1] * idle } else { 0.0 };
    need[LIBERTY] = 1.0;
    need[NATION] = value(Indicator::Nation);
    need.map(|n| n.clamp(0.0, 1.0) as f32)
}

/// Whether members live on a wage: soldiers and villagers do not.
pub fn is_on_wages(does: Capabilities) -> bool {
    !does.bear_arms() && !does.live_in_villages()
}

/// Chance of a quarrel at a works on a day: a dismissal, a cut rate, a fine, a foreman. Assumed, see docs/decisions/0014.
const QUARRELS_PER_DAY: f64 = 1.0 / 45.0;
/// Mean grievance that a quarrel adds to all of a works, next to what they want of their employer and do not have;
/// see [`SIZES`]. Unit: scale of grievance for each unit of want. It wears off as grievance goes back to hardship. Assumed, see docs/decisions/0014.
const QUARREL: f64 = 0.62;

/// How quarrels differ in size: standard deviation of the logarithm. Most are petty, and few shake a whole works, as strikes
/// are small and few of them large (Biggs 2005). Unit: share. Assumed.
const SIZES: f64 = 1.5;

/// How much of what a group wants of its employer (hours, conditions, the wage) it does not have.
pub fn at_the_gate(group: &Group) -> f32 {
    group.unmet[HOURS] + group.wage_need[0] * group.wage_need[1]
}

/// Grievance added today by a quarrel at a works; most days there is none. `wanted` is what [`at_the_gate`] returned.
pub fn quarrel(wanted: f32, stream: &mut Stream) -> f32 {
    if stream.uniform() >= QUARRELS_PER_DAY {
        return 0.0;
    }
    let size = QUARREL * math::exp(SIZES * stream.normal() - f64::midpoint(0.0, SIZES * SIZES));
    (size as f32 * wanted).min(1.0)
}

/// Hardship of a group, what of it is unmet per demand, and how much of what it wants is delivered.
pub fn weigh(group: &mut Group, weights: &[f64; N_ISSUES], delivers: &[f64; N_ISSUES], usual: &[f64; N_ISSUES]) {
    let mut hardship = 0.0;
    let mut wanted = 0.0;
    let mut thanked = 0.0;
    for issue in 0..N_ISSUES {
        let felt = weights[issue] as f32 * group.need[issue];
        group.unmet[issue] = felt * (1.0 - delivers[issue] as f32);
        hardship += group.unmet[issue];
        wanted += felt;
        thanked += felt * (delivers[issue] - usual[issue]).max(0.0) as f32;
    }
    group.hardship = hardship.min(1.0);
    group.delivered = if wanted > 0.0 { 1.0 - hardship / wanted } else { 1.0 };
    let seen = hardship + thanked;
    group.kept = if seen > 0.0 { thanked / seen } else { 1.0 };
}

/// What a household whose works are closed has next to its wage: credit, odd jobs, kin. Unit: share. Assumed.
const WITHOUT_WAGE: f32 = 0.5;

/// What a unit's own wage and what it has won of shorter hours change in the hardship of its group.
pub fn of_unit(group: &Group, unit: &Unit, prices: f32, others: f32) -> f32 {
    let earned = if unit.is_closed { unit.wage * WITHOUT_WAGE } else { unit.wage };
    let own = wage_need(f64::from(earned / prices), f64::from(others / prices)) as f32;
    (group.hardship + group.wage_need[1] * (own - group.wage_need[0]) - unit.won * group.unmet[HOURS]).clamp(0.0, 1.0)
}

/// The part that it sets for one cell, given the hardship of its unit; `chance` rounds the pace up now and then, so that any
/// pace tells.
#[inline(always)]
pub fn pull(hardship: f32, pace: f32, chance: f32, pull: &mut CellInputs) {
    pull.hardship = (hardship * 255.0 + 0.5) as i16;
    pull.rise = ((pace + chance) as i16).min(FASTEST);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Capability;
    use crate::inputs::INDICATORS;

    #[test]
    fn law_good_times_leave_no_need_for_bread_or_peace() {
        let good = INDICATORS.map(|i| i.2);
        let need = need(
            (Capabilities::of(&[Capability::Strike]), 0.5),
            &good,
            wage_need(1.0, 1.0),
            &GrievanceRules::default(),
        );
        assert_eq!(f64::from(need[BREAD]), f64::from(MORE_WANTED as f32), "only what is always wanted of a wage");
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
        // Four standard deviations of a count, and of a mean of log-normal sizes.
        let expected = 20_000.0 * QUARRELS_PER_DAY;
        assert!((f64::from(shaken.0) - expected).abs() < 4.0 * expected.sqrt(), "{shaken:?}");
        let (mean, size) = (shaken.1 / f64::from(shaken.0), 0.3 * QUARREL);
        let spread = math::exp(SIZES * SIZES) - 1.0;
        assert!((mean - size).abs() < 4.0 * size * (spread / f64::from(shaken.0)).sqrt(), "{mean}");
    }

    #[test]
    fn law_who_stands_in_the_queue_feels_the_want_of_bread_more() {
        let mut conditions = INDICATORS.map(|i| i.2);
        conditions[Indicator::Food as usize] = 0.7;
        let of = |does, women| need((does, women), &conditions, 0.0, &GrievanceRules::default())[BREAD];
        assert!(of(Capabilities::of(&[Capability::Strike]), 0.8) > of(Capabilities::of(&[Capability::Strike]), 0.2));
        assert_eq!(
            of(Capabilities::of(&[Capability::BearArms]), 0.8),
            of(Capabilities::of(&[Capability::BearArms]), 0.2),
            "a company stands in no queue"
        );
    }

    #[test]
    fn more_bread_never_means_more_need() {
        let mut last = f32::INFINITY;
        for step in 0..=12 {
            let mut conditions = INDICATORS.map(|i| i.2);
            conditions[Indicator::Food as usize] = f64::from(step) / 10.0;
            let need =
                need((Capabilities::of(&[Capability::Strike]), 0.5), &conditions, 0.0, &GrievanceRules::default())
                    [BREAD];
            assert!(need <= last);
            last = need;
        }
    }
}
