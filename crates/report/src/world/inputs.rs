//! What went into a run, how sure it is, and how to repeat it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scenario::{Loaded, Mark, Unverified};
use serde_json::{Value, json};

use super::words::Words;
use run::manifest::Manifest;

/// Entries of unverified values listed at most; the count by file is always whole.
const UNVERIFIED_SHOWN: usize = 3000;
/// Values that an entry names before it counts the rest.
const ITEMS_NAMED: usize = 4;

/// Every file that counted.
pub(super) fn files(loaded: &Loaded, words: &Words) -> Value {
    let mut unverified: BTreeMap<&str, usize> = BTreeMap::new();
    for item in loaded.unverified.iter().filter(|item| item.mark == Mark::Unverified) {
        *unverified.entry(&item.file).or_default() += 1;
    }
    let mut sources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let named = loaded
        .dated_inputs
        .iter()
        .map(|input| (input.file.as_str(), input.source.as_str()))
        .chain(loaded.evidence.iter().map(|row| (row.file.as_str(), row.source.as_str())))
        .chain(loaded.unverified.iter().map(|item| (item.file.as_str(), item.source.as_str())));
    for (file, keys) in named {
        let keys = keys.split([';', ' ']).map(str::trim).filter(|key| !key.is_empty());
        sources.entry(file).or_default().extend(keys);
    }
    loaded
        .files
        .iter()
        .map(|file| {
            json!({
                "file": file.file,
                "what": words.file(&file.file),
                "rows": file.rows,
                "sources": sources.get(file.file.as_str()),
                "unverified": unverified.get(file.file.as_str()).copied().unwrap_or(0),
            })
        })
        .collect()
}

/// Every value that no source confirms, remembered ones before our own rules. Values of a file that share a note are one
/// entry: the provinces alone have thousands that follow from one rule.
pub(super) fn unverified(loaded: &Loaded) -> Value {
    let mut by_note: BTreeMap<(Mark, &str, &str), Vec<&Unverified>> = BTreeMap::new();
    for item in &loaded.unverified {
        by_note.entry((item.mark, &item.file, &item.note)).or_default().push(item);
    }
    by_note
        .into_iter()
        .take(UNVERIFIED_SHOWN)
        .map(|((mark, file, note), items)| {
            let named: Vec<&str> = items.iter().take(ITEMS_NAMED).map(|item| item.item.as_str()).collect();
            let mut item = named.join("; ");
            if items.len() > ITEMS_NAMED {
                item.push_str(&format!("; and {} more", items.len() - ITEMS_NAMED));
            }
            let value = match items.as_slice() {
                [one] => one.value.clone(),
                _ => String::new(),
            };
            let note = match note.is_empty() {
                true => mark.word().to_owned(),
                false => format!("{}: {note}", mark.word()),
            };
            json!({ "file": file, "item": item, "value": value, "note": note })
        })
        .collect()
}

/// The bibliography.
pub(super) fn sources(loaded: &Loaded) -> Value {
    loaded
        .sources
        .iter()
        .map(|source| {
            json!({
                "key": source.key,
                "author": source.author,
                "title": source.title,
                "year": source.year,
                "url": source.url,
            })
        })
        .collect()
}

/// Every parameter of the run.
pub(super) fn parameters(manifest: &Manifest, loaded: &Loaded) -> Value {
    let changed = |key: &str| {
        manifest.settings.iter().any(|setting| setting.split_once('=').is_some_and(|(k, _)| k.trim() == key))
    };
    loaded
        .spec
        .rules
        .declared()
        .iter()
        .map(|declared| {
            json!({
                "key": declared.key,
                "value": manifest.identity.parameters.get(declared.key),
                "unit": declared.unit,
                "meaning": declared.meaning,
                "source": declared.source,
                "changed": changed(declared.key),
            })
        })
        .collect()
}

/// Commands that repeat the run and its report.
pub(super) fn repeat(manifest: &Manifest, dir: &Path) -> Value {
    json!([manifest.command, format!("tauride report {}", run::case::quoted(&dir.display().to_string()))])
}
