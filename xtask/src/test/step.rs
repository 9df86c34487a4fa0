//! What the steps share: what a step says, what it leaves for the summary, and the kept results that several compare with.

use std::path::PathBuf;

use crate::{golden, shell};

/// What a step has to say when it went well.
pub(super) type Said = Result<String, String>;

/// What a step leaves for the summary.
#[derive(Default)]
pub(super) struct Notes {
    /// Closing lines of the test runner.
    pub closing_lines: Vec<String>,
}

/// A finished run of a kept result's scenario by the program itself; its directory.
pub(super) fn run_of(kept: &golden::Golden) -> Result<PathBuf, String> {
    let out = shell::dir(&format!("run-{}", kept.scenario));
    if out.join("manifest.json").exists() {
        Ok(out)
    } else {
        Err(format!("there is no run of {} to read", kept.scenario))
    }
}

/// Compares a digest with the one that is kept.
pub(super) fn compare(kept: &golden::Golden, found: &str, by: &str) -> Result<(), String> {
    let wanted = kept.kept_digest()?;
    println!("{} at 1:{}: {found} {by}", kept.scenario, kept.scale);
    if found == wanted {
        return Ok(());
    }
    Err(format!(
        "{} at 1:{} has the digest {found} {by}; {} keeps {wanted} (if the change is meant: `cargo xtask golden`)",
        kept.scenario, kept.scale, kept.path
    ))
}
