//! The tables a run writes, column by column. The names are promises to readers outside the project.

use engine::record::{ColumnDecl, ColumnKind, Domain, TableDecl};

/// Words of `elections.kind`.
pub const ELECTION_KINDS: [&str; 3] = ["first", "recall", "congress"];
/// Words of `councils.resolution`.
pub const RESOLUTIONS: [&str; 4] = ["none", "support", "oppose", "claim"];
/// Words of `national.scope`.
pub const SCOPES: [&str; 5] = ["national", "capital", "towns", "front", "villages"];
/// Words of `national.government`.
pub const GOVERNMENT_KINDS: [&str; 5] = ["autocracy", "provisional", "council", "dictatorship", "none"];
/// Words of `events.kind`.
pub const EVENT_KINDS: [&str; 28] = [
    "strike",
    "strike_end",
    "general_strike",
    "demonstration",
    "armed_demonstration",
    "shots",
    "arrests",
    "refusal",
    "mutiny",
    "council_founded",
    "council_majority",
    "resolution",
    "congress",
    "decision",
    "government_falls",
    "government_formed",
    "crisis",
    "policy",
    "offensive",
    "troops_sent",
    "troops_stopped",
    "troops_arrive",
    "party_line",
    "leader",
    "rising",
    "power_changes",
    "peasant_unrest",
    "march",
];

const fn column(name: &'static str, unit: &'static str, kind: ColumnKind, meaning: &'static str) -> ColumnDecl {
    ColumnDecl { name, unit, kind, meaning }
}

use ColumnKind::{Day as D, F32 as F, Key as K, Text as T, U32 as U};
const PLACE: ColumnKind = K(Domain::Place);
const CLASS: ColumnKind = K(Domain::Class);
const PARTY: ColumnKind = K(Domain::Party);

/// Position of `daily` in [`TABLES`].
pub const DAILY: usize = 0;
/// Position of `leanings` in [`TABLES`].
pub const LEANINGS: usize = 1;
/// Position of `councils` in [`TABLES`].
pub const COUNCILS: usize = 2;
/// Position of `elections` in [`TABLES`].
pub const ELECTIONS: usize = 3;
/// Position of `events` in [`TABLES`].
pub const EVENTS: usize = 4;
/// Position of `national` in [`TABLES`].
pub const NATIONAL: usize = 5;

