//! Proper scores of numbers and curves: the continuous ranked probability score (CRPS) and the energy score.
//!
//! With F the predictive distribution and y the observation, CRPS = E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007); for
//! vectors the distance is Euclidean and the score is the energy score. Where the record leaves doubt, the score is the
//! expected one over the distribution of the truth given the record, which keeps it proper (Bessac and Naveau 2021); it
//! exceeds the integrated squared distance of the two distributions by [`Score::floor`], which no forecast moves.

use super::ensemble::Ensemble;
use super::observation::Observation;
use super::{Fault, Score};

/// CRPS of an ensemble, in the unit of its values. Exact for every [`Observation`]: nothing is summed over a grid. Where
/// watching ended, worlds beyond the end stand at the end.
pub fn crps(ensemble: &Ensemble, observed: &Observation) -> Score {
    if ensemble.sorted()[ensemble.members() - 1] > observed.end() {
        return crps(&ensemble.until(observed.end()), observed);
    }
    let m = ensemble.members() as f64;
    let near = ensemble.sorted().iter().map(|x| observed.distance(*x)).sum::<f64>() / m;
    spread_taken_off(near, ensemble.pair_distances(), ensemble.members(), observed.doubt())
}

/// `near` less half the mean distance of two worlds: over all m^2 ordered pairs, or over the m (m - 1) of different worlds.
fn spread_taken_off(near: f64, pairs: f64, members: usize, floor: f64) -> Score {
    let m = members as f64;
    Score { plain: near - pairs / (m * m), fair: (members > 1).then(|| near - pairs / (m * (m - 1.0))), floor }
}

