//! Logistic growth: y = K / (1 + exp(-(a + b t))), for counts that rise towards a ceiling (Verhulst 1838).
//!
//! For each ceiling K on a grid above the greatest value, a and b are found by weighted least squares on the logit scale:
//! a first line through logit(y / K), then steps with the working response, which make it the least squares in y (Gauss and
//! Newton), each residual weighted down as Huber (1964) does beyond 1.345 robust standard deviations. Between ceilings Huber's
//! loss decides. A ceiling that the data leave open stays open: each member draws its ceiling by its likelihood, over a grid
//! even in the logarithm of K / max - 1 from 1/200 to 20, and its a and b from their normal distribution; the residual spread
//! comes on top. Known limits: residuals are taken to be of one size and independent, which cumulated counts are not; before
//! the midpoint the ceiling is little more than the grid's prior.

use engine::draw::Stream;
use engine::math;

use crate::draw::{normal, student};

/// A curve at one ceiling.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Curve {
    /// Ceiling K, in the unit of the values.
    ceiling: f64,
    /// Rate b per day.
    rate: f64,
    middle: f64,
    level: f64,
    /// Inverse of the weighted design's square: variances of level and rate and their covariance, per unit of variance.
    variance: [f64; 3],
    loss: f64,
}

impl Curve {
    /// Value on a day.
    fn at(&self, date: f64) -> f64 {
        self.ceiling * math::logistic(self.level + self.rate * (date - self.middle))
    }
}

/// Fitted growth: the best curve, and the ceilings that the data leave open.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// The best curve.
    best: Curve,
    /// Standard deviation of residuals, in the unit of the values.
    spread: f64,
    degrees: f64,
    open: Vec<Curve>,
    weights: Vec<f64>,
}

impl Growth {
    /// One value from the predictive distribution of a day; at least 0.
    pub fn draw(&self, date: f64, stream: &mut Stream) -> f64 {
        let curve = stream.choose(&self.weights).map_or(&self.best, |i| &self.open[i]);
        let ahead = date - curve.middle;
        let [of_level, of_rate, together] = curve.variance;
        let variance = (of_level + 2.0 * ahead * together + ahead * ahead * of_rate).max(0.0);
        let logit = curve.level + curve.rate * ahead + self.spread * variance.sqrt() * normal(stream);
        (curve.ceiling * math::logistic(logit) + self.spread * student(stream, self.degrees)).max(0.0)
    }
}

const HUBER: f64 = 1.345;

/// The growth fitted to (date, value) points. `None` with fewer than four points or three dates, without a value above 0, or
/// when the best curve does not rise.
pub fn fit(points: &[(f64, f64)]) -> Option<Growth> {
    let mut dates: Vec<f64> = points.iter().map(|p| p.0).collect();
    dates.sort_by(f64::total_cmp);
    dates.dedup();
    let greatest = points.iter().fold(0.0_f64, |top, p| top.max(p.1));
    if points.len() < 4 || dates.len() < 3 || greatest <= 0.0 {
        return None;
    }
    let middle = points.iter().map(|p| p.0).sum::<f64>() / points.len() as f64;
    let span = dates[dates.len() - 1] - dates[0];
    // Ceiling, rate and level are fitted.
    let degrees = points.len() as f64 - 3.0;
    let least = 1e-9 * greatest;

    let ceilings: Vec<f64> = grid().map(|above| greatest * (1.0 + above)).collect();
    let at = |k: f64, scale: Option<f64>| at_ceiling(points, k, middle, span, scale, least);
    // A first pass, each ceiling with its own scale, tells the scale that all then share.
    let first: Vec<Curve> = ceilings.iter().filter_map(|k| at(*k, None)).collect();
    let absolute = |c: &Curve| points.iter().map(|(d, y)| (y - c.at(*d)).abs()).sum::<f64>();
    let mut best = *first.iter().min_by(|a, b| absolute(a).total_cmp(&absolute(b)))?;
    best = between(&ceilings, best, |k| at(k, None), absolute);
    let scale = robust_scale(points, &best).max(least);
    best = at(best.ceiling, Some(scale))?;
    if best.rate <= 0.0 {
        return None;
    }
    let open: Vec<Curve> =
        ceilings.iter().filter_map(|k| at(*k, Some(scale))).filter(|c| c.rate > 0.0).chain([best]).collect();
    // The best curve, off the grid, is for the grid's narrow peaks: it has the weight of one ceiling more.
    let least_loss = open.iter().map(|c| c.loss).fold(f64::INFINITY, f64::min);
    let weights = open.iter().map(|c| math::exp(least_loss - c.loss)).collect();
    let cut = |r: f64| r.abs().min(HUBER * scale);
    let squares = points.iter().map(|(d, y)| cut(y - best.at(*d)) * cut(y - best.at(*d))).sum::<f64>();
    // Cutting at 1.345 deviations leaves 0.7102 of a normal variance.
    Some(Growth { best, spread: (squares / 0.7102 / degrees).sqrt(), degrees, open, weights })
}

