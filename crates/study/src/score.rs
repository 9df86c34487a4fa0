//! `tauride score`: worlds against the documentary record.
//!
//! Every observation that a world can be asked is scored, training and test apart; the headline is of the test rows alone.
//! The mathematics is [`stats::score`]'s, the questions and the split are [`run::record`]'s. Nothing is fitted here.

use std::path::{Path, PathBuf};

use observables::measurer::Answer as Said;
use observables::question::Measured;
use run::Error;
use run::case;
use run::manifest::{Applied, Manifest};
use run::record::rows::{Record, Row, Unasked};
use run::record_dates;
use run::replay::look_again;
use run::run_data::RunData;
use run::store;
use run::worlds::{DATES, Kept, OUTCOMES};
use run::write::directory::SCORE;
use scenario::Loaded;
use stats::number::readable;
use stats::score::Which;
use stats::score::bootstrap::Plan as Resampling;
use stats::score::ensemble::Ensemble;
use stats::score::row::{ScoreRow, Target};
use stats::score::summary::{Options, Summary, summarise};

use crate::ensemble::{again, nearest_day};
use crate::journal::STUDY;
use crate::worlds::read_worlds;
use foil::Foils;
use kinds::{Category, Curve};

pub mod foil;
pub mod json;
pub mod kinds;
pub mod schema;

/// Seed of the draws that break ties and resample.
const SEED: u64 = 1917;

/// What a score needs of a world.
#[derive(Clone, Debug)]
pub struct World {
    /// Its answers to the record's questions.
    pub answers: Vec<Said>,
    /// Position of its outcome.
    pub outcome: usize,
    /// Its dates of the year.
    pub dates: [Option<i32>; DATES.len()],
    /// Whether each of the eight patterns held.
    pub patterns: [bool; 8],
}

impl World {
    pub(crate) fn of(kept: &Kept) -> World {
        World { answers: kept.answers.clone(), outcome: kept.outcome, dates: kept.dates, patterns: kept.patterns }
    }
}

/// Worlds with the scenario whose record they are confronted with.
pub struct Worlds {
    /// The scenario as it is read today.
    pub loaded: Loaded,
    /// The worlds.
    pub worlds: Vec<World>,
    /// What they are, in words.
    pub about: String,
    /// The command that made them.
    pub command: String,
    /// The command that scores them.
    pub score_command: String,
    /// The first seed.
    pub seed: u64,
    /// Real persons that one simulated person stands for.
    pub scale: u32,
    /// What-ifs that were applied.
    pub what_ifs: Vec<Applied>,
    /// Settings, as they were given.
    pub settings: Vec<String>,
    /// Digest of the calibration whose parameter sets they have.
    pub posterior: Option<String>,
}

/// An observation with what was foretold of it.
pub struct Judged {
    /// The observation.
    pub row: Row,
    /// How the worlds and the baselines score on it.
    pub score: ScoreRow,
}

