//! `cargo xtask size`: how many lines there are, by crate and language, the largest files, and circles of files.
//!
//! A line is a line of a file, empty ones and comments included. Unit tests are what is only compiled for tests.

use std::path::{Path, PathBuf};

use crate::arguments::Arguments;
use crate::circles::{self, Circle};
use crate::sections;
use crate::shell::root;
use crate::tokens::{Language, tokens, without_tests};
use crate::tree::{files, shown};

const DOCUMENT: &str = "ARCHITECTURE.md";
/// How many of the largest files are listed.
const LISTED: usize = 12;

/// Lines of a crate.
#[derive(Clone, Debug, Default)]
pub struct CrateSize {
    /// Folder of the crate, such as `crates/engine`.
    pub folder: String,
    /// All lines of `src`.
    pub src: usize,
    /// Lines of `src` without unit tests.
    pub own: usize,
    /// Lines of `tests`.
    pub tests: usize,
}

/// Prints the table; with `--write`, writes it into the document too.
///
/// # Errors
/// When a file cannot be read or written, or the document has no place for it.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let table = table()?;
    println!("{table}");
    let mut n = 0;
    for folder in crate_folders() {
        for circle in circles_of(&folder)? {
            n += 1;
            println!("{}: {circle}", shown(&folder));
        }
    }
    println!("{}", if n == 0 { "no circle of files".to_owned() } else { format!("{n} circles of files") });
    let section = format!(
        "## Size\n\nLines of files, as `cargo xtask size --write` counts them and writes them here.\n\n{table}"
    );
    if arguments.has("write") {
        return sections::write(DOCUMENT, "size", &section);
    }
    if !sections::is_kept(DOCUMENT, "size", &section) {
        println!("{DOCUMENT} has other figures; `cargo xtask size --write` writes these");
    }
    Ok(())
}

/// The folders of the workspace's crates, in order of name, and this one.
pub fn crate_folders() -> Vec<PathBuf> {
    let crates = std::fs::read_dir(root().join("crates")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = crates.filter(|path| path.join("Cargo.toml").is_file()).collect();
    found.sort();
    found.push(root().join("xtask"));
    found
}

/// The circles of files of a crate.
///
/// # Errors
/// When a file cannot be read.
pub fn circles_of(folder: &Path) -> Result<Vec<Circle>, String> {
    circles::of_folder(&folder.join("src"))
}

/// The lines of a crate.
///
/// # Errors
/// When a file cannot be read.
pub fn crate_size(folder: &Path) -> Result<CrateSize, String> {
    let mut size = CrateSize { folder: shown(folder), ..CrateSize::default() };
    let mut tests: Vec<PathBuf> = Vec::new();
    for path in below(&folder.join("src"), &["rs"]) {
        let text = read(&path)?;
        let own = without_tests(tokens(&text, Language::Rust));
        let lines = text.lines().count();
        size.src += lines;
        size.own += lines - own.test_lines.iter().map(|lines| lines.end() + 1 - lines.start()).sum::<usize>();
        tests.extend(own.test_modules.iter().map(|module| file_of_module(folder, &path, module)));
    }
    for path in below(&folder.join("src"), &["rs"]) {
        if tests.iter().any(|test| path == test.with_extension("rs") || path.starts_with(test)) {
            size.own -= read(&path)?.lines().count();
        }
    }
    size.tests = lines_of(&below(&folder.join("tests"), &["rs"]))?;
    Ok(size)
}

/// The path, without its ending, of a module that a file declares.
pub(crate) fn file_of_module(folder: &Path, path: &Path, module: &str) -> PathBuf {
    // `a.rs` has its modules in `a/`, the root of a crate beside itself.
    let is_root = ["lib.rs", "main.rs", "mod.rs"].iter().any(|name| path.ends_with(name));
    let beside = if is_root { path.parent().unwrap_or(folder).to_owned() } else { path.with_extension("") };
    beside.join(module)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", shown(path)))
}

fn lines_of(paths: &[PathBuf]) -> Result<usize, String> {
    paths.iter().map(|path| Ok(read(path)?.lines().count())).sum()
}

/// Files below a folder with one of these endings; none where there is no such folder.
fn below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let all = if folder.is_dir() { files(folder) } else { Vec::new() };
    all.into_iter().filter(|path| path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending))).collect()
}

