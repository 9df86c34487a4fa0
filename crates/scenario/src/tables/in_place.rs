//! Peoples and parties by place: rows resolved to places and parties, each once.

use std::collections::BTreeMap;

use society::spec::{MemoryInPlace, PartyInPlace, PartySpec, PlaceKind};

use crate::problem::Problem;
use crate::read::raw::short;
use crate::read::source::Log;
use crate::tables::check::Tree;
use crate::tables::rows::InPlaceRow;

/// How much more than all the shares of a place may be, for they are rounded.
const ROUNDED: f64 = 0.001;

/// Where parties are stronger or weaker than in the country.
pub(crate) fn roots(
    rows: &[InPlaceRow<'_>],
    tree: &Tree<'_>,
    parties: Option<&BTreeMap<&str, usize>>,
    log: &Log,
) -> Vec<PartyInPlace> {
    let mut taken = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let place = place_of(row, tree, log);
        let party = row.of.zip(parties).and_then(|(f, parties)| f.id_in(parties, "party"));
        let (Some(place), Some(party), Some(value)) = (place, party, row.value) else { continue };
        if let Some(field) = row.of.filter(|_| party == 0) {
            log.push(field.fault("those of no party have no roots").expected("a party"));
        } else if is_first(row, place, &mut taken, tree, log) {
            found.push(PartyInPlace { place, party, value });
        }
    }
    found
}

/// Where a class has another experience of struggle than in the country.
pub(crate) fn memory(
    rows: &[InPlaceRow<'_>],
    tree: &Tree<'_>,
    classes: Option<&BTreeMap<&str, usize>>,
    log: &Log,
) -> Vec<MemoryInPlace> {
    let mut taken = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let place = row.place.and_then(|f| tree.find(f));
        let class = row.of.zip(classes).and_then(|(f, classes)| f.id_in(classes, "class"));
        let (Some(place), Some(class), Some(share)) = (place, class, row.value) else { continue };
        if is_first(row, place, &mut taken, tree, log) {
            found.push(MemoryInPlace { place, class, share });
        }
    }
    found
}

/// For whom the parties of peoples speak, place by place: the shares of their peoples together.
pub(crate) fn peoples(
    rows: &[InPlaceRow<'_>],
    tree: &Tree<'_>,
    parties: Option<&[PartySpec]>,
    log: &Log,
) -> Vec<PartyInPlace> {
    let mut taken = BTreeMap::new();
    let mut shares: BTreeMap<usize, Vec<(&str, f64)>> = BTreeMap::new();
    for row in rows {
        let (Some(place), Some(of), Some(value)) = (place_of(row, tree, log), row.of, row.value) else { continue };
        if is_first(row, place, &mut taken, tree, log) {
            let here = shares.entry(place).or_default();
            here.push((of.text, value));
            let all: f64 = here.iter().map(|(_, share)| share).sum();
            if all > 1.0 + ROUNDED {
                let what = format!("the shares of `{}` add up to {all:.3}", short(tree.rows[place].id));
                log.push(Problem::at(row.spot, what).expected("1 at most"));
            }
        }
    }
    let speaking = parties.into_iter().flatten().enumerate().filter(|(_, p)| !p.nations.is_empty());
    let mut found = Vec::new();
    for (party, spec) in speaking {
        for (&place, here) in &shares {
            let of_theirs = here.iter().filter(|(nation, _)| spec.nations.iter().any(|n| n == nation));
            found.push(PartyInPlace { place, party, value: of_theirs.map(|(_, share)| share).sum::<f64>().min(1.0) });
        }
    }
    found
}

fn place_of(row: &InPlaceRow<'_>, tree: &Tree<'_>, log: &Log) -> Option<usize> {
    let field = row.place?;
    let place = tree.find(field)?;
    if tree.rows[place].kind == Some(PlaceKind::District) {
        let what =
            format!("`{}` is a district: what a party or a people is there is told of its town", short(field.text));
        log.push(field.fault(what).expected("a town, a county, a base, a front or a province"));
        return None;
    }
    Some(place)
}

/// Whether a row is the first of its place and of its people or party; a second is a fault.
fn is_first<'a>(
    row: &InPlaceRow<'a>,
    place: usize,
    taken: &mut BTreeMap<(usize, &'a str), usize>,
    tree: &Tree<'_>,
    log: &Log,
) -> bool {
    let Some(of) = row.of else { return false };
    let Some(line) = taken.get(&(place, of.text)) else {
        taken.insert((place, of.text), row.spot.line());
        return true;
    };
    let what = format!("`{}` stands twice in `{}`", short(of.text), short(tree.rows[place].id));
    log.push(Problem::at(row.spot, what).help(format!("first in line {line}")));
    false
}
