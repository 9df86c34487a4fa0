//! A block `[[change]]` while it is read, and what names in it may stand for.

use std::collections::BTreeMap;

use engine::calendar::{Calendar, Day};
use society::spec::{PlaceKind, Spec};

use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::raw::short;
use crate::read::source::Spot;

/// What names in a file may stand for.
pub(super) struct Known<'a> {
    pub spec: &'a Spec,
    pub places: BTreeMap<&'a str, usize>,
    pub classes: BTreeMap<&'a str, usize>,
    pub parties: BTreeMap<&'a str, usize>,
    pub leaders: BTreeMap<&'a str, usize>,
    /// Keys of the sources.
    pub sources: Vec<&'a str>,
}

impl<'a> Known<'a> {
    pub fn of(spec: &'a Spec, sources: Vec<&'a str>) -> Known<'a> {
        Known {
            spec,
            places: spec.places.iter().map(|p| p.id.as_str()).zip(0..).collect(),
            classes: spec.classes.iter().map(|c| c.id.as_str()).zip(0..).collect(),
            parties: spec.parties.iter().map(|p| p.id.as_str()).zip(0..).collect(),
            leaders: spec.leaders.iter().map(|l| l.id.as_str()).zip(0..).collect(),
            sources,
        }
    }

    /// Whether a place holds no other.
    pub fn is_leaf(&self, place: usize) -> bool {
        self.spec.places[place].kind != PlaceKind::Province && !self.spec.places.iter().any(|p| p.parent == Some(place))
    }
}

/// A block `[[change]]` on its way to a change.
pub(super) struct Block<'a> {
    pub e: Entries<'a>,
    pub known: &'a Known<'a>,
    pub calendar: Calendar,
    /// The file's own `from`, for blocks that have none.
    pub file_from: Option<(Day, Spot<'a>)>,
}

impl<'a> Block<'a> {
    /// Tells of keys that this kind of change does not have.
    pub fn only(&self, kind: &str, known: &[&str]) {
        for key in self.e.map.keys().filter(|key| !known.contains(&key.as_str())) {
            let what = format!("`{}` is not a key of a change of kind `{kind}`", short(key));
            self.e.log.push(Problem::at(self.e.key_spot(key), what).nearest(key, known.iter().copied()));
        }
    }

    /// A day within the scenario.
    pub fn day(&self, field: Field<'_>) -> Option<Day> {
        let day = field.date(self.calendar)?;
        let (start, end) = (self.known.spec.start, self.known.spec.end);
        if (start..=end).contains(&day) {
            return Some(day);
        }
        let problem = field.fault(format!("`{}` lies outside the scenario", field.name));
        let expected = format!("a date from {} to {}", start.iso(self.calendar), end.iso(self.calendar));
        self.e.log.push(problem.expected(expected).found(field.text));
        None
    }

    /// First and last day of a change; `until` of a leader is the leader's own.
    pub fn window(&self, kind: &str, at_start_only: bool) -> (Option<Day>, Option<Day>) {
        let own = self.e.get("from").and_then(|f| Some((self.day(f)?, f.spot)));
        let from = if self.e.value("from").is_some() { own } else { self.file_from };
        if at_start_only {
            let late = from.filter(|(day, _)| *day > self.known.spec.start);
            if let Some((day, spot)) = late {
                let what = format!("a change of kind `{kind}` is made at the start only");
                let found = day.iso(self.calendar);
                self.e.log.push(Problem::at(spot, what).expected("no `from`").found(&found));
            }
            if self.e.value("until").is_some() {
                let what = format!("a change of kind `{kind}` is made at the start and stays");
                self.e.log.push(Problem::at(self.e.key_spot("until"), what).expected("no `until`"));
            }
            return (None, None);
        }
        let from = from.map(|(day, _)| day);
        if kind == "leader" {
            return (from, None);
        }
        let until = self.e.get("until").and_then(|f| Some((self.day(f)?, f)));
        if let (Some(first), Some((last, field))) = (from, until)
            && last < first
        {
            let problem = field.fault("the change ends before it begins");
            self.e.log.push(problem.expected(format!("a date from {} on", first.iso(self.calendar))).found(field.text));
        }
        (from, until.map(|(day, _)| day))
    }

    /// The one key of several that a block must have.
    pub fn one_of(&self, kind: &str, keys: &[&'static str]) -> Option<&'static str> {
        let found: Vec<&'static str> = keys.iter().copied().filter(|key| self.e.value(key).is_some()).collect();
        if let [one] = found[..] {
            return Some(one);
        }
        let what = match found.is_empty() {
            true => format!("this change of kind `{kind}` does not say what is changed"),
            false => format!("`{}` stand in one change of kind `{kind}`", found.join("`, `")),
        };
        self.e.log.push(Problem::at(self.e.spot(), what).expected(format!("one of {}", keys.join(", "))));
        None
    }

    /// At least one key of several.
    pub fn some_of(&self, kind: &str, keys: &[&'static str]) -> Option<()> {
        if keys.iter().any(|key| self.e.value(key).is_some()) {
            return Some(());
        }
        let what = format!("this change of kind `{kind}` does not say what is changed");
        self.e.log.push(Problem::at(self.e.spot(), what).expected(format!("some of {}", keys.join(", "))));
        None
    }

    pub fn number(&self, key: &'a str, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        self.e.get(key)?.number(range)
    }

    /// A multiple of what was.
    pub fn factor(&self, key: &'a str) -> Option<f64> {
        /// More than a thousandfold is a slip of the pen.
        const LARGEST: f64 = 1000.0;
        self.number(key, 0.0..=LARGEST)
    }

    /// The place a block names; `None` for a fault, `Some(None)` for all places.
    pub fn place(&self, field: Field<'a>) -> Option<Option<usize>> {
        match field.text {
            "all" => Some(None),
            _ => field.id_in(&self.known.places, "place").map(Some),
        }
    }

    /// The class a block names, or `all`.
    pub fn class_or_all(&self, field: Field<'a>) -> Option<Option<usize>> {
        match field.text {
            "all" => Some(None),
            _ => field.id_in(&self.known.classes, "class").map(Some),
        }
    }
}
