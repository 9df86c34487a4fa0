//! The table of sentences.

use std::sync::OnceLock;

use toml::{Table, Value};

const ENGLISH: &str = include_str!("../english.toml");

/// A table of sentences in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    table: Table,
}

impl Words {
    /// The English sentences, which come with the program.
    ///
    /// # Panics
    /// When the table that was compiled in is no TOML: that is a bug, and a test finds it.
    pub fn english() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Words::read(ENGLISH).expect("the table of sentences is TOML"))
    }

    /// Another table of the same form.
    ///
    /// # Errors
    /// When the text is no TOML.
    pub fn read(text: &str) -> Result<Words, String> {
        text.parse::<Table>().map(|table| Words { table }).map_err(|e| e.to_string())
    }

    fn text(&self, section: &str, key: &str) -> &str {
        self.table.get(section).and_then(|found| found.get(key)).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn outcome_pattern(&self, kind: &str) -> &str {
        self.text("outcome", kind)
    }

    pub(crate) fn today_pattern(&self, what: &str) -> &str {
        self.text("today", what)
    }

    pub(crate) fn actor_pattern(&self, actor: &str) -> &str {
        self.text("actors", actor)
    }

    pub(crate) fn fact(&self, fact: &str) -> &str {
        self.text("facts", fact)
    }

    pub(crate) fn demand(&self, demand: &str) -> &str {
        self.text("demands", demand)
    }

    pub(crate) fn issue(&self, issue: &str) -> &str {
        self.text("issues", issue)
    }

    pub(crate) fn options(&self, what: &str) -> &str {
        self.text("options", what)
    }

    pub(crate) fn policy(&self, option: &str) -> &str {
        self.text("policy", option)
    }

    pub(crate) fn decision_march(&self, decision: &str) -> &str {
        self.text("decision_march", decision)
    }

    /// The sentence for a kind of event, or for what it came to.
    pub(crate) fn sentence(&self, kind: &str, key: &str) -> &str {
        let found = self.table.get("events").and_then(|events| events.get(kind));
        let found = match found {
            Some(Value::Table(by_key)) => by_key.get(key),
            other => other,
        };
        found.and_then(Value::as_str).unwrap_or_default()
    }

    /// Every sentence with its letters turned round: a test shows that no number depends on any of them. Names that are filled
    /// in stay.
    #[must_use]
    pub fn garbled(&self) -> Words {
        fn garble(value: &mut Value) {
            match value {
                Value::String(text) => {
                    let mut is_name = false;
                    let turned = text.chars().map(|c| match c {
                        '{' | '}' | '?' | ':' => {
                            is_name = c == '{';
                            c
                        }
                        'a'..='z' if !is_name => char::from(b'a' + (c as u8 - b'a' + 13) % 26),
                        c => c,
                    });
                    *text = turned.collect();
                }
                Value::Table(table) => table.iter_mut().for_each(|(_, value)| garble(value)),
                Value::Array(list) => list.iter_mut().for_each(garble),
                _ => {}
            }
        }
        let mut table = Value::Table(self.table.clone());
        garble(&mut table);
        match table {
            Value::Table(table) => Words { table },
            _ => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &Value, at: &str, to: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => to.push((at.to_owned(), text.clone())),
            Value::Table(table) => table.iter().for_each(|(key, value)| texts(value, &format!("{at}.{key}"), to)),
            Value::Array(list) => list.iter().for_each(|value| texts(value, at, to)),
            _ => panic!("{at} is no text"),
        }
    }

    #[test]
    fn law_every_pattern_is_whole() {
        let mut all = Vec::new();
        texts(&Value::Table(Words::english().table.clone()), "", &mut all);
        assert!(all.len() > 100);
        for (at, text) in all {
            let (mut brace, mut bracket, mut words) = (false, false, None);
            for c in text.chars() {
                match c {
                    '{' => assert!(!std::mem::replace(&mut brace, true), "{at}: {text}"),
                    '}' => {
                        assert!(std::mem::take(&mut brace) && words.take().is_none_or(|n| n == 2), "{at}: {text}");
                    }
                    '[' => assert!(!std::mem::replace(&mut bracket, true) && !brace, "{at}: {text}"),
                    ']' => assert!(std::mem::take(&mut bracket) && !brace, "{at}: {text}"),
                    '?' | ':' if brace => assert!(words.replace(1).is_none(), "{at}: {text}"),
                    '|' if brace => words = words.map(|n| n + 1),
                    '|' => assert!(bracket, "{at}: {text}"),
                    _ => {}
                }
            }
            assert!(!brace && !bracket, "{at}: {text}");
        }
    }
}
