//! With what status the program ends.

/// Exit status when everything asked for was done.
pub const DONE: u8 = 0;
/// Exit status when something went wrong that is not the user's input.
pub const FAILED: u8 = 1;
/// Exit status when the user's input is wrong; nothing was written.
pub const WRONG_INPUT: u8 = 2;
/// Exit status after Ctrl-C.
pub const INTERRUPTED: u8 = 130;
