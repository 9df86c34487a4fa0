//! Runs: started, followed, given up, and kept when they are finished.
//!
//! A run's name is made from what was asked for and from the engine, so that the same question is answered once. A
//! finished film is written whole to `<name>.film.gz` in the run directory; what was under way when the program ended is
//! gone, and is run again when it is asked for again.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use engine::digest::{Digest, hex};
use serde_json::{Value, json};
use view::request::Request;

use crate::job::{Keeps, Run, State, Told};
use crate::work;
use crate::{Error, bundle, io, packed_soon, unpacked, write_whole};

/// Runs at a time.
pub(crate) const MOST_RUNNING: usize = 4;
/// Parts of films that are kept in memory.
const MOST_PARTS: usize = 32;
/// Films that are remembered to have gone.
const MOST_GONE: usize = 16_384;
/// What those are told whose film has gone.
pub(crate) const GONE: &str = "this film was removed to make room for later ones; run the world again";

/// How much is kept, and for how long nobody may ask.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Finished films; the oldest go first.
    pub films: usize,
    /// Bytes that they have together.
    pub bytes: u64,
    /// A run for which nobody asks so long is given up. A page that is hidden asks once in a minute.
    pub unasked: Duration,
}

pub(crate) const LIMITS: Limits = Limits { films: 64, bytes: 512 << 20, unasked: Duration::from_secs(180) };
/// Runs that are remembered when they are over.
const MOST_REMEMBERED: usize = 256;
const ENDING: &str = ".film.gz";

/// All runs of a server.
pub(crate) struct Runs {
    dir: PathBuf,
    threads: usize,
    limits: Limits,
    all: Mutex<BTreeMap<String, Arc<Run>>>,
    /// Parts of films that pages were given.
    parts: Mutex<Parts>,
    /// Names of films that have been removed, the earliest first.
    gone: Mutex<VecDeque<String>>,
}

