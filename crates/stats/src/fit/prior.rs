//! What is believed of each parameter before any run.
//!
//! Every method works in probit coordinates: a parameter whose prior distribution function is F and whose value is x
//! has the coordinate z = Φ⁻¹(F(x)). There every prior is a standard normal, all are independent, and no step leaves
//! the bounds.

use std::collections::BTreeSet;

use engine::draw::Stream;
use engine::math;
use serde::{Deserialize, Serialize};

use super::statistics::{normal, open_uniform};
use crate::Refused;

/// A one-dimensional prior over a bounded range, in the parameter's unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum Prior {
    /// All values alike.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Density rising from 0 at `low` to `mode` and falling to 0 at `high`.
    Triangular {
        /// Smallest value.
        low: f64,
        /// Likeliest value.
        mode: f64,
        /// Largest value.
        high: f64,
    },
    /// Uniform in the logarithm.
    LogUniform {
        /// Smallest value, above 0.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// A normal distribution, cut at the bounds.
    TruncatedNormal {
        /// Mean of the normal distribution before the cut.
        mean: f64,
        /// Its standard deviation.
        sd: f64,
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
}

impl Prior {
    /// Smallest and largest value.
    pub fn bounds(&self) -> (f64, f64) {
        match *self {
            Prior::Uniform { low, high }
            | Prior::Triangular { low, high, .. }
            | Prior::LogUniform { low, high }
            | Prior::TruncatedNormal { low, high, .. } => (low, high),
        }
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<&'static str> {
        let (low, high) = self.bounds();
        if !(low.is_finite() && high.is_finite()) || low >= high {
            return Some("a prior needs a finite lower bound below a finite upper bound");
        }
        match *self {
            Prior::Triangular { mode, .. } if !(low..=high).contains(&mode) => Some("the mode lies outside the bounds"),
            Prior::LogUniform { .. } if low <= 0.0 => Some("a log-uniform prior needs a lower bound above 0"),
            Prior::TruncatedNormal { sd, .. } if !sd.is_finite() || sd <= 0.0 => {
                Some("a truncated normal prior needs a standard deviation above 0")
            }
            Prior::TruncatedNormal { mean, sd, .. } if !mean.is_finite() || tail(mean, sd, low, high).2 < 1e-6 => {
                Some("less than a millionth of the normal distribution lies within the bounds")
            }
            _ => None,
        }
    }

    /// The value below which a share `u` of the prior lies.
    pub fn quantile(&self, u: f64) -> f64 {
        let (low, high) = self.bounds();
        let x = match *self {
            Prior::Uniform { .. } => low + u * (high - low),
            Prior::Triangular { mode, .. } => {
                let (width, left) = (high - low, mode - low);
                if u * width <= left {
                    low + (u * width * left).sqrt()
                } else {
                    high - ((1.0 - u) * width * (high - mode)).sqrt()
                }
            }
            Prior::LogUniform { .. } => math::exp(math::ln(low) + u * (math::ln(high) - math::ln(low))),
            Prior::TruncatedNormal { mean, sd, .. } => {
                // In the lower tail, where shares keep their digits.
                let (turned, below, within) = tail(mean, sd, low, high);
                if turned {
                    mean - sd * math::normal_quantile(below + (1.0 - u) * within)
                } else {
                    mean + sd * math::normal_quantile(below + u * within)
                }
            }
        };
        x.clamp(low, high)
    }

    /// The share of the prior at or below `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        let (low, high) = self.bounds();
        if x <= low {
            return 0.0;
        }
        if x >= high {
            return 1.0;
        }
        match *self {
            Prior::Uniform { .. } => (x - low) / (high - low),
            Prior::Triangular { mode, .. } => {
                let width = high - low;
                if x <= mode && mode > low {
                    (x - low) * (x - low) / (width * (mode - low))
                } else {
                    1.0 - (high - x) * (high - x) / (width * (high - mode))
                }
            }
            Prior::LogUniform { .. } => math::ln(x / low) / math::ln(high / low),
            Prior::TruncatedNormal { mean, sd, .. } => {
                let (turned, below, within) = tail(mean, sd, low, high);
                let share = if turned {
                    1.0 - (math::normal_cdf((mean - x) / sd) - below) / within
                } else {
                    (math::normal_cdf((x - mean) / sd) - below) / within
                };
                share.clamp(0.0, 1.0)
            }
        }
    }

    /// The density at `x`, per unit of the parameter; 0 outside the bounds.
    pub fn density(&self, x: f64) -> f64 {
        let (low, high) = self.bounds();
        if !(low..=high).contains(&x) {
            return 0.0;
        }
        let width = high - low;
        match *self {
            Prior::Uniform { .. } => 1.0 / width,
            Prior::Triangular { mode, .. } => {
                if x < mode {
                    2.0 * (x - low) / (width * (mode - low))
                } else if x > mode {
                    2.0 * (high - x) / (width * (high - mode))
                } else {
                    2.0 / width
                }
            }
            Prior::LogUniform { .. } => 1.0 / (x * math::ln(high / low)),
            Prior::TruncatedNormal { mean, sd, .. } => {
                math::normal_density((x - mean) / sd) / (sd * tail(mean, sd, low, high).2)
            }
        }
    }

    /// The mean, in the parameter's unit.
    pub fn mean(&self) -> f64 {
        let (low, high) = self.bounds();
        match *self {
            Prior::Uniform { .. } => 0.5 * (low + high),
            Prior::Triangular { mode, .. } => (low + mode + high) / 3.0,
            Prior::LogUniform { .. } => (high - low) / math::ln(high / low),
            Prior::TruncatedNormal { mean, sd, .. } => {
                let (a, b) = ((low - mean) / sd, (high - mean) / sd);
                let within = tail(mean, sd, low, high).2;
                mean + sd * (math::normal_density(a) - math::normal_density(b)) / within
            }
        }
    }

    /// The variance, in the parameter's unit squared.
    pub fn variance(&self) -> f64 {
        let (low, high) = self.bounds();
        match *self {
            Prior::Uniform { .. } => (high - low) * (high - low) / 12.0,
            Prior::Triangular { mode, .. } => {
                let (left, right) = (mode - low, high - mode);
                (left * left + left * right + right * right) / 18.0
            }
            Prior::LogUniform { .. } => {
                let m = self.mean();
                0.5 * (high - low) * (high + low) / math::ln(high / low) - m * m
            }
            Prior::TruncatedNormal { mean, sd, .. } => {
                let (a, b) = ((low - mean) / sd, (high - mean) / sd);
                let (at_a, at_b) = (math::normal_density(a), math::normal_density(b));
                let within = tail(mean, sd, low, high).2;
                let shift = (at_a - at_b) / within;
                sd * sd * (1.0 + (a * at_a - b * at_b) / within - shift * shift)
            }
        }
    }
}

