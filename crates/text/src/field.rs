//! One value with its name and place, and the ways to read it: each tells the log what is wrong and yields `None`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use engine::calendar::{Calendar, Day};

use crate::problem::{Problem, nearest};
use crate::raw::{Node, RawRow, ScalarKind, Table, Value, short};
use crate::source::{Log, Source, Spot};

/// A single value.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its column or key.
    pub name: &'a str,
    /// What is written.
    pub text: &'a str,
    /// Where.
    pub spot: Spot<'a>,
    /// Where its faults go.
    pub log: &'a Log,
}

/// Most names that a message lists where none is near.
const MOST_LISTED: usize = 24;

impl<'a> Field<'a> {
    /// Adds a fault of this value to the log.
    pub fn fault(&self, what: impl Into<String>) -> Problem {
        Problem::at(self.spot, what)
    }

    /// A finite number within the range.
    pub fn number(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let name = self.name;
        let Some(value) = self.text.parse::<f64>().ok() else {
            let problem = self.fault(format!("`{name}` is not a number")).found(self.text);
            self.log.push(match (without_groups(self.text), with_point(self.text)) {
                (Some(number), _) => problem.expected(format!("a number without commas: {number}")),
                (None, Some(number)) => problem.expected(format!("a decimal point, not a comma: {number}")),
                (None, None) => problem,
            });
            return None;
        };
        if !value.is_finite() {
            self.log.push(self.fault(format!("`{name}` is not finite")).found(self.text));
            return None;
        }
        if range.contains(&value) {
            return Some(value);
        }
        let (low, high) = (*range.start(), *range.end());
        let problem = if value < 0.0 && low >= 0.0 {
            self.fault(format!("`{name}` is negative"))
        } else {
            self.fault(format!("`{name}` is out of range"))
        };
        let expected =
            if high == f64::MAX { format!("{low} or more") } else { format!("a number from {low} to {high}") };
        self.log.push(problem.expected(expected).found(self.text));
        None
    }

    /// A share of a whole.
    pub fn share(&self) -> Option<f64> {
        self.number(0.0..=1.0)
    }

    /// A whole number of persons or things.
    pub fn count(&self) -> Option<u32> {
        let value = self.number(0.0..=f64::from(u32::MAX))?;
        if value.fract() != 0.0 {
            self.log.push(self.fault(format!("`{}` is not a whole number", self.name)).found(self.text));
            return None;
        }
        Some(value as u32)
    }

    /// One of a list of words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(w, _)| *w == self.text).map(|(_, t)| *t);
        if found.is_none() {
            let list = words.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(", ");
            self.log.push(
                self.fault(format!("`{}` is unknown", self.name))
                    .expected(format!("one of {list}"))
                    .found(self.text)
                    .nearest(self.text, words.iter().map(|(w, _)| *w)),
            );
        }
        found
    }

    /// The position of the thing that this value names.
    pub fn id_in(&self, ids: &BTreeMap<&str, usize>, thing: &str) -> Option<usize> {
        let found = ids.get(self.text).copied();
        if found.is_none() {
            let problem = self.fault(format!("there is no {thing} `{}`", short(self.text)));
            self.log.push_nowhere(problem, |problem| match nearest(self.text, ids.keys().copied()) {
                None if (1..=MOST_LISTED).contains(&ids.len()) => {
                    let names: Vec<&str> = ids.keys().copied().collect();
                    problem.expected(format!("one of {}", names.join(", ")))
                }
                _ => problem.nearest(self.text, ids.keys().copied()),
            });
        }
        found
    }

    /// A date in the given calendar.
    pub fn date(&self, calendar: Calendar) -> Option<Day> {
        let (text, said) = split_style(self.text);
        if let Some(day) = Day::parse(calendar, text).filter(|_| text.len() == 10) {
            let Some(said) = said.filter(|&s| s != calendar) else {
                return Some(day);
            };
            let meant = Day::parse(said, text).map_or(String::new(), |d| format!("`{}`", d.iso(calendar)));
            self.log.push(
                self.fault(format!(
                    "`{}` is in the {} calendar, this file in the {}",
                    self.name,
                    word(said),
                    word(calendar)
                ))
                .expected(meant)
                .found(self.text),
            );
            return None;
        }
        let other = match calendar {
            Calendar::OldStyle => Calendar::NewStyle,
            Calendar::NewStyle => Calendar::OldStyle,
        };
        let is_written_well = text.len() == 10
            && text.split('-').map(str::len).eq([4, 2, 2])
            && text.bytes().all(|b| b == b'-' || b.is_ascii_digit());
        let problem = if let Some(day) = Day::parse(other, text).filter(|_| is_written_well) {
            self.fault(format!(
                "`{}` exists only in the {} calendar, and this file is in the {}",
                self.name,
                word(other),
                word(calendar)
            ))
            .expected(format!("`{}`", day.iso(calendar)))
        } else if is_written_well {
            self.fault(format!("`{}` is a date that does not exist", self.name))
        } else {
            self.fault(format!("`{}` is not a date", self.name)).expected("year, month and day as in 1917-02-23")
        };
        self.log.push(problem.found(self.text));
        None
    }
}

