//! The browser interface of Tauride.
//!
//! - [`serve`]: a server on this machine alone, with the native engine behind it.
//! - [`export`]: a folder that any web host can serve, or one file that opens from a disk, where the page's own engine does the
//!   work.
//!
//! Both hand out the same bundle, built from `web/` and kept in the repository.

mod answer;
mod bundle;
mod export;
mod guard;
mod job;
mod patient;
mod peer;
mod routes;
mod runs;
mod server;
mod studies;
mod work;

use std::path::PathBuf;

pub use export::export;
pub use server::{Options, serve};
pub use view::kept::offer;

/// Finest scale of the largest case that a page offers: four such worlds fit into the memory of a laptop. What a request may ask
/// for is bounded by the persons that its world would hold.
pub const FINEST: u32 = 10;

/// What can go wrong.
#[derive(Debug)]
pub enum Error {
    /// The user's input is wrong.
    Request(String),
    /// A file or a socket.
    Io {
        /// What was being done.
        doing: String,
        /// Why it did not go.
        source: std::io::Error,
    },
    /// Anything else.
    Failed(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Request(text) | Error::Failed(text) => f.write_str(text),
            Error::Io { doing, source } => write!(f, "cannot {doing}: {source}"),
        }
    }
}

impl std::error::Error for Error {}

fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
    let doing = doing.into();
    move |source| Error::Io { doing, source }
}

/// Packs bytes as a `.gz` file has them, while somebody waits.
fn packed(bytes: &[u8]) -> Vec<u8> {
    packed_by(bytes, 6)
}

/// The same as small as it becomes, which takes ten times as long: of what is written once and read by many.
fn packed_small(bytes: &[u8]) -> Vec<u8> {
    packed_by(bytes, 9)
}

/// The same soon rather than small: of what goes no farther than this machine.
fn packed_soon(bytes: &[u8]) -> Vec<u8> {
    packed_by(bytes, 2)
}

fn packed_by(bytes: &[u8], level: u32) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes what is written to it")
}

/// The bytes of a `.gz` file; `None` when it is none.
fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    use std::io::Read;
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).ok()?;
    Some(out)
}

/// Writes a file so that its name holds either nothing, or the old content, or all of the new.
fn write_whole(path: &std::path::Path, bytes: &[u8]) -> Result<(), Error> {
    use std::io::Write;
    let mut part = path.as_os_str().to_owned();
    part.push(".new");
    let part = PathBuf::from(part);
    let write = || {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().map_err(io(format!("write {}", path.display())))
}
