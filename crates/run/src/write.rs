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
//! | `files.json` | | | yes |
//! | `manifest.json` | | | yes |
//!
//! Where not all tables are written there is no checkpoint: such a run starts again from its first day.
//!
//! An earlier finished run in the same directory stays whole until the new one is done; then its manifest goes first, so
//! that at no moment a manifest stands beside tables of another run.

pub mod aside;
pub mod directory;
mod options;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use engine::calendar::Day;
use engine::digest::hex;
use observables::patterns::PatternObserver;
use observables::today::Today;
use society::standing::standing;
use society::tables::TABLES;

use crate::Error;
use crate::case::Case;
use crate::checkpoint::{self, Head};
use crate::findings;
use crate::manifest::{Manifest, OutcomeFacts, Status};
use crate::memory;
use crate::replay::Replayed;
use crate::store::few::FEW;
use crate::store::recorder::{Recorded, Recorder, TableFacts, Target};
use crate::store::{Disk, RealDisk};
use crate::world::World;
use directory::Entry;

pub use crate::manifest::about;
pub use options::{Options, Progress, Said, Tables};

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

/// Runs a case to its end, or until the stop flag is raised.
///
/// The result depends on the case alone: `threads` changes how long it takes, never what comes out.
///
/// # Errors
/// When the directory is not free for this run, when a checkpoint is of another run, or when a file cannot be written.
pub fn run(
    case: &Case,
    options: &Options,
    threads: usize,
    stop: &AtomicBool,
    say: &mut dyn FnMut(Said),
) -> Result<Ended, Error> {
    run_on(Box::new(RealDisk), case, options, threads, stop, say)
}

fn run_on(
    disk: Box<dyn Disk>,
    case: &Case,
    options: &Options,
    threads: usize,
    stop: &AtomicBool,
    say: &mut dyn FnMut(Said),
) -> Result<Ended, Error> {
    let began = Instant::now();
    let dir = options.out.as_path();
    let (spec, end) = (&case.spec_until_its_end(), case.end);
    let mut manifest = case.manifest();
    let (_lock, checkpoint) = match directory::enter(&manifest, options, say)? {
        Entry::AlreadyDone(manifest) => return has_the_tables(manifest, options).map(Ended::Done),
        Entry::Run(lock, checkpoint) => (lock, checkpoint.map(|checkpoint| *checkpoint)),
    };
    manifest.status = Status::Running;
    manifest.write(dir)?;

    let before = checkpoint.as_ref().map_or_else(Recorded::default, |c| c.head.recorded.clone());
    let seconds_before = checkpoint.as_ref().map_or(0.0, |c| c.head.wall_seconds);
    let recorded = before.digest;
    let is_new = checkpoint.is_none();
    let mut world = match checkpoint {
        Some(checkpoint) => checkpoint.state(|take| World::load(spec, case.seed, threads, recorded, take))?,
        None => World::new(spec, case.seed, case.scale, threads),
    };
    let told = Some(words::Names::of(world.spec(), world.society()));
    let about = about(&manifest);
    let only_few = options.tables == Tables::Few;
    let target = Target { dir: dir.to_owned(), disk, tables: &TABLES, only_few, names: case.names(), told, about };
    let mut recorder = (options.tables != Tables::None).then(|| Recorder::start(target, before));
    if let Some(recorder) = recorder.as_mut().filter(|_| is_new) {
        recorder.put_standing(standing(world.spec(), Some(world.society())))?;
    }
    // Tables that are all there are looked at again at the end; otherwise somebody looks on.
    let mut observer =
        (options.tables != Tables::All).then(|| PatternObserver::new(world.spec(), world.society().scale()));

    let modelled = world.society().counts().modelled;
    let first_day = world.day();
    let days_total = u32::try_from(end.since(spec.start) + 1).unwrap_or(0);
    let save = |manifest: &Manifest, world: &World<'_>, recorder: &mut Option<Recorder>| {
        let Some(recorder) = recorder.as_mut().filter(|_| options.tables == Tables::All) else { return Ok(()) };
        let head = Head {
            identity: manifest.identity.clone(),
            next_day: world.day().0,
            recorded: Recorded { digest: world.recorded(), ..recorder.cut()? },
            wall_seconds: seconds_before + began.elapsed().as_secs_f64(),
        };
        checkpoint::save(dir, &head, |put| world.save(put))
    };
    let capital = &spec.places[spec.capital].name;
    let is_done = world.run(end, stop, |day, world| {
        if let Some(observer) = &mut observer {
            observer.day(&Today::of(day, world.record()));
        }
        if let Some(recorder) = &mut recorder {
            let empty = recorder.empty()?;
            recorder.put(std::mem::replace(world.record_mut(), empty))?;
        }
        let days_here = world.day().since(first_day);
        say(Said::Day(Progress {
            day,
            days_done: u32::try_from(world.day().since(spec.start)).unwrap_or(0),
            days_total,
            persons_per_second: modelled as f64 * f64::from(days_here) / began.elapsed().as_secs_f64().max(1e-9),
            headline: words::Words::english().today(world.society().capital_today(), capital, case.loaded.calendar),
        }));
        let is_due = options.checkpoint_days.is_some_and(|n| n > 0 && days_here % n.cast_signed().max(1) == 0);
        let goes_on = !world.is_over() && world.day() <= end && !stop.load(Ordering::Relaxed);
        if is_due && goes_on { save(&manifest, world, &mut recorder) } else { Ok(()) }
    })?;
    if !is_done {
        save(&manifest, &world, &mut recorder)?;
        manifest.status = Status::Interrupted;
        manifest.write(dir)?;
        return Ok(Ended::Interrupted { day: world.day().plus(-1) });
    }

    let closed = recorder.map(Recorder::finish).transpose()?;
    let seconds = seconds_before + began.elapsed().as_secs_f64();
    let (tables, disk) = closed.map_or((Vec::new(), None), |closed| (closed.tables, Some(closed.disk)));
    conclude(&mut manifest, &world, tables, seconds);
    match (observer, disk) {
        (None, Some(disk)) => findings::measure(dir, disk.as_ref(), &mut manifest, &case.loaded)?,
        (observer, _) => {
            let observer = observer.expect("whoever writes not all tables looks on");
            findings::note(&mut manifest, &Replayed::of(&observer, None), case.loaded.calendar);
        }
    }
    directory::publish(dir, &manifest)?;
    Ok(Ended::Done(Box::new(manifest)))
}

