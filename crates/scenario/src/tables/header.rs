//! `scenario.toml`: title, dates, capital, switches and changed parameters, from the scenario and those it is based on.

use engine::calendar::{Calendar, Day};
use society::spec::{MECHANISMS, Rules, Switches};

use crate::names::TABLES;
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::layers::SourceLayers;
use crate::read::raw::Value;
use crate::read::source::{Log, Source};
use crate::tables::parameters;
use crate::tables::rows::calendar;

pub(crate) const KEYS: [&str; 12] = [
    "title",
    "summary",
    "base",
    "society",
    "calendar",
    "start",
    "end",
    "capital",
    "country",
    "persons",
    "mechanisms",
    "parameters",
];

/// Days before which, and from which on, no scenario lies.
const YEARS: (i32, i32) = (1500, 2101);
/// Longest run in days.
const LONGEST_DAYS: i32 = 20_000;

/// What the headers say together.
#[derive(Default)]
pub(crate) struct Header<'a> {
    pub title: &'a str,
    pub summary: &'a str,
    pub base: Option<&'a str>,
    pub start: Option<Day>,
    pub end: Option<Day>,
    pub capital: Option<Field<'a>>,
    /// What the record calls the whole country.
    pub country: &'a str,
    pub persons: Option<(f64, Field<'a>)>,
    pub switches: Switches,
    /// Parameters that a header sets, each with the layer of the header.
    pub set: Vec<(usize, String)>,
}

/// Reads the headers of all layers; the scenario's own word counts before that of its base.
pub(crate) fn read<'a>(layers: &'a SourceLayers, rules: &mut Rules, log: &'a Log) -> Header<'a> {
    let mut header = Header::default();
    let opened = |(layer, (source, value)): (usize, &'a (Source, Value))| {
        Some((Entries::of(source, "scenario.toml", value, log)?, source.calendar, layer))
    };
    let numbered = layers.layers.iter().enumerate().filter_map(|(i, layer)| Some((i, layer.header.as_ref()?)));
    let headers: Vec<(Entries<'a>, Calendar, usize)> = numbered.filter_map(opened).collect();
    let known: Vec<&str> = KEYS.into_iter().chain(TABLES).collect();
    for (entries, ..) in &headers {
        entries.only(&known);
        entries.get("calendar").and_then(calendar);
    }
    // What all share first, the scenario's own last: the last word counts.
    for (entries, _, layer) in headers.iter().rev() {
        mechanisms(entries, &mut header.switches);
        if let Some(value) = entries.value("parameters") {
            let keys = parameters::apply_table(entries.source, value, rules, log);
            header.set.extend(keys.into_iter().map(|key| (*layer, key)));
        }
    }
    let Some((own, ..)) = headers.first() else {
        return header;
    };
    header.title = own.need("title").map_or("", |f| f.text);
    header.summary = headers.iter().find_map(|(e, ..)| e.get("summary")).map_or("", |f| f.text);
    header.base = own.get("base").map(|f| f.text);
    let nearest = |key: &'a str| {
        headers.iter().find(|(e, ..)| e.value(key).is_some()).and_then(|(e, c, _)| Some((e.get(key)?, *c)))
    };
    let date = |key: &'a str| -> Option<(Day, Field<'a>)> {
        let (field, calendar) = nearest(key)?;
        let day = field.date(calendar)?;
        let (year, ..) = day.ymd(calendar);
        if year < YEARS.0 || year >= YEARS.1 {
            let problem = field.fault(format!("`{key}` is out of range"));
            log.push(problem.expected(format!("a year from {} to {}", YEARS.0, YEARS.1 - 1)).found(field.text));
            return None;
        }
        Some((day, field))
    };
    let (start, end) = (date("start"), date("end"));
    if let (Some((first, a)), Some((last, b))) = (start, end) {
        if last < first {
            let problem = b.fault("the scenario ends before it starts");
            log.push(problem.expected(format!("a date from `{}` on", a.text)).found(b.text));
        } else if last.since(first) > LONGEST_DAYS {
            log.push(
                b.fault(format!("the scenario lasts {} days", last.since(first)))
                    .expected(format!("{LONGEST_DAYS} at most")),
            );
        } else if let Some((_, calendar)) = nearest("start")
            && let Some(leap_day) = leap_day_within(first, last, calendar)
        {
            let what = format!("the scenario contains {leap_day} of the Old Style, which no column of dates can hold");
            log.push(a.fault(what).expected("dates without it, or `calendar = \"new\"`").found(a.text));
        }
    }
    header.start = start.map(|s| s.0);
    header.end = end.map(|e| e.0);
    header.capital = nearest("capital").map(|(f, _)| f);
    header.country = nearest("country").map_or("", |(f, _)| f.text);
    header.persons = nearest("persons").and_then(|(f, _)| Some((f.number(1.0..=2e9)?, f)));
    if layers.broken.contains("scenario.toml") {
        return header;
    }
    for key in ["start", "end", "capital", "persons"] {
        if !headers.iter().any(|(e, ..)| e.value(key).is_some()) {
            log.push(Problem::at(own.spot(), format!("scenario.toml lacks `{key}`")));
        }
    }
    header
}

/// The first 29 February between two days that the Old Style has and the New Style does not.
fn leap_day_within(first: Day, last: Day, calendar: Calendar) -> Option<String> {
    let years = first.ymd(calendar).0..=last.ymd(calendar).0;
    let leap_day = |year: i32| Day::from_ymd(Calendar::OldStyle, year, 2, 29).map(|day| (year, day));
    let is_old_alone = |year: i32| Day::from_ymd(Calendar::NewStyle, year, 2, 29).is_none();
    let mut days =
        years.filter(|_| calendar == Calendar::OldStyle).filter(|year| is_old_alone(*year)).filter_map(leap_day);
    days.find(|(_, day)| (first..=last).contains(day)).map(|(year, _)| format!("29 February {year}"))
}

fn mechanisms(entries: &Entries<'_>, switches: &mut Switches) {
    let Some(value) = entries.value("mechanisms") else {
        return;
    };
    let Some(inner) = Entries::of(entries.source, "mechanisms", value, entries.log) else {
        return;
    };
    for name in inner.map.keys() {
        if MECHANISMS.iter().any(|(m, _)| m == name) {
            if let Some(on) = inner.switch(name) {
                switches.set(name, on);
            }
        } else {
            entries.log.push(
                Problem::at(inner.key_spot(name), format!("`{}` is not a mechanism", crate::read::raw::short(name)))
                    .nearest(name, MECHANISMS.iter().map(|(m, _)| *m)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_leap_day_that_one_calendar_alone_has_is_found() {
        let day = |calendar, text| Day::parse(calendar, text).expect("a date");
        let within = |calendar, first, last| leap_day_within(day(calendar, first), day(calendar, last), calendar);
        let (old, new) = (Calendar::OldStyle, Calendar::NewStyle);
        assert_eq!(within(old, "1900-02-27", "1900-03-02").as_deref(), Some("29 February 1900"));
        assert_eq!(within(old, "1799-12-01", "1801-01-01").as_deref(), Some("29 February 1800"));
        assert_eq!(within(old, "1900-03-01", "1904-03-02"), None, "that of 1904 both calendars have");
        assert_eq!(within(new, "1900-02-27", "1900-03-02"), None);
    }
}
