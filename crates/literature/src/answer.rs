//! What a run of a published model came to, as a page is drawn from it.

use models::model::Range;
use models::{Line, Model, Outcome, Param, Picture, Settings};
use serde::Serialize;

use crate::case::{Case, changed};

/// Points of a line beyond which it is thinned: more than two for every pixel of a wide screen show nothing more.
const MOST_POINTS: usize = 3000;
/// Sites along a side of a lattice beyond which it is thinned: more are smaller than a pixel.
const MOST_SITES: usize = 500;

/// What a run came to, beside what the model says and what is reported of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts", rename = "ModelRun"))]
pub struct Answer {
    /// Name of the model.
    pub model: String,
    /// Its title.
    pub title: String,
    /// The paper it is from.
    pub paper: String,
    /// What it explains.
    pub explains: String,
    /// Seed of all draws.
    pub seed: u64,
    /// The command that repeats the run.
    pub command: String,
    /// Hash over every row and every figure.
    pub digest: Option<String>,
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
}

/// A parameter of a model.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelFigure {
    /// Short name.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// The number; nothing where it did not come about.
    #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
    pub value: f64,
}

/// A number that is reported elsewhere.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ReportedFigure {
    /// What was measured, and with which settings.
    pub quantity: String,
    /// The value, as written there.
    pub value: String,
    /// Where it stands, and whether it was read or recomputed.
    pub source: String,
    /// Parameters with which it was measured and their values, as they would be set; empty where no run shows it.
    pub set: Vec<(String, String)>,
}

/// Lines over a common axis.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct ModelLine {
    /// Its name.
    pub name: String,
    /// Points, in order. Where there are very many, of each stretch the first, the lowest, the highest and the last.
    #[cfg_attr(feature = "typescript", ts(type = "Array<[number | null, number | null]>"))]
    pub points: Vec<[f64; 2]>,
    /// Whether it is a guide (a diagonal, a threshold) rather than a result.
    pub is_guide: bool,
    /// Whether a value holds until the next point.
    pub is_steps: bool,
}

/// A lattice of sites, each of a kind.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
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

impl Answer {
    /// What this run of a model came to; `digest` is that of its rows and figures.
    #[must_use]
    pub fn of(case: &Case, outcome: &Outcome, digest: Option<String>) -> Answer {
        let model = case.model();
        let (mut charts, mut lattices) = (Vec::new(), Vec::new());
        for picture in &outcome.pictures {
            match picture {
                Picture::Lines { title, x, y, lines } => charts.push(ModelChart {
                    title: title.clone(),
                    x: (*x).to_owned(),
                    y: (*y).to_owned(),
                    lines: lines.iter().map(line).collect(),
                }),
                Picture::Grid { title, width, kinds, sites } => lattices.push(lattice(title, *width, kinds, sites)),
            }
        }
        let figures = outcome.figures.iter().map(|figure| ModelFigure {
            name: figure.name.to_owned(),
            meaning: figure.meaning.to_owned(),
            unit: figure.unit.to_owned(),
            value: figure.value,
        });
        Answer {
            model: model.name.to_owned(),
            title: model.title.to_owned(),
            paper: model.paper.to_owned(),
            explains: model.explains.to_owned(),
            seed: case.settings().seed(),
            command: case.command(),
            digest,
            equations: words(model.equations),
            parameters: parameters(case.settings()),
            figures: figures.collect(),
            reported: reported(model),
            charts,
            lattices,
        }
    }
}

pub(crate) fn words(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Keys with their values.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// What is reported of a model elsewhere.
pub(crate) fn reported(model: &Model) -> Vec<ReportedFigure> {
    let row = |row: &models::Reported| ReportedFigure {
        quantity: row.quantity.to_owned(),
        value: row.value.to_owned(),
        source: row.source.to_owned(),
        set: pairs(row.set),
    };
    model.reported.iter().map(row).collect()
}

/// Every parameter with the value that it has.
pub(crate) fn parameters(settings: &Settings) -> Vec<ModelParameter> {
    let changed: Vec<&str> = changed(settings).iter().map(|(key, _)| *key).collect();
    let of = |(param, (_, value)): (&Param, (&str, String))| ModelParameter {
        key: param.key.to_owned(),
        meaning: param.meaning.to_owned(),
        unit: param.unit.to_owned(),
        value,
        default: default(param.range),
        is_changed: changed.contains(&param.key),
        allowed: param.range.in_words(),
    };
    settings.model().params.iter().zip(settings.in_words()).map(of).collect()
}

fn default(range: Range) -> String {
    match range {
        Range::Real(default, ..) => default.to_string(),
        Range::Whole(default, ..) => default.to_string(),
        Range::Word(words) => words.first().copied().unwrap_or_default().to_owned(),
        Range::Preset(default, presets) => presets[default].word.to_owned(),
    }
}

/// A lattice, of which only every so manieth site of every so manieth row is kept where it is very large.
fn lattice(title: &str, width: usize, kinds: &[&str], sites: &[u8]) -> ModelLattice {
    let rows = sites.len() / width.max(1);
    let every = width.max(rows).div_ceil(MOST_SITES).max(1);
    if every == 1 {
        return ModelLattice { title: title.to_owned(), width, kinds: words(kinds), sites: sites.to_vec() };
    }
    let kept = sites.chunks(width).step_by(every).flat_map(|row| row.iter().copied().step_by(every));
    ModelLattice {
        title: format!("{title} (1 site of {} is drawn)", every * every),
        width: width.div_ceil(every),
        kinds: words(kinds),
        sites: kept.collect(),
    }
}

fn line(line: &Line) -> ModelLine {
    ModelLine {
        name: line.name.clone(),
        points: thinned(&line.points).into_iter().map(|(x, y)| [x, y]).collect(),
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
    fn law_a_large_lattice_is_thinned_and_says_so() {
        let sites: Vec<u8> = (0..1200 * 600).map(|i| u8::from(i % 3 == 0)).collect();
        let drawn = lattice("At the end", 1200, &["no", "yes"], &sites);
        assert_eq!((drawn.width, drawn.sites.len()), (400, 400 * 200));
        assert_eq!(drawn.title, "At the end (1 site of 9 is drawn)");
        assert_eq!(lattice("At the end", 40, &["no", "yes"], &sites[..1600]).sites, sites[..1600]);
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
