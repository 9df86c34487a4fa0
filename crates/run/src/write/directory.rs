//! The directory of a run: who may write there, what an earlier run left, and how a finished one gets its names.

use std::fs::File;
use std::path::Path;

use society::tables::TABLES;

use super::options::{Options, Said, Tables};
use crate::checkpoint::{self, Checkpoint};
use crate::index;
use crate::manifest::{self, Manifest};
use crate::store;
use crate::store::checksum::FileFacts;
use crate::store::few::FEW;
use crate::store::recorder::Recorded;
use crate::{Error, disk};

/// What a directory is ready for.
pub(super) enum Entry {
    /// It holds this very run, complete.
    AlreadyDone(Box<Manifest>),
    /// It is locked for this run, which goes on from a checkpoint where there is one.
    Run(File, Option<Box<Checkpoint>>),
}

/// Looks at what is in the directory, and takes it for this run alone.
pub(super) fn enter(manifest: &Manifest, options: &Options, say: &mut dyn FnMut(Said)) -> Result<Entry, Error> {
    let identity = &manifest.identity;
    let dir = options.out.as_path();
    refuse_what_is_not_ours(dir)?;
    let checkpoint = if options.resume { Checkpoint::open(dir)? } else { None };
    if let Some(checkpoint) = &checkpoint {
        if let Some(difference) = identity.difference(&checkpoint.head.identity) {
            return Err(Error::Request(format!(
                "{} holds another run: {difference}; repeat its options to resume it, or leave `--resume` out to \
                 start again",
                dir.display()
            )));
        }
        has_every_segment(dir, &checkpoint.head.recorded)?;
        let (day, calendar) = (checkpoint.head.next_day(), manifest.calendar());
        say(Said::Note(format!("going on from {} {}", day.iso(calendar), calendar.style())));
    } else if options.resume {
        if let Ok(done) = Manifest::read(dir) {
            return match identity.difference(&done.identity) {
                None => {
                    index::check(dir)?;
                    tidy_up(dir)?;
                    say(Said::Note(format!("{} is already complete", dir.display())));
                    Ok(Entry::AlreadyDone(Box::new(done)))
                }
                Some(difference) => Err(Error::Request(format!(
                    "{} holds another run, already complete: {difference}; choose another directory with `--out`",
                    dir.display()
                ))),
            };
        }
        say(Said::Note(format!("no checkpoint in {}: starting from the first day", dir.display())));
    } else if let Some(difference) =
        Manifest::read(dir).ok().and_then(|done| identity.difference(&done.identity)).filter(|_| !options.force)
    {
        return Err(Error::Request(format!(
            "{} holds another run: {difference}; choose another directory with `--out`, or write over it with `--force`",
            dir.display()
        )));
    } else if manifest::path(dir).exists() {
        if let Some(lost) = fewer_tables(dir, options).filter(|_| !options.force) {
            return Err(Error::Request(format!(
                "{} holds this run with the table {lost}, which `--tables {}` would take away; choose another directory \
                 with `--out`, or write over it with `--force`",
                dir.display(),
                options.tables.word()
            )));
        }
        say(Said::Note(format!(
            "{} holds an earlier run; it stays until this one is done, and is replaced then",
            dir.display()
        )));
    } else if checkpoint::path(dir).exists() {
        say(Said::Note(format!(
            "{} holds an interrupted run; starting again from the first day (`--resume` would go on from it)",
            dir.display()
        )));
    }
    disk::create_dir_all(dir).map_err(|e| Error::file("create", dir, e))?;
    let lock = lock(dir)?;
    for name in OURS_COMING {
        store::remove(&dir.join(name))?;
    }
    if checkpoint.is_none() {
        remove_leftovers(dir)?;
    }
    Ok(Entry::Run(lock, checkpoint.map(Box::new)))
}

/// A table of the finished run in the directory that the one asked for does not write.
fn fewer_tables(dir: &Path, options: &Options) -> Option<String> {
    let few = FEW.map(|at| TABLES[at].name);
    let is_written = |name: &str| match options.tables {
        Tables::None => false,
        Tables::Few => few.contains(&name),
        Tables::All => true,
    };
    let done = Manifest::read(dir).ok()?;
    done.tables.into_iter().map(|table| table.name).find(|name| !is_written(name))
}

/// A directory with files in it that no run of ours wrote is left alone.
fn refuse_what_is_not_ours(dir: &Path) -> Result<(), Error> {
    refuse_unless(dir, "no run of Tauride's", |dir| {
        let ours = if manifest::path(dir).exists() { Manifest::read(dir) } else { Manifest::read_part(dir) };
        ours.is_ok()
    })
}

