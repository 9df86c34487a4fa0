//! What a finished run came to: its dates and patterns, in the manifest, and its value for each observation of the record, in
//! the table `observations`. They are measured once; report, page and score read them.

use std::path::Path;

use engine::calendar::{Calendar, Day};
use observables::dates::Date;
use observables::patterns::DEFINITIONS;
use scenario::Loaded;

use crate::Error;
use crate::manifest::{DateFacts, Manifest, PatternFacts, about};
use crate::record::observed::{Observed, observed};
use crate::record::rows::Record;
use crate::replay::{Replayed, look_again};
use crate::run_data::RunData;
use crate::store::Disk;
use crate::store::plain::{self, Column, Values};
use crate::store::recorder::TableFacts;

/// Name of the table with the run's value for each observation.
pub const OBSERVATIONS: &str = "observations";

/// Measures a run whose tables are complete under their working names, writes the table of observations beside them, and
/// fills in the manifest.
///
/// # Errors
/// When a table cannot be read or written.
pub(crate) fn measure(dir: &Path, disk: &dyn Disk, manifest: &mut Manifest, loaded: &Loaded) -> Result<(), Error> {
    let run = RunData::unpublished(dir, manifest, loaded)?;
    let record = Record::of(loaded);
    let seen = look_again(&run, loaded, &record.questions)?;
    note(manifest, &seen, loaded.calendar);
    let rows = observed(loaded, &record, &seen.answers);
    let row = "observation of the record";
    let facts = plain::Facts { row, calendar: loaded.calendar, about: &about(manifest) };
    plain::write_part(disk, dir, OBSERVATIONS, &columns(&rows, loaded), &facts)?;
    manifest.tables.push(TableFacts { name: OBSERVATIONS.to_owned(), row: row.to_owned(), rows: rows.len() as u64 });
    Ok(())
}

/// Writes dates and patterns into the manifest.
pub(crate) fn note(manifest: &mut Manifest, seen: &Replayed, calendar: Calendar) {
    let date = |day: i32| DateFacts::of(Day(day), calendar);
    let dates = Date::ALL.iter().zip(seen.dates).map(|(which, day)| (which.word().to_owned(), day.map(date)));
    let patterns = DEFINITIONS.iter().zip(&seen.findings).map(|(definition, finding)| {
        let value = finding.value.is_finite().then_some(finding.value);
        (definition.id.to_owned(), PatternFacts { holds: finding.holds, value })
    });
    manifest.dates = dates.collect();
    manifest.patterns = patterns.collect();
}

/// The columns of the table `observations`.
pub(crate) fn columns(rows: &[Observed<'_>], loaded: &Loaded) -> Vec<Column> {
    let text = |of: &dyn Fn(&Observed<'_>) -> String| Values::Text(rows.iter().map(of).collect());
    let real = |of: &dyn Fn(&Observed<'_>) -> Option<f64>| Values::RealOrNone(rows.iter().map(of).collect());
    let day = |of: &dyn Fn(&Observed<'_>) -> Day| Values::Day(rows.iter().map(|row| Some(of(row).0)).collect());
    let party = |row: &Observed<'_>| row.party.map_or_else(String::new, |party| loaded.spec.parties[party].id.clone());
    vec![
        Column::new("series", "", "series of the record", text(&|row| row.series.to_owned())),
        Column::new("place", "", "place as the record writes it", text(&|row| row.place.to_owned())),
        Column::new(
            "observable",
            "",
            "what it asks, as in `tauride list observables`; empty where the model has no counterpart",
            text(&|row| row.observable.clone()),
        ),
        Column::new("party", "", "identifier of the party, or empty", text(&party)),
        Column::new("date_start", "day", "first day that it holds for", day(&|row| row.from)),
        Column::new("date_end", "day", "last day that it holds for", day(&|row| row.to)),
        Column::new("value", "unit of the observable", "what was observed", real(&|row| Some(row.value))),
        Column::new("low", "unit of the observable", "lower end of its range", real(&|row| row.low)),
        Column::new("high", "unit of the observable", "upper end of its range", real(&|row| row.high)),
        Column::new(
            "simulated",
            "unit of the observable; days since 1970 for a day",
            "what the run has",
            real(&|row| row.simulated),
        ),
        Column::new("unit", "", "unit of the value", text(&|row| row.unit.to_owned())),
        Column::new("why_none", "", "why the run has no value, where it has none", text(&|row| row.why_none.clone())),
        Column::new("source", "", "key of the source", text(&|row| row.source.to_owned())),
        Column::new("confidence", "", "A, B or C", text(&|row| row.confidence.to_string())),
        Column::new(
            "training",
            "",
            "whether it belongs to the training part",
            Values::Flag(rows.iter().map(|row| row.is_training).collect()),
        ),
    ]
}
