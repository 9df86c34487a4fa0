//! What the writing of a page comes to.

use std::path::PathBuf;

/// A written report.
#[derive(Clone, Debug)]
pub struct Written {
    /// The page.
    pub path: PathBuf,
    /// The page of its score, where it was scored.
    pub score: Option<PathBuf>,
    /// What the reader of the page should know, such as that the scenario has changed since the run.
    pub note: Option<String>,
}
