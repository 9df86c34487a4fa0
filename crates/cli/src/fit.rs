//! `tauride fit SCENARIO`.

use std::path::Path;
use std::time::Instant;

use ::fit::answer::{Answer, LEAST};
use ::fit::{POSTERIOR, Plan, bank};
use run::Error;
use run::case::Changes;

use crate::args::FitOptions;
use crate::status::DONE;
use crate::{many, output};

/// Fits behaviour to the training part of the record, writes the posterior and says what was learned.
///
/// # Errors
/// When the scenario, a setting or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &FitOptions) -> Result<u8, Error> {
    if let Some(dir) = &options.bank {
        return from_bank(scenario, options, dir);
    }
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &FitOptions) -> Result<Plan, Error> {
    let changes = Changes { seed: options.seed, settings: options.settings.clone(), ..Changes::default() };
    Plan::open(scenario, &changes, options.runs)
}

/// What stands in the lines of the parameters.
const HEADING: &str = "parameter: posterior median (90 %); contraction; known truths inside 90 %; chance of their ranks, were the estimator \
                       right";

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    output::line(&format!(
        "fit        {} numbers of the record until {}, {} runs, seed {}",
        answer.compared.len(),
        plan.spec().end.short_with_style(plan.case.loaded.calendar),
        answer.runs,
        plan.case.seed
    ));
    output::line(HEADING);
    for (k, m) in answer.posterior.marginals.iter().enumerate() {
        let ranks = answer.ranks.get(k);
        let ranks = ranks.map_or("none".into(), |u| format!("{:.0} %; {:.2}", 100.0 * u.inside_90, u.p_value));
        let known = if answer.posterior.unidentified.contains(&m.name) { "  not identified" } else { "" };
        let [low, middle, high] = [m.quantiles[0], m.quantiles[1], m.quantiles[2]];
        let name = &m.name;
        output::line(&format!("  {name:28} {middle:.4} ({low:.4} to {high:.4}); {:.2}; {ranks}{known}", m.contraction));
    }
    output::line(&format!(
        "sample     effective size {:.0}{}; ended by {}",
        answer.posterior.effective_size,
        too_small(answer.posterior.effective_size),
        answer.end
    ));
    output::line(&format!("posterior  {} ({})", out.join(POSTERIOR).display(), answer.digest));
    output::line(&format!("report     {}", out.join("report.html").display()));
    output::line(&format!("took       {seconds:.1} s"));
}

/// Fits from the worlds of a bank, writes the posterior and says what was learned.
fn from_bank(scenario: &str, options: &FitOptions, dir: &Path) -> Result<u8, Error> {
    let began = Instant::now();
    let plan = bank::Plan::open(scenario, options.seed, dir)?;
    let answer = plan.fit()?;
    let out = options.asked.out.clone().unwrap_or_else(|| plan.default_out());
    plan.write(&answer, &out)?;
    if options.asked.json {
        let mut json = serde_json::to_value(&answer).expect("an answer has only text keys");
        json["wall_seconds"] = began.elapsed().as_secs_f64().into();
        json["out"] = out.display().to_string().into();
        output::json(&json);
        return Ok(DONE);
    }
    output::line(&format!(
        "fit        {} numbers of the training rows, {} worlds of the bank {}",
        answer.numbers, answer.worlds, answer.bank
    ));
    output::line(HEADING);
    for of in &answer.parameters {
        let known = if of.identified { "" } else { "  not identified" };
        output::line(&format!(
            "  {:28} {:.4} ({:.4} to {:.4}); {:.2}; {:.0} %; {:.2}{known}",
            of.name,
            of.median.0,
            of.p5.0,
            of.p95.0,
            of.contraction.0,
            100.0 * of.inside_90.0,
            of.rank_p_value.0
        ));
    }
    output::line("discrepancy, by family of observables: stated before, and as the training rows have it");
    for of in &answer.discrepancy {
        output::line(&format!(
            "  {:12} {:6} {:3} rows: {:.2}, {:.2}",
            of.family, of.counted, of.rows, of.stated.0, of.estimated.0
        ));
    }
    output::line(&format!(
        "distance   median {:.2} of the worlds nearest to the training rows, {:.2} of all",
        answer.median_distance.0, answer.median_distance_of_the_prior.0
    ));
    output::line(&format!(
        "sample     effective size {:.0}{}; {} different sets; {} truths ranked",
        answer.effective_size.0,
        too_small(answer.effective_size.0),
        answer.distinct,
        answer.truths_ranked
    ));
    output::line(&format!("posterior  {} ({})", out.join(POSTERIOR).display(), answer.digest));
    output::line(&format!("took       {:.1} s", began.elapsed().as_secs_f64()));
    Ok(DONE)
}

/// What is said of a sample of which nothing is called identified.
fn too_small(effective_size: f64) -> String {
    if effective_size >= LEAST.effective_size {
        return String::new();
    }
    format!(", below {:.0}: nothing is called identified", LEAST.effective_size)
}
