//! Congresses of councils and the central executive they elect.
//!
//! Claim: councils send delegates to a congress, the congress elects a central executive; the pyramid answers late to the
//! base (Galam's delegate pyramids show how non-linear that is). The capital's executive, or the central one, decides when
//! to call; a majority that the centre no longer mirrors presses for a new congress.

use crate::inputs::N_PARTIES;
use crate::institutions::council::{Council, Resolution};
use engine::calendar::Day;
use engine::math;

/// Persons who are delegates of a congress: its size is a convention of the model, since only shares matter.
pub const SIZE: f64 = 1000.0;
/// Councils that must exist before anybody calls a congress of them. Unit: councils. Assumed.
pub const LEAST_COUNCILS: usize = 20;
/// Days from the call to the opening: delegates travel. Assumed.
pub const NOTICE_DAYS: i32 = 21;
/// Days for which a congress elects its executive: the term of the body. Assumed.
const TERM_DAYS: f64 = 90.0;
/// Terms after which waiting longer presses no more. Unit: times the term. Assumed.
const LONGEST: f64 = 2.0;
/// Days from the decision to have an assembly elected to its meeting: lists, rolls, a vote, a journey. Unit: days. Assumed.
pub(crate) const ELECTION_DAYS: i32 = 40;
/// Chance that executives ask themselves on a day whether to call one. Unit: chance per day. Assumed.
pub(crate) const ASKS_PER_DAY: f64 = 1.0 / 7.0;

/// The congress and its executive.
#[derive(Clone, Debug, PartialEq)]
pub struct Congress {
    /// Congresses held.
    pub held: u32,
    /// Day of the last one.
    pub last: Day,
    /// Day of the next one, if it is called.
    pub called_for: Option<Day>,
    /// Composition of the central executive, as shares.
    pub executive: [f64; N_PARTIES],
    /// Its resolution on power.
    pub resolution: Resolution,
}
engine::snapshot!(struct Congress { held, last, called_for, executive, resolution });

impl Congress {
    /// No congress yet.
    pub fn none(start: Day) -> Congress {
        Congress { held: 0, last: start, called_for: None, executive: [0.0; N_PARTIES], resolution: Resolution::None }
    }

    /// What executives see when they think of a new congress: whether there was one, how far the central executive differs
    /// from the councils, and how much of its term has passed.
    pub fn seen(&self, day: Day, shares: &[f64; N_PARTIES]) -> [(&'static str, f64); 3] {
        let held = self.held > 0;
        let differs = math::sum_in_order(shares.iter().zip(&self.executive).map(|(a, b)| (a - b).max(0.0)));
        let passed = (f64::from(day.since(self.last)) / TERM_DAYS).min(LONGEST);
        [
            ("first", if held { 0.0 } else { 1.0 }),
            ("differs", if held { differs } else { 0.0 }),
            ("term", if held { passed } else { 0.0 }),
        ]
    }
}

/// Electors for whom a council sends its first two delegates to a congress, and one more; and the most that one council
/// sends. Unit: electors; delegates. Source: the rule of the first congress of June 1917 (`mia_arcons`).
const RULE: [f64; 2] = [25_000.0, 8.0];

/// Delegates whom a council sends that represents so many electors; smaller ones join to send theirs, so that the number need
/// not be whole.
pub fn sends(electors: f64) -> f64 {
    let [step, most] = RULE;
    if electors < step { (electors + electors) / step } else { (1.0 + (electors / step).floor()).min(most) }
}

/// Shares of delegates by party over all councils. Each sends by the electors whom it represents, and in proportion to its
/// own delegates.
pub fn shares(councils: &[(&Council, f64)]) -> [f64; N_PARTIES] {
    let mut sums = [0.0; N_PARTIES];
    let mut total = 0.0;
    for (council, electors) in councils.iter().filter(|(council, _)| council.delegates() > 0) {
        let sent = sends(*electors);
        for (party, sum) in sums.iter_mut().enumerate() {
            *sum += sent * f64::from(council.of_party(party)) / f64::from(council.delegates());
        }
        total += sent;
    }
    sums.map(|s| if total > 0.0 { s / total } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_great_council_sends_more_than_a_small_one_and_none_more_than_the_rule_allows() {
        let sent = [0.0, 10_000.0, 24_999.0, 25_000.0, 49_999.0, 50_000.0, 175_000.0, 2_000_000.0].map(sends);
        assert!(sent.windows(2).all(|pair| pair[0] <= pair[1]), "{sent:?}");
        assert_eq!(sent[3..], [2.0, 2.0, 3.0, 8.0, 8.0]);
    }
}
