//! The eight patterns that the model was not told, each with its definition, measured on one world as it runs.
//!
//! The behaviour was set by hand while these patterns were looked at (docs/decisions/0015), so that they are no test of the
//! model. A pattern holds in a world or does not; the value beside it says by how much.

use engine::calendar::Day;
use society::Spec;
use society::events::{EventKind, EventResult};
use society::spec::PlaceKind;
use society::tables::{Councils, National};

use crate::dates::{Date, DateObserver, Dates, WorkersOut};
use crate::today::{Today, in_capital};

/// The most days within which a garrison goes over, for P2: in its sentences and in its measurement.
macro_rules! garrison_days {
    () => {
        2
    };
}

/// What a pattern says and how it is measured; what the record has for it is a file of the scenario (`patterns.toml`).
pub struct Definition {
    /// `P1` ... `P8`.
    pub id: &'static str,
    /// The pattern in one sentence.
    pub statement: &'static str,
    /// How it is measured here.
    pub measured: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
}

/// The eight patterns.
pub const DEFINITIONS: [Definition; 8] = [
    Definition {
        id: "P1",
        statement: "A strike wave starts in one workplace district and takes a capital in days.",
        measured: "days from the first day with 10 % of the capital's workers out to the first with 50 %: at most 7; and on the first the leading district has at least 1.3 times its share of workers among the strikers",
        unit: "days",
    },
    Definition {
        id: "P2",
        statement: concat!("A garrison shoots on one day and goes over within ", garrison_days!(), " days."),
        measured: concat!(
            "shots fall in the capital while under 20 % of its soldiers refuse; days from the last day under 20 % to the ",
            "first over 50 %: at most ",
            garrison_days!()
        ),
        unit: "days",
    },
    Definition {
        id: "P3",
        statement: "Councils are founded within days of the first strikes, in many towns independently.",
        measured: "the capital's council within 14 days of 30 % of its workers being out, and at least 30 more within 30 days of it in towns, bases and army sectors (villages are not counted)",
        unit: "towns",
    },
    Definition {
        id: "P4",
        statement: "Two powers stand for months: the council's majority first supports the government and is then replaced, election by election.",
        measured: "days on which the capital's index of dual power is over 0.3: at least 90; the capital's council supports the government for at least 45 days and later opposes it or claims power",
        unit: "days",
    },
    Definition {
        id: "P5",
        statement: "The capital is far ahead of the country.",
        measured: "days from the first day on which delegates of parties outside the old majority hold half of the capital's council to the first on which they hold half of all other towns' delegates (once there are 500), or to the end of the run: at least 14",
        unit: "days",
    },
    Definition {
        id: "P6",
        statement: "An early rising in the capital fails and a later one succeeds.",
        measured: "a rising or armed demonstration fails, and power passes to the councils at least 30 days later",
        unit: "days",
    },
    Definition {
        id: "P7",
        statement: "Countryside and front move later than the towns, in slower waves.",
        measured: "villages (actions) and front (refusals) reach half of their own highest level at least 14 days after the towns' strikers reach half of theirs; the value is the smaller of the two lags",
        unit: "days",
    },
    Definition {
        id: "P8",
        statement: "Strike sizes have a heavy tail.",
        measured: "of all strikes of 500 and more, the Hill estimate of the tail exponent over the largest tenth lies between 0.8 and 2.5; not measured where that tenth begins near the smallest works that the scale of the run keeps, as it does at 1:200 and coarser in russia-1917",
        unit: "exponent",
    },
];

/// Whether a pattern held in a world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Whether it held.
    pub holds: bool,
    /// By how much; not a number when there is nothing to measure.
    pub value: f64,
}

/// Delegates below which a share of delegates is not looked at.
const LEAST_DELEGATES: f64 = 500.0;

/// Looks at one world day by day: its dates and its patterns.
pub struct PatternObserver {
    dates: DateObserver,
    capital: usize,
    in_capital: Vec<bool>,
    county: Vec<bool>,
    challengers: Vec<bool>,
    wave: Vec<f64>,
    lead: Option<f64>,
    refusing: Vec<f64>,
    shots_while_loyal: bool,
    council_days: Vec<(usize, Day)>,
    dual_days: u32,
    support_days: u32,
    turned: bool,
    capital_half: Option<Day>,
    towns_half: Option<Day>,
    failed: Option<Day>,
    series: [Vec<f64>; 3],
    strikes: Vec<f64>,
    smallest_works: f64,
    last_day: Day,
}