/// A run that is done already serves where it has the tables that are asked for.
fn has_the_tables(manifest: Box<Manifest>, options: &Options) -> Result<Box<Manifest>, Error> {
    let has = |name: &str| manifest.tables.iter().any(|table| table.name == name);
    let is_enough = match options.tables {
        Tables::None => true,
        Tables::Few => FEW.iter().all(|at| has(TABLES[*at].name)),
        Tables::All => TABLES.iter().all(|table| has(table.name)),
    };
    if is_enough {
        return Ok(manifest);
    }
    Err(Error::Request(format!(
        "{} holds this run without all the tables asked for; leave `--resume` out to make it again",
        options.out.display()
    )))
}

/// Writes into the manifest what only the end of a run can tell.
pub(crate) fn conclude(manifest: &mut Manifest, world: &World<'_>, tables: Vec<TableFacts>, wall_seconds: f64) {
    let outcome = world.outcome();
    let counts = world.society().counts();
    let days = f64::from(world.day().since(world.spec().start));
    manifest.status = Status::Complete;
    manifest.outcome = Some(OutcomeFacts::of(outcome.kind.word(), outcome.date, manifest.calendar()));
    manifest.digest = Some(hex(world.digest()));
    manifest.wall_seconds = wall_seconds;
    manifest.peak_bytes = memory::peak_bytes();
    manifest.person_days_per_second = counts.modelled as f64 * days / wall_seconds.max(1e-9);
    manifest.persons = counts.persons;
    manifest.adults = counts.adults;
    manifest.cells = counts.cells as u64;
    manifest.places = counts.places as u64;
    manifest.tables = tables;
}

#[cfg(test)]
mod tests;
