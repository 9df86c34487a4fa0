//! Events, elections and councils, row by row.

use std::collections::BTreeMap;

use engine::record::NO_COUNT;
use observables::today::Today;
use society::spec::{PlaceKind, Spec};
use society::tables::{Councils, Elections, Votes};
use words::{Names, Words};

use super::units::Followed;
use crate::pack::Pack;

/// A unit that is not among those followed.
const NOT_FOLLOWED: u16 = u16::MAX;

#[derive(Default)]
struct Happened {
    day: Vec<u16>,
    round: Vec<u8>,
    place: Vec<u16>,
    kind: Vec<u8>,
    size: Vec<f32>,
    importance: Vec<u8>,
    /// First cell of the unit that acts, or none.
    cell: Vec<u32>,
    party: Vec<u8>,
    result: Vec<u8>,
    text: Vec<u32>,
    cause: Vec<u32>,
    /// How the options of a choice were rated, which the page shows to whoever asks.
    ratings: Vec<u32>,
}

#[derive(Default)]
struct Ballots {
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
struct CouncilSeats {
    day: Vec<u16>,
    place: Vec<u16>,
    party: Vec<u8>,
    /// Workers', soldiers', peasants', co-opted.
    seats: [Vec<u16>; 4],
    resolution: Vec<u8>,
}

#[derive(Default)]
struct Congresses {
    day: Vec<u16>,
    party: Vec<u8>,
    share: Vec<f32>,
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
    events: Happened,
    elections: Ballots,
    councils: CouncilSeats,
    congresses: Congresses,
    texts: Texts,
    causes: Texts,
    ratings: Texts,
}

impl Happenings {
    pub(super) fn new(spec: &Spec) -> Happenings {
        Happenings {
            rural: spec.places.iter().map(|place| place.kind == PlaceKind::County).collect(),
            events: Happened::default(),
            elections: Ballots::default(),
            councils: CouncilSeats::default(),
            congresses: Congresses::default(),
            texts: Texts::default(),
            causes: Texts::default(),
            ratings: Texts::default(),
        }
    }

    pub(super) fn take(&mut self, day: usize, today: &Today<'_>, names: &Names) {
        let (day, record) = (day as u16, today.record);
        let words = Words::english();
        for event in &today.events {
            let told = words.event(event, names);
            let of = &mut self.events;
            of.day.push(day);
            of.round.push(event.round as u8);
            of.place.push(event.place as u16);
            of.kind.push(event.kind.code() as u8);
            of.cell.push(event.cell.unwrap_or(NO_COUNT));
            of.party.push(event.party.unwrap_or(u8::MAX));
            of.result.push(event.result.map_or(u8::MAX, |result| result.code() as u8));
            of.size.push(event.size.unwrap_or(0.0) as f32);
            of.importance.push(event.importance as u8);
            of.text.push(self.texts.code(&told.what));
            of.cause.push(self.causes.code(&told.because));
            of.ratings.push(self.ratings.code(&told.ratings));
        }
        let rows: Elections<'_> = record.of();
        let votes: Votes<'_> = record.of();
        let mut vote = 0;
        for row in 0..rows.len() {
            // Votes stand in the order of their elections.
            let first = vote;
            while vote < votes.len() && (votes.cell[vote], votes.kind[vote]) == (rows.cell[row], rows.kind[row]) {
                vote += 1;
            }
            if self.rural[usize::from(rows.place[row])] {
                continue;
            }
            let of = &mut self.elections;
            of.day.push(day);
            of.cell.push(rows.cell[row]);
            of.place.push(rows.place[row]);
            of.class.push(rows.class[row] as u8);
            of.kind.push(rows.kind[row] as u8);
            of.electors.push(rows.electors[row]);
            of.votes.push(rows.votes[row]);
            of.delegate.push(rows.delegate[row] as u8);
            of.seats.push(rows.seats[row] as u16);
            of.from.push(of.n.len() as u32);
            of.party.extend(votes.party[first..vote].iter().map(|party| *party as u8));
            of.n.extend(&votes.votes[first..vote]);
        }
        let rows: Councils<'_> = record.of();
        let sections = [rows.seats_workers, rows.seats_soldiers, rows.seats_peasants, rows.coopted];
        for row in (0..rows.len()).filter(|row| !self.rural[usize::from(rows.place[*row])]) {
            let of = &mut self.councils;
            of.day.push(day);
            of.place.push(rows.place[row]);
            of.party.push(rows.party[row] as u8);
            for (seats, column) in of.seats.iter_mut().zip(sections) {
                seats.push(column[row].min(u32::from(u16::MAX)) as u16);
            }
            of.resolution.push(rows.resolution[row] as u8);
        }
        let rows: society::tables::Congresses<'_> = record.of();
        for row in 0..rows.len() {
            self.congresses.day.push(day);
            self.congresses.party.push(rows.party[row] as u8);
            self.congresses.share.push(rows.share[row]);
            self.congresses.resolution.push(rows.resolution[row] as u8);
        }
    }

    /// Packs the columns; the texts of events, their causes, and the ratings of choices.
    pub(super) fn pack(mut self, pack: &mut Pack, followed: &Followed) -> [Vec<String>; 3] {
        let e = &self.events;
        pack.u16("event.day", &e.day);
        pack.u8("event.round", &e.round);
        pack.u16("event.place", &e.place);
        pack.u8("event.kind", &e.kind);
        pack.f32("event.size", &e.size);
        pack.u8("event.importance", &e.importance);
        pack.u8("event.party", &e.party);
        pack.u8("event.result", &e.result);
        pack.u32("event.text", &e.text);
        pack.u32("event.cause", &e.cause);
        pack.u32("event.ratings", &e.ratings);
        let unit = |cell: &u32| {
            let after = followed.cells.partition_point(|(first, _, _)| first <= cell);
            let last = after.checked_sub(1).map(|at| followed.cells[at]);
            last.filter(|(_, end, _)| cell < end).map_or(NOT_FOLLOWED, |(_, _, at)| at as u16)
        };
        let units: Vec<u16> = e.cell.iter().map(unit).collect();
        pack.u16("event.unit", &units);
        let e = &mut self.elections;
        e.from.push(e.n.len() as u32);
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
        let c = &self.congresses;
        pack.u16("congress.day", &c.day);
        pack.u8("congress.party", &c.party);
        pack.f32("congress.share", &c.share);
        pack.u8("congress.resolution", &c.resolution);
        [self.texts.list, self.causes.list, self.ratings.list]
    }
}
