//! Which world is wanted: a bundled scenario, a seed, a scale and what-ifs.

use scenario::{Chosen, Loaded, apply_interventions, load_bundled};
use serde_json::{Value, json};

/// What-ifs that one world may be given at most.
pub const MOST_WHAT_IFS: usize = 8;
/// Largest N of a scale 1:N: beyond it the smallest places are empty.
pub const COARSEST: u32 = 10_000;

/// A world that is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Name of a bundled scenario.
    pub scenario: String,
    /// Seed of all chance.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: u32,
    /// Names of what-ifs, in the order in which they are applied.
    pub with: Vec<String>,
}

impl Request {
    /// Reads a request, where every key may be missing.
    ///
    /// # Errors
    /// What is wrong, in a sentence.
    pub fn read(text: &str) -> Result<Request, String> {
        let value: Value = serde_json::from_str(text).map_err(|e| format!("the request is no JSON: {e}"))?;
        let map = value.as_object().ok_or("the request is no JSON object")?;
        if let Some(key) = map.keys().find(|key| !["scenario", "seed", "scale", "with"].contains(&key.as_str())) {
            return Err(format!("`{key}` is no key of a request; there are scenario, seed, scale, with"));
        }
        let number = |key: &str, default: u64| match map.get(key) {
            None => Ok(default),
            // A page's numbers are exact up to 2^53 only.
            Some(n) => n.as_u64().filter(|n| *n <= 1 << 53).ok_or(format!("`{key}` is no whole number from 0 to 2^53")),
        };
        let scenario = match map.get("scenario") {
            None => "russia-1917".to_owned(),
            Some(name) => name.as_str().ok_or("`scenario` is no text")?.to_owned(),
        };
        let with: Vec<String> = match map.get("with") {
            None => Vec::new(),
            Some(Value::Array(names)) => names
                .iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .ok_or("`with` is no list of names")?,
            Some(_) => return Err("`with` is no list of names".into()),
        };
        let scale = number("scale", 1000)?;
        if !(1..=u64::from(COARSEST)).contains(&scale) {
            return Err(format!("`scale` is the N of 1:N, from 1 to {COARSEST}"));
        }
        if with.len() > MOST_WHAT_IFS {
            return Err(format!("a world takes {MOST_WHAT_IFS} what-ifs at most"));
        }
        Ok(Request { scenario, seed: number("seed", 1)?, scale: scale as u32, with })
    }

    /// The request as JSON, with every key.
    pub fn json(&self) -> Value {
        json!({ "scenario": self.scenario, "seed": self.seed, "scale": self.scale, "with": self.with })
    }

    /// The scenario with its what-ifs applied.
    ///
    /// # Errors
    /// When there is no such scenario or what-if, or two what-ifs contradict one another.
    pub fn load(&self) -> Result<Loaded, String> {
        let mut loaded = load_bundled(&self.scenario).map_err(|problems| problems.to_string())?;
        let chosen: Vec<Chosen> = self.with.iter().cloned().map(Chosen::Named).collect();
        apply_interventions(&mut loaded, &chosen).map_err(|problems| problems.to_string())?;
        Ok(loaded)
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
        ] {
            assert!(Request::read(bad).is_err(), "{bad}");
        }
        let lost = Request::read(r#"{"scenario":"../one-town"}"#).expect("the name is looked up later");
        assert!(lost.load().is_err());
    }
}
