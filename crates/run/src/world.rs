//! What the runner needs to know of a world, so that running, recording and resuming can be tested without one.

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::{ColumnDecl, ColumnKind, Domain, Record, TableDecl};
use engine::snapshot::Put;

/// How many persons, cells and places a world has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Persons, children included, in real persons whatever the scale.
    pub persons: u64,
    /// Persons held in memory: fewer by the scale.
    pub modelled: u64,
    /// Cells.
    pub cells: u64,
    /// Leaf places, those that persons live in.
    pub places: u64,
    /// Adults.
    pub adults: u64,
}

/// How a world ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// One of the words that the manifest promises, such as `council-transfer`.
    pub kind: String,
    /// The day of the outcome.
    pub date: Day,
}

/// One cell, as it stands in the table `cells`.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// Index of the leaf place.
    pub place: usize,
    /// Index of the class.
    pub class: usize,
    /// Name of the works, regiment or ship, or nothing.
    pub name: &'a str,
    /// Persons, in real persons.
    pub persons: u32,
}

/// A world that can be run a day at a time.
pub trait World {
    /// The day that the next step simulates.
    fn day(&self) -> Day;
    /// Whether the last day has been simulated.
    fn is_over(&self) -> bool;
    /// Simulates one day and appends its rows.
    fn step(&mut self, record: &mut Record);
    /// What is happening, in a line: `27 Feb: 66,000 soldiers no longer obey`.
    fn headline(&self) -> String;
    /// How it stands or ended.
    fn outcome(&self) -> Outcome;
    /// How big it is.
    fn counts(&self) -> Counts;
    /// Calls `row` for every cell, in order.
    fn cells(&self, row: &mut dyn FnMut(Cell<'_>));
    /// Folds the whole state into a digest.
    fn digest(&self, digest: &mut Digest);
    /// Writes the whole state.
    fn save(&self, put: Put<'_>);
}

/// Words of `places.kind`, in the order of [`society::spec::PlaceKind`].
pub const PLACE_KIND_WORDS: [&str; 6] = ["province", "county", "town", "district", "front", "base"];

const fn column(name: &'static str, unit: &'static str, kind: ColumnKind, meaning: &'static str) -> ColumnDecl {
    ColumnDecl { name, unit, kind, meaning }
}

use ColumnKind::{F32 as F, Key as K, Text as T, U32 as U};

/// Position of `places` in [`STANDING_TABLES`].
pub const PLACES: usize = 0;
/// Position of `cells` in [`STANDING_TABLES`].
pub const CELLS: usize = 1;

/// The tables that are written once, at the start: what the other tables' identifiers mean.
pub static STANDING_TABLES: [TableDecl; 2] = [
    TableDecl {
        name: "places",
        row: "place",
        columns: &[
            column("idx", "", U, "position of the place in the scenario"),
            column("id", "", T, "identifier, as in the other tables"),
            column("name", "", T, "name in English"),
            column("name_ru", "", T, "name in Russian, or empty"),
            column("kind", "", K(Domain::Words(&PLACE_KIND_WORDS)), "kind of place"),
            column("parent", "", T, "identifier of the place that holds this one, or empty"),
            column("lat", "degrees", F, "latitude"),
            column("lon", "degrees", F, "longitude"),
            column("population", "persons", U, "persons at the start, children and contained places included"),
            column("unverified", "0 or 1", U, "whether a number of the place is unverified"),
        ],
    },
    TableDecl {
        name: "cells",
        row: "cell",
        columns: &[
            column("cell", "", U, "position of the cell, as in elections.cell"),
            column("place", "", K(Domain::Place), "leaf place"),
            column("class", "", K(Domain::Class), "class"),
            column("name", "", T, "name of the works, regiment or ship, or empty"),
            column("persons", "persons", U, "persons at the start, children included"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_place_kinds_keep_their_order() {
        let words: Vec<&str> = society::spec::PLACE_KINDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(words, PLACE_KIND_WORDS);
    }
}
