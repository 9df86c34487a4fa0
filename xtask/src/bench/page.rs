//! `cargo xtask bench page`: the figures of the browser interface, in a browser, with the server beside it.

use super::machine::machine;
use crate::arguments::Arguments;
use crate::{page, sections, shell, test};

const DOCUMENT: &str = "docs/browser.md";

/// Measures, and writes the figures into the document.
///
/// # Errors
/// When the program cannot be built, no browser can be had, or something cannot be done at all.
pub(super) fn run(arguments: &Arguments) -> Result<(), String> {
    let runs = arguments.number("runs", 5);
    page::install()?;
    shell::run(shell::cargo().args(["build", "--release", "--package", "tauride"]))?;
    let program = shell::target().join("release/tauride");
    let export = shell::fresh_dir("export")?;
    shell::run(shell::command(&program).arg("export").arg(&export))?;
    let mut node = shell::command("node");
    node.arg("web/tests/figures.mjs").args([&program, &export]).arg(runs.to_string());
    let machine = machine();
    let rows = shell::output(node.env("CHROMIUM", test::chromium()?))?;
    let text = format!(
        "Written by `cargo xtask bench page --runs {runs}`; medians of {runs} runs, least and most in brackets.\n\n{machine}\
         | | here | goal |\n|---|---|---|\n{}",
        rows.lines().filter(|line| line.starts_with('|')).collect::<Vec<_>>().join("\n"),
    );
    sections::write(DOCUMENT, "figures", &text)
}
