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

/// Which part of a record an observation is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// A calibration may read it.
    Training,
    /// The project's own test.
    Test,
    /// Held back from both.
    HeldOut,
}

impl Part {
    /// Each with its word in files.
    pub const WORDS: [(&str, Part); 3] =
        [("training", Part::Training), ("test", Part::Test), ("held-out", Part::HeldOut)];

    /// Its word in files.
    pub fn word(self) -> &'static str {
        Part::WORDS[self as usize].0
    }
}

/// An observation of a file of one's own, which names its measure itself.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnRow {
    /// The observation.
    pub evidence: EvidenceRow,
    /// What it is compared with.
    pub measure: MeasureRow,
    /// Its part.
    pub part: Part,
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

/// A row of `evidence/measures.csv`: which output of the model a series of the record is compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct MeasureRow {
    /// Series.
    pub series: String,
    /// Place as written.
    pub place: String,
    /// Name of the measure, with its parties (`+` between them) or kind of event where it has one; `none` where the model has
    /// no counterpart.
    pub measure: String,
    /// Places of the scenario that the place of the row is made of, with `+` between them; empty where it is one itself.
    pub places: String,
    /// The parties that a share is of, with `+` between them; empty for all.
    pub among: String,
    /// The classes that it is of, with `+` between them; empty for all.
    pub class: String,
    /// What a value of the record is multiplied by to be in the model's unit.
    pub scale: f64,
    /// Label for readers.
    pub label: String,
    /// Unit for readers.
    pub unit: String,
    /// How the record's reporting differs, or why there is no counterpart.
    pub note: String,
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The row of a base that it stands in place of.
    pub instead_of: Option<Box<MeasureRow>>,
}

impl MeasureRow {
    /// Tells that the row compares a series with something else than a row of the base does; nothing where there is no such
    /// row, or it says the same.
    pub fn replacement(&self) -> Option<String> {
        let base = self.instead_of.as_deref()?;
        let told = |row: &MeasureRow| format!("`{}` with scale {}", row.measure, row.scale);
        (base.measure != self.measure || base.scale != self.scale).then(|| {
            format!(
                "{}:{}: `{}` in `{}` is compared with {}, in place of {} in {}:{}",
                self.file,
                self.line,
                self.series,
                self.place,
                told(self),
                told(base),
                base.file,
                base.line
            )
        })
    }
}
