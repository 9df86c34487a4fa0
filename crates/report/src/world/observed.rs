//! The record beside the run: each observation with what this run has for the same quantity, place and days.
//!
//! The values are those of the registry of observables, as the table `observations` and the score have them.

use std::collections::BTreeMap;

use observables::quantity::Course;
use observables::question::{Kind, Question, Scope};
use observables::record_observer::Answer;
use run::record::measure::{is_remembered, measures};
use run::record::observed::{Observed, observed};
use run::record::rows::Record;
use run::run_data::RunData;
use scenario::Loaded;
use society::spec::{PlaceKind, PlaceSpec};

use super::data::{Number, Observation};

/// The observations of the run's days, and in sentences those that nothing in the run answers to.
pub(super) fn record(
    run: &RunData,
    loaded: &Loaded,
    record: &Record,
    answers: &[Answer],
) -> (Vec<Observation>, Vec<String>) {
    let measures = measures(loaded);
    let mut points = Vec::new();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    for of in observed(loaded, record, answers) {
        let Some(question) = of.question.clone() else {
            *left_out.entry(of.why_none).or_default() += 1;
            continue;
        };
        // The dates of the year stand beside the run's own, among the milestones.
        if matches!(question.kind, Kind::Date(_)) {
            continue;
        }
        let label = measures.get(&(of.series, of.place)).map_or("", |measure| measure.label.as_str());
        points.push(point(run, loaded, &of, &question, label));
    }
    let unmeasured = left_out
        .into_iter()
        .map(|(why, n)| format!("{n} {}: {why}.", if n == 1 { "observation" } else { "observations" }))
        .collect();
    (points, unmeasured)
}

fn point(run: &RunData, loaded: &Loaded, of: &Observed<'_>, question: &Question, label: &str) -> Observation {
    Observation {
        what: question.kind.title().to_owned(),
        place: match &question.scope {
            Scope::Country => "the country".to_owned(),
            Scope::Places(places) => {
                places.iter().map(|place| named(&loaded.spec.places[*place])).collect::<Vec<_>>().join(", ")
            }
        },
        // A course of several parties together is drawn nowhere.
        party: <[usize; 1]>::try_from(of.parties.clone()).ok().map(|[party]| loaded.spec.parties[party].id.clone()),
        course: course(run, loaded, question),
        from: of.from.0,
        to: of.to.0,
        value: Number(of.value),
        low: of.low.map(Number),
        high: of.high.map(Number),
        unit: of.unit.to_owned(),
        simulated: of.simulated.map(Number),
        why_none: of.why_none.clone(),
        label: label.to_owned(),
        source: of.source.to_owned(),
        confidence: of.confidence.to_string(),
        note: of.note.clone(),
        verified: !is_remembered(of.source) && of.confidence != 'C',
    }
}

/// A province has the name of its town, so it says what it is.
fn named(place: &PlaceSpec) -> String {
    if place.kind == PlaceKind::Province { format!("{} province", place.name) } else { place.name.clone() }
}

/// The course of the page over which an observation is drawn: what counts from the start of the run stands on no day of it.
fn course(run: &RunData, loaded: &Loaded, question: &Question) -> Option<String> {
    let quantity = question.kind.quantity().filter(|quantity| quantity.course == Course::OfTheDay)?;
    if !question.classes.is_empty() {
        return None;
    }
    let scope = match &question.scope {
        Scope::Country => "national",
        scope => (loaded.spec.places[scope.place()?].id == run.places[run.capital].id).then_some("capital")?,
    };
    Some(format!("{scope}.{}", quantity.id))
}
