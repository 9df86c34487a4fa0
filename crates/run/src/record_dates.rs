//! The record's dates of the year, looked up in the scenario's own list of events.

use engine::calendar::{Calendar, Day};
use scenario::{EventRow, Loaded};

/// Words by which the record's event is found, in the order of [`crate::worlds::DATES`].
const WORDS: [&str; 6] = [
    "214,000 on strike",
    "first sitting of the Soviet",
    "abdicates",
    "first coalition government",
    "Soviet adopts a Bolshevik resolution",
    "soviet power established",
];

/// When each of [`crate::worlds::DATES`] came in the record: the first event of the scenario's year in its capital that has
/// these words. `None` where the scenario's list has none.
pub fn of(loaded: &Loaded) -> [Option<Day>; 6] {
    events_of(loaded).map(|event| event.map(|event| event.day))
}

/// The events themselves.
pub fn events_of(loaded: &Loaded) -> [Option<&EventRow>; 6] {
    let capital = &loaded.spec.places[loaded.spec.capital].id;
    let year = |day: Day| day.ymd(Calendar::OldStyle).0;
    let is_near = |day: Day| year(day) == year(loaded.spec.start);
    WORDS.map(|words| loaded.events.iter().find(|e| e.place == *capital && is_near(e.day) && e.event.contains(words)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn agrees_with_the_year_1917() {
        let loaded = scenario::load_bundled("russia-1917").expect("it comes with the program");
        let dates = super::of(&loaded).map(|day| day.expect("the record has it").short_old_style());
        assert_eq!(dates[..3], ["24 Feb", "27 Feb", "2 Mar"]);
        assert_eq!(dates[5], "25 Oct");
    }
}
