//! What the runner needs to know of a world, so that running, recording and resuming can be tested without one.

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::Record;
use engine::snapshot::Put;

/// How many persons, cells and places a world has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Persons, children included, in real persons whatever the scale.
    pub persons: u64,
    /// Persons held in memory: fewer by the scale.
    pub modelled: u64,
    /// Cells.
    pub cells: u64,
    /// Leaf places, those that persons live in.
    pub places: u64,
    /// Adults.
    pub adults: u64,
}

/// How a world ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// One of the words that the manifest promises, such as `council-transfer`.
    pub kind: String,
    /// The day of the outcome.
    pub date: Day,
}

/// A world that can be run a day at a time.
pub trait World {
    /// The day that the next step simulates.
    fn day(&self) -> Day;
    /// Whether the last day has been simulated.
    fn is_over(&self) -> bool;
    /// Simulates one day and appends its rows.
    fn step(&mut self, record: &mut Record);
    /// Names for telling its events in words; `None` where it has no events.
    fn told(&self) -> Option<words::Names>;
    /// What is happening, in a line: `27 Feb: 66,000 soldiers no longer obey`.
    fn headline(&self) -> String;
    /// How it stands or ended.
    fn outcome(&self) -> Outcome;
    /// How big it is.
    fn counts(&self) -> Counts;
    /// The tables that are written once: what the identifiers of the others mean.
    fn standing(&self) -> Record;
    /// Folds the whole state into a digest.
    fn digest(&self, digest: &mut Digest);
    /// Writes the whole state.
    fn save(&self, put: Put<'_>);
}
