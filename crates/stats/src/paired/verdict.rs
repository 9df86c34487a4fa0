//! What an interval says of a claim.

use crate::interval::Interval;

/// What is claimed of a difference, changed less base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// The change makes it greater.
    Greater,
    /// The change makes it smaller.
    Smaller,
    /// The change makes no difference that matters.
    NoDifference,
}

/// What the interval says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing in the interval agrees with the claim.
    Contradicted,
    /// The interval agrees with the claim.
    NotContradicted,
    /// The interval has room for the claim and for its opposite.
    Undetermined,
}

/// The verdict on a claim, from the interval of the difference and the smallest difference that would matter (Lakens 2017,
/// "smallest effect size of interest").
///
/// A claimed direction is contradicted when every difference in the interval either goes the other way or falls short of the
/// smallest that matters. It is not contradicted when all go the claimed way and one that matters is among them. No difference
/// is claimed with success when none in the interval matters, which is a test of equivalence, and is contradicted when all do.
/// All else is undetermined. The verdict is as sure as the interval's level on each side.
///
/// # Panics
/// When the smallest difference is negative, or a bound is not a number.
pub fn verdict(claim: Claim, smallest: f64, interval: Interval) -> Verdict {
    assert!(smallest >= 0.0, "the smallest difference that matters is a size, not {smallest}");
    assert!(interval.low <= interval.high, "an interval from {} to {}", interval.low, interval.high);
    let Interval { low, high } = interval;
    let (contradicted, agrees) = match claim {
        Claim::Greater => (high < smallest || high <= 0.0, low > 0.0),
        Claim::Smaller => (low > -smallest || low >= 0.0, high < 0.0),
        Claim::NoDifference => (low > smallest || high < -smallest, -smallest <= low && high <= smallest),
    };
    match (contradicted, agrees) {
        (true, _) => Verdict::Contradicted,
        (false, true) => Verdict::NotContradicted,
        (false, false) => Verdict::Undetermined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_verdicts() {
        use Claim::*;
        use Verdict::*;
        let table = [
            (Greater, 0.02, 0.01, 0.10, NotContradicted),
            (Greater, 0.02, 0.03, 0.10, NotContradicted),
            (Greater, 0.02, -0.01, 0.10, Undetermined),
            (Greater, 0.02, 0.001, 0.01, Contradicted), // of the claimed sign, but none matters
            (Greater, 0.02, -0.10, -0.01, Contradicted),
            (Greater, 0.0, -0.10, 0.0, Contradicted),
            (Greater, 0.0, 0.0, 0.1, Undetermined),
            (NoDifference, 0.02, -0.01, 0.015, NotContradicted),
            (NoDifference, 0.02, -0.01, 0.03, Undetermined),
            (NoDifference, 0.02, 0.03, 0.05, Contradicted),
            (NoDifference, 0.02, -0.05, -0.03, Contradicted),
            (NoDifference, 0.0, 0.0, 0.0, NotContradicted),
            (Greater, 0.02, f64::NEG_INFINITY, f64::INFINITY, Undetermined),
        ];
        for (claim, smallest, low, high, expected) in table {
            assert_eq!(verdict(claim, smallest, Interval { low, high }), expected, "{claim:?} {low}..{high}");
            let mirrored = match claim {
                Greater => Smaller,
                other => other,
            };
            assert_eq!(verdict(mirrored, smallest, Interval { low: -high, high: -low }), expected, "mirrored");
        }
    }
}
