//! The report of a finished run: one HTML page that needs nothing else, made from the run's tables and its scenario.
//!
//! The page's template, style, script, base map and fonts stand in `assets/` and are part of the program. Here its data
//! are put together, as one JSON object:
//!
//! - `series`: what is drawn over the days;
//! - `places`: what is drawn on the map;
//! - `happened`: events, milestones, elections, governments;
//! - `observed`: the record beside the run;
//! - `patterns`: which of the patterns hold;
//! - `inputs`: what went in, and how sure it is.

mod councils;
mod happened;
mod inputs;
mod observed;
mod patterns;
mod places;
mod series;
mod words;

use std::path::Path;

use engine::calendar::Calendar;
use scenario::Loaded;
use serde_json::{Value, json};

use crate::{FONTS, STYLE, Written, fill, path};
use run::Error;
use run::manifest::Manifest;
use run::run_data::RunData;
use run::store;
use words::Words;

const TEMPLATE: &str = include_str!("../assets/template.html");
const SCRIPT: &str = include_str!("../assets/report.js");
const BASEMAP: &str = include_str!("../assets/basemap.json");

/// Writes the report of a finished run of this scenario.
///
/// # Errors
/// When a table cannot be read or the page cannot be written.
pub fn write(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<Written, Error> {
    let has_changed = loaded.content_hash != manifest.identity.scenario_hash;
    let note = has_changed.then(|| {
        "the scenario has changed since this run: inputs and record in the report are those of today".to_owned()
    });
    let data = data(dir, manifest, loaded)?;
    let path = path(dir);
    store::write_whole(&path, page(&data.to_string()).as_bytes())?;
    Ok(Written { path, score: None, note })
}

/// The whole data of the page.
fn data(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<Value, Error> {
    let words = Words::read();
    let run = RunData::read(dir, manifest, loaded)?;
    let councils = councils::read(&run)?;
    let events = happened::read_events(&run)?;
    let capital = &run.places[run.capital];
    let outcome = manifest.outcome.as_ref();
    let mut data = json!({
        "meta": {
            "title": manifest.title,
            "scenario": manifest.identity.scenario,
            "summary": manifest.summary,
            "seed": manifest.identity.seed,
            "scale": manifest.identity.scale,
            "start": manifest.identity.start,
            "end": manifest.identity.end,
            "persons": manifest.persons,
            "cells": manifest.cells,
            "places": manifest.places,
            "version": manifest.identity.version,
            "digest": manifest.digest,
            "wall_seconds": manifest.wall_seconds,
            "command": manifest.command,
            "capital": capital.id,
            "capital_name": capital.name,
            "calendar": manifest.calendar,
            "interventions": manifest.identity.interventions.iter().map(|what_if| json!({
                "name": what_if.name, "title": what_if.title,
            })).collect::<Vec<_>>(),
        },
        "outcome": outcome.map(|outcome| json!({
            "kind": outcome.kind,
            "date": outcome.date,
            "sentence": words.outcome(&outcome.kind, &run.long_date(&outcome.date), &capital.name),
        })),
        "dates": (0..run.n_days()).map(|i| run.day(i).iso(Calendar::NewStyle)).collect::<Vec<_>>(),
        "milestones": happened::milestones(&run, &events, &words, loaded),
        "events": happened::events(&run, &events, &words),
        "elections": happened::elections(&run)?,
        "council_seats": councils::daily(&run, &councils),
        "congress": councils::congresses(&run, &events),
        "parties": loaded.spec.parties.iter().map(|party| json!({
            "id": party.id, "name": party.name, "short": party.short,
        })).collect::<Vec<_>>(),
        "places": places::list(&run),
        "inputs": inputs::files(loaded, &words),
        "unverified": inputs::unverified(loaded),
        "sources": inputs::sources(loaded),
        "parameters": inputs::parameters(manifest, loaded),
        "repeat": inputs::repeat(manifest, dir),
    });
    data["patterns"] = patterns::patterns(&run, loaded)?;
    let scopes = series::scopes(&run)?;
    for (scope, key) in [("national", "national"), ("capital", "capital"), ("front", "front"), ("villages", "villages")]
    {
        data[key] = scopes.get(scope).map_or(Value::Null, series::Scope::json);
    }
    data["government"] = scopes.get("national").map_or(Value::Null, series::Scope::governments);
    let leanings = series::leanings(&run, loaded)?;
    data["leaning"] = leanings.groups(&run);
    let weeks = places::weeks(&run);
    let by_place = places::read(&run, loaded)?;
    data["map_dates"] = places::map_weeks(&weeks, &data["milestones"], &run);
    data["place_weeks"] = by_place.json(&run, &weeks, &councils);
    data["weeks"] = json!(weeks);
    let seen = observed::Seen {
        run: &run,
        by_place: &by_place,
        leanings: &leanings,
        councils: &councils,
        events: &events,
        words: &words,
    };
    let (record, unmeasured) = observed::record(&seen, loaded);
    data["record"] = record;
    data["unmeasured"] = unmeasured;
    Ok(data)
}

/// The template with everything in its place.
fn page(data: &str) -> String {
    // `<` would let a text of the data end the script element that holds it.
    let safe = |json: &str| json.replace('<', "\\u003c");
    let parts = [
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*SCRIPT*/", SCRIPT.to_owned()),
        ("/*BASEMAP*/", safe(BASEMAP)),
        ("/*DATA*/", safe(data)),
    ];
    fill(TEMPLATE, &parts)
}

/// A number as the page needs it: whole where it is whole, else with four decimals, or six for small shares.
fn number(x: f64) -> Value {
    if !x.is_finite() {
        return Value::Null;
    }
    if x.fract() == 0.0 && x.abs() < 9e15 {
        return Value::from(x as i64);
    }
    let digits = if x.abs() < 1e-3 { 1e6 } else { 1e4 };
    Value::from((x * digits).round() / digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_every_part_is_put_in_once_and_closes_no_script() {
        let page = page(r#"{"title":"</script><b>/*STYLE*/"}"#);
        assert!(page.contains(r#"{"title":"\u003c/script>\u003cb>/*STYLE*/"}"#));
        for marker in ["/*FONTS*/", "/*SCRIPT*/", "/*BASEMAP*/", "/*DATA*/"] {
            assert!(TEMPLATE.contains(marker) && !page.contains(marker), "{marker}");
        }
    }
}
