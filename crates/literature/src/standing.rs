//! What a page asks for, how the parameters then stand, and what is wrong with them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use models::model::Range;
use models::{Misfit, Model, SetError, Settings};
use scenario::nearest;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, ModelParameter, parameters};
use crate::case::{Case, no_such_model, words};
use crate::play::play;

/// Halvings of the way from a value that fits to one that does not; after these, both are alike to the last digit.
const HALVINGS: u32 = 60;
/// Most decimals of a value that is proposed.
const MOST_DECIMALS: usize = 6;

/// A value that is proposed lies at most so far from the one that is nearest, so that it can be short.
const ALIKE: f64 = 1e-3;

/// A run that a page asks for.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts", rename = "ModelAsked"))]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Name of the model.
    pub model: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Parameters set by hand, with their values as text.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

/// How the parameters of a model stand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts", rename = "ModelReply"))]
pub struct Reply {
    /// The command that makes this run.
    pub command: String,
    /// Every parameter with its value.
    pub parameters: Vec<ModelParameter>,
    /// Parameters that change nothing with the other values.
    pub idle: Vec<IdleParameter>,
    /// What is wrong; nothing can be run while anything is.
    pub faults: Vec<ModelFault>,
}

/// A parameter that changes nothing with the other values.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct IdleParameter {
    /// Its key.
    pub key: String,
    /// The parameter that decides whether it counts.
    pub of: String,
    /// What that parameter is now.
    pub now: String,
    /// With which of its words this one would count.
    pub words: Vec<String>,
}

/// What is wrong with a setting.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelFault {
    /// The key that was set.
    pub key: String,
    /// Whether the model has such a parameter.
    pub is_known: bool,
    /// The value that it was given.
    pub given: String,
    /// What is wrong, as a sentence without a full stop.
    pub what: String,
    /// What would be right.
    pub expected: String,
    /// The nearest key, where the model has none of this name; otherwise the nearest value that is allowed.
    pub nearest: Option<String>,
}

impl Asked {
    /// Reads what a page sends, which is JSON.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(text: &str) -> Result<Asked, String> {
        serde_json::from_str(text).map_err(|e| format!("the request cannot be read: {e}"))
    }

    /// The model with these values as far as they can be set, and what is wrong with them.
    fn settings(&self) -> Result<(Settings, Vec<ModelFault>), String> {
        let model = models::find(&self.model).ok_or_else(|| no_such_model(&self.model).to_string())?;
        let mut settings = Settings::new(model, self.seed);
        let mut faults = Vec::new();
        for (key, given) in &self.set {
            faults.extend(settings.set(key, given).err().map(|error| refused(model, key, given, error)));
        }
        if faults.is_empty() {
            faults = settings.misfits().into_iter().map(|misfit| self.unfit(&settings, misfit)).collect();
        }
        Ok((settings, faults))
    }

    /// A misfit as a fault.
    fn unfit(&self, settings: &Settings, misfit: Misfit) -> ModelFault {
        let value = settings.in_words().into_iter().find(|(key, _)| *key == misfit.key).map(|(_, value)| value);
        ModelFault {
            key: misfit.key.to_owned(),
            is_known: true,
            given: self.set.get(misfit.key).cloned().or(value).unwrap_or_default(),
            nearest: nearest_that_fits(settings, misfit.key),
            what: misfit.what,
            expected: misfit.expected,
        }
    }

    /// How the parameters stand, and what is wrong with them.
    ///
    /// # Errors
    /// When there is no such model.
    pub fn standing(&self) -> Result<Reply, String> {
        let (settings, faults) = self.settings()?;
        let idle = settings.idle().into_iter().map(|(key, needs)| IdleParameter {
            key: key.to_owned(),
            of: needs.of.to_owned(),
            now: settings.word(needs.of).to_owned(),
            words: needs.words.iter().map(|word| (*word).to_owned()).collect(),
        });
        Ok(Reply {
            idle: idle.collect(),
            parameters: parameters(&settings),
            command: Case::fitting(settings).command(),
            faults,
        })
    }

    /// Makes the run; `told` hears how many steps of how many are done.
    ///
    /// # Errors
    /// When there is no such model, or a setting is wrong.
    pub fn run(&self, told: &mut dyn FnMut(u64, u64)) -> Result<Answer, String> {
        let (settings, faults) = self.settings()?;
        if !faults.is_empty() {
            let said = faults.iter().map(|f| format!("{}={}: {}; expected {}", f.key, f.given, f.what, f.expected));
            return Err(said.collect::<Vec<_>>().join("; "));
        }
        let case = Case::fitting(settings);
        let played = play(&case, &mut |done, of| {
            told(done, of);
            ControlFlow::Continue(())
        });
        Ok(Answer::of(&case, &played.outcome, played.digest))
    }
}

