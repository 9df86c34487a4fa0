//! `tauride ensemble SCENARIO`.

use std::path::Path;
use std::time::Instant;

use experiment::case::Changes;
use experiment::ensemble::{self, Answer, Ended, LEVEL, Plan, Share, nearest_day};
use experiment::interval::Estimate;
use experiment::patterns::DEFINITIONS;
use experiment::worlds::OUTCOMES;
use experiment::{Error, memory};
use serde_json::Value;

use crate::args::EnsembleOptions;
use crate::many::Shown;
use crate::run::stop_on_interrupt;
use crate::{DONE, INTERRUPTED, output};

/// Runs many worlds, writes the dataset and the page, and says what came out.
///
/// # Errors
/// When the scenario, a what-if or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &EnsembleOptions) -> Result<u8, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale,
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    let plan = Plan::open(scenario, &changes, options.runs, options.tables)?;
    let out = options.out.clone().unwrap_or_else(|| plan.default_out());
    let threads = crate::many::threads(options.threads);
    let stop = stop_on_interrupt("stopping; finished worlds are kept; once more to stop at once");
    let began = Instant::now();
    let shown = Shown::new(options.quiet, "worlds");
    let ended = ensemble::run(&plan, &out, options.resume, threads, &stop, &|done, of| shown.say(done, of));
    shown.finish();
    match ended? {
        Ended::Interrupted(worlds) => {
            crate::many::interrupted(worlds, "worlds", &plan.command(), &out);
            Ok(INTERRUPTED)
        }
        Ended::Done(answer) => {
            let seconds = began.elapsed().as_secs_f64();
            if options.json {
                let mut json = answer.json(&plan);
                json["wall_seconds"] = Value::from(seconds);
                json["peak_bytes"] = Value::from(memory::peak_bytes());
                json["out"] = Value::from(out.display().to_string());
                json["report"] = Value::from(out.join("report.html").display().to_string());
                output::json(&json);
            } else {
                print(&plan, &answer, &out, seconds);
            }
            Ok(DONE)
        }
    }
}

/// `43 % (34 to 53)`.
pub fn share(e: Estimate) -> String {
    format!("{:.0} % ({:.0} to {:.0})", 100.0 * e.value, 100.0 * e.interval.low, 100.0 * e.interval.high)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    for what_if in &plan.case.loaded.applied {
        output::line(&format!("what if    {} ({})", what_if.title, what_if.name));
    }
    let (first, last) = (plan.case.seed, plan.case.seed + plan.runs - 1);
    output::line(&format!(
        "worlds     {} at 1:{}, seeds {first} to {last}; intervals at {:.0} %",
        plan.runs,
        plan.case.scale,
        100.0 * LEVEL
    ));
    output::line("outcome");
    for (outcome, found) in &answer.outcomes {
        output::line(&format!("  {:18} {}", OUTCOMES[*outcome].word(), share(found.estimate())));
    }
    output::line("date, Old Style: median (10 to 90 % of the worlds in which it happens); the record; worlds");
    for date in &answer.dates {
        let day = |at: f64| nearest_day(at).short_old_style();
        let [low, _, middle, _, high] = date.quantiles();
        let spread = match middle.is_finite() {
            true => format!("{} ({} to {})", day(middle), day(low), day(high)),
            false => "never".into(),
        };
        let record = date.record.map_or("none".into(), |day| day.short_old_style());
        output::line(&format!("  {}: {spread}; {record}; {} of {}", date.name, date.share.hits, date.share.worlds));
    }
    let patterns = DEFINITIONS.iter().zip(answer.patterns);
    let patterns: Vec<String> = patterns.map(|(d, Share { hits, .. })| format!("{} {hits}", d.id)).collect();
    output::line(&format!("patterns   {} of {}", patterns.join(", "), plan.runs));
    output::line(&format!(
        "took       {seconds:.1} s, {:.0} MiB at most",
        memory::peak_bytes() as f64 / f64::from(1 << 20)
    ));
    output::line(&format!("tables     {}", out.display()));
    output::line(&format!("report     {}", out.join("report.html").display()));
}
