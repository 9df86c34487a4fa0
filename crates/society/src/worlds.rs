//! Sets of parameters from a calibration: one specification stands for many, and the seed says which of them a world has.

use std::borrow::Cow;
use std::sync::Arc;

use crate::spec::{Rules, Spec};

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
    fn of(&self, seed: u64) -> impl Iterator<Item = (&str, f64)> {
        let n_sets = self.sets.len() as u64;
        let set = seed.checked_rem(n_sets).map_or(&[][..], |i| &self.sets[i as usize]);
        self.keys.iter().map(String::as_str).zip(set.iter().copied())
    }

    /// Whether they set nothing in any world.
    pub fn is_empty(&self) -> bool {
        !self.is_used || self.keys.is_empty() || self.sets.is_empty()
    }
}

impl Spec {
    /// The specification of the world with this seed: set number `seed % sets` of [`Spec::draws`] is put into the rules, and no
    /// draws are left. Without draws it is this one.
    ///
    /// From a later day on ([`Spec::later`]) the set holds too, except for a parameter that has another value there than on the
    /// first day: a what-if changed it.
    pub fn for_seed(&self, seed: u64) -> Cow<'_, Spec> {
        let has_draws = |spec: &Spec| spec.draws.as_ref().is_some_and(|draws| !draws.is_empty());
        if !has_draws(self) && !self.later.iter().any(|(_, later)| has_draws(later)) {
            return Cow::Borrowed(self);
        }
        let mut world = self.without_draws();
        if let Some(draws) = &self.draws {
            put(draws, seed, &mut world.rules, |_| true);
        }
        for ((_, now), (_, later)) in world.later.iter_mut().zip(&self.later) {
            // A later specification has draws of its own where a what-if took parameters out of them for a time.
            let Some(draws) = later.draws.as_ref().or(self.draws.as_ref()) else { continue };
            put(draws, seed, &mut now.rules, |key| {
                let is_drawn_at_first = self.draws.as_ref().is_some_and(|first| first.keys.iter().any(|k| k == key));
                !is_drawn_at_first || later.rules.get(key) == self.rules.get(key)
            });
        }
        Cow::Owned(world)
    }

    /// The specification with the values that the scenario itself gives, in every world.
    #[must_use]
    pub fn without_draws(&self) -> Spec {
        let mut same = self.clone();
        same.draws = None;
        same.later.iter_mut().for_each(|(_, later)| later.draws = None);
        same
    }

    /// Gives worlds the sets of a calibration, or takes them away.
    pub fn use_draws(&mut self, is_used: bool) {
        for spec in std::iter::once(&mut self.draws).chain(self.later.iter_mut().map(|(_, later)| &mut later.draws)) {
            if let Some(draws) = spec.as_ref().filter(|draws| draws.is_used != is_used) {
                *spec = Some(Arc::new(Draws { is_used, ..(**draws).clone() }));
            }
        }
    }

    /// Has a parameter keep the value that it has now in every world: a user who sets one means it.
    pub fn pin(&mut self, key: &str) {
        for spec in std::iter::once(&mut self.draws).chain(self.later.iter_mut().map(|(_, later)| &mut later.draws)) {
            if let Some(draws) = spec.as_ref().filter(|draws| draws.keys.iter().any(|k| k == key)) {
                *spec = Some(Arc::new(draws.without(key)));
            }
        }
    }
}

fn put(draws: &Draws, seed: u64, rules: &mut Rules, is_free: impl Fn(&str) -> bool) {
    for (key, value) in draws.of(seed).filter(|(key, _)| is_free(key)) {
        assert!(rules.set(key, value), "`{key}` is a declared parameter: whoever made the draws has checked it");
    }
}
