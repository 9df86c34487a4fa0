//! The year as typed columns, day by day.
//!
//! A film is fed with each day's rows and the society behind them. Shares are bytes (255 is one), persons are real persons,
//! whatever the scale. What is written down only every seventh day stands until the next row.
//!
//! | columns | one value for each |
//! |---|---|
//! | `map.*` | day, then place (all places, those that hold others included) |
//! | `national.*` | scope, then day |
//! | `council.*` | row of the table `councils`, villages left out |
//! | `election.*` | row of the table `elections`, villages left out; `election.party` and `.n` hold the votes |
//! | `event.*` | row of the table `events` |
//! | `votes.share` | polled place, day, party: share of the votes that would be cast for lists |
//! | `unit.*` | unit that is followed, then day; `unit.why_*` are the terms of the person's rule |

mod happenings;
mod map;
mod units;

use engine::digest::hex;
use engine::record::Record;
use run::world::World;
use scenario::Loaded;
use serde_json::{Value, json};
use society::spec::Spec;
use society::tables::{National, SCOPES};
use words::{Names, Words};

use crate::pack::Pack;
use crate::request::Request;
use happenings::Happenings;
use map::Map;
use units::Units;

/// A column of `national` in the film: its name, and its value in a row.
type Number = (&'static str, fn(&National<'_>, usize) -> f32);

/// The columns of `national` that the film holds.
const NUMBERS: [Number; 22] = [
    ("persons", |t, row| t.persons[row] as f32),
    ("adults", |t, row| t.adults[row] as f32),
    ("strikers", |t, row| t.strikers[row] as f32),
    ("refusing", |t, row| t.refusing[row] as f32),
    ("peasant_actions", |t, row| t.peasant_actions[row] as f32),
    ("demonstrating", |t, row| t.demonstrating[row] as f32),
    ("under_arms", |t, row| t.under_arms[row] as f32),
    ("soldiers", |t, row| t.soldiers[row] as f32),
    ("dead", |t, row| t.dead[row] as f32),
    ("wounded", |t, row| t.wounded[row] as f32),
    ("in_custody", |t, row| t.in_custody[row] as f32),
    ("desertions", |t, row| t.desertions[row] as f32),
    ("authority_government", |t, row| t.authority_government[row]),
    ("authority_council", |t, row| t.authority_council[row]),
    ("authority_committee", |t, row| t.authority_committee[row]),
    ("authority_nobody", |t, row| t.authority_nobody[row]),
    ("dual_power_people", |t, row| t.dual_power_people[row]),
    ("dual_power_arms", |t, row| t.dual_power_arms[row]),
    ("grievance", |t, row| t.grievance[row]),
    ("trust", |t, row| t.trust[row]),
    ("power", |t, row| t.power[row]),
    ("councils", |t, row| t.councils[row] as f32),
];

/// A world's year on its way.
pub struct Film {
    n_days: usize,
    map: Map,
    units: Units,
    happenings: Happenings,
    /// By column, scope, day.
    national: Vec<Vec<Vec<f32>>>,
    governments: Vec<Value>,
    /// What the last entry of `governments` says, without its day: kind, parties, hundredths delivered of each demand.
    last_government: Option<(u16, u32, [u8; 6])>,
    names: Names,
}

impl Film {
    /// Nothing yet, of this society.
    pub fn new(loaded: &Loaded, world: &World<'_>) -> Film {
        let spec = world.spec();
        Film {
            n_days: 0,
            map: Map::new(loaded),
            units: Units::choose(spec, world.society()),
            happenings: Happenings::new(spec),
            national: vec![vec![Vec::new(); SCOPES.len()]; NUMBERS.len()],
            governments: Vec::new(),
            last_government: None,
            names: Names::of(spec, world.society()),
        }
    }

    /// Takes in the day that has just been simulated.
    pub fn take(&mut self, world: &World<'_>) {
        let (spec, record) = (world.spec(), world.record());
        self.map.take(spec, record);
        self.units.take(spec, world.society());
        self.happenings.take(self.n_days, record, &self.names);
        self.national(spec, record);
        self.n_days += 1;
    }

    fn national(&mut self, spec: &Spec, record: &Record) {
        let rows: National<'_> = record.of();
        for (series, (_, value)) in self.national.iter_mut().zip(NUMBERS) {
            for (row, scope) in rows.scope.iter().enumerate() {
                series[usize::from(*scope)].push(value(&rows, row));
            }
        }
        let Some(row) = rows.scope.iter().position(|scope| *scope == 0) else { return };
        let delivers = [
            rows.policy_bread,
            rows.policy_peace,
            rows.policy_land,
            rows.policy_hours,
            rows.policy_liberty,
            rows.policy_nation,
        ];
        let now =
            (rows.government[row], rows.coalition[row], delivers.map(|column| (column[row] * 100.0).round() as u8));
        if self.last_government != Some(now) {
            let (kind, coalition, delivers) = now;
            let parties = spec.parties.iter().enumerate().filter(|(party, _)| coalition & (1 << party) != 0);
            self.governments.push(json!({
                "day": self.n_days,
                "kind": society::tables::GOVERNMENT_KINDS[usize::from(kind)],
                "coalition": parties.map(|(_, party)| party.id.as_str()).collect::<Vec<_>>(),
                "delivers": delivers.map(|percent| f64::from(percent) / 100.0),
            }));
            self.last_government = Some(now);
        }
    }

