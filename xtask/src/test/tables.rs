//! The tables of a run, of an ensemble, of a sweep and of a branched world, read by polars.

use super::step::{Said, run_of};
use crate::{golden, python, shell};

pub(super) fn check() -> Said {
    let python = python::environment(&python::TESTS)?;
    let mut check = shell::command(&python);
    check.arg("tests-python/check_tables.py");
    for kept in &golden::ALL {
        check.arg(run_of(kept)?);
    }
    for words in STUDIES {
        let out = shell::fresh_dir(words[0])?;
        let mut study = shell::command(shell::target().join("release/tauride"));
        shell::run(study.args(words).args(["--quiet", "--out"]).arg(&out))?;
        check.arg(out);
    }
    shell::run(&mut check)?;
    Ok("columns, types, dates, rows, conservation of persons, worlds side by side".into())
}

/// Small studies of many worlds, for the check.
const STUDIES: [&[&str]; 3] = [
    &["ensemble", "one-town", "--runs", "4", "--scale", "1:1", "--tables", "all"],
    &["sweep", "one-town", "--vary", "rural.fear=0.2..0.6:2", "--vary", "news=on,off", "--runs", "3", "--scale", "1:1"],
    &["branch", "one-town", "--branches", "4", "--days", "5", "--scale", "1:1"],
];
