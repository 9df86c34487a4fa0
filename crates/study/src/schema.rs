//! What the answers of studies are made of: the published schema of their JSON files.
//!
//! A study computes an answer of its own type; what it writes down, and what `--json` prints, is one of the structs named
//! `Written` in the study's `schema` module. They hold numbers, dates and identifiers with the names that readers know
//! beside them, and no number in a sentence. A page is drawn from such a file alone. TypeScript's types in
//! `web/src/types/answers.ts` are made from the same structs by a test of the crate `report`, which also tells when they are out
//! of date.

use std::collections::BTreeMap;

use engine::calendar::{Calendar as Style, Day};
use scenario::{FIELDS, Intervention, Loaded};
use serde::Serialize;
use society::OutcomeKind;
use society::spec::{MECHANISMS, Spec};

use observables::summary::outcome_title;
use run::case::Case;
use serde_json::Value;
use stats::interval;

use crate::frame::Study;

/// A number, or nothing where it is not finite: JSON has neither infinity nor "not a number".
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "number | null"))]
pub struct Real(pub f64);

/// A day, in the calendar of all tables and in that of the case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Date {
    /// New Style (Gregorian), such as `1917-03-08`.
    pub date: String,
    /// The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style.
    pub date_local: String,
}

/// The calendar in which a case's own dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Calendar {
    /// Old Style: readers see both calendars, this one first.
    Old,
    /// New Style: readers see this one alone.
    New,
}

/// An identifier with the name that readers know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Named {
    /// Identifier, as files and tables have it.
    pub id: String,
    /// Name for readers.
    pub name: String,
}

/// A number with its interval, in the unit of what it is of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Estimate {
    /// The estimate.
    pub value: Real,
    /// Both ends of its interval; nothing where the data do not bound that side.
    pub interval: [Real; 2],
}

/// Numbers by the share of the worlds that lie below them: `p5`, `p10`, `p25`, `p50`, `p75`, `p90`, `p95`.
pub type Quantiles<T> = BTreeMap<String, T>;

/// In how many worlds it is so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WorldShare {
    /// Worlds in which it is so.
    pub worlds: u64,
    /// The share of all worlds, 0 to 1, with Wilson's interval.
    pub share: Estimate,
}

/// Pairs of worlds, with and without a change, by whether something came in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PairCounts {
    /// It came in both worlds of the pair.
    pub both: u64,
    /// It came in the world compared with alone.
    pub base_only: u64,
    /// It came in the changed world alone.
    pub with_only: u64,
    /// It came in neither.
    pub neither: u64,
}

/// How many worlds have something on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OnDay {
    /// The day.
    #[serde(flatten)]
    pub day: Date,
    /// Worlds.
    pub worlds: u64,
}

/// An observation of the record on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Observed {
    /// The day.
    #[serde(flatten)]
    pub day: Date,
    /// Value, in the unit of what it stands beside.
    pub value: Real,
    /// Lower end of the range, where the source gives one.
    pub low: Option<Real>,
    /// Upper end of the range, where the source gives one.
    pub high: Option<Real>,
    /// Key of the source.
    pub source: String,
    /// The source for readers.
    pub source_name: String,
    /// Whether a source that is not weak confirms it.
    pub verified: bool,
}

/// A setting of the user's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Setting {
    /// Key of a parameter or of a mechanism.
    pub key: String,
    /// What the key means.
    pub name: String,
    /// The value, as given.
    pub value: String,
    /// Unit of the value; empty for a switch.
    pub unit: String,
}

/// One of the six things that a counterfactual says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Field {
    /// Its key in the file.
    pub key: String,
    /// Its name for readers.
    pub name: String,
    /// What the file says; empty where it says nothing.
    pub text: String,
}

/// A what-if.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct WhatIf {
    /// Its name, by which it is asked for.
    pub id: String,
    /// Its title.
    pub name: String,
    /// What it says of itself.
    pub fields: Vec<Field>,
    /// Keys of the sources that show that contemporaries considered it; empty where none is known.
    pub considered: String,
    /// Which document, and where in it; may be empty.
    pub document: String,
    /// Whether the document is only remembered.
    pub is_unverified: bool,
    /// Whether one of the fields or the document is missing.
    pub is_sketch: bool,
}

