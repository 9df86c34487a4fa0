//! `kinds.toml`, `classes.toml` and `government.toml`: kinds of people, the classes of a society and its regime at the start;
//! and what all definitions share.

use std::collections::BTreeMap;

use society::spec::{
    Capabilities, Capability, ClassSpec, GovernmentKind, ISSUES, N_ISSUES, N_PARTIES, RegimeSpec, SECTIONS, Section,
};

use crate::loaded::Mark;
use crate::names::KINDS_FILE;
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
/// Keys of a block `[[kind]]`, beside [`ORIGIN`].
pub(crate) const KIND_KEYS: [&str; 16] = [
    "id",
    "name",
    "role",
    "does",
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
    "weights",
    "conviction",
];
/// Keys of a block `[[class]]`, beside [`ORIGIN`].
pub(crate) const CLASS_KEYS: [&str; 10] = [
    "id",
    "name",
    "kind",
    "section",
    "group_median",
    "group_spread",
    "quota_persons",
    "share_children",
    "experienced",
    "leaning",
];
/// Keys of `[regime]`, beside [`ORIGIN`].
pub(crate) const REGIME_KEYS: [&str; 6] = ["name", "kind", "coalition", "delivers", "parliament", "severity"];

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

/// The blocks under a key of a file, whose number is bounded.
fn blocks_of<'a>(
    source: &'a Source,
    value: &'a Value,
    file: &'static str,
    key: &'static str,
    context: &Context<'a>,
) -> Vec<Block<'a>> {
    let Some(root) = Entries::of(source, file, value, context.log) else {
        return Vec::new();
    };
    root.only(&[key]);
    let blocks = blocks(root, key, context);
    if blocks.is_empty() || blocks.len() > MOST_CLASSES {
        let problem = Problem::at(root.spot(), format!("there are {} blocks [[{key}]]", blocks.len()));
        context.log.push(problem.expected(format!("from 1 to {MOST_CLASSES}")));
    }
    blocks
}

/// Reads `kinds.toml`: each kind is a class without a following and without experience of struggle.
pub(crate) fn kinds<'a>(source: &'a Source, value: &'a Value, context: &Context<'a>) -> Vec<ClassSpec> {
    blocks_of(source, value, KINDS_FILE, "kind", context).iter().map(|b| kind(b, context)).collect()
}

fn kind(block: &Block<'_>, context: &Context<'_>) -> ClassSpec {
    let e = &block.entries;
    only(e, &KIND_KEYS);
    origin(e, &format!("kind {}", block.id), context);
    let weights = by_issue(e, "weights", 0.0..=1.0);
    let sum: f64 = weights.iter().sum();
    if sum > 1.0 + SUM_TOLERANCE {
        let problem = Problem::at(e.key_spot("weights"), format!("the weights of `{}` sum to {sum:.3}", block.id));
        context.log.push(problem.expected("1 at most"));
    }
    let mut leaning = [0.0; N_PARTIES];
    leaning[0] = 1.0;
    ClassSpec {
        id: block.id.to_string(),
        name: e.need("name").map_or("", |f| f.text).to_string(),
        role: e.need("role").map_or("", |f| f.text).to_string(),
        does: capabilities(e),
        section: section(e),
        cell_persons: number(e, "cell_persons", 50.0..=1000.0),
        group_median: number(e, "group_median", MEDIANS),
        group_spread: number(e, "group_spread", SPREADS),
        quota_persons: number(e, "quota_persons", QUOTAS),
        share_children: share(e, "share_children"),
        grievance: mean_and_deviation(e, "grievance"),
        trust: mean_and_deviation(e, "trust"),
        threshold: mean_and_deviation(e, "threshold"),
        power: mean_and_deviation(e, "power"),
        experienced: 0.0,
        weights,
        leaning,
        conviction: number(e, "conviction", 0.0..=15.0),
    }
}

