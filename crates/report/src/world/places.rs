//! What is drawn on the map: authority, strikers and the leading party of the council, by place and week.

use std::collections::BTreeMap;

use super::councils::Councils;
use super::data::{Milestone, Number, Place, PlaceWeeks};
use run::Error;
use run::run_data::RunData;
use scenario::Display;

/// Sums by day and place; a day without rows for a place is empty.
pub(super) struct ByPlace {
    /// By day, then place: government, council, committee, nobody.
    authority: Vec<Vec<[u32; 4]>>,
    /// By day, then place: workers on strike, in the street or armed.
    strikers: Vec<Vec<u32>>,
}

/// The table of places, as the page has it: longitudes are those of the case's maps.
pub(super) fn list(run: &RunData, display: &Display) -> Vec<Place> {
    run.places
        .iter()
        .map(|place| Place {
            id: place.id.clone(),
            name: place.name.clone(),
            own_name: place.name_ru.clone(),
            kind: place.kind.word().to_owned(),
            parent: place.parent.map_or(String::new(), |parent| run.places[parent].id.clone()),
            lat: Number(f64::from(place.lat)),
            lon: Number(display.longitude(f64::from(place.lon))),
            people: place.population,
            unverified: place.unverified,
        })
        .collect()
}

/// Positions of the days for which every place is known: every seventh, from the first.
pub(super) fn weeks(run: &RunData) -> Vec<usize> {
    (0..run.n_days()).step_by(7).collect()
}

/// Weeks to be shown side by side: first and last, and those of the milestones.
pub(super) fn map_weeks(weeks: &[usize], milestones: &[Milestone], run: &RunData) -> Vec<usize> {
    let mut chosen = vec![0, weeks.len().saturating_sub(1)];
    for milestone in milestones {
        if let Some(index) = milestone.day.and_then(|day| run.index(day)) {
            // The first week after it, in which the map shows what it changed.
            chosen.push(weeks.partition_point(|&week| week <= index).min(weeks.len().saturating_sub(1)));
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Reads the table `daily`.
pub(super) fn read(run: &RunData) -> Result<ByPlace, Error> {
    let follow = ["follow_government", "follow_council", "follow_committee", "follow_nobody"];
    let mut columns = vec!["date", "place", "strikers"];
    columns.extend(follow);
    let table = run.table("daily", &columns)?;
    let places = run.places_of(table.texts("place"));
    let mut sums = ByPlace {
        authority: vec![vec![[0; 4]; run.places.len()]; run.n_days()],
        strikers: vec![vec![0; run.places.len()]; run.n_days()],
    };
    let followed = follow.map(|name| table.counts(name));
    let strikers = table.counts("strikers");
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        let leaf = places[table.texts("place").codes[row] as usize];
        for place in run.upwards(leaf) {
            for (sum, column) in sums.authority[day][place].iter_mut().zip(followed) {
                *sum += column[row];
            }
            sums.strikers[day][place] += strikers[row];
        }
    }
    Ok(sums)
}

impl ByPlace {
    /// For every place with rows, its weeks.
    pub fn weeks(&self, run: &RunData, weeks: &[usize], councils: &Councils) -> BTreeMap<String, PlaceWeeks> {
        let mut all = BTreeMap::new();
        for (index, place) in run.places.iter().enumerate() {
            let authority: Vec<Option<[u8; 4]>> = weeks.iter().map(|&day| shares(self.authority[day][index])).collect();
            if authority.iter().all(Option::is_none) {
                continue;
            }
            let strikers: Vec<u32> = weeks.iter().map(|&day| self.strikers[day][index]).collect();
            let seats = councils.of(run.town_of(index)).map(|council| {
                let leading = |day| council.leading(day).and_then(|party| i32::try_from(party).ok()).unwrap_or(-1);
                weeks.iter().map(|&day| leading(day)).collect()
            });
            let strikers = strikers.iter().any(|&n| n > 0).then_some(strikers);
            all.insert(place.id.clone(), PlaceWeeks { authority, strikers, seats });
        }
        all
    }
}

/// Shares of 255, so that a week of a place is four short numbers.
fn shares(persons: [u32; 4]) -> Option<[u8; 4]> {
    let total: f64 = persons.iter().copied().map(f64::from).sum();
    (total > 0.0).then(|| persons.map(|n| (255.0 * f64::from(n) / total).round() as u8))
}
