//! The report of a finished run: one HTML page that needs nothing else, made from the run's tables and its scenario.
//!
//! Here its data are put together, as one JSON object ([`data`]):
//!
//! - `series`: what is drawn over the days;
//! - `places`: what is drawn on the map;
//! - `happened`: events, milestones, elections, governments;
//! - `observed`: the record beside the run;
//! - `patterns`: which of the patterns hold;
//! - `inputs`: what went in, and how sure it is.

mod councils;
mod data;
mod happened;
mod inputs;
mod observed;
mod patterns;
mod places;
mod series;

use std::collections::BTreeMap;
use std::path::Path;

use engine::calendar::{Calendar, Day};
use scenario::Loaded;
use society::OutcomeKind;

use crate::page;
use crate::written::Written;
use data::{About, Outcome, RunPage};
use run::Error;
use run::index;
use run::manifest::{Manifest, REPORT, report_path};
use run::record::rows::Record;
use run::replay::look_again;
use run::run_data::RunData;
use run::store;

/// Writes the report of a finished run of this scenario.
///
/// # Errors
/// When a table cannot be read or the page cannot be written.
pub fn write(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<Written, Error> {
    let has_changed = loaded.content_hash != manifest.identity.scenario_hash;
    let note = has_changed.then(|| {
        "the scenario has changed since this run: inputs and record in the report are those of today".to_owned()
    });
    let data = serde_json::to_value(data(dir, manifest, loaded)?).expect("its maps have texts as keys");
    let path = report_path(dir);
    store::write_whole(&path, page::page(&data, loaded.basemap.as_deref()).as_bytes())?;
    index::note(dir, &[REPORT])?;
    Ok(Written { path, score: None, note })
}

/// The whole data of the page.
fn data(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<RunPage, Error> {
    let run = RunData::read(dir, manifest, loaded)?;
    let councils = councils::read(&run)?;
    let events = happened::read_events(&run)?;
    let asked = Record::until(loaded, run.span().1);
    let seen = look_again(&run, loaded, &asked.questions)?;
    let milestones = happened::milestones(&seen.dates, loaded);
    let (elections, n_elections) = happened::elections(&run)?;
    let scopes = series::scopes(&run, loaded)?;
    let leanings = series::leanings(&run, loaded)?;
    let weeks = places::weeks(&run);
    let by_place = places::read(&run)?;
    let (record, unmeasured) = observed::record(&run, loaded, &asked, &seen.answers);
    let capital = &run.places[run.capital];
    let outcome = manifest.outcome.as_ref().and_then(|outcome| {
        Some(Outcome {
            kind: outcome.kind.clone(),
            day: Day::parse(Calendar::NewStyle, &outcome.date)?.0,
            sentence: words::Words::english().outcome(
                OutcomeKind::from_word(&outcome.kind)?,
                &run.long_date(&outcome.date),
                &capital.name,
            ),
        })
    });
    Ok(RunPage {
        kind: "run",
        title: manifest.title.clone(),
        summary: manifest.summary.clone(),
        calendar: manifest.calendar.clone(),
        names: names(&run),
        about: about(manifest),
        start: run.day(0).0,
        days: run.n_days(),
        capital: capital.id.clone(),
        outcome,
        map_weeks: places::map_weeks(&weeks, &milestones, &run),
        milestones,
        governments: scopes.get("national").map_or(Vec::new(), |scope| scope.governments.clone()),
        scopes: scopes.iter().map(|(name, scope)| (name.clone(), scope.courses())).collect(),
        councils: councils::daily(&run, &councils),
        congresses: councils::congresses(&run)?,
        leanings: leanings.groups(&run),
        display: loaded.display.clone(),
        places: places::list(&run, &loaded.display),
        by_place: by_place.weeks(&run, &weeks, &councils),
        weeks,
        n_events: events.len(),
        events: happened::events(&run, &events),
        elections,
        n_elections,
        record,
        unmeasured,
        patterns: patterns::patterns(&seen.findings, loaded),
        inputs: inputs::files(loaded),
        unverified: inputs::unverified(loaded),
        sources: inputs::sources(loaded),
        parameters: inputs::parameters(manifest, loaded),
        repeat: inputs::repeat(manifest, dir),
    })
}

/// What identifies the run.
fn about(manifest: &Manifest) -> About {
    About {
        scenario: manifest.identity.scenario.clone(),
        seed: manifest.identity.seed,
        scale: manifest.identity.scale.clone(),
        version: manifest.identity.version.clone(),
        digest: manifest.digest.clone(),
        wall_seconds: manifest.wall_seconds,
        command: manifest.command.clone(),
        persons: manifest.persons,
        cells: manifest.cells,
        places: manifest.places,
        what_ifs: manifest.identity.interventions.iter().map(|what_if| what_if.title.clone()).collect(),
    }
}

/// Names of places.
fn names(run: &RunData) -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let places = run.places.iter().map(|place| (place.id.clone(), place.name.clone()));
    BTreeMap::from([("place", places.collect())])
}
