//! Everything that is measured on a world, in one list: what `tauride list observables` prints.

use crate::dates::{DECLARED, SCORED};
use crate::patterns::DEFINITIONS;
use crate::quantity::{Course, QUANTITIES};
use crate::question::{ASKED, After};
use crate::summary::SUMS;

/// An observable: something that is measured on a world, with all that one has to know to read its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observable {
    /// Identifier, the same wherever it is named.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// What is measured and how, in a sentence.
    pub meaning: String,
    /// Unit.
    pub unit: &'static str,
    /// By what it may be broken down: country, scope, place, party.
    pub by: &'static str,
    /// What a share is of; empty where it is no share.
    pub denominator: &'static str,
    /// The days that it is of.
    pub window: String,
    /// How the values of several days become one.
    pub reduction: &'static str,
    /// Who reads it.
    pub family: Family,
}

/// Families of observables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// A number of every day.
    Daily,
    /// What the record asks.
    Record,
    /// A day on which something comes for the first time.
    Date,
    /// A sum over the world.
    Sum,
    /// A pattern.
    Pattern,
}

impl Family {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Family::Daily => "daily",
            Family::Record => "record",
            Family::Date => "date",
            Family::Sum => "sum",
            Family::Pattern => "pattern",
        }
    }
}

/// Every observable.
pub fn all() -> Vec<Observable> {
    let daily = QUANTITIES.iter().map(|quantity| Observable {
        id: format!("daily:{}", quantity.id),
        title: quantity.title.to_owned(),
        meaning: quantity.meaning.to_owned(),
        unit: quantity.unit,
        by: if quantity.daily.is_some() { "scope or place" } else { "scope" },
        denominator: if quantity.unit == "share of adults" { "adults of the scope" } else { "" },
        window: "each day".to_owned(),
        reduction: match quantity.course {
            Course::OfTheDay => "none",
            Course::SinceTheStart => "count since the start",
        },
        family: Family::Daily,
    });
    let record = ASKED.iter().map(|asked| Observable {
        id: asked.id.to_owned(),
        title: asked.title.to_owned(),
        meaning: asked.quantity.map_or_else(String::new, |at| QUANTITIES[at].meaning.to_owned()),
        unit: asked.unit,
        by: match (asked.after, asked.by_class) {
            (After::Party | After::AnyParty, true) => "place, party, class",
            (After::Party | After::AnyParty, false) => "place, party",
            (After::Event, _) => "country or place, kind of event",
            (After::Nothing, true) => "country or place, class",
            (After::Nothing, false) => "country or place",
        },
        denominator: asked.of,
        window: match asked.about {
            0 => "the days of the observation".to_owned(),
            days => format!("the days of the observation and {days} to either side"),
        },
        reduction: asked.over.words(),
        family: Family::Record,
    });
    let dates = DECLARED.iter().map(|declared| Observable {
        id: format!("date:{}", declared.date.word()),
        title: declared.title.to_owned(),
        meaning: declared.meaning.to_owned(),
        unit: "day",
        by: "country",
        denominator: "",
        window: if SCORED.contains(&declared.date) { "the whole world; scored" } else { "the whole world" }.to_owned(),
        reduction: "first day",
        family: Family::Date,
    });
    let sums = SUMS.iter().map(|sum| Observable {
        id: format!("sum:{}", sum.name),
        title: sum.meaning.to_owned(),
        meaning: String::new(),
        unit: sum.unit,
        by: "country",
        denominator: "",
        window: "the whole world".to_owned(),
        reduction: if sum.is_of_last_day { "last day" } else { "sum over the days" },
        family: Family::Sum,
    });
    let patterns = DEFINITIONS.iter().map(|definition| Observable {
        id: format!("pattern:{}", definition.id),
        title: definition.statement.to_owned(),
        meaning: definition.measured.to_owned(),
        unit: definition.unit,
        by: "country",
        denominator: "",
        window: "the whole world".to_owned(),
        reduction: "holds or not, and by how much",
        family: Family::Pattern,
    });
    daily.chain(record).chain(dates).chain(sums).chain(patterns).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_identifiers_are_there_once() {
        let all = all();
        for observable in &all {
            assert_eq!(all.iter().filter(|other| other.id == observable.id).count(), 1, "{}", observable.id);
            assert!(!observable.title.is_empty() && !observable.unit.is_empty(), "{}", observable.id);
        }
    }
}
