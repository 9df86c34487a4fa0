//! The documentary record as questions to a world, with what the documents answer.
//!
//! - [`mod@division`]: what is measured in which place is training, and what is test.
//! - [`measure`]: which of the model's measures a series of the record is compared with.
//! - [`mod@observed`]: the observations beside a world's values.
//! - [`rows`]: the observations, in the unit of the answers.
//! - [`sources`]: the sources as readers know them.
//! - [`training`]: the training rows by themselves, so that a fit cannot read a test row.

pub mod division;
pub mod measure;
pub mod observed;
pub mod rows;
pub mod sources;
#[cfg(test)]
mod tests;
pub mod training;
