//! Which way a thing moves when another does: means over ten seeds of one invented mill town, which share their luck.

use crate::common::rows::counts;
use crate::common::{Plan, Role, World, class_of};
use society::spec::{Indicator, Spec};
use society::tables::NATIONAL;

const SEEDS: std::ops::Range<u64> = 1..11;
/// Workers of the mill town.
const WORKERS: u32 = 8000;

/// A mill town with a reserve regiment; `bread` is the share of the need that is covered from the third week on.
fn mill_town(bread: f64, seed: u64) -> World {
    let plan = Plan {
        towns: 1,
        districts: 0,
        counties: 0,
        fronts: 0,
        parties: 6,
        leaders: 0,
        hunger: 1.0 - bread,
        war: 0.1,
        calm: 0.05,
        shape: 5,
        seed,
        scale: 1,
        days: 60,
    };
    let mut world = plan.world();
    let spec = &mut world.spec;
    spec.groups.retain(|g| [Role::Worker, Role::Town, Role::Soldier, Role::Police].map(class_of).contains(&g.class));
    for group in &mut spec.groups {
        let sizes = [(Role::Worker, WORKERS), (Role::Town, 16_000), (Role::Soldier, 4000), (Role::Police, 100)];
        let (_, persons) =
            sizes.into_iter().find(|s| class_of(s.0) == group.class).expect("one of the four classes kept");
        group.persons = persons;
    }
    for class in &mut spec.classes {
        let resolve = if class.does == Role::Soldier.does() { 0.60 } else { class.threshold[0] };
        (class.threshold, class.trust, class.grievance) = ([resolve, 0.10], [0.3, 0.08], [0.0, 0.05]);
        class.experienced = 0.15;
        class.weights = [0.5, 0.2, 0.0, 0.1, 0.1, 0.0];
    }
    for series in spec.conditions.iter_mut().filter(|c| c.indicator == Indicator::Food) {
        series.points = vec![(spec.start.plus(-90), 1.0), (spec.start, bread.max(0.9)), (spec.start.plus(20), bread)];
    }
    world
}

/// Mean over the seeds of the person-days in a column of `national`.
fn person_days(column: &str, world: impl Fn(u64) -> World) -> f64 {
    let mut sum = 0.0;
    for seed in SEEDS {
        world(seed).live(|_, record| sum += f64::from(counts(&record.tables()[NATIONAL], column)[0]));
    }
    sum / SEEDS.count() as f64
}

/// Mean over the seeds of the first day on which a tenth of the workers are out; the day after the last when they never are.
///
/// Days out would not do: who strikes early may see the government fall early, and goes back to work in its honeymoon.
fn first_strike(world: impl Fn(u64) -> World) -> f64 {
    let mut sum = 0;
    for seed in SEEDS {
        let (mut day, mut found) = (0, false);
        world(seed).live(|_, record| {
            found |= counts(&record.tables()[NATIONAL], "strikers")[0] >= WORKERS / 10;
            day += u32::from(!found);
        });
        sum += day;
    }
    f64::from(sum) / SEEDS.count() as f64
}

fn changed(seed: u64, change: impl Fn(&mut Spec)) -> World {
    let mut world = mill_town(0.5, seed);
    change(&mut world.spec);
    world
}

fn never_sooner(days: &[f64]) {
    assert!(days.is_sorted() && days[0] < days[days.len() - 1], "first days of a strike: {days:?}");
}

#[test]
fn more_bread_never_means_more_strikers() {
    let strikers = [0.5, 0.7, 0.85, 1.0].map(|bread| person_days("strikers", |seed| mill_town(bread, seed)));
    assert!(strikers.is_sorted_by(|a, b| a >= b), "striker-days as bread grows: {strikers:?}");
    // A fed town has its quarrels over hours and pay, and no more than that.
    assert!(strikers[3] < 0.02 * strikers[0], "it is hunger that moves the town: {strikers:?}");
}

#[test]
fn more_bread_never_brings_the_strike_forward() {
    never_sooner(&[0.3, 0.5, 0.7, 0.85, 1.0].map(|bread| first_strike(|seed| mill_town(bread, seed))));
}

#[test]
fn more_patience_never_brings_the_strike_forward() {
    let at = |shift: f64| {
        first_strike(|seed| changed(seed, |spec| spec.classes.iter_mut().for_each(|c| c.threshold[0] += shift)))
    };
    never_sooner(&[-0.1, -0.05, 0.0, 0.05, 0.1].map(at));
}

#[test]
fn more_trust_at_the_start_never_brings_the_strike_forward() {
    let at = |trust: f64| {
        first_strike(|seed| changed(seed, |spec| spec.classes.iter_mut().for_each(|c| c.trust[0] = trust)))
    };
    never_sooner(&[0.1, 0.3, 0.5, 0.7].map(at));
}

#[test]
fn more_fear_of_striking_never_brings_the_strike_forward() {
    let at = |fear: f64| first_strike(|seed| changed(seed, |spec| spec.rules.clash.strike_fear = fear));
    never_sooner(&[0.0, 0.1, 0.2, 0.4].map(at));
}

#[test]
fn more_severity_means_more_dead() {
    let at = |severity: f64| person_days("dead", |seed| changed(seed, |spec| spec.regime.severity = severity));
    let (mild, severe) = (at(0.0), at(1.0));
    assert!(mild < severe, "days of the dead: {mild} under a mild regime, {severe} under a severe one");
}
