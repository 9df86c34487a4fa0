//! The tables a run writes, column by column. The names are promises to readers outside the project.
//!
//! A row in each of them is a fact: codes, counts and reals. The acting are counted by what they do, in the same words in
//! every table, so that sums over `daily` are those of `national`:
//!
//! | column | who is counted |
//! |---|---|
//! | `strikers` | workers on strike, in the street or under arms |
//! | `refusing` | soldiers and sailors who refuse orders (police and cadets are not counted) |
//! | `peasant_actions` | villagers who act against the estates |
//! | `demonstrating` | civilians of towns in the street without arms |
//! | `under_arms` | civilians of towns in the street under arms of their own |
//! | `arms` | arms that civilians of towns have of their own, in the street or at home |

use crate::decide::{DECISION_KEYS, OPTIONS};
use crate::demand::DEMANDS;
use crate::events::{Actor, EventKind, EventResult, Fact};
use crate::inputs::{PlaceKind, Section};
use crate::powers::{GovernmentKind, Resolution};
use engine::record::{Domain, Row, TableDecl};

/// Words of `elections.kind`: electors elect for the first time; electors recall; councils send to a congress; delegates of no
/// party join a fraction, and nobody votes.
pub const ELECTION_KINDS: [&str; 4] = ["first", "recall", "congress", "fraction"];
/// Words of `councils.resolution`.
pub const RESOLUTIONS: [&str; Resolution::ALL.len()] = Resolution::WORDS;
/// Words of `national.scope`.
pub const SCOPES: [&str; 5] = ["national", "capital", "towns", "front", "villages"];
/// Words of `national.government`.
pub const GOVERNMENT_KINDS: [&str; GovernmentKind::ALL.len()] = GovernmentKind::WORDS;
/// Words of `events.kind`.
pub const EVENT_KINDS: [&str; EventKind::ALL.len()] = EventKind::WORDS;

engine::table! {
    /// Persons by place and class, day by day. Rows of counties stand for a week each: whoever adds up days weighs each row
    /// by `days`, whoever adds up places takes a day on which all are there, or the table `national`.
    pub struct Daily / DailyRow at 0 in "daily",
        "date, place, class (towns, districts, fronts and bases daily; counties every seventh day, for the days until the \
         next: sums over days are sums of value times days, sums over all places are those of a seventh day)"
    {
        date: day, "day", "the day (Gregorian)";
        place: key(Domain::Place), "", "leaf place";
        class: key(Domain::Class), "", "class";
        days: count, "days", "days that the row stands for, from its own on: 1, for a county 7 or those left; multiply by it before adding up days";
        persons: count, "persons", "present, children included";
        quiet: count, "persons", "adults at liberty who do none of what follows";
        strikers: count, "persons", "workers on strike, in the street or under arms";
        refusing: count, "persons", "soldiers and sailors who refuse orders (police and cadets are not counted)";
        peasant_actions: count, "persons", "villagers who act against the estates";
        demonstrating: count, "persons", "civilians of towns in the street without arms; workers among them are strikers too";
        under_arms: count, "persons", "civilians of towns in the street under arms; workers among them are strikers too";
        arms: count, "arms", "arms that civilians of towns have of their own, in the street or at home";
        dead: count, "persons", "killed in clashes since the start";
        in_custody: count, "persons", "in custody";
        grievance: real, "0..1", "mean grievance of adults";
        trust: real, "0..1", "mean belief of adults that the authority that rules will meet the demands";
        power: real, "0..1", "who should hold power in the eyes of adults: 0 the government, 1 the councils; a half, and half of what the belief in the councils is above that in the government";
        follow_government: count, "persons", "adults whose cell follows the government";
        follow_council: count, "persons", "adults whose cell follows a council";
        follow_committee: count, "persons", "adults whose cell follows a public committee";
        follow_nobody: count, "persons", "adults whose cell follows nobody";
    }
}

engine::table! {
    /// Persons by the party that they lean to.
    pub struct Leanings / LeaningRow at 1 in "leanings", "date (every seventh day), place, class, party" {
        date: day, "day", "the day (Gregorian)";
        place: key(Domain::Place), "", "leaf place";
        class: key(Domain::Class), "", "class";
        party: key(Domain::Party), "", "party leaned to";
        persons: count, "persons", "adults leaning to the party";
        voters: count, "persons", "those of them convinced enough to vote";
    }
}

