//! What a sweep varies: parameters, mechanisms, inputs and what-ifs, each over levels or over a range.

use scenario::{Loaded, Problem, Problems};
use serde::Serialize;
use society::spec::MECHANISMS;

use crate::schema::capitalised;
use crate::sensitivity::factors::{self, Factor as Input};

/// The key under which what-ifs are varied.
pub const WITH: &str = "with";
/// The level of no what-if.
pub const NONE: &str = "none";
/// Between what-ifs that are applied together.
const TOGETHER: char = '+';
/// Most levels of a range that is divided.
const MOST_LEVELS: usize = 10_000;

/// A value of a factor at a point.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "SweepLevel"))]
#[serde(untagged)]
pub enum Level {
    /// Of a parameter or an input.
    Number(f64),
    /// `on` or `off` of a mechanism; the names of what-ifs, or `none`.
    Word(String),
}

impl Level {
    /// As it is typed.
    pub fn text(&self) -> String {
        match self {
            Level::Number(x) => x.to_string(),
            Level::Word(word) => word.clone(),
        }
    }
}

/// Over what a factor is varied.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// These levels.
    Levels(Vec<Level>),
    /// All numbers from the first to the second.
    Range(f64, f64),
}

/// What a factor is of.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A declared parameter.
    Parameter,
    /// A mechanism that is on or off.
    Switch,
    /// An input or a starting value.
    Input(Box<Input>),
    /// What-ifs.
    WhatIfs,
}

/// A factor of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its key, as it is typed.
    pub key: String,
    /// What it is, for readers.
    pub name: String,
    /// Unit of its numbers; empty for words.
    pub unit: String,
    /// What it is of.
    pub what: What,
    /// Least and greatest number allowed.
    range: [f64; 2],
}

impl Factor {
    /// The factor of a key.
    ///
    /// # Errors
    /// When there is none, with the nearest that there is; `at` says where the key was written.
    pub fn of(loaded: &Loaded, key: &str, at: &str) -> Result<Factor, Problems> {
        let spec = &loaded.spec;
        let key = key.strip_prefix("mechanisms.").unwrap_or(key);
        let new = |name: &str, unit: &str, what: What, range: [f64; 2]| Factor {
            key: key.to_owned(),
            name: capitalised(name.trim_end_matches('.')),
            unit: unit.to_owned(),
            what,
            range,
        };
        let everywhere = [f64::NEG_INFINITY, f64::INFINITY];
        if key == WITH {
            return Ok(new("what-ifs", "", What::WhatIfs, everywhere));
        }
        if let Some((_, meaning)) = MECHANISMS.iter().find(|(name, _)| *name == key) {
            return Ok(new(meaning, "", What::Switch, everywhere));
        }
        if let Some(d) = spec.rules.declared().into_iter().find(|d| d.key == key) {
            return Ok(new(d.meaning, d.unit, What::Parameter, [d.low, d.high]));
        }
        let inputs: Vec<Input> = factors::all(spec).into_iter().filter(Input::is_input).collect();
        if let Some(input) = inputs.iter().find(|input| input.name == key) {
            let range = input.widest();
            return Ok(new(input.meaning, input.unit, What::Input(Box::new(input.clone())), range));
        }
        let declared = spec.rules.declared();
        let known = declared.iter().map(|d| d.key).chain(MECHANISMS.iter().map(|(name, _)| *name));
        let known = known.chain(inputs.iter().map(|input| input.name)).chain([WITH]);
        let what = format!("`{}` is no parameter, mechanism or input, and not `with`", key.escape_debug());
        let problem = Problem::of_file(at, what).nearest(key, known);
        Err(if problem.help.is_empty() { problem.help("see `tauride params`") } else { problem }.into())
    }

    /// Whether its values are numbers.
    pub fn is_number(&self) -> bool {
        matches!(self.what, What::Parameter | What::Input(_))
    }

    /// A level as it is typed.
    ///
    /// # Errors
    /// When it is none of this factor.
    pub fn level(&self, loaded: &Loaded, text: &str, at: &str) -> Result<Level, Problems> {
        let text = text.trim();
        match self.what {
            What::Parameter | What::Input(_) => self.number(text, at).map(Level::Number),
            What::Switch => match text {
                "on" | "true" => Ok(Level::Word("on".to_owned())),
                "off" | "false" => Ok(Level::Word("off".to_owned())),
                _ => {
                    let problem = Problem::of_file(at, format!("`{}` is a mechanism", self.key));
                    Err(problem.expected("on or off").found(text).into())
                }
            },
            What::WhatIfs => {
                what_ifs(text).iter().try_for_each(|name| known(loaded, name, at))?;
                Ok(Level::Word(text.to_owned()))
            }
        }
    }

