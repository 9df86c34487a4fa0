//! `score.json`: what a score writes down.

use std::collections::BTreeMap;

use engine::calendar::Day;
use serde::Serialize;

pub use super::discrepancy::FamilyDiscrepancy;
use super::discrepancy::WithDiscrepancy;
use super::kinds::{CategoryScore, CurveScore};
pub use super::sharpness::Counted;
use super::sharpness::{FamilyScore, Width, families, widths};
use super::worlds::Worlds;
use super::{Answer, Judged, Own};
use crate::ensemble::nearest_day;
use crate::schema::{Date, Head, Named, OnDay, Real, Setting, WhatIf};
use crate::series::on_days;
use observables::patterns::DEFINITIONS;
use observables::question::Measured;
use run::record::rows::Row;
use run::record::sources::{source_name, source_short};
use run::record_dates;
use run::worlds::DATES;
use stats::interval::quantile;
use stats::number::readable;
use stats::score::ensemble::LEVELS;
use stats::score::summary;

/// The answer of `tauride score`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "ScoreAnswer"))]
pub struct Written {
    /// `score`.
    pub kind: &'static str,
    /// What the worlds are of, and the command that made them.
    pub head: Head,
    /// The command that scores them again.
    pub command: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Digest of the scenario's texts.
    pub scenario_hash: String,
    /// Digest of the division of the record into training and test.
    pub split: Option<String>,
    /// Number of worlds.
    pub worlds: usize,
    /// The worlds in words.
    pub about: String,
    /// The command that made the worlds.
    pub made_by: String,
    /// The test rows together.
    pub test: Summary,
    /// The training rows together.
    pub training: Summary,
    /// The test rows with the discrepancy that the training rows show; nothing where these are too few.
    pub with_discrepancy: Option<Widened>,
    /// The baseline against which the worlds do worst, of those that foretell a third of the test rows.
    pub strongest: Option<Strongest>,
    /// Names of the baselines and of other ensembles.
    pub opponents: Vec<String>,
    /// When each of the dates of the year came in the worlds, and in the record.
    pub dates: Vec<DateBesideRecord>,
    /// Endings and orders.
    pub categories: Vec<CategoryScore>,
    /// Curves.
    pub curves: Vec<CurveScore>,
    /// The patterns.
    pub patterns: Vec<PatternCount>,
    /// All patterns at once.
    pub all_patterns: CountAndShare,
    /// Every sourced observation.
    pub targets: Vec<TargetScore>,
    /// Observations that are only remembered: neither fitted nor scored.
    pub remembered: usize,
    /// Counts of fewer persons than one simulated person stands for: shown by nothing at this scale, and not scored.
    pub unresolved: Vec<NotScored>,
    /// Evidence of the user's own, each part of each file by itself.
    pub own: Vec<OwnScore>,
    /// Observations without a counterpart that a world can be asked for, by reason.
    #[serde(rename = "unasked")]
    pub unmatched: BTreeMap<String, usize>,
}

/// The test rows with the discrepancy of the model: each world is moved by a normal law of these standard deviations.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Widened {
    /// The discrepancy, by family and scale.
    pub families: Vec<FamilyDiscrepancy>,
    /// The test rows together.
    pub test: Summary,
    /// Central 95 per cent of each test row, by its number.
    pub intervals: BTreeMap<u64, [Real; 2]>,
}

/// An observation that is not scored.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct NotScored {
    /// File and line.
    pub at: String,
    /// Series.
    pub series: String,
    /// Place, as it is written.
    pub place: String,
    /// Why not.
    pub why: String,
}

/// A part of a file of evidence of the user's own.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OwnScore {
    /// The file.
    pub file: String,
    /// `training`, `test` or `held-out`.
    pub part: String,
    /// Its rows together.
    pub summary: Summary,
    /// Its rows.
    pub targets: Vec<TargetScore>,
    /// Rows that are not scored, and why.
    pub not_scored: Vec<NotScored>,
}

/// Rows summed up.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Summary {
    /// All rows; nothing where there are none.
    pub all: Option<PartScore>,
    /// Series by series.
    pub series: Vec<PartScore>,
    /// How wide the worlds are.
    pub widths: Vec<Width>,
    /// What each family of observables came to, and the mechanisms that it hangs on.
    pub families: Vec<FamilyScore>,
}

/// Rows of one series, or of all.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PartScore {
    /// The series; nothing for all.
    pub series: Option<String>,
    /// Rows with a score.
    pub targets: usize,
    /// Mean CRPS, in the divisors of the rows.
    pub score: Option<Real>,
    /// What the record's own doubt makes of it, which no forecast can lower.
    pub floor: Real,
    /// How many observations lie within the central intervals.
    pub coverage: Vec<Coverage>,
    /// Where the observations stood among the worlds; nothing with too few rows.
    pub pit: Option<Pit>,
    /// Against each opponent.
    pub against: Vec<Against>,
}

