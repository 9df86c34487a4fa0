//! The record: `evidence/*.csv`. It is checked here and never reaches a society.
//!
//! Uses what `read` and `tables` know of files and rows, and nothing of what-ifs and claims.

pub(crate) mod measures;
pub(crate) mod own;
pub(crate) mod posterior;
mod record;
pub(crate) mod split;

use std::collections::BTreeMap;

use engine::calendar::{Calendar, Day};
use observables::dates::Date;

use crate::loaded::FileCount;
use crate::loaded::evidence::{EventRow, EvidenceRow};
use crate::names::{EVIDENCE, MEASURES, SPLIT, source_keys};
use crate::read::csv_table::parse_csv;
use crate::read::field::{Field, Row, rows};
use crate::read::layers::SourceLayers;
use crate::read::raw::{Columns, short};
use crate::read::source::Source;
use crate::tables::origin::Context;
use crate::tables::words;
use record::Record;

pub(crate) const SERIES: Columns = Columns {
    table: "the evidence",
    required: &[
        "series",
        "date_start",
        "date_end",
        "place",
        "value",
        "low",
        "high",
        "unit",
        "kind",
        "source",
        "confidence",
    ],
    expected: &["note"],
    optional: &["locator", "coverage"],
};
pub(crate) const EVENTS: Columns = Columns {
    table: "the events",
    required: &["date", "place", "event", "kind", "source"],
    expected: &[],
    optional: &["observable", "locator", "confidence", "note"],
};

/// Columns in which two rows that are the same observation agree.
const SAME_OBSERVATION: [&str; 10] =
    ["series", "date_start", "date_end", "place", "value", "low", "high", "unit", "source", "locator"];
/// Columns in which two rows that are the same event agree.
const SAME_EVENT: [&str; 5] = ["date", "place", "event", "source", "locator"];

/// Files of `evidence/` that hold no series.
const EVENT_FILE: &str = "evidence/events.csv";

/// Reads the record.
pub(crate) fn read(layers: &SourceLayers, parties: Option<&BTreeMap<&str, usize>>, context: &Context<'_>) -> Record {
    let is_broken = layers.broken.iter().any(|path| path.starts_with(EVIDENCE));
    let mut record = Record { is_whole: !is_broken, ..Record::default() };
    let mut measured = Vec::new();
    for (path, source) in &layers.texts {
        if !path.starts_with(EVIDENCE) || path == SPLIT {
            continue;
        }
        let rows = match path.as_str() {
            MEASURES => {
                let table = parse_csv(source, measures::MEASURES, context.log);
                let rows = table.as_ref().map_or(0, |table| table.rows.len());
                measured.extend(table);
                rows
            }
            EVENT_FILE => {
                events(source, context, &mut record);
                record.events.len()
            }
            _ => {
                let before = record.rows.len();
                series(source, context, &mut record);
                record.rows.len() - before
            }
        };
        record.files.push(FileCount { file: source.label.clone(), rows });
    }
    for source in &layers.measures_of_bases {
        let table = parse_csv(source, measures::MEASURES, context.log);
        let rows = table.as_ref().map_or(0, |table| table.rows.len());
        record.files.push(FileCount { file: source.label.clone(), rows });
        measured.extend(table);
    }
    for table in measured {
        // What is inherited fits the record and the parties that it was made for, which need not be these.
        let is_own = layers.layer_of(table.source) == Some(0);
        let known = measures::Known { record: is_own.then_some(&record), parties: parties.filter(|_| is_own) };
        let rows = measures::read(&table, &known, context.log);
        measures::add_base(&mut record.measures, rows);
    }
    record
}

fn series(source: &Source, context: &Context<'_>, record: &mut Record) {
    let Some(table) = parse_csv(source, SERIES, context.log) else {
        record.is_whole = false;
        return;
    };
    record.is_whole &= table.is_whole;
    for row in rows(&table, context.log) {
        record.take_unit(&row);
        record.named.insert((row.text("series").to_string(), row.text("place").to_string()));
        record.take_once(&row, &SAME_OBSERVATION);
        record.rows.extend(observation(&row, context));
    }
}

fn confidence(field: Field<'_>) -> Option<char> {
    field.word(&[("A", 'A'), ("B", 'B'), ("C", 'C')])
}

/// Russia took the New Style on 1 February 1918, and the record follows the calendar in force.
fn civil_date(field: Field<'_>, calendar: Calendar) -> Option<Day> {
    const FIRST_NEW_STYLE: &str = "1918-02-14";
    const FIRST_LEFT_OUT: &str = "1918-02-01";
    if calendar == Calendar::NewStyle || field.text.len() != 10 || field.text < FIRST_LEFT_OUT {
        return field.date(calendar);
    }
    if field.text >= FIRST_NEW_STYLE {
        return field.date(Calendar::NewStyle);
    }
    let problem = field.fault(format!("`{}` is a date that does not exist", field.name)).found(field.text);
    field.log.push(problem.help("31 January 1918 was followed by 14 February"));
    None
}