/// Why a parameter could not be set.
fn refused(model: &Model, key: &str, given: &str, error: SetError) -> ModelFault {
    let fault = |is_known, what, expected, nearest| ModelFault {
        key: key.to_owned(),
        is_known,
        given: given.to_owned(),
        what,
        expected,
        nearest,
    };
    match error {
        SetError::Unknown => {
            let keys: Vec<&str> = model.params.iter().map(|param| param.key).collect();
            let near = nearest(key, keys.iter().copied()).map(str::to_owned);
            fault(false, "it is not a parameter of this model".to_owned(), format!("one of {}", keys.join(", ")), near)
        }
        SetError::Expected(expected) => {
            let range = model.params.iter().find(|param| param.key == key).map(|param| param.range);
            fault(true, "it cannot be this".to_owned(), expected, range.and_then(|range| nearest_in(range, given)))
        }
    }
}

/// The value of a range that is nearest to what was given; nothing where that is no number, and like no word.
fn nearest_in(range: Range, given: &str) -> Option<String> {
    let number = given.trim().parse::<f64>().ok().filter(|x| !x.is_nan());
    match range {
        Range::Real(_, low, high) => number.map(|x| x.clamp(low, high).to_string()),
        Range::Whole(_, low, high) => number.map(|x| (x.round().max(0.0) as u64).clamp(low, high).to_string()),
        Range::Word(_) | Range::Preset(..) => nearest(given, words(range)).map(str::to_owned),
    }
}

/// The number nearest to what a parameter has with which everything fits; nothing where none does, or it is a word.
fn nearest_that_fits(settings: &Settings, key: &str) -> Option<String> {
    let range = settings.model().params.iter().find(|param| param.key == key)?.range;
    let (ends, is_whole) = match range {
        Range::Real(default, low, high) => ([default, low, high], false),
        Range::Whole(default, low, high) => ([default, low, high].map(|x| x as f64), true),
        Range::Word(_) | Range::Preset(..) => return None,
    };
    let fits = |x: f64| {
        let mut other = settings.clone();
        other.set(key, &x.to_string()).is_ok() && other.misfits().is_empty()
    };
    let mut good = ends.into_iter().find(|x| fits(*x))?;
    let mut bad = settings.real(key);
    for _ in 0..HALVINGS {
        let middle = if is_whole { ((good + bad) / 2.0).round() } else { (good + bad) / 2.0 };
        if fits(middle) { good = middle } else { bad = middle }
    }
    let written = (0..=MOST_DECIMALS).map(|digits| format!("{good:.digits$}")).find(|text| {
        let near: f64 = text.parse().unwrap_or(f64::NAN);
        fits(near) && (near - good).abs() <= ALIKE
    });
    Some(written.unwrap_or_else(|| good.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(model: &str, set: &[(&str, &str)]) -> Asked {
        let set = set.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Asked { model: model.to_owned(), seed: 1, set }
    }

    fn faults(model: &str, set: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
        let standing = asked(model, set).standing().expect("there is such a model");
        standing.faults.into_iter().map(|fault| (fault.key, fault.nearest)).collect()
    }

    #[test]
    fn law_a_fault_is_told_with_the_nearest_value() {
        let told = |key: &str, near: Option<&str>| vec![(key.to_owned(), near.map(str::to_owned))];
        assert_eq!(faults("granovetter", &[]), []);
        assert_eq!(faults("granovetter", &[("people", "20000")]), told("people", Some("10000")));
        assert_eq!(faults("granovetter", &[("people", "many")]), told("people", None));
        assert_eq!(faults("granovetter", &[("peple", "20")]), told("peple", Some("people")));
        assert_eq!(faults("granovetter", &[("thresholds", "unifrom")]), told("thresholds", Some("uniform")));
        let crowded = [("population_density", "0.9"), ("cop_density", "0.25")];
        assert_eq!(faults("epstein-1", &crowded), told("cop_density", Some("0.1")));
        assert!(asked("granoveter", &[]).standing().is_err_and(|text| text.contains("did you mean `granovetter`?")));
    }

    #[test]
    fn law_what_changes_nothing_is_told() {
        let idle = |set: &[(&str, &str)]| {
            let standing = asked("granovetter", set).standing().expect("there is such a model");
            standing.idle.into_iter().map(|idle| idle.key).collect::<Vec<_>>()
        };
        assert_eq!(idle(&[]), ["mean", "sd", "rounding", "populations"]);
        assert_eq!(idle(&[("thresholds", "continuous")]), ["rounding", "populations"]);
        assert_eq!(faults("granovetter", &[("sd", "12")])[0].0, "sd");
    }

    #[test]
    fn same_digest_whoever_looks_on() {
        let one = asked("galam", &[]);
        let mut steps = 0;
        let run = one.run(&mut |_, _| steps += 1).expect("the paper's values fit");
        assert!(steps > 0 && run.digest.is_some());
        assert_eq!(run.digest, one.run(&mut |_, _| {}).expect("they do").digest);
        assert!(asked("galam", &[("levels", "many")]).run(&mut |_, _| {}).is_err());
    }
}
