//! Where numbers come from: the bibliography, and what is noted of every row that no source confirms.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::loaded::{Mark, SourceEntry, Unverified};
use crate::names::source_keys;
use crate::read::field::{Field, Row, rows};
use crate::read::raw::{Columns, Table, short};
use crate::read::source::{Log, Spot};
use crate::tables::words;

pub(crate) const SOURCES: Columns = Columns {
    table: "sources",
    required: &["key", "title"],
    expected: &["author", "year", "url"],
    optional: &["kind"],
};

/// What every reader needs: the log, the known sources, and where doubts are noted.
pub(crate) struct Context<'a> {
    pub log: &'a Log,
    /// Keys of the sources; `None` when a list of sources cannot be read.
    pub keys: Option<BTreeMap<&'a str, usize>>,
    pub doubts: RefCell<Vec<Unverified>>,
    /// Keys that some row names.
    pub used: RefCell<BTreeSet<String>>,
}

impl Context<'_> {
    /// Checks source and confidence of a row or block, and notes it among the doubts when it is not verified.
    pub fn origin(&self, item: &str, value: &str, origin: Origin<'_>) -> Option<Mark> {
        if let (Some(field), Some(keys)) = (origin.source, &self.keys) {
            for key in source_keys(field.text) {
                self.used.borrow_mut().insert(key.to_string());
                if !keys.contains_key(key) {
                    let problem = field.fault(format!("there is no source `{}`", short(key)));
                    self.log.push_nowhere(problem, |problem| problem.nearest(key, keys.keys().copied()));
                }
            }
        }
        let source = origin.source.map_or("", |f| f.text);
        let confidence = origin.confidence.and_then(|f| f.word(&[("A", 'A'), ("B", 'B'), ("C", 'C')]));
        let mark = mark_of(source, confidence)?;
        let spot = origin.spot;
        self.doubts.borrow_mut().push(Unverified {
            file: spot.source.label.clone(),
            line: spot.line(),
            item: item.to_string(),
            value: value.to_string(),
            mark,
            source: source.to_string(),
            note: origin.note.to_string(),
        });
        Some(mark)
    }

    pub fn row(&self, row: &Row<'_>, item: &str, value: &str) -> Option<Mark> {
        self.origin(
            item,
            value,
            Origin {
                source: row.need("source"),
                confidence: row.get("confidence"),
                note: row.text("note"),
                spot: row.spot(),
            },
        )
    }
}

/// Where a row says that it comes from.
pub(crate) struct Origin<'a> {
    pub source: Option<Field<'a>>,
    pub confidence: Option<Field<'a>>,
    pub note: &'a str,
    pub spot: Spot<'a>,
}

/// Our rules and judgements are one thing; what a source should confirm and has not yet is another.
fn mark_of(source: &str, confidence: Option<char>) -> Option<Mark> {
    let mut keys = source_keys(source);
    if keys.any(|k| k.contains("recalled") || k == "memory") {
        return Some(Mark::Unverified);
    }
    if source_keys(source).any(|k| k == "assumed") {
        return Some(Mark::Assumed);
    }
    (confidence == Some('C')).then_some(Mark::Unverified)
}

/// The sources of all layers; of two with one key the nearer counts.
pub(crate) fn sources<'a>(tables: &'a [Table<'a>], log: &'a Log) -> BTreeMap<&'a str, SourceEntry> {
    let mut all = BTreeMap::new();
    for table in tables {
        let mut taken: BTreeMap<&str, Spot<'_>> = BTreeMap::new();
        for row in rows(table, log) {
            let Some(key) = row.need("key") else { continue };
            row.need("title");
            row.get("url").into_iter().for_each(words::address);
            row.get("kind").into_iter().for_each(words::source_kind);
            if let Some(first) = taken.insert(key.text, key.spot) {
                let what = format!("source `{}` stands twice", short(key.text));
                log.push(key.fault(what).help(format!("first in line {}", first.line())));
            }
            all.entry(key.text).or_insert_with(|| SourceEntry {
                key: key.text.to_string(),
                author: row.text("author").to_string(),
                title: row.text("title").to_string(),
                year: row.text("year").to_string(),
                url: row.text("url").to_string(),
            });
        }
    }
    all
}
