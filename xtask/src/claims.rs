//! `cargo xtask claims`: what is claimed of russia-1917, tested.

use report::claims::document;
use run::case::Changes;
use study::claims::{self, Choice, Plan};

use crate::{Arguments, many, shell};

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
    let (dir, answer) = many::study("claims", arguments.has("resume"), |m| {
        claims::run(&plan, m.dir, m.resume, m.threads, m.stop, m.say)
    })?;
    report::answer::write(&dir).map_err(|e| e.to_string())?;
    println!("the page with pictures is {}", dir.join("report.html").display());
    shell::write("docs/claims.md", &document::document(&plan, &answer, &repeat))
}
