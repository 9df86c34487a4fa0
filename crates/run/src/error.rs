//! What can go wrong around a run, and whose fault it is.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;
use scenario::Problems;

/// A failure of a run, a table or a report.
#[derive(Debug)]
pub enum Error {
    /// A file could not be read or written.
    File {
        /// What was being done: `"write"`, `"read"`, `"rename"`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A table could not be written or read.
    Table {
        /// What was being done: `"write"`, `"read"`, `"join"`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the format's library said.
        source: ParquetError,
    },
    /// A file of ours is there but is not what it should be.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The request cannot be met as it stands; nothing was written.
    Request(String),
    /// The scenario, or a setting, is faulty; nothing was written.
    Scenario(Problems),
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::Scenario(problems)
    }
}

impl From<stats::Refused> for Error {
    fn from(refused: stats::Refused) -> Error {
        Error::Request(refused.0)
    }
}

impl Error {
    /// Whether the user's input is wrong (exit status 2), as opposed to the machine's state (exit status 1).
    pub fn is_request(&self) -> bool {
        matches!(self, Error::Request(_) | Error::Scenario(_))
    }

    /// An input or output error on a file.
    pub fn file(doing: &'static str, path: &Path, source: io::Error) -> Error {
        Error::File { doing, path: path.to_owned(), source }
    }

    /// An error of the table format; the input or output error beneath it, where there is one.
    pub(crate) fn table(doing: &'static str, path: &Path, source: ParquetError) -> Error {
        match source {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(io) => Error::file(doing, path, *io),
                Err(inner) => Error::Table { doing, path: path.to_owned(), source: ParquetError::External(inner) },
            },
            source => Error::Table { doing, path: path.to_owned(), source },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::File { doing, path, .. } | Error::Table { doing, path, .. } => {
                write!(f, "cannot {doing} {}", path.display())
            }
            Error::Damaged { path, what } => write!(f, "{}: {what}", path.display()),
            Error::Request(what) => f.write_str(what),
            Error::Scenario(problems) => problems.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } => Some(source),
            Error::Table { source, .. } => Some(source),
            Error::Damaged { .. } | Error::Request(_) | Error::Scenario(_) => None,
        }
    }
}
