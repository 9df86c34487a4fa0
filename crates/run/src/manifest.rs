//! `manifest.json`: what a run is, and that it is complete.
//!
//! While a run goes on, and after it was cut short, the file is called `manifest.json.part`. `manifest.json` is written
//! last of all, when every table has its name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::calendar::{Calendar, Day};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::store::recorder::TableFacts;
use crate::store::{self, with_suffix};

/// How far a run has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is going on, or its process was killed.
    Running,
    /// It was interrupted and can be resumed.
    Interrupted,
    /// It is done.
    Complete,
}

/// How the world ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutcomeFacts {
    /// One of the promised words, such as `council-transfer`.
    pub kind: String,
    /// The day, New Style.
    pub date: String,
    /// The same day in the calendar of the case.
    #[serde(alias = "date_os")]
    pub date_local: String,
}

impl OutcomeFacts {
    /// An ending on a day of a case that has this calendar.
    pub fn of(kind: &str, day: Day, calendar: Calendar) -> OutcomeFacts {
        OutcomeFacts { kind: kind.to_owned(), date: day.iso(Calendar::NewStyle), date_local: day.iso(calendar) }
    }
}

/// A date of a world.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DateFacts {
    /// The day, New Style.
    pub date: String,
    /// The same day in the calendar of the case.
    #[serde(alias = "date_os")]
    pub date_local: String,
}

impl DateFacts {
    /// A day of a case that has this calendar.
    pub fn of(day: Day, calendar: Calendar) -> DateFacts {
        DateFacts { date: day.iso(Calendar::NewStyle), date_local: day.iso(calendar) }
    }
}

/// Whether a pattern held in a world.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PatternFacts {
    /// Whether it held.
    pub holds: bool,
    /// By how much, in the unit of its definition; null where there is nothing to measure.
    pub value: Option<f64>,
}

/// Everything that makes two runs the same run: equal identities give equal digests.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// Version of the program.
    pub version: String,
    /// Identifier of the scenario.
    pub scenario: String,
    /// Hash of the scenario's files.
    pub scenario_hash: String,
    /// Seed of all draws.
    pub seed: u64,
    /// `1:N`: each simulated person stands for N.
    pub scale: String,
    /// First day simulated, New Style.
    pub start: String,
    /// Last day simulated, New Style.
    pub end: String,
    /// Every mechanism, on or off at the start.
    pub switches: BTreeMap<String, bool>,
    /// Every parameter, as it is at the start.
    pub parameters: BTreeMap<String, f64>,
    /// What-ifs, in the order in which they were applied.
    #[serde(default)]
    pub interventions: Vec<Applied>,
}

/// A what-if that a run was given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Applied {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Hash of its file.
    pub hash: String,
}

impl Applied {
    /// What a manifest keeps of a what-if.
    pub fn of(what_if: &scenario::Intervention) -> Applied {
        Applied { name: what_if.name.clone(), title: what_if.title.clone(), hash: what_if.hash.clone() }
    }
}

impl Identity {
    /// The first thing in which the other run differs, in words; `None` when nothing does.
    pub fn difference(&self, other: &Identity) -> Option<String> {
        let say = |what: &str, here: &dyn std::fmt::Display, there: &dyn std::fmt::Display| {
            Some(format!("{what} is {there} there and {here} here"))
        };
        if self.version != other.version {
            return say("the program's version", &self.version, &other.version);
        }
        if self.scenario != other.scenario {
            return say("the scenario", &self.scenario, &other.scenario);
        }
        if self.scenario_hash != other.scenario_hash {
            return Some("the scenario's files have changed since".into());
        }
        if self.seed != other.seed {
            return say("the seed", &self.seed, &other.seed);
        }
        if self.scale != other.scale {
            return say("the scale", &self.scale, &other.scale);
        }
        if self.end != other.end {
            return say("the last day", &self.end, &other.end);
        }
        if self.interventions != other.interventions {
            let names = |applied: &[Applied]| {
                let names: Vec<&str> = applied.iter().map(|what_if| what_if.name.as_str()).collect();
                if names.is_empty() { "no what-if".to_owned() } else { names.join(" and ") }
            };
            let (here, there) = (names(&self.interventions), names(&other.interventions));
            if here == there {
                return Some(format!("the file of {here} has changed since"));
            }
            return say("the list of what-ifs", &here, &there);
        }
        for (key, value) in &self.switches {
            match other.switches.get(key) {
                Some(there) if there == value => {}
                there => return say(&format!("`{key}`"), value, &there.copied().unwrap_or_default()),
            }
        }
        for (key, value) in &self.parameters {
            match other.parameters.get(key) {
                Some(there) if there == value => {}
                there => return say(&format!("`{key}`"), value, &there.copied().unwrap_or(f64::NAN)),
            }
        }
        (self != other).then(|| "its list of parameters differs".into())
    }
}