/// Every table that grows with the days. `places` and `cells` are written once by the runner.
pub static TABLES: [TableDecl; 6] = [
    TableDecl {
        name: "daily",
        row: "date, place, class (towns, districts, fronts and bases daily; counties every seventh day)",
        columns: &[
            column("date", "day", D, "the day (Gregorian)"),
            column("place", "", PLACE, "leaf place"),
            column("class", "", CLASS, "class"),
            column("persons", "persons", U, "present, children included"),
            column("quiet", "persons", U, "adults neither striking, nor in the street, nor armed"),
            column(
                "on_strike",
                "persons",
                U,
                "adults on strike; soldiers who refuse; villagers who act against the estates",
            ),
            column("in_street", "persons", U, "adults in the street"),
            column("armed", "persons", U, "adults in the street under arms of their own"),
            column("dead", "persons", U, "killed since the start"),
            column("in_custody", "persons", U, "in custody"),
            column("grievance", "0..1", F, "mean grievance of adults"),
            column("trust", "0..1", F, "mean trust of adults in whoever governs"),
            column("power", "0..1", F, "mean attitude to power: 0 government, 1 councils"),
            column("follow_government", "persons", U, "adults whose cell follows the government"),
            column("follow_council", "persons", U, "adults whose cell follows a council"),
            column("follow_committee", "persons", U, "adults whose cell follows a public committee"),
            column("follow_nobody", "persons", U, "adults whose cell follows nobody"),
        ],
    },
    TableDecl {
        name: "leanings",
        row: "date (every seventh day), place, class, party",
        columns: &[
            column("date", "day", D, "the day (Gregorian)"),
            column("place", "", PLACE, "leaf place"),
            column("class", "", CLASS, "class"),
            column("party", "", PARTY, "party leaned to"),
            column("persons", "persons", U, "adults leaning to the party"),
            column("voters", "persons", U, "those of them convinced enough to vote"),
        ],
    },
    TableDecl {
        name: "councils",
        row: "date, place, party (the capital daily, others at their founding and every seventh day)",
        columns: &[
            column("date", "day", D, "the day (Gregorian)"),
            column("place", "", PLACE, "seat of the council"),
            column("party", "", PARTY, "party of the delegates"),
            column("seats_workers", "seats", U, "seats in the workers' section"),
            column("seats_soldiers", "seats", U, "seats in the soldiers' section"),
            column("seats_peasants", "seats", U, "seats in the peasants' section"),
            column("coopted", "seats", U, "members of the executive who were co-opted"),
            column("resolution", "", K(Domain::Words(&RESOLUTIONS)), "the council's resolution on power"),
        ],
    },
    TableDecl {
        name: "elections",
        row: "date, electing cell (the first of its constituency; for a congress, the first of the capital)",
        columns: &[
            column("date", "day", D, "the day (Gregorian)"),
            column("cell", "", U, "first cell of the constituency"),
            column("place", "", PLACE, "leaf place"),
            column("class", "", CLASS, "class"),
            column("kind", "", K(Domain::Words(&ELECTION_KINDS)), "why it was held"),
            column("electors", "persons", U, "adults who could vote"),
            column("votes", "persons", U, "adults who voted"),
            column("votes_by_party", "persons", T, "party number:votes, separated by blanks"),
            column("delegate", "", PARTY, "party of the delegate (none: non-party)"),
            column("seats", "seats", U, "seats filled"),
        ],
    },
    TableDecl {
        name: "events",
        row: "date, round, place",
        columns: &[
            column("date", "day", D, "the day (Gregorian)"),
            column("round", "0..3", U, "morning, afternoon, evening, night"),
            column("place", "", PLACE, "where"),
            column("kind", "", K(Domain::Words(&EVENT_KINDS)), "what"),
            column("actor", "", T, "who"),
            column("cause", "", T, "why, with the numbers; a decision lists its options and utilities"),
            column("size", "persons", F, "how many persons"),
            column("importance", "0..3", U, "3 national, 2 capital or great town, 1 town, 0 local"),
        ],
    },
    TableDecl {
        name: "national",
        row: "date, scope",
        columns: &[
            column("date", "day", D, "the day (Gregorian)"),
            column("scope", "", K(Domain::Words(&SCOPES)), "what is summed"),
            column("persons", "persons", U, "present, children included"),
            column("strikers", "persons", U, "workers on strike, in the street or armed"),
            column("in_street", "persons", U, "civilians in the street"),
            column("armed", "persons", U, "civilians under arms"),
            column("soldiers", "persons", U, "soldiers and sailors"),
            column("soldiers_refusing", "persons", U, "soldiers and sailors who refuse orders"),
            column("peasant_actions", "persons", U, "villagers who act against the estates"),
            column("dead", "persons", U, "killed in clashes since the start"),
            column("wounded", "persons", U, "wounded in clashes since the start"),
            column("in_custody", "persons", U, "in custody"),
            column("desertions", "persons", U, "soldiers who have left since the start"),
            column("authority_government", "share", F, "adults whose cell follows the government"),
            column("authority_council", "share", F, "adults whose cell follows a council"),
            column("authority_committee", "share", F, "adults whose cell follows a public committee"),
            column("authority_nobody", "share", F, "adults whose cell follows nobody"),
            column("dual_power_people", "0..1", F, "1 - |g - c| / (g + c), weighed by adults"),
            column("dual_power_arms", "0..1", F, "the same, weighed by persons under arms"),
            column("grievance", "0..1", F, "mean grievance of adults"),
            column("trust", "0..1", F, "mean trust of adults"),
            column("power", "0..1", F, "mean attitude to power"),
            column("councils", "councils", U, "councils that exist"),
            column("government", "", K(Domain::Words(&GOVERNMENT_KINDS)), "kind of government"),
            column("coalition", "", T, "parties in the government"),
            column("policy", "0..1", T, "share of each demand delivered, in the order of the demands"),
            column("crises", "crises", U, "crises of government since the start"),
        ],
    },
];
