//! The worlds that are scored, read from the directory of an ensemble or of a run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::calendar::{Calendar, Day};
use observables::question::{Measured, Questions};
use observables::record_observer::Answer;
use run::Error;
use run::case;
use run::index;
use run::manifest::{Applied, Manifest};
use run::record::rows::{Record, Row};
use run::replay::look_again;
use run::run_data::RunData;
use run::store::table_path;
use run::worlds::{DATES, OUTCOMES, WorldSummary};
use scenario::Loaded;
use serde_json::Value;

use crate::asked::{Answers, Asked, Finished, Sources};
use crate::ensemble::ANSWER;
use crate::ensemble::tables::{Tables, world_number};
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
    /// Whether there was something to measure each on.
    pub measured: [bool; 8],
}

impl World {
    /// What a score reads of a finished world.
    pub fn of(world: &WorldSummary) -> World {
        World {
            answers: world.answers.clone(),
            outcome: world.outcome,
            dates: world.dates,
            patterns: world.patterns,
            measured: world.pattern_values.map(|value| value.is_some()),
        }
    }
}

/// What is scored: worlds of a scenario.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The scenario.
    pub loaded: &'a Loaded,
    /// Its worlds, with their answers to its record.
    pub worlds: &'a [World],
    /// Real persons that one simulated person stands for.
    pub scale: u32,
    /// Questions that nothing answers, and why.
    pub silent: &'a BTreeMap<usize, String>,
}

/// Where the answers of worlds come from.
struct Kept {
    dir: PathBuf,
    /// Questions that the worlds were asked as they ran.
    questions: Vec<String>,
    /// Numbers of the worlds, from 1 on.
    numbers: Vec<u32>,
    /// The answers of each to these questions.
    answers: Vec<Vec<Answer>>,
    has_all_events: bool,
    is_run: bool,
}

/// Worlds with the scenario against whose record they are scored.
pub struct Worlds {
    kept: Kept,
    /// Questions of the record that nothing on the disk answers, by their position, and why.
    pub silent: BTreeMap<usize, String>,
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
    let asked = Asked::read(dir)?;
    let society = asked.as_ref().map_or("", |asked| asked.society_hash.as_str());
    let loaded = scenario_of(name, [text("scenario_hash"), society], text("end"), dir)?;
    let summaries = read_worlds(dir)?;
    let kept = asked.map_or_else(|| Asked::of(&loaded, &Record::of(&loaded)).questions, |asked| asked.questions);
    if summaries.iter().any(|world| world.answers.len() != kept.len()) {
        let what = "was made by another version and has no answers to the record; make it again";
        return Err(Error::Request(format!("{} {what} with\n  {}", dir.display(), word("command"))));
    }
    let first = study["seed"].as_u64().unwrap_or_default();
    let kept = Kept {
        dir: dir.to_owned(),
        questions: kept,
        numbers: summaries.iter().map(|world| world_number(world.seed, first)).collect(),
        answers: summaries.iter().map(|world| world.answers.clone()).collect(),
        has_all_events: study["tables"].as_str() == Some(Tables::All.word()),
        is_run: false,
    };
    let worlds: Vec<World> = summaries.iter().map(World::of).collect();
    let about = format!("{} worlds at {}", worlds.len(), word("scale"));
    let read = |key: &str| study[key].clone();
    Worlds {
        loaded,
        worlds,
        kept,
        silent: BTreeMap::new(),
        about,
        command: word("command"),
        score_command: command(dir, &[], &[]),
        seed: first,
        scale: run::scale::scale_of(&word("scale")).unwrap_or(1),
        what_ifs: serde_json::from_value(read("interventions")).unwrap_or_default(),
        settings: serde_json::from_value(read("settings")).unwrap_or_default(),
        posterior: serde_json::from_value(read("posterior")).unwrap_or_default(),
    }
    .asked()
}