    fn number(&self, text: &str, at: &str) -> Result<f64, Problems> {
        let fault = |what: String| Problem::of_file(at, what).found(text);
        let Some(number) = text.trim().parse::<f64>().ok().filter(|x| x.is_finite()) else {
            return Err(fault(format!("`{}` is a number ({})", self.key, self.unit)).into());
        };
        let [low, high] = self.range;
        if !(low..=high).contains(&number) {
            let fault = fault(format!("`{}` is out of range", self.key));
            return Err(fault.expected(format!("a number from {low} to {high}")).into());
        }
        Ok(number)
    }

    /// Levels or a range as they are typed: `0.1..0.4`, `0.1..0.4:4`, `0.1,0.2`, `on,off`, `none,no-war`.
    ///
    /// # Errors
    /// Every level that is none of this factor.
    pub fn span(&self, loaded: &Loaded, text: &str, at: &str) -> Result<Span, Problems> {
        let ends = if self.is_number() { text.split_once("..") } else { None };
        let Some((low, rest)) = ends else {
            let (mut levels, mut faults): (Vec<Level>, Vec<Problem>) = (Vec::new(), Vec::new());
            for level in text.split(',') {
                match self.level(loaded, level, at) {
                    Ok(level) => levels.push(level),
                    Err(problems) => faults.extend(problems.0),
                }
            }
            if !faults.is_empty() {
                return Err(Problems(faults));
            }
            if let Some(twice) = levels.iter().enumerate().find(|(i, level)| levels[..*i].contains(level)) {
                return Err(Problem::of_file(at, format!("the level {} stands twice", twice.1.text())).into());
            }
            return Ok(Span::Levels(levels));
        };
        let (high, levels) = match rest.split_once(':') {
            Some((high, levels)) => (high, Some(levels)),
            None => (rest, None),
        };
        let (low, high) = match (self.number(low, at), self.number(high, at)) {
            (Ok(low), Ok(high)) => (low, high),
            (low, high) => {
                let faults = [low.err(), high.err()].into_iter().flatten();
                return Err(Problems(faults.flat_map(|problems| problems.0).collect()));
            }
        };
        if low >= high {
            let fault = Problem::of_file(at, "a range goes from the smaller number to the greater");
            return Err(fault.expected("LOW..HIGH or LOW..HIGH:LEVELS").found(text).into());
        }
        let Some(levels) = levels else { return Ok(Span::Range(low, high)) };
        match levels.trim().parse::<usize>().ok().filter(|n| (2..=MOST_LEVELS).contains(n)) {
            Some(n) => {
                let at = |i: usize| tidy(low + (high - low) * i as f64 / (n - 1) as f64);
                let inside = (0..n).map(|i| Level::Number(if i + 1 == n { high } else { at(i) }));
                Ok(Span::Levels(inside.collect()))
            }
            None => {
                let fault = Problem::of_file(at, "a range is divided into a number of levels");
                Err(fault.expected(format!("2 to {MOST_LEVELS} levels after the colon")).found(levels).into())
            }
        }
    }
}

/// A number without the last digits of a rounding, so that it is typed and read as it was meant.
pub fn tidy(x: f64) -> f64 {
    format!("{x:.11e}").parse().unwrap_or(x)
}

/// The what-ifs of a level.
pub fn what_ifs(level: &str) -> Vec<String> {
    if level == NONE {
        return Vec::new();
    }
    level.split(TOGETHER).map(|name| name.trim().to_owned()).collect()
}

/// Whether a what-if of this name can be had.
fn known(loaded: &Loaded, name: &str, at: &str) -> Result<(), Problems> {
    match scenario::choose(loaded, name) {
        Err(error) => Err(Problem::of_file(at, format!("cannot read the what-if {name}: {error}")).into()),
        Ok(scenario::Chosen::File { .. }) => Ok(()),
        Ok(scenario::Chosen::Named(name)) if loaded.interventions.iter().any(|text| text.name == name) => Ok(()),
        Ok(scenario::Chosen::Named(name)) => {
            let names = loaded.interventions.iter().map(|text| text.name.as_str()).chain([NONE]);
            let problem = Problem::of_file(at, format!("`{}` is no what-if of this scenario", name.escape_debug()));
            let problem = problem.nearest(&name, names);
            Err(if problem.help.is_empty() { problem.help("`tauride list` has them") } else { problem }.into())
        }
    }
}
