//! What commands share that study many worlds: where the study lies, how far it has come, what an interruption leaves.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use run::Error;
use study::Ended;

use crate::{shell, threads};

/// Between two lines that say how far a study has come.
const EVERY: Duration = Duration::from_secs(5);

/// What a study is run with.
pub struct Means<'a> {
    /// Where its files go: under the build's own, so that nothing of the user's is in the way.
    pub dir: &'a Path,
    /// Whether to go on from what is there.
    pub resume: bool,
    /// How many threads.
    pub threads: usize,
    /// Never raised: an interrupted command is gone on with by `--resume`.
    pub stop: &'a AtomicBool,
    /// Told how many of how many pieces are done.
    pub say: &'a (dyn Fn(u64, u64) + Sync),
}

/// Runs a study of this name to its end; its directory and its answer.
///
/// # Errors
/// Those of the study.
pub fn study<Answer>(
    name: &str,
    resume: bool,
    run: impl FnOnce(&Means) -> Result<Ended<Answer>, Error>,
) -> Result<(PathBuf, Answer), String> {
    let dir = if resume { shell::dir(name) } else { shell::fresh_dir(name)? };
    let (began, last) = (Instant::now(), Mutex::new(Instant::now()));
    let say = |done: u64, of: u64| {
        if let Ok(mut last) = last.lock()
            && last.elapsed() >= EVERY
        {
            *last = Instant::now();
            println!("{name}: {done} of {of}, {:.0} s", began.elapsed().as_secs_f64());
        }
    };
    let stop = AtomicBool::new(false);
    let means = Means { dir: &dir, resume, threads: threads(), stop: &stop, say: &say };
    match run(&means).map_err(|e| e.to_string())? {
        Ended::Interrupted(n) => Err(format!("{name}: interrupted after {n}")),
        Ended::Done(answer) => Ok((dir, *answer)),
    }
}