    /// The whole film as a piece of memory; see [`crate::pack`].
    pub fn finish(self, request: &Request, loaded: &Loaded, world: &World<'_>) -> Vec<u8> {
        let mut pack = Pack::new();
        let polled = self.map.pack(&mut pack);
        let units = self.units.pack(&mut pack, &loaded.spec);
        let (texts, causes) = self.happenings.pack(&mut pack, &units);
        for (series, (name, _)) in self.national.iter().zip(NUMBERS) {
            pack.f32(&format!("national.{name}"), &series.concat());
        }
        let (counts, outcome) = (world.society().counts(), world.outcome());
        let start = loaded.spec.start;
        let meta = json!({
            "request": request.json(),
            "scenario": loaded.id,
            "version": env!("CARGO_PKG_VERSION"),
            "content": loaded.content_hash,
            "start": start.0,
            "days": self.n_days,
            "digest": hex(world.digest()),
            "outcome": { "kind": outcome.kind.word(), "day": outcome.date.since(start) },
            "persons": counts.persons,
            "modelled": counts.modelled,
            "cells": counts.cells,
            "places": counts.places,
            "governments": self.governments,
            "polled": polled,
            "units": units.json,
            "texts": texts,
            "causes": causes,
            "set": loaded.settings,
            "with": loaded.applied.iter().map(|what_if| json!({
                "name": what_if.name, "title": what_if.title,
            })).collect::<Vec<_>>(),
        });
        pack.finish(&meta)
    }
}

/// A world being filmed.
pub struct Filming {
    request: Request,
    loaded: Loaded,
    world: World<'static>,
    film: Film,
}

impl Filming {
    /// The world that a request asks for, before its first day.
    ///
    /// # Errors
    /// When there is no such scenario or what-if.
    pub fn begin(request: Request, threads: usize) -> Result<Filming, String> {
        let loaded = request.load()?;
        let world = World::new(&loaded.spec, request.seed, request.scale, threads).into_owned();
        let film = Film::new(&loaded, &world);
        Ok(Filming { request, loaded, world, film })
    }

    /// Days from the first to the last.
    pub fn n_days(&self) -> u32 {
        u32::try_from(self.loaded.spec.end.since(self.loaded.spec.start) + 1).unwrap_or(0)
    }

    /// Days simulated.
    pub fn done(&self) -> u32 {
        self.film.n_days as u32
    }

    /// Simulates a day; `false` when the last has been.
    pub fn step(&mut self) -> bool {
        let is_done = self.world.step().is_some();
        if is_done {
            self.film.take(&self.world);
        }
        is_done
    }

    /// The latest thing worth a line.
    pub fn headline(&self) -> String {
        Words::english().today(self.world.society().capital_today())
    }

    /// The film of the days simulated.
    pub fn finish(self) -> Vec<u8> {
        self.film.finish(&self.request, &self.loaded, &self.world)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packed column of bytes or counts.
    fn column(film: &[u8], name: &str) -> Vec<u64> {
        let length = u32::from_le_bytes(film[4..8].try_into().expect("four bytes")) as usize;
        let head: Value = serde_json::from_slice(&film[8..8 + length]).expect("the head is JSON");
        let entry = &head["columns"][name];
        let (at, n) = (entry["at"].as_u64().expect("a place") as usize, entry["length"].as_u64().expect("a length"));
        let size = if entry["type"] == "u8" { 1 } else { 4 };
        film[8 + length + at..][..n as usize * size]
            .chunks(size)
            .map(|bytes| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
            .collect()
    }

    #[test]
    fn law_a_place_shows_the_sum_of_what_it_holds() {
        let request = Request::read(r#"{"scenario":"russia-1917","scale":2000}"#).expect("a request");
        let loaded = request.load().expect("it comes with the program");
        let mut filming = Filming::begin(request, 1).expect("it comes with the program");
        // The first days hold strikes enough.
        (0..16).for_each(|_| assert!(filming.step()));
        let n_days = filming.done() as usize;
        let film = filming.finish();
        let places = &loaded.spec.places;
        let mut acted = 0;
        for name in ["strikers", "soldiers", "villagers"] {
            let values = column(&film, &format!("map.{name}"));
            assert_eq!(values.len(), n_days * places.len());
            for today in values.chunks(places.len()) {
                for (place, value) in today.iter().enumerate() {
                    let held: Vec<usize> = (0..places.len()).filter(|i| places[*i].parent == Some(place)).collect();
                    let sum: u64 = held.iter().map(|i| today[*i]).sum();
                    assert!(held.is_empty() || sum == *value, "{name} in {}", places[place].id);
                    acted += sum;
                }
            }
        }
        assert!(acted > 0, "somebody strikes");
        let follow: Vec<Vec<u64>> = ["government", "council", "committee", "nobody"]
            .iter()
            .map(|name| column(&film, &format!("map.{name}")))
            .collect();
        for at in 0..follow[0].len() {
            let sum: u64 = follow.iter().map(|shares| shares[at]).sum();
            assert!(sum == 0 || sum.abs_diff(255) <= 2, "shares sum to one: {sum}");
        }
        assert!(column(&film, "unit.grievance").len().is_multiple_of(n_days));
    }
}
