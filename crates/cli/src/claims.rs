//! `tauride claims SCENARIO`.

use std::path::Path;

use claims::{Answer, Choice, LEVEL, Plan, word};
use run::Error;
use run::case::Changes;
use run::scale::Scale;

use crate::args::ClaimsOptions;
use crate::{many, output};

/// Effects that are printed.
const MOST_EFFECTS: usize = 12;

/// Tests the claims of a scenario, writes the page and says what came out.
///
/// # Errors
/// When the scenario, its claims or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &ClaimsOptions) -> Result<u8, Error> {
    let plan = plan(scenario, options)?;
    many::run(&options.asked, &plan, |answer, out, seconds| print(&plan, answer, out, seconds))
}

/// The study that is asked for.
pub(crate) fn plan(scenario: &str, options: &ClaimsOptions) -> Result<Plan, Error> {
    let changes = Changes {
        seed: options.seed,
        scale: options.scale.unwrap_or(Scale::OF_A_STUDY),
        settings: options.settings.clone(),
        ..Changes::default()
    };
    let choice = Choice {
        only: options.only.clone(),
        pairs: options.pairs,
        rival_pairs: options.rival_pairs,
        without_rivals: options.no_rivals,
    };
    Plan::open(scenario, &changes, choice)
}

fn print(plan: &Plan, answer: &Answer, out: &Path, seconds: f64) {
    let [contradicted, not, undetermined, untestable] = answer.counts();
    output::line(&format!(
        "claims     {contradicted} contradicted, {not} not contradicted, {undetermined} undetermined, {untestable} not yet testable"
    ));
    output::line(&format!(
        "worlds     {} pairs at 1:{}, intervals at {:.0} %: {} worlds, and {} by rival rules of the person ({} pairs)",
        plan.pairs(),
        plan.base.scale,
        100.0 * LEVEL,
        answer.worlds[0],
        answer.worlds[1],
        plan.rival_pairs()
    ));
    for judged in &answer.judged {
        let claim = &plan.base.loaded.claims[judged.claim];
        let verdict = judged.verdict.map_or("not yet testable", word);
        output::line(&format!("{:4} {verdict:17} {}", claim.id, claim.statement));
        for (test, found) in claim.tests.iter().zip(&judged.findings) {
            output::line(&format!("       {} \u{2014} {}", found.told(test), test.asks));
        }
        output::line(&format!("       {}", judged.reason));
    }
    if !answer.effects.is_empty() {
        let (passed, of) = answer.as_it_was;
        output::line(&format!(
            "effects on power passing to the councils, points of the share of worlds (as it was: {passed} of {of})"
        ));
    }
    for effect in answer.effects.iter().take(MOST_EFFECTS) {
        let told = effect.estimate.map_or("too few pairs".to_owned(), |e| {
            let [value, low, high] = [e.value, e.interval[0], e.interval[1]].map(|x| 100.0 * x.0);
            format!("{value:+4.0} ({low:+.0} to {high:+.0})")
        });
        output::line(&format!("  {told:20} {:24} {}", effect.causes.join(", "), effect.words()));
    }
    output::line(&format!("took       {seconds:.1} s"));
    output::line(&format!("report     {}", out.join("report.html").display()));
}
