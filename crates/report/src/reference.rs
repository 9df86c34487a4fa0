//! The page of a model's run: what the model says, what came out, what is reported elsewhere, and how to repeat it.

use std::path::Path;

use models::model::Range;
use models::{Figure, Model, Outcome, Picture, Reported};
use run::Error;
use run::reference::{Case, Manifest};
use stats::number::readable;

use crate::drawing::{escaped, figure};
use crate::{FONTS, STYLE, fill, put};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");

/// Writes the page of a model's run into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, case: &Case, manifest: &Manifest, outcome: &Outcome) -> Result<(), Error> {
    put(dir, &page(case, manifest, outcome))
}

/// The whole page.
fn page(case: &Case, manifest: &Manifest, outcome: &Outcome) -> String {
    let model = case.model();
    let body = [
        head(model, manifest),
        pictures(&outcome.pictures),
        figures(&outcome.figures, model.reported),
        rules(model.equations),
        parameters(case),
        tables(manifest),
        repeat(manifest),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: {}", escaped(model.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", MODEL_STYLE.to_owned()),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

fn head(model: &Model, manifest: &Manifest) -> String {
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">Published model, seed {}</p>\
         </div><h1>{}</h1><p class=\"summary\">{}</p><p class=\"paper\">{}</p></header>",
        manifest.seed,
        escaped(model.title),
        escaped(model.explains),
        escaped(model.paper)
    )
}

fn pictures(pictures: &[Picture]) -> String {
    if pictures.is_empty() {
        return String::new();
    }
    let (grids, charts): (Vec<&Picture>, Vec<&Picture>) =
        pictures.iter().partition(|picture| matches!(picture, Picture::Grid { .. }));
    let drawn = |pictures: &[&Picture], class: &str| match pictures {
        [] => String::new(),
        _ => format!("<div class=\"{class}\">{}</div>", pictures.iter().map(|p| figure(p)).collect::<String>()),
    };
    let charts = drawn(&charts, if charts.len() > 1 { "charts several" } else { "charts" });
    format!("<section id=\"pictures\"><h2>In pictures</h2>{charts}{}</section>", drawn(&grids, "lattices"))
}

/// What came out beside what is reported.
fn figures(figures: &[Figure], reported: &[Reported]) -> String {
    let came_out = figures.iter().map(|figure| {
        let value = match figure.value.is_finite() {
            true => format!("<b>{}</b> {}", readable(figure.value), escaped(figure.unit)),
            false => "none".into(),
        };
        [format!("{} <code>{}</code>", escaped(figure.meaning), escaped(figure.name)), value]
    });
    let reported = reported.iter().map(|row| {
        let what = format!("{} <span class=\"mark\">{}</span>", escaped(row.quantity), escaped(row.source));
        [what, escaped(row.value)]
    });
    let column = |head: &str, rows: Vec<[String; 2]>, empty: &str| {
        if rows.is_empty() {
            return format!("<div><h3>{head}</h3><p class=\"empty\">{empty}</p></div>");
        }
        let rows: String = rows
            .iter()
            .map(|[what, value]| format!("<tr><td>{what}</td><td class=\"value\">{value}</td></tr>"))
            .collect();
        format!("<div><h3>{head}</h3><table><tbody>{rows}</tbody></table></div>")
    };
    format!(
        "<section id=\"figures\"><h2>What came out, and what is reported</h2><div class=\"beside\">{}{}</div></section>",
        column("This run", came_out.collect(), "The run gave no figure."),
        column("Reported, or recomputed from the definition", reported.collect(), "Nothing is kept to compare with.")
    )
}

fn rules(equations: &[&str]) -> String {
    if equations.is_empty() {
        return String::new();
    }
    let lines: String = equations.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
    format!("<section id=\"rules\"><h2>The rules</h2><ol class=\"equations\">{lines}</ol></section>")
}

fn parameters(case: &Case) -> String {
    let model = case.model();
    if model.params.is_empty() {
        return String::new();
    }
    let changed: Vec<&str> = case.changed().iter().map(|(key, _)| *key).collect();
    let values = case.settings().in_words();
    let rows = model.params.iter().zip(values).map(|(param, (_, value))| {
        let default = match param.range {
            Range::Real(default, ..) => default.to_string(),
            Range::Whole(default, ..) => default.to_string(),
            Range::Word(words) => words.first().copied().unwrap_or_default().to_owned(),
            Range::Preset(default, presets) => presets[default].word.to_owned(),
        };
        let value = match changed.contains(&param.key) {
            true => format!("<b>{}</b> <span class=\"mark\">instead of {}</span>", escaped(&value), escaped(&default)),
            false => escaped(&value),
        };
        let cells = [
            ("Parameter", format!("<code>{}</code>", escaped(param.key))),
            ("Value", value),
            ("Unit", escaped(param.unit)),
            ("May be", escaped(&param.range.in_words())),
            ("Meaning", escaped(param.meaning)),
        ];
        let cells: String =
            cells.iter().map(|(label, cell)| format!("<td data-label=\"{label}\">{cell}</td>")).collect();
        format!("<tr>{cells}</tr>")
    });
    format!(
        "<section id=\"parameters\"><h2>Parameters</h2><div class=\"table-wrap\"><table class=\"stack\"><thead><tr>\
         <th>Parameter</th><th>Value</th><th>Unit</th><th>May be</th><th>Meaning</th></tr></thead><tbody>{}</tbody>\
         </table></div></section>",
        rows.collect::<String>()
    )
}

fn tables(manifest: &Manifest) -> String {
    if manifest.tables.is_empty() {
        return String::new();
    }
    let rows = manifest.tables.iter().map(|table| {
        format!(
            "<tr><td data-label=\"File\"><code>{}.parquet</code></td><td data-label=\"One row for\">{}</td>\
             <td data-label=\"Rows\" class=\"num\">{}</td></tr>",
            escaped(&table.name),
            escaped(&table.row),
            readable(table.rows as f64)
        )
    });
    format!(
        "<section id=\"tables\"><h2>Tables</h2><p>Units and meanings of the columns stand in each file.</p>\
         <div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>File</th><th>One row for</th>\
         <th class=\"num\">Rows</th></tr></thead><tbody>{}</tbody></table></div></section>",
        rows.collect::<String>()
    )
}

fn repeat(manifest: &Manifest) -> String {
    let digest = match &manifest.digest {
        Some(digest) => format!(" It gives the digest <code>{digest}</code>."),
        None => String::new(),
    };
    format!(
        "<section id=\"repeat\"><h2>To repeat it</h2><pre>{}</pre><p>The same version, settings and seed give the same \
         run, to the byte.{digest}</p></section><footer class=\"colophon\">Tauride {}. The run took {:.1} s.</footer>",
        escaped(&manifest.command),
        escaped(&manifest.version),
        manifest.wall_seconds
    )
}
