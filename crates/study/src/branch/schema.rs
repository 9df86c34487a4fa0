//! `branches.json`: what a study of branches writes down.

use std::collections::BTreeMap;

use engine::calendar::{Calendar, Day};
use serde::Serialize;

use super::{Answer, LEVEL, Plan, SETTLED};
use crate::schema::{Date, Estimate, Real, StudyInfo, ends, outcome_names};
use observables::dates;
use run::worlds::{DATES, OUTCOMES};
use stats::branching;

/// The answer of `tauride branch`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "BranchAnswer"))]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// Seed of the world that is branched.
    pub seed: u64,
    /// Branches from each day.
    pub branches: u64,
    /// Level of every interval.
    pub level: f64,
    /// Where the values of behaviour are from.
    pub parameters: String,
    /// What the world that is branched came to.
    #[serde(rename = "trunk")]
    pub base_run: BaseRun,
    /// Names of the endings in `days` and in the base run.
    pub outcome_names: BTreeMap<String, String>,
    /// The days looked at, in order.
    pub days: Vec<DayOdds>,
    /// Share of the branches of every later day above which an ending is taken for settled, 0 to 1.
    pub settled_above: f64,
    /// From when on the ending was settled; nothing where it was not, even on the last day looked at.
    pub settled: Option<Settled>,
}

/// The world that is branched.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct BaseRun {
    /// How it ends.
    pub outcome: String,
    /// The day on which that ending came, or the last day when nothing was decided. When the ending was *settled* is another
    /// question: see `settled` of the answer.
    pub ended: Date,
    /// When each of the dates of the year came.
    pub dates: Vec<BaseRunDate>,
}

/// When something came in the world that is branched.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct BaseRunDate {
    /// Short name.
    pub id: String,
    /// What happens.
    pub name: String,
    /// The day; nothing where it never came.
    pub day: Option<Date>,
}

/// How the branches of a day end.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DayOdds {
    /// The first day that the branches do not share with the base run.
    #[serde(flatten)]
    pub day: Date,
    /// Branches.
    pub branches: u64,
    /// Share of them that end so, with Wilson's interval.
    pub outcomes: BTreeMap<String, Estimate>,
    /// How uncertain the ending is, in bits.
    pub entropy_bits: Entropy,
}

/// The entropy of the ending: 0 when it is certain, 1 for an even chance of two.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Entropy {
    /// That of the shares.
    pub plain: Real,
    /// The same corrected for the number of branches (Miller 1955).
    pub corrected: Real,
    /// Interval of the posterior with half a branch added to each ending.
    pub interval: [Real; 2],
}

/// From when on the ending was settled: the first day looked at from which on, on every later day too, more than `threshold`
/// of the branches end in one and the same way.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Settled {
    /// That ending.
    pub outcome: String,
    /// The share that its branches pass, 0 to 1.
    pub threshold: f64,
    /// The day.
    pub from: Date,
    /// The day from which on the lower end of the interval is above the threshold too.
    pub surely_from: Option<Date>,
    /// The last day looked at before; nothing where it was settled on the first.
    pub open_on: Option<Date>,
    /// The endings of that day's branches with their shares, the likeliest first.
    pub open_between: Vec<OpenEnding>,
}

/// An ending that was still open.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OpenEnding {
    /// The ending.
    pub outcome: String,
    /// Share of the branches, with Wilson's interval.
    pub share: Estimate,
}

fn chance(c: &branching::Chance) -> Estimate {
    Estimate { value: c.share.into(), interval: ends(c.wilson) }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, plan: &Plan) -> Written {
        let calendar = plan.case.loaded.calendar;
        let date = |day: Day| Date::of(day, calendar);
        let dates = dates::Date::WORDS
            .iter()
            .zip(DATES)
            .zip(self.base_run.dates)
            .map(|((id, name), day)| BaseRunDate { id: (*id).to_owned(), name: name.to_owned(), day: day.map(date) });
        let all = self.outcomes.iter().chain([&self.base_run.outcome]);
        Written {
            info: StudyInfo::of("branch", plan, &plan.case),
            seed: plan.case.seed,
            branches: plan.branches,
            level: LEVEL,
            parameters: "one hand-set parameter set".to_owned(),
            base_run: BaseRun {
                outcome: OUTCOMES[self.base_run.outcome].word().to_owned(),
                ended: date(self.base_run.outcome_day),
                dates: dates.collect(),
            },
            outcome_names: outcome_names(all.map(|o| OUTCOMES[*o])),
            days: self.odds.iter().map(|odds| self.day(odds, calendar)).collect(),
            settled_above: SETTLED,
            settled: self.settled.map(|settled| self.settled(&settled, calendar)),
        }
    }

    fn day(&self, odds: &branching::Odds, calendar: Calendar) -> DayOdds {
        let of = |(i, c): (usize, &branching::Chance)| (self.word(i).to_owned(), chance(c));
        DayOdds {
            day: Date::of(odds.day, calendar),
            branches: odds.branches,
            outcomes: odds.chances.iter().enumerate().map(of).collect(),
            entropy_bits: Entropy {
                plain: odds.entropy_bits.into(),
                corrected: odds.entropy_corrected_bits.into(),
                interval: ends(odds.entropy_credible_bits),
            },
        }
    }

    fn settled(&self, settled: &branching::Settled, calendar: Calendar) -> Settled {
        let date = |day: Day| Date::of(day, calendar);
        let before = self.odds.iter().rev().find(|odds| odds.day < settled.day && odds.branches > 0);
        let mut open: Vec<(usize, &branching::Chance)> =
            before.iter().flat_map(|odds| odds.chances.iter().enumerate()).filter(|(_, c)| c.share > 0.0).collect();
        open.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
        let ending =
            |(i, c): (usize, &branching::Chance)| OpenEnding { outcome: self.word(i).to_owned(), share: chance(c) };
        Settled {
            outcome: self.word(settled.category).to_owned(),
            threshold: SETTLED,
            from: date(settled.day),
            surely_from: settled.surely.map(date),
            open_on: before.map(|odds| date(odds.day)),
            open_between: open.into_iter().map(ending).collect(),
        }
    }
}
