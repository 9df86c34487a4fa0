//! Runs, their files, and what is read out of them: the layer between the model and the surfaces.
//!
//! - [`calibrate`]: behaviour fitted to the training part of the record.
//! - [`case`]: which world to run: a scenario with the changes asked for on the command line.
//! - [`run`]: one world, day by day, with its tables, its digest and its checkpoint.
//! - [`rivals`]: rival explanations, fitted and scored alike.
//! - [`confront`]: worlds scored against the documentary record.
//! - [`store`]: the Parquet tables, written so that a table that is not whole never looks whole.
//! - [`fit`]: calibration without a likelihood: history matching, ensemble Kalman inversion, ABC, and their checks.
//! - [`manifest`]: `manifest.json`, which says what a run is.
//! - [`patterns`]: the eight patterns that the model was not told, measured on a world.
//! - [`mod@reference`]: a published model, run with the same files and the same care.
//! - [`survey`]: which parameters and which inputs the outcome depends on, over many worlds.
//! - [`record`]: the documentary record as questions to a world, divided into training and test.
//! - [`schema`]: what the JSON files of studies are made of.
//! - [`report`]: the self-contained page read from a finished run.

pub mod bank;
pub mod binomial;
pub mod branching;
pub mod calibrate;
pub mod case;
pub(crate) mod chart;
pub mod checkpoint;
pub mod claims;
pub mod compare;
pub mod confront;
pub mod contingency;
pub mod ensemble;
pub mod error;
pub mod fit;
pub mod interval;
pub mod ledger;
pub mod manifest;
pub mod memory;
pub mod paired;
pub mod parting;
pub mod patterns;
pub mod record;
pub mod record_dates;
pub mod reference;
pub mod report;
pub mod rivals;
pub mod run;
pub mod schema;
pub mod score;
pub mod sensitivity;
pub mod simulated;
pub mod store;
pub mod survey;
pub mod world;
pub mod worlds;

pub use error::Error;

/// Version of the program, written into every manifest and checkpoint.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How a study of many worlds ended.
#[derive(Debug)]
pub enum Ended<Answer> {
    /// All is done; the files are in the directory.
    Done(Box<Answer>),
    /// The flag was raised; what was finished is kept. How many worlds, or other pieces of the study, are.
    Interrupted(usize),
}
