//! What the runs are compared with, and how far off they may be.

use crate::Refused;

/// One observed summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// What it is.
    pub name: String,
    /// The observed value.
    pub value: f64,
    /// Standard deviation of the error of the observation, in the summary's unit.
    pub error_sd: f64,
    /// Standard deviation of the model's discrepancy: how far the best run of the best parameters may be from the truth
    /// (Kennedy and O'Hagan 2001), in the summary's unit.
    pub discrepancy_sd: f64,
}

/// The observed summaries, in the order in which the simulator gives its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The summaries.
    pub observations: Vec<Observation>,
    /// For each fidelity, the standard deviation of what it adds to the discrepancy of each summary: a coarse run
    /// stands for a fine one with this error. A fidelity that is not listed adds nothing.
    pub coarse_sd: Vec<Vec<f64>>,
}

impl Target {
    /// The observed values.
    pub fn values(&self) -> Vec<f64> {
        self.observations.iter().map(|o| o.value).collect()
    }

    /// The variance of each observed value about a run without randomness, at this fidelity: error, discrepancy and
    /// coarseness.
    pub fn variance(&self, fidelity: u32) -> Vec<f64> {
        let coarse = self.coarse_sd.get(fidelity as usize);
        (0..self.observations.len())
            .map(|k| {
                let o = &self.observations[k];
                let c = coarse.map_or(0.0, |sd| sd[k]);
                o.error_sd * o.error_sd + o.discrepancy_sd * o.discrepancy_sd + c * c
            })
            .collect()
    }

    /// Refuses what no fit can work with.
    pub(crate) fn check(&self) -> Result<(), Refused> {
        if self.observations.is_empty() {
            return Err(Refused("a fit needs at least one observed summary".into()));
        }
        let is_sd = |x: f64| x.is_finite() && x >= 0.0;
        for o in &self.observations {
            if !o.value.is_finite() || !is_sd(o.error_sd) || !is_sd(o.discrepancy_sd) {
                return Err(Refused(format!("{}: needs a value and standard deviations of 0 or more", o.name)));
            }
        }
        for sds in &self.coarse_sd {
            if sds.len() != self.observations.len() || !sds.iter().all(|x| is_sd(*x)) {
                return Err(Refused("coarse_sd needs one standard deviation for each summary".into()));
            }
        }
        Ok(())
    }
}

/// Which fidelity each round of a method runs at; the last one listed holds for all later rounds. Empty means 0
/// throughout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule(pub Vec<u32>);

impl Schedule {
    /// The fidelity of a round, counted from 0.
    pub fn at(&self, round: u32) -> u32 {
        self.0.get(round as usize).or(self.0.last()).copied().unwrap_or(0)
    }
}
