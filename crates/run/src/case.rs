//! Which world to run: a scenario, with the changes asked for, a scale and a seed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::scale::{Scale, persons};
use engine::calendar::{Calendar, Day};
use engine::digest::{Digest, hex};
use scenario::{Loaded, Problem, Problems};
use serde_json::{Value, json};
use society::spec::{MECHANISMS, Spec};

use crate::Error;
use crate::manifest::{Applied, Identity, Manifest, Status};
use crate::store::schema::Names;
use crate::worlds::Job;

/// A checked scenario and where it came from.
#[derive(Clone, Debug)]
pub struct Case {
    /// The scenario; its settings and what-ifs are applied.
    pub loaded: Loaded,
    /// Its directory, where it is not one that comes with the program.
    pub directory: Option<PathBuf>,
    /// Seed of all draws.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: u32,
    /// Last day to simulate.
    pub end: Day,
    /// Last day of the scenario, to tell whether another was asked for.
    whole_end: Day,
}

/// What a user may change without changing the scenario.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Seed of all draws.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: Scale,
    /// Last day to simulate, in the scenario's calendar; the scenario's own end when absent.
    pub until: Option<String>,
    /// `KEY=VALUE`: parameters and switches.
    pub settings: Vec<String>,
    /// What-ifs, in the order in which they are applied: names, or paths of files.
    pub with: Vec<String>,
}

impl Default for Changes {
    fn default() -> Self {
        Changes { seed: 1, scale: Scale::OneTo(1), until: None, settings: Vec::new(), with: Vec::new() }
    }
}

/// Most worlds of a kind in one study: more would not fit into their numbers in the names of files, nor their summaries into
/// memory.
pub const MOST_WORLDS: u64 = 99_999;

/// The seeds of so many worlds, from this one on; `option` is what the user asked for them with, `least` how many it takes.
///
/// # Errors
/// When they are too few or too many, or the seeds are at their end before.
pub fn seeds(option: &str, first: u64, worlds: u64, least: u64) -> Result<Range<u64>, Error> {
    if !(least..=MOST_WORLDS).contains(&worlds) {
        return Err(Error::Request(format!("{option} is a number from {least} to {MOST_WORLDS}, not {worlds}")));
    }
    match first.checked_add(worlds) {
        Some(end) => Ok(first..end),
        None => Err(Error::Request(format!("there are no {worlds} seeds from {first} on; the last is {}", u64::MAX))),
    }
}

/// Whether a scenario can be asked for by this name: one that comes with the program, or a directory.
pub fn is_scenario(name: &str) -> bool {
    is_bundled(name) || Path::new(name).is_dir()
}

/// Whether a scenario of this name comes with the program.
pub fn is_bundled(name: &str) -> bool {
    scenario::bundled().iter().any(|(bundled, _)| bundled == name)
}

/// Reads and checks a scenario: one that comes with the program, by name, or a directory.
///
/// A name that is both means the one that comes with the program; `./name` means the directory.
///
/// # Errors
/// Every fault of the scenario at once; or that there is none of this name.
pub fn load(name: &str) -> Result<(Loaded, Option<PathBuf>), Error> {
    let dir = Path::new(name);
    if !is_bundled(name) && dir.is_dir() {
        let files =
            scenario::from_dir(dir).map_err(|e| Error::Request(format!("cannot read the scenario in {name}: {e}")))?;
        return Ok((scenario::read(&files)?, Some(dir.to_owned())));
    }
    if !is_bundled(name) {
        return Err(Problems::from(unknown(name)).into());
    }
    Ok((scenario::load_bundled(name)?, None))
}

/// That there is no scenario of a name, with the nearest that there is: one that comes with the program, or a directory with
/// a `scenario.toml` where the name would lead to.
pub fn unknown(name: &str) -> Problem {
    let bundled = scenario::bundled();
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let place = if folder == Path::new("") { Path::new(".") } else { folder };
    let own: Vec<String> = std::fs::read_dir(place)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("scenario.toml").is_file())
        .filter_map(|entry| folder.join(entry.file_name()).to_str().map(str::to_owned))
        .collect();
    let names: Vec<&str> = bundled.iter().map(|(name, _)| name.as_str()).collect();
    let problem = Problem::of_file(name, "there is no scenario of this name, and no directory");
    let problem = problem.nearest(name, names.iter().copied().chain(own.iter().map(String::as_str)));
    if problem.help.is_empty() { problem.help(format!("there are {}", names.join(", "))) } else { problem }
}

