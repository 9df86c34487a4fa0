//! The scenarios that the program carries with it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use engine::calendar::Calendar;
use include_dir::{Dir, include_dir};

use crate::names::{CLAIMS, COMMON, INTERVENTIONS, LONGEST_CHAIN};
use crate::problem::{Problem, Problems, nearest};
use crate::read::files::{Files, Folder};
use crate::read::raw::{Node, Value, parse_toml};
use crate::read::source::{Log, Source};

static SCENARIOS: Dir<'static> = include_dir!("$OUT_DIR/scenarios");

/// Names and titles of the scenarios that come with the program, in order of name.
pub fn bundled() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = SCENARIOS
        .dirs()
        .filter_map(|dir| {
            let name = dir.path().file_name()?.to_str()?.to_string();
            let header = dir.get_file(dir.path().join("scenario.toml"))?.contents_utf8()?;
            Some((name, title_in(header)))
        })
        .collect();
    found.sort();
    found
}

/// Name of the scenario that is meant where none is named.
pub fn main_scenario() -> &'static str {
    SCENARIOS.get_file("main.txt").and_then(|file| file.contents_utf8()).map_or("", str::trim)
}

/// The files of a bundled scenario.
///
/// # Errors
/// When there is no such scenario; the message offers the nearest name.
pub fn bundled_files(name: &str) -> Result<Files, Problems> {
    match bundled_folder(name) {
        Some(own) if own.get("scenario.toml").is_some() => Ok(Files { own, ..Files::new(name) }),
        _ => {
            let known = bundled();
            let problem = Problem::of_file(name, "there is no bundled scenario of this name");
            Err(match nearest(name, known.iter().map(|(n, _)| n.as_str())) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!(
                    "there are {}",
                    known.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>().join(", ")
                )),
            }
            .into())
        }
    }
}

/// Names and titles of the what-ifs of a bundled scenario, its own and those of what it is based on, in order of name.
pub fn bundled_interventions(name: &str) -> Vec<(String, String)> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut next = Some(name.to_string());
    let mut layers = Vec::new();
    while let Some(folder) = next.take().and_then(|name| bundled_folder(&name)) {
        next = folder.get("scenario.toml").and_then(|text| word_in(std::str::from_utf8(text).ok()?, "base"));
        layers.push(folder);
        if layers.len() > LONGEST_CHAIN {
            break;
        }
    }
    layers.extend(bundled_folder(COMMON));
    for folder in &layers {
        for path in folder.paths() {
            let name = path.strip_prefix(INTERVENTIONS).and_then(|file| file.strip_suffix(".toml"));
            let text = folder.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
            if let (Some(name), Some(text)) = (name, text) {
                found.entry(name.to_string()).or_insert_with(|| title_in(text));
            }
        }
    }
    found.into_iter().collect()
}

/// Short names and statements of the claims of a bundled scenario's own file, in its order.
pub fn bundled_claims(name: &str) -> Vec<(String, String)> {
    let text = |folder: Folder| Some(std::str::from_utf8(folder.get(CLAIMS)?).ok()?.to_owned());
    let Some(text) = bundled_folder(name).and_then(text) else { return Vec::new() };
    let source = Source::new(CLAIMS.to_owned(), CLAIMS.to_owned(), text, Calendar::OldStyle);
    let Some(Value { node: Node::Table(root), .. }) = parse_toml(&source, &Log::default()) else { return Vec::new() };
    let Some((_, Value { node: Node::Array(claims), .. })) = root.get("claim") else { return Vec::new() };
    let word = |claim: &Value, key| match &claim.node {
        Node::Table(map) => match map.get(key).map(|(_, value)| &value.node) {
            Some(Node::Scalar(text, _)) => text.trim().to_owned(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    claims.iter().map(|claim| (word(claim, "id"), word(claim, "statement"))).collect()
}

/// The files of a bundled folder, also of one that is no scenario, such as `common`.
pub(crate) fn bundled_folder(name: &str) -> Option<Folder> {
    let dir = SCENARIOS.dirs().find(|d| d.path().to_str() == Some(name))?;
    let mut folder = Folder::new();
    gather(dir, name, &mut folder);
    Some(folder)
}

fn gather(dir: &'static Dir<'static>, under: &str, folder: &mut Folder) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str().and_then(|p| p.strip_prefix(under)) {
            folder.insert(path.trim_start_matches('/'), Cow::Borrowed(file.contents()));
        }
    }
    dir.dirs().for_each(|d| gather(d, under, folder));
}

fn title_in(header: &str) -> String {
    word_in(header, "title").unwrap_or_default()
}

/// The text under a key of a header.
pub(crate) fn word_in(header: &str, key: &str) -> Option<String> {
    let table = toml::de::DeTable::parse_recoverable(header).0;
    Some(table.get_ref().get(key)?.get_ref().as_str()?.to_string())
}
