//! The browser interface: a fresh build of its bundle, the same worlds from its engine, and the page in a browser.

use std::collections::BTreeMap;
use std::path::Path;

use super::page;
use super::step::Said;
use crate::page::{FOLDER, bundle, install};
use crate::shell::needs;
use crate::{golden, shell};

/// Compares the kept bundle with a fresh build, and the kept engine with the program.
pub(super) fn fresh() -> Said {
    needs("node", "nodejs")?;
    needs("npm", "npm")?;
    install()?;
    let dir = shell::fresh_dir("page")?;
    bundle(Some(&dir))?;
    let (kept, built) = (files(&shell::root().join(FOLDER).join("dist"))?, files(&dir)?);
    let differing: Vec<&String> =
        kept.keys().chain(built.keys()).filter(|path| kept.get(*path) != built.get(*path)).collect();
    if !differing.is_empty() {
        return Err(format!("web/dist is not what its sources build: {differing:?}; `cargo xtask page` makes it"));
    }
    let export = shell::fresh_dir("export")?;
    let mut tauride = shell::command(shell::target().join("release/tauride"));
    shell::run(tauride.arg("export").arg(&export))?;
    let wanted = golden::ALL.iter().find(|kept| kept.scenario == "russia-1917").ok_or("a kept result is missing")?;
    let mut node = shell::command("node");
    node.arg("web/tests/engine.mjs").arg(&export).arg(wanted.kept_digest()?);
    node.arg(shell::target().join("release/tauride"));
    let said = shell::output(&mut node).map_err(|e| {
        format!("{e}; if the model or its inputs have changed, `cargo xtask page` makes the engine anew")
    })?;
    Ok(format!("{} files as built; {}", kept.len(), said.trim()))
}

/// Opens the page from the server and from a folder, and uses it.
pub(super) fn page() -> Said {
    let chromium = page::chromium()?;
    let mut node = shell::command("node");
    node.arg("web/tests/page.mjs").arg(shell::target().join("release/tauride"));
    node.arg(shell::target().join("xtask/export")).env("CHROMIUM", chromium);
    let said = shell::output(&mut node)?;
    print!("{said}");
    Ok(said.lines().last().unwrap_or_default().to_owned())
}

/// Files below a folder with their bytes, by path.
fn files(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let failed = |e: std::io::Error| format!("cannot read {}: {e}", dir.display());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path)?.into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).map_err(failed)?);
        }
    }
    Ok(found)
}
