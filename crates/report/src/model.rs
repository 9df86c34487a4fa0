//! `model.json`: what a run of a published model came to, as its page is drawn from it.

use std::path::Path;

use literature::answer::Answer;
use models::Outcome;
use serde::Serialize;

use run::reference::{ANSWER, Case, Manifest};
use run::{Error, index, store};

/// The answer of `tauride model`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts", rename = "ModelAnswer"))]
pub struct Written {
    /// `model`.
    pub kind: &'static str,
    /// What the run came to.
    #[serde(flatten)]
    pub answer: Answer,
    /// Version of the program.
    pub version: String,
    /// Seconds that it took.
    pub wall_seconds: f64,
    /// The tables beside the page.
    pub tables: Vec<ModelTable>,
}

/// A table beside the page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelTable {
    /// Its name: the file has `.parquet` after it.
    pub name: String,
    /// What one of its rows is for.
    pub row: String,
    /// Its rows.
    pub rows: u64,
}

/// Writes the answer of a run of a model into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, case: &Case, manifest: &Manifest, outcome: &Outcome) -> Result<(), Error> {
    let text = serde_json::to_string(&written(case, manifest, outcome)).expect("an answer has only text keys");
    store::write_whole(&dir.join(ANSWER), text.as_bytes())?;
    index::note(dir, &[ANSWER])
}

/// What a run of a model writes down.
#[must_use]
pub fn written(case: &Case, manifest: &Manifest, outcome: &Outcome) -> Written {
    let table = |table: &run::store::recorder::TableFacts| ModelTable {
        name: table.name.clone(),
        row: table.row.clone(),
        rows: table.rows,
    };
    Written {
        kind: "model",
        answer: Answer::of(case, outcome, manifest.digest.clone()),
        version: manifest.version.clone(),
        wall_seconds: manifest.wall_seconds,
        tables: manifest.tables.iter().map(table).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_types_in_typescript_as_in_rust() {
        use ts_rs::TS as _;
        crate::typescript::same("model.ts", |config| {
            Written::export_all(config)?;
            literature::answer::Answer::export_all(config)?;
            literature::declared::DeclaredModel::export_all(config)?;
            literature::standing::Asked::export_all(config)?;
            literature::standing::Reply::export_all(config)
        });
    }
}
