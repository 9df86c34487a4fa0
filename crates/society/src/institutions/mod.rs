//! Institutions: what people build and what outlasts their mood.

pub mod army;
pub mod congress;
pub mod council;
pub mod government;
pub mod party;
