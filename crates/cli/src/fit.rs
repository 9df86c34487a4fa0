//! `tauride fit SCENARIO`.

use std::path::Path;
use std::time::Instant;

use experiment::calibrate::answer::{Answer, LEAST_CONTRACTION};
use experiment::calibrate::{self, Ended, POSTERIOR, Plan};
use experiment::case::Changes;
use experiment::{Error, memory};
use serde_json::Value;

use crate::args::FitOptions;
use crate::many::Shown;
use crate::run::stop_on_interrupt;
use crate::{DONE, INTERRUPTED, output};

/// Fits behaviour to the training part of the record, writes the posterior and says what was learned.
///
/// # Errors
/// When the scenario, a setting or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &FitOptions) -> Result<u8, Error> {
    let changes = Changes { seed: options.seed, settings: options.settings.clone(), ..Changes::default() };
    let plan = Plan::open(scenario, &changes, options.runs)?;
    let out = options.out.clone().unwrap_or_else(|| plan.default_out());
    let threads = crate::many::threads(options.threads);
    let stop = stop_on_interrupt("stopping; whole batches are kept; once more to stop at once");
    let began = Instant::now();
    let shown = Shown::new(options.quiet, "runs at most");
    let ended = calibrate::run(&plan, &out, options.resume, threads, &stop, &|done, of| shown.say(done, of));
    shown.finish();
    match ended? {
        Ended::Interrupted(runs) => {
            crate::many::interrupted(runs, "runs", &plan.command(), &out);
            Ok(INTERRUPTED)
        }
        Ended::Done(answer) => {
            let seconds = began.elapsed().as_secs_f64();
            if options.json {
                let mut json = answer.json(&plan);
                json["wall_seconds"] = Value::from(seconds);
                json["peak_bytes"] = Value::from(memory::peak_bytes());
                json["out"] = Value::from(out.display().to_string());
                output::json(&json);
            } else {
                print(&plan, &answer, &out, seconds);
            }
            Ok(DONE)
        }
    }
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    output::line(&format!(
        "fit        {} numbers of the record until {}, {} runs, seed {}",
        answer.compared.len(),
        plan.spec().end.short_old_style(),
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
