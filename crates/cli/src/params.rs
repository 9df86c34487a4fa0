//! `tauride params`: what of a scenario can be set, and what it is given.

use engine::param::ParamDecl;
use run::{Error, case};
use serde_json::{Value, json};
use society::spec::{INDICATORS, MECHANISMS, Spec};

use crate::output;
use crate::status::DONE;

/// A number or a switch that a world depends on.
struct Row {
    kind: &'static str,
    key: String,
    value: Value,
    default: Value,
    unit: String,
    range: Option<[f64; 2]>,
    meaning: String,
    source: String,
    how: &'static str,
}

impl Row {
    fn parameter(spec: &Spec, declared: &ParamDecl) -> Row {
        Row {
            kind: "parameter",
            key: declared.key.to_owned(),
            value: json!(spec.rules.get(declared.key)),
            default: json!(declared.default),
            unit: declared.unit.to_owned(),
            range: Some([declared.low, declared.high]),
            meaning: declared.meaning.to_owned(),
            source: declared.source.to_owned(),
            how: "--set KEY=VALUE",
        }
    }

    fn switch(spec: &Spec, name: &str, meaning: &str) -> Row {
        let word = |is_on: bool| json!(if is_on { "on" } else { "off" });
        Row {
            kind: "switch",
            key: name.to_owned(),
            value: word(spec.switches.is_on(name)),
            default: word(true),
            unit: "on or off".to_owned(),
            range: None,
            meaning: format!("Whether {meaning}."),
            source: String::new(),
            how: "--set KEY=off",
        }
    }

    fn input(
        spec: &Spec,
        (name, indicator, neutral, low, high): (&str, society::spec::Indicator, f64, f64, f64),
    ) -> Row {
        let series: Vec<_> = spec.conditions.iter().filter(|series| series.indicator == indicator).collect();
        let values = || series.iter().flat_map(|series| series.points.iter().map(|(_, value)| *value));
        let least = values().fold(f64::INFINITY, f64::min);
        let greatest = values().fold(f64::NEG_INFINITY, f64::max);
        let [unit, meaning] = indicator.about();
        let given = if series.is_empty() { json!(neutral) } else { json!([least, greatest]) };
        Row {
            kind: "input",
            key: format!("conditions.{name}"),
            value: given,
            default: json!(neutral),
            unit: unit.to_owned(),
            range: Some([low, high]),
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

    fn json(&self) -> Value {
        json!({
            "kind": self.kind, "key": self.key, "value": self.value, "default": self.default, "unit": self.unit,
            "low": self.range.map(|range| range[0]), "high": self.range.map(|range| range[1]),
            "meaning": self.meaning, "source": self.source, "how": self.how,
        })
    }
}

/// Parameters, switches and inputs of a scenario, in this order.
fn rows(spec: &Spec) -> Vec<Row> {
    let parameters = spec.rules.declared().into_iter().map(|declared| Row::parameter(spec, declared));
    let switches = MECHANISMS.iter().map(|(name, meaning)| Row::switch(spec, name, meaning));
    let inputs = INDICATORS.iter().map(|indicator| Row::input(spec, *indicator));
    parameters.chain(switches).chain(inputs).collect()
}

/// The name nearest to a misspelt one: of what can be set, of a part of such a name, or of a scenario.
fn near<'n>(filter: &str, rows: &'n [Row], scenarios: &'n [(String, String)]) -> Option<&'n str> {
    let keys = || rows.iter().map(|row| row.key.as_str());
    let parts = keys().flat_map(|key| key.split(['.', '_']));
    scenario::nearest(filter, keys().chain(keys().flat_map(|key| key.split('.'))).chain(parts))
        .or_else(|| scenario::nearest(filter, scenarios.iter().map(|(name, _)| name.as_str())))
}

/// A value as it is typed; the least and the greatest of a series.
fn text(value: &Value) -> String {
    match value {
        Value::String(word) => word.clone(),
        Value::Array(pair) => pair.iter().map(Value::to_string).collect::<Vec<_>>().join(" to "),
        number => number.to_string(),
    }
}

/// Lists what can be set. One word that names no scenario is a filter over those of the main scenario.
///
/// # Errors
/// Every fault of the scenario; a filter that meets nothing.
pub fn params(scenario: Option<&str>, filter: Option<&str>, as_json: bool) -> Result<u8, Error> {
    let (scenario, filter) = match (scenario, filter) {
        (Some(word), None) if !case::is_scenario(word) => (scenario::main_scenario(), Some(word)),
        (scenario, filter) => (scenario.unwrap_or(scenario::main_scenario()), filter),
    };
    let (loaded, _) = case::load(scenario)?;
    let all = rows(&loaded.spec);
    let found: Vec<&Row> = all.iter().filter(|row| filter.is_none_or(|filter| row.has(filter))).collect();
    if let (true, Some(filter)) = (found.is_empty(), filter) {
        let scenarios = scenario::bundled();
        let near = near(filter, &all, &scenarios).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(Error::Request(format!(
            "nothing that can be set in {scenario} has `{filter}` in its name, unit or meaning, and no scenario has this name{near}"
        )));
    }
    if as_json {
        let rows: Vec<Value> = found.iter().map(|row| row.json()).collect();
        output::json(&json!({ "scenario": loaded.id, "params": rows }));
        return Ok(DONE);
    }
    let mut kind = "";
    for row in found {
        if row.kind != kind {
            kind = row.kind;
            output::line(&format!("{kind}s of {}: {}", loaded.id, row.how));
        }
        let range = row.range.map(|[low, high]| format!(", {low} to {high}")).unwrap_or_default();
        let other =
            if row.value == row.default { String::new() } else { format!(", {} unless given", text(&row.default)) };
        output::line(&format!("  {} = {}  ({}{range}{other})", row.key, text(&row.value), row.unit));
        output::line(&format!("      {}", row.meaning));
    }
    Ok(DONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_misspelt_name_meets_the_nearest_of_what_can_be_set() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let (all, scenarios) = (rows(&spec), scenario::bundled());
        let near = |word| near(word, &all, &scenarios);
        assert_eq!(near("grievence"), Some("grievance"));
        assert_eq!(near("one-twon"), Some("one-town"));
        assert_eq!(near("zzzzzzzz"), None);
    }
}
