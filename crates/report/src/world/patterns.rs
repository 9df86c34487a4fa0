//! Which of the patterns hold in a finished run.

use observables::patterns::{DEFINITIONS, Finding};
use serde_json::{Value, json};

use super::number;

/// Which of the patterns hold in the run.
pub(super) fn patterns(findings: &[Finding; 8]) -> Value {
    let rows = DEFINITIONS.iter().zip(findings).map(|(definition, finding)| {
        let value = number(finding.value);
        let value = if value.is_null() { json!("nothing to measure") } else { with_unit(&value, definition.unit) };
        json!({
            "id": definition.id,
            "statement": definition.statement,
            "value": value,
            "holds": finding.holds,
            "record": definition.record,
        })
    });
    rows.collect()
}

fn with_unit(value: &Value, unit: &str) -> Value {
    json!(format!("{value} {unit}").trim())
}
