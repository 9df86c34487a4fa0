//! What a published model is to the rest of the program.

use std::ops::ControlFlow;

use engine::draw::Draws;
use engine::record::{Record, TableDecl};

/// A published model: what it says, what it needs, and how to run it.
#[derive(Debug)]
pub struct Model {
    /// Name on the command line.
    pub name: &'static str,
    /// A title for readers.
    pub title: &'static str,
    /// The paper: authors, year, title, where it appeared.
    pub paper: &'static str,
    /// What it explains, in two or three sentences.
    pub explains: &'static str,
    /// Its rules as equations, one a line, in plain text.
    pub equations: &'static [&'static str],
    /// Its parameters.
    pub params: &'static [Param],
    /// What the paper, or a recomputation of its definition, reports.
    pub reported: &'static [Reported],
    /// Which parameters count only where another has one of some words.
    pub needs: &'static [Needs],
    /// What does not fit together in values that are each in their range.
    pub fits: fn(&Settings) -> Option<Misfit>,
    /// The tables it writes.
    pub tables: &'static [TableDecl],
    /// Runs it. Progress and rows go to the watch; a watch that breaks ends the run early.
    pub run: fn(&Settings, &mut dyn Watch) -> Outcome,
}

/// One parameter of a model.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name, as in `--set key=value`.
    pub key: &'static str,
    /// Unit, in words.
    pub unit: &'static str,
    /// Its values and its default.
    pub range: Range,
    /// One line of meaning.
    pub meaning: &'static str,
}

/// The values that a parameter may take; the first field is the default.
#[derive(Clone, Copy, Debug)]
pub enum Range {
    /// A real number: default, lowest, highest.
    Real(f64, f64, f64),
    /// A whole number: default, lowest, highest.
    Whole(u64, u64, u64),
    /// One of some words; the first is the default.
    Word(&'static [&'static str]),
    /// One of some named sets of values for other parameters: the position of the default, and the sets.
    Preset(usize, &'static [Preset]),
}

/// Parameters that count only where another parameter has one of some words.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// The parameters.
    pub keys: &'static [&'static str],
    /// The other parameter.
    pub of: &'static str,
    /// Its words with which they count.
    pub words: &'static [&'static str],
}

/// Why values cannot stand together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misfit {
    /// The parameter that was set.
    pub key: &'static str,
    /// What is wrong, as a sentence without a full stop.
    pub what: String,
    /// What would be right.
    pub expected: String,
}

/// A word that stands for values of other parameters: those of a published run, or of another program.
///
/// A value set by hand always counts first. Then come the presets set by hand, the later declared before the earlier; then
/// the presets at their defaults, in the same order; then the defaults of the parameters.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// The word.
    pub word: &'static str,
    /// One line of meaning.
    pub meaning: &'static str,
    /// Parameters and their values, as text.
    pub gives: &'static [(&'static str, &'static str)],
}

/// A figure that somebody published or recomputed, to compare with.
#[derive(Clone, Copy, Debug)]
pub struct Reported {
    /// What was measured, and with which settings.
    pub quantity: &'static str,
    /// The value, as written.
    pub value: &'static str,
    /// Where it stands, and whether it was read or recomputed.
    pub source: &'static str,
    /// Parameters with which it was measured and their values, as they would be set; empty where no run shows it.
    pub set: &'static [(&'static str, &'static str)],
}

impl Reported {
    /// The same, measured with these values of parameters.
    #[must_use]
    pub const fn with(self, set: &'static [(&'static str, &'static str)]) -> Reported {
        Reported { set, ..self }
    }
}

/// Chosen values of a model's parameters, with the seed of its chance.
#[derive(Clone, Debug)]
pub struct Settings {
    model: &'static Model,
    /// What was set by hand. Reals as they are, wholes as reals, words as their position.
    chosen: Vec<Option<f64>>,
    /// What counts, in the same form.
    values: Vec<f64>,
    seed: u64,
}

/// Why a parameter could not be set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetError {
    /// The model has no such parameter.
    Unknown,
    /// The value is not one that it takes; the text says which are.
    Expected(String),
}

