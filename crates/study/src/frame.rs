//! The frame that all studies share: a directory, a journal of what is finished, threads, a flag that stops, and the answer.
//!
//! A study says what its pieces are of ([`Study::identity`]) and how they are made ([`Study::conduct`]); everything around
//! that is here. The files of its directory:
//!
//! | file | what |
//! |---|---|
//! | `study.json` | what the pieces are of |
//! | the journal | the finished pieces, from which an interrupted study goes on |
//! | tables and other files of the study's own | |
//! | the answer | written last, so that where it is all is |
//! | `files.json` | which files are of the study, with their checksums; while it runs there is none |
//! | `before/` | what another study had finished, where this one began in its directory |

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::cells::for_each_piece;
use run::cost::Ahead;
use run::manifest::report_path;
use run::write::directory;
use run::{Error, index, store};
use serde::Serialize;
use serde_json::Value;

use crate::journal::{Entry, Journal, STUDY};

/// What a study is run with. The answer depends on none of it.
#[derive(Clone, Copy)]
pub struct Resources<'a> {
    /// Where its files go.
    pub dir: &'a Path,
    /// Whether to go on from what is there.
    pub resume: bool,
    /// How many threads.
    pub threads: usize,
    /// Raised to end it early; what is finished is kept. A failure raises it too, so that other threads end.
    pub stop: &'a AtomicBool,
    /// Told what is being made, and how many are done of how many.
    pub say: &'a (dyn Fn(&str, u64, u64) + Sync),
}

/// How a study ended.
#[derive(Debug)]
pub enum Ended<Answer> {
    /// All is done; the files are in the directory.
    Done(Box<Answer>),
    /// The flag was raised. How many pieces are finished and kept.
    Interrupted(usize),
}

/// Why a study goes no further.
#[derive(Debug)]
pub enum Halt {
    /// The flag was raised.
    Stopped,
    /// Something failed.
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Halt {
        Halt::Failed(error)
    }
}

/// The names of a study's files.
pub struct Files {
    /// The journal.
    pub journal: &'static str,
    /// The answer, as JSON.
    pub answer: &'static str,
    /// What is written beside the answer.
    pub others: &'static [&'static str],
}

/// A study of many worlds: what is asked, and how it is answered.
pub trait Study {
    /// A finished piece: a world, a branch, a run.
    type Entry: Entry;
    /// What the pieces say together.
    type Answer;
    /// Its files.
    const FILES: Files;
    /// What its pieces are called, such as `worlds`.
    const PIECES: &'static str;
    /// Whether a page is made of its answer.
    const HAS_PAGE: bool = true;

    /// Directory where the user names none.
    fn default_out(&self) -> PathBuf;

    /// A command that repeats it.
    fn command(&self) -> String;

    /// All that decides its pieces but how many there are, with the command's name as `kind`.
    fn identity(&self) -> Value;

    /// The worlds that are ahead of it, so that a user can be told what they cost; nothing where they are not known before.
    fn ahead(&self) -> Option<Ahead<'_>> {
        None
    }

    /// Looks at what is finished before anything is run or taken away.
    ///
    /// # Errors
    /// When the study cannot go on from it.
    fn admit(&self, _finished: &Journal<Self::Entry>) -> Result<(), Error> {
        Ok(())
    }

    /// Makes the pieces that are not finished, and the answer of all.
    ///
    /// # Errors
    /// [`Halt::Stopped`] when the flag was raised, and the first failure.
    fn conduct(&self, runner: &mut Runner<'_, Self::Entry>) -> Result<Self::Answer, Halt>;

    /// Writes the files beside the answer.
    ///
    /// # Errors
    /// When a file cannot be written.
    fn write(&self, _answer: &Self::Answer, _dir: &Path) -> Result<(), Error> {
        Ok(())
    }

    /// Files beside those of [`Study::FILES`], by their paths within the directory.
    fn more_files(&self, _dir: &Path) -> Vec<String> {
        Vec::new()
    }

    /// What is written down of an answer: the published schema of its file.
    fn written(&self, answer: &Self::Answer) -> impl Serialize;

    /// The same as one JSON object.
    fn json(&self, answer: &Self::Answer) -> Value {
        serde_json::to_value(self.written(answer)).expect("an answer has only text keys")
    }
}

