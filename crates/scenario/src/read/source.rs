//! One text with its name, places in it, and the log that gathers faults.

use std::cell::RefCell;
use std::collections::BTreeMap;

use engine::calendar::Calendar;

use crate::problem::{Problem, Problems};

/// Most faults kept of one file; beyond it only their number is told.
const MOST_PER_FILE: usize = 1000;

/// The text of one file, with what is needed to say where something stands.
#[derive(Debug)]
pub(crate) struct Source {
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
    pub fn new(label: String, name: String, text: String, calendar: Calendar) -> Source {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Source { label, name, text, calendar, line_starts }
    }

    pub fn spot(&self, at: usize) -> Spot<'_> {
        Spot { source: self, at }
    }
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
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

    pub fn line(self) -> usize {
        self.line_and_column().0
    }
}

impl Problem {
    /// A fault at a place in a text.
    pub(crate) fn at(spot: Spot<'_>, what: impl Into<String>) -> Problem {
        let (line, column) = spot.line_and_column();
        Problem { line, column, ..Problem::of_file(spot.source.label.clone(), what) }
    }
}

/// Gathers faults while files are read and checked, so that all are told at once.
#[derive(Default, Debug)]
pub(crate) struct Log {
    found: RefCell<Vec<Problem>>,
    per_file: RefCell<BTreeMap<String, usize>>,
}

impl Log {
    pub fn push(&self, problem: Problem) {
        let mut per_file = self.per_file.borrow_mut();
        let n = per_file.entry(problem.file.clone()).or_default();
        *n += 1;
        if *n <= MOST_PER_FILE {
            self.found.borrow_mut().push(problem);
        }
    }

    /// How many faults so far.
    pub fn len(&self) -> usize {
        self.per_file.borrow().values().sum()
    }

    /// All faults in order, or nothing when there are none.
    pub fn finish(self) -> Result<(), Problems> {
        let mut found = self.found.into_inner();
        for (file, n) in self.per_file.into_inner() {
            if n > MOST_PER_FILE {
                let mut rest = Problem::of_file(file, format!("{} further faults are not listed", n - MOST_PER_FILE));
                rest.line = usize::MAX;
                found.push(rest);
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
}
