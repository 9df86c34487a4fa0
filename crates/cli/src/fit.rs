//! `tauride fit SCENARIO`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use study::fit::answer::{Answer, LEAST_CONTRACTION};
use study::fit::{POSTERIOR, Plan};

use crate::args::FitOptions;
use crate::{many, output};

/// Fits behaviour to the training part of the record, writes the posterior and says what was learned.
///
/// # Errors
/// When the scenario, a setting or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &FitOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &FitOptions) -> Result<Plan, Error> {
    let changes = Changes { seed: options.seed, settings: options.settings.clone(), ..Changes::default() };
    Plan::open(scenario, &changes, options.runs)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    output::line(&format!(
        "fit        {} numbers of the record until {}, {} runs, seed {}",
        answer.compared.len(),
        plan.spec().end.short_with_style(plan.case.loaded.calendar),
        answer.runs,
        plan.case.seed
    ));
    output::line("parameter: posterior median (90 %); contraction; chance of such ranks, were the estimator right");
    for (k, m) in answer.posterior.marginals.iter().enumerate() {
        let p = answer.ranks.get(k).map_or("none".into(), |u| format!("{:.2}", u.p_value));
        let known = if m.contraction < LEAST_CONTRACTION { "  not identified" } else { "" };
        let [low, middle, high] = [m.quantiles[0], m.quantiles[1], m.quantiles[2]];
        let name = &m.name;
        output::line(&format!("  {name:28} {middle:.4} ({low:.4} to {high:.4}); {:.2}; {p}{known}", m.contraction));
    }
    output::line(&format!("sample     effective size {:.0}; ended by {}", answer.posterior.effective_size, answer.end));
    output::line(&format!("posterior  {} ({})", out.join(POSTERIOR).display(), answer.digest));
    output::line(&format!("report     {}", out.join("report.html").display()));
    output::line(&format!("took       {seconds:.1} s"));
}