/// Runs a study, or what is missing of it, and writes its files. The page of an earlier answer is taken away; another is
/// made of these files by whoever shows them.
///
/// # Errors
/// When the directory holds something else or another study that is to be resumed, or a file cannot be written.
pub fn run<S: Study>(study: &S, resources: &Resources<'_>) -> Result<Ended<S::Answer>, Error> {
    run_with(study, resources, std::iter::empty())
}

/// The same with pieces that were finished elsewhere.
///
/// # Errors
/// Those of [`run`].
pub(crate) fn run_with<S: Study>(
    study: &S,
    resources: &Resources<'_>,
    finished: impl Iterator<Item = S::Entry>,
) -> Result<Ended<S::Answer>, Error> {
    let dir = resources.dir;
    let mut journal = Journal::open(dir, S::FILES.journal, &study.identity(), resources.resume)?;
    journal.take(finished);
    study.admit(&journal)?;
    // From here on the answer of an earlier run no longer holds.
    index::unseal(dir)?;
    journal.begin()?;
    for name in S::FILES.others.iter().chain([&S::FILES.answer]) {
        store::remove(&dir.join(name))?;
    }
    store::remove(&report_path(dir))?;
    directory::forget_score(dir)?;
    let mut runner = Runner::new(journal, *resources, S::PIECES);
    let answer = match study.conduct(&mut runner) {
        Ok(answer) => answer,
        Err(Halt::Stopped) => {
            index::seal(dir, files_of(study, dir), &[])?;
            return Ok(Ended::Interrupted(runner.journal.entries().len()));
        }
        Err(Halt::Failed(error)) => return Err(error),
    };
    study.write(&answer, dir)?;
    write_answer(&dir.join(S::FILES.answer), &study.json(&answer))?;
    runner.close()?;
    index::seal(dir, files_of(study, dir), &[])?;
    Ok(Ended::Done(Box::new(answer)))
}

/// The files of a study that are there, by their paths within its directory.
fn files_of<S: Study>(study: &S, dir: &Path) -> Vec<String> {
    let named = [STUDY, S::FILES.journal, S::FILES.answer].into_iter().chain(S::FILES.others.iter().copied());
    let mut names: Vec<String> = named.map(str::to_owned).chain(study.more_files(dir)).collect();
    names.retain(|name| index::within(dir, name).is_file());
    names
}

/// Writes an answer as a file of JSON.
///
/// # Errors
/// When it cannot be written.
pub fn write_answer(path: &Path, answer: &Value) -> Result<(), Error> {
    let mut text = serde_json::to_string_pretty(answer).expect("an answer has only finite numbers");
    text.push('\n');
    store::write_whole(path, text.as_bytes())
}

/// Makes the pieces of a study on its threads, and keeps each as it ends.
pub struct Runner<'a, E: Entry> {
    journal: Journal<E>,
    resources: Resources<'a>,
    what: String,
    /// Pieces of earlier calls.
    done: u64,
    /// Pieces in all, where they are known before.
    expected: u64,
}

impl<'a, E: Entry> Runner<'a, E> {
    /// Makes pieces, which are called so, beside those of a journal.
    pub(crate) fn new(journal: Journal<E>, resources: Resources<'a>, what: &str) -> Runner<'a, E> {
        Runner { journal, resources, what: what.to_owned(), done: 0, expected: 0 }
    }

    /// Ends the journal; see [`Journal::close`].
    ///
    /// # Errors
    /// When its file cannot be written.
    pub(crate) fn close(self) -> Result<(), Error> {
        self.journal.close()
    }

    /// What the study is run with.
    pub fn resources(&self) -> Resources<'a> {
        self.resources
    }

    /// What is finished.
    pub fn journal(&self) -> &Journal<E> {
        &self.journal
    }

    /// Forgets finished pieces that `keep` does not want; they are to be made again.
    pub fn retain(&mut self, keep: impl Fn(&E) -> bool) {
        self.journal.retain(keep);
    }

    /// Says how many pieces there will be in all, where more calls follow.
    pub fn expect(&mut self, pieces: usize) {
        self.expected = pieces as u64;
    }

    /// Says what the pieces of the next calls are called.
    pub fn call(&mut self, what: &str) {
        what.clone_into(&mut self.what);
    }

