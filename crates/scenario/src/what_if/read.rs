//! Reads the head of a file and its blocks `[[change]]`.

use crate::loaded::what_if::FIELDS;
use crate::names::source_keys;
use crate::problem::Problem;
use crate::read::field::Entries;
use crate::read::raw::{Node, Value, short};
use crate::read::source::{Log, Source};
use crate::tables::rows;

use super::block::{Block, Known};
use super::change::{Change, Place};
use super::kinds::{KINDS, what};

pub(crate) const KEYS: [&str; 6] = ["title", "considered", "document", "calendar", "from", "change"];

/// Reads the changes of a file; every fault goes to the log.
pub(super) fn changes<'a>(source: &'a Source, value: &'a Value, known: &'a Known<'a>, log: &'a Log) -> Vec<Change> {
    let Some(root) = Entries::of(source, "a what-if", value, log) else {
        return Vec::new();
    };
    root.only(&KEYS.into_iter().chain(FIELDS.map(|(key, _)| key)).collect::<Vec<_>>());
    if let Some(title) = root.need("title").filter(|f| f.text.trim().is_empty()) {
        log.push(title.fault("the title is empty"));
    }
    let calendar = root.get("calendar").and_then(rows::calendar).unwrap_or(source.calendar);
    sources(&root, known);
    for (key, _) in FIELDS {
        if key == "rewritten" {
            root.get(key).and_then(|f| f.count());
        } else {
            root.get(key);
        }
    }
    let block = |e| Block { e, known, calendar, file_from: None };
    let file_from = root.get("from").and_then(|f| Some((block(root).day(f)?, f.spot)));
    let list = root.list("change");
    if list.is_empty() && root.value("change").is_none_or(|v| matches!(v.node, Node::Array(_))) {
        let problem = Problem::at(root.spot(), "this what-if changes nothing");
        log.push(problem.expected("at least one block [[change]]"));
    }
    list.iter()
        .filter_map(|value| {
            let e = Entries::of(source, "change", value, log)?;
            one(Block { file_from, ..block(e) })
        })
        .collect()
}

fn sources(root: &Entries<'_>, known: &Known<'_>) {
    let Some(field) = root.get("considered") else { return };
    for key in source_keys(field.text) {
        if !known.sources.contains(&key) {
            let problem = field.fault(format!("there is no source `{}`", short(key)));
            root.log.push(problem.nearest(key, known.sources.iter().copied()));
        }
    }
}

fn one(block: Block<'_>) -> Option<Change> {
    let kind = block.e.need("kind")?;
    let kind = kind.word(&KINDS.map(|k| (k.name, k)))?;
    let allowed = ["kind", "from", "until"].into_iter().chain(kind.keys.iter().copied());
    block.only(kind.name, &allowed.collect::<Vec<_>>());
    let before = block.e.log.len();
    let (from, until) = block.window(kind.name, kind.at_start_only);
    let what = what(kind.name, &block, from)?;
    let (line, column) = block.e.spot().line_and_column();
    let at = Place { file: block.e.source.label.clone(), line, column };
    (block.e.log.len() == before).then_some(Change { at, from, until, what })
}
