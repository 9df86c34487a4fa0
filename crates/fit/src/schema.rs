//! `answer.json` of a fit: what a fit writes down.

use serde::Serialize;

use super::answer::{Answer, LEAST};
use super::plan::{FitManifest, Plan};
use observables::question::{Measured, Question};
use run::record::rows::Row;
use stats::fit::design::Predictive;
use study::frame::Study as _;
use study::schema::{Date, Head, Named, Real};
use study::score::schema::Counted;

/// The answer of `tauride fit`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "FitAnswer"))]
pub struct Written {
    /// `fit`.
    pub kind: &'static str,
    /// What it is of, and how to repeat it; its last day is the last of the training part.
    pub head: Head,
    /// What the fit is made from, in a few hashes and numbers.
    pub manifest: FitManifest,
    /// Runs made.
    pub runs: usize,
    /// Runs that failed.
    pub failed: usize,
    /// Real persons that one simulated person stands for, from the coarsest runs to the finest.
    pub scales: Vec<u32>,
    /// The parameters.
    pub parameters: Vec<ParameterFitted>,
    /// Share of its prior variance below whose loss a parameter is not identified.
    pub least_contraction: f64,
    /// Effective size of the sample below which no parameter is called identified.
    pub least_effective_size: f64,
    /// The numbers of the record that it was fitted to.
    pub summaries: Vec<SummaryFitted>,
    /// Waves of history matching.
    pub waves: Vec<Wave>,
    /// The share of the prior that each wave left.
    pub share_of_prior_left: Vec<Real>,
    /// Generations of sequential Monte Carlo.
    pub generations: Vec<Generation>,
    /// Why it ended, in a word.
    pub end: String,
    /// Effective size of the sample.
    pub effective_size: Real,
    /// Parameters of which the training rows tell next to nothing.
    pub unidentified: Vec<String>,
    /// Truths that were ranked in simulation-based calibration.
    pub truths_ranked: usize,
    /// Digest of the parameter sets.
    pub digest: String,
}

/// A parameter before and after.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ParameterFitted {
    /// Its key.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// The value set by hand.
    pub by_hand: Real,
    /// Its prior.
    pub prior: PriorRange,
    /// Mean of the posterior.
    pub mean: Real,
    /// Its standard deviation.
    pub sd: Real,
    /// A twentieth of the posterior lies below.
    pub p5: Real,
    /// Median of the posterior.
    pub median: Real,
    /// A twentieth lies above.
    pub p95: Real,
    /// The share of the prior variance that went; below 0 when the posterior is the wider.
    pub contraction: Real,
    /// Whether enough of it went.
    pub identified: bool,
    /// The chance of ranks as uneven, were the estimator right.
    pub rank_p_value: Option<Real>,
    /// The share of known truths within the central nine tenths of their posterior.
    pub inside_90: Option<Real>,
    /// The ranks of known truths, in equal bins.
    pub ranks: Option<Vec<u32>>,
}

/// A prior that is even over a range.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PriorRange {
    /// `uniform`.
    pub shape: &'static str,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
}

/// A number of the record: observed, and what runs say of it before and after the fit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SummaryFitted {
    /// What it is, where and when, in a word each.
    pub name: String,
    /// What it is.
    pub what: String,
    /// The place for readers.
    pub place_name: String,
    /// First and last day it holds for.
    pub days: [Date; 2],
    /// How it is counted: a count stands here as the natural logarithm of one more than it, a date as days since 1970.
    pub counted: Counted,
    /// Observed.
    pub observed: Real,
    /// Standard deviation of its error and of the model's discrepancy.
    pub error_sd: Real,
    /// Runs from the prior.
    pub prior: Option<Spread>,
    /// The last generation, with drawn error.
    pub fitted: Option<Spread>,
}

/// What runs say of a number.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Spread {
    /// Mean.
    pub mean: Real,
    /// Standard deviation.
    pub sd: Real,
    /// A twentieth of the runs lies below.
    pub p5: Real,
    /// Median.
    pub median: Real,
    /// A twentieth lies above.
    pub p95: Real,
    /// Share of the runs below what was observed, half of those equal to it counted. At 0 or 1 no run reaches it.
    pub below_observed: Real,
}

/// A wave of history matching.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Wave {
    /// Runs.
    pub runs: usize,
    /// The share of the prior that it left.
    pub share_left: Real,
}

