//! What went into a run, how sure it is, and how to repeat it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scenario::{Loaded, Mark, Unverified};

use super::data::{self, InputFile, Parameter, Source};
use run::manifest::Manifest;

/// Entries of unverified values listed at most; the count by file is always whole.
const UNVERIFIED_SHOWN: usize = 3000;
/// Values that an entry names before it counts the rest.
const ITEMS_NAMED: usize = 4;

/// What the files of a scenario hold.
const FILES: [(&str, &str); 16] = [
    ("scenario.toml", "title, dates, capital, switches"),
    ("places.csv", "provinces, counties, towns, districts, fronts, bases"),
    ("population.csv", "persons by place and class"),
    ("cells.csv", "named works, regiments and ships"),
    ("links.csv", "railways, roads, rivers, telegraph"),
    ("nations.csv", "peoples by place: mother tongue and faith"),
    ("roots.csv", "where parties were stronger or weaker before the start"),
    ("memory.csv", "where a class had fought before"),
    ("conditions.csv", "food, prices, fuel, war, calendar: what nobody in the model decides"),
    ("classes.toml", "classes and how their persons start"),
    ("parties.toml", "parties and leaders"),
    ("government.toml", "the regime at the start"),
    ("parameters.toml", "behaviour"),
    ("sources.csv", "bibliography"),
    ("events.csv", "the record: dated events"),
    ("measures.csv", "which output of the model each series of the record is compared with"),
];

/// What a file holds, by the last part of its path.
fn what(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((_, what)) => what,
        None if path.contains("evidence/") => "the record: observed series",
        None if path.contains("interventions/") => "a what-if",
        None => "",
    }
}

/// Every file that counted.
pub(super) fn files(loaded: &Loaded) -> Vec<InputFile> {
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
        .map(|file| InputFile {
            file: file.file.clone(),
            what: what(&file.file).to_owned(),
            rows: file.rows,
            sources: sources.get(file.file.as_str()).into_iter().flatten().map(|&key| key.to_owned()).collect(),
            unverified: unverified.get(file.file.as_str()).copied().unwrap_or(0),
        })
        .collect()
}

/// Every value that no source confirms, remembered ones before our own rules. Values of a file that share a note are one
/// entry: the provinces alone have thousands that follow from one rule.
pub(super) fn unverified(loaded: &Loaded) -> Vec<data::Unverified> {
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
            data::Unverified { file: file.to_owned(), item, value, note }
        })
        .collect()
}

/// The bibliography.
pub(super) fn sources(loaded: &Loaded) -> Vec<Source> {
    loaded
        .sources
        .iter()
        .map(|source| Source {
            key: source.key.clone(),
            author: source.author.clone(),
            title: source.title.clone(),
            year: source.year.clone(),
            url: source.url.clone(),
        })
        .collect()
}

/// Every parameter of the run.
pub(super) fn parameters(manifest: &Manifest, loaded: &Loaded) -> Vec<Parameter> {
    let changed = |key: &str| {
        manifest.settings.iter().any(|setting| setting.split_once('=').is_some_and(|(k, _)| k.trim() == key))
    };
    loaded
        .spec
        .rules
        .declared()
        .iter()
        .map(|declared| Parameter {
            key: declared.key.to_owned(),
            value: manifest.identity.parameters.get(declared.key).copied(),
            unit: declared.unit.to_owned(),
            meaning: declared.meaning.to_owned(),
            source: declared.source.to_owned(),
            changed: changed(declared.key),
        })
        .collect()
}

/// Commands that repeat the run and its report.
pub(super) fn repeat(manifest: &Manifest, dir: &Path) -> Vec<String> {
    vec![manifest.command.clone(), format!("tauride report {}", run::case::quoted(&dir.display().to_string()))]
}
