//! Worlds of studies: each is run by itself, and nothing is left of it but what [`observables::summary`] keeps.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use engine::calendar::Day;
use observables::question::Questions;
use observables::record_observer::RecordObserver;
pub use observables::summary::{
    ClaimSummary, DATES, OUTCOMES, SERIES, SUMS, SeriesDecl, SummaryObserver, WEEK, WorldSummary, outcome_index,
};
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

/// Runs one world to its end; `None` when the flag was raised before.
pub fn run(job: Job<'_>, stop: &AtomicBool) -> Option<WorldSummary> {
    let Ok(summary) = summarise(job.world(), stop, |_, _| Ok::<(), Infallible>(()));
    summary
}

/// The same of a world before its first day, while somebody else looks on too. After the summary has been read out of a day's
/// rows, `each` may take them away.
///
/// # Errors
/// Those of `each`.
pub fn summarise<'a, E>(
    mut world: World<'a>,
    stop: &AtomicBool,
    mut each: impl FnMut(Day, &mut World<'a>) -> Result<(), E>,
) -> Result<Option<WorldSummary>, E> {
    let (mut observer, end) = (SummaryObserver::new(world.spec(), world.society().scale()), world.spec().end);
    let is_done = world.run(end, stop, |day, world| {
        observer.day(&Today::of(day, world.record()));
        each(day, world)
    })?;
    Ok(is_done.then(|| observer.finish(world.society().seed(), world.outcome())))
}

/// Runs a world and asks it: its summary holds the answers too. `None` when the flag was raised before its end.
pub fn ask(job: Job<'_>, questions: &Questions, stop: &AtomicBool) -> Option<WorldSummary> {
    let mut observer = RecordObserver::new(job.spec, questions);
    let Ok(summary) = summarise(job.world(), stop, |day, world| {
        observer.day(&Today::of(day, world.record()));
        Ok::<(), Infallible>(())
    });
    let mut summary = summary?;
    summary.answers = observer.finish(&summary.dates);
    Some(summary)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use engine::calendar::Calendar;

    use super::*;

    #[test]
    fn law_a_summary_holds_every_day_and_a_raised_flag_leaves_none() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let job = Job { spec: &spec, seed: 1, scale: 1 };
        let stop = AtomicBool::new(false);
        let summary = run(job, &stop).expect("nobody stops it");
        let days = spec.end.since(spec.start) + 1;
        assert!(summary.series.iter().all(|series| series.len() == days as usize));
        assert_eq!(summary.capital_seats.len() as i32, (days + WEEK - 1) / WEEK);
        assert_eq!(ask(job, &Questions::of(Calendar::OldStyle), &stop), Some(summary), "questions change nothing");
        stop.store(true, Ordering::Relaxed);
        assert!(run(job, &stop).is_none());
    }
}
