//! What the page of a run gets, as one JSON object. TypeScript has these types from here
//! (`web/src/types/run.ts`, which a test writes).
//!
//! A day is a number of days since 1 January 1970, New Style. A course has one value for each day of the run, from `start`;
//! a value is null where the run has none.

use std::collections::BTreeMap;

use scenario::Display;
use serde::{Serialize, Serializer};
#[cfg(test)]
use ts_rs::TS;

/// A number as a page needs it: whole where it is whole, else with four decimals, or six for small shares; null where it is
/// not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let x = self.0;
        if !x.is_finite() {
            return serializer.serialize_none();
        }
        if x.fract() == 0.0 && x.abs() < 9e15 {
            return serializer.serialize_i64(x as i64);
        }
        let digits = if x.abs() < 1e-3 { 1e6 } else { 1e4 };
        serializer.serialize_f64((x * digits).round() / digits)
    }
}

/// A value for each day of the run.
pub(super) type Course = Vec<Option<Number>>;

/// The page of a run.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct RunPage {
    /// Which page of the bundle draws it.
    #[cfg_attr(test, ts(type = "\"run\""))]
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    /// The calendar that the case is dated by.
    #[cfg_attr(test, ts(type = "\"old\" | \"new\""))]
    pub calendar: String,
    /// Words for identifiers, by what they are of: `place`.
    pub names: BTreeMap<&'static str, BTreeMap<String, String>>,
    pub about: About,
    /// First day.
    pub start: i32,
    /// Days of the run.
    pub days: usize,
    /// Identifier of the capital.
    pub capital: String,
    pub outcome: Option<Outcome>,
    pub milestones: Vec<Milestone>,
    /// Daily sums by scope (`national`, `capital`, `front`, `villages`) and quantity.
    #[cfg_attr(test, ts(type = "Record<string, Record<string, (number | null)[]>>"))]
    pub scopes: BTreeMap<String, BTreeMap<&'static str, Course>>,
    pub governments: Vec<Government>,
    pub councils: Vec<CouncilCourse>,
    pub congresses: Vec<Congress>,
    /// Shares of persons who lean to each party, by group of persons and party.
    #[cfg_attr(test, ts(type = "Record<string, Record<string, (number | null)[]>>"))]
    pub leanings: BTreeMap<&'static str, BTreeMap<String, Course>>,
    /// How the case is shown: its parties, in the order of their table, and its maps.
    #[cfg_attr(test, ts(type = "import(\"./display\").Display"))]
    pub display: Display,
    pub places: Vec<Place>,
    /// Positions of the days for which every place is known.
    pub weeks: Vec<usize>,
    /// Positions in `weeks` that are shown side by side.
    pub map_weeks: Vec<usize>,
    /// By identifier of the place. A place without an entry is the mean of those that it holds.
    pub by_place: BTreeMap<String, PlaceWeeks>,
    /// Events that are listed, in order of time.
    pub events: Vec<Happening>,
    /// Events that the run wrote down.
    pub n_events: usize,
    /// Elections that are listed, in order of time.
    pub elections: Vec<Election>,
    /// Elections that were held: those of one day, place and kind are one.
    pub n_elections: usize,
    pub record: Vec<Observation>,
    /// What of the record nothing in the run answers to, in sentences.
    pub unmeasured: Vec<String>,
    pub patterns: Vec<Pattern>,
    pub inputs: Vec<InputFile>,
    pub unverified: Vec<Unverified>,
    pub sources: Vec<Source>,
    pub parameters: Vec<Parameter>,
    /// Commands that repeat the run and its page.
    pub repeat: Vec<String>,
}

/// What identifies a run.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct About {
    pub scenario: String,
    pub seed: u64,
    pub scale: String,
    pub version: String,
    pub digest: Option<String>,
    pub wall_seconds: f64,
    pub command: String,
    pub persons: u64,
    pub cells: u64,
    pub places: u64,
    /// Titles of what was changed.
    pub what_ifs: Vec<String>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Outcome {
    pub kind: String,
    pub day: i32,
    pub sentence: String,
}

/// A date of the run, beside the record's.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Milestone {
    /// The run's day; null where it never comes.
    pub day: Option<i32>,
    /// What happens on it.
    pub label: String,
    /// How it is found.
    pub meaning: String,
    /// The record's day, where a row of it names the date.
    pub record_day: Option<i32>,
    /// What the record says happened.
    pub record_text: String,
}

