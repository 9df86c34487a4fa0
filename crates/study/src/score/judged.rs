//! An observation with what was foretold of it, and how that is scored.

use engine::calendar::{Calendar, Day};
use observables::question::{Kind, Measured};
use run::record::rows::Row;
use stats::number::readable;
use stats::score::Which;
use stats::score::bootstrap::Plan as Resampling;
use stats::score::ensemble::Ensemble;
use stats::score::row::{ScoreRow, Target};
use stats::score::summary::{Options, Summary, summarise};

use super::worlds::{World, value_of};
use crate::ensemble::nearest_day;

/// Seed of the draws that break ties and resample.
pub(super) const SEED: u64 = 1917;

/// An observation with what was foretold of it.
pub struct Judged {
    /// The observation.
    pub row: Row,
    /// How the worlds and the baselines score on it.
    pub score: ScoreRow,
}

impl Judged {
    /// A value of what is observed, as readers know it: a day or that it does not come by the last, a share, a round count.
    pub fn shown(&self, x: f64, calendar: Calendar) -> String {
        let end = self.row.observed.end();
        match self.row.question.kind.measured() {
            Measured::Date if x >= end => format!("not by {}", nearest_day(end).short(calendar)),
            Measured::Date if matches!(self.row.question.kind, Kind::FirstEvent(_)) => {
                let hour = ((x - x.floor()) * 24.0).round();
                format!("{} {hour:02.0}:00", Day(x.floor() as i32).short(calendar))
            }
            Measured::Date => nearest_day(x).short(calendar),
            Measured::Share => format!("{x:.2}"),
            Measured::Count => readable(x.round()),
        }
    }

    /// The unit of its values in the answer.
    pub fn unit(&self) -> &'static str {
        match self.row.question.kind.measured() {
            Measured::Date => "days since 1970-01-01, New Style",
            Measured::Share => "share",
            Measured::Count => "count",
        }
    }

    /// In a word, where the observation lies among the worlds; a range counts where it meets the interval.
    pub fn verdict(&self) -> &'static str {
        match self.score.among.covered.map(|covered| covered.range) {
            [true, ..] => "within half",
            [_, true, ..] => "within 80 %",
            [.., true] => "within 95 %",
            _ => "missed",
        }
    }
}

/// How worlds and others score on a row.
pub(super) fn scored(row: &Row, worlds: &[World], others: &[(&str, Option<&Ensemble>)]) -> ScoreRow {
    let own = ensemble_of(row, worlds).expect("there is a world, and its values are finite");
    scored_as(row, &own, others)
}

/// How what is foretold of a row and others score on it.
pub(super) fn scored_as(row: &Row, own: &Ensemble, others: &[(&str, Option<&Ensemble>)]) -> ScoreRow {
    let target = Target {
        number: row.number,
        series: row.series.clone(),
        place: row.place.clone(),
        observed: row.observed,
        axis: row.axis(),
        divisor: row.divisor(),
    };
    target.score(own, others, SEED)
}

/// Which scores are summed up: one world has no fair score.
pub(super) fn which(worlds: &[World]) -> Which {
    if worlds.len() > 1 { Which::Fair } else { Which::Plain }
}

pub(super) fn summed_up(rows: Vec<ScoreRow>, which: Which) -> Summary {
    summarise(&rows, &Options { which, plan: Resampling { seed: SEED, ..Resampling::default() } })
}

pub(super) fn ensemble_of(row: &Row, worlds: &[World]) -> Option<Ensemble> {
    Ensemble::new(worlds.iter().map(|world| value_of(row, world)).collect()).ok()
}
