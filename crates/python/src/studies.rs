//! Studies of many worlds, with the files that the program's own commands leave.

use std::path::{Path, PathBuf};

use pyo3::prelude::*;
use run::case::Changes;
use run::scale::Scale;
use study::ensemble::tables::Tables;
use study::{Ended, Resources, Study, compare, ensemble, score, sweep};

use crate::faults::exception;
use crate::wait::beside;

/// How a study is run: directory (the study's own where it is absent), whether it goes on from what is there, threads, and
/// who is told how far it has come.
type How = (Option<PathBuf>, bool, usize, Option<Py<PyAny>>);
/// Scenario, seed, scale (by size where it is absent), settings, what-ifs, last day.
type Asked = (String, u64, Option<u32>, Vec<String>, Vec<String>, Option<String>);

fn changes((scenario, seed, scale, settings, with, until): Asked) -> (String, Changes) {
    (scenario, Changes { seed, scale: scale.map_or(Scale::OF_A_STUDY, Scale::OneTo), until, settings, with })
}

/// Runs a study to its end and writes its page: the directory, and the answer as JSON.
fn conduct<S: Study + Sync>(py: Python<'_>, study: &S, how: How) -> PyResult<(PathBuf, String)>
where
    S::Answer: Send,
{
    let (dir, resume, threads, progress) = how;
    let dir = dir.unwrap_or_else(|| study.default_out());
    let ended = beside(py, progress.as_ref(), |stop, report| {
        let say = |what: &str, done: u64, of: u64| report.say(what, done, of);
        let resources = Resources { dir: &dir, resume, threads, stop, say: &say };
        let ended = study::run(study, &resources)?;
        if matches!(ended, Ended::Done(_)) {
            report::answer::write(&dir)?;
        }
        Ok(ended)
    })?;
    match ended.map_err(|error: run::Error| exception(&error))? {
        Ended::Done(answer) => Ok((dir, study.json(&answer).to_string())),
        Ended::Interrupted(_) => unreachable!("the flag is raised only where an exception has ended the wait"),
    }
}

/// Many worlds that differ in their seed alone.
#[pyfunction]
pub fn run_ensemble(py: Python<'_>, asked: Asked, runs: u64, tables: &str, how: How) -> PyResult<(PathBuf, String)> {
    let (scenario, changes) = changes(asked);
    let tables = Tables::of_word(tables)
        .ok_or_else(|| exception(&run::Error::Request(format!("tables={tables:?} is neither \"few\" nor \"all\""))))?;
    let open = || ensemble::Plan::open(&scenario, &changes, runs, tables);
    let plan = py.detach(open).map_err(|error| exception(&error))?;
    conduct(py, &plan, how)
}

/// Worlds in pairs that share every draw but for the change; `both` are the settings of both arms.
#[pyfunction]
pub fn run_compare(
    py: Python<'_>,
    asked: Asked,
    both: Vec<String>,
    pairs: u64,
    how: How,
) -> PyResult<(PathBuf, String)> {
    let (scenario, changes) = changes(asked);
    let plan =
        py.detach(|| compare::Plan::open(&scenario, &changes, &both, pairs)).map_err(|error| exception(&error))?;
    conduct(py, &plan, how)
}

/// Worlds at the points of a design; `vary` are factors as the command line takes them.
#[pyfunction]
pub fn run_sweep(
    py: Python<'_>,
    asked: Asked,
    vary: Vec<String>,
    design: &str,
    points: Option<u64>,
    runs: u64,
    how: How,
) -> PyResult<(PathBuf, String)> {
    let (scenario, changes) = changes(asked);
    let open = || {
        let design = sweep::Design::of(design, points)?;
        sweep::Plan::open(&scenario, &changes, &sweep::Asked { vary, design, runs })
    };
    let plan = py.detach(open).map_err(|error| exception(&error))?;
    conduct(py, &plan, how)
}

/// Scores a finished run or ensemble against the record: the answer as JSON, which is written beside it with its page.
#[pyfunction]
pub fn run_score(py: Python<'_>, dir: PathBuf) -> PyResult<String> {
    let score = |dir: &Path| -> Result<String, run::Error> {
        let mut worlds = score::open(dir)?;
        worlds.score_command = score::command(dir, &[], &[]);
        let answer = score::score(worlds.subject(), &[])?;
        score::write(dir, &worlds, &answer)?;
        report::answer::write_score(dir)?;
        Ok(answer.json(&worlds).to_string())
    };
    py.detach(|| score(&dir)).map_err(|error| exception(&error))
}

/// Writes the page of a finished run or study again, and says where it is.
#[pyfunction]
pub fn write_report(py: Python<'_>, dir: PathBuf) -> PyResult<PathBuf> {
    py.detach(|| report::write_again(&dir)).map(|written| written.path).map_err(|error| exception(&error))
}
