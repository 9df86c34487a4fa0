//! What a fit found, and the checks of the fit itself.

use std::fmt::Write as _;

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use run::Error;
use serde_json::json;
use stats::fit::calibration::{Amortised, Uniformity, as_observed, leave_one_out, scales_of, uniformity};
use stats::fit::design::{Predictive, prior_predictive};
use stats::fit::history::Wave;
use stats::fit::moves::Generation;
use stats::fit::posterior::{Least, Posterior};
use stats::fit::target::Target;
use stats::fit::{Fit, Stage};

use super::plan::{FitManifest, Plan};

/// Parameter sets that a posterior is shipped as.
pub(super) const DRAWS: usize = 200;
const DRAW: Purpose = Purpose::named("calibrate.posterior_draw");
/// Levels at which distributions are told.
pub const QUANTILES: [f64; 3] = [0.05, 0.5, 0.95];
/// A parameter of whose prior variance less than this goes is not identified, and with a smaller sample than this none is: of
/// a few points an interval says little.
pub const LEAST: Least = Least { contraction: 0.2, effective_size: 500.0 };
/// Draws of each posterior in simulation-based calibration, so that ranks go from 0 to this.
const RANK_DRAWS: usize = 99;
/// Bins of the ranks.
const BINS: usize = 10;
/// Runs that simulation-based calibration leaves out in turn, at most.
const MOST_CHECKED: usize = 500;
/// Runs of the bank that one of its posteriors is made of, as a share of the bank.
const KEPT: f64 = 0.15;

/// What a fit found.
pub struct Answer {
    /// Runs made.
    pub runs: usize,
    /// Runs that failed.
    pub failed: usize,
    /// Of each summary, what runs from the prior say, and what the last generation of the fit says, with drawn error.
    pub compared: Vec<[Option<Predictive>; 2]>,
    /// Waves of history matching.
    pub waves: Vec<Wave>,
    /// Generations of sequential Monte Carlo.
    pub generations: Vec<Generation>,
    /// Why it ended, in a word.
    pub end: String,
    /// Each parameter.
    pub posterior: Posterior,
    /// Of each parameter, whether the ranks of known truths are uniform.
    pub ranks: Vec<Uniformity>,
    /// Truths that were ranked.
    pub checked: usize,
    /// Parameter sets drawn from the posterior, in the parameters' units.
    pub draws: Vec<Vec<f64>>,
    /// Their digest.
    pub digest: String,
}

impl Answer {
    pub(super) fn of(plan: &Plan, fit: &Fit) -> Result<Answer, Error> {
        let space = plan.space();
        let target = &fit.plan().target;
        let (Some(sample), Some(draws)) = (fit.sample(), draws_of(plan, fit)) else {
            let why = match fit.is_ruled_out() {
                true => "history matching ruled out every parameter set: the model cannot come near the training rows",
                false => "it has no whole generation: give it more runs",
            };
            return Err(Error::Request(format!("the fit has no posterior: {why}")));
        };
        let bank = as_observed(&fit.from_prior(0), target, 0, fit.plan().seed);
        let scales = scales_of(&bank);
        let method = Amortised { keep: ((bank.len() as f64 * KEPT) as usize).max(10), adjust: true };
        let ranked = leave_one_out(&bank, MOST_CHECKED, RANK_DRAWS, fit.plan().seed, |left_out, observed| {
            method.posterior(&bank, Some(left_out), observed, &scales)
        });
        let mut answer = Answer {
            runs: fit.runs().len(),
            failed: fit.runs().iter().filter(|run| run.summaries.is_none()).count(),
            compared: compared(target, fit),
            waves: Vec::new(),
            generations: Vec::new(),
            end: String::new(),
            posterior: Posterior::of(space, &sample, &QUANTILES, LEAST),
            checked: ranked.len(),
            ranks: if ranked.is_empty() { Vec::new() } else { uniformity(&ranked, RANK_DRAWS, BINS) },
            digest: scenario::Posterior::digest_of(&keys(plan), &draws),
            draws,
        };
        for stage in fit.stages() {
            match stage {
                Stage::HistoryMatching(matching) => answer.waves.clone_from(&matching.waves),
                Stage::Moves(moves) => {
                    answer.generations.clone_from(&moves.generations);
                    answer.end = moves.end.map_or(String::new(), |end| format!("{end:?}").to_lowercase());
                }
                Stage::Design(_) => {}
            }
        }
        Ok(answer)
    }

    /// The file that ships the posterior.
    pub fn posterior_file(&self, plan: &Plan) -> String {
        posterior_file(&plan.manifest(), &keys(plan), &self.draws)
    }
}

/// The file that ships parameter sets.
pub(super) fn posterior_file(made: &FitManifest, keys: &[String], draws: &[Vec<f64>]) -> String {
    let mut text = String::from("# Parameter sets from a calibration; written by a command, not by hand.\n");
    let told = [
        ("command", &made.command),
        ("version", &made.version),
        ("society", &made.society),
        ("split", &made.split),
        ("training", &made.training),
    ];
    for (key, value) in told {
        let _ = writeln!(text, "{key} = {}", json!(value));
    }
    let _ = writeln!(text, "seed = {}\ndigest = \"{}\"", made.seed, scenario::Posterior::digest_of(keys, draws));
    let _ = writeln!(text, "parameters = {}", json!(keys));
    text.push_str("draws = [\n");
    for draw in draws {
        let values: Vec<String> = draw.iter().map(|x| format!("{x:?}")).collect();
        let _ = writeln!(text, "  [{}],", values.join(", "));
    }
    text.push_str("]\n");
    text
}

/// Parameter sets drawn from a fit's sample, in their units; `None` where it has none.
fn draws_of(plan: &Plan, fit: &Fit) -> Option<Vec<Vec<f64>>> {
    let mut stream = Draws::new(plan.case.seed).stream(DRAW, 0, Day(0), 0);
    let points = fit.sample()?.draw(DRAWS, &mut stream);
    Some(points.iter().map(|point| plan.plan.space.from_probit(point)).collect())
}

fn keys(plan: &Plan) -> Vec<String> {
    plan.space().parameters().iter().map(|p| p.name.clone()).collect()
}

fn compared(target: &Target, fit: &Fit) -> Vec<[Option<Predictive>; 2]> {
    let observed = target.values();
    let predictive = |summaries: &[Vec<f64>]| prior_predictive(summaries, &observed, &QUANTILES);
    let prior: Vec<Vec<f64>> = fit.from_prior(0).into_iter().map(|known| known.summaries).collect();
    let last = fit.stages().iter().rev().find_map(|stage| match stage {
        Stage::Moves(moves) => Some(moves.population.iter().map(|p| p.summaries.clone()).collect::<Vec<_>>()),
        _ => None,
    });
    let (mut prior, mut fitted) = (predictive(&prior).into_iter(), predictive(&last.unwrap_or_default()).into_iter());
    observed.iter().map(|_| [prior.next(), fitted.next()]).collect()
}
