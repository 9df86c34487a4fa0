//! Sources as readers know them, and texts of the record without keys and identifiers.

use scenario::Loaded;

/// The name of a source for readers; its key where the bibliography has no title of it.
pub fn source_name(loaded: &Loaded, key: &str) -> String {
    let of = |key: &str| match loaded.sources.iter().find(|source| source.key == key) {
        Some(source) if !source.title.is_empty() => {
            let author = if source.author.is_empty() { String::new() } else { format!("{}, ", source.author) };
            let year = if source.year.is_empty() { String::new() } else { format!(" ({})", source.year) };
            format!("{author}{}{year}", source.title)
        }
        _ => key.to_owned(),
    };
    key.split(';').map(|key| of(key.trim())).collect::<Vec<_>>().join("; ")
}

/// A source in a word or two: its author, or the beginning of its title, with the year; its key where neither is known.
pub fn source_short(loaded: &Loaded, key: &str) -> String {
    /// Letters of a title that are enough to know it.
    const ENOUGH: usize = 40;
    if let Some((first, others)) = key.split_once(';') {
        return format!("{}; {}", source_short(loaded, first.trim()), source_short(loaded, others.trim()));
    }
    let Some(source) = loaded.sources.iter().find(|source| source.key == key) else { return key.to_owned() };
    let name = if source.author.is_empty() { &source.title } else { &source.author };
    if name.is_empty() {
        return key.to_owned();
    }
    let short: String = name.chars().take(ENOUGH).collect();
    let cut = if short.len() < name.len() { "\u{2026}" } else { "" };
    let year = if source.year.is_empty() { String::new() } else { format!(" {}", source.year) };
    format!("{}{cut}{year}", short.trim_end())
}

/// A text of the record for readers: a source in place of its key, a name in place of an identifier of a place, class or party.
/// Only what holds an underscore is looked at, so that no plain word is taken for a key.
pub fn for_readers(loaded: &Loaded, text: &str) -> String {
    let spec = &loaded.spec;
    let named = |word: &str| {
        let places = spec.places.iter().map(|place| (&place.id, &place.name));
        let classes = spec.classes.iter().map(|class| (&class.id, &class.name));
        let parties = spec.parties.iter().map(|party| (&party.id, &party.name));
        let name = places.chain(classes).chain(parties).find(|(id, _)| *id == word).map(|(_, name)| name.clone());
        name.unwrap_or_else(|| source_short(loaded, word))
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = |word: &str| if word.contains('_') { named(word) } else { word.to_owned() };
    let (mut out, mut rest) = (String::new(), text);
    while let Some(begin) = rest.find(is_part) {
        let end = rest[begin..].find(|c| !is_part(c)).map_or(rest.len(), |length| begin + length);
        out += &rest[..begin];
        out += &word(&rest[begin..end]);
        rest = &rest[end..];
    }
    out + rest
}
