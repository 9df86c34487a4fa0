//! No program reads numbers or meanings out of words.
//!
//! The sentences of events and the names of things are for readers; what a program needs of them stands in columns of facts
//! and in identifiers, and a column is read by its name. Here source files are looked through for code that does otherwise:
//!
//! - a sentence of an event (`text`, `cause`, `actor` of a table or a film) that is split, searched, matched or compared
//!   with a fixed text;
//! - a display name that is compared with a fixed one, or searched for what is no identifier;
//! - a column of a table that is read by its number.

use crate::tokens::{Kind, Language, Token, tokens, without_tests};

/// Methods that take a text apart or look for something in it.
const READS: [&str; 35] = [
    "split",
    "split_once",
    "rsplit",
    "rsplit_once",
    "splitn",
    "split_whitespace",
    "split_terminator",
    "strip_prefix",
    "strip_suffix",
    "removeprefix",
    "removesuffix",
    "partition",
    "rpartition",
    "starts_with",
    "ends_with",
    "startsWith",
    "endsWith",
    "startswith",
    "endswith",
    "contains",
    "includes",
    "indexOf",
    "lastIndexOf",
    "find",
    "rfind",
    "matches",
    "match",
    "matchAll",
    "search",
    "parse",
    "extract",
    "slice",
    "substring",
    "char_indices",
    "replace",
];
/// Methods that shorten a name to be shown, and decide nothing.
const SHORTENS: [&str; 3] = ["replace", "slice", "substring"];
/// Functions that hold a text against a pattern.
const PATTERNS: [&str; 4] = ["test", "exec", "is_match", "captures"];
/// Names that lead to a sentence of an event; `text` is another thing where scenarios are read.
const SENTENCES: [&str; 2] = ["cause", "actor"];
/// The same of a film, which has them as lists.
const LISTS: [&str; 2] = ["texts", "causes"];
const TEXT: [&str; 1] = ["text"];
/// Whose `text` is what a user or an author has written.
const WRITTEN: [&str; 4] = ["state", "field", "token", "source"];
/// Names that lead to what readers call a thing.
const NAMES: [&str; 4] = ["name", "name_ru", "short", "title"];
/// Names of a table's rows and columns.
const ROWS: [&str; 6] = ["row", "record", "fields", "columns", "column", "batch"];

/// What is wrong with a source file, each with its line; `path` is its path within the repository.
pub fn faults(path: &str, text: &str) -> Vec<String> {
    let language = match path.rsplit('.').next() {
        Some("rs") => Language::Rust,
        Some("ts") => Language::TypeScript,
        _ => Language::Python,
    };
    let all = tokens(text, language);
    let own = if language == Language::Rust { without_tests(all).tokens } else { all };
    let file = File {
        tokens: &own,
        is_of_scenarios: ["crates/scenario/", "crates/text/"].iter().any(|folder| path.starts_with(folder)),
    };
    let mut found = Vec::new();
    for at in 0..own.len() {
        let what = file.column(at).or_else(|| file.sentence(at)).or_else(|| file.name(at));
        found.extend(what.map(|what| format!("{path}:{}: {what}", own[at].line)));
    }
    found.dedup();
    found
}

struct File<'a> {
    tokens: &'a [Token],
    /// Whether `text` is a value of a scenario's file, which this crate is there to read.
    is_of_scenarios: bool,
}

