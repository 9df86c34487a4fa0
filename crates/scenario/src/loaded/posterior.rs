//! The result of a calibration.

use engine::digest::{Digest, hex};
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
    /// Digest of the sets, see [`Posterior::digest_of`].
    pub digest: String,
    /// Keys of the parameters.
    pub parameters: Vec<String>,
    /// The sets: values in the order of the parameters, within the declared ranges.
    pub draws: Vec<Vec<f64>>,
}

impl Posterior {
    /// The digest of parameter sets: their names, and every bit of their values.
    pub fn digest_of(keys: &[String], draws: &[Vec<f64>]) -> String {
        let mut digest = Digest::new();
        for key in keys {
            digest.bytes(&(key.len() as u64).to_le_bytes());
            digest.bytes(key.as_bytes());
        }
        for value in draws.iter().flatten() {
            digest.bytes(&value.to_bits().to_le_bytes());
        }
        hex(digest.finish())
    }

    /// What a specification draws from.
    pub fn draws(&self) -> Draws {
        Draws { keys: self.parameters.clone(), sets: self.draws.clone(), is_used: false }
    }
}
