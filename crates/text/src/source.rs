//! One text with its name, places in it, and the log that gathers faults.

use std::cell::RefCell;
use std::collections::BTreeMap;

use engine::calendar::Calendar;

use crate::problem::{Problem, Problems};

/// Most faults of one kind that are listed of a file; of the others only their number is told.
const MOST_OF_A_KIND: usize = 100;
/// Faults of a file after which its further rows are not looked at.
const MOST_PER_FILE: usize = 1000;

/// The text of one file, with what is needed to say where something stands.
#[derive(Debug)]
pub struct Source {
    /// Path as the user knows it.
    pub label: String,
    /// Name within the scenario's directory, such as `places.csv`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Calendar of the dates in it.
    pub calendar: Calendar,
    line_starts: Vec<usize>,
}

impl Source {
    /// A text with its path, its name within the scenario, and the calendar of its dates.
    pub fn new(label: String, name: String, text: String, calendar: Calendar) -> Source {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Source { label, name, text, calendar, line_starts }
    }

    /// The place of a byte.
    pub fn spot(&self, at: usize) -> Spot<'_> {
        Spot { source: self, at }
    }
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// The text.
    pub source: &'a Source,
    /// Byte offset.
    pub at: usize,
}

impl Spot<'_> {
    /// Line and column in characters, both from 1.
    pub fn line_and_column(self) -> (usize, usize) {
        let at = self.at.min(self.source.text.len());
        let line = self.source.line_starts.partition_point(|&start| start <= at);
        let start = self.source.line_starts[line - 1];
        let column = self.source.text.as_bytes()[start..at]
            .iter()
            // A byte 10xxxxxx goes on with a character that began before it.
            .filter(|&&byte| byte & 0xC0 != 0x80)
            .count();
        (line, column + 1)
    }

    /// The line, from 1.
    pub fn line(self) -> usize {
        self.line_and_column().0
    }
}

impl Problem {
    /// A fault at a place in a text.
    pub fn at(spot: Spot<'_>, what: impl Into<String>) -> Problem {
        let (line, column) = spot.line_and_column();
        Problem { line, column, ..Problem::of_file(spot.source.label.clone(), what) }
    }
}

/// Position of the first fault of a kind, where it was kept, and how many there are.
type Nowhere = (Option<usize>, usize);

/// Gathers faults while files are read and checked, so that all are told at once.
#[derive(Default, Debug)]
pub struct Log {
    found: RefCell<Vec<Problem>>,
    /// Faults of each file.
    per_file: RefCell<BTreeMap<String, usize>>,
    /// Faults of each file and kind.
    per_kind: RefCell<BTreeMap<(String, String), usize>>,
    /// Names that point nowhere, by file and fault: position of the first among `found`, and how many there are.
    nowhere: RefCell<BTreeMap<(String, String), Nowhere>>,
}

impl Log {
    /// Adds a fault; beyond a hundred of its kind in its file it is only counted.
    pub fn push(&self, problem: Problem) {
        self.add(problem);
    }

    /// Adds the fault that a name points nowhere. The same name is told once in a file, with the number of the others: they
    /// follow from one slip. `complete` adds what costs time, such as the nearest name, where the fault is listed.
    pub fn push_nowhere(&self, problem: Problem, complete: impl FnOnce(Problem) -> Problem) {
        let key = (problem.file.clone(), problem.what.clone());
        let known = self.nowhere.borrow().contains_key(&key);
        if known {
            *self.per_file.borrow_mut().entry(key.0.clone()).or_default() += 1;
            if let Some((at, times)) = self.nowhere.borrow_mut().get_mut(&key) {
                *times += 1;
                // Rows are read in the order of their identifiers; the first of the file is told.
                let mut found = self.found.borrow_mut();
                if let Some(told) = at.and_then(|at| found.get_mut(at))
                    && (problem.line, problem.column) < (told.line, told.column)
                {
                    (told.line, told.column) = (problem.line, problem.column);
                }
            }
            return;
        }
        let is_listed = self.of_kind(&key.0, &key.1) < MOST_OF_A_KIND;
        let at = self.add(if is_listed { complete(problem) } else { problem });
        self.nowhere.borrow_mut().insert(key, (at, 1));
    }

    fn of_kind(&self, file: &str, what: &str) -> usize {
        self.per_kind.borrow().get(&(file.to_owned(), kind_of(what))).copied().unwrap_or(0)
    }

