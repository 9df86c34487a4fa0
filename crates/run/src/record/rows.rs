//! Observations that a world can answer to, each with its question.

use std::collections::BTreeMap;

use engine::calendar::Day;
use scenario::{EvidenceRow, Loaded, MeasureRow, OwnRow, Part, list_of};
use society::events::EventKind;
use society::spec::{PlaceKind, Spec};
use stats::score::observation::{Axis, Observation};

use crate::record::measure::measures;
use crate::record::sources::for_readers;
use crate::record_dates;
use observables::dates::{Date, SCORED};
use observables::question::{ABOUT, After, Kind, Measured, Question, Questions, SOUGHT, Scope};

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
    /// Its part of the record.
    pub part: Part,
    /// File and line, where it is a row of a file.
    pub at: String,
}

impl Row {
    /// Whether a calibration may read it.
    pub fn is_training(&self) -> bool {
        self.part == Part::Training
    }

    /// Whether it counts persons, so that nothing between nobody and one simulated person can be shown.
    pub fn counts_persons(&self) -> bool {
        self.question.kind.measured() == Measured::Count && self.question.kind.unit() == "persons"
    }

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
    /// File and line, where it is a row of a file.
    pub at: String,
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

/// An observation with what is known of it.
#[derive(Clone, Copy)]
struct Given<'a> {
    number: u64,
    evidence: &'a EvidenceRow,
    measure: Option<&'a MeasureRow>,
    /// Sum of the series' values from March to June.
    spring: Option<f64>,
    part: Part,
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
            let measure = measures.get(&(evidence.series.as_str(), evidence.place.as_str())).copied();
            let spring = spring.get(&(evidence.series.as_str(), evidence.place.as_str())).copied();
            let word = measure.map_or("", |measure| measure.measure.as_str());
            let is_training = loaded.split.as_ref().is_some_and(|split| split.is_training(evidence, word));
            let part = if is_training { Part::Training } else { Part::Test };
            record.observe(loaded, &Given { number: number as u64, evidence, measure, spring, part }, end);
        }
        record.dates(loaded, end);
        record
    }

    /// Reads what evidence of a user's own asks of worlds of this scenario.
    pub fn of_own(loaded: &Loaded, rows: &[OwnRow]) -> Record {
        let end = loaded.spec.end;
        let mut record = Record { rows: Vec::new(), questions: Questions::of(loaded.calendar), unmatched: Vec::new() };
        for (number, OwnRow { evidence, measure, part }) in rows.iter().enumerate() {
            // A ratio of one's own is one of March to June already.
            let given =
                Given { number: number as u64, evidence, measure: Some(measure), spring: Some(1.0), part: *part };
            record.observe(loaded, &given, end);
        }
        record
    }

    /// Puts the question of an observation, or notes why there is none.
    fn observe(&mut self, loaded: &Loaded, given: &Given<'_>, end: Day) {
        let Given { number, evidence, measure, spring, part } = *given;
        let mut unmatched = |why: &str| {
            self.unmatched.push(Unmatched {
                number,
                why: why.to_owned(),
                series: evidence.series.clone(),
                place: evidence.place.clone(),
                at: format!("{}:{}", evidence.file, evidence.line),
            });
        };
        if evidence.date_start < loaded.spec.start {
            return unmatched(BEFORE);
        }
        if evidence.date_end > end.plus(POLLED_SOON_AFTER) {
            return unmatched(AFTER);
        }
        let Some(measure) = measure else { return unmatched("no measure is named for it") };
        let question = match question(loaded, evidence, measure, end) {
            Ok(question) => question,
            // The note of a series that has no measure is the reason why not.
            Err(NO_MEASURE) if !measure.note.is_empty() => return unmatched(&for_readers(loaded, &measure.note)),
            Err(why) => return unmatched(why),
        };
        let observed = match question.kind {
            // The day from which there is one.
            Kind::CouncilFounded => Observation::exact(f64::from(evidence.date_start.0)),
            // Shares of a whole year would tell the spring of the autumn; a ratio of two of them does not.
            Kind::PeasantRatio => scaled(evidence, 1.0 / spring.unwrap_or(f64::NAN)),
            // The hour of its day.
            Kind::FirstEvent(_) => {
                let at = |hour: f64| f64::from(evidence.date_start.0) + hour / 24.0;
                Observation::new(at(evidence.value), evidence.low.map(at), evidence.high.map(at))
            }
            _ => scaled(evidence, measure.scale),
        };
        let Ok(observed) = observed else { return unmatched("its value cannot be brought to the unit of the measure") };
        let note = if measure.note.is_empty() { &evidence.note } else { &measure.note };
        self.put(Row {
            number,
            series: evidence.series.clone(),
            place: evidence.place.clone(),
            from: evidence.date_start,
            to: evidence.date_end,
            observed: until_the_end(observed, question.kind, end),
            title: title(loaded, &question),
            question,
            asks: 0,
            source: evidence.source.clone(),
            confidence: evidence.confidence,
            note: for_readers(loaded, note),
            is_sourced: is_sourced(&evidence.source),
            part,
            at: format!("{}:{}", evidence.file, evidence.line),
        });
    }

    fn put(&mut self, mut row: Row) {
        row.asks = self.questions.put(row.question.clone());
        self.rows.push(row);
    }

    /// The dates of the year, from the record's list of events.
    fn dates(&mut self, loaded: &Loaded, end: Day) {
        let first = loaded.evidence.len() as u64;
        for (i, date) in SCORED.into_iter().enumerate() {
            let Some(event) = record_dates::event_of(loaded, date) else { continue };
            let kind = Kind::Date(date);
            let question = Question::plain(kind, Scope::Country, loaded.spec.start, end);
            let Ok(observed) = Observation::exact(f64::from(event.day.0)) else { continue };
            if event.day > end {
                self.unmatched.push(Unmatched {
                    number: first + i as u64,
                    why: AFTER.to_owned(),
                    series: DATE_SERIES.to_owned(),
                    place: event.place.clone(),
                    at: String::new(),
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
                part: match &loaded.split {
                    Some(split) if split.is_training_date(drawn_as(date, &event.place), event.day) => Part::Training,
                    _ => Part::Test,
                },
                at: String::new(),
            });
        }
    }
}

