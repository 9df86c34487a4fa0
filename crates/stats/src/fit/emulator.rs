//! A polynomial stand-in for the simulator: one regression per summary, with the variance of its prediction.
//!
//! The regressors are Legendre polynomials of x = 2u - 1, where u is the parameter's place in its prior, 0..=1:
//! bounded, and uncorrelated over the prior. Of three forms, each summary takes the one that predicts best runs that
//! were left out.

use engine::math::{self, sum_in_order};

use super::linear::{Matrix, dot, normal_equations};

/// Which terms a regression has, beside the constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Each parameter.
    Linear,
    /// Each parameter and its square.
    Squares,
    /// Each parameter, its square, and all products of two.
    Quadratic,
}

impl Form {
    fn terms(self, point: &[f64]) -> Vec<f64> {
        let x: Vec<f64> = point.iter().map(|z| 2.0 * math::normal_cdf(*z) - 1.0).collect();
        let mut terms = vec![1.0];
        terms.extend(&x);
        if self != Form::Linear {
            terms.extend(x.iter().map(|x| 1.5 * x * x - 0.5));
        }
        if self == Form::Quadratic {
            for i in 0..x.len() {
                terms.extend(x[..i].iter().map(|y| x[i] * y));
            }
        }
        terms
    }
}

/// A regression of one summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// Its terms.
    pub form: Form,
    /// Variance of a single run about it: the simulator's randomness and what the form misses, in the summary's unit
    /// squared.
    pub residual_variance: f64,
    /// Mean squared error in predicting runs left out one at a time (Allen 1974).
    pub left_out_variance: f64,
    which: usize,
    coefficients: Vec<f64>,
}

/// What an emulator expects of a summary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expectation {
    /// The mean over runs, in the summary's unit.
    pub mean: f64,
    /// The variance of that mean, from the number of runs.
    pub mean_variance: f64,
    /// The variance of a single run about it.
    pub residual_variance: f64,
}

/// One regression for each summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Emulator {
    /// The regressions, in the order of the summaries.
    pub surfaces: Vec<Surface>,
    /// The forms in use with the Cholesky factor of their normal equations, shared by the summaries.
    factors: Vec<(Form, Matrix)>,
}

impl Emulator {
    /// Regresses the mean summaries of `counts` runs at each point, in probit coordinates. `None` when there are too
    /// few points for a plane: fewer than parameters and three.
    pub fn fit(points: &[Vec<f64>], summaries: &[Vec<f64>], counts: &[f64]) -> Option<Emulator> {
        let n = points.len();
        let mut found: Vec<(Form, Matrix, Vec<Surface>)> = Vec::new();
        for form in [Form::Linear, Form::Squares, Form::Quadratic] {
            let rows: Vec<Vec<f64>> = points.iter().map(|p| form.terms(p)).collect();
            let p = rows.first()?.len();
            if n < p + 2 {
                break;
            }
            let (gram, products) = normal_equations(&rows, counts, summaries);
            let Some(factor) = gram.cholesky() else { break };
            // How much each point bears on its own prediction.
            let leverage: Vec<f64> = rows.iter().zip(counts).map(|(r, w)| w * spread(&factor, r)).collect();
            let surfaces = products
                .iter()
                .enumerate()
                .map(|(k, b)| {
                    let coefficients = factor.solve(b);
                    let errors: Vec<f64> = (0..n).map(|i| summaries[i][k] - dot(&rows[i], &coefficients)).collect();
                    let squares = sum_in_order((0..n).map(|i| counts[i] * errors[i] * errors[i]));
                    let left_out = sum_in_order((0..n).map(|i| {
                        let e = errors[i] / (1.0 - leverage[i]).max(1e-9);
                        counts[i] * e * e
                    }));
                    Surface {
                        form,
                        residual_variance: squares / (n - p) as f64,
                        left_out_variance: left_out / n as f64,
                        which: found.len(),
                        coefficients,
                    }
                })
                .collect();
            found.push((form, factor, surfaces));
        }
        let first = found.first()?;
        let surfaces = (0..first.2.len())
            .map(|k| {
                let mut best = &first.2[k];
                for (_, _, surfaces) in &found[1..] {
                    if surfaces[k].left_out_variance < best.left_out_variance {
                        best = &surfaces[k];
                    }
                }
                best.clone()
            })
            .collect();
        Some(Emulator { surfaces, factors: found.into_iter().map(|(form, factor, _)| (form, factor)).collect() })
    }

