//! A scenario's tables as files of its own: what a user starts from who wants to see and change every row.

use crate::build::{TABLES_OF_ROWS, table};
use crate::names::DEFINITIONS;
use crate::problem::Problems;
use crate::read::files::Files;
use crate::read::layers::{Provider, SourceLayers};
use crate::read::raw::{Columns, Table};
use crate::read::source::Log;

/// Behaviour. A value that a scenario gives itself counts before what was fitted for its base.
const PARAMETERS: &str = "parameters.toml";

/// The tables and definitions that count for a scenario, as files: path and text of each, with a head that says what the
/// file is. Its own files are left out where `is_copied`; the bibliography, the record, the what-ifs and the claims are
/// read from the base in any case.
///
/// # Errors
/// Every fault of the scenario that keeps a table from being read.
pub fn whole_files(files: &Files, is_copied: bool) -> Result<Vec<(String, String)>, Problems> {
    let log = Log::default();
    let layers = SourceLayers::open(files, &log);
    let mut whole = Vec::new();
    let is_own = |path: &str| is_copied && files.own.get(path).is_some();
    for (columns, _) in TABLES_OF_ROWS {
        let path = format!("{}.csv", columns.table);
        let is_inline = |layer: usize| layers.providers.get(columns.table) == Some(&Provider::Inline(layer));
        if is_own(&path) || is_copied && is_inline(0) {
            continue;
        }
        if let Some(table) = table(&layers, columns, &log) {
            whole.push((path, csv_text(&table, columns, &files.id)));
        }
    }
    for name in DEFINITIONS.into_iter().filter(|name| !is_own(name)) {
        if let Some(source) = layers.texts.get(name) {
            whole.push((name.to_owned(), format!("{}{}", head(name, &files.id), source.text)));
        }
    }
    if let Some(source) = layers.texts.get(PARAMETERS).filter(|_| !is_own(PARAMETERS)) {
        let head = head(PARAMETERS, &files.id);
        let text = match layers.layer_of(source) {
            Some(layer) if layer + 1 == layers.layers.len() => quiet(&source.text),
            _ => source.text.clone(),
        };
        whole.push((PARAMETERS.to_owned(), format!("{head}{text}")));
    }
    log.finish()?;
    Ok(whole)
}

/// What all scenarios share has the values as they are declared: they are written as comments, so that none of them is taken
/// for one that the user gave.
fn quiet(text: &str) -> String {
    let said = "# Take the # away from a group and a value to change it; what stands behind a # has this value all the same.\n\n";
    let line =
        |line: &str| if line.is_empty() || line.starts_with('#') { line.to_owned() } else { format!("# {line}") };
    let lines: Vec<String> = text.lines().map(line).collect();
    format!("{said}{}\n", lines.join("\n"))
}

fn head(name: &str, id: &str) -> String {
    format!(
        "# {name} as {id} has it. This file takes the place of the base's whole file; without it the base's counts.\n"
    )
}

/// A table as CSV, below lines that name its columns.
fn csv_text(table: &Table<'_>, columns: Columns, id: &str) -> String {
    let mut text = head(&format!("{}.csv", columns.table), id);
    text += &format!("# Columns that every row needs: {}.\n", columns.required.join(", "));
    let others: Vec<&str> = columns.expected.iter().chain(columns.optional).copied().collect();
    text += &format!("# Columns that may be empty: {}.\n", others.join(", "));
    // The header of a file has all columns that are expected, also where no row of an inline table has one.
    let missing =
        columns.required.iter().chain(columns.expected).filter(|name| !table.header.iter().any(|h| h == *name));
    let header: Vec<String> = table.header.iter().cloned().chain(missing.map(|name| (*name).to_owned())).collect();
    text += &line(header.iter().map(String::as_str));
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| cell.text.as_str());
        text += &line(cells.chain(std::iter::repeat_n("", header.len() - row.cells.len())));
    }
    text
}

fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cell = |text: &str| {
        // A line that begins with a # would be read as a comment.
        let is_plain = !text.contains([',', '"', '\n', '\r']) && !text.starts_with('#');
        if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
    };
    let cells: Vec<String> = cells.map(cell).collect();
    cells.join(",") + "\n"
}
