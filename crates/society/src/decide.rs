//! How every collective actor chooses: governments, committees, executives, commanders, employers.
//!
//! An actor compares named options by the utility it expects *from what it has heard* and chooses with a probability that
//! rises with utility: the quantal response (logit) of McFadden (1974) and McKelvey and Palfrey (1995). Rationality is the
//! slope: 0 chooses blindly, large values always take the best. Every choice leaves its options, utilities and beliefs in
//! the tables of events ([`crate::events`]), so that a reader can answer "why then?".

use crate::constraints::{DecisionConstraint, Ruling, limit};
use engine::draw::Stream;
use engine::math;

/// A decision that the model knows, for documents and what-ifs.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Its key.
    pub key: &'static str,
    /// Who takes it, and when.
    pub about: &'static str,
    /// Its options.
    pub options: &'static [&'static str],
}

const DEMAND: &[&str] = &["put off", "deliver a part", "deliver"];

/// Every decision of a collective actor.
pub const DECISIONS: [Decision; 21] = [
    Decision {
        key: "troops.order",
        about: "the government, each day in each place in unrest",
        options: &["hold", "disperse", "fire"],
    },
    Decision {
        key: "parliament.succession",
        about: "the parliament's leaders, when the capital obeys the old regime no longer",
        options: &["stand by the crown", "form a government", "leave power to the council"],
    },
    Decision {
        key: "council.succession",
        about: "the capital's executive, when power is left to it",
        options: &["take power", "decline"],
    },
    Decision {
        key: "council.congress",
        about: "the capital's executive, once a week",
        options: &["call a congress", "wait"],
    },
    Decision { key: "government.liberty", about: "the coalition, monthly, on liberty", options: DEMAND },
    Decision { key: "government.peace", about: "the coalition, monthly, on peace", options: DEMAND },
    Decision { key: "government.land", about: "the coalition, monthly, on land", options: DEMAND },
    Decision { key: "government.hours", about: "the coalition, monthly, on hours and conditions", options: DEMAND },
    Decision { key: "government.nation", about: "the coalition, monthly, on national rights", options: DEMAND },
    Decision {
        key: "government.offensive",
        about: "the government and the high command, monthly",
        options: &["attack", "defend"],
    },
    Decision {
        key: "government.crisis",
        about: "the government, in a crisis",
        options: &["hold on", "bring council parties in", "reshuffle", "repress"],
    },
    Decision {
        key: "party.coalition",
        about: "each party of the council that is asked to join the government",
        options: &["join", "stay out"],
    },
    Decision {
        key: "party.power",
        about: "the committee of the party that would lead a rising, when the question of power is open",
        options: &["take power", "restrain and wait", "explain"],
    },
    Decision {
        key: "party.march",
        about: "the committee of a party in a town with a council, now and then: a march for tomorrow",
        options: &["march", "wait"],
    },
    Decision {
        key: "council.march",
        about: "the executive of a council, when a party outside its majority calls a march",
        options: &["march too", "forbid it", "let it be"],
    },
    Decision {
        key: "party.defiance",
        about: "the committee of a party whose march the council's executive has forbidden",
        options: &["call it off", "march all the same"],
    },
    Decision {
        key: "government.yield",
        about: "the government, before a rising or a claim of the councils",
        options: &["yield", "resist"],
    },
    Decision {
        key: "government.after_rising",
        about: "the government, after a rising that failed",
        options: &["strike at the opposition", "let it be"],
    },
    Decision { key: "army.march", about: "the commander in chief, once a week", options: &["march", "wait"] },
    Decision {
        key: "railwaymen.columns",
        about: "railwaymen, by the share of them who strike or follow a council, when a column is on the way",
        options: &["carry them", "stop them"],
    },
    Decision {
        key: "employers.settle",
        about: "an employer, when talks are held",
        options: &["concede", "offer half", "hold out", "close"],
    },
];

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

/// Every option of [`DECISIONS`], each once: words of `events.option` and `event_options.option`.
pub const OPTIONS: [&str; 38] = [
    "hold",
    "disperse",
    "fire",
    "stand by the crown",
    "form a government",
    "leave power to the council",
    "take power",
    "decline",
    "call a congress",
    "wait",
    "put off",
    "deliver a part",
    "deliver",
    "attack",
    "defend",
    "hold on",
    "bring council parties in",
    "reshuffle",
    "repress",
    "join",
    "stay out",
    "restrain and wait",
    "explain",
    "march",
    "march too",
    "forbid it",
    "let it be",
    "call it off",
    "march all the same",
    "yield",
    "resist",
    "strike at the opposition",
    "carry them",
    "stop them",
    "concede",
    "offer half",
    "hold out",
    "close",
];

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
    /// Chooses among options, as far as a what-if leaves them open. Whatever is closed, one draw is used.
    ///
    /// # Panics
    /// When the decision or an option is not in [`DECISIONS`]: a bug.
    pub fn choose(&self, options: &[Choice], stream: &mut Stream) -> usize {
        let known = DECISIONS.iter().find(|d| d.key == self.decision);
        let known = known.unwrap_or_else(|| panic!("the decision `{}` is not in DECISIONS", self.decision));
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

    /// The choice that was made, for the record.
    pub fn chosen(&self, options: &[Choice], taken: usize) -> Chosen {
        Chosen { decision: self.decision, options: options.to_vec(), taken }
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
