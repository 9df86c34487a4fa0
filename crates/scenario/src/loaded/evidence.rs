//! The record as it was read.

use engine::calendar::Day;

/// An observation.
#[derive(Clone, PartialEq, Debug)]
pub struct EvidenceRow {
    /// Series.
    pub series: String,
    /// First day it holds for.
    pub date_start: Day,
    /// Last day it holds for.
    pub date_end: Day,
    /// Place as written; need not be a place of the scenario.
    pub place: String,
    /// Value.
    pub value: f64,
    /// Lower end of the range, where the source gives one.
    pub low: Option<f64>,
    /// Upper end of the range, where the source gives one.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Kind: count, estimate, share ...
    pub kind: String,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// A, B or C.
    pub confidence: char,
    /// Note.
    pub note: String,
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

/// An event of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventRow {
    /// Day.
    pub day: Day,
    /// Place as written.
    pub place: String,
    /// What happened.
    pub event: String,
    /// Kind.
    pub kind: String,
    /// Source key.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// The date of a world that it is, a word of [`observables::dates::Date`].
    pub observable: Option<String>,
}

/// A table that is only handed on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlainTable {
    /// Path as messages have it; empty when there is no such file.
    pub file: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Line of each row, from 1, and its fields in the order of the columns.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl PlainTable {
    /// The field of a row under a column; empty when there is none.
    pub fn field(&self, row: usize, column: &str) -> &str {
        let i = self.columns.iter().position(|c| c == column);
        i.and_then(|i| self.rows.get(row)?.1.get(i)).map_or("", String::as_str)
    }
}
