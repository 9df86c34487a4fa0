//! `cargo xtask wheel`: the Python package, built and put into an environment of its own with what its tests and the
//! examples need.

use std::path::PathBuf;

use crate::{python, shell};

/// Builds the wheel, installs it, and gives the Python that has it.
///
/// # Errors
/// When Python, its packages or the wheel cannot be had.
pub fn installed() -> Result<PathBuf, String> {
    let python = python::environment(&python::PACKAGE)?;
    let wheels = shell::fresh_dir("wheels")?;
    let mut maturin = shell::command(&python);
    maturin.args([
        "-m",
        "maturin",
        "build",
        "--quiet",
        "--release",
        "--manifest-path",
        "crates/python/Cargo.toml",
        "--out",
    ]);
    shell::run(maturin.arg(&wheels))?;
    let built = std::fs::read_dir(&wheels).map_err(|e| format!("cannot read {}: {e}", wheels.display()))?;
    let wheel = built.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|e| e == "whl"));
    let wheel = wheel.ok_or_else(|| format!("maturin left no wheel in {}", wheels.display()))?;
    let mut pip = shell::command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--force-reinstall"]);
    shell::run(pip.arg(&wheel))?;
    println!("{}", wheel.display());
    Ok(python)
}
