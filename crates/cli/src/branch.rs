//! `tauride branch SCENARIO`.

use std::path::Path;

use run::Error;
use run::case::Changes;
use run::memory;
use run::scale::Scale;
use run::worlds::OUTCOMES;
use study::branch::{Answer, LEVEL, Plan, SETTLED, Spacing, Wanted};

use crate::args::BranchOptions;
use crate::{many, output};

/// Branches a world, writes the page and says when its year was still open.
///
/// # Errors
/// When the scenario, a what-if or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &BranchOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &BranchOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale.unwrap_or(Scale::OF_A_STUDY),
        until: options.until.clone(),
        settings: options.settings.clone(),
        with: options.with.clone(),
    };
    let wanted = Wanted {
        branches: options.branches,
        spacing: options.days.map_or(Spacing::Every(options.every), Spacing::Evenly),
        from: options.from.clone(),
        to: options.to.clone(),
    };
    Plan::open(scenario, &changes, &wanted)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    let calendar = plan.case.loaded.calendar;
    for what_if in &plan.case.loaded.applied {
        output::line(&format!("what if    {} ({})", what_if.title, what_if.name));
    }
    output::line(&format!(
        "world      {}, seed {}, at 1:{}: {} on {}",
        plan.case.loaded.id,
        plan.case.seed,
        plan.case.scale,
        OUTCOMES[answer.base_run.outcome].word(),
        answer.base_run.outcome_day.short_with_style(calendar)
    ));
    output::line(&format!(
        "branches   {} from each of {} days; intervals at {:.0} %",
        plan.branches,
        plan.days.len(),
        100.0 * LEVEL
    ));
    let words: Vec<&str> = (0..answer.outcomes.len()).map(|i| answer.word(i)).collect();
    let heads: String = words.iter().map(|word| format!("  {word:>18}")).collect();
    output::line(&format!("day     {heads}   entropy, bits"));
    for odds in &answer.odds {
        let shares: String = odds
            .chances
            .iter()
            .map(|c| {
                let text =
                    format!("{:.0} % ({:.0} to {:.0})", 100.0 * c.share, 100.0 * c.wilson.low, 100.0 * c.wilson.high);
                format!("  {text:>18}")
            })
            .collect();
        output::line(&format!("  {:6}{shares}   {:.2}", odds.day.short(calendar), odds.entropy_corrected_bits));
    }
    output::line(&match answer.settled {
        None => format!("settled    never: on the last day no ending has more than {:.0} %", 100.0 * SETTLED),
        Some(s) => {
            let surely = s.surely.map_or("on no day".into(), |day| format!("from {}", day.short(calendar)));
            format!(
                "settled    from {} on, {} has more than {:.0} % of every day's branches; the interval's lower end \
                 {surely}",
                s.day.short_with_style(calendar),
                answer.word(s.category),
                100.0 * SETTLED
            )
        }
    });
    output::line(&format!(
        "took       {seconds:.1} s, {:.0} MiB at most",
        memory::peak_bytes() as f64 / f64::from(1 << 20)
    ));
    output::line(&format!("report     {}", out.join("report.html").display()));
}
