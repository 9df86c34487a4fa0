//! Observations that a world can answer to, each with its question.

use std::collections::BTreeMap;

use engine::calendar::Day;
use scenario::{EvidenceRow, Loaded};
use stats::score::observation::{Axis, Observation};

use crate::record::measure::measures;
use crate::record::sources::for_readers;
use crate::record_dates;
use observables::dates::SCORED;
use observables::question::{ABOUT, Kind, Measured, Question, Questions, Scope, town_of};

/// Why an observation from before the first day has no value.
pub const BEFORE: &str = "it is from before the first day of the world";
/// Why one from after the last day has none.
const AFTER: &str = "it is from after the last day of the world";
/// Why a series that is compared with no measure has none.
const NO_MEASURE: &str = "no counterpart among the measures";
/// Days after the end of a run in which a ballot may still stand for its last day.
const POLLED_SOON_AFTER: i32 = 30;
/// The series under which the record's dates of the year stand.
pub const DATE_SERIES: &str = "date";

/// An observation, in the unit of the world's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number among all observations, in the order of the files.
    pub number: u64,
    /// Series; [`DATE_SERIES`] for a date of the year.
    pub series: String,
    /// Place as the record writes it.
    pub place: String,
    /// First day it holds for.
    pub from: Day,
    /// Last day it holds for.
    pub to: Day,
    /// What was observed.
    pub observed: Observation,
    /// Its question.
    pub question: Question,
    /// Position of its question in [`Questions`].
    pub asks: usize,
    /// Title for readers.
    pub title: String,
    /// Key of the source.
    pub source: String,
    /// A, B or C.
    pub confidence: char,
    /// How the record's reporting differs from the world's answer; what the source says.
    pub note: String,
    /// Whether a source confirms it. What is only remembered is shown and never scored or fitted.
    pub is_sourced: bool,
    /// Whether it belongs to the training part.
    pub is_training: bool,
}

impl Row {
    /// The axis on which it is scored.
    pub fn axis(&self) -> Axis {
        match self.question.kind.measured() {
            Measured::Count => Axis::Log,
            Measured::Share | Measured::Date => Axis::Plain,
        }
    }

    /// What its score is divided by, so that series can be averaged: a factor of e, ten points of a share, two weeks.
    pub fn divisor(&self) -> f64 {
        match self.question.kind.measured() {
            Measured::Count => 1.0,
            Measured::Share => 0.1,
            Measured::Date => 14.0,
        }
    }
}

/// An observation that no world can be asked for, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmatched {
    /// Its number among all observations, in the order of the files.
    pub number: u64,
    /// Why not.
    pub why: String,
    /// Series.
    pub series: String,
    /// Place.
    pub place: String,
}

/// The whole record of a scenario.
pub struct Record {
    /// Observations with a question.
    pub rows: Vec<Row>,
    /// The questions, each once.
    pub questions: Questions,
    /// Observations of the scenario's days without one.
    pub unmatched: Vec<Unmatched>,
}

impl Record {
    /// Reads the record of a scenario.
    pub fn of(loaded: &Loaded) -> Record {
        Record::until(loaded, loaded.spec.end)
    }

    /// Reads what the record asks of worlds that end on this day.
    pub fn until(loaded: &Loaded, end: Day) -> Record {
        let mut record = Record { rows: Vec::new(), questions: Questions::of(loaded.calendar), unmatched: Vec::new() };
        let measures = measures(loaded);
        let spring = spring_sums(loaded);
        for (number, evidence) in loaded.evidence.iter().enumerate() {
            let unmatched = |why: &str| Unmatched {
                number: number as u64,
                why: why.to_owned(),
                series: evidence.series.clone(),
                place: evidence.place.clone(),
            };
            if evidence.date_start < loaded.spec.start {
                record.unmatched.push(unmatched(BEFORE));
                continue;
            }
            if evidence.date_end > end.plus(POLLED_SOON_AFTER) {
                record.unmatched.push(unmatched(AFTER));
                continue;
            }
            let Some(measure) = measures.get(&(evidence.series.as_str(), evidence.place.as_str())) else {
                record.unmatched.push(unmatched("no measure is named for it"));
                continue;
            };
            let question = match question(loaded, evidence, &measure.measure, end) {
                Ok(question) => question,
                // The note of a series that has no measure is the reason why not.
                Err(NO_MEASURE) if !measure.note.is_empty() => {
                    record.unmatched.push(unmatched(&for_readers(loaded, &measure.note)));
                    continue;
                }
                Err(why) => {
                    record.unmatched.push(unmatched(why));
                    continue;
                }
            };
            let spring = spring.get(&(evidence.series.as_str(), evidence.place.as_str()));
            let observed = match question.kind {
                // The day from which there is one.
                Kind::CouncilFounded => Observation::exact(f64::from(evidence.date_start.0)),
                // Shares of a whole year would tell the spring of the autumn; a ratio of two of them does not.
                Kind::PeasantRatio => scaled(evidence, 1.0 / spring.copied().unwrap_or(f64::NAN)),
                _ => scaled(evidence, measure.scale),
            };
            let Ok(observed) = observed else {
                record.unmatched.push(unmatched("its value cannot be brought to the unit of the measure"));
                continue;
            };
            let split = loaded.split.as_ref();
            let note = if measure.note.is_empty() { &evidence.note } else { &measure.note };
            let party = question.party.map(|p| format!(", {}", loaded.spec.parties[p].name)).unwrap_or_default();
            record.put(Row {
                number: number as u64,
                series: evidence.series.clone(),
                place: evidence.place.clone(),
                from: evidence.date_start,
                to: evidence.date_end,
                observed: until_the_end(observed, question.kind, end),
                question,
                asks: 0,
                title: format!("{}{party}", question.kind.title()),
                source: evidence.source.clone(),
                confidence: evidence.confidence,
                note: for_readers(loaded, note),
                is_sourced: is_sourced(&evidence.source),
                is_training: split.is_some_and(|split| split.is_training(evidence)),
            });
        }
        record.dates(loaded, end);
        record
    }

