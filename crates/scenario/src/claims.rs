//! Claims: what historians and theorists assert, put as experiments in `claims.toml`.
//!
//! A claim is a statement, who makes it, what would contradict it, and tests: a measure in worlds with and without a list of
//! what-ifs, the direction claimed, and the smallest change that matters. All of it is fixed before any run. A claim that the
//! model cannot test says why. Claims of all schools are read and judged by the same code. No claim reaches a world: the file
//! is no part of the scenario's digest.
//!
//! Uses all that stands before it: what-ifs, the record, tables and readers of text.

mod known;
pub(crate) mod read;
pub(crate) mod rule;

use crate::loaded::Loaded;
use crate::loaded::claim::{Claim, ClaimsText, PersonRule};
use crate::loaded::what_if::Chosen;
use crate::problem::Problems;
use crate::read::source::Log;
use crate::what_if::apply_interventions;

/// The claims of a scenario and its rival rules of the person. Faults of its own file are told; of a base's file only what
/// fits is taken.
pub(crate) fn claims(loaded: &Loaded, text: &ClaimsText, log: &Log) -> (Vec<Claim>, Vec<PersonRule>) {
    let quiet = Log::default();
    read::claims(loaded, text, if text.is_own { log } else { &quiet })
}

/// Applies the what-ifs of every arm of every claim, and tells what does not go together.
///
/// # Errors
/// Every fault of every arm at once.
pub fn check_claims(loaded: &Loaded) -> Result<(), Problems> {
    let mut arms: Vec<&Vec<String>> =
        loaded.claims.iter().flat_map(|c| &c.tests).flat_map(|t| [&t.base, &t.with]).collect();
    arms.sort();
    arms.dedup();
    let mut faults = Vec::new();
    // One what-if alone is checked with the what-ifs.
    for arm in arms.into_iter().filter(|arm| arm.len() > 1) {
        let chosen: Vec<Chosen> = arm.iter().map(|name| Chosen::Named(name.clone())).collect();
        if let Err(problems) = apply_interventions(&mut loaded.clone(), &chosen) {
            faults.extend(problems.0);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problems(faults)) }
}
