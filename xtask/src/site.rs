//! `cargo xtask site`: the documentation as a site that can be searched, and the commands of its pages run as printed.

use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::{analysis, python, shell};

/// Makes the site, and runs the commands of its pages; with `--write` it first writes what they say into the pages.
///
/// # Errors
/// When the program cannot be built, Python or its packages are missing, or a page fails.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    shell::run(shell::cargo().args(["build", "--quiet", "--release", "--package", "tauride"]))?;
    if arguments.has("write") {
        let python = python::environment(&python::DOCS)?;
        shell::run(shell::command(&python).arg("docs/scripts/validity.py").arg("--write"))?;
        let program = shell::target().join("release/tauride");
        shell::run(shell::command(&python).arg("docs/scripts/printed.py").arg(program).arg("--write"))?;
    }
    println!("{}", make()?.join("index.html").display());
    pages()
}

/// Makes the site of the program as it was built; the folder that holds it. A link that leads nowhere is an error.
///
/// # Errors
/// As [`run`].
pub fn make() -> Result<PathBuf, String> {
    let python = python::environment(&python::DOCS)?;
    let site = shell::target().join("site");
    let mut mkdocs = module(&python, "mkdocs");
    mkdocs.args(["build", "--strict", "--quiet", "--site-dir"]).arg(&site);
    shell::run(&mut mkdocs)?;
    Ok(site)
}

/// Runs the commands of the pages, and the notebook.
///
/// # Errors
/// As [`run`].
pub fn pages() -> Result<(), String> {
    let python = python::environment(&python::DOCS)?;
    shell::run(module(&python, "pytest").args(["--quiet", "-p", "no:cacheprovider", "--durations", "5", "docs/tests"]))
}

fn module(python: &std::path::Path, name: &str) -> Command {
    let mut command = analysis::module(python, name);
    // The theme's maker tells of another product at every build.
    command.env("NO_MKDOCS_2_WARNING", "1").env("MPLBACKEND", "agg");
    command
}
