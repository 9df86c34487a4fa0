//! The pages of many runs: the format and lints of their Python, their tests, and each page made on the smallest budget.

use super::step::Said;
use crate::{analysis, python, shell};

/// Python whose lints are kept.
const LINTED: [&str; 7] =
    ["analysis", "crates/python", "docs/scripts", "docs/tests", "examples", "peers", "tests-python"];
/// Python whose format is kept.
const FORMATTED: [&str; 6] = ["analysis", "crates/python", "docs/scripts", "docs/tests", "examples", "peers"];
const CONFIGURATION: &str = "analysis/pyproject.toml";

pub(super) fn lints() -> Said {
    let python = python::environment(&python::ANALYSIS)?;
    let ruff = |words: &[&str]| {
        let mut ruff = analysis::module(&python, "ruff");
        ruff.args(words).args(["--no-cache", "--config", CONFIGURATION]);
        ruff
    };
    shell::run(ruff(&["format", "--check"]).args(FORMATTED))?;
    shell::run(ruff(&["check"]).args(LINTED))?;
    Ok(String::new())
}

pub(super) fn pages() -> Said {
    let python = python::environment(&python::ANALYSIS)?;
    shell::run(analysis::module(&python, "pytest").args(["--quiet", "--durations", "8", "analysis"]))?;
    Ok(format!("{} pages whole, and intervals as published", analysis::PAGES.len()))
}
