//! `cargo xtask sensitivity`: what the outcome of russia-1917 depends on.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use experiment::case::Changes;
use experiment::survey::{self, Ended, Plan, Size, document};

use crate::{Arguments, shell, threads};

/// Runs the survey and writes the page.
///
/// # Errors
/// When an option is wrong, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let usual = Size::default();
    let number = |name: &str, default: usize| arguments.number(name, default as u32) as usize;
    let size =
        Size { trajectories: number("trajectories", usual.trajectories), base: number("base", usual.base), ..usual };
    let scale = arguments.number("scale", 200);
    let repeat =
        format!("cargo xtask sensitivity --trajectories {} --base {} --scale {scale}", size.trajectories, size.base);
    let changes = Changes { scale, ..Changes::default() };
    let plan = Plan::open("russia-1917", &changes, &[], size).map_err(|e| e.to_string())?;
    let resume = arguments.has("resume");
    let dir = if resume { shell::target().join("xtask/sensitivity") } else { shell::fresh_dir("sensitivity")? };
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
    match survey::run(&plan, &dir, resume, threads(), &stop, &say).map_err(|e| e.to_string())? {
        Ended::Interrupted(worlds) => Err(format!("interrupted after {worlds} worlds")),
        Ended::Done(answer) => {
            println!("the page with pictures is {}", dir.join("report.html").display());
            shell::write("docs/sensitivity.md", &document::document(&plan, &answer, &repeat))
        }
    }
}
