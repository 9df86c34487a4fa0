//! `tauride csv DIR [TABLE...]`: the tables of a directory as CSV.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use run::Error;
use run::store::csv;
use serde_json::json;

use crate::output;
use crate::status::DONE;

/// Writes tables as CSV, one file for each; all tables where none is named.
///
/// # Errors
/// When the directory has no tables or none of a name, or a file cannot be read or written.
pub fn write(dir: &Path, wanted: &[String], out: Option<&Path>, as_json: bool) -> Result<u8, Error> {
    let tables = tables_of(dir)?;
    let names = || tables.keys().map(String::as_str);
    let unknown: Vec<String> = wanted
        .iter()
        .filter(|name| !tables.contains_key(*name))
        .map(|name| match scenario::nearest(name, names()) {
            Some(near) => format!("there is no table `{name}` in {}; did you mean `{near}`?", dir.display()),
            None => format!("there is no table `{name}` in {}", dir.display()),
        })
        .collect();
    if !unknown.is_empty() {
        let all: Vec<&str> = names().collect();
        return Err(Error::Request(format!("{}; its tables are {}", unknown.join("; "), all.join(", "))));
    }
    let out = out.unwrap_or(dir);
    run::disk::create_dir_all(out).map_err(|e| Error::file("create", out, e))?;
    let mut written = Vec::new();
    for (name, files) in tables.iter().filter(|(name, _)| wanted.is_empty() || wanted.contains(name)) {
        let to = out.join(format!("{name}.csv"));
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        let rows = csv::write(&files, &to)?;
        if !as_json {
            output::line(&format!("wrote {} ({} rows)", to.display(), output::people(rows as f64)));
        }
        written.push(json!({ "table": name, "rows": rows, "file": to.display().to_string() }));
    }
    if as_json {
        output::json(&json!({ "out": out.display().to_string(), "tables": written }));
    }
    Ok(DONE)
}

/// The tables of a directory, with the file of each, or the files of its folder in order.
fn tables_of(dir: &Path) -> Result<BTreeMap<String, Vec<PathBuf>>, Error> {
    let is_table = |path: &Path| path.extension().is_some_and(|extension| extension == "parquet");
    let below = |dir: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    if !dir.is_dir() {
        return Err(Error::Request(format!("there is no directory {}", dir.display())));
    }
    let mut tables = BTreeMap::new();
    for path in below(dir) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() && is_table(&path) {
            tables.insert(name, vec![path]);
        } else if path.is_dir() && path.extension().is_none() {
            let files: Vec<PathBuf> = below(&path).into_iter().filter(|path| is_table(path)).collect();
            if !files.is_empty() {
                tables.insert(name, files);
            }
        }
    }
    if tables.is_empty() {
        let what = "holds no finished table of a run, an ensemble or a sweep";
        return Err(Error::Request(format!("{} {what}", dir.display())));
    }
    Ok(tables)
}
