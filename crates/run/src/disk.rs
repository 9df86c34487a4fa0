//! Every change that a command makes to files and folders. Each is a step, so that a test can end the program at any of them, or
//! have the disk full from one on, and look at what is left.
//!
//! The variable `TAURIDE_STEPS` of the environment asks for that: `tell` tells each step on standard error, `end:N` ends the
//! program before step N, and `full:N` has whatever needs room fail from step N on. Bytes are written in two steps, so that a
//! program can end in the middle of them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

enum Asked {
    Nothing,
    Tell,
    End(u64),
    Full(u64),
}

fn asked() -> &'static Asked {
    static ASKED: OnceLock<Asked> = OnceLock::new();
    let read = || {
        let text = std::env::var("TAURIDE_STEPS").unwrap_or_default();
        let (word, number) = text.split_once(':').unwrap_or((&text, ""));
        match (word, number.parse()) {
            ("tell", _) => Asked::Tell,
            ("end", Ok(number)) => Asked::End(number),
            ("full", Ok(number)) => Asked::Full(number),
            _ => Asked::Nothing,
        }
    };
    ASKED.get_or_init(read)
}

/// What is about to be done; an error where the disk is to be full and this needs room.
fn step(what: &str, needs_room: bool) -> io::Result<()> {
    static DONE: AtomicU64 = AtomicU64::new(0);
    let asked = asked();
    if matches!(asked, Asked::Nothing) {
        return Ok(());
    }
    let number = DONE.fetch_add(1, Ordering::Relaxed) + 1;
    match *asked {
        Asked::Tell => eprintln!("step {number}: {what}"),
        Asked::End(at) if number == at => std::process::abort(),
        Asked::Full(from) if number >= from && needs_room => return Err(io::ErrorKind::StorageFull.into()),
        _ => {}
    }
    Ok(())
}

/// A file that is written to.
pub struct File(fs::File);

/// Makes an empty file, in the place of one that may be there.
///
/// # Errors
/// When the system refuses.
pub fn create(path: &Path) -> io::Result<File> {
    step("create", true)?;
    fs::File::create(path).map(File)
}

/// Opens a file that is there, to write at its end.
///
/// # Errors
/// When the system refuses.
pub fn append(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new().append(true).open(path).map(File)
}

impl File {
    /// Returns when what was written is on the disk.
    ///
    /// # Errors
    /// When the system cannot promise that.
    pub fn sync_all(&self) -> io::Result<()> {
        self.0.sync_all()
    }

    /// The file of the standard library.
    pub fn into_inner(self) -> fs::File {
        self.0
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if matches!(asked(), Asked::Nothing) {
            return self.0.write(bytes);
        }
        step("write", true)?;
        let (first, second) = bytes.split_at(bytes.len() / 2);
        self.0.write_all(first)?;
        step("write the rest", true)?;
        self.0.write_all(second)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Renames a file or folder, in the place of a file that may be there.
///
/// # Errors
/// When the system refuses.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step("rename", false)?;
    fs::rename(from, to)
}

/// Removes a file.
///
/// # Errors
/// When the system refuses, or there is none.
pub fn remove_file(path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        step("remove", false)?;
    }
    fs::remove_file(path)
}

/// Removes an empty folder.
///
/// # Errors
/// When the system refuses, or something is in it.
pub fn remove_dir(path: &Path) -> io::Result<()> {
    step("remove a folder", false)?;
    fs::remove_dir(path)
}

/// Removes a folder with all that is in it.
///
/// # Errors
/// When the system refuses.
pub fn remove_dir_all(path: &Path) -> io::Result<()> {
    step("remove a folder", false)?;
    fs::remove_dir_all(path)
}

/// Makes a folder with those that hold it, where they are not there.
///
/// # Errors
/// When the system refuses.
pub fn create_dir_all(path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        step("make a folder", true)?;
    }
    fs::create_dir_all(path)
}