/// Persons that a world has at least: with fewer nobody may be left in any of its cells.
const LEAST_PERSONS: u64 = 10;

impl Case {
    /// Reads a scenario and applies the changes: settings first, then what-ifs in their order.
    ///
    /// # Errors
    /// Every fault of the scenario, of the settings or of the what-ifs; a last day outside the scenario; a scale of nothing.
    pub fn open(name: &str, changes: &Changes) -> Result<Case, Error> {
        let (loaded, directory) = load(name)?;
        Case::of(loaded, directory, changes)
    }

    /// The same of a scenario that has been read, and of the directory that it was read from.
    ///
    /// # Errors
    /// As [`Case::open`], but for the scenario's own faults.
    pub fn of(mut loaded: Loaded, directory: Option<PathBuf>, changes: &Changes) -> Result<Case, Error> {
        let settings = scenario::apply_settings(&mut loaded.spec, &changes.settings);
        loaded.settings.clone_from(&changes.settings);
        match (settings, intervene(&mut loaded, &changes.with)) {
            (Ok(()), what_ifs) => what_ifs?,
            // What is wrong with settings and with what-ifs is told together.
            (Err(mut problems), Err(Error::Scenario(others))) => {
                problems.0.extend(others.0);
                return Err(problems.into());
            }
            (Err(problems), _) => return Err(problems.into()),
        }
        let persons = persons(&loaded);
        let scale = changes.scale.of(persons);
        if scale == 0 {
            return Err(Error::Request("the scale is 1:N with N of at least 1".into()));
        }
        if persons / u64::from(scale) < LEAST_PERSONS {
            return Err(Error::Request(format!(
                "at 1:{scale} fewer than {LEAST_PERSONS} of its {persons} persons would be simulated; choose a finer scale"
            )));
        }
        let whole_end = loaded.spec.end;
        let mut end = whole_end;
        if let Some(text) = &changes.until {
            end = date_within("--until", text, &loaded)?;
        }
        let too_late = too_late(&loaded, end);
        if !too_late.is_empty() {
            return Err(Problems(too_late).into());
        }
        Ok(Case { loaded, directory, seed: changes.seed, scale, end, whole_end })
    }

    /// The name under which a user finds the scenario again.
    pub fn name(&self) -> String {
        match &self.directory {
            Some(dir) => dir.display().to_string(),
            None => self.loaded.id.clone(),
        }
    }

    /// Directory of a run of this case, where the user names none. Its name holds the whole question:
    /// `runs/one-town-seed1-1to100`, `runs/russia-1917-no-war-seed1-1to100`,
    /// `runs/one-town-repression=off-seed1-1to1-until1917-03-20`.
    pub fn default_out(&self) -> PathBuf {
        Path::new("runs").join(self.world_name(self.seed))
    }

    /// The world of a seed by a name that holds the whole question: `one-town-repression=off-seed1-1to1-until1917-03-20`.
    pub fn world_name(&self, seed: u64) -> String {
        let id = Path::new(&self.loaded.id).file_name().map_or("scenario".into(), |n| n.to_string_lossy());
        let with = names(&self.loaded.applied);
        let set = setting_words(&self.loaded.settings);
        let until = match self.end == self.whole_end {
            true => String::new(),
            false => format!("-until{}", self.end.iso(self.loaded.calendar)),
        };
        format!("{id}{with}{set}-seed{seed}-1to{}{until}", self.scale)
    }

    /// What of a name of a directory tells settings: `-repression=off`; empty without any.
    pub fn setting_words(&self) -> String {
        setting_words(&self.loaded.settings)
    }

    /// Directory of a study of this case, where the user names none: `runs/ensemble-one-town-seed1-1to100`.
    pub fn default_out_of(&self, kind: &str) -> PathBuf {
        let run = self.default_out();
        let name = run.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Path::new("runs").join(format!("{kind}-{name}"))
    }

    /// A command that repeats the run.
    pub fn command(&self) -> String {
        let mut words = vec![self.command_without_changes("run")];
        words.extend(self.loaded.settings.iter().map(|setting| format!("--set {}", quoted(setting))));
        words.extend(self.loaded.applied.iter().map(|what_if| format!("--with {}", quoted(&what_if.given))));
        words.join(" ")
    }

    /// The beginning of a command of this name for this case: scenario, seed, scale and last day, without settings and
    /// what-ifs.
    pub fn command_without_changes(&self, name: &str) -> String {
        let mut words = vec!["tauride".to_owned(), name.to_owned(), quoted(&self.name())];
        words.push(format!("--seed {}", self.seed));
        words.push(format!("--scale 1:{}", self.scale));
        if self.end != self.whole_end {
            words.push(format!("--until {}", self.end.iso(self.loaded.calendar)));
        }
        words.join(" ")
    }

