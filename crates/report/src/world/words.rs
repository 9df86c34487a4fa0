//! The words of `report/words.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Sentences, phrases and the rules for milestones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    outcome: BTreeMap<String, String>,
    events: BTreeMap<String, String>,
    counted: BTreeMap<String, String>,
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

    /// What the size of an event counts, to follow its phrase; empty for a kind whose size says nothing to a reader.
    pub fn counted(&self, kind: &str, size: f32) -> String {
        let pattern = self.counted.get(kind).filter(|_| size >= 1.0);
        pattern.map_or(String::new(), |pattern| pattern.replace("{n}", &grouped(size)))
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

/// `66,700`.
fn grouped(size: f32) -> String {
    let digits = (size.round() as u64).to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_thousands_are_set_apart() {
        assert_eq!(grouped(66_700.0), "66,700");
        assert_eq!(grouped(1_234_567.0), "1,234,567");
        assert_eq!(grouped(999.4), "999");
    }

    #[test]
    fn law_every_kind_of_event_has_a_phrase() {
        let words = Words::read();
        for kind in society::tables::EVENT_KINDS {
            assert!(words.events.contains_key(kind), "{kind}");
        }
        for kind in words.counted.keys() {
            assert!(words.events.contains_key(kind), "{kind}");
        }
        for rule in &words.milestones {
            for kind in &rule.kinds {
                assert!(society::tables::EVENT_KINDS.contains(&kind.as_str()), "{kind}");
            }
        }
    }
}
