//! `tauride score`: worlds against the documentary record.
//!
//! Every observation that a world can be asked is scored, training and test apart; the headline is of the test rows alone.
//! The mathematics is [`stats::score`]'s, the questions and the split are [`run::record`]'s. Nothing is fitted here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use run::Error;
use run::index;
use run::record::rows::{Record, Row, Unmatched};
use run::record_dates;
use run::store;
use run::worlds::OUTCOMES;
use run::write::directory::SCORE;
use scenario::{OwnRow, Part};
use serde_json::Value;
use stats::score::ensemble::Ensemble;
use stats::score::observation::Observation;
use stats::score::row::ScoreRow;
use stats::score::summary::Summary;

use crate::asked::Answers;
use crate::frame::write_answer;
use baselines::Baselines;
use discrepancy::{WithDiscrepancy, with_discrepancy};
use judged::{SEED, ensemble_of, scored, summed_up, which};
use kinds::{CategoryScore, CurveScore};

pub mod baselines;
pub mod discrepancy;
mod judged;
pub mod kinds;
pub mod schema;
pub mod sharpness;
#[cfg(test)]
mod tests;
pub mod worlds;

pub use judged::Judged;
pub use worlds::{Subject, World, Worlds, command, open};

/// What a score came to.
pub struct Answer {
    /// Every sourced observation; test rows and training rows.
    pub rows: Vec<Judged>,
    /// Observations that are only remembered: shown, not scored.
    pub remembered: Vec<Row>,
    /// Counts of fewer persons than one simulated person stands for: shown, not scored.
    pub unresolved: Vec<Row>,
    /// The test rows summed up.
    pub test: Summary,
    /// The training rows summed up.
    pub training: Summary,
    /// The test rows with the discrepancy that the training rows show.
    pub with_discrepancy: Option<WithDiscrepancy>,
    /// Names of the baselines and of other ensembles, in the order of the scores.
    pub opponents: Vec<String>,
    /// Outcome and orders.
    pub categories: Vec<CategoryScore>,
    /// Curves.
    pub curves: Vec<CurveScore>,
    /// Observations that no question fits, or that nothing on the disk answers.
    pub unmatched: Vec<Unmatched>,
    /// The worlds.
    pub worlds: Vec<World>,
    /// Evidence of the user's own, each part of each file by itself.
    pub own: Vec<Own>,
}

/// A part of a file of evidence of the user's own.
pub struct Own {
    /// The file.
    pub file: String,
    /// Its part.
    pub part: Part,
    /// Its rows.
    pub rows: Vec<Judged>,
    /// The rows summed up.
    pub summary: Summary,
    /// Rows that are only remembered.
    pub remembered: Vec<Row>,
    /// Counts of fewer persons than one simulated person stands for.
    pub unresolved: Vec<Row>,
    /// Rows that no world can be asked.
    pub unmatched: Vec<Unmatched>,
}

/// Rows of a record, apart by what can be done with them.
struct Sorted {
    scored: Vec<Row>,
    remembered: Vec<Row>,
    unresolved: Vec<Row>,
    unmatched: Vec<Unmatched>,
}

impl Sorted {
    /// The rows of a record for worlds of a scale. `silent` are questions without an answer.
    fn of(record: Record, scale: u32, silent: &BTreeMap<usize, String>) -> Sorted {
        let mut unmatched = record.unmatched;
        let (mut scored, mut remembered, mut unresolved) = (Vec::new(), Vec::new(), Vec::new());
        for row in record.rows {
            if !row.is_sourced {
                remembered.push(row);
            } else if let Some(why) = silent.get(&row.asks) {
                let (number, why) = (row.number, why.clone());
                unmatched.push(Unmatched { number, why, series: row.series, place: row.place, at: row.at });
            } else if row.counts_persons() && row.observed.high() > 0.0 && row.observed.high() < f64::from(scale) {
                unresolved.push(row);
            } else {
                scored.push(row);
            }
        }
        Sorted { scored: once(scored), remembered, unresolved, unmatched }
    }
}

/// The rows with those made one that answer one question of one part: sources that tell one event are one target, whose value
/// is their median and whose range holds all of theirs.
fn once(rows: Vec<Row>) -> Vec<Row> {
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| (group[0].asks, group[0].part) == (row.asks, row.part)) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups.into_iter().map(together).collect()
}

