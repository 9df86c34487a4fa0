//! Which text counts: the scenario's own files, then those of its base, then the definitions of the society that it takes
//! over, then those that all scenarios share.

use std::collections::{BTreeMap, BTreeSet};

use engine::calendar::Calendar;
use engine::digest::Digest;

use crate::loaded::claim::ClaimsText;
use crate::loaded::what_if::InterventionText;
use crate::names::{
    BASEMAP, CLAIMS, COMMON, DEFINITIONS, DISPLAY, EVIDENCE, INTERVENTIONS, KINDS_FILE, LONGEST_CHAIN, MEASURES,
    PATTERNS, POSTERIOR, SPLIT, SUBFOLDERS, TABLES, is_plain_name,
};
use crate::problem::{Problem, nearest};
use crate::read::bundle::{bundled, bundled_folder, main_scenario, word_in};
use crate::read::files::{Content, Files, Folder, largest};
use crate::read::raw::{Node, ScalarKind, Value, parse_toml};
use crate::read::source::{Log, Source, Spot};

/// Files that a scenario may have in its own directory.
pub(crate) const KNOWN_FILES: [&str; 20] = [
    "scenario.toml",
    "places.csv",
    "population.csv",
    "links.csv",
    "cells.csv",
    "conditions.csv",
    "nations.csv",
    "roots.csv",
    "memory.csv",
    "sources.csv",
    "classes.toml",
    "parties.toml",
    "government.toml",
    KINDS_FILE,
    "parameters.toml",
    CLAIMS,
    POSTERIOR,
    DISPLAY,
    BASEMAP,
    PATTERNS,
];
/// Files that are read beside a world and never by one: they are no part of a scenario's digests.
const BESIDE: [&str; 4] = [CLAIMS, DISPLAY, BASEMAP, PATTERNS];

/// One directory of the chain.
#[derive(Debug)]
pub(crate) struct Layer {
    /// What its files' messages begin with.
    pub label: String,
    /// `scenario.toml` and what it says, unless it is absent or broken.
    pub header: Option<(Source, Value)>,
    /// `sources.csv`, read in every layer: an inherited file names the sources of the layer that it comes from.
    pub sources: Vec<Source>,
}

/// Where a table is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Provider {
    /// In the CSV file of that name.
    File,
    /// In the `scenario.toml` of this layer.
    Inline(usize),
}

/// All texts of a scenario.
#[derive(Debug)]
pub(crate) struct SourceLayers {
    /// Name of the scenario.
    pub id: String,
    /// The scenario itself first, what all share last.
    pub layers: Vec<Layer>,
    /// How many of these layers are the scenario's own and those of its bases.
    pub n_own: usize,
    /// The nearest file of each name.
    pub texts: BTreeMap<String, Source>,
    /// Tables of measures of the bases of the scenario whose table is in `texts`, the nearest first: their rows are added to it.
    pub measures_of_bases: Vec<Source>,
    /// Where each of [`TABLES`] is.
    pub providers: BTreeMap<&'static str, Provider>,
    /// Files that are there and cannot be read: nothing may be said about what they would have contained.
    pub broken: BTreeSet<String>,
}

