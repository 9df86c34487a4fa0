//! Ctrl-C: what is under way is brought to a good end, and a second time ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::output;
use crate::status::INTERRUPTED;

/// A flag that Ctrl-C, or the system's wish to end the program, raises; a second time ends it at once.
/// `said` tells the user what happens now. A command that makes several studies has one flag for all.
pub fn stop_on_interrupt(said: &'static str) -> Arc<AtomicBool> {
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    STOP.get_or_init(|| register(said)).clone()
}

fn register(said: &'static str) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = stop.clone();
    let handler = move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
        output::note(said);
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        output::note(&format!("Ctrl-C will not end this run cleanly: {error}"));
    }
    stop
}
