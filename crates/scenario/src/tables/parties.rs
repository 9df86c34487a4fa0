//! `parties.toml`: parties, and the leaders who move their committees.

use std::collections::BTreeMap;

use engine::calendar::{Calendar, Day};
use society::spec::{ExogenousKind, LeaderSpec, N_PARTIES, PartySpec, STRATEGIES, Strategy};

use crate::loaded::{DatedInput, Mark};
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::raw::Value;
use crate::read::source::Source;
use crate::tables::definitions::{Block, blocks, by_issue, number, only, origin, share};
use crate::tables::origin::Context;
use crate::tables::rows::{calendar, exogenous};

/// Keys at the top of the file.
pub(crate) const ROOT_KEYS: [&str; 3] = ["party", "leader", "calendar"];
/// Keys of a block `[[party]]`, beside [`ORIGIN`](super::definitions::ORIGIN).
pub(crate) const PARTY_KEYS: [&str; 12] = [
    "id",
    "name",
    "short",
    "position",
    "power_line",
    "strategy",
    "openness",
    "cadres",
    "press",
    "members",
    "legal",
    "nations",
];
/// Keys of a block `[[leader]]`, beside the same.
pub(crate) const LEADER_KEYS: [&str; 7] = ["id", "name", "party", "power_line", "authority", "available", "kind"];

/// Reads the parties of `parties.toml`.
pub(crate) fn parties<'a>(
    source: &'a Source,
    value: &'a Value,
    classes: Option<&BTreeMap<&str, usize>>,
    context: &Context<'a>,
) -> Vec<PartySpec> {
    let Some(root) = Entries::of(source, "parties.toml", value, context.log) else {
        return Vec::new();
    };
    root.only(&ROOT_KEYS);
    let blocks = blocks(root, "party", context);
    if blocks.is_empty() || blocks.len() > N_PARTIES {
        let problem = Problem::at(root.spot(), format!("there are {} parties", blocks.len()));
        context.log.push(problem.expected(format!("from 1 to {N_PARTIES} blocks [[party]]")));
    }
    if let Some(first) = blocks.first().filter(|b| b.id != "none") {
        let problem = Problem::at(first.entries.spot(), "the first party stands for those of no party");
        context.log.push(problem.expected("`none`").found(first.id));
    }
    blocks.iter().map(|b| party(b, classes, context)).collect()
}

fn party(block: &Block<'_>, classes: Option<&BTreeMap<&str, usize>>, context: &Context<'_>) -> PartySpec {
    let e = &block.entries;
    only(e, &PARTY_KEYS);
    origin(e, &format!("party {}", block.id), context);
    let mut cadres = vec![0.0; classes.map_or(0, BTreeMap::len)];
    for field in e.fields("cadres") {
        let density = field.number(0.0..=1000.0);
        let Some(classes) = classes else { continue };
        let named = Field { text: field.name, name: "cadres", ..field };
        if let (Some(i), Some(n)) = (named.id_in(classes, "class"), density) {
            cadres[i] = n;
        }
    }
    let nations = e.list("nations").iter().filter_map(|value| e.single("nations", value));
    let name = e.need("name").map_or("", |f| f.text);
    PartySpec {
        id: block.id.to_string(),
        name: name.to_string(),
        short: e.get("short").map_or(name, |f| f.text).to_string(),
        position: by_issue(e, "position", -1.0..=1.0),
        power_line: number(e, "power_line", -1.0..=1.0),
        strategy: e.need("strategy").and_then(|f| f.word(&STRATEGIES)).unwrap_or(Strategy::Oppose),
        openness: share(e, "openness"),
        cadres,
        press: number(e, "press", 0.0..=1e7),
        members: number(e, "members", 0.0..=1e8),
        legal: e.switch("legal").unwrap_or(true),
        nations: nations.map(|f| f.text.to_string()).collect(),
        is_challenger: false,
    }
}

/// Reads the leaders of `parties.toml`, each with the dated input that the arrival is.
pub(crate) fn leaders<'a>(
    source: &'a Source,
    value: &'a Value,
    parties: &BTreeMap<&str, usize>,
    start: Option<Day>,
    context: &Context<'a>,
) -> (Vec<LeaderSpec>, Vec<DatedInput>) {
    let Some(root) = Entries::of(source, "parties.toml", value, context.log) else {
        return Default::default();
    };
    let calendar = root.get("calendar").and_then(calendar).unwrap_or(source.calendar);
    let leaders = blocks(root, "leader", context);
    leaders
        .iter()
        .filter_map(|block| {
            let (leader, input) = leader(block, calendar, parties, context)?;
            check_arrival(block, &input, start);
            Some((leader, input))
        })
        .unzip()
}

/// A leader's date is that of a possible arrival, or says that the leader is part of the society at the start. Everything else
/// that happened to leaders is a consequence.
fn check_arrival(block: &Block<'_>, input: &DatedInput, start: Option<Day>) {
    let is_right = match input.kind {
        ExogenousKind::Travel => true,
        ExogenousKind::Society => start.is_none_or(|s| input.day <= s),
        _ => false,
    };
    if let (Some(field), false) = (block.entries.get("kind"), is_right) {
        let problem = field.fault("a leader's only date is that of the possible arrival");
        let expected = "`travel`, or `society` for one who is there before the start";
        block.entries.log.push(problem.expected(expected).found(field.text));
    }
}

fn leader(
    block: &Block<'_>,
    calendar: Calendar,
    parties: &BTreeMap<&str, usize>,
    context: &Context<'_>,
) -> Option<(LeaderSpec, DatedInput)> {
    let e = &block.entries;
    only(e, &LEADER_KEYS);
    let mark = origin(e, &format!("leader {}", block.id), context);
    let kind = e.need("kind").and_then(exogenous);
    let party = e.need("party").and_then(|f| f.id_in(parties, "party"));
    let available = e.need("available").and_then(|f| f.date(calendar));
    let name = e.need("name").map_or("", |f| f.text).to_string();
    let leader = LeaderSpec {
        id: block.id.to_string(),
        name: name.clone(),
        party: party.unwrap_or_default(),
        power_line: number(e, "power_line", -1.0..=1.0),
        authority: share(e, "authority"),
        available: available.unwrap_or(Day(0)),
        until: None,
        unverified: mark == Some(Mark::Unverified),
    };
    let input = DatedInput {
        what: format!("{name} {}", if kind == Some(ExogenousKind::Society) { "is there" } else { "can travel" }),
        place: String::new(),
        day: available?,
        value: 1.0,
        kind: kind?,
        mark,
        source: e.text("source").to_string(),
        note: e.text("note").to_string(),
        file: e.source.label.clone(),
        line: e.spot().line(),
    };
    Some((leader, input))
}
