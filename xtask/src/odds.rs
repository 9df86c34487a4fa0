//! `cargo xtask odds`: what becomes of many worlds of each case, and the typical one that its page opens with.

use crate::arguments::Arguments;
use crate::page::FOLDER;
use crate::shell;

/// Worlds of each case.
const WORLDS: &str = "16";

/// Runs the worlds of every case with the program and keeps what became of them in `web/odds/`.
///
/// # Errors
/// When a tool is missing or a world cannot be run.
pub fn run(_: &Arguments) -> Result<(), String> {
    shell::run(shell::cargo().args(["build", "--release", "--package", "tauride"]))?;
    let mut node = shell::command("node");
    node.arg("web/tests/odds.mjs").arg(shell::target().join("release/tauride"));
    shell::run(node.arg(shell::root().join(FOLDER).join("odds")).arg(WORLDS))
}
