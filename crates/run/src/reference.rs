//! A published model, run with the same files and the same care as a world: Parquet tables, a manifest, a digest, a page.
//!
//! The files of its directory, and when each is there:
//!
//! | file | while running | interrupted | done |
//! |---|---|---|---|
//! | `manifest.json.part` | yes | yes | |
//! | `<table>.parquet.part` | yes | | |
//! | `<table>.parquet` | | | yes |
//! | `manifest.json` | | | yes |
//!
//! A model takes seconds or minutes, so an interrupted run is not resumed but run again. An earlier finished run in the
//! same directory stays whole until the new one is done.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use engine::digest::{Digest, hex};
use engine::record::{Record, TableDecl};
pub use literature::Case;
use literature::play::add_figures;
use models::model::Range;
use models::{Figure, Outcome, Watch};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;
use crate::case::setting_words;
use crate::index;
use crate::manifest::{self, Status};
use crate::store::recorder::TableFacts;
use crate::store::schema::Names;
use crate::store::write::TableWriter;
use crate::store::{self, Disk, RealDisk};
use crate::write::directory;

/// What its page is drawn from.
pub const ANSWER: &str = "model.json";

/// How a run came to its end.
#[derive(Clone, Debug)]
pub enum Ended {
    /// Every table has its name; what the run gave is at hand for the page, which is made of it and of nothing on the disk.
    Done(Box<Manifest>, Box<Outcome>),
    /// The stop flag was raised; nothing but `manifest.json.part` is left.
    Interrupted,
}

/// `manifest.json` of a model's run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `tauride`.
    pub program: String,
    /// How far it has come.
    pub status: Status,
    /// Version of the program.
    pub version: String,
    /// Name of the model.
    pub model: String,
    /// Its title.
    pub title: String,
    /// The paper it is from.
    pub paper: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Every parameter with its value.
    pub settings: BTreeMap<String, Value>,
    /// A command that repeats the run.
    pub command: String,
    /// Its main numbers, by name; `None` for what is no finite number.
    pub figures: BTreeMap<String, Option<f64>>,
    /// What these numbers are, in the model's own order.
    pub about_figures: Vec<AboutFigure>,
    /// Hash over every recorded row and every figure.
    pub digest: Option<String>,
    /// Seconds that the run took.
    pub wall_seconds: f64,
    /// The tables.
    pub tables: Vec<TableFacts>,
}

/// What one of the numbers of a run is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AboutFigure {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// One line of meaning.
    pub meaning: String,
}

/// Directory of a run, where the user names none: `runs/model-granovetter-seed1`,
/// `runs/model-granovetter-thresholds=perturbed-seed1`.
pub fn default_out(case: &Case) -> PathBuf {
    let changed: Vec<String> = case.changed().iter().map(|(key, value)| format!("{key}={value}")).collect();
    let set = setting_words(&changed);
    Path::new("runs").join(format!("model-{}{set}-seed{}", case.model().name, case.settings().seed()))
}

impl Manifest {
    /// What is known of a run before it begins.
    fn begun(case: &Case) -> Manifest {
        let (model, settings) = (case.model(), case.settings());
        let value = |param: &models::Param| -> Value {
            match param.range {
                Range::Real(..) => settings.real(param.key).into(),
                Range::Whole(..) => settings.whole(param.key).into(),
                Range::Word(_) | Range::Preset(..) => settings.word(param.key).into(),
            }
        };
        Manifest {
            program: "tauride".into(),
            status: Status::Running,
            version: crate::VERSION.into(),
            model: model.name.into(),
            title: model.title.into(),
            paper: model.paper.into(),
            seed: settings.seed(),
            settings: model.params.iter().map(|param| (param.key.to_owned(), value(param))).collect(),
            command: case.command(),
            figures: BTreeMap::new(),
            about_figures: Vec::new(),
            digest: None,
            wall_seconds: 0.0,
            tables: Vec::new(),
        }
    }

    /// What a directory says of the model's run in it, finished or not; `None` where it holds none.
    pub fn of(dir: &Path) -> Option<Manifest> {
        let read = |path: PathBuf| serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok();
        read(manifest::path(dir)).or_else(|| read(manifest::part_path(dir)))
    }

    fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a manifest has only text keys and finite numbers");
        text + "\n"
    }

    fn take(&mut self, figures: &[Figure]) {
        for figure in figures {
            let before = self.figures.insert(figure.name.into(), Some(figure.value).filter(|x| x.is_finite()));
            assert!(before.is_none(), "{}: two figures are called `{}`", self.model, figure.name);
            self.about_figures.push(AboutFigure {
                name: figure.name.into(),
                unit: figure.unit.into(),
                meaning: figure.meaning.into(),
            });
        }
    }
}

/// Runs a model to its end, or until the stop flag is raised. `say` is told how many steps of how many are done.
///
/// # Errors
/// When the directory is not free for this run, or a file cannot be written.
pub fn run(case: &Case, dir: &Path, stop: &AtomicBool, say: &mut dyn FnMut(u64, u64)) -> Result<Ended, Error> {
    run_on(&RealDisk, case, dir, stop, say)
}

