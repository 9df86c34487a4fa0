//! How every collective actor chooses: governments, committees, executives, commanders, employers.
//!
//! An actor compares named options by the utility it expects *from what it has heard* and chooses with a probability that
//! rises with utility: the quantal response (logit) of McFadden (1974) and McKelvey and Palfrey (1995). Rationality is the
//! slope: 0 chooses blindly, large values always take the best. Every choice leaves its options, utilities and beliefs in
//! the event log, so that a reader can answer "why then?".

use engine::draw::Stream;
use engine::math;

/// An option: its name and expected utility (about -1..=1).
pub type Choice = (&'static str, f64);

/// Chooses among options.
///
/// # Panics
/// When there is no option or a utility is not finite: both are bugs.
pub fn decide(options: &[Choice], rationality: f64, stream: &mut Stream) -> usize {
    assert!(!options.is_empty(), "an actor has at least one option");
    assert!(options.iter().all(|o| o.1.is_finite()), "utilities are finite: {options:?}");
    let best = options.iter().map(|o| o.1).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = options.iter().map(|o| math::exp(rationality * (o.1 - best))).collect();
    stream.choose(&weights).expect("the best option has weight one")
}

/// The options, utilities and choice in words, for the event log.
pub fn in_words(options: &[Choice], chosen: usize, beliefs: &str) -> String {
    let listed: Vec<String> = options.iter().map(|(name, u)| format!("{name} {u:+.2}")).collect();
    format!("chose {} of [{}]; believed {}", options[chosen].0, listed.join(", "), beliefs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    const TEST: Purpose = Purpose::named("decide.test");

    #[test]
    fn more_utility_is_chosen_more_often() {
        let options = [("hold", 0.0), ("yield", 0.3), ("fight", -0.2)];
        let mut stream = Draws::new(4).stream(TEST, 0, Day(0), 0);
        let mut counts = [0_f64; 3];
        let n = 20_000;
        for _ in 0..n {
            counts[decide(&options, 5.0, &mut stream)] += 1.0;
        }
        let weights: Vec<f64> = options.iter().map(|o| math::exp(5.0 * o.1)).collect();
        let total: f64 = weights.iter().sum();
        for (count, weight) in counts.iter().zip(&weights) {
            // Five standard errors of a share at n = 20,000 are at most 0.018.
            assert!((count / n as f64 - weight / total).abs() < 0.018);
        }
        assert_eq!(decide(&options, 1e6, &mut stream), 1, "a fully rational actor takes the best");
    }
}