/// The tables of sizes.
fn table() -> Result<String, String> {
    let crates = crate_folders().iter().map(|folder| crate_size(folder)).collect::<Result<Vec<_>, _>>()?;
    let all = |of: fn(&CrateSize) -> usize| crates.iter().map(of).sum::<usize>();
    let mut text = String::from("| crate | `src` | without unit tests | `tests` |\n|---|---|---|---|\n");
    for size in &crates {
        text += &format!("| `{}` | {} | {} | {} |\n", size.folder, size.src, size.own, size.tests);
    }
    text += &format!("| all | {} | {} | {} |\n\n", all(|c| c.src), all(|c| c.own), all(|c| c.tests));

    let bundle = root().join("web/dist");
    let everything: Vec<PathBuf> =
        below(root(), &["rs", "ts", "js", "mjs", "py"]).into_iter().filter(|path| !path.starts_with(&bundle)).collect();
    let of = |is: &dyn Fn(&Path) -> bool| -> Result<usize, String> {
        lines_of(&everything.iter().filter(|path| is(path)).cloned().collect::<Vec<_>>())
    };
    let ends = |path: &Path, endings: &[&str]| path.extension().is_some_and(|e| endings.iter().any(|one| e == *one));
    let is_generated = |path: &Path| path.starts_with(root().join("web/src/types"));
    let counted = all(|c| c.src) + all(|c| c.tests);
    let rows = [
        ("Rust in the table above", counted),
        ("Rust elsewhere: examples, build scripts, `peers/`", of(&|path| ends(path, &["rs"]))? - counted),
        ("TypeScript, written", of(&|path| ends(path, &["ts"]) && !is_generated(path))?),
        ("TypeScript, made from Rust", of(&|path| ends(path, &["ts"]) && is_generated(path))?),
        ("JavaScript, without the bundles in `web/dist`", of(&|path| ends(path, &["js", "mjs"]))?),
        ("Python", of(&|path| ends(path, &["py"]))?),
    ];
    text += "| language | lines |\n|---|---|\n";
    rows.iter().for_each(|(name, lines)| text += &format!("| {name} | {lines} |\n"));
    text += &format!("| total | {} |\n\n", rows.iter().map(|(_, lines)| lines).sum::<usize>());

    let written = everything.iter().filter(|path| !is_generated(path));
    let mut largest: Vec<(usize, String)> =
        written.map(|path| Ok((read(path)?.lines().count(), shown(path)))).collect::<Result<_, String>>()?;
    largest.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    text += &format!("| the {LISTED} largest files | lines |\n|---|---|\n");
    largest.iter().take(LISTED).for_each(|(lines, path)| text += &format!("| `{path}` | {lines} |\n"));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_unit_tests_are_counted_apart() {
        let folder = std::env::temp_dir().join(format!("tauride-size-{}", std::process::id()));
        let put = |path: &str, text: &str| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        };
        put("src/lib.rs", "mod a;\n#[cfg(test)]\nmod checks;\n");
        put("src/checks.rs", "fn check() {}\n\n");
        put("src/a.rs", "pub fn a() {}\n\n#[cfg(test)]\nmod tests;\n");
        put("src/a/tests.rs", "#[test]\nfn a() {\n}\n");
        put("src/a/b.rs", "// Code.\nfn b() {}\n#[cfg(test)]\nmod tests {\n    fn c() {}\n}\n");
        put("tests/whole.rs", "fn whole() {}\n");
        let size = crate_size(&folder);
        std::fs::remove_dir_all(&folder).expect("it was made above");
        let size = size.expect("its files can be read");
        assert_eq!((size.src, size.own, size.tests), (3 + 2 + 4 + 3 + 6, 1 + 2 + 2, 1));
    }
}
