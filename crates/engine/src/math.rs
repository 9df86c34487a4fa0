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

/// The logistic curve, 0..=1.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
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
