//! `tauride rivals SCENARIO`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use study::rivals::{Answer, Plan};

use crate::args::RivalsOptions;
use crate::{many, output};

/// Fits and scores all rivals, writes the page and says how they fared.
///
/// # Errors
/// When the scenario, a name or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &RivalsOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &RivalsOptions) -> Result<Plan, Error> {
    let changes = Changes { seed: options.seed, scale: options.scale, ..Changes::default() };
    Plan::open(scenario, &changes, options.runs, options.worlds, &options.only)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    output::line("CRPS of the test rows; within 95 %; worlds with P1 to P4; skill of the whole model over it");
    for arm in &answer.arms {
        let skill = arm.skill.map_or(String::new(), |(skill, interval)| {
            let interval = interval.map_or(String::new(), |(low, high)| format!(" ({low:+.2} to {high:+.2})"));
            format!("; {skill:+.2}{interval}, {}", arm.verdict())
        });
        output::line(&format!(
            "  {:22} {:.2}; {} of {}; {} of {}{skill}",
            plan.rivals[arm.rival].name, arm.crps, arm.covered.0, arm.covered.1, arm.patterns, plan.worlds
        ));
    }
    output::line(&format!("report     {}", report::path(out).display()));
    output::line(&format!("took       {seconds:.1} s"));
}
