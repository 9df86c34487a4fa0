//! Studies of many worlds: what is run, what is kept of each world, and what they answer together.
//!
//! A module has the name of the command that runs it.
//!
//! - [`ensemble`]: worlds that differ in their seed alone.
//! - [`compare`]: worlds in pairs with and without a what-if.
//! - [`claims`]: the claims of a scenario, tested in pairs.
//! - [`branch`]: one world branched with other chance on many days.
//! - [`sensitivity`]: which parameters and which inputs the outcome depends on.
//! - [`fit`]: behaviour fitted to the training part of the record.
//! - [`mod@score`]: worlds scored against the documentary record.
//! - [`rivals`]: rival explanations, fitted and scored alike.
//! - [`model`]: what a run of a published model answers; the run itself stands in [`run::reference`].
//! - [`schema`]: what the JSON files of studies are made of.
//! - [`bank`], [`ledger`]: what is finished of a study, on disk.

pub mod bank;
pub mod branch;
pub mod claims;
pub mod compare;
pub mod ensemble;
pub mod fit;
pub mod ledger;
pub mod model;
pub mod rivals;
pub mod schema;
pub mod score;
pub mod sensitivity;

pub use run::Error;

/// How a study of many worlds ended.
#[derive(Debug)]
pub enum Ended<Answer> {
    /// All is done; the files are in the directory.
    Done(Box<Answer>),
    /// The flag was raised; what was finished is kept. How many worlds, or other pieces of the study, are.
    Interrupted(usize),
}
