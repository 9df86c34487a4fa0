//! The size and checksum of a file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use engine::digest::{Digest, hex};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Bytes read at once.
const AT_ONCE: usize = 1 << 20;

/// What is known of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its size.
    pub bytes: u64,
    /// Its checksum, 32 hexadecimal digits (XXH3, not cryptographic: it finds damage, not forgery).
    pub digest: String,
}

impl FileFacts {
    /// Those of bytes.
    pub fn of(bytes: &[u8]) -> FileFacts {
        let mut digest = Digest::new();
        digest.bytes(bytes);
        FileFacts { bytes: bytes.len() as u64, digest: hex(digest.finish()) }
    }

    /// Those of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(path: &Path) -> Result<FileFacts, Error> {
        let failed = |e| Error::file("read", path, e);
        let mut file = File::open(path).map_err(failed)?;
        let (mut digest, mut bytes, mut buffer) = (Digest::new(), 0, vec![0; AT_ONCE]);
        loop {
            match file.read(&mut buffer).map_err(failed)? {
                0 => return Ok(FileFacts { bytes, digest: hex(digest.finish()) }),
                n => {
                    digest.bytes(&buffer[..n]);
                    bytes += n as u64;
                }
            }
        }
    }
}
