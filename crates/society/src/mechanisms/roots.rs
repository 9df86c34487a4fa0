//! Where parties are at home: by place, and among which people.
//!
//! Claim: a party's organisers are people of the place. Where it had members before, it has more at the start; where more
//! follow it than elsewhere, more join, and these win others (Smith 1983 on works, Rosenberg 1974 on towns; persistence of
//! party strongholds, Lipset and Rokkan 1967). Papers come from the capital and thin out with the way; members do not. A
//! party of a people speaks to its people: it has its members there, and others do not listen (the census of mother tongues
//! is the input). Who serves under arms is of all peoples of the country, wherever he stands. Known limit: members do not
//! travel from place to place.

use crate::inputs::{Capabilities, Capability, ClassSpec, N_PARTIES, PartyInPlace, PartySpec, PlaceSpec};
use crate::institutions::party::{JOIN, PartyState, THOUSAND};
use crate::places::{Group, Locality};

/// Share of the gap between a party's strength in a place, next to the country's mean, and that of its following there
/// that a week closes. Unit: share per week. Assumed: as fast as members join.
const A_WEEK: f32 = 0.13;
/// Least and most strength of a party in a place, next to the country's mean. Unit: times. Assumed.
const BOUNDS: [f32; 2] = [0.1, 8.0];
/// Followers whom a party would have by the country's mean, from which what it has is half of its strength in the place.
/// Unit: real persons. Assumed.
const FEW: f64 = 1_000.0;
/// Most of a class who follow parties at the start, however strong these are. Unit: share. Assumed.
const MOST_FOLLOW: f64 = 0.8;

/// What the scenario says of parties and places.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// Places.
    pub places: &'a [PlaceSpec],
    /// Classes.
    pub classes: &'a [ClassSpec],
    /// Parties.
    pub parties: &'a [PartySpec],
    /// How strong parties are by place.
    pub roots: &'a [PartyInPlace],
    /// Share of a place's people for whom each party speaks.
    pub peoples: &'a [PartyInPlace],
}

/// What the rows say of a party in a place: its own, or those of the nearest place that holds it.
fn nearest(rows: &[PartyInPlace], places: &[PlaceSpec], place: usize, party: usize) -> Option<f64> {
    std::iter::successors(Some(place), |p| places[*p].parent)
        .find_map(|p| rows.iter().find(|row| row.place == p && row.party == party).map(|row| row.value))
}

/// Puts into each seat how strong each party is there at the start, next to the country's mean of 1, and what share of its
/// people each party speaks for.
pub fn at_start(told: &Told<'_>, groups: &[Group], seats: &mut [Locality]) {
    for seat in seats.iter_mut() {
        seat.roots = [1.0; N_PARTIES];
        seat.people = [1.0; N_PARTIES];
    }
    let groups_of = |seat: &Locality| {
        let first = seat.first_group as usize;
        &groups[first..first + seat.n_groups as usize]
    };
    for (party, declared) in told.parties.iter().enumerate().skip(1) {
        // Whose people live where; the country's mean where nothing is known.
        if !declared.nations.is_empty() && !told.peoples.is_empty() {
            let shares: Vec<Option<f64>> =
                seats.iter().map(|seat| nearest(told.peoples, told.places, seat.place as usize, party)).collect();
            let known = seats.iter().zip(&shares).filter_map(|(seat, share)| {
                let civilians = groups_of(seat).iter().filter(|g| !g.does.bear_arms());
                Some(((*share)?, civilians.map(|g| f64::from(g.adults)).sum::<f64>()))
            });
            let mean = mean(known);
            seats.iter_mut().zip(&shares).for_each(|(seat, share)| seat.people[party] = share.unwrap_or(mean) as f32);
            seats.iter_mut().for_each(|seat| seat.people_of_all[party] = mean as f32);
        } else {
            seats.iter_mut().for_each(|seat| seat.people_of_all[party] = 1.0);
        }
        let strength: Vec<f64> = seats
            .iter()
            .map(|seat| nearest(told.roots, told.places, seat.place as usize, party).unwrap_or(1.0))
            .collect();
        // Rows say how strong it is next to the country's mean: the mean of all places is 1.
        let followers = seats.iter().zip(&strength).map(|(seat, strength)| {
            let here = groups_of(seat).iter().map(|g| {
                f64::from(g.adults) * told.classes[usize::from(g.class)].leaning.get(party).copied().unwrap_or(0.0)
            });
            (*strength, here.sum::<f64>())
        });
        let mean = mean(followers);
        let mean = if mean > 0.0 { mean } else { 1.0 };
        seats.iter_mut().zip(&strength).for_each(|(seat, s)| {
            seat.roots[party] = ((s / mean) as f32).clamp(BOUNDS[0], BOUNDS[1]);
        });
    }
}

