//! What is the same for every world of a scenario, as one JSON object: places, parties, the record and its sources,
//! what-ifs, parameters and mechanisms. TypeScript has these types from here (`web/src/types/page.ts`, which a test writes).
//!
//! Days are counted from the scenario's first; places, parties and classes are positions in their lists.

use std::collections::{BTreeMap, BTreeSet};

use engine::calendar::Calendar;
use observables::dates::DECLARED;
use observables::question::Kind;
use run::record::measure::{is_remembered, measures};
use run::record::observed::observed;
use run::record::rows::Record;
use run::record_dates;
use scenario::{Display, FIELDS, Loaded, interventions};
use serde::Serialize;
use society::spec::{ISSUES, LinkKind, MECHANISMS, Section, Spec};
use society::tables::{ELECTION_KINDS, EVENT_KINDS, RESOLUTIONS};
#[cfg(test)]
use ts_rs::TS;

use crate::kept;
use crate::request::opening_scale;
use run::scale::persons;

/// What all worlds of a scenario share.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Stage {
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// What it is, in a sentence or two.
    pub summary: String,
    /// The calendar that it is dated by: `old` or `new`.
    #[cfg_attr(test, ts(type = "\"old\" | \"new\""))]
    pub calendar: &'static str,
    /// First day, as days since 1 January 1970.
    pub start: i32,
    /// Days from the first to the last.
    pub days: i32,
    /// The N of the scale 1:N of the world that a page opens with: the finest that a browser computes within seconds.
    pub scale: u32,
    /// The capital.
    pub capital: usize,
    /// How the case is shown: its parties, in the order of every list of them, and its maps.
    #[cfg_attr(test, ts(type = "import(\"./display\").Display"))]
    pub display: Display,
    /// What lies under the maps; null where nothing does.
    #[cfg_attr(test, ts(type = "unknown"))]
    pub basemap: Option<serde_json::Value>,
    /// Places, those that hold others before or after them.
    pub places: Vec<Place>,
    /// Railways: pairs of places.
    pub links: Vec<[usize; 2]>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Demands on whoever governs, in the order of every list of them.
    pub issues: Vec<&'static str>,
    /// Kinds of event, by their code in a film.
    pub event_kinds: Vec<&'static str>,
    /// Kinds of election, by their code.
    pub election_kinds: Vec<&'static str>,
    /// Resolutions of councils on power, by their code.
    pub resolutions: Vec<&'static str>,
    /// What-ifs that come with the scenario.
    pub what_ifs: Vec<WhatIf>,
    /// Numbers of behaviour that a setting may change.
    pub parameters: Vec<Parameter>,
    /// Mechanisms that a setting may switch.
    pub mechanisms: Vec<Mechanism>,
    /// Sets of parameters of the scenario's calibration; null where there is none.
    pub posterior: Option<usize>,
    /// Observations that something in a world answers to; a film has its answers in this order.
    pub record: Vec<Observation>,
    /// Dates of a world; a film has its days in this order.
    pub dates: Vec<Date>,
    /// Sources that something here names, by their key.
    pub sources: BTreeMap<String, Source>,
}

/// A place.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Place {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its own name, in the language of the country.
    pub own_name: String,
    /// `province`, `county`, `town`, `base`, `district` or `front`.
    pub kind: &'static str,
    /// The place that holds it.
    pub parent: Option<usize>,
    /// Latitude, degrees.
    pub lat: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Persons.
    pub people: u64,
    /// Whether no source confirms its population.
    pub unverified: bool,
}

/// A class.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Class {
    /// Name.
    pub name: String,
    /// What its members can do, in a word of the model: `worker`, `peasant`.
    pub role: String,
    /// Whether they bear arms under command.
    pub armed: bool,
    /// Whether they live in villages.
    pub rural: bool,
    /// The section of the council to which they elect: `workers`, `soldiers` or `peasants`; null for none.
    pub section: Option<&'static str>,
}

/// A what-if.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct WhatIf {
    /// Name by which it is asked for.
    pub name: String,
    /// Title.
    pub title: String,
    /// Sources that considered it.
    pub considered: String,
    /// Where it is discussed.
    pub document: String,
    /// What it changes: kinds of change, as `tauride list` names them, each once.
    pub kinds: Vec<String>,
    /// The six things that a counterfactual says of itself, by their key.
    pub fields: BTreeMap<String, String>,
    /// Whether it is only a sketch.
    pub sketch: bool,
    /// Whether it rests on values that no source confirms.
    pub unverified: bool,
}

/// A number of behaviour, with the scenario's own value.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Parameter {
    /// Key by which it is set.
    pub key: String,
    /// Unit.
    pub unit: String,
    /// Meaning.
    pub meaning: String,
    /// Key of its source.
    pub source: String,
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// The scenario's own value.
    pub value: f64,
}

/// A mechanism.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Mechanism {
    /// Name by which it is switched.
    pub name: String,
    /// Meaning.
    pub meaning: String,
    /// Whether the scenario has it on.
    pub on: bool,
}