/// `manifest.json`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `tauride`: by this a directory is known to be a run.
    pub program: String,
    /// How far it has come.
    pub status: Status,
    /// The run's identity.
    #[serde(flatten)]
    pub identity: Identity,
    /// Digest of what says what society is simulated, which stays the same when the record changes.
    #[serde(default)]
    pub society_hash: String,
    /// Title of the scenario.
    pub title: String,
    /// Summary of the scenario.
    pub summary: String,
    /// Directory of the scenario, where it is not a bundled one.
    pub scenario_directory: Option<String>,
    /// Calendar in which the scenario's dates are written: `old` or `new`.
    pub calendar: String,
    /// Identifier of the capital.
    pub capital: String,
    /// First day simulated, in that calendar.
    #[serde(alias = "start_os")]
    pub start_local: String,
    /// Last day simulated, in that calendar.
    #[serde(alias = "end_os")]
    pub end_local: String,
    /// Parameters and switches changed for this run, as they were given: `KEY=VALUE`.
    pub settings: Vec<String>,
    /// A command that repeats the run.
    pub command: String,
    /// How the world ended.
    pub outcome: Option<OutcomeFacts>,
    /// Its dates, by the identifiers of [`observables::dates::Date`]; null where a date never came.
    #[serde(default)]
    pub dates: BTreeMap<String, Option<DateFacts>>,
    /// Its patterns, by their identifiers.
    #[serde(default)]
    pub patterns: BTreeMap<String, PatternFacts>,
    /// Hash over every recorded row and the final state.
    pub digest: Option<String>,
    /// Seconds the run took, all parts together.
    pub wall_seconds: f64,
    /// Most memory held at once, in bytes; 0 where the system does not say.
    pub peak_bytes: u64,
    /// Persons held in memory times days, a second.
    pub person_days_per_second: f64,
    /// Persons, in real persons whatever the scale.
    pub persons: u64,
    /// Adults among them.
    pub adults: u64,
    /// Cells.
    pub cells: u64,
    /// Leaf places, those that persons live in.
    pub places: u64,
    /// The tables.
    pub tables: Vec<TableFacts>,
}

/// `manifest.json` in a run's directory.
pub fn path(dir: &Path) -> PathBuf {
    dir.join("manifest.json")
}

/// Name of the page in the directory of a run or of a study.
pub const REPORT: &str = "report.html";

/// The page in the directory of a run or of a study: made of the other files, after them.
pub fn report_path(dir: &Path) -> PathBuf {
    dir.join(REPORT)
}

/// `manifest.json.part` in a run's directory.
pub fn part_path(dir: &Path) -> PathBuf {
    with_suffix(&path(dir), ".part")
}

impl Manifest {
    /// The name under which the scenario is found again.
    pub fn scenario_name(&self) -> &str {
        self.scenario_directory.as_deref().unwrap_or(&self.identity.scenario)
    }

    /// The text of its file.
    pub(crate) fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a manifest has only text keys and finite numbers");
        text + "\n"
    }

    /// Writes the manifest under the name that fits its status.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let text = self.text();
        match self.status {
            Status::Complete => {
                store::write_whole(&path(dir), text.as_bytes())?;
                store::remove(&part_path(dir))
            }
            Status::Running | Status::Interrupted => store::write_whole(&part_path(dir), text.as_bytes()),
        }
    }

    /// Reads `manifest.json` of a finished run.
    ///
    /// # Errors
    /// When the directory holds no finished run, or its manifest makes no sense.
    pub fn read(dir: &Path) -> Result<Manifest, Error> {
        if !path(dir).exists() {
            let why = match part_path(dir).exists() {
                true => "holds a run that is not finished; `--resume` goes on from where it was interrupted",
                false => "holds no run: there is no manifest.json",
            };
            return Err(Error::Request(format!("{} {why}", dir.display())));
        }
        Manifest::read_file(&path(dir))
    }

    /// Reads `manifest.json.part` of a run that is not finished.
    ///
    /// # Errors
    /// When the file cannot be read or makes no sense.
    pub fn read_part(dir: &Path) -> Result<Manifest, Error> {
        Manifest::read_file(&part_path(dir))
    }

    fn read_file(path: &Path) -> Result<Manifest, Error> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::file("read", path, e))?;
        let mut manifest: Manifest = serde_json::from_str(&text)
            .map_err(|e| Error::Damaged { path: path.to_owned(), what: format!("is no manifest of a run: {e}") })?;
        manifest.localise();
        Ok(manifest)
    }

    /// The calendar in which the scenario's dates are written.
    pub fn calendar(&self) -> Calendar {
        if self.calendar == "new" { Calendar::NewStyle } else { Calendar::OldStyle }
    }

    /// Writes every date in the calendar of the case: earlier versions wrote the Old Style whatever that was.
    fn localise(&mut self) {
        let calendar = self.calendar();
        let local = |date: &str, to: &mut String| {
            if let Some(day) = Day::parse(Calendar::NewStyle, date) {
                *to = day.iso(calendar);
            }
        };
        local(&self.identity.start, &mut self.start_local);
        local(&self.identity.end, &mut self.end_local);
        self.outcome.iter_mut().for_each(|outcome| local(&outcome.date, &mut outcome.date_local));
        self.dates.values_mut().flatten().for_each(|day| local(&day.date, &mut day.date_local));
    }
}

