//! The WebAssembly door to the same engine: a run from its scenario to its digest, without a file or a thread.
//!
//! - [`door`]: the functions that a page or a script calls.

pub mod door;