/// A number that is written with a decimal comma, as it is written with a point; nothing where it is none.
/// A whole number whose thousands are divided by commas, without them.
fn without_groups(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(',').collect();
    let are_digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    let are_groups = groups.len() > 1 && groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    (are_digits && are_groups && groups[0] != "0").then(|| groups.concat())
}

fn with_point(text: &str) -> Option<String> {
    let (whole, part) = text.split_once(',')?;
    let is_part = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = format!("{whole}.{part}");
    (is_part && number.parse::<f64>().is_ok()).then_some(number)
}

/// A calendar in words.
pub fn word(calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::OldStyle => "old",
        Calendar::NewStyle => "new",
    }
}

/// Takes a note such as "NS" off the end of a written date.
fn split_style(text: &str) -> (&str, Option<Calendar>) {
    const NOTES: [(&str, Calendar); 6] = [
        (" NS", Calendar::NewStyle),
        (" OS", Calendar::OldStyle),
        (" (NS)", Calendar::NewStyle),
        (" (OS)", Calendar::OldStyle),
        (" new", Calendar::NewStyle),
        (" old", Calendar::OldStyle),
    ];
    NOTES
        .iter()
        .find_map(|(note, calendar)| text.strip_suffix(note).map(|date| (date.trim_end(), Some(*calendar))))
        .unwrap_or((text, None))
}

/// The rows of a table, as long as its file does not have too many faults.
pub fn rows<'a>(table: &'a Table<'a>, log: &'a Log) -> impl Iterator<Item = Row<'a>> {
    let is_full = move || log.is_full(&table.source.label);
    table.rows.iter().take_while(move |_| !is_full()).map(move |raw| Row { table, raw, log })
}

/// A row of a table, read by column name.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// The table.
    pub table: &'a Table<'a>,
    /// Its values as written.
    pub raw: &'a RawRow,
    /// Where its faults go.
    pub log: &'a Log,
}