    /// What it expects at a point, in probit coordinates, for each summary.
    pub fn expect(&self, point: &[f64]) -> Vec<Expectation> {
        let mut terms: Vec<Option<(Vec<f64>, f64)>> = vec![None; self.factors.len()];
        self.surfaces
            .iter()
            .map(|s| {
                let (form, factor) = &self.factors[s.which];
                let (row, h) = terms[s.which].get_or_insert_with(|| {
                    let row = form.terms(point);
                    let h = spread(factor, &row);
                    (row, h)
                });
                Expectation {
                    mean: dot(row, &s.coefficients),
                    mean_variance: s.residual_variance * *h,
                    residual_variance: s.residual_variance,
                }
            })
            .collect()
    }
}

/// xᵀ (XᵀWX)⁻¹ x.
fn spread(factor: &Matrix, row: &[f64]) -> f64 {
    let x = factor.solve_lower(row);
    dot(&x, &x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::design::probit_hypercube;
    use crate::fit::statistics::{normal, stream};
    use engine::draw::Purpose;

    const NOISE: Purpose = Purpose::named("fit.test.emulator");

    #[test]
    fn takes_the_form_that_the_runs_have_and_knows_its_error() {
        let points = probit_hypercube(120, 3, 4);
        let place = |z: f64| 2.0 * math::normal_cdf(z) - 1.0;
        let truth = |p: &[f64]| {
            let (a, b, c) = (place(p[0]), place(p[1]), place(p[2]));
            [1.0 + 2.0 * a - b, 3.0 * a * a + c, 2.0 * a * b - c * c]
        };
        let runs: Vec<Vec<f64>> = points
            .iter()
            .enumerate()
            .map(|(i, p)| {
                let mut draws = stream(2, NOISE, 0, i as u64);
                truth(p).iter().map(|m| m + 0.1 * normal(&mut draws)).collect()
            })
            .collect();
        let emulator = Emulator::fit(&points, &runs, &[1.0; 120]).unwrap();
        let forms: Vec<Form> = emulator.surfaces.iter().map(|s| s.form).collect();
        // A richer form than needed may win by chance; a poorer one cannot.
        assert!(forms[1] != Form::Linear && forms[2] == Form::Quadratic, "{forms:?}");
        for s in &emulator.surfaces {
            // The relative standard error of a variance from 110 degrees of freedom is sqrt(2 / 110) = 0.135.
            assert!((s.residual_variance / 0.01 - 1.0).abs() < 0.54, "{}", s.residual_variance);
            assert!(s.left_out_variance < 0.03 && s.left_out_variance > s.residual_variance * 0.99);
        }
        // Standardised errors at 400 new points: mean square 1 apart from their dependence, and none beyond 6.
        let mut squares = 0.0;
        for p in probit_hypercube(400, 3, 5) {
            for (e, m) in emulator.expect(&p).iter().zip(truth(&p)) {
                let z = (e.mean - m) / e.mean_variance.sqrt();
                assert!(z.abs() < 6.0, "{z}");
                squares += z * z / 1200.0;
            }
        }
        assert!((0.3..3.0).contains(&squares), "{squares}");
    }

    #[test]
    fn too_few_points_make_no_emulator() {
        let points = probit_hypercube(5, 3, 4);
        assert!(Emulator::fit(&points, &vec![vec![1.0]; 5], &[1.0; 5]).is_none());
        assert!(Emulator::fit(&[], &[], &[]).is_none());
    }
}
