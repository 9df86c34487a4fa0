//! What commands for studies of many worlds share: threads, how far it has come, what an interruption leaves, the answer.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use run::Error;
use run::case::quoted;
use run::memory;
use serde_json::Value;
use study::parts::{self, Gathered, Parted};
use study::{Ended, Resources, Study};

use crate::args::StudyOptions;
use crate::interrupt::stop_on_interrupt;
use crate::status::{DONE, INTERRUPTED};
use crate::{estimate, output};

/// Threads to use: as many as asked for, or all there are.
pub fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from)
}

/// Runs a study and writes its page; prints its answer, as JSON when that is asked for, or what an interruption has left.
/// `print` is given the directory and the seconds that it took.
///
/// # Errors
/// Those of the study and of its page.
pub fn run<S: Study>(asked: &StudyOptions, study: &S, print: impl FnOnce(&S::Answer, &Path, f64)) -> Result<u8, Error> {
    let out = asked.out.clone().unwrap_or_else(|| study.default_out());
    // What an earlier run has finished would be counted again.
    let ahead = study.ahead().filter(|_| !asked.resume);
    if let Some(ahead) = ahead.as_ref().filter(|_| !asked.quiet) {
        estimate::tell(ahead, threads(asked.threads));
    }
    let began = Instant::now();
    let ended = with_resources(asked, &out, S::PIECES, |resources| study::run(study, resources))?;
    match ended {
        Ended::Interrupted(kept) => {
            let out = quoted(&out.display().to_string());
            let go_on = format!("{} --out {out} --resume", study.command());
            Ok(interrupted::<S>(kept, &go_on))
        }
        Ended::Done(answer) => {
            finish(asked, study, &answer, &out, began, print)?;
            Ok(DONE)
        }
    }
}

/// Runs one of several studies of a command, and writes its page; nothing when it was interrupted.
///
/// # Errors
/// Those of the study and of its page.
pub fn of_many<S: Study>(asked: &StudyOptions, study: &S, out: &Path) -> Result<Option<S::Answer>, Error> {
    match with_resources(asked, out, S::PIECES, |resources| study::run(study, resources))? {
        Ended::Interrupted(kept) => {
            interrupted::<S>(kept, "the same command and --resume");
            Ok(None)
        }
        Ended::Done(answer) => {
            report::answer::write(out)?;
            Ok(Some(*answer))
        }
    }
}

/// Makes a part of a study, which `tauride gather` puts together with the others; it goes on from what the part has finished.
///
/// # Errors
/// Those of the study.
pub fn part<S: Parted>(asked: &StudyOptions, study: &S, numbers: RangeInclusive<u64>) -> Result<u8, Error> {
    let out = asked.out.clone().unwrap_or_else(|| study.default_out());
    let (first, last) = (*numbers.start(), *numbers.end());
    match with_resources(asked, &out, S::PIECES, |resources| parts::run_part(study, numbers, resources))? {
        Ended::Interrupted(kept) => Ok(interrupted::<S>(kept, "the same command")),
        Ended::Done(_) => {
            let (what, dir) = (S::PIECES, quoted(&out.display().to_string()));
            output::note(&format!(
                "{what} {first} to {last} of {} are made; next: tauride gather {dir}",
                study.pieces()
            ));
            Ok(DONE)
        }
    }
}

/// Gathers the parts of a study and writes its page; gives those that are missing.
///
/// # Errors
/// Those of the study and of its page.
pub fn gather<S: Parted>(
    asked: &StudyOptions,
    study: &S,
    dir: &Path,
    print: impl FnOnce(&S::Answer, &Path, f64),
) -> Result<Vec<RangeInclusive<u64>>, Error> {
    let began = Instant::now();
    match with_resources(asked, dir, S::PIECES, |resources| parts::gather(study, resources))? {
        Gathered::Missing(missing) => Ok(missing),
        Gathered::Done(answer) => finish(asked, study, &answer, dir, began, print).map(|()| Vec::new()),
    }
}

