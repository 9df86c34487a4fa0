//! Parties by place and people: more followers and more organisers where a party is at home, none among those for whom it does
//! not speak; and whatever two parties are called, what they want decides what becomes of them.

use crate::common::rows::{counts, keys};
use crate::common::{Plan, World};
use engine::record::Record;
use society::spec::{PartyInPlace, PlaceKind};
use society::tables::LEANINGS;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=8;

/// Two or three hungry towns with villages.
fn towns(seed: u64) -> World {
    let plan = Plan {
        towns: 3,
        districts: 0,
        counties: 1,
        fronts: 0,
        parties: 8,
        leaders: 0,
        hunger: 0.6,
        war: 0.5,
        calm: 0.0,
        shape: 11,
        seed,
        scale: 2,
        days: 60,
    };
    plan.world()
}

/// Followers of a party among all who live in a place, and those of all parties, at the end of a day's rows.
fn followers(record: &Record, place: Option<usize>, party: usize) -> [u32; 2] {
    let rows = &record.tables()[LEANINGS];
    let (places, parties, persons) = (keys(rows, "place"), keys(rows, "party"), counts(rows, "persons"));
    let mut found = [0; 2];
    for i in 0..persons.len() {
        if place.is_none_or(|p| usize::from(places[i]) == p) {
            found[1] += persons[i];
            found[0] += if usize::from(parties[i]) == party { persons[i] } else { 0 };
        }
    }
    found
}

/// Share of a party's followers in a place (everywhere: `None`), on the first day on which leanings were counted and on the
/// last, over all seeds.
fn shares(place: Option<usize>, party: usize, world: impl Fn(u64) -> World) -> [f64; 2] {
    let mut sums = [[0_u32; 2]; 2];
    for seed in SEEDS {
        let mut days = Vec::new();
        world(seed).live(|_, record| {
            let now = followers(record, place, party);
            if now[1] > 0 {
                days.push(now);
            }
        });
        for (sum, day) in sums.iter_mut().zip([days.first(), days.last()]) {
            let day = day.expect("leanings are written");
            sum.iter_mut().zip(day).for_each(|(sum, n)| *sum += n);
        }
    }
    sums.map(|[of_party, all]| f64::from(of_party) / f64::from(all))
}

fn a_town(world: &World, nth: usize) -> usize {
    let towns = world.spec.places.iter().enumerate().filter(|(_, p)| p.kind == PlaceKind::Town);
    towns.map(|(at, _)| at).nth(nth).expect("there are towns")
}

#[test]
fn law_a_party_has_more_followers_where_its_roots_are() {
    const PARTY: usize = 4;
    let place = a_town(&towns(1), 1);
    let at = |value: f64| {
        shares(Some(place), PARTY, |seed| {
            let mut world = towns(seed);
            world.spec.roots = vec![PartyInPlace { place, party: PARTY, value }];
            world
        })
    };
    let [weak, even, strong] = [0.3, 1.0, 3.0].map(at);
    for day in 0..2 {
        let found = [weak[day], even[day], strong[day]];
        assert!(found.is_sorted_by(|a, b| a < b), "followers as roots grow: {found:?}");
    }
}

#[test]
fn law_rows_that_are_the_same_everywhere_change_nothing() {
    for seed in SEEDS.take(3) {
        let mut world = towns(seed);
        let before = world.digest(1);
        let everywhere = 0..world.spec.places.len();
        world.spec.roots = everywhere.map(|place| PartyInPlace { place, party: 4, value: 2.5 }).collect();
        assert_eq!(world.digest(1), before, "twice as strong everywhere is as strong as everywhere");
    }
}

#[test]
fn law_a_party_of_a_people_is_followed_by_that_people() {
    const PARTY: usize = 5;
    let places = [1, 2].map(|nth| a_town(&towns(1), nth));
    let of = |shares_of_people: [f64; 2], place: usize| {
        shares(Some(place), PARTY, |seed| {
            let mut world = towns(seed);
            world.spec.parties[PARTY].nations = vec!["highlanders".to_owned()];
            let rows = places.iter().zip(shares_of_people);
            world.spec.peoples = rows.map(|(&place, value)| PartyInPlace { place, party: PARTY, value }).collect();
            world
        })
    };
    let (home, abroad) = (of([0.9, 0.02], places[0]), of([0.02, 0.9], places[0]));
    for day in 0..2 {
        assert!(home[day] > 3.0 * abroad[day], "at home {home:?}, among others {abroad:?}");
    }
    // Only soldiers, who come from everywhere, follow it where its people do not live.
    let nobody = of([0.0, 0.9], places[0]);
    assert!(nobody[0] < 0.5 * home[0], "at home {home:?}, where nobody is of that people {nobody:?}");
}

/// Two parties that are alike in all but their programmes.
fn twins(seed: u64, exchanged: bool) -> World {
    let mut world = towns(seed);
    let [one, other] = [4, 6];
    let spec = &mut world.spec;
    let wants = [([0.9, 0.9, 0.8, 0.9, 0.7, 0.5], 0.6), ([-0.6, -0.8, -0.4, -0.7, 0.1, -0.5], -0.4)];
    for (party, (position, line)) in [one, other].into_iter().zip(if exchanged { [wants[1], wants[0]] } else { wants })
    {
        let of = &mut spec.parties[party];
        (of.position, of.power_line) = (position, line);
        (of.press, of.members, of.openness, of.legal) = (1_000.0, 500.0, 0.5, true);
        of.cadres.fill(3.0);
    }
    spec.parties[other].strategy = spec.parties[one].strategy;
    for class in &mut spec.classes {
        let both = f64::midpoint(class.leaning[one], class.leaning[other]);
        (class.leaning[one], class.leaning[other]) = (both, both);
    }
    world
}

/// Exchanging the programmes of two parties exchanges their fates: a rule that knew a party by its place in the list would
/// leave them where they were.
#[test]
fn law_exchanged_programmes_exchange_fates() {
    let last = |party: usize, exchanged: bool| shares(None, party, |seed| twins(seed, exchanged))[1];
    let (wanted, unwanted) = (last(4, false), last(6, false));
    let (unwanted_now, wanted_now) = (last(4, true), last(6, true));
    assert!(wanted > 1.2 * unwanted, "what people want wins them: {wanted} against {unwanted}");
    let apart = (wanted - unwanted).abs();
    for (before, after) in [(wanted, wanted_now), (unwanted, unwanted_now)] {
        assert!(
            (before - after).abs() < 0.25 * apart,
            "{before} under one name, {after} under the other ({apart} apart)"
        );
    }
}
