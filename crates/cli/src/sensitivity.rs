//! `tauride sensitivity SCENARIO`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use run::scale::Scale;
use study::sensitivity::{Answer, LEVEL, Plan, Size};

use crate::args::SensitivityOptions;
use crate::{many, output};

/// Parameters and inputs that are printed.
const MOST_LINES: usize = 10;

/// Surveys parameters and inputs, writes the page and says what came out.
///
/// # Errors
/// When the scenario, a name or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &SensitivityOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &SensitivityOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale.unwrap_or(Scale::OF_A_STUDY),
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: Vec::new(),
    };
    let size = Size {
        trajectories: options.trajectories,
        base: options.base,
        factors: options.factors,
        second_order: options.second_order,
        screen_only: options.screen_only,
    };
    Plan::open(scenario, &changes, &options.inputs, size)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    let [screened, shared] = answer.worlds;
    output::line(&format!(
        "worlds     {} at 1:{}: {screened} of the screening, {shared} of the shares; intervals at {:.0} %",
        screened + shared,
        plan.case.scale,
        100.0 * LEVEL
    ));
    output::line("importance: mean size of the effect in standard deviations of the output, over all outputs");
    for f in answer.by_importance().into_iter().take(MOST_LINES) {
        let beyond = if answer.is_lost_in_chance(f) { "  not told from chance" } else { "" };
        output::line(&format!("  {:28} {:5.2}{beyond}", plan.factors[f].name, answer.importance[f]));
    }
    output::line(&format!("  {:28} {:5.2}", "another seed", answer.importance_of_chance));
    for (o, found) in plan.outputs.iter().zip(&answer.shares) {
        let Some(found) = found else {
            output::line(&format!("{}: the same in every world", o.title));
            continue;
        };
        output::line(&format!("{}: first-order and total share of the variance", o.title));
        let named = answer.chosen.iter().map(|f| plan.factors[*f].name).zip(&found.inputs);
        for (name, s) in named.chain(found.chance.iter().map(|chance| ("chance", chance))) {
            output::line(&format!(
                "  {name:28} {:5.2} ({:.2} to {:.2})  {:5.2} ({:.2} to {:.2})",
                s.first.value,
                s.first.interval.low,
                s.first.interval.high,
                s.total.value,
                s.total.interval.low,
                s.total.interval.high
            ));
        }
    }
    output::line(&format!("took       {seconds:.1} s"));
    output::line(&format!("report     {}", out.join("report.html").display()));
}
