//! The tables of an ensemble: those of a run with the world in front, in a folder for each table and a file for each world.
//!
//! While worlds are missing, a folder is called `<table>.part`. It gets its name when every world is done, so that a reader
//! never takes a part of an ensemble for the whole. Within it a world's file grows as `world-00001.parquet.part` and gets
//! its name when the world is over; rows leave memory as they are gathered.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use engine::record::{ColumnDecl, ColumnKind, Record, Row, Rows, TableDecl, Values};
use run::case::Case;
use run::manifest::Manifest;
use run::store::few::{FEW, keep_important};
use run::store::schema::Names;
use run::store::write::TableWriter;
use run::store::{self, RealDisk, constant, sentences};
use run::world::World;
use run::write::about;
use run::{Error, disk};
use society::standing::standing;
use society::tables::{CellRow, EventRow, STANDING, StartRow, TABLES};

use crate::journal::is_world_file;

/// Which tables are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tables {
    /// `national`, `councils`, `congresses`, and the events of importance 2 and 3.
    Few,
    /// Every row of every table of a run.
    All,
}

impl Tables {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Tables::Few => "few",
            Tables::All => "all",
        }
    }

    /// The choice that a word of the command line means.
    pub fn of_word(word: &str) -> Option<Tables> {
        [Tables::Few, Tables::All].into_iter().find(|tables| tables.word() == word)
    }

    /// Positions in [`WORLD_TABLES`].
    fn positions(self) -> Vec<usize> {
        match self {
            Tables::Few => FEW.to_vec(),
            Tables::All => (0..WORLD_TABLES.len()).collect(),
        }
    }

    /// Names of the tables with a file for each world.
    pub fn names(self) -> Vec<&'static str> {
        self.positions().into_iter().map(|at| WORLD_TABLES[at].name).collect()
    }
}

/// The tables of the model and, at the end, those of [`OF_A_WORLD`], each with the world in front.
static WORLD_TABLES: LazyLock<Vec<TableDecl>> = LazyLock::new(|| {
    let world = ColumnDecl {
        name: "world",
        unit: "",
        kind: ColumnKind::U32,
        meaning: "number of the world from 1, as in the table worlds",
    };
    let with_world = |table: &TableDecl| {
        let columns: Vec<ColumnDecl> = std::iter::once(world).chain(table.columns.iter().copied()).collect();
        // Once in the life of the program, for declarations that live as long.
        TableDecl { name: table.name, row: table.row, columns: columns.leak() }
    };
    TABLES.iter().chain(OF_A_WORLD.iter().map(|at| &STANDING[*at])).map(with_world).collect()
});

/// Tables that are written once and differ from world to world, as positions in [`STANDING`].
const OF_A_WORLD: [usize; 2] = [CellRow::TABLE, StartRow::TABLE];

/// Where the files of an ensemble go and what they say.
pub(super) struct Folders<'a> {
    pub dir: &'a Path,
    pub tables: Tables,
    pub names: Names,
    pub manifest: Manifest,
    pub seeds: Range<u64>,
    pub case: &'a Case,
}

/// The folder of a table whose worlds are all done.
pub fn folder(dir: &Path, table: &str) -> PathBuf {
    dir.join(table)
}

fn unfinished(dir: &Path, table: &str) -> PathBuf {
    dir.join(format!("{table}.part"))
}

/// The folder in which the files of a table are now.
fn present(dir: &Path, table: &str) -> PathBuf {
    let part = unfinished(dir, table);
    if part.exists() { part } else { folder(dir, table) }
}

/// Number of a world from 1 on, from its seed and that of the first.
pub(crate) fn world_number(seed: u64, first: u64) -> u32 {
    u32::try_from(seed - first + 1).expect("worlds are few")
}

/// Name of a world's file.
pub fn file_name(world: u32) -> String {
    format!("world-{world:05}.parquet")
}

