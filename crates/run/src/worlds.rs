//! Many worlds side by side: one world to a thread, nothing written but what [`observables::summary`] keeps of each.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::calendar::Day;
use engine::cells::for_each_piece;
use observables::measurer::{Answer, Measurer};
use observables::question::Questions;
pub use observables::summary::{Closer, DATES, Keeper, Kept, OUTCOMES, SERIES, SUMS, SeriesDecl, WEEK, outcome_index};
use observables::today::Today;
use society::spec::Spec;

use crate::world::World;

/// A world to be run.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What it is made from.
    pub spec: &'a Spec,
    /// Its seed.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: u32,
}

impl<'a> Job<'a> {
    /// The world before its first day, to be run on one thread.
    pub fn world(&self) -> World<'a> {
        World::new(self.spec, self.seed, self.scale, 1)
    }
}

/// Runs these worlds, one to a thread, until all are done or the flag is raised: then the rest are `None`. The result does
/// not depend on the number of threads. `say` is told how many are done.
pub fn run_all(jobs: Vec<Job<'_>>, threads: usize, stop: &AtomicBool, say: &(dyn Fn(u64) + Sync)) -> Vec<Option<Kept>> {
    let done = AtomicU64::new(0);
    for_each_piece(jobs, threads, |_, job| {
        let kept = run(job, stop)?;
        say(done.fetch_add(1, Ordering::Relaxed) + 1);
        Some(kept)
    })
}

/// Runs one world to its end; `None` when the flag was raised before.
pub fn run(job: Job<'_>, stop: &AtomicBool) -> Option<Kept> {
    let Ok(kept) = keep(job.world(), stop, |_, _| Ok::<(), Infallible>(()));
    kept
}

/// The same of a world before its first day, while somebody else looks on too. After what is kept has been read out of a
/// day's rows, `each` may take them away.
///
/// # Errors
/// Those of `each`.
pub fn keep<'a, E>(
    mut world: World<'a>,
    stop: &AtomicBool,
    mut each: impl FnMut(Day, &mut World<'a>) -> Result<(), E>,
) -> Result<Option<Kept>, E> {
    let (mut keeper, end) = (Keeper::new(world.spec()), world.spec().end);
    let is_done = world.run(end, stop, |day, world| {
        keeper.day(&Today::of(day, world.record()));
        each(day, world)
    })?;
    Ok(is_done.then(|| keeper.finish(world.society().seed(), world.outcome())))
}

/// Runs a world and asks it; `None` when the flag was raised before its end.
pub fn ask(job: Job<'_>, questions: &Questions, stop: &AtomicBool) -> Option<(Kept, Vec<Answer>)> {
    let mut measurer = Measurer::new(job.spec, questions);
    let mut keeper = Keeper::new(job.spec);
    let mut world = job.world();
    let Ok(is_done) = world.run(job.spec.end, stop, |day, world| {
        let today = Today::of(day, world.record());
        keeper.day(&today);
        measurer.day(&today);
        Ok::<(), Infallible>(())
    });
    if !is_done {
        return None;
    }
    let kept = keeper.finish(world.society().seed(), world.outcome());
    let answers = measurer.finish(&kept.dates);
    Some((kept, answers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_worlds_on_one_and_many_threads() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let jobs = || (1..=5).map(|seed| Job { spec: &spec, seed, scale: 1 }).collect();
        let stop = AtomicBool::new(false);
        let one = run_all(jobs(), 1, &stop, &|_| ());
        assert_eq!(run_all(jobs(), 3, &stop, &|_| ()), one);
        assert!(one.iter().all(Option::is_some));
        let days = spec.end.since(spec.start) + 1;
        let first = one[0].as_ref().expect("it was run");
        assert!(first.series.iter().all(|series| series.len() == days as usize));
        assert_eq!(first.capital_seats.len() as i32, (days + WEEK - 1) / WEEK);
        stop.store(true, Ordering::Relaxed);
        assert!(run_all(jobs(), 2, &stop, &|_| ()).iter().all(Option::is_none));
    }
}
