//! Sensitivity analysis: which inputs of a model move its output, and how.
//!
//! - [`morris`]: screening with few runs: which inputs do nothing, which act straight, which act in company.
//! - [`sobol`]: shares of the output's variance, with many runs.
//! - [`sequence`]: the evenly spread points of the second.
//!
//! A design is a list of rows; a row has a point of the unit cube, one coordinate for each input, which the caller stretches
//! to the inputs' ranges, and a replicate. Rows with one replicate are run with one seed of the model, so that chance is the
//! same in all of them (common random numbers); a model without chance takes no notice. Rows may be run in any order. Their
//! outputs go back in the order of the rows.

mod directions;
pub mod morris;
pub mod sequence;
pub mod sobol;

/// Test functions whose indices are known.
#[cfg(test)]
mod known {
    use core::f64::consts::PI;
    use engine::math;

    /// Ishigami and Homma (1990) with a = 7 and b = 0.1, on the unit cube.
    pub fn ishigami(point: &[f64]) -> f64 {
        let x: Vec<f64> = point.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        let (one, two) = (math::sin(x[0]), math::sin(x[1]));
        one + 7.0 * two * two + 0.1 * x[2] * x[2] * x[2] * x[2] * one
    }

    /// Its variance, and first-order and total indices.
    pub fn ishigami_exact() -> (f64, [f64; 3], [f64; 3]) {
        let (a, b) = (7.0, 0.1);
        let pi4 = PI * PI * PI * PI;
        let one = 0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0);
        let two = a * a / 8.0;
        let both = b * b * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
        let all = one + two + both;
        (all, [one / all, two / all, 0.0], [(one + both) / all, two / all, both / all])
    }

    /// The weights of the g-function: from important to inert (Saltelli and Sobol' 1995).
    pub const WEIGHTS: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

    /// Sobol's g-function.
    pub fn g_function(point: &[f64]) -> f64 {
        point.iter().zip(WEIGHTS).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
    }

    /// Its variance, and first-order and total indices: it is a product of independent factors with mean 1 and variance
    /// 1 / (3 (1 + a)^2).
    pub fn g_exact() -> (f64, [f64; 8], [f64; 8]) {
        let part = WEIGHTS.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
        let product: f64 = part.iter().map(|v| 1.0 + v).product();
        let all = product - 1.0;
        (all, part.map(|v| v / all), part.map(|v| v * product / (1.0 + v) / all))
    }
}
