//! A dot with its interval on a scale.

use stats::interval::{Estimate, Interval};

/// What a scale spans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub low: f64,
    pub high: f64,
}

impl Scale {
    /// A scale that holds these values, with a little room.
    pub fn over(values: impl IntoIterator<Item = f64>) -> Scale {
        let span = values.into_iter().filter(|x| x.is_finite()).fold(None, |span: Option<(f64, f64)>, x| {
            Some(span.map_or((x, x), |(low, high)| (low.min(x), high.max(x))))
        });
        let (low, high) = span.unwrap_or((0.0, 1.0));
        let room = if high > low { 0.06 * (high - low) } else { low.abs().max(1.0) * 0.5 };
        Scale { low: low - room, high: high + room }
    }

    /// Where a value stands, in per cent; what lies beyond an end stands on it.
    pub fn at(self, x: f64) -> f64 {
        let at = 100.0 * (x - self.low) / (self.high - self.low);
        if at.is_nan() { 0.0 } else { at.clamp(0.0, 100.0) }
    }
}

/// The dot is hollow when the interval holds one of `unclear_at`; marks of what matters are dashed.
pub(super) fn track(scale: Scale, estimate: Option<Estimate>, zero: Option<f64>, marks: &[f64]) -> String {
    let mut html = String::new();
    if let Some(zero) = zero {
        html.push_str(&format!("<span class=\"zero\" style=\"left:{:.2}%\"></span>", scale.at(zero)));
    }
    for mark in marks {
        html.push_str(&format!("<span class=\"bound\" style=\"left:{:.2}%\"></span>", scale.at(*mark)));
    }
    let mut is_unclear = true;
    if let Some(Estimate { value, interval: Interval { low, high } }) = estimate {
        let (left, right) = (scale.at(low), scale.at(high));
        html.push_str(&format!(
            "<span class=\"span\" style=\"left:{left:.2}%;width:{:.2}%\"></span><span class=\"dot\" style=\"left:{:.2}%\"></span>",
            right - left,
            scale.at(value)
        ));
        is_unclear = zero.is_some_and(|zero| low <= zero && zero <= high);
    }
    format!("<span class=\"track{}\" aria-hidden=\"true\">{html}</span>", if is_unclear { " unclear" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_scale_holds_its_values() {
        let scale = Scale::over([-0.4, 0.2, f64::NAN, f64::INFINITY]);
        assert!(scale.at(-0.4) > 0.0 && scale.at(0.2) < 100.0);
        assert_eq!((scale.at(f64::NEG_INFINITY), scale.at(9.0)), (0.0, 100.0));
        let one = Scale::over([5.0]);
        assert!((one.at(5.0) - 50.0).abs() < 1e-9);
        assert!(Scale::over([]).at(f64::NAN) == 0.0);
    }

    #[test]
    fn law_a_dot_is_hollow_when_its_interval_holds_zero() {
        let estimate = |low, high| Some(Estimate { value: (low + high) / 2.0, interval: Interval { low, high } });
        let scale = Scale { low: -1.0, high: 1.0 };
        assert!(track(scale, estimate(-0.1, 0.3), Some(0.0), &[]).contains("track unclear"));
        assert!(!track(scale, estimate(0.1, 0.3), Some(0.0), &[0.2]).contains("unclear"));
        assert!(track(scale, None, Some(0.0), &[]).contains("unclear"));
    }
}
