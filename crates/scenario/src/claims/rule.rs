//! Rival rules of the person: blocks `[[rule]]` of `claims.toml`.

use std::collections::BTreeMap;

use crate::loaded::claim::PersonRule;
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::raw::{Node, short};
use crate::tables::settings;

use super::known::Known;

pub(crate) const KEYS: [&str; 5] = ["id", "title", "about", "source", "settings"];

/// The rules of a file; one with a fault is left out.
pub(super) fn rules(root: &Entries<'_>, known: &Known<'_>) -> Vec<PersonRule> {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for value in root.list("rule") {
        let before = root.log.len();
        let Some(e) = Entries::of(root.source, "rule", value, root.log) else { continue };
        e.only(&KEYS);
        if let Some(id) = e.get("id")
            && let Some(line) = taken.insert(id.text, id.spot.line())
        {
            root.log.push(
                id.fault(format!("rule `{}` stands twice", short(id.text))).help(format!("first in line {line}")),
            );
        }
        let rule = rule(&e, known);
        found.extend(rule.filter(|_| root.log.len() == before));
    }
    found
}

fn rule(e: &Entries<'_>, known: &Known<'_>) -> Option<PersonRule> {
    let text = |key| e.need(key).map(|field| field.text.trim().to_owned());
    let (id, title, about) = (text("id"), text("title"), text("about"));
    let source = e.need("source");
    known.sources_exist(source);
    let settings = settings_of(e, known);
    Some(PersonRule { id: id?, title: title?, about: about?, source: source?.text.to_owned(), settings: settings? })
}

fn settings_of(e: &Entries<'_>, known: &Known<'_>) -> Option<Vec<String>> {
    let value = e.need_value("settings")?;
    let fields: Vec<Field<'_>> = match &value.node {
        Node::Array(items) => items.iter().filter_map(|item| e.single("settings", item)).collect(),
        _ => e.single("settings", value).into_iter().collect(),
    };
    if fields.is_empty() {
        let problem = Problem::at(e.key_spot("settings"), "this rule sets nothing");
        e.log.push(problem.expected("a list such as [\"social_proof.weight=0.4\"]"));
        return None;
    }
    for field in &fields {
        if let Some(fault) = settings::fault(known.spec, field.text) {
            let here = field.fault(fault.what);
            e.log.push(Problem { expected: fault.expected, found: fault.found, help: fault.help, ..here });
        }
    }
    Some(fields.iter().map(|field| field.text.trim().to_owned()).collect())
}
