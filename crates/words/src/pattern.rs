//! How a pattern of the table of sentences becomes a text. The head of `english.toml` says what a pattern may hold.

use crate::numbers::grouped;
use crate::value::Value;

/// What a name stands for, where it stands for anything.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<Value>;

/// A filled text, and what came of the names in it.
#[derive(Default)]
struct Filled {
    text: String,
    is_missing: bool,
    is_none: bool,
}

/// The pattern with its names filled in.
pub(crate) fn fill(pattern: &str, value: Lookup<'_>) -> String {
    let (mut out, mut rest) = (String::new(), pattern);
    while let Some(open) = rest.find('[') {
        let close = rest[open..].find(']').map_or(rest.len(), |at| open + at);
        out += &names(&rest[..open], value).text;
        out += &part(&rest[open + 1..close], value);
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    out + &names(rest, value).text
}

/// A part between brackets: nothing when something in it is missing, else the first wording in which no count is zero.
fn part(wordings: &str, value: Lookup<'_>) -> String {
    let filled: Vec<Filled> = split(wordings).into_iter().map(|wording| names(wording, value)).collect();
    if filled.iter().any(|wording| wording.is_missing) {
        return String::new();
    }
    filled.into_iter().find(|wording| !wording.is_none).map_or_else(String::new, |wording| wording.text)
}

/// Wordings, with `|` between them outside of braces.
fn split(wordings: &str) -> Vec<&str> {
    let mut depth = 0;
    let between = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == '|' && depth == 0
    };
    wordings.split(between).collect()
}

/// A text without brackets, with its names filled in.
fn names(pattern: &str, value: Lookup<'_>) -> Filled {
    let (mut filled, mut rest) = (Filled::default(), pattern);
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map_or(rest.len(), |at| open + at);
        filled.text += &rest[..open];
        let inside = &rest[open + 1..close];
        let mark = inside.find(['?', ':']);
        match value(&inside[..mark.unwrap_or(inside.len())]) {
            Some(value) => {
                filled.is_none |= value.count.is_some_and(|n| n.round() == 0.0);
                filled.text += &match mark {
                    None => value.text,
                    Some(at) if inside[at..].starts_with('?') => word(&inside[at + 1..], &value).to_owned(),
                    Some(at) => {
                        let n = value.count.map_or_else(|| value.text.clone(), grouped);
                        format!("{n} {}", word(&inside[at + 1..], &value))
                    }
                };
            }
            None => filled.is_missing = true,
        }
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    filled.text += rest;
    filled
}

/// The word for one, or that for any other number.
fn word<'w>(words: &'w str, value: &Value) -> &'w str {
    let (one, many) = words.split_once('|').unwrap_or((words, words));
    if value.count.is_some_and(|n| n.round() == 1.0) { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pattern: &str, killed: Option<f64>, wounded: f64) -> String {
        fill(pattern, &|name| {
            let count = match name {
                "killed" => killed?,
                "wounded" => wounded,
                "place" => return Some(Value::text("Pskov")),
                _ => return None,
            };
            Some(Value { text: crate::numbers::persons(count), count: Some(count) })
        })
    }

    #[test]
    fn law_a_wording_is_chosen_by_what_is_zero_or_missing() {
        let shots = "Shots in {place}[: {killed} killed, {wounded} wounded|: {killed} killed|: {wounded} wounded|: nobody hurt]";
        assert_eq!(told(shots, Some(2.0), 1.0), "Shots in Pskov: 2 people killed, 1 person wounded");
        assert_eq!(told(shots, Some(2.0), 0.0), "Shots in Pskov: 2 people killed");
        assert_eq!(told(shots, Some(0.0), 30.0), "Shots in Pskov: 30 people wounded");
        assert_eq!(told(shots, Some(0.0), 0.0), "Shots in Pskov: nobody hurt");
        assert_eq!(told(shots, None, 0.0), "Shots in Pskov", "of what is not known nothing is said");
        assert_eq!(told("{place}[, {killed} killed]", Some(0.0), 0.0), "Pskov");
        assert_eq!(told("{place}[, for {demand}]", Some(1.0), 0.0), "Pskov");
    }

    #[test]
    fn law_a_word_agrees_with_its_number() {
        let pattern = "{wounded} {wounded?stands|stand} up; {wounded:man|men}; {place?one|many}";
        assert_eq!(told(pattern, None, 1.0), "1 person stands up; 1 man; many");
        assert_eq!(told(pattern, None, 2500.0), "2,500 people stand up; 2,500 men; many");
        assert_eq!(told("[{wounded:man|men} here|no man here]", None, 0.0), "no man here");
    }
}
