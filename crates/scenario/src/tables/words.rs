//! Words that a column may hold, where no world reads it: a slip in one would otherwise be taken for a meaning.

use society::spec::Indicator;

use crate::read::field::Field;

/// What a named cell is.
#[rustfmt::skip]
pub(crate) const CELL_KINDS: [&str; 12] = [
    "works", "mine", "ship", "flotilla", "regiment", "battalion", "division", "squadron", "depot", "training",
    "school", "unit",
];
/// What an observation of the record is.
#[rustfmt::skip]
pub(crate) const OBSERVATION_KINDS: [&str; 13] = [
    "count", "estimate", "date", "share", "derived", "range", "rule", "price", "index", "mean", "ratio", "rate",
    "non-event",
];
/// What an event of the record is. A case may have words of its own, see [`LEAST_OWN`].
#[rustfmt::skip]
pub(crate) const EVENT_KINDS: [&str; 11] = [
    "council", "strike", "demonstration", "repression", "mutiny", "government", "decree", "election", "party",
    "war", "arrival",
];
/// A kind of event that stands in fewer events, and is none of [`EVENT_KINDS`], is taken for a slip.
pub(crate) const LEAST_OWN: usize = 3;
/// Words of which one at least says what a source is; others may stand beside it ("book, read in a copy").
const SOURCE_WORDS: [&str; 48] = [
    "primary",
    "secondary",
    "tertiary",
    "reference",
    "news",
    "newspaper",
    "press",
    "web",
    "page",
    "blog",
    "forum",
    "book",
    "textbook",
    "handbook",
    "yearbook",
    "monograph",
    "encyclopaedia",
    "article",
    "journal",
    "periodical",
    "paper",
    "report",
    "statement",
    "statistics",
    "data",
    "dataset",
    "document",
    "documents",
    "list",
    "chronicle",
    "chronology",
    "diary",
    "memoir",
    "biography",
    "participant",
    "eyewitness",
    "pamphlet",
    "archive",
    "museum",
    "repository",
    "notes",
    "history",
    "scholarly",
    "popular",
    "scan",
    "review",
    "essay",
    "edition",
];
/// Kinds of source that are words of our own: a rule, arithmetic, or what is not confirmed.
const OWN_SOURCES: [&str; 9] =
    ["assumed", "computed", "judgement", "recalled", "memory", "unverified", "scholar", "compilation", "rule"];

/// Tells of a value that is none of the words.
pub(crate) fn one_of(field: Field<'_>, words: &[&str]) {
    field.word(&words.iter().map(|word| (*word, ())).collect::<Vec<_>>());
}

/// Tells of a unit that an indicator is not measured in.
pub(crate) fn unit(field: Field<'_>, indicator: Indicator) {
    let (words, begins): (&[&str], &[&str]) = match indicator {
        Indicator::ReinforcementDelay => (&["hours"], &[]),
        Indicator::Prices | Indicator::Wage => (&["index"], &["ratio to ", "mean of ", "minimum of "]),
        _ => (&["share", "index"], &[]),
    };
    let text = field.text;
    if words.contains(&text) || begins.iter().any(|begin| text.len() > begin.len() && text.starts_with(begin)) {
        return;
    }
    let others = begins.iter().map(|begin| format!("{begin}..."));
    let all: Vec<String> = words.iter().map(|word| (*word).to_owned()).chain(others).collect();
    let problem = field.fault("this indicator is not measured in this unit");
    field.log.push(problem.expected(all.join(" or ")).found(text).nearest(text, words.iter().copied()));
}

/// Tells of a kind of source in which no word says what it is.
pub(crate) fn source_kind(field: Field<'_>) {
    let known = || SOURCE_WORDS.into_iter().chain(OWN_SOURCES);
    let mut words = field.text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    if words.any(|word| known().any(|known| known == word)) {
        return;
    }
    let problem = field.fault("no word of this kind of source says what it is");
    let problem =
        problem.expected("such as primary, secondary, tertiary, press, statistics, book, web").found(field.text);
    field.log.push(problem.nearest(&field.text.to_lowercase(), known()));
}

/// Tells of an address that a reader cannot follow.
pub(crate) fn address(field: Field<'_>) {
    let is_address = ["https://", "http://"].iter().any(|scheme| {
        field.text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    });
    if !is_address {
        let problem = field.fault("`url` is no address of the web").found(field.text);
        field.log.push(problem.expected("https://... or http://..., or nothing"));
    }
}
