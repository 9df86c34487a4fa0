//! Files as users write them: TOML values and CSV rows, each with its place, and the log of what is wrong with them.
//!
//! Nothing here knows what a value means. Each file uses only what stands before it: [`problem`], [`source`], [`raw`],
//! [`csv_table`], [`field`]; [`files`] are bytes, from wherever they came.

pub mod csv_table;
pub mod field;
pub mod files;
pub mod problem;
pub mod raw;
pub mod source;
