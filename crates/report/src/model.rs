//! `model.json`: what a run of a published model came to, as its page is drawn from it.

use std::path::Path;

use models::model::Range;
use models::{Line, Model, Outcome, Picture};
use serde::Serialize;

use run::reference::{ANSWER, Case, Manifest};
use run::{Error, index, store};

use study::schema::Real;

/// Points of a line beyond which it is thinned: more than two for every pixel of a wide screen show nothing more.
const MOST_POINTS: usize = 3000;

/// The answer of `tauride model`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts", rename = "ModelAnswer"))]
pub struct Written {
    /// `model`.
    pub kind: &'static str,
    /// Name of the model.
    pub model: String,
    /// Its title.
    pub title: String,
    /// The paper it is from.
    pub paper: String,
    /// What it explains.
    pub explains: String,
    /// Version of the program.
    pub version: String,
    /// Seed of all draws.
    pub seed: u64,
    /// The command that repeats the run.
    pub command: String,
    /// Hash over every row and every figure.
    pub digest: Option<String>,
    /// Seconds that it took.
    pub wall_seconds: f64,
    /// Its rules, one a line.
    pub equations: Vec<String>,
    /// Its parameters, as they were set.
    pub parameters: Vec<ModelParameter>,
    /// Its main numbers.
    pub figures: Vec<ModelFigure>,
    /// What the paper, or a recomputation of its definition, reports.
    pub reported: Vec<ReportedFigure>,
    /// Pictures over a common axis.
    pub charts: Vec<ModelChart>,
    /// Lattices of sites.
    pub lattices: Vec<ModelLattice>,
    /// The tables beside the page.
    pub tables: Vec<ModelTable>,
}

/// A parameter of a model.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelParameter {
    /// Its key.
    pub key: String,
    /// What it means.
    pub meaning: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// Its value, as it would be set.
    pub value: String,
    /// Its value where nobody sets it.
    pub default: String,
    /// Whether the value is another.
    pub is_changed: bool,
    /// Which values are allowed.
    pub allowed: String,
}

/// A number that came out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelFigure {
    /// Short name.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// The number; nothing where it did not come about.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub value: Real,
}

/// A number that is reported elsewhere.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ReportedFigure {
    /// What was measured, and with which settings.
    pub quantity: String,
    /// The value, as written there.
    pub value: String,
    /// Where it stands, and whether it was read or recomputed.
    pub source: String,
}

/// Lines over a common axis.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelChart {
    /// What is to be seen.
    pub title: String,
    /// Name and unit of the horizontal axis.
    pub x: String,
    /// Name and unit of the vertical axis.
    pub y: String,
    /// The lines.
    pub lines: Vec<ModelLine>,
}

/// A line of a picture.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelLine {
    /// Its name.
    pub name: String,
    /// Points, in order. Where there are very many, of each stretch the first, the lowest, the highest and the last.
    #[cfg_attr(test, ts(type = "Array<[number | null, number | null]>"))]
    pub points: Vec<[Real; 2]>,
    /// Whether it is a guide (a diagonal, a threshold) rather than a result.
    pub is_guide: bool,
    /// Whether a value holds until the next point.
    pub is_steps: bool,
}

