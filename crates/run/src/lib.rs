//! One world and its files: what is run, recorded, kept and read again.
//!
//! - [`case`]: which world to run: a scenario with the changes asked for on the command line.
//! - [`mod@write`]: one world, day by day, with its tables, its digest and its checkpoint.
//! - [`in_memory`]: one world without files.
//! - [`store`]: the Parquet tables, written so that a table that is not whole never looks whole.
//! - [`disk`]: every change that a command makes to files and folders.
//! - [`manifest`]: `manifest.json`, which says what a run is.
//! - [`index`]: `files.json`, which says which files of a directory are ours and how they were written.
//! - [`settable`]: what of a scenario can be set, and what it is given.
//! - [`world`]: a world on its way: the one loop over its days.
//! - [`worlds`]: what is kept of a world that is run without files.
//! - [`record`]: the documentary record as questions to a world, divided into training and test.
//! - [`findings`]: what a run came to, and its value for each observation of the record, shipped with it.
//! - [`cost`]: what a run or a study will cost, from a trial of a few days.
//! - [`run_data`], [`replay`]: a finished run read again, whole or day by day.
//! - [`mod@reference`]: a published model, run with the same files and the same care.
//!
//! What needs a directory stands behind the feature `files`; the loop and what looks on do not.

#[cfg(feature = "files")]
pub mod case;
#[cfg(feature = "files")]
pub mod checkpoint;
#[cfg(feature = "files")]
pub mod cost;
#[cfg(feature = "files")]
pub mod disk;
pub mod divergence;
#[cfg(feature = "files")]
pub mod error;
#[cfg(feature = "files")]
pub mod findings;
#[cfg(feature = "files")]
pub mod in_memory;
#[cfg(feature = "files")]
pub mod index;
#[cfg(feature = "files")]
pub mod manifest;
#[cfg(feature = "files")]
pub mod memory;
pub mod record;
pub mod record_dates;
#[cfg(feature = "files")]
pub mod reference;
#[cfg(feature = "files")]
pub mod replay;
#[cfg(feature = "files")]
pub mod run_data;
pub mod scale;
#[cfg(feature = "files")]
pub mod settable;
#[cfg(feature = "files")]
pub mod store;
pub mod world;
pub mod worlds;
#[cfg(feature = "files")]
pub mod write;

#[cfg(feature = "files")]
pub use error::Error;

/// Version of the program with what it was built from (`0.1.0+84a1...`), written into every manifest and checkpoint: a world of
/// another build is another world.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("TAURIDE_BUILD"));
