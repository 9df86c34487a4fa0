//! The tables of a run, of an ensemble and of a branched world, read by polars.

use super::{Said, install, run_of};
use crate::{golden, shell};

const REQUIREMENTS: &str = "tests-python/requirements.txt";

pub(super) fn check() -> Said {
    let python = environment()?;
    let mut check = shell::command(&python);
    check.arg("tests-python/check_tables.py");
    for kept in &golden::ALL {
        check.arg(run_of(kept)?);
    }
    for words in STUDIES {
        let out = shell::fresh_dir(words[0])?;
        let mut study = shell::command(shell::target().join("release/tauride"));
        shell::run(study.args(words).args(["--quiet", "--out"]).arg(&out))?;
        check.arg(out);
    }
    shell::run(&mut check)?;
    Ok("columns, types, dates, rows, conservation of persons, worlds side by side".into())
}

/// Small studies of many worlds, for the check.
const STUDIES: [&[&str]; 2] = [
    &["ensemble", "one-town", "--runs", "4", "--scale", "1:1", "--tables", "all"],
    &["branch", "one-town", "--branches", "4", "--days", "5", "--scale", "1:1"],
];

/// A Python with the pinned packages, in the build directory; its program.
pub(super) fn environment() -> Result<std::path::PathBuf, String> {
    let venv = shell::target().join("venv");
    let python = venv.join("bin/python");
    let wanted = std::fs::read_to_string(shell::root().join(REQUIREMENTS))
        .map_err(|e| format!("cannot read {REQUIREMENTS}: {e}"))?;
    let stamp = venv.join("installed.txt");
    if python.exists() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if !shell::has("python3") {
        install("python3-venv", "python3")?;
    }
    let make = || shell::run(shell::command("python3").args(["-m", "venv", "--clear"]).arg(&venv));
    // Debian's Python comes without this module.
    make().or_else(|_| install("python3-venv", "Python's module venv").and_then(|()| make()))?;
    let mut pip = shell::command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    shell::run(pip.args(["-r", REQUIREMENTS]))?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("cannot write {}: {e}", stamp.display()))?;
    Ok(python)
}