impl SourceLayers {
    /// Finds the layers, decodes the texts and reads the headers.
    pub fn open(files: &Files, log: &Log) -> SourceLayers {
        let mut broken = BTreeSet::new();
        let folders = chain(files, &mut broken, log);
        let own = folders.iter().map(|(.., kept)| *kept == Kept::Whole);
        let n_own = own.filter(|is_own| *is_own).count();
        let calendars = calendars(&folders);
        let mut layers = Vec::new();
        let mut texts: BTreeMap<String, Source> = BTreeMap::new();
        let mut measures_of_bases = Vec::new();
        let mut providers = BTreeMap::new();
        for (i, ((label, folder, header, _), calendar)) in folders.into_iter().zip(calendars).enumerate() {
            let header = header.map(|(mut source, value)| {
                source.calendar = calendar;
                (source, value)
            });
            let mut sources = Vec::new();
            let inline = inline_tables(header.as_ref());
            for (path, content) in &folder.files {
                let file_label = format!("{label}/{path}");
                let table = path.strip_suffix(".csv").and_then(|t| TABLES.into_iter().find(|&k| k == t));
                if let (Some(table), Some((source, _))) = (table, &header)
                    && let Some(at) = inline.get(table)
                {
                    log.push(
                        Problem::at(source.spot(*at), format!("`{table}` is also in {path}"))
                            .help("keep one of the two"),
                    );
                }
                let is_sources = path == "sources.csv" || path == "evidence/sources.csv";
                let is_wanted = is_sources
                    || is_known(path)
                        && path != "scenario.toml"
                        && !texts.contains_key(path)
                        && !broken.contains(path)
                        && table.is_none_or(|t| !providers.contains_key(t));
                if path == MEASURES && texts.contains_key(path) {
                    measures_of_bases.extend(decode(content, &file_label, path, calendar, log));
                }
                if !is_wanted {
                    continue;
                }
                match decode(content, &file_label, path, calendar, log) {
                    Some(source) if is_sources => sources.push(source),
                    Some(source) => {
                        texts.insert(path.clone(), source);
                    }
                    None => {
                        broken.insert(path.clone());
                    }
                }
                if let Some(table) = table {
                    providers.entry(table).or_insert(Provider::File);
                }
            }
            for table in inline.into_keys() {
                providers.entry(table).or_insert(Provider::Inline(i));
            }
            layers.push(Layer { label, header, sources });
        }
        SourceLayers { id: files.id.clone(), layers, n_own, texts, measures_of_bases, providers, broken }
    }

    /// A digest of every text that counts. What-ifs do not: a run has the digests of those that it was given. Claims, and what
    /// pages show and patterns are compared with, do not: they change no world.
    pub fn digest(&self) -> u128 {
        let lists = self.layers.iter().flat_map(|l| &l.sources);
        let counts = |path: &str| !path.starts_with(INTERVENTIONS) && !BESIDE.contains(&path);
        let texts = self.texts.iter().filter(|(path, _)| counts(path)).map(|(_, source)| source);
        digest_of(self.headers().chain(lists).chain(texts).chain(&self.measures_of_bases))
    }

    /// A digest of the texts that say what society is simulated: not of the record, nor of what was made of it, nor of the
    /// bibliography, which grows with the record.
    pub fn society_digest(&self) -> u128 {
        let is_society = |path: &str| {
            !path.starts_with(EVIDENCE)
                && !path.starts_with(INTERVENTIONS)
                && !BESIDE.contains(&path)
                && path != POSTERIOR
        };
        digest_of(
            self.headers().chain(self.texts.iter().filter(|(path, _)| is_society(path)).map(|(_, source)| source)),
        )
    }

    fn headers(&self) -> impl Iterator<Item = &Source> {
        self.layers.iter().filter_map(|l| l.header.as_ref().map(|(source, _)| source))
    }

    /// Which layer a text comes from: 0 is the scenario itself.
    pub fn layer_of(&self, source: &Source) -> Option<usize> {
        self.layers.iter().position(|layer| source.label == format!("{}/{}", layer.label, source.name))
    }