    /// Makes those of the pieces that are not finished, one to a thread. `make` gives nothing when the flag was raised before
    /// its end.
    ///
    /// # Errors
    /// [`Halt::Stopped`] when not all are finished, and the first failure.
    pub fn complete<J: Send>(
        &mut self,
        pieces: Vec<(E::Key, J)>,
        make: &(dyn Fn(J) -> Result<Option<E>, Error> + Sync),
    ) -> Result<(), Halt> {
        let Resources { threads, stop, say, .. } = self.resources;
        let journal = &self.journal;
        let asked = pieces.len() as u64;
        let mut missing = pieces;
        missing.retain(|(key, _)| !journal.entries().contains_key(key));
        let n_missing = missing.len();
        let of = self.expected.max(self.done + asked);
        let done = AtomicU64::new(self.done + asked - n_missing as u64);
        let failure = Mutex::new(None);
        let finish = |piece: J| -> Result<Option<E>, Error> {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let Some(entry) = make(piece)? else { return Ok(None) };
            journal.write(&entry)?;
            say(&self.what, done.fetch_add(1, Ordering::Relaxed) + 1, of);
            Ok(Some(entry))
        };
        let made = for_each_piece(missing, threads, |_, (_, piece)| match finish(piece) {
            Ok(entry) => entry,
            Err(error) => {
                failure.lock().expect("no writer panics").get_or_insert(error);
                stop.store(true, Ordering::Relaxed);
                None
            }
        });
        let made: Vec<E> = made.into_iter().flatten().collect();
        let is_whole = made.len() == n_missing;
        self.journal.take(made);
        if let Some(error) = failure.into_inner().expect("no writer panics") {
            return Err(Halt::Failed(error));
        }
        self.done += asked;
        if is_whole { Ok(()) } else { Err(Halt::Stopped) }
    }
}

/// Studies run by tests, in directories of their own.
#[cfg(any(test, feature = "testing"))]
pub mod testing {
    use std::collections::BTreeMap;

    use super::*;

    /// The header of a town with sources for a record of its own.
    pub const TOWN: &str = r#"
title = "A town with a record"
base = "one-town"
sources = [
  { key = "assumed", author = "", title = "A stated rule", year = "", kind = "assumed", url = "" },
  { key = "register", author = "", title = "An invented register", year = "", kind = "assumed", url = "" },
]
"#;

    /// Runs a study; `say` is told how many pieces are done, and of how many.
    pub fn run<S: Study>(
        study: &S,
        dir: &Path,
        resume: bool,
        threads: usize,
        stop: &AtomicBool,
        say: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Ended<S::Answer>, Error> {
        let say = |_: &str, done: u64, of: u64| say(done, of);
        super::run(study, &Resources { dir, resume, threads, stop, say: &say })
    }

    /// Runs a study to its end.
    pub fn done<S: Study>(study: &S, dir: &Path, resume: bool, threads: usize) -> S::Answer {
        match run(study, dir, resume, threads, &AtomicBool::new(false), &|_, _| ()) {
            Ok(Ended::Done(answer)) => *answer,
            Ok(Ended::Interrupted(pieces)) => panic!("nobody raised the flag, and it ended after {pieces}"),
            Err(error) => panic!("{error}"),
        }
    }

    /// A directory of a test's own, removed when the test has passed.
    /// A directory of its own, gone when the test is over.
    pub struct Dir(pub PathBuf);

    impl Dir {
        /// One of this name and process.
        pub fn new(name: &str) -> Dir {
            let path = std::env::temp_dir().join(format!("tauride-study-{}-{name}", std::process::id()));
            let _ = std::fs::remove_dir_all(&path);
            Dir(path)
        }

        /// Every file below it with its bytes.
        pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
            let mut all = BTreeMap::new();
            let mut folders = vec![self.0.clone()];
            while let Some(folder) = folders.pop() {
                for entry in std::fs::read_dir(&folder).expect("it is there").flatten() {
                    let path = entry.path();
                    if path.is_dir() {
                        folders.push(path);
                    } else {
                        let name = path.strip_prefix(&self.0).expect("it is below").to_owned();
                        all.insert(name, std::fs::read(&path).expect("it can be read"));
                    }
                }
            }
            all
        }
    }

