//! The eight patterns that the model was not told, each with its definition, measured on one world as it runs.
//!
//! The behaviour was set by hand while these patterns were looked at (docs/decisions/0015), so that they are no test of the
//! model. A pattern holds in a world or does not; the value beside it says by how much.

use engine::calendar::Day;
use engine::record::{Record, Rows, Values};
use society::Spec;
use society::spec::PlaceKind;
use society::tables::{COUNCILS, DAILY, ELECTIONS, EVENT_KINDS, EVENTS, NATIONAL};

/// What a pattern says, how it is measured, and what the record has.
pub struct Definition {
    /// `P1` ... `P8`.
    pub id: &'static str,
    /// The pattern in one sentence.
    pub statement: &'static str,
    /// How it is measured here.
    pub measured: &'static str,
    /// What the record says.
    pub record: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
}

/// The eight patterns.
pub const DEFINITIONS: [Definition; 8] = [
    Definition {
        id: "P1",
        statement: "A strike wave starts in one workplace district and takes a capital in days.",
        measured: "days from the first day with 10 % of the capital's workers out to the first with 50 %: at most 7; and on the first the leading district has at least 1.3 times its share of workers among the strikers",
        record: "33 % of 392,000 on 23 February, 78 % on 25 February, begun in the Vyborg district (imperhans_25feb, mandel_ch3)",
        unit: "days",
    },
    Definition {
        id: "P2",
        statement: "A garrison shoots on one day and goes over within one day.",
        measured: "shots fall in the capital while under 20 % of its soldiers refuse; days from the last day under 20 % to the first over 50 %: at most 2",
        record: "shots on 26 February, 66,000 of 160,000 men over by the evening of 27 February, nearly all on 28 February",
        unit: "days",
    },
    Definition {
        id: "P3",
        statement: "Councils are founded within days of the first strikes, in many towns independently.",
        measured: "the capital's council within 14 days of 30 % of its workers being out, and at least 30 more within 30 days of it in towns, bases and army sectors (villages are not counted)",
        record: "Petrograd on 27 February, four days after 30 % were out; councils in 77 towns by 22 March",
        unit: "towns",
    },
    Definition {
        id: "P4",
        statement: "Two powers stand for months: the council's majority first supports the government and is then replaced, election by election.",
        measured: "days on which the capital's index of dual power is over 0.3: at least 90; the capital's council supports the government for at least 45 days and later opposes it or claims power",
        record: "March to the end of August (majority of the Petrograd council changes on 31 August)",
        unit: "days",
    },
    Definition {
        id: "P5",
        statement: "The capital is far ahead of the country.",
        measured: "days from the first day on which delegates of parties outside the old majority (Bolsheviks, Left SRs, anarchists) hold half of the capital's council to the first on which they hold half of all other towns' delegates (once there are 500), or to the end of the run: at least 14",
        record: "31 August against the congress of 25 October: 55 days",
        unit: "days",
    },
    Definition {
        id: "P6",
        statement: "An early rising in the capital fails and a later one succeeds.",
        measured: "a rising or armed demonstration fails, and power passes to the councils at least 30 days later",
        record: "3 to 5 July, and 25 October: 112 days",
        unit: "days",
    },
    Definition {
        id: "P7",
        statement: "Countryside and front move later than the towns, in slower waves.",
        measured: "villages (actions) and front (refusals) reach half of their own highest level at least 14 days after the towns' strikers reach half of theirs; the value is the smaller of the two lags",
        record: "strikes peak at the end of February and in the autumn; peasant actions rise from spring to October",
        unit: "days",
    },
    Definition {
        id: "P8",
        statement: "Strike sizes have a heavy tail.",
        measured: "of all strikes of 500 and more, the Hill estimate of the tail exponent over the largest tenth lies between 0.8 and 2.5",
        record: "heavy-tailed in the factory inspectors' returns (Biggs 2005 for strike waves elsewhere)",
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

/// Dates of the year that many questions ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dates {
    /// First day with 50 % of the capital's workers out.
    pub general_strike: Option<Day>,
    /// Fall of the regime of the start.
    pub fall: Option<Day>,
    /// Founding of the capital's council.
    pub council: Option<Day>,
    /// First coalition with a party of the council.
    pub coalition: Option<Day>,
    /// First day on which the capital's council claims power.
    pub claim: Option<Day>,
    /// Power passes to the councils.
    pub transfer: Option<Day>,
}

impl Dates {
    /// All of them, in the order of [`crate::worlds::DATES`].
    pub fn in_order(&self) -> [Option<Day>; 6] {
        [self.general_strike, self.council, self.fall, self.coalition, self.claim, self.transfer]
    }
}

/// Delegates below which a share of delegates is not looked at.
const LEAST_DELEGATES: f64 = 500.0;

/// Watches one world, day by day.
pub struct Watch {
    capital: usize,
    in_capital: Vec<bool>,
    county: Vec<bool>,
    workers: Vec<bool>,
    opposition: Vec<bool>,
    capital_workers: f64,
    wave: Vec<f64>,
    lead: Option<f64>,
    refusing: Vec<f64>,
    shots_while_loyal: bool,
    council_days: Vec<(usize, Day)>,
    thirty: Option<Day>,
    dual_days: u32,
    support_days: u32,
    turned: bool,
    capital_half: Option<Day>,
    towns_half: Option<Day>,
    failed: Option<Day>,
    series: [Vec<f64>; 3],
    strikes: Vec<f64>,
    dates: Dates,
    first_government: Option<String>,
    last_day: Day,
}

pub(crate) fn u32s(rows: &Rows, column: usize) -> &[u32] {
    match &rows.columns[column] {
        Values::U32(v) => v,
        _ => panic!("column {column} of `{}` holds counts", rows.table.name),
    }
}

pub(crate) fn keys(rows: &Rows, column: usize) -> &[u16] {
    match &rows.columns[column] {
        Values::Key(v) => v,
        _ => panic!("column {column} of `{}` holds keys", rows.table.name),
    }
}

pub(crate) fn f32s(rows: &Rows, column: usize) -> &[f32] {
    match &rows.columns[column] {
        Values::F32(v) => v,
        _ => panic!("column {column} of `{}` holds reals", rows.table.name),
    }
}

pub(crate) fn texts(rows: &Rows, column: usize) -> &[String] {
    match &rows.columns[column] {
        Values::Text(v) => v,
        _ => panic!("column {column} of `{}` holds texts", rows.table.name),
    }
}

/// Position of a column by its name.
pub(crate) fn at(rows: &Rows, name: &str) -> usize {
    rows.table.columns.iter().position(|c| c.name == name).expect("the table declares this column")
}

impl Watch {
    /// A watch over worlds of this scenario.
    pub fn new(spec: &Spec) -> Watch {
        let inside = |place: usize| {
            let mut at = Some(place);
            while let Some(p) = at {
                if p == spec.capital {
                    return true;
                }
                at = spec.places[p].parent;
            }
            false
        };
        let is = |id: &str| matches!(id, "bolshevik" | "left_sr" | "anarchist");
        Watch {
            capital: spec.capital,
            in_capital: (0..spec.places.len()).map(|p| inside(p) && spec.places[p].kind != PlaceKind::County).collect(),
            county: spec.places.iter().map(|p| p.kind == PlaceKind::County).collect(),
            workers: spec.classes.iter().map(|c| c.role.is_worker()).collect(),
            opposition: spec.parties.iter().map(|p| is(&p.id)).collect(),
            capital_workers: 0.0,
            wave: Vec::new(),
            lead: None,
            refusing: Vec::new(),
            shots_while_loyal: false,
            council_days: Vec::new(),
            thirty: None,
            dual_days: 0,
            support_days: 0,
            turned: false,
            capital_half: None,
            towns_half: None,
            failed: None,
            series: [Vec::new(), Vec::new(), Vec::new()],
            strikes: Vec::new(),
            dates: Dates::default(),
            first_government: None,
            last_day: spec.start,
        }
    }

    /// First day with 30 % of the capital's workers out.
    pub fn wave(&self) -> Option<Day> {
        self.thirty
    }

    /// One day's rows.
    pub fn day(&mut self, day: Day, record: &Record) {
        self.last_day = day;
        let tables = record.tables();
        self.strike_wave(day, &tables[DAILY]);
        self.national(day, &tables[NATIONAL]);
        self.events(day, &tables[EVENTS]);
        self.councils(day, &tables[COUNCILS]);
        debug_assert_eq!(tables[ELECTIONS].table.name, "elections");
    }

    fn strike_wave(&mut self, day: Day, daily: &Rows) {
        let (place, class) = (keys(daily, at(daily, "place")), keys(daily, at(daily, "class")));
        let (quiet, strike) = (u32s(daily, at(daily, "quiet")), u32s(daily, at(daily, "on_strike")));
        let (street, armed) = (u32s(daily, at(daily, "in_street")), u32s(daily, at(daily, "armed")));
        let mut by_place: Vec<(u16, f64, f64)> = Vec::new();
        for i in 0..daily.len() {
            if !self.in_capital[usize::from(place[i])] || !self.workers[usize::from(class[i])] {
                continue;
            }
            let out = f64::from(strike[i] + street[i] + armed[i]);
            let all = out + f64::from(quiet[i]);
            match by_place.last_mut() {
                Some(last) if last.0 == place[i] => {
                    last.1 += out;
                    last.2 += all;
                }
                _ => by_place.push((place[i], out, all)),
            }
        }
        let out: f64 = by_place.iter().map(|p| p.1).sum();
        let all: f64 = by_place.iter().map(|p| p.2).sum();
        self.capital_workers = all.max(self.capital_workers);
        let share = if all > 0.0 { out / all } else { 0.0 };
        self.wave.push(share);
        if share >= 0.1 && self.lead.is_none() {
            let concentration = by_place.iter().filter(|p| p.2 > all * 0.02).map(|p| (p.1 / out) / (p.2 / all));
            self.lead = Some(concentration.fold(0.0, f64::max));
        }
        if share >= 0.3 && self.thirty.is_none() {
            self.thirty = Some(day);
        }
        if share >= 0.5 && self.dates.general_strike.is_none() {
            self.dates.general_strike = Some(day);
        }
    }

    fn national(&mut self, day: Day, national: &Rows) {
        let column = |name: &str, scope: usize| f64::from(u32s(national, at(national, name))[scope]);
        self.refusing.push(column("soldiers_refusing", 1) / column("soldiers", 1).max(1.0));
        if f32s(national, at(national, "dual_power_people"))[1] > 0.3 {
            self.dual_days += 1;
        }
        self.series[0].push(column("strikers", 2));
        self.series[1].push(column("peasant_actions", 4));
        self.series[2].push(column("soldiers_refusing", 3));
        let coalition = &texts(national, at(national, "coalition"))[0];
        let kind = keys(national, at(national, "government"))[0];
        if kind == 1 {
            let first = self.first_government.get_or_insert_with(|| coalition.clone());
            if first != coalition && self.dates.coalition.is_none() {
                self.dates.coalition = Some(day);
            }
        }
    }

    fn events(&mut self, day: Day, events: &Rows) {
        let kind = keys(events, at(events, "kind"));
        let place = keys(events, at(events, "place"));
        let size = f32s(events, at(events, "size"));
        let actor = texts(events, at(events, "actor"));
        for i in 0..events.len() {
            let here = self.in_capital[usize::from(place[i])];
            match EVENT_KINDS[usize::from(kind[i])] {
                "shots" if here && self.refusing.last().is_some_and(|r| *r < 0.2) => self.shots_while_loyal = true,
                "council_founded" if !self.county[usize::from(place[i])] => {
                    self.council_days.push((usize::from(place[i]), day));
                }
                "government_falls" => {
                    self.dates.fall.get_or_insert(day);
                }
                "rising" if actor[i] == "failed" => {
                    self.failed.get_or_insert(day);
                }
                "power_changes" if actor[i] == "the councils" => {
                    self.dates.transfer.get_or_insert(day);
                }
                "strike_end" if size[i] >= 500.0 => self.strikes.push(f64::from(size[i])),
                _ => {}
            }
            if EVENT_KINDS[usize::from(kind[i])] == "council_founded" && usize::from(place[i]) == self.capital {
                self.dates.council = Some(day);
            }
        }
    }

    fn councils(&mut self, day: Day, councils: &Rows) {
        let (place, party) = (keys(councils, at(councils, "place")), keys(councils, at(councils, "party")));
        let seats: Vec<&[u32]> =
            ["seats_workers", "seats_soldiers"].iter().map(|name| u32s(councils, at(councils, name))).collect();
        let resolution = keys(councils, at(councils, "resolution"));
        let mut sums = [[0.0; 2]; 2];
        let mut seen = None;
        for i in 0..councils.len() {
            let n = f64::from(seats[0][i] + seats[1][i]);
            let here = usize::from(place[i]) == self.capital;
            let opposed = self.opposition[usize::from(party[i])];
            sums[usize::from(!here)][0] += if opposed { n } else { 0.0 };
            sums[usize::from(!here)][1] += n;
            if here {
                seen = Some(resolution[i]);
            }
        }
        match seen {
            Some(1) => self.support_days += 1,
            Some(2 | 3) if self.support_days >= 45 => self.turned = true,
            _ => {}
        }
        if seen == Some(3) {
            self.dates.claim.get_or_insert(day);
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
                let days = under.map_or(f64::NAN, |u| (over - u) as f64);
                Finding { holds: self.shots_while_loyal && days <= 2.0, value: days }
            }
            None => none,
        };
        let p3 = match (self.dates.council, self.thirty) {
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
        let p6 = match (self.failed, self.dates.transfer) {
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
        let alpha = hill(&self.strikes);
        let p8 = Finding { holds: (0.8..=2.5).contains(&alpha), value: alpha };
        [p1, p2, p3, p4, p5, p6, p7, p8]
    }

    /// The dates of the year.
    pub fn dates(&self) -> Dates {
        self.dates
    }
}

/// Hill's estimate of the tail exponent over the largest tenth (at least 20 values); not a number when there are too few.
pub fn hill(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let k = (sorted.len() / 10).max(20);
    if sorted.len() <= k {
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
        assert!((hill(&values) - 1.5).abs() < 0.15, "{}", hill(&values));
        assert!(hill(&[1.0, 2.0]).is_nan());
    }
}