    /// Whether the last day asked for is before that of the scenario.
    pub fn is_cut(&self) -> bool {
        self.end < self.whole_end
    }

    /// Makes the last day asked for the last day of the specification, so that worlds run from it alone end there.
    pub fn end_there(&mut self) {
        end_on(&mut self.loaded.spec, self.end);
    }

    /// The specification with the last day asked for as its last: rows that stand for several days stand for none after it.
    pub fn spec_until_its_end(&self) -> Spec {
        let mut spec = self.loaded.spec.clone();
        end_on(&mut spec, self.end);
        spec
    }

    /// What the worlds of a study of this case are of: all that decides them but how many there are. `kind` is the
    /// command's name.
    pub fn study(&self, kind: &str) -> Value {
        let manifest = self.manifest();
        let identity = &manifest.identity;
        json!({
            "program": "tauride",
            "kind": kind,
            "version": identity.version,
            "scenario": identity.scenario,
            "scenario_hash": identity.scenario_hash,
            "directory": manifest.scenario_directory,
            "title": manifest.title,
            "calendar": manifest.calendar,
            "settings": manifest.settings,
            "interventions": identity.interventions,
            "seed": identity.seed,
            "scale": identity.scale,
            "start": identity.start,
            "start_local": manifest.start_local,
            "end": identity.end,
            "end_local": manifest.end_local,
            "switches": identity.switches,
            // Those that every world shares; the posterior's own are drawn for each.
            "parameters": parameters(&self.loaded.spec),
            "posterior": self.posterior(),
        })
    }

    /// The digest of the posterior whose parameter sets the worlds have; `None` where all worlds have the scenario's values.
    pub fn posterior(&self) -> Option<&str> {
        self.loaded.spec.draws.as_ref().filter(|draws| !draws.is_empty())?;
        self.loaded.posterior.as_ref().map(|posterior| posterior.digest.as_str())
    }

    /// The world of a seed at this case's scale.
    pub fn job(&self, seed: u64) -> Job<'_> {
        Job { spec: &self.loaded.spec, seed, scale: self.scale }
    }

    /// What codes stand for in this case's tables.
    pub fn names(&self) -> Names {
        let spec = &self.loaded.spec;
        Names {
            places: spec.places.iter().map(|place| place.id.clone()).collect(),
            classes: spec.classes.iter().map(|class| class.id.clone()).collect(),
            parties: spec.parties.iter().map(|party| party.id.clone()).collect(),
            leaders: spec.leaders.iter().map(|leader| leader.id.clone()).collect(),
            calendar: self.loaded.calendar,
        }
    }

    /// The manifest as far as it is known before the first day.
    pub fn manifest(&self) -> Manifest {
        let spec = &self.loaded.spec;
        Manifest {
            program: "tauride".into(),
            status: Status::Running,
            identity: Identity {
                version: crate::VERSION.into(),
                scenario: self.loaded.id.clone(),
                scenario_hash: self.loaded.content_hash.clone(),
                seed: self.seed,
                scale: format!("1:{}", self.scale),
                start: spec.start.iso(Calendar::NewStyle),
                end: self.end.iso(Calendar::NewStyle),
                switches: MECHANISMS.iter().map(|(name, _)| ((*name).to_owned(), spec.switches.is_on(name))).collect(),
                parameters: parameters(&spec.for_seed(self.seed)),
                interventions: self.loaded.applied.iter().map(Applied::of).collect(),
            },
            society_hash: self.loaded.society_hash.clone(),
            title: self.loaded.title.clone(),
            summary: self.loaded.summary.clone(),
            // As a whole path, so that it is found from any folder.
            scenario_directory: self
                .directory
                .as_ref()
                .map(|dir| std::path::absolute(dir).unwrap_or_else(|_| dir.clone()).display().to_string()),
            calendar: match self.loaded.calendar {
                Calendar::OldStyle => "old".into(),
                Calendar::NewStyle => "new".into(),
            },
            capital: spec.places[spec.capital].id.clone(),
            start_local: spec.start.iso(self.loaded.calendar),
            end_local: self.end.iso(self.loaded.calendar),
            settings: self.loaded.settings.clone(),
            command: self.command(),
            outcome: None,
            dates: BTreeMap::new(),
            patterns: BTreeMap::new(),
            digest: None,
            wall_seconds: 0.0,
            peak_bytes: 0,
            person_days_per_second: 0.0,
            persons: 0,
            adults: 0,
            cells: 0,
            places: 0,
            tables: Vec::new(),
        }
    }
}

