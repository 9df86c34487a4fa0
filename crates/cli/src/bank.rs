//! `tauride bank SCENARIO`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use run::scale::Scale;
use study::bank::{Plan, TABLE, Written};
use study::sweep::Design;

use crate::args::BankOptions;
use crate::{many, output};

/// Runs worlds at the points of a design and keeps their parameters and their answers to the record in one table.
///
/// # Errors
/// When the scenario, a point or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &BankOptions) -> Result<u8, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale.unwrap_or(Scale::OF_THOUSANDS),
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    let is_drawn = matches!(options.design.as_str(), "sobol" | "lhs");
    let design = Design::of(&options.design, options.runs.or(is_drawn.then_some(LEAST)))?;
    if design == Design::Factorial {
        return Err(Error::Request("--design of a bank is sobol, lhs, or a file of points".into()));
    }
    let plan = Plan::open(scenario, &changes, &options.vary, design)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// Worlds where the user names no number.
const LEAST: u64 = 1024;

fn print(plan: &Plan, answer: &Written, out: &Path, seconds: f64) {
    output::line(&format!(
        "bank       {} worlds at 1:{}, design {}, {} parameters, {} questions of the record",
        answer.worlds,
        plan.points().case.scale,
        answer.design,
        answer.factors.len(),
        answer.questions
    ));
    output::line(&format!("digest     {}", answer.digest));
    output::line(&format!("table      {}", out.join(TABLE).display()));
    output::line(&format!("took       {seconds:.1} s"));
}
