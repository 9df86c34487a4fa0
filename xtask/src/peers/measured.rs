//! What is measured of a program: lattices, and what its runs printed.

use super::programs::Peer;

/// A lattice and how long it runs: the same for every program.
#[derive(Clone, Copy)]
pub struct Size {
    pub side: u32,
    pub ticks: u32,
    pub warm_up: u32,
    /// Runs of the fast programs, of the slow ones, and of the slowest.
    pub runs: [u32; 3],
}

/// What one run of a program printed.
#[derive(Clone, Debug)]
pub struct Run {
    pub version: String,
    pub actors: f64,
    pub agent_steps: f64,
    pub wall_seconds: f64,
    pub cpu_seconds: f64,
    pub model_bytes: f64,
    pub peak_bytes: f64,
    pub mean_active: f64,
}

/// All runs of one program at one size.
pub struct Row {
    pub peer: &'static Peer,
    pub size: Size,
    pub runs: Vec<Run>,
}
