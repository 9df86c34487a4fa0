//! Which world is asked for, and worlds run in one go.

use std::sync::Arc;

use engine::digest::{Digest, hex};
use pyo3::prelude::*;
use run::case::{Case as Opened, Changes};
use run::in_memory::{self, Wanted};
use run::manifest::about;
use run::scale::Scale;
use run::worlds::Job;
use society::spec::Spec;

use crate::faults::exception;
use crate::table::{self, Table};
use crate::told::json;
use crate::wait::beside;
use crate::world::World;
use crate::worlds;

/// A scenario with what is changed in it, a seed, a scale and a last day: all that decides a world.
#[pyclass(frozen, module = "tauride._native")]
pub struct Case {
    pub(crate) opened: Arc<Opened>,
    /// The specification that ends on the last day asked for.
    pub(crate) spec: Arc<Spec>,
    /// Hash of all that decides its worlds but the seed.
    question: String,
}

#[pymethods]
impl Case {
    #[new]
    #[pyo3(signature = (scenario, seed, scale, settings, what_if, until))]
    fn new(
        py: Python<'_>,
        scenario: &str,
        seed: u64,
        scale: Option<u32>,
        settings: Vec<String>,
        what_if: Vec<String>,
        until: Option<String>,
    ) -> PyResult<Case> {
        let changes =
            Changes { seed, scale: scale.map_or(Scale::OF_A_STUDY, Scale::OneTo), until, settings, with: what_if };
        let opened = py.detach(|| Opened::open(scenario, &changes)).map_err(|error| exception(&error))?;
        let spec = Arc::new(opened.spec_until_its_end());
        let question = question(&opened);
        Ok(Case { opened: Arc::new(opened), spec, question })
    }

    /// What the case is, as `manifest.json` of a run has it before its first day; JSON.
    fn manifest(&self) -> PyResult<String> {
        json(&self.opened.manifest())
    }

    /// Runs the world without files: its manifest as JSON, and its tables by name; `observations` is always among them.
    /// `tables` are the names of those wanted, all where it is absent; of events all are kept, or only the important.
    #[pyo3(signature = (tables, only_important, threads, progress))]
    fn run(
        &self,
        py: Python<'_>,
        tables: Option<Vec<String>>,
        only_important: bool,
        threads: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(String, Vec<(String, Table)>)> {
        let (case, calendar) = (self.opened.as_ref(), self.opened.loaded.calendar);
        let is_wanted = |name: &str| tables.as_ref().is_none_or(|wanted| wanted.iter().any(|table| table == name));
        let ran = beside(py, progress.as_ref(), |stop, report| {
            let wanted = Wanted { table: &is_wanted, only_important };
            in_memory::run(case, wanted, threads, stop, &mut |day, done, of| {
                report.say(&day.iso(calendar), u64::from(done), u64::from(of));
            })
        })?;
        let ran = ran.expect("the flag is raised only where an exception has ended the wait");
        let (names, about) = (case.names(), about(&ran.manifest));
        let mut all = Vec::new();
        for table in ran.tables {
            all.push((table.rows.table.name.to_owned(), table::of_world(table, &names, &about)?));
        }
        let (name, row) = (run::findings::OBSERVATIONS, "observation of the record");
        all.push((name.to_owned(), table::of_columns(name, row, ran.observations, calendar, &about)?));
        Ok((json(&ran.manifest)?, all))
    }

    /// The name of the world of a seed, which holds the whole question and its hash.
    fn name_of(&self, seed: u64) -> String {
        format!("{}@{}", self.opened.world_name(seed), self.question)
    }

    /// Runs the world of a seed and gives what is kept of it, as a line of JSON for [`crate::worlds::write_worlds`].
    fn row(&self, py: Python<'_>, seed: u64) -> PyResult<String> {
        let job = Job { spec: &self.spec, seed, scale: self.opened.scale };
        let ran = beside(py, None, |stop, _| worlds::run_job(job, stop))?;
        let (world, digest) = ran.expect("the flag is raised only where an exception has ended the wait");
        json(&worlds::Line::of(self.name_of(seed), &self.opened, digest, world))
    }

    /// The world before its first day, to be run step by step.
    fn world(&self, py: Python<'_>, threads: usize) -> World {
        py.detach(|| World::new(&self.opened, &self.spec, threads))
    }

    /// A world as `World.snapshot` wrote it.
    fn restore(&self, py: Python<'_>, bytes: &[u8], threads: usize) -> PyResult<World> {
        py.detach(|| World::restore(&self.opened, &self.spec, bytes, threads)).map_err(|error| exception(&error))
    }
}

/// Hash of all that decides the worlds of a case but their seed.
fn question(case: &Opened) -> String {
    let mut study = case.study("world");
    if let Some(facts) = study.as_object_mut() {
        facts.retain(|key, _| !["seed", "title", "directory"].contains(&key.as_str()));
    }
    let mut digest = Digest::new();
    digest.bytes(study.to_string().as_bytes());
    hex(digest.finish())[..12].to_owned()
}
