//! The kernel under Tauride's models. It knows no domain word, no file, no clock and no environment.

// Unsafe code is forbidden here and in every crate below the surfaces.
pub mod calendar;
pub mod cells;
pub mod digest;
pub mod draw;
pub mod math;
pub mod param;
pub mod record;
pub mod snapshot;
pub mod words;
