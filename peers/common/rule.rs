//! The citizen's decision, as `README.md` defines it.

/// Terms that can be drawn.
pub const TERMS: usize = 30;
/// What is stored for the shortest term of one turn: free at the turn after the last, which is one's own again.
pub const SHORTEST: u8 = 2;
const LEGITIMACY: f64 = 0.82;
const K: f64 = 2.3;
const THRESHOLD: f64 = 0.1;

/// Whether a citizen is active who sees so many cops, and so many active ones with itself counted.
pub fn is_active(hardship: f64, aversion: f64, cops: u32, active: u32) -> bool {
    let arrest = 1.0 - (-K * f64::from(cops / active)).exp();
    hardship * (1.0 - LEGITIMACY) - aversion * arrest > THRESHOLD
}
