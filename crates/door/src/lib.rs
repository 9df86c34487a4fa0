//! How text goes into a WebAssembly module and bytes come out.
//!
//! Text goes in and bytes come out through two buffers in the module's memory: the caller asks [`tauride_input`] for room,
//! writes there, calls a function, and reads [`tauride_output_length`] bytes at [`tauride_output`]. A buffer stays where
//! it is until the next call that fills it. A function returns 0, or 2 with what is wrong as output. Nothing here reads
//! through a pointer, so there is no unsafe block; only the exported names need an unsafe attribute, which vouches that no
//! other function bears them.

#![allow(unsafe_code, reason = "an exported name is an unsafe attribute")]

use std::sync::{Mutex, MutexGuard};

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static OUTPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Holds what a module keeps between two calls.
pub fn locked<T>(of: &'static Mutex<T>) -> MutexGuard<'static, T> {
    // What a panic left is filled anew before it is read.
    of.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Leaves what a call came to as output; what the call returns: 0, or 2 where something is wrong.
pub fn answer(result: Result<Vec<u8>, String>) -> u32 {
    let (status, bytes) = match result {
        Ok(bytes) => (0, bytes),
        Err(text) => (2, text.into_bytes()),
    };
    *locked(&OUTPUT) = bytes;
    status
}

/// What the caller wrote.
///
/// # Errors
/// When it is no text.
pub fn input() -> Result<String, String> {
    String::from_utf8(locked(&INPUT).clone()).map_err(|e| format!("the input is no text: {e}"))
}

/// Makes room for `length` bytes of input and says where.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_input(length: usize) -> *mut u8 {
    let mut input = locked(&INPUT);
    input.clear();
    input.resize(length, 0);
    input.as_mut_ptr()
}

/// Where the output of the last call stands.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_output() -> *const u8 {
    locked(&OUTPUT).as_ptr()
}

/// How many bytes of output there are.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_output_length() -> usize {
    locked(&OUTPUT).len()
}

/// Writes input as a caller does, for the tests of modules.
pub fn put(text: &[u8]) {
    tauride_input(text.len());
    locked(&INPUT).copy_from_slice(text);
}

/// Reads the output as a caller does, for the tests of modules.
pub fn output() -> Vec<u8> {
    locked(&OUTPUT).clone()
}
