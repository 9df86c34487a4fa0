//! What is kept of a world for studies of many.

use engine::calendar::Day;
use serde::{Deserialize, Serialize};
use society::spec::{N_PARTIES, PlaceKind, Spec};
use society::tables::{Councils, National};
use society::{Outcome, OutcomeKind};

use crate::claim_summary::ClaimObserver;
pub use crate::claim_summary::ClaimSummary;
pub use crate::dates::DATES;
use crate::dates::Dates;
use crate::patterns::PatternObserver;
use crate::quantity::{self, QUANTITIES, Quantity};
use crate::today::Today;
pub use crate::today::WEEK;

/// Every outcome, in the order of the model.
pub const OUTCOMES: [OutcomeKind; 8] = OutcomeKind::ALL;

/// A daily series that is kept of each world: a quantity of the country or of its capital.
pub struct SeriesDecl {
    /// Short name.
    pub name: &'static str,
    /// Position of its quantity in [`QUANTITIES`].
    pub at: usize,
    /// Position of its scope: 0 the country, 1 the capital.
    pub scope: usize,
    /// Title for readers.
    pub title: &'static str,
    /// Unit.
    pub unit: &'static str,
}

impl SeriesDecl {
    /// Its quantity.
    pub fn quantity(&self) -> &'static Quantity {
        &QUANTITIES[self.at]
    }
}

/// The daily series that are kept.
pub static SERIES: [SeriesDecl; 8] = [
    series("strikers", quantity::STRIKERS, 0, "Workers on strike"),
    series("strikers_capital", quantity::STRIKERS, 1, "Workers of the capital on strike"),
    series("soldiers_refusing", quantity::REFUSING, 0, "Soldiers and sailors who refuse orders"),
    series("peasant_actions", quantity::PEASANT_ACTIONS, 0, "Villagers who act against the estates"),
    series("authority_government", quantity::AUTHORITY_GOVERNMENT, 1, "The capital follows the government"),
    series("authority_council", quantity::AUTHORITY_COUNCIL, 1, "The capital follows its council"),
    series("dual_power", quantity::DUAL_POWER, 1, "Index of dual power in the capital"),
    series("trust", quantity::TRUST, 0, "Trust in whoever governs"),
];

const fn series(name: &'static str, at: usize, scope: usize, title: &'static str) -> SeriesDecl {
    SeriesDecl { name, at, scope, title, unit: QUANTITIES[at].unit }
}

/// Index of dual power from which a day counts as one of dual power.
pub const DUAL: f64 = 0.3;

/// A sum over a world that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SumDecl {
    /// Short name.
    pub name: &'static str,
    /// What is summed.
    pub meaning: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Whether it is the count of the last day, and not a sum over the days.
    pub is_of_last_day: bool,
}

const fn sum(name: &'static str, meaning: &'static str, unit: &'static str) -> SumDecl {
    SumDecl { name, meaning, unit, is_of_last_day: false }
}

/// Sums over a world that are kept.
pub const SUMS: [SumDecl; 6] = [
    sum("striker_days", "person-days on strike", "person-days"),
    sum("refusing_days", "person-days of soldiers who refuse orders", "person-days"),
    sum("village_days", "person-days of villagers who act", "person-days"),
    SumDecl { is_of_last_day: true, ..sum("killed", "killed in clashes", "persons") },
    sum("dual_days", "days with an index of dual power above 0.3 in the capital", "days"),
    SumDecl { is_of_last_day: true, ..sum("councils", "councils at the end", "councils") },
];

/// What is kept of one world. The names of its fields in the journals of studies stay, so that finished worlds can be read
/// again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WorldSummary {
    /// Its seed.
    pub seed: u64,
    /// Position of its outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// The day that settled it; days since 1970.
    pub outcome_day: i32,
    /// Days of [`DATES`], since 1970; `None` where it never happened.
    pub dates: [Option<i32>; DATES.len()],
    /// Whether each of the eight patterns held.
    pub patterns: [bool; 8],
    /// By how much each did, in the unit of its definition; `None` where there was nothing to measure.
    #[serde(default)]
    pub pattern_values: [Option<f64>; 8],
    /// The sums of [`SUMS`], in real persons.
    pub sums: [f64; 6],
    /// The daily series of [`SERIES`].
    pub series: Vec<Vec<f32>>,
    /// Every [`WEEK`] days, delegates by party in the capital's council.
    pub capital_seats: Vec<[f32; N_PARTIES]>,
    /// The same for all other councils outside the villages.
    pub other_seats: Vec<[f32; N_PARTIES]>,
    /// Its answers to the record's questions, where it was asked; see [`crate::record_observer`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Option<f64>>,
    /// What the measures of claims need beside.
    #[serde(rename = "closer")]
    pub claims: ClaimSummary,
}

