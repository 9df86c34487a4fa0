//! `sweep.parquet`: one row for each world.

use std::path::Path;

use run::Error;
use run::store::RealDisk;
use run::store::plain::{self, Column, Values};

use super::factors::Level;
use super::plan::{Entry, Plan};
use crate::ensemble::tables::about_all;
use crate::world_row::{self, WorldRow};

/// The table's file.
pub const TABLE: &str = "sweep.parquet";

/// Writes the table of these worlds, which are in the order of point and seed.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(path: &Path, plan: &Plan, worlds: &[Entry]) -> Result<(), Error> {
    let rows: Vec<&WorldRow> = worlds.iter().map(|entry| &entry.world).collect();
    let outcomes = world_row::columns(&rows, plan.case.is_cut());
    let numbers = worlds.iter().map(|entry| entry.point).collect();
    let mut columns = vec![
        Column::new("point", "", "number of the point of the design, from 1", Values::Count(numbers)),
        world_row::seeds(&rows),
        Column::new(
            "world_name",
            "",
            "name of the world, which holds the whole question, the point and the seed",
            Values::Text(worlds.iter().map(|entry| plan.world_name(entry.point, entry.world.seed)).collect()),
        ),
    ];
    for (at, factor) in plan.points.factors.iter().enumerate() {
        let levels = || worlds.iter().map(|entry| &plan.points.points[entry.point as usize - 1][at]);
        let values = match factor.is_number() {
            true => Values::Real(levels().map(number).collect()),
            false => Values::Text(levels().map(Level::text).collect()),
        };
        let is_taken = outcomes.iter().chain(&columns).any(|column| column.name == factor.key);
        let name = if is_taken { format!("mechanisms.{}", factor.key) } else { factor.key.clone() };
        let unit = if factor.is_number() { "as declared" } else { "" };
        let meaning = match factor.unit.is_empty() {
            true => format!("varied: {}", factor.name),
            false => format!("varied: {} ({})", factor.name, factor.unit),
        };
        columns.push(Column::new(&name, unit, &meaning, values));
    }
    columns.extend(outcomes);
    let mut about = about_all(&plan.case.manifest(), &plan.seeds());
    let keys: Vec<&str> = plan.points.factors.iter().map(|factor| factor.key.as_str()).collect();
    about.push(("sweep.design".to_owned(), plan.asked.design.word().to_owned()));
    about.push(("sweep.factors".to_owned(), keys.join("; ")));
    let facts = plain::Facts { row: "world", calendar: plan.case.loaded.calendar, about: &about };
    plain::write(&RealDisk, path, &columns, &facts)
}

fn number(level: &Level) -> f64 {
    match level {
        Level::Number(x) => *x,
        Level::Word(_) => f64::NAN,
    }
}
