//! Seats and resolutions of the councils, and the congresses.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use serde_json::{Map, Value, json};

use super::happened::Event;
use run::Error;
use run::run_data::RunData;

/// Councils of great towns shown beside the capital's.
const TOWNS_SHOWN: usize = 5;

/// A council as it stood from a day on.
struct Standing {
    day: usize,
    seats: Vec<u32>,
    resolution: String,
}

/// The history of one council.
pub(super) struct Council {
    standings: Vec<Standing>,
}

/// Every council, by the town, county or front that it sits in.
pub(super) struct Councils(BTreeMap<usize, Council>);

/// Reads the table `councils`.
pub(super) fn read(run: &RunData) -> Result<Councils, Error> {
    let sections = ["seats_workers", "seats_soldiers", "seats_peasants"];
    let table =
        run.table("councils", &["date", "place", "party", "resolution", sections[0], sections[1], sections[2]])?;
    let places = run.places_of(table.texts("place"));
    let parties = run.parties_of(table.texts("party"));
    let mut by_seat: BTreeMap<usize, Council> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        let seat = places[table.texts("place").codes[row] as usize];
        let council = by_seat.entry(seat).or_insert(Council { standings: Vec::new() });
        if council.standings.last().is_none_or(|last| last.day != day) {
            council.standings.push(Standing {
                day,
                seats: vec![0; run.parties.len()],
                resolution: table.texts("resolution").get(row).to_owned(),
            });
        }
        let party = parties[table.texts("party").codes[row] as usize];
        if let Some(standing) = council.standings.last_mut() {
            standing.seats[party] += sections.iter().map(|name| table.counts(name)[row]).sum::<u32>();
        }
    }
    // A town with districts has one council of the whole; where districts have their own, the largest stands for the town.
    let mut by_town: BTreeMap<usize, Council> = BTreeMap::new();
    for (seat, council) in by_seat {
        let town = run.town_of(seat);
        let is_larger = by_town.get(&town).is_none_or(|known| known.most() < council.most());
        if is_larger {
            by_town.insert(town, council);
        }
    }
    Ok(Councils(by_town))
}

impl Councils {
    /// The council that sits in a place.
    pub fn of(&self, place: usize) -> Option<&Council> {
        self.0.get(&place)
    }

    /// Councils that exist on a day in places for which `is_meant` holds.
    pub fn existing(&self, day: usize, is_meant: impl Fn(usize) -> bool) -> usize {
        self.0.iter().filter(|(place, council)| is_meant(**place) && council.at(day).is_some()).count()
    }
}

impl Council {
    fn at(&self, day: usize) -> Option<&Standing> {
        self.standings.get(self.standings.partition_point(|standing| standing.day <= day).checked_sub(1)?)
    }

    /// The party with most seats on a day.
    pub fn leading(&self, day: usize) -> Option<usize> {
        let seats = &self.at(day)?.seats;
        let most = seats.iter().copied().max().filter(|&most| most > 0)?;
        seats.iter().position(|&n| n == most)
    }

    /// Seats of a party, and of all, on a day.
    pub fn seats(&self, day: usize, party: usize) -> Option<(f64, f64)> {
        let seats = &self.at(day)?.seats;
        Some((f64::from(seats[party]), seats.iter().copied().map(f64::from).sum()))
    }

    fn most(&self) -> u32 {
        self.standings.iter().map(|standing| standing.seats.iter().sum()).max().unwrap_or(0)
    }
}

/// Day by day, the capital's council and those of the greatest towns.
pub(super) fn daily(run: &RunData, councils: &Councils) -> Value {
    let mut towns: Vec<usize> = councils
        .0
        .keys()
        .copied()
        .filter(|&place| place != run.capital && matches!(run.places[place].kind.as_str(), "town" | "base"))
        .collect();
    towns.sort_by_key(|&place| std::cmp::Reverse(run.places[place].population));
    towns.truncate(TOWNS_SHOWN);
    std::iter::once(run.capital)
        .chain(towns)
        .filter_map(|place| Some((place, councils.of(place)?)))
        .map(|(place, council)| {
            let standings: Vec<Option<&Standing>> = (0..run.n_days()).map(|day| council.at(day)).collect();
            let mut seats = Map::new();
            for (party, id) in run.parties.iter().enumerate() {
                if council.standings.iter().any(|standing| standing.seats[party] > 0) {
                    let values: Vec<u32> = standings.iter().map(|at| at.map_or(0, |s| s.seats[party])).collect();
                    seats.insert(id.clone(), json!(values));
                }
            }
            let resolution: Vec<&str> =
                standings.iter().map(|at| at.map_or("none", |s| s.resolution.as_str())).collect();
            let place = &run.places[place];
            json!({ "place": place.id, "name": format!("{} council", place.name), "seats": seats, "resolution": resolution })
        })
        .collect()
}

const ORDINALS: [&str; 5] = ["First", "Second", "Third", "Fourth", "Fifth"];
/// Delegates that shares of a congress are shown as: only the shares are known.
const DELEGATES: f64 = 1000.0;

/// Congresses, from the events that tell their shares by party: `sr 12.7 %, menshevik 1.6 %; resolution support`.
pub(super) fn congresses(run: &RunData, events: &[Event]) -> Value {
    let congresses = events.iter().filter(|event| event.kind == "congress");
    congresses
        .enumerate()
        .map(|(nth, event)| {
            let (shares, resolution) = event.cause.split_once("; resolution ").unwrap_or((&event.cause, "none"));
            let seats: Map<String, Value> = shares
                .split(", ")
                .filter_map(|share| {
                    let (party, percent) = share.strip_suffix(" %")?.split_once(' ')?;
                    let seats = (percent.parse::<f64>().ok()? / 100.0 * DELEGATES).round();
                    (seats > 0.0).then(|| (party.to_owned(), super::number(seats)))
                })
                .collect();
            let ordinal = ORDINALS.get(nth).copied().unwrap_or("Later");
            json!({
                "date": run.day(event.day).iso(Calendar::NewStyle),
                "name": format!("{ordinal} congress of councils"),
                "seats": seats,
                "resolution": resolution,
            })
        })
        .collect()
}

/// The share of a party at the last congress until a day.
pub(super) fn congress_share(events: &[Event], party: &str, day: usize) -> Option<f64> {
    let last = events.iter().rfind(|event| event.kind == "congress" && event.day <= day)?;
    let shares = last.cause.split(';').next().unwrap_or_default();
    let percent = shares.split(", ").find_map(|share| {
        let (id, percent) = share.strip_suffix(" %")?.split_once(' ')?;
        (id == party).then(|| percent.parse::<f64>().ok())?
    });
    Some(percent.unwrap_or(0.0) / 100.0)
}
