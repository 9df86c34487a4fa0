//! The words of `report/words.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Sentences, phrases and the rules for milestones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    outcome: BTreeMap<String, String>,
    events: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    measures: BTreeMap<String, String>,
    #[serde(rename = "milestone")]
    pub milestones: Vec<MilestoneRule>,
}

/// How to find a milestone of a run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MilestoneRule {
    pub label: String,
    pub kinds: Vec<String>,
    #[serde(rename = "where")]
    pub place: Whereabouts,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub least_size: f32,
    pub record: Option<RecordRule>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Whereabouts {
    Capital,
    Elsewhere,
    Any,
}

/// How to find the row of the record beside a milestone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordRule {
    pub place: String,
    pub kind: String,
    #[serde(default)]
    pub words: Vec<String>,
    pub label: String,
}

impl Words {
    pub fn read() -> Words {
        toml::from_str(include_str!("../../assets/words.toml")).expect("a test reads assets/words.toml")
    }

    /// The sentence for an outcome.
    pub fn outcome(&self, kind: &str, date: &str, capital: &str) -> String {
        let pattern = self.outcome.get(kind).map_or("In this world: {kind}, on {date}.", String::as_str);
        pattern.replace("{kind}", kind).replace("{date}", date).replace("{capital}", capital)
    }

    /// The phrase for an event.
    pub fn event(&self, kind: &str, place: &str, actor: &str) -> String {
        let pattern = self.events.get(kind).map_or("{place}: {kind}", String::as_str);
        let text =
            pattern.replace("{kind}", &kind.replace('_', " ")).replace("{place}", place).replace("{actor}", actor);
        let mut letters = text.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    /// The name of a measure.
    pub fn measure(&self, kind: &str) -> String {
        self.measures.get(kind).cloned().unwrap_or_else(|| kind.replace('_', " "))
    }

    /// What a file holds, by the last part of its path.
    pub fn file(&self, path: &str) -> &str {
        let name = path.rsplit('/').next().unwrap_or(path);
        match self.files.get(name) {
            Some(what) => what,
            None if path.contains("evidence/") => "the record: observed series",
            None if path.contains("interventions/") => "a what-if",
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_every_kind_of_event_has_a_phrase() {
        let words = Words::read();
        for kind in society::tables::EVENT_KINDS {
            assert!(words.events.contains_key(kind), "{kind}");
        }
        for rule in &words.milestones {
            for kind in &rule.kinds {
                assert!(society::tables::EVENT_KINDS.contains(&kind.as_str()), "{kind}");
            }
        }
    }
}