engine::table! {
    /// Delegates of councils.
    pub struct Councils / CouncilRow at 2 in "councils",
        "date, place, party (the capital daily, others at their founding and every seventh day)"
    {
        date: day, "day", "the day (Gregorian)";
        place: key(Domain::Place), "", "seat of the council";
        party: key(Domain::Party), "", "party of the delegates";
        seats_workers: count, "seats", "seats in the workers' section";
        seats_soldiers: count, "seats", "seats in the soldiers' section";
        seats_peasants: count, "seats", "seats in the peasants' section";
        coopted: count, "seats", "members of the executive who were co-opted";
        resolution: key(Domain::Words(&RESOLUTIONS)), "", "the council's resolution on power";
    }
}

engine::table! {
    /// Elections, one row each; the votes stand in `votes`.
    pub struct Elections / ElectionRow at 3 in "elections",
        "date, electing cell (the first of its constituency; for a congress, the first of the capital)"
    {
        date: day, "day", "the day (Gregorian)";
        cell: count, "", "first cell of the constituency";
        place: key(Domain::Place), "", "leaf place";
        class: key(Domain::Class), "", "class";
        kind: key(Domain::Words(&ELECTION_KINDS)), "", "why it was held";
        electors: count, "persons", "adults who could vote";
        votes: count, "persons", "adults who voted";
        delegate: key(Domain::Party), "", "party of most of its delegates (none: non-party); all of them stand in votes";
        seats: count, "seats", "seats filled";
    }
}

engine::table! {
    /// Votes of elections by party; `date`, `cell` and `kind` say of which.
    pub struct Votes / VoteRow at 4 in "votes", "date, electing cell, kind of election, party" {
        date: day, "day", "the day (Gregorian)";
        cell: count, "", "first cell of the constituency, as in elections.cell";
        kind: key(Domain::Words(&ELECTION_KINDS)), "", "why the election was held";
        party: key(Domain::Party), "", "party voted for";
        votes: count, "persons", "adults who voted for it; at a congress, delegates in 1,000";
        seats: count, "seats", "delegates of the party that the constituency has from now on";
    }
}

engine::table! {
    /// Congresses of councils.
    pub struct Congresses / CongressRow at 5 in "congresses", "date, party" {
        date: day, "day", "the day (Gregorian)";
        number: count, "", "the how manieth congress";
        party: key(Domain::Party), "", "party of the delegates (none: non-party)";
        share: real, "share", "delegates of the party, of all delegates";
        resolution: key(Domain::Words(&RESOLUTIONS)), "", "the congress's resolution on power";
    }
}

engine::table! {
    /// What happened; the numbers of an event stand in `event_facts`, the options of a choice in `event_options`.
    pub struct Events / EventRow at 6 in "events", "date, number of the event on its day" {
        date: day, "day", "the day (Gregorian)";
        nth: count, "", "number of the event among those of the day, from 0 on";
        round: count, "0..3", "morning, afternoon, evening, night";
        place: key(Domain::Place), "", "where";
        kind: key(Domain::Words(&EventKind::WORDS)), "", "what";
        actor: key(Domain::Words(&Actor::WORDS)), "", "who";
        party: key_or_none(Domain::Party), "", "the party that acts or is meant";
        class: key_or_none(Domain::Class), "", "class of the unit that acts";
        cell: count_or_none, "", "first cell of the unit that acts, as in the table cells";
        leader: key_or_none(Domain::Leader), "", "the leader who begins to work";
        demand: key_or_none(Domain::Words(&DEMANDS)), "", "what a strike is for";
        result: key_or_none(Domain::Words(&EventResult::WORDS)), "", "what it came to";
        decision: key_or_none(Domain::Words(&DECISION_KEYS)), "", "the decision taken";
        option: key_or_none(Domain::Words(&OPTIONS)), "", "the option taken";
        parties: set(Domain::Party), "", "parties in the government that is formed";
        size: real_or_none, "persons; delegates of a council or congress; members of a party", "how many";
        importance: count, "0..3", "3 national, 2 capital or great town, 1 town, 0 local";
    }
}

engine::table! {
    /// Numbers of events; `date` and `nth` say of which.
    pub struct EventFacts / EventFactRow at 7 in "event_facts", "date, number of the event on its day, fact" {
        date: day, "day", "the day (Gregorian)";
        nth: count, "", "number of the event among those of the day, as in events.nth";
        fact: key(Domain::Words(&Fact::WORDS)), "", "what is told; `tauride list events` has the unit of each";
        value: real, "by fact", "the number";
    }
}

