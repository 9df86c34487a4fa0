//! What the record asks of a world: one quantity, in one place, on one day or over some days.

use engine::calendar::Day;
use society::spec::{PlaceKind, Spec};

use crate::worlds::DATES;

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
    /// One of [`DATES`], by position; days since 1970.
    Date(usize),
}

/// The words of `measures.csv`, in the order in which they are explained there.
const WORDS: [(&str, Kind); 15] = [
    ("strikers", Kind::Strikers),
    ("in_street", Kind::InStreet),
    ("armed", Kind::Armed),
    ("soldiers_refusing", Kind::Refusing),
    ("dead", Kind::Dead),
    ("wounded", Kind::Wounded),
    ("desertions", Kind::Desertions),
    ("councils", Kind::Councils),
    ("council_founded", Kind::CouncilFounded),
    ("council_seats", Kind::CouncilSeats),
    ("council_seats_share", Kind::CouncilShare),
    ("congress_share", Kind::CongressShare),
    ("vote_share", Kind::VoteShare),
    ("peasant_actions", Kind::PeasantRatio),
    ("peasant_events", Kind::PeasantEvents),
];

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
    /// The kind that a word of `measures.csv` means, before its colon.
    pub fn of_word(word: &str) -> Option<Kind> {
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }

    /// How it is compared.
    pub fn measured(self) -> Measured {
        match self {
            Kind::CouncilFounded | Kind::Date(_) => Measured::Date,
            Kind::CouncilShare | Kind::CongressShare | Kind::VoteShare | Kind::PeasantRatio => Measured::Share,
            _ => Measured::Count,
        }
    }

    /// In words, for readers.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Strikers => "workers on strike, busiest day",
            Kind::StrikersSum => "strikers of the strikes that ended",
            Kind::InStreet => "people in the street, busiest day",
            Kind::Armed => "civilians under arms, busiest day",
            Kind::Refusing => "soldiers who refuse orders, busiest day",
            Kind::Dead => "killed in clashes",
            Kind::Wounded => "wounded in clashes",
            Kind::Desertions => "soldiers who left",
            Kind::Councils => "councils",
            Kind::CouncilFounded => "founding of the council",
            Kind::CouncilSeats => "delegates in the council",
            Kind::CouncilShare => "share of the council\u{2019}s delegates",
            Kind::CongressShare => "share of the congress\u{2019}s delegates",
            Kind::VoteShare => "share of the vote",
            Kind::PeasantRatio => "rural unrest of the month over March to June",
            Kind::PeasantEvents => "outbreaks of rural unrest",
            Kind::Date(i) => DATES[i],
        }
    }
}

/// Where a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Country,
    /// A place of the scenario with all that lies in it, by position.
    Place(usize),
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// What.
    pub kind: Kind,
    /// Where.
    pub scope: Scope,
    /// Of which party, where the kind has one.
    pub party: Option<usize>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Questions, each once, and what is needed to answer them.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    list: Vec<Question>,
}

impl Questions {
    /// The position of a question, which is put if it is new.
    pub(super) fn put(&mut self, question: Question) -> usize {
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
pub(super) fn upwards(spec: &Spec, place: usize) -> impl Iterator<Item = usize> + '_ {
    // Places are checked to hold no circle.
    std::iter::successors(Some(place), |at| spec.places[*at].parent)
}

/// The town a district belongs to; any other place itself.
pub(super) fn town_of(spec: &Spec, place: usize) -> usize {
    let here = &spec.places[place];
    match here.parent {
        Some(town) if here.kind == PlaceKind::District => town,
        _ => place,
    }
}
