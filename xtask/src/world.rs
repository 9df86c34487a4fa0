//! A world in memory, and what a kept result tells of it.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use observables::quantity::{self, QUANTITIES};
use observables::summary::{SummaryObserver, WorldSummary};
use observables::today::Today;
use run::world::World as Running;
use scenario::Loaded;
use society::Outcome;
use society::spec::Spec;

/// What is kept of one world.
#[derive(Clone, Debug)]
pub struct World {
    /// Its digest, as `tauride run` prints it.
    pub digest: u128,
    /// Digest of its state at the end.
    pub state: u128,
    /// How it ended.
    pub outcome: Outcome,
    /// What studies keep of it.
    pub kept: WorldSummary,
    /// Share of the capital's adults whose cell follows government, council, committee, nobody: mean of all days.
    pub authority_capital: [f64; 4],
}

/// Runs one world to its end.
pub fn run_one(spec: &Spec, seed: u64, scale: u32, threads: usize) -> World {
    const POWERS: [usize; 4] = [
        quantity::AUTHORITY_GOVERNMENT,
        quantity::AUTHORITY_COUNCIL,
        quantity::AUTHORITY_COMMITTEE,
        quantity::AUTHORITY_NOBODY,
    ];
    let mut summary_observer = SummaryObserver::new(spec, scale);
    let (mut sums, mut days) = ([0.0; 4], 0.0);
    let mut world = Running::new(spec, seed, scale, threads);
    let Ok(_) = world.run(spec.end, &AtomicBool::new(false), |day, world| {
        let today = Today::of(day, world.record());
        summary_observer.day(&today);
        let national = today.record.of();
        for (sum, power) in sums.iter_mut().zip(POWERS) {
            *sum += (QUANTITIES[power].national)(&national, 1);
        }
        days += 1.0;
        Ok::<(), Infallible>(())
    });
    World {
        digest: world.digest(),
        state: world.state(),
        outcome: world.outcome(),
        kept: summary_observer.finish(seed, world.outcome()),
        authority_capital: sums.map(|sum| sum / f64::max(days, 1.0)),
    }
}

/// Reads a bundled scenario.
///
/// # Errors
/// Every fault of it.
pub fn load(name: &str) -> Result<Loaded, String> {
    scenario::load_bundled(name).map_err(|problems| problems.to_string())
}
