//! The report, opened in a browser.

use std::path::PathBuf;

use super::{Said, install, needs, run_of};
use crate::{golden, shell};

const FOLDER: &str = "crates/report/assets";

pub(super) fn check() -> Said {
    needs("node", "nodejs")?;
    needs("npm", "npm")?;
    let chromium = chromium()?;
    let folder = shell::root().join(FOLDER);
    if !is_installed(&folder) {
        let mut npm = shell::command("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder);
        // The browser is Debian's; the package is not to fetch one of its own.
        npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        shell::run(&mut npm)?;
    }
    let mut pages = 0;
    for kept in &golden::ALL {
        let page = run_of(kept)?.join("report.html");
        let mut node = shell::command("node");
        node.arg(folder.join("check_report.mjs")).arg(&page).env("CHROMIUM", &chromium);
        shell::run(&mut node)?;
        pages += 1;
    }
    Ok(format!("{pages} pages, each at desktop and phone width, light and dark"))
}

/// Whether the packages of the lock file, as it is now, are there.
fn is_installed(folder: &std::path::Path) -> bool {
    let changed = |file: PathBuf| std::fs::metadata(file).and_then(|facts| facts.modified()).ok();
    let installed = changed(folder.join("node_modules/.package-lock.json"));
    let wanted = changed(folder.join("package-lock.json"));
    installed.is_some() && installed >= wanted
}

pub(crate) fn chromium() -> Result<PathBuf, String> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    let found = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(shell::find);
    if let Some(file) = named.or_else(found) {
        return Ok(file);
    }
    install("chromium", "Chromium (or its path in CHROMIUM)")?;
    found().ok_or_else(|| "Chromium was installed and is still not to be found".into())
}
