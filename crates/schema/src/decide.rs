//! How every collective actor chooses: governments, committees, executives, commanders, employers.
//!
//! An actor compares named options by the utility it expects *from what it has heard* and chooses with a probability that
//! rises with utility: the quantal response (logit) of McFadden (1974) and McKelvey and Palfrey (1995). Rationality is the
//! slope: 0 chooses blindly, large values always take the best. Every choice leaves its options, utilities and beliefs in
//! the tables of events ([`crate::events`]), so that a reader can answer "why then?".

use crate::constraints::{DecisionConstraint, Ruling, limit};
use engine::draw::Stream;
use engine::math;

pub use crate::decisions::{DECISIONS, OPTIONS};

/// A part of an option's utility: a weight times the product of what the actor sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Utility of the whole product at 1.
    pub weight: f64,
    /// Names of what is multiplied; none for what always counts.
    pub features: &'static [&'static str],
}

/// A decision that the model knows: who takes it, on what they look, and how much each of it weighs for each option.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Its key.
    pub key: &'static str,
    /// Who takes it, and when.
    pub about: &'static str,
    /// How plain the choice is to this actor, next to `party.rationality`.
    pub slope: f64,
    /// What the actor looks at, each with a line of meaning.
    pub features: &'static [(&'static str, &'static str)],
    /// Its options.
    pub options: &'static [&'static str],
    /// The terms of each option, in their order.
    pub terms: &'static [&'static [Term]],
}

impl Decision {
    /// The decision under a key.
    ///
    /// # Panics
    /// When there is none: keys are named in code.
    pub fn named(key: &str) -> &'static Decision {
        DECISIONS.iter().find(|d| d.key == key).unwrap_or_else(|| panic!("the decision `{key}` is not in DECISIONS"))
    }

    /// The utility of each option, by what the actor sees.
    ///
    /// # Panics
    /// When something that the decision looks at is not given: a bug.
    pub fn utilities(&self, seen: &[(&str, f64)]) -> Vec<Choice> {
        let value = |name: &str| {
            let found = seen.iter().find(|(known, _)| *known == name);
            found.unwrap_or_else(|| panic!("`{}` looks at `{name}`, which is not given", self.key)).1
        };
        let utility = |terms: &&[Term]| {
            let terms = terms.iter().map(|t| t.features.iter().fold(t.weight, |product, name| product * value(name)));
            math::sum_in_order(terms)
        };
        self.options.iter().copied().zip(self.terms.iter().map(utility)).collect()
    }
}

/// Keys of [`DECISIONS`], in order: words of `events.decision`.
pub const DECISION_KEYS: [&str; DECISIONS.len()] = {
    let mut keys = [""; DECISIONS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = DECISIONS[at].key;
        at += 1;
    }
    keys
};

/// An option: its name and expected utility (about -1..=1).
pub type Choice = (&'static str, f64);

/// A choice behind an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Key of the decision in [`DECISIONS`].
    pub decision: &'static str,
    /// Options with the utility expected of them.
    pub options: Vec<Choice>,
    /// Position of the one that was taken.
    pub taken: usize,
}

/// An actor with a decision to take.
pub struct Actor<'a> {
    /// Options that a what-if has closed or imposed.
    pub rulings: &'a [Ruling],
    /// Key of the decision in [`DECISIONS`].
    pub decision: &'static str,
    /// Index of the party that decides, where it is one.
    pub party: Option<usize>,
    /// Rationality: the slope of the quantal response.
    pub rationality: f64,
}

