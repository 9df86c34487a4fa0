//! The record beside the run: each observation with what this run has for the same quantity, place and days.
//!
//! `evidence/measures.csv` says which of the model's measures a series is compared with. Where the page draws a line for
//! that measure, the observation is drawn over it; elsewhere the run's value is worked out here, from the tables.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use run::record::measure::{Measure, is_unverified, measures};
use scenario::{EvidenceRow, Loaded};
use serde_json::{Value, json};

use super::councils::{self, Councils};
use super::happened::Event;
use super::number;
use super::places::ByPlace;
use super::series::Leanings;
use super::words::Words;
use run::run_data::RunData;

/// The parts of the run that observations are compared with.
pub(super) struct Seen<'a> {
    pub run: &'a RunData,
    pub by_place: &'a ByPlace,
    pub leanings: &'a Leanings,
    pub councils: &'a Councils,
    pub events: &'a [Event],
    pub words: &'a Words,
}

/// Daily series of the page, by measure: those that it draws for the capital and for the country.
const DRAWN: [&str; 7] = ["strikers", "in_street", "armed", "soldiers_refusing", "dead", "wounded", "councils"];

/// Measures that are a date or a count of events: a page of days has no line for them.
const SCORED_ONLY: [&str; 2] = ["council_founded", "peasant_events"];

/// The observations of the run's days, and those that nothing in the run answers to, in words.
pub(super) fn record(seen: &Seen<'_>, loaded: &Loaded) -> (Value, Value) {
    let measures = measures(loaded);
    let (first, last) = seen.run.span();
    let mut points = Vec::new();
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &loaded.evidence {
        let Some(measure) = measures.get(&(row.series.as_str(), row.place.as_str())) else { continue };
        // What is compared with the last day of a run is polled soon after it.
        let is_near = row.date_start <= last.plus(30) && row.date_end >= first;
        if measure.name == "none" || measure.name.is_empty() {
            *left_out.entry(measure.note).or_default() += 1;
        } else if SCORED_ONLY.contains(&measure.name) {
            *left_out.entry("scored by `tauride score`, not drawn here").or_default() += 1;
        } else if is_near {
            points.push(point(seen, row, measure, loaded));
        }
    }
    let unmeasured = left_out
        .into_iter()
        .map(|(why, n)| {
            let why = if why.is_empty() { "no counterpart among the measures" } else { why };
            json!(format!("{n} {}: {why}.", if n == 1 { "observation" } else { "observations" }))
        })
        .collect();
    (Value::Array(points), unmeasured)
}

fn point(seen: &Seen<'_>, row: &EvidenceRow, measure: &Measure<'_>, loaded: &Loaded) -> Value {
    let scaled = |x: f64| number(x * measure.scale);
    let (name, simulated) = counterpart(seen, row, measure.name, loaded);
    let mut point = json!({
        "measure": name,
        "date_start": row.date_start.iso(Calendar::NewStyle),
        "date_end": row.date_end.iso(Calendar::NewStyle),
        "value": scaled(row.value),
        "low": row.low.map(scaled),
        "high": row.high.map(scaled),
        "unit": measure.unit,
        "source": row.source,
        "confidence": row.confidence.to_string(),
        "label": measure.label,
        "note": if measure.note.is_empty() { &row.note } else { measure.note },
        "verified": !is_unverified(row),
    });
    if let Some(simulated) = simulated {
        point["simulated"] = number(simulated);
    }
    point
}

/// The page's name of a measure at a place, and this run's value where the page cannot find it itself.
fn counterpart(seen: &Seen<'_>, row: &EvidenceRow, measure: &str, loaded: &Loaded) -> (String, Option<f64>) {
    let run = seen.run;
    let (kind, party_id) = measure.split_once(':').unwrap_or((measure, ""));
    let party = run.parties.iter().position(|party| party == party_id);
    let is_country = row.place == "russia" || row.place == "all";
    let place = run.place(&row.place);
    let own_name = || {
        let place = match place {
            Some(place) => run.places[place].name.clone(),
            None if is_country => "the country".to_owned(),
            None => row.place.replace('_', " "),
        };
        let what = seen.words.measure(kind);
        match party.and_then(|party| loaded.spec.parties.get(party)) {
            Some(party) => format!("{what}: {}, {place}", party.name),
            None => format!("{what}, {place}"),
        }
    };
    let last_day = run.index(row.date_end.0).or_else(|| run.n_days().checked_sub(1));
    match kind {
        kind if DRAWN.contains(&kind) && place == Some(run.capital) && kind != "councils" => {
            (format!("capital.{kind}"), None)
        }
        // The militia counted actions, the model counts villagers who act: the two cannot stand on one axis.
        "peasant_actions" => (own_name(), None),
        kind if DRAWN.contains(&kind) && is_country => (format!("national.{kind}"), None),
        "council_seats_share" => (format!("council_seats.{}.{party_id}", row.place), None),
        "council_seats" => {
            let seats = || {
                let council = seen.councils.of(run.town_of(place?))?;
                Some(council.seats(last_day?, party?)?.0)
            };
            (own_name(), seats())
        }
        "vote_share" => {
            let share = || match (is_country, place) {
                (false, None) => None,
                (_, place) => seen.leanings.vote_share(run, place, party?, last_day?),
            };
            (own_name(), share())
        }
        "congress_share" => {
            let share = last_day.and_then(|day| councils::congress_share(seen.events, party_id, day));
            (own_name(), share)
        }
        "councils" => {
            let exist = |place| Some(seen.councils.existing(last_day?, |p| run.is_in(p, place)) as f64);
            (own_name(), place.map(|place| run.town_of(place)).and_then(exist))
        }
        _ => (own_name(), place.and_then(|place| of_place(seen, row, kind, place))),
    }
}

/// The value at a place that the page draws no line for.
fn of_place(seen: &Seen<'_>, row: &EvidenceRow, kind: &str, place: usize) -> Option<f64> {
    let (first, last) = seen.run.span();
    let from = seen.run.index(row.date_start.max(first).0)?;
    let to = seen.run.index(row.date_end.min(last).0)?;
    let values = match kind {
        "strikers" => &seen.by_place.strikers,
        "in_street" => &seen.by_place.in_street,
        "armed" => &seen.by_place.armed,
        "soldiers_refusing" => &seen.by_place.refusing,
        "dead" => &seen.by_place.dead,
        _ => return None,
    };
    let on = |day: usize| f64::from(values[day][place]);
    match kind {
        // Counted since the start, so what an interval adds is a difference.
        "dead" => Some(on(to) - from.checked_sub(1).map_or(0.0, on)),
        _ => (from..=to).map(on).reduce(f64::max),
    }
}
