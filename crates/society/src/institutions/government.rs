//! The government: its kind, its coalition, what it delivers, what it orders.
//!
//! Claim: a government is a coalition with a programme; it concedes, reshuffles, brings council parties in, represses, calls
//! troops, by what it believes will keep it (see [`crate::decide`]). Its legitimacy is nothing but the trust of persons
//! summed.

use crate::inputs::{LIBERTY, N_ISSUES, PartySpec, RegimeSpec};
use crate::places::Group;
use engine::calendar::Day;

engine::params! {
    /// How governments act.
    pub struct GovernmentRules in "government" {
        crisis_trust: "share" = 0.50 in 0.0..=1.0,
            "Trust of the capital's workers and soldiers below which the lack of it can make a crisis, the sooner the more are out.", "weak";
        friction: "chance per day" = 0.20 in 0.0..=1.0,
            "Chance of a crisis on a day when the whole capital obeys the council rather than the government.", "weak";
        falls_below: "share" = 0.30 in 0.0..=1.0,
            "Share of the capital's men under arms who must obey for a government to stand.", "weak";
    }
}

/// What a council party believes it loses by entering a coalition, utility. Assumed, see docs/decisions/0014.
pub(crate) const COALITION_COST: f64 = 0.25;

/// Days from the start to when what never happened is dated: longer than any rest. A convention.
pub(crate) const LONG_AGO: i32 = -1000;
/// Share of the gap between decided and delivered closed each day. Assumed, see docs/decisions/0014.
const DELIVERY_PACE: f64 = 0.05;
/// The same for liberty, which needs a decree and no means. Assumed, see docs/decisions/0014.
const LIBERTY_PACE: f64 = 0.8;

engine::words! {
    /// What kind of government.
    pub enum GovernmentKind {
        /// The regime at the start.
        Autocracy = "autocracy",
        /// A government of the parliament's parties, alone or in coalition.
        Provisional = "provisional",
        /// The councils'.
        Council = "council",
        /// A commander's.
        Dictatorship = "dictatorship",
        /// None.
        None = "none",
    }
}
engine::snapshot!(words GovernmentKind);

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
    /// Since when, in this composition.
    pub since: Day,
    /// Since when this kind of government has stood.
    pub founded: Day,
    /// How readily it orders troops to fire, 0..=1.
    pub severity: f64,
    /// Crises since the start.
    pub crises: u32,
    /// Day of the last crisis.
    pub last_crisis: Day,
    /// Until when an offensive burdens the fronts.
    pub offensive_until: Day,
    /// Day of the last offensive.
    pub last_offensive: Day,
}
engine::snapshot!(struct Government {
    kind, coalition, decided, delivers, since, founded, severity, crises, last_crisis, offensive_until, last_offensive
});

impl Government {
    /// Parties in it, bit by bit.
    pub fn parties(&self) -> u32 {
        self.coalition.iter().fold(0, |set, party| set | 1 << party)
    }

    /// The regime at the start.
    pub fn at_start(regime: &RegimeSpec, start: Day) -> Government {
        Government {
            kind: GovernmentKind::Autocracy,
            coalition: regime.coalition.iter().map(|p| *p as u8).collect(),
            decided: regime.delivers,
            delivers: regime.delivers,
            since: start,
            founded: start,
            severity: regime.severity,
            crises: 0,
            last_crisis: start.plus(LONG_AGO),
            offensive_until: start.plus(LONG_AGO),
            last_offensive: start.plus(LONG_AGO),
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

    /// The party that answers here for what is not delivered, and how far. Partners answer in turn, those with no follower
    /// here never.
    pub fn answers_here(&self, group: &Group, turn: usize) -> (u8, f64) {
        let followed: Vec<u8> = self.coalition.iter().copied().filter(|p| group.leaning[usize::from(*p)] > 0).collect();
        match followed.get(turn % followed.len().max(1)) {
            Some(party) => (*party, f64::from(1.0 - group.delivered) * followed.len() as f64),
            None => (255, 0.0),
        }
    }

    /// One day of delivery.
    pub fn deliver(&mut self) {
        for (issue, (now, decided)) in self.delivers.iter_mut().zip(&self.decided).enumerate() {
            *now += (decided - *now) * if issue == LIBERTY { LIBERTY_PACE } else { DELIVERY_PACE };
        }
    }

    /// Whether the offensive burdens the fronts today.
    pub fn is_on_offensive(&self, day: Day) -> bool {
        day <= self.offensive_until
    }
}
