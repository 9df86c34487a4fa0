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

mod build;
mod bundle;
mod check;
mod claims;
mod csv_table;
mod definitions;
mod dir;
mod evidence;
mod field;
mod files;
mod header;
mod intervention;
mod loaded;
mod measures;
mod network;
mod new;
mod origin;
mod parameters;
mod parties;
mod posterior;
mod problem;
mod raw;
mod rows;
mod series;
mod settings;
mod shelf;
mod source;
mod split;

pub use build::read;
pub use bundle::{bundled, bundled_claims, bundled_files, bundled_interventions, load_bundled};
pub use claims::{
    BODIES, CAUSES, Cause, Claim, DEMANDS, DESERTIONS, EVENTS, EXPECTATIONS, Event, Expects, LEVELS, LINE, MEASURES,
    Measure, MeasureKind, Needs, PATTERNS, PersonRule, SCHOOLS, SERIES, SUMS, School, Test, check_claims,
};
pub use dir::{choose, from_dir};
pub use files::{Files, Folder, LARGEST_FILE};
pub use intervention::{
    Chosen, FIELDS, Intervention, InterventionText, KINDS, apply_interventions, check_interventions, interventions,
};
pub use loaded::{DatedInput, EventRow, EvidenceRow, FileCount, Loaded, Mark, PlainTable, SourceEntry, Unverified};
pub use measures::{MEASURE_KINDS, MeasureKind as RecordMeasure};
pub use new::new_scenario_files;
pub use parameters::parameters_toml;
pub use posterior::Posterior;
pub use problem::{Problem, Problems, nearest};
pub use settings::apply_settings;
pub use split::{Aside, Split, THEMES};
