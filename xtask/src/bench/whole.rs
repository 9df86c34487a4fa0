//! Whole runs of the program, each in a process of its own, so that its peak of memory is its own.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use engine::calendar::{Calendar, Day};
use serde_json::Value;

use crate::shell;
use crate::statistics::{grouped, median, spread};

/// Runs at one scale and number of threads.
struct Runs {
    scale: u32,
    threads: u32,
    persons: f64,
    adults: f64,
    days: f64,
    /// Seconds from the start of the process to its end: reading the scenario and writing the report included.
    process: Vec<f64>,
    /// Seconds of the run: synthesis, days, tables.
    seconds: Vec<f64>,
    /// Peak of memory.
    peak: Vec<f64>,
}

impl Runs {
    fn modelled(&self) -> f64 {
        self.persons / f64::from(self.scale)
    }
    fn person_days_per_second(&self) -> f64 {
        self.modelled() * self.days / median(&self.seconds)
    }
    /// Bytes of the persons' columns that must pass through the processor in a run, a second, in billions.
    fn gigabytes_per_second(&self) -> f64 {
        let children = self.persons - self.adults;
        self.days * (11.0 * self.adults + 3.0 * children) / f64::from(self.scale) / median(&self.seconds) / 1e9
    }
}

/// The section on whole runs.
///
/// # Errors
/// When the program fails, or prints what is no result.
pub(super) fn section(runs: usize, quick: bool, triad: f64) -> Result<String, String> {
    let mut plan = vec![(100, 2), (30, 2), (10, 1), (10, 2), (1, 2)];
    if quick {
        plan.pop();
    }
    let mut all = Vec::new();
    for (scale, threads) in plan {
        all.push(measure(scale, threads, runs)?);
    }
    let mut text = String::from(
        "## Whole runs\n\n\
         `tauride run russia-1917 --scale 1:N`, 18 February to 31 October, in a process of its own each; synthesis of the \
         population and writing of all tables included. *Process* also counts reading the scenario and writing the report. \
         Peak memory is the system's own count (VmHWM) for that process.\n\n\
         Bytes streamed are days × (11 × adults + 3 × children) ÷ N: of an adult six columns are read and five written, of a \
         child two are read and one written, once a day. Further rounds in places of unrest are not counted.\n\n\
         | scale | threads | seconds | process, seconds | person-days a second | GB/s streamed | to the triad | peak, MiB |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for r in &all {
        text += &format!(
            "| 1:{} | {} | {} | {} | {} | {:.2} | {:.2} | {} |\n",
            r.scale,
            r.threads,
            spread(&r.seconds, 2),
            spread(&r.process, 2),
            grouped(r.person_days_per_second()),
            r.gigabytes_per_second(),
            r.gigabytes_per_second() / triad,
            spread(&r.peak.iter().map(|b| b / 1_048_576.0).collect::<Vec<_>>(), 0),
        );
    }
    text.push('\n');
    text += &conclusions(&all, triad);
    Ok(text)
}

fn conclusions(all: &[Runs], triad: f64) -> String {
    let at = |scale: u32, threads: u32| all.iter().find(|r| r.scale == scale && r.threads == threads);
    let mut text = String::from("| measured | here | goal | must |\n|---|---|---|---|\n");
    if let Some(r) = at(1, 2) {
        text += &format!("| 1:1, seconds | {:.1} | 12 | 20 |\n", median(&r.seconds));
        let beyond = (median(&r.peak) - 300.0 * 1_048_576.0) / r.modelled();
        text += &format!("| 1:1, bytes a person beyond 300 MiB | {beyond:.2} | | 8 |\n");
        text += &format!("| 1:1, streaming to the triad | {:.2} | 0.4 | 0.2 |\n", r.gigabytes_per_second() / triad);
    }
    if let Some(r) = at(100, 2) {
        text += &format!("| 1:100, seconds | {:.2} | 0.3 | 0.6 |\n", median(&r.seconds));
    }
    if let (Some(one), Some(two)) = (at(10, 1), at(10, 2)) {
        text += &format!(
            "| one thread to two, at 1:10 | {:.2} times | | 1.7 |\n",
            median(&one.seconds) / median(&two.seconds)
        );
    }
    text += "\nSeconds for a million persons held in memory, for the whole period on two threads (the same at every scale when \
             time is linear in persons):\n\n| scale | persons in memory | seconds a million |\n|---|---|---|\n";
    for r in all.iter().filter(|r| r.threads == 2) {
        let million = r.modelled() / 1e6;
        text += &format!("| 1:{} | {} | {:.3} |\n", r.scale, grouped(r.modelled()), median(&r.seconds) / million);
    }
    text
}

fn measure(scale: u32, threads: u32, runs: usize) -> Result<Runs, String> {
    let mut found = Runs {
        scale,
        threads,
        persons: 0.0,
        adults: 0.0,
        days: 0.0,
        process: Vec::new(),
        seconds: Vec::new(),
        peak: Vec::new(),
    };
    for _ in 0..runs {
        let out = shell::fresh_dir("bench")?;
        let mut command = shell::command(shell::target().join("release/tauride"));
        command.args(["run", "russia-1917", "--json", "--quiet", "--seed", "1"]);
        command.args(["--scale", &format!("1:{scale}"), "--threads", &threads.to_string(), "--out"]).arg(&out);
        let began = Instant::now();
        let (printed, peak) = watched(&mut command)?;
        found.process.push(began.elapsed().as_secs_f64());
        let result: Value = serde_json::from_str(&printed).map_err(|e| format!("the run printed no JSON: {e}"))?;
        let number = |key: &str| result[key].as_f64().ok_or(format!("the run printed no `{key}`"));
        found.seconds.push(number("wall_seconds")?);
        found.peak.push(number("peak_bytes")?.max(peak));
        (found.persons, found.adults) = (number("persons")?, number("adults")?);
        let day = |key: &str| result[key].as_str().and_then(|text| Day::parse(Calendar::NewStyle, text));
        let (start, end) = day("start").zip(day("end")).ok_or("the run printed no dates")?;
        found.days = f64::from(end.since(start) + 1);
        println!("  1:{scale}, {threads} thread(s): {:.2} s", number("wall_seconds")?);
        std::fs::remove_dir_all(&out).map_err(|e| format!("cannot remove {}: {e}", out.display()))?;
    }
    Ok(found)
}

/// Runs a program; its output, and its peak of memory as far as the system told it while the program ran, report included.
fn watched(command: &mut Command) -> Result<(String, f64), String> {
    let failed = |e: std::io::Error| format!("the program cannot be run: {e}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        let status = std::fs::read_to_string(&status_file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|rest| rest.trim().strip_suffix("kB")).and_then(|kib| kib.trim().parse::<f64>().ok());
        peak = peak.max(kib.unwrap_or(0.0) * 1024.0);
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut printed = String::new();
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut printed).map_err(failed)?;
    }
    if status.success() { Ok((printed, peak)) } else { Err(format!("the program ended with {status}")) }
}
