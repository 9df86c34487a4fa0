//! `ensemble.json`: what an ensemble writes down.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Answer, DateSpread, Fan, LEVEL, Plan, QUANTILES, Share, nearest_day};
use crate::frame::Study as _;
use crate::schema::{Date, Head, Named, Observed, OnDay, Quantiles, Real, WorldShare, outcome_names, sum_unit};
use observables::dates;
use observables::patterns::DEFINITIONS;
use run::worlds::OUTCOMES;

/// The answer of `tauride ensemble`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "EnsembleAnswer"))]
pub struct Written {
    /// `ensemble`.
    pub kind: &'static str,
    /// What it is of, and how to repeat it.
    pub head: Head,
    /// What decides its worlds, as far as an interrupted ensemble must agree with it.
    #[cfg_attr(test, ts(type = "unknown"))]
    pub study: Value,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Names of the what-ifs.
    pub interventions: Vec<String>,
    /// The what-ifs as they were given: names, or paths of files.
    pub with: Vec<String>,
    /// Number of worlds.
    pub runs: u64,
    /// Seed of the first world; the others follow it.
    pub first_seed: u64,
    /// `1:N`: each simulated person stands for N.
    pub scale: String,
    /// Level of every interval.
    pub level: f64,
    /// Digest of the calibration whose parameter sets the worlds have.
    pub posterior: Option<String>,
    /// Endings that came in some world.
    pub outcomes: BTreeMap<String, WorldShare>,
    /// Names of these endings.
    pub outcome_names: BTreeMap<String, String>,
    /// Dates of the year.
    pub dates: Vec<DateOfWorlds>,
    /// The patterns.
    pub patterns: Vec<PatternShare>,
    /// Sums over a world.
    pub sums: Vec<SumSpread>,
    /// Courses over the year.
    pub series: Vec<Series>,
    /// Tables that were written, each a folder of one file for each world.
    pub tables: Vec<String>,
    /// The command that repeats it.
    pub command: String,
}

/// When something happens, over the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DateOfWorlds {
    /// Short name.
    pub id: String,
    /// What happens.
    pub name: String,
    /// In how many worlds.
    pub happens: WorldShare,
    /// Its quantiles over the worlds in which it happens; empty where it never does.
    pub quantiles: Quantiles<Date>,
    /// Worlds by the day on which it happens, the days in order.
    pub on: Vec<OnDay>,
    /// When it happened in the record.
    pub record: Option<Date>,
    /// Worlds by how they stand to the record's day; nothing where the record has none.
    pub beside_the_record: Option<BesideTheRecord>,
}

/// How many worlds have a date before the record's day, on it, after it, and never.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BesideTheRecord {
    /// Worlds in which it comes before that day.
    pub before: u64,
    /// On it.
    pub on: u64,
    /// After it.
    pub after: u64,
    /// Worlds in which it never comes.
    pub never: u64,
}

/// How many worlds show a pattern.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PatternShare {
    /// `P1` to `P8`.
    pub id: String,
    /// What it says.
    pub statement: String,
    /// When it is taken to hold.
    pub measured: String,
    /// What the record says.
    pub record: String,
    /// Unit of that by which it holds.
    pub unit: String,
    /// In how many worlds it holds.
    pub holds: WorldShare,
}

/// A sum over a world, over the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SumSpread {
    /// Short name.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// Mean over the worlds.
    pub mean: Real,
    /// Its quantiles.
    pub quantiles: Quantiles<Real>,
}

/// A course over the year, over the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Series {
    /// Short name.
    pub name: String,
    /// Title for readers.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Where: the capital, or the whole country.
    pub place: Named,
    /// Days from one value to the next, the first on the first day.
    pub every_days: i32,
    /// The quantiles of each of these days by itself: no single world follows such a line.
    pub quantiles: Quantiles<Vec<Real>>,
    /// Observations of single days.
    pub observed: Vec<Observed>,
    /// Observations that span several days and cannot stand on an axis of days.
    pub observed_over_longer: usize,
}

