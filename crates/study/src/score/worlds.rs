//! The worlds that are scored, read from the directory of an ensemble or of a run.

use std::path::Path;

use engine::calendar::{Calendar, Day};
use observables::question::Measured;
use observables::record_observer::Answer;
use run::Error;
use run::case;
use run::index;
use run::manifest::{Applied, Manifest};
use run::record::rows::{Record, Row};
use run::replay::look_again;
use run::run_data::RunData;
use run::worlds::{DATES, OUTCOMES, WorldSummary};
use scenario::Loaded;
use serde_json::Value;

use crate::ensemble::ANSWER;
use crate::journal::STUDY;
use crate::worlds::read_worlds;

/// What a score needs of a world.
#[derive(Clone, Debug)]
pub struct World {
    /// Its answers to the record's questions.
    pub answers: Vec<Answer>,
    /// Position of its outcome.
    pub outcome: usize,
    /// Its dates of the year.
    pub dates: [Option<i32>; DATES.len()],
    /// Whether each of the eight patterns held.
    pub patterns: [bool; 8],
}

impl World {
    pub(crate) fn of(world: &WorldSummary) -> World {
        World { answers: world.answers.clone(), outcome: world.outcome, dates: world.dates, patterns: world.patterns }
    }
}

/// Worlds with the scenario against whose record they are scored.
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
    index::check(dir)?;
    if dir.join(STUDY).exists() { ensemble(dir) } else { run(dir) }
}

fn ensemble(dir: &Path) -> Result<Worlds, Error> {
    let path = dir.join(ANSWER);
    let text = std::fs::read_to_string(&path).map_err(|_| {
        Error::Request(format!("{} holds no finished ensemble; `tauride ensemble` makes one", dir.display()))
    })?;
    let answer: Value =
        serde_json::from_str(&text).map_err(|e| Error::Damaged { path, what: format!("cannot be read: {e}") })?;
    let word = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    let study = &answer["study"];
    let name = study["directory"].as_str().or(study["scenario"].as_str()).unwrap_or_default();
    let text = |key: &str| study[key].as_str().unwrap_or_default();
    let loaded = scenario_of(name, text("scenario_hash"), text("end"), dir)?;
    let worlds: Vec<World> = read_worlds(dir)?.iter().map(World::of).collect();
    let about = format!("{} worlds at {}", worlds.len(), word("scale"));
    let asked = Record::of(&loaded).questions.list().len();
    if worlds.iter().any(|world| world.answers.len() != asked) {
        let what = "was made by another version and has no answers to the record; make it again";
        return Err(Error::Request(format!("{} {what} with\n  {}", dir.display(), word("command"))));
    }
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
    let loaded = scenario_of(manifest.scenario_name(), &manifest.identity.scenario_hash, &manifest.identity.end, dir)?;
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

/// The scenario that worlds are of, with their last day (New Style) as its last.
fn scenario_of(name: &str, hash: &str, end: &str, dir: &Path) -> Result<Loaded, Error> {
    let (mut loaded, _) = case::load(name).map_err(|e| {
        Error::Request(format!("the scenario of {}, {name}, is not to be read any more:\n{e}", dir.display()))
    })?;
    if loaded.content_hash != hash {
        let what = "the scenario has changed since; its record would ask other questions. Make them again";
        return Err(Error::Request(format!("{}: {what}", dir.display())));
    }
    if let Some(end) = Day::parse(Calendar::NewStyle, end).filter(|end| *end < loaded.spec.end) {
        case::end_on(&mut loaded.spec, end);
        // How the year ends is nothing that a world of some of its days can say.
        if let Some(split) = &mut loaded.split {
            split.outcome = None;
        }
    }
    Ok(loaded)
}
