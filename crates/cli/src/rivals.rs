//! `tauride rivals SCENARIO`.

use std::path::Path;

use ::fit::rivals::Plan;
use ::fit::rivals::schema::Written;
use run::Error;
use run::case::Changes;
use run::scale::Scale;

use crate::args::RivalsOptions;
use crate::{many, output};

/// Fits and scores all rivals, writes the page and says how they fared.
///
/// # Errors
/// When the scenario, a name or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &RivalsOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, print)
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &RivalsOptions) -> Result<Plan, Error> {
    let changes =
        Changes { seed: options.seed, scale: options.scale.unwrap_or(Scale::OF_THOUSANDS), ..Changes::default() };
    Plan::open(scenario, &changes, options.runs, options.worlds, &options.only)
}

fn print(answer: &Written, out: &Path, seconds: f64) {
    output::line("CRPS of the test rows; within 95 %; worlds with P1 to P4; skill of the whole model over it");
    for arm in &answer.arms {
        let skill = arm.skill_of_whole.map_or(String::new(), |skill| {
            let interval =
                arm.interval.map_or(String::new(), |[low, high]| format!(" ({:+.2} to {:+.2})", low.0, high.0));
            format!("; {:+.2}{interval}, {}", skill.0, arm.verdict)
        });
        output::line(&format!(
            "  {:22} {:.2}; {} of {}; {} of {}{skill}",
            arm.name, arm.crps.0, arm.covered_95, arm.targets, arm.patterns_1_to_4, arm.worlds
        ));
    }
    output::line(&format!("report     {}", report::path(out).display()));
    output::line(&format!("took       {seconds:.1} s"));
}
