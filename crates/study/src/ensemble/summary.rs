//! `worlds.parquet`: one row for each world.

use std::path::Path;

use run::Error;
use run::case::Case;
use run::store::RealDisk;
use run::store::plain::{self, Column, Values};
use run::worlds::WorldSummary;

use super::tables::world_number;
use crate::world_row::{self, WorldRow};

fn columns(case: &Case, worlds: &[WorldSummary]) -> Vec<Column> {
    let rows: Vec<WorldRow> = worlds.iter().map(WorldRow::from).collect();
    let mut columns = vec![
        Column::new(
            "world",
            "",
            "number of the world from 1",
            Values::Count(worlds.iter().map(|w| world_number(w.seed, case.seed)).collect()),
        ),
        world_row::seeds(&rows),
        Column::new(
            "world_name",
            "",
            "name of the world, which holds the whole question and the seed",
            Values::Text(worlds.iter().map(|w| case.world_name(w.seed)).collect()),
        ),
    ];
    columns.extend(world_row::columns(&rows, case.is_cut()));
    let spec = &case.loaded.spec;
    for key in spec.draws.iter().filter(|draws| !draws.is_empty()).flat_map(|draws| &draws.keys) {
        let values = worlds.iter().map(|w| spec.for_seed(w.seed).rules.get(key).unwrap_or(f64::NAN)).collect();
        columns.push(Column::new(key, "as declared", "parameter, drawn from the posterior", Values::Real(values)));
    }
    columns
}

/// Writes the table.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(
    path: &Path,
    case: &Case,
    worlds: &[WorldSummary],
    about: &[(String, String)],
) -> Result<(), Error> {
    let facts = plain::Facts { row: "world", calendar: case.loaded.calendar, about };
    plain::write(&RealDisk, path, &columns(case, worlds), &facts)
}
