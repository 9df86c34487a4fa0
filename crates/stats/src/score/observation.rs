//! What was observed, with how sure the record is of it.
//!
//! A source gives a value and often a range. The range is read as a distribution of the truth given the record: triangular
//! with its mode at the value and nothing outside the range. That is a judgement: a source that names a value as well as a
//! range holds the value for likelier. The mean of a lopsided triangle is not its value.
//!
//! A duration of watching may end before the thing happens. [`Observation::until`] puts all that lies beyond an end at the end
//! itself, in observation and ensemble alike: a threshold-weighted score (Allen, Ginsbourger and Ziegel 2023).

use super::Fault;

/// A transformation of the axis on which values are scored. Increasing, so that it keeps order, coverage and PIT.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Axis {
    /// As they are.
    #[default]
    Plain,
    /// sign(x) ln(1 + |x|): errors become relative for large counts (Bosse et al. 2023).
    Log,
}

impl Axis {
    /// The value on this axis.
    pub fn of(self, x: f64) -> f64 {
        match self {
            Axis::Plain => x,
            Axis::Log => engine::math::ln(1.0 + x.abs()).copysign(x),
        }
    }

    /// The inverse of [`Axis::of`].
    pub fn back(self, y: f64) -> f64 {
        match self {
            Axis::Plain => y,
            Axis::Log => (engine::math::exp(y.abs()) - 1.0).copysign(y),
        }
    }
}

/// An observed value with its range, as a distribution of the truth.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Observation {
    value: f64,
    low: f64,
    high: f64,
    end: f64,
}

impl Observation {
    /// A value without doubt.
    ///
    /// # Errors
    /// When it is not finite.
    pub fn exact(value: f64) -> Result<Observation, Fault> {
        Observation::new(value, None, None)
    }

    /// A value with a range. An end that is not given is the value itself: a source that says only "at most" doubts in one
    /// direction. A range of no width is a value without doubt.
    ///
    /// # Errors
    /// When a number is not finite, the range is reversed, or the value lies outside it.
    pub fn new(value: f64, low: Option<f64>, high: Option<f64>) -> Result<Observation, Fault> {
        let (low, high) = (low.unwrap_or(value), high.unwrap_or(value));
        if !(value.is_finite() && low.is_finite() && high.is_finite()) {
            return Err(Fault::NotFinite);
        }
        if low > value || value > high {
            return Err(Fault::ValueOutsideRange { value, low, high });
        }
        Ok(Observation { value, low, high, end: f64::INFINITY })
    }

    /// The same, with all that lies beyond `end` put at `end`.
    pub fn until(self, end: f64) -> Observation {
        Observation { end: self.end.min(end), ..self }
    }

    /// The same on another axis: the three points and the end are moved, the triangle is meant on the new axis.
    pub fn on(self, axis: Axis) -> Observation {
        let end = if self.end.is_finite() { axis.of(self.end) } else { self.end };
        Observation { value: axis.of(self.value), low: axis.of(self.low), high: axis.of(self.high), end }
    }

    /// The value.
    pub fn value(&self) -> f64 {
        self.value.min(self.end)
    }

    /// Lower end of the range.
    pub fn low(&self) -> f64 {
        self.low.min(self.end)
    }

    /// Upper end of the range.
    pub fn high(&self) -> f64 {
        self.high.min(self.end)
    }

    /// The end of watching; infinite without one.
    pub fn end(&self) -> f64 {
        self.end
    }

    /// Whether there is no doubt.
    pub fn is_exact(&self) -> bool {
        self.low() >= self.high()
    }

    /// Mean of the distribution.
    fn mean(&self) -> f64 {
        if self.end >= self.high {
            return self.low + ((self.value - self.low) + (self.high - self.low)) / 3.0;
        }
        self.end - self.below(self.end)
    }

    /// The chance that the truth is at most x.
    #[cfg(test)]
    pub(super) fn cdf(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        if x >= self.end || x >= self.high {
            1.0
        } else if x < self.low {
            0.0
        } else if x < self.value {
            (x - self.low) * (x - self.low) / (width * (self.value - self.low))
        } else {
            1.0 - (self.high - x) * (self.high - x) / (width * (self.high - self.value))
        }
    }

    /// The value below which the truth lies with chance u in 0..1.
    pub fn quantile(&self, u: f64) -> f64 {
        let (left, right, width) = (self.value - self.low, self.high - self.value, self.high - self.low);
        let x = if u * width < left {
            self.low + (u * width * left).sqrt()
        } else {
            self.high - ((1.0 - u) * width * right).sqrt()
        };
        x.clamp(self.low, self.high).min(self.end)
    }

    /// The expected distance between x and the truth, exactly: with A(x) the integral of the distribution function up to x,
    /// it is 2 A(x) - x + mean. An x beyond the end stands at the end.
    pub fn distance(&self, x: f64) -> f64 {
        let x = x.min(self.end);
        let mean = self.mean();
        if x <= self.low() {
            mean - x
        } else if x >= self.high() {
            x - mean
        } else {
            2.0 * self.below(x) - (x - self.low) + (mean - self.low)
        }
    }

