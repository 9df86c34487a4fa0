//! `tauride score`: worlds against the documentary record.
//!
//! Every observation that a world can be asked is scored, training and test apart; the headline is of the test rows alone.
//! The mathematics is [`stats::score`]'s, the questions and the split are [`run::record`]'s. Nothing is fitted here.

use std::path::{Path, PathBuf};

use engine::calendar::Calendar;
use observables::question::Measured;
use run::Error;
use run::index;
use run::record::rows::{Record, Row, Unmatched};
use run::record_dates;
use run::store;
use run::worlds::OUTCOMES;
use run::write::directory::SCORE;
use scenario::Loaded;
use serde_json::Value;
use stats::number::readable;
use stats::score::Which;
use stats::score::bootstrap::Plan as Resampling;
use stats::score::ensemble::Ensemble;
use stats::score::row::{ScoreRow, Target};
use stats::score::summary::{Options, Summary, summarise};

use crate::ensemble::nearest_day;
use crate::frame::write_answer;
use baselines::Baselines;
use kinds::{CategoryScore, CurveScore};
use worlds::value_of;

pub mod baselines;
pub mod kinds;
pub mod schema;
pub mod worlds;

pub use worlds::{World, Worlds, command, open};

/// Seed of the draws that break ties and resample.
const SEED: u64 = 1917;

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

/// What a score came to.
pub struct Answer {
    /// Every sourced observation; test rows and training rows.
    pub rows: Vec<Judged>,
    /// Observations that are only remembered: shown, not scored.
    pub remembered: Vec<Row>,
    /// The test rows summed up.
    pub test: Summary,
    /// The training rows summed up.
    pub training: Summary,
    /// Names of the baselines and of other ensembles, in the order of the scores.
    pub opponents: Vec<String>,
    /// Outcome and orders.
    pub categories: Vec<CategoryScore>,
    /// Curves.
    pub curves: Vec<CurveScore>,
    /// Observations that no question fits.
    pub unmatched: Vec<Unmatched>,
    /// The worlds.
    pub worlds: Vec<World>,
}

/// Scores worlds against the record of their scenario. `against` are other ensembles of it, by name, scored on the same rows.
///
/// # Errors
/// When there is nothing to score.
pub fn score(loaded: &Loaded, worlds: &[World], against: &[(String, Vec<World>)]) -> Result<Answer, Error> {
    let record = Record::of(loaded);
    let (sourced, remembered): (Vec<Row>, Vec<Row>) = record.rows.into_iter().partition(|row| row.is_sourced);
    if sourced.is_empty() {
        return Err(Error::Request(format!("{} has no observation that a world can be asked", loaded.id)));
    }
    let foretellers = Baselines::new(&sourced, SEED);
    let mut opponents: Vec<String> = baselines::NAMES.iter().map(|name| (*name).to_owned()).collect();
    opponents.extend(against.iter().map(|(name, _)| name.clone()));
    let scored: Vec<ScoreRow> = sourced
        .iter()
        .map(|row| {
            let mut others =
                if row.is_training { vec![None; baselines::NAMES.len()] } else { foretellers.predict(row) };
            others.extend(against.iter().map(|(_, worlds)| ensemble_of(row, worlds)));
            let others: Vec<(&str, Option<&Ensemble>)> =
                opponents.iter().map(String::as_str).zip(others.iter().map(Option::as_ref)).collect();
            let own = ensemble_of(row, worlds).expect("there is a world, and its values are finite");
            let target = Target {
                number: row.number,
                series: row.series.clone(),
                place: row.place.clone(),
                observed: row.observed,
                axis: row.axis(),
                divisor: row.divisor(),
            };
            target.score(&own, &others, SEED)
        })
        .collect();
    // One world has no fair score.
    let which = if worlds.len() > 1 { Which::Fair } else { Which::Plain };
    let options = Options { which, plan: Resampling { seed: SEED, ..Resampling::default() } };
    let part = |training: bool| {
        let rows = sourced.iter().zip(&scored).filter(|(row, _)| row.is_training == training);
        summarise(&rows.map(|(_, score)| score.clone()).collect::<Vec<_>>(), &options)
    };
    let (test, training) = (part(false), part(true));
    let test_rows: Vec<&Row> = sourced.iter().filter(|row| !row.is_training).collect();
    let outcome = loaded.split.as_ref().and_then(|split| split.outcome.as_ref());
    let outcome = outcome.and_then(|(kind, _)| OUTCOMES.iter().position(|known| known == kind));
    // An order of which something comes after the last day of the worlds is none that they can be asked for.
    let dates =
        record_dates::of(loaded).map(|day| day.filter(|day| *day <= loaded.spec.end).map(|day| f64::from(day.0)));
    Ok(Answer {
        categories: kinds::categories(worlds, outcome, &dates),
        curves: kinds::curves(&test_rows, worlds, loaded),
        rows: sourced.into_iter().zip(scored).map(|(row, score)| Judged { row, score }).collect(),
        remembered,
        test,
        training,
        opponents,
        unmatched: record.unmatched,
        worlds: worlds.to_vec(),
    })
}

fn ensemble_of(row: &Row, worlds: &[World]) -> Option<Ensemble> {
    Ensemble::new(worlds.iter().map(|world| value_of(row, world)).collect()).ok()
}

/// Where the answer of a score and its page are written.
pub fn paths(dir: &Path) -> (PathBuf, PathBuf) {
    let [answer, page] = SCORE.map(|name| dir.join(name));
    (answer, page)
}

/// Writes the answer into the directory of the worlds.
///
/// # Errors
/// When a file cannot be written.
pub fn write(dir: &Path, worlds: &Worlds, answer: &Answer) -> Result<(), Error> {
    let (json, html) = paths(dir);
    // The page of an earlier answer; another is made of this one.
    store::remove(&html)?;
    write_answer(&json, &answer.json(worlds))?;
    index::note(dir, &SCORE)
}

impl Answer {
    /// The whole answer as one JSON object.
    pub fn json(&self, worlds: &Worlds) -> Value {
        serde_json::to_value(self.written(worlds)).expect("an answer has only text keys")
    }

    /// The baseline against which the worlds do worst, of those that foretell at least a third of the test rows: its name, the
    /// skill over it, the rows.
    pub fn strongest(&self) -> Option<(&str, f64, usize)> {
        let part = self.test.all.as_ref()?;
        let enough = |targets: usize| targets * 3 >= part.targets;
        let known = part.baselines.iter().filter(|b| enough(b.targets) && baselines::NAMES.contains(&b.name.as_str()));
        let skills = known.filter_map(|b| Some((b.name.as_str(), b.skill?.value, b.targets)));
        skills.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}
