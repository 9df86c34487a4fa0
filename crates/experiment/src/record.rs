//! The documentary record as questions to a world, with what the documents answer.
//!
//! - [`question`]: what can be asked of a world.
//! - [`measurer`]: the answers, found while the world runs.
//! - [`rows`]: the observations, in the unit of the answers.
//! - [`withheld`]: training and test kept apart by type, so that a fit cannot read a test row.

pub mod measurer;
pub mod question;
pub mod rows;
#[cfg(test)]
mod tests;
pub mod withheld;