/// As what a date of the year is drawn to a part of the record: the founding of the capital's council is what rows of that place
/// tell too, and the others are dates of the country.
fn drawn_as(date: Date, place: &str) -> (&'static str, &str) {
    match date {
        Date::Council => ("council_founded", place),
        date => (date.word(), ""),
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

/// What is observed, in words for readers.
fn title(loaded: &Loaded, question: &Question) -> String {
    let spec = &loaded.spec;
    let mut title = question.kind.title().to_owned();
    if let Kind::Events(event) | Kind::FirstEvent(event) = question.kind {
        title = format!("{title}: {}", event.word().replace('_', " "));
    }
    let names =
        |of: &[usize], name: &dyn Fn(usize) -> String| of.iter().map(|at| name(*at)).collect::<Vec<_>>().join(" and ");
    let party = |at: usize| spec.parties[at].name.clone();
    if !question.parties.is_empty() {
        title += &format!(", {}", names(&question.parties, &party));
    }
    if !question.among.is_empty() {
        title += &format!(", of the votes or seats of {}", names(&question.among, &party));
    }
    if !question.classes.is_empty() {
        title += &format!(", {}", names(&question.classes, &|at| spec.classes[at].name.clone()));
    }
    title
}

/// The positions of the identifiers of a list; nothing where one is unknown.
fn positions<'a>(text: &str, ids: impl Fn() -> Box<dyn Iterator<Item = &'a String> + 'a>) -> Option<Vec<usize>> {
    let mut found: Vec<usize> =
        list_of(text).map(|id| ids().position(|known| known == id)).collect::<Option<Vec<usize>>>()?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// What an observation asks; or why a world cannot be asked it.
fn question(loaded: &Loaded, row: &EvidenceRow, measure: &MeasureRow, end: Day) -> Result<Question, &'static str> {
    let spec = &loaded.spec;
    let (word, after) = measure.measure.split_once(':').unwrap_or((&measure.measure, ""));
    let mut kind = Kind::of_word(word).ok_or(NO_MEASURE)?;
    let asked = kind.asked().ok_or(NO_MEASURE)?;
    if asked.after == After::Event {
        kind = kind.of_event(EventKind::from_word(after).ok_or("its kind of event is none of the model's")?);
    }
    let of_parties = |text: &str| {
        let found = positions(text, || Box::new(spec.parties.iter().map(|party| &party.id)));
        found.ok_or("its party is not one of the scenario")
    };
    let parties = if asked.after == After::Event { Vec::new() } else { of_parties(after)? };
    let among = of_parties(&measure.among)?;
    let classes = positions(&measure.class, || Box::new(spec.classes.iter().map(|class| &class.id)));
    let classes = classes.ok_or("its class is not one of the scenario")?;
    let place = if measure.places.is_empty() { row.place.as_str() } else { measure.places.as_str() };
    let scope = if spec.is_country(place) {
        Scope::Country
    } else {
        let places = positions(place, || Box::new(spec.places.iter().map(|place| &place.id)));
        Scope::Places(places.ok_or("its place is not one of the scenario (a sum of places, or part of one)")?)
    };
    // A row over several days counts every striker of every strike.
    if kind == Kind::Strikers && row.date_end.since(row.date_start) > 2 {
        if !classes.is_empty() {
            return Err("the model tells the strikers of strikes that ended of all classes together");
        }
        kind = Kind::StrikersSum;
    }
    if !asked.by_class && !classes.is_empty() {
        return Err("the model does not tell this by class");
    }
    if asked.after == After::Party && parties.is_empty() {
        return Err("the model tells this by party, and no party is named");
    }
    let is_country = scope == Scope::Country;
    match kind {
        Kind::CouncilSeats | Kind::CouncilShare | Kind::CouncilFounded if is_country => {
            return Err("the model tells this of single places, not of the country");
        }
        Kind::CouncilSeats | Kind::CouncilShare | Kind::CouncilFounded if has_district(spec, &scope) => {
            return Err("the model has councils of towns, and none of their districts");
        }
        Kind::CongressShare | Kind::PeasantRatio | Kind::Councils | Kind::Desertions if !is_country => {
            return Err("the model counts this for the whole country, not by place");
        }
        Kind::Wounded if !is_country && scope.place() != Some(spec.capital) => {
            return Err("the model counts the wounded of the country and of the capital alone");
        }
        _ => {}
    }
    let about = |days: i32| (row.date_start.plus(-days).max(spec.start), row.date_end.plus(days).min(end));
    let (from, to) = match kind {
        // Founded before or after: the first council of the place counts.
        Kind::CouncilFounded => (spec.start, end),
        // The world has crowds, but nothing in it knows on which day of a fortnight one is called.
        Kind::InStreet | Kind::Armed => about(ABOUT),
        Kind::FirstEvent(_) => about(SOUGHT),
        // What the world had on its last day stands for a ballot soon after.
        _ => (row.date_start, row.date_end.min(end)),
    };
    let is_late = kind == Kind::CouncilFounded && row.date_start > end;
    let is_poll = matches!(kind, Kind::VoteShare | Kind::VotesCast | Kind::Turnout);
    if is_late || (!is_poll && from > end) {
        return Err(AFTER);
    }
    Ok(Question { kind, scope, parties, among, classes, from: from.min(to), to })
}

fn has_district(spec: &Spec, scope: &Scope) -> bool {
    matches!(scope, Scope::Places(places) if places.iter().any(|at| spec.places[*at].kind == PlaceKind::District))
}
