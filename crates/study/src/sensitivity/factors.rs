//! What a survey moves: parameters, inputs and starting values, each over a range around its committed value.

use scenario::{Problem, Problems};
use society::spec::{INDICATORS, Indicator, Spec};

/// How far a parameter or an input is moved to either side, as a share of its committed value.
pub const REACH: f64 = 0.25;
/// The same where the committed value is 0, as a share of the declared range.
pub const REACH_FROM_ZERO: f64 = 0.05;
/// How far the means of all classes' starting values are moved to either side, on their scale of 0 to 1: about half the
/// deviation between persons of a class.
pub const SHIFT: f64 = 0.05;

/// Most times that an input's deviation from its good value may be asked for; every value stays within its own range.
const MOST_TIMES: f64 = 10.0;

/// Inputs: the deviation of the indicator's series from its good value is multiplied by a factor.
const INPUTS: [(&str, Indicator, &str); 6] = [
    ("conditions.food", Indicator::Food, "Shortage of bread, everywhere and always"),
    ("conditions.prices", Indicator::Prices, "Rise of prices"),
    ("conditions.war", Indicator::War, "Burden of the war"),
    ("conditions.fuel", Indicator::Fuel, "Shortage of fuel and raw material"),
    ("conditions.weather", Indicator::Weather, "What the weather takes from the street"),
    ("conditions.land", Indicator::Land, "Land hunger"),
];

/// Starting values: the mean of every class is shifted.
const STARTS: [(&str, What, &str); 2] = [
    ("classes.threshold", What::Threshold, "Disposition not to act, mean of every class"),
    ("classes.trust", What::Trust, "Trust in the regime at the start, mean of every class"),
];

#[derive(Clone, Copy, PartialEq, Debug)]
enum What {
    Parameter,
    Input(Indicator),
    Threshold,
    Trust,
}

/// A number that is moved.
#[derive(Clone, PartialEq, Debug)]
pub struct Factor {
    /// `group.name`; the group is that of the parameter, or the file that the number stands in.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Its committed value.
    pub as_it_is: f64,
    /// Least value surveyed.
    pub low: f64,
    /// Greatest value surveyed.
    pub high: f64,
    what: What,
}

impl Factor {
    /// Whether it is a behavioural parameter.
    pub fn is_parameter(&self) -> bool {
        self.what == What::Parameter
    }

    /// Whether it is an input or a starting value, which no setting of the command line addresses.
    pub fn is_input(&self) -> bool {
        !self.is_parameter()
    }

    /// Least and greatest value that makes sense of an input or of a starting value; of a parameter see its declaration.
    pub fn widest(&self) -> [f64; 2] {
        match self.what {
            What::Parameter => [self.low, self.high],
            What::Input(_) => [0.0, MOST_TIMES],
            What::Threshold | What::Trust => [-1.0, 1.0],
        }
    }

    /// The group of its name.
    pub fn group(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(group, _)| group)
    }

    /// The value at a share of the way from the least to the greatest.
    pub fn at(&self, share: f64) -> f64 {
        // Not beyond the ends by a rounding: the declared range may end there.
        (self.low + share * (self.high - self.low)).clamp(self.low, self.high)
    }

    /// Whether the scenario has anything that this moves.
    pub fn is_there(&self, spec: &Spec) -> bool {
        match self.what {
            What::Input(indicator) => spec.conditions.iter().any(|series| series.indicator == indicator),
            What::Parameter | What::Threshold | What::Trust => true,
        }
    }

    /// Gives it this value.
    pub fn apply(&self, spec: &mut Spec, value: f64) {
        match self.what {
            What::Parameter => {
                assert!(spec.rules.set(self.name, value), "`{}` is declared", self.name);
                // A draw of a calibration would otherwise put its own value in its place.
                spec.pin(self.name);
            }
            What::Input(indicator) => {
                let (_, _, good, low, high) = INDICATORS[indicator as usize];
                for series in spec.conditions.iter_mut().filter(|series| series.indicator == indicator) {
                    for (_, point) in &mut series.points {
                        *point = (good + value * (*point - good)).clamp(low, high);
                    }
                }
            }
            What::Threshold => {
                spec.classes.iter_mut().for_each(|c| c.threshold[0] = (c.threshold[0] + value).clamp(0.0, 1.0));
            }
            What::Trust => spec.classes.iter_mut().for_each(|c| c.trust[0] = (c.trust[0] + value).clamp(0.0, 1.0)),
        }
    }
}

/// Everything that can be surveyed in a scenario: its parameters in the order of their declaration, inputs, starting values.
pub fn all(spec: &Spec) -> Vec<Factor> {
    let parameters = spec.rules.declared().into_iter().map(|declared| {
        let as_it_is = spec.rules.get(declared.key).unwrap_or(declared.default);
        let reach =
            if as_it_is == 0.0 { REACH_FROM_ZERO * (declared.high - declared.low) } else { REACH * as_it_is.abs() };
        Factor {
            name: declared.key,
            meaning: declared.meaning.trim_end_matches('.'),
            unit: declared.unit,
            as_it_is,
            low: (as_it_is - reach).max(declared.low),
            high: (as_it_is + reach).min(declared.high),
            what: What::Parameter,
        }
    });
    let inputs = INPUTS.iter().map(|&(name, indicator, meaning)| Factor {
        name,
        meaning,
        unit: "times the deviation from good",
        as_it_is: 1.0,
        low: 1.0 - REACH,
        high: 1.0 + REACH,
        what: What::Input(indicator),
    });
    let starts = STARTS.iter().map(|&(name, what, meaning)| Factor {
        name,
        meaning,
        unit: "added, on a scale of 0 to 1",
        as_it_is: 0.0,
        low: -SHIFT,
        high: SHIFT,
        what,
    });
    parameters.chain(inputs).chain(starts).collect()
}

