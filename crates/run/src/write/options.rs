//! How a run is asked for, and what it tells while it goes on.

use std::path::PathBuf;

use engine::calendar::Day;

/// How to run, as opposed to what.
#[derive(Clone, Debug)]
pub struct Options {
    /// Directory that the run is written to.
    pub out: PathBuf,
    /// Whether to go on from an interrupted run in that directory.
    pub resume: bool,
    /// Whether to write over a finished run of another question.
    pub force: bool,
    /// Also write a checkpoint every so many days.
    pub checkpoint_days: Option<u32>,
    /// Which tables are written.
    pub tables: Tables,
}

/// Which tables of a run are written. What comes out of the world is the same, and so is its digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tables {
    /// None: `manifest.json` alone, with outcome, dates, patterns and digest.
    None,
    /// The [few](crate::store::few) that tell a world in short.
    Few,
    /// Every row of every table; only of these can a report be made.
    #[default]
    All,
}

impl Tables {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Tables::None => "none",
            Tables::Few => "few",
            Tables::All => "all",
        }
    }

    /// The choice that a word of the command line means.
    pub fn of_word(word: &str) -> Option<Tables> {
        [Tables::None, Tables::Few, Tables::All].into_iter().find(|tables| tables.word() == word)
    }
}

/// Where a run stands, told after every day.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The day just simulated.
    pub day: Day,
    /// Days simulated since the first.
    pub days_done: u32,
    /// Days from the first to the last.
    pub days_total: u32,
    /// Persons simulated a second, so far: those held in memory times days.
    pub persons_per_second: f64,
    /// What is happening, in a line.
    pub headline: String,
}

/// What a run tells while it goes on.
#[derive(Clone, Debug)]
pub enum Said {
    /// A sentence for the user, such as that a run starts again.
    Note(String),
    /// A day is done.
    Day(Progress),
}