/// Parts of films, packed, by the name of the run.
type Parts = BTreeMap<(String, Part), Arc<Vec<u8>>>;

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
        let (all, parts, gone) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Runs { dir: dir.to_owned(), threads, limits: LIMITS, all, parts, gone })
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Run>>> {
        self.all.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Begins a run, or finds the one that answers the same question.
    pub(crate) fn begin(self: &Arc<Runs>, request: Request, keeps: Keeps) -> Result<String, Refused> {
        self.begin_on(request, keeps, self.threads, true)
    }

    /// Whether a run of this name is under way or finished.
    pub(crate) fn is_there(&self, name: &str) -> bool {
        self.path(name).exists() || self.all().get(name).is_some_and(|run| run.is_under_way())
    }

    /// The same on so many threads. One that is `followed` ends when nobody asks for it any more; for another a page waits, and
    /// its first part is there before the film is written.
    pub(crate) fn begin_on(
        self: &Arc<Runs>,
        request: Request,
        keeps: Keeps,
        threads: usize,
        followed: bool,
    ) -> Result<String, Refused> {
        let name = name_of(&request, keeps);
        let mut all = self.all();
        let under_way = all.get(&name).filter(|run| run.is_under_way());
        if let Some(run) = under_way {
            run.note_that_somebody_asks();
        }
        let is_known = all.get(&name).is_some_and(|run| run.told().ending.is_some());
        if under_way.is_some() || is_known || self.path(&name).exists() {
            return Ok(name);
        }
        if all.values().filter(|run| run.is_under_way()).count() >= MOST_RUNNING {
            return Err(Refused::Busy);
        }
        // Loading tells at once what is wrong with names; it is done again by the thread.
        request.load().map_err(Refused::Wrong)?;
        let run = Arc::new(Run {
            request: request.json(),
            keeps,
            days: AtomicU32::new(1),
            done: AtomicU32::new(0),
            stop: AtomicBool::new(false),
            told: Mutex::new(Told {
                state: State::Running,
                headline: String::new(),
                message: String::new(),
                ending: None,
            }),
            asked: followed.then(|| Mutex::new(Instant::now())),
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
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match run.keeps {
            Keeps::Film => work::film(run, request, threads, self.limits.unasked).map(|film| {
                let (state, message) = self.keep(name, run, &film);
                (state, message, None)
            }),
            Keeps::Ending => work::ending(run, &request, threads, self.limits.unasked)
                .map(|ending| (State::Finished, String::new(), Some(ending))),
        }));
        let (state, message, ending) = match done {
            Ok(Ok(done)) => done,
            Ok(Err((state, message))) => (state, message, None),
            Err(_) => (State::Failed, "the engine stopped with an internal error".into(), None),
        };
        let mut told = run.told();
        (told.state, told.message, told.ending) = (state, message, ending);
        drop(told);
        self.forget_films();
    }

    /// Writes a film down; how the run stands then.
    fn keep(&self, name: &str, run: &Run, film: &[u8]) -> work::Ended {
        if run.asked.is_none() {
            self.keep_first(name, film);
        }
        match write_whole(&self.path(name), &packed_soon(film)) {
            Ok(()) => (State::Finished, String::new()),
            // Where it lies on this machine is nobody's affair.
            Err(Error::Io { source, .. }) => (State::Failed, format!("the film could not be kept: {source}")),
            Err(_) => (State::Failed, "the film could not be kept".into()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}{ENDING}"))
    }

    /// How a run stands, told to somebody who follows it; `None` when there is none of this name.
    pub(crate) fn state(&self, name: &str) -> Option<Value> {
        if let Some(run) = self.all().get(name) {
            run.note_that_somebody_asks();
        }
        self.told(name)
    }

    fn told(&self, name: &str) -> Option<Value> {
        let run = is_name(name).then(|| self.all().get(name).cloned())?;
        match run {
            Some(run) => {
                let told = run.told();
                let has_gone = told.state == State::Finished && told.ending.is_none() && !self.path(name).exists();
                let (state, message) = match has_gone {
                    true => (State::Gone, GONE),
                    false => (told.state, told.message.as_str()),
                };
                Some(json!({
                    "id": name, "state": state.word(), "request": run.request,
                    "done": run.done.load(Ordering::Relaxed), "days": run.days.load(Ordering::Relaxed),
                    "headline": told.headline, "message": message, "keeps": run.keeps.word(), "ending": told.ending,
                }))
            }
            // Finished by an earlier program, or forgotten.
            None => {
                let (state, message) = match self.path(name).exists() {
                    true => (State::Finished, ""),
                    false if self.gone().iter().any(|gone| gone == name) => (State::Gone, GONE),
                    false => return None,
                };
                Some(json!({
                    "id": name, "state": state.word(), "request": null, "done": 1, "days": 1, "headline": "",
                    "message": message, "keeps": Keeps::Film.word(), "ending": null,
                }))
            }
        }
    }

    /// How all runs stand.
    pub(crate) fn list(&self) -> Value {
        let mut names: Vec<String> = self.all().keys().cloned().collect();
        names.extend(self.kept().into_iter().map(|(_, name, _)| name));
        names.sort();
        names.dedup();
        json!({ "most_running": MOST_RUNNING, "runs": names.iter().filter_map(|name| self.told(name)).collect::<Vec<_>>() })
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
            Part::First => packed_soon(&first),
            Part::Rest => packed_soon(&rest),
        });
        self.keep_part(key, Arc::clone(&made));
        Some(made)
    }

    fn keep_first(&self, name: &str, film: &[u8]) {
        if let Some([first, _]) = view::parts::split(film) {
            self.keep_part((name.to_owned(), Part::First), Arc::new(packed_soon(&first)));
        }
    }

    fn keep_part(&self, key: (String, Part), made: Arc<Vec<u8>>) {
        let mut parts = self.parts();
        if parts.len() >= MOST_PARTS {
            parts.clear();
        }
        parts.insert(key, made);
    }

    fn parts(&self) -> MutexGuard<'_, Parts> {
        self.parts.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Finished films with the time of their writing and their bytes, the oldest first.
    fn kept(&self) -> Vec<(std::time::SystemTime, String, u64)> {
        let entries = std::fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let mut kept: Vec<_> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_str()?.strip_suffix(ENDING)?.to_owned();
                let facts = entry.metadata().ok()?;
                is_name(&name).then_some((facts.modified().ok()?, name, facts.len()))
            })
            .collect();
        kept.sort();
        kept
    }

    /// Removes the oldest films beyond what is kept; the latest stays, however large it is.
    fn forget_films(&self) {
        let kept = self.kept();
        let mut bytes = 0_u64;
        for (nth, (_, name, size)) in kept.iter().rev().enumerate() {
            bytes = bytes.saturating_add(*size);
            if nth > 0 && (nth >= self.limits.films || bytes > self.limits.bytes) {
                // A film that cannot be removed now is removed another time.
                let _ = std::fs::remove_file(self.path(name));
                let mut gone = self.gone();
                gone.push_back(name.clone());
                if gone.len() > MOST_GONE {
                    gone.pop_front();
                }
            }
        }
    }

    fn gone(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.gone.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// Forgets runs that are over, beyond some: first those for which nobody has asked for the longest time.
fn forget_some(all: &mut BTreeMap<String, Arc<Run>>) {
    let mut over: Vec<_> = all
        .iter()
        .filter(|(_, run)| !run.is_under_way())
        .map(|(name, run)| (run.asked().map(|asked| *asked), name.clone()))
        .collect();
    over.sort();
    for (_, name) in over.iter().take(over.len().saturating_sub(MOST_REMEMBERED)) {
        all.remove(name);
    }
}

/// The name of the run that answers a request, by what is kept of it.
pub(crate) fn name_of(request: &Request, keeps: Keeps) -> String {
    let mut digest = Digest::new();
    // Another engine may give another world.
    digest.bytes(bundle::ENGINE);
    digest.bytes(request.json().to_string().as_bytes());
    digest.bytes(keeps.word().as_bytes());
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
        let name = runs
            .begin(asked(r#"{"scenario":"one-town","scale":10}"#), Keeps::Film)
            .unwrap_or_else(|_| panic!("it is begun"));
        assert_eq!(wait(&runs, &name), "finished");
        // What an interrupted write leaves is no film.
        std::fs::write(dir.join(format!("{}{ENDING}.new", "0".repeat(32))), b"half").expect("it is written");
        let again = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        assert_eq!(again.state(&name).expect("it is there")["state"], "finished");
        assert_eq!(again.list()["runs"].as_array().map(Vec::len), Some(1));
        assert!(again.kept_film(&name).is_some_and(|film| film.starts_with(&[0x1f, 0x8b])));
        assert!(again.state(&"0".repeat(32)).is_none() && again.kept_film("../x").is_none());
        assert!(matches!(runs.begin(asked(r#"{"scenario":"nowhere"}"#), Keeps::Film), Err(Refused::Wrong(_))));
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }

    #[test]
    fn law_a_run_that_keeps_its_end_alone_tells_it_and_writes_nothing() {
        let dir = std::env::temp_dir().join(format!("tauride-ends-{}", std::process::id()));
        let runs = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        let begin = |keeps| {
            let request = asked(r#"{"scenario":"one-town","scale":100}"#);
            runs.begin(request, keeps).unwrap_or_else(|_| panic!("it is begun"))
        };
        let name = begin(Keeps::Ending);
        assert_eq!(wait(&runs, &name), "finished");
        let told = runs.state(&name).expect("a run");
        assert!(told["ending"]["outcome"].is_string() && told["keeps"] == "ending", "{told}");
        assert_eq!(begin(Keeps::Ending), name, "the same question is answered once");
        assert_eq!(std::fs::read_dir(&dir).expect("it is there").count(), 0);
        assert_ne!(begin(Keeps::Film), name);
        runs.cancel_all();
        wait(&runs, &begin(Keeps::Film));
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }

    #[test]
    fn law_the_oldest_films_go_first_and_are_said_to_be_gone() {
        let dir = std::env::temp_dir().join(format!("tauride-gone-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let begin = |runs: &Arc<Runs>, seed: u64| {
            let text = format!(r#"{{"scenario":"one-town","scale":100,"seed":{seed}}}"#);
            let name = runs.begin(asked(&text), Keeps::Film).unwrap_or_else(|_| panic!("it is begun"));
            let state = wait(runs, &name);
            // Times of files are coarse.
            std::thread::sleep(Duration::from_millis(20));
            (name, state)
        };
        let mut runs = Runs::open(&dir, 1).expect("a directory");
        runs.limits.films = 2;
        let few = Arc::new(runs);
        let names: Vec<String> = (1..=3).map(|seed| begin(&few, seed).0).collect();
        let state = |runs: &Runs, name: &str| runs.state(name).expect("it is remembered")["state"].clone();
        assert_eq!(names.iter().map(|name| state(&few, name)).collect::<Vec<_>>(), ["gone", "finished", "finished"]);
        assert!(few.kept_film(&names[0]).is_none() && few.kept_film(&names[1]).is_some());
        assert_eq!(begin(&few, 1), (names[0].clone(), "finished".into()), "what has gone can be run again");
        // Bytes are bounded too; the latest film stays, and one of an earlier program is remembered.
        let mut runs = Runs::open(&dir, 1).expect("a directory");
        runs.limits.bytes = 1;
        let small = Arc::new(runs);
        let (last, _) = begin(&small, 4);
        assert_eq!(state(&small, &last), "finished");
        assert_eq!(state(&small, &names[2]), "gone");
        assert_eq!(std::fs::read_dir(&dir).expect("it is there").count(), 1);
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }

    #[test]
    fn law_a_run_for_which_nobody_asks_ends() {
        let dir = std::env::temp_dir().join(format!("tauride-unasked-{}", std::process::id()));
        let mut runs = Runs::open(&dir, 1).expect("a directory");
        runs.limits.unasked = Duration::from_millis(200);
        let runs = Arc::new(runs);
        let text = r#"{"scenario":"russia-1917","scale":100}"#;
        let begin =
            |followed| runs.begin_on(asked(text), Keeps::Film, 1, followed).unwrap_or_else(|_| panic!("it is begun"));
        let name = begin(true);
        // Whoever asks keeps it going for longer than that.
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(600) {
            assert_eq!(runs.state(&name).expect("a run")["state"], "running");
            std::thread::sleep(Duration::from_millis(10));
        }
        let told = || runs.told(&name).expect("a run");
        let began = Instant::now();
        while told()["state"] == "running" && began.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(told()["state"], "cancelled");
        assert!(told()["message"].as_str().is_some_and(|text| text.contains("nobody asked")), "{}", told());
        // One that nobody need ask for goes on.
        assert_eq!(begin(false), name);
        std::thread::sleep(Duration::from_millis(600));
        assert_eq!(told()["state"], "running");
        runs.cancel_all();
        wait(&runs, &name);
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }

    #[test]
    fn law_what_goes_wrong_is_told_without_a_path() {
        let dir = std::env::temp_dir().join(format!("tauride-nowhere-{}", std::process::id()));
        let runs = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        std::fs::remove_dir_all(&dir).expect("it is there");
        let name = runs
            .begin(asked(r#"{"scenario":"one-town","scale":100}"#), Keeps::Film)
            .unwrap_or_else(|_| panic!("it is begun"));
        assert_eq!(wait(&runs, &name), "failed");
        let message = runs.state(&name).expect("a run")["message"].to_string();
        assert!(message.contains("could not be kept") && !message.contains('/'), "{message}");
    }

    #[test]
    fn law_a_fifth_run_is_refused_and_a_run_can_be_given_up() {
        let dir = std::env::temp_dir().join(format!("tauride-busy-{}", std::process::id()));
        let runs = Arc::new(Runs::open(&dir, 1).expect("a directory"));
        let begin = |seed: u64| runs.begin(asked(&format!(r#"{{"seed":{seed},"scale":500}}"#)), Keeps::Film);
        let names: Vec<String> = (0..4).map(|seed| begin(seed).unwrap_or_else(|_| panic!("it is begun"))).collect();
        assert!(matches!(begin(4), Err(Refused::Busy)));
        assert!(begin(0).is_ok_and(|name| name == names[0]), "the same question is no fifth run");
        assert!(names.iter().all(|name| runs.cancel(name)));
        assert!(names.iter().all(|name| wait(&runs, name) == "cancelled"));
        assert!(!runs.cancel(&names[0]));
        std::fs::remove_dir_all(&dir).expect("it is removed");
    }
}
