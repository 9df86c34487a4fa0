//! The files of the repository.

use std::path::{Path, PathBuf};

use crate::shell::root;

/// Files below a folder in order of path, without what is built or installed.
///
/// # Panics
/// When a folder cannot be read: the repository is whole where its own commands run.
pub fn files(below: &Path) -> Vec<PathBuf> {
    const SKIPPED: [&str; 7] = [".git", "target", "runs", "node_modules", "__pycache__", ".venv", "shared"];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(below).expect("a folder of the repository is readable").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        // A link may lead out of the repository.
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if is_link || SKIPPED.iter().any(|skipped| name == *skipped) {
            continue;
        }
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The path within the repository.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