/// Coverage at one level.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Coverage {
    /// Share that the central intervals are to hold, 0 to 1.
    pub level: f64,
    /// Rows.
    pub targets: usize,
    /// Rows whose value was inside.
    pub value: usize,
    /// Rows whose range the interval met.
    pub range: usize,
}

/// The histogram of the probability integral transform.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Pit {
    /// Rows in each bin: in the first all worlds lie above the observation, in the last all below.
    pub counts: Vec<u32>,
    /// The chance of bins as uneven, were the worlds right and the rows independent.
    pub p_value: Real,
}

/// Worlds against an opponent, on the rows both foretell.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Against {
    /// The opponent.
    pub name: String,
    /// Rows that both foretell.
    pub targets: usize,
    /// 1 less the ratio of summed scores: above 0 the worlds are better.
    pub skill: Option<Real>,
    /// Its interval from resampling whole series.
    pub interval: Option<[Real; 2]>,
    /// Mean of the skill row by row.
    pub mean_skill: Option<Real>,
    /// Rows on which the worlds score better.
    pub won: Option<usize>,
    /// Rows on which the opponent does.
    pub lost: Option<usize>,
}

/// The strongest baseline.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Strongest {
    /// Its name.
    pub name: String,
    /// Skill over it.
    pub skill: Real,
    /// Rows both foretell.
    pub targets: usize,
}

/// When something came in the worlds and in the record.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct DateBesideRecord {
    /// Short name.
    pub id: String,
    /// What happens.
    pub name: String,
    /// Worlds in which it comes.
    pub worlds: usize,
    /// Worlds by the day on which it comes, the days in order.
    pub on: Vec<OnDay>,
    /// The median day of these worlds.
    pub median: Option<Date>,
    /// The record's day.
    pub record: Option<Date>,
}

/// In how many worlds a pattern holds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PatternCount {
    /// `P1` to `P8`.
    pub id: String,
    /// What it says.
    pub statement: String,
    /// Worlds in which it holds.
    pub worlds: usize,
    /// Worlds in which there is something to measure it on; none where the scale cannot show it.
    pub measured_in: usize,
    /// Share of the worlds.
    pub share: Real,
}

/// Worlds, and their share of all.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CountAndShare {
    /// Worlds.
    pub worlds: usize,
    /// Share of the worlds.
    pub share: Real,
}

/// An observation, and what the worlds said of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TargetScore {
    /// Its number among all observations.
    pub number: u64,
    /// Series of the record.
    pub series: String,
    /// Place, as the record has it.
    pub place: String,
    /// The place for readers.
    pub place_name: String,
    /// What is observed.
    pub what: String,
    /// How its values are counted.
    pub counted: Counted,
    /// Unit of its values.
    pub unit: String,
    /// First day it holds for, New Style.
    pub date_start: String,
    /// Last day it holds for, New Style.
    pub date_end: String,
    /// The same days in both calendars.
    pub days: [Date; 2],
    /// What was observed.
    pub observed: Real,
    /// Lower end of its range.
    pub low: Real,
    /// Upper end of its range.
    pub high: Real,
    /// For a date: values from here on mean that it never came.
    pub never_from: Option<Real>,
    /// Key of the source.
    pub source: String,
    /// The source for readers.
    pub source_name: String,
    /// The source in a word or two: its author, or its title, with the year.
    pub source_short: String,
    /// What the source or the measure says beside the number.
    pub note: String,
    /// A, B or C.
    pub confidence: String,
    /// `training` or `test`.
    pub part: String,
    /// CRPS of the worlds, over the divisor.
    pub crps: Real,
    /// What the score is divided by, on the axis.
    pub divisor: f64,
    /// The axis on which it is scored: `plain` or `log`.
    pub axis: String,
    /// Scores of the opponents; nothing where one foretells nothing.
    pub opponents: Vec<OpponentScore>,
    /// Where it stands among the worlds.
    #[serde(flatten)]
    pub among: AmongWorlds,
}

/// Where an observation stands among the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AmongWorlds {
    /// Median of the worlds.
    pub median: Real,
    /// Place of the observation among them, 0 to 1.
    pub pit: Real,
    /// Central half of the worlds.
    pub interval_50: [Real; 2],
    /// Central 80 per cent.
    pub interval_80: [Real; 2],
    /// Central 90 per cent.
    pub interval_90: [Real; 2],
    /// Central 95 per cent.
    pub interval_95: [Real; 2],
    /// `within half`, `within 80 %`, `within 95 %` or `missed`.
    pub verdict: String,
}

