//! A world that Python drives day by day.

use std::path::PathBuf;
use std::sync::Arc;

use engine::calendar::{Calendar, Day};
use engine::digest::hex;
use engine::record::{Record, Row, Rows};
use observables::quantity::{QUANTITIES, Quantity};
use pyo3::prelude::*;
use run::case::{Case, date_within};
use run::checkpoint::{Checkpoint, Head, encode};
use run::in_memory;
use run::manifest::about;
use run::store::recorder::Recorded;
use run::store::sentences;
use run::{Error, world};
use society::spec::Spec;
use society::tables::{Daily, DailyRow, SCOPES, TABLES};

use crate::faults::exception;
use crate::table::{self, Table};
use crate::told;
use crate::wait::beside;

/// A world under way.
#[pyclass(module = "tauride._native")]
pub struct World {
    case: Arc<Case>,
    world: world::World<'static>,
    threads: usize,
    /// Rows of `daily` of the last day on which all places had some.
    all_places: Option<Rows>,
}

impl World {
    /// The world before its first day.
    pub fn new(case: &Arc<Case>, spec: &Arc<Spec>, threads: usize) -> World {
        let world = world::World::new(spec, case.seed, case.scale, threads).into_owned();
        World { case: Arc::clone(case), world, threads, all_places: None }
    }

    /// A world as [`World::bytes`] left it.
    ///
    /// # Errors
    /// When the bytes are damaged, or of another question.
    pub fn restore(case: &Arc<Case>, spec: &Arc<Spec>, bytes: &[u8], threads: usize) -> Result<World, Error> {
        let snapshot = Checkpoint::decode(PathBuf::from("the snapshot"), bytes)?;
        if let Some(difference) = snapshot.head.identity.difference(&case.manifest().identity) {
            return Err(Error::Request(format!("the snapshot is of another world: {difference}")));
        }
        let recorded = snapshot.head.recorded.digest;
        let world = snapshot
            .state(|take| world::World::load(spec, case.seed, threads, recorded, take).map(|w| w.into_owned()))?;
        Ok(World { case: Arc::clone(case), world, threads, all_places: None })
    }

    fn bytes(&self) -> Vec<u8> {
        let head = Head {
            identity: self.case.manifest().identity,
            next_day: self.world.day().0,
            recorded: Recorded { digest: self.world.recorded(), ..Recorded::default() },
            wall_seconds: 0.0,
        };
        let mut bytes = Vec::new();
        encode(&mut bytes, &head, |put| self.world.save(put)).expect("memory takes whatever is written");
        bytes
    }

    fn step_once(&mut self) -> Option<Day> {
        let day = self.world.step()?;
        if day.since(self.case.loaded.spec.start) % observables::today::WEEK == 0 {
            self.all_places = Some(self.world.record().tables()[DailyRow::TABLE].clone());
        }
        Some(day)
    }

    fn local(&self, day: Day) -> String {
        day.iso(self.case.loaded.calendar)
    }

    fn in_scope(&self, quantity: &Quantity, scope: &str) -> Result<f64, Error> {
        let Some(row) = SCOPES.iter().position(|known| *known == scope) else {
            return Err(unknown("scope", scope, &SCOPES));
        };
        Ok((quantity.national)(&self.world.record().of(), row))
    }

    fn in_place(&self, quantity: &Quantity, place: &str) -> Result<f64, Error> {
        let spec = self.world.spec();
        let ids: Vec<&str> = spec.places.iter().map(|place| place.id.as_str()).collect();
        let Some(wanted) = ids.iter().position(|id| *id == place) else { return Err(unknown("place", place, &ids)) };
        let Some(value) = quantity.daily else {
            let what = format!("`{}` is known of the country and its scopes, not of single places", quantity.id);
            return Err(Error::Request(what));
        };
        // Places are checked to hold no circle.
        let is_within =
            |at: u16| std::iter::successors(Some(usize::from(at)), |at| spec.places[*at].parent).any(|at| at == wanted);
        let sum = |daily: &Daily<'_>| {
            let mut rows = (0..daily.len()).filter(|row| is_within(daily.place[*row])).peekable();
            rows.peek().is_some().then(|| rows.map(|row| value(daily, row)).sum::<f64>())
        };
        // Counties have rows every seventh day, each for the days until the next.
        let mut whole = Record::new(&TABLES);
        let weekly = self.all_places.as_ref().and_then(|rows| {
            *whole.table(DailyRow::TABLE) = rows.clone();
            sum(&whole.of())
        });
        sum(&self.world.record().of()).or(weekly).ok_or_else(|| Error::Request(format!("nobody lives in `{place}`")))
    }
}

