//! `cargo xtask bench peers`: one model in several frameworks, side by side in one run on one machine.
//!
//! Each framework's program is in `peers/`, is built or installed here, and runs in a process of its own, so that its clock
//! and its memory are its own. The programs take turns, so that a slow hour of the machine strikes all of them.

mod measured;
mod programs;
mod report;

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::arguments::Arguments;
use crate::{python, sections, shell};
use measured::{Row, Run, Size};
use programs::{PEERS, Peer, Program};

/// Where the Python programs are.
const FOLDER: &str = "peers/python";

const SIZES: [Size; 3] = [
    Size { side: 40, ticks: 1000, warm_up: 100, runs: [5, 3, 3] },
    Size { side: 200, ticks: 30, warm_up: 10, runs: [5, 3, 3] },
    Size { side: 1000, ticks: 2, warm_up: 1, runs: [5, 2, 1] },
];
/// For a look whether everything works.
const QUICK: [Size; 3] = [
    Size { side: 40, ticks: 200, warm_up: 20, runs: [2, 1, 1] },
    Size { side: 200, ticks: 5, warm_up: 5, runs: [2, 1, 1] },
    Size { side: 1000, ticks: 1, warm_up: 0, runs: [1, 1, 1] },
];

/// Builds, runs, and writes the section of the page.
///
/// # Errors
/// When a program cannot be built or run, or the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    static ALL: [Peer; 9] = PEERS;
    let is_quick = arguments.has("quick");
    let sizes = if is_quick { QUICK } else { SIZES };
    let python = python::environment(&python::PEERS)?;
    let programs = ALL.iter().map(|peer| build(peer, &python)).collect::<Result<Vec<_>, _>>()?;
    let mut rows: Vec<Row> = Vec::new();
    for size in sizes {
        let first = rows.len();
        rows.extend(ALL.iter().map(|peer| Row { peer, size, runs: Vec::new() }));
        for turn in 0..size.runs[0] {
            for (row, program) in rows[first..].iter_mut().zip(&programs) {
                if turn < size.runs[row.peer.pace as usize] {
                    row.runs.push(measure(row.peer, program, size, turn + 1)?);
                }
            }
        }
    }
    let section = report::section(&rows, &python, is_quick);
    if is_quick {
        println!("{section}");
        println!("a quick look: docs/benchmarks.md stays as it is");
        return Ok(());
    }
    sections::write("docs/benchmarks.md", "peers", &section)
}

/// What is to be called.
struct Call {
    program: PathBuf,
    file: Option<PathBuf>,
}

fn build(peer: &Peer, python: &std::path::Path) -> Result<Call, String> {
    match peer.program {
        Program::Python(file) => {
            Ok(Call { program: python.to_owned(), file: Some(shell::root().join(FOLDER).join(file)) })
        }
        Program::Cargo(name) => {
            let target = shell::target().join("peers");
            let mut cargo = shell::cargo();
            cargo.args(["build", "--quiet", "--release", "--locked", "--manifest-path"]);
            cargo.arg(format!("peers/{name}/Cargo.toml")).arg("--target-dir").arg(&target);
            shell::run(&mut cargo)?;
            Ok(Call { program: target.join("release").join(format!("peer-{name}")), file: None })
        }
    }
}

fn measure(peer: &Peer, call: &Call, size: Size, seed: u32) -> Result<Run, String> {
    let mut command = Command::new(&call.program);
    command.current_dir(shell::root()).env("PYTHONDONTWRITEBYTECODE", "1").args(&call.file);
    command.args([size.side, size.ticks, seed, size.warm_up].map(|n| n.to_string())).args(peer.extra);
    let printed = shell::output(&mut command)?;
    let run = read(&printed).ok_or_else(|| format!("{} printed no result: {printed}", peer.name))?;
    println!(
        "  {} {}: {:.0} agent-steps a CPU second, {:.1} active",
        peer.name,
        size.side,
        run.agent_steps / run.cpu_seconds,
        run.mean_active
    );
    Ok(run)
}

fn read(printed: &str) -> Option<Run> {
    let value: Value = serde_json::from_str(printed.lines().last()?).ok()?;
    let number = |key: &str| value[key].as_f64();
    Some(Run {
        version: value["version"].as_str()?.to_owned(),
        actors: number("actors")?,
        agent_steps: number("agent_steps")?,
        wall_seconds: number("wall_seconds")?,
        cpu_seconds: number("cpu_seconds")?,
        model_bytes: number("model_bytes")?,
        peak_bytes: number("peak_bytes")?,
        mean_active: number("mean_active")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_result_is_read_and_nothing_else() {
        let printed = "{\"version\":\"1\",\"actors\":2,\"agent_steps\":4,\"wall_seconds\":1.5,\"cpu_seconds\":1.25,\
                       \"model_bytes\":8,\"peak_bytes\":9,\"mean_active\":0.5}\n";
        let run = read(printed).expect("every number is there");
        assert_eq!((run.agent_steps, run.cpu_seconds, run.mean_active), (4.0, 1.25, 0.5));
        assert!(read("").is_none() && read("{\"version\":\"1\"}").is_none());
    }

    #[test]
    fn law_every_program_has_its_place() {
        for peer in &PEERS {
            let path = match peer.program {
                Program::Cargo(name) => format!("peers/{name}/Cargo.lock"),
                Program::Python(file) => format!("{}/{file}", FOLDER),
            };
            assert!(shell::root().join(&path).is_file(), "there is no {path}");
        }
    }
}
