//! `tauride compare SCENARIO --with NAME`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use study::compare::{Answer, LEVEL, Plan};

use crate::args::CompareOptions;
use crate::{many, output};

/// Compares worlds with and without a change, writes the page and says what came out.
///
/// # Errors
/// When the scenario, a what-if or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &CompareOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &CompareOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale,
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    Plan::open(scenario, &changes, options.pairs)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    for what_if in &plan.changed.loaded.applied {
        output::line(&format!("what if    {} ({})", what_if.title, what_if.name));
    }
    output::line(&format!("pairs      {} at 1:{}, intervals at {:.0} %", plan.pairs, plan.base.scale, 100.0 * LEVEL));
    output::line("outcome               as it was   changed   difference, points");
    for odds in &answer.outcomes {
        let [base, changed] = odds.shares();
        let difference = odds.pairs.difference(LEVEL).map_or(String::new(), |e| {
            format!("{:+.0} ({:+.0} to {:+.0})", 100.0 * e.value, 100.0 * e.interval.low, 100.0 * e.interval.high)
        });
        let word = odds.kind.word();
        output::line(&format!(
            "  {word:18} {:>8.0} % {:>8.0} %   {difference}",
            100.0 * base.value,
            100.0 * changed.value
        ));
    }
    for row in answer.rows.iter().filter(|row| row.is_date) {
        let e = row.compared.mean_difference;
        output::line(&format!(
            "  {}: {:+.1} days ({:+.1} to {:+.1}); in {} and {} worlds",
            row.name,
            e.value,
            e.interval.low,
            e.interval.high,
            row.compared.both + row.compared.base_only,
            row.compared.both + row.compared.changed_only
        ));
    }
    match &answer.parting {
        None => output::line("first difference: none; the change reaches nothing in the first pair"),
        Some(parting) => {
            let first = parting.events.first().map_or(String::new(), |e| {
                let world = if e.in_changed { "only with the change" } else { "only as it was" };
                format!("; first event: {}, {world}: {}", e.day.short_old_style(), parting.told(e).what)
            });
            output::line(&format!(
                "first difference: {} Old Style, in `{}`{first}",
                parting.day.short_old_style(),
                parting.table
            ));
        }
    }
    output::line(&format!("took       {seconds:.1} s"));
    output::line(&format!("report     {}", out.join("report.html").display()));
}