impl File<'_> {
    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(word))
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|token| token.kind == Kind::Word).map(|token| token.text.as_str())
    }

    fn literal(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|token| token.kind == Kind::Text).map(|token| token.text.as_str())
    }

    fn is_number(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether a field, a variable or a column with one of these names ends here, and where what follows begins.
    fn value(&self, at: usize, names: &[&str]) -> Option<usize> {
        let named = self.word(at).or_else(|| self.literal(at))?;
        if !names.contains(&named) {
            return None;
        }
        if self.literal(at).is_some() {
            // `texts("cause")`, `row["cause"]`, `pl.col("cause")`; not a text among several in a list.
            let opens = at > 1 && (self.is(at - 1, "(") || self.is(at - 1, "["));
            let follows = at > 1 && (self.word(at - 2).is_some() || self.is(at - 2, "]") || self.is(at - 2, ")"));
            let closes = self.is(at + 1, ")") || self.is(at + 1, "]");
            return (opens && follows && closes).then_some(at + 2);
        }
        // What is declared or given by this name is not read here.
        let is_key = self.is(at + 1, ":") || self.is(at + 1, "(");
        (!is_key).then_some(at + 1)
    }

    /// Goes on over `[row]`, `?`, `!` and calls that keep a text what it is; the position and name of what is called then.
    fn called(&self, mut at: usize) -> (usize, Option<&str>) {
        const KEEPS: [&str; 17] = [
            "get",
            "as_str",
            "as_deref",
            "as_ref",
            "iter",
            "clone",
            "to_lowercase",
            "to_owned",
            "to_string",
            "toLowerCase",
            "lower",
            "trim",
            "strip",
            "unwrap",
            "unwrap_or_default",
            "expect",
            "str",
        ];
        loop {
            if self.is(at, "[") {
                at = self.closed(at);
            } else if (self.is(at, "?") && self.is(at + 1, ".")) || (self.is(at, "!") && self.is(at + 1, ".")) {
                at += 1;
            } else if self.is(at, ".") || self.is(at, "?.") {
                let Some(method) = self.word(at + 1) else { return (at, None) };
                if !KEEPS.contains(&method) {
                    return (at + 1, Some(method));
                }
                at = if self.is(at + 2, "(") { self.closed(at + 2) } else { at + 2 };
            } else {
                return (at, None);
            }
        }
    }

    fn closed(&self, at: usize) -> usize {
        let mut depth = 0;
        for i in at..self.tokens.len() {
            depth += i32::from(["(", "[", "{"].iter().any(|mark| self.is(i, mark)));
            depth -= i32::from([")", "]", "}"].iter().any(|mark| self.is(i, mark)));
            if depth == 0 {
                return i + 1;
            }
        }
        self.tokens.len()
    }

    fn compares(&self, at: usize) -> bool {
        ["==", "!=", "===", "!=="].iter().any(|mark| self.is(at, mark))
    }

    /// The fixed text that a value, which begins and ends at these positions, is compared with.
    fn compared(&self, begin: usize, end: usize) -> Option<&str> {
        if self.compares(end) {
            return self.literal(end + 1);
        }
        // `"..." == event.cause`: back over the path to the mark.
        let mut at = begin;
        while at > 1 && (self.is(at - 1, ".") || self.is(at - 1, "?.")) && self.word(at - 2).is_some() {
            at -= 2;
        }
        if at > 1 && self.compares(at - 1) { self.literal(at - 2) } else { None }
    }

    fn sentence(&self, at: usize) -> Option<String> {
        let (plain, column) = (self.value(at, &SENTENCES), self.literal(at).and_then(|_| self.value(at, &TEXT)));
        let is_had = at > 1 && (self.is(at - 1, ".") || self.is(at - 1, "?."));
        let is_written = self.is_of_scenarios || WRITTEN.iter().any(|who| at > 1 && self.is(at - 2, who));
        let field = if is_had && !is_written { self.value(at, &TEXT) } else { None };
        let list = if is_had && self.is(at - 2, "meta") { self.value(at, &LISTS) } else { None };
        let end = plain.or(column).or(field).or(list)?;
        let name = &self.tokens[at].text;
        let (after, called) = self.called(end);
        if let Some(method) = called.filter(|method| READS.contains(method) && self.is(after + 1, "(")) {
            return Some(format!("the sentence `{name}` is read by `{method}`"));
        }
        if let Some(fixed) = self.compared(at, after) {
            return Some(format!("the sentence `{name}` is compared with \"{fixed}\""));
        }
        // `match event.cause {` or `switch (h.cause) {` with fixed texts; `/.../.test(h.cause)`; `re.search("...", cause)`.
        let open =
            self.tokens[..at].iter().rposition(|token| !(token.kind == Kind::Word || token.is(".") || token.is("&")));
        let begin = open.map_or(0, |open| open + 1);
        let chosen = if self.is(begin, "match") { after } else { after + 1 };
        let chooses = self.is(begin, "match") || begin > 1 && self.is(begin - 1, "(") && self.is(begin - 2, "switch");
        let first = if self.is(chosen + 1, "case") { chosen + 2 } else { chosen + 1 };
        if chooses && self.is(chosen, "{") && self.literal(first).is_some() {
            return Some(format!("the sentence `{name}` is matched with fixed texts"));
        }
        let call = self.tokens[..at].iter().rposition(|token| token.is("(") || token.is(";") || token.is("{"))?;
        let function = if self.is(call, "(") && call > 1 { self.word(call - 1) } else { None };
        let is_python = call > 2 && self.is(call - 2, ".") && self.is(call - 3, "re");
        function
            .filter(|function| PATTERNS.contains(function) || is_python)
            .map(|function| format!("the sentence `{name}` is held against a pattern by `{function}`"))
    }

    fn name(&self, at: usize) -> Option<String> {
        // A variable that is called `name` may be any: only what something has is looked at.
        let is_had = self.literal(at).is_some() || at > 0 && (self.is(at - 1, ".") || self.is(at - 1, "?."));
        let end = self.value(at, &NAMES).filter(|_| is_had)?;
        let name = &self.tokens[at].text;
        // An identifier has neither capitals nor spaces.
        let is_shown = |text: &str| text.chars().any(|c| c.is_uppercase() || c.is_whitespace() || !c.is_ascii());
        let (after, called) = self.called(end);
        if let Some(fixed) = self.compared(at, after).filter(|fixed| is_shown(fixed)) {
            return Some(format!("the display name `{name}` is compared with \"{fixed}\""));
        }
        let method = called.filter(|method| READS.contains(method) && !SHORTENS.contains(method))?;
        if !self.is(after + 1, "(") || self.literal(after + 2).is_some_and(|fixed| !is_shown(fixed)) {
            return None;
        }
        Some(format!("the display name `{name}` is read by `{method}`"))
    }

    fn column(&self, at: usize) -> Option<String> {
        let name = self.word(at).filter(|word| ROWS.contains(word))?;
        let opens = |at: usize, mark| self.is(at, mark) && self.is_number(at + 1);
        // `row[4]`, `batch.columns()[2]`, `table.column(3)`, `record.get(1)`.
        let is_called = self.is(at + 1, "(") && self.is(at + 2, ")") && opens(at + 3, "[");
        let is_taken = ["column", "columns"].contains(&name) && opens(at + 1, "(") && self.is(at + 3, ")");
        let is_got = self.is(at + 1, ".") && self.is(at + 2, "get") && opens(at + 3, "(");
        let is_of_batch = name == "batch" && self.is(at + 1, ".") && self.is(at + 2, "column") && opens(at + 3, "(");
        let is_by_number = opens(at + 1, "[") && self.is(at + 3, "]");
        (is_by_number || is_called || is_taken || is_got || is_of_batch)
            .then(|| format!("`{name}` is read by the number of a column"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_fault(path: &str, code: &str) -> bool {
        !faults(path, code).is_empty()
    }

    #[test]
    fn law_reading_a_sentence_is_a_fault() {
        for code in [
            "let share = event.cause.split(' ').nth(3);",
            "let n = table.texts(\"cause\").get(row).split_once(\"of \");",
            "let is_end = table.texts(\"text\").get(row).contains(\"fell\");",
            "if told.actor == \"the councils\" { }",
            "if \"the councils\" == told.actor { }",
            "match event.cause.as_str() { \"hunger\" => 1, _ => 2 }",
            "let found = PATTERN.captures(&event.cause);",
            "let n: u32 = event.text.trim().parse().unwrap();",
        ] {
            assert!(is_fault("crates/report/src/world.rs", code), "{code}");
        }
        for code in [
            "const n = h.cause.split(\" \")[3];",
            "const n = film.meta.causes[at(\"cause\")].match(/(\\d+) of/);",
            "if (/fell/.test(h.text)) go();",
            "const who = `${h.actor?.startsWith(\"the\")}`;",
            "switch (h.cause) { case \"hunger\": go(); }",
        ] {
            assert!(is_fault("web/src/film.ts", code), "{code}");
        }
        for code in [
            "share = row[\"cause\"].split()[3]",
            "fell = frame.filter(pl.col(\"text\").str.contains(\"fell\"))",
            "found = re.search(r\"(\\d+) of\", event[\"cause\"])",
        ] {
            assert!(is_fault("analysis/patterns.py", code), "{code}");
        }
    }

    #[test]
    fn law_a_fixed_display_name_and_a_column_by_number_are_faults() {
        for code in [
            "let at = parties.iter().position(|party| party.name == \"Bolsheviks\");",
            "let is_there = places.iter().any(|place| \"Petrograd\" == place.name);",
            "if party.short.starts_with(\"SR\") { }",
            "let value = record[4].parse::<f64>();",
            "let value = record.get(4);",
            "let value = batch.column(3);",
            "let value = table.columns()[2].clone();",
        ] {
            assert!(is_fault("crates/study/src/score.rs", code), "{code}");
        }
        assert!(is_fault(
            "web/src/follow.ts",
            "all.findIndex((h) => stage.places[h.place].name.startsWith(\"Tambov\"))"
        ));
        assert!(is_fault("web/src/follow.ts", "all.filter(({ h }) => h.name?.includes(word))"));
        assert!(is_fault("analysis/claims.py", "if party[\"name\"] == \"Bolsheviks\": pass"));
        assert!(is_fault("analysis/claims.py", "value = row[4]"));
    }

    #[test]
    fn law_telling_a_sentence_and_reading_facts_are_none() {
        for code in [
            "cause: table.texts(\"cause\").get(row).to_owned(),",
            "let chosen = events.iter().find(|event| event.actor == Actor::Council);",
            "// event.cause.split(' ')\nlet words = \"event.cause.split(' ')\";",
            "#[cfg(test)]\nmod tests { fn t() { assert!(event.cause.contains(\"of\")); } }",
            "let model = models.iter().find(|model| model.name == name);",
            "let is_second = settings.model().name == \"epstein-2\";",
            "let group = factor.name.split_once('.');",
            "let of = table.column(\"share\"); let x = row[at];",
        ] {
            assert!(faults("crates/report/src/world.rs", code).is_empty(), "{code}: {:?}", faults("a.rs", code));
        }
        for code in [
            "if (wanted && !`${h.text} ${h.cause}`.toLowerCase().includes(wanted)) next();",
            "el(\"span\", { class: \"cause\", text: h.cause })",
            "const label = place.name.replace(/ \\(.*/, \"\");",
            "const day = film.column(\"event.day\")[row];",
        ] {
            assert!(faults("web/src/log.ts", code).is_empty(), "{code}: {:?}", faults("a.ts", code));
        }
        // A value of a scenario's file is there to be read.
        assert!(faults("crates/text/src/field.rs", "field.text.split_once(':')").is_empty());
    }
}
