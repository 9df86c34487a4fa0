//! `cargo xtask claims`: what is claimed of russia-1917, tested.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use experiment::case::Changes;
use experiment::claims::{self, Choice, Ended, Plan, document};

use crate::{Arguments, shell, threads};

/// Runs the claims and writes the page.
///
/// # Errors
/// When an option is wrong, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let pairs = arguments.number("pairs", 200);
    let scale = arguments.number("scale", 200);
    let repeat = format!("cargo xtask claims --pairs {pairs} --scale {scale}");
    let changes = Changes { scale, ..Changes::default() };
    let plan = Plan::open("russia-1917", &changes, Choice::all(u64::from(pairs))).map_err(|e| e.to_string())?;
    let resume = arguments.has("resume");
    let dir = if resume { shell::target().join("xtask/claims") } else { shell::fresh_dir("claims")? };
    let (began, last) = (Instant::now(), Mutex::new(Instant::now()));
    let say = |done: u64, of: u64| {
        if let Ok(mut last) = last.lock()
            && last.elapsed() >= Duration::from_secs(5)
        {
            *last = Instant::now();
            println!("{done} of {of} worlds, {:.0} s", began.elapsed().as_secs_f64());
        }
    };
    // The directory is under the build's own, so that nothing of the user's is in the way.
    let stop = AtomicBool::new(false);
    match claims::run(&plan, &dir, resume, threads(), &stop, &say).map_err(|e| e.to_string())? {
        Ended::Interrupted(worlds) => Err(format!("interrupted after {worlds} worlds")),
        Ended::Done(answer) => {
            println!("the page with pictures is {}", dir.join("report.html").display());
            shell::write("docs/claims.md", &document::document(&plan, &answer, &repeat))
        }
    }
}
