//! Programs, files and paths around the project.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a directory of the repository")
}

/// Where builds go.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program, to be run in the root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// Runs a program with its output shown.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub fn run(command: &mut Command) -> Result<(), String> {
    println!("$ {}", shown(command));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{}` ended with {status}", shown(command))),
        Err(e) => Err(format!("`{}` cannot be started: {e}", shown(command))),
    }
}

/// Runs a program and takes what it writes to standard output; standard error is shown.
///
/// # Errors
/// As [`run`].
pub fn output(command: &mut Command) -> Result<String, String> {
    println!("$ {}", shown(command));
    let done = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|e| format!("`{}` cannot be started: {e}", shown(command)))?;
    if !done.status.success() {
        // What it had to say may tell why.
        print!("{}", String::from_utf8_lossy(&done.stdout));
        return Err(format!("`{}` ended with {}", shown(command), done.status));
    }
    String::from_utf8(done.stdout).map_err(|e| format!("`{}` printed no text: {e}", shown(command)))
}

/// What a program writes, or nothing when it cannot be had; for facts that are only told.
pub fn quietly(program: &str, arguments: &[&str]) -> Option<String> {
    let done = command(program).args(arguments).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Whether a program of this name is there to be run.
pub fn has(program: &str) -> bool {
    find(program).is_some()
}

/// Where a program of this name is.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Installs a Debian package, where that can be done; `why` says what it is for.
///
/// # Errors
/// When it cannot be installed.
pub fn install(package: &str, why: &str) -> Result<(), String> {
    let wanted = || format!("{why} is missing: install it (on Debian: apt-get install {package})");
    if !has("apt-get") {
        return Err(wanted());
    }
    run(command("apt-get").args(["update", "--quiet=2"])).map_err(|e| format!("{}; {e}", wanted()))?;
    let mut install = command("apt-get");
    install.args(["install", "--yes", "--no-install-recommends", "--quiet=2", package]);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    run(&mut install).map_err(|e| format!("{}; {e}", wanted()))
}

/// Installs the package of a program unless the program is there.
///
/// # Errors
/// As [`install`].
pub fn needs(program: &str, package: &str) -> Result<(), String> {
    if has(program) { Ok(()) } else { install(package, program) }
}

/// Runs the same command once more, built for speed.
///
/// # Errors
/// As [`run`].
pub fn again_in_release() -> Result<(), String> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--release", "--package", "xtask", "--"]).args(std::env::args().skip(1));
    run(&mut command)
}

/// Writes a file of the repository.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &str, text: &str) -> Result<(), String> {
    let file = root().join(path);
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir).map_err(|e| format!("cannot make {}: {e}", dir.display()))?;
    }
    std::fs::write(&file, text).map_err(|e| format!("cannot write {path}: {e}"))?;
    println!("wrote {path}");
    Ok(())
}

/// A directory under the build's, for what a command keeps until it is asked again.
pub fn dir(name: &str) -> PathBuf {
    target().join("xtask").join(name)
}

/// An empty directory under the build's, for what a command makes on its way.
///
/// # Errors
/// When it cannot be made.
pub fn fresh_dir(name: &str) -> Result<PathBuf, String> {
    let dir = dir(name);
    let failed = |e: std::io::Error| format!("cannot make {}: {e}", dir.display());
    if dir.exists() {
        std::fs::remove_dir_all(&dir).map_err(failed)?;
    }
    std::fs::create_dir_all(&dir).map_err(failed)?;
    Ok(dir)
}
