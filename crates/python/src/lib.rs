//! The Python door: what the package `tauride` calls. Names, defaults, docstrings and types for users are in the package's
//! own Python; here are the calls behind them.

mod case;
mod faults;
mod studies;
mod table;
mod told;
mod wait;
mod world;
mod worlds;

use pyo3::prelude::*;
use run::store::few::FEW;
use serde_json::json;
use society::tables::{STANDING, TABLES};
use told::{json, unknown};

/// Everything that is measured on a world, as JSON.
#[pyfunction]
fn list_observables() -> String {
    let one = |o: observables::registry::Observable| {
        json!({
            "id": o.id, "title": o.title, "meaning": o.meaning, "unit": o.unit, "by": o.by, "denominator": o.denominator,
            "window": o.window, "reduction": o.reduction, "family": o.family.word(),
        })
    };
    json!(observables::registry::all().into_iter().map(one).collect::<Vec<_>>()).to_string()
}

/// The scenarios that come with the package: identifier, title, summary.
#[pyfunction]
fn list_scenarios() -> PyResult<Vec<(String, String, String)>> {
    let open = |name: &String| {
        let (loaded, _) = run::case::load(name).map_err(|error| faults::exception(&error))?;
        Ok((loaded.id, loaded.title, loaded.summary))
    };
    scenario::bundled().iter().map(|(name, _)| open(name)).collect()
}

/// The names of the tables that `wanted` means, all where it is absent, and whether only important events are kept.
#[pyfunction]
fn tables_wanted(wanted: Wanted) -> PyResult<(Option<Vec<String>>, bool)> {
    let names: Vec<&str> = TABLES.iter().chain(&STANDING).map(|table| table.name).collect();
    let found = match wanted {
        Wanted::Word(word) => match word.as_str() {
            "all" => return Ok((None, false)),
            "none" => return Ok((Some(Vec::new()), false)),
            "few" => {
                let few = FEW.iter().map(|at| TABLES[*at].name.to_owned()).collect();
                return Ok((Some(few), true));
            }
            _ => vec![word],
        },
        Wanted::Names(names) => names,
    };
    let is_known = |name: &&String| !names.contains(&name.as_str());
    let wrong: Vec<String> = found.iter().filter(is_known).map(|name| unknown("table", name, &names)).collect();
    if wrong.is_empty() {
        return Ok((Some(found), false));
    }
    Err(faults::exception(&run::Error::Request(wrong.join("; "))))
}

/// Tables as a user names them.
#[derive(FromPyObject)]
enum Wanted {
    Word(String),
    Names(Vec<String>),
}

/// What can be set in a scenario, as JSON.
#[pyfunction]
#[pyo3(signature = (scenario, filter))]
fn list_params(py: Python<'_>, scenario: &str, filter: Option<&str>) -> PyResult<String> {
    let list = || run::case::load(scenario).and_then(|(loaded, _)| run::settable::settings(&loaded, filter));
    json(&py.detach(list).map_err(|error| faults::exception(&error))?)
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", run::VERSION)?;
    module.add_class::<case::Case>()?;
    module.add_class::<world::World>()?;
    module.add_class::<table::Table>()?;
    module.add_function(wrap_pyfunction!(list_observables, module)?)?;
    module.add_function(wrap_pyfunction!(list_scenarios, module)?)?;
    module.add_function(wrap_pyfunction!(list_params, module)?)?;
    module.add_function(wrap_pyfunction!(tables_wanted, module)?)?;
    module.add_function(wrap_pyfunction!(worlds::write_worlds, module)?)?;
    module.add_function(wrap_pyfunction!(studies::run_ensemble, module)?)?;
    module.add_function(wrap_pyfunction!(studies::run_compare, module)?)?;
    module.add_function(wrap_pyfunction!(studies::run_sweep, module)?)?;
    module.add_function(wrap_pyfunction!(studies::run_score, module)?)?;
    module.add_function(wrap_pyfunction!(studies::write_report, module)?)?;
    Ok(())
}
