//! What takes longer than a test may: every moment at which a command can end, and the server under load.

use crate::arguments::Arguments;
use crate::shell;

/// `cargo xtask interrupted`: ends every command at every step of its work on the disk, has the disk full from each step on, and
/// ends commands at moments drawn at random; the figures.
///
/// # Errors
/// When something that was finished is not whole, or a command goes on to other bytes.
pub fn interrupted(arguments: &Arguments) -> Result<(), String> {
    let mut cargo = tests(&["--test", "steps", "--test", "interrupted"]);
    cargo.env("TAURIDE_STRIDE", arguments.number("stride", 1).to_string());
    shell::run(cargo.env("TAURIDE_KILLS", arguments.number("kills", 20).to_string()))
}

/// `cargo xtask soak`: the server among readers, runs and clients that mean ill, for so many minutes; the figures.
///
/// # Errors
/// When its memory grows, a read is slow, something is lost, or somebody is let in who must not be.
pub fn soak(arguments: &Arguments) -> Result<(), String> {
    let seconds = u64::from(arguments.number("minutes", 10)) * 60;
    let mut cargo = tests(&["--test", "served"]);
    shell::run(cargo.env("TAURIDE_SOAK_SECONDS", seconds.to_string()))
}

/// Tests of the program, one after another and with what they print.
fn tests(names: &[&str]) -> std::process::Command {
    let mut cargo = shell::cargo();
    cargo.args(["test", "--release", "--package", "tauride"]).args(names);
    cargo.args(["--", "--nocapture", "--test-threads", "1"]);
    cargo
}
