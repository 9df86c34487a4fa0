//! What commands for studies of many worlds share: threads, how far it has come, what an interruption leaves, the answer.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use run::Error;
use run::case::quoted;
use run::memory;
use serde_json::Value;
use study::Ended;

use crate::args::StudyOptions;
use crate::run::stop_on_interrupt;
use crate::{DONE, INTERRUPTED, output};

/// Threads to use: as many as asked for, or all there are.
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from)
}

/// What a study is run with.
pub struct Means<'a> {
    /// Where its files go.
    pub out: &'a Path,
    /// Whether to go on from what is there.
    pub resume: bool,
    /// How many threads.
    pub threads: usize,
    /// Raised by Ctrl-C.
    pub stop: &'a AtomicBool,
    /// Told how many of how many pieces are done.
    pub say: &'a (dyn Fn(u64, u64) + Sync),
}

/// A study as a command runs it.
pub struct Study<'a> {
    /// What is asked of it.
    pub asked: &'a StudyOptions,
    /// What it is made of, such as `worlds`.
    pub pieces: &'static str,
    /// Its directory when none is asked for.
    pub default_out: PathBuf,
    /// The command that repeats it.
    pub command: String,
}

impl Study<'_> {
    /// Runs it; prints its answer, as JSON when that is asked for, or what an interruption has left. Both are given the
    /// seconds that it took.
    ///
    /// # Errors
    /// Those of the study.
    pub fn run<A>(
        self,
        study: impl FnOnce(&Means) -> Result<Ended<A>, Error>,
        json: impl FnOnce(&A, f64) -> Value,
        print: impl FnOnce(&A, &Path, f64),
    ) -> Result<u8, Error> {
        let Study { asked, pieces, default_out, command } = self;
        let out = asked.out.clone().unwrap_or(default_out);
        let stop = stop_on_interrupt("stopping; what is finished is kept; once more to stop at once");
        let shown = Shown::new(asked.quiet, pieces);
        let say = |done, of| shown.say(done, of);
        let began = Instant::now();
        let means = Means { out: &out, resume: asked.resume, threads: threads(asked.threads), stop: &stop, say: &say };
        let ended = study(&means);
        shown.finish();
        match ended? {
            Ended::Interrupted(kept) => {
                let out = quoted(&out.display().to_string());
                output::note(&format!(
                    "interrupted; {kept} {pieces} are kept; go on with\n  {command} --out {out} --resume"
                ));
                Ok(INTERRUPTED)
            }
            Ended::Done(answer) => {
                report::answer::write(&out)?;
                let seconds = began.elapsed().as_secs_f64();
                if asked.json {
                    let mut json = json(&answer, seconds);
                    json["wall_seconds"] = Value::from(seconds);
                    json["peak_bytes"] = Value::from(memory::peak_bytes());
                    json["out"] = Value::from(out.display().to_string());
                    json["report"] = Value::from(out.join("report.html").display().to_string());
                    output::json(&json);
                } else {
                    print(&answer, &out, seconds);
                }
                Ok(DONE)
            }
        }
    }
}

/// Shows how many worlds, or other pieces of a study, are done.
struct Shown {
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
    fn new(quiet: bool, pieces: &'static str) -> Shown {
        Shown { pieces, way: Way::new(quiet, pieces) }
    }

    /// So many of so many are done.
    fn say(&self, done: u64, of: u64) {
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
    fn finish(&self) {
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
