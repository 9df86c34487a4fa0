//! The model: persons, cells, places, institutions, and the day.
//!
//! Begin with [`step`]: the day is one page. A run is a function of scenario, seed, scale and code: nothing here knows a
//! file, a clock, an environment or a thread pool.

mod assembly;
pub mod audit;
mod cabinet;
pub mod decide;
mod evening;
pub mod events;
pub mod institutions;
mod look;
mod marches;
pub mod mechanisms;
pub mod observe;
mod parts;
pub mod people;
mod persons;
pub mod places;
mod politics;
mod showdown;
pub mod society;
pub mod spec;
mod step;
mod street;
mod succession;
pub mod synthesis;
pub mod tables;
mod troops;
pub mod what_if;
pub mod worlds;

pub use look::UnitView;
pub use society::{CapitalToday, CellRow, Counts, Outcome, OutcomeKind, Society};
pub use spec::Spec;
