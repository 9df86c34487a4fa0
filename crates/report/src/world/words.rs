//! The words of `report/words.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Words of the page of a run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    files: BTreeMap<String, String>,
}

impl Words {
    pub fn read() -> Words {
        toml::from_str(include_str!("../../assets/words.toml")).expect("a test reads assets/words.toml")
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
    fn law_the_words_can_be_read() {
        let words = Words::read();
        assert!(!words.file("scenarios/one-town/scenario.toml").is_empty());
        assert!(words.file("evidence/strikes.csv").contains("record"));
    }
}
