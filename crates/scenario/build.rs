//! Lays out the scenarios that the program carries: what the loader reads, without the facts from which tables are derived, and
//! without the faulty ones of the tests. The browser's engine, which every reader has to fetch, carries those that
//! `scenarios/browser.txt` names.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders that no loader reads.
const FOLDERS: [&str; 3] = ["facts", "faulty", "__pycache__"];
/// Ends of files that no loader reads.
const ENDS: [&str; 3] = ["py", "md", "mjs"];

fn main() {
    let from = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../scenarios");
    let to = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("scenarios");
    println!("cargo::rerun-if-changed={}", from.display());
    let in_browser = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    let named = fs::read_to_string(from.join("browser.txt")).expect("scenarios/browser.txt names what browsers carry");
    let named: Vec<&str> = named.split_whitespace().collect();
    let _ = fs::remove_dir_all(&to);
    let is_carried = |name: &str| !in_browser || named.contains(&name) || name == "common" || name == "main.txt";
    copy(&from, &to, &is_carried);
}

fn copy(from: &Path, to: &Path, is_carried: &dyn Fn(&str) -> bool) {
    fs::create_dir_all(to).expect("the build has a directory");
    for entry in fs::read_dir(from).expect("scenarios can be read") {
        let path = entry.expect("scenarios can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8").to_owned();
        if path.is_dir() {
            if !FOLDERS.contains(&name.as_str()) && is_carried(&name) {
                copy(&path, &to.join(&name), &|_| true);
            }
        } else if !path.extension().is_some_and(|end| ENDS.iter().any(|known| end == *known)) && is_carried(&name) {
            fs::copy(&path, to.join(&name)).expect("the build can write");
        }
    }
}
