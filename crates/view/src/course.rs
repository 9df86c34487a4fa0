//! A whole run in memory, and its digest.
//!
//! The digest is the one that `tauride run` writes into the manifest: of the standing tables, then of each day's rows, each
//! chained to what came before, and of the state at the end. A test compares the two.

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::Record;
use society::spec::Spec;
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
    /// Digest of the state alone.
    pub state: u128,
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
        let recorded = chained(0, &tables::standing(spec, Some(&society)));
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
        let mut state = Digest::new();
        self.society.digest(&mut state, threads);
        Course { digest: digest.finish(), state: state.finish(), outcome: self.society.outcome(spec), days: self.days }
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