/// A normal distribution cut at two bounds, turned about its mean where they lie above it: whether it was turned, the
/// share below the lower bound, and the share between them.
fn tail(mean: f64, sd: f64, low: f64, high: f64) -> (bool, f64, f64) {
    let turned = 0.5 * (low + high) > mean;
    let (a, b) = if turned { (mean - high, mean - low) } else { (low - mean, high - mean) };
    let below = math::normal_cdf(a / sd);
    (turned, below, math::normal_cdf(b / sd) - below)
}

/// A parameter to be fitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its key, as in `parameters.toml`.
    pub name: String,
    /// What is believed of it.
    pub prior: Prior,
}

/// The parameters to be fitted, independent before any run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Space {
    parameters: Vec<Parameter>,
}

impl Space {
    /// A space of these parameters.
    ///
    /// # Errors
    /// When there are none, two share a name, or a prior is faulty.
    pub fn new(parameters: Vec<Parameter>) -> Result<Space, Refused> {
        let space = Space { parameters };
        space.check()?;
        Ok(space)
    }

    /// The conditions of [`Space::new`], for a space read from a file.
    pub(crate) fn check(&self) -> Result<(), Refused> {
        if self.parameters.is_empty() {
            return Err(Refused("a fit needs at least one parameter".into()));
        }
        let mut names = BTreeSet::new();
        for p in &self.parameters {
            if !names.insert(&p.name) {
                return Err(Refused(format!("{}: fitted twice", p.name)));
            }
            if let Some(fault) = p.prior.fault() {
                return Err(Refused(format!("{}: {fault}", p.name)));
            }
        }
        Ok(())
    }

    /// The parameters, in order.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.parameters.len()
    }

    /// Whether there are none; never so for a space made by [`Space::new`].
    pub fn is_empty(&self) -> bool {
        self.parameters.is_empty()
    }

    /// The values, in the parameters' units, of a point in probit coordinates.
    pub fn from_probit(&self, point: &[f64]) -> Vec<f64> {
        self.parameters.iter().zip(point).map(|(p, z)| p.prior.quantile(math::normal_cdf(*z))).collect()
    }

    /// The probit coordinates of values; infinite on the bounds and outside them.
    pub fn to_probit(&self, values: &[f64]) -> Vec<f64> {
        self.parameters.iter().zip(values).map(|(p, x)| math::normal_quantile(p.prior.cdf(*x))).collect()
    }

    /// The density of the prior at these values: the product over parameters, per unit of each.
    pub fn density(&self, values: &[f64]) -> f64 {
        self.parameters.iter().zip(values).fold(1.0, |product, (p, x)| product * p.prior.density(*x))
    }

    /// Values drawn from the prior.
    pub fn sample(&self, stream: &mut Stream) -> Vec<f64> {
        self.parameters.iter().map(|p| p.prior.quantile(open_uniform(stream))).collect()
    }
}

