//! Short forms for the declarations and results of a model.

use std::ops::ControlFlow;

use engine::record::{ColumnDecl, ColumnKind, Record};

use crate::{Figure, Param, Range, Reported, Watch};

/// The source of a value that follows from the published definition.
pub(crate) const RECOMPUTED: &str = "recomputed from the definition";

/// A column.
pub(crate) const fn column(
    name: &'static str,
    unit: &'static str,
    kind: ColumnKind,
    meaning: &'static str,
) -> ColumnDecl {
    ColumnDecl { name, unit, kind, meaning }
}

/// A parameter.
pub(crate) const fn param(key: &'static str, unit: &'static str, range: Range, meaning: &'static str) -> Param {
    Param { key, unit, range, meaning }
}

/// A reported value.
pub(crate) const fn reported(quantity: &'static str, value: &'static str, source: &'static str) -> Reported {
    Reported { quantity, value, source, set: &[] }
}

/// A number that came out.
pub(crate) fn figure(name: &'static str, value: f64, unit: &'static str, meaning: &'static str) -> Figure {
    Figure { name, value, unit, meaning }
}

/// Hands the rows written so far to the watch, with the progress. Breaks when the run is to end.
pub(crate) fn hand_over(watch: &mut dyn Watch, record: &mut Record, done: u64, of: u64) -> ControlFlow<()> {
    watch.rows(record);
    record.clear();
    watch.progress(done, of)
}
