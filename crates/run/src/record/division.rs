//! How the record of a scenario is divided: what is measured in which place is training, and which is test.

use std::collections::{BTreeMap, BTreeSet};

use scenario::{Loaded, Part};
use serde::Serialize;

use super::rows::Record;

/// What is measured in a place, and the part that it is of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Family of what it asks.
    pub family: &'static str,
    /// What it asks, without its party: an identifier of `tauride list observables`.
    pub observable: String,
    /// Place as the record writes it.
    pub place: String,
    /// `training` or `test`.
    pub part: &'static str,
    /// Sourced rows that a world can be asked.
    pub rows: usize,
    /// Questions that they ask: rows that ask the same are one.
    pub questions: usize,
}

/// What tells groups apart, in the order in which they are listed.
type Key = (Part, &'static str, String, String);

/// The groups of a scenario's record, the training part first, by family, observable and place.
pub fn division(loaded: &Loaded) -> Vec<Group> {
    let mut groups: BTreeMap<Key, (usize, BTreeSet<usize>)> = BTreeMap::new();
    for row in Record::of(loaded).rows.into_iter().filter(|row| row.is_sourced) {
        let observable = row.question.kind.id();
        let (rows, asks) = groups.entry((row.part, row.question.kind.topic().id, observable, row.place)).or_default();
        *rows += 1;
        asks.insert(row.asks);
    }
    let mut listed = Vec::new();
    for ((part, family, observable, place), (rows, asks)) in groups {
        listed.push(Group { family, observable, place, part: part.word(), rows, questions: asks.len() });
    }
    listed
}
