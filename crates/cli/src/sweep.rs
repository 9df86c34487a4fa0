//! `tauride sweep SCENARIO --vary KEY=LEVELS`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use run::scale::Scale;
use study::parts::{Parted, numbers_of_part};
use study::sweep::schema::{Point, Written};
use study::sweep::{Answer, Asked, Design, LEVEL, Plan, table};

use crate::args::SweepOptions;
use crate::{many, output};

/// Points that are printed.
const MOST_POINTS: usize = 40;

/// Runs worlds at the points of a design, writes the table and the page, and says what came out.
///
/// # Errors
/// When the scenario, a what-if, a point or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &SweepOptions) -> Result<u8, Error> {
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
pub(crate) fn plan(scenario: &str, options: &SweepOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale.unwrap_or(Scale::OF_A_STUDY),
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    let design = Design::of(&options.design, options.points)?;
    Plan::open(scenario, &changes, &Asked { vary: options.vary.clone(), design, runs: options.runs })
}

/// Says what came out.
pub(crate) fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    let of = &answer.written;
    let last = of.first_seed + of.runs - 1;
    output::line(&format!(
        "worlds     {} at 1:{}: {} points, at each the seeds {} to {last}; intervals at {:.0} %",
        plan.pieces(),
        plan.case.scale,
        of.points.len(),
        of.first_seed,
        100.0 * LEVEL
    ));
    for point in of.points.iter().take(MOST_POINTS) {
        output::line(&format!("  {}", told(of, point)));
    }
    if of.points.len() > MOST_POINTS {
        output::line(&format!("  and {} more points", of.points.len() - MOST_POINTS));
    }
    output::line(&format!("took       {seconds:.1} s"));
    output::line(&format!("table      {}", out.join(table::TABLE).display()));
    output::line(&format!("report     {}", out.join("report.html").display()));
}

/// `grievance.rise_per_day=0.02 repression=on: council-seizure 45 % (26 to 66), crushed 30 % (15 to 52)`.
fn told(of: &Written, point: &Point) -> String {
    let levels: Vec<String> = of
        .factors
        .iter()
        .zip(&point.levels)
        .map(|(factor, level)| format!("{}={}", factor.key, level.text()))
        .collect();
    let mut outcomes: Vec<_> = point.outcomes.iter().collect();
    outcomes.sort_by_key(|(_, share)| std::cmp::Reverse(share.worlds));
    let share = |(outcome, found): &(&String, &study::schema::WorldShare)| {
        let [value, low, high] =
            [found.share.value, found.share.interval[0], found.share.interval[1]].map(|x| 100.0 * x.0);
        format!("{outcome} {value:.0} % ({low:.0} to {high:.0})")
    };
    let outcomes: Vec<String> = outcomes.iter().map(share).collect();
    format!("{}: {}", levels.join(" "), outcomes.join(", "))
}