/// An opponent on one row.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct OpponentScore {
    /// Its name.
    pub name: String,
    /// Its CRPS, over the divisor.
    pub crps: Option<Real>,
}

fn part(part: &summary::Part) -> PartScore {
    let against = |b: &summary::Against| Against {
        name: b.name.clone(),
        targets: b.targets,
        skill: b.skill.map(|e| e.value.into()),
        interval: b.skill.and_then(|e| e.interval).map(|(low, high)| [low.into(), high.into()]),
        mean_skill: b.mean_skill.map(Real),
        won: (b.targets > 0).then_some(b.won),
        lost: (b.targets > 0).then_some(b.lost),
    };
    let coverage =
        |c: &summary::Coverage| Coverage { level: c.level, targets: c.targets, value: c.value, range: c.range };
    PartScore {
        series: part.series.clone(),
        targets: part.targets,
        score: part.score.map(|e| e.value.into()),
        floor: part.floor.into(),
        coverage: part.coverage.iter().map(coverage).collect(),
        pit: part.pit.as_ref().map(|pit| Pit { counts: pit.counts.clone(), p_value: pit.p_value.into() }),
        against: part.baselines.iter().map(against).collect(),
    }
}

fn summed(summary: &summary::Summary, rows: &[&Judged]) -> Summary {
    Summary {
        all: summary.all.as_ref().map(part),
        series: summary.series.iter().map(part).collect(),
        widths: widths(rows),
        families: families(rows),
    }
}

/// What a count of a few persons is told instead of a score.
fn too_coarse(row: &Row, scale: u32) -> NotScored {
    let high = readable(row.observed.high().round());
    NotScored {
        at: row.at.clone(),
        series: row.series.clone(),
        place: row.place.clone(),
        why: format!(
            "{high} persons are fewer than one simulated person stands for at 1:{scale}; ask worlds of a finer scale"
        ),
    }
}

impl WithDiscrepancy {
    fn written(&self) -> Widened {
        let interval = |judged: &Judged| {
            let (low, high) = judged.score.among.intervals[3];
            (judged.row.number, [low.into(), high.into()])
        };
        Widened {
            families: self.families.clone(),
            test: summed(&self.summary, &self.rows.iter().collect::<Vec<_>>()),
            intervals: self.rows.iter().map(interval).collect(),
        }
    }
}

impl Own {
    /// Rows that are not scored, and why.
    pub fn not_scored(&self, scale: u32) -> Vec<NotScored> {
        let remembered = self.remembered.iter().map(|row| NotScored {
            at: row.at.clone(),
            series: row.series.clone(),
            place: row.place.clone(),
            why: "its source is memory or an assumption".to_owned(),
        });
        let unmatched = self.unmatched.iter().map(|row| NotScored {
            at: row.at.clone(),
            series: row.series.clone(),
            place: row.place.clone(),
            why: row.why.clone(),
        });
        remembered.chain(self.unresolved.iter().map(|row| too_coarse(row, scale))).chain(unmatched).collect()
    }

    fn written(&self, worlds: &Worlds) -> OwnScore {
        OwnScore {
            file: self.file.clone(),
            part: self.part.word().to_owned(),
            summary: summed(&self.summary, &self.rows.iter().collect::<Vec<_>>()),
            targets: self.rows.iter().map(|row| row.written(worlds)).collect(),
            not_scored: self.not_scored(worlds.scale),
        }
    }
}

impl Judged {
    fn written(&self, worlds: &Worlds) -> TargetScore {
        let (row, score) = (&self.row, &self.score);
        let (o, among) = (&row.observed, &score.among);
        let counted = match row.question.kind.measured() {
            Measured::Count => Counted::Count,
            Measured::Share => Counted::Share,
            Measured::Date => Counted::Date,
        };
        let of = |pair: (f64, f64)| [pair.0.into(), pair.1.into()];
        assert_eq!(LEVELS, [0.5, 0.8, 0.9, 0.95], "the fields of an interval are named by its level");
        let days = [row.from, row.to].map(|day| Date::of(day, worlds.loaded.calendar));
        let opponent = |b: &stats::score::row::BaselineScore| OpponentScore {
            name: b.name.clone(),
            crps: b.score.and_then(|s| s.fair.or(Some(s.plain))).map(Real),
        };
        TargetScore {
            number: row.number,
            series: row.series.clone(),
            place: row.place.clone(),
            place_name: Named::place(&row.place, &worlds.loaded.spec).name,
            what: row.title.clone(),
            counted,
            unit: self.unit().to_owned(),
            date_start: days[0].date.clone(),
            date_end: days[1].date.clone(),
            days,
            observed: o.value().into(),
            low: o.low().into(),
            high: o.high().into(),
            never_from: (counted == Counted::Date).then(|| o.end().into()),
            source: row.source.clone(),
            source_name: source_name(&worlds.loaded, &row.source),
            source_short: source_short(&worlds.loaded, &row.source),
            note: row.note.clone(),
            confidence: row.confidence.to_string(),
            part: row.part.word().to_owned(),
            crps: score.score.fair.unwrap_or(score.score.plain).into(),
            divisor: row.divisor(),
            axis: format!("{:?}", row.axis()).to_lowercase(),
            opponents: score.baselines.iter().map(opponent).collect(),
            among: AmongWorlds {
                median: among.median.into(),
                pit: among.pit.into(),
                interval_50: of(among.intervals[0]),
                interval_80: of(among.intervals[1]),
                interval_90: of(among.intervals[2]),
                interval_95: of(among.intervals[3]),
                verdict: self.verdict().to_owned(),
            },
        }
    }
}