/// A generation of sequential Monte Carlo.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Generation {
    /// The largest distance allowed, in standard deviations of error and discrepancy.
    pub tolerance: Real,
    /// Runs made for it.
    pub runs: u64,
    /// The share of runs kept.
    pub acceptance: Real,
    /// The effective sample size.
    pub effective_size: Real,
    /// Position of its scale in `scales`.
    pub fidelity: u32,
}

fn spread(p: &Predictive) -> Spread {
    Spread {
        mean: p.mean.into(),
        sd: p.sd.into(),
        p5: p.quantiles[0].into(),
        median: p.quantiles[1].into(),
        p95: p.quantiles[2].into(),
        below_observed: p.below_observed.into(),
    }
}

fn counted(question: &Question) -> Counted {
    match question.kind.measured() {
        Measured::Count => Counted::Count,
        Measured::Share => Counted::Share,
        Measured::Date => Counted::Date,
    }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        let head =
            Head { end: Date::of(plan.spec().end, plan.case.loaded.calendar), ..Head::of(&plan.case, plan.command()) };
        let waves = self.waves.iter().map(|w| Wave { runs: w.runs, share_left: w.share_left.into() });
        let generations = self.generations.iter().map(|g| Generation {
            tolerance: g.tolerance.into(),
            runs: g.runs,
            acceptance: g.acceptance.into(),
            effective_size: g.effective_size.into(),
            fidelity: g.fidelity,
        });
        Written {
            kind: "fit",
            head,
            manifest: plan.manifest(),
            runs: self.runs,
            failed: self.failed,
            scales: plan.fidelities.to_vec(),
            parameters: self.parameters(plan),
            least_contraction: LEAST.contraction,
            least_effective_size: LEAST.effective_size,
            summaries: self.summaries(plan),
            waves: waves.collect(),
            share_of_prior_left: self.waves.iter().map(|w| w.share_left.into()).collect(),
            generations: generations.collect(),
            end: self.end.clone(),
            effective_size: self.posterior.effective_size.into(),
            unidentified: self.posterior.unidentified.clone(),
            truths_ranked: self.checked,
            digest: self.digest.clone(),
        }
    }

    fn parameters(&self, plan: &Plan) -> Vec<ParameterFitted> {
        let declared = plan.spec().rules.declared();
        let of = |(k, m): (usize, &stats::fit::posterior::Marginal)| {
            let parameter = &plan.space().parameters()[k];
            let known = declared.iter().find(|declared| declared.key == m.name);
            ParameterFitted {
                name: m.name.clone(),
                meaning: known.map_or("", |d| d.meaning.trim_end_matches('.')).to_owned(),
                unit: known.map_or("", |d| d.unit).to_owned(),
                by_hand: plan.spec().rules.get(&m.name).unwrap_or(f64::NAN).into(),
                prior: PriorRange { shape: "uniform", low: parameter.low, high: parameter.high },
                mean: m.mean.into(),
                sd: m.sd.into(),
                p5: m.quantiles[0].into(),
                median: m.quantiles[1].into(),
                p95: m.quantiles[2].into(),
                contraction: m.contraction.into(),
                identified: !self.posterior.unidentified.contains(&m.name),
                rank_p_value: self.ranks.get(k).map(|u| u.p_value.into()),
                inside_90: self.ranks.get(k).map(|u| u.inside_90.into()),
                ranks: self.ranks.get(k).map(|u| u.counts.clone()),
            }
        };
        self.posterior.marginals.iter().enumerate().map(of).collect()
    }

    fn summaries(&self, plan: &Plan) -> Vec<SummaryFitted> {
        let questions = plan.training.questions().list();
        let row = |asks: usize| -> &Row {
            let found = plan.training.rows().iter().find(|row| row.asks == asks);
            found.expect("every question is that of a row")
        };
        let target = &plan.plan.target;
        let variance = target.variance(0);
        let of = |(asks, ([prior, fitted], question)): (usize, (&[Option<Predictive>; 2], &Question))| SummaryFitted {
            name: target.observations[asks].name.clone(),
            what: row(asks).title.clone(),
            place_name: Named::place(&row(asks).place, plan.spec()).name,
            days: [row(asks).from, row(asks).to].map(|day| Date::of(day, plan.case.loaded.calendar)),
            counted: counted(question),
            observed: target.observations[asks].value.into(),
            error_sd: variance[asks].sqrt().into(),
            prior: prior.as_ref().map(spread),
            fitted: fitted.as_ref().map(spread),
        };
        self.compared.iter().zip(questions).enumerate().map(of).collect()
    }
}
