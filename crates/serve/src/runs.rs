//! Runs: started, followed, given up, and kept when they are finished.
//!
//! A run's name is made from what was asked for and from the engine, so that the same question is answered once. A
//! finished film is written whole to `<name>.film.gz` in the run directory; what was under way when the program ended is
//! gone, and is run again when it is asked for again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use engine::digest::{Digest, hex};
use serde_json::{Value, json};
use view::film::Filming;
use view::request::Request;

use crate::{Error, bundle, io, packed, packed_soon, unpacked, write_whole};

/// Runs at a time.
pub(crate) const MOST_RUNNING: usize = 4;
/// Finished films that are kept; the oldest go first.
const MOST_KEPT: usize = 64;
/// Parts of films that are kept in memory.
const MOST_PARTS: usize = 32;
/// Runs that are remembered without a film: given up or failed.
const MOST_REMEMBERED: usize = 64;
/// A run that takes longer is given up.
const LONGEST: Duration = Duration::from_secs(30 * 60);
const ENDING: &str = ".film.gz";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Running,
    Finished,
    Cancelled,
    Failed,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Finished => "finished",
            State::Cancelled => "cancelled",
            State::Failed => "failed",
        }
    }
}

/// A run, shared by the thread that does it and those who ask.
struct Run {
    request: Value,
    is_awaited: bool,
    days: AtomicU32,
    done: AtomicU32,
    stop: AtomicBool,
    told: Mutex<Told>,
}

struct Told {
    state: State,
    headline: String,
    message: String,
}

impl Run {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// All runs of a server.
pub(crate) struct Runs {
    dir: PathBuf,
    threads: usize,
    all: Mutex<BTreeMap<String, Arc<Run>>>,
    /// Parts of films that pages were given.
    parts: Mutex<BTreeMap<(String, Part), Arc<Vec<u8>>>>,
}

/// A part of a film.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// What the first screen shows.
    First,
    /// Everything else.
    Rest,
}

/// Why a run was not begun.
pub(crate) enum Refused {
    /// Too many are under way.
    Busy,
    /// The request cannot be met.
    Wrong(String),
}

