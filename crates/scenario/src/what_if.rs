//! What-ifs: files that change an input, an actor's options, a mechanism, a parameter or the society at the start.
//!
//! A file names a cause, never an outcome. `interventions/NAME.toml` comes with a scenario, or with what it is based on; any
//! other file can be given by its path. Several compose in the order given; two that set the same thing to different values
//! are refused, with both files named. See `docs/interventions.md` for the kinds of change.
//!
//! Uses `tables` and what stands before it; knows nothing of the record and of claims.

mod block;
mod change;
mod conflict;
mod inputs;
mod kinds;
mod people;
pub(crate) mod read;
mod timeline;

use engine::digest::{Digest, hex};

use crate::loaded::Loaded;
use crate::loaded::what_if::{Chosen, FIELDS, Intervention, InterventionText};
use crate::names::{BUILT_IN_SOURCES, INTERVENTIONS};
use crate::problem::{Problem, Problems};
use crate::read::layers::text_in;
use crate::read::raw::{Node, parse_toml};
use crate::read::source::{Log, Source};
use block::Known;
use change::Change;

pub use kinds::KINDS;

/// The what-ifs that come with a scenario, in order of name.
pub fn interventions(loaded: &Loaded) -> Vec<Intervention> {
    loaded.interventions.iter().map(|text| head_of(text, &text.name)).collect()
}

/// Applies what-ifs to a scenario, in the order given, and notes them in it. Settings of the command line go before: a factor
/// multiplies what they set. Nothing is changed when anything is wrong.
///
/// # Errors
/// Every fault of every file at once; a name that no what-if of the scenario has; two that set one thing to different values.
pub fn apply_interventions(loaded: &mut Loaded, chosen: &[Chosen]) -> Result<Vec<Intervention>, Problems> {
    let log = Log::default();
    let mut heads = Vec::new();
    let mut changes = Vec::new();
    for one in chosen {
        let Some(text) = text_of(loaded, one, &log) else { continue };
        let given = match one {
            Chosen::Named(name) => name,
            Chosen::File { path, .. } => path,
        };
        let mut head = head_of(&text, given);
        let before: Option<&Intervention> = loaded.applied.iter().chain(&heads).find(|other| other.hash == head.hash);
        if let Some(other) = before {
            let problem = Problem::of_file(format!("--with {given}"), "this what-if is given twice");
            log.push(problem.help(format!("its changes are those of `--with {}`; name it once", other.given)));
            continue;
        }
        let own = changes_of(&text, &known(loaded), &log);
        let begins = own.iter().map(|change| (change.at.to_string(), change.begins(loaded.spec.start)));
        head.begins = begins.collect();
        heads.push(head);
        changes.extend(own);
    }
    if log.is_empty() {
        conflict::check(&changes, &loaded.spec, &log);
    }
    let changed = log.is_empty().then(|| timeline::build(&loaded.spec, &changes, &log));
    log.finish()?;
    if let Some(changed) = changed {
        loaded.spec = changed;
        loaded.applied.extend(heads.iter().cloned());
    }
    Ok(heads)
}

/// Applies each of the scenario's own what-ifs alone, and tells what is wrong with any.
///
/// # Errors
/// Every fault of every file at once.
pub fn check_interventions(loaded: &Loaded) -> Result<(), Problems> {
    let mut faults = Vec::new();
    for text in loaded.interventions.iter().filter(|text| text.is_own) {
        let mut copy = loaded.clone();
        if let Err(problems) = apply_interventions(&mut copy, &[Chosen::Named(text.name.clone())]) {
            faults.extend(problems.0);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Problems(faults)) }
}

/// Tells what can be told of the scenario's own what-ifs without applying them.
pub(crate) fn check_texts(loaded: &Loaded, log: &Log) {
    for text in loaded.interventions.iter().filter(|text| text.is_own) {
        let before = log.len();
        let changes = changes_of(text, &known(loaded), log);
        if log.len() == before {
            conflict::check(&changes, &loaded.spec, log);
        }
    }
}

fn known(loaded: &Loaded) -> Known<'_> {
    let keys = loaded.sources.iter().map(|s| s.key.as_str()).chain(BUILT_IN_SOURCES.iter().map(|(key, _)| *key));
    Known::of(&loaded.spec, keys.collect())
}

fn source_of(text: &InterventionText) -> Source {
    Source::new(text.label.clone(), format!("{INTERVENTIONS}{}.toml", text.name), text.text.clone(), text.calendar)
}

fn changes_of(text: &InterventionText, known: &Known<'_>, log: &Log) -> Vec<Change> {
    let source = source_of(text);
    match parse_toml(&source, log) {
        Some(value) => read::changes(&source, &value, known, log),
        None => Vec::new(),
    }
}

/// The head of a file; what is wrong with it is told when its changes are read.
fn head_of(text: &InterventionText, given: &str) -> Intervention {
    let mut digest = Digest::new();
    digest.bytes(text.text.as_bytes());
    let mut head = Intervention {
        name: text.name.clone(),
        given: given.to_owned(),
        hash: hex(digest.finish()),
        ..Intervention::default()
    };
    let source = source_of(text);
    let Some(value) = parse_toml(&source, &Log::default()) else { return head };
    let Node::Table(map) = &value.node else { return head };
    let word = |key: &str| match map.get(key).map(|(_, value)| &value.node) {
        Some(Node::Scalar(text, _)) => text.trim().to_owned(),
        _ => String::new(),
    };
    head.title = word("title");
    head.considered = word("considered");
    head.document = word("document");
    head.kinds = kinds_in(map.get("change").map(|(_, value)| &value.node));
    head.fields = FIELDS.map(|(key, _)| word(key));
    head
}

/// The kinds of changes in a list, each once.
fn kinds_in(changes: Option<&Node>) -> Vec<String> {
    let mut kinds = Vec::new();
    let Some(Node::Array(changes)) = changes else { return kinds };
    for change in changes {
        if let Node::Table(map) = &change.node
            && let Some(Node::Scalar(kind, _)) = map.get("kind").map(|(_, value)| &value.node)
            && !kinds.contains(kind)
        {
            kinds.push(kind.clone());
        }
    }
    kinds
}

fn text_of(loaded: &Loaded, chosen: &Chosen, log: &Log) -> Option<InterventionText> {
    match chosen {
        Chosen::Named(name) => {
            let found = loaded.interventions.iter().find(|text| text.name == *name);
            if found.is_none() {
                let problem =
                    Problem::of_file(format!("--with {name}"), format!("{} has no what-if of this name", loaded.id));
                let names: Vec<&str> = loaded.interventions.iter().map(|text| text.name.as_str()).collect();
                let near = crate::problem::nearest(name, names.iter().copied());
                log.push(match near {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None if names.is_empty() => problem.help("give the path of a file"),
                    None => problem.help("`tauride list` names them; a file is given by its path"),
                });
            }
            found.cloned()
        }
        Chosen::File { path, bytes } => {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let name = name.strip_suffix(".toml").unwrap_or(name).to_owned();
            let text = text_in(bytes, path, log)?;
            Some(InterventionText { name, label: path.clone(), text, calendar: loaded.calendar, is_own: true })
        }
    }
}
