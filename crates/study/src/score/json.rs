//! The answer of a confrontation as JSON, and what is read out of it in more than one place.

use serde_json::Value;
use stats::score::row::Rule;
use stats::score::summary::{Part, Summary};

use super::{Answer, Judged, Worlds};

impl Answer {
    /// The whole answer as one JSON object.
    pub fn json(&self, worlds: &Worlds) -> Value {
        serde_json::to_value(self.written(worlds)).expect("an answer has only text keys")
    }

    /// The baseline against which the worlds do worst, of those that foretell at least a third of the test rows: its name, the
    /// skill over it, the rows.
    pub fn strongest(&self) -> Option<(&str, f64, usize)> {
        let part = crps_of(&self.test)?;
        let enough = |targets: usize| targets * 3 >= part.targets;
        let known =
            part.baselines.iter().filter(|b| enough(b.targets) && super::foil::NAMES.contains(&b.name.as_str()));
        let skills = known.filter_map(|b| Some((b.name.as_str(), b.skill.as_ref()?.value, b.targets)));
        skills.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// The part of a summary that is of single numbers.
pub fn crps_of(summary: &Summary) -> Option<&Part> {
    summary.all.iter().find(|part| part.rule == Rule::Crps)
}

/// In a word, where the observation lies among the worlds; a range counts where it meets the interval.
pub fn verdict(judged: &Judged) -> &'static str {
    let Some(facts) = &judged.score.number_facts else { return "" };
    match facts.covered.map(|covered| covered.range) {
        [true, ..] => "within half",
        [_, true, ..] => "within 80 %",
        [.., true] => "within 95 %",
        _ => "missed",
    }
}
