//! The state of an interrupted run, in one file, from which it goes on as if it had never stopped.
//!
//! Layout of `checkpoint.bin`: a line that names the format; the length of the head as eight bytes; the head as JSON;
//! the society's own bytes; and sixteen bytes of digest over all of them, so that a file cut short is noticed.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use engine::calendar::Day;
use engine::digest::Digest;
use engine::snapshot::{Put, Take};
use serde::{Deserialize, Serialize};

use crate::manifest::Identity;
use crate::store::recorder::Recorded;
use crate::store::{rename, with_suffix};
use crate::{Error, disk};

const FORMAT: &[u8] = b"tauride checkpoint 1\n";
/// A head longer than this is no head; it is some kilobytes in truth.
const LONGEST_HEAD: u64 = 1 << 26;

/// What stands beside the state.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// Which run it is.
    pub identity: Identity,
    /// The day that the next step simulates, in days since 1 January 1970 (New Style).
    pub next_day: i32,
    /// Where recording stands.
    pub recorded: Recorded,
    /// Seconds the run has taken so far.
    pub wall_seconds: f64,
}

impl Head {
    /// The day that the next step simulates.
    pub fn next_day(&self) -> Day {
        Day(self.next_day)
    }
}

/// The checkpoint of a run's directory.
pub fn path(dir: &Path) -> PathBuf {
    dir.join("checkpoint.bin")
}

/// Writes a checkpoint; the file's name holds the old one or the new one, never half of it.
///
/// # Errors
/// When the file cannot be written.
pub fn save(dir: &Path, head: &Head, state: impl FnOnce(Put<'_>)) -> Result<(), Error> {
    let path = path(dir);
    let part = with_suffix(&path, ".new");
    let failed = |e| Error::file("write", &part, e);
    let file = disk::create(&part).map_err(failed)?;
    let mut to = BufWriter::with_capacity(1 << 20, file);
    encode(&mut to, head, state).and_then(|()| to.flush()).and_then(|()| to.get_ref().sync_all()).map_err(failed)?;
    rename(&part, &path)
}

/// Writes the bytes of a checkpoint: those of its file, or of a snapshot in memory.
///
/// # Errors
/// When they cannot be written.
pub fn encode(to: &mut impl Write, head: &Head, state: impl FnOnce(Put<'_>)) -> io::Result<()> {
    let mut digest = Digest::new();
    let mut result = Ok(());
    let mut put = |bytes: &[u8]| {
        digest.bytes(bytes);
        // The society cannot answer for the disk: the first failure is kept, the rest of its bytes go nowhere.
        if result.is_ok() {
            result = to.write_all(bytes);
        }
    };
    let json = serde_json::to_vec(head).expect("a checkpoint's head has only text keys and finite numbers");
    put(FORMAT);
    put(&(json.len() as u64).to_le_bytes());
    put(&json);
    state(&mut put);
    result.and_then(|()| to.write_all(&digest.finish().to_le_bytes()))
}

/// A checkpoint whose head has been read and whose state can be.
pub struct Checkpoint<R = BufReader<File>> {
    /// The head.
    pub head: Head,
    path: PathBuf,
    from: R,
    digest: Digest,
}

impl Checkpoint {
    /// Opens a directory's checkpoint; `None` when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or is no checkpoint.
    pub fn open(dir: &Path) -> Result<Option<Checkpoint>, Error> {
        let path = path(dir);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::file("read", &path, e)),
        };
        Checkpoint::decode(path, BufReader::with_capacity(1 << 20, file)).map(Some)
    }
}

impl<R: Read> Checkpoint<R> {
    /// Reads the head of a checkpoint's bytes; `path` names where they are from in whatever is said of them.
    ///
    /// # Errors
    /// When they cannot be read or are no checkpoint.
    pub fn decode(path: PathBuf, mut from: R) -> Result<Checkpoint<R>, Error> {
        let mut digest = Digest::new();
        let mut read = |n: u64| -> Result<Vec<u8>, Error> {
            let mut bytes = Vec::new();
            from.by_ref().take(n).read_to_end(&mut bytes).map_err(|e| Error::file("read", &path, e))?;
            if bytes.len() as u64 != n {
                return Err(damaged(&path, "is cut short"));
            }
            digest.bytes(&bytes);
            Ok(bytes)
        };
        if read(FORMAT.len() as u64)? != FORMAT {
            return Err(damaged(&path, "is no checkpoint of this version's format"));
        }
        let length = read(8)?.try_into().map(u64::from_le_bytes).unwrap_or(u64::MAX);
        if length > LONGEST_HEAD {
            return Err(damaged(&path, "has a head of impossible length"));
        }
        let head = serde_json::from_slice(&read(length)?)
            .map_err(|e| damaged(&path, &format!("has a head that makes no sense: {e}")))?;
        Ok(Checkpoint { head, path, from, digest })
    }

    /// Reads the state with the world's own loader and checks that the file was whole.
    ///
    /// # Errors
    /// When the file is cut short, changed, or of another world.
    pub fn state<W>(mut self, load: impl FnOnce(Take<'_>) -> Option<W>) -> Result<W, Error> {
        let mut take = |bytes: &mut [u8]| {
            let whole = self.from.read_exact(bytes).is_ok();
            if whole {
                self.digest.bytes(bytes);
            }
            whole
        };
        let world = load(&mut take);
        let mut rest = Vec::new();
        self.from.by_ref().take(17).read_to_end(&mut rest).map_err(|e| Error::file("read", &self.path, e))?;
        match world {
            Some(world) if rest == self.digest.finish().to_le_bytes() => Ok(world),
            _ => Err(damaged(&self.path, "is damaged; leave `--resume` out to start again")),
        }
    }
}

fn damaged(path: &Path, what: &str) -> Error {
    Error::Damaged { path: path.to_owned(), what: what.to_owned() }
}