impl From<Share> for WorldShare {
    fn from(share: Share) -> WorldShare {
        WorldShare { worlds: share.hits, share: share.estimate().into() }
    }
}

/// The names of [`QUANTILES`], with what belongs to each.
pub(crate) fn by_quantile<T>(values: impl IntoIterator<Item = T>) -> Quantiles<T> {
    QUANTILES.iter().map(|share| format!("p{:.0}", share * 100.0)).zip(values).collect()
}

/// Worlds by day, from the days in order.
pub(crate) fn on_days(days: &[i32]) -> Vec<OnDay> {
    let same = days.chunk_by(|a, b| a == b);
    same.map(|day| OnDay { day: engine::calendar::Day(day[0]).into(), worlds: day.len() as u64 }).collect()
}

impl DateSpread {
    fn written(&self, id: &str) -> DateOfWorlds {
        let known = self.quantiles().into_iter().filter(|at| at.is_finite());
        let beside = self.beside_the_record().map(|[before, on, after]| BesideTheRecord {
            before: before as u64,
            on: on as u64,
            after: after as u64,
            never: self.share.worlds - self.share.hits,
        });
        DateOfWorlds {
            id: id.to_owned(),
            name: self.name.to_owned(),
            happens: self.share.into(),
            quantiles: by_quantile(known.map(|at| nearest_day(at).into())),
            on: on_days(&self.days),
            record: self.record.map(Date::from),
            beside_the_record: beside,
        }
    }
}

impl Fan {
    fn written(&self, plan: &Plan) -> Series {
        let loaded = &plan.case.loaded;
        let capital = &loaded.spec.places[loaded.spec.capital];
        Series {
            name: self.name.clone(),
            title: self.title.clone(),
            unit: self.unit.to_owned(),
            place: if self.is_capital { Named::new(&capital.id, &capital.name) } else { Named::country() },
            every_days: self.every,
            quantiles: by_quantile(self.quantiles.iter().map(|line| line.iter().map(|x| Real(*x)).collect())),
            observed: self.observed.written(loaded),
            observed_over_longer: self.observed.n_longer,
        }
    }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        let loaded = &plan.case.loaded;
        let outcomes = self.outcomes.iter().map(|(o, share)| (OUTCOMES[*o].word().to_owned(), (*share).into()));
        let patterns = DEFINITIONS.iter().zip(self.patterns).map(|(d, share)| PatternShare {
            id: d.id.to_owned(),
            statement: d.statement.to_owned(),
            measured: d.measured.to_owned(),
            record: loaded.pattern_record.get(d.id).cloned().unwrap_or_default(),
            unit: d.unit.to_owned(),
            holds: share.into(),
        });
        let sums = self.sums.iter().map(|s| SumSpread {
            name: s.name.to_owned(),
            meaning: s.meaning.to_owned(),
            unit: sum_unit(s.name).to_owned(),
            mean: s.mean.into(),
            quantiles: by_quantile(s.quantiles.map(Real)),
        });
        Written {
            kind: "ensemble",
            head: Head::of(&plan.case, plan.command()),
            study: plan.identity(),
            scenario: loaded.id.clone(),
            interventions: loaded.applied.iter().map(|a| a.name.clone()).collect(),
            with: loaded.applied.iter().map(|a| a.given.clone()).collect(),
            runs: plan.runs,
            first_seed: plan.case.seed,
            scale: format!("1:{}", plan.case.scale),
            level: LEVEL,
            posterior: plan.case.posterior().map(str::to_owned),
            outcomes: outcomes.collect(),
            outcome_names: outcome_names(self.outcomes.iter().map(|(o, _)| OUTCOMES[*o])),
            dates: self.dates.iter().zip(dates::Date::WORDS).map(|(date, id)| date.written(id)).collect(),
            patterns: patterns.collect(),
            sums: sums.collect(),
            series: self.fans.iter().map(|fan| fan.written(plan)).collect(),
            tables: plan.tables.names().iter().map(|name| (*name).to_owned()).collect(),
            command: plan.command(),
        }
    }
}
