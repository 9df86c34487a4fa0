//! What the record asks of a world: one quantity, in one place, on one day or over some days.

use engine::calendar::{Calendar, Day};
use engine::record::Row as _;
use society::events::EventKind;
use society::spec::{PlaceKind, Spec};
use society::tables::{
    CongressRow, CouncilRow, DailyRow, ElectionRow, EventFactRow, EventOptionRow, EventRow, LeaningRow, NationalRow,
};

use crate::dates::{DATES, Date};
use crate::quantity::{self, QUANTITIES, Quantity};

/// A quantity that a world can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Workers out on the busiest day of the question; persons.
    Strikers,
    /// The same counted as factory inspectors did: of every strike of 100 or more that ended within the days, the most
    /// persons who took part on a day, summed; persons.
    StrikersSum,
    /// Civilians in the street or under arms on the busiest day of a fortnight about the question's; persons.
    InStreet,
    /// Civilians under arms on the busiest day of such a fortnight; persons.
    Armed,
    /// Soldiers and sailors who refuse orders on the busiest day; persons.
    Refusing,
    /// Killed in clashes within the days; persons.
    Dead,
    /// Wounded in clashes within the days; persons.
    Wounded,
    /// Soldiers who left within the days; persons.
    Desertions,
    /// Councils that exist on the last day.
    Councils,
    /// The day on which the place's council is founded; days since 1970.
    CouncilFounded,
    /// Delegates of a party in the place's council on the last day.
    CouncilSeats,
    /// A party's share of them.
    CouncilShare,
    /// A party's share of the delegates with a party, at the last congress of councils until the last day.
    CongressShare,
    /// A party's share of those convinced enough to vote, at the last weekly count until the last day.
    VoteShare,
    /// Person-days of villagers who act within the days, over those from March to June.
    PeasantRatio,
    /// Beginnings of unrest in villages within the days, as far as a newspaper would have told of them.
    PeasantEvents,
    /// Adults convinced enough to vote, of all adults, at the last weekly count until the last day.
    Turnout,
    /// Adults convinced enough to vote for a party, or for any, at the last weekly count until the last day; persons.
    VotesCast,
    /// Votes of the elections to councils within the days, of those who could vote in them.
    CouncilTurnout,
    /// Events of a kind within the days.
    Events(EventKind),
    /// The first event of a kind in a fortnight to either side of the days; days since 1970, with the hour as a part of a day.
    FirstEvent(EventKind),
    /// A date of the year; days since 1970.
    Date(Date),
}

/// What stands after the colon of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Nothing: it is asked for no party.
    Nothing,
    /// A party, or several with `+` between them.
    Party,
    /// The same, or nothing for all parties.
    AnyParty,
    /// A kind of event, as `tauride list events` has them.
    Event,
}

/// How the values of several days become one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// The highest day.
    Highest,
    /// The sum over the days.
    Sum,
    /// What a count since the start adds within the days.
    Gain,
    /// The last value up to the last day.
    Last,
    /// The first day on which it is so.
    FirstDay,
}

impl Reduction {
    /// In words, for readers.
    pub fn words(self) -> &'static str {
        match self {
            Reduction::Highest => "highest day",
            Reduction::Sum => "sum over the days",
            Reduction::Gain => "increase within the days",
            Reduction::Last => "last value up to the last day",
            Reduction::FirstDay => "first day",
        }
    }
}

/// What the record may ask of a world.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Its kind.
    pub kind: Kind,
    /// Identifier in `measures.csv`.
    pub id: &'static str,
    /// Title for readers.
    pub title: &'static str,
    /// Unit of the answer.
    pub unit: &'static str,
    /// The number of a day behind it, a position in [`QUANTITIES`], where it is one.
    pub quantity: Option<usize>,
    /// What stands after its colon.
    pub after: After,
    /// Whether it can be asked of some classes alone.
    pub by_class: bool,
    /// What a share is of; empty where it is no share.
    pub of: &'static str,
    /// Days to either side of the observation in which it is looked for.
    pub about: i32,
    /// How the days become one answer.
    pub over: Reduction,
}

const fn number(kind: Kind, id: &'static str, quantity: usize, title: &'static str, over: Reduction) -> Asked {
    let unit = QUANTITIES[quantity].unit;
    Asked {
        kind,
        id,
        title,
        unit,
        quantity: Some(quantity),
        after: After::Nothing,
        by_class: QUANTITIES[quantity].daily.is_some(),
        of: "",
        about: 0,
        over,
    }
}