/// An observation of the record.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Observation {
    /// Identifier of the observable, as in `tauride list observables`.
    pub observable: String,
    /// What is measured, in words.
    pub what: String,
    /// The number of a day behind it, where it is one of those of a film.
    pub quantity: Option<&'static str>,
    /// Where; null for the country.
    pub place: Option<usize>,
    /// Of which party, where it is of one.
    pub party: Option<usize>,
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: i32,
    /// What was observed, in the unit; of the unit `day`, a day.
    pub value: f64,
    /// Lower end of its range.
    pub low: Option<f64>,
    /// Upper end of its range.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
    /// What the record's series is called.
    pub label: String,
    /// Keys of its sources.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// A, B or C.
    pub confidence: String,
    /// How the record's reporting differs; what the source says.
    pub note: String,
    /// Whether a source confirms it.
    pub verified: bool,
}

/// A date of a world, and the record's.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts", rename = "StageDate"))]
pub struct Date {
    /// Identifier.
    pub id: &'static str,
    /// What happens on it.
    pub title: &'static str,
    /// How it is found.
    pub meaning: &'static str,
    /// The record's day, where a row of it names the date.
    pub record_day: Option<i32>,
    /// What the record says happened.
    pub record_text: String,
    /// Key of its source.
    pub record_source: String,
}

/// An entry of the bibliography.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "page.ts"))]
pub struct Source {
    /// Author.
    pub author: String,
    /// Title.
    pub title: String,
    /// Year as printed.
    pub year: String,
    /// Address, or empty.
    pub url: String,
}

/// The stage of a bundled scenario, as JSON; without a name, of the main one.
///
/// # Errors
/// When there is no such scenario.
pub fn of(name: &str) -> Result<String, String> {
    let first = kept::first();
    let loaded = kept::scenario(if name.is_empty() { &first } else { name })?;
    Ok(serde_json::to_string(&stage(&loaded)).expect("its maps have texts as keys"))
}

/// The stage of a scenario.
pub fn stage(loaded: &Loaded) -> Stage {
    let spec = &loaded.spec;
    let record = record(loaded);
    let dates = dates(loaded);
    let named = record.iter().map(|row| &row.source).chain(dates.iter().map(|date| &date.record_source));
    let mut wanted: BTreeSet<String> = named.cloned().collect();
    wanted.extend(interventions(loaded).into_iter().map(|what_if| what_if.considered));
    wanted.extend(loaded.display.page.tour.iter().map(|moment| moment.source.clone()));
    let is_wanted = |key: &str| wanted.iter().any(|keys| keys.split([';', ' ', ',']).any(|one| one == key));
    let source = |s: &scenario::SourceEntry| Source {
        author: s.author.clone(),
        title: s.title.clone(),
        year: s.year.clone(),
        url: s.url.clone(),
    };
    let class = |class: &society::spec::ClassSpec| Class {
        name: class.name.clone(),
        role: class.role.clone(),
        armed: class.does.bear_arms(),
        rural: class.does.live_in_villages(),
        section: class.section.map(Section::word),
    };
    Stage {
        scenario: loaded.id.clone(),
        title: loaded.title.clone(),
        summary: loaded.summary.clone(),
        calendar: if loaded.calendar == Calendar::OldStyle { "old" } else { "new" },
        start: spec.start.0,
        days: spec.end.since(spec.start) + 1,
        scale: opening_scale(persons(loaded)),
        capital: spec.capital,
        places: places(loaded),
        links: links(spec),
        display: loaded.display.clone(),
        basemap: loaded
            .basemap
            .as_ref()
            .map(|text| serde_json::from_str(text).expect("the scenario's reader parsed it")),
        classes: spec.classes.iter().map(class).collect(),
        issues: ISSUES.to_vec(),
        event_kinds: EVENT_KINDS.to_vec(),
        election_kinds: ELECTION_KINDS.to_vec(),
        resolutions: RESOLUTIONS.to_vec(),
        what_ifs: what_ifs(loaded),
        parameters: parameters(spec),
        mechanisms: mechanisms(spec),
        posterior: loaded.posterior.as_ref().map(|_| spec.draws.as_ref().map_or(0, |draws| draws.sets.len())),
        record,
        dates,
        sources: loaded.sources.iter().filter(|s| is_wanted(&s.key)).map(|s| (s.key.clone(), source(s))).collect(),
    }
}

fn places(loaded: &Loaded) -> Vec<Place> {
    let spec = &loaded.spec;
    let mut people = vec![0_u64; spec.places.len()];
    for group in &spec.groups {
        let holders = std::iter::successors(Some(group.place), |place| spec.places[*place].parent);
        holders.for_each(|place| people[place] += u64::from(group.persons));
    }
    let rounded = |x: f64| (x * 1e4).round() / 1e4;
    let row = |(i, place): (usize, &society::spec::PlaceSpec)| Place {
        id: place.id.clone(),
        name: place.name.clone(),
        own_name: place.name_ru.clone(),
        kind: place.kind.word(),
        parent: place.parent,
        lat: rounded(place.lat),
        lon: rounded(loaded.display.longitude(place.lon)),
        people: people[i],
        unverified: place.unverified,
    };
    spec.places.iter().enumerate().map(row).collect()
}

