//! Which world is wanted: a scenario, a seed, a scale, settings and what-ifs.

use run::scale::{COARSEST, Scale, persons};
use scenario::{Chosen, Loaded, apply_interventions, apply_settings};
use serde::Serialize;
use serde_json::{Value, json};

use crate::kept;

/// What-ifs that one world may be given at most.
pub const MOST_WHAT_IFS: usize = 8;
/// Settings that one world may be given at most: every parameter and every mechanism once, with some to spare.
pub const MOST_SETTINGS: usize = 64;
/// Bytes of a what-if of the reader's own.
pub const LONGEST_OWN: usize = 12 * 1024;
/// Persons that a world may hold in memory: those of the finest scale that is served, and some.
pub const MOST_MODELLED: u64 = 20_000_000;
/// Persons that the world a page opens with may hold in memory: it is there within seconds on one core.
const MOST_AT_FIRST: u64 = 340_000;
/// Bytes of a setting.
const LONGEST_SETTING: usize = 100;

/// A world that is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts", rename = "Wanted"))]
pub struct Request {
    /// Name of a scenario that comes with the program, or was offered.
    pub scenario: String,
    /// Seed of all chance.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: u32,
    /// Names of what-ifs, in the order in which they are applied.
    pub with: Vec<String>,
    /// Settings as on the command line: `grievance.food_need=1.5`, `fatigue=off`.
    pub set: Vec<String>,
    /// The text of a what-if of the reader's own, applied after the others; empty when there is none.
    pub own: String,
}

/// The keys of a request.
const KEYS: [&str; 6] = ["scenario", "seed", "scale", "with", "set", "own"];
/// What messages call the reader's own what-if.
const OWN: &str = "own.toml";

/// The scale of the world that a page opens with, of a society of so many persons.
pub(crate) fn opening_scale(persons: u64) -> u32 {
    Scale::AtMost(MOST_AT_FIRST).of(persons)
}

impl Request {
    /// The world that a page of a scenario opens with.
    ///
    /// # Errors
    /// When there is no such scenario.
    pub fn opening(scenario: &str, seed: u64) -> Result<Request, String> {
        let scale = opening_scale(persons(&*kept::scenario(scenario)?));
        let scenario = scenario.to_owned();
        Ok(Request { scenario, seed, scale, with: Vec::new(), set: Vec::new(), own: String::new() })
    }

    /// Reads a request, where every key may be missing.
    ///
    /// # Errors
    /// What is wrong, in a sentence.
    pub fn read(text: &str) -> Result<Request, String> {
        let value: Value = serde_json::from_str(text).map_err(|e| format!("the request is no JSON: {e}"))?;
        let map = value.as_object().ok_or("the request is no JSON object")?;
        if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("`{key}` is no key of a request; there are {}", KEYS.join(", ")));
        }
        let number = |key: &str, default: u64| match map.get(key) {
            None => Ok(default),
            // A page's numbers are exact up to 2^53 only.
            Some(n) => n.as_u64().filter(|n| *n <= 1 << 53).ok_or(format!("`{key}` is no whole number from 0 to 2^53")),
        };
        let scenario = match map.get("scenario") {
            None => kept::first(),
            Some(name) => name.as_str().ok_or("`scenario` is no text")?.to_owned(),
        };
        let with = texts(map.get("with")).ok_or("`with` is no list of names")?;
        let set = texts(map.get("set")).ok_or("`set` is no list of settings such as \"fatigue=off\"")?;
        let own = match map.get("own") {
            None => String::new(),
            Some(text) => text.as_str().ok_or("`own` is no text")?.to_owned(),
        };
        if own.len() > LONGEST_OWN {
            return Err(format!("a what-if of one's own has {LONGEST_OWN} bytes at most"));
        }
        let scale = number("scale", 1000)?;
        if !(1..=u64::from(COARSEST)).contains(&scale) {
            return Err(format!("`scale` is the N of 1:N, from 1 to {COARSEST}"));
        }
        if with.len() > MOST_WHAT_IFS {
            return Err(format!("a world takes {MOST_WHAT_IFS} what-ifs at most"));
        }
        if set.len() > MOST_SETTINGS || set.iter().any(|setting| setting.len() > LONGEST_SETTING) {
            return Err(format!("a world takes {MOST_SETTINGS} settings at most, of {LONGEST_SETTING} bytes each"));
        }
        Ok(Request { scenario, seed: number("seed", 1)?, scale: scale as u32, with, set, own })
    }

    /// The request as JSON, with every key.
    pub fn json(&self) -> Value {
        json!({
            "scenario": self.scenario, "seed": self.seed, "scale": self.scale, "with": self.with, "set": self.set,
            "own": self.own,
        })
    }

    /// The scenario with its settings and then its what-ifs applied, and with the parameter set of the seed where a setting
    /// asks for the posterior.
    ///
    /// # Errors
    /// When there is no such scenario, parameter, mechanism or what-if, a value is out of range, or two what-ifs contradict
    /// one another; every fault of the settings at once.
    pub fn load(&self) -> Result<Loaded, String> {
        let mut loaded = Loaded::clone(&*kept::scenario(&self.scenario)?);
        apply_settings(&mut loaded.spec, &self.set).map_err(|problems| problems.to_string())?;
        loaded.settings.clone_from(&self.set);
        let mut chosen: Vec<Chosen> = self.with.iter().cloned().map(Chosen::Named).collect();
        if !self.own.trim().is_empty() {
            chosen.push(Chosen::File { path: OWN.into(), bytes: self.own.clone().into_bytes() });
        }
        apply_interventions(&mut loaded, &chosen).map_err(|problems| problems.to_string())?;
        // A what-if of one's own may multiply people as often as it likes.
        let persons = persons(&loaded);
        if persons / u64::from(self.scale) > MOST_MODELLED {
            return Err(format!(
                "at 1:{} this world would hold {} persons in memory, and {MOST_MODELLED} are the most; choose a coarser scale",
                self.scale,
                persons / u64::from(self.scale)
            ));
        }
        if let std::borrow::Cow::Owned(spec) = loaded.spec.for_seed(self.seed) {
            loaded.spec = spec;
        }
        Ok(loaded)
    }
}