impl Judged {
    /// A value of what is observed, as readers know it: a day or never, a share, a round count.
    pub fn shown(&self, x: f64) -> String {
        match self.row.question.kind.measured() {
            Measured::Date if x >= self.row.observed.end() => "never".into(),
            Measured::Date => nearest_day(x).short_old_style(),
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
}

/// What a confrontation came to.
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
    pub categories: Vec<Category>,
    /// Curves.
    pub curves: Vec<Curve>,
    /// Observations that no question fits.
    pub unasked: Vec<Unasked>,
    /// The worlds.
    pub worlds: Vec<World>,
}

/// What a world says to a row, in the row's unit: nothing counts as nothing, what never came stands at the end.
pub(super) fn value_of(row: &Row, world: &World) -> f64 {
    match row.question.kind.measured() {
        Measured::Date => world.answers[row.asks].unwrap_or(row.observed.end()),
        Measured::Count | Measured::Share => world.answers[row.asks].unwrap_or(0.0),
    }
}

/// Reads the worlds of a finished ensemble, or the one world of a run.
///
/// # Errors
/// When the directory holds neither, or worlds of a scenario or version whose record asks other questions.
pub fn open(dir: &Path) -> Result<Worlds, Error> {
    if dir.join(STUDY).exists() { ensemble(dir) } else { run(dir) }
}

fn ensemble(dir: &Path) -> Result<Worlds, Error> {
    let answer = again::read_answer(dir)?;
    let word = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    let loaded =
        scenario_of(again::scenario_of(&answer), answer["study"]["scenario_hash"].as_str().unwrap_or_default(), dir)?;
    let worlds: Vec<World> = read_worlds(dir)?.iter().map(World::of).collect();
    let about = format!("{} worlds at {}", worlds.len(), word("scale"));
    let asked = Record::of(&loaded).questions.list().len();
    if worlds.iter().any(|world| world.answers.len() != asked) {
        let what = "was made by another version and has no answers to the record; make it again";
        return Err(Error::Request(format!("{} {what} with\n  {}", dir.display(), word("command"))));
    }
    let study = &answer["study"];
    let read = |key: &str| study[key].clone();
    Ok(Worlds {
        loaded,
        worlds,
        about,
        command: word("command"),
        score_command: command(dir, &[]),
        seed: study["seed"].as_u64().unwrap_or_default(),
        scale: case::scale_of(&word("scale")).unwrap_or(1),
        what_ifs: serde_json::from_value(read("interventions")).unwrap_or_default(),
        settings: serde_json::from_value(read("settings")).unwrap_or_default(),
        posterior: serde_json::from_value(read("posterior")).unwrap_or_default(),
    })
}

fn run(dir: &Path) -> Result<Worlds, Error> {
    let manifest = Manifest::read(dir)?;
    let loaded = scenario_of(manifest.scenario_name(), &manifest.identity.scenario_hash, dir)?;
    let world = asked(dir, &manifest, &loaded)?;
    let about = format!("one world at {}, seed {}", manifest.identity.scale, manifest.identity.seed);
    Ok(Worlds {
        loaded,
        worlds: vec![world],
        about,
        command: manifest.command.clone(),
        score_command: command(dir, &[]),
        seed: manifest.identity.seed,
        scale: case::scale_of(&manifest.identity.scale).unwrap_or(1),
        what_ifs: manifest.identity.interventions,
        settings: manifest.settings,
        posterior: None,
    })
}

/// The command that scores the worlds of a directory beside opponents, each as `NAME=DIR`.
pub fn command(dir: &Path, against: &[String]) -> String {
    let against: String = against.iter().map(|given| format!(" --against {}", case::quoted(given))).collect();
    format!("tauride score {}{against}", case::quoted(&dir.display().to_string()))
}

/// A finished run's answers to the record, read from its tables.
fn asked(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<World, Error> {
    let run = RunData::read(dir, manifest, loaded)?;
    let seen = look_again(&run, loaded, &Record::of(loaded).questions)?;
    let word = manifest.outcome.as_ref().map_or("unresolved", |outcome| outcome.kind.as_str());
    Ok(World {
        answers: seen.answers,
        outcome: OUTCOMES.iter().position(|kind| kind.word() == word).unwrap_or(OUTCOMES.len() - 1),
        dates: seen.dates,
        patterns: seen.findings.map(|finding| finding.holds),
    })
}

fn scenario_of(name: &str, hash: &str, dir: &Path) -> Result<Loaded, Error> {
    let (loaded, _) = case::load(name).map_err(|e| {
        Error::Request(format!("the scenario of {}, {name}, is not to be read any more:\n{e}", dir.display()))
    })?;
    if loaded.content_hash != hash {
        let what = "the scenario has changed since; its record would ask other questions. Make them again";
        return Err(Error::Request(format!("{}: {what}", dir.display())));
    }
    Ok(loaded)
}

/// Confronts worlds with the record. `against` are other ensembles of the same scenario, by name, scored on the same rows.
///
/// # Errors
/// When there is nothing to score.
pub fn score(worlds: &Worlds, against: &[(String, Vec<World>)]) -> Result<Answer, Error> {
    let loaded = &worlds.loaded;
    let record = Record::of(loaded);
    let (sourced, remembered): (Vec<Row>, Vec<Row>) = record.rows.into_iter().partition(|row| row.is_sourced);
    if sourced.is_empty() {
        return Err(Error::Request(format!("{} has no observation that a world can be asked", loaded.id)));
    }
    let foils = Foils::new(&sourced, SEED);
    let mut opponents: Vec<String> = foil::NAMES.iter().map(|name| (*name).to_owned()).collect();
    opponents.extend(against.iter().map(|(name, _)| name.clone()));
    let scored: Vec<ScoreRow> = sourced
        .iter()
        .map(|row| {
            let mut others = if row.is_training { vec![None; foil::NAMES.len()] } else { foils.predict(row) };
            others.extend(against.iter().map(|(_, worlds)| ensemble_of(row, worlds)));
            let others: Vec<(&str, Option<&Ensemble>)> =
                opponents.iter().map(String::as_str).zip(others.iter().map(Option::as_ref)).collect();
            let own = ensemble_of(row, &worlds.worlds).expect("there is a world, and its values are finite");
            let target = Target {
                number: row.number,
                series: row.series.clone(),
                place: row.place.clone(),
                date: f64::from(row.to.0),
                observed: row.observed,
                axis: row.axis(),
                divisor: row.divisor(),
            };
            target.score(&own, &others, SEED)
        })
        .collect();
    // One world has no fair score.
    let which = if worlds.worlds.len() > 1 { Which::Fair } else { Which::Plain };
    let options = Options { which, plan: Resampling { seed: SEED, ..Resampling::default() } };
    let part = |training: bool| {
        let rows = sourced.iter().zip(&scored).filter(|(row, _)| row.is_training == training);
        summarise(&rows.map(|(_, score)| score.clone()).collect::<Vec<_>>(), &options)
    };
    let (test, training) = (part(false), part(true));
    let test_rows: Vec<&Row> = sourced.iter().filter(|row| !row.is_training).collect();
    let outcome = loaded.split.as_ref().and_then(|split| split.outcome.as_ref());
    let outcome = outcome.and_then(|(kind, _)| OUTCOMES.iter().position(|known| known == kind));
    let dates = record_dates::of(loaded).map(|day| day.map(|day| f64::from(day.0)));
    Ok(Answer {
        categories: kinds::categories(&worlds.worlds, outcome, &dates),
        curves: kinds::curves(&test_rows, &worlds.worlds, &loaded.spec),
        rows: sourced.into_iter().zip(scored).map(|(row, score)| Judged { row, score }).collect(),
        remembered,
        test,
        training,
        opponents,
        unasked: record.unasked,
        worlds: worlds.worlds.clone(),
    })
}

fn ensemble_of(row: &Row, worlds: &[World]) -> Option<Ensemble> {
    Ensemble::new(worlds.iter().map(|world| value_of(row, world)).collect()).ok()
}

/// Where the answer of a confrontation and its page are written.
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
    let mut text = serde_json::to_string_pretty(&answer.json(worlds)).expect("an answer has only finite numbers");
    text.push('\n');
    // The page of an earlier answer; another is made of this one.
    store::remove(&html)?;
    store::write_whole(&json, text.as_bytes())
}
