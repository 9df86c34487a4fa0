//! `comparison.json`: what a comparison writes down.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use serde::Serialize;
use serde_json::Value;

use super::{Answer, LEVEL, Odds, Plan, Row, WANTED};
use crate::ensemble::schema::{Series, by_quantile, on_days};
use crate::ensemble::{QUANTILES, observed};
use crate::frame::Study as _;
use crate::schema::{Date, Estimate, Head, Named, OnDay, PairCounts, Quantiles, Real, ends, outcome_names};
use observables::dates;
use run::parting;
use run::worlds::{Kept, SERIES, SeriesDecl};
use stats::interval::quantile;
use stats::paired::causes::{Cause, causation};
use stats::paired::pairs_needed;

/// The answer of `tauride compare`. The base arm is the case as it was; the changed arm has the what-ifs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "CompareAnswer"))]
pub struct Written {
    /// `compare`.
    pub kind: &'static str,
    /// What it is of, and how to repeat it; its what-ifs are the change.
    pub head: Head,
    /// What decides its worlds, as far as an interrupted comparison must agree with it.
    #[cfg_attr(test, ts(type = "unknown"))]
    pub study: Value,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Names of the what-ifs.
    pub interventions: Vec<String>,
    /// Pairs of worlds.
    pub pairs: u64,
    /// `1:N`: each simulated person stands for N.
    pub scale: String,
    /// Level of every interval.
    pub level: f64,
    /// Where the values of behaviour are from.
    pub parameters: String,
    /// Endings that came in some world.
    pub outcomes: BTreeMap<String, OutcomeOdds>,
    /// Names of these endings.
    pub outcome_names: BTreeMap<String, String>,
    /// Half-width of an interval of odds for which `pairs_needed` is told, as a share.
    pub pairs_needed_for: f64,
    /// Dates of the year.
    pub dates: Vec<Compared>,
    /// Numbers.
    pub numbers: Vec<Compared>,
    /// Courses over the year in both arms.
    pub series: Vec<SeriesOfArms>,
    /// Where the two worlds of the first pair part; nothing when they never do.
    pub first_difference: Option<FirstDifference>,
    /// The command that repeats it.
    pub command: String,
}

/// The odds of an ending in both arms.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OutcomeOdds {
    /// The pairs by whether it came.
    pub pairs: PairCounts,
    /// Share of the worlds as they were, with Wilson's interval.
    pub base: Estimate,
    /// Share of the changed worlds, with Wilson's interval.
    pub changed: Estimate,
    /// Changed less base, with Newcombe's interval for pairs.
    pub difference: Option<Estimate>,
    /// How probable so uneven a division of the pairs that differ is when the change does nothing (McNemar, exact).
    pub mcnemar_p: f64,
    /// What pairing leaves of the variance, 1 when it gains nothing.
    pub variance_ratio: Option<f64>,
    /// Of the worlds that end so as they were, the share that no longer do.
    pub necessity: Option<Estimate>,
    /// Of the worlds that do not end so with the change, the share that do without it.
    pub sufficiency: Option<Estimate>,
    /// Pairs after which the difference is known to within `pairs_needed_for`.
    pub pairs_needed: Option<u64>,
}

/// A date or a number in both arms.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Compared {
    /// Short name.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Unit of its values; of a date, that of its differences: `days`.
    pub unit: String,
    /// Pairs with it in both arms.
    pub both: usize,
    /// Pairs with it in the base arm alone.
    pub base_only: usize,
    /// Pairs with it in the changed arm alone.
    pub changed_only: usize,
    /// Pairs with it in neither.
    pub neither: usize,
    /// Pairs whose changed world has the smaller number or the earlier date.
    pub smaller: usize,
    /// Pairs whose changed world has the greater number or the later date, or none.
    pub greater: usize,
    /// Pairs without a difference.
    pub ties: usize,
    /// Exact two-sided sign test of the pairs that differ.
    pub sign_test_p: f64,
    /// Median as it was; a date in days since the first day; nothing where it is missing in half of the worlds or more.
    pub base_median: Option<f64>,
    /// The same with the change.
    pub changed_median: Option<f64>,
    /// The median date as it was.
    pub base_median_date: Option<Date>,
    /// The median date with the change.
    pub changed_median_date: Option<Date>,
    /// Of a date: the worlds as they were by the day on which it came, the days in order; else empty.
    pub base_on: Vec<OnDay>,
    /// The same with the change.
    pub changed_on: Vec<OnDay>,
    /// Difference of the means; what has not come by the last day counts as the day after it.
    pub mean_difference: Estimate,
    /// Median of the pairs' differences.
    pub median_difference: Estimate,
    /// What pairing leaves of the variance.
    pub variance_ratio: Option<f64>,
}