    /// The what-ifs, in order of name. Those of a layer below may not fit the scenario; only its own are checked with it.
    pub fn interventions(&self) -> Vec<InterventionText> {
        let own = self.layers.first().map_or("", |layer| layer.label.as_str());
        let name = |path: &str| Some(path.strip_prefix(INTERVENTIONS)?.strip_suffix(".toml")?.to_owned());
        let text = |(path, source): (&String, &Source)| {
            Some(InterventionText {
                name: name(path)?,
                label: source.label.clone(),
                text: source.text.clone(),
                calendar: source.calendar,
                is_own: source.label == format!("{own}/{path}"),
            })
        };
        let mut found: Vec<InterventionText> = self.texts.iter().filter_map(text).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// The claims, if there are any.
    pub fn claims(&self) -> Option<ClaimsText> {
        let own = self.layers.first().map_or("", |layer| layer.label.as_str());
        let source = self.texts.get(CLAIMS)?;
        Some(ClaimsText {
            label: source.label.clone(),
            text: source.text.clone(),
            calendar: source.calendar,
            is_own: source.label == format!("{own}/{}", CLAIMS),
        })
    }
}

/// A digest of names and texts.
fn digest_of<'a>(sources: impl Iterator<Item = &'a Source>) -> u128 {
    let mut digest = Digest::new();
    for source in sources {
        for part in [&source.name, &source.text] {
            digest.bytes(&(part.len() as u64).to_le_bytes());
            digest.bytes(part.as_bytes());
        }
    }
    digest.finish()
}

/// What counts of a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// All of it: the scenario's own, or a base's.
    Whole,
    /// Its definitions, and what they cite; dates in them are of this calendar.
    Definitions(Calendar),
    /// What all scenarios share.
    Shared,
}

type Opened<'f> = (String, std::borrow::Cow<'f, Folder>, Option<(Source, Value)>, Kept);

/// The folders in the order in which they count, each with its label and header.
fn chain<'f>(files: &'f Files, broken: &mut BTreeSet<String>, log: &Log) -> Vec<Opened<'f>> {
    use std::borrow::Cow;
    let mut found: Vec<Opened<'f>> = Vec::new();
    let mut names = vec![files.id.clone()];
    let mut next = Some((files.label.clone(), Cow::Borrowed(&files.own)));
    while let Some((label, folder)) = next.take() {
        let header = open_header(&label, &folder, broken, log);
        if found.is_empty() {
            unknown_files(&label, &folder, log);
        }
        let base = header.as_ref().and_then(|(_, value)| name_in(value, "base"));
        found.push((label, folder, header, Kept::Whole));
        let Some((base, at)) = base else { break };
        let Some((_, _, Some((source, _)), _)) = found.last() else {
            break;
        };
        let spot = source.spot(at);
        if names.contains(&base) || found.len() > LONGEST_CHAIN {
            log.push(Problem::at(spot, format!("the chain of bases comes back to `{base}` or is too long")));
            break;
        }
        match folder_of(files, &base) {
            Some(folder) => {
                names.push(base.clone());
                next = Some((base, folder));
            }
            None => {
                log.push(no_scenario(files, spot, "there is no scenario of this name to be based on", &base));
                // Without its base, every table would seem to be missing.
                broken.insert("scenario.toml".into());
            }
        }
    }
    let society = society(files, &found, &names, broken, log);
    found.extend(society);
    let mut common = bundled_folder(COMMON).unwrap_or_default();
    if let Some(beside) = files.siblings.get(COMMON) {
        common.files.extend(beside.files.clone());
    }
    found.push((COMMON.into(), Cow::Owned(common), None, Kept::Shared));
    found
}

/// The folder of the scenario of this name: one beside the scenario before one that comes with the program.
fn folder_of<'f>(files: &'f Files, name: &str) -> Option<std::borrow::Cow<'f, Folder>> {
    use std::borrow::Cow;
    if !is_plain_name(name) {
        return None;
    }
    let sibling = files.siblings.get(name).map(Cow::Borrowed);
    sibling.or_else(|| bundled_folder(name).filter(|f| f.get("scenario.toml").is_some()).map(Cow::Owned))
}

fn no_scenario(files: &Files, spot: Spot<'_>, what: &str, name: &str) -> Problem {
    let known: Vec<String> = bundled().into_iter().map(|(n, _)| n).chain(files.siblings.keys().cloned()).collect();
    Problem::at(spot, what).found(name).nearest(name, known.iter().map(String::as_str))
}

