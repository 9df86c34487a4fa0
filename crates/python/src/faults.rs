//! Errors of the program as Python's exceptions, which the package declares.

use pyo3::prelude::*;
use run::Error;
use scenario::Problem;

/// One fault as the package's `Fault` takes it: file, line, column, what, expected, found, help, and all of it as a line.
type Fault = (String, usize, usize, String, String, String, String, String);

fn fault(problem: &Problem) -> Fault {
    let Problem { file, line, column, what, expected, found, help } = problem.clone();
    (file, line, column, what, expected, found, help, problem.to_string())
}

/// The exception that a failure is for a user of the package.
pub fn exception(error: &Error) -> PyErr {
    Python::attach(|py| {
        let (name, faults): (&str, Vec<Fault>) = match error {
            Error::Scenario(problems) => ("InputError", problems.iter().map(fault).collect()),
            error if error.is_request() => ("InputError", Vec::new()),
            _ => ("TaurideError", Vec::new()),
        };
        let make = || -> PyResult<Bound<'_, PyAny>> {
            py.import("tauride.errors")?.getattr(name)?.call1((told(error), faults))
        };
        make().map_or_else(|failed| failed, PyErr::from_value)
    })
}

/// The error with its causes.
fn told(error: &Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
