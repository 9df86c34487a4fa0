//! What of a world a survey asks after, and what it keeps of each.

use run::worlds::{Kept, OUTCOMES};
use serde::{Deserialize, Serialize};
use society::OutcomeKind;
use society::spec::Spec;
use stats::number::readable;

use crate::journal::Entry;

/// Position of the old regime's fall, and of the transfer of power, in [`run::worlds::DATES`].
const FALL: usize = 2;
const TRANSFER: usize = 5;
/// Position of the days of dual power in [`run::worlds::SUMS`].
const DUAL_DAYS: usize = 4;
/// Position of the strikers in [`run::worlds::SERIES`].
const STRIKERS: usize = 0;
/// The party whose share of the capital's council is asked after.
const PARTY: &str = "bolshevik";

/// A number that is read out of a world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Output {
    /// Short name, in the answer.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Its unit.
    pub unit: &'static str,
    measure: Measure,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Measure {
    Power,
    Fall,
    Transfer,
    DualPower,
    Peak,
    Share,
}

const fn output(name: &'static str, title: &'static str, unit: &'static str, measure: Measure) -> Output {
    Output { name, title, unit, measure }
}

/// All outputs.
pub const OUTPUTS: [Output; 6] = [
    output("power", "Power is with the councils at the end", "chance, 0 to 1", Measure::Power),
    output("fall", "Day of the old regime's fall", "days", Measure::Fall),
    output("transfer", "Day on which power passes to the councils", "days", Measure::Transfer),
    output("dual_power", "Days of dual power in the capital", "days", Measure::DualPower),
    output("peak_strikers", "Most workers on strike on a day", "persons", Measure::Peak),
    output("bolshevik_share", "Bolshevik share of the capital's council at the end", "share, 0 to 1", Measure::Share),
];

/// The outputs that a scenario has: without the party, all others.
pub fn of(spec: &Spec) -> Vec<Output> {
    let has_party = spec.parties.iter().any(|party| party.id == PARTY);
    OUTPUTS.into_iter().filter(|output| output.measure != Measure::Share || has_party).collect()
}

impl Output {
    /// Its value in a world. A day is counted from the first; what never came counts as the day after the last (a
    /// restricted mean).
    fn measure(&self, spec: &Spec, world: &Kept) -> f64 {
        let day = |date: usize| f64::from(world.dates[date].map_or(spec.end.0 + 1, |day| day) - spec.start.0);
        match self.measure {
            Measure::Power => {
                let kind = OUTCOMES[world.outcome];
                if matches!(kind, OutcomeKind::CouncilTransfer | OutcomeKind::CouncilSeizure) { 1.0 } else { 0.0 }
            }
            Measure::Fall => day(FALL),
            Measure::Transfer => day(TRANSFER),
            Measure::DualPower => world.sums[DUAL_DAYS],
            Measure::Peak => world.series[STRIKERS].iter().fold(0.0, |most, n| f64::from(*n).max(most)),
            Measure::Share => {
                let party = spec.parties.iter().position(|party| party.id == PARTY);
                party.map_or(0.0, |party| world.last_share(party, true))
            }
        }
    }

    /// A value for readers.
    pub fn show(&self, x: f64) -> String {
        if !x.is_finite() {
            return "?".into();
        }
        let sign = if x < 0.0 { "\u{2212}" } else { "" };
        match self.unit {
            "persons" if x.abs() >= 10_000.0 => format!("{sign}{},000", readable((x.abs() / 1000.0).round())),
            "persons" => format!("{sign}{}", readable(x.abs().round())),
            "days" => format!("{sign}{:.1}", x.abs()),
            _ => format!("{sign}{:.2}", x.abs()),
        }
    }
}

/// What is kept of a world of a survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// What it was run with, as one number.
    pub number: u64,
    /// Its seed.
    pub seed: u64,
    /// Its outputs, in the order of [`of`].
    pub outputs: Vec<f64>,
}

impl Entry for Measured {
    type Key = u64;

    fn key(&self) -> u64 {
        self.number
    }
}

impl Measured {
    /// What is kept of this world.
    pub fn of(spec: &Spec, outputs: &[Output], number: u64, world: &Kept) -> Measured {
        let outputs = outputs.iter().map(|output| output.measure(spec, world)).collect();
        Measured { number, seed: world.seed, outputs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use run::worlds::{DATES, SERIES, SUMS};

    #[test]
    fn law_positions_are_those_of_their_names() {
        assert_eq!((DATES[FALL], DATES[TRANSFER]), ("the old regime falls", "power passes to the councils"));
        assert_eq!((SUMS[DUAL_DAYS].name, SERIES[STRIKERS].name), ("dual_days", "strikers"));
    }

    #[test]
    fn law_what_never_came_counts_as_the_day_after_the_last() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let outputs = of(&spec);
        let mut world = Kept {
            seed: 1,
            outcome: OUTCOMES.iter().position(|k| *k == OutcomeKind::RegimeHolds).expect("it is listed"),
            outcome_day: spec.end.0,
            dates: [None; DATES.len()],
            patterns: [false; 8],
            pattern_values: [None; 8],
            sums: [0.0; 6],
            series: vec![vec![3.0, 9.0, 4.0]; SERIES.len()],
            capital_seats: Vec::new(),
            other_seats: Vec::new(),
            answers: Vec::new(),
            closer: run::worlds::Closer::default(),
        };
        let days = f64::from(spec.end.since(spec.start)) + 1.0;
        assert_eq!(Measured::of(&spec, &outputs, 7, &world).outputs, [0.0, days, days, 0.0, 9.0, 0.0]);
        world.dates[FALL] = Some(spec.start.0 + 5);
        world.outcome = OUTCOMES.iter().position(|k| *k == OutcomeKind::CouncilSeizure).expect("it is listed");
        assert_eq!(Measured::of(&spec, &outputs, 7, &world).outputs[..3], [1.0, 5.0, days]);
    }

    #[test]
    fn law_values_are_readable() {
        let show = |name: &str, x: f64| OUTPUTS.iter().find(|o| o.name == name).expect("it is listed").show(x);
        assert_eq!(show("power", -0.256), "\u{2212}0.26");
        assert_eq!(show("fall", 3.04), "3.0");
        assert_eq!(show("peak_strikers", 1_234_567.0), "1,235,000");
        assert_eq!(show("peak_strikers", 12.4), "12");
    }
}
