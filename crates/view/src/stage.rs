//! What is the same for every world of a scenario, as one JSON object: places, parties, the record and its sources,
//! what-ifs, parameters and mechanisms.
//!
//! Days are counted from the scenario's first; places are positions in `places`.

use std::collections::{BTreeMap, BTreeSet};

use engine::calendar::{Calendar, Day};
use scenario::{EvidenceRow, FIELDS, Loaded, interventions};
use serde_json::{Map, Value, json};
use society::events::EventResult;
use society::spec::{ISSUES, LinkKind, MECHANISMS, PLACE_KINDS, Spec};
use society::tables::{ELECTION_KINDS, EVENT_KINDS, RESOLUTIONS, SCOPES};

use crate::kept;

/// Days before the first and after the last within which the record is shown: what is polled soon after is compared with the end.
const DAYS_AROUND: i32 = 30;

/// The stage of a bundled scenario.
///
/// # Errors
/// When there is no such scenario.
pub fn of(name: &str) -> Result<Value, String> {
    let loaded = kept::scenario(name)?;
    Ok(stage(&loaded))
}

/// The stage of a scenario.
pub fn stage(loaded: &Loaded) -> Value {
    let spec = &loaded.spec;
    let record = record(loaded);
    let events = events(loaded);
    let named = |rows: &[Value]| rows.iter().filter_map(|row| row["source"].as_str().map(str::to_owned)).collect();
    let mut wanted: BTreeSet<String> = named(&record);
    wanted.extend::<BTreeSet<String>>(named(&events));
    let considered = interventions(loaded)
        .into_iter()
        .flat_map(|what_if| what_if.considered.split([';', ' ', ',']).map(str::to_owned).collect::<Vec<_>>());
    wanted.extend(considered);
    let sources: Map<String, Value> = loaded
        .sources
        .iter()
        .filter(|source| wanted.iter().any(|keys| keys.split([';', ' ', ',']).any(|key| key == source.key)))
        .map(|s| (s.key.clone(), json!({ "author": s.author, "title": s.title, "year": s.year, "url": s.url })))
        .collect();
    json!({
        "scenario": loaded.id,
        "title": loaded.title,
        "summary": loaded.summary,
        "old_style": loaded.calendar == Calendar::OldStyle,
        "start": spec.start.0,
        "days": spec.end.since(spec.start) + 1,
        "capital": spec.capital,
        "places": places(loaded),
        "links": links(spec),
        "parties": spec.parties.iter().map(|p| json!({ "id": p.id, "name": p.name, "short": p.short })).collect::<Vec<_>>(),
        "classes": spec.classes.iter().map(|class| json!({ "id": class.id, "name": class.name })).collect::<Vec<_>>(),
        "issues": ISSUES,
        "event_kinds": EVENT_KINDS,
        "event_results": EventResult::WORDS,
        "election_kinds": ELECTION_KINDS,
        "resolutions": RESOLUTIONS,
        "scopes": SCOPES,
        "what_ifs": what_ifs(loaded),
        "parameters": parameters(spec),
        "mechanisms": mechanisms(spec),
        "posterior": loaded.posterior.as_ref().map(|_| spec.draws.as_ref().map_or(0, |draws| draws.sets.len())),
        "record": record,
        "record_events": events,
        "sources": sources,
    })
}

fn places(loaded: &Loaded) -> Vec<Value> {
    let spec = &loaded.spec;
    let mut people = vec![0_u64; spec.places.len()];
    for group in &spec.groups {
        let holders = std::iter::successors(Some(group.place), |place| spec.places[*place].parent);
        holders.for_each(|place| people[place] += u64::from(group.persons));
    }
    let rounded = |x: f64| (x * 1e4).round() / 1e4;
    let row = |(i, place): (usize, &society::spec::PlaceSpec)| {
        let kind = PLACE_KINDS.iter().find(|(_, kind)| *kind == place.kind).map_or("", |(word, _)| *word);
        json!({
            "id": place.id, "name": place.name, "ru": place.name_ru, "kind": kind, "parent": place.parent,
            "lat": rounded(place.lat), "lon": rounded(place.lon), "people": people[i], "unverified": place.unverified,
        })
    };
    spec.places.iter().enumerate().map(row).collect()
}

/// Railways: pairs of places.
fn links(spec: &Spec) -> Vec<[usize; 2]> {
    let rails = spec.links.iter().filter(|link| link.kind == LinkKind::Rail);
    let pairs: BTreeSet<[usize; 2]> = rails.map(|link| [link.from.min(link.to), link.from.max(link.to)]).collect();
    pairs.into_iter().collect()
}

fn what_ifs(loaded: &Loaded) -> Vec<Value> {
    let row = |what_if: scenario::Intervention| {
        let fields: Map<String, Value> =
            FIELDS.iter().zip(&what_if.fields).map(|((key, _), text)| ((*key).to_owned(), json!(text))).collect();
        json!({
            "name": what_if.name, "title": what_if.title, "considered": what_if.considered,
            "document": what_if.document, "fields": fields,
            "sketch": what_if.is_sketch(), "unverified": what_if.is_unverified(),
        })
    };
    interventions(loaded).into_iter().map(row).collect()
}

