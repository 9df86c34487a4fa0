//! Events, elections and councils, row by row.

use std::collections::BTreeMap;

use engine::record::Record;
use society::spec::{PlaceKind, Spec};
use society::tables::{COUNCILS, ELECTIONS, EVENTS};

use super::units::Followed;
use super::{counts, keys, reals, texts};
use crate::pack::Pack;

/// A unit that is not among those followed.
const NOT_FOLLOWED: u16 = u16::MAX;

#[derive(Default)]
struct Events {
    day: Vec<u16>,
    round: Vec<u8>,
    place: Vec<u16>,
    kind: Vec<u8>,
    size: Vec<f32>,
    importance: Vec<u8>,
    actor: Vec<u32>,
    cause: Vec<u32>,
}

#[derive(Default)]
struct Elections {
    day: Vec<u16>,
    cell: Vec<u32>,
    place: Vec<u16>,
    class: Vec<u8>,
    kind: Vec<u8>,
    electors: Vec<u32>,
    votes: Vec<u32>,
    delegate: Vec<u8>,
    seats: Vec<u16>,
    /// Where the votes of a row begin in `party` and `n`; one more at the end.
    from: Vec<u32>,
    party: Vec<u8>,
    n: Vec<u32>,
}

#[derive(Default)]
struct Councils {
    day: Vec<u16>,
    place: Vec<u16>,
    party: Vec<u8>,
    /// Workers', soldiers', peasants', co-opted.
    seats: [Vec<u16>; 4],
    resolution: Vec<u8>,
}

/// Texts, each kept once.
#[derive(Default)]
struct Texts {
    list: Vec<String>,
    at: BTreeMap<String, u32>,
}

impl Texts {
    fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.at.get(text) {
            return *code;
        }
        let code = self.list.len() as u32;
        self.list.push(text.to_owned());
        self.at.insert(text.to_owned(), code);
        code
    }
}

/// What happened.
pub(super) struct Happenings {
    /// Whether a place is a county.
    rural: Vec<bool>,
    events: Events,
    elections: Elections,
    councils: Councils,
    actors: Texts,
    causes: Texts,
}

impl Happenings {
    pub(super) fn new(spec: &Spec) -> Happenings {
        Happenings {
            rural: spec.places.iter().map(|place| place.kind == PlaceKind::County).collect(),
            events: Events::default(),
            elections: Elections::default(),
            councils: Councils::default(),
            actors: Texts::default(),
            causes: Texts::default(),
        }
    }

    pub(super) fn take(&mut self, day: usize, record: &Record) {
        let day = day as u16;
        let rows = &record.tables()[EVENTS];
        for row in 0..rows.len() {
            self.events.day.push(day);
            self.events.round.push(counts(rows, 1)[row] as u8);
            self.events.place.push(keys(rows, 2)[row]);
            self.events.kind.push(keys(rows, 3)[row] as u8);
            self.events.actor.push(self.actors.code(&texts(rows, 4)[row]));
            self.events.cause.push(self.causes.code(&texts(rows, 5)[row]));
            self.events.size.push(reals(rows, 6)[row]);
            self.events.importance.push(counts(rows, 7)[row] as u8);
        }
        let rows = &record.tables()[ELECTIONS];
        for row in (0..rows.len()).filter(|row| !self.rural[usize::from(keys(rows, 2)[*row])]) {
            let elections = &mut self.elections;
            elections.day.push(day);
            elections.cell.push(counts(rows, 1)[row]);
            elections.place.push(keys(rows, 2)[row]);
            elections.class.push(keys(rows, 3)[row] as u8);
            elections.kind.push(keys(rows, 4)[row] as u8);
            elections.electors.push(counts(rows, 5)[row]);
            elections.votes.push(counts(rows, 6)[row]);
            elections.delegate.push(keys(rows, 8)[row] as u8);
            elections.seats.push(counts(rows, 9)[row] as u16);
            elections.from.push(elections.n.len() as u32);
            for votes in texts(rows, 7)[row].split(' ') {
                if let Some((party, n)) = votes.split_once(':')
                    && let (Ok(party), Ok(n)) = (party.parse(), n.parse())
                {
                    elections.party.push(party);
                    elections.n.push(n);
                }
            }
        }
        let rows = &record.tables()[COUNCILS];
        for row in (0..rows.len()).filter(|row| !self.rural[usize::from(keys(rows, 1)[*row])]) {
            self.councils.day.push(day);
            self.councils.place.push(keys(rows, 1)[row]);
            self.councils.party.push(keys(rows, 2)[row] as u8);
            for (seats, column) in self.councils.seats.iter_mut().zip(3..7) {
                seats.push(counts(rows, column)[row].min(u32::from(u16::MAX)) as u16);
            }
            self.councils.resolution.push(keys(rows, 7)[row] as u8);
        }
    }

    /// Packs the columns; the texts of actors and causes.
    pub(super) fn pack(mut self, pack: &mut Pack, followed: &Followed) -> (Vec<String>, Vec<String>) {
        let e = &self.events;
        pack.u16("event.day", &e.day);
        pack.u8("event.round", &e.round);
        pack.u16("event.place", &e.place);
        pack.u8("event.kind", &e.kind);
        pack.f32("event.size", &e.size);
        pack.u8("event.importance", &e.importance);
        pack.u32("event.actor", &e.actor);
        pack.u32("event.cause", &e.cause);
        let e = &mut self.elections;
        e.from.push(e.n.len() as u32);
        let unit = |cell: &u32| {
            let after = followed.cells.partition_point(|(first, _, _)| first <= cell);
            let last = after.checked_sub(1).map(|at| followed.cells[at]);
            last.filter(|(_, end, _)| cell < end).map_or(NOT_FOLLOWED, |(_, _, at)| at as u16)
        };
        let units: Vec<u16> = e.cell.iter().map(unit).collect();
        pack.u16("election.day", &e.day);
        pack.u32("election.cell", &e.cell);
        pack.u16("election.unit", &units);
        pack.u16("election.place", &e.place);
        pack.u8("election.class", &e.class);
        pack.u8("election.kind", &e.kind);
        pack.u32("election.electors", &e.electors);
        pack.u32("election.votes", &e.votes);
        pack.u8("election.delegate", &e.delegate);
        pack.u16("election.seats", &e.seats);
        pack.u32("election.from", &e.from);
        pack.u8("election.party", &e.party);
        pack.u32("election.n", &e.n);
        let c = &self.councils;
        pack.u16("council.day", &c.day);
        pack.u16("council.place", &c.place);
        pack.u8("council.party", &c.party);
        for (name, seats) in ["workers", "soldiers", "peasants", "coopted"].iter().zip(&c.seats) {
            pack.u16(&format!("council.{name}"), seats);
        }
        pack.u8("council.resolution", &c.resolution);
        (self.actors.list, self.causes.list)
    }
}
