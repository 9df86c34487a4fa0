//! What commands for studies of many worlds share: threads, how far it has come, what an interruption leaves.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use experiment::case::quoted;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output;

/// Threads to use: as many as asked for, or all there are.
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from)
}

/// Tells what an interrupted study has kept, and how to go on with it.
pub fn interrupted(kept: usize, what: &str, command: &str, out: &Path) {
    let out = quoted(&out.display().to_string());
    output::note(&format!("interrupted; {kept} {what} are kept; go on with\n  {command} --out {out} --resume"));
}

/// Shows how many worlds, or other pieces of a study, are done.
pub struct Shown {
    pieces: &'static str,
    way: Way,
}

enum Way {
    Quiet,
    Bar(ProgressBar),
    /// A line at most every five seconds.
    Lines(Mutex<Instant>),
}

impl Shown {
    /// For pieces of this name, such as `worlds`.
    pub fn new(quiet: bool, pieces: &'static str) -> Shown {
        Shown { pieces, way: Way::new(quiet, pieces) }
    }

    /// So many of so many are done.
    pub fn say(&self, done: u64, of: u64) {
        match &self.way {
            Way::Quiet => {}
            Way::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(done);
            }
            Way::Lines(last) => {
                if let Ok(mut last) = last.lock()
                    && last.elapsed() >= Duration::from_secs(5)
                {
                    *last = Instant::now();
                    output::note(&format!("{done} of {of} {}", self.pieces));
                }
            }
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Way::Bar(bar) = &self.way {
            bar.finish_and_clear();
        }
    }
}

impl Way {
    fn new(quiet: bool, pieces: &str) -> Way {
        if quiet {
            return Way::Quiet;
        }
        if !std::io::stderr().is_terminal() {
            return Way::Lines(Mutex::new(Instant::now()));
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template(&format!("{{wide_bar}}  {{pos}} of {{len}} {pieces}, {{eta}}"))
        {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Way::Bar(bar)
    }
}