/// Tells of every change of a what-if that begins after the last day simulated: it cannot do anything.
fn too_late(loaded: &Loaded, end: Day) -> Vec<Problem> {
    let problem = |(at, day): &(String, Day)| {
        let what = format!("this change begins on {}, after the last day simulated", day.iso(loaded.calendar));
        let problem = Problem::of_file(at.clone(), what);
        problem.help(format!("simulate beyond {} (`--until`), or leave the what-if out", end.iso(loaded.calendar)))
    };
    let changes = loaded.applied.iter().flat_map(|what_if| &what_if.begins);
    changes.filter(|(_, day)| *day > end).map(problem).collect()
}

/// Applies what-ifs to a scenario: names, or paths of files.
///
/// # Errors
/// Every fault of every file at once; a file that cannot be read.
pub fn intervene(loaded: &mut Loaded, with: &[String]) -> Result<(), Error> {
    let choose = |given: &String| {
        scenario::choose(loaded, given).map_err(|e| Error::Request(format!("cannot read the what-if {given}: {e}")))
    };
    let chosen = with.iter().map(choose).collect::<Result<Vec<_>, Error>>()?;
    scenario::apply_interventions(loaded, &chosen)?;
    Ok(())
}

/// The names of what-ifs as part of a directory's name.
fn names(applied: &[scenario::Intervention]) -> String {
    /// Longer names of directories are a nuisance, and some systems refuse them.
    const LONGEST: usize = 100;
    let joined: String = applied.iter().map(|what_if| format!("-{}", what_if.name)).collect();
    match applied {
        [first, rest @ ..] if joined.len() > LONGEST => {
            let first: String = first.name.chars().take(LONGEST).collect();
            format!("-{first}-and-{}-more", rest.len())
        }
        _ => joined,
    }
}

/// Makes a day the last of a specification.
pub fn end_on(spec: &mut Spec, end: Day) {
    spec.end = end;
    spec.later.iter_mut().for_each(|(_, spec)| spec.end = end);
}

fn parameters(spec: &Spec) -> BTreeMap<String, f64> {
    let declared = spec.rules.declared();
    declared.iter().filter_map(|d| Some((d.key.to_owned(), spec.rules.get(d.key)?))).collect()
}

/// A date within the scenario, given with an option: in the scenario's calendar, or with `NS` or `OS` behind it in the New or
/// the Old Style.
///
/// # Errors
/// When the text is no date, or one outside the scenario.
pub fn date_within(option: &str, text: &str, loaded: &Loaded) -> Result<Day, Error> {
    let calendar = loaded.calendar;
    let style = calendar.style();
    let (first, last) = (loaded.spec.start, loaded.spec.end);
    let day = match (text.strip_suffix(" NS"), text.strip_suffix(" OS")) {
        (Some(date), _) => Day::parse(Calendar::NewStyle, date),
        (_, Some(date)) => Day::parse(Calendar::OldStyle, date),
        _ => Day::parse(calendar, text),
    };
    match day {
        Some(day) if (first..=last).contains(&day) => Ok(day),
        found => {
            let what = match found {
                Some(_) => "is outside the scenario",
                None => "is no date like 1917-02-23",
            };
            Err(Error::Request(format!(
                "{option} {text} {what}: it goes from {} to {}, dates in the scenario's calendar ({style})",
                first.iso(calendar),
                last.iso(calendar)
            )))
        }
    }
}

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Settings as a part of a directory's name: as they are written where they are short, otherwise their digest.
pub(crate) fn setting_words(settings: &[String]) -> String {
    /// Longest that is still read as a name.
    const LONGEST: usize = 48;
    if settings.is_empty() {
        return String::new();
    }
    let joined = settings.join("+");
    let is_plain = joined.chars().all(|c| c.is_ascii_alphanumeric() || "._=+-".contains(c));
    if is_plain && joined.len() <= LONGEST {
        return format!("-{joined}");
    }
    let mut digest = Digest::new();
    digest.bytes(joined.as_bytes());
    format!("-set{}", &hex(digest.finish())[..12])
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn law_words_survive_the_shell() {
        assert_eq!(quoted("runs/one-town"), "runs/one-town");
        assert_eq!(quoted("my town"), "'my town'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