/// The definitions that neither the scenario nor a base of it has: those of the scenario that `society` names, or of the main
/// one where none is named.
fn society<'f>(
    files: &Files,
    found: &[Opened<'f>],
    names: &[String],
    broken: &mut BTreeSet<String>,
    log: &Log,
) -> Option<Opened<'f>> {
    let named = found.iter().find_map(|(_, _, header, _)| {
        let (source, value) = header.as_ref()?;
        name_in(value, "society").map(|(name, at)| (name, source.spot(at)))
    });
    let has = |file: &&str| found.iter().any(|(_, folder, ..)| folder.files.contains_key(*file));
    let name = named.as_ref().map_or(main_scenario(), |(name, _)| name);
    let folder = folder_of(files, name);
    if let (Some((name, spot)), None) = (&named, &folder) {
        log.push(no_scenario(files, *spot, "there is no scenario of this name to take a society from", name));
        broken.extend(DEFINITIONS.map(String::from));
    }
    // A scenario that names its society may have copied what it says, and cites what that cites.
    let is_wanted = named.is_some() || !DEFINITIONS.iter().all(has);
    let folder = folder.filter(|_| is_wanted && !names.iter().any(|known| known == name))?;
    let header = folder.get("scenario.toml").map(|bytes| String::from_utf8_lossy(bytes).into_owned())?;
    let calendar = match word_in(&header, "calendar") {
        Some(word) if word == "new" => Calendar::NewStyle,
        _ => Calendar::OldStyle,
    };
    let mut definitions = folder.into_owned();
    definitions.files.retain(|path, _| DEFINITIONS.contains(&path.as_str()) || path == "sources.csv");
    Some((name.to_owned(), std::borrow::Cow::Owned(definitions), None, Kept::Definitions(calendar)))
}

fn open_header(label: &str, folder: &Folder, broken: &mut BTreeSet<String>, log: &Log) -> Option<(Source, Value)> {
    let label = format!("{label}/scenario.toml");
    let Some(content) = folder.files.get("scenario.toml") else {
        log.push(Problem::of_file(label, "a scenario needs this file").help("`tauride new` writes one"));
        broken.insert("scenario.toml".into());
        return None;
    };
    let opened = decode(content, &label, "scenario.toml", Calendar::OldStyle, log)
        .and_then(|source| parse_toml(&source, log).map(|value| (source, value)));
    if opened.is_none() {
        broken.insert("scenario.toml".into());
    }
    opened
}

fn top<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match &value.node {
        Node::Table(map) => map.get(key).map(|(_, v)| v),
        _ => None,
    }
}

/// The name under a key of the header, and where it stands.
fn name_in(value: &Value, key: &str) -> Option<(String, usize)> {
    let name = top(value, key)?;
    match &name.node {
        Node::Scalar(text, ScalarKind::Text) => Some((text.clone(), name.at)),
        // Told by the check of the header, which knows the kind of each key.
        _ => None,
    }
}

/// The calendar of each layer: its own word, or that of the layer it is based on.
fn calendars(folders: &[Opened<'_>]) -> Vec<Calendar> {
    let mut calendar = Calendar::OldStyle;
    let mut found: Vec<Calendar> = folders
        .iter()
        .rev()
        .map(|(_, _, header, kept)| {
            if let Kept::Definitions(own) = kept {
                return *own;
            }
            if let Some(Node::Scalar(text, _)) = header.as_ref().and_then(|(_, v)| top(v, "calendar")).map(|v| &v.node)
            {
                calendar = if text == "new" { Calendar::NewStyle } else { Calendar::OldStyle };
            }
            calendar
        })
        .collect();
    found.reverse();
    found
}

fn inline_tables(header: Option<&(Source, Value)>) -> BTreeMap<&'static str, usize> {
    let Some((_, value)) = header else {
        return BTreeMap::new();
    };
    TABLES.into_iter().filter_map(|t| top(value, t).map(|v| (t, v.at))).collect()
}

fn is_known(path: &str) -> bool {
    KNOWN_FILES.contains(&path)
        || path == SPLIT
        || path.starts_with(EVIDENCE) && path.ends_with(".csv")
        || path.starts_with(INTERVENTIONS) && path.ends_with(".toml")
}