const fn other(kind: Kind, id: &'static str, title: &'static str, unit: &'static str, over: Reduction) -> Asked {
    Asked { kind, id, title, unit, quantity: None, after: After::Nothing, by_class: false, of: "", about: 0, over }
}

const fn share(kind: Kind, id: &'static str, title: &'static str, of: &'static str) -> Asked {
    Asked { after: After::Party, of, ..other(kind, id, title, "share", Reduction::Last) }
}

/// Days to either side in which a crowd is looked for: the world has crowds, but nothing in it knows on which day of a
/// fortnight one is called.
pub const ABOUT: i32 = 7;

/// Everything that the record may ask, in the order in which it is explained.
pub static ASKED: [Asked; 21] = [
    number(Kind::Strikers, "strikers", quantity::STRIKERS, "workers on strike, busiest day", Reduction::Highest),
    other(Kind::StrikersSum, "strikers_ended", "strikers of the strikes that ended", "persons", Reduction::Sum),
    Asked {
        about: ABOUT,
        ..number(
            Kind::InStreet,
            "in_street",
            quantity::IN_STREET,
            "people in the street, busiest day",
            Reduction::Highest,
        )
    },
    Asked {
        about: ABOUT,
        ..number(
            Kind::Armed,
            "under_arms",
            quantity::UNDER_ARMS,
            "civilians under arms, busiest day",
            Reduction::Highest,
        )
    },
    number(
        Kind::Refusing,
        "refusing",
        quantity::REFUSING,
        "soldiers who refuse orders, busiest day",
        Reduction::Highest,
    ),
    number(Kind::Dead, "dead", quantity::DEAD, "killed in clashes", Reduction::Gain),
    number(Kind::Wounded, "wounded", quantity::WOUNDED, "wounded in clashes", Reduction::Gain),
    number(Kind::Desertions, "desertions", quantity::DESERTIONS, "soldiers who left", Reduction::Gain),
    number(Kind::Councils, "councils", quantity::COUNCILS, "councils", Reduction::Last),
    other(Kind::CouncilFounded, "council_founded", "founding of the council", "day", Reduction::FirstDay),
    Asked {
        after: After::Party,
        ..other(Kind::CouncilSeats, "council_seats", "delegates in the council", "seats", Reduction::Last)
    },
    share(
        Kind::CouncilShare,
        "council_seats_share",
        "share of the council\u{2019}s delegates",
        "all delegates of the council, those of no party included",
    ),
    share(
        Kind::CongressShare,
        "congress_share",
        "share of the congress\u{2019}s delegates",
        "the delegates with a party at the last congress until the last day",
    ),
    Asked {
        by_class: true,
        ..share(
            Kind::VoteShare,
            "vote_share",
            "share of the vote",
            "adults convinced enough to vote for a party, at the last weekly count until the last day",
        )
    },
    Asked {
        of: "the person-days from March to June",
        ..other(
            Kind::PeasantRatio,
            "peasant_actions",
            "rural unrest of the month over March to June",
            "ratio",
            Reduction::Sum,
        )
    },
    other(Kind::PeasantEvents, "peasant_events", "outbreaks of rural unrest", "events", Reduction::Sum),
    Asked {
        of: "adults",
        by_class: true,
        ..other(Kind::Turnout, "turnout", "turnout: adults convinced enough to vote", "share", Reduction::Last)
    },
    Asked {
        after: After::AnyParty,
        by_class: true,
        ..other(Kind::VotesCast, "votes_cast", "adults convinced enough to vote", "persons", Reduction::Last)
    },
    Asked {
        of: "those who could vote in the elections to councils within the days",
        by_class: true,
        ..other(Kind::CouncilTurnout, "council_turnout", "turnout of elections to councils", "share", Reduction::Sum)
    },
    Asked {
        after: After::Event,
        ..other(Kind::Events(ANY_EVENT), "events", "events of a kind", "events", Reduction::Sum)
    },
    Asked {
        after: After::Event,
        about: SOUGHT,
        ..other(Kind::FirstEvent(ANY_EVENT), "first_event", "first event of a kind", "day", Reduction::FirstDay)
    },
];

/// Stands in the list for every kind of event.
const ANY_EVENT: EventKind = EventKind::ALL[0];

/// Days to either side of an observation in which the first event of a kind is looked for.
pub const SOUGHT: i32 = 14;

/// The hour in the middle of a round of the day: morning, afternoon, evening, and the night after.
pub fn hour_of(round: u32) -> f64 {
    9.0 + 6.0 * f64::from(round)
}

