//! What the worlds of an ensemble were asked as they ran, and what their tables say when they are asked afterwards.

use std::collections::BTreeMap;
use std::path::Path;

use engine::cells::for_each_piece;
use engine::record::Row as _;
use observables::question::{Kind, Question, Questions};
use observables::record_observer::Answer;
use run::Error;
use run::record::rows::Record;
use run::replay;
use run::store;
use run::worlds::DATES;
use scenario::Loaded;
use serde::{Deserialize, Serialize};
use society::tables::{EventRow, TABLES};

use crate::ensemble::tables::{file_name, folder};

/// The file of the questions that worlds were asked as they ran, beside their answers.
pub const FILE: &str = "asked.json";

/// What worlds were asked as they ran.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Digest of what says what society is simulated.
    pub society_hash: String,
    /// The questions in identifiers, in the order of the answers.
    pub questions: Vec<String>,
}

impl Asked {
    /// What the worlds of a scenario are asked of its record.
    pub fn of(loaded: &Loaded, record: &Record) -> Asked {
        let texts = record.questions.list().iter().map(|q| q.text(&loaded.spec)).collect();
        Asked { society_hash: loaded.society_hash.clone(), questions: texts }
    }

    /// Writes it into the directory of an ensemble.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let text = serde_json::to_string(self).expect("it has only text keys");
        store::write_whole(&dir.join(FILE), text.as_bytes())
    }

    /// Reads it from the directory of an ensemble; nothing where an earlier version made that.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(dir: &Path) -> Result<Option<Asked>, Error> {
        let path = dir.join(FILE);
        let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
        match serde_json::from_str(&text) {
            Ok(asked) => Ok(Some(asked)),
            Err(e) => Err(Error::Damaged { path, what: format!("cannot be read: {e}") }),
        }
    }
}

/// Where the answers of finished worlds come from.
pub struct Sources<'a> {
    /// The questions that the worlds were asked as they ran, in identifiers.
    pub kept: Vec<String>,
    /// Their worlds.
    pub worlds: Vec<Finished<'a>>,
    /// Whether the tables hold every event, or the important ones alone.
    pub has_all_events: bool,
    /// Where a table of a world lies: the number of the world, its name.
    pub path_of: &'a (dyn Fn(u32, &str) -> std::path::PathBuf + Sync),
}

/// A finished world.
pub struct Finished<'a> {
    /// Its number from 1 on.
    pub number: u32,
    /// Its answers to the questions that it was asked as it ran.
    pub answers: &'a [Answer],
    /// Its dates.
    pub dates: &'a [Option<i32>; DATES.len()],
}

/// Answers of worlds.
pub struct Answers {
    /// For each world, its answers by the position of the question.
    pub of_worlds: Vec<Vec<Answer>>,
    /// Questions that nothing on the disk answers, and why.
    pub silent: BTreeMap<usize, String>,
}

impl Sources<'_> {
    /// The path of a table of a world of an ensemble.
    pub fn in_ensemble(dir: &Path, world: u32, table: &str) -> std::path::PathBuf {
        folder(dir, table).join(file_name(world))
    }

    /// The answers of all worlds: those that were kept, and what the tables say to the rest.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn ask(&self, loaded: &Loaded, questions: &Questions) -> Result<Answers, Error> {
        /// Where an answer comes from.
        enum From {
            Kept(usize),
            Date(usize),
            Tables(usize),
            Nowhere,
        }
        let mut rest = Questions::of(loaded.calendar);
        let mut silent = BTreeMap::new();
        let mut from = Vec::new();
        for (at, question) in questions.list().iter().enumerate() {
            let text = question.text(&loaded.spec);
            from.push(if let Some(kept) = self.kept.iter().position(|kept| *kept == text) {
                From::Kept(kept)
            } else if let Kind::Date(date) = question.kind {
                From::Date(date as usize)
            } else if let Some(why) = self.is_missing(question, loaded) {
                silent.insert(at, why);
                From::Nowhere
            } else {
                From::Tables(rest.put(question.clone()))
            });
        }
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let worlds: Vec<&Finished<'_>> = self.worlds.iter().collect();
        let asked = for_each_piece(worlds, threads, |_, world| {
            if rest.list().is_empty() {
                return Ok(Vec::new());
            }
            replay::ask(&|table| (self.path_of)(world.number, table), loaded, &rest, world.dates)
        });
        let asked = asked.into_iter().collect::<Result<Vec<_>, Error>>()?;
        let of_world = |(world, asked): (&Finished<'_>, Vec<Answer>)| {
            let answer = |from: &From| match from {
                From::Kept(at) => world.answers.get(*at).copied().flatten(),
                From::Date(at) => world.dates[*at].map(f64::from),
                From::Tables(at) => asked[*at],
                From::Nowhere => None,
            };
            from.iter().map(answer).collect()
        };
        Ok(Answers { of_worlds: self.worlds.iter().zip(asked).map(of_world).collect(), silent })
    }

    /// Why the tables on the disk do not answer a question; nothing where they do.
    fn is_missing(&self, question: &Question, loaded: &Loaded) -> Option<String> {
        let first = self.worlds.first()?.number;
        let tables = question.tables(loaded.spec.capital);
        let is_there = |at: &usize| (self.path_of)(first, TABLES[*at].name).is_file();
        let name = match tables.iter().find(|at| !is_there(at)) {
            Some(at) => TABLES[*at].name,
            None if tables.contains(&EventRow::TABLE) && !self.has_all_events => EventRow::DECL.name,
            None => return None,
        };
        Some(format!("`{name}` was not kept whole with these worlds; make them again with `--tables all`"))
    }
}
