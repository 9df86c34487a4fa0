//! Every model as it is declared, for a page that offers them.

use models::model::{Preset, Range};
use models::{MODELS, Model, Needs, Param};
use serde::Serialize;

use crate::answer::{ReportedFigure, pairs, reported, words};

/// A model as it is declared.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct DeclaredModel {
    /// Name on the command line.
    pub name: String,
    /// A title for readers.
    pub title: String,
    /// The paper: authors, year, title, where it appeared.
    pub paper: String,
    /// What it explains, in two or three sentences.
    pub explains: String,
    /// Its rules, one a line.
    pub equations: Vec<String>,
    /// Its parameters.
    pub parameters: Vec<DeclaredParameter>,
    /// Which parameters count only where another has one of some words.
    pub needs: Vec<DeclaredNeeds>,
    /// What the paper, or a recomputation of its definition, reports.
    pub reported: Vec<ReportedFigure>,
}

/// A parameter as it is declared.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct DeclaredParameter {
    /// Name, as in `--set key=value`.
    pub key: String,
    /// One line of meaning.
    pub meaning: String,
    /// Unit, in words; empty where it has none.
    pub unit: String,
    /// Its values.
    pub range: DeclaredRange,
}

/// The values that a parameter may take.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum DeclaredRange {
    /// A real number.
    Real {
        /// The paper's value.
        default: f64,
        /// The lowest value.
        low: f64,
        /// The highest value.
        high: f64,
    },
    /// A whole number.
    Whole {
        /// The paper's value.
        default: u64,
        /// The lowest value.
        low: u64,
        /// The highest value.
        high: u64,
    },
    /// One of some words.
    Word {
        /// The paper's word.
        default: String,
        /// The words.
        words: Vec<String>,
    },
    /// One of some named sets of values for other parameters.
    Preset {
        /// The word that counts where none is chosen.
        default: String,
        /// The sets.
        presets: Vec<DeclaredPreset>,
    },
}

/// A word that stands for values of other parameters.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct DeclaredPreset {
    /// The word.
    pub word: String,
    /// One line of meaning.
    pub meaning: String,
    /// Parameters and their values, as they would be set.
    pub gives: Vec<(String, String)>,
}

/// Parameters that count only where another parameter has one of some words.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "model.ts"))]
pub struct DeclaredNeeds {
    /// The parameters.
    pub keys: Vec<String>,
    /// The other parameter.
    pub of: String,
    /// Its words with which they count.
    pub words: Vec<String>,
}

/// Every model, in the order of its paper's year.
pub fn all() -> Vec<DeclaredModel> {
    MODELS.iter().copied().map(declared).collect()
}

fn declared(model: &Model) -> DeclaredModel {
    DeclaredModel {
        name: model.name.to_owned(),
        title: model.title.to_owned(),
        paper: model.paper.to_owned(),
        explains: model.explains.to_owned(),
        equations: words(model.equations),
        parameters: model.params.iter().map(parameter).collect(),
        needs: model.needs.iter().map(needs).collect(),
        reported: reported(model),
    }
}

fn parameter(param: &Param) -> DeclaredParameter {
    DeclaredParameter {
        key: param.key.to_owned(),
        meaning: param.meaning.to_owned(),
        unit: param.unit.to_owned(),
        range: match param.range {
            Range::Real(default, low, high) => DeclaredRange::Real { default, low, high },
            Range::Whole(default, low, high) => DeclaredRange::Whole { default, low, high },
            Range::Word(all) => DeclaredRange::Word { default: all[0].to_owned(), words: words(all) },
            Range::Preset(default, presets) => DeclaredRange::Preset {
                default: presets[default].word.to_owned(),
                presets: presets.iter().map(preset).collect(),
            },
        },
    }
}

fn preset(preset: &Preset) -> DeclaredPreset {
    DeclaredPreset { word: preset.word.to_owned(), meaning: preset.meaning.to_owned(), gives: pairs(preset.gives) }
}

fn needs(needs: &Needs) -> DeclaredNeeds {
    DeclaredNeeds { keys: words(needs.keys), of: needs.of.to_owned(), words: words(needs.words) }
}

#[cfg(test)]
mod tests {
    use crate::Case;

    #[test]
    fn law_what_is_reported_can_be_set() {
        for model in models::MODELS {
            for row in model.reported {
                let given: Vec<String> = row.set.iter().map(|(key, value)| format!("{key}={value}")).collect();
                let case = Case::of(model, 1, &given);
                assert!(case.is_ok(), "{}: {}: {:?}", model.name, row.quantity, case.err());
            }
        }
    }
}
