//! What keeps the politics from being scripted: no clock, no foregone choice, nothing that begins again unasked, no step so
//! coarse that a parameter's change is lost in it; and what must follow from who wants what.

use crate::common::rows::counts;
use crate::common::{Plan, World};
use society::events::{Event, EventKind, EventResult};
use society::spec::{Capability, LIBERTY};
use society::tables::{Daily, GOVERNMENT_KINDS, NATIONAL, National};
use std::collections::BTreeMap;

/// A hungry town at war with a garrison: strikes, crowds, orders, a fall.
fn town(seed: u64) -> World {
    let plan = Plan {
        towns: 1,
        districts: 0,
        counties: 0,
        fronts: 1,
        parties: 8,
        leaders: 1,
        hunger: 0.8,
        war: 0.8,
        calm: 0.0,
        shape: 11,
        seed,
        scale: 2,
        days: 90,
    };
    plan.world()
}

/// A strike that was settled does not begin again next morning, unless all of the town are out or called.
#[test]
fn law_a_settled_strike_stays_settled() {
    let (mut settled, mut again) = (0, 0);
    for seed in 1..=12 {
        let world = town(seed);
        let mut ended: BTreeMap<u32, i32> = BTreeMap::new();
        let (mut day, mut is_general) = (0, false);
        world.live(|_, record| {
            day += 1;
            for event in Event::of_day(record) {
                is_general |= matches!(event.kind, EventKind::GeneralStrike | EventKind::March);
                let by_talks = [Some(EventResult::Won), Some(EventResult::Compromise), Some(EventResult::Lost)];
                let Some(cell) = event.cell else { continue };
                if event.kind == EventKind::StrikeEnd && by_talks.contains(&event.result) {
                    ended.insert(cell, day);
                    settled += 1;
                } else if event.kind == EventKind::Strike && ended.get(&cell) == Some(&(day - 1)) && !is_general {
                    again += 1;
                }
            }
        });
    }
    assert!(settled > 20, "strikes are settled: {settled}");
    assert!(again * 20 <= settled, "{again} of {settled} settled strikes began again the next day");
}

/// A garrison that is fed, at peace and wants no liberties obeys, whatever it is ordered to do to crowds.
#[test]
fn law_a_garrison_that_wants_nothing_obeys() {
    let mut crowds = 0;
    for seed in 1..=6 {
        let mut world = town(seed);
        let soldiers: Vec<bool> =
            world.spec.classes.iter().map(|c| c.does.bear_arms() && !c.does.hold_front()).collect();
        for class in world.spec.classes.iter_mut().filter(|c| c.does.bear_arms()) {
            class.weights = [0.0; 6];
            class.grievance = [0.0, 0.01];
            class.trust = [0.5, 0.05];
        }
        world.live(|_, record| {
            let (daily, national): (Daily<'_>, National<'_>) = (record.of(), record.of());
            crowds += u32::from(national.strikers[1] > 100);
            let is_old = GOVERNMENT_KINDS[usize::from(national.government[0])] == "old_regime";
            for i in (0..daily.len()).filter(|i| soldiers[usize::from(daily.class[*i])]) {
                assert!(!is_old || daily.refusing[i] == 0, "{} of class {} refuse", daily.refusing[i], daily.class[i]);
            }
        });
    }
    assert!(crowds > 10, "there are crowds to be ordered against: {crowds} days");
}

/// Who has mutinied does not return to the orders of the state by himself while nothing changes for him.
#[test]
fn law_a_garrison_that_has_gone_over_stays_over() {
    let (mut over, mut back) = (0, 0);
    for seed in 1..=32 {
        let mut world = town(seed);
        // Hunger and war last to the end, and liberty is granted to nobody by the regime.
        world.spec.regime.delivers[LIBERTY] = 0.0;
        let mut shares = Vec::new();
        world.live(|_, record| {
            let rows = &record.tables()[NATIONAL];
            let national: National<'_> = record.of();
            // Who obeyed the councils obeys whoever rules, once they do.
            if GOVERNMENT_KINDS[usize::from(national.government[0])] == "council" {
                return;
            }
            let (refusing, soldiers) = (counts(rows, "refusing")[1], counts(rows, "soldiers")[1]);
            shares.push(f64::from(refusing) / f64::from(soldiers.max(1)));
        });
        if let Some(first) = shares.iter().position(|share| *share > 0.8) {
            over += 1;
            back += u32::from(shares[first..].iter().any(|share| *share < 0.2));
        }
    }
    assert!(over >= 6, "garrisons go over: {over}");
    assert!(back * 4 <= over, "{back} of {over} garrisons went back");
}

/// Police who believe in the regime and want nothing else obey it as long as it stands: they leave their posts, and do not go
/// over.
#[test]
fn law_police_do_not_go_over() {
    let mut days = 0;
    for seed in 1..=16 {
        let mut world = town(seed);
        let is_police: Vec<bool> = world.spec.classes.iter().map(|c| c.does.has(Capability::Police)).collect();
        for class in world.spec.classes.iter_mut().filter(|c| c.does.has(Capability::Police)) {
            (class.trust, class.power) = ([0.85, 0.08], [0.04, 0.04]);
            class.weights = [0.1, 0.05, 0.0, 0.0, 0.0, 0.0];
        }
        world.live(|_, record| {
            let (daily, national): (Daily<'_>, National<'_>) = (record.of(), record.of());
            if GOVERNMENT_KINDS[usize::from(national.government[0])] != "old_regime" {
                return;
            }
            for i in (0..daily.len()).filter(|i| is_police[usize::from(daily.class[*i])]) {
                assert_eq!(daily.follow_council[i] + daily.follow_committee[i], 0);
                days += 1;
            }
        });
    }
    assert!(days > 20, "police live under the regime: {days}");
}

