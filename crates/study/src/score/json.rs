//! The answer of a confrontation as JSON.

use engine::calendar::Calendar;
use observables::patterns::DEFINITIONS;
use run::record::withheld::unasked_by_reason;
use serde_json::{Value, json};
use stats::score::ensemble::LEVELS;
use stats::score::row::Rule;
use stats::score::summary::{Part, Summary};

use super::{Answer, Judged, Worlds};

impl Answer {
    /// The whole answer.
    pub fn json(&self, worlds: &Worlds) -> Value {
        let n = self.worlds.len() as f64;
        let patterns = DEFINITIONS.iter().enumerate().map(|(i, d)| {
            let held = self.worlds.iter().filter(|w| w.patterns[i]).count();
            json!({ "id": d.id, "worlds": held, "share": held as f64 / n })
        });
        let all = self.worlds.iter().filter(|w| w.patterns.iter().all(|held| *held)).count();
        json!({
            "scenario": worlds.loaded.id,
            "scenario_hash": worlds.loaded.content_hash,
            "split": worlds.loaded.split.as_ref().map(|split| split.hash.clone()),
            "worlds": self.worlds.len(),
            "about": worlds.about,
            "made_by": worlds.command,
            "test": summary(&self.test),
            "training": summary(&self.training),
            "strongest": self.strongest().map(|(name, skill, n)| json!({ "name": name, "skill": skill, "targets": n })),
            "categories": self.categories.iter().map(|c| json!({
                "title": c.title, "came": c.came, "worlds": c.hits.0, "log_score": c.score, "even": c.even,
            })).collect::<Vec<_>>(),
            "curves": self.curves.iter().map(|c| json!({
                "title": c.title, "length": c.length, "energy": c.score.fair.unwrap_or(c.score.plain), "even": c.even,
            })).collect::<Vec<_>>(),
            "patterns": patterns.collect::<Vec<_>>(),
            "all_patterns": { "worlds": all, "share": all as f64 / n },
            "targets": self.rows.iter().map(|row| self.target(row)).collect::<Vec<_>>(),
            "remembered": self.remembered.len(),
            "unasked": unasked_by_reason(&self.unasked),
        })
    }

    fn target(&self, judged: &Judged) -> Value {
        let (row, score) = (&judged.row, &judged.score);
        let o = &row.observed;
        let mut target = json!({
            "number": row.number, "series": row.series, "place": row.place, "what": row.title,
            "unit": judged.unit(),
            "date_start": row.from.iso(Calendar::NewStyle), "date_end": row.to.iso(Calendar::NewStyle),
            "observed": o.value(), "low": o.low(), "high": o.high(), "source": row.source,
            "confidence": row.confidence.to_string(), "part": if row.is_training { "training" } else { "test" },
            "crps": score.score.fair.unwrap_or(score.score.plain), "divisor": row.divisor(), "axis": format!("{:?}", row.axis()).to_lowercase(),
            "opponents": score.baselines.iter().map(|b| json!({ "name": b.name, "crps": b.score.and_then(|s| s.fair.or(Some(s.plain))) })).collect::<Vec<_>>(),
        });
        if let Some(facts) = &score.number_facts {
            target["median"] = json!(facts.median);
            target["pit"] = json!(facts.pit);
            for (i, level) in LEVELS.iter().enumerate() {
                let (low, high) = facts.intervals[i];
                target[format!("interval_{:.0}", level * 100.0)] = json!([low, high]);
            }
            target["verdict"] = json!(verdict(judged));
        }
        target
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

fn summary(summary: &Summary) -> Value {
    let of = |part: &Part| {
        json!({
            "series": part.series,
            "targets": part.targets,
            "score": part.score.as_ref().map(|e| e.value),
            "floor": part.floor,
            "coverage": part.coverage.iter().map(|c| json!({
                "level": c.level, "targets": c.targets, "value": c.value, "range": c.range,
            })).collect::<Vec<_>>(),
            "pit": part.pit.as_ref().map(|pit| json!({ "counts": pit.counts, "p_value": pit.p_value })),
            "against": part.baselines.iter().map(|b| json!({
                "name": b.name, "targets": b.targets, "skill": b.skill.as_ref().map(|e| e.value),
                "interval": b.skill.as_ref().and_then(|e| e.interval.as_ref()).map(|i| i.percentile),
                "mean_skill": b.mean_skill.map(|(skill, _)| skill),
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "all": crps_of(summary).map(of),
        "series": summary.series.iter().map(of).collect::<Vec<_>>(),
    })
}
