//! `tauride compare SCENARIO --with NAME --set KEY=VALUE`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use run::scale::Scale;
use run::worlds::OUTCOMES;
use study::compare::schema::Written;
use study::compare::{LEVEL, Plan};

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
        scale: options.scale.unwrap_or(Scale::OF_A_STUDY),
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    Plan::open(scenario, &changes, &options.both, options.pairs)
}

fn print(plan: &Plan, answer: &Written, out: &Path, seconds: f64) {
    for what_if in &plan.changed.loaded.applied {
        output::line(&format!("what if    {} ({})", what_if.title, what_if.name));
    }
    for setting in &answer.changed_settings {
        let unit = if setting.unit.is_empty() { String::new() } else { format!(" {}", setting.unit) };
        output::line(&format!("what if    {} = {}{unit} ({})", setting.key, setting.value, setting.name));
    }
    output::line(&format!("pairs      {} at 1:{}, intervals at {:.0} %", plan.pairs, plan.base.scale, 100.0 * LEVEL));
    output::line("outcome               as it was   changed   difference, points");
    for (word, odds) in OUTCOMES.iter().filter_map(|kind| answer.outcomes.get_key_value(kind.word())) {
        let difference = odds.difference.map_or(String::new(), |e| {
            let [value, low, high] = [e.value, e.interval[0], e.interval[1]].map(|x| 100.0 * x.0);
            format!("{value:+.0} ({low:+.0} to {high:+.0})")
        });
        output::line(&format!(
            "  {word:18} {:>8.0} % {:>8.0} %   {difference}",
            100.0 * odds.base.value.0,
            100.0 * odds.changed.value.0
        ));
    }
    output::line("dates: mean difference; a world without one counts as if it came on the day after the last");
    for row in &answer.dates {
        let e = row.mean_difference;
        if row.both + row.base_only + row.changed_only == 0 {
            output::line(&format!("  {}: in no world", row.name));
            continue;
        }
        if row.both + row.base_only == 0 || row.both + row.changed_only == 0 {
            let (base, changed) = (row.both + row.base_only, row.both + row.changed_only);
            output::line(&format!("  {}: in {base} and {changed} worlds", row.name));
            continue;
        }
        output::line(&format!(
            "  {}: {:+.1} days ({:+.1} to {:+.1}); in {} and {} worlds",
            row.name,
            e.value.0,
            e.interval[0].0,
            e.interval[1].0,
            row.both + row.base_only,
            row.both + row.changed_only
        ));
    }
    let (apart, alike): (Vec<_>, Vec<_>) = answer.numbers.iter().partition(|row| row.is_apart());
    output::line("numbers: mean difference, of those whose interval does not hold 0");
    for row in &apart {
        let e = row.mean_difference;
        let of = row.base_median.map_or(String::new(), |median| format!("; median as it was {median:.4}"));
        let [value, low, high] = [e.value.0, e.interval[0].0, e.interval[1].0].map(few_digits);
        output::line(&format!("  {}: {value} {} ({low} to {high}){of}", row.name, row.unit));
    }
    output::line(&format!("  of {} others the difference may be 0 (the report has them)", alike.len()));
    let calendar = plan.base.loaded.calendar;
    match &answer.divergence {
        None => output::line("first difference: none; the change reaches nothing in the first pair"),
        Some(divergence) => {
            let first = divergence.events.first().map_or(String::new(), |e| {
                let world = if e.in_changed { "only with the change" } else { "only as it was" };
                format!("; first event: {}, {world}: {}", e.day.short(calendar), divergence.told(e).what)
            });
            output::line(&format!(
                "first difference: {}, in `{}`{first}",
                divergence.day.short_with_style(calendar),
                divergence.table
            ));
        }
    }
    output::line(&format!("took       {seconds:.1} s"));
    output::line(&format!("report     {}", out.join("report.html").display()));
}

/// A difference with its sign: whole from a hundred on, else to three decimals.
fn few_digits(x: f64) -> String {
    if x.abs() >= 100.0 { format!("{x:+.0}") } else { format!("{x:+.3}") }
}
