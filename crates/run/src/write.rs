//! One world, from its first day to its last, with everything it leaves on the disk.
//!
//! The files of a run's directory, and when each is there:
//!
//! | file | while running | interrupted | done |
//! |---|---|---|---|
//! | `manifest.json.part` | yes | yes | |
//! | `<table>.parquet.part` | yes | | |
//! | `<table>.parquet.part-000` ... | after a checkpoint | yes | |
//! | `checkpoint.bin` | after a checkpoint | yes | |
//! | `<table>.parquet` | | | yes |
//! | `manifest.json` | | | yes |
//!
//! An earlier finished run in the same directory stays whole until the new one is done; then its manifest goes first, so
//! that at no moment a manifest stands beside tables of another run.

pub mod directory;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use engine::calendar::{Calendar, Day};
use engine::digest::{Digest, hex};
use engine::record::{Cell as Value, Record, Rows, TableDecl};
use engine::snapshot::Take;

use crate::Error;
use crate::checkpoint::{self, Head};
use crate::manifest::{Manifest, OutcomeFacts, Status};
use crate::memory;
use crate::store::Disk;
use crate::store::recorder::{Closed, Recorded, Recorder, Target};
use crate::store::schema::Names;
use crate::world::{CELLS, STANDING_TABLES, World};
use directory::Entry;

/// How to run, as opposed to what.
#[derive(Clone, Debug)]
pub struct Options {
    /// Directory that the run is written to.
    pub out: PathBuf,
    /// Whether to go on from an interrupted run in that directory.
    pub resume: bool,
    /// Also write a checkpoint every so many days.
    pub checkpoint_days: Option<u32>,
}

/// Where a run stands, told after every day.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The day just simulated.
    pub day: Day,
    /// Days simulated since the first.
    pub days_done: u32,
    /// Days from the first to the last.
    pub days_total: u32,
    /// Persons simulated a second, so far: those held in memory times days.
    pub persons_per_second: f64,
    /// What is happening, in a line.
    pub headline: String,
}

/// What a run tells while it goes on.
#[derive(Clone, Debug)]
pub enum Said {
    /// A sentence for the user, such as that a run starts again.
    Note(String),
    /// A day is done.
    Day(Progress),
}

/// How a run came to its end.
#[derive(Clone, Debug)]
pub enum Ended {
    /// Every day was simulated and every table has its name.
    Done(Box<Manifest>),
    /// The stop flag was raised; the run can be resumed.
    Interrupted {
        /// The last day that was simulated.
        day: Day,
    },
}

/// What the runner is given: the world's makers and everything written about it that does not depend on its course.
pub struct Plan {
    /// The manifest as far as it is known before the first day.
    pub manifest: Manifest,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// The tables of the model.
    pub tables: &'static [TableDecl],
    /// What codes stand for.
    pub names: Names,
    /// The table of places.
    pub places: Vec<Place>,
}

/// One row of the table `places`.
pub struct Place {
    /// Identifier.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// Name in Russian, or empty.
    pub name_ru: String,
    /// Position in [`crate::world::PLACE_KIND_WORDS`].
    pub kind: u16,
    /// Identifier of the place that holds it, or empty.
    pub parent: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Persons at the start, children and contained places included.
    pub population: u32,
    /// Whether a number of the place is unverified.
    pub unverified: bool,
}

/// A world's own loader: it fills slices from the given function until it has its state, or gives up.
pub(crate) type Load<'a, W> = &'a dyn Fn(Take<'_>) -> Option<W>;

/// What surrounds a run: its options, its disk, the flag that stops it, the listener.
pub(crate) struct Around<'a> {
    pub options: &'a Options,
    pub disk: Box<dyn Disk>,
    pub stop: &'a AtomicBool,
    pub say: &'a mut dyn FnMut(Said),
}

