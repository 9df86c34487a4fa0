//! Pythons with pinned packages, in virtual environments of the build directory.

use std::path::PathBuf;
use std::process::Command;

use crate::shell;

/// An environment: what it is called, and what is installed in it.
pub struct Environment {
    /// Folder in the build directory.
    folder: &'static str,
    /// Files of requirements.
    requirements: &'static [&'static str],
    /// Pythons that its packages have wheels for, the preferred one first.
    pythons: &'static [&'static str],
}

/// The other frameworks that ours is compared with; mesa-frames needs NumPy 1, and that a Python before 3.13.
pub const PEERS: Environment = Environment {
    folder: "venv-peers",
    requirements: &["peers/python/requirements.txt"],
    pythons: &["python3.12", "python3.11"],
};
/// The pages of many runs, with their tests and the lints of all Python; docking needs 3.12.
pub const ANALYSIS: Environment = Environment {
    folder: "venv-analysis",
    requirements: &["analysis/requirements.txt", "analysis/requirements-test.txt"],
    pythons: &["python3.12", "python3.13", "python3.11", "python3"],
};
/// The site of the documentation, and the tests of its pages.
pub const DOCS: Environment = Environment {
    folder: "venv-docs",
    requirements: &["docs/requirements.txt"],
    pythons: &["python3.12", "python3.13", "python3.11", "python3"],
};
/// The Python package with what its tests and the examples need; some of that has no wheels for a newer Python.
pub const PACKAGE: Environment = Environment {
    folder: "venv-package",
    requirements: &["crates/python/requirements-test.txt"],
    pythons: &["python3.12", "python3.11", "python3.13", "python3"],
};
/// The checks of tables and server.
pub const TESTS: Environment =
    Environment { folder: "venv", requirements: &["tests-python/requirements.txt"], pythons: &["python3"] };

/// The Python of an environment, which is made when it is not there or was made for other packages.
///
/// # Errors
/// When there is no fitting Python or the packages cannot be installed.
pub fn environment(of: &Environment) -> Result<PathBuf, String> {
    let venv = shell::target().join(of.folder);
    let python = venv.join("bin/python");
    let read =
        |path: &&str| std::fs::read_to_string(shell::root().join(path)).map_err(|e| format!("cannot read {path}: {e}"));
    let wanted = of.requirements.iter().map(read).collect::<Result<String, String>>()?;
    let stamp = venv.join("installed.txt");
    if python.exists() && std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let make = || shell::run(interpreter(of)?.args(["-m", "venv", "--clear"]).arg(&venv));
    // Debian's Python comes without this module.
    make().or_else(|_| shell::install("python3-venv", "Python's module venv").and_then(|()| make()))?;
    let mut pip = shell::command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    let files = of.requirements.iter().flat_map(|path| ["-r", path]);
    shell::run(pip.args(files))?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("cannot write {}: {e}", stamp.display()))?;
    Ok(python)
}

/// A Python that fits: the one that `TAURIDE_PYTHON` names, or the first of the environment's that is there.
fn interpreter(of: &Environment) -> Result<Command, String> {
    if let Some(named) = std::env::var_os("TAURIDE_PYTHON") {
        return Ok(shell::command(named));
    }
    for name in of.pythons {
        let make = || {
            let mut python = shell::command(name);
            // Where pyenv manages Pythons, the name alone does not choose one.
            if let Some(version) = name.strip_prefix("python").filter(|version| version.contains('.')) {
                python.env("PYENV_VERSION", version);
            }
            python
        };
        if make().arg("--version").output().is_ok_and(|done| done.status.success()) {
            return Ok(make());
        }
    }
    Err(format!("none of {} is there; name a Python in TAURIDE_PYTHON", of.pythons.join(", ")))
}
