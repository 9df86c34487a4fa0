//! Days on which something comes for the first time: the dates and turning points of a world.

use engine::calendar::Day;
use society::events::{Actor, EventKind, EventResult};
use society::spec::Spec;
use society::tables::{Councils, Daily, National};

use crate::today::{Today, in_capital};

engine::words! {
    /// A date of a world.
    pub enum Date {
        /// Half of the capital's workers are out.
        GeneralStrike = "general_strike",
        /// The capital's council is founded.
        Council = "council",
        /// The regime of the start falls.
        Fall = "fall",
        /// The first parties of the council join a government.
        Coalition = "coalition",
        /// The capital's council claims power.
        Claim = "claim",
        /// Power passes to the councils.
        Transfer = "transfer",
        /// Three in ten of the capital's workers are out.
        Wave = "wave",
        /// The first shots in the capital.
        Shots = "shots",
        /// Half of the capital's soldiers and sailors refuse orders.
        Refusal = "refusal",
        /// The first strike of five thousand in the capital.
        FirstStrike = "first_strike",
        /// The first congress of councils meets.
        Congress = "congress",
        /// The first offensive at the front.
        Offensive = "offensive",
        /// The first crowd under arms, or the first rising, in the capital.
        Rising = "rising",
    }
}

/// What a date is.
#[derive(Clone, Copy, Debug)]
pub struct DateDecl {
    /// Which.
    pub date: Date,
    /// What happens on it, a sentence without its full stop.
    pub title: &'static str,
    /// How it is found.
    pub meaning: &'static str,
}

/// Titles of all dates, in the order of [`Date`].
pub const DATES: [&str; Date::ALL.len()] = {
    let mut titles = [""; Date::ALL.len()];
    let mut at = 0;
    while at < titles.len() {
        titles[at] = DECLARED[at].title;
        at += 1;
    }
    titles
};

/// Dates with which the record's are compared in a score. The others are told beside the record's and not scored.
pub const SCORED: [Date; 6] =
    [Date::GeneralStrike, Date::Council, Date::Fall, Date::Coalition, Date::Claim, Date::Transfer];

/// Smallest strike that is the first of [`Date::FirstStrike`], persons. A choice of presentation.
const LARGE_STRIKE: f64 = 5000.0;

const fn declared(date: Date, title: &'static str, meaning: &'static str) -> DateDecl {
    DateDecl { date, title, meaning }
}

/// Every date, in the order of [`Date`].
pub const DECLARED: [DateDecl; Date::ALL.len()] = [
    declared(
        Date::GeneralStrike,
        "half of the capital's workers are out",
        "first day on which half of the workers of the capital's districts strike, are in the street or under arms",
    ),
    declared(Date::Council, "the capital's council is founded", "the event of the founding of the capital's council"),
    declared(Date::Fall, "the old regime falls", "the event of its fall"),
    declared(
        Date::Coalition,
        "first coalition with parties of the council",
        "first event of a government that a party of the council joined",
    ),
    declared(
        Date::Claim,
        "the capital's council claims power",
        "first day on which the capital's council has the resolution to claim power",
    ),
    declared(Date::Transfer, "power passes to the councils", "the event by which power passes to the councils"),
    declared(Date::Wave, "30 % of the capital's workers are out", "as for half, at three in ten"),
    declared(Date::Shots, "first shots in the capital", "first event of shots at a crowd in the capital"),
    declared(
        Date::Refusal,
        "half of the capital's soldiers and sailors refuse orders",
        "first day on which half of the soldiers and sailors of the capital refuse orders",
    ),
    declared(
        Date::FirstStrike,
        "first large strike in the capital",
        "first event of a strike of 5,000 or more at one works, or of a general strike, in the capital",
    ),
    declared(Date::Congress, "first congress of councils", "first event of a congress of councils"),
    declared(Date::Offensive, "first offensive at the front", "first event of an order to attack"),
    declared(
        Date::Rising,
        "first armed rising in the capital",
        "first event of a crowd under arms in the capital, or of a rising there",
    ),
];

/// Shares of the capital's workers who are out, and of its soldiers who refuse, at which a date is reached.
const HALF: f64 = 0.5;
const WAVE: f64 = 0.3;
/// Line on power from which a committee stands for the councils, as the events have it.
const FOR_COUNCILS: f64 = 0.5;

/// The dates of a world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dates {
    found: [Option<Day>; Date::ALL.len()],
    /// By party, the first day on which its committee stands for power to the councils.
    pub lines: Vec<Option<Day>>,
}

impl Dates {
    /// The day of a date; `None` where it has not come.
    pub fn get(&self, date: Date) -> Option<Day> {
        self.found[date as usize]
    }

    /// All of them, in the order of [`Date`].
    pub fn in_order(&self) -> [Option<Day>; Date::ALL.len()] {
        self.found
    }

