//! `tauride params`: what of a scenario can be set, and what it is given.

use run::settable::settings;
use run::{Error, case};
use serde_json::{Value, json};

use crate::output;
use crate::status::DONE;

/// A value as it is typed; the least and the greatest of a series.
fn text(value: &Value) -> String {
    match value {
        Value::String(word) => word.clone(),
        Value::Array(pair) => pair.iter().map(Value::to_string).collect::<Vec<_>>().join(" to "),
        number => number.to_string(),
    }
}

/// Lists what can be set. One word that names no scenario is a filter over those of the main scenario.
///
/// # Errors
/// Every fault of the scenario; a filter that meets nothing.
pub fn params(scenario: Option<&str>, filter: Option<&str>, as_json: bool) -> Result<u8, Error> {
    let (scenario, filter) = match (scenario, filter) {
        (Some(word), None) if !case::is_scenario(word) => (scenario::main_scenario(), Some(word)),
        (scenario, filter) => (scenario.unwrap_or(scenario::main_scenario()), filter),
    };
    let (loaded, _) = case::load(scenario)?;
    let found = settings(&loaded, filter)?;
    if as_json {
        output::json(&json!({ "scenario": loaded.id, "params": found }));
        return Ok(DONE);
    }
    let mut kind = "";
    for one in found {
        if one.kind != kind {
            kind = one.kind;
            output::line(&format!("{kind}s of {}: {}", loaded.id, one.how));
        }
        let range = one.low.zip(one.high).map(|(low, high)| format!(", {low} to {high}")).unwrap_or_default();
        let other =
            if one.value == one.default { String::new() } else { format!(", {} unless given", text(&one.default)) };
        output::line(&format!("  {} = {}  ({}{range}{other})", one.key, text(&one.value), one.unit));
        output::line(&format!("      {}", one.meaning));
    }
    Ok(DONE)
}