/// Energy score of an ensemble of vectors, each component divided by its divisor first, so that components in different units
/// weigh alike. Without a unit.
///
/// `observed` holds one vector, or several equally likely ones where the record leaves doubt: then the score is the mean over
/// them, and the floor half their mean distance. Leave out a component that was not observed from all vectors.
///
/// # Errors
/// When there are no worlds or observations, lengths differ, a number is not finite, or a divisor is not above 0.
pub fn energy(worlds: &[Vec<f64>], observed: &[Vec<f64>], divisors: &[f64]) -> Result<Score, Fault> {
    if worlds.is_empty() || observed.is_empty() {
        return Err(Fault::Empty);
    }
    if divisors.iter().any(|d| d.is_nan() || *d <= 0.0) {
        return Err(Fault::Divisor);
    }
    for vector in worlds.iter().chain(observed) {
        if vector.len() != divisors.len() {
            return Err(Fault::Lengths { expected: divisors.len(), found: vector.len() });
        }
        if vector.iter().any(|x| !x.is_finite()) {
            return Err(Fault::NotFinite);
        }
    }
    let distance = |a: &[f64], b: &[f64]| {
        let square = |i: usize| {
            let d = (a[i] - b[i]) / divisors[i];
            d * d
        };
        (0..divisors.len()).map(square).sum::<f64>().sqrt()
    };
    let among = |set: &[Vec<f64>]| {
        let to_later = |i: usize| set[i + 1..].iter().map(|b| distance(&set[i], b)).sum::<f64>();
        (0..set.len()).map(to_later).sum::<f64>()
    };
    let n = observed.len() as f64;
    let near = observed.iter().map(|y| worlds.iter().map(|x| distance(x, y)).sum::<f64>()).sum::<f64>();
    let floor = among(observed) / (n * n);
    Ok(spread_taken_off(near / (n * worlds.len() as f64), among(worlds), worlds.len(), floor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose, Stream};
    use engine::math;

    use crate::draw::normal;

    fn stream(entity: u64) -> Stream {
        Draws::new(9).stream(Purpose::named("test"), entity, Day(0), 0)
    }

    /// CRPS of a normal distribution against an observation without doubt (Gneiting and Raftery 2007, equation 21).
    fn crps_of_normal(mean: f64, deviation: f64, observed: f64) -> f64 {
        let z = (observed - mean) / deviation;
        let near = z * (2.0 * math::normal_cdf(z) - 1.0) + 2.0 * math::normal_density(z);
        deviation * (near - 1.0 / core::f64::consts::PI.sqrt())
    }

    #[test]
    fn agrees_with_the_closed_form_for_a_normal_distribution() {
        // The m values in the middle of m slices of equal probability: the error falls as 1/m or faster.
        for (mean, deviation, y) in [(0.0, 1.0, 0.0), (0.0, 1.0, 1.7), (10.0, 3.0, 2.0)] {
            let exact = crps_of_normal(mean, deviation, y);
            let mut before = f64::INFINITY;
            for m in [100, 1000, 10_000] {
                let at = |i: i32| mean + deviation * math::normal_quantile((f64::from(i) + 0.5) / f64::from(m));
                let score = crps(&Ensemble::new((0..m).map(at).collect()).unwrap(), &Observation::exact(y).unwrap());
                let error = (score.plain - exact).abs();
                assert!(
                    error < 0.1 * deviation / f64::from(m) && error < before / 9.0,
                    "{m}: {error}, before {before}"
                );
                before = error;
            }
        }
        // Gneiting and Raftery's formula at the mean: (sqrt 2 - 1) / sqrt pi.
        let at_mean = (2.0_f64.sqrt() - 1.0) / core::f64::consts::PI.sqrt();
        assert!((crps_of_normal(3.0, 2.0, 3.0) - 2.0 * at_mean).abs() < 1e-15);
    }

    #[test]
    fn law_one_world_scores_its_absolute_error() {
        let one = Ensemble::new(vec![7.0]).unwrap();
        let score = crps(&one, &Observation::exact(4.5).unwrap());
        assert_eq!(score, Score { plain: 2.5, fair: None, floor: 0.0 });
        let doubtful = Observation::new(4.0, Some(3.0), Some(9.0)).unwrap();
        assert_eq!(crps(&one, &doubtful).plain, doubtful.distance(7.0));
    }

    #[test]
    fn law_crps_is_the_integrated_squared_distance_and_the_floor() {
        let ensemble = Ensemble::new(vec![1.0, 2.0, 2.0, 6.5, 9.0]).unwrap();
        let o = Observation::new(4.0, Some(1.5), Some(8.0)).unwrap();
        for o in [o, o.until(7.0)] {
            let cut = ensemble.until(o.end());
            let n = 100_000;
            let at = |i: i32| 10.0 * (f64::from(i) + 0.5) / f64::from(n);
            let square = |x: f64| {
                let (below, equal) = cut.below_and_at(x);
                let d = (below + equal) as f64 / 5.0 - o.cdf(x);
                d * d
            };
            let distance = (0..n).map(|i| square(at(i)) * 10.0 / f64::from(n)).sum::<f64>();
            let score = crps(&cut, &o);
            assert_eq!(score, crps(&ensemble, &o), "cut or not");
            // Five jumps, each off by half a part of the grid at most.
            assert!((score.plain - score.floor - distance).abs() < 2.5e-4, "{score:?} {distance}");
        }
    }

    #[test]
    fn law_a_doubtful_observation_scores_the_mean_over_its_truths() {
        let ensemble = Ensemble::new(vec![0.0, 3.0, 3.5, 8.0]).unwrap();
        let o = Observation::new(3.0, Some(2.0), Some(9.0)).unwrap();
        let n = 20_000;
        let over = |f: &dyn Fn(Score) -> f64| {
            let at = |i: i32| Observation::exact(o.quantile((f64::from(i) + 0.5) / f64::from(n))).unwrap();
            (0..n).map(|i| f(crps(&ensemble, &at(i)))).sum::<f64>() / f64::from(n)
        };
        let score = crps(&ensemble, &o);
        assert!((score.plain - over(&|s| s.plain)).abs() < 1e-5);
        assert!((score.fair.unwrap() - over(&|s| s.fair.unwrap())).abs() < 1e-5);
    }

    #[test]
    fn law_crps_is_proper_and_its_fair_form_unbiased() {
        // Observations are standard normal; four forecasters with m worlds. Expected fair score for N(mu, s^2):
        // E|X - y| - s / sqrt pi, X - y being N(mu, 1 + s^2).
        let forecasters = [(0.0, 1.0), (0.4, 1.0), (0.0, 1.6), (0.0, 0.5)];
        let expected = |mu: f64, s: f64| {
            let d = (1.0 + s * s).sqrt();
            let z = mu / d;
            let near = d * (z * (2.0 * math::normal_cdf(z) - 1.0) + 2.0 * math::normal_density(z));
            near - s / core::f64::consts::PI.sqrt()
        };
        let trials = 20_000;
        for m in [2, 10] {
            let mut fair = [(0.0, 0.0); 4];
            let mut plain = 0.0;
            for t in 0..trials {
                let mut stream = stream(t);
                let o = Observation::exact(normal(&mut stream)).unwrap();
                for (k, (mu, s)) in forecasters.into_iter().enumerate() {
                    let worlds = (0..m).map(|_| mu + s * normal(&mut stream)).collect();
                    let score = crps(&Ensemble::new(worlds).unwrap(), &o);
                    let x = score.fair.unwrap();
                    fair[k] = (fair[k].0 + x, fair[k].1 + x * x);
                    plain += if k == 0 { score.plain } else { 0.0 };
                }
            }
            let n = trials as f64;
            for (k, (mu, s)) in forecasters.into_iter().enumerate() {
                let mean = fair[k].0 / n;
                let error = ((fair[k].1 / n - mean * mean) / n).sqrt();
                assert!((mean - expected(mu, s)).abs() < 4.0 * error, "{m} worlds, {k}: {mean} {}", expected(mu, s));
                // Every false forecaster is worse by 0.0386 at least, ten times the error of a mean with ten worlds.
                assert!(k == 0 || expected(mu, s) - expected(0.0, 1.0) > 0.038);
                assert!(k == 0 || mean > fair[0].0 / n, "forecaster {k} beats the truth");
            }
            // The plain score of m worlds is too high by half the mean distance over m.
            let bias = 1.0 / (core::f64::consts::PI.sqrt() * f64::from(m));
            let error = (fair[0].1 / n / n).sqrt();
            assert!((plain / n - expected(0.0, 1.0) - bias).abs() < 4.0 * error, "{m}: {}", plain / n);
        }
    }

    #[test]
    fn law_energy_score_in_one_dimension_is_crps() {
        let values = [3.0, -2.0, 8.0, 8.0, 1.0];
        let worlds: Vec<Vec<f64>> = values.iter().map(|x| vec![*x]).collect();
        let line = crps(&Ensemble::new(values.to_vec()).unwrap(), &Observation::exact(2.5).unwrap());
        let found = energy(&worlds, &[vec![2.5]], &[4.0]).unwrap();
        assert!((found.plain - line.plain / 4.0).abs() < 1e-15);
        assert!((found.fair.unwrap() - line.fair.unwrap() / 4.0).abs() < 1e-15);
        // Equally likely observations: the mean over them, and half their mean distance as the floor.
        let both = energy(&worlds, &[vec![2.5], vec![6.5]], &[1.0]).unwrap();
        let other = crps(&Ensemble::new(values.to_vec()).unwrap(), &Observation::exact(6.5).unwrap());
        assert!((both.plain - (line.plain + other.plain) / 2.0).abs() < 1e-14 && both.floor == 1.0);
    }

    #[test]
    fn law_energy_score_by_hand_and_its_refusals() {
        // Two worlds at (3, 4) and (0, 0), the truth at (0, 0): 5 / 2 less 5 / 4, or less 5 / 2.
        let worlds = [vec![3.0, 8.0], vec![0.0, 0.0]];
        let score = energy(&worlds, &[vec![0.0, 0.0]], &[1.0, 2.0]).unwrap();
        assert_eq!(score, Score { plain: 1.25, fair: Some(0.0), floor: 0.0 });
        assert_eq!(energy(&worlds, &[vec![0.0]], &[1.0, 2.0]), Err(Fault::Lengths { expected: 2, found: 1 }));
        assert_eq!(energy(&worlds, &[vec![0.0, 0.0]], &[1.0, 0.0]), Err(Fault::Divisor));
        assert_eq!(energy(&[], &[vec![0.0, 0.0]], &[1.0, 1.0]), Err(Fault::Empty));
    }

    #[test]
    fn law_energy_score_is_proper() {
        // The truth is a pair of normals with correlation 0.8; a forecaster with the right margins and none scores worse.
        let trials = 4000;
        let mut difference = (0.0, 0.0);
        for t in 0..trials {
            let mut stream = stream(1_000_000 + t);
            let mut pair = |r: f64| {
                let (a, b) = (normal(&mut stream), normal(&mut stream));
                vec![a, r * a + (1.0 - r * r).sqrt() * b]
            };
            let y = [pair(0.8)];
            let right: Vec<_> = (0..20).map(|_| pair(0.8)).collect();
            let wrong: Vec<_> = (0..20).map(|_| pair(0.0)).collect();
            let fair = |worlds: &[Vec<f64>]| energy(worlds, &y, &[1.0, 1.0]).unwrap().fair.unwrap();
            let d = fair(&wrong) - fair(&right);
            difference = (difference.0 + d, difference.1 + d * d);
        }
        let n = trials as f64;
        let mean = difference.0 / n;
        let error = ((difference.1 / n - mean * mean) / n).sqrt();
        assert!(mean > 4.0 * error, "{mean} with error {error}");
    }
}
