//! What-ifs as they come with a scenario, as a user asks for them, and what they say of themselves.

use engine::calendar::{Calendar, Day};

use crate::names::{BUILT_IN_SOURCES, source_keys};

/// The six fields that a counterfactual carries, after Tetlock and Belkin (1996), by their keys.
pub const FIELDS: [(&str, &str); 6] = [
    ("antecedent", "what is changed"),
    ("consequent", "what is asked of the result"),
    ("held_fixed", "what stays as it was, and why it can"),
    ("rewritten", "how many facts are rewritten"),
    ("regularity", "which regularity the answer relies on"),
    ("predicts", "what else should be seen if it is right"),
];

/// A file of a what-if, as it comes with a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InterventionText {
    /// Name: that of the file without its ending.
    pub name: String,
    /// Path as messages have it.
    pub label: String,
    /// The whole text.
    pub text: String,
    /// Calendar of its dates.
    pub calendar: Calendar,
    /// Whether it is the scenario's own, not that of its base.
    pub is_own: bool,
}

/// What a what-if says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Intervention {
    /// Name: that of the file without its ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// Source keys of the document that shows that contemporaries considered it; empty where none is known.
    pub considered: String,
    /// Which document, and where in it; may be empty.
    pub document: String,
    /// The texts of [`FIELDS`], in order; empty where the file has none.
    pub fields: [String; 6],
    /// The kinds of its changes, each once.
    pub kinds: Vec<String>,
    /// How the user named it: a name, or the path of a file.
    pub given: String,
    /// Digest of the text, as 32 hexadecimal digits.
    pub hash: String,
    /// Where each of its changes is written, and the day from which it acts.
    pub begins: Vec<(String, Day)>,
}

impl Intervention {
    /// Whether it is to be shown as a sketch: one of the six fields, or the document, is missing.
    pub fn is_sketch(&self) -> bool {
        self.considered.is_empty() || self.fields.iter().any(String::is_empty)
    }

    /// Whether the document is only remembered, and no source confirms it.
    pub fn is_unverified(&self) -> bool {
        source_keys(&self.considered).any(|key| BUILT_IN_SOURCES.iter().any(|(known, _)| *known == key))
    }
}

/// What a user asks for: one that comes with the scenario, or a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Chosen {
    /// By name.
    Named(String),
    /// By its content.
    File {
        /// Path as the user wrote it.
        path: String,
        /// The bytes of the file.
        bytes: Vec<u8>,
    },
}