/// What the people of a kind can do: each capability with what it needs, and one at most of striking, bearing arms and living
/// in villages.
fn capabilities(entries: &Entries<'_>) -> Capabilities {
    if entries.need_value("does").is_none() {
        return Capabilities::default();
    }
    let said = entries.list("does").iter().filter_map(|value| {
        let field = entries.single("does", value)?;
        Some((field.word(&Capability::NAMED)?, field))
    });
    let said: Vec<_> = said.collect();
    let found: Vec<Capability> = said.iter().map(|(one, _)| *one).collect();
    for (one, field) in &said {
        if let Some(needed) = one.needs().filter(|needed| !found.contains(needed)) {
            let problem = field.fault(format!("`{}` stands without `{}`", one.word(), needed.word()));
            entries.log.push(problem.expected("both, or neither"));
        }
    }
    let first = [Capability::Strike, Capability::BearArms, Capability::LiveInVillages];
    if first.iter().filter(|one| found.contains(one)).count() > 1 {
        let problem = Problem::at(entries.key_spot("does"), "`does` says too much");
        let names = first.map(Capability::word).join(", ");
        entries.log.push(problem.expected(format!("one at most of {names}")));
    }
    Capabilities::of(&found)
}

fn section(entries: &Entries<'_>) -> Option<Section> {
    entries.get("section").filter(|f| f.text != "none").and_then(|f| f.word(&SECTIONS))
}

/// Ranges of what a class may say otherwise than its kind.
const MEDIANS: std::ops::RangeInclusive<f64> = 1.0..=1e5;
const SPREADS: std::ops::RangeInclusive<f64> = 0.0..=3.0;
const QUOTAS: std::ops::RangeInclusive<f64> = 1.0..=1e7;

/// Reads `classes.toml`. What a class does not say it has of its kind.
pub(crate) fn classes<'a>(
    source: &'a Source,
    value: &'a Value,
    kinds: &[ClassSpec],
    parties: &BTreeMap<&str, usize>,
    context: &Context<'a>,
) -> Vec<ClassSpec> {
    blocks_of(source, value, "classes.toml", "class", context)
        .iter()
        .filter_map(|b| class(b, kinds, parties, context))
        .collect()
}

fn class(
    block: &Block<'_>,
    kinds: &[ClassSpec],
    parties: &BTreeMap<&str, usize>,
    context: &Context<'_>,
) -> Option<ClassSpec> {
    let e = &block.entries;
    let behaviour: Vec<&str> = KIND_KEYS.into_iter().filter(|key| !CLASS_KEYS.contains(key)).collect();
    for key in behaviour.iter().filter(|key| e.value(key).is_some()) {
        let problem = Problem::at(e.key_spot(key), format!("`{key}` is no key of a class: it belongs to a kind"));
        context.log.push(problem.help(format!("{KINDS_FILE} holds it for every society; name the kind with `kind`")));
    }
    let known: Vec<&str> = CLASS_KEYS.into_iter().chain(behaviour).collect();
    only(e, &known);
    origin(e, &format!("class {}", block.id), context);
    let ids: BTreeMap<&str, usize> = kinds.iter().map(|kind| kind.id.as_str()).zip(0..).collect();
    let kind = e.need("kind").and_then(|f| f.id_in(&ids, "kind"));
    let leaning = by_party(e, "leaning", parties);
    let or = |key: &'static str, range: std::ops::RangeInclusive<f64>, of_kind: f64| {
        e.get(key).map_or(of_kind, |field| field.number(range).unwrap_or_default())
    };
    let nothing = ClassSpec::default();
    let of = kind.map_or(&nothing, |kind| &kinds[kind]);
    let class = ClassSpec {
        id: block.id.to_string(),
        name: e.get("name").map_or(of.name.clone(), |f| f.text.to_string()),
        section: if e.value("section").is_some() { section(e) } else { of.section },
        group_median: or("group_median", MEDIANS, of.group_median),
        group_spread: or("group_spread", SPREADS, of.group_spread),
        quota_persons: or("quota_persons", QUOTAS, of.quota_persons),
        share_children: or("share_children", 0.0..=1.0, of.share_children),
        experienced: or("experienced", 0.0..=1.0, 0.0),
        leaning,
        ..of.clone()
    };
    kind.map(|_| class)
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
        kind: e.get("kind").and_then(|f| f.word(&GovernmentKind::AT_START)).unwrap_or(GovernmentKind::OldRegime),
        coalition,
        delivers: by_issue(&e, "delivers", 0.0..=1.0),
        parliament: by_party(&e, "parliament", parties),
        severity: share(&e, "severity"),
    })
}
