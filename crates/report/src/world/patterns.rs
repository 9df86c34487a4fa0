//! Which of the patterns hold in a finished run.

use run::Error;
use run::patterns::{DEFINITIONS, Watch};
use run::replay::replay;
use run::run_data::RunData;
use scenario::Loaded;
use serde_json::{Value, json};

use super::number;

/// Which of the patterns hold in the run.
pub(super) fn patterns(run: &RunData, loaded: &Loaded) -> Result<Value, Error> {
    let mut watch = Watch::new(&loaded.spec);
    replay(run, loaded, &mut |day, record| watch.day(day, record))?;
    let findings = watch.findings();
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
    Ok(rows.collect())
}

fn with_unit(value: &Value, unit: &str) -> Value {
    json!(format!("{value} {unit}").trim())
}
