//! A film in two parts: what the first screen shows, and the rest for whoever goes on.
//!
//! A part is packed as a film is, but its columns are written so that they pack well: as differences from the value before
//! (of the map, from the same place on the day before), and numbers of several bytes as all their first bytes, then all their
//! second ones. The head says so of each column: `lag` is how far back the value lies that is to be added, 0 for none, and
//! `planes` whether the bytes are apart. The head of the rest has the texts that the first part leaves empty.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use society::tables::EVENT_KINDS;

use crate::pack::Pack;

/// Columns of the first part, by what their names begin with.
const FIRST: [&str; 16] = [
    "map.government",
    "map.council",
    "map.committee",
    "map.nobody",
    "national.",
    "council.",
    "congress.",
    "event.day",
    "event.round",
    "event.place",
    "event.kind",
    "event.size",
    "event.importance",
    "event.text",
    "event.cause",
    "unit.authority",
];
/// Columns of numbers that rise, or that stand in no order: their bytes are kept apart.
const APART: [&str; 6] = ["national.", "event.text", "event.cause", "event.ratings", "election.from", "election.cell"];
/// News of a day on the first screen, and some to spare.
const NEWS: usize = 6;
/// From this importance on an event turns something, and the day's sentence may tell it.
const TURNS: u8 = 2;

/// A column as the head of a film has it, with its bytes.
struct Column<'a> {
    id: &'a str,
    kind: &'a str,
    length: usize,
    bytes: &'a [u8],
}

impl Column<'_> {
    fn width(&self) -> usize {
        match self.kind {
            "u8" => 1,
            "u16" => 2,
            _ => 4,
        }
    }

    /// A value as a whole number; of a real its bits.
    fn at(&self, i: usize) -> u32 {
        whole(&self.bytes[i * self.width()..][..self.width()])
    }

    /// All values, as [`Column::at`] gives each.
    fn values(&self) -> Vec<u32> {
        match self.width() {
            1 => self.bytes.iter().map(|byte| u32::from(*byte)).collect(),
            width => self.bytes.chunks_exact(width).map(whole).collect(),
        }
    }

    /// How far back the value lies that the next is written as a difference from.
    fn lag(&self, days: usize) -> usize {
        match self.id.split('.').next() {
            Some("map") if self.kind == "u8" => self.length / days.max(1),
            Some("unit" | "national") => 1,
            _ if self.id == "election.from" => 1,
            _ => 0,
        }
    }

    fn write(&self, pack: &mut Pack, days: usize) {
        let (lag, width) = (self.lag(days), self.width());
        let planes = width > 1 && APART.iter().any(|name| self.id.starts_with(name));
        let values = self.values();
        // The first values have none before them and stand as they are.
        let before = std::iter::repeat_n(0, if lag > 0 { lag } else { self.length }).chain(values.iter().copied());
        let mut out = vec![0; self.bytes.len()];
        for (i, (value, before)) in values.iter().zip(before).enumerate() {
            let difference = value.wrapping_sub(before).to_le_bytes();
            for (byte, value) in difference.iter().take(width).enumerate() {
                let at = if planes { byte * self.length + i } else { i * width + byte };
                out[at] = *value;
            }
        }
        pack.coded(self.id, self.kind, self.length, &out, (lag, planes));
    }
}