/// A point drawn from the prior, in probit coordinates.
pub(crate) fn sample_probit(dimension: usize, stream: &mut Stream) -> Vec<f64> {
    (0..dimension).map(|_| normal(stream)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Prior; 7] = [
        Prior::Uniform { low: -1.0, high: 3.0 },
        Prior::Triangular { low: 0.0, mode: 0.5, high: 2.0 },
        Prior::Triangular { low: 0.0, mode: 0.0, high: 2.0 },
        Prior::LogUniform { low: 0.1, high: 10.0 },
        Prior::TruncatedNormal { mean: 0.3, sd: 0.2, low: 0.0, high: 1.0 },
        Prior::TruncatedNormal { mean: 0.0, sd: 1.0, low: 2.0, high: 3.0 },
        Prior::TruncatedNormal { mean: 5.0, sd: 1.0, low: 1.0, high: 3.0 },
    ];

    #[test]
    fn law_quantile_undoes_cdf_and_keeps_bounds() {
        for prior in ALL {
            assert_eq!(prior.fault(), None);
            let (low, high) = prior.bounds();
            assert!(
                (prior.quantile(0.0) - low).abs() < 1e-12 && (prior.quantile(1.0) - high).abs() < 1e-12,
                "{prior:?}"
            );
            for i in 1..1000 {
                let u = f64::from(i) / 1000.0;
                let x = prior.quantile(u);
                assert!((low..=high).contains(&x));
                assert!((prior.cdf(x) - u).abs() < 1e-11, "{prior:?} at {u}: {}", prior.cdf(x));
            }
        }
    }

    /// Simpson's rule over `[from, to]` with 4,000 steps.
    fn simpson(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
        let n = 4000;
        let step = (to - from) / f64::from(n);
        let inner: f64 = (1..n).map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * f(from + f64::from(i) * step)).sum();
        step / 3.0 * (f(from) + inner + f(to))
    }

    #[test]
    fn law_density_integrates_to_cdf_mean_and_variance() {
        for prior in ALL {
            let (low, high) = prior.bounds();
            // Over each side of a triangle's corner.
            let corner = if let Prior::Triangular { mode, .. } = prior { mode } else { 0.5 * (low + high) };
            let over = |f: &dyn Fn(f64) -> f64| simpson(f, low, corner) + simpson(f, corner, high);
            let mean = prior.mean();
            let total = over(&|x| prior.density(x));
            let first = over(&|x| x * prior.density(x));
            let second = over(&|x| (x - mean) * (x - mean) * prior.density(x));
            assert!((total - 1.0).abs() < 1e-6, "{prior:?}: total {total}");
            assert!((first - mean).abs() < 1e-6, "{prior:?}: mean {first} and {mean}");
            assert!((second - prior.variance()).abs() < 1e-6, "{prior:?}: {second} and {}", prior.variance());
            let third = low + 0.3 * (high - low);
            let below = simpson(|x| prior.density(x), low, third.min(corner))
                + if third > corner { simpson(|x| prior.density(x), corner, third) } else { 0.0 };
            assert!((below - prior.cdf(third)).abs() < 1e-6, "{prior:?}: {below}");
        }
    }

    #[test]
    fn faults_are_told() {
        for prior in [
            Prior::Uniform { low: 1.0, high: 1.0 },
            Prior::Uniform { low: f64::NAN, high: 1.0 },
            Prior::Triangular { low: 0.0, mode: 2.0, high: 1.0 },
            Prior::LogUniform { low: 0.0, high: 1.0 },
            Prior::TruncatedNormal { mean: 0.0, sd: 0.0, low: 0.0, high: 1.0 },
            Prior::TruncatedNormal { mean: 0.0, sd: 1.0, low: 7.0, high: 8.0 },
        ] {
            assert!(prior.fault().is_some(), "{prior:?}");
        }
        let p = Parameter { name: "a.b".into(), prior: ALL[0] };
        assert!(Space::new(vec![p.clone(), p]).is_err());
        assert!(Space::new(vec![]).is_err());
    }

    #[test]
    fn probit_and_back() {
        let space =
            Space::new(ALL.iter().enumerate().map(|(i, p)| Parameter { name: format!("p{i}"), prior: *p }).collect())
                .unwrap();
        let point = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0];
        let values = space.from_probit(&point);
        for (z, back) in point.iter().zip(space.to_probit(&values)) {
            assert!((z - back).abs() < 1e-9, "{z} came back as {back}");
        }
        assert!(space.density(&values) > 0.0);
        // Steps far outside the range of a double's normal share end on the bounds.
        for far in [-60.0, 60.0] {
            for (x, p) in space.from_probit(&[far; 7]).iter().zip(&ALL) {
                let (low, high) = p.bounds();
                assert!((low..=high).contains(x));
            }
        }
    }
}
