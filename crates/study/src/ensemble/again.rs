//! A finished ensemble, read again from what its directory holds.

use std::path::Path;

use run::Error;
use serde_json::Value;

/// The answer's file, written last.
pub const ANSWER: &str = "ensemble.json";

/// The answer of a finished ensemble, as it was written.
///
/// # Errors
/// When the directory holds none, or it makes no sense.
pub fn read_answer(dir: &Path) -> Result<Value, Error> {
    let path = dir.join(ANSWER);
    let text = std::fs::read_to_string(&path).map_err(|_| {
        Error::Request(format!("{} holds no finished ensemble; `tauride ensemble` makes one", dir.display()))
    })?;
    serde_json::from_str(&text).map_err(|e| Error::Damaged { path, what: format!("cannot be read: {e}") })
}

/// The name under which the scenario of an ensemble is found again.
pub fn scenario_of(answer: &Value) -> &str {
    let study = &answer["study"];
    study["directory"].as_str().or(study["scenario"].as_str()).unwrap_or_default()
}
