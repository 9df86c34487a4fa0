//! `classes.toml` and `government.toml`: kinds of cell and the regime at the start; and what all definitions share.

use std::collections::BTreeMap;

use society::spec::{ClassSpec, ISSUES, N_ISSUES, N_PARTIES, ROLES, RegimeSpec, Role, SECTIONS};

use crate::loaded::Mark;
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::raw::Value;
use crate::read::source::{Source, Spot};
use crate::tables::origin::{Context, Origin};
use crate::tables::rows::take_id;

/// Most classes of one scenario.
const MOST_CLASSES: usize = 64;
/// How far a printed list of shares may miss one: three decimals of a dozen shares.
const SUM_TOLERANCE: f64 = 0.005;

/// Keys of every block: where it is from.
pub(crate) const ORIGIN: [&str; 3] = ["source", "confidence", "note"];
/// Keys of a block `[[class]]`, beside [`ORIGIN`].
pub(crate) const CLASS_KEYS: [&str; 17] = [
    "id",
    "name",
    "role",
    "section",
    "cell_persons",
    "group_median",
    "group_spread",
    "quota_persons",
    "share_children",
    "grievance",
    "trust",
    "threshold",
    "power",
    "experienced",
    "weights",
    "leaning",
    "conviction",
];
/// Keys of `[regime]`, beside [`ORIGIN`].
pub(crate) const REGIME_KEYS: [&str; 5] = ["name", "coalition", "delivers", "parliament", "severity"];

/// A block of a list, `[[class]]` or `[[party]]`, with its id.
pub(crate) struct Block<'a> {
    pub entries: Entries<'a>,
    pub id: &'a str,
}

/// Reads the blocks under a key and checks their ids.
pub(crate) fn blocks<'a>(root: Entries<'a>, key: &'a str, context: &Context<'a>) -> Vec<Block<'a>> {
    let mut taken: BTreeMap<&'a str, Spot<'a>> = BTreeMap::new();
    root.list(key)
        .iter()
        .filter_map(|value| {
            let entries = Entries::of(root.source, key, value, context.log)?;
            let id = entries.need("id")?;
            take_id(id, &mut taken, key);
            Some(Block { entries, id: id.text })
        })
        .collect()
}

pub(crate) fn only(entries: &Entries<'_>, keys: &[&str]) {
    entries.only(&keys.iter().chain(&ORIGIN).copied().collect::<Vec<_>>());
}

pub(crate) fn origin(entries: &Entries<'_>, item: &str, context: &Context<'_>) -> Option<Mark> {
    let origin = Origin {
        source: entries.need("source"),
        confidence: entries.get("confidence"),
        note: entries.text("note"),
        spot: entries.spot(),
    };
    context.origin(item, "", origin)
}

pub(crate) fn number(entries: &Entries<'_>, key: &'static str, range: std::ops::RangeInclusive<f64>) -> f64 {
    entries.need(key).and_then(|f| f.number(range)).unwrap_or_default()
}

pub(crate) fn share(entries: &Entries<'_>, key: &'static str) -> f64 {
    number(entries, key, 0.0..=1.0)
}

/// Mean and standard deviation, as a list of two.
fn mean_and_deviation(entries: &Entries<'_>, key: &'static str) -> [f64; 2] {
    if entries.need_value(key).is_none() {
        return [0.0; 2];
    }
    let list = entries.list(key);
    let Some(pair) = list.get(..2).filter(|_| list.len() == 2) else {
        let problem = Problem::at(entries.key_spot(key), format!("`{key}` has {} values", list.len()));
        entries.log.push(problem.expected("two: the mean and the standard deviation"));
        return [0.0; 2];
    };
    let mut found = [0.0; 2];
    for (i, value) in pair.iter().enumerate() {
        if let Some(n) = entries.single(key, value).and_then(|f| f.number(0.0..=[1.0, 0.5][i])) {
            found[i] = n;
        }
    }
    found
}

/// Numbers by demand.
pub(crate) fn by_issue(
    entries: &Entries<'_>,
    key: &'static str,
    range: std::ops::RangeInclusive<f64>,
) -> [f64; N_ISSUES] {
    let names: BTreeMap<&str, usize> = ISSUES.iter().copied().zip(0..).collect();
    let mut found = [0.0; N_ISSUES];
    entries.need_value(key);
    for field in entries.fields(key) {
        let at = Field { text: field.name, name: key, ..field };
        if let (Some(i), Some(n)) = (at.id_in(&names, "demand"), field.number(range.clone())) {
            found[i] = n;
        }
    }
    found
}