/// What every table's file says of the run.
pub fn about(manifest: &Manifest) -> Vec<(String, String)> {
    let identity = &manifest.identity;
    [
        ("scenario", identity.scenario.clone()),
        ("scenario_hash", identity.scenario_hash.clone()),
        ("seed", identity.seed.to_string()),
        ("scale", identity.scale.clone()),
        ("settings", manifest.settings.join("; ")),
        ("what_ifs", identity.interventions.iter().map(|what_if| what_if.name.as_str()).collect::<Vec<_>>().join("; ")),
        ("start", identity.start.clone()),
        ("end", identity.end.clone()),
        ("version", identity.version.clone()),
    ]
    .map(|(key, value)| (format!("run.{key}"), value))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As version 0.1.0 wrote it before dates were `date` and `date_local` everywhere.
    const EARLIER: &str = r#"{
  "program": "tauride", "status": "complete", "version": "0.1.0", "scenario": "one-town", "scenario_hash": "5e",
  "seed": 1, "scale": "1:10", "start": "1917-03-03", "end": "1917-07-13", "switches": { "recall": true },
  "parameters": { "trust.spent_per_day": 0.004 }, "interventions": [], "title": "A mill town", "summary": "",
  "scenario_directory": null, "calendar": "CALENDAR", "capital": "milltown",
  "start_os": "1917-02-18", "end_os": "1917-06-30", "settings": [], "command": "tauride run one-town",
  "outcome": { "kind": "government-holds", "date": "1917-07-13", "date_os": "1917-06-30" },
  "dates": { "fall": { "date": "1917-03-12", "date_os": "1917-02-27" }, "transfer": null },
  "patterns": { "P1": { "holds": true, "value": 4.0 } }, "digest": "ab", "wall_seconds": 0.5, "peak_bytes": 0,
  "person_days_per_second": 1.0, "persons": 2, "adults": 1, "cells": 1, "places": 1,
  "tables": [{ "name": "daily", "row": "date, place, class", "rows": 7 }]
}"#;

    fn read(calendar: &str) -> (Manifest, String) {
        let dir = std::env::temp_dir().join(format!("tauride-manifest-{}-{calendar}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("it can be made");
        std::fs::write(path(&dir), EARLIER.replace("CALENDAR", calendar)).expect("it can be written");
        let manifest = Manifest::read(&dir).expect("the manifest of an earlier version");
        manifest.write(&dir).expect("it can be written");
        let written = std::fs::read_to_string(path(&dir)).expect("it was written");
        std::fs::remove_dir_all(&dir).expect("it is there");
        (manifest, written)
    }

    #[test]
    fn law_the_manifest_of_an_earlier_version_is_read() {
        for (calendar, days) in
            [("old", ["1917-02-18", "1917-06-30", "1917-02-27"]), ("new", ["1917-03-03", "1917-07-13", "1917-03-12"])]
        {
            let (manifest, written) = read(calendar);
            let outcome = manifest.outcome.as_ref().expect("it has one");
            let fall = manifest.dates["fall"].as_ref().expect("it came");
            assert_eq!([&manifest.start_local, &manifest.end_local, &fall.date_local], days);
            assert_eq!((outcome.date.as_str(), outcome.date_local.as_str()), ("1917-07-13", days[1]));
            assert_eq!((manifest.dates.len(), manifest.tables.len(), fall.date.as_str()), (2, 1, "1917-03-12"));
            // What is written again has the names of today.
            assert!(written.contains("\"date_local\"") && !written.contains("_os\""), "{written}");
        }
    }
}