fn together(mut rows: Vec<Row>) -> Row {
    if rows.len() == 1 {
        return rows.remove(0);
    }
    let mut values: Vec<f64> = rows.iter().map(|row| row.observed.value()).collect();
    values.sort_by(f64::total_cmp);
    let value = stats::interval::quantile(&values, 0.5);
    let low = rows.iter().map(|row| row.observed.low()).fold(f64::INFINITY, f64::min);
    let high = rows.iter().map(|row| row.observed.high()).fold(f64::NEG_INFINITY, f64::max);
    let observed = Observation::new(value, Some(low), Some(high)).expect("a median lies within what it is of");
    let listed = |of: fn(&Row) -> &String| {
        let mut texts: Vec<&str> = Vec::new();
        for text in rows.iter().map(|row| of(row).as_str()).filter(|text| !text.is_empty()) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join("; ")
    };
    let (source, note) = (listed(|row| &row.source), listed(|row| &row.note));
    let confidence = rows.iter().map(|row| row.confidence).min().unwrap_or('C');
    let first = rows.remove(0);
    Row { observed: observed.until(first.observed.end()), source, note, confidence, ..first }
}

/// Scores worlds against the record of their scenario. `against` are other ensembles of it, by name, scored on the same rows.
///
/// # Errors
/// When there is nothing to score.
pub fn score(subject: Subject<'_>, against: &[(String, Vec<World>)]) -> Result<Answer, Error> {
    let Subject { loaded, worlds, scale, silent } = subject;
    let Sorted { scored: sourced, remembered, unresolved, unmatched } = Sorted::of(Record::of(loaded), scale, silent);
    if sourced.is_empty() {
        return Err(Error::Request(format!("{} has no observation that a world can be asked", loaded.id)));
    }
    let mut opponents: Vec<String> = baselines::NAMES.iter().map(|name| (*name).to_owned()).collect();
    opponents.extend(against.iter().map(|(name, _)| name.clone()));
    let foretellers = Baselines::new(&sourced, SEED);
    let scored: Vec<ScoreRow> = sourced
        .iter()
        .map(|row| {
            let mut others =
                if row.is_training() { vec![None; baselines::NAMES.len()] } else { foretellers.predict(row) };
            others.extend(against.iter().map(|(_, worlds)| ensemble_of(row, worlds)));
            let others: Vec<(&str, Option<&Ensemble>)> =
                opponents.iter().map(String::as_str).zip(others.iter().map(Option::as_ref)).collect();
            scored(row, worlds, &others)
        })
        .collect();
    let part = |training: bool| {
        let rows = sourced.iter().zip(&scored).filter(|(row, _)| row.is_training() == training);
        summed_up(rows.map(|(_, score)| score.clone()).collect(), which(worlds))
    };
    let (test, training) = (part(false), part(true));
    let test_rows: Vec<&Row> = sourced.iter().filter(|row| !row.is_training()).collect();
    let outcome = loaded.split.as_ref().and_then(|split| split.outcome.as_ref());
    let outcome = outcome.and_then(|(kind, _)| OUTCOMES.iter().position(|known| known == kind));
    // An order of which something comes after the last day of the worlds is none that they can be asked for.
    let dates =
        record_dates::of(loaded).map(|day| day.filter(|day| *day <= loaded.spec.end).map(|day| f64::from(day.0)));
    let curves = kinds::curves(&test_rows, worlds, loaded);
    let rows: Vec<Judged> = sourced.into_iter().zip(scored).map(|(row, score)| Judged { row, score }).collect();
    Ok(Answer {
        categories: kinds::categories(worlds, outcome, &dates),
        curves,
        with_discrepancy: with_discrepancy(&rows, worlds),
        rows,
        remembered,
        unresolved,
        test,
        training,
        opponents,
        unmatched,
        worlds: worlds.to_vec(),
        own: Vec::new(),
    })
}

/// Scores worlds against a file of evidence of the user's own, each of its parts by itself: nothing of it is fitted, and
/// nothing of it counts among the rows of the scenario's record.
///
/// # Errors
/// When a table cannot be read.
pub fn own(worlds: &Worlds, file: &str, rows: &[OwnRow]) -> Result<Vec<Own>, Error> {
    let mut parts: Vec<Part> = rows.iter().map(|row| row.part).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut found = Vec::new();
    for part in parts {
        let rows: Vec<OwnRow> = rows.iter().filter(|row| row.part == part).cloned().collect();
        let record = Record::of_own(&worlds.loaded, &rows);
        let Answers { of_worlds, silent } = worlds.ask(&record.questions)?;
        let asked: Vec<World> =
            worlds.worlds.iter().zip(of_worlds).map(|(world, answers)| World { answers, ..world.clone() }).collect();
        let Sorted { scored: sourced, remembered, unresolved, unmatched } = Sorted::of(record, worlds.scale, &silent);
        let rows: Vec<Judged> =
            sourced.into_iter().map(|row| Judged { score: scored(&row, &asked, &[]), row }).collect();
        let summary = summed_up(rows.iter().map(|judged| judged.score.clone()).collect(), which(&asked));
        found.push(Own { file: file.to_owned(), part, rows, summary, remembered, unresolved, unmatched });
    }
    Ok(found)
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

    /// The rows of the training part, or those of the test.
    pub fn rows_of(&self, training: bool) -> Vec<&Judged> {
        self.rows.iter().filter(|judged| judged.row.is_training() == training).collect()
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
