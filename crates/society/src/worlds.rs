//! Sets of parameters from a calibration: one specification stands for many, and the seed says which of them a world has.

/// Sets of values of some parameters, each as good as any other after a calibration.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Draws {
    /// Keys of the parameters, such as `grievance.rise_per_day`.
    pub keys: Vec<String>,
    /// The sets: values in the order of the keys, within the declared ranges.
    pub sets: Vec<Vec<f64>>,
    /// Whether worlds have them; else they are only there to be asked for.
    pub is_used: bool,
}

impl Draws {
    /// The same sets without the values of one parameter.
    #[must_use]
    pub fn without(&self, key: &str) -> Draws {
        let kept: Vec<usize> = (0..self.keys.len()).filter(|&i| self.keys[i] != key).collect();
        let values = |set: &Vec<f64>| kept.iter().filter_map(|&i| set.get(i).copied()).collect();
        Draws {
            keys: kept.iter().map(|&i| self.keys[i].clone()).collect(),
            sets: self.sets.iter().map(values).collect(),
            is_used: self.is_used,
        }
    }

    /// Keys and values of the set of a world.
    pub(crate) fn of(&self, seed: u64) -> impl Iterator<Item = (&str, f64)> {
        let n_sets = self.sets.len() as u64;
        let set = seed.checked_rem(n_sets).map_or(&[][..], |i| &self.sets[i as usize]);
        self.keys.iter().map(String::as_str).zip(set.iter().copied())
    }

    /// Whether they set nothing in any world.
    pub fn is_empty(&self) -> bool {
        !self.is_used || self.keys.is_empty() || self.sets.is_empty()
    }
}
