//! `cargo xtask test`: everything that must hold, one step after another. A step that fails is told, and the later ones
//! still run.

mod analysis;
mod browser;
mod package;
mod page;
mod rust;
mod server;
mod site;
mod step;
mod tables;

pub(crate) use page::chromium;

use std::time::Instant;

use crate::arguments::Arguments;
use step::{Notes, Said};

struct Step {
    name: &'static str,
    run: fn(&mut Notes) -> Said,
}

const STEPS: [Step; 17] = [
    Step { name: "tools", run: rust::tools },
    Step { name: "format", run: |_| rust::format() },
    Step { name: "lints", run: |_| rust::lints() },
    Step { name: "Python's format and lints", run: |_| analysis::lints() },
    Step { name: "the program", run: |_| rust::program() },
    Step { name: "same digest in WebAssembly", run: |_| rust::web_assembly() },
    Step { name: "same digest built for this processor", run: |_| rust::native() },
    Step { name: "tables read by polars", run: |_| tables::check() },
    Step { name: "the Python package", run: |_| package::check() },
    Step { name: "the examples on a small budget", run: |_| package::examples() },
    Step { name: "analysis pages on a small budget", run: |_| analysis::pages() },
    Step { name: "the site and the commands of its pages", run: |_| site::check() },
    Step { name: "report page in Chromium", run: |_| page::check() },
    Step { name: "the page as built, and its engine", run: |_| browser::fresh() },
    Step { name: "the page in Chromium", run: |_| browser::page() },
    Step { name: "the server against its description", run: |_| server::check() },
    Step { name: "tests", run: rust::tests },
];

/// Runs every step.
///
/// # Errors
/// When any step failed.
pub fn run(_: &Arguments) -> Result<(), String> {
    let began = Instant::now();
    let mut notes = Notes::default();
    let mut rows = Vec::new();
    let mut failed = 0;
    for (i, step) in STEPS.iter().enumerate() {
        println!("\n=== {} of {}: {} ===", i + 1, STEPS.len(), step.name);
        let since = Instant::now();
        let said = (step.run)(&mut notes);
        let seconds = since.elapsed().as_secs_f64();
        let (mark, text) = match said {
            Ok(text) => ("ok    ", text),
            Err(text) => {
                failed += 1;
                eprintln!("FAILED: {text}");
                ("FAILED", text.lines().next().unwrap_or_default().to_owned())
            }
        };
        println!("--- {}: {mark} after {seconds:.1} s", step.name);
        rows.push(format!("{mark} {seconds:7.1} s  {:<38} {text}", step.name));
    }
    println!("\n=== summary ===");
    rows.iter().for_each(|row| println!("{row}"));
    println!("{:.0} seconds in all", began.elapsed().as_secs_f64());
    notes.closing_lines.iter().for_each(|line| println!("{line}"));
    match failed {
        0 => Ok(()),
        n => Err(format!("{n} of {} steps failed", STEPS.len())),
    }
}
