//! The terms of a society: what a scenario gives ([`inputs`]), what actors choose between and by which weights
//! ([`decisions`]), what is told ([`events`]) and which tables are written ([`tables`]). Nothing here changes with the days;
//! the `society` crate lives them.

pub mod constraints;
pub mod decide;
pub mod decisions;
pub mod demand;
mod event_rows;
pub mod events;
pub mod inputs;
pub mod powers;
pub mod tables;