    fn put(&mut self, mut row: Row) {
        row.asks = self.questions.put(row.question);
        self.rows.push(row);
    }

    /// The dates of the year, from the record's list of events.
    fn dates(&mut self, loaded: &Loaded, end: Day) {
        let first = loaded.evidence.len() as u64;
        for (i, date) in SCORED.into_iter().enumerate() {
            let Some(event) = record_dates::event_of(loaded, date) else { continue };
            let kind = Kind::Date(date);
            let question = Question { kind, scope: Scope::Country, party: None, from: loaded.spec.start, to: end };
            let Ok(observed) = Observation::exact(f64::from(event.day.0)) else { continue };
            if event.day > end {
                self.unmatched.push(Unmatched {
                    number: first + i as u64,
                    why: AFTER.to_owned(),
                    series: DATE_SERIES.to_owned(),
                    place: event.place.clone(),
                });
                continue;
            }
            self.put(Row {
                number: first + i as u64,
                series: DATE_SERIES.to_owned(),
                place: event.place.clone(),
                from: event.day,
                to: event.day,
                observed: until_the_end(observed, kind, end),
                question,
                asks: 0,
                title: kind.title().to_owned(),
                source: event.source.clone(),
                confidence: 'A',
                note: event.event.clone(),
                is_sourced: is_sourced(&event.source),
                is_training: loaded.split.as_ref().is_some_and(|split| event.day <= split.until),
            });
        }
    }
}

/// Whether a key of a source says that something other than memory or judgement confirms a value.
pub(crate) fn is_sourced(source: &str) -> bool {
    !matches!(source, "" | "recalled" | "memory" | "assumed")
}

fn until_the_end(observed: Observation, kind: Kind, end: Day) -> Observation {
    match kind.measured() {
        Measured::Date => observed.until(f64::from(end.0)),
        _ => observed,
    }
}

fn scaled(row: &EvidenceRow, scale: f64) -> Result<Observation, stats::score::Fault> {
    let by = |x: f64| x * scale;
    Observation::new(by(row.value), row.low.map(by), row.high.map(by))
}

/// Of each series of monthly shares, the sum of its months from March to June.
fn spring_sums(loaded: &Loaded) -> BTreeMap<(&str, &str), f64> {
    let calendar = loaded.calendar;
    let year = loaded.spec.start.ymd(calendar).0;
    let mut sums = BTreeMap::new();
    for row in &loaded.evidence {
        let (y, month, _) = row.date_start.ymd(calendar);
        if y == year && (3..=6).contains(&month) {
            *sums.entry((row.series.as_str(), row.place.as_str())).or_insert(0.0) += row.value;
        }
    }
    sums
}

/// What an observation asks; or why a world cannot be asked it.
fn question(loaded: &Loaded, row: &EvidenceRow, measure: &str, end: Day) -> Result<Question, &'static str> {
    let spec = &loaded.spec;
    let (word, party) = measure.split_once(':').map_or((measure, None), |(word, party)| (word, Some(party)));
    let mut kind = Kind::of_word(word).ok_or(NO_MEASURE)?;
    let party = match party {
        Some(id) => {
            Some(spec.parties.iter().position(|known| known.id == id).ok_or("its party is not one of the scenario")?)
        }
        None => None,
    };
    let scope = match row.place.as_str() {
        id if spec.is_country(id) => Scope::Country,
        id => {
            let at = spec.places.iter().position(|place| place.id == id);
            Scope::Place(at.ok_or("its place is not one of the scenario (a sum of places, or part of one)")?)
        }
    };
    // A row over several days counts every striker of every strike.
    if kind == Kind::Strikers && row.date_end.since(row.date_start) > 2 {
        kind = Kind::StrikersSum;
    }
    let scope = match (kind, scope) {
        (Kind::CouncilSeats | Kind::CouncilShare, Scope::Place(place)) => Scope::Place(town_of(spec, place)),
        (_, scope) => scope,
    };
    let by_party = matches!(kind, Kind::CouncilSeats | Kind::CouncilShare | Kind::VoteShare | Kind::CongressShare);
    if by_party && party.is_none() {
        return Err("the model tells this by party, and no party is named");
    }
    let is_country = scope == Scope::Country;
    match kind {
        Kind::CouncilSeats | Kind::CouncilShare | Kind::CouncilFounded if is_country => {
            return Err("the model tells this of single places, not of the country");
        }
        Kind::CongressShare | Kind::PeasantRatio | Kind::Councils | Kind::Desertions if !is_country => {
            return Err("the model counts this for the whole country, not by place");
        }
        Kind::Wounded if !is_country && scope != Scope::Place(spec.capital) => {
            return Err("the model counts the wounded of the country and of the capital alone");
        }
        _ => {}
    }
    let (from, to) = match kind {
        // Founded before or after: the first council of the place counts.
        Kind::CouncilFounded => (spec.start, end),
        // The world has crowds, but nothing in it knows on which day of a fortnight one is called.
        Kind::InStreet | Kind::Armed => {
            (row.date_start.plus(-ABOUT).max(spec.start), row.date_end.plus(ABOUT).min(end))
        }
        // What the world had on its last day stands for a ballot soon after.
        _ => (row.date_start, row.date_end.min(end)),
    };
    let is_late = kind == Kind::CouncilFounded && row.date_start > end;
    if is_late || (kind != Kind::VoteShare && from > end) {
        return Err(AFTER);
    }
    Ok(Question { kind, scope, party, from: from.min(to), to })
}
