//! The result of a calibration.

use society::spec::Draws;

/// The result of a calibration: sets of parameters, each as good as any other.
#[derive(Clone, PartialEq, Debug)]
pub struct Posterior {
    /// The command that wrote it.
    pub command: String,
    /// Version of the program.
    pub version: String,
    /// [`crate::Loaded::society_hash`] of what was fitted.
    pub society: String,
    /// [`crate::Split::hash`] of the division of the record.
    pub split: String,
    /// Digest of the observations that were seen.
    pub training: String,
    /// Seed.
    pub seed: u64,
    /// Digest of the calibration.
    pub digest: String,
    /// Keys of the parameters.
    pub parameters: Vec<String>,
    /// The sets: values in the order of the parameters, within the declared ranges.
    pub draws: Vec<Vec<f64>>,
}

impl Posterior {
    /// What a specification draws from.
    pub fn draws(&self) -> Draws {
        Draws { keys: self.parameters.clone(), sets: self.draws.clone(), is_used: false }
    }
}