    /// Half the expected distance between two truths drawn apart: the integral of G (1 - G). No forecast's expected CRPS is
    /// lower than this.
    pub fn doubt(&self) -> f64 {
        if self.is_exact() {
            return 0.0;
        }
        let top = self.high.min(self.end);
        let width = self.high - self.low;
        // Of t^2 / (w a) times one less that, from 0 to t; the right leg is the same seen from the upper end.
        let leg = |t: f64, a: f64| {
            if a == 0.0 {
                0.0
            } else {
                t * t * t / (3.0 * width * a) - t * t * t * t * t / (5.0 * width * width * a * a)
            }
        };
        let (left, right) = (self.value - self.low, self.high - self.value);
        if top <= self.value {
            return leg(top - self.low, left);
        }
        leg(left, left) + leg(right, right) - leg(self.high - top, right)
    }

    /// The integral of the uncut distribution function from the lower end to x within the range.
    fn below(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        let t = x - self.low;
        if t <= 0.0 {
            return 0.0;
        }
        let (left, right) = (self.value - self.low, self.high - self.value);
        if x < self.value {
            return t * t * t / (3.0 * width * left);
        }
        let rest = self.high - x;
        let on_the_right =
            if right == 0.0 { 0.0 } else { (right * right * right - rest * rest * rest) / (3.0 * width * right) };
        left * left / (3.0 * width) + (x - self.value) - on_the_right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases() -> Vec<Observation> {
        let mut all = Vec::new();
        for (low, value, high) in [(2.0, 3.0, 7.0), (2.0, 2.0, 4.0), (-5.0, 1.0, 1.0), (100.0, 120.0, 121.0)] {
            let o = Observation::new(value, Some(low), Some(high)).unwrap();
            all.extend([o, o.until(low + 0.3 * (high - low)), o.until(low + 0.9 * (high - low))]);
        }
        all
    }

    /// Integral by Simpson's rule over many parts; the pieces are polynomials, so that only the part with a break errs.
    fn integral(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
        let n = 20_000;
        let h = (to - from) / f64::from(n);
        (0..n).map(|i| from + h * f64::from(i)).map(|x| h / 6.0 * (f(x) + 4.0 * f(x + h / 2.0) + f(x + h))).sum()
    }

    #[test]
    fn law_distance_and_doubt_are_the_integrals_they_stand_for() {
        for o in cases() {
            let width = o.high() - o.low();
            // A jump of the distribution function at the end lies within one part: 1/20,000 of the range.
            let error = width / 20_000.0;
            for x in [o.low() - 3.0, o.low() + 0.1 * width, o.low() + 0.5 * width, o.high() - 0.01 * width] {
                let left = integral(o.low().min(x), x, |t| o.cdf(t));
                let right = integral(x, o.high(), |t| 1.0 - o.cdf(t));
                assert!(
                    (o.distance(x) - left - right).abs() < error,
                    "{o:?} at {x}: {} {}",
                    o.distance(x),
                    left + right
                );
            }
            let doubt = integral(o.low(), o.high(), |t| o.cdf(t) * (1.0 - o.cdf(t)));
            assert!((o.doubt() - doubt).abs() < error, "{o:?}: {} {doubt}", o.doubt());
            let mean = integral(0.0, 1.0, |u| o.quantile(u));
            assert!((o.mean() - mean).abs() < error, "{o:?}: mean {} {mean}", o.mean());
        }
    }

    #[test]
    fn agrees_with_closed_forms() {
        // A symmetric triangle of half-width h: half the mean difference is 7 h / 30.
        let triangle = Observation::new(5.0, Some(2.0), Some(8.0)).unwrap();
        assert!((triangle.doubt() - 0.7).abs() < 1e-14, "{}", triangle.doubt());
        assert!((triangle.distance(5.0) - 1.0).abs() < 1e-14, "a third of the half-width at the top");
        let exact = Observation::exact(4.0).unwrap();
        assert_eq!((exact.distance(1.5), exact.distance(6.0), exact.doubt(), exact.mean()), (2.5, 2.0, 0.0, 4.0));
        assert_eq!((exact.cdf(3.9), exact.cdf(4.0)), (0.0, 1.0));
    }

    #[test]
    fn law_quantile_undoes_cdf() {
        for o in cases() {
            for i in 1..100 {
                let u = f64::from(i) / 100.0;
                let x = o.quantile(u);
                if x < o.high() {
                    assert!((o.cdf(x) - u).abs() < 1e-12, "{o:?} at {u}: {x}");
                } else {
                    assert!(o.cdf(x - 1e-9) <= u, "{o:?} at {u}");
                }
            }
        }
    }

    #[test]
    fn law_bad_ranges_are_refused() {
        assert!(Observation::exact(f64::NAN).is_err());
        assert!(Observation::new(5.0, Some(6.0), Some(7.0)).is_err());
        assert!(Observation::new(5.0, Some(4.0), Some(3.0)).is_err());
        let one_sided = Observation::new(5.0, None, Some(7.0)).unwrap();
        assert_eq!((one_sided.low(), one_sided.high()), (5.0, 7.0));
    }

    #[test]
    fn law_an_axis_goes_back_and_keeps_order() {
        for x in [-1e5, -2.0, 0.0, 0.5, 40.0, 4e5] {
            assert!((Axis::Log.back(Axis::Log.of(x)) - x).abs() <= 1e-12 * (1.0 + x.abs()));
        }
        let o = Observation::new(100.0, Some(50.0), Some(900.0)).unwrap().until(400.0).on(Axis::Log);
        assert!(o.low() < o.value() && o.value() < o.high() && (o.high() - engine::math::ln(401.0)).abs() < 1e-14);
    }
}
