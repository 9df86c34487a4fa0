//! Names that several readers know: folders and files of a scenario, and the sources that need no entry.

/// Folder with what every scenario falls back on.
pub(crate) const COMMON: &str = "common";
/// Deepest chain of scenarios based on one another.
pub(crate) const LONGEST_CHAIN: usize = 8;

/// Tables that a scenario may keep as CSV files or write into scenario.toml.
pub(crate) const TABLES: [&str; 9] =
    ["places", "population", "links", "cells", "conditions", "nations", "roots", "memory", "sources"];
/// What defines a society: a scenario without them takes those of another.
pub(crate) const DEFINITIONS: [&str; 3] = ["classes.toml", "parties.toml", "government.toml"];
/// Kinds of people, whose behaviour is the same in all societies.
pub(crate) const KINDS_FILE: &str = "kinds.toml";
/// Folders within a scenario's directory that are read.
pub(crate) const SUBFOLDERS: [&str; 2] = ["evidence", "interventions"];
/// Folder of the what-ifs of a scenario.
pub(crate) const INTERVENTIONS: &str = "interventions/";
/// Folder of the record.
pub(crate) const EVIDENCE: &str = "evidence/";
/// What each series of the record is compared with.
pub(crate) const MEASURES: &str = "evidence/measures.csv";
/// How the record is divided between calibration and test.
pub(crate) const SPLIT: &str = "evidence/split.toml";
/// Result of a calibration.
pub(crate) const POSTERIOR: &str = "posterior.toml";
/// How pages show the case.
pub(crate) const DISPLAY: &str = "display.toml";
/// What lies under the maps.
pub(crate) const BASEMAP: &str = "basemap.json";
/// What patterns are compared with.
pub(crate) const PATTERNS: &str = "patterns.toml";
/// Claims and rival rules of the person.
pub(crate) const CLAIMS: &str = "claims.toml";

/// Sources that need no entry: what was remembered, what is our rule or judgement, and arithmetic on sourced columns.
pub(crate) const BUILT_IN_SOURCES: [(&str, &str); 4] = [
    ("assumed", "a rule or judgement of this project"),
    ("computed", "arithmetic on columns that have sources"),
    ("memory", "remembered, not confirmed by a page"),
    ("recalled", "remembered, not confirmed by a page"),
];

/// Whether a name stands for a scenario, not for a path.
pub(crate) fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 64
        && !name.starts_with(['.', '-'])
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// The keys in a source column: several may stand there, divided by `;`, `,` or `+`.
pub(crate) fn source_keys(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',', '+']).map(str::trim).filter(|k| !k.is_empty())
}
