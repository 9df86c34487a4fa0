//! What is read out of each world, and what is kept of it.

use observables::dates::Date;
use observables::question::Kind;
use run::record::measure::measures;
use run::worlds::{OUTCOMES, SERIES, SUMS, WorldSummary};
use scenario::Loaded;
use serde::{Deserialize, Serialize};
use society::OutcomeKind;
use society::spec::Spec;

use crate::journal::Entry;
use crate::schema::capitalised;

/// A number that is read out of a world.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    /// Short name, in the answer.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Its unit.
    pub unit: &'static str,
    measure: Measure,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Measure {
    /// Whether power is with the councils at the end.
    Power,
    /// The day of a date.
    Day(Date),
    /// A sum, by its position.
    Sum(usize),
    /// The highest day of a series, by its position.
    Peak(usize),
    /// The share of a party, by its position, of the capital's delegates at the end.
    Share(usize),
}

fn output(name: &str, title: &str, unit: &'static str, measure: Measure) -> Output {
    Output { name: name.to_owned(), title: title.to_owned(), unit, measure }
}

/// The outputs of a case. Every case has the same, and beside them the share of each party whose share of the capital's council
/// its record is compared with (`evidence/measures.csv`).
pub fn of(loaded: &Loaded) -> Vec<Output> {
    let spec = &loaded.spec;
    let sum = SUMS.iter().position(|sum| sum.name == "dual_days").expect("it is kept");
    let series = SERIES.iter().position(|series| series.name == "strikers").expect("it is kept");
    let common = [
        output("power", "Power is with the councils at the end", "chance, 0 to 1", Measure::Power),
        output("fall", "Day of the old regime's fall", "days", Measure::Day(Date::Fall)),
        output("transfer", "Day on which power passes to the councils", "days", Measure::Day(Date::Transfer)),
        output("dual_power", "Days of dual power in the capital", "days", Measure::Sum(sum)),
        output("peak_strikers", "Most workers on strike on a day", "persons", Measure::Peak(series)),
    ];
    let (capital, measures) = (spec.places[spec.capital].id.as_str(), measures(loaded));
    let is_compared = |party: &str| {
        let name = format!("{}:{party}", Kind::CouncilShare.id());
        measures.iter().any(|((_, place), measure)| *place == capital && measure.measure == name)
    };
    let compared = spec.parties.iter().enumerate().filter(|(_, party)| is_compared(&party.id)).map(|(at, party)| {
        let title = format!("{} share of the capital's council at the end", capitalised(&party.id.replace('_', " ")));
        output(&format!("{}_share", party.id), &title, "share, 0 to 1", Measure::Share(at))
    });
    common.into_iter().chain(compared).collect()
}

impl Output {
    /// Its value in a world. A day is counted from the first; what never came counts as the day after the last (a
    /// restricted mean).
    fn measure(&self, spec: &Spec, world: &WorldSummary) -> f64 {
        match self.measure {
            Measure::Power => {
                let kind = OUTCOMES[world.outcome];
                if matches!(kind, OutcomeKind::CouncilTransfer | OutcomeKind::CouncilSeizure) { 1.0 } else { 0.0 }
            }
            Measure::Day(date) => f64::from(world.dates[date as usize].unwrap_or(spec.end.0 + 1) - spec.start.0),
            Measure::Sum(sum) => world.sums[sum],
            Measure::Peak(series) => world.series[series].iter().fold(0.0, |most, n| f64::from(*n).max(most)),
            Measure::Share(party) => world.last_share(party, true),
        }
    }
}

/// What is kept of a world.
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
    pub fn of(spec: &Spec, outputs: &[Output], number: u64, world: &WorldSummary) -> Measured {
        let outputs = outputs.iter().map(|output| output.measure(spec, world)).collect();
        Measured { number, seed: world.seed, outputs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_case_says_which_parties_are_read_out() {
        let names = |name: &str| {
            let loaded = scenario::load_bundled(name).expect("it comes with the program");
            of(&loaded).into_iter().map(|output| output.name).collect::<Vec<_>>()
        };
        let common = ["power", "fall", "transfer", "dual_power", "peak_strikers"];
        assert_eq!(names("one-town"), common, "it has no record");
        assert_eq!(names("russia-1917"), [&common[..], &["bolshevik_share"]].concat());
    }

    #[test]
    fn law_what_never_came_counts_as_the_day_after_the_last() {
        let loaded = scenario::load_bundled("one-town").expect("it comes with the program");
        let (spec, outputs) = (&loaded.spec, of(&loaded));
        let mut world = WorldSummary {
            seed: 1,
            outcome: OUTCOMES.iter().position(|k| *k == OutcomeKind::RegimeHolds).expect("it is listed"),
            series: vec![vec![3.0, 9.0, 4.0]; SERIES.len()],
            ..WorldSummary::default()
        };
        let days = f64::from(spec.end.since(spec.start)) + 1.0;
        assert_eq!(Measured::of(spec, &outputs, 7, &world).outputs, [0.0, days, days, 0.0, 9.0]);
        world.dates[Date::Fall as usize] = Some(spec.start.0 + 5);
        world.outcome = OUTCOMES.iter().position(|k| *k == OutcomeKind::CouncilSeizure).expect("it is listed");
        assert_eq!(Measured::of(spec, &outputs, 7, &world).outputs[..3], [1.0, 5.0, days]);
    }
}
