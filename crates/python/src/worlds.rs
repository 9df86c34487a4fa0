//! Worlds as independent jobs: a line of JSON for each, and the table of all.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use engine::calendar::Calendar;
use engine::digest::hex;
use observables::summary::SummaryObserver;
use observables::today::Today;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use run::case::Case;
use run::store::RealDisk;
use run::store::plain::{self, Column, Values};
use run::worlds::Job;
use serde::{Deserialize, Serialize};
use study::world_row::{self, WorldRow};

use crate::faults::exception;
use crate::table::{self, Table};

/// A finished world: its name, what it was asked for, and what it came to.
#[derive(Serialize, Deserialize)]
pub struct Line {
    name: String,
    version: String,
    scenario: String,
    scenario_hash: String,
    scale: u32,
    settings: String,
    what_ifs: String,
    end: String,
    calendar: String,
    digest: String,
    world: WorldRow,
}

impl Line {
    /// The line of a world of this case.
    pub fn of(name: String, case: &Case, digest: u128, world: WorldRow) -> Line {
        let manifest = case.manifest();
        let what_ifs: Vec<String> = case.loaded.applied.iter().map(|what_if| what_if.name.clone()).collect();
        Line {
            name,
            version: run::VERSION.to_owned(),
            scenario: manifest.identity.scenario.clone(),
            scenario_hash: manifest.identity.scenario_hash.clone(),
            scale: case.scale,
            settings: case.loaded.settings.join(" "),
            what_ifs: what_ifs.join(" "),
            end: manifest.identity.end.clone(),
            calendar: manifest.calendar.clone(),
            digest: hex(digest),
            world,
        }
    }
}

/// Runs a world on one thread; `None` when the flag was raised before its end.
pub fn run_job(job: Job<'_>, stop: &AtomicBool) -> Option<(WorldRow, u128)> {
    let (mut world, end) = (job.world(), job.spec.end);
    let mut observer = SummaryObserver::new(world.spec(), world.society().scale());
    let Ok(is_done) = world.run(end, stop, |day, world| {
        observer.day(&Today::of(day, world.record()));
        Ok::<(), std::convert::Infallible>(())
    });
    let summary = observer.finish(job.seed, world.outcome());
    is_done.then(|| (WorldRow::from(&summary), world.digest()))
}

/// Writes the table of these worlds, and gives it.
#[pyfunction]
pub fn write_worlds(path: PathBuf, lines: Vec<String>) -> PyResult<Table> {
    let read = |line: &String| serde_json::from_str::<Line>(line).map_err(|e| PyValueError::new_err(e.to_string()));
    let lines = lines.iter().map(read).collect::<PyResult<Vec<Line>>>()?;
    let text = |of: fn(&Line) -> &String| Values::Text(lines.iter().map(|line| of(line).clone()).collect());
    let rows: Vec<WorldRow> = lines.iter().map(|line| line.world.clone()).collect();
    let mut columns = vec![
        Column::new("name", "", "the world's name, which holds the whole question and its hash", text(|l| &l.name)),
        Column::new("scenario", "", "identifier of the scenario", text(|l| &l.scenario)),
        Column::new("scenario_hash", "", "hash over the scenario's files", text(|l| &l.scenario_hash)),
        Column::new(
            "scale",
            "",
            "N of the scale: one person for every N",
            Values::Count(lines.iter().map(|l| l.scale).collect()),
        ),
        Column::new("settings", "", "parameters and switches that were changed, as given", text(|l| &l.settings)),
        Column::new("what_ifs", "", "names of the what-ifs", text(|l| &l.what_ifs)),
        Column::new("end", "", "last day asked for, Gregorian", text(|l| &l.end)),
        world_row::seeds(&rows),
        Column::new("digest", "", "hash over the last state and every row of the world", text(|l| &l.digest)),
    ];
    // Which of the worlds were cut off is not known here: what holds is told as it stood on each one's last day.
    columns.extend(world_row::columns(&rows, false));
    // Worlds of cases with different calendars have no calendar in common but the Gregorian one.
    let is_old = !lines.is_empty() && lines.iter().all(|line| line.calendar == "old");
    let calendar = if is_old { Calendar::OldStyle } else { Calendar::NewStyle };
    let about = [("program".to_owned(), "tauride".to_owned()), ("version".to_owned(), run::VERSION.to_owned())];
    let facts = plain::Facts { row: "world", calendar, about: &about };
    plain::write(&RealDisk, &path, &columns, &facts).map_err(|error| exception(&error))?;
    table::of_columns("worlds", "world", columns, calendar, &about)
}
