//! A day's rows, with its events read once for all who look on.

use engine::calendar::Day;
use engine::record::Record;
use society::events::Event;
use society::spec::{PlaceKind, Spec};

/// Days between two counts of council seats that are kept.
pub const WEEK: i32 = 7;

/// What a day left.
pub struct Today<'a> {
    /// The day.
    pub day: Day,
    /// Its rows.
    pub record: &'a Record,
    /// Its events.
    pub events: Vec<Event>,
}

impl<'a> Today<'a> {
    /// The day that a record holds.
    pub fn of(day: Day, record: &'a Record) -> Today<'a> {
        Today { day, record, events: Event::of_day(record) }
    }
}

/// For each place, whether it lies in the capital or is the capital itself; counties around it do not.
pub(crate) fn in_capital(spec: &Spec) -> Vec<bool> {
    (0..spec.places.len())
        .map(|place| {
            // Places are checked to hold no circle.
            let mut holders = std::iter::successors(Some(place), |at| spec.places[*at].parent);
            spec.places[place].kind != PlaceKind::County && holders.any(|at| at == spec.capital)
        })
        .collect()
}
