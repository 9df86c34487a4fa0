//! The WebAssembly door to the same engine: a run from its scenario to its digest, without a file or a thread.
//!
//! - [`course`]: a whole run in memory, and the digest that `tauride run` prints for it.
//! - [`door`]: the functions that a page or a script calls.

pub mod course;
pub mod door;
