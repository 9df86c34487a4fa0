//! The model: persons, cells, places, institutions, and the day.
//!
//! Begin with [`step`]: the day is one page. A run is a function of scenario, seed, scale and code: nothing here knows a
//! file, a clock, an environment or a thread pool.

pub mod audit;
mod derived;
pub mod institutions;
mod look;
pub mod mechanisms;
mod parts;
mod persons;
mod phases;
pub mod society;
pub mod spec;
pub mod standing;
mod step;
pub mod synthesis;
pub mod worlds;

pub use people;
pub use people::places;
pub use schema::{constraints, decide, decisions, demand, events, inputs, tables};

pub use look::UnitView;
pub use society::{CapitalToday, CellRow, Counts, Outcome, OutcomeKind, Society};
pub use spec::Spec;