/// A lattice of sites, each of a kind.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelLattice {
    /// What is to be seen.
    pub title: String,
    /// Sites in a row.
    pub width: usize,
    /// Kinds of site by code.
    pub kinds: Vec<String>,
    /// The code of every site, row by row.
    pub sites: Vec<u8>,
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
    let model = case.model();
    let words = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let (mut charts, mut lattices) = (Vec::new(), Vec::new());
    for picture in &outcome.pictures {
        match picture {
            Picture::Lines { title, x, y, lines } => charts.push(ModelChart {
                title: title.clone(),
                x: (*x).to_owned(),
                y: (*y).to_owned(),
                lines: lines.iter().map(line).collect(),
            }),
            Picture::Grid { title, width, kinds, sites } => lattices.push(ModelLattice {
                title: title.clone(),
                width: *width,
                kinds: words(kinds),
                sites: sites.clone(),
            }),
        }
    }
    let figures = outcome.figures.iter().map(|figure| ModelFigure {
        name: figure.name.to_owned(),
        meaning: figure.meaning.to_owned(),
        unit: figure.unit.to_owned(),
        value: figure.value.into(),
    });
    let reported = model.reported.iter().map(|row| ReportedFigure {
        quantity: row.quantity.to_owned(),
        value: row.value.to_owned(),
        source: row.source.to_owned(),
    });
    let table = |table: &run::store::recorder::TableFacts| ModelTable {
        name: table.name.clone(),
        row: table.row.clone(),
        rows: table.rows,
    };
    Written {
        kind: "model",
        model: model.name.to_owned(),
        title: model.title.to_owned(),
        paper: model.paper.to_owned(),
        explains: model.explains.to_owned(),
        version: manifest.version.clone(),
        seed: manifest.seed,
        command: manifest.command.clone(),
        digest: manifest.digest.clone(),
        wall_seconds: manifest.wall_seconds,
        equations: words(model.equations),
        parameters: parameters(case, model),
        figures: figures.collect(),
        reported: reported.collect(),
        charts,
        lattices,
        tables: manifest.tables.iter().map(table).collect(),
    }
}

fn parameters(case: &Case, model: &Model) -> Vec<ModelParameter> {
    let changed: Vec<&str> = case.changed().iter().map(|(key, _)| *key).collect();
    let of = |(param, (_, value)): (&models::Param, (&str, String))| ModelParameter {
        key: param.key.to_owned(),
        meaning: param.meaning.to_owned(),
        unit: param.unit.to_owned(),
        value,
        default: match param.range {
            Range::Real(default, ..) => default.to_string(),
            Range::Whole(default, ..) => default.to_string(),
            Range::Word(words) => words.first().copied().unwrap_or_default().to_owned(),
            Range::Preset(default, presets) => presets[default].word.to_owned(),
        },
        is_changed: changed.contains(&param.key),
        allowed: param.range.in_words(),
    };
    model.params.iter().zip(case.settings().in_words()).map(of).collect()
}

fn line(line: &Line) -> ModelLine {
    ModelLine {
        name: line.name.clone(),
        points: thinned(&line.points).into_iter().map(|(x, y)| [x.into(), y.into()]).collect(),
        is_guide: line.is_guide,
        is_steps: line.is_steps,
    }
}

/// The points of a line, thinned where there are very many: of each stretch the first, the lowest, the highest and the
/// last are kept, so that no outburst is lost.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if points.len() <= MOST_POINTS {
        return points.to_vec();
    }
    let stretch = points.len().div_ceil(MOST_POINTS / 4);
    let mut kept = Vec::with_capacity(MOST_POINTS + 4);
    for points in points.chunks(stretch) {
        let by_value = |a: &usize, b: &usize| points[*a].1.total_cmp(&points[*b].1);
        let least = (0..points.len()).min_by(by_value).unwrap_or(0);
        let most = (0..points.len()).max_by(by_value).unwrap_or(0);
        let mut indices = vec![0, least, most, points.len() - 1];
        indices.sort_unstable();
        indices.dedup();
        kept.extend(indices.into_iter().map(|i| points[i]));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_types_in_typescript_as_in_rust() {
        use ts_rs::TS as _;
        crate::typescript::same("model.ts", Written::export_all);
    }

    #[test]
    fn law_a_thinned_line_keeps_its_peaks() {
        let mut points: Vec<(f64, f64)> = (0..100_000).map(|i| (f64::from(i), 0.0)).collect();
        points[77_777].1 = 9.0;
        let kept = thinned(&points);
        assert!(kept.len() <= MOST_POINTS + 4 && kept.contains(&points[77_777]));
        assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
    }
}
