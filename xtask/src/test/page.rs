//! Written pages, opened in a browser.

use std::path::PathBuf;

use super::{Said, install, needs, run_of};
use crate::page::FOLDER;
use crate::{golden, page, shell};

pub(super) fn check() -> Said {
    needs("node", "nodejs")?;
    needs("npm", "npm")?;
    let chromium = chromium()?;
    page::install()?;
    let mut node = shell::command("node");
    node.arg(shell::root().join(FOLDER).join("tests/report.mjs")).env("CHROMIUM", &chromium);
    for kept in &golden::ALL {
        node.arg(run_of(kept)?.join("report.html"));
    }
    shell::run(&mut node)?;
    Ok(format!("{} pages, each at desktop and phone width, light and dark", golden::ALL.len()))
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
