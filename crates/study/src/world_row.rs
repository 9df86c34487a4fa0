//! A world as a row of a table: how it ended, its dates, patterns and sums. `worlds.parquet` of an ensemble and
//! `sweep.parquet` have these columns, which are declared here alone.

use std::borrow::Borrow;

use observables::dates::Date;
use observables::patterns::DEFINITIONS;
use run::store::plain::{Column, Values};
use run::worlds::{DATES, OUTCOMES, SUMS, WorldSummary};
use serde::{Deserialize, Serialize};

/// What a row says of a world. It holds nothing by day, so that a hundred thousand of them are a few dozen megabytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorldRow {
    /// Its seed.
    pub seed: u64,
    /// Position of its outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// The day that settled it; days since 1970.
    pub outcome_day: i32,
    /// Days of [`DATES`], since 1970; `None` where it never happened.
    pub dates: [Option<i32>; DATES.len()],
    /// Whether each of the patterns held.
    pub patterns: [bool; DEFINITIONS.len()],
    /// By how much each did, in the unit of its definition; `None` where there was nothing to measure.
    pub pattern_values: [Option<f64>; DEFINITIONS.len()],
    /// The sums of [`SUMS`], in real persons.
    pub sums: [f64; SUMS.len()],
}

impl From<&WorldSummary> for WorldRow {
    fn from(world: &WorldSummary) -> WorldRow {
        WorldRow {
            seed: world.seed,
            outcome: world.outcome,
            outcome_day: world.outcome_day,
            dates: world.dates,
            patterns: world.patterns,
            pattern_values: world.pattern_values,
            sums: world.sums,
        }
    }
}

/// The column of the worlds' seeds.
pub fn seeds<R: Borrow<WorldRow>>(rows: &[R]) -> Column {
    Column::new("seed", "", "seed of all its draws", Values::Seed(rows.iter().map(|w| w.borrow().seed).collect()))
}

/// The columns of what the worlds came to, in the order in which tables have them. Of worlds that were cut off before the last
/// day of their scenario (`is_cut`), a pattern that does not hold yet is missing: it may still come to hold.
pub fn columns<R: Borrow<WorldRow>>(rows: &[R], is_cut: bool) -> Vec<Column> {
    let rows = || rows.iter().map(Borrow::borrow);
    let mut columns = vec![
        Column::new("outcome", "", "how it ended", Values::Word(rows().map(|w| OUTCOMES[w.outcome].word()).collect())),
        Column::new(
            "outcome_date",
            "day",
            "the day on which it ended so; the last day when nothing was decided",
            Values::Day(rows().map(|w| Some(w.outcome_day)).collect()),
        ),
    ];
    for (i, (name, meaning)) in Date::WORDS.iter().zip(DATES).enumerate() {
        let days = rows().map(|w| w.dates[i]).collect();
        let meaning = format!("{meaning}; missing where it does not by the last day");
        columns.push(Column::new(name, "day", &meaning, Values::Day(days)));
    }
    for (i, definition) in DEFINITIONS.iter().enumerate() {
        let holds = rows().map(|w| Some(w.patterns[i]).filter(|holds| *holds || !is_cut)).collect();
        let meaning = match is_cut {
            true => format!("{}; missing where it does not by the last day", definition.statement),
            false => definition.statement.to_owned(),
        };
        columns.push(Column::new(&definition.id.to_lowercase(), "", &meaning, Values::FlagOrNone(holds)));
        let values = rows().map(|w| w.pattern_values[i].unwrap_or(f64::NAN)).collect();
        let (name, meaning) =
            (format!("{}_value", definition.id.to_lowercase()), "by how much; NaN where there is nothing to measure");
        columns.push(Column::new(&name, definition.unit, meaning, Values::Real(values)));
    }
    for (i, sum) in SUMS.iter().enumerate() {
        let values = rows().map(|w| w.sums[i]).collect();
        columns.push(Column::new(sum.name, sum.unit, sum.meaning, Values::Real(values)));
    }
    columns
}
