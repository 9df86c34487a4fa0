//! What can be measured in a world, by the words of `claims.toml`.
//!
//! The numbers are those of the registry of observables.

use engine::calendar::Day;
use observables::dates::{DECLARED, Date};
use observables::summary;
use society::OutcomeKind;
pub use society::demand::DEMANDS;

/// Position in [`EVENTS`] of the line of a party's committee; before it stand the dates of a world, in their order.
pub const LINE: usize = DECLARED.len();

/// Events whose first day is kept: word, meaning.
pub const EVENTS: [(&str, &str); LINE + 1] = {
    let mut events = [("line", "the party's committee stands for power to the councils"); LINE + 1];
    let mut at = 0;
    while at < LINE {
        events[at] = (Date::WORDS[at], DECLARED[at].title);
        at += 1;
    }
    events
};

/// Position in [`SUMS`] of those who have deserted; before it stand the sums that are kept of every world.
pub const DESERTIONS: usize = summary::SUMS.len();

/// Sums over a world: word, meaning.
pub const SUMS: [(&str, &str); DESERTIONS + 1] = {
    let mut sums = [("desertions", "soldiers who have left by the end"); DESERTIONS + 1];
    let mut at = 0;
    while at < DESERTIONS {
        sums[at] = (summary::SUMS[at].name, summary::SUMS[at].meaning);
        at += 1;
    }
    sums
};

/// Daily series: word, title.
pub static SERIES: [(&str, &str); summary::SERIES.len()] = {
    let mut series = [("", ""); summary::SERIES.len()];
    let mut at = 0;
    while at < series.len() {
        series[at] = (summary::SERIES[at].name, summary::SERIES[at].title);
        at += 1;
    }
    series
};

/// Shares at a certain moment: word, meaning.
pub const LEVELS: [(&str, &str); 3] = [
    ("garrison_after_30_days", "the capital's soldiers and sailors who follow a council 30 days after it is founded"),
    ("garrison_at_end", "the capital's soldiers and sailors who follow a council at the end"),
    ("first_delegates_of_no_party", "delegates of no party, of all elected for the first time by works and units"),
];

/// Whose delegates: word, meaning.
pub const BODIES: [(&str, &str); 4] = [
    ("capital", "in the capital's council"),
    ("capital-workers", "in the workers' section of the capital's council"),
    ("capital-soldiers", "in the soldiers' section of the capital's council"),
    ("others", "in all other councils outside the villages"),
];

/// The patterns, by their short names.
pub const PATTERNS: [&str; 8] = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"];

/// An event of [`EVENTS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// Position in [`EVENTS`].
    pub index: usize,
    /// The party, for `line`.
    pub party: Option<usize>,
}

/// What is measured in each world.
#[derive(Clone, PartialEq, Debug)]
pub enum Measure {
    /// Whether the world ended so. Share of worlds.
    Outcome(Vec<OutcomeKind>),
    /// Whether a government of these kinds stands at the end: positions in [`society::tables::GOVERNMENT_KINDS`]. Share of worlds.
    Government(Vec<usize>),
    /// Whether a pattern held. Share of worlds.
    Pattern(usize),
    /// Whether an event had come by a day. Share of worlds.
    By(Event, Day),
    /// Whether an event came within so many days of another, or before it. Share of worlds.
    Within(Event, Event, u32),
    /// Days from the start, or from another event, to an event; what never came counts as the day after the last.
    Date(Event, Option<Event>),
    /// Days between the first and the ninth tenth of the worlds' dates of an event.
    Spread(Event),
    /// A sum over the world.
    Sum(usize),
    /// Mean of a daily series from one day to another.
    Series(usize, Day, Day),
    /// Share of delegates of these parties in a body, at the last weekly count up to a day (or the last of all), less that of
    /// another day.
    Delegates {
        /// Which parties.
        parties: Vec<usize>,
        /// Position in [`BODIES`].
        of: usize,
        /// The day; the end where there is none.
        on: Option<Day>,
        /// The day whose share is taken away.
        less: Option<Day>,
    },
    /// Share of strikes that ended in a window and had one of these demands, less that of another window.
    Strikes {
        /// Positions in [`DEMANDS`].
        demands: Vec<usize>,
        /// First and last day.
        during: (Day, Day),
        /// First and last day of the window whose share is taken away.
        less: (Day, Day),
    },
    /// Share of these parties among the country's adults convinced enough to vote for one, at the end.
    Votes(Vec<usize>),
    /// Days from the week in which half of the leanings of the capital's works and units are with these parties to the week
    /// in which half of its delegates are; each counts as the day after the last where it never comes.
    Lag(Vec<usize>),
    /// A share of [`LEVELS`].
    Level(usize),
}

