//! The government: its kind, its coalition, what it delivers, what it orders.
//!
//! Claim: a government is a coalition with a programme; it concedes, reshuffles, brings council parties in, represses, calls
//! troops, by what it believes will keep it (see [`crate::decide`]). Its legitimacy is nothing but the belief of persons
//! summed.

use crate::inputs::{LIBERTY, N_ISSUES, PartySpec, RegimeSpec};
use engine::calendar::Day;

pub use schema::powers::GovernmentKind;

engine::params! {
    /// How governments act.
    pub struct GovernmentRules in "government" {
        crisis_belief: "share" = 0.50 in 0.0..=1.0,
            "Belief of the capital's workers and soldiers below which the lack of it can make a crisis, the sooner the more are out.", "weak";
        friction: "chance per day" = 0.05 in 0.0..=1.0,
            "Chance of a crisis on a day when the whole capital obeys a council whose parties do not govern.", "weak";
    }
}

/// Share of the gap between decided and delivered closed each day. Assumed, see docs/decisions/0014.
const DELIVERY_PACE: f64 = 0.05;
/// The same for liberty, which needs a decree and no means. Unit: share per day. Assumed, see docs/decisions/0014.
const LIBERTY_PACE: f64 = 0.8;

/// Share of the gap between what is delivered and what people are used to that a day closes. Unit: share per day. Assumed:
/// what was won is taken for granted after some months (Helson 1964 on adaptation; Bechtel and Hainmueller 2011 on
/// gratitude, which fades by three quarters in some years).
const USED_TO_PACE: f64 = 1.0 / 45.0;

/// Days that the regime of the start has been observed: more than anybody remembers. A convention.
const OLD: f64 = 1e6;

/// The government as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Government {
    /// Kind.
    pub kind: GovernmentKind,
    /// Parties in it.
    pub coalition: Vec<u8>,
    /// What it has decided to deliver of each demand, 0..=1.
    pub decided: [f64; N_ISSUES],
    /// What it delivers of each demand today, 0..=1.
    pub delivers: [f64; N_ISSUES],
    /// What people have got used to of what is delivered of each demand, 0..=1: see [`crate::mechanisms::belief`].
    pub usual: [f64; N_ISSUES],
    /// Since when, in this composition.
    pub since: Day,
    /// How readily it orders troops to fire today, 0..=1.
    pub severity: f64,
    /// The same in quiet times.
    pub usual_severity: f64,
    /// Crises since the start.
    pub crises: u32,
    /// Days in which people have seen what it delivers; see [`crate::mechanisms::belief`].
    pub observed: f64,
    /// How far an offensive is prepared, 0..=1.
    pub prepared: f64,
    /// Whether an offensive burdens the fronts.
    pub is_attacking: bool,
}
engine::snapshot!(struct Government {
    kind, coalition, decided, delivers, usual, since, severity, usual_severity, crises, observed, prepared, is_attacking
});

/// Share of the severity learnt in a crisis that wears off in a day. Unit: share per day. Assumed.
const COOLS_PER_DAY: f64 = 0.05;

impl Government {
    /// Parties in it, bit by bit.
    pub fn parties(&self) -> u32 {
        self.coalition.iter().fold(0, |set, party| set | 1 << party)
    }

    /// The regime at the start.
    pub fn at_start(regime: &RegimeSpec, start: Day) -> Government {
        Government {
            kind: regime.kind,
            coalition: regime.coalition.iter().map(|p| *p as u8).collect(),
            decided: regime.delivers,
            delivers: regime.delivers,
            usual: regime.delivers,
            since: start,
            severity: regime.severity,
            usual_severity: regime.severity,
            crises: 0,
            observed: OLD,
            prepared: 0.0,
            is_attacking: false,
        }
    }

    /// Mean position of the coalition on a demand, each party counted once; the least willing partner counts twice, for a
    /// coalition can be left.
    pub fn position(&self, parties: &[PartySpec], issue: usize) -> f64 {
        if self.coalition.is_empty() {
            return 0.0;
        }
        let positions = self.coalition.iter().map(|p| parties[usize::from(*p)].position[issue]);
        let least = positions.clone().fold(1.0, f64::min);
        (engine::math::sum_in_order(positions) + least) / (self.coalition.len() as f64 + 1.0)
    }

    /// One day of delivery; severity goes back to what it is in quiet times.
    pub fn deliver(&mut self) {
        for (issue, (now, decided)) in self.delivers.iter_mut().zip(&self.decided).enumerate() {
            *now += (decided - *now) * if issue == LIBERTY { LIBERTY_PACE } else { DELIVERY_PACE };
        }
        for (usual, now) in self.usual.iter_mut().zip(&self.delivers) {
            *usual += (now - *usual) * USED_TO_PACE;
        }
        self.severity += (self.usual_severity - self.severity) * COOLS_PER_DAY;
    }
}