impl Worlds {
    /// What the page of a score says of the worlds.
    fn head(&self) -> Head {
        let loaded = &self.loaded;
        Head {
            command: self.command.clone(),
            seed: self.seed,
            scale: self.scale,
            what_ifs: self
                .what_ifs
                .iter()
                .map(|applied| WhatIf::named(&applied.name, &applied.title, loaded))
                .collect(),
            settings: self.settings.iter().map(|given| Setting::of(given, &loaded.spec)).collect(),
            posterior: self.posterior.clone(),
            ..Head::of_scenario(loaded)
        }
    }
}

impl Answer {
    /// What is written down.
    pub fn written(&self, worlds: &Worlds) -> Written {
        let n = self.worlds.len() as f64;
        let patterns = DEFINITIONS.iter().enumerate().map(|(i, d)| {
            let held = self.worlds.iter().filter(|w| w.patterns[i]).count();
            let share = Real(held as f64 / n);
            let measured_in = self.worlds.iter().filter(|w| w.measured[i]).count();
            PatternCount { id: d.id.to_owned(), statement: d.statement.to_owned(), worlds: held, measured_in, share }
        });
        let all = self.worlds.iter().filter(|w| w.patterns.iter().all(|held| *held)).count();
        let strongest = self.strongest();
        let mut unmatched = BTreeMap::new();
        self.unmatched.iter().for_each(|row| *unmatched.entry(row.why.clone()).or_insert(0) += 1);
        Written {
            kind: "score",
            head: worlds.head(),
            command: worlds.score_command.clone(),
            scenario: worlds.loaded.id.clone(),
            scenario_hash: worlds.loaded.content_hash.clone(),
            split: worlds.loaded.split.as_ref().map(|split| split.hash.clone()),
            worlds: self.worlds.len(),
            about: worlds.about.clone(),
            made_by: worlds.command.clone(),
            test: summed(&self.test, &self.rows_of(false)),
            training: summed(&self.training, &self.rows_of(true)),
            with_discrepancy: self.with_discrepancy.as_ref().map(WithDiscrepancy::written),
            unresolved: self.unresolved.iter().map(|row| too_coarse(row, worlds.scale)).collect(),
            own: self.own.iter().map(|own| own.written(worlds)).collect(),
            strongest: strongest.map(|(name, skill, targets)| Strongest {
                name: name.to_owned(),
                skill: skill.into(),
                targets,
            }),
            opponents: self.opponents.clone(),
            dates: self.dates(worlds),
            categories: self.categories.clone(),
            curves: self.curves.clone(),
            patterns: patterns.collect(),
            all_patterns: CountAndShare { worlds: all, share: Real(all as f64 / n) },
            targets: self.rows.iter().map(|row| row.written(worlds)).collect(),
            remembered: self.remembered.len(),
            unmatched,
        }
    }

    fn dates(&self, worlds: &Worlds) -> Vec<DateBesideRecord> {
        let record = record_dates::of(&worlds.loaded);
        let date_of = |day: Day| Date::of(day, worlds.loaded.calendar);
        let date = |i: usize| {
            let mut days: Vec<i32> = self.worlds.iter().filter_map(|w| w.dates[i]).collect();
            days.sort_unstable();
            let values: Vec<f64> = days.iter().map(|day| f64::from(*day)).collect();
            let median = (!values.is_empty()).then(|| date_of(nearest_day(quantile(&values, 0.5))));
            DateBesideRecord {
                id: observables::dates::Date::WORDS[i].to_owned(),
                name: DATES[i].to_owned(),
                worlds: days.len(),
                on: on_days(&days, worlds.loaded.calendar),
                median,
                record: record[i].map(date_of),
            }
        };
        (0..DATES.len()).map(date).collect()
    }
}
