//! The record beside the run: each observation with what this run has for the same quantity, place and days.
//!
//! `evidence/measures.csv` says which of the model's measures a series is compared with. The run's value is worked out here,
//! from the tables; where the page draws a course of that measure, the observation is drawn over it too.

use std::collections::BTreeMap;

use run::record::measure::{Measure, is_unverified, measures};
use scenario::{EvidenceRow, Loaded};

use super::councils::{self, Councils, Sat};
use super::data::{Number, Observation};
use super::places::ByPlace;
use super::series::{Leanings, Scope};
use super::words::Words;
use run::run_data::RunData;

/// The parts of the run that observations are compared with.
pub(super) struct Seen<'a> {
    pub run: &'a RunData,
    pub scopes: &'a BTreeMap<String, Scope>,
    pub by_place: &'a ByPlace,
    pub leanings: &'a Leanings,
    pub councils: &'a Councils,
    pub congresses: &'a [Sat],
    pub words: &'a Words,
}

/// Daily series of the page, by measure: those that it draws for the capital and for the country.
const DRAWN: [&str; 7] = ["strikers", "in_street", "armed", "soldiers_refusing", "dead", "wounded", "councils"];

/// Measures that are a date or a count of events: a page of days has no line for them.
const SCORED_ONLY: [&str; 2] = ["council_founded", "peasant_events"];

/// The observations of the run's days, and those that nothing in the run answers to, in words.
pub(super) fn record(seen: &Seen<'_>, loaded: &Loaded) -> (Vec<Observation>, Vec<String>) {
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
            points.push(point(seen, row, measure));
        }
    }
    let unmeasured = left_out
        .into_iter()
        .map(|(why, n)| {
            let why = if why.is_empty() { "no counterpart among the measures" } else { why };
            format!("{n} {}: {why}.", if n == 1 { "observation" } else { "observations" })
        })
        .collect();
    (points, unmeasured)
}

fn point(seen: &Seen<'_>, row: &EvidenceRow, measure: &Measure<'_>) -> Observation {
    let scaled = |x: f64| Number(x * measure.scale);
    let found = counterpart(seen, row, measure.name);
    Observation {
        group: found.group,
        party: found.party,
        course: found.course,
        from: row.date_start.0,
        to: row.date_end.0,
        value: scaled(row.value),
        low: row.low.map(scaled),
        high: row.high.map(scaled),
        unit: measure.unit.to_owned(),
        simulated: found.simulated.map(Number),
        label: measure.label.to_owned(),
        source: row.source.clone(),
        confidence: row.confidence.to_string(),
        note: if measure.note.is_empty() { row.note.clone() } else { measure.note.to_owned() },
        verified: !is_unverified(row),
    }
}

/// What the run has for an observation.
struct Counterpart {
    /// Quantity and place, in words.
    group: String,
    party: Option<String>,
    /// The course that the page draws of it.
    course: Option<String>,
    simulated: Option<f64>,
}

fn counterpart(seen: &Seen<'_>, row: &EvidenceRow, measure: &str) -> Counterpart {
    let run = seen.run;
    let (kind, party_id) = measure.split_once(':').unwrap_or((measure, ""));
    let party = run.parties.iter().position(|party| party == party_id);
    let is_country = row.place == "russia" || row.place == "all";
    let place = run.place(&row.place);
    let where_ = match place {
        Some(place) => run.places[place].name.clone(),
        None if is_country => "the country".to_owned(),
        None => row.place.replace('_', " "),
    };
    let what = seen.words.measure(kind);
    let group = format!("{what}, {where_}");
    let of_party = party.map(|_| party_id.to_owned());
    let last_day = run.index(row.date_end.0).or_else(|| run.n_days().checked_sub(1));
    let seats = || {
        let council = seen.councils.of(run.town_of(place?))?;
        council.seats(last_day?, party?)
    };
    let scope = match place {
        Some(place) if place == run.capital && kind != "councils" => Some("capital"),
        None if is_country => Some("national"),
        _ => None,
    };
    if let Some(scope) = scope.filter(|_| DRAWN.contains(&kind)) {
        let simulated = seen.scopes.get(scope).and_then(|scope| reduced(run, row, kind, scope.values(kind)?));
        return Counterpart { group, party: of_party, course: Some(format!("{scope}.{kind}")), simulated };
    }
    let simulated = match kind {
        // The militia counted actions, the model counts peasants who act: the two cannot stand on one axis.
        "peasant_actions" => None,
        "council_seats_share" => seats().filter(|(_, all)| *all > 0.0).map(|(own, all)| own / all),
        "council_seats" => seats().map(|(own, _)| own),
        "vote_share" => match (is_country, place) {
            (false, None) => None,
            (_, place) => party.zip(last_day).and_then(|(party, day)| seen.leanings.vote_share(run, place, party, day)),
        },
        "congress_share" => last_day.and_then(|day| councils::congress_share(seen.congresses, party_id, day)),
        "councils" => {
            let exist = |place| Some(seen.councils.existing(last_day?, |p| run.is_in(p, place)) as f64);
            place.map(|place| run.town_of(place)).and_then(exist)
        }
        _ => place.and_then(|place| of_place(seen, row, kind, place)),
    };
    Counterpart { group, party: of_party, course: None, simulated }
}

/// A course over the days of an observation: the increase of what is counted from the start, the last day of what exists,
/// otherwise the highest day. Nothing where none of these days belongs to the run.
fn reduced(run: &RunData, row: &EvidenceRow, kind: &str, values: &[Option<f64>]) -> Option<f64> {
    let (first, last) = run.span();
    let from = run.index(row.date_start.max(first).0)?;
    let to = run.index(row.date_end.min(last).0)?;
    match kind {
        "dead" | "wounded" => Some(values[to]? - from.checked_sub(1).and_then(|day| values[day]).unwrap_or(0.0)),
        "councils" => values[to],
        _ => values[from..=to].iter().flatten().copied().reduce(f64::max),
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