/// A government from its first day.
#[derive(Clone, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Government {
    pub day: i32,
    pub kind: String,
    /// Identifiers of its parties.
    pub coalition: Vec<String>,
    /// How much of each demand it delivers, 0 to 1.
    #[cfg_attr(test, ts(type = "Record<string, number | null>"))]
    pub policies: BTreeMap<String, Number>,
}

/// A council day by day.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct CouncilCourse {
    pub place: String,
    pub name: String,
    /// Seats by party and day.
    pub seats: BTreeMap<String, Vec<u32>>,
    /// Its resolution on power: `none`, `support`, `oppose` or `claim`.
    pub resolution: Vec<String>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Congress {
    pub day: i32,
    pub name: String,
    /// Shares of the delegates by party.
    #[cfg_attr(test, ts(type = "Record<string, number>"))]
    pub shares: BTreeMap<String, Number>,
    pub resolution: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Place {
    pub id: String,
    pub name: String,
    /// Its own name, in the language of the country.
    pub own_name: String,
    pub kind: String,
    /// Identifier of the place that holds it; empty where none does.
    pub parent: String,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub lat: Number,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub lon: Number,
    pub people: u32,
    pub unverified: bool,
}

/// A place week by week.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct PlaceWeeks {
    /// Whose orders people follow, as shares of 255: government, council, committee, nobody.
    pub authority: Vec<Option<[u8; 4]>>,
    /// Workers on strike; absent where nobody ever is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub strikers: Option<Vec<u32>>,
    /// The position of the party with most seats in the council, or -1; absent where there is never a council.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub seats: Option<Vec<i32>>,
}

/// An event of the run.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Happening {
    pub day: i32,
    /// Part of the day, 0 to 3.
    pub round: u32,
    pub place: String,
    pub kind: String,
    /// The sentence.
    pub text: String,
    /// Why it happened; empty where nothing was written down.
    pub cause: String,
    /// From 0 to 3.
    pub importance: u32,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Election {
    pub day: i32,
    pub place: String,
    pub body: String,
    pub votes: BTreeMap<String, u64>,
    /// Share of the electors who voted.
    #[cfg_attr(test, ts(type = "number"))]
    pub turnout: Number,
}

/// A value of the record, and what the run has for the same quantity, place and days.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Observation {
    /// What is measured.
    pub what: String,
    /// Where, in words.
    pub place: String,
    /// Identifier of the party that it is of; absent where it is of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub party: Option<String>,
    /// The course over which it is drawn, as `scope.quantity`; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub course: Option<String>,
    /// First and last day.
    pub from: i32,
    pub to: i32,
    #[cfg_attr(test, ts(type = "number"))]
    pub value: Number,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub low: Option<Number>,
    #[cfg_attr(test, ts(type = "number | null"))]
    pub high: Option<Number>,
    pub unit: String,
    /// The run's own value; null where it has none.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub simulated: Option<Number>,
    /// Why it has none; empty where it has one.
    pub why_none: String,
    /// What the record's series is called.
    pub label: String,
    /// Key of its source.
    pub source: String,
    pub confidence: String,
    pub note: String,
    pub verified: bool,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Pattern {
    pub id: String,
    pub statement: String,
    /// What was measured on the run; null where there was nothing to measure.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub value: Number,
    pub unit: String,
    pub holds: bool,
    pub record: String,
}

/// A file that the run read.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct InputFile {
    pub file: String,
    pub what: String,
    pub rows: usize,
    pub sources: Vec<String>,
    pub unverified: usize,
}

/// Values that no source confirms.
#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Unverified {
    pub file: String,
    pub item: String,
    pub value: String,
    pub note: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Source {
    pub key: String,
    pub author: String,
    pub title: String,
    pub year: String,
    pub url: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "run.ts"))]
pub(super) struct Parameter {
    pub key: String,
    pub value: Option<f64>,
    pub unit: String,
    pub meaning: String,
    pub source: String,
    /// Whether it was set for this run.
    pub changed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_numbers_are_short() {
        let written = |x| serde_json::to_string(&Number(x)).unwrap();
        assert_eq!([3.0, 0.123_456, 0.000_123_4, f64::NAN].map(written), ["3", "0.1235", "0.000123", "null"]);
    }

    #[test]
    fn same_types_in_typescript_as_in_rust() {
        crate::typescript::same("run.ts", RunPage::export_all);
    }
}
