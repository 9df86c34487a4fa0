//! Which of the model's measures a series of the record is compared with.

use std::collections::BTreeMap;

use scenario::{EvidenceRow, Loaded, MeasureRow};

/// The measure of each series at each place.
pub fn measures(loaded: &Loaded) -> BTreeMap<(&str, &str), &MeasureRow> {
    loaded.measures.iter().map(|row| ((row.series.as_str(), row.place.as_str()), row)).collect()
}

/// Remembered, or weak: a source should confirm it and none does yet.
pub fn is_unverified(row: &EvidenceRow) -> bool {
    is_remembered(&row.source) || row.confidence == 'C'
}

/// Whether a key of a source says that nothing but memory confirms a value.
pub fn is_remembered(source: &str) -> bool {
    matches!(source, "" | "recalled" | "memory")
}
