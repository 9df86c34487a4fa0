//! Text into values, each with its place: files, the bundled scenarios, the layers that count, TOML and CSV.
//!
//! Nothing here knows what a value means. Uses `problem`, `names` and the plain types of `loaded`.

pub(crate) mod bundle;
pub(crate) mod csv_table;
pub(crate) mod dir;
pub(crate) mod field;
pub(crate) mod files;
pub(crate) mod layers;
pub(crate) mod new;
pub(crate) mod raw;
pub(crate) mod source;
