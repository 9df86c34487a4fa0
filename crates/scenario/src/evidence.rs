//! The record: `evidence/*.csv`. It is checked here and never reaches a society.

use std::collections::BTreeSet;

use engine::calendar::{Calendar, Day};

use crate::csv_table::{parse_any_csv, parse_csv};
use crate::field::{Field, Row};
use crate::loaded::{EventRow, EvidenceRow, FileCount, PlainTable};
use crate::origin::{Context, source_keys};
use crate::problem::Problem;
use crate::raw::Columns;
use crate::shelf::{EVIDENCE, SPLIT, Shelf};
use crate::source::{Log, Source};

const SERIES: Columns = Columns {
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
const EVENTS: Columns = Columns {
    table: "the events",
    required: &["date", "place", "event", "kind", "source"],
    expected: &[],
    optional: &["locator", "confidence", "note"],
};

/// Files of `evidence/` that hold no series.
const MEASURES: &str = "evidence/measures.csv";
const EVENT_FILE: &str = "evidence/events.csv";

/// All that `evidence/` holds.
#[derive(Default)]
pub(crate) struct Record {
    pub rows: Vec<EvidenceRow>,
    pub events: Vec<EventRow>,
    pub measures: PlainTable,
    pub files: Vec<FileCount>,
    /// Series and place of every row of series, also of those with faults.
    pub named: BTreeSet<(String, String)>,
    /// Whether every row of series could be read: otherwise a series that seems to be missing may be there.
    pub is_whole: bool,
}

/// Reads the record.
pub(crate) fn read(shelf: &Shelf, context: &Context<'_>) -> Record {
    let is_broken = shelf.broken.iter().any(|path| path.starts_with(EVIDENCE));
    let mut record = Record { is_whole: !is_broken, ..Record::default() };
    for (path, source) in &shelf.texts {
        if !path.starts_with(EVIDENCE) || path == SPLIT {
            continue;
        }
        let rows = match path.as_str() {
            MEASURES => {
                record.measures = measures(source, context.log);
                record.measures.rows.len()
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
    record
}

fn measures(source: &Source, log: &Log) -> PlainTable {
    let Some((columns, rows)) = parse_any_csv(source, log) else {
        return PlainTable::default();
    };
    let mut table = PlainTable { file: source.label.clone(), columns, rows: Vec::new() };
    for row in rows {
        if row.cells.len() != table.columns.len() {
            let problem = Problem::at(source.spot(row.at), format!("this row has {} fields", row.cells.len()));
            log.push(problem.expected(format!("{}, as the header has", table.columns.len())));
        }
        let line = source.spot(row.at).line();
        table.rows.push((line, row.cells.into_iter().map(|c| c.text).collect()));
    }
    table
}

fn series(source: &Source, context: &Context<'_>, record: &mut Record) {
    let Some(table) = parse_csv(source, SERIES, context.log) else {
        record.is_whole = false;
        return;
    };
    record.is_whole &= table.is_whole;
    for raw in &table.rows {
        let row = Row { table: &table, raw, log: context.log };
        record.named.insert((row.text("series").to_string(), row.text("place").to_string()));
        record.rows.extend(observation(&row, context));
    }
}

/// Russia took the New Style on 1 February 1918, and the record follows the calendar in force.
fn civil_date(field: Field<'_>, calendar: Calendar) -> Option<Day> {
    const FIRST_NEW_STYLE: &str = "1918-02-14";
    if calendar == Calendar::OldStyle && field.text.len() == 10 && field.text >= FIRST_NEW_STYLE {
        return field.date(Calendar::NewStyle);
    }
    field.date(calendar)
}

fn observation(row: &Row<'_>, context: &Context<'_>) -> Option<EvidenceRow> {
    let calendar = row.table.source.calendar;
    let any = f64::MIN..=f64::MAX;
    let series = row.need("series").map(|f| f.text);
    let start = row.need("date_start").and_then(|f| civil_date(f, calendar));
    let end = row.need("date_end").and_then(|f| civil_date(f, calendar));
    let value = row.need("value").and_then(|f| f.number(any.clone()));
    let low = row.get("low").map(|f| f.number(any.clone()));
    let high = row.get("high").map(|f| f.number(any));
    let confidence = row.need("confidence").and_then(|f| f.word(&[("A", 'A'), ("B", 'B'), ("C", 'C')]));
    sources(row, context);
    if let (Some(start), Some(end), Some(field)) = (start, end, row.get("date_end"))
        && end < start
    {
        context.log.push(field.fault("the observation ends before it starts").found(field.text));
    }
    let (low, high) = (low.flatten(), high.flatten());
    if let Some(value) = value {
        let is_inside = low.is_none_or(|l| l <= value) && high.is_none_or(|h| value <= h);
        if !is_inside && let Some(field) = row.get("value") {
            let ends = [low, high].map(|n| n.map_or(String::from("open"), |n| n.to_string()));
            let problem = field.fault("the value lies outside its own range");
            context.log.push(problem.expected(format!("{} to {}", ends[0], ends[1])).found(field.text));
        }
    }
    Some(EvidenceRow {
        series: series?.to_string(),
        date_start: start?,
        date_end: end?,
        place: row.text("place").to_string(),
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
    for raw in &table.rows {
        let row = Row { table: &table, raw, log: context.log };
        sources(&row, context);
        let day = row.need("date").and_then(|f| civil_date(f, source.calendar));
        let event = row.need("event");
        if let (Some(day), Some(event)) = (day, event) {
            record.events.push(EventRow {
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

fn sources(row: &Row<'_>, context: &Context<'_>) {
    let (Some(field), Some(keys)) = (row.need("source"), &context.keys) else {
        return;
    };
    for key in source_keys(field.text).filter(|k| !keys.contains_key(k)) {
        let problem = field.fault(format!("there is no source `{}`", crate::raw::short(key)));
        context.log.push(problem.nearest(key, keys.keys().copied()));
    }
}