/// The axis and the unit in which a kind of quantity is scored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// A count, compared as a ratio.
    Count,
    /// A share or a ratio near it.
    Share,
    /// A day, compared in days; what never came is put at the end of the scenario.
    Date,
}

impl Kind {
    /// The kind that an identifier of `measures.csv` means, before its colon.
    pub fn of_word(word: &str) -> Option<Kind> {
        ASKED.iter().find(|asked| asked.id == word).map(|asked| asked.kind)
    }

    /// What is declared of it; `None` for a date, which [`crate::dates`] declares.
    pub fn asked(self) -> Option<&'static Asked> {
        let listed = match self {
            Kind::Events(_) => Kind::Events(ANY_EVENT),
            Kind::FirstEvent(_) => Kind::FirstEvent(ANY_EVENT),
            kind => kind,
        };
        ASKED.iter().find(|asked| asked.kind == listed)
    }

    /// The same kind for this kind of event, where it asks for events.
    pub fn of_event(self, event: EventKind) -> Kind {
        match self {
            Kind::Events(_) => Kind::Events(event),
            Kind::FirstEvent(_) => Kind::FirstEvent(event),
            kind => kind,
        }
    }

    /// The number of a day behind it, where it is one.
    pub fn quantity(self) -> Option<&'static Quantity> {
        self.asked()?.quantity.map(|at| &QUANTITIES[at])
    }

    /// Unit of the answer.
    pub fn unit(self) -> &'static str {
        self.asked().map_or("day", |asked| asked.unit)
    }

    /// Its identifier: that of `measures.csv`, or `date:` and the date.
    pub fn id(self) -> String {
        match self {
            Kind::Date(date) => format!("date:{}", date.word()),
            Kind::Events(event) => format!("events:{}", event.word()),
            Kind::FirstEvent(event) => format!("first_event:{}", event.word()),
            kind => kind.asked().map_or_else(String::new, |asked| asked.id.to_owned()),
        }
    }

    /// How it is compared.
    pub fn measured(self) -> Measured {
        match self {
            Kind::CouncilFounded | Kind::Date(_) | Kind::FirstEvent(_) => Measured::Date,
            Kind::CouncilShare | Kind::CongressShare | Kind::VoteShare | Kind::PeasantRatio => Measured::Share,
            Kind::Turnout | Kind::CouncilTurnout => Measured::Share,
            _ => Measured::Count,
        }
    }

    /// In words, for readers.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Date(date) => DATES[date as usize],
            kind => kind.asked().map_or("", |asked| asked.title),
        }
    }
}

/// Where a question is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Country,
    /// Places of the scenario with all that lies in them, by position, each once and in order.
    Places(Vec<usize>),
}

impl Scope {
    /// The place, where it is one.
    pub fn place(&self) -> Option<usize> {
        match self {
            Scope::Places(places) if places.len() == 1 => Some(places[0]),
            _ => None,
        }
    }