fn unknown(what: &str, found: &str, known: &[&str]) -> Error {
    Error::Request(told::unknown(what, found, known))
}

#[pymethods]
impl World {
    /// The last day simulated: Gregorian, and in the calendar of the case; nothing before the first step.
    #[getter]
    fn day(&self) -> Option<(String, String)> {
        let day = self.world.day().plus(-1);
        let is_begun = day >= self.case.loaded.spec.start;
        is_begun.then(|| (day.iso(Calendar::NewStyle), self.local(day)))
    }

    #[getter]
    fn is_over(&self) -> bool {
        self.world.is_over()
    }

    /// How it ended, or stands: kind, and the day as [`World::day`] gives it.
    #[getter]
    fn outcome(&self) -> (String, String, String) {
        let outcome = self.world.outcome();
        (outcome.kind.word().to_owned(), outcome.date.iso(Calendar::NewStyle), self.local(outcome.date))
    }

    /// Simulates so many days, or those that are left, and says how many it were.
    fn step(&mut self, py: Python<'_>, days: u32) -> PyResult<u32> {
        if days <= 1 {
            return Ok(u32::from(days == 1 && py.detach(|| self.step_once()).is_some()));
        }
        beside(py, None, |stop, _| {
            let goes_on = |done: &u32| *done < days && !stop.load(std::sync::atomic::Ordering::Relaxed);
            let mut done = 0;
            while goes_on(&done) && self.step_once().is_some() {
                done += 1;
            }
            done
        })
    }

    /// Simulates all days up to this one, a date in the calendar of the case, and says how many it were.
    fn run_until(&mut self, py: Python<'_>, date: &str) -> PyResult<u32> {
        let until = date_within("run_until:", date, &self.case.loaded).map_err(|error| exception(&error))?;
        let days = u32::try_from(until.since(self.world.day()) + 1).unwrap_or(0);
        self.step(py, days)
    }

    /// The value of a daily quantity on the last day simulated, in a place or a scope of the country.
    #[pyo3(signature = (quantity, place, scope))]
    fn observe(&self, quantity: &str, place: Option<&str>, scope: &str) -> PyResult<f64> {
        let found = || {
            let ids: Vec<&str> = QUANTITIES.iter().map(|quantity| quantity.id).collect();
            let at = ids.iter().position(|id| *id == quantity).ok_or_else(|| unknown("quantity", quantity, &ids))?;
            if self.day().is_none() {
                return Err(Error::Request("no day has been simulated yet: step first".into()));
            }
            match place {
                Some(place) => self.in_place(&QUANTITIES[at], place),
                None => self.in_scope(&QUANTITIES[at], scope),
            }
        };
        found().map_err(|error| exception(&error))
    }

    /// The rows of a table on the last day simulated.
    fn rows(&self, name: &str) -> PyResult<Table> {
        let record = self.world.record();
        let Some(rows) = record.tables().iter().find(|rows| rows.table.name == name) else {
            let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
            return Err(exception(&unknown("table", name, &names)));
        };
        let mut words = Vec::new();
        if !sentences::columns(rows.table).is_empty() {
            let names = words::Names::of(self.world.spec(), self.world.society());
            words = sentences::of_day(record, &names);
        }
        let table = in_memory::Table { rows: rows.clone(), words };
        table::of_world(table, &self.case.names(), &about(&self.case.manifest()))
    }

    /// Digest of the state and of every row so far.
    #[getter]
    fn digest(&self, py: Python<'_>) -> String {
        hex(py.detach(|| self.world.digest()))
    }

    /// A second world in the same state, with the draws of another branch from the next day on; branch 0 keeps its own.
    fn branch(&self, py: Python<'_>, branch: u64) -> PyResult<World> {
        let copied = || {
            let (mut bytes, mut at) = (Vec::new(), 0);
            self.world.save(&mut |part| bytes.extend_from_slice(part));
            let mut take = |to: &mut [u8]| {
                let Some(part) = bytes.get(at..at + to.len()) else { return false };
                to.copy_from_slice(part);
                at += to.len();
                true
            };
            let (spec, seed, recorded) = (self.world.spec(), self.case.seed, self.world.recorded());
            let world = world::World::load(spec, seed, self.threads, recorded, &mut take)?;
            Some(world.into_owned())
        };
        let mut world = py.detach(copied).expect("a state that was just written can be read");
        world.reseed(branch);
        Ok(World { case: Arc::clone(&self.case), world, threads: self.threads, all_places: self.all_places.clone() })
    }

    /// The whole state, for `Case.restore`.
    fn snapshot(&self, py: Python<'_>) -> Vec<u8> {
        py.detach(|| self.bytes())
    }
}