/// A list of texts, empty when there is none; `None` when it is anything else.
fn texts(value: Option<&Value>) -> Option<Vec<String>> {
    match value {
        None => Some(Vec::new()),
        Some(Value::Array(texts)) => texts.iter().map(|text| text.as_str().map(str::to_owned)).collect(),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_request_is_whole_or_refused() {
        let full = Request::read(r#"{"scenario":"one-town","seed":7,"scale":10,"with":[]}"#).expect("it is whole");
        assert_eq!((full.seed, full.scale), (7, 10));
        assert_eq!(Request::read("{}").expect("all have defaults").scale, 1000);
        for bad in [
            "",
            "[]",
            "7",
            r#"{"scale":0}"#,
            r#"{"scale":1000000}"#,
            r#"{"seed":-1}"#,
            r#"{"seed":1.5}"#,
            r#"{"with":"x"}"#,
            r#"{"with":[1]}"#,
            r#"{"out":"x"}"#,
            r#"{"scenario":3}"#,
            r#"{"with":["a","a","a","a","a","a","a","a","a"]}"#,
            r#"{"set":"fatigue=off"}"#,
            r#"{"set":[1]}"#,
            r#"{"own":1}"#,
        ] {
            assert!(Request::read(bad).is_err(), "{bad}");
        }
        let many = json!({ "set": vec!["fatigue=off"; MOST_SETTINGS + 1] }).to_string();
        let long = json!({ "set": ["x".repeat(LONGEST_SETTING + 1)] }).to_string();
        let own = json!({ "own": "x".repeat(LONGEST_OWN + 1) }).to_string();
        assert!([many, long, own].iter().all(|text| Request::read(text).is_err()));
        let lost = Request::read(r#"{"scenario":"../one-town"}"#).expect("the name is looked up later");
        assert!(lost.load().is_err());
    }

    #[test]
    fn law_a_page_opens_at_the_finest_scale_that_is_quick() {
        assert_eq!(opening_scale(40_000), 1);
        assert_eq!(opening_scale(MOST_AT_FIRST + 1), 2);
        for persons in [1_600_000, 20_000_000, 66_000_000, 155_700_000] {
            let scale = opening_scale(persons);
            assert!(persons / u64::from(scale) <= MOST_AT_FIRST && scale <= COARSEST);
            assert!(persons * 5 / u64::from(scale) > 2 * MOST_AT_FIRST, "a finer scale would do");
        }
        assert_eq!(opening_scale(u64::MAX / 8), COARSEST);
        assert!(Request::opening("russia-1918", 1).is_err());
    }

    #[test]
    fn law_a_what_if_of_ones_own_is_applied_or_refused_with_its_line() {
        let asked = |own: &str| {
            let text = json!({ "scenario": "one-town", "scale": 10, "own": own }).to_string();
            Request::read(&text).expect("its form is right").load()
        };
        let text = "title = \"No news\"\n\n[[change]]\nkind = \"mechanism\"\nname = \"news\"\non = false\n";
        let right = asked(text).expect("it is right");
        assert!(!right.spec.switches.is_on("news") && right.applied[0].title == "No news");
        let wrong = asked(&text.replace("\"news\"", "\"newz\"")).map(|_| ()).expect_err("there is no such mechanism");
        assert!(wrong.contains("own.toml:5:"), "{wrong}");
        let many = "[[change]]\nkind = \"persons\"\nclass = \"textile\"\nfactor = 10.0\n".repeat(5);
        let crowded = asked(&format!("title = \"Crowds\"\n{many}")).map(|_| ()).expect_err("nobody could hold them");
        assert!(crowded.contains("persons in memory"), "{crowded}");
        assert!(asked(&format!("a = {}", "[".repeat(LONGEST_OWN - 8))).is_err(), "nesting ends nothing");
        assert!(asked("  \n").is_ok_and(|loaded| loaded.applied.is_empty()));
    }

    #[test]
    fn law_settings_are_checked_as_on_the_command_line() {
        let asked = |text: &str| Request::read(text).expect("its form is right").load();
        let set = asked(r#"{"scenario":"one-town","set":["grievance.food_need=2","fatigue=off"]}"#).expect("right");
        assert_eq!(set.spec.rules.get("grievance.food_need"), Some(2.0));
        assert!(!set.spec.switches.is_on("fatigue"));
        // Both faults are told at once, each with what to try.
        let wrong = asked(r#"{"scenario":"one-town","set":["grievance.food_neet=2","fatigue=perhaps"]}"#);
        let text = wrong.map(|_| ()).expect_err("both are wrong");
        assert!(text.contains("`food_need`") && text.contains("on or off"), "{text}");
        // A world of the page has one set of parameters.
        let plain = asked(r#"{"seed":3}"#).expect("it comes with the program");
        assert!(plain.spec.draws.is_none());
    }
}
