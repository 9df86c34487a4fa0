//! Portable mathematics: the same bits on every machine and in WebAssembly.
//!
//! The standard library's `exp` and `ln` call the platform's own; measured, they differ between machines in the last bit.
//! These go through `libm`, a port in plain arithmetic. `+ - * / sqrt` are fixed by IEEE 754 and need no wrapper.

/// e to the power of x.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// x to the power of y.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Sine of an angle in radians.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Natural logarithm of the gamma function at x > 0.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The logistic curve, 0..=1.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// The share of a standard normal distribution at or below x.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

/// The density of a standard normal distribution at x.
pub fn normal_density(x: f64) -> f64 {
    exp(-0.5 * x * x) / (2.0 * core::f64::consts::PI).sqrt()
}

/// The x at or below which a share p of a standard normal distribution lies: the inverse of [`normal_cdf`]. Infinite at 0
/// and 1, not a number outside them.
///
/// It begins with a rational guess (Abramowitz and Stegun 26.2.23, off by 0.0005 at most) and takes two steps of Halley's
/// method, each of which cubes the error.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        // 1 - p is exact here, and the lower tail loses no digits.
        return -normal_quantile(1.0 - p);
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    let t = (-2.0 * ln(p)).sqrt();
    let above = 2.515517 + t * (0.802853 + t * 0.010328);
    let below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    let mut x = above / below - t;
    for _ in 0..2 {
        let error = (normal_cdf(x) - p) / normal_density(x);
        x -= error / (1.0 + 0.5 * x * error);
    }
    x
}

/// A sum from first to last. Floating-point sums depend on their order; every sum over agents goes through here.
pub fn sum_in_order(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |total, x| total + x)
}

/// Kilometres between two points given in degrees, along the great circle of a sphere of radius 6371 km.
pub fn great_circle_km(lat_a: f64, lon_a: f64, lat_b: f64, lon_b: f64) -> f64 {
    let radians = core::f64::consts::PI / 180.0;
    let half_lat = (lat_b - lat_a) * radians / 2.0;
    let half_lon = (lon_b - lon_a) * radians / 2.0;
    let a = sin(half_lat) * sin(half_lat) + cos(lat_a * radians) * cos(lat_b * radians) * sin(half_lon) * sin(half_lon);
    2.0 * 6371.0 * libm::asin(a.sqrt().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_tables_of_the_normal_distribution() {
        // To fifteen digits; the last two are far in the lower tail.
        let table = [
            (0.5, 0.0),
            (0.75, 0.674489750196082),
            (0.9, 1.281551565544601),
            (0.975, 1.959963984540054),
            (0.995, 2.575829303548901),
            (0.025, -1.959963984540054),
            (0.001, -3.090232306167813),
            (1e-6, -4.753424308822899),
            (1e-10, -6.361340902404056),
        ];
        for (p, x) in table {
            let found = normal_quantile(p);
            assert!((found - x).abs() < 2e-14 * (1.0 + x.abs()), "quantile of {p}: {found}, table {x}");
            let share = normal_cdf(x);
            // A unit in the fifteenth digit of x moves the share by |x| of it, relatively.
            assert!((share / p - 1.0).abs() < 1e-13, "share below {x}: {share}, table {p}");
        }
    }

    #[test]
    fn law_quantile_undoes_cdf() {
        // Powers of two: 1 - p is then exact for every p.
        for i in 1..4096 {
            let p = f64::from(i) / 4096.0;
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-15, "at {p}");
            assert_eq!(normal_quantile(1.0 - p), -normal_quantile(p), "symmetric at {p}");
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn agrees_with_factorials_and_half_integers_of_the_gamma_function() {
        let mut factorial = 1.0;
        for n in 1..=20 {
            factorial *= f64::from(n); // exact up to 20! < 2^62 with its factors of two
            let found = ln_gamma(f64::from(n) + 1.0);
            assert!((found - ln(factorial)).abs() <= 1e-15 * (1.0 + found.abs()) * 4.0, "{n}!: {found}");
        }
        // The gamma function at n + 1/2 is (2n)! / (4^n n!) times the root of pi.
        let mut exact = core::f64::consts::PI.sqrt();
        for n in 0..30 {
            let x = f64::from(n) + 0.5;
            assert!((ln_gamma(x) - ln(exact)).abs() < 4e-15 * (1.0 + ln(exact).abs()), "at {x}");
            exact *= x;
        }
        // Stirling's series at a million, exact to the last digits there.
        let x: f64 = 1e6;
        let series = (x - 0.5) * ln(x) - x + 0.5 * ln(2.0 * core::f64::consts::PI) + 1.0 / (12.0 * x);
        assert!((ln_gamma(x) / series - 1.0).abs() < 1e-15);
    }
}
