//! `tauride jobs` and `tauride gather`: a study made in parts by many processes, on one machine or on a cluster.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use clap::Parser;
use run::Error;
use run::case::quoted;
use study::parts::{self, Parted};

use crate::args::{Arguments, Command, EnsembleOptions, JobsOf, StudyOptions, SweepOptions};
use crate::status::{DONE, FAILED};
use crate::{ensemble, many, output, sweep};

/// Prints a command for each part of a study, a line each.
///
/// # Errors
/// When the study is asked for wrongly.
pub fn print(study: &JobsOf) -> Result<u8, Error> {
    let (JobsOf::Ensemble { options: EnsembleOptions { only_worlds, part, .. }, .. }
    | JobsOf::Sweep { options: SweepOptions { only_worlds, part, .. }, .. }) = study;
    if only_worlds.is_some() || part.is_some() {
        return Err(Error::Request("--only-worlds and --part are what the jobs have; ask for all worlds here".into()));
    }
    match study {
        JobsOf::Ensemble { scenario, chunk, options } => {
            lines(&ensemble::plan(scenario, options)?, &options.asked, *chunk);
        }
        JobsOf::Sweep { scenario, chunk, options } => {
            lines(&sweep::plan(scenario, options)?, &options.asked, *chunk);
        }
    }
    Ok(DONE)
}

fn lines<S: Parted>(study: &S, asked: &StudyOptions, chunk: u64) {
    let out = asked.out.clone().unwrap_or_else(|| study.default_out());
    let threads = asked.threads.map(|n| format!(" --threads {n}")).unwrap_or_default();
    for part in parts::chunks(1..=study.pieces(), chunk) {
        output::line(&format!("{}{threads}", line(study, &out, &part)));
    }
}

/// The command that makes a part.
fn line<S: Parted>(study: &S, out: &Path, part: &RangeInclusive<u64>) -> String {
    let out = quoted(&out.display().to_string());
    format!("{} --out {out} --only-worlds {}..{} --quiet", study.command(), part.start(), part.end())
}

/// Gathers the parts in a directory into the whole study. Prints the commands of the parts that are missing, with status 1,
/// where not all are there.
///
/// # Errors
/// When the directory has no parts, the scenario is gone, or a file cannot be read or written.
pub fn gather(dir: &Path, quiet: bool, as_json: bool) -> Result<u8, Error> {
    let command = parts::command_of(dir)?;
    let unread = || {
        let what = "were made by a command that this version does not read:";
        Error::Request(format!("the parts in {} {what}\n  {command}", dir.display()))
    };
    let arguments = Arguments::try_parse_from(words(&command)).map_err(|_| unread())?;
    let with = |asked: StudyOptions| StudyOptions {
        out: Some(PathBuf::from(dir)),
        resume: true,
        quiet,
        json: as_json,
        ..asked
    };
    match arguments.command {
        Some(Command::Sweep { scenario, options }) => {
            let plan = sweep::plan(&scenario, &options)?;
            whole(&with(options.asked), &plan, dir, |answer, out, seconds| sweep::print(&plan, answer, out, seconds))
        }
        Some(Command::Ensemble { scenario, options }) => {
            let plan = ensemble::plan(&scenario, &options)?;
            whole(&with(options.asked), &plan, dir, |answer, out, seconds| ensemble::print(&plan, answer, out, seconds))
        }
        _ => Err(unread()),
    }
}

/// Gathers the parts of a study, or says which are missing.
fn whole<S: Parted>(
    asked: &StudyOptions,
    study: &S,
    dir: &Path,
    print: impl FnOnce(&S::Answer, &Path, f64),
) -> Result<u8, Error> {
    let missing = many::gather(asked, study, dir, print)?;
    if missing.is_empty() {
        return Ok(DONE);
    }
    missing.iter().for_each(|part| output::line(&line(study, dir, part)));
    let worlds: u64 = missing.iter().map(|part| part.end() - part.start() + 1).sum();
    output::note(&format!(
        "{} jobs are missing or not finished, with {worlds} of {} worlds; their commands are on standard output",
        missing.len(),
        study.pieces()
    ));
    Ok(FAILED)
}

/// The words of a command as a shell reads them: those in single quotes are whole.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted, mut is_begun) = (Vec::new(), String::new(), false, false);
    let mut letters = command.chars();
    while let Some(c) = letters.next() {
        match c {
            '\'' => {
                is_quoted = !is_quoted;
                is_begun = true;
            }
            '\\' if !is_quoted => word.extend(letters.next()),
            c if c.is_whitespace() && !is_quoted => {
                if is_begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                is_begun = false;
            }
            c => word.push(c),
        }
    }
    if is_begun || !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_words_are_read_as_they_were_quoted() {
        for word in ["a", "two words", "it's", "", "100 %", "back\\slash"] {
            let command = format!("tauride sweep {} --quiet", quoted(word));
            assert_eq!(words(&command), ["tauride", "sweep", word, "--quiet"], "{command}");
        }
    }
}
