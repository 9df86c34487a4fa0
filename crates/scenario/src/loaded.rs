//! A scenario that has passed every check, with what a report says about it: plain types that know no reader.

pub(crate) mod claim;
pub(crate) mod display;
pub(crate) mod evidence;
pub(crate) mod measure;
pub(crate) mod posterior;
pub(crate) mod split;
pub(crate) mod what_if;

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::calendar::{Calendar, Day};
use society::spec::{ExogenousKind, Spec};

use claim::{Claim, PersonRule};
use display::Display;
use evidence::{EventRow, EvidenceRow, MeasureRow};
use posterior::Posterior;
use split::Split;
use what_if::{Intervention, InterventionText};

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Name of the scenario.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is, in a sentence or two; may be empty.
    pub summary: String,
    /// How pages show the case.
    pub display: Display,
    /// What lies under the maps, as JSON; `None` where nothing does.
    pub basemap: Option<Arc<str>>,
    /// What the record says of each pattern, by the pattern's identifier.
    pub pattern_record: BTreeMap<String, String>,
    /// Name of the scenario whose files count where this one has none.
    pub base: Option<String>,
    /// Calendar of the dates in the scenario's own files.
    pub calendar: Calendar,
    /// All that a society is made from.
    pub spec: Spec,
    /// Tables and files that counted, with their rows.
    pub files: Vec<FileCount>,
    /// Bibliography, by key.
    pub sources: Vec<SourceEntry>,
    /// Everything that no source confirms yet, and everything that is a rule of ours.
    pub unverified: Vec<Unverified>,
    /// Everything dated that the scenario gives as input.
    pub dated_inputs: Vec<DatedInput>,
    /// The record: what was observed.
    pub evidence: Vec<EvidenceRow>,
    /// Dated events of the record.
    pub events: Vec<EventRow>,
    /// Which output of the model each series is compared with: the rows of `evidence/measures.csv`, and those of its base for
    /// every series and place that it has no row of.
    pub measures: Vec<MeasureRow>,
    /// How the record is divided between calibration and test, where the scenario says it.
    pub split: Option<Split>,
    /// Result of a calibration, where there is one. Its sets of parameters are in `spec.draws` too.
    pub posterior: Option<Posterior>,
    /// Digest of every text that counted, as 32 hexadecimal digits.
    pub content_hash: String,
    /// Digest of the texts that say what society is simulated, as 32 hexadecimal digits. It stays the same when the record, the
    /// bibliography, a what-if, a claim or a calibration changes.
    pub society_hash: String,
    /// Claims, in the order of `claims.toml`; of a base's file those that fit.
    pub claims: Vec<Claim>,
    /// Rival rules of the person, from the same file.
    pub person_rules: Vec<PersonRule>,
    /// Files of what-ifs that come with the scenario or with what it is based on, in order of name.
    pub interventions: Vec<InterventionText>,
    /// Settings of [`crate::apply_settings`], as given.
    pub settings: Vec<String>,
    /// What-ifs of [`crate::apply_interventions`], in the order in which they were applied.
    pub applied: Vec<Intervention>,
}

/// How many rows a file has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileCount {
    /// Path as messages have it.
    pub file: String,
    /// Rows, or blocks of a TOML file.
    pub rows: usize,
}

/// An entry of the bibliography.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceEntry {
    /// Key that rows name.
    pub key: String,
    /// Author.
    pub author: String,
    /// Title.
    pub title: String,
    /// Year as printed.
    pub year: String,
    /// Address, or empty.
    pub url: String,
}

/// Why a number is marked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// Remembered, weak or contested: a source should confirm it and none does yet.
    Unverified,
    /// A rule or judgement of this project.
    Assumed,
}

impl Mark {
    /// The mark as one word.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Unverified => "unverified",
            Mark::Assumed => "assumed",
        }
    }
}

/// A number that no source confirms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unverified {
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What the number is.
    pub item: String,
    /// The number as written; empty for a block of several.
    pub value: String,
    /// Why it is listed.
    pub mark: Mark,
    /// Source as written.
    pub source: String,
    /// Note as written.
    pub note: String,
}

/// Something dated that the scenario gives as input.
#[derive(Clone, PartialEq, Debug)]
pub struct DatedInput {
    /// What: an indicator, or a leader's possible arrival.
    pub what: String,
    /// Identifier of the place, `all`, or empty.
    pub place: String,
    /// Day.
    pub day: Day,
    /// Value, or 1 for an arrival.
    pub value: f64,
    /// What kind of exogenous fact.
    pub kind: ExogenousKind,
    /// Why it is doubtful, if it is.
    pub mark: Option<Mark>,
    /// Source as written.
    pub source: String,
    /// Note as written.
    pub note: String,
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}
