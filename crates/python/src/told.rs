//! What several of the calls say: JSON, and that there is none of a name.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// A value as JSON.
pub fn json(value: &impl serde::Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// That there is none of this name, with the nearest that there is.
pub fn unknown(what: &str, found: &str, known: &[&str]) -> String {
    let near = scenario::nearest(found, known.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("there is no {what} `{found}`{near}")
}