/// Runs a world made by `make`, or loaded by `load` where a checkpoint is to be resumed.
pub(crate) fn run_world<W: World>(
    plan: Plan,
    around: Around<'_>,
    make: &dyn Fn() -> W,
    load: Load<'_, W>,
) -> Result<Ended, Error> {
    let began = Instant::now();
    let Around { options, disk, stop, say } = around;
    let dir = options.out.as_path();
    let (_lock, checkpoint) = match directory::enter(&plan.manifest.identity, options, say)? {
        Entry::AlreadyDone(manifest) => return Ok(Ended::Done(manifest)),
        Entry::Run(lock, checkpoint) => (lock, checkpoint.map(|checkpoint| *checkpoint)),
    };
    let mut manifest = plan.manifest;
    manifest.status = Status::Running;
    manifest.write(dir)?;

    let before = checkpoint.as_ref().map_or_else(Recorded::default, |c| c.head.recorded.clone());
    let seconds_before = checkpoint.as_ref().map_or(0.0, |c| c.head.wall_seconds);
    let resumed = checkpoint.is_some();
    let target = Target { dir: dir.to_owned(), disk, tables: plan.tables, names: plan.names, about: about(&manifest) };
    let mut recorder = Recorder::start(target, before);
    let mut world = match checkpoint {
        Some(checkpoint) => checkpoint.state(load)?,
        None => make(),
    };
    if !resumed {
        recorder.put_standing(standing_tables(&plan.places, &world))?;
    }

    let counts = world.counts();
    let first_day = world.day();
    let days_total = u32::try_from(plan.end.since(plan.start) + 1).unwrap_or(0);
    while !world.is_over() && world.day() <= plan.end {
        let day = world.day();
        let mut record = recorder.empty()?;
        world.step(&mut record);
        recorder.put(record)?;
        let days_here = world.day().since(first_day);
        say(Said::Day(Progress {
            day,
            days_done: u32::try_from(world.day().since(plan.start)).unwrap_or(0),
            days_total,
            persons_per_second: counts.modelled as f64 * f64::from(days_here) / began.elapsed().as_secs_f64().max(1e-9),
            headline: world.headline(),
        }));
        let stopped = stop.load(Ordering::Relaxed);
        let is_last = world.is_over() || world.day() > plan.end;
        let is_due = options.checkpoint_days.is_some_and(|n| n > 0 && days_here % n.cast_signed().max(1) == 0);
        if (stopped || is_due) && !is_last {
            let head = Head {
                identity: manifest.identity.clone(),
                next_day: world.day().0,
                recorded: recorder.cut()?,
                wall_seconds: seconds_before + began.elapsed().as_secs_f64(),
            };
            checkpoint::save(dir, &head, |put| world.save(put))?;
            if stopped {
                manifest.status = Status::Interrupted;
                manifest.write(dir)?;
                return Ok(Ended::Interrupted { day });
            }
        }
    }

    let closed = recorder.finish()?;
    conclude(&mut manifest, &world, closed, plan.start, seconds_before + began.elapsed().as_secs_f64());
    directory::publish(dir, &manifest)?;
    Ok(Ended::Done(Box::new(manifest)))
}

/// Writes into the manifest what only the end of a run can tell.
fn conclude<W: World>(manifest: &mut Manifest, world: &W, closed: Closed, start: Day, wall_seconds: f64) {
    let mut digest = Digest::new();
    digest.bytes(&closed.digest.to_le_bytes());
    world.digest(&mut digest);
    let outcome = world.outcome();
    let counts = world.counts();
    let days = f64::from(world.day().since(start));
    manifest.status = Status::Complete;
    manifest.outcome = Some(OutcomeFacts {
        kind: outcome.kind,
        date: outcome.date.iso(Calendar::NewStyle),
        date_os: outcome.date.iso(Calendar::OldStyle),
    });
    manifest.digest = Some(hex(digest.finish()));
    manifest.wall_seconds = wall_seconds;
    manifest.peak_bytes = memory::peak_bytes();
    manifest.person_days_per_second = counts.modelled as f64 * days / wall_seconds.max(1e-9);
    manifest.persons = counts.persons;
    manifest.adults = counts.adults;
    manifest.cells = counts.cells;
    manifest.places = counts.places;
    manifest.tables = closed.tables;
}

/// What every table's file says of the run.
pub fn about(manifest: &Manifest) -> Vec<(String, String)> {
    let identity = &manifest.identity;
    [
        ("scenario", identity.scenario.clone()),
        ("scenario_hash", identity.scenario_hash.clone()),
        ("seed", identity.seed.to_string()),
        ("scale", identity.scale.clone()),
        ("version", identity.version.clone()),
    ]
    .map(|(key, value)| (format!("run.{key}"), value))
    .into()
}

fn standing_tables<W: World>(places: &[Place], world: &W) -> Record {
    let mut record = Record::new(&STANDING_TABLES);
    put_places(places, record.table(crate::world::PLACES));
    let rows = record.table(CELLS);
    let mut n = 0;
    world.cells(&mut |cell| {
        rows.push([
            Value::U32(n),
            Value::Key(u16::try_from(cell.place).expect("places are counted in 16 bits")),
            Value::Key(u16::try_from(cell.class).expect("classes are counted in 16 bits")),
            Value::Text(cell.name.to_owned()),
            Value::U32(cell.persons),
        ]);
        n += 1;
    });
    record
}

/// The rows of the table `places`.
pub fn put_places(places: &[Place], rows: &mut Rows) {
    for (i, place) in places.iter().enumerate() {
        rows.push([
            Value::U32(u32::try_from(i).expect("places are counted in 16 bits")),
            Value::Text(place.id.clone()),
            Value::Text(place.name.clone()),
            Value::Text(place.name_ru.clone()),
            Value::Key(place.kind),
            Value::Text(place.parent.clone()),
            Value::F32(place.lat as f32),
            Value::F32(place.lon as f32),
            Value::U32(place.population),
            Value::U32(u32::from(place.unverified)),
        ]);
    }
}

#[cfg(test)]
mod tests;
