//! The model: persons, cells, places, institutions, and the day.
//!
//! Begin with [`step`]: the day is one page. A run is a function of scenario, seed, scale and code: nothing here knows a
//! file, a clock, an environment or a thread pool.

pub mod audit;
pub mod constraints;
pub mod decide;
pub mod demand;
mod derived;
mod event_rows;
pub mod events;
pub mod inputs;
pub mod institutions;
mod look;
pub mod mechanisms;
mod parts;
pub mod people;
mod persons;
mod phases;
pub mod places;
pub mod society;
pub mod spec;
pub mod standing;
mod step;
pub mod synthesis;
pub mod tables;
pub mod worlds;

pub use look::UnitView;
pub use society::{CapitalToday, CellRow, Counts, Outcome, OutcomeKind, Society};
pub use spec::Spec;
