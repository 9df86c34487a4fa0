//! A bank: worlds at the points of a design over parameters, each with its answers to every question of the record. Nothing is
//! fitted here; what is learned from a bank is learned afterwards, as often as one likes, by the crate `fit`.
//!
//! Every world has a seed of its own, so that chance is among what the worlds differ by. The files of its directory:
//!
//! | file | what |
//! |---|---|
//! | `study.json` | what the worlds are of |
//! | `worlds.jsonl` | the finished worlds, from which an interrupted bank goes on |
//! | `bank.parquet` | one row a world: point, seed, its parameters, how it ended, its answer to each question |
//! | `asked.json` | the questions, in the order of their columns |
//! | `bank.json` | what it is; written last, so that where it is all is |

use std::path::{Path, PathBuf};

use engine::digest::{Digest, hex};
use observables::record_observer::Answer as Answered;
use run::Error;
use run::case::{Changes, quoted};
use run::cost::{Ahead, Kept};
use run::record::rows::Record;
use run::store::RealDisk;
use run::store::plain::{self, Column, Values};
use run::worlds::{Job, OUTCOMES, ask};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::asked::{self, Asked};
use crate::ensemble::tables::about_all;
use crate::frame::{Files, Halt, Runner, Study};
use crate::journal;
use crate::schema::StudyInfo;
use crate::sweep::factors::Level;
use crate::sweep::{self, Design};
use crate::worlds::WORLDS;

/// The table's file.
pub const TABLE: &str = "bank.parquet";
/// The answer's file, written last.
pub const ANSWER: &str = "bank.json";

/// A finished world of a bank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The point, from 1 on.
    pub point: u32,
    /// Its seed.
    pub seed: u64,
    /// Position of its outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// Its answers, by the position of the question.
    pub answers: Vec<Answered>,
}

impl journal::Entry for Entry {
    type Key = u32;
    fn key(&self) -> u32 {
        self.point
    }
}

/// What is run.
pub struct Plan {
    points: sweep::Plan,
    asked: Asked,
    record: Record,
}

impl Plan {
    /// Opens a bank. Where nothing is varied, the parameters that the record's division lets a fit move are, each over its
    /// declared range.
    ///
    /// # Errors
    /// Every fault of the scenario, of a setting and of what is varied; a scenario whose record is not divided where nothing is
    /// varied.
    pub fn open(name: &str, changes: &Changes, vary: &[String], design: Design) -> Result<Plan, Error> {
        let vary = if vary.is_empty() && !matches!(design, Design::File(_)) { movable(name)? } else { vary.to_vec() };
        let points = sweep::Plan::open(name, changes, &sweep::Asked { vary, design, runs: 1 })?;
        let record = Record::of(&points.case.loaded);
        let asked = Asked::of(&points.case.loaded, &record);
        Ok(Plan { points, asked, record })
    }

    /// The points and the case.
    pub fn points(&self) -> &sweep::Plan {
        &self.points
    }

    /// Questions that every world is asked.
    pub fn questions(&self) -> &[String] {
        &self.asked.questions
    }

    fn seed(&self, point: u32) -> u64 {
        self.points.case.seed + u64::from(point) - 1
    }

    fn n_points(&self) -> u32 {
        u32::try_from(self.points.points.points.len()).expect("a design has fewer points than that")
    }
}

/// What a fit may move, as a sweep varies it.
fn movable(name: &str) -> Result<Vec<String>, Error> {
    let (loaded, _) = run::case::load(name)?;
    let Some(split) = &loaded.split else {
        let what =
            format!("{name} has no evidence/split.toml that names parameters; name them with `--vary KEY=LOW..HIGH`");
        return Err(Error::Request(what));
    };
    let declared = loaded.spec.rules.declared();
    let range = |key: &String| {
        let of = declared.iter().find(|declared| declared.key == key)?;
        Some(format!("{key}={}..{}", of.low, of.high))
    };
    Ok(split.parameters.iter().filter_map(range).collect())
}

/// What a bank is.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// What it is of.
    #[serde(flatten)]
    pub info: StudyInfo,
    /// How the points were chosen.
    pub design: String,
    /// What varies.
    pub factors: Vec<String>,
    /// Worlds.
    pub worlds: u64,
    /// Questions that every world was asked.
    pub questions: usize,
    /// Digest of the society's texts.
    pub society: String,
    /// Digest of every parameter and every answer.
    pub digest: String,
    #[serde(skip)]
    entries: Vec<Entry>,
}

