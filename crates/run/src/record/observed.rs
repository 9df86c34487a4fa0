//! Every observation of the record beside what a world has for it.

use engine::calendar::Day;
use observables::dates::SCORED;
use observables::question::{Kind, Measured, Question};
use observables::record_observer::Answer;
use scenario::Loaded;

use super::rows::{Record, Row, Unmatched, is_sourced};
use crate::record::sources::for_readers;
use crate::record_dates;

/// An observation and a world's value for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed<'a> {
    /// Series of the record.
    pub series: &'a str,
    /// Place as the record writes it.
    pub place: &'a str,
    /// Identifier of the observable; empty where the model has no counterpart.
    pub observable: String,
    /// The parties, where the observable has some.
    pub parties: Vec<usize>,
    /// What is asked of the world, where something is.
    pub question: Option<Question>,
    /// First day that it holds for.
    pub from: Day,
    /// Last day that it holds for.
    pub to: Day,
    /// What was observed, in the unit of the observable; of a date, days since 1970.
    pub value: f64,
    /// Lower end of its range.
    pub low: Option<f64>,
    /// Upper end of its range.
    pub high: Option<f64>,
    /// Unit.
    pub unit: &'a str,
    /// Whether its value is a date.
    pub is_date: bool,
    /// Title for readers.
    pub title: String,
    /// What the world has, in the same unit.
    pub simulated: Option<f64>,
    /// Why the world has no value; empty where it has one.
    pub why_none: String,
    /// Key of the source.
    pub source: &'a str,
    /// Where in the source.
    pub locator: &'a str,
    /// A, B or C.
    pub confidence: char,
    /// How the record's reporting differs; what the source says.
    pub note: String,
    /// Whether a source confirms it.
    pub is_sourced: bool,
    /// Whether it belongs to the training part.
    pub is_training: bool,
}

/// Why a world that was asked has nothing to say.
const NOTHING: &str = "in this world it never came, or nobody was there to be counted";

/// Every observation of the record, in its order, with a world's answers by the position of their question.
pub fn observed<'a>(loaded: &'a Loaded, record: &'a Record, answers: &[Answer]) -> Vec<Observed<'a>> {
    let asked = record.rows.iter().map(|row| {
        let evidence = loaded.evidence.get(row.number as usize);
        let simulated = answers.get(row.asks).copied().flatten();
        Observed {
            series: &row.series,
            place: &row.place,
            observable: row.question.kind.id(),
            parties: row.question.parties.clone(),
            question: Some(row.question.clone()),
            from: row.from,
            to: row.to,
            value: row.observed.value(),
            low: evidence.and_then(|evidence| end(row, evidence.low, evidence.value)),
            high: evidence.and_then(|evidence| end(row, evidence.high, evidence.value)),
            unit: row.question.kind.unit(),
            is_date: row.question.kind.measured() == Measured::Date,
            title: row.title.clone(),
            simulated,
            why_none: if simulated.is_some() { String::new() } else { NOTHING.to_owned() },
            source: &row.source,
            locator: evidence.map_or("", |evidence| &evidence.locator),
            confidence: row.confidence,
            note: row.note.clone(),
            is_sourced: row.is_sourced,
            is_training: row.is_training(),
        }
    });
    asked.chain(record.unmatched.iter().filter_map(|unmatched| silent(loaded, unmatched))).collect()
}

/// An end of the range in the unit of the answer: the observation has been scaled as a whole.
fn end(row: &Row, end: Option<f64>, value: f64) -> Option<f64> {
    let end = end?;
    Some(if value == 0.0 { end } else { end * row.observed.value() / value })
}

/// An observation that nothing in a world answers to.
fn silent<'a>(loaded: &'a Loaded, unmatched: &'a Unmatched) -> Option<Observed<'a>> {
    let Some(row) = loaded.evidence.get(unmatched.number as usize) else { return silent_date(loaded, unmatched) };
    Some(Observed {
        series: &row.series,
        place: &row.place,
        observable: String::new(),
        parties: Vec::new(),
        question: None,
        from: row.date_start,
        to: row.date_end,
        value: row.value,
        low: row.low,
        high: row.high,
        unit: &row.unit,
        is_date: false,
        title: String::new(),
        simulated: None,
        why_none: unmatched.why.clone(),
        source: &row.source,
        locator: &row.locator,
        confidence: row.confidence,
        note: for_readers(loaded, &row.note),
        is_sourced: false,
        is_training: false,
    })
}

/// A date of the year that no world could reach.
fn silent_date<'a>(loaded: &'a Loaded, unmatched: &'a Unmatched) -> Option<Observed<'a>> {
    let date = *SCORED.get(unmatched.number as usize - loaded.evidence.len())?;
    let (kind, event) = (Kind::Date(date), record_dates::event_of(loaded, date)?);
    Some(Observed {
        series: &unmatched.series,
        place: &unmatched.place,
        observable: String::new(),
        parties: Vec::new(),
        question: None,
        from: event.day,
        to: event.day,
        value: f64::from(event.day.0),
        low: None,
        high: None,
        unit: kind.unit(),
        is_date: true,
        title: kind.title().to_owned(),
        simulated: None,
        why_none: unmatched.why.clone(),
        source: &event.source,
        locator: "",
        confidence: 'A',
        note: event.event.clone(),
        is_sourced: is_sourced(&event.source),
        is_training: false,
    })
}
