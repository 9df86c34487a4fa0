//! The tables that are written once, before the first day: what the identifiers of the other tables mean.

use engine::record::{Cell, ColumnDecl, ColumnKind, Domain, Record, Rows, TableDecl};
use society::Society;
use society::spec::{PLACE_KINDS, Spec};

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

/// Both tables of a world before its first day.
pub fn record(spec: &Spec, society: &Society) -> Record {
    let mut record = Record::new(&STANDING_TABLES);
    put_places(spec, record.table(PLACES));
    let rows = record.table(CELLS);
    for (n, cell) in society.cell_rows(spec).enumerate() {
        rows.push([
            Cell::U32(u32::try_from(n).expect("cells are counted in 32 bits")),
            key(cell.place),
            key(cell.class),
            Cell::Text(cell.name.unwrap_or_default().to_owned()),
            Cell::U32(cell.persons),
        ]);
    }
    record
}

/// The rows of the table `places`; a place that holds others has the population of all of them.
pub fn put_places(spec: &Spec, rows: &mut Rows) {
    let mut population = vec![0u64; spec.places.len()];
    for group in &spec.groups {
        // A parent stands at most a few steps above its leaf; the bound keeps a circle from hanging the program.
        let holders = std::iter::successors(Some(group.place), |at| spec.places[*at].parent).take(8);
        holders.for_each(|place| population[place] += u64::from(group.persons));
    }
    for (n, (place, persons)) in spec.places.iter().zip(population).enumerate() {
        rows.push([
            Cell::U32(u32::try_from(n).expect("places are counted in 16 bits")),
            Cell::Text(place.id.clone()),
            Cell::Text(place.name.clone()),
            Cell::Text(place.name_ru.clone()),
            key(PLACE_KINDS.iter().position(|(_, kind)| *kind == place.kind).unwrap_or(0)),
            Cell::Text(place.parent.map_or_else(String::new, |parent| spec.places[parent].id.clone())),
            Cell::F32(place.lat as f32),
            Cell::F32(place.lon as f32),
            Cell::U32(u32::try_from(persons).unwrap_or(u32::MAX)),
            Cell::U32(u32::from(place.unverified)),
        ]);
    }
}

fn key(at: usize) -> Cell {
    Cell::Key(u16::try_from(at).expect("places and classes are counted in 16 bits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_place_kinds_keep_their_order() {
        let words: Vec<&str> = PLACE_KINDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(words, PLACE_KIND_WORDS);
    }
}