impl Folders<'_> {
    /// Gives all folders their working names, keeping the files of an earlier run only where `is_kept` wants its world.
    pub(super) fn open(&self, is_kept: &dyn Fn(u32) -> bool) -> Result<(), Error> {
        for table in &*WORLD_TABLES {
            let (whole, part) = (folder(self.dir, table.name), unfinished(self.dir, table.name));
            if whole.exists() && !part.exists() {
                store::rename(&whole, &part)?;
            } else if whole.exists() {
                remove_worlds(&whole, &|_| false)?;
            }
            if !self.tables.names().contains(&table.name) {
                remove_worlds(&part, &|_| false)?;
                continue;
            }
            remove_worlds(&part, is_kept)?;
            disk::create_dir_all(&part).map_err(|e| Error::file("create", &part, e))?;
        }
        Ok(())
    }

    /// The files of finished worlds, by their paths within the directory.
    pub(super) fn world_files(&self) -> Vec<String> {
        let of_table = |table: &'static str| {
            let folder = present(self.dir, table);
            let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let worlds = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
            let worlds = worlds.filter(|world| is_world_file(world) && world.ends_with(".parquet"));
            worlds.map(|world| format!("{name}/{world}")).collect::<Vec<_>>()
        };
        self.tables.names().into_iter().flat_map(of_table).collect()
    }

    /// Takes the finished files of a part over, which has folders like these.
    pub(super) fn adopt(&self, part: &Path) -> Result<(), Error> {
        for table in self.tables.names() {
            let from = present(part, table);
            // Not under a name that looks whole before all are there.
            let is_there = folder(self.dir, table).exists();
            let to = if is_there { present(self.dir, table) } else { unfinished(self.dir, table) };
            let Ok(entries) = std::fs::read_dir(&from) else { continue };
            disk::create_dir_all(&to).map_err(|e| Error::file("create", &to, e))?;
            let is_whole = |path: &Path| path.extension().is_some_and(|extension| extension == "parquet");
            for path in entries.flatten().map(|entry| entry.path()).filter(|path| is_whole(path)) {
                store::rename(&path, &to.join(path.file_name().unwrap_or_default()))?;
            }
        }
        Ok(())
    }

    /// Whether every file of a world is there.
    pub(super) fn has(&self, world: u32) -> bool {
        let name = file_name(world);
        self.tables.names().iter().all(|table| present(self.dir, table).join(&name).is_file())
    }

    /// Gives all folders their names and writes the tables of places, classes and parties, which all worlds share.
    pub(super) fn publish(&self) -> Result<(), Error> {
        let mut record = standing(&self.case.loaded.spec, None);
        for (at, decl) in STANDING.iter().enumerate().filter(|(at, _)| !OF_A_WORLD.contains(at)) {
            let part = store::part_path(self.dir, decl.name);
            let mut writer = TableWriter::create(&RealDisk, part.clone(), decl, &self.names, &self.about(None))?;
            writer.append(record.table(at), Vec::new())?;
            writer.finish()?;
            store::rename(&part, &store::table_path(self.dir, decl.name))?;
        }
        for name in self.tables.names() {
            store::rename(&unfinished(self.dir, name), &folder(self.dir, name))?;
        }
        Ok(())
    }

    /// What every file says of where it is from: the seed where the file is of one world, otherwise the seeds of all.
    pub(super) fn about(&self, seed: Option<u64>) -> Vec<(String, String)> {
        let Some(seed) = seed else { return about_all(&self.manifest, &self.seeds) };
        let mut manifest = self.manifest.clone();
        manifest.identity.seed = seed;
        about(&manifest)
    }
}

/// What a table of many worlds says of where it is from: their seeds in the place of one.
pub(crate) fn about_all(manifest: &Manifest, seeds: &Range<u64>) -> Vec<(String, String)> {
    let seeds = ("run.seeds".to_owned(), format!("{} to {}", seeds.start, seeds.end.saturating_sub(1)));
    about(manifest).into_iter().map(|fact| if fact.0 == "run.seed" { seeds.clone() } else { fact }).collect()
}

/// Removes the files of worlds from a table's folder, but for those that `is_kept` wants, and the folder when nothing is left in
/// it. A file of somebody else's stays.
fn remove_worlds(folder: &Path, is_kept: &dyn Fn(u32) -> bool) -> Result<(), Error> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix("world-").and_then(|n| n.strip_suffix(".parquet")).and_then(|n| n.parse().ok());
        if is_world_file(&name) && !number.is_some_and(is_kept) {
            store::remove(&entry.path())?;
        }
    }
    // Not empty where a world is kept or a file is somebody else's.
    let _ = disk::remove_dir(folder);
    Ok(())
}