    fn comes(&mut self, date: Date, day: Day) {
        self.found[date as usize].get_or_insert(day);
    }
}

/// Workers of the capital who are out, of all at liberty, by place.
#[derive(Clone, Debug, Default)]
pub struct WorkersOut {
    /// Out, and all, by place.
    pub places: Vec<(f64, f64)>,
}

impl WorkersOut {
    /// Out and all of the capital.
    pub fn sums(&self) -> (f64, f64) {
        (self.places.iter().map(|place| place.0).sum(), self.places.iter().map(|place| place.1).sum())
    }

    /// Share of the capital's workers who are out.
    pub fn share(&self) -> f64 {
        let (out, all) = self.sums();
        if all > 0.0 { out / all } else { 0.0 }
    }
}

/// Finds the dates of a world day by day.
pub struct DateObserver {
    capital: usize,
    in_capital: Vec<bool>,
    workers: Vec<bool>,
    dates: Dates,
}

impl DateObserver {
    /// An observer of worlds of this scenario.
    pub fn new(spec: &Spec) -> DateObserver {
        let line = |line: f64| (line >= FOR_COUNCILS).then_some(spec.start);
        let lines = spec.parties.iter().map(|party| line(party.power_line)).collect();
        DateObserver {
            capital: spec.capital,
            in_capital: in_capital(spec),
            workers: spec.classes.iter().map(|class| class.does.strike()).collect(),
            dates: Dates { lines, ..Dates::default() },
        }
    }

    /// The dates so far.
    pub fn dates(&self) -> &Dates {
        &self.dates
    }

    /// How many of the capital's workers are out on a day.
    pub fn workers_out(&self, daily: &Daily<'_>) -> WorkersOut {
        let mut places: Vec<(u16, (f64, f64))> = Vec::new();
        for row in 0..daily.len() {
            let place = daily.place[row];
            if !self.in_capital[usize::from(place)] || !self.workers[usize::from(daily.class[row])] {
                continue;
            }
            let out = f64::from(daily.strikers[row]);
            let all = out + f64::from(daily.quiet[row]);
            match places.last_mut() {
                Some((last, sums)) if *last == place => *sums = (sums.0 + out, sums.1 + all),
                _ => places.push((place, (out, all))),
            }
        }
        WorkersOut { places: places.into_iter().map(|(_, sums)| sums).collect() }
    }

    /// Looks at a day; `out` is what [`DateObserver::workers_out`] says of it.
    pub fn day(&mut self, today: &Today<'_>, out: &WorkersOut) {
        let day = today.day;
        let share = out.share();
        if share >= WAVE {
            self.dates.comes(Date::Wave, day);
        }
        if share >= HALF {
            self.dates.comes(Date::GeneralStrike, day);
        }
        let national: National<'_> = today.record.of();
        let (soldiers, refusing) = (f64::from(national.soldiers[1]), f64::from(national.refusing[1]));
        if soldiers > 0.0 && refusing >= HALF * soldiers {
            self.dates.comes(Date::Refusal, day);
        }
        let councils: Councils<'_> = today.record.of();
        let claims = |row: usize| usize::from(councils.place[row]) == self.capital && councils.resolution[row] == CLAIM;
        if (0..councils.len()).any(claims) {
            self.dates.comes(Date::Claim, day);
        }
        for event in &today.events {
            let here = self.in_capital[event.place as usize];
            let date = match event.kind {
                EventKind::Shots if here => Date::Shots,
                EventKind::CouncilFounded if event.place as usize == self.capital => Date::Council,
                EventKind::GovernmentFalls => Date::Fall,
                EventKind::GovernmentFormed if event.result == Some(EventResult::Joined) => Date::Coalition,
                EventKind::PowerChanges if event.actor == Actor::Councils => Date::Transfer,
                EventKind::Strike if here && event.size.is_some_and(|size| size >= LARGE_STRIKE) => Date::FirstStrike,
                EventKind::GeneralStrike if here => Date::FirstStrike,
                EventKind::Congress => Date::Congress,
                EventKind::Offensive => Date::Offensive,
                EventKind::ArmedDemonstration | EventKind::Rising if here => Date::Rising,
                // The event is of a line that crosses the mark; a party whose line was above it has its day already.
                EventKind::PartyLine => {
                    if let Some(party) = event.party {
                        self.dates.lines[usize::from(party)].get_or_insert(day);
                    }
                    continue;
                }
                _ => continue,
            };
            self.dates.comes(date, day);
        }
    }
}

/// The resolution to claim power, a position in [`society::tables::RESOLUTIONS`].
const CLAIM: u16 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_dates_are_declared_in_their_order() {
        assert!(DECLARED.iter().enumerate().all(|(at, declared)| declared.date as usize == at));
        assert_eq!(society::tables::RESOLUTIONS[usize::from(CLAIM)], "claim");
    }
}
