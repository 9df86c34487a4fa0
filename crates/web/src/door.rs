//! The functions that a page or a script calls.
//!
//! Text goes in and comes out through two buffers in this module's memory: the caller asks [`tauride_input`] for room,
//! writes there, calls [`tauride_run`], and reads [`tauride_output_length`] bytes at [`tauride_output`]. A buffer stays where
//! it is until the next call that fills it. Nothing here reads through a pointer, so there is no unsafe block; only the
//! exported names need an unsafe attribute, which vouches that no other function bears them.

#![allow(unsafe_code, reason = "an exported name is an unsafe attribute")]

use std::sync::{Mutex, MutexGuard};

use engine::calendar::Calendar;
use engine::digest::hex;

use crate::course::{Way, run};

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn buffer(of: &'static Mutex<Vec<u8>>) -> MutexGuard<'static, Vec<u8>> {
    // A poisoned buffer is as good as any: it is filled anew before it is read.
    of.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Makes room for `length` bytes of input and says where.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_input(length: usize) -> *mut u8 {
    let mut input = buffer(&INPUT);
    input.clear();
    input.resize(length, 0);
    input.as_mut_ptr()
}

/// Where the output of the last call stands.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_output() -> *const u8 {
    buffer(&OUTPUT).as_ptr()
}

/// How many bytes of output there are.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_output_length() -> usize {
    buffer(&OUTPUT).len()
}

/// Runs the bundled scenario whose name is the input, for `most_days` days (0: to its end), on this one thread.
///
/// Returns 0 with `<digest> <outcome> <date>` as output (the date in the Old Style), or 2 with what is wrong.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_run(seed: u64, scale: u32, most_days: u32) -> u32 {
    let (status, text) = match answer(seed, scale, most_days) {
        Ok(text) => (0, text),
        Err(text) => (2, text),
    };
    *buffer(&OUTPUT) = text.into_bytes();
    status
}

fn answer(seed: u64, scale: u32, most_days: u32) -> Result<String, String> {
    let name = String::from_utf8(buffer(&INPUT).clone()).map_err(|e| format!("the scenario's name is no text: {e}"))?;
    if scale == 0 {
        return Err("a scale is 1:N with N of at least 1".into());
    }
    let spec = scenario::load_bundled(&name).map_err(|problems| problems.to_string())?.spec;
    let way = Way { seed, scale, most_days: (most_days > 0).then_some(most_days), threads: 1 };
    let course = run(&spec, way, &mut |_, _| {});
    let date = course.outcome.date.iso(Calendar::OldStyle);
    Ok(format!("{} {} {date}", hex(course.digest), course.outcome.kind.word()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_door_answers_and_refuses() {
        tauride_input(8);
        buffer(&INPUT).copy_from_slice(b"one-town");
        assert_eq!(tauride_run(1, 10, 3), 0);
        assert_eq!(tauride_output_length(), buffer(&OUTPUT).len());
        assert_eq!(buffer(&OUTPUT).iter().position(|b| *b == b' '), Some(32));
        assert_eq!(tauride_run(1, 0, 3), 2);
        buffer(&INPUT).truncate(3);
        assert_eq!(tauride_run(1, 10, 3), 2);
    }
}
