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
    let record = Record::until(loaded, run.span().1);
    let seen = look_again(&run, loaded, &record.questions)?;
    note(manifest, &seen, loaded.calendar);
    let rows = observed(loaded, &record, &seen.answers);
    let row = "observation of the record, or one of its dates of the year, which stand in the list of events";
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
    // A day is no number to reckon with: it stands as a date in columns of its own.
    let real = |of: &dyn Fn(&Observed<'_>) -> Option<f64>| {
        Values::RealOrNone(rows.iter().map(|row| of(row).filter(|_| !row.is_date)).collect())
    };
    let date = |of: &dyn Fn(&Observed<'_>) -> Option<f64>| {
        let day = |days: f64| (days + 0.5).floor() as i32;
        Values::Day(rows.iter().map(|row| of(row).filter(|_| row.is_date).map(day)).collect())
    };
    let day = |of: &dyn Fn(&Observed<'_>) -> Day| Values::Day(rows.iter().map(|row| Some(of(row).0)).collect());
    let party = |row: &Observed<'_>| {
        let ids: Vec<&str> = row.parties.iter().map(|party| loaded.spec.parties[*party].id.as_str()).collect();
        ids.join("+")
    };
    vec![
        Column::new("series", "", "series of the record", text(&|row| row.series.to_owned())),
        Column::new("place", "", "place as the record writes it", text(&|row| row.place.to_owned())),
        Column::new(
            "observable",
            "",
            "what it asks, as in `tauride list observables`; empty where the model has no counterpart",
            text(&|row| row.observable.clone()),
        ),
        Column::new("party", "", "identifier of the party, of several with `+` between them, or empty", text(&party)),
        Column::new("date_start", "day", "first day that it holds for", day(&|row| row.from)),
        Column::new("date_end", "day", "last day that it holds for", day(&|row| row.to)),
        Column::new(
            "value",
            "as `unit`",
            "what was observed; missing where that is a date",
            real(&|row| Some(row.value)),
        ),
        Column::new("low", "as `unit`", "lower end of its range", real(&|row| row.low)),
        Column::new("high", "as `unit`", "upper end of its range", real(&|row| row.high)),
        Column::new(
            "simulated",
            "as `unit`",
            "what the run has; missing where that is a date",
            real(&|row| row.simulated),
        ),
        Column::new("date_observed", "day", "what was observed, where that is a date", date(&|row| Some(row.value))),
        Column::new("date_simulated", "day", "what the run has, where that is a date", date(&|row| row.simulated)),
        Column::new(
            "unit",
            "",
            "unit of the value; `date` where what was observed is a date",
            text(&|row| if row.is_date { "date" } else { row.unit }.to_owned()),
        ),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_what_is_a_date_stands_as_a_date() {
        let loaded = scenario::load_bundled("russia-1917").expect("it comes with the program");
        let record = Record::of(&loaded);
        let answers = vec![Some(f64::from(loaded.spec.start.0)); record.questions.list().len()];
        let rows = observed(&loaded, &record, &answers);
        let columns = columns(&rows, &loaded);
        let values = |name: &str| &columns.iter().find(|column| column.name == name).expect("it is a column").values;
        let real = |name: &str| match values(name) {
            Values::RealOrNone(values) => values.clone(),
            other => panic!("{other:?}"),
        };
        let day = |name: &str| match values(name) {
            Values::Day(values) => values.clone(),
            other => panic!("{other:?}"),
        };
        let (value, dates) = (real("value"), (day("date_observed"), day("date_simulated")));
        assert!(rows.iter().any(|row| row.is_date) && rows.iter().any(|row| !row.is_date));
        for (at, row) in rows.iter().enumerate() {
            assert_eq!((value[at].is_none(), dates.0[at].is_some()), (row.is_date, row.is_date));
            assert_eq!(dates.1[at], row.is_date.then_some(loaded.spec.start.0));
        }
    }
}
