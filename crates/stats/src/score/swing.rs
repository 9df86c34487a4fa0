//! Uniform swing: the change of each party's share of the vote is taken to be the same everywhere (Butler and Stokes 1969).

use super::baseline::{Key, normal, spread_of, t_stretch};

/// A place whose result is known before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct SwingRow {
    /// Shares of the parties before, 0..=1.
    pub before: Vec<f64>,
    /// Shares of the same parties after.
    pub after: Vec<f64>,
    /// What the place counts in the mean swing: 1, or its voters.
    pub weight: f64,
}

/// The predictive ensemble of a place's shares, from its shares before and the swing elsewhere: one vector for each member.
///
/// The swing of each party is the weighted mean of its changes. Places differ from it by errors with the training places'
/// covariance over parties, Student's t with one degree fewer than there are places (at least 3), wider by the mean's own
/// error. A prior, the standard deviation of a party's share about the swing, counts as one place more. Shares below 0 are
/// put at 0 and all are divided by their sum. The list of parties must be whole, with one for "others"; a party without votes
/// before can gain.
///
/// `None` without training places; with one and no prior; without weight; or where no share is left above 0.
///
/// # Panics
/// When the lists of parties have different lengths.
pub fn uniform_swing(
    training: &[SwingRow],
    before: &[f64],
    members: usize,
    prior: Option<f64>,
    key: &Key,
) -> Option<Vec<Vec<f64>>> {
    let parties = before.len();
    for row in training {
        assert!(row.before.len() == parties && row.after.len() == parties, "places share one list of parties");
    }
    let n = training.len() as f64;
    let weight: f64 = training.iter().map(|row| row.weight).sum();
    if training.is_empty() || weight <= 0.0 {
        return None;
    }
    let change = |row: &SwingRow, p: usize| row.after[p] - row.before[p];
    let swing: Vec<f64> =
        (0..parties).map(|p| training.iter().map(|row| row.weight * change(row, p)).sum::<f64>() / weight).collect();
    let errors: Vec<Vec<f64>> =
        training.iter().map(|row| (0..parties).map(|p| change(row, p) - swing[p]).collect()).collect();
    // Whether there is a spread at all; the squares themselves enter below, party by party.
    let (_, degrees) = spread_of(0.0, n - 1.0, prior)?;
    let own_error = training.iter().map(|row| row.weight * row.weight).sum::<f64>() / (weight * weight);
    let wider = ((1.0 + own_error) / degrees).sqrt();

    let member = |i: usize| {
        let mut stream = key.member(i);
        let stretch = t_stretch(&mut stream, degrees) * wider;
        // A sum of the errors with normal weights has their covariance.
        let mut error = vec![0.0; parties];
        for row in &errors {
            let z = normal(&mut stream);
            for (sum, e) in error.iter_mut().zip(row) {
                *sum += z * e;
            }
        }
        if let Some(deviation) = prior {
            let z: Vec<f64> = (0..parties).map(|_| deviation * normal(&mut stream)).collect();
            // Shares sum to 1, so that their errors sum to 0.
            let mean = z.iter().sum::<f64>() / parties as f64;
            for (sum, z) in error.iter_mut().zip(z) {
                *sum += z - mean;
            }
        }
        let shares: Vec<f64> = (0..parties).map(|p| (before[p] + swing[p] + stretch * error[p]).max(0.0)).collect();
        let total: f64 = shares.iter().sum();
        (total > 0.0).then(|| shares.iter().map(|s| s / total).collect())
    };
    let all: Vec<Vec<f64>> = (0..members).filter_map(member).collect();
    (!all.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::super::ensemble::Ensemble;
    use super::super::observation::Observation;
    use super::super::pit::{histogram, pit};
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    fn row(before: &[f64], after: &[f64]) -> SwingRow {
        SwingRow { before: before.to_vec(), after: after.to_vec(), weight: 1.0 }
    }

    fn key() -> Key {
        Key::new(1, "votes", "north")
    }

    #[test]
    fn law_the_same_swing_everywhere_is_carried_over_exactly() {
        let training = [row(&[0.5, 0.3, 0.2], &[0.4, 0.35, 0.25]), row(&[0.2, 0.2, 0.6], &[0.1, 0.25, 0.65])];
        for shares in uniform_swing(&training, &[0.6, 0.4, 0.0], 50, None, &key()).unwrap() {
            for (share, exact) in shares.iter().zip([0.5, 0.45, 0.05]) {
                assert!((share - exact).abs() < 1e-15);
            }
        }
        // A party cannot lose what it has not: at 0, and the rest in proportion.
        for shares in uniform_swing(&training, &[0.05, 0.5, 0.45], 50, None, &key()).unwrap() {
            for (share, exact) in shares.iter().zip([0.0, 0.55 / 1.05, 0.50 / 1.05]) {
                assert!((share - exact).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn law_shares_sum_to_one_and_stay_at_or_above_zero() {
        let training = [row(&[0.5, 0.3, 0.2], &[0.1, 0.5, 0.4]), row(&[0.2, 0.2, 0.6], &[0.3, 0.5, 0.2])];
        let all = uniform_swing(&training, &[0.1, 0.1, 0.8], 500, Some(0.05), &key()).unwrap();
        assert_eq!(all.len(), 500);
        for shares in &all {
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-14 && shares.iter().all(|s| *s >= 0.0));
        }
        assert_eq!(all, uniform_swing(&training, &[0.1, 0.1, 0.8], 500, Some(0.05), &key()).unwrap());
    }

    #[test]
    fn law_too_little_training_predicts_nothing() {
        let one = [row(&[0.5, 0.5], &[0.4, 0.6])];
        assert_eq!(uniform_swing(&[], &[0.5, 0.5], 10, Some(0.1), &key()), None);
        assert_eq!(uniform_swing(&one, &[0.5, 0.5], 10, None, &key()), None);
        let spread = uniform_swing(&one, &[0.5, 0.5], 2000, Some(0.02), &key()).unwrap();
        let first = Ensemble::new(spread.iter().map(|s| s[0]).collect()).unwrap();
        // Two parties halve the prior's variance; with the swing's own error that doubles back to 0.02. Student's t with
        // three degrees has its quartiles at 0.7649, and the error of a quartile of 2,000 is 0.0008.
        assert!((first.quantile(0.75) - 0.4 - 0.02 * 0.7649).abs() < 0.0033, "{}", first.quantile(0.75));
    }

    #[test]
    fn law_predictions_are_calibrated_where_their_model_holds() {
        // Two parties, five training places, normal errors far from the bounds: exactly Student's t.
        let pits: Vec<f64> = (0..2000)
            .map(|t| {
                let mut stream = Draws::new(5).stream(Purpose::named("test"), t, Day(0), 0);
                let mut place = || {
                    let (old, new) = (0.4 + 0.2 * stream.uniform(), -0.05 + 0.01 * normal(&mut stream));
                    (vec![old, 1.0 - old], vec![old + new, 1.0 - old - new])
                };
                let training: Vec<_> = (0..5).map(|_| place()).map(|(a, b)| row(&a, &b)).collect();
                let (before, after) = place();
                let all = uniform_swing(&training, &before, 99, None, &Key::new(t, "s", "p")).unwrap();
                let first = Ensemble::new(all.iter().map(|s| s[0]).collect()).unwrap();
                pit(&first, &Observation::exact(after[0]).unwrap(), &mut stream)
            })
            .collect();
        let p = histogram(&pits, 20).unwrap().p_value;
        assert!(p > 0.001, "{p}");
    }
}
