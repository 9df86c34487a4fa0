//! Another society at the start: more or fewer persons of a class, of another class, or elsewhere.

use society::spec::{GroupSpec, Spec};

use super::change::{Action, Persons, Place};
use crate::read::source::Log;

/// Most persons of a scenario: columns of persons are indexed by 32 bits.
const MOST_PERSONS: u64 = 2_000_000_000;

/// Whether a place is another, or lies in it.
pub(crate) fn lies_in(spec: &Spec, place: usize, within: usize) -> bool {
    let mut at = Some(place);
    while let Some(here) = at {
        if here == within {
            return true;
        }
        at = spec.places[here].parent;
    }
    false
}

/// Makes a change to the persons of a specification.
pub(super) fn change(spec: &mut Spec, change: &Persons, at: &Place, log: &Log) {
    let chosen: Vec<usize> = (0..spec.groups.len())
        .filter(|g| {
            let group = &spec.groups[*g];
            group.class == change.class
                && change.place.is_none_or(|p| lies_in(spec, group.place, p))
                && change.unit.as_ref().is_none_or(|unit| group.name.as_ref() == Some(unit))
        })
        .collect();
    match change.action {
        Action::Factor(factor) => {
            for g in chosen {
                let persons = &mut spec.groups[g].persons;
                *persons = (f64::from(*persons) * factor + 0.5).min(f64::from(u32::MAX)) as u32;
            }
        }
        Action::Move { share, becomes, to } => {
            let left = leave(spec, &chosen, share);
            match becomes {
                Some(class) => join(spec, &left, (change.class, class), to, at, log),
                None => left.into_iter().for_each(|group| settle(spec, group, to)),
            }
        }
    }
    spec.groups.retain(|g| g.persons > 0);
    let total: u64 = spec.groups.iter().map(|g| u64::from(g.persons)).sum();
    if total > MOST_PERSONS {
        log.push(at.fault(format!("there would be {total} persons")).expected(format!("{MOST_PERSONS} at most")));
    }
    if !spec.groups.iter().any(|g| lies_in(spec, g.place, spec.capital)) {
        log.push(at.fault("nobody would be left in the capital"));
    }
}

/// Takes a share of each group out of it.
fn leave(spec: &mut Spec, chosen: &[usize], share: f64) -> Vec<GroupSpec> {
    let take = |g: &usize| {
        let group = &mut spec.groups[*g];
        let n = (f64::from(group.persons) * share + 0.5) as u32;
        let left = GroupSpec { persons: n.min(group.persons), ..group.clone() };
        group.persons -= left.persons;
        left
    };
    chosen.iter().map(take).filter(|group| group.persons > 0).collect()
}

/// Those who left live elsewhere, with the name of their works or regiment.
fn settle(spec: &mut Spec, mut group: GroupSpec, to: Option<usize>) {
    group.place = to.unwrap_or(group.place);
    let is_same = |g: &&mut GroupSpec| g.place == group.place && g.class == group.class && g.name == group.name;
    match spec.groups.iter_mut().find(is_same) {
        Some(there) => add(there, group.persons, f64::from(group.persons) * group.share_women),
        None => spec.groups.push(group),
    }
}

fn add(group: &mut GroupSpec, persons: u32, women: f64) {
    let total = f64::from(group.persons) + f64::from(persons);
    group.share_women = ((group.share_women * f64::from(group.persons) + women) / total.max(1.0)).clamp(0.0, 1.0);
    group.persons = group.persons.saturating_add(persons);
}

/// Those who left become another class and are spread over its unnamed members, in proportion to their persons. The number
/// of children stays what it was: soldiers who become villagers are grown men.
fn join(spec: &mut Spec, left: &[GroupSpec], (was, class): (usize, usize), to: Option<usize>, at: &Place, log: &Log) {
    let moved: u64 = left.iter().map(|g| u64::from(g.persons)).sum();
    let women: f64 = left.iter().map(|g| f64::from(g.persons) * g.share_women).sum();
    let hosts: Vec<usize> = (0..spec.groups.len())
        .filter(|g| {
            let group = &spec.groups[*g];
            group.class == class && group.name.is_none() && to.is_none_or(|p| lies_in(spec, group.place, p))
        })
        .collect();
    let room: u64 = hosts.iter().map(|g| u64::from(spec.groups[*g].persons)).sum();
    if moved == 0 {
        return;
    }
    if room == 0 {
        let id = &spec.classes[class].id;
        log.push(at.fault(format!("nobody of class `{id}` lives where they would become it")));
        return;
    }
    let persons =
        |class: usize| -> f64 { spec.groups.iter().filter(|g| g.class == class).map(|g| f64::from(g.persons)).sum() };
    let before = persons(class);
    let children = before * spec.classes[class].share_children + moved as f64 * spec.classes[was].share_children;
    spec.classes[class].share_children = children / (before + moved as f64);
    // Whole persons by largest remainder; the earlier group is served first where remainders are equal.
    let part = |g: usize| u128::from(moved) * u128::from(spec.groups[g].persons);
    let mut parts: Vec<(usize, u128, u128)> =
        hosts.iter().map(|g| (*g, part(*g) / u128::from(room), part(*g) % u128::from(room))).collect();
    let given: u128 = parts.iter().map(|p| p.1).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(parts[*i].2), *i));
    let rest = u128::from(moved) - given;
    for i in order.into_iter().take(rest as usize) {
        parts[i].1 += 1;
    }
    for (g, n, _) in parts {
        let n = n as u32;
        add(&mut spec.groups[g], n, women * f64::from(n) / moved as f64);
    }
}
