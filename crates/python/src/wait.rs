//! Long work beside Python: the interpreter is free while it goes on, Ctrl-C ends it cleanly, and progress is told.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use pyo3::prelude::*;

/// How often the interpreter is asked whether the user wants to stop.
const LOOK: Duration = Duration::from_millis(50);

/// How far work has come: what is being made, how much of it is done, and how much there is.
pub type Progress = (String, u64, u64);

/// Where work says how far it has come.
pub struct Report(Mutex<Option<Progress>>);

impl Report {
    /// Says how far it has come; only the last word before the interpreter looks is heard.
    pub fn say(&self, what: &str, done: u64, of: u64) {
        if let Ok(mut last) = self.0.lock() {
            *last = Some((what.to_owned(), done, of));
        }
    }
}

/// Does the work on another thread. `progress` is called with each [`Progress`] that is heard, and `work` is given a flag
/// that is raised when it should end early.
///
/// # Errors
/// What interrupted it, such as `KeyboardInterrupt`, or what `progress` raised; the work has ended then.
pub fn beside<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&AtomicBool, &Report) -> T + Send,
) -> PyResult<T> {
    let (stop, report) = (AtomicBool::new(false), Report(Mutex::new(None)));
    std::thread::scope(|threads| {
        let (to, from) = channel::<()>();
        let from = Mutex::new(from);
        let (stop, report) = (&stop, &report);
        let worker = threads.spawn(move || {
            // Hung up when the work is over, whichever way.
            let _done: Sender<()> = to;
            work(stop, report)
        });
        let mut raised = None;
        loop {
            let is_over = py.detach(|| {
                let from = from.lock().expect("nobody else holds it");
                matches!(from.recv_timeout(LOOK), Err(RecvTimeoutError::Disconnected))
            });
            let heard = report.0.lock().ok().and_then(|mut last| last.take());
            if raised.is_none() {
                let tell = || match (progress, heard) {
                    (Some(progress), Some(heard)) => progress.call1(py, heard).map(drop),
                    _ => Ok(()),
                };
                if let Err(error) = py.check_signals().and_then(|()| tell()) {
                    stop.store(true, Ordering::Relaxed);
                    raised = Some(error);
                }
            }
            if is_over {
                break;
            }
        }
        let done = py.detach(|| worker.join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        raised.map_or(Ok(done), Err)
    })
}
