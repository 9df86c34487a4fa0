//! `cargo xtask sensitivity`: what the outcome of russia-1917 depends on.

use report::sensitivity::document;
use run::case::Changes;
use study::sensitivity::{self, Plan, Size};

use crate::{Arguments, many, shell};

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
    let (dir, answer) = many::study("sensitivity", arguments.has("resume"), |m| {
        sensitivity::run(&plan, m.dir, m.resume, m.threads, m.stop, m.say)
    })?;
    report::answer::write(&dir).map_err(|e| e.to_string())?;
    println!("the page with pictures is {}", dir.join("report.html").display());
    shell::write("docs/sensitivity.md", &document::document(&plan, &answer, &repeat))
}
