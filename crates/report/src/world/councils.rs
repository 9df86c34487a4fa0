//! Seats and resolutions of the councils, and the congresses.

use std::collections::BTreeMap;

use super::data::{Congress, CouncilCourse, Number};
use run::Error;
use run::run_data::RunData;
use society::spec::PlaceKind;

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

    fn most(&self) -> u32 {
        self.standings.iter().map(|standing| standing.seats.iter().sum()).max().unwrap_or(0)
    }
}

/// Day by day, the capital's council and those of the greatest towns.
pub(super) fn daily(run: &RunData, councils: &Councils) -> Vec<CouncilCourse> {
    let mut towns: Vec<usize> = councils
        .0
        .keys()
        .copied()
        .filter(|&place| place != run.capital && matches!(run.places[place].kind, PlaceKind::Town | PlaceKind::Base))
        .collect();
    towns.sort_by_key(|&place| std::cmp::Reverse(run.places[place].population));
    towns.truncate(TOWNS_SHOWN);
    std::iter::once(run.capital)
        .chain(towns)
        .filter_map(|place| Some((place, councils.of(place)?)))
        .map(|(place, council)| {
            let standings: Vec<Option<&Standing>> = (0..run.n_days()).map(|day| council.at(day)).collect();
            let mut seats = BTreeMap::new();
            for (party, id) in run.parties.iter().enumerate() {
                if council.standings.iter().any(|standing| standing.seats[party] > 0) {
                    let values: Vec<u32> = standings.iter().map(|at| at.map_or(0, |s| s.seats[party])).collect();
                    seats.insert(id.clone(), values);
                }
            }
            let resolution =
                standings.iter().map(|at| at.map_or("none", |s| s.resolution.as_str()).to_owned()).collect();
            let place = &run.places[place];
            CouncilCourse { place: place.id.clone(), name: format!("{} council", place.name), seats, resolution }
        })
        .collect()
}

const ORDINALS: [&str; 5] = ["First", "Second", "Third", "Fourth", "Fifth"];

/// The congresses, from the table `congresses`.
pub(super) fn congresses(run: &RunData) -> Result<Vec<Congress>, Error> {
    let table = run.table("congresses", &["date", "number", "party", "share", "resolution"])?;
    let mut found: Vec<Congress> = Vec::new();
    for row in 0..table.len() {
        let day = table.days("date")[row];
        if run.index(day).is_none() {
            continue;
        }
        if found.last().is_none_or(|last| last.day != day) {
            let ordinal = (table.counts("number")[row] as usize).checked_sub(1).and_then(|nth| ORDINALS.get(nth));
            found.push(Congress {
                day,
                name: format!("{} congress of councils", ordinal.unwrap_or(&"Later")),
                shares: BTreeMap::new(),
                resolution: table.texts("resolution").get(row).to_owned(),
            });
        }
        let (party, share) = (table.texts("party").get(row), f64::from(table.reals("share")[row]));
        if let Some(congress) = found.last_mut().filter(|_| share > 0.0) {
            congress.shares.insert(party.to_owned(), Number(share));
        }
    }
    Ok(found)
}