/// A misspelt file name would otherwise mean that the base's file silently counts.
fn unknown_files(label: &str, folder: &Folder, log: &Log) {
    for path in folder.files.keys() {
        let is_ours =
            (!path.contains('/') || path.starts_with(EVIDENCE)) && (path.ends_with(".csv") || path.ends_with(".toml"));
        if is_ours && !is_known(path) {
            log.push(
                Problem::of_file(format!("{label}/{path}"), "no file of a scenario has this name")
                    .nearest(path, KNOWN_FILES.into_iter().chain([SPLIT])),
            );
        }
    }
    let mut others: Vec<&str> = folder.others.iter().map(String::as_str).collect();
    others.sort_unstable();
    for path in others {
        let meant = meant_folder(path, folder).or_else(|| meant_file(path, folder));
        if let Some(meant) = meant {
            let problem = Problem::of_file(format!("{label}/{path}"), "this is not read");
            log.push(problem.help(format!("rename it to `{meant}`, or move it out of the scenario's directory")));
        }
    }
}

/// The folder of a scenario that something of another name is taken to be meant as: a slip, capitals, or a link that leads
/// nowhere.
fn meant_folder(path: &str, folder: &Folder) -> Option<String> {
    let name = path.strip_suffix('/').unwrap_or(path);
    let lower = name.to_lowercase();
    let meant = nearest(&lower, SUBFOLDERS).filter(|meant| format!("{meant}/") != path)?;
    let is_there = folder.files.keys().any(|file| file.split_once('/').is_some_and(|(own, _)| own == meant));
    (lower == meant || path.ends_with('/') && !is_there).then(|| format!("{meant}/"))
}

/// The file of a scenario that one of another name is taken to be meant as: capitals, or another ending where the file itself
/// is not there.
fn meant_file(path: &str, folder: &Folder) -> Option<String> {
    let lower = path.to_lowercase();
    if is_known(&lower) {
        return Some(lower);
    }
    // As saved by a spreadsheet or a mail program: `cells.txt`, `cells.csv.txt`, `cells.xlsx`.
    const ENDINGS: [&str; 6] = [".txt", ".tsv", ".xls", ".xlsx", ".ods", ".csv~"];
    let stem = ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending))?;
    let stem = stem.strip_suffix(".csv").or_else(|| stem.strip_suffix(".toml")).unwrap_or(stem);
    let known = KNOWN_FILES.into_iter().chain([MEASURES, SPLIT]);
    known
        .filter(|file| !folder.files.contains_key(*file))
        .find(|file| file.rsplit_once('.').is_some_and(|(own, _)| own == stem))
        .map(str::to_owned)
}

/// The text of a file, or a fault.
fn decode(content: &Content, label: &str, path: &str, calendar: Calendar, log: &Log) -> Option<Source> {
    let new = |text: &str| Source::new(label.to_string(), path.to_string(), text.to_string(), calendar);
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Unreadable(what) => {
            log.push(Problem::of_file(label, format!("this is {what}")).expected("a file"));
            return None;
        }
        Content::TooLarge(size) => {
            let problem = Problem::of_file(label, format!("the file has {size} bytes"));
            log.push(problem.expected(format!("{} bytes at most", largest(path))));
            return None;
        }
    };
    text_in(bytes, label, log).map(|text| new(&text))
}

/// Bytes as text, or a fault.
pub(crate) fn text_in(bytes: &[u8], label: &str, log: &Log) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(error) => {
            let good = error.valid_up_to();
            let text = std::str::from_utf8(&bytes[..good]).unwrap_or_default().to_owned();
            let source = Source::new(label.to_owned(), label.to_owned(), text, Calendar::OldStyle);
            let byte = bytes.get(good).copied().unwrap_or_default();
            log.push(
                Problem::at(source.spot(good), "the text is not UTF-8")
                    .expected("a file saved as UTF-8")
                    .found(&format!("byte {byte:#04x}")),
            );
            None
        }
    }
}
