//! One run: what was asked, how far it is, and what is said of it.

use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What is kept of a world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keeps {
    /// Its whole course, as a page shows it.
    Film,
    /// What it came to, as odds are counted from; it is told with the run, and nothing of it is written down.
    Ending,
}

impl Keeps {
    /// What an address or an answer calls it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Keeps::Film => "film",
            Keeps::Ending => "ending",
        }
    }

    /// What an address calls so; `None` for anything else.
    pub(crate) fn read(word: &str) -> Option<Keeps> {
        [Keeps::Film, Keeps::Ending].into_iter().find(|keeps| keeps.word() == word)
    }
}

/// How a run stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    Finished,
    Cancelled,
    Failed,
    Gone,
}

impl State {
    pub(crate) fn word(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Finished => "finished",
            State::Cancelled => "cancelled",
            State::Failed => "failed",
            State::Gone => "gone",
        }
    }
}

/// A run, shared by the thread that does it and those who ask.
pub(crate) struct Run {
    pub request: Value,
    pub keeps: Keeps,
    pub days: AtomicU32,
    pub done: AtomicU32,
    pub stop: AtomicBool,
    pub told: Mutex<Told>,
    /// When somebody last asked for it; nothing for one that nobody need ask for.
    pub asked: Option<Mutex<Instant>>,
}

pub(crate) struct Told {
    pub state: State,
    pub headline: String,
    pub message: String,
    /// What the world came to, once it has, where only that is kept.
    pub ending: Option<Value>,
}

impl Run {
    pub(crate) fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.told().state == State::Running
    }

    pub(crate) fn asked(&self) -> Option<MutexGuard<'_, Instant>> {
        Some(self.asked.as_ref()?.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }

    pub(crate) fn note_that_somebody_asks(&self) {
        if let Some(mut asked) = self.asked() {
            *asked = Instant::now();
        }
    }

    pub(crate) fn is_unasked(&self, limit: Duration) -> bool {
        self.asked().is_some_and(|asked| asked.elapsed() > limit)
    }
}
