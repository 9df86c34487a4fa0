//! Sets of parameters from a calibration: which world has which, and what goes before them.

use std::borrow::Cow;
use std::sync::Arc;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use society::spec::{Draws, Spec};

use super::common::plans;

const FOOD: &str = "grievance.food_need";
const WEIGHT: &str = "social_proof.weight";

fn sets() -> Option<Arc<Draws>> {
    let sets = vec![vec![1.25, 0.5], vec![1.5, 0.25], vec![0.1, 0.75]];
    Some(Arc::new(Draws { keys: vec![FOOD.into(), WEIGHT.into()], sets, is_used: true }))
}

/// Any specification, without draws.
fn plain() -> Spec {
    plans().new_tree(&mut TestRunner::deterministic()).expect("a plan").current().world().spec
}

fn with_draws() -> Spec {
    Spec { draws: sets(), ..plain() }
}

fn values(spec: &Spec) -> [f64; 2] {
    [FOOD, WEIGHT].map(|key| spec.rules.get(key).expect("it is declared"))
}

#[test]
fn law_without_draws_a_specification_stands_for_every_world() {
    let spec = plain();
    assert!(matches!(spec.for_seed(7), Cow::Borrowed(same) if std::ptr::eq(same, &spec)));
    for draws in [Draws::default(), Draws { keys: vec![FOOD.into()], sets: Vec::new(), is_used: true }] {
        let spec = Spec { draws: Some(Arc::new(draws)), ..plain() };
        assert!(matches!(spec.for_seed(7), Cow::Borrowed(_)));
    }
}

#[test]
fn law_a_seed_says_which_set_a_world_has() {
    let spec = with_draws();
    for (seed, expected) in [(0, [1.25, 0.5]), (1, [1.5, 0.25]), (2, [0.1, 0.75]), (3, [1.25, 0.5])] {
        assert_eq!(values(&spec.for_seed(seed)), expected);
    }
    // The largest seed, and what is left over when it is divided by three.
    assert_eq!(values(&spec.for_seed(u64::MAX)), [1.25, 0.5]);
}

#[test]
fn law_a_set_changes_nothing_but_its_parameters() {
    let (spec, plain) = (with_draws(), plain());
    let world = spec.for_seed(1);
    for declared in plain.rules.declared().iter().filter(|d| d.key != FOOD && d.key != WEIGHT) {
        assert_eq!(world.rules.get(declared.key), plain.rules.get(declared.key), "{}", declared.key);
    }
    assert!(world.draws.is_none(), "a world has no draws of its own, so that it is the same for every seed");
    assert_eq!(values(&world.for_seed(2)), values(&world));
}

#[test]
fn law_without_draws_the_values_are_those_of_the_scenario() {
    let mut spec = with_draws();
    spec.later = vec![(spec.start.plus(3), spec.clone())];
    let plain = spec.without_draws();
    assert!(plain.draws.is_none() && plain.later[0].1.draws.is_none());
    assert_eq!(values(&plain.for_seed(1)), values(&spec));
    assert_eq!(values(&plain.for_seed(1).later[0].1), values(&spec));
}

#[test]
fn law_a_set_holds_from_later_days_on_but_not_where_a_what_if_sets_the_value() {
    let mut spec = with_draws();
    let mut unchanged = plain();
    unchanged.switches.set("councils", false);
    let mut changed = plain();
    changed.rules.set(FOOD, 0.0);
    spec.later = vec![(spec.start.plus(3), unchanged), (spec.start.plus(6), changed)];
    let world = spec.for_seed(1);
    assert_eq!(values(&world), [1.5, 0.25]);
    assert_eq!(values(world.on(spec.start.plus(4))), [1.5, 0.25]);
    assert_eq!(values(world.on(spec.start.plus(8))), [0.0, 0.25]);
    assert!(!world.later[0].1.switches.is_on("councils"), "all else of a later day stays");
}

#[test]
fn law_a_value_that_is_pinned_goes_before_a_set() {
    let mut spec = with_draws();
    spec.later = vec![(spec.start.plus(3), spec.clone())];
    let shared = spec.draws.clone();
    assert!(spec.rules.set(FOOD, 2.0));
    spec.later[0].1.rules.set(FOOD, 2.0);
    spec.pin(FOOD);
    let world = spec.for_seed(1);
    assert_eq!([values(&world), values(&world.later[0].1)], [[2.0, 0.25]; 2]);
    assert_eq!(shared, sets(), "the draws of another specification stay as they are");
    spec.pin(WEIGHT);
    assert!(matches!(spec.for_seed(1), Cow::Borrowed(_)), "nothing is left to draw");
    spec.pin("no.such");
}

#[test]
fn law_a_value_that_is_pinned_for_a_time_gives_way_to_the_set_afterwards() {
    let spec = with_draws();
    let (mut first, after) = (spec.clone(), spec.clone());
    first.rules.set(FOOD, 2.0);
    first.pin(FOOD);
    first.later = vec![(spec.start.plus(5), after)];
    let world = first.for_seed(1);
    assert_eq!(values(&world), [2.0, 0.25]);
    assert_eq!(values(world.on(spec.start.plus(5))), [1.5, 0.25]);
}