/// Does something with what a study is run with, and shows how far it has come.
fn with_resources<R>(
    asked: &StudyOptions,
    dir: &Path,
    pieces: &str,
    work: impl FnOnce(&Resources<'_>) -> Result<R, Error>,
) -> Result<R, Error> {
    let stop = stop_on_interrupt("stopping; what is finished is kept; once more to stop at once");
    let shown = Shown::new(asked.quiet, pieces);
    let say = |what: &str, done, of| shown.say(what, done, of);
    let resources = Resources { dir, resume: asked.resume, threads: threads(asked.threads), stop: &stop, say: &say };
    let done = work(&resources);
    shown.finish();
    done
}

/// Says what an interruption has left.
fn interrupted<S: Study>(kept: usize, go_on: &str) -> u8 {
    output::note(&format!("interrupted; {kept} {} are kept; go on with\n  {go_on}", S::PIECES));
    INTERRUPTED
}

/// Writes the page of a finished study and prints its answer.
fn finish<S: Study>(
    asked: &StudyOptions,
    study: &S,
    answer: &S::Answer,
    out: &Path,
    began: Instant,
    print: impl FnOnce(&S::Answer, &Path, f64),
) -> Result<(), Error> {
    if S::HAS_PAGE {
        report::answer::write(out)?;
    }
    let seconds = began.elapsed().as_secs_f64();
    if asked.json {
        let mut json = study.json(answer);
        json["wall_seconds"] = Value::from(seconds);
        json["peak_bytes"] = Value::from(memory::peak_bytes());
        json["out"] = Value::from(out.display().to_string());
        if S::HAS_PAGE {
            json["report"] = Value::from(report::path(out).display().to_string());
        }
        output::json(&json);
    } else {
        print(answer, out, seconds);
    }
    Ok(())
}

/// Shows how many worlds, or other pieces of a study, are done.
enum Shown {
    Quiet,
    Bar(ProgressBar),
    /// A line at most every five seconds.
    Lines(Mutex<Instant>),
}

impl Shown {
    /// So many of so many are done.
    fn say(&self, what: &str, done: u64, of: u64) {
        match self {
            Shown::Quiet => {}
            Shown::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(done);
                bar.set_message(what.to_owned());
            }
            Shown::Lines(last) => {
                if let Ok(mut last) = last.lock()
                    && last.elapsed() >= Duration::from_secs(5)
                {
                    *last = Instant::now();
                    output::note(&format!("{done} of {of} {what}"));
                }
            }
        }
    }

    /// Takes the bar away.
    fn finish(&self) {
        if let Shown::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }

    fn new(quiet: bool, pieces: &str) -> Shown {
        if quiet {
            return Shown::Quiet;
        }
        if !std::io::stderr().is_terminal() {
            return Shown::Lines(Mutex::new(Instant::now()));
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{wide_bar}  {pos} of {len} {msg}, {eta}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        // Seen from the first second, before a piece is done.
        bar.enable_steady_tick(Duration::from_millis(250));
        bar.set_message(pieces.to_owned());
        Shown::Bar(bar)
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};
    use study::Study;

    use crate::args::{Arguments, Command};
    use crate::{branch, claims, compare, ensemble, fit, rivals, sensitivity, sweep};

    /// Studies with every option that decides what is asked, none of them as it is by default.
    const ASKED: [&str; 15] = [
        "ensemble russia-1917 --runs 3 --seed 5 --scale 1:2000 --until 1917-03-02 --set recall=off --set news=off \
         --with no-war --with no-recall --tables all",
        "branch russia-1917 --branches 3 --every 9 --from 1917-02-20 --to 1917-03-01 --seed 5 --scale 1:2000 \
         --until 1917-03-02 --set recall=off --with no-war",
        "branch russia-1917 --days 4 --scale 1:100",
        "compare russia-1917 --with no-war --pairs 3 --seed 5 --scale 1:2000 --until 1917-03-02 --set recall=off \
         --set-both news=off",
        "sweep russia-1917 --vary grievance.rise_per_day=0.02..0.1:3 --vary repression=on,off --vary with=none,no-war+no-recall \
         --runs 3 --seed 5 --scale 1:2000 --until 1917-03-02 --set recall=off --with peacetime-garrison",
        "sweep one-town --vary grievance.rise_per_day=0.02..0.1 --vary conditions.food=0.5..2 --design sobol --points 16 \
         --scale 1:1",
        "sweep one-town --vary news=off,on --design lhs --points 5 --scale 1:1",
        "sensitivity russia-1917 --trajectories 4 --base 8 --factors 2 --second-order --inputs grievance,news \
         --inputs conditions.food --seed 5 --scale 1:2000 --until 1917-03-02 --set recall=off",
        "sensitivity russia-1917 --screen-only --scale 1:100",
        "fit russia-1917 --runs 300 --seed 5 --set recall=off",
        "rivals russia-1917 --runs 30 --worlds 4 --only deprivation --only no-news --seed 5 --scale 1:2000",
        "rivals russia-1917 --only whole --scale 1:1000",
        "claims russia-1917 --only E01,E02 --pairs 4 --rival-pairs 3 --seed 5 --scale 1:2000 --set recall=off",
        "claims russia-1917 --no-rivals --scale 1:100",
        "score runs/some --against other=runs/other --against third=runs/third --evidence mine.csv",
    ];

    /// The options of a command line, and the command that the study prints.
    fn read(line: &str) -> (String, String) {
        let words = ["tauride"].into_iter().chain(line.split_whitespace());
        let arguments = Arguments::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        let opened = "the scenario comes with the program";
        match arguments.command.expect("every line has a command") {
            Command::Ensemble { scenario, options } => {
                (format!("{options:?}"), ensemble::plan(&scenario, &options).expect(opened).command())
            }
            Command::Branch { scenario, options } => {
                (format!("{options:?}"), branch::plan(&scenario, &options).expect(opened).command())
            }
            Command::Compare { scenario, options } => {
                (format!("{options:?}"), compare::plan(&scenario, &options).expect(opened).command())
            }
            Command::Sweep { scenario, options } => {
                (format!("{options:?}"), sweep::plan(&scenario, &options).expect(opened).command())
            }
            Command::Sensitivity { scenario, options } => {
                (format!("{options:?}"), sensitivity::plan(&scenario, &options).expect(opened).command())
            }
            Command::Fit { scenario, options } => {
                (format!("{options:?}"), fit::plan(&scenario, &options).expect(opened).command())
            }
            Command::Rivals { scenario, options } => {
                (format!("{options:?}"), rivals::plan(&scenario, &options).expect(opened).command())
            }
            Command::Claims { scenario, options } => {
                (format!("{options:?}"), claims::plan(&scenario, &options).expect(opened).command())
            }
            Command::Score { worlds, options } => {
                (format!("{options:?}"), study::score::command(&worlds, &options.against, &options.evidence))
            }
            _ => panic!("`{line}` is no study"),
        }
    }

    #[test]
    fn law_the_command_that_a_study_prints_asks_for_the_same_study() {
        for line in ASKED {
            let (asked, command) = read(line);
            let printed = command.strip_prefix("tauride ").expect("it begins with the program");
            let (repeated, again) = read(printed);
            assert_eq!(repeated, asked, "`{line}` prints `{command}`");
            assert_eq!(again, command);
        }
    }

    /// The scale that went by the size of the society is one that was asked for when the command is repeated.
    #[test]
    fn law_a_study_without_a_scale_prints_the_one_it_has() {
        for (line, scale) in [
            ("branch russia-1917 --days 4", "--scale 1:100"),
            ("sweep one-town --vary news=off,on", "--scale 1:1 "),
            ("rivals russia-1917 --only whole", "--scale 1:1000"),
        ] {
            let (_, command) = read(line);
            assert!(command.contains(scale), "`{line}` prints `{command}`");
            assert_eq!(read(command.strip_prefix("tauride ").expect("it begins with the program")).1, command);
        }
    }

    #[test]
    fn law_every_option_of_a_study_is_among_those_asked() {
        /// How a study is run and shown, not what it asks.
        const HOW: [&str; 8] = ["threads", "out", "resume", "quiet", "json", "help", "only-worlds", "part"];
        let command = Arguments::command();
        let studies: std::collections::BTreeSet<&str> =
            ASKED.iter().filter_map(|line| line.split_whitespace().next()).collect();
        for study in studies {
            let lines: String =
                ASKED.iter().filter(|line| line.starts_with(study)).map(|line| format!("{line} ")).collect();
            let declared = command.find_subcommand(study).expect("it is a command");
            for long in declared.get_arguments().filter_map(clap::Arg::get_long).filter(|long| !HOW.contains(long)) {
                // A fit from a bank runs no worlds: it is no study of this frame.
                if (study, long) == ("fit", "bank") {
                    continue;
                }
                assert!(lines.contains(&format!("--{long} ")), "`{study}` with --{long} is asked nowhere");
            }
        }
    }
}
