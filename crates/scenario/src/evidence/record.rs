//! All that the folder of the record holds, while it is read and checked.

use std::collections::{BTreeMap, BTreeSet};

use crate::loaded::FileCount;
use crate::loaded::evidence::{EventRow, EvidenceRow, MeasureRow};
use crate::problem::Problem;
use crate::read::field::{Field, Row};
use crate::read::raw::short;

/// All that `evidence/` holds.
#[derive(Default)]
pub(crate) struct Record {
    pub rows: Vec<EvidenceRow>,
    pub events: Vec<EventRow>,
    pub measures: Vec<MeasureRow>,
    pub files: Vec<FileCount>,
    /// Every series with its places, also of rows with faults.
    pub named: BTreeSet<(String, String)>,
    /// Unit of every series at every place.
    pub units: BTreeMap<(String, String), Unit>,
    /// Where every observation and event stands first: one that is pasted twice would count twice.
    pub observed: BTreeMap<Vec<String>, (String, usize)>,
    /// Whether every row of series could be read: otherwise a series that seems to be missing may be there.
    pub is_whole: bool,
}

/// The unit of a series at a place, and the row that says it first.
pub(crate) struct Unit {
    pub name: String,
    pub file: String,
    pub line: usize,
}

impl Record {
    /// Whether there is a row of a series, and in a place where one is given; otherwise a fault of the value that names it.
    /// Of a record with rows that cannot be read, nothing is said.
    pub fn has(&self, (series, at): (&str, Field<'_>), place: Option<(&str, Field<'_>)>) -> bool {
        if !self.is_whole {
            return true;
        }
        let places: BTreeSet<&str> = self.names().filter(|(name, _)| *name == series).map(|(_, place)| place).collect();
        if places.is_empty() {
            let all: BTreeSet<&str> = self.names().map(|(name, _)| name).collect();
            at.log.push(at.fault(format!("the record has no series `{}`", short(series))).nearest(series, all));
            return false;
        }
        let Some((place, at)) = place.filter(|(place, _)| !places.contains(place)) else {
            return true;
        };
        let what = format!("the record has no row of `{}` in `{}`", short(series), short(place));
        at.log.push(at.fault(what).nearest(place, places));
        false
    }

    fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named.iter().map(|(series, place)| (series.as_str(), place.as_str()))
    }

    /// Notes a row by the columns that say what it is, or tells that the same stands in the record already.
    pub fn take_once(&mut self, row: &Row<'_>, columns: &[&'static str]) {
        let key: Vec<String> = columns.iter().map(|column| row.text(column).to_owned()).collect();
        if let Some((file, line)) = self.observed.get(&key) {
            let problem = Problem::at(row.spot(), "this row stands twice in the record, and would count twice");
            row.log.push(problem.help(format!("first in {file}:{line}; keep one of the two")));
            return;
        }
        self.observed.insert(key, (row.table.source.label.clone(), row.spot().line()));
    }

    /// Notes the unit of a row, or tells that it is another than before.
    pub fn take_unit(&mut self, row: &Row<'_>) {
        let (series, place) = (row.text("series"), row.text("place"));
        let Some(field) = row.need("unit") else {
            return;
        };
        let fresh =
            || Unit { name: field.text.to_string(), file: row.table.source.label.clone(), line: row.spot().line() };
        let first = self.units.entry((series.to_string(), place.to_string())).or_insert_with(fresh);
        if field.text != first.name {
            let problem = field.fault(format!("`{}` in `{}` has two units", short(series), short(place)));
            let problem = problem.expected(format!("`{}`, as in {}:{}", short(&first.name), first.file, first.line));
            row.log.push(problem.found(field.text));
        }
    }
}