/// What every answer says of itself: enough to head a page and to repeat the study.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Head {
    /// The case: its identifier and its title.
    pub scenario: Named,
    /// What the case is, in a sentence or two; may be empty.
    pub summary: String,
    /// Digest of the case's texts.
    pub content: String,
    /// Version of the program.
    pub version: String,
    /// The command that repeats the study.
    pub command: String,
    /// The first seed.
    pub seed: u64,
    /// Real persons that one simulated person stands for.
    pub scale: u32,
    /// The calendar of the case's own dates.
    pub calendar: Calendar,
    /// First day simulated.
    pub start: Date,
    /// Last day simulated.
    pub end: Date,
    /// The capital.
    pub capital: Named,
    /// What-ifs, in the order in which they were applied.
    pub what_ifs: Vec<WhatIf>,
    /// Parameters and switches that the user set.
    pub settings: Vec<Setting>,
    /// Digest of the calibration whose parameter sets the worlds have; nothing where all have the values set by hand.
    pub posterior: Option<String>,
}

/// What the answers of studies begin with.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct StudyInfo {
    /// The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`.
    pub kind: &'static str,
    /// What it is of, and how to repeat it.
    pub head: Head,
    /// What decides its worlds, as far as an interrupted study must agree with it.
    #[cfg_attr(feature = "typescript", ts(type = "unknown"))]
    pub study: Value,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Names of the what-ifs.
    pub interventions: Vec<String>,
    /// `1:N`: each simulated person stands for N.
    pub scale: String,
    /// The command that repeats it.
    pub command: String,
}

impl StudyInfo {
    /// The beginning of the answer of a study of this case.
    pub fn of<S: Study>(kind: &'static str, study: &S, case: &Case) -> StudyInfo {
        StudyInfo {
            kind,
            head: Head::of(case, study.command()),
            study: study.identity(),
            scenario: case.loaded.id.clone(),
            interventions: case.loaded.applied.iter().map(|a| a.name.clone()).collect(),
            scale: format!("1:{}", case.scale),
            command: study.command(),
        }
    }
}

impl From<f64> for Real {
    fn from(x: f64) -> Real {
        Real(x)
    }
}

impl Date {
    /// A day of a case that has this calendar.
    pub fn of(day: Day, calendar: Style) -> Date {
        Date { date: day.iso(Style::NewStyle), date_local: day.iso(calendar) }
    }
}

impl From<Style> for Calendar {
    fn from(style: Style) -> Calendar {
        match style {
            Style::OldStyle => Calendar::Old,
            Style::NewStyle => Calendar::New,
        }
    }
}

impl From<interval::Estimate> for Estimate {
    fn from(e: interval::Estimate) -> Estimate {
        Estimate { value: e.value.into(), interval: ends(e.interval) }
    }
}

impl From<stats::paired::Pairs> for PairCounts {
    fn from(pairs: stats::paired::Pairs) -> PairCounts {
        let stats::paired::Pairs { both, base_only, changed_only, neither } = pairs;
        PairCounts { both, base_only, with_only: changed_only, neither }
    }
}

impl WorldShare {
    /// In how many of these worlds it is so, with an interval of this level.
    pub fn of<W>(worlds: &[W], level: f64, is_so: impl Fn(&W) -> bool) -> WorldShare {
        let (so, n) = (worlds.iter().filter(|world| is_so(world)).count() as u64, worlds.len() as u64);
        let share =
            interval::Estimate { value: so as f64 / n.max(1) as f64, interval: stats::binomial::wilson(so, n, level) };
        WorldShare { worlds: so, share: share.into() }
    }
}

/// Both ends of an interval.
pub fn ends(interval: interval::Interval) -> [Real; 2] {
    [interval.low.into(), interval.high.into()]
}

impl Named {
    /// An identifier with its name.
    pub fn new(id: &str, name: &str) -> Named {
        Named { id: id.to_owned(), name: name.to_owned() }
    }

    /// The whole country.
    pub fn country() -> Named {
        Named::new("all", "the whole country")
    }

    /// A place of the record: one of the society's, or the country.
    pub fn place(id: &str, spec: &Spec) -> Named {
        let name = match spec.places.iter().find(|place| place.id == id) {
            Some(place) => place.name.clone(),
            None if spec.is_country(id) => Named::country().name,
            None => capitalised(&id.replace('_', " ")),
        };
        Named { id: id.to_owned(), name }
    }

