//! Settings from the command line: `KEY=VALUE` for a parameter or a mechanism.

use std::collections::BTreeMap;

use society::spec::{MECHANISMS, Spec};

use crate::problem::{Problem, Problems, nearest};
use crate::tables::parameters::{declared, not_a_group, not_a_parameter};

/// Sets parameters (`grievance.rise_per_day=0.1`) and mechanisms (`councils=off`), checked as files are; `posterior=on` gives
/// each world a parameter set of the scenario's posterior. Nothing is changed when one of them is wrong.
///
/// # Errors
/// Every setting that names nothing, or whose value is out of range.
pub fn apply_settings<S: AsRef<str>>(spec: &mut Spec, settings: &[S]) -> Result<(), Problems> {
    let mut changed = spec.clone();
    let mut faults: Vec<Problem> = settings.iter().filter_map(|s| apply(&mut changed, s.as_ref())).collect();
    faults.extend(set_twice(settings));
    if !faults.is_empty() {
        return Err(Problems(faults));
    }
    *spec = changed;
    Ok(())
}

/// Tells of every key that is set a second time: which of the two was meant, nobody can say.
pub fn set_twice<S: AsRef<str>>(settings: &[S]) -> Vec<Problem> {
    let key = |setting: &str| {
        let key = setting.split('=').next().unwrap_or_default().trim();
        key.strip_prefix("mechanisms.").unwrap_or(key).to_owned()
    };
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    // One without a value is a fault of its own.
    for setting in settings.iter().map(AsRef::as_ref).filter(|setting| setting.contains('=')) {
        match first.get(&key(setting)) {
            Some(before) => {
                let what = format!("`{}` is set twice", key(setting));
                let problem = Problem::of_file(format!("--set {setting}"), what);
                faults.push(problem.help(format!("keep this or `--set {before}`")));
            }
            None => drop(first.insert(key(setting), setting)),
        }
    }
    faults
}

/// What is wrong with one setting, if anything is.
pub(crate) fn fault(spec: &Spec, setting: &str) -> Option<Problem> {
    apply(&mut spec.clone(), setting)
}

/// Applies one setting; what is wrong with it, if anything is.
fn apply(spec: &mut Spec, setting: &str) -> Option<Problem> {
    let fault = |what: String| Problem::of_file(format!("--set {setting}"), what);
    let Some((key, value)) = setting.split_once('=').map(|(k, v)| (k.trim(), v.trim())) else {
        return Some(fault("a setting needs a key and a value".into()).expected("KEY=VALUE"));
    };
    if key == "posterior" {
        return match value {
            "true" | "on" if spec.draws.is_none() => Some(fault("this scenario has no posterior".into())),
            "true" | "on" => {
                spec.use_draws(true);
                None
            }
            "false" | "off" => {
                spec.use_draws(false);
                None
            }
            _ => Some(
                fault("`posterior` says whether worlds have its parameter sets".into())
                    .expected("on or off")
                    .found(value),
            ),
        };
    }
    let name = key.strip_prefix("mechanisms.").unwrap_or(key);
    if MECHANISMS.iter().any(|(m, _)| *m == name) {
        let on = match value {
            "true" | "on" => true,
            "false" | "off" => false,
            _ => {
                return Some(fault(format!("`{name}` is a mechanism")).expected("on or off").found(value));
            }
        };
        spec.switches.set(name, on);
        return None;
    }
    let Some(declared) = declared(&spec.rules, key) else {
        return Some(unknown(fault(String::new()), key, spec));
    };
    let number = value.parse::<f64>().ok().filter(|n| n.is_finite());
    let Some(number) = number else {
        return Some(fault(format!("`{key}` is a number ({})", declared.unit)).found(value));
    };
    if !(declared.low..=declared.high).contains(&number) {
        let problem = fault(format!("`{key}` is out of range"));
        return Some(problem.expected(format!("a number from {} to {}", declared.low, declared.high)).found(value));
    }
    spec.rules.set(key, number);
    spec.pin(key);
    None
}

fn unknown(fault: Problem, key: &str, spec: &Spec) -> Problem {
    let groups: Vec<&str> =
        spec.rules.declared().iter().filter_map(|d| d.key.split_once('.')).map(|(g, _)| g).collect();
    match key.split_once('.') {
        Some((group, name)) if groups.contains(&group) => not_a_parameter(fault, group, name, &spec.rules),
        Some((group, _)) => not_a_group(fault, group, &spec.rules),
        None => {
            let problem = Problem { what: format!("`{key}` is neither a parameter nor a mechanism"), ..fault };
            match nearest(key, MECHANISMS.iter().map(|(m, _)| *m)) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("a parameter is written group.name; see `tauride check`"),
            }
        }
    }
}
