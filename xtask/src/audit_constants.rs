//! `cargo xtask audit-constants`: the numbers of the rules in `schema`, `people` and `society`, by file, and those that nobody declared.
//!
//! What is a parameter, a constant and an undeclared literal says [`crate::constants`]. How many literals a file may have
//! stands in `xtask/undeclared.txt`; a test compares, and the numbers there only fall.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::arguments::Arguments;
use crate::constants::{Constant, Numbers, numbers, structural_names};
use crate::sections;
use crate::shell::{self, root};
use crate::size::file_of_module;
use crate::tokens::{Language, tokens, without_tests};
use crate::tree::{files, shown};

const DOCUMENT: &str = "docs/constants.md";
/// The sources that are read.
const SOURCES: [&str; 3] = ["crates/schema/src", "crates/people/src", "crates/society/src"];
/// How many undeclared literals each file may have.
pub const ALLOWED: &str = "xtask/undeclared.txt";
const HEAD: &str = "\
# Undeclared literals of each file, as `cargo xtask audit-constants` counts them; a file that is not here has none.
# These numbers only fall: `cargo xtask audit-constants --write` lowers them and raises none.
";

/// The numbers of each file, by its path in the repository.
pub type Audit = BTreeMap<String, Numbers>;

/// Prints the table; with `--list` everything that it counts; with `--write` writes the table and lowers what is allowed.
///
/// # Errors
/// When a file cannot be read or written, or a file has more undeclared literals than it may have and `--write` is asked.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let audit = audit()?;
    if arguments.has("list") {
        print!("{}", list(&audit));
    }
    let table = table(&audit);
    println!("{table}");
    let found = counts(&audit);
    let section = format!("## By file\n\n{table}");
    if !arguments.has("write") {
        allowed()
            .map(|allowed| differences(&found, &allowed))
            .into_iter()
            .flatten()
            .for_each(|what| println!("{what}"));
        if !sections::is_kept(DOCUMENT, "constants", &section) {
            println!("{DOCUMENT} has other figures; `cargo xtask audit-constants --write` writes these");
        }
        return Ok(());
    }
    if root().join(ALLOWED).exists() {
        let allowed = allowed()?;
        let risen: Vec<String> = found
            .iter()
            .filter(|(file, n)| **n > may_have(&allowed, file))
            .map(|(file, n)| risen(file, *n, &allowed))
            .collect();
        if !risen.is_empty() {
            return Err(risen.join("\n"));
        }
    }
    let rows: String = found.iter().map(|(file, n)| format!("{file} {n}\n")).collect();
    shell::write(ALLOWED, &format!("{HEAD}{rows}"))?;
    sections::write(DOCUMENT, "constants", &section)
}

/// Reads the numbers of all files of the rules.
///
/// # Errors
/// When a file cannot be read.
pub fn audit() -> Result<Audit, String> {
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    let mut tests: Vec<PathBuf> = Vec::new();
    for folder in SOURCES.map(|folder| root().join(folder)) {
        for path in files(&folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs")) {
            let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", shown(&path)))?;
            let own = without_tests(tokens(&text, Language::Rust));
            tests.extend(own.test_modules.iter().map(|module| file_of_module(&folder, &path, module)));
            texts.push((path, text));
        }
    }
    let is_test = |path: &Path| tests.iter().any(|test| path == test.with_extension("rs") || path.starts_with(test));
    texts.retain(|(path, _)| !is_test(path));
    let structural = structural_names(texts.iter().map(|(_, text)| text.as_str()));
    Ok(texts.iter().map(|(path, text)| (shown(path), numbers(text, &structural))).collect())
}

/// How many undeclared literals each file has, for those that have some.
pub fn counts(audit: &Audit) -> BTreeMap<String, usize> {
    let counted = audit.iter().map(|(file, numbers)| (file.clone(), numbers.literals.len()));
    counted.filter(|(_, n)| *n > 0).collect()
}

/// How many each file may have.
///
/// # Errors
/// When what is written cannot be read.
pub fn allowed() -> Result<BTreeMap<String, usize>, String> {
    let text = std::fs::read_to_string(root().join(ALLOWED)).map_err(|e| format!("cannot read {ALLOWED}: {e}"))?;
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let (file, n) = line.split_once(' ').ok_or(format!("{ALLOWED}: `{line}` is no file with a number"))?;
        Ok((file.to_owned(), n.parse().map_err(|_| format!("{ALLOWED}: `{n}` is no number"))?))
    })
    .collect()
}

fn may_have(allowed: &BTreeMap<String, usize>, file: &str) -> usize {
    allowed.get(file).copied().unwrap_or(0)
}

fn risen(file: &str, n: usize, allowed: &BTreeMap<String, usize>) -> String {
    format!(
        "{file} has {n} undeclared literals, and {ALLOWED} allows {}: make the new ones constants with a unit and a source \
         (`cargo xtask audit-constants --list` shows them); where code came from another file, move the number there by hand",
        may_have(allowed, file)
    )
}

/// Where what is found is not what is written, and what to do.
pub fn differences(found: &BTreeMap<String, usize>, allowed: &BTreeMap<String, usize>) -> Vec<String> {
    let more = found.iter().filter(|(file, n)| **n > may_have(allowed, file)).map(|(file, n)| risen(file, *n, allowed));
    let fewer = allowed.iter().filter(|(file, n)| may_have(found, file) < **n).map(|(file, n)| {
        let now = may_have(found, file);
        format!("{file} has {now} undeclared literals, and {ALLOWED} allows {n}: `cargo xtask audit-constants --write` lowers it")
    });
    more.chain(fewer).collect()
}

/// The table by file.
fn table(audit: &Audit) -> String {
    let is_whole = |constant: &&Constant| constant.has_unit() && constant.has_source();
    let row = |numbers: &Numbers| {
        let whole = numbers.constants.iter().filter(is_whole).count();
        [numbers.parameters.len(), whole, numbers.constants.len() - whole, numbers.literals.len()]
    };
    let mut text = String::from(
        "| file | parameters | constants with unit and source | constants without | undeclared literals |\n|---|---:|---:|---:|---:|\n",
    );
    let mut total = [0; 4];
    for (file, numbers) in audit {
        let row = row(numbers);
        if row == [0; 4] {
            continue;
        }
        let [parameters, whole, bare, literals] = row;
        total.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
        let name = file.strip_prefix("crates/").unwrap_or(file).replacen("/src/", "/", 1);
        text += &format!("| `{name}` | {parameters} | {whole} | {bare} | {literals} |\n");
    }
    text + &format!("| all | {} | {} | {} | {} |\n", total[0], total[1], total[2], total[3])
}

/// Everything that the table counts, a line each.
fn list(audit: &Audit) -> String {
    let mut text = String::new();
    for (file, numbers) in audit {
        for p in &numbers.parameters {
            text += &format!("{file}:{}: parameter {}: {}, {}\n", p.line, p.key, p.unit, p.range);
        }
        for c in &numbers.constants {
            let lacks = match (c.has_unit(), c.has_source()) {
                (true, true) => "",
                (true, false) => " [no source]",
                (false, true) => " [no unit]",
                (false, false) => " [no unit, no source]",
            };
            text += &format!("{file}:{}: constant {} = {}{lacks}: {}\n", c.line, c.name, c.value, c.comment);
        }
        for l in &numbers.literals {
            let within = if l.within.is_empty() { String::new() } else { format!(" in `{}`", l.within) };
            text += &format!("{file}:{}: undeclared {}{within}: {}\n", l.line, l.value, l.around);
        }
    }
    text
}
