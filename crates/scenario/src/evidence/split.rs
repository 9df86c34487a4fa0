//! `evidence/split.toml`: what of the record a calibration may see, and what is kept for the test.

use std::collections::BTreeMap;

use engine::calendar::Day;
use engine::digest::{Digest, hex};
use society::OutcomeKind;
use society::spec::Rules;

use super::record::Record;
use crate::loaded::split::{Aside, Split, THEMES};
use crate::names::{SPLIT, source_keys};
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::layers::SourceLayers;
use crate::read::raw::{Value, parse_toml, short};
use crate::read::source::{Source, Spot};
use crate::tables::origin::Context;
use crate::tables::parameters;

pub(crate) const KEYS: [&str; 5] = ["until", "seed", "aside", "fit", "outcome"];

/// What the file is checked against.
pub(crate) struct Known<'a> {
    pub record: &'a Record,
    pub rules: &'a Rules,
    /// First and last day of the scenario, where they could be read.
    pub span: Option<(Day, Day)>,
}

/// Reads the file, if there is one; every fault goes to the log.
pub(crate) fn read(layers: &SourceLayers, known: &Known<'_>, context: &Context<'_>) -> Option<Split> {
    let source = layers.texts.get(SPLIT)?;
    let value = parse_toml(source, context.log)?;
    let root = Entries::of(source, SPLIT, &value, context.log)?;
    root.only(&KEYS);
    let is_own = layers.layer_of(source) == Some(0);
    let until = root.need("until").and_then(|field| day(field, source, known.span, is_own));
    let seed = root.get("seed").and_then(|field| {
        let seed = field.text.parse::<u64>().ok();
        if seed.is_none() {
            let problem = field.fault("`seed` is not a seed").expected("a whole number from 0 on");
            context.log.push(problem.found(field.text));
        }
        seed
    });
    // A scenario may inherit what was divided for a record that is not quite its own.
    let aside = aside(&root, is_own.then_some(known.record));
    let parameters = fit(&root, known.rules);
    let outcome = outcome(&root, context);
    let mut digest = Digest::new();
    digest.bytes(source.text.as_bytes());
    Some(Split { until: until?, seed, aside, parameters, outcome, hash: hex(digest.finish()) })
}

/// The last day of training. A scenario of other dates may inherit the record of its base; the day is then no fault of its own.
fn day(field: Field<'_>, source: &Source, span: Option<(Day, Day)>, is_own: bool) -> Option<Day> {
    let day = field.date(source.calendar)?;
    if let Some((start, end)) = span.filter(|(start, end)| is_own && !(*start..=*end).contains(&day)) {
        let expected = format!("a date from {} to {}", start.iso(source.calendar), end.iso(source.calendar));
        field.log.push(field.fault("`until` lies outside the scenario").expected(expected).found(field.text));
        return None;
    }
    Some(day)
}

/// The texts of a list; what is no text is a fault.
pub(crate) fn texts<'a>(entries: &Entries<'a>, key: &'a str) -> Vec<Field<'a>> {
    entries.list(key).iter().filter_map(|value| entries.single(key, value)).collect()
}

fn table<'a>(root: &Entries<'a>, key: &'a str) -> Option<Entries<'a>> {
    Entries::of(root.source, key, root.need_value(key)?, root.log)
}

/// Tells of a list that is there and empty.
pub(crate) fn empty_list(entries: &Entries<'_>, key: &str, expected: &str) {
    let is_empty = |value: &&Value| matches!(&value.node, crate::read::raw::Node::Array(items) if items.is_empty());
    if let Some(value) = entries.value(key).filter(is_empty) {
        let problem = Problem::at(entries.source.spot(value.at), format!("`{key}` is empty"));
        entries.log.push(problem.expected(expected));
    }
}

fn aside(root: &Entries<'_>, record: Option<&Record>) -> Vec<Aside> {
    let Some(themes) = table(root, "aside") else {
        return Vec::new();
    };
    for key in themes.map.keys().filter(|key| !THEMES.contains(&key.as_str())) {
        let problem = Problem::at(themes.key_spot(key), format!("`{}` is not a theme of the record", short(key)));
        themes.log.push(problem.expected(format!("one of {}", THEMES.join(", "))).nearest(key, THEMES));
    }
    if themes.map.is_empty() {
        let problem = Problem::at(root.key_spot("aside"), "`aside` names no series".to_owned());
        themes.log.push(problem.expected(format!("series of at least one theme of {}", THEMES.join(", "))));
    }
    let mut found: Vec<(Aside, Spot<'_>)> = Vec::new();
    // A record need not have something of every theme.
    for theme in THEMES {
        empty_list(&themes, theme, "at least one series");
        for field in texts(&themes, theme) {
            let (name, place) = match field.text.split_once('@') {
                Some((name, place)) => (name, Some(place)),
                None => (field.text, None),
            };
            if !record.is_none_or(|record| record.has((name, field), place.map(|place| (place, field)))) {
                continue;
            }
            let aside: Aside = (theme.into(), name.into(), place.map(String::from));
            twice(field, &aside, &found);
            found.push((aside, field.spot));
        }
    }
    found.into_iter().map(|(aside, _)| aside).collect()
}

/// Tells of a series that is aside already, itself or with all its places.
fn twice(field: Field<'_>, aside: &Aside, before: &[(Aside, Spot<'_>)]) {
    let overlaps = |a: &Aside, b: &Aside| a.1 == b.1 && (a.2.is_none() || a.2 == b.2);
    let Some((_, first)) = before.iter().find(|(other, _)| overlaps(other, aside) || overlaps(aside, other)) else {
        return;
    };
    let what = format!("`{}` is kept aside twice", short(field.text));
    field.log.push(field.fault(what).help(format!("first in line {}", first.line())));
}

fn fit(root: &Entries<'_>, rules: &Rules) -> Vec<String> {
    let Some(fit) = table(root, "fit") else {
        return Vec::new();
    };
    fit.only(&["parameters"]);
    fit.need_value("parameters");
    empty_list(&fit, "parameters", "at least one parameter");
    keys(&texts(&fit, "parameters"), rules)
}

/// Keys of parameters, each once.
pub(crate) fn keys(fields: &[Field<'_>], rules: &Rules) -> Vec<String> {
    let mut first: BTreeMap<&str, Spot<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for field in fields {
        if parameters::find(*field, rules).is_none() {
            continue;
        }
        match first.get(field.text) {
            Some(spot) => {
                let problem = field.fault(format!("parameter `{}` stands twice", field.text));
                field.log.push(problem.help(format!("first in line {}", spot.line())));
            }
            None => {
                first.insert(field.text, field.spot);
                found.push(field.text.to_owned());
            }
        }
    }
    found
}

fn outcome(root: &Entries<'_>, context: &Context<'_>) -> Option<(OutcomeKind, String)> {
    let outcome = Entries::of(root.source, "outcome", root.value("outcome")?, root.log)?;
    outcome.only(&["kind", "source"]);
    let kind = outcome.need("kind").and_then(|field| field.word(&OutcomeKind::ALL.map(|kind| (kind.word(), kind))));
    let source = outcome.need("source");
    if let (Some(field), Some(keys)) = (source, &context.keys) {
        for key in source_keys(field.text).filter(|key| !keys.contains_key(key)) {
            let problem = field.fault(format!("there is no source `{}`", short(key)));
            context.log.push(problem.nearest(key, keys.keys().copied()));
        }
    }
    Some((kind?, source?.text.to_owned()))
}
