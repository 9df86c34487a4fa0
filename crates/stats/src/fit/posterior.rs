//! What a sample says of the parameters: where they lie, how much was learned, and what was not.

use super::prior::Space;
use super::statistics::{weighted_covariance, weighted_mean, weighted_quantile};
use super::weighted::Weighted;

/// What is believed of one parameter after the fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    /// The parameter's key.
    pub name: String,
    /// Mean, in the parameter's unit.
    pub mean: f64,
    /// Standard deviation, in the parameter's unit.
    pub sd: f64,
    /// The quantiles at the levels asked for, in the parameter's unit.
    pub quantiles: Vec<f64>,
    /// 1 - posterior variance / prior variance: 1 when the parameter is known, 0 when nothing was learned. Below 0 when
    /// the posterior is the wider.
    pub contraction: f64,
}

/// What a sample has to have before a parameter is called identified.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Least {
    /// Share of the prior variance that is gone.
    pub contraction: f64,
    /// Effective size.
    pub effective_size: f64,
}

/// What is believed after the fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Each parameter, in the order of the space.
    pub marginals: Vec<Marginal>,
    /// The effective sample size. The contraction of a parameter of which nothing was learned is 0 with a standard
    /// error of about √(2 / effective size).
    pub effective_size: f64,
    /// The parameters whose contraction is below the stated level: the observations do not tell them.
    pub unidentified: Vec<String>,
}

impl Posterior {
    /// Reads a sample, at these quantile levels; a parameter with a contraction below that of `least` is unidentified, and
    /// every one where the effective size is below its.
    pub fn of(space: &Space, sample: &Weighted, levels: &[f64], least: Least) -> Posterior {
        let values: Vec<Vec<f64>> = sample.points.iter().map(|p| space.from_probit(p)).collect();
        let mean = weighted_mean(&values, &sample.weights);
        let covariance = weighted_covariance(&values, &sample.weights);
        let sd: Vec<f64> = (0..space.dimension()).map(|k| covariance.at(k, k).max(0.0).sqrt()).collect();
        let marginals: Vec<Marginal> = space
            .parameters()
            .iter()
            .enumerate()
            .map(|(k, p)| {
                let column: Vec<f64> = values.iter().map(|v| v[k]).collect();
                Marginal {
                    name: p.name.clone(),
                    mean: mean[k],
                    sd: sd[k],
                    quantiles: levels.iter().map(|q| weighted_quantile(&column, &sample.weights, *q)).collect(),
                    contraction: 1.0 - sd[k] * sd[k] / p.variance(),
                }
            })
            .collect();
        let effective_size = sample.effective_size();
        let is_told = |m: &&Marginal| m.contraction >= least.contraction && effective_size >= least.effective_size;
        let unidentified = marginals.iter().filter(|m| !is_told(m)).map(|m| m.name.clone()).collect();
        Posterior { marginals, effective_size, unidentified }
    }
}
