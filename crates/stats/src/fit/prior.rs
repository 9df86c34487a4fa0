//! What is believed of each parameter before any run: every value of its range alike.
//!
//! Every method works in probit coordinates: a parameter whose value x lies a share u up its range has the coordinate
//! z = Φ⁻¹(u). There every prior is a standard normal, all are independent, and no step leaves the bounds.

use std::collections::BTreeSet;

use engine::draw::Stream;
use engine::math;

use super::statistics::normal;
use crate::Refused;

/// A parameter to be fitted, even over its range before any run.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its key, as in `parameters.toml`.
    pub name: String,
    /// Smallest value, in its unit.
    pub low: f64,
    /// Largest value.
    pub high: f64,
}

impl Parameter {
    /// The variance before any run, in the parameter's unit squared.
    pub fn variance(&self) -> f64 {
        (self.high - self.low) * (self.high - self.low) / 12.0
    }

    /// The value below which a share `u` of the range lies.
    fn quantile(&self, u: f64) -> f64 {
        (self.low + u * (self.high - self.low)).clamp(self.low, self.high)
    }
}

/// The parameters to be fitted, independent before any run.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    parameters: Vec<Parameter>,
}

impl Space {
    /// A space of these parameters.
    ///
    /// # Errors
    /// When there are none, two share a name, or a range is empty or without end.
    pub fn new(parameters: Vec<Parameter>) -> Result<Space, Refused> {
        if parameters.is_empty() {
            return Err(Refused("a fit needs at least one parameter".into()));
        }
        let mut names = BTreeSet::new();
        for p in &parameters {
            if !names.insert(&p.name) {
                return Err(Refused(format!("{}: fitted twice", p.name)));
            }
            if !(p.low.is_finite() && p.high.is_finite()) || p.low >= p.high {
                return Err(Refused(format!(
                    "{}: a prior needs a finite lower bound below a finite upper bound",
                    p.name
                )));
            }
        }
        Ok(Space { parameters })
    }

    /// The parameters, in order.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// How many parameters there are; at least one.
    pub fn dimension(&self) -> usize {
        self.parameters.len()
    }

    /// The probit coordinates of values in the parameters' units; a value on the edge of its range lies as near to it as one
    /// in a million draws does.
    pub fn to_probit(&self, values: &[f64]) -> Vec<f64> {
        const EDGE: f64 = 1e-6;
        let share = |p: &Parameter, x: f64| ((x - p.low) / (p.high - p.low)).clamp(EDGE, 1.0 - EDGE);
        self.parameters.iter().zip(values).map(|(p, x)| math::normal_quantile(share(p, *x))).collect()
    }

    /// The values, in the parameters' units, of a point in probit coordinates.
    pub fn from_probit(&self, point: &[f64]) -> Vec<f64> {
        self.parameters.iter().zip(point).map(|(p, z)| p.quantile(math::normal_cdf(*z))).collect()
    }
}

/// A point drawn from the prior, in probit coordinates.
pub(crate) fn sample_probit(dimension: usize, stream: &mut Stream) -> Vec<f64> {
    (0..dimension).map(|_| normal(stream)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: f64, high: f64) -> Parameter {
        Parameter { name: format!("from {low} to {high}"), low, high }
    }

    #[test]
    fn law_points_stay_within_the_bounds_and_halve_the_range() {
        let parameters = vec![of(-1.0, 3.0), of(0.0, 1e-3)];
        let space = Space::new(parameters.clone()).unwrap();
        assert_eq!(space.from_probit(&[0.0, 0.0]), [1.0, 5e-4]);
        // A quarter lies below -0.6745.
        assert!((space.from_probit(&[-0.674_489_750_196_082; 2])[0] - 0.0).abs() < 1e-12);
        // Steps far outside the range of a double's normal share end on the bounds.
        for far in [-60.0, 60.0] {
            for (x, p) in space.from_probit(&[far; 2]).iter().zip(&parameters) {
                assert!((p.low..=p.high).contains(x));
            }
        }
        assert_eq!(parameters[0].variance(), 16.0 / 12.0);
    }

    #[test]
    fn law_faulty_spaces_are_refused() {
        for faulty in [vec![], vec![of(1.0, 1.0)], vec![of(f64::NAN, 1.0)], vec![of(0.0, 1.0), of(0.0, 1.0)]] {
            assert!(Space::new(faulty.clone()).is_err(), "{faulty:?}");
        }
    }
}