impl Runs {
    /// The runs of a directory, with those finished earlier.
    pub(crate) fn open(dir: &Path, threads: usize) -> Result<Runs, Error> {
        std::fs::create_dir_all(dir).map_err(io(format!("make {}", dir.display())))?;
        Ok(Runs { dir: dir.to_owned(), threads, all: Mutex::default(), parts: Mutex::default() })
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Run>>> {
        self.all.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Begins a run, or finds the one that answers the same question.
    pub(crate) fn begin(self: &Arc<Runs>, request: Request) -> Result<String, Refused> {
        self.begin_on(request, self.threads, false)
    }

    /// The same on so many threads; of one that a page waits for, the first part is there before the film is written.
    pub(crate) fn begin_on(
        self: &Arc<Runs>,
        request: Request,
        threads: usize,
        is_awaited: bool,
    ) -> Result<String, Refused> {
        let name = name_of(&request);
        let mut all = self.all();
        let is_under_way = |run: &Arc<Run>| run.told().state == State::Running;
        if all.get(&name).is_some_and(is_under_way) || self.path(&name).exists() {
            return Ok(name);
        }
        if all.values().filter(|run| is_under_way(run)).count() >= MOST_RUNNING {
            return Err(Refused::Busy);
        }
        // Loading tells at once what is wrong with names; it is done again by the thread.
        request.load().map_err(Refused::Wrong)?;
        let run = Arc::new(Run {
            request: request.json(),
            is_awaited,
            days: AtomicU32::new(1),
            done: AtomicU32::new(0),
            stop: AtomicBool::new(false),
            told: Mutex::new(Told { state: State::Running, headline: String::new(), message: String::new() }),
        });
        forget_some(&mut all);
        all.insert(name.clone(), Arc::clone(&run));
        drop(all);
        let (runs, own) = (Arc::clone(self), name.clone());
        let begun = std::thread::Builder::new()
            .name(format!("run {own}"))
            .spawn(move || runs.carry_out(&own, &run, request, threads));
        match begun {
            Ok(_) => Ok(name),
            Err(e) => {
                self.all().remove(&name);
                Err(Refused::Wrong(format!("no thread could be started: {e}")))
            }
        }
    }

    fn carry_out(&self, name: &str, run: &Run, request: Request, threads: usize) {
        // A panic is a bug of the engine; the server goes on.
        let film = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| film(run, request, threads)));
        let result = match film {
            Ok(Ok(Some(film))) => {
                if run.is_awaited {
                    self.keep_first(name, &film);
                }
                write_whole(&self.path(name), &packed_soon(&film)).map(|()| true).map_err(|e| e.to_string())
            }
            Ok(Ok(None)) => Ok(false),
            Ok(Err(text)) => Err(text),
            Err(_) => Err("the engine stopped with an internal error".into()),
        };
        let (state, message) = match result {
            Ok(true) => (State::Finished, String::new()),
            Ok(false) => (State::Cancelled, "the run was given up".into()),
            Err(text) => (State::Failed, text),
        };
        let mut told = run.told();
        (told.state, told.message) = (state, message);
        drop(told);
        self.forget_films();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}{ENDING}"))
    }

    /// How a run stands; `None` when there is none of this name.
    pub(crate) fn state(&self, name: &str) -> Option<Value> {
        let run = is_name(name).then(|| self.all().get(name).cloned())?;
        match run {
            Some(run) => {
                let told = run.told();
                Some(json!({
                    "id": name, "state": told.state.word(), "request": run.request,
                    "done": run.done.load(Ordering::Relaxed), "days": run.days.load(Ordering::Relaxed),
                    "headline": told.headline, "message": told.message,
                }))
            }
            // Finished by an earlier program.
            None => self.path(name).exists().then(|| {
                json!({ "id": name, "state": "finished", "request": null, "done": 1, "days": 1, "headline": "", "message": "" })
            }),
        }
    }

    /// How all runs stand.
    pub(crate) fn list(&self) -> Value {
        let mut names: Vec<String> = self.all().keys().cloned().collect();
        names.extend(self.kept().into_iter().map(|(_, name)| name));
        names.sort();
        names.dedup();
        json!({ "most_running": MOST_RUNNING, "runs": names.iter().filter_map(|name| self.state(name)).collect::<Vec<_>>() })
    }

    /// Gives a run up; `false` when there is none of this name under way.
    pub(crate) fn cancel(&self, name: &str) -> bool {
        let run = self.all().get(name).cloned();
        let is_running = run.as_ref().is_some_and(|run| run.told().state == State::Running);
        if let Some(run) = run {
            run.stop.store(true, Ordering::Relaxed);
        }
        is_running
    }

    /// Gives all up, as the program ends.
    pub(crate) fn cancel_all(&self) {
        self.all().values().for_each(|run| run.stop.store(true, Ordering::Relaxed));
    }

    /// The packed film of a finished run.
    pub(crate) fn kept_film(&self, name: &str) -> Option<Vec<u8>> {
        is_name(name).then(|| std::fs::read(self.path(name)).ok())?
    }

    /// A part of a finished film, packed; made once and kept.
    pub(crate) fn part(&self, name: &str, part: Part) -> Option<Arc<Vec<u8>>> {
        let key = (name.to_owned(), part);
        if let Some(known) = self.parts().get(&key) {
            return Some(Arc::clone(known));
        }
        let film = unpacked(&self.kept_film(name)?)?;
        let [first, rest] = view::parts::split(&film)?;
        let made = Arc::new(match part {
            Part::First => packed(&first),
            Part::Rest => packed(&rest),
        });
        self.keep_part(key, Arc::clone(&made));
        Some(made)
    }

    fn keep_first(&self, name: &str, film: &[u8]) {
        if let Some([first, _]) = view::parts::split(film) {
            self.keep_part((name.to_owned(), Part::First), Arc::new(packed(&first)));
        }
    }

    fn keep_part(&self, key: (String, Part), made: Arc<Vec<u8>>) {
        let mut parts = self.parts();
        if parts.len() >= MOST_PARTS {
            parts.clear();
        }
        parts.insert(key, made);
    }

    fn parts(&self) -> MutexGuard<'_, BTreeMap<(String, Part), Arc<Vec<u8>>>> {
        self.parts.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Finished films with the time of their writing, the oldest first.
    fn kept(&self) -> Vec<(std::time::SystemTime, String)> {
        let entries = std::fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let mut kept: Vec<_> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_str()?.strip_suffix(ENDING)?.to_owned();
                let written = entry.metadata().and_then(|facts| facts.modified()).ok()?;
                is_name(&name).then_some((written, name))
            })
            .collect();
        kept.sort();
        kept
    }

    fn forget_films(&self) {
        let kept = self.kept();
        for (_, name) in kept.iter().take(kept.len().saturating_sub(MOST_KEPT)) {
            // A film that cannot be removed now is removed another time.
            let _ = std::fs::remove_file(self.path(name));
        }
    }
}

