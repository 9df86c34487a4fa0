//! Draws from distributions that more than one method needs, keyed as all draws are.

use engine::draw::Stream;
use engine::math;

/// A normal number by inversion; `Stream::normal` has no tails beyond six.
pub(crate) fn normal(stream: &mut Stream) -> f64 {
    // Strictly inside 0..1, where the quantile is finite.
    math::normal_quantile((stream.uniform() + 1.0 / 18_014_398_509_481_984.0).min(1.0 - 1e-16))
}

/// A number from Student's t with whole degrees of freedom, at least 3; over 200, a normal one.
pub(crate) fn student(stream: &mut Stream, degrees: f64) -> f64 {
    let z = normal(stream);
    let degrees = degrees.max(3.0).floor();
    if degrees > 200.0 {
        return z;
    }
    // Chi-square with two degrees is an exponential of mean 2.
    let mut chi_square = 0.0;
    for _ in 0..degrees as usize / 2 {
        chi_square -= 2.0 * math::ln(1.0 - stream.uniform());
    }
    if degrees as usize % 2 == 1 {
        let z = normal(stream);
        chi_square += z * z;
    }
    z * (degrees / chi_square).sqrt()
}

/// A number with a gamma distribution of this shape, by Marsaglia and Tsang (2000).
pub(crate) fn gamma(shape: f64, stream: &mut Stream) -> f64 {
    if shape < 1.0 {
        let above = gamma(shape + 1.0, stream);
        return above * math::pow(1.0 - stream.uniform(), 1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(stream);
        let root = 1.0 + c * x;
        let v = root * root * root;
        if root > 0.0 && math::ln(1.0 - stream.uniform()) < 0.5 * x * x + d - d * v + d * math::ln(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    #[test]
    fn law_gamma_numbers_have_their_moments() {
        for shape in [0.5, 1.0, 3.7, 60.5] {
            let mut stream = Draws::new(5).stream(Purpose::named("test.gamma"), 0, Day(0), 0);
            let n = 40_000;
            let values: Vec<f64> = (0..n).map(|_| gamma(shape, &mut stream)).collect();
            let mean = values.iter().sum::<f64>() / f64::from(n);
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
            // Mean and variance are the shape; the fourth central moment is 3 s^2 + 6 s. Four standard errors each.
            let n = f64::from(n);
            assert!((mean - shape).abs() < 4.0 * (shape / n).sqrt(), "shape {shape}: mean {mean}");
            let error = ((2.0 * shape * shape + 6.0 * shape) / n).sqrt();
            assert!((variance - shape).abs() < 4.0 * error, "shape {shape}: variance {variance}");
        }
    }
}
