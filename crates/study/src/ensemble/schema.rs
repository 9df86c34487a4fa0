//! `ensemble.json`: what an ensemble writes down.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use serde::Serialize;

use super::{Answer, DateSpread, LEVEL, Plan, Share, nearest_day};
use crate::schema::{Date, OnDay, Quantiles, Real, StudyInfo, WorldShare, outcome_names};
use crate::series::{Series, by_quantile, on_days, quantiles};
use observables::dates;
use observables::patterns::DEFINITIONS;
use observables::summary::SumDecl;
use run::worlds::{OUTCOMES, SERIES, SUMS};

/// The answer of `tauride ensemble`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "EnsembleAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// The what-ifs as they were given: names, or paths of files.
    pub with: Vec<String>,
    /// Number of worlds.
    pub runs: u64,
    /// Seed of the first world; the others follow it.
    pub first_seed: u64,
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

impl From<Share> for WorldShare {
    fn from(share: Share) -> WorldShare {
        WorldShare { worlds: share.hits, share: share.estimate().into() }
    }
}

impl DateSpread {
    fn written(&self, id: &str, calendar: Calendar) -> DateOfWorlds {
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
            quantiles: by_quantile(known.map(|at| Date::of(nearest_day(at), calendar))),
            on: on_days(&self.days, calendar),
            record: self.record.map(|day| Date::of(day, calendar)),
            beside_the_record: beside,
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
        let sum = |(i, sum): (usize, &SumDecl)| {
            let values: Vec<f64> = self.worlds.iter().map(|w| w.sums[i]).collect();
            let mean = engine::math::sum_in_order(values.iter().copied()) / values.len().max(1) as f64;
            SumSpread {
                name: sum.name.to_owned(),
                meaning: sum.meaning.to_owned(),
                unit: sum.unit.to_owned(),
                mean: mean.into(),
                quantiles: by_quantile(quantiles(values).map(Real)),
            }
        };
        let dates = self.dates.iter().zip(dates::Date::WORDS).map(|(date, id)| date.written(id, loaded.calendar));
        let daily = (0..SERIES.len()).map(|at| Series::daily(loaded, at, &self.worlds));
        let seats = (0..loaded.spec.parties.len()).filter_map(|party| Series::of_seats(loaded, party, &self.worlds));
        Written {
            info: StudyInfo::of("ensemble", plan, &plan.case),
            with: loaded.applied.iter().map(|a| a.given.clone()).collect(),
            runs: plan.runs,
            first_seed: plan.case.seed,
            level: LEVEL,
            posterior: plan.case.posterior().map(str::to_owned),
            outcomes: outcomes.collect(),
            outcome_names: outcome_names(self.outcomes.iter().map(|(o, _)| OUTCOMES[*o])),
            dates: dates.collect(),
            patterns: patterns.collect(),
            sums: SUMS.iter().enumerate().map(sum).collect(),
            series: daily.chain(seats).collect(),
            tables: plan.tables.names().iter().map(|name| (*name).to_owned()).collect(),
        }
    }
}
