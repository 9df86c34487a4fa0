//! The documentary record as questions to a world, with what the documents answer.
//!
//! - [`question`]: what can be asked of a world.
//! - [`measure`]: which of the model's measures a series of the record is compared with.
//! - [`measurer`]: the answers, found while the world runs.
//! - [`rows`]: the observations, in the unit of the answers.
//! - [`withheld`]: training and test kept apart by type, so that a fit cannot read a test row.

pub mod measure;
pub mod measurer;
pub mod question;
pub mod rows;
#[cfg(test)]
mod tests;
pub mod withheld;