/// Ceilings over the greatest value, less 1.
fn grid() -> impl Iterator<Item = f64> {
    const CEILINGS: i32 = 40;
    let (least, most) = (math::ln(0.005), math::ln(20.0));
    (0..CEILINGS).map(move |i| math::exp(least + (most - least) * f64::from(i) / f64::from(CEILINGS - 1)))
}

/// The best curve between the neighbours of the best ceiling, by golden sections.
fn between(ceilings: &[f64], best: Curve, at: impl Fn(f64) -> Option<Curve>, cost: impl Fn(&Curve) -> f64) -> Curve {
    let i = ceilings.iter().position(|k| *k == best.ceiling).unwrap_or(0);
    let (mut low, mut high) = (ceilings[i.saturating_sub(1)], ceilings[(i + 1).min(ceilings.len() - 1)]);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let mut best = best;
    let mut try_at = |k: f64| {
        let Some(curve) = at(k) else { return f64::INFINITY };
        let found = cost(&curve);
        if found < cost(&best) {
            best = curve;
        }
        found
    };
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut cost_a, mut cost_b) = (try_at(a), try_at(b));
    for _ in 0..40 {
        if cost_a < cost_b {
            (high, b, cost_b) = (b, a, cost_a);
            a = high - golden * (high - low);
            cost_a = try_at(a);
        } else {
            (low, a, cost_a) = (a, b, cost_b);
            b = low + golden * (high - low);
            cost_b = try_at(b);
        }
    }
    best
}

