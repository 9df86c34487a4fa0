//! `tauride rivals SCENARIO`.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use run::Error;
use run::case::{Changes, quoted};
use serde_json::Value;
use study::rivals::{self, Answer, Ended, Plan};

use crate::args::RivalsOptions;
use crate::run::stop_on_interrupt;
use crate::{DONE, INTERRUPTED, output};

/// Fits and scores all rivals, writes the page and says how they fared.
///
/// # Errors
/// When the scenario, a name or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &RivalsOptions) -> Result<u8, Error> {
    let changes = Changes { seed: options.seed, scale: options.scale, ..Changes::default() };
    let plan = Plan::open(scenario, &changes, options.runs, options.worlds, &options.only)?;
    let out = options.asked.out.clone().unwrap_or_else(|| plan.default_out());
    let threads = crate::many::threads(options.asked.threads);
    let stop = stop_on_interrupt("stopping; finished fits and worlds are kept; once more to stop at once");
    let began = Instant::now();
    let last = Mutex::new(Instant::now());
    let ended = rivals::run(&plan, &out, options.asked.resume, threads, &stop, &|what, done, of| {
        if let Ok(mut last) = last.lock()
            && !options.asked.quiet
            && last.elapsed() >= Duration::from_secs(5)
        {
            *last = Instant::now();
            output::note(&format!("{what}: {done} of {of}"));
        }
    });
    match ended? {
        Ended::Interrupted => {
            let out = quoted(&out.display().to_string());
            output::note(&format!("interrupted; go on with\n  {} --out {out} --resume", plan.command()));
            Ok(INTERRUPTED)
        }
        Ended::Done(answer) => {
            report::answer::write(&out)?;
            let report = out.join("report.html").display().to_string();
            if options.asked.json {
                let mut json = answer.json(&plan);
                json["wall_seconds"] = Value::from(began.elapsed().as_secs_f64());
                json["report"] = Value::from(report);
                output::json(&json);
            } else {
                print(&plan, &answer);
                output::line(&format!("report     {report}"));
                output::line(&format!("took       {:.1} s", began.elapsed().as_secs_f64()));
            }
            Ok(DONE)
        }
    }
}

fn print(plan: &Plan, answer: &Answer) {
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
}
