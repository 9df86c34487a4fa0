//! `[page]` and `[[tour]]` of `display.toml`: what the browser page says of a case, and the moments that it leads through.
//!
//! Read after the scenario is whole, since a moment names a day, a place, a what-if and the sources of its sentence.

use std::collections::BTreeMap;

use crate::loaded::Loaded;
use crate::loaded::display::{Moment, Page};
use crate::names::{BUILT_IN_SOURCES, DISPLAY, source_keys};
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::layers::SourceLayers;
use crate::read::raw::{ScalarKind, Value, parse_toml};
use crate::read::source::{Log, Source};

pub(crate) const PAGE_KEYS: [&str; 10] =
    ["title", "lead", "view", "councils", "government", "capital", "towns", "front", "villages", "explained"];
pub(crate) const TOUR_KEYS: [&str; 9] =
    ["date", "title", "text", "source", "question", "what_if", "view", "place", "show"];
/// Most moments of a tour: more than a visitor stands still for.
const MOST_MOMENTS: usize = 9;
const VIEWS: [(&str, &str); 2] = [("country", "country"), ("capital", "capital")];
/// What the map may be coloured by; the page names them.
const SHOWN: [(&str, &str); 7] = [
    ("authority", "authority"),
    ("acting", "acting"),
    ("party", "party"),
    ("seats", "seats"),
    ("grievance", "grievance"),
    ("trust", "trust"),
    ("turnout", "turnout"),
];

/// What the file says of the page, with general words for what is not written. A base's words are not those of a scenario that
/// is built on it: its title and its moments are its own.
pub(crate) fn read(layers: &SourceLayers, loaded: &Loaded, log: &Log) -> Page {
    let general = Page::general(&loaded.title, &loaded.summary);
    let Some(source) = layers.texts.get(DISPLAY) else { return general };
    let Some(value) = parse_toml(source, log) else { return general };
    let Some(root) = Entries::of(source, DISPLAY, &value, log) else { return general };
    let page = match root.value("page").and_then(|value| Entries::of(source, "page", value, log)) {
        Some(entries) => words(&entries, general),
        None => general,
    };
    if layers.layer_of(source) != Some(0) {
        return Page { title: loaded.title.clone(), lead: loaded.summary.clone(), tour: Vec::new(), ..page };
    }
    let moments = root.list("tour");
    if moments.len() > MOST_MOMENTS {
        let problem = Problem::at(root.key_spot("tour"), format!("there are {} blocks [[tour]]", moments.len()));
        log.push(problem.expected(format!("{MOST_MOMENTS} at most")));
    }
    let known = Known::of(loaded);
    let tour: Vec<Moment> = moments.iter().filter_map(|value| moment(source, value, &known, log)).collect();
    Page { tour, ..page }
}

fn words(entries: &Entries<'_>, general: Page) -> Page {
    entries.only(&PAGE_KEYS);
    let text = |key, otherwise: String| entries.wording(key).map_or(otherwise, |field| field.text.to_owned());
    Page {
        title: text("title", general.title),
        lead: text("lead", general.lead),
        view: entries.get("view").and_then(|field| field.word(&VIEWS)).unwrap_or("country").to_owned(),
        councils: text("councils", general.councils),
        government: text("government", general.government),
        capital: text("capital", general.capital),
        towns: text("towns", general.towns),
        front: text("front", general.front),
        villages: text("villages", general.villages),
        explained: text("explained", general.explained),
        tour: general.tour,
    }
}

/// What a moment may name.
struct Known<'a> {
    places: BTreeMap<&'a str, usize>,
    what_ifs: BTreeMap<&'a str, usize>,
    sources: BTreeMap<&'a str, usize>,
    loaded: &'a Loaded,
}

impl<'a> Known<'a> {
    fn of(loaded: &'a Loaded) -> Known<'a> {
        let built_in = BUILT_IN_SOURCES.iter().map(|(key, _)| *key);
        Known {
            places: loaded.spec.places.iter().map(|place| place.id.as_str()).zip(0..).collect(),
            what_ifs: loaded.interventions.iter().map(|text| text.name.as_str()).zip(0..).collect(),
            sources: loaded.sources.iter().map(|source| source.key.as_str()).chain(built_in).zip(0..).collect(),
            loaded,
        }
    }
}

fn moment(source: &Source, value: &Value, known: &Known<'_>, log: &Log) -> Option<Moment> {
    let entries = Entries::of(source, "tour", value, log)?;
    entries.only(&TOUR_KEYS);
    let needed = |key| entries.need_value(key).and_then(|value| entries.written_as(ScalarKind::Text, key, value));
    let day = entries.need("date").and_then(|field| day(field, source, known));
    let [title, text, cited, question] = ["title", "text", "source", "question"].map(needed);
    if let Some(field) = cited {
        for key in source_keys(field.text) {
            Field { text: key, ..field }.id_in(&known.sources, "source");
        }
    }
    let what_if = entries.wording("what_if");
    let is_unknown = what_if.is_some_and(|field| field.id_in(&known.what_ifs, "what-if").is_none());
    let place = entries.wording("place").map(|field| field.id_in(&known.places, "place"));
    let view = entries.get("view").map(|field| field.word(&VIEWS));
    let show = entries.get("show").map(|field| field.word(&SHOWN));
    if is_unknown || place == Some(None) || view == Some(None) || show == Some(None) {
        return None;
    }
    Some(Moment {
        day: day?,
        title: title?.text.to_owned(),
        text: text?.text.to_owned(),
        source: cited?.text.to_owned(),
        question: question?.text.to_owned(),
        what_if: what_if.map(|field| field.text.to_owned()),
        view: view.flatten().unwrap_or("country").to_owned(),
        place: place.flatten(),
        show: show.flatten().unwrap_or("authority").to_owned(),
    })
}

/// A day of the scenario.
fn day(field: Field<'_>, source: &Source, known: &Known<'_>) -> Option<i32> {
    let day = field.date(source.calendar)?;
    let (first, last) = (known.loaded.spec.start, known.loaded.spec.end);
    if (first..=last).contains(&day) {
        return Some(day.0);
    }
    let ends = [first, last].map(|day| day.iso(source.calendar));
    let problem = field.fault("`date` is no day of the scenario");
    field.log.push(problem.expected(format!("{} to {}", ends[0], ends[1])).found(field.text));
    None
}
