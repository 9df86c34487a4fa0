//! Calibration without a likelihood: fitting parameters to observed summaries through runs alone.
//!
//! A [`Fit`] follows a [`Plan`] of stages. It runs nothing itself: it names the runs that it needs,
//! [`Fit::next_batch`], and takes their summaries, [`Fit::absorb`], in any order and in as many parts as they come. It
//! is a plain value that can be written as JSON after any of these calls and go on to the same bits. [`drive`] runs one
//! on several threads.
//!
//! - [`prior`]: what is believed of each parameter before any run; probit coordinates.
//! - [`target`]: the observed summaries, their errors, and the model's discrepancy.
//! - [`design`]: Latin hypercubes and the prior predictive.
//! - [`history`]: history matching, with the regressions of [`emulator`].
//! - [`inversion`]: ensemble Kalman inversion.
//! - [`moves`]: sequential Monte Carlo for a dozen parameters: moves that keep the prior.
//! - [`abc`]: sequential Monte Carlo by weights, and in [`weighted`] its regression adjustment.
//! - [`posterior`]: means, quantiles, contraction, and what is not identified.
//! - [`calibration`]: simulation-based calibration from the runs already made.

pub mod abc;
pub mod calibration;
pub mod design;
mod driver;
pub mod emulator;
pub mod history;
pub mod inversion;
mod linear;
mod method;
pub mod moves;
pub mod posterior;
pub mod prior;
mod statistics;
pub mod target;
#[cfg(test)]
mod tests;
pub mod weighted;

pub use driver::{Fit, Job, Outcome, Plan, Run, Stage, StagePlan, drive};