engine::table! {
    /// Options that were weighed; `date` and `nth` say for which event.
    pub struct EventOptions / EventOptionRow at 8 in "event_options", "date, number of the event on its day, option" {
        date: day, "day", "the day (Gregorian)";
        nth: count, "", "number of the event among those of the day, as in events.nth";
        option: key(Domain::Words(&OPTIONS)), "", "an option";
        utility: real, "utility, about -1..1", "what the actor expected of it";
        taken: count, "0 or 1", "whether it was taken";
    }
}

engine::table! {
    /// Sums over the country and parts of it.
    pub struct National / NationalRow at 9 in "national", "date, scope" {
        date: day, "day", "the day (Gregorian)";
        scope: key(Domain::Words(&SCOPES)), "", "what is summed";
        persons: count, "persons", "present, children included";
        adults: count, "persons", "adults present";
        strikers: count, "persons", "workers on strike, in the street or under arms";
        refusing: count, "persons", "soldiers and sailors who refuse orders (police and cadets are not counted)";
        peasant_actions: count, "persons", "villagers who act against the estates";
        demonstrating: count, "persons", "civilians of towns in the street without arms";
        under_arms: count, "persons", "civilians of towns in the street under arms of their own";
        arms: count, "arms", "arms that civilians of towns have of their own, in the street or at home";
        soldiers: count, "persons", "soldiers and sailors";
        dead: count, "persons", "killed in clashes since the start";
        wounded: count, "persons", "wounded in clashes since the start";
        in_custody: count, "persons", "in custody";
        desertions: count, "persons", "soldiers who have left since the start";
        authority_government: real, "share", "adults whose cell follows the government";
        authority_council: real, "share", "adults whose cell follows a council";
        authority_committee: real, "share", "adults whose cell follows a public committee";
        authority_nobody: real, "share", "adults whose cell follows nobody";
        dual_power_people: real, "0..1", "1 - |g - c| / (g + c), weighed by adults";
        dual_power_arms: real, "0..1", "the same, weighed by persons under arms";
        grievance: real, "0..1", "mean grievance of adults";
        trust: real, "0..1", "mean belief of adults that the authority that rules will meet the demands";
        power: real, "0..1", "who should hold power in the eyes of adults: 0 the government, 1 the councils; a half, and half of what the belief in the councils is above that in the government";
        councils: count, "councils", "councils that exist";
        government: key(Domain::Words(&GOVERNMENT_KINDS)), "", "kind of government";
        coalition: set(Domain::Party), "", "parties in the government";
        policy_bread: real, "0..1", "share of the demand for bread delivered";
        policy_peace: real, "0..1", "share of the demand for peace delivered";
        policy_land: real, "0..1", "share of the demand for land delivered";
        policy_hours: real, "0..1", "share of the demand for hours and conditions delivered";
        policy_liberty: real, "0..1", "share of the demand for liberty delivered";
        policy_nation: real, "0..1", "share of the demand for national rights delivered";
        crises: count, "crises", "crises of government since the start";
    }
}

/// Every table that grows with the days.
pub static TABLES: [TableDecl; 10] = [
    DailyRow::DECL,
    LeaningRow::DECL,
    CouncilRow::DECL,
    ElectionRow::DECL,
    VoteRow::DECL,
    CongressRow::DECL,
    EventRow::DECL,
    EventFactRow::DECL,
    EventOptionRow::DECL,
    NationalRow::DECL,
];

engine::table! {
    /// What identifiers of places mean.
    pub struct Places / PlaceRow at 0 in "places", "place" {
        number: count, "", "position of the place in the scenario";
        id: text, "", "identifier, as in the other tables";
        name: label, "", "name in English";
        name_ru: label, "", "name in the language of the place, or empty";
        kind: key(Domain::Words(&PlaceKind::WORDS)), "", "kind of place";
        parent: key_or_none(Domain::Place), "", "identifier of the place that holds this one";
        lat: real, "degrees", "latitude";
        lon: real, "degrees", "longitude";
        population: count, "persons", "persons at the start, children and contained places included";
        unverified: count, "0 or 1", "whether a number of the place is unverified";
    }
}

engine::table! {
    /// What numbers of cells mean.
    pub struct Cells / CellRow at 1 in "cells", "cell" {
        cell: count, "", "position of the cell, as in elections.cell and events.cell";
        place: key(Domain::Place), "", "leaf place";
        class: key(Domain::Class), "", "class";
        name: label, "", "name of the works, regiment or ship, or empty";
        persons: count, "persons", "persons at the start, children included";
    }
}

