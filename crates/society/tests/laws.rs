//! What must hold in every world, whatever its towns, classes, parties, hardship and luck.
//!
//! Worlds are drawn by [`common::plans`], the same ones on every run. A law is asked of every day of a world's life, from the
//! tables it writes and from [`Society::audit`], which counts everything again.

mod common;
#[path = "laws/directions.rs"]
mod directions;
#[path = "laws/draws.rs"]
mod draws;
#[path = "laws/guards.rs"]
mod guards;
#[path = "laws/parameters.rs"]
mod parameters;
#[path = "laws/roots.rs"]
mod roots;
#[path = "laws/same.rs"]
mod same;
#[path = "laws/switches.rs"]
mod switches;

use common::rows::{counts, keys, reals};
use common::{Plan, Role, World, cases, class_of, plans};
use engine::record::Record;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use society::Society;
use society::events::{Actor, Event};
use society::institutions::council::{quota, standing_parties};
use society::spec::{Capability, GroupSpec, PlaceKind, Section, Spec};
use society::tables::{
    COUNCILS, Councils, DAILY, Daily, ELECTIONS, EVENT_KINDS, EVENTS, GOVERNMENT_KINDS, LEANINGS, NATIONAL, National,
    RESOLUTIONS, Votes,
};
use std::collections::BTreeMap;

