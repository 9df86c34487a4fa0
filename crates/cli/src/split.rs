//! `tauride split`: how the record of a scenario is divided between calibration and test.

use run::record::division::division;
use run::{Error, case};
use serde_json::json;

use crate::output;
use crate::status::DONE;

/// Prints what each part holds.
///
/// # Errors
/// Every fault of the scenario; one whose record is not divided.
pub fn split(scenario: &str, as_json: bool) -> Result<u8, Error> {
    let (loaded, _) = case::load(scenario)?;
    let Some(split) = &loaded.split else {
        return Err(Error::Request(format!("{scenario} has no evidence/split.toml: its record is not divided")));
    };
    let groups = division(&loaded);
    let count = |part: &str| -> (usize, usize) {
        let own = groups.iter().filter(|group| group.part == part);
        own.fold((0, 0), |(rows, questions), group| (rows + group.rows, questions + group.questions))
    };
    let until = split.until.iso(loaded.calendar);
    if as_json {
        let parts = ["training", "test"].map(|part| {
            let (rows, questions) = count(part);
            json!({ "part": part, "rows": rows, "questions": questions })
        });
        output::json(&json!({
            "scenario": loaded.id, "hash": split.hash, "until": until, "seed": split.seed, "parts": parts,
            "groups": groups, "parameters": split.parameters,
        }));
        return Ok(DONE);
    }
    let how = match split.seed {
        Some(seed) => format!("what is measured in which place, drawn by the seed {seed}; until {until}"),
        None => format!("days until {until} are training, but for the series set aside"),
    };
    output::line(&format!("division   {how}"));
    output::line(&format!("digest     {}", split.hash));
    for part in ["training", "test"] {
        let (rows, questions) = count(part);
        output::line(&format!("{part}: {rows} rows, {questions} questions"));
        for group in groups.iter().filter(|group| group.part == part) {
            output::line(&format!(
                "  {:12} {}, {}: {} rows, {} questions",
                group.family, group.observable, group.place, group.rows, group.questions
            ));
        }
    }
    Ok(DONE)
}