impl Actor<'_> {
    /// Weighs the options of the decision by what the actor sees, and chooses.
    ///
    /// # Panics
    /// When the decision is not in [`DECISIONS`], or something that it looks at is not given: a bug.
    pub fn weigh(&self, seen: &[(&str, f64)], stream: &mut Stream) -> Chosen {
        let decision = Decision::named(self.decision);
        let options = decision.utilities(seen);
        let actor = Actor { rationality: self.rationality * decision.slope, ..*self };
        let taken = actor.choose(&options, stream);
        Chosen { decision: self.decision, options, taken }
    }

    /// Chooses among options, as far as a what-if leaves them open. Whatever is closed, one draw is used.
    ///
    /// # Panics
    /// When the decision or an option is not in [`DECISIONS`]: a bug.
    pub fn choose(&self, options: &[Choice], stream: &mut Stream) -> usize {
        let known = Decision::named(self.decision);
        debug_assert!(options.iter().all(|o| known.options.contains(&o.0)), "options of `{}`", self.decision);
        if self.rulings.is_empty() {
            return decide(options, self.rationality, stream);
        }
        let limit = |o: &Choice| limit(self.rulings, self.decision, o.0, self.party);
        let imposed = options.iter().any(|o| limit(o) == Some(DecisionConstraint::Forced));
        let is_open =
            |o: &Choice| if imposed { limit(o) == Some(DecisionConstraint::Forced) } else { limit(o).is_none() };
        let open: Vec<usize> = (0..options.len()).filter(|i| is_open(&options[*i])).collect();
        if open.is_empty() {
            return decide(options, self.rationality, stream);
        }
        let left: Vec<Choice> = open.iter().map(|i| options[*i]).collect();
        open[decide(&left, self.rationality, stream)]
    }
}

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

    #[test]
    fn law_a_decision_weighs_what_it_looks_at_and_nothing_else() {
        for decision in &DECISIONS {
            let used: Vec<&str> =
                decision.terms.iter().flat_map(|o| o.iter().flat_map(|t| t.features)).copied().collect();
            let listed: Vec<&str> = decision.features.iter().map(|f| f.0).collect();
            assert!(used.iter().all(|name| listed.contains(name)), "{}: {used:?}", decision.key);
            assert!(listed.iter().all(|name| used.contains(name)), "{}: {listed:?}", decision.key);
            assert_eq!(decision.options.len(), decision.terms.len());
        }
    }

    /// A decision that comes out the same whatever the actor sees is a script.
    #[test]
    fn law_no_choice_is_foregone() {
        for decision in DECISIONS.iter().filter(|d| !d.features.is_empty()) {
            let mut stream = Draws::new(5).stream(TEST, 2, Day(0), 0);
            let mut best = vec![false; decision.options.len()];
            for _ in 0..4000 {
                let seen: Vec<(&str, f64)> = decision.features.iter().map(|f| (f.0, stream.uniform())).collect();
                let utilities = decision.utilities(&seen);
                let top = (0..utilities.len()).max_by(|a, b| utilities[*a].1.total_cmp(&utilities[*b].1));
                best[top.expect("a decision has options")] = true;
            }
            assert!(best.iter().all(|taken| *taken), "{}: {:?} {best:?}", decision.key, decision.options);
        }
    }

    /// The utility of an option as the description of the model writes it.
    fn written(terms: &[Term]) -> String {
        let mut text = String::new();
        for (at, term) in terms.iter().enumerate() {
            let sign = match (at, term.weight < 0.0) {
                (0, false) => "",
                (0, true) => "−",
                (_, false) => " + ",
                (_, true) => " − ",
            };
            let size = term.weight.abs();
            let number = if size == 1.0 && !term.features.is_empty() { None } else { Some(size.to_string()) };
            let factors: Vec<&str> = number.as_deref().into_iter().chain(term.features.iter().copied()).collect();
            text.push_str(sign);
            text.push_str(&factors.join(" · "));
        }
        text
    }

    #[test]
    fn the_description_of_the_model_has_every_decision_word_for_word() {
        let page = include_str!("../../../docs/odd.md");
        for decision in &DECISIONS {
            assert!(page.contains(&format!("`{}`", decision.key)), "docs/odd.md lacks `{}`", decision.key);
            for (option, terms) in decision.options.iter().zip(decision.terms) {
                let row = format!("| {option} | {} |", written(terms));
                assert!(page.contains(&row), "docs/odd.md lacks, of `{}`:\n{row}", decision.key);
            }
        }
    }

    #[test]
    fn law_every_option_is_listed_once() {
        let mut listed: Vec<&str> = OPTIONS.to_vec();
        let mut used: Vec<&str> = DECISIONS.iter().flat_map(|d| d.options.iter().copied()).collect();
        listed.sort_unstable();
        used.sort_unstable();
        used.dedup();
        assert_eq!(listed, used);
    }

    #[test]
    fn what_is_closed_is_never_chosen_and_what_is_imposed_always() {
        let ruling =
            |option: &str, party, limit| Ruling { decision: "party.power".into(), option: option.into(), party, limit };
        let options = [("take power", 0.5), ("restrain and wait", 0.3), ("explain", 0.1)];
        let count = |rulings: &[Ruling], party| {
            let mut stream = Draws::new(7).stream(TEST, 1, Day(0), 0);
            let actor = Actor { rulings, decision: "party.power", party: Some(party), rationality: 2.0 };
            let mut counts = [0; 3];
            (0..300).for_each(|_| counts[actor.choose(&options, &mut stream)] += 1);
            counts
        };
        let free = count(&[], 3);
        assert!(free.iter().all(|n| *n > 0), "each option is taken now and then: {free:?}");
        let closed = count(&[ruling("take power", Some(3), DecisionConstraint::Forbidden)], 3);
        assert!(closed[0] == 0 && closed[1] > 0 && closed[2] > 0, "{closed:?}");
        let of_another = [ruling("take power", Some(4), DecisionConstraint::Forbidden)];
        assert_eq!(count(&of_another, 3), free, "a ruling on one party leaves the others alone");
        assert_eq!(count(&[ruling("explain", None, DecisionConstraint::Forced)], 3), [0, 0, 300]);
    }
}
