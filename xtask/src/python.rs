//! A Python with the pinned packages of the other frameworks, in a virtual environment of the build directory.

use std::path::PathBuf;
use std::process::Command;

use crate::shell;

const REQUIREMENTS: &str = "peers/python/requirements.txt";
/// Where the Python programs are.
pub const FOLDER: &str = "peers/python";
/// Pythons that the pinned packages have wheels for, the preferred one first.
const PYTHONS: [&str; 2] = ["3.12", "3.11"];

/// The program of the environment, which is made when it is not there or was made for other packages.
///
/// # Errors
/// When there is no fitting Python or the packages cannot be installed.
pub fn environment() -> Result<PathBuf, String> {
    let venv = shell::target().join("venv-peers");
    let python = venv.join("bin/python");
    let wanted = std::fs::read_to_string(shell::root().join(REQUIREMENTS))
        .map_err(|e| format!("cannot read {REQUIREMENTS}: {e}"))?;
    let stamp = venv.join("installed.txt");
    if python.exists() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    shell::run(interpreter()?.args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut pip = shell::command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    shell::run(pip.args(["-r", REQUIREMENTS]))?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("cannot write {}: {e}", stamp.display()))?;
    Ok(python)
}

/// A Python that fits: the one that `TAURIDE_PYTHON` names, or one of those above.
fn interpreter() -> Result<Command, String> {
    if let Some(named) = std::env::var_os("TAURIDE_PYTHON") {
        return Ok(shell::command(named));
    }
    for version in PYTHONS {
        let make = || {
            let mut python = shell::command(format!("python{version}"));
            // Where pyenv manages Pythons, the name alone does not choose one.
            python.env("PYENV_VERSION", version);
            python
        };
        if make().arg("--version").output().is_ok_and(|done| done.status.success()) {
            return Ok(make());
        }
    }
    Err(format!("none of Python {} is there; name one in TAURIDE_PYTHON", PYTHONS.join(", ")))
}
