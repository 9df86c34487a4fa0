//! One world and its files: what is run, recorded, kept and read again.
//!
//! - [`case`]: which world to run: a scenario with the changes asked for on the command line.
//! - [`mod@write`]: one world, day by day, with its tables, its digest and its checkpoint.
//! - [`store`]: the Parquet tables, written so that a table that is not whole never looks whole.
//! - [`manifest`]: `manifest.json`, which says what a run is.
//! - [`worlds`]: what is kept of a world that is run without files.
//! - [`patterns`]: the eight patterns that the model was not told, measured on a world.
//! - [`record`]: the documentary record as questions to a world, divided into training and test.
//! - [`run_data`], [`replay`]: a finished run read again, whole or day by day.
//! - [`mod@reference`]: a published model, run with the same files and the same care.

pub mod case;
pub mod checkpoint;
pub mod error;
pub mod manifest;
pub mod memory;
pub mod parting;
pub mod patterns;
pub mod record;
pub mod record_dates;
pub mod reference;
pub mod replay;
pub mod run_data;
pub mod simulated;
pub mod store;
pub mod world;
pub mod worlds;
pub mod write;

pub use error::Error;

/// Version of the program, written into every manifest and checkpoint.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
