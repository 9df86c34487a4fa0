//! The record's dates of the year: rows of the scenario's list of events that name a date by its identifier.

use engine::calendar::Day;
use observables::dates::Date;
use scenario::{EventRow, Loaded};

/// When each of the dates came in the record, in the order of [`Date`]; `None` where no row of the scenario names it.
pub fn of(loaded: &Loaded) -> [Option<Day>; Date::ALL.len()] {
    Date::ALL.map(|date| event_of(loaded, date).map(|event| event.day))
}

/// The event of the record that is a date.
pub fn event_of(loaded: &Loaded, date: Date) -> Option<&EventRow> {
    loaded.events.iter().find(|event| event.observable.as_deref() == Some(date.word()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn agrees_with_the_year_1917() {
        let loaded = scenario::load_bundled("russia-1917").expect("it comes with the program");
        let dates = super::of(&loaded).map(|day| day.map(|day| day.short(loaded.calendar)));
        let dates: Vec<&str> = dates.iter().map(|day| day.as_deref().unwrap_or("none")).collect();
        assert_eq!(dates[..6], ["24 Feb", "27 Feb", "2 Mar", "5 May", "31 Aug", "25 Oct"]);
    }
}
