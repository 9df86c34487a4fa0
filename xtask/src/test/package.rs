//! The Python package: its types and its tests, on the wheel as users have it.

use super::step::Said;
use crate::{analysis, python, shell, wheel};

pub(super) fn check() -> Said {
    let python = wheel::installed()?;
    let mut mypy = analysis::module(&python, "mypy");
    shell::run(mypy.args(["--config-file", "crates/python/pyproject.toml", "crates/python/tauride"]))?;
    let mut pytest = analysis::module(&python, "pytest");
    pytest.args([
        "--quiet",
        "--durations",
        "8",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        "crates/python/tests",
    ]);
    shell::run(&mut pytest)?;
    Ok("types, digests, tables without a copy, worlds on pools, Dask and Ray".into())
}

/// Every notebook and script of `examples/`, on a small budget; [`check`] has made the environment.
pub(super) fn examples() -> Said {
    let python = python::environment(&python::PACKAGE)?;
    let mut pytest = analysis::module(&python, "pytest");
    shell::run(pytest.args(["--quiet", "--durations", "8", "-p", "no:cacheprovider", "examples"]))?;
    Ok("every notebook runs, none is kept with outputs".into())
}
