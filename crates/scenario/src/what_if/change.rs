//! What a file of a what-if asks for, with every name looked up.

use engine::calendar::Day;
use society::spec::{Indicator, N_ISSUES, Ruling, Section};

/// Where a change is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
}

impl Place {
    pub fn fault(&self, what: impl Into<String>) -> crate::Problem {
        crate::Problem { line: self.line, column: self.column, ..crate::Problem::of_file(self.file.clone(), what) }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One block `[[change]]`.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Change {
    pub at: Place,
    /// First day, or the start (for an input: also all that was before).
    pub from: Option<Day>,
    /// Last day, or the end.
    pub until: Option<Day>,
    pub what: What,
}

impl Change {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The first day on which it can make a difference, in a scenario that starts on this day.
    pub fn begins(&self, start: Day) -> Day {
        match &self.what {
            // Who would have come earlier is missing from then on.
            What::Leader { edit, .. } if edit.available.is_some() => start,
            _ => self.from.map_or(start, |from| from.max(start)),
        }
    }

    /// Whether there is a day on which both hold.
    pub fn meets(&self, other: &Change) -> bool {
        let before = |a: &Change, b: &Change| matches!((a.until, b.from), (Some(end), Some(begin)) if end < begin);
        !before(self, other) && !before(other, self)
    }
}

/// The kinds of change.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum What {
    Input { indicator: Indicator, place: Option<usize>, edit: Edit },
    Leader { leader: usize, edit: LeaderEdit },
    Ruling(Ruling),
    Mechanism { name: &'static str, on: bool },
    Parameter { key: &'static str, amount: Amount },
    Party { party: usize, edit: PartyEdit },
    Persons(Persons),
    Memory { class: Option<usize>, factor: f64 },
    Representation { class: usize, section: Option<Option<Section>>, quota: Option<f64> },
    Class { class: Option<usize>, weights: [f64; N_ISSUES] },
    Regime { severity: f64 },
}

/// What is done to a series.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Edit {
    /// It has this value.
    Value(f64),
    /// This is added to it.
    Add(f64),
    /// It is multiplied by this.
    Factor(f64),
    /// It keeps the value of the first day.
    Hold,
    /// It comes this many days later.
    Shift(i32),
}

/// A value of its own, or a multiple of what it was.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Amount {
    Value(f64),
    Factor(f64),
}

#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct LeaderEdit {
    pub available: Option<Day>,
    pub until: Option<Day>,
    pub authority_factor: Option<f64>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct PartyEdit {
    pub cadres_factor: Option<f64>,
    pub press_factor: Option<f64>,
    pub openness: Option<f64>,
    pub power_line: Option<f64>,
    /// Position on a demand.
    pub position: Vec<(usize, f64)>,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Persons {
    pub class: usize,
    pub place: Option<usize>,
    pub unit: Option<String>,
    pub action: Action,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Action {
    /// There are this many times as many.
    Factor(f64),
    /// A share of them becomes another class, or lives in another place, or both.
    Move { share: f64, becomes: Option<usize>, to: Option<usize> },
}