/// 1.4826 times the median size of residuals: the standard deviation of a normal distribution.
fn robust_scale(points: &[(f64, f64)], curve: &Curve) -> f64 {
    let mut sizes: Vec<f64> = points.iter().map(|(d, y)| (y - curve.at(*d)).abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let n = sizes.len();
    1.4826 * (sizes[(n - 1) / 2] + sizes[n / 2]) / 2.0
}

/// Huber's loss of a residual over its scale.
fn huber(u: f64) -> f64 {
    let u = u.abs();
    if u <= HUBER { 0.5 * u * u } else { HUBER * (u - 0.5 * HUBER) }
}

/// A weighted line: level at x = 0, slope, and the inverse of the design's square.
fn line(points: impl Iterator<Item = (f64, f64, f64)>) -> Option<(f64, f64, [f64; 3])> {
    let (mut w, mut wx, mut wxx, mut wz, mut wxz) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (weight, x, z) in points {
        w += weight;
        wx += weight * x;
        wxx += weight * x * x;
        wz += weight * z;
        wxz += weight * x * z;
    }
    let det = w * wxx - wx * wx;
    // A millionth of a millionth: below it one point carries all the weight.
    if det.is_nan() || det <= 1e-12 * w * wxx {
        return None;
    }
    Some(((wxx * wz - wx * wxz) / det, (w * wxz - wx * wz) / det, [wxx / det, w / det, -wx / det]))
}

/// The curve at one ceiling. Dates run in units of the span while fitting. Without a scale, each step takes its own.
fn at_ceiling(points: &[(f64, f64)], k: f64, middle: f64, span: f64, scale: Option<f64>, least: f64) -> Option<Curve> {
    const STEPS: usize = 30;
    const EDGE: f64 = 0.01;
    let x = |date: f64| (date - middle) / span;
    let share = |y: f64| (y / k).clamp(EDGE, 1.0 - EDGE);
    let first = points.iter().map(|(d, y)| {
        let p = share(*y);
        (p * p * (1.0 - p) * (1.0 - p), x(*d), math::ln(p / (1.0 - p)))
    });
    let (level, slope, variance) = line(first)?;
    let curve = |level: f64, slope: f64, variance: [f64; 3], loss: f64| {
        let rate = slope / span;
        let variance = [variance[0] / k / k, variance[1] / k / k / span / span, variance[2] / k / k / span];
        Curve { ceiling: k, rate, middle, level, variance, loss }
    };
    let loss_at = |c: &Curve, s: f64| points.iter().map(|(d, y)| huber((y - c.at(*d)) / s)).sum::<f64>();
    let mut now = curve(level, slope, variance, 0.0);
    for _ in 0..STEPS {
        let s = scale.unwrap_or_else(|| robust_scale(points, &now).max(least));
        let before = loss_at(&now, s);
        let response = points.iter().map(|(d, y)| {
            let p = (now.at(*d) / k).clamp(1e-9, 1.0 - 1e-9);
            let steep = p * (1.0 - p);
            let residual = y - k * p;
            let down = if residual.abs() > HUBER * s { HUBER * s / residual.abs() } else { 1.0 };
            let logit = now.level + now.rate * span * x(*d);
            (down * steep * steep, x(*d), logit + residual / (k * steep))
        });
        let Some((level, slope, variance)) = line(response) else { break };
        // Half a step, a quarter ... until the loss falls.
        let (from_level, from_slope) = (now.level, now.rate * span);
        let mut part = 1.0;
        let mut next = curve(level, slope, variance, 0.0);
        while part > 1e-3 && loss_at(&next, s) > before {
            part /= 2.0;
            let (l, b) = (from_level + part * (level - from_level), from_slope + part * (slope - from_slope));
            next = curve(l, b, variance, 0.0);
        }
        if loss_at(&next, s) > before {
            now.variance = next.variance;
            break;
        }
        let moved = (next.level - from_level).abs() + (next.rate * span - from_slope).abs();
        now = next;
        if moved < 1e-10 {
            break;
        }
    }
    now.loss = loss_at(&now, scale.unwrap_or(1.0));
    Some(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    /// Day on which half the ceiling is reached.
    fn midpoint(curve: &Curve) -> f64 {
        curve.middle - curve.level / curve.rate
    }

    fn truth(date: f64) -> f64 {
        1000.0 * math::logistic(0.1 * (date - 50.0))
    }

    fn stream(entity: u64) -> Stream {
        Draws::new(8).stream(Purpose::named("test"), entity, Day(0), 0)
    }

    #[test]
    fn agrees_with_the_curve_that_made_the_points() {
        for last in [20, 14, 11] {
            let points: Vec<_> = (0..=last).map(|i| f64::from(i) * 5.0).map(|d| (d, truth(d))).collect();
            let best = fit(&points).unwrap().best;
            for (found, exact) in [(best.ceiling, 1000.0), (midpoint(&best), 50.0), (best.rate, 0.1)] {
                // Golden sections end at 1e-8 of the grid's gap, or where the loss is flat in the last bits.
                assert!((found / exact - 1.0).abs() < 1e-5, "to day {}: {found}, exactly {exact}", last * 5);
            }
        }
    }

    #[test]
    fn law_an_outlier_hardly_moves_the_curve() {
        let mut points: Vec<_> = (0..=20).map(|i| f64::from(i) * 5.0).map(|d| (d, truth(d))).collect();
        for p in &mut points {
            p.1 += 4.0 * normal(&mut stream(p.0 as u64));
        }
        let clean = fit(&points).unwrap().best;
        let soiled = |size: f64| {
            let mut points = points.clone();
            points[8].1 += size;
            fit(&points).unwrap().best
        };
        // A point beyond 1.345 deviations pulls no harder the further off it is.
        let (off, far_off) = (soiled(100.0), soiled(400.0));
        assert!((off.ceiling - far_off.ceiling).abs() < 1e-6 && (midpoint(&off) - midpoint(&far_off)).abs() < 1e-6);
        // And both pull by less than the standard error of the midpoint at a known ceiling.
        let error = 4.0 * clean.variance[0].sqrt() / clean.rate;
        assert!((midpoint(&off) - midpoint(&clean)).abs() < error, "{clean:?} {off:?} {error}");
    }

    #[test]
    fn law_predictions_past_the_midpoint_hold_their_share() {
        // 25 points to day 72, noise 20, predicted for day 90. The intervals hold in the limit of many points.
        let trials = 400;
        let mut held = 0;
        for t in 0..trials {
            let mut noise = stream(10_000 + t);
            let points: Vec<_> =
                (0..25).map(|i| f64::from(i) * 3.0).map(|d| (d, truth(d) + 20.0 * normal(&mut noise))).collect();
            let growth = fit(&points).unwrap();
            let mut values: Vec<f64> = (0..199).map(|i| growth.draw(90.0, &mut stream(t * 1000 + i))).collect();
            values.sort_by(f64::total_cmp);
            let y = truth(90.0) + 20.0 * normal(&mut noise);
            held += u32::from(values[19] <= y && y <= values[179]);
        }
        let share = f64::from(held) / trials as f64;
        let error = (0.8 * 0.2 / trials as f64).sqrt();
        assert!((share - 0.8).abs() < 4.0 * error, "80 % intervals hold {share}");
    }

    #[test]
    fn more_of_the_curve_means_less_doubt_of_its_ceiling() {
        let width = |days: f64| {
            let points: Vec<_> = (0..)
                .map(|i| f64::from(i) * 3.0)
                .take_while(|d| *d <= days)
                .map(|d| (d, truth(d) + 5.0 * normal(&mut stream(d as u64))))
                .collect();
            let growth = fit(&points).unwrap();
            let mut values: Vec<f64> = (0..999).map(|i| growth.draw(120.0, &mut stream(500 + i))).collect();
            values.sort_by(f64::total_cmp);
            values[899] - values[99]
        };
        let (early, half, late) = (width(35.0), width(55.0), width(80.0));
        assert!(early > 2.0 * half && half > 2.0 * late, "{early} {half} {late}");
    }

    #[test]
    fn law_what_is_no_growth_is_refused() {
        assert_eq!(fit(&[(0.0, 1.0), (1.0, 2.0), (2.0, 4.0)]), None, "three points");
        assert_eq!(fit(&[(0.0, 8.0), (1.0, 5.0), (2.0, 4.0), (3.0, 1.0)]), None, "falling");
        assert_eq!(fit(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]), None, "nothing");
        assert_eq!(fit(&[(0.0, 1.0), (0.0, 2.0), (1.0, 4.0), (1.0, 4.0)]), None, "two dates");
        assert!(fit(&[(0.0, 0.0), (1.0, 1.0), (2.0, 4.0), (3.0, 9.0)]).is_some());
    }
}