fn links(spec: &Spec) -> Vec<[usize; 2]> {
    let rails = spec.links.iter().filter(|link| link.kind == LinkKind::Rail);
    let pairs: BTreeSet<[usize; 2]> = rails.map(|link| [link.from.min(link.to), link.from.max(link.to)]).collect();
    pairs.into_iter().collect()
}

fn what_ifs(loaded: &Loaded) -> Vec<WhatIf> {
    let row = |what_if: scenario::Intervention| WhatIf {
        sketch: what_if.is_sketch(),
        unverified: what_if.is_unverified(),
        fields: FIELDS.iter().zip(&what_if.fields).map(|((key, _), text)| ((*key).to_owned(), text.clone())).collect(),
        name: what_if.name,
        kinds: what_if.kinds,
        title: what_if.title,
        considered: what_if.considered,
        document: what_if.document,
    };
    interventions(loaded).into_iter().map(row).collect()
}

fn parameters(spec: &Spec) -> Vec<Parameter> {
    let row = |declared: &engine::param::ParamDecl| Parameter {
        key: declared.key.to_owned(),
        unit: declared.unit.to_owned(),
        meaning: declared.meaning.to_owned(),
        source: declared.source.to_owned(),
        low: declared.low,
        high: declared.high,
        value: spec.rules.get(declared.key).unwrap_or(declared.default),
    };
    spec.rules.declared().into_iter().map(row).collect()
}

fn mechanisms(spec: &Spec) -> Vec<Mechanism> {
    let row = |(name, meaning): &(&str, &str)| Mechanism {
        name: (*name).to_owned(),
        meaning: (*meaning).to_owned(),
        on: spec.switches.is_on(name),
    };
    MECHANISMS.iter().map(row).collect()
}

/// Observations that something in a world answers to, in the order of the record; its dates stand among [`dates`].
fn record(loaded: &Loaded) -> Vec<Observation> {
    let asked = Record::of(loaded);
    let measures = measures(loaded);
    let start = loaded.spec.start;
    let rows = observed(loaded, &asked, &[]).into_iter().filter_map(|row| {
        let question = row.question.filter(|question| !matches!(question.kind, Kind::Date(_)))?;
        // A day is counted from the first, as all days of the page.
        let since = if row.unit == "day" { f64::from(start.0) } else { 0.0 };
        Some(Observation {
            observable: row.observable,
            what: question.kind.title().to_owned(),
            quantity: question.kind.quantity().map(|quantity| quantity.id),
            place: question.scope.place(),
            party: row.parties.first().copied().filter(|_| row.parties.len() == 1),
            from: row.from.since(start),
            to: row.to.since(start),
            value: number(row.value - since),
            low: row.low.map(|low| number(low - since)),
            high: row.high.map(|high| number(high - since)),
            unit: row.unit.to_owned(),
            label: measures.get(&(row.series, row.place)).map_or(String::new(), |measure| measure.label.to_owned()),
            source: row.source.to_owned(),
            locator: row.locator.to_owned(),
            confidence: row.confidence.to_string(),
            note: row.note,
            verified: !is_remembered(row.source) && row.confidence != 'C',
        })
    });
    rows.collect()
}

/// Six digits that count.
pub(crate) fn number(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

fn dates(loaded: &Loaded) -> Vec<Date> {
    let row = |declared: &observables::dates::DateDecl| {
        let event = record_dates::event_of(loaded, declared.date);
        Date {
            id: declared.date.word(),
            title: declared.title,
            meaning: declared.meaning,
            record_day: event.map(|event| event.day.since(loaded.spec.start)),
            record_text: event.map_or(String::new(), |event| event.event.clone()),
            record_source: event.map_or(String::new(), |event| event.source.clone()),
        }
    };
    DECLARED.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_stage_names_the_source_of_each_observation() {
        let stage = stage(&kept::scenario("russia-1917").expect("it comes with the program"));
        assert!(stage.record.len() > 50);
        for row in &stage.record {
            let is_known = |key: &str| {
                stage.sources.contains_key(key) || matches!(key, "" | "assumed" | "computed" | "memory" | "recalled")
            };
            assert!(row.source.split([';', ' ', ',']).all(is_known), "{}", row.source);
        }
        assert!(stage.links.len() > 100);
        assert!(of("russia-1918").is_err());
        assert!(stage.parameters.len() > 30 && stage.mechanisms.len() == MECHANISMS.len());
        for row in &stage.parameters {
            assert!(row.low <= row.value && row.value <= row.high, "{}", row.key);
        }
    }

    #[test]
    fn law_numbers_keep_six_digits() {
        assert_eq!(number(0.123_456_789), 0.123_457);
        assert_eq!(number(66_000.0), 66_000.0);
    }
}
