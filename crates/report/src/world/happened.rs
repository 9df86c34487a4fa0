//! Events, milestones and elections.

use std::collections::BTreeMap;

use observables::dates::{DECLARED, Date};
use run::record_dates;
use scenario::Loaded;

use super::data::{self, Happening, Milestone, Number};
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
    pub text: String,
    pub cause: String,
    /// How many; not a number where nobody is counted.
    pub size: f32,
    pub importance: u32,
}

/// Reads the table `events`, in order.
pub(super) fn read_events(run: &RunData) -> Result<Vec<Event>, Error> {
    let columns = ["date", "round", "place", "kind", "text", "cause", "size", "importance"];
    let table = run.table("events", &columns)?;
    let places = run.places_of(table.texts("place"));
    let events = (0..table.len()).filter_map(|row| {
        Some(Event {
            day: run.index(table.days("date")[row])?,
            round: table.counts("round")[row],
            place: places[table.texts("place").codes[row] as usize],
            kind: table.texts("kind").get(row).to_owned(),
            text: table.texts("text").get(row).to_owned(),
            cause: table.texts("cause").get(row).to_owned(),
            size: table.reals("size")[row],
            importance: table.counts("importance")[row],
        })
    });
    Ok(events.collect())
}

/// The events that are shown, in order of time.
pub(super) fn events(run: &RunData, events: &[Event]) -> Vec<Happening> {
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
            Happening {
                day: run.day(event.day).0,
                round: event.round,
                place: run.places[event.place].id.clone(),
                kind: event.kind.clone(),
                text: event.text.clone(),
                cause: event.cause.clone(),
                importance: event.importance,
            }
        })
        .collect()
}

/// The dates of the run in the order in which they come, each with the record's beside it; those that never come are last.
pub(super) fn milestones(dates: &[Option<i32>; Date::ALL.len()], loaded: &Loaded) -> Vec<Milestone> {
    let mut found: Vec<Milestone> = DECLARED
        .iter()
        .zip(dates)
        .map(|(declared, day)| {
            let event = record_dates::event_of(loaded, declared.date);
            Milestone {
                day: *day,
                label: declared.title.to_owned(),
                meaning: declared.meaning.to_owned(),
                record_day: event.map(|event| event.day.0),
                record_text: event.map_or(String::new(), |event| event.event.clone()),
            }
        })
        .filter(|milestone| milestone.day.is_some() || milestone.record_day.is_some())
        .collect();
    found.sort_by_key(|milestone| (milestone.day.is_none(), milestone.day, milestone.record_day));
    found
}

#[derive(Default)]
struct Election {
    votes: BTreeMap<usize, u64>,
    voted: u64,
    electors: u64,
}

/// Elections to councils, summed by day, place and kind: the largest, and how many there were.
pub(super) fn elections(run: &RunData) -> Result<(Vec<data::Election>, usize), Error> {
    let table = run.table("elections", &["date", "place", "cell", "kind", "electors", "votes"])?;
    let places = run.places_of(table.texts("place"));
    let mut sums: BTreeMap<(usize, usize, &str), Election> = BTreeMap::new();
    // The place of each election, for its votes.
    let mut held: BTreeMap<(i32, u32, &str), usize> = BTreeMap::new();
    for row in 0..table.len() {
        let date = table.days("date")[row];
        let Some(day) = run.index(date) else { continue };
        let (place, kind) =
            (run.town_of(places[table.texts("place").codes[row] as usize]), table.texts("kind").get(row));
        held.insert((date, table.counts("cell")[row], kind), place);
        let sum = sums.entry((day, place, kind)).or_default();
        sum.voted += u64::from(table.counts("votes")[row]);
        sum.electors += u64::from(table.counts("electors")[row]);
    }
    let votes = run.table("votes", &["date", "cell", "kind", "party", "votes"])?;
    let parties = run.parties_of(votes.texts("party"));
    for row in 0..votes.len() {
        let (date, kind) = (votes.days("date")[row], votes.texts("kind").get(row));
        let Some(day) = run.index(date) else { continue };
        let Some((key, place)) = held.get_key_value(&(date, votes.counts("cell")[row], kind)) else { continue };
        let sum = sums.entry((day, *place, key.2)).or_default();
        let party = parties[votes.texts("party").codes[row] as usize];
        *sum.votes.entry(party).or_default() += u64::from(votes.counts("votes")[row]);
    }
    let n = sums.len();
    let mut list: Vec<_> = sums.into_iter().collect();
    list.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.voted));
    list.truncate(ELECTIONS_SHOWN);
    list.sort_by_key(|(key, _)| *key);
    let elections = list.into_iter().map(|((day, place, kind), sum)| data::Election {
        day: run.day(day).0,
        place: run.places[place].id.clone(),
        body: body(kind),
        votes: sum.votes.iter().filter_map(|(party, votes)| Some((run.parties.get(*party)?.clone(), *votes))).collect(),
        turnout: Number(sum.voted as f64 / (sum.electors.max(1)) as f64),
    });
    Ok((elections.collect(), n))
}

fn body(kind: &str) -> String {
    match kind {
        "first" => "first election to the council".into(),
        "congress" => "delegates to the congress".into(),
        kind => format!("{kind} of delegates to the council"),
    }
}