/// Whoever looks on while a model runs: a file, a progress bar, a test.
pub trait Watch {
    /// `done` of `of` steps are done. Breaking ends the run.
    fn progress(&mut self, done: u64, of: u64) -> ControlFlow<()>;
    /// Takes rows away. The model clears the record afterwards.
    fn rows(&mut self, record: &mut Record);
}

/// A watch that lets a model run and keeps nothing.
pub struct NoWatch;

impl Watch for NoWatch {
    fn progress(&mut self, _: u64, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    fn rows(&mut self, _: &mut Record) {}
}

/// What a run of a model came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Its main numbers.
    pub figures: Vec<Figure>,
    /// Its pictures, as data.
    pub pictures: Vec<Picture>,
    /// Whether the watch ended it early.
    pub is_cut: bool,
}

/// One number that came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Short name, in the style of a column: `final_rioters`.
    pub name: &'static str,
    /// The number.
    pub value: f64,
    /// Unit.
    pub unit: &'static str,
    /// One line of meaning.
    pub meaning: &'static str,
}

/// A picture as data: the report draws it.
#[derive(Clone, Debug)]
pub enum Picture {
    /// Lines over a common axis.
    Lines {
        /// What is to be seen.
        title: String,
        /// Name and unit of the horizontal axis.
        x: &'static str,
        /// Name and unit of the vertical axis.
        y: &'static str,
        /// The lines.
        lines: Vec<Line>,
    },
    /// A lattice of sites, each of a kind.
    Grid {
        /// What is to be seen.
        title: String,
        /// Sites in a row.
        width: usize,
        /// Kinds by code, in words; the report gives them colours in this order.
        kinds: &'static [&'static str],
        /// The code of every site, row by row.
        sites: Vec<u8>,
    },
}

/// One line of a picture.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name in the legend.
    pub name: String,
    /// Points (x, y), in order.
    pub points: Vec<(f64, f64)>,
    /// Whether it is a guide (a diagonal, a threshold) rather than a result.
    pub is_guide: bool,
    /// Whether a value holds until the next point (a staircase).
    pub is_steps: bool,
}

impl Settings {
    /// The defaults of a model, with this seed.
    pub fn new(model: &'static Model, seed: u64) -> Settings {
        let mut settings = Settings { model, chosen: vec![None; model.params.len()], values: Vec::new(), seed };
        settings.resolve();
        settings
    }

    /// The model these settings are for.
    pub fn model(&self) -> &'static Model {
        self.model
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Draws keyed by the seed.
    pub fn draws(&self) -> Draws {
        Draws::new(self.seed)
    }

    /// Sets one parameter from text.
    ///
    /// # Errors
    /// When the model has no such parameter, or the text is no value in its range.
    pub fn set(&mut self, key: &str, text: &str) -> Result<(), SetError> {
        let at = self.model.params.iter().position(|param| param.key == key).ok_or(SetError::Unknown)?;
        let range = self.model.params[at].range;
        let value = range.parse(text).ok_or_else(|| SetError::Expected(range.in_words()))?;
        self.chosen[at] = Some(value);
        self.resolve();
        Ok(())
    }

    /// What is set by hand and counts for nothing with the other values, and what does not fit together.
    pub fn misfits(&self) -> Vec<Misfit> {
        let without_effect = self.idle().into_iter().filter(|(key, _)| self.is_set(key));
        let misfit = |(key, needs): (&'static str, &Needs)| Misfit {
            key,
            what: format!("`{key}` changes nothing with {}={}", needs.of, self.word(needs.of)),
            expected: format!("{} one of {}", needs.of, needs.words.join(", ")),
        };
        without_effect.map(misfit).chain((self.model.fits)(self)).collect()
    }

    /// The parameters that count for nothing with the other values, each with what it would need.
    pub fn idle(&self) -> Vec<(&'static str, &'static Needs)> {
        let lacks = |needs: &&Needs| !needs.words.contains(&self.word(needs.of));
        let keys = |needs: &'static Needs| needs.keys.iter().map(move |key| (*key, needs));
        self.model.needs.iter().filter(lacks).flat_map(keys).collect()
    }