/// Those of these names or groups, in the order of [`all`]; all of them where none is named. A name may be several, with
/// commas between.
///
/// # Errors
/// Every name that is none, with the nearest that is one.
pub fn choose(spec: &Spec, given: &[String]) -> Result<Vec<Factor>, Problems> {
    let factors = all(spec);
    if given.is_empty() {
        return Ok(factors);
    }
    let names: Vec<&str> = given.iter().flat_map(|words| words.split(',')).map(str::trim).collect();
    let means = |name: &str, factor: &Factor| factor.name == name || factor.group() == name;
    let faults: Vec<Problem> = names
        .iter()
        .filter(|name| !factors.iter().any(|factor| means(name, factor)))
        .map(|name| {
            let what = format!("`{}` is no parameter and no input that can be surveyed", name.escape_debug());
            let valid = factors.iter().flat_map(|factor| [factor.name, factor.group()]);
            Problem::of_file("--inputs", what).nearest(name, valid)
        })
        .collect();
    if !faults.is_empty() {
        return Err(Problems(faults));
    }
    Ok(factors.into_iter().filter(|factor| names.iter().any(|name| means(name, factor))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(name: &str) -> Spec {
        scenario::load_bundled(name).expect("it comes with the program").spec
    }

    #[test]
    fn law_every_range_holds_its_value_and_stays_within_the_declared_one() {
        let mut spec = spec("one-town");
        assert!(spec.rules.set("government.friction", 0.0));
        let factors = all(&spec);
        assert_eq!(factors.len(), spec.rules.declared().len() + INPUTS.len() + STARTS.len());
        for factor in &factors {
            assert!(factor.low <= factor.as_it_is && factor.as_it_is <= factor.high, "{factor:?}");
            assert!(factor.low < factor.high, "{factor:?} does not move");
            assert_eq!((factor.at(0.0), factor.at(1.0)), (factor.low, factor.high));
        }
        for declared in spec.rules.declared() {
            let factor = factors.iter().find(|f| f.name == declared.key).expect("every parameter is surveyed");
            assert!(declared.low <= factor.low && factor.high <= declared.high, "{factor:?}");
        }
    }

    #[test]
    fn law_an_input_at_one_and_a_shift_of_nothing_change_nothing() {
        let spec = spec("russia-1917");
        let (mut same, mut other) = (spec.clone(), spec.clone());
        for factor in all(&spec) {
            factor.apply(&mut same, factor.as_it_is);
            factor.apply(&mut other, factor.high);
        }
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        for ((was, is), moved) in spec.conditions.iter().zip(&same.conditions).zip(&other.conditions) {
            let surveyed = INPUTS.iter().any(|(_, indicator, _)| *indicator == was.indicator);
            let good = INDICATORS[was.indicator as usize].2;
            for (((_, a), (_, b)), (_, c)) in was.points.iter().zip(&is.points).zip(&moved.points) {
                assert!(close(*a, *b));
                let farther = (c - good).abs() > (a - good).abs();
                let at_the_end = *a == 1.0 && *c == 1.0;
                assert_eq!(farther, surveyed && *a != good && !at_the_end, "{:?}: {a} to {c}", was.indicator);
            }
        }
        assert!(spec.classes.iter().zip(&same.classes).all(|(a, b)| a.threshold == b.threshold && a.trust == b.trust));
        assert!(spec.classes.iter().zip(&other.classes).all(|(a, b)| a.threshold[0] < b.threshold[0]));
        assert_eq!(spec.rules, same.rules);
        assert_ne!(spec.rules, other.rules);
    }

    #[test]
    fn law_names_and_groups_choose_and_others_get_the_nearest_name() {
        let spec = spec("one-town");
        let choose = |words: &[&str]| choose(&spec, &words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        let names = |words: &[&str]| choose(words).expect("they are there").iter().map(|f| f.name).collect::<Vec<_>>();
        assert_eq!(names(&["conditions.war, rural.fear", "rural.fear"]), ["rural.fear", "conditions.war"]);
        assert_eq!(names(&["classes"]), ["classes.threshold", "classes.trust"]);
        assert_eq!(names(&[]).len(), all(&spec).len());
        let faults = choose(&["grievance.rise_per_dey,conditions.fod", "rurall", "x"]).expect_err("none is a name");
        assert_eq!(faults.len(), 4, "all at once");
        for near in ["`grievance.rise_per_day`", "`conditions.food`", "`rural`"] {
            assert!(faults.to_string().contains(&format!("did you mean {near}?")), "{faults}");
        }
    }
}