fn run(dir: &Path) -> Result<Worlds, Error> {
    let manifest = Manifest::read(dir)?;
    let hashes = [manifest.identity.scenario_hash.as_str(), manifest.society_hash.as_str()];
    let loaded = scenario_of(manifest.scenario_name(), hashes, &manifest.identity.end, dir)?;
    let world = seen(dir, &manifest, &loaded)?;
    let about = format!("one world at {}, seed {}", manifest.identity.scale, manifest.identity.seed);
    let kept = Kept {
        dir: dir.to_owned(),
        questions: Record::of(&loaded).questions.list().iter().map(|q| q.text(&loaded.spec)).collect(),
        numbers: vec![1],
        answers: vec![world.answers.clone()],
        has_all_events: true,
        is_run: true,
    };
    Ok(Worlds {
        loaded,
        worlds: vec![world],
        kept,
        silent: BTreeMap::new(),
        about,
        command: manifest.command.clone(),
        score_command: command(dir, &[], &[]),
        seed: manifest.identity.seed,
        scale: run::scale::scale_of(&manifest.identity.scale).unwrap_or(1),
        what_ifs: manifest.identity.interventions,
        settings: manifest.settings,
        posterior: None,
    })
}

impl Worlds {
    /// These worlds as what is scored.
    pub fn subject(&self) -> Subject<'_> {
        Subject { loaded: &self.loaded, worlds: &self.worlds, scale: self.scale, silent: &self.silent }
    }

    /// The answers of these worlds to other questions, from what is on the disk.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn ask(&self, questions: &Questions) -> Result<Answers, Error> {
        let kept = &self.kept;
        let path_of = |world: u32, table: &str| match kept.is_run {
            true => table_path(&kept.dir, table),
            false => Sources::in_ensemble(&kept.dir, world, table),
        };
        let worlds = kept.numbers.iter().zip(&kept.answers).zip(&self.worlds);
        let finished =
            worlds.map(|((number, answers), world)| Finished { number: *number, answers, dates: &world.dates });
        let sources = Sources {
            kept: kept.questions.clone(),
            worlds: finished.collect(),
            has_all_events: kept.has_all_events,
            path_of: &path_of,
        };
        sources.ask(&self.loaded, questions)
    }

    /// The same worlds with their answers to the record as it is read today.
    fn asked(mut self) -> Result<Worlds, Error> {
        let Answers { of_worlds, silent } = self.ask(&Record::of(&self.loaded).questions)?;
        self.worlds.iter_mut().zip(of_worlds).for_each(|(world, answers)| world.answers = answers);
        self.silent = silent;
        Ok(self)
    }
}

/// The command that scores the worlds of a directory beside opponents, each as `NAME=DIR`, and against files of evidence.
pub fn command(dir: &Path, against: &[String], evidence: &[PathBuf]) -> String {
    let against: String = against.iter().map(|given| format!(" --against {}", case::quoted(given))).collect();
    let file = |path: &PathBuf| format!(" --evidence {}", case::quoted(&path.display().to_string()));
    let evidence: String = evidence.iter().map(file).collect();
    format!("tauride score {}{against}{evidence}", case::quoted(&dir.display().to_string()))
}

/// A finished run's answers to the record, read from its tables.
fn seen(dir: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<World, Error> {
    let run = RunData::read(dir, manifest, loaded)?;
    let seen = look_again(&run, loaded, &Record::of(loaded).questions)?;
    let word = manifest.outcome.as_ref().map_or("unresolved", |outcome| outcome.kind.as_str());
    Ok(World {
        answers: seen.answers,
        outcome: OUTCOMES.iter().position(|kind| kind.word() == word).unwrap_or(OUTCOMES.len() - 1),
        dates: seen.dates,
        patterns: seen.findings.map(|finding| finding.holds),
        measured: seen.findings.map(|finding| finding.value.is_finite()),
    })
}

/// The scenario that worlds are of, with their last day (New Style) as its last. Of the digests of its texts and of its society
/// the second suffices: the record may have changed since.
fn scenario_of(name: &str, [whole, society]: [&str; 2], end: &str, dir: &Path) -> Result<Loaded, Error> {
    let (mut loaded, _) = case::load(name).map_err(|e| {
        Error::Request(format!("the scenario of {}, {name}, is not to be read any more:\n{e}", dir.display()))
    })?;
    if loaded.content_hash != whole && loaded.society_hash != society {
        let what = "the society of the scenario has changed since, so that these worlds are not of it. Make them again";
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