/// Shares by party that sum to one.
fn by_party(entries: &Entries<'_>, key: &'static str, parties: &BTreeMap<&str, usize>) -> [f64; N_PARTIES] {
    let mut found = [0.0; N_PARTIES];
    if entries.need_value(key).is_none() {
        return found;
    }
    let fields = entries.fields(key);
    let mut is_whole = true;
    for field in &fields {
        let named = Field { text: field.name, name: key, ..*field };
        match (named.id_in(parties, "party"), field.share()) {
            (Some(i), Some(n)) if i < N_PARTIES => found[i] = n,
            _ => is_whole = false,
        }
    }
    let sum: f64 = found.iter().sum();
    if is_whole && (sum - 1.0).abs() > SUM_TOLERANCE {
        let problem = Problem::at(entries.key_spot(key), format!("the shares of `{key}` sum to {sum:.3}"));
        entries.log.push(problem.expected("1"));
    }
    if sum > 0.0 { found.map(|n| n / sum) } else { found }
}

/// Reads `classes.toml`.
pub(crate) fn classes<'a>(
    source: &'a Source,
    value: &'a Value,
    parties: &BTreeMap<&str, usize>,
    context: &Context<'a>,
) -> Vec<ClassSpec> {
    let Some(root) = Entries::of(source, "classes.toml", value, context.log) else {
        return Vec::new();
    };
    root.only(&["class"]);
    let blocks = blocks(root, "class", context);
    if blocks.is_empty() || blocks.len() > MOST_CLASSES {
        let problem = Problem::at(root.spot(), format!("there are {} classes", blocks.len()));
        context.log.push(problem.expected(format!("from 1 to {MOST_CLASSES} blocks [[class]]")));
    }
    blocks.iter().map(|b| class(b, parties, context)).collect()
}

fn class(block: &Block<'_>, parties: &BTreeMap<&str, usize>, context: &Context<'_>) -> ClassSpec {
    let e = &block.entries;
    only(e, &CLASS_KEYS);
    origin(e, &format!("class {}", block.id), context);
    let section = e.get("section").filter(|f| f.text != "none").and_then(|f| f.word(&SECTIONS));
    let weights = by_issue(e, "weights", 0.0..=1.0);
    let sum: f64 = weights.iter().sum();
    if sum > 1.0 + SUM_TOLERANCE {
        let problem = Problem::at(e.key_spot("weights"), format!("the weights of `{}` sum to {sum:.3}", block.id));
        context.log.push(problem.expected("1 at most"));
    }
    ClassSpec {
        id: block.id.to_string(),
        name: e.need("name").map_or("", |f| f.text).to_string(),
        role: e.need("role").and_then(|f| f.word(&ROLES)).unwrap_or(Role::Town),
        section,
        cell_persons: number(e, "cell_persons", 50.0..=1000.0),
        group_median: number(e, "group_median", 1.0..=1e5),
        group_spread: number(e, "group_spread", 0.0..=3.0),
        quota_persons: number(e, "quota_persons", 1.0..=1e7),
        share_children: share(e, "share_children"),
        grievance: mean_and_deviation(e, "grievance"),
        trust: mean_and_deviation(e, "trust"),
        threshold: mean_and_deviation(e, "threshold"),
        power: mean_and_deviation(e, "power"),
        experienced: share(e, "experienced"),
        weights,
        leaning: by_party(e, "leaning", parties),
        conviction: number(e, "conviction", 0.0..=15.0),
    }
}

/// The ids of the blocks under a key, by position; faults are told when the blocks are read in full.
pub(crate) fn ids<'a>(value: &'a Value, key: &str) -> BTreeMap<&'a str, usize> {
    use crate::read::raw::Node;
    let Node::Table(map) = &value.node else {
        return BTreeMap::new();
    };
    let Some((_, Value { node: Node::Array(items), .. })) = map.get(key) else {
        return BTreeMap::new();
    };
    let mut found = BTreeMap::new();
    for item in items {
        if let Node::Table(entries) = &item.node
            && let Some((_, Value { node: Node::Scalar(id, _), .. })) = entries.get("id")
        {
            let n = found.len();
            found.entry(id.as_str()).or_insert(n);
        }
    }
    found
}

/// Reads `government.toml`.
pub(crate) fn regime<'a>(
    source: &'a Source,
    value: &'a Value,
    parties: &BTreeMap<&str, usize>,
    context: &Context<'a>,
) -> Option<RegimeSpec> {
    let root = Entries::of(source, "government.toml", value, context.log)?;
    root.only(&["regime"]);
    let regime = root.need_value("regime")?;
    let e = Entries::of(source, "regime", regime, context.log)?;
    only(&e, &REGIME_KEYS);
    origin(&e, "the regime at the start", context);
    e.need_value("coalition");
    let coalition =
        e.list("coalition").iter().filter_map(|v| e.single("coalition", v)?.id_in(parties, "party")).collect();
    Some(RegimeSpec {
        coalition,
        delivers: by_issue(&e, "delivers", 0.0..=1.0),
        parliament: by_party(&e, "parliament", parties),
        severity: share(&e, "severity"),
    })
}