    /// Adds a fault; its position among those that are listed.
    fn add(&self, problem: Problem) -> Option<usize> {
        let mut per_kind = self.per_kind.borrow_mut();
        let of_kind = per_kind.entry((problem.file.clone(), kind_of(&problem.what))).or_default();
        *of_kind += 1;
        *self.per_file.borrow_mut().entry(problem.file.clone()).or_default() += 1;
        let mut found = self.found.borrow_mut();
        let is_listed = *of_kind <= MOST_OF_A_KIND;
        if is_listed {
            found.push(problem);
        }
        is_listed.then(|| found.len() - 1)
    }

    /// How many faults so far.
    pub fn len(&self) -> usize {
        self.per_file.borrow().values().sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a file has so many faults that looking at its further rows helps nobody.
    pub fn is_full(&self, file: &str) -> bool {
        self.per_file.borrow().get(file).is_some_and(|n| *n >= MOST_PER_FILE)
    }

    /// All faults in order, or nothing when there are none.
    ///
    /// # Errors
    /// When there is a fault.
    pub fn finish(self) -> Result<(), Problems> {
        let mut found = self.found.into_inner();
        for ((_, _), (at, times)) in self.nowhere.into_inner() {
            let Some(problem) = at.filter(|_| times > 1).and_then(|at| found.get_mut(at)) else { continue };
            let more = match times - 1 {
                1 => "once more in this file".to_owned(),
                more => format!("{more} times more in this file"),
            };
            problem.help = if problem.help.is_empty() { more } else { format!("{} ({more})", problem.help) };
        }
        for ((file, kind), n) in self.per_kind.into_inner() {
            if n > MOST_OF_A_KIND {
                let what = format!("{} further faults of this kind are not listed: {kind}", n - MOST_OF_A_KIND);
                found.push(Problem { line: usize::MAX, ..Problem::of_file(file, what) });
            }
        }
        for (file, n) in self.per_file.into_inner() {
            if n >= MOST_PER_FILE {
                let what = "this file has so many faults that its further rows were not looked at";
                found.push(Problem { line: usize::MAX, ..Problem::of_file(file, what) });
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        found.sort();
        found.dedup();
        for problem in &mut found {
            if problem.line == usize::MAX {
                problem.line = 0;
            }
        }
        Err(Problems(found))
    }
}

/// The kind of a fault: its sentence without the names and numbers in it.
fn kind_of(what: &str) -> String {
    let mut kind = String::with_capacity(what.len());
    let mut is_name = false;
    for c in what.chars() {
        match c {
            '`' => {
                is_name = !is_name;
                kind.push('`');
                if is_name {
                    kind.push('…');
                }
            }
            _ if is_name => {}
            '0'..='9' => {
                if !kind.ends_with('…') {
                    kind.push('…');
                }
            }
            c => kind.push(c),
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_columns_count_characters() {
        let source = Source::new("x".into(), "x".into(), "a\nКр,б\n".into(), Calendar::OldStyle);
        let at = source.text.find('б').expect("the letter is there");
        assert_eq!(source.spot(at).line_and_column(), (2, 4));
        assert_eq!(source.spot(0).line_and_column(), (1, 1));
        assert_eq!(source.spot(9_999).line_and_column(), (3, 1));
    }
    #[test]
    fn law_a_hundred_faults_of_a_kind_are_listed_and_a_name_once() {
        let log = Log::default();
        let source = Source::new("x.csv".into(), "x.csv".into(), "\n".repeat(3000), Calendar::OldStyle);
        for row in 0..250 {
            log.push(Problem::at(source.spot(row), format!("place `p{row}` has {row} fields")));
        }
        assert!(!log.is_full("x.csv"));
        for row in 0..2000 {
            log.push_nowhere(Problem::at(source.spot(row), "there is no place `moskow`"), |p| p.help("look"));
        }
        assert!(log.is_full("x.csv") && log.len() == 2250);
        let told = log.finish().expect_err("there are faults");
        assert_eq!(told.len(), 100 + 1 + 2);
        let has = |text: &str| assert!(told.iter().any(|p| p.to_string() == text), "{told}");
        has("x.csv:1:1: there is no place `moskow`; look (1999 times more in this file)");
        has("x.csv: 150 further faults of this kind are not listed: place `…` has … fields");
        has("x.csv: this file has so many faults that its further rows were not looked at");
    }
}
