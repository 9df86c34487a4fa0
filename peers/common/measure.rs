//! What every Rust program of this folder shares: its command line, its clocks, and the line that it prints.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// Share of sites with a citizen at the start.
pub const CITIZENS: f64 = 0.7;
/// Share of sites with a cop.
pub const COPS: f64 = 0.04;

/// What is to be run.
#[derive(Clone, Copy)]
pub struct Task {
    /// Sites on a side of the lattice.
    pub size: usize,
    /// Seed of the chance.
    pub seed: u64,
}

impl Task {
    /// Citizens.
    pub fn citizens(&self) -> usize {
        ((self.size * self.size) as f64 * CITIZENS).round() as usize
    }

    /// Cops.
    pub fn cops(&self) -> usize {
        ((self.size * self.size) as f64 * COPS).round() as usize
    }
}

/// A model that can be measured.
pub trait Model {
    /// Every actor has its turn once.
    fn tick(&mut self);
    /// Active citizens now.
    fn active(&self) -> usize;
}

/// Sites within the radius of 7, without the own one.
#[allow(dead_code, reason = "one program has a view of its own")]
pub fn view() -> Vec<(i32, i32)> {
    let sites = (-7..=7).flat_map(|x: i32| (-7..=7).map(move |y: i32| (x, y)));
    sites.filter(|&(x, y)| (x, y) != (0, 0) && x * x + y * y <= 49).collect()
}

/// Reads the command line `SIZE TICKS SEED WARM_UP`, runs, and prints one line of JSON.
pub fn run<M: Model>(framework: &str, version: &str, make: impl FnOnce(Task) -> M) {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let [size, ticks, seed, warm_up] = numbers[..] else {
        eprintln!("usage: SIZE TICKS SEED WARM_UP");
        std::process::exit(2);
    };
    let task = Task { size: size as usize, seed };
    let before = resident("VmRSS:");
    let mut model = make(task);
    for _ in 0..warm_up {
        model.tick();
    }
    let (mut wall, mut cpu, mut sum, mut last) = (0.0, 0.0, 0, 0);
    for _ in 0..ticks {
        let (since, spent) = (Instant::now(), cpu_seconds());
        model.tick();
        wall += since.elapsed().as_secs_f64();
        cpu += cpu_seconds() - spent;
        last = model.active();
        sum += last;
    }
    let (after, peak) = (resident("VmRSS:"), resident("VmHWM:"));
    let actors = task.citizens() + task.cops();
    println!(
        "{{\"framework\":\"{framework}\",\"version\":\"{version}\",\"size\":{size},\"ticks\":{ticks},\"seed\":{seed},\
         \"warm_up\":{warm_up},\"actors\":{actors},\"agent_steps\":{},\"wall_seconds\":{wall:.9},\"cpu_seconds\":{cpu:.9},\
         \"peak_bytes\":{peak},\"model_bytes\":{},\"mean_active\":{},\"last_active\":{last}}}",
        actors as u64 * ticks,
        after.saturating_sub(before),
        sum as f64 / ticks as f64,
    );
}

/// User and system time of this process, all threads together.
fn cpu_seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// A size in bytes from this process's own status.
fn resident(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) * 1024
}