/// Civilians never have more arms than lay in the stores of their town, and none before a garrison is lost.
#[test]
fn law_arms_come_from_a_store() {
    let mut armed = 0;
    for seed in 1..=8 {
        let world = town(seed);
        let is_soldier = |class: usize| world.spec.classes[class].does.has(Capability::Garrison);
        let soldiers: u32 = world.spec.groups.iter().filter(|g| is_soldier(g.class)).map(|g| g.persons).sum();
        world.live(|_, record| {
            let rows = &record.tables()[NATIONAL];
            let (arms, out) = (counts(rows, "arms")[0], counts(rows, "under_arms")[0]);
            assert!(out <= arms, "{out} are out with {arms} arms");
            // A quarter of the garrison's number lies in store; thinning rounds by one cell.
            assert!(f64::from(arms) <= 0.25 * f64::from(soldiers) + 64.0, "{arms} arms of {soldiers} soldiers");
            armed += u32::from(arms > 0);
        });
    }
    assert!(armed > 0, "somewhere people arm themselves");
}

/// A change of five in a hundred of any parameter is not lost in a step of some scale. A chance that is rare as it is shipped
/// is made frequent first, so that the test does not hang on the luck of some days.
#[test]
fn law_no_parameter_is_lost_in_a_step() {
    const MADE_FREQUENT: [(&str, f64); 1] = [("government.friction", 0.8)];
    let worlds = |set: Option<(&str, f64)>| -> Vec<(World, u128)> {
        let world = |seed| {
            let mut world = crate::parameters::wild(seed);
            set.iter().for_each(|(key, value)| assert!(world.spec.rules.set(key, *value)));
            let digest = world.digest_without_words();
            (world, digest)
        };
        (1..=16).map(world).collect()
    };
    let shipped = worlds(None);
    let declared = shipped[0].0.spec.rules.declared();
    let is_lost = |worlds: &[(World, u128)], key: &str, [low, high]: [f64; 2]| {
        let value = worlds[0].0.spec.rules.get(key).expect("a declared parameter has a value");
        let near = [value * 1.05, value * 0.95].map(|x| x.clamp(low, high));
        let changes = near.map(|x| move |world: &mut World| assert!(world.spec.rules.set(key, x)));
        !crate::parameters::moves(worlds, &changes)
    };
    let lost: Vec<&str> = declared
        .iter()
        .filter(|d| {
            let frequent = MADE_FREQUENT.into_iter().find(|(key, _)| *key == d.key);
            let other = frequent.map(|set| worlds(Some(set)));
            is_lost(other.as_deref().unwrap_or(&shipped), d.key, [d.low, d.high])
        })
        .map(|d| d.key)
        .collect();
    assert!(lost.is_empty(), "parameters of which five in a hundred change nothing: {lost:?}");
}

/// No clock: a parameter that is a duration, or one over a rate per day, is doubled, and what happens in politics moves by
/// less than the days that were added to it.
#[test]
fn law_a_doubled_duration_moves_nothing_by_as_much() {
    const SEEDS: std::ops::RangeInclusive<u64> = 1..=9;
    let towns: Vec<World> = SEEDS.map(town).collect();
    let before: Vec<Dates> = towns.iter().map(first_dates).collect();
    let rules = &towns[0].spec.rules;
    let mut looked_at = 0;
    for declared in rules.declared() {
        let value = rules.get(declared.key).expect("a declared parameter has a value");
        let (doubled, added) = match declared.unit {
            "days" => (value * 2.0, value),
            unit if unit.ends_with("per day") && value > 0.0 => (value / 2.0, 1.0 / value),
            _ => continue,
        };
        if !(declared.low..=declared.high).contains(&doubled) {
            continue;
        }
        let after = towns.iter().map(|town| {
            let mut town = town.clone();
            assert!(town.spec.rules.set(declared.key, doubled), "{} takes {doubled}", declared.key);
            first_dates(&town)
        });
        let after: Vec<Dates> = after.collect();
        for (at, event) in POLITICAL.iter().enumerate() {
            let pairs = before.iter().zip(&after);
            let mut moved: Vec<f64> = pairs.filter_map(|(a, b)| Some(f64::from(b[at]? - a[at]?))).collect();
            if moved.len() < 5 {
                continue;
            }
            moved.sort_by(f64::total_cmp);
            let median = moved[moved.len() / 2];
            assert!(
                median < added,
                "{} {value} to {doubled}: {added:.1} days more, and {event:?} comes {median} days later in {} worlds",
                declared.key,
                moved.len()
            );
            looked_at += 1;
        }
    }
    assert!(looked_at > 20, "{looked_at} dates were looked at");
}

/// What is looked at by its first date.
const POLITICAL: [EventKind; 5] = [
    EventKind::GeneralStrike,
    EventKind::Mutiny,
    EventKind::CouncilFounded,
    EventKind::GovernmentFalls,
    EventKind::PowerChanges,
];

/// The day of a world on which each first happened.
type Dates = [Option<i32>; POLITICAL.len()];

fn first_dates(world: &World) -> Dates {
    let (mut dates, mut day): (Dates, i32) = (Default::default(), 0);
    world.live(|_, record| {
        for event in Event::of_day(record) {
            if let Some(at) = POLITICAL.iter().position(|kind| *kind == event.kind) {
                dates[at].get_or_insert(day);
            }
        }
        day += 1;
    });
    dates
}
