//! What commands for studies of many worlds share: threads, how far it has come, what an interruption leaves, the answer.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use run::Error;
use run::case::quoted;
use run::memory;
use serde_json::Value;
use study::{Ended, Resources, Study};

use crate::args::StudyOptions;
use crate::interrupt::stop_on_interrupt;
use crate::output;
use crate::status::{DONE, INTERRUPTED};

/// Threads to use: as many as asked for, or all there are.
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from)
}

/// Runs a study and writes its page; prints its answer, as JSON when that is asked for, or what an interruption has left.
/// `print` is given the directory and the seconds that it took.
///
/// # Errors
/// Those of the study and of its page.
pub fn run<S: Study>(asked: &StudyOptions, study: &S, print: impl FnOnce(&S::Answer, &Path, f64)) -> Result<u8, Error> {
    let out = asked.out.clone().unwrap_or_else(|| study.default_out());
    let stop = stop_on_interrupt("stopping; what is finished is kept; once more to stop at once");
    let shown = Shown::new(asked.quiet);
    let say = |what: &str, done, of| shown.say(what, done, of);
    let began = Instant::now();
    let resources =
        Resources { dir: &out, resume: asked.resume, threads: threads(asked.threads), stop: &stop, say: &say };
    let ended = study::run(study, &resources);
    shown.finish();
    match ended? {
        Ended::Interrupted(kept) => {
            let out = quoted(&out.display().to_string());
            output::note(&format!(
                "interrupted; {kept} {} are kept; go on with\n  {} --out {out} --resume",
                S::PIECES,
                study.command()
            ));
            Ok(INTERRUPTED)
        }
        Ended::Done(answer) => {
            report::answer::write(&out)?;
            let seconds = began.elapsed().as_secs_f64();
            if asked.json {
                let mut json = study.json(&answer);
                json["wall_seconds"] = Value::from(seconds);
                json["peak_bytes"] = Value::from(memory::peak_bytes());
                json["out"] = Value::from(out.display().to_string());
                json["report"] = Value::from(report::path(&out).display().to_string());
                output::json(&json);
            } else {
                print(&answer, &out, seconds);
            }
            Ok(DONE)
        }
    }
}

/// Shows how many worlds, or other pieces of a study, are done.
enum Shown {
    Quiet,
    Bar(ProgressBar),
    /// A line at most every five seconds.
    Lines(Mutex<Instant>),
}

impl Shown {
    /// So many of so many are done.
    fn say(&self, what: &str, done: u64, of: u64) {
        match self {
            Shown::Quiet => {}
            Shown::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(done);
                bar.set_message(what.to_owned());
            }
            Shown::Lines(last) => {
                if let Ok(mut last) = last.lock()
                    && last.elapsed() >= Duration::from_secs(5)
                {
                    *last = Instant::now();
                    output::note(&format!("{done} of {of} {what}"));
                }
            }
        }
    }

    /// Takes the bar away.
    fn finish(&self) {
        if let Shown::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }

    fn new(quiet: bool) -> Shown {
        if quiet {
            return Shown::Quiet;
        }
        if !std::io::stderr().is_terminal() {
            return Shown::Lines(Mutex::new(Instant::now()));
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{wide_bar}  {pos} of {len} {msg}, {eta}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Shown::Bar(bar)
    }
}
