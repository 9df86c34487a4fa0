//! Which of the model's measures a series of the record is compared with.

use std::collections::BTreeMap;

use scenario::{EvidenceRow, Loaded};

/// A row of `measures.csv`.
pub struct Measure<'a> {
    /// Name of the measure, with its party where it has one; `none` or empty where the model has no counterpart.
    pub name: &'a str,
    /// What a value of the record is multiplied by to be in the model's unit.
    pub scale: f64,
    /// Label for readers.
    pub label: &'a str,
    /// Unit for readers.
    pub unit: &'a str,
    /// How the record's reporting differs, or why there is no counterpart.
    pub note: &'a str,
}

/// The measure of each series at each place.
pub fn measures(loaded: &Loaded) -> BTreeMap<(&str, &str), Measure<'_>> {
    let table = &loaded.measures;
    (0..table.rows.len())
        .map(|row| {
            let measure = Measure {
                name: table.field(row, "measure"),
                scale: table.field(row, "scale").parse().unwrap_or(1.0),
                label: table.field(row, "label"),
                unit: table.field(row, "unit"),
                note: table.field(row, "note"),
            };
            ((table.field(row, "series"), table.field(row, "place")), measure)
        })
        .collect()
}

/// Remembered, or weak: a source should confirm it and none does yet.
pub fn is_unverified(row: &EvidenceRow) -> bool {
    is_remembered(&row.source) || row.confidence == 'C'
}

/// Whether a key of a source says that nothing but memory confirms a value.
pub fn is_remembered(source: &str) -> bool {
    matches!(source, "" | "recalled" | "memory")
}