    impl Drop for Dir {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                let _ = std::fs::remove_dir_all(&self.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use run::worlds::{self, Job, WorldSummary};
    use serde_json::json;
    use society::spec::Spec;

    use super::testing::{Dir, done, run};
    use super::*;
    use crate::worlds::{WORLDS, World};

    /// So many worlds of a town, and what they are said to be of.
    struct Town(Spec, u64, &'static str);

    impl Town {
        fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
            (1..=self.1).map(|seed| Job { spec: &self.0, seed, scale: 1 })
        }
    }

    impl Study for Town {
        type Entry = World;
        type Answer = Vec<WorldSummary>;
        const PIECES: &'static str = "worlds";
        const FILES: Files = Files { journal: WORLDS, answer: "answer.json", others: &[] };

        fn default_out(&self) -> PathBuf {
            PathBuf::from("town")
        }
        fn command(&self) -> String {
            "a command".into()
        }
        fn identity(&self) -> Value {
            json!({ "kind": "town", "of": self.2 })
        }
        fn admit(&self, finished: &Journal<World>) -> Result<(), Error> {
            let is_more = finished.entries().len() as u64 > self.1;
            if is_more { Err(Error::Request("fewer than there are".into())) } else { Ok(()) }
        }
        fn conduct(&self, runner: &mut Runner<'_, World>) -> Result<Vec<WorldSummary>, Halt> {
            runner.worlds(self.jobs().map(|job| (0, job)))?;
            Ok(runner.journal().arm(0).cloned().collect())
        }
        fn written(&self, worlds: &Vec<WorldSummary>) -> impl Serialize {
            json!({ "worlds": worlds.len() })
        }
    }

    #[test]
    fn same_worlds_after_a_crash_and_resume() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let (two, four) = (Town(spec.clone(), 2, "one-town"), Town(spec.clone(), 4, "one-town"));
        let own = Dir::new("frame");
        let (dir, stop) = (own.0.clone(), AtomicBool::new(false));
        done(&two, &dir, false, 1);
        // A crash cuts the second line short.
        let lines = std::fs::read(dir.join(WORLDS)).expect("it was written");
        std::fs::write(dir.join(WORLDS), &lines[..lines.len() - 40]).expect("it can be written");
        std::fs::remove_file(dir.join(index::INDEX)).expect("it was written");
        let said = Mutex::new(Vec::new());
        let say = |done: u64, of: u64| said.lock().expect("no panic").push((done, of));
        let Ok(Ended::Done(worlds)) = run(&four, &dir, true, 2, &stop, &say) else { panic!("nobody stops it") };
        let mut said = said.into_inner().expect("no panic");
        said.sort_unstable();
        assert_eq!(said, [(2, 4), (3, 4), (4, 4)]);
        let straight: Vec<WorldSummary> = four.jobs().map(|job| worlds::run(job, &stop).expect("no stop")).collect();
        assert!(*worlds == straight, "resumed worlds are those of one go");
        let another = Town(spec, 1, "another");
        assert!(run(&another, &dir, true, 1, &stop, &|_, _| ()).is_err_and(|e| e.is_request()));
        assert!(dir.join("answer.json").exists(), "what it refused to go on from is left as it was");
        // Pieces lie in the order in which they were made until a study goes on, so that a refusal leaves the index right.
        let mut lines: Vec<String> =
            std::fs::read_to_string(dir.join(WORLDS)).expect("it was written").lines().map(str::to_owned).collect();
        lines.reverse();
        std::fs::write(dir.join(WORLDS), lines.join("\n") + "\n").expect("it can be written");
        index::note(&dir, &[WORLDS]).unwrap_or_else(|e| panic!("{e}"));
        assert!(run(&two, &dir, true, 1, &stop, &|_, _| ()).is_err_and(|e| e.is_request()));
        assert_eq!(index::faults(&dir).unwrap_or_else(|e| panic!("{e}")), Some(Vec::new()));
        // Begun anew without asking to resume: what was finished lies aside, whole.
        let finished = std::fs::read(dir.join(WORLDS)).expect("it was written");
        let stopped = run(&another, &dir, false, 1, &AtomicBool::new(true), &|_, _| ());
        assert!(matches!(stopped, Ok(Ended::Interrupted(0))) && !dir.join("answer.json").exists());
        let before = dir.join(run::write::aside::BEFORE);
        assert_eq!(std::fs::read(before.join(WORLDS)).expect("it was moved"), finished);
        let again = run(&four, &before, true, 1, &stop, &|_, _| panic!("all are there"));
        assert!(matches!(again, Ok(Ended::Done(worlds)) if *worlds == straight));
    }
}