impl WorldSummary {
    /// A party's share of delegates at the last weekly count, in the capital's council or in all others.
    pub fn last_share(&self, party: usize, in_capital: bool) -> f64 {
        let weeks = if in_capital { &self.capital_seats } else { &self.other_seats };
        weeks.last().map_or(0.0, |seats| {
            let all: f64 = seats.iter().map(|n| f64::from(*n)).sum();
            if all > 0.0 { f64::from(seats[party]) / all } else { 0.0 }
        })
    }
}

/// The title of an ending for readers: the one place where it is written.
pub fn outcome_title(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::RegimeHolds => "The old regime holds",
        OutcomeKind::GovernmentHolds => "A government without the councils holds",
        OutcomeKind::CouncilTransfer => "The councils take power by vote",
        OutcomeKind::CouncilSeizure => "The councils take power by arms",
        OutcomeKind::Crushed => "The rising is crushed",
        OutcomeKind::Coup => "Commanders take power",
        OutcomeKind::Assembly => "The councils hand power to an assembly",
        OutcomeKind::Unresolved => "Nothing is decided",
    }
}

/// Position of an outcome in [`OUTCOMES`].
pub fn outcome_index(kind: OutcomeKind) -> usize {
    OUTCOMES.iter().position(|listed| *listed == kind).expect("every outcome is listed")
}

/// Looks at a world day by day and sums it up.
pub struct SummaryObserver {
    patterns: PatternObserver,
    claims: ClaimObserver,
    start: Day,
    capital: usize,
    is_rural: Vec<bool>,
    sums: [f64; 6],
    series: Vec<Vec<f32>>,
    capital_seats: Vec<[f32; N_PARTIES]>,
    other_seats: Vec<[f32; N_PARTIES]>,
}

impl SummaryObserver {
    /// An observer of a world of this scenario at this scale.
    pub fn new(spec: &Spec, scale: u32) -> SummaryObserver {
        SummaryObserver {
            patterns: PatternObserver::new(spec, scale),
            claims: ClaimObserver::new(spec),
            start: spec.start,
            capital: spec.capital,
            is_rural: spec.places.iter().map(|place| place.kind == PlaceKind::County).collect(),
            sums: [0.0; 6],
            series: vec![Vec::new(); SERIES.len()],
            capital_seats: Vec::new(),
            other_seats: Vec::new(),
        }
    }

    /// The dates so far.
    pub fn dates(&self) -> &Dates {
        self.patterns.dates()
    }

    /// One day.
    pub fn day(&mut self, today: &Today<'_>) {
        self.patterns.day(today);
        self.claims.day(today);
        let national: National<'_> = today.record.of();
        for (series, declared) in self.series.iter_mut().zip(&SERIES) {
            series.push((declared.quantity().national)(&national, declared.scope) as f32);
        }
        let of = |at: usize, scope: usize| (QUANTITIES[at].national)(&national, scope);
        self.sums[0] += of(quantity::STRIKERS, 0);
        self.sums[1] += of(quantity::REFUSING, 0);
        self.sums[2] += of(quantity::PEASANT_ACTIONS, 0);
        self.sums[3] = of(quantity::DEAD, 0);
        self.sums[4] += if of(quantity::DUAL_POWER, 1) > DUAL { 1.0 } else { 0.0 };
        self.sums[5] = of(quantity::COUNCILS, 0);
        if today.day.since(self.start) % WEEK == 0 {
            self.week(&today.record.of());
        }
    }

    fn week(&mut self, councils: &Councils<'_>) {
        let (mut capital, mut other) = ([0.0; N_PARTIES], [0.0; N_PARTIES]);
        for row in 0..councils.len() {
            let here = usize::from(councils.place[row]);
            let n = f64::from(councils.seats_workers[row] + councils.seats_soldiers[row]);
            let to = if here == self.capital {
                &mut capital
            } else if self.is_rural[here] {
                continue;
            } else {
                &mut other
            };
            to[usize::from(councils.party[row])] += n as f32;
        }
        self.capital_seats.push(capital);
        self.other_seats.push(other);
    }

    /// The summary of the world of a seed that ended so.
    pub fn finish(self, seed: u64, outcome: Outcome) -> WorldSummary {
        let dates = self.patterns.dates().clone();
        let findings = self.patterns.findings();
        WorldSummary {
            seed,
            outcome: outcome_index(outcome.kind),
            outcome_day: outcome.date.0,
            dates: dates.in_order().map(|day| day.map(|day| day.0)),
            patterns: findings.map(|finding| finding.holds),
            pattern_values: findings.map(|finding| Some(finding.value).filter(|value| value.is_finite())),
            sums: self.sums,
            series: self.series,
            capital_seats: self.capital_seats,
            other_seats: self.other_seats,
            answers: Vec::new(),
            claims: self.claims.finish(&dates),
        }
    }
}
