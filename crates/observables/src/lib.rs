//! What is measured on a world.
//!
//! Every quantity has one definition and one implementation here; score, fit, claims, ensembles, comparisons, sensitivity,
//! patterns, the report, the page and the documents read this registry and compute nothing themselves.
//! `tauride list observables` prints [`registry::all`].
//!
//! - [`quantity`]: numbers of a day, by place or scope.
//! - [`dates`]: days on which something comes for the first time.
//! - [`patterns`]: the eight patterns that the model was not told.
//! - [`question`], [`record_observer`]: what the record asks of a world, and the answers.
//! - [`summary`]: what is kept of a world for studies of many.
//! - [`today`]: a day's rows, with its events read once.

pub mod claim_summary;
pub mod dates;
pub mod family;
pub mod patterns;
pub mod quantity;
pub mod question;
pub mod record_observer;
pub mod registry;
pub mod summary;
pub mod today;
