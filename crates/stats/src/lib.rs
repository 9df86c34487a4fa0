//! Mathematics over numbers: no society, no scenario, no file.
//!
//! - [`binomial`], [`interval`], [`branching`]: shares and their intervals.
//! - [`paired`]: two arms that share every draw but for one change.
//! - [`mod@score`]: foretold and observed, beside baselines.
//! - [`sensitivity`]: which inputs move an output.
//! - [`fit`]: calibration without a likelihood: history matching, sequential Monte Carlo, and their checks.
//! - [`number`]: numbers as readers see them.

use std::fmt;

pub mod binomial;
pub mod branching;
mod chi_square;
mod draw;
pub mod fit;
pub mod interval;
pub mod number;
pub mod paired;
pub mod score;
pub mod sensitivity;

/// A request that cannot be met as it stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