/// The place that names the seat of a place: a district's is its town.
fn seat_of(spec: &Spec, place: usize) -> usize {
    match spec.places[place].kind {
        PlaceKind::District => spec.places[place].parent.expect("a district lies in a town"),
        _ => place,
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn law_persons_are_conserved(plan in plans()) {
        let world = plan.world();
        let scale = u64::from(world.scale);
        let given: u64 = world.spec.groups.iter().map(|g| u64::from(g.persons)).sum();
        let first = world.society().counts();
        prop_assert_eq!(first.persons, first.modelled * scale);
        // Each class rounds its adults and its children once; what is left of a group too small for the scale is less than
        // one adult with the children that go with it.
        let rounding = 3 * scale * world.spec.classes.len() as u64;
        prop_assert!(first.persons.abs_diff(given) <= rounding, "{} of {given}", first.persons);
        // Persons of each place and class at the start.
        let mut start: BTreeMap<(u16, u16), u32> = BTreeMap::new();
        let mut last_dead = 0;
        world.live(|society, record| {
            assert_eq!(society.counts(), first, "nobody is added to the columns or taken from them");
            let rows = &record.tables()[NATIONAL];
            let (persons, dead, gone) = (counts(rows, "persons"), counts(rows, "dead"), counts(rows, "desertions"));
            let sum: u32 = persons[0] + dead[0] + gone[0];
            assert_eq!(u64::from(sum), first.persons, "present, dead and gone are all");
            assert!(dead[0] >= last_dead, "the dead stay dead");
            assert!(counts(rows, "in_custody")[0] <= persons[0]);
            // The scopes towns, front and villages share the nation among them.
            for name in ["persons", "dead", "desertions", "soldiers", "peasant_actions", "in_custody", "councils"] {
                let column = counts(rows, name);
                assert_eq!(column[0], column[2..].iter().sum::<u32>(), "{name} by scope");
                assert!(column[1] <= column[2], "the capital is a town: {name}");
            }
            last_dead = dead[0];
            let rows = &record.tables()[DAILY];
            for i in 0..rows.len() {
                let of = |name| counts(rows, name)[i];
                let civilians = of("demonstrating") + of("under_arms");
                let acting = (of("strikers") + of("refusing") + of("peasant_actions")).max(civilians);
                let here = (keys(rows, "place")[i], keys(rows, "class")[i]);
                let there = *start.entry(here).or_insert(of("persons") + of("dead"));
                let does = world.spec.classes[usize::from(here.1)].does;
                let deserts = does.has(Capability::Drafted);
                assert!(of("persons") + of("dead") == there || deserts && of("persons") + of("dead") < there);
                assert!(of("quiet") + acting + of("in_custody") <= of("persons"), "adults are persons");
                let shares = ["grievance", "trust", "power"].map(|name| reals(rows, name)[i]);
                assert!(shares.iter().all(|x| (0.0..=1.0).contains(x)), "{shares:?}");
            }
        });
    }

    #[test]
    fn law_columns_agree_with_their_sums(plan in plans()) {
        let world = plan.world();
        let audit = |society: &Society| {
            let faults = society.audit(&world.spec);
            assert!(faults.is_empty(), "{}: {} faults\n{}", society.day(), faults.len(), faults[..faults.len().min(8)].join("\n"));
        };
        world.live(|society, _| audit(society));
    }

    #[test]
    fn law_votes_never_exceed_voters(plan in plans()) {
        let world = plan.world();
        world.live(|_, record| {
            votes_add_up(&world.spec, record);
            let rows = &record.tables()[LEANINGS];
            for i in 0..rows.len() {
                assert!(counts(rows, "voters")[i] <= counts(rows, "persons")[i]);
            }
        });
    }

    #[test]
    fn law_seats_never_exceed_the_quota(plan in plans()) {
        let world = plan.world();
        let spec = &world.spec;
        // By place and class: one seat for each quota of persons, one more for the half of a quota that is left.
        let mut allowed: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let adults =
            |group: &GroupSpec| f64::from(group.persons) * (1.0 - spec.classes[group.class].share_children);
        // A town with fewer workers has a smaller quota: never one below that of the workers of a single place.
        let mut workers: BTreeMap<usize, f64> = BTreeMap::new();
        for group in spec.groups.iter().filter(|g| g.class == class_of(Role::Worker)) {
            *workers.entry(seat_of(spec, group.place)).or_default() += adults(group) - f64::from(world.scale);
        }
        for group in &spec.groups {
            let class = &spec.classes[group.class];
            let here = workers.get(&seat_of(spec, group.place)).copied().unwrap_or_default().max(1.0);
            let is_of_workers = class.section == Some(Section::Workers);
            let per_seat = if is_of_workers { quota(class.quota_persons, here) } else { class.quota_persons };
            *allowed.entry((group.place, group.class)).or_insert(0.5) +=
                (adults(group) + f64::from(world.scale)) / per_seat;
        }
        // By electing cell: the place, the class, and its seats by party.
        let mut sent: BTreeMap<u32, (usize, usize, BTreeMap<u16, u32>)> = BTreeMap::new();
        world.live(|_, record| {
            let rows = &record.tables()[ELECTIONS];
            for i in (0..rows.len()).filter(|i| keys(rows, "kind")[*i] != 2) {
                let (place, class) = (usize::from(keys(rows, "place")[i]), usize::from(keys(rows, "class")[i]));
                sent.insert(counts(rows, "cell")[i], (place, class, BTreeMap::new()));
            }
            let votes: Votes<'_> = record.of();
            for i in (0..votes.len()).filter(|i| votes.kind[*i] != 2 && votes.seats[*i] > 0) {
                let (.., seats) = sent.get_mut(&votes.cell[i]).expect("who has seats has elected");
                seats.insert(votes.party[i], votes.seats[i]);
            }
            let mut by_class: BTreeMap<(usize, usize), u32> = BTreeMap::new();
            let mut by_council: BTreeMap<(usize, usize), [u32; 3]> = BTreeMap::new();
            for (place, class, parties) in sent.values() {
                let section = spec.classes[*class].section.expect("who elects has a section");
                let section = usize::from(section.code());
                for (party, seats) in parties {
                    *by_class.entry((*place, *class)).or_default() += seats;
                    by_council.entry((seat_of(spec, *place), usize::from(*party))).or_default()[section] += seats;
                }
            }
            for (key, seats) in by_class {
                assert!(f64::from(seats) <= allowed[&key], "{seats} seats of {} for {key:?}", allowed[&key]);
            }
            // A council is the sum of its elections: every council that writes its rows today writes all of them.
            let rows = &record.tables()[COUNCILS];
            let councils = keys(rows, "place");
            let mut written: BTreeMap<(usize, usize), [u32; 3]> = BTreeMap::new();
            for (i, council) in councils.iter().enumerate() {
                let seats = ["seats_workers", "seats_soldiers", "seats_peasants"].map(|name| counts(rows, name)[i]);
                if seats != [0; 3] {
                    written.insert((usize::from(*council), usize::from(keys(rows, "party")[i])), seats);
                }
            }
            by_council.retain(|(place, _), _| councils.contains(&(*place as u16)));
            assert_eq!(written, by_council);
        });
    }

    #[test]
    fn law_no_council_where_nobody_elected_or_was_coopted(plan in plans()) {
        let world = plan.world();
        let mut members: BTreeMap<u16, u32> = BTreeMap::new();
        let mut founded = 0;
        world.live(|_, record| {
            let events = &record.tables()[EVENTS];
            let is_founding = |kind: &&u16| EVENT_KINDS[usize::from(**kind)] == "council_founded";
            founded += keys(events, "kind").iter().filter(is_founding).count();
            let rows = &record.tables()[COUNCILS];
            for i in 0..rows.len() {
                let seats = ["seats_workers", "seats_soldiers", "seats_peasants", "coopted"].map(|name| counts(rows, name)[i]);
                *members.entry(keys(rows, "place")[i]).or_default() += seats.iter().sum::<u32>();
            }
            // A council writes its rows on the day of its founding, so each is known from its first day.
            let standing = counts(&record.tables()[NATIONAL], "councils")[0] as usize;
            assert_eq!(standing, founded, "each council was founded");
            assert_eq!(standing, members.len(), "each council has members");
            assert!(members.values().all(|n| *n > 0));
        });
    }

    #[test]
    fn law_events_name_their_cause(plan in plans()) {
        let world = plan.world();
        world.live(|society, record| {
            for event in Event::of_day(record) {
                let has_cause = !event.facts.is_empty() || event.chosen.is_some() || event.result.is_some();
                assert!(has_cause, "{}: {event:?} has no cause", society.day());
                assert!(event.facts.iter().all(|(_, value)| value.is_finite()), "{event:?}");
                assert!(event.size.is_none_or(|size| size.is_finite() && size >= 0.0), "{event:?}");
                assert!(event.round <= 3 && event.importance <= 3);
                assert!((event.place as usize) < world.spec.places.len());
                let names_a_unit = event.cell.is_some() && event.class.is_some();
                assert_eq!(event.actor == Actor::Unit, names_a_unit, "{event:?}");
                let unit = event.cell.map_or(0, |cell| cell as usize);
                assert!(unit < society.counts().cells);
            }
        });
    }

    #[test]
    fn law_no_council_supports_the_regime_of_the_start(plan in plans()) {
        let world = plan.world();
        world.live(|society, record| {
            let (national, councils): (National<'_>, Councils<'_>) = (record.of(), record.of());
            let is_old = GOVERNMENT_KINDS[usize::from(national.government[0])] == "old_regime";
            let supports = |code: &u16| RESOLUTIONS[usize::from(*code)] == "support";
            assert!(!is_old || !councils.resolution.iter().any(supports), "{}", society.day());
        });
    }

    #[test]
    fn law_sums_over_daily_are_those_of_national(plan in plans()) {
        let world = plan.world();
        world.live(|_, record| {
            let (daily, national): (Daily<'_>, National<'_>) = (record.of(), record.of());
            // Counties have rows every seventh day.
            let is_rural = |place: u16| world.spec.places[usize::from(place)].kind == PlaceKind::County;
            let whole = !world.spec.places.iter().any(|p| p.kind == PlaceKind::County)
                || daily.place.iter().any(|place| is_rural(*place));
            let sum = |column: &[u32]| column.iter().sum::<u32>();
            if whole {
                assert_eq!(sum(daily.persons), national.persons[0]);
                assert_eq!(sum(daily.strikers), national.strikers[0]);
                assert_eq!(sum(daily.refusing), national.refusing[0]);
                assert_eq!(sum(daily.peasant_actions), national.peasant_actions[0]);
                assert_eq!(sum(daily.demonstrating), national.demonstrating[0]);
                assert_eq!(sum(daily.under_arms), national.under_arms[0]);
                assert_eq!(sum(daily.dead), national.dead[0]);
                assert_eq!(sum(daily.in_custody), national.in_custody[0]);
            }
            assert!(daily.days.iter().all(|days| (1..=7).contains(days)));
        });
    }

    #[test]
    fn law_authority_shares_sum_to_one_and_dual_power_lies_between(plan in plans()) {
        let world = plan.world();
        world.live(|_, record| {
            let rows = &record.tables()[NATIONAL];
            for i in 0..rows.len() {
                let names = ["authority_government", "authority_council", "authority_committee", "authority_nobody"];
                let shares = names.map(|name| reals(rows, name)[i]);
                let sum: f32 = shares.iter().sum();
                // Four numbers of 24 bits; a scope without adults has no shares.
                let exact = (sum - 1.0).abs() < 1e-6 || counts(rows, "persons")[i] == 0 && sum == 0.0;
                assert!(exact, "shares {shares:?} sum to {sum}");
                let dual = ["dual_power_people", "dual_power_arms"].map(|name| reals(rows, name)[i]);
                assert!(dual.iter().chain(&shares).all(|x| (0.0..=1.0).contains(x)), "{dual:?}");
            }
        });
    }

    #[test]
    fn law_no_grievance_no_strike(plan in plans()) {
        let world = contented(plan.world());
        world.live(|society, record| {
            let rows = &record.tables()[NATIONAL];
            for name in ["strikers", "demonstrating", "under_arms", "refusing", "peasant_actions", "dead"] {
                assert_eq!(counts(rows, name)[0], 0, "{}: {name}", society.day());
            }
        });
    }

    #[test]
    fn law_no_troops_no_repression(plan in plans()) {
        let mut world = plan.world();
        world.spec.groups.retain(|g| !world.spec.classes[g.class].does.bear_arms());
        world.live(|_, record| {
            let rows = &record.tables()[NATIONAL];
            for name in ["dead", "wounded", "in_custody", "soldiers"] {
                assert_eq!(counts(rows, name)[0], 0, "{name}");
            }
        });
    }
}

/// Votes are those of electors, for parties that stand, and the delegate has most of them or is of no party.
fn votes_add_up(spec: &Spec, record: &Record) {
    let stand = standing_parties(&spec.parties);
    let rows = &record.tables()[ELECTIONS];
    let by_party: Votes<'_> = record.of();
    for i in 0..rows.len() {
        let of = |name| counts(rows, name)[i];
        let (electors, votes) = (of("electors"), of("votes"));
        assert!(
            votes <= electors,
            "{votes} votes of {electors} electors, cell {}, kind {}",
            of("cell"),
            keys(rows, "kind")[i]
        );
        let listed: Vec<(usize, u32)> = (0..by_party.len())
            .filter(|at| by_party.cell[*at] == of("cell") && by_party.kind[*at] == keys(rows, "kind")[i])
            .map(|at| (usize::from(by_party.party[at]), by_party.votes[at]))
            .collect();
        assert_eq!(listed.iter().map(|(_, n)| n).sum::<u32>(), votes);
        assert!(listed.iter().all(|(p, _)| stand[*p]), "votes only for parties that stand: {listed:?}");
        let delegate = usize::from(keys(rows, "delegate")[i]);
        // Of one seat: among parties; nobody is recalled for those who follow none.
        let of_parties = listed.iter().filter(|(p, _)| *p > 0);
        let most = of_parties.map(|(_, n)| *n).max().unwrap_or(0);
        let own = listed.iter().find(|(p, _)| *p == delegate).map_or(0, |(_, n)| *n);
        let one_seat = of("seats") == 1 && keys(rows, "kind")[i] != 3;
        assert!(
            delegate == 0 || !one_seat || own == most,
            "a delegate of a party has most votes of a party: {listed:?}, {delegate}"
        );
        assert!(of("seats") > 0);
    }
}

/// Votes and electors are of one count, though some may have left since.
#[test]
fn law_votes_never_exceed_voters_where_all_vote() {
    for seed in 1..6 {
        let mut world = many_towns(seed);
        world.spec.groups.retain(|g| g.place < 3);
        world.scale = 1;
        for class in &mut world.spec.classes {
            class.leaning = std::array::from_fn(|p| if p == 3 || p == 5 { 0.5 } else { 0.0 });
            (class.conviction, class.quota_persons, class.cell_persons) = (15.0, 150.0, 50.0);
        }
        world.live(|_, record| votes_add_up(&world.spec, record));
    }
}

/// A country of many small towns, whose councils send to congresses.
fn many_towns(seed: u64) -> World {
    let plan = Plan {
        towns: 26,
        districts: 0,
        counties: 0,
        fronts: 1,
        parties: 8,
        leaders: 1,
        hunger: 0.8,
        war: 0.8,
        calm: -0.05,
        shape: seed,
        seed,
        scale: 20,
        days: 150,
    };
    plan.world()
}

#[test]
fn law_congress_votes_never_exceed_its_delegates() {
    let mut congresses = 0;
    for seed in 1..6 {
        let world = many_towns(seed);
        world.live(|_, record| {
            let rows = &record.tables()[ELECTIONS];
            congresses += keys(rows, "kind").iter().filter(|k| **k == 2).count();
            votes_add_up(&world.spec, record);
        });
        let before = congresses;
        world.without("congress").live(|_, record| {
            congresses += keys(&record.tables()[ELECTIONS], "kind").iter().filter(|k| **k == 2).count();
        });
        assert_eq!(congresses, before, "no congress is held where there is none");
    }
    assert!(congresses > 0, "in these worlds congresses meet");
}

/// The world with bread, wages, fuel and peace enough, no demand for land or autonomy, nothing to wish for in hours or
/// liberty. Nobody begins with a grievance; holidays and the memory of 1905 stay, for alone they move nobody past the fear of
/// the police.
fn contented(mut world: World) -> World {
    use society::spec::{BREAD, HOURS, Indicator as I, LIBERTY};
    for series in &mut world.spec.conditions {
        let value = match series.indicator {
            I::Food | I::Prices | I::Wage | I::Fuel => 1.0,
            I::War | I::Land | I::Nation => 0.0,
            _ => continue,
        };
        series.points.iter_mut().for_each(|p| p.1 = value);
    }
    for class in &mut world.spec.classes {
        // More pay, shorter hours and liberty are wanted in any year.
        [BREAD, HOURS, LIBERTY].into_iter().for_each(|issue| class.weights[issue] = 0.0);
        class.grievance = [0.0, 0.0];
    }
    world
}

/// The worlds of the laws above are worth asking: in many of them people strike, are shot, elect, recall, desert, and
/// governments fall.
#[test]
fn law_the_random_worlds_are_eventful() {
    let mut runner = proptest::test_runner::TestRunner::new(cases(40));
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..40 {
        let plan = plans().new_tree(&mut runner).expect("every plan is possible").current();
        let world = plan.world();
        let mut kinds = Vec::new();
        world.live(|_, record| {
            kinds.extend(keys(&record.tables()[EVENTS], "kind").iter().map(|k| EVENT_KINDS[usize::from(*k)]));
            kinds.extend(
                keys(&record.tables()[ELECTIONS], "kind")
                    .iter()
                    .map(|k| ["first", "recalled", "congress", "fraction"][usize::from(*k)]),
            );
            let rows = &record.tables()[NATIONAL];
            kinds.extend(
                ["dead", "desertions", "in_custody", "peasant_actions"]
                    .into_iter()
                    .filter(|name| counts(rows, name)[0] > 0),
            );
        });
        kinds.sort_unstable();
        kinds.dedup();
        kinds.into_iter().for_each(|kind| *seen.entry(kind).or_default() += 1);
    }
    let needed = [
        "strike",
        "strike_end",
        "refusal",
        "mutiny",
        "shots",
        "council_founded",
        "first",
        "recalled",
        "fraction",
        "dead",
    ];
    for kind in
        needed.into_iter().chain(["desertions", "in_custody", "government_falls", "peasant_actions", "general_strike"])
    {
        assert!(seen.get(kind).copied().unwrap_or(0) >= 4, "{kind} happens in few worlds: {seen:?}");
    }
}