/// Writes the tables of one world as it runs.
pub(super) struct WorldFiles<'a> {
    folders: &'a Folders<'a>,
    world: u32,
    /// Position in [`WORLD_TABLES`], file under its working name, writer.
    writers: Vec<(usize, PathBuf, TableWriter)>,
    rows: Record,
    /// Names for telling events in words, from the world's first day on.
    told: Option<words::Names>,
}

impl WorldFiles<'_> {
    /// Opens the files of a world.
    pub(super) fn start<'a>(folders: &'a Folders<'a>, world: u32, seed: u64) -> Result<WorldFiles<'a>, Error> {
        let about = folders.about(Some(seed));
        let of_world = constant::of_world(seed, folders.case.world_name(seed));
        let mut writers = Vec::new();
        for at in folders.tables.positions() {
            let table = &WORLD_TABLES[at];
            let path = unfinished(folders.dir, table.name).join(file_name(world));
            let part = store::with_suffix(&path, ".part");
            let writer = TableWriter::create_with(&RealDisk, part, table, &folders.names, &about, of_world.clone())?;
            writers.push((at, path, writer));
        }
        Ok(WorldFiles { folders, world, writers, rows: Record::new(&WORLD_TABLES), told: None })
    }

    /// Writes the cells of a world and its state before the first day, where they are asked for.
    pub(super) fn begin(&mut self, world: &World<'_>) -> Result<(), Error> {
        self.told = Some(words::Names::of(world.spec(), world.society()));
        let mut record = standing(world.spec(), Some(world.society()));
        for (at, _, writer) in self.writers.iter_mut().filter(|(at, ..)| *at >= TABLES.len()) {
            let from = record.table(OF_A_WORLD[*at - TABLES.len()]);
            writer.append(with_world(self.world, from, self.rows.table(*at)), Vec::new())?;
        }
        Ok(())
    }

    /// Takes the rows of a day.
    pub(super) fn day(&mut self, record: &mut Record) -> Result<(), Error> {
        for (at, _, writer) in self.writers.iter_mut().filter(|(at, ..)| *at < TABLES.len()) {
            let is_events = *at == EventRow::TABLE;
            let mut told = match &self.told {
                Some(told) if is_events => sentences::of_day(record, told),
                _ => Vec::new(),
            };
            let from = record.table(*at);
            if is_events && self.folders.tables == Tables::Few {
                keep_important(from, &mut told);
            }
            if from.is_empty() {
                continue;
            }
            writer.append(with_world(self.world, from, self.rows.table(*at)), told)?;
        }
        Ok(())
    }

    /// Closes the files, and gives them their names when all of them are safe on the disk.
    pub(super) fn finish(self) -> Result<(), Error> {
        let mut paths = Vec::new();
        for (_, path, writer) in self.writers {
            writer.finish()?;
            paths.push(path);
        }
        paths.iter().try_for_each(|path| store::rename(&store::with_suffix(path, ".part"), path))
    }

    /// Closes nothing and takes the files of an interrupted world away.
    pub(super) fn abandon(self) -> Result<(), Error> {
        let parts: Vec<PathBuf> = self.writers.iter().map(|(_, path, _)| store::with_suffix(path, ".part")).collect();
        drop(self.writers);
        parts.iter().try_for_each(|part| store::remove(part))
    }
}

/// Rows with the number of their world in front. The columns change hands; nothing is copied, and the memory goes back and
/// forth.
fn with_world<'r>(world: u32, from: &mut Rows, to: &'r mut Rows) -> &'r mut Rows {
    let n = from.len();
    let Some((Values::U32(worlds), rest)) = to.columns.split_first_mut() else { panic!("the world stands first") };
    worlds.resize(n, world);
    rest.iter_mut().zip(&mut from.columns).for_each(|(to, from)| std::mem::swap(to, from));
    to
}