    /// Whether a parameter was set by hand.
    ///
    /// # Panics
    /// When the model declares no such parameter: a bug.
    pub fn is_set(&self, key: &str) -> bool {
        self.chosen[self.at(key)].is_some()
    }

    /// Defaults, then presets nobody chose, then chosen presets, then chosen values; see [`Preset`].
    fn resolve(&mut self) {
        let params = self.model.params;
        self.values = params.iter().map(|param| param.range.default()).collect();
        for is_chosen in [false, true] {
            for (at, param) in params.iter().enumerate().filter(|(at, _)| self.chosen[*at].is_some() == is_chosen) {
                let Range::Preset(default, presets) = param.range else { continue };
                let preset = &presets[self.chosen[at].map_or(default, |word| word as usize)];
                for (key, text) in preset.gives {
                    let at = self.at(key);
                    let value = params[at].range.parse(text);
                    let value =
                        value.unwrap_or_else(|| panic!("preset `{}`: {key}={text} is out of range", preset.word));
                    self.values[at] = value;
                }
            }
        }
        for (value, chosen) in self.values.iter_mut().zip(&self.chosen) {
            *value = chosen.unwrap_or(*value);
        }
    }

    /// The same settings with one parameter set, for tests and studies.
    ///
    /// # Panics
    /// When it cannot be set.
    #[must_use]
    pub fn with(mut self, key: &str, text: &str) -> Settings {
        self.set(key, text).unwrap_or_else(|error| panic!("{}: {key}={text}: {error:?}", self.model.name));
        self
    }

    /// A real parameter.
    ///
    /// # Panics
    /// When the model declares no such parameter: a bug.
    pub fn real(&self, key: &str) -> f64 {
        self.values[self.at(key)]
    }

    /// A whole parameter.
    ///
    /// # Panics
    /// When the model declares no such parameter: a bug.
    pub fn whole(&self, key: &str) -> u64 {
        self.values[self.at(key)] as u64
    }

    /// A parameter that is one of some words.
    ///
    /// # Panics
    /// When the model declares no such parameter, or it is no word: a bug.
    pub fn word(&self, key: &str) -> &'static str {
        let at = self.at(key);
        match self.model.params[at].range {
            Range::Word(words) => words[self.values[at] as usize],
            Range::Preset(_, presets) => presets[self.values[at] as usize].word,
            _ => panic!("`{key}` is a number"),
        }
    }

    /// Every parameter with its value as text, for a manifest.
    pub fn in_words(&self) -> Vec<(&'static str, String)> {
        let text = |param: &Param| match param.range {
            Range::Word(_) | Range::Preset(..) => self.word(param.key).to_owned(),
            _ => self.real(param.key).to_string(),
        };
        self.model.params.iter().map(|param| (param.key, text(param))).collect()
    }

    fn at(&self, key: &str) -> usize {
        let at = self.model.params.iter().position(|param| param.key == key);
        at.unwrap_or_else(|| panic!("{} declares no parameter `{key}`", self.model.name))
    }
}

impl Range {
    /// The default, as [`Settings`] keeps it.
    fn default(self) -> f64 {
        match self {
            Range::Real(default, ..) => default,
            Range::Whole(default, ..) => default as f64,
            Range::Word(_) => 0.0,
            Range::Preset(default, _) => default as f64,
        }
    }

    fn parse(self, text: &str) -> Option<f64> {
        match self {
            Range::Real(_, low, high) => text.parse().ok().filter(|x: &f64| (low..=high).contains(x)),
            Range::Whole(_, low, high) => {
                text.parse().ok().filter(|x: &u64| (low..=high).contains(x)).map(|x| x as f64)
            }
            Range::Word(words) => words.iter().position(|word| *word == text).map(|at| at as f64),
            Range::Preset(_, presets) => presets.iter().position(|preset| preset.word == text).map(|at| at as f64),
        }
    }