/// What a setting may change, in the order of the declarations, with the scenario's own value.
fn parameters(spec: &Spec) -> Vec<Value> {
    let row = |declared: &engine::param::ParamDecl| {
        json!({
            "key": declared.key, "unit": declared.unit, "meaning": declared.meaning, "source": declared.source,
            "low": declared.low, "high": declared.high,
            "value": spec.rules.get(declared.key).unwrap_or(declared.default),
        })
    };
    spec.rules.declared().into_iter().map(row).collect()
}

fn mechanisms(spec: &Spec) -> Vec<Value> {
    let row =
        |(name, meaning): &(&str, &str)| json!({ "name": name, "meaning": meaning, "on": spec.switches.is_on(name) });
    MECHANISMS.iter().map(row).collect()
}

/// Observations that something in a world answers to.
fn record(loaded: &Loaded) -> Vec<Value> {
    let table = &loaded.measures;
    let measures: BTreeMap<(&str, &str), usize> =
        (0..table.rows.len()).map(|row| ((table.field(row, "series"), table.field(row, "place")), row)).collect();
    let spec = &loaded.spec;
    let place_of = |row: &EvidenceRow| spec.places.iter().position(|place| place.id == row.place);
    let point = |row: &EvidenceRow| {
        let measure = *measures.get(&(row.series.as_str(), row.place.as_str()))?;
        let name = table.field(measure, "measure");
        let is_near = row.date_start <= spec.end.plus(DAYS_AROUND) && row.date_end >= spec.start.plus(-DAYS_AROUND);
        if name.is_empty() || name == "none" || !is_near {
            return None;
        }
        let is_country = matches!(row.place.as_str(), "russia" | "all");
        let place = place_of(row);
        if place.is_none() && !is_country {
            return None;
        }
        let scale: f64 = table.field(measure, "scale").parse().unwrap_or(1.0);
        let note = table.field(measure, "note");
        Some(json!({
            "measure": name,
            "series": row.series,
            "place": place,
            "from": row.date_start.since(spec.start),
            "to": row.date_end.since(spec.start),
            "value": number(row.value * scale),
            "low": row.low.map(|x| number(x * scale)),
            "high": row.high.map(|x| number(x * scale)),
            "label": table.field(measure, "label"),
            "unit": table.field(measure, "unit"),
            "source": row.source,
            "locator": row.locator,
            "confidence": row.confidence.to_string(),
            "note": joined(note, &row.note),
            "verified": !matches!(row.source.as_str(), "" | "recalled" | "memory") && row.confidence != 'C',
        }))
    };
    loaded.evidence.iter().filter_map(point).collect()
}

fn joined(one: &str, other: &str) -> String {
    let both: Vec<&str> = [one, other].into_iter().filter(|text| !text.is_empty()).collect();
    both.join("; ")
}

/// Six digits that count.
fn number(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

fn events(loaded: &Loaded) -> Vec<Value> {
    let spec = &loaded.spec;
    let is_near = |day: Day| day >= spec.start && day <= spec.end;
    let rows = loaded.events.iter().filter(|row| is_near(row.day));
    rows.map(|row| {
        json!({
            "day": row.day.since(spec.start),
            "place": spec.places.iter().position(|place| place.id == row.place),
            "place_id": row.place,
            "text": row.event, "kind": row.kind, "source": row.source, "locator": row.locator,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_stage_names_the_source_of_each_observation() {
        let stage = of("russia-1917").expect("it comes with the program");
        let record = stage["record"].as_array().expect("a list");
        assert!(record.len() > 50);
        for row in record {
            let keys = row["source"].as_str().expect("a text");
            let is_known = |key: &str| {
                stage["sources"].get(key).is_some()
                    || matches!(key, "" | "assumed" | "computed" | "memory" | "recalled")
            };
            assert!(keys.split([';', ' ', ',']).all(is_known), "{keys}");
        }
        assert!(stage["links"].as_array().is_some_and(|links| links.len() > 100));
        assert!(of("russia-1918").is_err());
        let parameters = stage["parameters"].as_array().expect("a list");
        assert!(
            parameters.len() > 30 && stage["mechanisms"].as_array().is_some_and(|list| list.len() == MECHANISMS.len())
        );
        for row in parameters {
            let [low, value, high] = ["low", "value", "high"].map(|key| row[key].as_f64().expect("a number"));
            assert!(low <= value && value <= high, "{}", row["key"]);
        }
    }

    #[test]
    fn law_numbers_keep_six_digits() {
        assert_eq!(number(0.123_456_789), 0.123_457);
        assert_eq!(number(66_000.0), 66_000.0);
    }
}