/// Mean of values by their weights; 0 without any weight.
fn mean(values: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (sum, weight) = values.fold((0.0, 0.0), |(sum, all), (value, weight)| (sum + value * weight, all + weight));
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Whether those who do this are of the place where they are: soldiers come and go in marching companies, and talk of what they
/// heard elsewhere.
fn are_of_the_place(does: Capabilities) -> bool {
    !does.has(Capability::Drafted) && !does.has(Capability::BeSent)
}

/// How strong a party is among people of this kind in a seat, next to the country's mean of their class.
pub fn strength(seat: &Locality, does: Capabilities, party: usize) -> f64 {
    f64::from(if are_of_the_place(does) { seat.roots[party] } else { 1.0 }) * among_its_people(seat, does, party)
}

/// The same by the people for whom the party speaks alone, who read its papers too.
pub fn among_its_people(seat: &Locality, does: Capabilities, party: usize) -> f64 {
    let all = seat.people_of_all[party].max(f32::MIN_POSITIVE);
    f64::from(if does.bear_arms() { 1.0 } else { seat.people[party] / all })
}

/// Share of a group to whom a party speaks: of a party of no people, all.
pub fn spoken_to(seat: &Locality, does: Capabilities, party: usize) -> f64 {
    f64::from(if does.bear_arms() { seat.people_of_all[party] } else { seat.people[party] })
}

/// Whom a class leans to at the start in a seat: as in the country, by the strength of each party there.
pub fn leaning(class: &ClassSpec, seat: &Locality) -> Vec<f64> {
    let mut here: Vec<f64> = class
        .leaning
        .iter()
        .enumerate()
        .map(|(party, share)| if party == 0 { 0.0 } else { share * strength(seat, class.does, party) })
        .collect();
    let all = engine::math::sum_in_order(here.iter().copied());
    let most = MOST_FOLLOW.max(1.0 - class.leaning[0]);
    if all > most {
        here.iter_mut().for_each(|share| *share *= most / all);
    }
    here[0] = 1.0 - all.min(most);
    here
}

/// Once a week: members join and leave, and organisers come from among them. In each class of the country a party has them in
/// proportion to its followers there, in each place as it has more or fewer followers than its classes have in the country.
pub fn grow(groups: &[Group], seats: &mut [Locality], told: &Told<'_>, parties: &mut [PartyState], scale: f64) {
    let mut present = vec![0.0; told.classes.len()];
    let mut of_class = vec![[0.0; N_PARTIES]; told.classes.len()];
    for group in groups {
        let class = usize::from(group.class);
        present[class] += f64::from(group.present);
        for (sum, n) in of_class[class].iter_mut().zip(&group.leaning) {
            *sum += f64::from(*n);
        }
    }
    for (party, (state, declared)) in parties.iter_mut().zip(told.parties).enumerate().skip(1) {
        let share = |class: usize| of_class[class][party] / f64::max(present[class], 1.0);
        if state.at_first.is_empty() {
            state.at_first = (0..told.classes.len()).map(share).collect();
        }
        for (class, (cadres, start)) in state.cadres.iter_mut().zip(&declared.cadres).enumerate() {
            if present[class] > 0.0 {
                let more = share(class) - state.at_first[class];
                let aim = (start + more * JOIN * THOUSAND).max(0.0);
                *cadres += (aim - *cadres) * f64::from(A_WEEK);
            }
        }
    }
    let few = FEW / scale;
    for seat in seats {
        let first = seat.first_group as usize;
        let here = &groups[first..first + seat.n_groups as usize];
        for party in 1..parties.len() {
            let (mut follow, mut expected) = (0.0, 0.0);
            for group in here.iter().filter(|g| are_of_the_place(g.does)) {
                let class = usize::from(group.class);
                let people = among_its_people(seat, group.does, party);
                follow += f64::from(group.leaning[party]);
                expected += f64::from(group.present) * people * of_class[class][party] / f64::max(present[class], 1.0);
            }
            let aim = ((follow + few) / (expected + few)) as f32;
            let roots = &mut seat.roots[party];
            *roots = (*roots + (aim - *roots) * A_WEEK).clamp(BOUNDS[0], BOUNDS[1]);
        }
    }
}
