//! From scenario files to a checked society: every fault reported at once, with file, line and column.
//!
//! [`read`] takes [`Files`] (from a directory, from the program's own bundle, or from memory) and gives a [`Loaded`] scenario
//! or all [`Problems`]. Files that a scenario lacks come from its `base`, and after that from what all scenarios share.
//!
//! ```
//! let mut files = scenario::Files::new("mine");
//! files.insert("scenario.toml", &b"title = 'Mine'\nbase = 'rusia-1917'\n"[..]);
//! let problems = scenario::read(&files).expect_err("the base is misspelt");
//! assert_eq!((problems.0[0].line, problems.0[0].column), (2, 8));
//! ```
//!
//! Inside, each uses only what stands before it: the crate `text` and `names`, the plain types of `loaded`, `read`, `tables`,
//! `evidence`, `what_if`, `claims`, `build`, `whole`; `declared` tells readers what all of them accept.

mod build;
mod claims;
mod declared;
mod display;
mod evidence;
mod loaded;
mod names;
mod patterns;
mod read;
mod tables;
mod what_if;
mod whole;

use text::problem;

pub use build::{load_bundled, read};
pub use claims::check_claims;
pub use declared::{BlockDeclared, FileDeclared, KeyDeclared, declared_files};
pub use evidence::measures::{MEASURE_KINDS, MeasureKind as RecordMeasure, list_of};
pub use evidence::own::read as read_own_evidence;
pub use loaded::claim::{CAUSES, Cause, Claim, EXPECTATIONS, Expects, Needs, PersonRule, SCHOOLS, School, Test};
pub use loaded::display::{Display, MapFrame, Moment, Page, PartyDisplay};
pub use loaded::evidence::{EventRow, EvidenceRow, MeasureRow, OwnRow, Part};
pub use loaded::measure::{
    BODIES, DEMANDS, DESERTIONS, EVENTS, Event, LEVELS, LINE, MEASURES, Measure, MeasureKind, PATTERNS, SERIES, SUMS,
};
pub use loaded::posterior::Posterior;
pub use loaded::split::{Aside, Split, THEMES};
pub use loaded::what_if::{Chosen, FIELDS, Intervention, InterventionText};
pub use loaded::{DatedInput, FileCount, Loaded, Mark, SourceEntry, Unverified};
pub use read::bundle::{bundled, bundled_claims, bundled_files, bundled_interventions, main_scenario};
pub use read::dir::{choose, from_dir};
pub use read::files::{Files, Folder, LARGEST_FILE};
pub use read::new::{check_name, scenario_toml};
pub use tables::parameters::parameters_toml;
pub use tables::settings::{apply_settings, set_twice};
pub use text::problem::{Problem, Problems, nearest};
pub use what_if::{KINDS, apply_interventions, check_interventions, interventions};
pub use whole::whole_files;
