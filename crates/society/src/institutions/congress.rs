//! Congresses of councils and the central executive they elect.
//!
//! Claim: councils send delegates to a congress, the congress elects a central executive; the pyramid answers late to the
//! base (Galam's delegate pyramids show how non-linear that is). The capital's executive, or the central one, decides when
//! to call; a majority that the centre no longer mirrors presses for a new congress.

use crate::inputs::N_PARTIES;
use crate::institutions::council::{Council, Resolution};
use engine::calendar::Day;

/// Persons who are delegates of a congress: its size is a convention of the model, since only shares matter.
pub const SIZE: f64 = 1000.0;
/// Councils that must exist before anybody calls a congress of them. Unit: councils. Assumed.
pub const LEAST_COUNCILS: usize = 20;
/// Days from the call to the opening: delegates travel. Assumed.
pub const NOTICE_DAYS: i32 = 21;
/// Days before a new congress is thought of. Assumed.
const TERM_DAYS: i32 = 90;

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

    /// How pressing a new congress is, -1..=1: the time since the last, and how far the centre differs from the councils.
    pub fn press(&self, day: Day, shares: &[f64; N_PARTIES]) -> f64 {
        let waited = f64::from(day.since(self.last)) / f64::from(TERM_DAYS);
        let differs: f64 =
            engine::math::sum_in_order(shares.iter().zip(&self.executive).map(|(a, b)| (a - b).abs())) / 2.0;
        let first = if self.held == 0 { 0.4 } else { 0.0 };
        (waited - 1.0).min(1.0) * 0.5 + if self.held > 0 { differs * 0.6 - 0.2 } else { first }
    }
}

/// Shares of delegates by party over all councils: each council sends in proportion to its own delegates.
pub fn shares(councils: &[Council]) -> [f64; N_PARTIES] {
    let mut sums = [0.0; N_PARTIES];
    let mut total = 0.0;
    for council in councils {
        for (party, sum) in sums.iter_mut().enumerate() {
            let n = f64::from(council.of_party(party));
            *sum += n;
            total += n;
        }
    }
    sums.map(|s| if total > 0.0 { s / total } else { 0.0 })
}