impl PatternObserver {
    /// An observer of worlds of this scenario at this scale.
    pub fn new(spec: &Spec, scale: u32) -> PatternObserver {
        PatternObserver {
            dates: DateObserver::new(spec),
            capital: spec.capital,
            in_capital: in_capital(spec),
            county: spec.places.iter().map(|p| p.kind == PlaceKind::County).collect(),
            challengers: spec.parties.iter().map(|p| p.is_challenger).collect(),
            wave: Vec::new(),
            lead: None,
            refusing: Vec::new(),
            shots_while_loyal: false,
            council_days: Vec::new(),
            dual_days: 0,
            support_days: 0,
            turned: false,
            capital_half: None,
            towns_half: None,
            failed: None,
            series: [Vec::new(), Vec::new(), Vec::new()],
            strikes: Vec::new(),
            smallest_works: f64::from(society::synthesis::LEAST_SHOP) * f64::from(scale),
            last_day: spec.start,
        }
    }

    /// One day's rows.
    pub fn day(&mut self, today: &Today<'_>) {
        self.last_day = today.day;
        let out = self.dates.workers_out(&today.record.of());
        self.dates.day(today, &out);
        self.strike_wave(&out);
        self.national(&today.record.of());
        self.events(today);
        self.councils(today.day, &today.record.of());
    }

    fn strike_wave(&mut self, workers: &WorkersOut) {
        let share = workers.share();
        self.wave.push(share);
        if share >= 0.1 && self.lead.is_none() {
            let (out, all) = workers.sums();
            let large = workers.places.iter().filter(|place| place.1 > all * 0.02);
            self.lead = Some(large.map(|place| (place.0 / out) / (place.1 / all)).fold(0.0, f64::max));
        }
    }

    fn national(&mut self, national: &National<'_>) {
        let of = |column: &[u32], scope: usize| f64::from(column[scope]);
        self.refusing.push(of(national.refusing, 1) / of(national.soldiers, 1).max(1.0));
        if national.dual_power_people[1] > 0.3 {
            self.dual_days += 1;
        }
        self.series[0].push(of(national.strikers, 2));
        self.series[1].push(of(national.peasant_actions, 4));
        self.series[2].push(of(national.refusing, 3));
    }

    fn events(&mut self, today: &Today<'_>) {
        for event in &today.events {
            let place = event.place as usize;
            match (event.kind, event.result) {
                (EventKind::Shots, _) => {
                    self.shots_while_loyal |=
                        self.in_capital[place] && self.refusing.last().is_some_and(|share| *share < 0.2);
                }
                (EventKind::CouncilFounded, _) if !self.county[place] => self.council_days.push((place, today.day)),
                (EventKind::Rising, Some(EventResult::WentHome | EventResult::PutDown)) => {
                    self.failed.get_or_insert(today.day);
                }
                (EventKind::StrikeEnd, _) => self.strikes.extend(event.size.filter(|size| *size >= 500.0)),
                _ => {}
            }
        }
    }

    fn councils(&mut self, day: Day, councils: &Councils<'_>) {
        let mut sums = [[0.0; 2]; 2];
        let mut seen = None;
        for i in 0..councils.len() {
            let n = f64::from(councils.seats_workers[i] + councils.seats_soldiers[i]);
            let here = usize::from(councils.place[i]) == self.capital;
            let opposed = self.challengers[usize::from(councils.party[i])];
            sums[usize::from(!here)][0] += if opposed { n } else { 0.0 };
            sums[usize::from(!here)][1] += n;
            if here {
                seen = Some(councils.resolution[i]);
            }
        }
        match seen {
            Some(1) => self.support_days += 1,
            Some(2 | 3) if self.support_days >= 45 => self.turned = true,
            _ => {}
        }
        // The first few delegates of the first few towns are no country.
        let half = |s: [f64; 2]| s[1] >= LEAST_DELEGATES && s[0] >= 0.5 * s[1];
        if half(sums[0]) {
            self.capital_half.get_or_insert(day);
        }
        if half(sums[1]) {
            self.towns_half.get_or_insert(day);
        }
    }