/// The days of an observation; the last is the first where no other is given.
fn days(row: &Row<'_>, end: Option<Field<'_>>, calendar: Calendar) -> (Option<Day>, Option<Day>) {
    let start = row.need("date_start").and_then(|field| civil_date(field, calendar));
    let Some(field) = end else { return (start, start) };
    let end = civil_date(field, calendar);
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        row.log.push(field.fault("the observation ends before it starts").found(field.text));
    }
    (start, end)
}

/// A value with its range.
struct Ranged {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    /// Whether the ends are in order and the value lies between them.
    is_sound: bool,
}

fn ranged(row: &Row<'_>) -> Ranged {
    let number = |field: Field<'_>| field.number(f64::MIN..=f64::MAX);
    let value = row.need("value").and_then(number);
    let [low, high] = ["low", "high"].map(|key| row.get(key).and_then(number));
    let is_inside = |value: f64| low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high);
    let mut is_sound = true;
    if let (Some(low), Some(high), Some(field)) = (low, high, row.get("low"))
        && low > high
    {
        row.log.push(field.fault("`low` is above `high`").expected(format!("{high} at most")).found(field.text));
        is_sound = false;
    } else if let (Some(value), Some(field)) = (value, row.get("value"))
        && !is_inside(value)
    {
        let ends = [low, high].map(|end| end.map_or(String::from("open"), |end| end.to_string()));
        let problem = field.fault("the value lies outside its own range");
        row.log.push(problem.expected(format!("{} to {}", ends[0], ends[1])).found(field.text));
        is_sound = false;
    }
    Ranged { value, low, high, is_sound }
}

fn observation(row: &Row<'_>, context: &Context<'_>) -> Option<EvidenceRow> {
    let calendar = row.table.source.calendar;
    let series = row.need("series").map(|f| f.text);
    let place = row.need("place").map(|f| f.text);
    let end = row.need("date_end");
    let (start, end) = days(row, end, calendar);
    let confidence = row.need("confidence").and_then(confidence);
    sources(row, context);
    row.need("kind").into_iter().for_each(|kind| words::one_of(kind, &words::OBSERVATION_KINDS));
    let Ranged { value, low, high, .. } = ranged(row);
    Some(EvidenceRow {
        series: series?.to_string(),
        date_start: start?,
        date_end: end?,
        place: place?.to_string(),
        value: value?,
        low,
        high,
        unit: row.text("unit").to_string(),
        kind: row.text("kind").to_string(),
        source: row.text("source").to_string(),
        locator: row.text("locator").to_string(),
        confidence: confidence?,
        note: row.text("note").to_string(),
        file: row.table.source.label.clone(),
        line: row.spot().line(),
    })
}

fn events(source: &Source, context: &Context<'_>, record: &mut Record) {
    let Some(table) = parse_csv(source, EVENTS, context.log) else {
        return;
    };
    let mut of_kind: BTreeMap<&str, usize> = BTreeMap::new();
    rows(&table, context.log).for_each(|row| *of_kind.entry(row.text("kind")).or_default() += 1);
    for row in rows(&table, context.log) {
        sources(&row, context);
        record.take_once(&row, &SAME_EVENT);
        if let Some(kind) = row.need("kind").filter(|kind| of_kind[kind.text] < words::LEAST_OWN) {
            words::one_of(kind, &words::EVENT_KINDS);
        }
        let day = row.need("date").and_then(|f| civil_date(f, source.calendar));
        let event = row.need("event");
        row.get("confidence").and_then(confidence);
        if let (Some(day), Some(event)) = (day, event) {
            record.events.push(EventRow {
                observable: row.get("observable").and_then(|field| date(field, record)),
                day,
                place: row.text("place").to_string(),
                event: event.text.to_string(),
                kind: row.text("kind").to_string(),
                source: row.text("source").to_string(),
                locator: row.text("locator").to_string(),
            });
        }
    }
}

/// The date of a world that an event of the record is; each is named once.
fn date(field: Field<'_>, record: &Record) -> Option<String> {
    if Date::from_word(field.text).is_none() {
        let problem = field.fault(format!("there is no date `{}`", short(field.text)));
        field.log.push(problem.nearest(field.text, Date::WORDS));
        return None;
    }
    if record.events.iter().any(|event| event.observable.as_deref() == Some(field.text)) {
        field.log.push(field.fault(format!("the date `{}` is named by two events", field.text)));
        return None;
    }
    Some(field.text.to_owned())
}

fn sources(row: &Row<'_>, context: &Context<'_>) {
    let (Some(field), Some(keys)) = (row.need("source"), &context.keys) else {
        return;
    };
    for key in source_keys(field.text).filter(|k| !keys.contains_key(k)) {
        let problem = field.fault(format!("there is no source `{}`", short(key)));
        context.log.push_nowhere(problem, |problem| problem.nearest(key, keys.keys().copied()));
    }
}