engine::table! {
    /// What identifiers of classes mean.
    pub struct Classes / ClassRow at 2 in "classes", "class" {
        number: count, "", "position of the class in the scenario";
        id: text, "", "identifier, as in the other tables";
        name: label, "", "name in English";
        role: text, "", "what its members are, in a word";
        section: key_or_none(Domain::Words(&Section::WORDS)), "", "section of a council that it elects to";
    }
}

engine::table! {
    /// What identifiers of parties mean.
    pub struct Parties / PartyRow at 3 in "parties", "party" {
        number: count, "", "position of the party in the scenario; 0 is no party";
        id: text, "", "identifier, as in the other tables";
        name: label, "", "name in English";
        short: label, "", "short name";
        line: real, "-1..1", "who should hold power at the start: -1 government alone, 1 the councils";
    }
}

engine::table! {
    /// The state at the start, before anything of the first day: persons by place and class, in the words of `daily`.
    pub struct Start / StartRow at 4 in "start", "place, class" {
        place: key(Domain::Place), "", "leaf place";
        class: key(Domain::Class), "", "class";
        persons: count, "persons", "present, children included";
        arms: count, "arms", "arms that civilians of towns have of their own, in the street or at home";
        in_custody: count, "persons", "in custody";
        grievance: real, "0..1", "mean grievance of adults";
        trust: real, "0..1", "mean belief of adults that the authority that rules will meet the demands";
        power: real, "0..1", "who should hold power in the eyes of adults: 0 the government, 1 the councils; a half, and half of what the belief in the councils is above that in the government";
        follow_government: count, "persons", "adults whose cell follows the government";
        follow_council: count, "persons", "adults whose cell follows a council";
        follow_committee: count, "persons", "adults whose cell follows a public committee";
        follow_nobody: count, "persons", "adults whose cell follows nobody";
    }
}

/// The tables that are written once, at the start: what the other tables' identifiers mean, and the state from which the first
/// day goes on.
pub static STANDING: [TableDecl; 5] = [PlaceRow::DECL, CellRow::DECL, ClassRow::DECL, PartyRow::DECL, StartRow::DECL];

/// Position of `daily` in [`TABLES`].
pub const DAILY: usize = DailyRow::TABLE;
/// Position of `leanings` in [`TABLES`].
pub const LEANINGS: usize = LeaningRow::TABLE;
/// Position of `councils` in [`TABLES`].
pub const COUNCILS: usize = CouncilRow::TABLE;
/// Position of `elections` in [`TABLES`].
pub const ELECTIONS: usize = ElectionRow::TABLE;
/// Position of `events` in [`TABLES`].
pub const EVENTS: usize = EventRow::TABLE;
/// Position of `national` in [`TABLES`].
pub const NATIONAL: usize = NationalRow::TABLE;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_every_table_stands_where_its_rows_say() {
        let at = [
            DailyRow::TABLE,
            LeaningRow::TABLE,
            CouncilRow::TABLE,
            ElectionRow::TABLE,
            VoteRow::TABLE,
            CongressRow::TABLE,
            EventRow::TABLE,
            EventFactRow::TABLE,
            EventOptionRow::TABLE,
            NationalRow::TABLE,
        ];
        assert_eq!(at.to_vec(), (0..TABLES.len()).collect::<Vec<_>>());
    }

    #[test]
    fn law_what_is_counted_in_two_tables_has_one_definition() {
        let mut shared = 0;
        for column in StartRow::DECL.columns {
            let twin = DailyRow::DECL.columns.iter().find(|c| c.name == column.name).expect("a column of `daily`");
            assert_eq!((twin.unit, twin.meaning), (column.unit, column.meaning), "{}", column.name);
        }
        for column in DailyRow::DECL.columns {
            let twin = NationalRow::DECL.columns.iter().find(|c| c.name == column.name);
            let brief = |meaning: &'static str| meaning.split(';').next().unwrap_or_default();
            if let Some(twin) = twin {
                assert_eq!(
                    (twin.unit, brief(twin.meaning).replace(" of their own", "")),
                    (column.unit, brief(column.meaning).replace(" of their own", "")),
                    "{}",
                    column.name
                );
                shared += 1;
            }
        }
        assert!(shared > 8);
    }
}
