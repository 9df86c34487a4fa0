//! `cargo xtask analysis`: the pages that are made of many runs, by the Python in `analysis/`.

use std::path::Path;
use std::process::Command;

use crate::{python, shell};

/// Pages by name, in the order of `analysis/__main__.py`.
pub const PAGES: [&str; 10] = [
    "patterns",
    "experiments",
    "law",
    "contingency",
    "cases",
    "claims",
    "sensitivity",
    "validation",
    "docking",
    "models",
];

/// Builds the program and makes the page that the words name, with their options.
///
/// # Errors
/// When the program cannot be built, Python or its packages are missing, or the page fails.
pub fn run(words: &[String]) -> Result<(), String> {
    let python = python::environment(&python::ANALYSIS)?;
    shell::run(shell::cargo().args(["build", "--quiet", "--release", "--package", "tauride"]))?;
    shell::run(module(&python, "analysis").args(words))
}

/// A module of this Python with the program as it was built, leaving nothing behind but what it is asked for.
pub fn module(python: &Path, name: &str) -> Command {
    let mut command = shell::command(python);
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("TAURIDE", shell::target().join("release/tauride"));
    command.args(["-m", name]);
    command
}
