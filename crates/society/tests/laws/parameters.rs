//! Every declared parameter and every mechanism reaches the result; any value in range is lived through.

use crate::common::{Plan, World, cases, plans};
use engine::draw::{Draws, Purpose};
use proptest::prelude::*;
use society::spec::MECHANISMS;

const VALUES: Purpose = Purpose::named("laws.values");

/// A world in which everything happens: hunger, war, shootings, councils, the fall of the regime, crises, the question of
/// power.
pub(crate) fn wild(seed: u64) -> World {
    let plan = Plan {
        towns: 3,
        districts: 2,
        counties: 2,
        fronts: 2,
        parties: 8,
        leaders: 3,
        hunger: 0.7,
        war: 0.7,
        calm: -0.02,
        shape: 40 + seed,
        seed,
        scale: 20,
        days: 150,
    };
    let mut world = plan.world();
    // In every second world most are for the councils, and follow the party that would have them rule.
    if seed.is_multiple_of(2) {
        for class in &mut world.spec.classes {
            class.power[0] = 0.75;
            class.leaning = std::array::from_fn(|p| [0.1, 0.0, 0.0, 0.2, 0.1, 0.1, 0.5].get(p).copied().unwrap_or(0.0));
            class.conviction = 10.0;
        }
    }
    // In every second world actors hesitate, so that what they weigh tells; in the others most choices are plain.
    if seed % 4 == 1 || seed % 4 == 2 {
        assert!(world.spec.rules.set("party.rationality", 1.0));
    }
    world
}

/// Wild worlds tried before a parameter is said to be dead, each with its digest as it is.
fn worlds() -> Vec<(World, u128)> {
    (1..=16).map(wild).map(|world| (world.clone(), world.digest_without_words())).collect()
}

/// Whether one of these changes moves one of the worlds.
pub(crate) fn moves<C: Fn(&mut World)>(worlds: &[(World, u128)], changes: &[C]) -> bool {
    worlds.iter().any(|(world, before)| {
        changes.iter().any(|change| {
            let mut world = world.clone();
            change(&mut world);
            world.digest_without_words() != *before
        })
    })
}

#[test]
fn law_every_parameter_reaches_the_result() {
    let worlds = worlds();
    let declared = worlds[0].0.spec.rules.declared();
    let is_dead = |key: &str, values: [f64; 2]| {
        let changes = values.map(|value| move |world: &mut World| assert!(world.spec.rules.set(key, value)));
        !moves(&worlds, &changes)
    };
    let dead: Vec<&str> = declared.iter().filter(|d| is_dead(d.key, [d.high, d.low])).map(|d| d.key).collect();
    assert!(dead.is_empty(), "parameters that nothing uses: {dead:?}");
}

#[test]
fn law_every_switch_reaches_the_result() {
    let worlds = worlds();
    // No congress is called of fewer than twenty councils, which these worlds do not have.
    let names = MECHANISMS.iter().map(|m| m.0).filter(|name| *name != "congress");
    let dead: Vec<&str> = names
        .filter(|name| !moves(&worlds, &[|world: &mut World| assert!(world.spec.switches.set(name, false))]))
        .collect();
    assert!(dead.is_empty(), "switches that do nothing: {dead:?}");
}

proptest! {
    #![proptest_config(cases(48))]

    /// Overflow is checked in tests: whatever parameters in range are chosen, the arithmetic of the day holds them.
    #[test]
    fn law_any_parameters_in_range_are_lived_through(plan in plans(), luck in 0_u64..1_000_000) {
        let mut world = plan.world();
        let mut stream = Draws::new(luck).stream(VALUES, 0, world.spec.start, 0);
        for declared in world.spec.rules.declared() {
            let value = match stream.below(4) {
                0 => declared.low,
                1 => declared.high,
                _ => declared.low + (declared.high - declared.low) * stream.uniform(),
            };
            world.spec.rules.set(declared.key, value);
        }
        let first = world.society().counts();
        world.live(|society, record| {
            assert_eq!(society.counts(), first);
            crate::votes_add_up(&world.spec, record);
            let faults = society.audit(&world.spec);
            assert!(faults.is_empty(), "{}: {}", society.day(), faults[..faults.len().min(5)].join("\n"));
        });
    }
}