    /// How a world may end.
    pub fn outcome(kind: OutcomeKind) -> Named {
        Named::new(kind.word(), outcome_title(kind))
    }
}

/// The name of a kind of government for readers, from its word in tables.
pub fn government_name(kind: &str) -> &str {
    match kind {
        "old_regime" => "the old regime",
        "provisional" => "a provisional government",
        "parliament" => "a government of the parliament",
        "council" => "a government of the councils",
        "dictatorship" => "a commander\u{2019}s rule",
        "none" => "no government",
        other => other,
    }
}

/// Names of these endings by their identifiers.
pub fn outcome_names(kinds: impl IntoIterator<Item = OutcomeKind>) -> BTreeMap<String, String> {
    kinds.into_iter().map(|kind| (kind.word().to_owned(), outcome_title(kind).to_owned())).collect()
}

/// A text with its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

impl WhatIf {
    /// A what-if as its file has it.
    pub fn of(what_if: &Intervention) -> WhatIf {
        let field = |((key, name), text): (&(&str, &str), &String)| Field {
            key: (*key).to_owned(),
            name: capitalised(name),
            text: text.clone(),
        };
        WhatIf {
            id: what_if.name.clone(),
            name: what_if.title.clone(),
            fields: FIELDS.iter().zip(&what_if.fields).map(field).collect(),
            considered: what_if.considered.clone(),
            document: what_if.document.clone(),
            is_unverified: what_if.is_unverified(),
            is_sketch: what_if.is_sketch(),
        }
    }

    /// A what-if of this name; of one that does not come with the scenario only the title is known.
    pub fn named(name: &str, title: &str, loaded: &Loaded) -> WhatIf {
        let known = scenario::interventions(loaded);
        let bare = || Intervention { name: name.to_owned(), title: title.to_owned(), ..Intervention::default() };
        WhatIf::of(&known.into_iter().find(|one| one.name == name).unwrap_or_else(bare))
    }
}

impl Setting {
    /// A setting as it was given: `KEY=VALUE`.
    pub fn of(given: &str, spec: &Spec) -> Setting {
        let (key, value) = given.split_once('=').unwrap_or((given, ""));
        let parameter = spec.rules.declared().into_iter().find(|declared| declared.key == key.trim());
        let mechanism = MECHANISMS.iter().find(|(name, _)| *name == key.trim());
        let (name, unit) = match (parameter, mechanism) {
            (Some(declared), _) => (declared.meaning.trim_end_matches('.'), declared.unit),
            (None, Some((_, meaning))) => (*meaning, ""),
            (None, None) => (key, ""),
        };
        Setting {
            key: key.trim().to_owned(),
            name: capitalised(name),
            value: value.trim().to_owned(),
            unit: unit.to_owned(),
        }
    }
}

impl Head {
    /// What a study of this case says of itself; `command` is the one that repeats it.
    pub fn of(case: &Case, command: String) -> Head {
        Head {
            command,
            seed: case.seed,
            scale: case.scale,
            end: Date::of(case.end, case.loaded.calendar),
            posterior: case.posterior().map(str::to_owned),
            ..Head::of_scenario(&case.loaded)
        }
    }

    /// The same of a scenario alone, from its first day to its last.
    pub fn of_scenario(loaded: &Loaded) -> Head {
        let spec = &loaded.spec;
        let capital = &spec.places[spec.capital];
        Head {
            scenario: Named::new(&loaded.id, &loaded.title),
            summary: loaded.summary.clone(),
            content: loaded.content_hash.clone(),
            version: run::VERSION.to_owned(),
            command: String::new(),
            seed: 0,
            scale: 1,
            calendar: loaded.calendar.into(),
            start: Date::of(spec.start, loaded.calendar),
            end: Date::of(spec.end, loaded.calendar),
            capital: Named::new(&capital.id, &capital.name),
            what_ifs: loaded.applied.iter().map(WhatIf::of).collect(),
            settings: loaded.settings.iter().map(|given| Setting::of(given, spec)).collect(),
            posterior: None,
        }
    }
}
