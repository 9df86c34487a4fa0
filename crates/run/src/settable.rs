//! What of a scenario can be set, and what it is given: parameters, switches and inputs.

use engine::param::ParamDecl;
use scenario::Loaded;
use serde::Serialize;
use serde_json::{Value, json};
use society::spec::{INDICATORS, Indicator, MECHANISMS, Spec};

use crate::Error;

/// A number or a switch that a world depends on.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// `parameter`, `switch` or `input`.
    pub kind: &'static str,
    /// Its key.
    pub key: String,
    /// Its value in the scenario; of a series the least and the greatest.
    pub value: Value,
    /// What it is where the scenario says nothing.
    pub default: Value,
    /// Unit.
    pub unit: String,
    /// Least value allowed.
    pub low: Option<f64>,
    /// Greatest value allowed.
    pub high: Option<f64>,
    /// What it is.
    pub meaning: String,
    /// Where the value is from, or empty.
    pub source: String,
    /// How it is changed.
    pub how: &'static str,
}

impl Setting {
    fn parameter(spec: &Spec, declared: &ParamDecl) -> Setting {
        Setting {
            kind: "parameter",
            key: declared.key.to_owned(),
            value: json!(spec.rules.get(declared.key)),
            default: json!(declared.default),
            unit: declared.unit.to_owned(),
            low: Some(declared.low),
            high: Some(declared.high),
            meaning: declared.meaning.to_owned(),
            source: declared.source.to_owned(),
            how: "--set KEY=VALUE",
        }
    }

    fn switch(spec: &Spec, name: &str, meaning: &str) -> Setting {
        let word = |is_on: bool| json!(if is_on { "on" } else { "off" });
        Setting {
            kind: "switch",
            key: name.to_owned(),
            value: word(spec.switches.is_on(name)),
            default: word(true),
            unit: "on or off".to_owned(),
            low: None,
            high: None,
            meaning: format!("Whether {meaning}."),
            source: String::new(),
            how: "--set KEY=off",
        }
    }

    fn input(spec: &Spec, (name, indicator, neutral, low, high): (&str, Indicator, f64, f64, f64)) -> Setting {
        let series: Vec<_> = spec.conditions.iter().filter(|series| series.indicator == indicator).collect();
        let values = || series.iter().flat_map(|series| series.points.iter().map(|(_, value)| *value));
        let least = values().fold(f64::INFINITY, f64::min);
        let greatest = values().fold(f64::NEG_INFINITY, f64::max);
        let [unit, meaning] = indicator.about();
        Setting {
            kind: "input",
            key: format!("conditions.{name}"),
            value: if series.is_empty() { json!(neutral) } else { json!([least, greatest]) },
            default: json!(neutral),
            unit: unit.to_owned(),
            low: Some(low),
            high: Some(high),
            meaning: format!("{meaning} Series: {}.", series.len()),
            source: "conditions.csv".to_owned(),
            how: "a what-if of kind `input`, or conditions.csv of a scenario of one's own",
        }
    }

    fn has(&self, filter: &str) -> bool {
        let filter = filter.to_lowercase();
        [&self.key, &self.meaning, &self.unit].iter().any(|text| text.to_lowercase().contains(&filter))
            || self.kind == filter
    }
}

/// What can be set in a scenario: parameters, switches and inputs, in this order; with a filter only those that have it in
/// their name, unit or meaning, or are of that kind.
///
/// # Errors
/// When nothing has the filter; the nearest name is told.
pub fn settings(loaded: &Loaded, filter: Option<&str>) -> Result<Vec<Setting>, Error> {
    let mut all = all(&loaded.spec);
    let Some(filter) = filter else { return Ok(all) };
    let scenarios = scenario::bundled();
    let near = near(filter, &all, &scenarios).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    all.retain(|setting| setting.has(filter));
    if all.is_empty() {
        return Err(Error::Request(format!(
            "nothing that can be set in {} has `{filter}` in its name, unit or meaning, and no scenario has this name{near}",
            loaded.id
        )));
    }
    Ok(all)
}

fn all(spec: &Spec) -> Vec<Setting> {
    let parameters = spec.rules.declared().into_iter().map(|declared| Setting::parameter(spec, declared));
    let switches = MECHANISMS.iter().map(|(name, meaning)| Setting::switch(spec, name, meaning));
    let inputs = INDICATORS.iter().map(|indicator| Setting::input(spec, *indicator));
    parameters.chain(switches).chain(inputs).collect()
}

/// The name nearest to a misspelt one: of what can be set, of a part of such a name, or of a scenario.
fn near(filter: &str, settings: &[Setting], scenarios: &[(String, String)]) -> Option<String> {
    let keys = || settings.iter().map(|setting| setting.key.as_str());
    let parts = keys().flat_map(|key| key.split(['.', '_']));
    scenario::nearest(filter, keys().chain(keys().flat_map(|key| key.split('.'))).chain(parts))
        .or_else(|| scenario::nearest(filter, scenarios.iter().map(|(name, _)| name.as_str())))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_misspelt_name_meets_the_nearest_of_what_can_be_set() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let (all, scenarios) = (all(&spec), scenario::bundled());
        let near = |word| near(word, &all, &scenarios);
        assert_eq!(near("grievence").as_deref(), Some("grievance"));
        assert_eq!(near("one-twon").as_deref(), Some("one-town"));
        assert_eq!(near("zzzzzzzz"), None);
    }
}