    /// Whether a place with these holders, itself among them, lies in it.
    pub fn holds(&self, mut upwards: impl Iterator<Item = usize>) -> bool {
        match self {
            Scope::Country => true,
            Scope::Places(places) => upwards.any(|at| places.contains(&at)),
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// What.
    pub kind: Kind,
    /// Where.
    pub scope: Scope,
    /// Of which parties together, where the kind has any.
    pub parties: Vec<usize>,
    /// The parties that a share is of; all that the kind counts where none is named.
    pub among: Vec<usize>,
    /// Of which classes alone; of all where none is named.
    pub classes: Vec<usize>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Question {
    /// A question of no party and no class.
    pub fn plain(kind: Kind, scope: Scope, from: Day, to: Day) -> Question {
        Question { kind, scope, parties: Vec::new(), among: Vec::new(), classes: Vec::new(), from, to }
    }

    /// The question in identifiers: the same text wherever the same is asked of the same scenario.
    pub fn text(&self, spec: &Spec) -> String {
        let places = match &self.scope {
            Scope::Country => "all".to_owned(),
            Scope::Places(places) => listed(places, |at| &spec.places[at].id),
        };
        let parties = |of: &[usize]| listed(of, |at| &spec.parties[at].id);
        format!(
            "{} places={places} parties={} among={} classes={} days={}..{}",
            self.kind.id(),
            parties(&self.parties),
            parties(&self.among),
            listed(&self.classes, |at| &spec.classes[at].id),
            self.from.0,
            self.to.0
        )
    }

    /// The quantity whose sums over the rows of `daily` answer it; nothing where another table or a scope of `national` does.
    pub fn daily_quantity(&self, capital: usize) -> Option<usize> {
        let at = self.kind.asked()?.quantity.filter(|at| QUANTITIES[*at].daily.is_some())?;
        let is_national =
            self.classes.is_empty() && (self.scope == Scope::Country || self.scope.place() == Some(capital));
        (!is_national).then_some(at)
    }

    /// The tables of a world, by position, from whose rows it is answered; none where a date of the year is the answer.
    pub fn tables(&self, capital: usize) -> &'static [usize] {
        const NATIONAL: [usize; 1] = [NationalRow::TABLE];
        const DAILY: [usize; 1] = [DailyRow::TABLE];
        const EVENTS: [usize; 3] = [EventRow::TABLE, EventFactRow::TABLE, EventOptionRow::TABLE];
        const CONGRESSES: [usize; 1] = [CongressRow::TABLE];
        const COUNCILS: [usize; 1] = [CouncilRow::TABLE];
        const LEANINGS: [usize; 1] = [LeaningRow::TABLE];
        const ELECTIONS: [usize; 1] = [ElectionRow::TABLE];
        match self.kind {
            Kind::Date(_) => &[],
            Kind::StrikersSum | Kind::PeasantEvents | Kind::CouncilFounded | Kind::Events(_) | Kind::FirstEvent(_) => {
                &EVENTS
            }
            Kind::CongressShare => &CONGRESSES,
            Kind::CouncilSeats | Kind::CouncilShare => &COUNCILS,
            Kind::VoteShare | Kind::Turnout | Kind::VotesCast => &LEANINGS,
            Kind::CouncilTurnout => &ELECTIONS,
            _ if self.daily_quantity(capital).is_some() => &DAILY,
            _ => &NATIONAL,
        }
    }
}

fn listed<'a>(positions: &[usize], id: impl Fn(usize) -> &'a String) -> String {
    positions.iter().map(|at| id(*at).as_str()).collect::<Vec<_>>().join("+")
}

/// Questions, each once, and what is needed to answer them.
#[derive(Clone, Debug)]
pub struct Questions {
    list: Vec<Question>,
    calendar: Calendar,
}

impl Questions {
    /// None yet, about a case whose months are of this calendar.
    pub fn of(calendar: Calendar) -> Questions {
        Questions { list: Vec::new(), calendar }
    }

    /// The calendar that months are of.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The position of a question, which is put if it is new.
    pub fn put(&mut self, question: Question) -> usize {
        if let Some(at) = self.list.iter().position(|known| *known == question) {
            return at;
        }
        self.list.push(question);
        self.list.len() - 1
    }

    /// All of them; an answer has the position of its question.
    pub fn list(&self) -> &[Question] {
        &self.list
    }
}

/// The place and all that hold it, from the inside out.
pub fn upwards(spec: &Spec, place: usize) -> impl Iterator<Item = usize> + '_ {
    // Places are checked to hold no circle.
    std::iter::successors(Some(place), |at| spec.places[*at].parent)
}

/// The town a district belongs to; any other place itself.
pub fn town_of(spec: &Spec, place: usize) -> usize {
    let here = &spec.places[place];
    town_that_holds(place, here.kind, here.parent)
}

/// The same of a place whose kind and holder are known from elsewhere, such as the tables of a run.
pub fn town_that_holds(place: usize, kind: PlaceKind, parent: Option<usize>) -> usize {
    match parent {
        Some(town) if kind == PlaceKind::District => town,
        _ => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_only_a_district_belongs_to_a_town() {
        assert_eq!(town_that_holds(7, PlaceKind::District, Some(3)), 3);
        assert_eq!(town_that_holds(7, PlaceKind::District, None), 7);
        assert_eq!(town_that_holds(7, PlaceKind::County, Some(3)), 7);
    }

    #[test]
    fn law_every_kind_is_declared_once() {
        for asked in &ASKED {
            assert_eq!(Kind::of_word(asked.id), Some(asked.kind));
            assert!(!asked.by_class || asked.after != After::Event, "{}", asked.id);
            assert_eq!(ASKED.iter().filter(|other| other.kind == asked.kind).count(), 1, "{}", asked.id);
            assert_eq!(asked.of.is_empty(), asked.unit != "share" && asked.unit != "ratio", "{}", asked.id);
        }
    }
}
