//! Text into values, each with its place: files, the bundled scenarios, the layers that count.
//!
//! Nothing here knows what a value means. Uses the crate `text`, `names` and the plain types of `loaded`.

pub(crate) mod bundle;
pub(crate) mod dir;
pub(crate) mod layers;
pub(crate) mod new;

pub(crate) use text::{csv_table, field, files, raw, source};
