//! Calibration without a likelihood: fitting parameters to observed summaries through runs alone.
//!
//! A [`Fit`] follows a [`Plan`] of stages. It runs nothing itself: it names the runs that it needs,
//! [`Fit::next_batch`], and takes their summaries, [`Fit::absorb`], in any order and in as many parts as they come.
//! The same runs give the same bits, whenever and on however many threads they were made.
//!
//! - [`prior`]: what is believed of each parameter before any run; probit coordinates.
//! - [`target`]: the observed summaries, their errors, and the model's discrepancy.
//! - [`design`]: Latin hypercubes and the prior predictive.
//! - [`history`]: history matching, with the regressions of [`emulator`].
//! - [`moves`]: sequential Monte Carlo for a dozen parameters: moves that keep the prior.
//! - [`weighted`]: weighted samples and their regression adjustment.
//! - [`posterior`]: means, quantiles, contraction, and what is not identified.
//! - [`bank`]: a posterior from a bank of runs, and the calibration of that very estimator.
//! - [`calibration`]: simulation-based calibration from the runs already made.

pub mod bank;
pub mod calibration;
pub mod design;
mod driver;
pub mod emulator;
pub mod history;
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

pub use driver::{Fit, Job, Outcome, Plan, Run, Stage, StagePlan};
