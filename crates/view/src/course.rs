//! A whole run in memory, and its digest.
//!
//! The digest is the one that `tauride run` writes into the manifest: of the standing tables, then of each day's rows, each
//! chained to what came before, and of the state at the end. A test compares the two.

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::{Cell, ColumnDecl, ColumnKind, Record, TableDecl};
use society::spec::{PLACE_KINDS, Spec};
use society::{Outcome, Society, tables};

/// How far to run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Seed of all draws.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: u32,
    /// Days to simulate at most.
    pub most_days: Option<u32>,
    /// Threads; the result is the same with any number.
    pub threads: usize,
}

/// What a run left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Course {
    /// Digest of the state and of every recorded row.
    pub digest: u128,
    /// How the world ended, or stood.
    pub outcome: Outcome,
    /// Days simulated.
    pub days: u32,
}

/// A run on its way, a day at a time.
pub struct Running {
    society: Society,
    record: Record,
    recorded: u128,
    days: u32,
}

impl Running {
    /// The society before its first day.
    pub fn new(spec: &Spec, seed: u64, scale: u32, threads: usize) -> Running {
        let society = Society::new(spec, seed, scale, threads);
        let recorded = chained(0, &standing(spec, &society));
        Running { society, record: Record::new(&tables::TABLES), recorded, days: 0 }
    }

    /// Simulates a day and says which; `None` when the last has been.
    pub fn step(&mut self, spec: &Spec, threads: usize) -> Option<Day> {
        if self.society.is_over(spec) {
            return None;
        }
        let day = self.society.day();
        self.record.clear();
        self.society.step(spec, threads, &mut self.record);
        self.recorded = chained(self.recorded, &self.record);
        self.days += 1;
        Some(day)
    }

    /// The society as it stands.
    pub fn society(&self) -> &Society {
        &self.society
    }

    /// The rows of the last day simulated.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// What the run has left so far.
    pub fn course(&self, spec: &Spec, threads: usize) -> Course {
        let mut digest = Digest::new();
        digest.bytes(&self.recorded.to_le_bytes());
        self.society.digest(&mut digest, threads);
        Course { digest: digest.finish(), outcome: self.society.outcome(spec), days: self.days }
    }
}

/// Runs a world to its end; `watch` sees every day's rows.
pub fn run(spec: &Spec, way: Way, watch: &mut dyn FnMut(Day, &Record)) -> Course {
    let spec = &*spec.for_seed(way.seed);
    let mut running = Running::new(spec, way.seed, way.scale, way.threads);
    while way.most_days.is_none_or(|most| running.days < most)
        && let Some(day) = running.step(spec, way.threads)
    {
        watch(day, &running.record);
    }
    running.course(spec, way.threads)
}

fn chained(before: u128, record: &Record) -> u128 {
    let mut digest = Digest::new();
    digest.bytes(&before.to_le_bytes());
    record.digest(&mut digest);
    digest.finish()
}

const fn column(name: &'static str, kind: ColumnKind) -> ColumnDecl {
    ColumnDecl { name, unit: "", kind, meaning: "" }
}

use ColumnKind::{F32 as F, Text as T, U32 as U};
const CODE: ColumnKind = ColumnKind::Key(engine::record::Domain::Words(&[]));

/// The tables that say what the identifiers of the others mean: names of tables and kinds of columns, in order.
static STANDING: [TableDecl; 2] = [
    TableDecl {
        name: "places",
        row: "place",
        columns: &[
            column("idx", U),
            column("id", T),
            column("name", T),
            column("name_ru", T),
            column("kind", CODE),
            column("parent", T),
            column("lat", F),
            column("lon", F),
            column("population", U),
            column("unverified", U),
        ],
    },
    TableDecl {
        name: "cells",
        row: "cell",
        columns: &[
            column("cell", U),
            column("place", CODE),
            column("class", CODE),
            column("name", T),
            column("persons", U),
        ],
    },
];

fn standing(spec: &Spec, society: &Society) -> Record {
    let mut population = vec![0_u64; spec.places.len()];
    for group in &spec.groups {
        let mut at = Some(group.place);
        while let Some(place) = at {
            population[place] += u64::from(group.persons);
            at = spec.places[place].parent;
        }
    }
    let mut record = Record::new(&STANDING);
    for (i, place) in spec.places.iter().enumerate() {
        let kind = PLACE_KINDS.iter().position(|(_, kind)| *kind == place.kind).unwrap_or(0);
        record.table(0).push([
            Cell::U32(i as u32),
            Cell::Text(place.id.clone()),
            Cell::Text(place.name.clone()),
            Cell::Text(place.name_ru.clone()),
            Cell::Key(kind as u16),
            Cell::Text(place.parent.map_or_else(String::new, |parent| spec.places[parent].id.clone())),
            Cell::F32(place.lat as f32),
            Cell::F32(place.lon as f32),
            Cell::U32(u32::try_from(population[i]).unwrap_or(u32::MAX)),
            Cell::U32(u32::from(place.unverified)),
        ]);
    }
    for (i, cell) in society.cell_rows(spec).enumerate() {
        record.table(1).push([
            Cell::U32(i as u32),
            Cell::Key(cell.place as u16),
            Cell::Key(cell.class as u16),
            Cell::Text(cell.name.unwrap_or_default().to_owned()),
            Cell::U32(cell.persons),
        ]);
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_course_whoever_watches_and_another_with_another_seed() {
        let spec = scenario::load_bundled("one-town").unwrap_or_else(|problems| panic!("{problems}")).spec;
        let way = Way { seed: 1, scale: 10, most_days: Some(12), threads: 1 };
        let mut seen = 0;
        let watched = run(&spec, way, &mut |_, _| seen += 1);
        assert_eq!((watched.days, seen), (12, 12));
        assert_eq!(run(&spec, way, &mut |_, _| {}), watched);
        assert_ne!(run(&spec, Way { seed: 2, ..way }, &mut |_, _| {}).digest, watched.digest);
    }
}
