//! `worlds.parquet`: one row for each world.

use std::path::Path;

use observables::dates::Date;
use observables::patterns::DEFINITIONS;
use run::Error;
use run::case::Case;
use run::store::RealDisk;
use run::store::plain::{self, Column, Values};
use run::worlds::{DATES, OUTCOMES, SUMS, WorldSummary};

use super::tables::world_number;

fn columns(case: &Case, worlds: &[WorldSummary]) -> Vec<Column> {
    let mut columns = vec![
        Column::new(
            "world",
            "",
            "number of the world from 1",
            Values::Count(worlds.iter().map(|w| world_number(w.seed, case.seed)).collect()),
        ),
        Column::new("seed", "", "seed of all its draws", Values::Seed(worlds.iter().map(|w| w.seed).collect())),
        Column::new(
            "outcome",
            "",
            "how it ended",
            Values::Word(worlds.iter().map(|w| OUTCOMES[w.outcome].word()).collect()),
        ),
        Column::new(
            "outcome_date",
            "day",
            "the day on which it ended so; the last day when nothing was decided",
            Values::Day(worlds.iter().map(|w| Some(w.outcome_day)).collect()),
        ),
    ];
    for (i, (name, meaning)) in Date::WORDS.iter().zip(DATES).enumerate() {
        let days = worlds.iter().map(|w| w.dates[i]).collect();
        columns.push(Column::new(
            name,
            "day",
            &format!("{meaning}; missing where it does not by the last day"),
            Values::Day(days),
        ));
    }
    for (i, definition) in DEFINITIONS.iter().enumerate() {
        let holds = worlds.iter().map(|w| w.patterns[i]).collect();
        columns.push(Column::new(&definition.id.to_lowercase(), "", definition.statement, Values::Flag(holds)));
        let values = worlds.iter().map(|w| w.pattern_values[i].unwrap_or(f64::NAN)).collect();
        let (name, meaning) =
            (format!("{}_value", definition.id.to_lowercase()), "by how much; NaN where there is nothing to measure");
        columns.push(Column::new(&name, definition.unit, meaning, Values::Real(values)));
    }
    for (i, sum) in SUMS.iter().enumerate() {
        let values = worlds.iter().map(|w| w.sums[i]).collect();
        columns.push(Column::new(sum.name, sum.unit, sum.meaning, Values::Real(values)));
    }
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
