//! The record beside the run: each observation with what this run has for the same quantity, place and days.
//!
//! The run's values are the answers of the registry of observables; where the page draws a course of the quantity behind an
//! observation, the observation is drawn over it too.

use std::collections::BTreeMap;

use observables::question::{Kind, Scope};
use run::record::measure::is_remembered;
use run::record::observed::Observed;
use scenario::Loaded;

use super::data::{Number, Observation};

/// The observations that a world can be asked, and, in sentences, how many others there are and why not.
pub(super) fn record(observed: &[Observed<'_>], loaded: &Loaded) -> (Vec<Observation>, Vec<String>) {
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    observed.iter().filter(|one| one.question.is_none()).for_each(|one| {
        *left_out.entry(one.why_none.as_str()).or_default() += 1;
    });
    let sentence =
        |(why, n): (&str, usize)| format!("{n} {}: {why}.", if n == 1 { "observation" } else { "observations" });
    let points = observed.iter().filter_map(|one| point(one, loaded)).collect();
    (points, left_out.into_iter().map(sentence).collect())
}

fn point(one: &Observed<'_>, loaded: &Loaded) -> Option<Observation> {
    let question = one.question?;
    // The dates of the year stand among the milestones.
    if matches!(question.kind, Kind::Date(_)) {
        return None;
    }
    let spec = &loaded.spec;
    let place = match question.scope {
        Scope::Country => "the country",
        Scope::Place(place) => &spec.places[place].name,
    };
    let scope = match question.scope {
        Scope::Country => Some("national"),
        Scope::Place(place) if place == spec.capital => Some("capital"),
        Scope::Place(_) => None,
    };
    let course = scope.zip(question.kind.quantity()).map(|(scope, quantity)| format!("{scope}.{}", quantity.id));
    Some(Observation {
        group: format!("{}, {place}", question.kind.title()),
        party: one.party.map(|party| spec.parties[party].id.clone()),
        course,
        from: one.from.0,
        to: one.to.0,
        value: Number(one.value),
        low: one.low.map(Number),
        high: one.high.map(Number),
        unit: one.unit.to_owned(),
        simulated: one.simulated.map(Number),
        label: one.title.clone(),
        source: one.source.to_owned(),
        confidence: one.confidence.to_string(),
        note: one.note.clone(),
        verified: !is_remembered(one.source) && one.confidence != 'C',
    })
}