/// A course over the year in both arms; `quantiles` is that of the worlds as they were.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SeriesOfArms {
    /// The worlds as they were.
    #[serde(flatten)]
    pub base: Series,
    /// Quantiles of the changed worlds.
    pub changed: Quantiles<Vec<Real>>,
}

/// Where two worlds of one seed part.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FirstDifference {
    /// First day on which any recorded number differs.
    #[serde(flatten)]
    pub day: Date,
    /// First table in which one does.
    pub table: String,
    /// The first events that one world has and the other has not.
    pub events: Vec<OneSided>,
}

/// An event that one of two worlds has.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OneSided {
    /// Its day.
    #[serde(flatten)]
    pub day: Date,
    /// `base` or `changed`.
    pub world: String,
    /// Name of the place.
    pub place: String,
    /// Kind of the event.
    pub kind: String,
    /// The kind for readers.
    pub kind_name: String,
    /// What happened.
    pub text: String,
    /// Why; may be empty.
    pub cause: String,
}

/// A probability of causation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CauseShare {
    /// The share, with Wilson's interval.
    #[serde(flatten)]
    pub share: Estimate,
    /// What it lies between whatever the pairing.
    pub bounds: [Real; 2],
    /// Worlds that it is a share of.
    pub worlds: u64,
}

impl From<Cause> for CauseShare {
    fn from(cause: Cause) -> CauseShare {
        CauseShare { share: cause.paired.into(), bounds: ends(cause.bounds), worlds: cause.worlds }
    }
}

impl FirstDifference {
    /// Where two worlds of a case that has this calendar part.
    pub(crate) fn of(parting: &parting::Parting, calendar: Calendar) -> FirstDifference {
        let event = |e: &parting::Parted| {
            let (kind, told) = (e.event.kind.word(), parting.told(e));
            OneSided {
                day: Date::of(e.day, calendar),
                world: if e.in_changed { "changed" } else { "base" }.to_owned(),
                place: parting.names.place(&e.event).to_owned(),
                kind: kind.to_owned(),
                kind_name: crate::schema::capitalised(&kind.replace('_', " ")),
                text: told.what,
                cause: told.why,
            }
        };
        FirstDifference {
            day: Date::of(parting.day, calendar),
            table: parting.table.to_owned(),
            events: parting.events.iter().map(event).collect(),
        }
    }
}

impl Odds {
    fn written(&self) -> OutcomeOdds {
        let [base, changed] = self.shares();
        let causes = causation(&self.pairs, LEVEL);
        OutcomeOdds {
            pairs: self.pairs.into(),
            base: base.into(),
            changed: changed.into(),
            difference: self.pairs.difference(LEVEL).map(Estimate::from),
            mcnemar_p: self.pairs.mcnemar(),
            variance_ratio: self.pairs.variance_ratio(),
            necessity: causes.necessity.map(|c| c.paired.into()),
            sufficiency: causes.sufficiency.map(|c| c.paired.into()),
            pairs_needed: self.pairs.variance_of_difference().map(|v| pairs_needed(v, WANTED, LEVEL)),
        }
    }
}

