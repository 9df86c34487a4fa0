//! Which way a thing moves when another does: means over ten seeds of one invented mill town, which share their luck.

use crate::common::{Plan, World, class_of, counts};
use society::spec::{Indicator, Role};
use society::tables::NATIONAL;

const SEEDS: std::ops::Range<u64> = 1..11;

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
    spec.groups.retain(|g| [Role::Worker, Role::Town, Role::Soldier, Role::Police].contains(&spec.classes[g.class].role));
    for group in &mut spec.groups {
        let sizes = [(Role::Worker, 8000), (Role::Town, 16_000), (Role::Soldier, 4000), (Role::Police, 100)];
        let (_, persons) = sizes.into_iter().find(|s| class_of(s.0) == group.class).expect("one of the four classes kept");
        group.persons = persons;
    }
    for class in &mut spec.classes {
        let resolve = if class.role == Role::Soldier { 0.60 } else { class.threshold[0] };
        (class.threshold, class.trust, class.grievance) = ([resolve, 0.10], [0.3, 0.08], [0.0, 0.05]);
        class.experienced = 0.15;
        class.weights = [0.5, 0.2, 0.0, 0.1, 0.1, 0.0];
    }
    for series in spec.conditions.iter_mut().filter(|c| c.indicator == Indicator::Food) {
        series.points = vec![(spec.start.plus(-90), 1.0), (spec.start, bread.max(0.9)), (spec.start.plus(20), bread)];
    }
    world
}

/// Mean over the seeds of the days that persons of a column of `national` were out.
fn mean_days(column: &str, world: impl Fn(u64) -> World) -> f64 {
    let mut sum = 0.0;
    for seed in SEEDS {
        world(seed).live(|_, record| sum += f64::from(counts(&record.tables()[NATIONAL], column)[0]));
    }
    sum / SEEDS.count() as f64
}

#[test]
fn more_bread_never_means_more_strikers() {
    let strikes: Vec<f64> =
        [0.3, 0.5, 0.7, 0.85, 1.0].map(|bread| mean_days("strikers", |seed| mill_town(bread, seed))).into();
    println!("{strikes:?}");
    assert!(strikes.windows(2).all(|w| w[1] <= w[0]), "striker-days as bread grows: {strikes:?}");
    assert!(strikes[0] > 100.0 * strikes[4].max(1.0) || strikes[4] < 0.01 * strikes[0], "hunger moves the town: {strikes:?}");
}

#[test]
fn more_threshold_never_means_more_strikers() {
    let at = |shift: f64| {
        mean_days("strikers", move |seed| {
            let mut world = mill_town(0.5, seed);
            world.spec.classes.iter_mut().for_each(|c| c.threshold[0] += shift);
            world
        })
    };
    let strikes: Vec<f64> = [-0.1, -0.05, 0.0, 0.05, 0.1].map(at).into();
    println!("{strikes:?}");
    assert!(strikes.windows(2).all(|w| w[1] <= w[0]), "striker-days as thresholds grow: {strikes:?}");
}

#[test]
fn more_trust_at_the_start_never_means_more_strikers() {
    let at = |trust: f64| {
        mean_days("strikers", move |seed| {
            let mut world = mill_town(0.5, seed);
            world.spec.classes.iter_mut().for_each(|c| c.trust[0] = trust);
            world
        })
    };
    let strikes: Vec<f64> = [0.1, 0.3, 0.5, 0.7].map(at).into();
    println!("{strikes:?}");
    assert!(strikes.windows(2).all(|w| w[1] <= w[0]), "striker-days as trust grows: {strikes:?}");
}

#[test]
fn more_fear_of_striking_never_means_more_strikers() {
    let at = |fear: f64| {
        mean_days("strikers", move |seed| {
            let mut world = mill_town(0.5, seed);
            world.spec.rules.repression.strike_fear = fear;
            world
        })
    };
    let strikes: Vec<f64> = [0.0, 0.1, 0.2, 0.4].map(at).into();
    println!("{strikes:?}");
    assert!(strikes.windows(2).all(|w| w[1] <= w[0]), "striker-days as fear grows: {strikes:?}");
}

#[test]
fn more_severity_never_means_fewer_dead() {
    let at = |severity: f64| {
        mean_days("dead", move |seed| {
            let mut world = mill_town(0.4, seed);
            world.spec.regime.severity = severity;
            world
        })
    };
    let dead: Vec<f64> = [0.0, 0.5, 1.0].map(at).into();
    println!("{dead:?}");
    assert!(dead.windows(2).all(|w| w[0] <= w[1]) && dead[2] > 0.0, "days of the dead as severity grows: {dead:?}");
}
