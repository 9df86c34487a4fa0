//! `tauride list observables`, `list decisions`, `list events`, `list files`: what a world tells, chooses and is measured by,
//! and what it is made from.

use clap::ValueEnum;
use observables::registry;
use run::Error;
use serde_json::json;
use society::decide::DECISIONS;
use society::events::{Actor, EventKind, EventResult, FACTS};

use crate::output;
use crate::status::DONE;

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Topic {
    /// What is measured on a world: identifier, unit, breakdown, denominator, window, reduction
    Observables,
    /// What collective actors decide, with their options
    Decisions,
    /// What happens in a world: kinds of events, who acts, what they come to, their numbers
    Events,
    /// What the files of a scenario hold: every column and key, with its meaning
    Files,
}

/// Lists a topic.
///
/// # Errors
/// None so far.
pub fn list(topic: Topic, as_json: bool) -> Result<u8, Error> {
    match topic {
        Topic::Observables => observables(as_json),
        Topic::Decisions => decisions(as_json),
        Topic::Events => events(as_json),
        Topic::Files => files(as_json),
    }
    Ok(DONE)
}

fn observables(as_json: bool) {
    let all = registry::all();
    if as_json {
        let rows: Vec<_> = all
            .iter()
            .map(|one| {
                json!({
                    "id": one.id, "family": one.family.word(), "title": one.title, "meaning": one.meaning,
                    "unit": one.unit, "by": one.by, "denominator": one.denominator, "window": one.window,
                    "reduction": one.reduction,
                })
            })
            .collect();
        output::json(&json!({ "observables": rows }));
        return;
    }
    let mut family = "";
    for one in &all {
        if one.family.word() != family {
            family = one.family.word();
            output::line(&heading(family));
        }
        output::line(&format!("  {}: {}", one.id, one.title));
        let of = if one.denominator.is_empty() { String::new() } else { format!(", of {}", one.denominator) };
        output::line(&format!("      {}; by {}{of}; {}; {}", one.unit, one.by, one.window, one.reduction));
        if !one.meaning.is_empty() {
            output::line(&format!("      {}", one.meaning));
        }
    }
}

fn heading(family: &str) -> String {
    match family {
        "daily" => "numbers of every day".into(),
        "record" => "what the record asks of a world; the names of evidence/measures.csv".into(),
        "date" => "dates: days on which something comes for the first time".into(),
        "sum" => "sums over a world".into(),
        _ => "patterns".into(),
    }
}

fn decisions(as_json: bool) {
    if as_json {
        let rows: Vec<_> = DECISIONS
            .iter()
            .map(|decision| json!({ "key": decision.key, "about": decision.about, "options": decision.options }))
            .collect();
        output::json(&json!({ "decisions": rows }));
        return;
    }
    for decision in &DECISIONS {
        output::line(&format!("{}: {}", decision.key, decision.about));
        output::line(&format!("    {}", decision.options.join(" | ")));
    }
}

fn events(as_json: bool) {
    if as_json {
        let facts: Vec<_> =
            FACTS.iter().map(|fact| json!({ "key": fact.key, "unit": fact.unit, "meaning": fact.meaning })).collect();
        let kinds: Vec<_> =
            EventKind::ALL.iter().map(|kind| json!({ "kind": kind.word(), "size": kind.size_unit() })).collect();
        output::json(&json!({
            "events": kinds, "actors": Actor::WORDS, "results": EventResult::WORDS, "facts": facts,
        }));
        return;
    }
    output::line("kinds of events, and what their size counts");
    for kind in EventKind::ALL {
        output::line(&format!("  {}: {}", kind.word(), kind.size_unit()));
    }
    output::line(&format!("who acts\n  {}", Actor::WORDS.join(", ")));
    output::line(&format!("what they come to\n  {}", EventResult::WORDS.join(", ")));
    output::line("their numbers, in the table event_facts");
    for fact in &FACTS {
        let unit = if fact.unit.is_empty() { String::new() } else { format!(" ({})", fact.unit) };
        output::line(&format!("  {}{unit}: {}", fact.key, fact.meaning));
    }
}

fn files(as_json: bool) {
    let all = scenario::declared_files();
    if as_json {
        let rows: Vec<_> = all
            .iter()
            .map(|file| {
                let blocks: Vec<_> = file
                    .blocks
                    .iter()
                    .map(|block| {
                        let key = |key: &scenario::KeyDeclared| json!({ "key": key.key, "need": key.need, "meaning": key.meaning });
                        let keys: Vec<_> = block.keys.iter().map(key).collect();
                        json!({ "block": block.block, "about": block.about, "keys": keys })
                    })
                    .collect();
                json!({ "file": file.file, "about": file.about, "blocks": blocks })
            })
            .collect();
        output::json(&json!({ "files": rows }));
        return;
    }
    for file in &all {
        output::line(&format!("{}: {}", file.file, file.about));
        for block in &file.blocks {
            if !block.block.is_empty() {
                let about = if block.about.is_empty() { String::new() } else { format!(": {}", block.about) };
                output::line(&format!("  {}{about}", block.block));
            }
            for key in &block.keys {
                let need = if key.need.is_empty() { String::new() } else { format!(" ({})", key.need) };
                let meaning = if key.meaning.is_empty() { String::new() } else { format!(": {}", key.meaning) };
                output::line(&format!("    {}{need}{meaning}", key.key));
            }
        }
    }
}