    /// Which values are allowed, in words.
    pub fn in_words(self) -> String {
        match self {
            Range::Real(_, low, high) => format!("a number from {low} to {high}"),
            Range::Whole(_, low, high) => format!("a whole number from {low} to {high}"),
            Range::Word(words) => format!("one of {}", words.join(", ")),
            Range::Preset(_, presets) => {
                format!("one of {}", presets.iter().map(|preset| preset.word).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARIANTS: &[Preset] = &[
        Preset { word: "paper", meaning: "", gives: &[] },
        Preset { word: "other", meaning: "", gives: &[("rule", "ceil"), ("people", "7")] },
    ];
    const RUNS: &[Preset] = &[
        Preset { word: "1", meaning: "", gives: &[("people", "11")] },
        Preset { word: "2", meaning: "", gives: &[("people", "22")] },
    ];

    static TOY: Model = Model {
        name: "toy",
        title: "",
        paper: "",
        explains: "",
        equations: &[],
        params: &[
            Param { key: "share", unit: "share", range: Range::Real(0.5, 0.0, 1.0), meaning: "" },
            Param { key: "people", unit: "persons", range: Range::Whole(100, 1, 1000), meaning: "" },
            Param { key: "rule", unit: "", range: Range::Word(&["floor", "ceil"]), meaning: "" },
            Param { key: "variant", unit: "", range: Range::Preset(0, VARIANTS), meaning: "" },
            Param { key: "run", unit: "", range: Range::Preset(1, RUNS), meaning: "" },
        ],
        reported: &[],
        needs: &[Needs { keys: &["share"], of: "rule", words: &["ceil"] }],
        fits: |settings| {
            let is_crowded = settings.real("share") * settings.real("people") > 500.0;
            is_crowded.then(|| Misfit { key: "share", what: "too many".into(), expected: "500 at most".into() })
        },
        tables: &[],
        run: |_, _| Outcome::default(),
    };

    #[test]
    fn settings_take_what_is_in_range_and_nothing_else() {
        let mut settings = Settings::new(&TOY, 1);
        assert_eq!((settings.real("share"), settings.whole("people"), settings.word("rule")), (0.5, 22, "floor"));
        assert_eq!(settings.set("share", "1"), Ok(()));
        assert_eq!(settings.set("rule", "ceil"), Ok(()));
        assert_eq!((settings.real("share"), settings.word("rule")), (1.0, "ceil"));
        assert_eq!(settings.set("shares", "1"), Err(SetError::Unknown));
        for (key, text) in [("share", "1.01"), ("share", "NaN"), ("people", "0"), ("people", "2.5"), ("rule", "round")]
        {
            assert!(matches!(settings.set(key, text), Err(SetError::Expected(_))), "{key}={text}");
        }
        assert_eq!(settings.in_words()[1], ("people", "22".to_owned()));
        assert_eq!(settings.in_words()[4], ("run", "2".to_owned()));
    }

    #[test]
    fn law_what_counts_for_nothing_or_does_not_fit_is_told() {
        let toy = || Settings::new(&TOY, 1);
        let told = |settings: Settings| settings.misfits().iter().map(|misfit| misfit.what.clone()).collect::<Vec<_>>();
        assert_eq!(told(toy()), Vec::<String>::new(), "a default that counts for nothing is no fault");
        assert_eq!(told(toy().with("share", "0.5")), ["`share` changes nothing with rule=floor"]);
        assert_eq!(told(toy().with("share", "0.5").with("variant", "other")), Vec::<String>::new());
        assert_eq!(told(toy().with("share", "1").with("rule", "ceil").with("people", "501")), ["too many"]);
    }

    #[test]
    fn presets_give_way_to_what_is_set_by_hand() {
        let toy = || Settings::new(&TOY, 1);
        let other = toy().with("variant", "other");
        assert_eq!(
            (other.whole("people"), other.word("rule")),
            (7, "ceil"),
            "a chosen preset comes before a default one"
        );
        let both = toy().with("run", "1").with("variant", "other");
        assert_eq!(
            both.whole("people"),
            11,
            "of two chosen presets the later declared counts, whatever the order of setting"
        );
        assert_eq!(both.clone().with("people", "3").with("run", "2").whole("people"), 3);
        assert_eq!(both.with("people", "3").word("rule"), "ceil");
    }
}