/// A directory with files in it is left alone unless `is_ours` says otherwise; `what` says in words what it is not.
///
/// # Errors
/// When the directory is somebody else's, or cannot be read.
pub fn refuse_unless(dir: &Path, what: &str, is_ours: impl Fn(&Path) -> bool) -> Result<(), Error> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(Error::Request(format!("{} cannot be written to: {e}", dir.display()))),
    };
    // What a run that was cut off in its first moment left has no name of its own yet.
    let is_ours_yet = |name: &str| name == LOCK || OURS_COMING.contains(&name);
    let is_empty = entries.flatten().all(|entry| entry.file_name().to_str().is_some_and(is_ours_yet));
    if is_empty || is_ours(dir) {
        return Ok(());
    }
    Err(Error::Request(format!(
        "{} has files in it and is {what}; choose another directory with `--out`",
        dir.display()
    )))
}

/// Files under which manifests and studies are written before they have their names.
const OURS_COMING: [&str; 2] = ["manifest.json.part.new", "study.json.new"];

/// Name of the file by which a run holds its directory.
pub const LOCK: &str = ".lock";

/// Holds the directory until the file is closed, by the end of the run or of the process.
///
/// # Errors
/// When another run holds it, or the file cannot be made.
pub fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join(LOCK);
    let file = disk::create(&path).map_err(|e| Error::file("create", &path, e))?.into_inner();
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(Error::Request(format!("another run is writing to {}", dir.display())))
        }
        // Some file systems know no locks; two runs in one directory are then the user's to avoid.
        _ => Ok(file),
    }
}

fn has_every_segment(dir: &Path, recorded: &Recorded) -> Result<(), Error> {
    for segment in &recorded.segments {
        let path = store::segment_path(dir, &segment.table, segment.number);
        let rows = store::join::n_rows(&path)?;
        if rows != segment.rows {
            let what = format!("has {rows} rows where the checkpoint counts {}", segment.rows);
            return Err(Error::Damaged { path, what });
        }
        if FileFacts::of_file(&path)?.digest != segment.digest {
            let what = "is not as it was written; leave `--resume` out to start again".to_owned();
            return Err(Error::Damaged { path, what });
        }
    }
    Ok(())
}

/// Removes what an unfinished run left: its checkpoint first, for it names the segments.
///
/// # Errors
/// When a file cannot be removed.
pub fn remove_leftovers(dir: &Path) -> Result<(), Error> {
    store::remove(&checkpoint::path(dir))?;
    let entries = std::fs::read_dir(dir).map_err(|e| Error::file("read", dir, e))?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().contains(".parquet.part") {
            store::remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Takes away what a run left that ended between its manifest and its end.
fn tidy_up(dir: &Path) -> Result<(), Error> {
    let entries = std::fs::read_dir(dir).map_err(|e| Error::file("read", dir, e))?;
    let is_left = |name: &str| name == LOCK || name.contains(".parquet.part") || name.starts_with("manifest.json.part");
    if !entries.flatten().any(|entry| entry.file_name().to_str().is_some_and(is_left)) {
        return Ok(());
    }
    let _lock = lock(dir)?;
    remove_leftovers(dir)?;
    store::remove(&manifest::part_path(dir))?;
    store::remove(&dir.join(LOCK))
}

/// Names of the files that hold the score of the worlds in a directory: the answer, and its page.
pub const SCORE: [&str; 2] = ["score.json", "score.html"];

/// Takes away the score of worlds that are about to be replaced, so that it does not lie beside others.
///
/// # Errors
/// When a file cannot be removed.
pub fn forget_score(dir: &Path) -> Result<(), Error> {
    SCORE.iter().try_for_each(|name| store::remove(&dir.join(name)))
}

/// Gives every table its name, then the manifest, then tidies up.
pub(super) fn publish(dir: &Path, manifest: &Manifest) -> Result<(), Error> {
    let earlier = Manifest::read(dir).map_or_else(|_| Vec::new(), |earlier| earlier.tables);
    index::unseal(dir)?;
    store::remove(&manifest::path(dir))?;
    forget_score(dir)?;
    store::remove(&manifest::report_path(dir))?;
    // A table of an earlier run that this one does not write would be taken for its own.
    let is_written = |name: &str| manifest.tables.iter().any(|table| table.name == name);
    for table in earlier.iter().filter(|table| !is_written(&table.name)) {
        store::remove(&store::table_path(dir, &table.name))?;
    }
    for table in &manifest.tables {
        store::rename(&store::part_path(dir, &table.name), &store::table_path(dir, &table.name))?;
    }
    let names = manifest.tables.iter().map(|table| format!("{}.parquet", table.name));
    if !manifest.tables.is_empty() {
        index::seal(dir, names, &[("manifest.json", manifest.text().as_bytes())])?;
    }
    manifest.write(dir)?;
    remove_leftovers(dir)?;
    store::remove(&dir.join(LOCK))
}