impl Row {
    fn written(&self, plan: &Plan, arms: &[Vec<Kept>; 2]) -> Compared {
        let c = &self.compared;
        let which = dates::Date::WORDS.iter().position(|id| self.is_date && *id == self.id);
        let on = |arm: &[Kept]| {
            let mut days: Vec<i32> =
                which.iter().flat_map(|i| arm.iter().filter_map(|world| world.dates[*i])).collect();
            days.sort_unstable();
            on_days(&days, plan.base.loaded.calendar)
        };
        let (start, calendar) = (plan.base.loaded.spec.start, plan.base.loaded.calendar);
        let date = |days: Option<f64>| {
            days.filter(|_| self.is_date).map(|days| Date::of(start.plus((days + 0.5).floor() as i32), calendar))
        };
        Compared {
            id: self.id.clone(),
            name: self.name.clone(),
            unit: self.unit.to_owned(),
            both: c.both,
            base_only: c.base_only,
            changed_only: c.changed_only,
            neither: c.neither,
            smaller: c.smaller,
            greater: c.greater,
            ties: c.ties,
            sign_test_p: c.sign_test,
            base_median: c.base_median,
            changed_median: c.changed_median,
            base_on: on(&arms[0]),
            changed_on: on(&arms[1]),
            base_median_date: date(c.base_median),
            changed_median_date: date(c.changed_median),
            mean_difference: c.mean_difference.into(),
            median_difference: c.median_difference.into(),
            variance_ratio: c.variance_ratio,
        }
    }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        let loaded = &plan.changed.loaded;
        let (dates, numbers): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| row.is_date);
        let list = |rows: Vec<&Row>| rows.into_iter().map(|row| row.written(plan, &self.arms)).collect();
        Written {
            kind: "compare",
            head: Head::of(&plan.changed, plan.command()),
            study: plan.identity(),
            scenario: loaded.id.clone(),
            interventions: loaded.applied.iter().map(|a| a.name.clone()).collect(),
            pairs: plan.pairs,
            scale: format!("1:{}", plan.base.scale),
            level: LEVEL,
            parameters: "one hand-set parameter set".to_owned(),
            outcomes: self.outcomes.iter().map(|odds| (odds.kind.word().to_owned(), odds.written())).collect(),
            outcome_names: outcome_names(self.outcomes.iter().map(|odds| odds.kind)),
            pairs_needed_for: WANTED,
            dates: list(dates),
            numbers: list(numbers),
            series: SERIES.iter().enumerate().map(|(i, declared)| self.series(plan, i, declared)).collect(),
            first_difference: self.parting.as_ref().map(|parting| FirstDifference::of(parting, loaded.calendar)),
            command: plan.command(),
        }
    }

    fn series(&self, plan: &Plan, at: usize, declared: &SeriesDecl) -> SeriesOfArms {
        let loaded = &plan.base.loaded;
        let capital = &loaded.spec.places[loaded.spec.capital];
        let [base, changed] = self.arms.each_ref().map(|arm| quantiles(arm, at));
        let found = observed::of_series(loaded, declared);
        let base = Series {
            name: declared.name.to_owned(),
            title: declared.title.to_owned(),
            unit: declared.unit.to_owned(),
            place: if declared.scope == 1 { Named::new(&capital.id, &capital.name) } else { Named::country() },
            every_days: 1,
            quantiles: base,
            observed: found.written(loaded),
            observed_over_longer: found.n_longer,
        };
        SeriesOfArms { base, changed }
    }
}

/// The quantiles of a daily series over the worlds of an arm.
fn quantiles(arm: &[Kept], series: usize) -> Quantiles<Vec<Real>> {
    let days = arm.iter().map(|world| world.series[series].len()).min().unwrap_or(0);
    let mut lines: [Vec<Real>; QUANTILES.len()] = Default::default();
    for day in 0..days {
        let mut values: Vec<f64> = arm.iter().map(|world| f64::from(world.series[series][day])).collect();
        values.sort_by(f64::total_cmp);
        lines.iter_mut().zip(QUANTILES).for_each(|(line, share)| line.push(quantile(&values, share).into()));
    }
    by_quantile(lines)
}
