//! Ctrl-C: what is under way is brought to a good end, and a second time ends the program at once.

use std::io;
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
    if let Err(error) = on_signal(handler) {
        output::note(&format!("Ctrl-C will not end this run cleanly: {error}"));
    }
    stop
}

/// Has a thread call the handler at each wish to end the program. A terminal that is closed is one too, unless whoever started
/// the program has it ignored, as `nohup` does.
#[cfg(unix)]
fn on_signal(handler: impl Fn() + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    if !is_hangup_ignored() {
        signals.add_signal(SIGHUP)?;
    }
    std::thread::Builder::new().name("signals".into()).spawn(move || signals.forever().for_each(|_| handler()))?;
    Ok(())
}

#[cfg(not(unix))]
fn on_signal(handler: impl Fn() + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(handler).map_err(io::Error::other)
}

/// Whether the program was started with the signal of a closed terminal ignored. Safe code can ask this of Linux alone; on
/// other systems the program ends cleanly then.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    // Signal n is bit n - 1 of a hexadecimal number, and this signal is the first.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).map(str::trim);
    ignored.and_then(|mask| u64::from_str_radix(mask, 16).ok()).is_some_and(|mask| mask & 1 == 1)
}
