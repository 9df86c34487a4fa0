//! `tauride ensemble SCENARIO`.

use std::path::Path;

use observables::patterns::DEFINITIONS;
use run::Error;
use run::case::Changes;
use run::memory;
use run::worlds::OUTCOMES;
use stats::interval::Estimate;
use study::ensemble::{Answer, LEVEL, Plan, Share, nearest_day};

use crate::args::EnsembleOptions;
use crate::{many, output};

/// Runs many worlds, writes the dataset and the page, and says what came out.
///
/// # Errors
/// When the scenario, a what-if or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &EnsembleOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &EnsembleOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale,
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    Plan::open(scenario, &changes, options.runs, options.tables)
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
        let [_, low, _, middle, _, high, _] = date.quantiles();
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