/// The film of a run; `None` when it was given up.
fn film(run: &Run, request: Request, threads: usize) -> Result<Option<Vec<u8>>, String> {
    let began = Instant::now();
    let mut filming = Filming::begin(request, threads)?;
    run.days.store(filming.n_days(), Ordering::Relaxed);
    while filming.step() {
        run.done.store(filming.done(), Ordering::Relaxed);
        if run.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        if began.elapsed() > LONGEST {
            return Err(format!("the run took longer than {} minutes", LONGEST.as_secs() / 60));
        }
        run.told().headline = filming.headline();
    }
    Ok(Some(filming.finish()))
}

/// Forgets runs that are over, beyond some.
fn forget_some(all: &mut BTreeMap<String, Arc<Run>>) {
    let over: Vec<String> =
        all.iter().filter(|(_, run)| run.told().state != State::Running).map(|(name, _)| name.clone()).collect();
    for name in over.iter().take(over.len().saturating_sub(MOST_REMEMBERED)) {
        all.remove(name);
    }
}

/// The name of the run that answers a request.
pub(crate) fn name_of(request: &Request) -> String {
    let mut digest = Digest::new();
    // Another engine may give another world.
    digest.bytes(bundle::ENGINE);
    digest.bytes(request.json().to_string().as_bytes());
    hex(digest.finish())
}

/// Whether a text can be the name of a run: nothing else ever becomes part of a path.
fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Request {
        Request::read(text).expect("a request")
    }

    fn wait(runs: &Runs, name: &str) -> String {
        let state = || runs.state(name).expect("a run")["state"].as_str().unwrap_or_default().to_owned();
        let began = Instant::now();
        while state() == "running" && began.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(5));
        }
        state()
    }

    #[test]
    fn law_a_finished_run_is_found_again_by_another_program() {
        let dir = std::env::temp_dir().join(format!("tauride-runs-{}", std::process::id()));
        let runs = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        let name = runs.begin(asked(r#"{"scenario":"one-town","scale":10}"#)).unwrap_or_else(|_| panic!("it is begun"));
        assert_eq!(wait(&runs, &name), "finished");
        // What an interrupted write leaves is no film.
        std::fs::write(dir.join(format!("{}{ENDING}.new", "0".repeat(32))), b"half").expect("it is written");
        let again = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        assert_eq!(again.state(&name).expect("it is there")["state"], "finished");
        assert_eq!(again.list()["runs"].as_array().map(Vec::len), Some(1));
        assert!(again.kept_film(&name).is_some_and(|film| film.starts_with(&[0x1f, 0x8b])));
        assert!(again.state(&"0".repeat(32)).is_none() && again.kept_film("../x").is_none());
        assert!(matches!(runs.begin(asked(r#"{"scenario":"nowhere"}"#)), Err(Refused::Wrong(_))));
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }

    #[test]
    fn law_a_fifth_run_is_refused_and_a_run_can_be_given_up() {
        let dir = std::env::temp_dir().join(format!("tauride-busy-{}", std::process::id()));
        let runs = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        let begin = |seed: u64| runs.begin(asked(&format!(r#"{{"seed":{seed},"scale":500}}"#)));
        let names: Vec<String> = (0..4).map(|seed| begin(seed).unwrap_or_else(|_| panic!("it is begun"))).collect();
        assert!(matches!(begin(4), Err(Refused::Busy)));
        assert!(begin(0).is_ok_and(|name| name == names[0]), "the same question is no fifth run");
        assert!(names.iter().all(|name| runs.cancel(name)));
        assert!(names.iter().all(|name| wait(&runs, name) == "cancelled"));
        assert!(!runs.cancel(&names[0]));
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }
}
