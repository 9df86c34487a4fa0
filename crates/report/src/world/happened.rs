//! Events, milestones and elections.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use scenario::Loaded;
use serde_json::{Map, Value, json};

use super::words::{MilestoneRule, RecordRule, Whereabouts, Words};
use run::Error;
use run::run_data::RunData;

/// Events shown at most: the most important, then the largest.
const EVENTS_SHOWN: usize = 5000;
/// Elections shown at most: those with most votes.
const ELECTIONS_SHOWN: usize = 400;

/// A row of the table `events`.
pub(super) struct Event {
    pub day: usize,
    pub round: u32,
    pub place: usize,
    pub kind: String,
    pub actor: String,
    pub cause: String,
    pub size: f32,
    pub importance: u32,
}

/// Reads the table `events`, in order.
pub(super) fn read_events(run: &RunData) -> Result<Vec<Event>, Error> {
    let table = run.table("events", &["date", "round", "place", "kind", "actor", "cause", "size", "importance"])?;
    let places = run.places_of(table.texts("place"));
    let events = (0..table.len()).filter_map(|row| {
        Some(Event {
            day: run.index(table.days("date")[row])?,
            round: table.counts("round")[row],
            place: places[table.texts("place").codes[row] as usize],
            kind: table.texts("kind").get(row).to_owned(),
            actor: table.texts("actor").get(row).to_owned(),
            cause: table.texts("cause").get(row).to_owned(),
            size: table.reals("size")[row],
            importance: table.counts("importance")[row],
        })
    });
    Ok(events.collect())
}

/// The events that are shown, in order of time.
pub(super) fn events(run: &RunData, events: &[Event], words: &Words) -> Value {
    let mut order: Vec<usize> = (0..events.len()).collect();
    if order.len() > EVENTS_SHOWN {
        order.sort_by(|&a, &b| {
            let (a, b) = (&events[a], &events[b]);
            b.importance.cmp(&a.importance).then(b.size.total_cmp(&a.size))
        });
        order.truncate(EVENTS_SHOWN);
        order.sort_unstable();
    }
    order
        .into_iter()
        .map(|i| {
            let event = &events[i];
            let place = &run.places[event.place];
            let mut text = words.event(&event.kind, &place.name, &event.actor);
            if event.size >= 1.0 {
                text.push_str(&format!(": {}", grouped(event.size)));
            }
            json!({
                "day": event.day,
                "round": event.round,
                "place": place.id,
                "kind": event.kind,
                "actor": event.actor,
                "cause": event.cause,
                "size": super::number(f64::from(event.size)),
                "text": text,
                "importance": event.importance,
            })
        })
        .collect()
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

/// The milestones that this run has reached, each with the record's date beside it where there is one.
pub(super) fn milestones(run: &RunData, events: &[Event], words: &Words, loaded: &Loaded) -> Value {
    let mut found: Vec<(usize, Value)> = words
        .milestones
        .iter()
        .filter_map(|rule| {
            let event = events.iter().find(|event| fits(run, event, rule))?;
            let recorded = rule.record.as_ref().and_then(|rule| recorded(run, rule, loaded));
            let value = json!({
                "date": run.day(event.day).iso(Calendar::NewStyle),
                "label": rule.label,
                "record_date": recorded,
                "record_label": recorded.as_ref().and(rule.record.as_ref()).map(|rule| &rule.label),
            });
            Some((event.day, value))
        })
        .collect();
    found.sort_by_key(|(day, _)| *day);
    found.into_iter().map(|(_, value)| value).collect()
}

fn fits(run: &RunData, event: &Event, rule: &MilestoneRule) -> bool {
    let in_capital = run.is_in(event.place, run.capital);
    let is_there = match rule.place {
        Whereabouts::Capital => in_capital,
        Whereabouts::Elsewhere => !in_capital,
        Whereabouts::Any => true,
    };
    is_there
        && event.size >= rule.least_size
        && rule.kinds.contains(&event.kind)
        && rule.words.iter().all(|word| event.cause.contains(word) || event.actor.contains(word))
}

/// The date, New Style, of the first row of the record within the run that fits.
fn recorded(run: &RunData, rule: &RecordRule, loaded: &Loaded) -> Option<String> {
    let (first, last) = run.span();
    loaded
        .events
        .iter()
        .filter(|row| (first..=last).contains(&row.day) && row.place == rule.place && row.kind == rule.kind)
        .filter(|row| rule.words.iter().all(|word| row.event.contains(word)))
        .map(|row| row.day)
        .min()
        .map(|day| day.iso(Calendar::NewStyle))
}

#[derive(Default)]
struct Election {
    votes: BTreeMap<usize, u64>,
    voted: u64,
    electors: u64,
}

/// Elections to councils, summed by day, place and kind; the largest.
pub(super) fn elections(run: &RunData) -> Result<Value, Error> {
    let table = run.table("elections", &["date", "place", "kind", "electors", "votes", "votes_by_party"])?;
    let places = run.places_of(table.texts("place"));
    let mut sums: BTreeMap<(usize, usize, &str), Election> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        let place = run.town_of(places[table.texts("place").codes[row] as usize]);
        let sum = sums.entry((day, place, table.texts("kind").get(row))).or_default();
        sum.voted += u64::from(table.counts("votes")[row]);
        sum.electors += u64::from(table.counts("electors")[row]);
        for (party, votes) in table.texts("votes_by_party").get(row).split_whitespace().filter_map(party_votes) {
            *sum.votes.entry(party).or_default() += votes;
        }
    }
    let mut list: Vec<_> = sums.into_iter().collect();
    list.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.voted));
    list.truncate(ELECTIONS_SHOWN);
    list.sort_by_key(|(key, _)| *key);
    let json = list.into_iter().map(|((day, place, kind), sum)| {
        let votes: Map<String, Value> = sum
            .votes
            .iter()
            .filter_map(|(party, votes)| Some((run.parties.get(*party)?.clone(), json!(votes))))
            .collect();
        json!({
            "day": day,
            "place": run.places[place].id,
            "body": body(kind),
            "votes": votes,
            "turnout": super::number(sum.voted as f64 / (sum.electors.max(1)) as f64),
        })
    });
    Ok(json.collect())
}

/// `9:1200`: party number and votes.
fn party_votes(text: &str) -> Option<(usize, u64)> {
    let (party, votes) = text.split_once(':')?;
    Some((party.parse().ok()?, votes.parse().ok()?))
}

fn body(kind: &str) -> String {
    match kind {
        "first" => "first election to the council".into(),
        "congress" => "delegates to the congress".into(),
        kind => format!("{kind} of delegates to the council"),
    }
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
    fn law_votes_are_read_back() {
        assert_eq!(party_votes("9:1200"), Some((9, 1200)));
        assert_eq!(party_votes("9"), None);
    }
}
