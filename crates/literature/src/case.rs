//! A model with chosen values of its parameters.

use models::model::Range;
use models::{Model, SetError, Settings};
use scenario::{Problem, Problems};

/// A model with chosen values of its parameters.
#[derive(Clone, Debug)]
pub struct Case {
    settings: Settings,
}

impl Case {
    /// The model of this name, with these settings (`KEY=VALUE`).
    ///
    /// # Errors
    /// Every fault of the name and the settings at once.
    pub fn open(name: &str, seed: u64, given: &[String]) -> Result<Case, Problems> {
        match models::find(name) {
            Some(model) => Case::of(model, seed, given),
            None => {
                // Which keys are right is not known without the model; a setting without a value is wrong in any.
                let shapeless = given.iter().filter(|setting| !setting.contains('=')).map(|setting| shapeless(setting));
                Err(Problems(std::iter::once(no_such_model(name)).chain(shapeless).collect()))
            }
        }
    }

    /// This model, with these settings.
    ///
    /// # Errors
    /// Every fault of the settings at once.
    pub fn of(model: &'static Model, seed: u64, given: &[String]) -> Result<Case, Problems> {
        let mut settings = Settings::new(model, seed);
        let mut faults: Vec<Problem> = given.iter().filter_map(|setting| set(&mut settings, setting)).collect();
        faults.extend(scenario::set_twice(given));
        if faults.is_empty() {
            let as_given =
                |key: &str| given.iter().rfind(|setting| setting.split('=').next().map(str::trim) == Some(key));
            faults.extend(settings.misfits().into_iter().map(|misfit| {
                let setting = as_given(misfit.key).map_or(misfit.key, String::as_str);
                Problem::of_file(format!("--set {setting}"), misfit.what).expected(misfit.expected)
            }));
        }
        if faults.is_empty() { Ok(Case { settings }) } else { Err(Problems(faults)) }
    }

    /// A model with values that were found to fit together.
    pub(crate) fn fitting(settings: Settings) -> Case {
        Case { settings }
    }

    /// The model.
    pub fn model(&self) -> &'static Model {
        self.settings.model()
    }

    /// The values of its parameters.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A command that repeats the run. Keys and values are words and numbers, which a shell takes as they are.
    pub fn command(&self) -> String {
        let mut words = vec![format!("tauride model {} --seed {}", self.model().name, self.settings.seed())];
        words.extend(changed(&self.settings).iter().map(|(key, value)| format!("--set {key}={value}")));
        words.join(" ")
    }

    /// The parameters that do not have their default value.
    pub fn changed(&self) -> Vec<(&'static str, String)> {
        changed(&self.settings)
    }
}

/// The parameters that do not have their default value.
pub(crate) fn changed(settings: &Settings) -> Vec<(&'static str, String)> {
    let defaults = Settings::new(settings.model(), 0).in_words();
    let pairs = settings.in_words().into_iter().zip(defaults);
    pairs.filter(|(own, default)| own != default).map(|(own, _)| own).collect()
}

/// That there is no model of this name.
pub(crate) fn no_such_model(name: &str) -> Problem {
    let known: Vec<&str> = models::MODELS.iter().map(|model| model.name).collect();
    Problem::of_file(name, "there is no model of this name")
        .help(format!("there are {}", known.join(", ")))
        .nearest(name, known)
}

fn shapeless(setting: &str) -> Problem {
    Problem::of_file(format!("--set {setting}"), "a setting needs a key and a value").expected("KEY=VALUE")
}

/// The words that a parameter may be; none where it is a number.
pub(crate) fn words(range: Range) -> Vec<&'static str> {
    match range {
        Range::Word(words) => words.to_vec(),
        Range::Preset(_, presets) => presets.iter().map(|preset| preset.word).collect(),
        Range::Real(..) | Range::Whole(..) => Vec::new(),
    }
}

/// Applies one setting; what is wrong with it, if anything is.
fn set(settings: &mut Settings, setting: &str) -> Option<Problem> {
    let Some((key, value)) = setting.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else {
        return Some(shapeless(setting));
    };
    let model = settings.model();
    let fault = |what: String| Problem::of_file(format!("--set {setting}"), what);
    match settings.set(key, value) {
        Ok(()) => None,
        Err(SetError::Unknown) => {
            let keys: Vec<&str> = model.params.iter().map(|param| param.key).collect();
            let all = if keys.is_empty() { "it has none".into() } else { format!("it has {}", keys.join(", ")) };
            Some(fault(format!("`{key}` is not a parameter of {}", model.name)).help(all).nearest(key, keys))
        }
        Err(SetError::Expected(expected)) => {
            let problem = fault(format!("`{key}` cannot be this")).expected(expected).found(value);
            let range = model.params.iter().find(|param| param.key == key).map(|param| param.range);
            Some(problem.nearest(value, range.map(words).unwrap_or_default()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_command_needs_no_quotes() {
        let is_plain = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=,+".contains(c));
        for model in models::MODELS {
            let keys = model.params.iter().map(|param| param.key);
            let words = model.params.iter().flat_map(|param| words(param.range));
            assert!(keys.chain(words).all(|word| !word.is_empty() && is_plain(word)), "{}", model.name);
        }
        let case = Case::open("granovetter", 3, &["thresholds=continuous".into(), "sd=1e1".into()]);
        let command = case.expect("the settings are right").command();
        assert_eq!(command, "tauride model granovetter --seed 3 --set thresholds=continuous --set sd=10");
    }
}
