//! What commands share that study many worlds: where the study lies, how far it has come, what an interruption leaves.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use study::{Ended, Resources, Study};

use crate::{shell, threads};

/// Between two lines that say how far a study has come.
const EVERY: Duration = Duration::from_secs(5);

/// Runs a study to its end, under the build's own directory of this name, where nothing of the user's is in the way; its
/// directory and its answer.
///
/// # Errors
/// Those of the study.
pub fn study<S: Study>(name: &str, resume: bool, study: &S) -> Result<(PathBuf, S::Answer), String> {
    let dir = if resume { shell::dir(name) } else { shell::fresh_dir(name)? };
    let (began, last) = (Instant::now(), Mutex::new(Instant::now()));
    let say = |what: &str, done: u64, of: u64| {
        if let Ok(mut last) = last.lock()
            && last.elapsed() >= EVERY
        {
            *last = Instant::now();
            println!("{name}: {done} of {of} {what}, {:.0} s", began.elapsed().as_secs_f64());
        }
    };
    // Never raised: an interrupted command is gone on with by `--resume`.
    let stop = AtomicBool::new(false);
    let resources = Resources { dir: &dir, resume, threads: threads(), stop: &stop, say: &say };
    match study::run(study, &resources).map_err(|e| e.to_string())? {
        Ended::Interrupted(n) => Err(format!("{name}: interrupted after {n}")),
        Ended::Done(answer) => Ok((dir, *answer)),
    }
}