/// The whole number that bytes are, the lowest first.
fn whole(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// The first part and the rest of a film; `None` when it is none.
pub fn split(film: &[u8]) -> Option<[Vec<u8>; 2]> {
    let length = u32::from_le_bytes(film.get(4..8)?.try_into().ok()?) as usize;
    let mut head: Value = serde_json::from_slice(film.get(8..8 + length)?).ok()?;
    let body = film.get(8 + length..)?;
    let mut meta = head["meta"].take();
    let days = usize::try_from(meta["days"].as_u64()?).ok()?;
    let mut columns = Vec::new();
    for (name, entry) in head["columns"].as_object()? {
        let number = |key: &str| entry[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let (at, length) = (number("at")?, number("length")?);
        let mut column = Column { id: name, kind: entry["type"].as_str()?, length, bytes: &[] };
        column.bytes = body.get(at..at + length * column.width())?;
        columns.push(column);
    }
    let (texts, causes) = told(&columns)?;
    let rest = json!({
        "texts": take(&mut meta["texts"], &texts),
        "causes": take(&mut meta["causes"], &causes),
        "ratings": take(&mut meta["ratings"], &BTreeSet::new()),
    });
    let mut packs = [Pack::new(), Pack::new()];
    for column in &columns {
        let is_first = FIRST.iter().any(|name| column.id.starts_with(name));
        column.write(&mut packs[usize::from(!is_first)], days);
    }
    let [first, others] = packs;
    Some([first.finish(&meta), others.finish(&rest)])
}

/// Codes of the texts and causes that the first screen tells on some day.
fn told(columns: &[Column<'_>]) -> Option<(BTreeSet<u32>, BTreeSet<u32>)> {
    let of = |name: &str| columns.iter().find(|column| column.id == name);
    let (day, kind, importance) = (of("event.day")?, of("event.kind")?, of("event.importance")?);
    let (size, text, cause) = (of("event.size")?, of("event.text")?, of("event.cause")?);
    let word = |row: usize| EVENT_KINDS.get(kind.at(row) as usize).copied().unwrap_or_default();
    // As the page weighs news: that another party leads a council goes after others of its importance.
    let weight = |row: usize| 2 * importance.at(row) + 1 - u32::from(word(row) == "council_majority");
    let mut rows: Vec<usize> = (0..day.length).collect();
    rows.sort_by(|a, b| {
        let order = day.at(*a).cmp(&day.at(*b)).then(weight(*b).cmp(&weight(*a)));
        order.then(f32::from_bits(size.at(*b)).total_cmp(&f32::from_bits(size.at(*a))))
    });
    let (mut texts, mut causes) = (BTreeSet::new(), BTreeSet::new());
    let (mut today, mut news) = (None, BTreeSet::new());
    for row in rows {
        if today != Some(day.at(row)) {
            (today, news) = (Some(day.at(row)), BTreeSet::new());
        }
        // What happens several times on a day is one piece of news.
        let is_news = word(row) != "strike_end" && (news.len() < NEWS || news.contains(&text.at(row)));
        if is_news || importance.at(row) >= u32::from(TURNS) {
            texts.insert(text.at(row));
            causes.insert(cause.at(row));
        }
        if is_news {
            news.insert(text.at(row));
        }
    }
    Some((texts, causes))
}

/// Leaves those of a list that are wanted and gives the others, each list with nothing where the other has a text.
fn take(list: &mut Value, wanted: &BTreeSet<u32>) -> Value {
    let texts = list.as_array_mut().map(std::mem::take).unwrap_or_default();
    let (mut kept, mut given) = (Vec::new(), Vec::new());
    for (code, text) in texts.into_iter().enumerate() {
        let is_wanted = u32::try_from(code).is_ok_and(|code| wanted.contains(&code));
        let nothing = || Value::String(String::new());
        let (here, there) = if is_wanted { (text, nothing()) } else { (nothing(), text) };
        kept.push(here);
        given.push(there);
    }
    *list = Value::Array(kept);
    Value::Array(given)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::film::Filming;
    use crate::request::Request;

    /// Columns of a film or a part, as they were before they were written as differences; and what else the head says.
    fn read(part: &[u8]) -> (BTreeMap<String, Vec<u32>>, Value) {
        let length = u32::from_le_bytes(part[4..8].try_into().expect("four bytes")) as usize;
        let mut head: Value = serde_json::from_slice(&part[8..8 + length]).expect("the head is JSON");
        let meta = head["meta"].take();
        let mut found = BTreeMap::new();
        for (name, entry) in head["columns"].as_object().expect("columns") {
            let number = |key: &str| entry[key].as_u64().unwrap_or(0) as usize;
            let kind = entry["type"].as_str().expect("a type");
            let mut column = Column { id: name, kind, length: number("length"), bytes: &[] };
            let (width, n) = (column.width(), column.length);
            let bytes = &part[8 + length + number("at")..][..n * width];
            let together: Vec<u8> = match entry["planes"] == true {
                true => (0..n * width).map(|i| bytes[i % width * n + i / width]).collect(),
                false => bytes.to_vec(),
            };
            column.bytes = &together;
            let mut values: Vec<u32> = (0..n).map(|i| column.at(i)).collect();
            let (lag, mask) = (number("lag"), u32::MAX >> (32 - 8 * width));
            for i in lag.max(1)..if lag > 0 { n } else { 0 } {
                values[i] = values[i].wrapping_add(values[i - lag]) & mask;
            }
            found.insert(name.clone(), values);
        }
        (found, meta)
    }

    #[test]
    fn law_two_parts_are_the_whole_film() {
        let request = Request::read(r#"{"scenario":"one-town","scale":10}"#).expect("a request");
        let mut filming = Filming::begin(request, 1).expect("it comes with the program");
        while filming.step() {}
        let film = filming.finish();
        let [first, rest] = split(&film).expect("it is a film");
        let (whole, meta) = read(&film);
        let (mut joined, mut own) = read(&first);
        let (others, left) = read(&rest);
        assert!(joined.contains_key("map.council") && others.contains_key("unit.trust"));
        joined.extend(others);
        assert!(joined == whole, "the columns are those of the film");
        for list in ["texts", "causes", "ratings"] {
            let both = own[list].as_array_mut().expect("a list").iter_mut().zip(left[list].as_array().expect("a list"));
            for (here, there) in both {
                assert!(here == "" || there == "", "a text stands in one part");
                if here == "" {
                    *here = there.clone();
                }
            }
        }
        assert_eq!(own, meta);
        assert!(first.len() < film.len() && split(b"TAUV").is_none() && split(&film[..99]).is_none());
    }
}