impl<'a> Row<'a> {
    /// Where it begins.
    pub fn spot(&self) -> Spot<'a> {
        self.table.source.spot(self.raw.at)
    }

    /// The value under a column, unless it is empty or absent.
    pub fn get(&self, column: &'static str) -> Option<Field<'a>> {
        let i = self.table.header.iter().position(|c| c == column)?;
        let cell = self.raw.cells.get(i).filter(|c| !c.text.is_empty())?;
        Some(Field { name: column, text: &cell.text, spot: self.table.source.spot(cell.at), log: self.log })
    }

    /// The value under a column that may not be empty.
    pub fn need(&self, column: &'static str) -> Option<Field<'a>> {
        let found = self.get(column);
        if found.is_none() {
            let i = self.table.header.iter().position(|c| c == column);
            let at = i.and_then(|i| self.raw.cells.get(i)).map_or(self.raw.at, |c| c.at);
            let name = self.table.columns.table;
            self.log.push(Problem::at(self.table.source.spot(at), format!("a row of {name} lacks `{column}`")));
        }
        found
    }

    /// The value under a column; empty where there is none.
    pub fn text(&self, column: &'static str) -> &'a str {
        self.get(column).map_or("", |f| f.text)
    }
}

/// A table of a TOML file, read by key.
#[derive(Clone, Copy)]
pub struct Entries<'a> {
    /// The text that it stands in.
    pub source: &'a Source,
    /// What the table is, for messages: "class `weavers`".
    pub what: &'a str,
    /// Where it begins, in bytes.
    pub at: usize,
    /// Keys, where each stands, and their values.
    pub map: &'a BTreeMap<String, (usize, Value)>,
    /// Where its faults go.
    pub log: &'a Log,
}

impl<'a> Entries<'a> {
    /// The value as a table; otherwise a fault.
    pub fn of(source: &'a Source, what: &'a str, value: &'a Value, log: &'a Log) -> Option<Entries<'a>> {
        match &value.node {
            Node::Table(map) => Some(Entries { source, what, at: value.at, map, log }),
            other => {
                let problem = Problem::at(source.spot(value.at), format!("{what} is {}", other.word()));
                log.push(problem.expected("a table"));
                None
            }
        }
    }

    /// Where it begins.
    pub fn spot(&self) -> Spot<'a> {
        self.source.spot(self.at)
    }

    /// Tells of every key that is not in the list.
    pub fn only(&self, known: &[&str]) {
        for (key, (at, _)) in self.map {
            if !known.contains(&key.as_str()) {
                self.log.push(
                    Problem::at(self.source.spot(*at), format!("`{}` is not a key of {}", short(key), self.what))
                        .nearest(key, known.iter().copied()),
                );
            }
        }
    }

    /// The value under a key, if it is there.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).map(|(_, value)| value)
    }

    /// The value under a key that must be there.
    pub fn need_value(&self, key: &str) -> Option<&'a Value> {
        let found = self.value(key);
        if found.is_none() {
            self.log.push(Problem::at(self.spot(), format!("{} lacks `{key}`", self.what)));
        }
        found
    }

    /// The single value under a key, if it is there.
    pub fn get(&self, key: &'a str) -> Option<Field<'a>> {
        self.value(key).and_then(|v| self.single(key, v))
    }

    /// The single value under a key that must be there.
    pub fn need(&self, key: &'a str) -> Option<Field<'a>> {
        self.need_value(key).and_then(|v| self.single(key, v))
    }

    /// The value as a single one; otherwise a fault.
    pub fn single(&self, name: &'a str, value: &'a Value) -> Option<Field<'a>> {
        match &value.node {
            Node::Scalar(text, _) => Some(Field { name, text, spot: self.source.spot(value.at), log: self.log }),
            other => {
                let problem = Problem::at(self.source.spot(value.at), format!("`{name}` is {}", other.word()));
                self.log.push(problem.expected("a single value"));
                None
            }
        }
    }

    /// The single value under a key; empty where there is none.
    pub fn text(&self, key: &'a str) -> &'a str {
        self.get(key).map_or("", |f| f.text)
    }

    /// The value as a single one that is written as this kind; otherwise a fault.
    pub fn written_as(&self, kind: ScalarKind, name: &'a str, value: &'a Value) -> Option<Field<'a>> {
        match &value.node {
            Node::Scalar(_, written) if *written == kind => self.single(name, value),
            other => {
                let problem = Problem::at(self.source.spot(value.at), format!("`{name}` is {}", other.word()));
                self.log.push(problem.expected(kind.word()));
                None
            }
        }
    }

    /// The text under a key, if it is there; another kind of value is a fault.
    pub fn wording(&self, key: &'a str) -> Option<Field<'a>> {
        self.value(key).and_then(|value| self.written_as(ScalarKind::Text, key, value))
    }

    /// `true` or `false` under a key.
    pub fn switch(&self, key: &'a str) -> Option<bool> {
        let value = self.value(key)?;
        if let Node::Scalar(text, ScalarKind::Switch) = &value.node {
            return Some(text == "true");
        }
        let problem = Problem::at(self.source.spot(value.at), format!("`{key}` is {}", value.node.word()));
        self.log.push(problem.expected("true or false"));
        None
    }

    /// The single values of a table under a key, in the order of their names; otherwise a fault.
    pub fn fields(&self, key: &'a str) -> Vec<Field<'a>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let Some(inner) = Entries::of(self.source, key, value, self.log) else {
            return Vec::new();
        };
        inner.map.iter().filter_map(|(name, (_, value))| self.single(name, value)).collect()
    }

    /// Where a key stands.
    pub fn key_spot(&self, key: &str) -> Spot<'a> {
        self.source.spot(self.map.get(key).map_or(self.at, |(at, _)| *at))
    }

    /// The items of a list under a key; otherwise a fault.
    pub fn list(&self, key: &'a str) -> &'a [Value] {
        match self.value(key).map(|v| (&v.node, v.at)) {
            None => &[],
            Some((Node::Array(items), _)) => items,
            Some((other, at)) => {
                let problem = Problem::at(self.source.spot(at), format!("`{key}` is {}", other.word()));
                self.log.push(problem.expected("a list"));
                &[]
            }
        }
    }
}
