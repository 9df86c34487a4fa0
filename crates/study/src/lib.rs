//! Studies of many worlds: what is run, what is kept of each world, and what they answer together.
//!
//! A module has the name of the command that runs it.
//!
//! - [`ensemble`]: worlds that differ in their seed alone.
//! - [`compare`]: worlds in pairs with and without a what-if.
//! - [`sweep`]: worlds at the points of a design over parameters, switches, inputs and what-ifs, in one table.
//! - [`bank`]: worlds at the points of a design, each with its answers to every question of the record.
//! - [`cases`]: every society that comes with the program, with one set of numbers, against its record.
//! - [`branch`]: one world branched with other chance on many days.
//! - [`sensitivity`]: which parameters and which inputs the outcome depends on.
//! - [`mod@score`]: worlds scored against the documentary record.
//! - [`world_row`]: a world as a row of a table.
//! - [`schema`], [`series`]: what the answers, which are JSON files, are made of.
//!
//! All but the score have one frame ([`frame`]): the directory, the [`journal`] of what is finished, threads, the answer.
//! [`mod@finished`] finds directories that hold something finished, and their pages; [`parts`] makes a study in parts, by
//! many processes.

pub mod asked;
pub mod bank;
pub mod branch;
pub mod cases;
pub mod compare;
pub mod ensemble;
pub mod finished;
pub mod frame;
pub mod journal;
pub mod parts;
pub mod schema;
pub mod score;
pub mod sensitivity;
pub mod series;
pub mod sweep;
pub mod world_row;
pub mod worlds;

pub use frame::{Ended, Resources, Study, run};