    /// What was found, in the order of [`DEFINITIONS`].
    pub fn findings(&self) -> [Finding; 8] {
        let first = |series: &[f64], level: f64| series.iter().position(|x| *x >= level);
        let none = Finding { holds: false, value: f64::NAN };
        let p1 = match (first(&self.wave, 0.1), first(&self.wave, 0.5)) {
            (Some(a), Some(b)) => {
                let days = (b - a) as f64;
                Finding { holds: days <= 7.0 && self.lead.is_some_and(|l| l >= 1.3), value: days }
            }
            _ => none,
        };
        let p2 = match first(&self.refusing, 0.5) {
            Some(over) => {
                let under = self.refusing[..over].iter().rposition(|r| *r < 0.2);
                let days = under.map(|u| over - u);
                let soon = days.is_some_and(|days| days <= garrison_days!());
                Finding { holds: self.shots_while_loyal && soon, value: days.map_or(f64::NAN, |days| days as f64) }
            }
            None => none,
        };
        let p3 = match (self.dates.dates().get(Date::Council), self.dates.dates().get(Date::Wave)) {
            (Some(council), Some(thirty)) => {
                let soon =
                    self.council_days.iter().filter(|(p, d)| *p != self.capital && d.since(council) <= 30).count();
                Finding { holds: council.since(thirty) <= 14 && soon >= 30, value: soon as f64 }
            }
            _ => none,
        };
        let p4 = Finding {
            holds: self.dual_days >= 90 && self.support_days >= 45 && self.turned,
            value: f64::from(self.dual_days),
        };
        let p5 = match self.capital_half {
            Some(capital) => {
                let lag = f64::from(self.towns_half.unwrap_or(self.last_day).since(capital));
                Finding { holds: lag >= 14.0, value: lag }
            }
            None => none,
        };
        let p6 = match (self.failed, self.dates.dates().get(Date::Transfer)) {
            (Some(failed), Some(done)) => {
                let days = f64::from(done.since(failed));
                Finding { holds: days >= 30.0, value: days }
            }
            _ => none,
        };
        let half_of_peak = |s: &[f64]| {
            let peak = s.iter().copied().fold(0.0, f64::max);
            if peak > 0.0 { first(s, peak / 2.0) } else { None }
        };
        let p7 = match (half_of_peak(&self.series[0]), half_of_peak(&self.series[1]), half_of_peak(&self.series[2])) {
            (Some(towns), Some(villages), Some(front)) => {
                let lag = villages.min(front) as f64 - towns as f64;
                Finding { holds: lag >= 14.0, value: lag }
            }
            _ => none,
        };
        let alpha = hill(&self.strikes, RESOLVED * self.smallest_works);
        let p8 = Finding { holds: (0.8..=2.5).contains(&alpha), value: alpha };
        [p1, p2, p3, p4, p5, p6, p7, p8]
    }

    /// The dates of the year.
    pub fn dates(&self) -> &Dates {
        self.dates.dates()
    }
}

/// How much larger than the smallest works a strike is whose size the scale does not make. A convention; unit: times.
const RESOLVED: f64 = 1.25;

/// Hill's estimate of the tail exponent over the largest tenth (at least 20 values); not a number when there are too few, or
/// when that tenth begins below `least`.
pub fn hill(values: &[f64], least: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let k = (sorted.len() / 10).max(20);
    if sorted.len() <= k || sorted[k] < least {
        return f64::NAN;
    }
    let threshold = engine::math::ln(sorted[k]);
    let mean = engine::math::sum_in_order(sorted[..k].iter().map(|x| engine::math::ln(*x) - threshold)) / k as f64;
    1.0 / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_a_pareto_tail() {
        // Quantiles of a Pareto distribution with exponent 1.5.
        let values: Vec<f64> = (1..2000).map(|i| engine::math::pow(1.0 - f64::from(i) / 2000.0, -1.0 / 1.5)).collect();
        assert!((hill(&values, 0.0) - 1.5).abs() < 0.15, "{}", hill(&values, 0.0));
        assert!(hill(&[1.0, 2.0], 0.0).is_nan());
        assert!(hill(&values, 10.0).is_nan(), "the largest tenth begins at 4.6");
    }

    #[test]
    fn law_a_pattern_says_the_days_that_it_is_measured_with() {
        let days = format!("{} days", garrison_days!());
        assert!(DEFINITIONS[1].statement.contains(&days));
        assert!(DEFINITIONS[1].measured.ends_with(&format!("at most {}", garrison_days!())));
    }
}
