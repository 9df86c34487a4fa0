//! `comparison.json`: what a comparison writes down.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use engine::calendar::Day;
use run::divergence;
use serde::Serialize;
use stats::binomial::wilson;
use stats::paired::causes::{Cause, causation};
use stats::paired::numbers::Comparison;
use stats::paired::{Pairs, pairs_needed};

use crate::ensemble::nearest_day;
use crate::schema::{Date, Estimate, OnDay, PairCounts, Quantiles, Real, Setting, StudyInfo, ends};
use crate::series::{Series, on_days};

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Half-width of an interval of odds for which the number of pairs needed is told.
pub(super) const WANTED: f64 = 0.05;

/// The answer of `tauride compare`. The base arm is the case as it was; the changed arm has the what-ifs and the changed
/// settings. The settings of the head are those of both arms.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "CompareAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// Settings of the changed arm alone.
    pub changed_settings: Vec<Setting>,
    /// Pairs of worlds.
    pub pairs: u64,
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
    /// Where the two worlds of the first pair diverge; nothing when they never do.
    pub first_difference: Option<FirstDifference>,
    /// The same as the model has it.
    #[serde(skip)]
    pub divergence: Option<divergence::Divergence>,
}

/// The odds of an ending in both arms.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
    /// Median as it was, over the worlds in which it came; a date in days since the first day.
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SeriesOfArms {
    /// The worlds as they were.
    #[serde(flatten)]
    pub base: Series,
    /// Quantiles of the changed worlds.
    pub changed: Quantiles<Vec<Real>>,
}

/// Where two worlds of one seed diverge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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

impl Compared {
    /// Whether the interval of the mean difference leaves 0 out.
    pub fn is_apart(&self) -> bool {
        let [low, high] = self.mean_difference.interval.map(|end| end.0);
        low > 0.0 || high < 0.0
    }
}

impl FirstDifference {
    /// The first difference of two worlds of a case that has this calendar.
    pub fn of(divergence: &divergence::Divergence, calendar: Calendar) -> FirstDifference {
        let event = |e: &divergence::OneSidedEvent| {
            let (kind, told) = (e.event.kind.word(), divergence.told(e));
            OneSided {
                day: Date::of(e.day, calendar),
                world: if e.in_changed { "changed" } else { "base" }.to_owned(),
                place: divergence.names.place(&e.event).to_owned(),
                kind: kind.to_owned(),
                kind_name: crate::schema::capitalised(&kind.replace('_', " ")),
                text: told.what,
                cause: told.why,
            }
        };
        FirstDifference {
            day: Date::of(divergence.day, calendar),
            table: divergence.table.to_owned(),
            events: divergence.events.iter().map(event).collect(),
        }
    }
}

impl OutcomeOdds {
    /// The odds of an ending from its pairs; none where it came in no world.
    pub fn of(pairs: Pairs) -> Option<OutcomeOdds> {
        let share = |k: u64| {
            let n = pairs.all();
            Estimate { value: Real(k as f64 / n as f64), interval: ends(wilson(k, n, LEVEL)) }
        };
        let causes = causation(&pairs, LEVEL);
        (pairs.neither < pairs.all()).then(|| OutcomeOdds {
            pairs: pairs.into(),
            base: share(pairs.in_base()),
            changed: share(pairs.in_changed()),
            difference: pairs.difference(LEVEL).map(Estimate::from),
            mcnemar_p: pairs.mcnemar(),
            variance_ratio: pairs.variance_ratio(),
            necessity: causes.necessity.map(|c| c.paired.into()),
            sufficiency: causes.sufficiency.map(|c| c.paired.into()),
            pairs_needed: pairs.variance_of_difference().map(|v| pairs_needed(v, WANTED, LEVEL)),
        })
    }
}

impl Compared {
    /// A number in both arms.
    pub fn number(id: &str, name: String, unit: &str, c: Comparison) -> Compared {
        Compared {
            id: id.to_owned(),
            name,
            unit: unit.to_owned(),
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
            base_median_date: None,
            changed_median_date: None,
            base_on: Vec::new(),
            changed_on: Vec::new(),
            mean_difference: c.mean_difference.into(),
            median_difference: c.median_difference.into(),
            variance_ratio: c.variance_ratio,
        }
    }

    /// A date in both arms, compared in days from the start; `arms` are its days in each, as they came.
    pub fn date(
        id: &str,
        name: &str,
        c: Comparison,
        (start, calendar): (Day, Calendar),
        mut arms: [Vec<i32>; 2],
    ) -> Compared {
        let day = |days: Option<f64>| days.map(|days| Date::of(nearest_day(f64::from(start.0) + days), calendar));
        let dates = [day(c.base_median), day(c.changed_median)];
        arms.iter_mut().for_each(|days| days.sort_unstable());
        let [base_on, changed_on] = arms.map(|days| on_days(&days, calendar));
        let [base_median_date, changed_median_date] = dates;
        Compared {
            base_on,
            changed_on,
            base_median_date,
            changed_median_date,
            ..Compared::number(id, name.to_owned(), "days", c)
        }
    }
}
