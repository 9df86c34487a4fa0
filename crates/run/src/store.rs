//! The tables of a run as Parquet files, and how they are kept from looking whole when they are not.
//!
//! A table grows as `<table>.parquet.part`. A Parquet file without its footer cannot be read, and the name says what it
//! is besides. An interrupted run closes its tables as segments, `<table>.parquet.part-000` and so on, each of them a
//! complete Parquet file of some days. Only when a run is over are the segments joined, and only when every table is
//! safely on the disk do they get their names, `<table>.parquet`.
//!
//! - [`schema`]: from a table's declaration to the columns of its file.
//! - [`write`]: one file.
//! - [`checksum`]: the size and checksum of a file.
//! - [`constant`]: columns that say of which world a file is.
//! - `dictionary`: columns of few different values.
//! - [`recorder`]: all files of a run, written by a thread beside the simulation.
//! - [`join`]: segments into one table.
//! - [`plain`]: a small table written at once, with values that may be missing.
//! - [`read`]: our own tables back.
//! - [`csv`]: the same as comma-separated text.
//! - [`few`]: the few tables that tell a world in short.

pub mod checksum;
pub mod constant;
pub mod csv;
mod dictionary;
pub mod few;
pub mod join;
pub mod plain;
pub mod read;
pub mod recorder;
pub mod schema;
pub mod sentences;
pub mod write;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::{Error, disk};

/// Something a table can be written to and made safe on.
pub trait Sink: Write + Send {
    /// Returns when everything written is on the disk.
    ///
    /// # Errors
    /// When the system cannot promise that.
    fn make_safe(&mut self) -> io::Result<()>;
}

impl Sink for BufWriter<disk::File> {
    fn make_safe(&mut self) -> io::Result<()> {
        self.flush()?;
        self.get_ref().sync_all()
    }
}

/// Opens the files that tables are written to. Tests put a disk that fills up in its place.
pub trait Disk: Send {
    /// Opens a new file, cutting off what an earlier run left there.
    ///
    /// # Errors
    /// When the system refuses.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>>;
}

/// The machine's own file system.
pub struct RealDisk;

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Ok(Box::new(BufWriter::with_capacity(1 << 18, disk::create(path)?)))
    }
}

/// The file of a finished table.
pub fn table_path(dir: &Path, table: &str) -> PathBuf {
    dir.join(format!("{table}.parquet"))
}

/// The file of a table that is being written.
pub fn part_path(dir: &Path, table: &str) -> PathBuf {
    dir.join(format!("{table}.parquet.part"))
}

/// The file of one closed segment of a table whose run was interrupted.
pub fn segment_path(dir: &Path, table: &str, segment: u32) -> PathBuf {
    dir.join(format!("{table}.parquet.part-{segment:03}"))
}

/// Writes a small file so that its name holds either the old content or the new, never half of it.
///
/// # Errors
/// When the file cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let part = with_suffix(path, ".new");
    let failed = |e| Error::file("write", path, e);
    let mut file = disk::create(&part).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    rename(&part, path)
}

/// Renames a file and makes the directory remember it.
///
/// # Errors
/// When the file cannot be renamed.
pub fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    disk::rename(from, to).map_err(|e| Error::file("rename", from, e))?;
    if let Some(dir) = to.parent()
        && let Ok(dir) = std::fs::File::open(if dir.as_os_str().is_empty() { Path::new(".") } else { dir })
    {
        // Not every file system lets a directory be synced; the rename itself has been done.
        let _ = dir.sync_all();
    }
    Ok(())
}

/// Removes a file that may not be there.
///
/// # Errors
/// When the file is there and cannot be removed.
pub fn remove(path: &Path) -> Result<(), Error> {
    match disk::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::file("remove", path, e)),
        _ => Ok(()),
    }
}

/// The path with something appended to its name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
