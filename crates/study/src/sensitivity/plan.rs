//! What is moved and read out, and in how many worlds.

use std::sync::atomic::AtomicBool;

use engine::digest::Digest;
use run::Error;
use run::case::{Case, Changes};
use run::worlds::{self, Job};
use society::spec::Spec;
use stats::sensitivity::{morris, sequence, sobol};

use super::factors::{self, Factor};
use super::outputs::{self, Measured, Output};

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Levels of each factor in the screening.
pub const LEVELS: usize = 4;
/// Resamples of the bootstrap.
pub(super) const RESAMPLES: u32 = 1000;
/// Most factors whose shares can be computed.
const MOST_SHARES: usize = sequence::DIMENSIONS / 2;

/// Most trajectories of a screening: each has a world for every factor.
const MOST_TRAJECTORIES: usize = 10_000;

/// How large a study is.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Rows of the base sample of the shares, a power of two.
    pub base: usize,
    /// Factors whose shares are computed.
    pub factors: usize,
    /// Whether shares of pairs are computed too.
    pub second_order: bool,
    /// Whether to screen only.
    pub screen_only: bool,
}

impl Default for Size {
    fn default() -> Self {
        Size { trajectories: 16, base: 64, factors: 6, second_order: false, screen_only: false }
    }
}

/// What is asked.
pub struct Plan {
    /// The scenario as it is.
    pub case: Case,
    /// What is moved.
    pub factors: Vec<Factor>,
    /// What is read out.
    pub outputs: Vec<Output>,
    /// How large it is.
    pub size: Size,
    /// The names that the user chose, for the command that repeats it.
    pub(super) given: Vec<String>,
}

/// A world of the study: what is moved to where, and its seed.
pub(super) struct World {
    seed: u64,
    /// Factor and value.
    moved: Vec<(usize, f64)>,
}

impl Plan {
    /// Opens a study of these factors, by name or group; of all where none is named.
    ///
    /// # Errors
    /// When the scenario, a setting, a name or a size is wrong.
    pub fn open(name: &str, changes: &Changes, given: &[String], size: Size) -> Result<Plan, Error> {
        let mut case = Case::open(name, changes)?;
        // Parameters are moved about their committed values.
        case.loaded.spec = case.loaded.spec.without_draws();
        let factors = factors::choose(&case.loaded.spec, given)?;
        let faults = size.faults();
        if !faults.is_empty() {
            return Err(Error::Request(faults.join("; ")));
        }
        case.loaded.spec.end = case.end;
        case.loaded.spec.later.iter_mut().for_each(|(_, spec)| spec.end = case.end);
        let outputs = outputs::of(&case.loaded);
        Ok(Plan { case, factors, outputs, size, given: given.to_vec() })
    }

    pub(super) fn spec(&self) -> &Spec {
        &self.case.loaded.spec
    }

    pub(super) fn screening(&self) -> morris::Plan {
        morris::Plan {
            inputs: self.factors.len(),
            trajectories: self.size.trajectories,
            levels: LEVELS,
            chance: true,
            seed: self.case.seed,
        }
    }

    /// Factors whose shares are computed.
    pub(super) fn n_shares(&self) -> usize {
        if self.size.screen_only { 0 } else { self.size.factors.min(self.factors.len()) }
    }

    pub(super) fn shares(&self) -> sobol::Plan {
        sobol::Plan {
            inputs: self.n_shares(),
            base: self.size.base,
            second_order: self.size.second_order,
            chance: true,
            seed: self.case.seed,
        }
    }

    /// A world of these factors at this point of the unit cube.
    pub(super) fn world(&self, factors: &[usize], point: &[f64], replicate: u64) -> World {
        let moved = factors.iter().zip(point).map(|(factor, share)| (*factor, self.factors[*factor].at(*share)));
        World { seed: self.case.seed.wrapping_add(replicate), moved: moved.collect() }
    }

    /// A number for what a world is run with: its seed and all values that are not as they were.
    pub(super) fn number(&self, world: &World) -> u64 {
        let mut digest = Digest::new();
        digest.bytes(&world.seed.to_le_bytes());
        for (factor, value) in world.moved.iter().filter(|(factor, value)| self.factors[*factor].as_it_is != *value) {
            digest.bytes(self.factors[*factor].name.as_bytes());
            digest.bytes(&[0]);
            digest.bytes(&value.to_bits().to_le_bytes());
        }
        digest.finish() as u64
    }

    pub(super) fn run_world(&self, number: u64, world: &World, stop: &AtomicBool) -> Option<Measured> {
        let mut spec = self.spec().clone();
        for (factor, value) in &world.moved {
            self.factors[*factor].apply(&mut spec, *value);
        }
        let summary = worlds::run(Job { spec: &spec, seed: world.seed, scale: self.case.scale }, stop)?;
        Some(Measured::of(&spec, &self.outputs, number, &summary))
    }
}

impl Size {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(2..=MOST_TRAJECTORIES).contains(&self.trajectories) {
            let what = format!("--trajectories is a number from 2 to {MOST_TRAJECTORIES}, not {}", self.trajectories);
            faults.push(what);
        }
        if !self.screen_only {
            if self.base < 2 || !self.base.is_power_of_two() || self.base > sequence::POINTS {
                faults.push(format!("--base is a power of two, such as 64, not {}", self.base));
            }
            if self.factors == 0 || self.factors > MOST_SHARES {
                faults.push(format!("--factors is a number from 1 to {MOST_SHARES}, not {}", self.factors));
            }
        }
        faults
    }
}
