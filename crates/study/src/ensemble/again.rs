//! A finished ensemble, read again from what its directory holds.

use std::path::Path;

use run::Error;
use run::case::{Changes, scale_of};
use serde_json::Value;

use super::tables::Tables;
use super::{Answer, Plan};
use crate::frame::Study;
use crate::worlds::read_worlds;

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

/// Reads a finished ensemble again: what was run, and what it came to.
///
/// # Errors
/// When the directory holds no finished ensemble, its scenario or a what-if has changed since, or a file cannot be read.
pub fn read(dir: &Path) -> Result<(Plan, Answer), Error> {
    let answer = read_answer(dir)?;
    let plan = plan_of(&answer).map_err(|error| {
        Error::Request(format!("the scenario or a what-if of {} is not to be read any more:\n{error}", dir.display()))
    })?;
    let worlds = read_worlds(dir)?;
    let is_same = without_version(plan.identity()) == without_version(answer["study"].clone());
    if !is_same || worlds.len() as u64 != plan.runs {
        return Err(Error::Request(format!(
            "{}: the scenario or a what-if has changed since, or another version made it; make it again with\n  {}",
            dir.display(),
            answer["command"].as_str().unwrap_or("tauride ensemble")
        )));
    }
    let answer = Answer::of(&plan, worlds);
    Ok((plan, answer))
}

fn without_version(mut study: Value) -> Value {
    if let Some(study) = study.as_object_mut() {
        study.remove("version");
    }
    study
}

/// What was run, as far as the answer says it.
fn plan_of(answer: &Value) -> Result<Plan, Error> {
    let study = &answer["study"];
    let word = |key: &str| study[key].as_str().unwrap_or_default().to_owned();
    let words = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let end = if study["calendar"] == "old" { "end_os" } else { "end" };
    let changes = Changes {
        seed: study["seed"].as_u64().unwrap_or_default(),
        scale: scale_of(&word("scale")).unwrap_or_default(),
        until: Some(word(end)),
        settings: words(&study["settings"]),
        with: words(&answer["with"]),
    };
    let tables = Tables::of_word(&word("tables")).unwrap_or(Tables::Few);
    Plan::open(scenario_of(answer), &changes, answer["runs"].as_u64().unwrap_or_default(), tables)
}