fn run_on(
    disk: &dyn Disk,
    case: &Case,
    dir: &Path,
    stop: &AtomicBool,
    say: &mut dyn FnMut(u64, u64),
) -> Result<Ended, Error> {
    let began = Instant::now();
    directory::refuse_unless(dir, "no run of a model of Tauride's", |dir| Manifest::of(dir).is_some())?;
    crate::disk::create_dir_all(dir).map_err(|e| Error::file("create", dir, e))?;
    let _lock = directory::lock(dir)?;
    directory::remove_leftovers(dir)?;
    let mut manifest = Manifest::begun(case);
    store::write_whole(&manifest::part_path(dir), manifest.text().as_bytes())?;

    let mut files = Files::open(disk, case, dir)?;
    let mut onlooker = Onlooker { files: &mut files, stop, say, failure: None };
    let model = case.model();
    let outcome = (model.run)(case.settings(), &mut onlooker);
    if let Some(error) = onlooker.failure {
        return Err(error);
    }
    if outcome.is_cut {
        drop(files);
        directory::remove_leftovers(dir)?;
        manifest.status = Status::Interrupted;
        store::write_whole(&manifest::part_path(dir), manifest.text().as_bytes())?;
        store::remove(&dir.join(directory::LOCK))?;
        return Ok(Ended::Interrupted);
    }

    let (tables, mut digest) = files.finish()?;
    add_figures(&mut digest, &outcome.figures);
    manifest.tables = tables;
    manifest.digest = Some(hex(digest.finish()));
    manifest.take(&outcome.figures);
    manifest.wall_seconds = began.elapsed().as_secs_f64();
    manifest.status = Status::Complete;
    publish(dir, &manifest)?;
    Ok(Ended::Done(Box::new(manifest), Box::new(outcome)))
}

/// Gives every table its name, then writes the manifest, then tidies up.
fn publish(dir: &Path, manifest: &Manifest) -> Result<(), Error> {
    // `Manifest::of` would read this run's own `.part` where there is no earlier one.
    let earlier = manifest::path(dir).exists().then(|| Manifest::of(dir)).flatten();
    index::unseal(dir)?;
    store::remove(&manifest::path(dir))?;
    for table in earlier.iter().flat_map(|earlier| &earlier.tables) {
        store::remove(&store::table_path(dir, &table.name))?;
    }
    for table in &manifest.tables {
        store::rename(&store::part_path(dir, &table.name), &store::table_path(dir, &table.name))?;
    }
    // Those of an earlier run; others are made of this one.
    store::remove(&dir.join(ANSWER))?;
    store::remove(&manifest::report_path(dir))?;
    let names = manifest.tables.iter().map(|table| format!("{}.parquet", table.name));
    index::seal(dir, names, &[("manifest.json", manifest.text().as_bytes())])?;
    store::write_whole(&manifest::path(dir), manifest.text().as_bytes())?;
    store::remove(&manifest::part_path(dir))?;
    store::remove(&dir.join(directory::LOCK))
}

/// The files of a run's tables, with the digest of all rows.
struct Files {
    writers: Vec<TableWriter>,
    facts: Vec<TableFacts>,
    digest: Digest,
}

impl Files {
    fn open(disk: &dyn Disk, case: &Case, dir: &Path) -> Result<Files, Error> {
        let model = case.model();
        let mut about = vec![
            ("run.model".to_owned(), model.name.to_owned()),
            ("run.seed".to_owned(), case.settings().seed().to_string()),
            ("run.version".to_owned(), crate::VERSION.to_owned()),
        ];
        let settings = case.settings().in_words();
        let joined: Vec<String> = settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
        about.push(("run.settings".to_owned(), joined.join("; ")));
        about.extend(settings.into_iter().map(|(key, value)| (format!("run.set.{key}"), value)));
        let create = |table: &'static TableDecl| {
            TableWriter::create(disk, store::part_path(dir, table.name), table, &Names::none(), &about)
        };
        let writers = model.tables.iter().map(create).collect::<Result<_, _>>()?;
        let facts = model.tables.iter().map(|table| TableFacts {
            name: table.name.to_owned(),
            row: table.row.to_owned(),
            rows: 0,
        });
        Ok(Files { writers, facts: facts.collect(), digest: Digest::new() })
    }

    fn append(&mut self, record: &mut Record) -> Result<(), Error> {
        record.digest(&mut self.digest);
        for (i, writer) in self.writers.iter_mut().enumerate() {
            writer.append(record.table(i), Vec::new())?;
        }
        Ok(())
    }

    /// Completes every table under its working name.
    fn finish(mut self) -> Result<(Vec<TableFacts>, Digest), Error> {
        for (facts, writer) in self.facts.iter_mut().zip(self.writers) {
            facts.rows = writer.finish()?;
        }
        Ok((self.facts, self.digest))
    }
}

/// Looks on while a model runs: takes its rows to the files, and ends it when asked to or when a file fails.
struct Onlooker<'a> {
    files: &'a mut Files,
    stop: &'a AtomicBool,
    say: &'a mut dyn FnMut(u64, u64),
    failure: Option<Error>,
}

impl Watch for Onlooker<'_> {
    fn progress(&mut self, done: u64, of: u64) -> ControlFlow<()> {
        if self.failure.is_some() || self.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        (self.say)(done, of);
        ControlFlow::Continue(())
    }

    fn rows(&mut self, record: &mut Record) {
        if self.failure.is_none() {
            self.failure = self.files.append(record).err();
        }
    }
}

#[cfg(test)]
mod tests;