impl Measure {
    /// Whether it is a change already, though it is of one arm.
    pub fn is_change(&self) -> bool {
        matches!(self, Measure::Delegates { less: Some(_), .. } | Measure::Strikes { .. })
    }

    /// Whether it is so or not in each world: the estimate is then a share of worlds.
    pub fn is_share_of_worlds(&self) -> bool {
        use Measure::{By, Government, Outcome, Pattern, Within};
        matches!(self, Outcome(_) | Government(_) | Pattern(_) | By(..) | Within(..))
    }

    /// Whether its values are shares from 0 to 1, told in per cent and points.
    pub fn is_share(&self) -> bool {
        let is_share_of_people = match self {
            Measure::Delegates { .. } | Measure::Strikes { .. } | Measure::Votes(_) | Measure::Level(_) => true,
            Measure::Series(series, ..) => summary::SERIES[*series].unit.starts_with("share"),
            _ => false,
        };
        is_share_of_people || self.is_share_of_worlds()
    }

    /// The unit of a number that is no share.
    pub fn unit(&self) -> &'static str {
        match self {
            Measure::Date(..) | Measure::Spread(_) | Measure::Lag(_) => "days",
            Measure::Sum(i) if summary::SUMS.get(*i).is_some_and(|sum| sum.unit == "days") => "days",
            _ => "",
        }
    }
}

/// A word in `measure =`, with its keys.
#[derive(Clone, Copy, Debug)]
pub struct MeasureKind {
    /// The word.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [&'static str],
    /// What it is, in a line.
    pub about: &'static str,
}

/// Every measure.
pub const MEASURES: [MeasureKind; 14] = [
    MeasureKind { name: "outcome", keys: &["outcomes"], about: "share of worlds that end so" },
    MeasureKind { name: "government", keys: &["kinds"], about: "share of worlds governed so at the end" },
    MeasureKind { name: "pattern", keys: &["pattern"], about: "share of worlds in which a pattern holds" },
    MeasureKind {
        name: "by",
        keys: &["event", "party", "day"],
        about: "share of worlds in which an event has come by a day",
    },
    MeasureKind {
        name: "within",
        keys: &["event", "party", "since", "days"],
        about: "share of worlds in which an event comes within so many days of another",
    },
    MeasureKind {
        name: "date",
        keys: &["event", "party", "since"],
        about: "days from the start, or another event, to an event",
    },
    MeasureKind {
        name: "spread",
        keys: &["event", "party"],
        about: "days between the first and the ninth tenth of an event's dates",
    },
    MeasureKind { name: "sum", keys: &["sum", "relative"], about: "a sum over the world" },
    MeasureKind {
        name: "series",
        keys: &["series", "from", "until", "relative"],
        about: "mean of a daily series over a window",
    },
    MeasureKind {
        name: "delegates",
        keys: &["parties", "of", "on", "less"],
        about: "share of delegates of parties on a day, or its change from another day",
    },
    MeasureKind {
        name: "strikes",
        keys: &["demands", "from", "until", "less_from", "less_until"],
        about: "share of strikes with certain demands in a window, less that of another window",
    },
    MeasureKind {
        name: "votes",
        keys: &["parties"],
        about: "share of parties among those convinced enough to vote, at the end",
    },
    MeasureKind {
        name: "lag",
        keys: &["parties"],
        about: "days by which the capital's delegates turn later than its works and units, cut off after some weeks",
    },
    MeasureKind { name: "level", keys: &["level"], about: "a share at a certain moment" },
];
