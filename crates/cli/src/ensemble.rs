//! `tauride ensemble SCENARIO`.

use std::path::Path;

use engine::calendar::{Calendar, Day};
use run::Error;
use run::case::Changes;
use run::memory;
use run::scale::Scale;
use study::ensemble::schema::{PatternShare, Written};
use study::ensemble::{LEVEL, Plan};
use study::parts::{Parted, numbers_of_part};
use study::schema::{Date, Estimate, WorldShare};

use crate::args::EnsembleOptions;
use crate::{many, output};

/// Runs many worlds, writes the dataset and the page, and says what came out.
///
/// # Errors
/// When the scenario, a what-if or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &EnsembleOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    if let Some(worlds) = &options.only_worlds {
        return many::part(&options.asked, &plan, worlds.clone());
    }
    if let Some(part) = options.part {
        return many::part(&options.asked, &plan, numbers_of_part(plan.pieces(), part)?);
    }
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &EnsembleOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale.unwrap_or(Scale::OF_A_STUDY),
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    Plan::open(scenario, &changes, options.runs, options.tables)
}

/// `43 % (34 to 53)`.
pub(crate) fn share(e: Estimate) -> String {
    let [value, low, high] = [e.value, e.interval[0], e.interval[1]].map(|x| 100.0 * x.0);
    format!("{value:.0} % ({low:.0} to {high:.0})")
}

/// A day as `27 Feb`, in this calendar.
fn short(date: &Date, calendar: Calendar) -> String {
    Day::parse(Calendar::NewStyle, &date.date).map_or_else(String::new, |day| day.short(calendar))
}

/// Says what came out.
pub(crate) fn print(plan: &Plan, answer: &Written, out: &Path, seconds: f64) {
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
    let mut outcomes: Vec<(&String, &WorldShare)> = answer.outcomes.iter().collect();
    outcomes.sort_by_key(|(_, found)| std::cmp::Reverse(found.worlds));
    for (outcome, found) in outcomes {
        output::line(&format!("  {outcome:18} {}", share(found.share)));
    }
    let (calendar, last_day) = (plan.case.loaded.calendar, plan.case.end.short(plan.case.loaded.calendar));
    let style = calendar.style();
    output::line(&format!("date, {style}: median (10 to 90 % of the worlds in which it happens); the record; worlds"));
    for date in &answer.dates {
        let spread = match ["p50", "p10", "p90"].map(|at| date.quantiles.get(at).map(|date| short(date, calendar))) {
            [Some(middle), Some(low), Some(high)] => format!("{middle} ({low} to {high})"),
            _ => format!("not by {last_day}"),
        };
        let record = date.record.as_ref().map_or("none".into(), |date| short(date, calendar));
        output::line(&format!("  {}: {spread}; {record}; {} of {}", date.name, date.happens.worlds, plan.runs));
    }
    let held = |p: &PatternShare| match p.measured_in {
        0 => format!("{} not measured", p.id),
        _ => format!("{} {}", p.id, p.holds.worlds),
    };
    let patterns: Vec<String> = answer.patterns.iter().map(held).collect();
    output::line(&format!("patterns   {} of {}, by {last_day}", patterns.join(", "), plan.runs));
    output::line(&format!(
        "took       {seconds:.1} s, {:.0} MiB at most",
        memory::peak_bytes() as f64 / f64::from(1 << 20)
    ));
    output::line(&format!("tables     {}", out.display()));
    output::line(&format!("report     {}", out.join("report.html").display()));
}