impl Study for Plan {
    type Entry = Entry;
    type Answer = Written;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: ANSWER, others: &[TABLE, asked::FILE] };
    const HAS_PAGE: bool = false;

    fn default_out(&self) -> PathBuf {
        self.points.case.default_out_of("bank")
    }

    fn command(&self) -> String {
        let mut words = vec![self.points.case.command().replacen("tauride run", "tauride bank", 1)];
        words.extend(self.points.asked.vary.iter().map(|given| format!("--vary {}", quoted(given))));
        words.push(format!("--design {}", quoted(self.points.asked.design.word())));
        words.extend(self.points.asked.design.n_points().map(|n| format!("--runs {n}")));
        words.join(" ")
    }

    // The number of points is no part of it: a Sobol' sequence goes on where a shorter one ends.
    fn identity(&self) -> Value {
        let mut study = self.points.case.study("bank");
        study["factors"] = self.points.points.factors.iter().map(|factor| factor.key.clone()).collect();
        study["design"] = self.points.asked.design.word().into();
        if !matches!(self.points.asked.design, Design::Sobol(_)) {
            study["points"] = self.points.points_digest().into();
        }
        study["ranges"] = self.points.asked.vary.clone().into();
        study
    }

    fn admit(&self, finished: &journal::Journal<Entry>) -> Result<(), Error> {
        match finished.entries().keys().next_back().filter(|last| **last > self.n_points()) {
            None => Ok(()),
            Some(last) => Err(Error::Request(format!(
                "the directory holds world {last} of this bank already; ask for as many with `--runs {last}`"
            ))),
        }
    }

    fn conduct(&self, runner: &mut Runner<'_, Entry>) -> Result<Written, Halt> {
        let stop = runner.resources().stop;
        let pieces = (1..=self.n_points()).map(|point| (point, point)).collect();
        runner.complete(pieces, &|point: u32| {
            let spec = self.points.spec(point as usize - 1)?;
            let job = Job { spec: &spec, seed: self.seed(point), scale: self.points.case.scale };
            Ok(ask(job, &self.record.questions, stop).map(|world| Entry {
                point,
                seed: world.seed,
                outcome: world.outcome,
                answers: world.answers,
            }))
        })?;
        let entries: Vec<Entry> = runner.journal().entries().values().cloned().collect();
        Ok(Written {
            info: StudyInfo::of("bank", self, &self.points.case),
            design: self.points.asked.design.word().to_owned(),
            factors: self.points.points.factors.iter().map(|factor| factor.key.clone()).collect(),
            worlds: entries.len() as u64,
            questions: self.asked.questions.len(),
            society: self.asked.society_hash.clone(),
            digest: digest_of(&entries),
            entries,
        })
    }

    fn write(&self, answer: &Written, dir: &Path) -> Result<(), Error> {
        self.asked.write(dir)?;
        table(&dir.join(TABLE), self, &answer.entries)
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        let (spec, worlds) = (&self.points.case.loaded.spec, f64::from(self.n_points()));
        Some(Ahead { spec, scale: self.points.case.scale, worlds, kept: Kept::Row })
    }

    fn written(&self, answer: &Written) -> impl Serialize {
        answer
    }
}

fn digest_of(entries: &[Entry]) -> String {
    let mut digest = Digest::new();
    for entry in entries {
        digest.bytes(&entry.seed.to_le_bytes());
        for answer in &entry.answers {
            digest.bytes(&answer.map_or(u64::MAX, f64::to_bits).to_le_bytes());
        }
    }
    hex(digest.finish())
}

fn table(path: &Path, plan: &Plan, entries: &[Entry]) -> Result<(), Error> {
    let points = plan.points();
    let mut columns = vec![
        Column::new(
            "point",
            "",
            "number of the point of the design, from 1",
            Values::Count(entries.iter().map(|e| e.point).collect()),
        ),
        Column::new("seed", "", "seed of all its draws", Values::Seed(entries.iter().map(|e| e.seed).collect())),
    ];
    for (at, factor) in points.points.factors.iter().enumerate() {
        let levels = || entries.iter().map(|entry| &points.points.points[entry.point as usize - 1][at]);
        let number = |level: &Level| match level {
            Level::Number(x) => *x,
            Level::Word(_) => f64::NAN,
        };
        let values = match factor.is_number() {
            true => Values::Real(levels().map(number).collect()),
            false => Values::Text(levels().map(Level::text).collect()),
        };
        columns.push(Column::new(&factor.key, "as declared", &format!("varied: {}", factor.name), values));
    }
    let outcomes = entries.iter().map(|entry| OUTCOMES[entry.outcome].word()).collect();
    columns.push(Column::new("outcome", "", "how it ended", Values::Word(outcomes)));
    for (at, question) in plan.questions().iter().enumerate() {
        let values = entries.iter().map(|entry| entry.answers.get(at).copied().flatten()).collect();
        let meaning = format!("{question}; missing where the world has nothing to say");
        columns.push(Column::new(&column_of(at), "as the question", &meaning, Values::RealOrNone(values)));
    }
    let first = points.case.seed;
    let seeds = first..first + entries.len() as u64;
    let mut about = about_all(&points.case.manifest(), &seeds);
    about.push(("bank.design".to_owned(), points.asked.design.word().to_owned()));
    let facts = plain::Facts { row: "world", calendar: points.case.loaded.calendar, about: &about };
    plain::write(&RealDisk, path, &columns, &facts)
}

/// The column of a question, by its position.
pub fn column_of(question: usize) -> String {
    format!("q{:04}", question + 1)
}
