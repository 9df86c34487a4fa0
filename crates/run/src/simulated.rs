//! The society as a world for the runner: the model, its specification and its threads, bound together.

use std::sync::atomic::AtomicBool;

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::Record;
use engine::snapshot::Put;
use society::Society;
use society::spec::Spec;

use crate::Error;
use crate::case::Case;
use crate::store::RealDisk;
use crate::world::{Cell, Counts, Outcome, World};
use crate::write::{Around, Ended, Options, Said, run_world};

struct Simulated<'a> {
    spec: &'a Spec,
    society: Society,
    threads: usize,
}

impl World for Simulated<'_> {
    fn day(&self) -> Day {
        self.society.day()
    }
    fn is_over(&self) -> bool {
        self.society.is_over(self.spec)
    }
    fn step(&mut self, record: &mut Record) {
        self.society.step(self.spec, self.threads, record);
    }
    fn headline(&self) -> String {
        self.society.headline().to_owned()
    }
    fn outcome(&self) -> Outcome {
        let outcome = self.society.outcome(self.spec);
        Outcome { kind: outcome.kind.word().to_owned(), date: outcome.date }
    }
    fn counts(&self) -> Counts {
        let counts = self.society.counts();
        Counts {
            persons: counts.persons,
            modelled: counts.modelled,
            cells: counts.cells as u64,
            places: counts.places as u64,
            adults: counts.adults,
        }
    }
    fn cells(&self, row: &mut dyn FnMut(Cell<'_>)) {
        for cell in self.society.cell_rows(self.spec) {
            row(Cell {
                place: cell.place,
                class: cell.class,
                name: cell.name.unwrap_or_default(),
                persons: cell.persons,
            });
        }
    }
    fn digest(&self, digest: &mut Digest) {
        self.society.digest(digest, self.threads);
    }
    fn save(&self, put: Put<'_>) {
        self.society.save(put);
    }
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
    let spec = &*case.loaded.spec.for_seed(case.seed);
    let bind = |society| Simulated { spec, society, threads };
    let around = Around { options, disk: Box::new(RealDisk), stop, say };
    let make = || bind(Society::new(spec, case.seed, case.scale, threads));
    run_world(case.plan(), around, &make, &|take| Society::load(spec, take).map(bind))
}
