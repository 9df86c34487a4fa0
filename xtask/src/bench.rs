//! `cargo xtask bench`: speed and memory, measured in one run, beside a plain memory triad of the same run.
//!
//! Nothing is asserted: a time is a property of the machine and of what else runs on it.

pub(crate) mod machine;
mod page;
mod person_loop;
mod triad;
mod whole;

use crate::arguments::Arguments;
use crate::statistics::{grouped, median, spread};
use crate::{peers, sections, shell};

const PAGE: &str = "docs/benchmarks.md";

/// Measures, and writes the page; with the word `peers`, the part of it on other frameworks; with `page`, the figures of the
/// browser interface.
///
/// # Errors
/// When the program cannot be built or run, or the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    match arguments.word() {
        Some("peers") => return peers::run(arguments),
        Some("page") => return page::run(arguments),
        Some(word) => return Err(format!("there is no measurement `{word}`; there are `peers` and `page`")),
        None => (),
    }
    let runs = arguments.number("runs", 3) as usize;
    let quick = arguments.has("quick");
    shell::run(shell::cargo().args(["build", "--release", "--package", "tauride"]))?;
    let mut page = String::from("# Benchmarks\n\n");
    page +=
        "Made by a command in one go, so that every figure stands beside the memory's own speed of the same hour:\n\n";
    page += &format!("    cargo xtask bench --runs {runs}\n\n");
    page += &machine::machine();
    page += &format!("Medians of {runs} runs; least and most in brackets.\n\n");

    let [triad_one, triad_two] = [1, 2].map(|threads| times(runs, || triad::gigabytes_per_second(threads)));
    let [loop_one, loop_two] = [1, 2].map(|threads| times(runs, || person_loop::gigabytes_per_second(threads)));
    page += &memory_section([&triad_one, &triad_two], [&loop_one, &loop_two]);
    page += &whole::section(runs, quick, median(&triad_two))?;
    shell::write(PAGE, &sections::keep(PAGE, &page, &["peers"]))
}

fn times(runs: usize, measure: impl Fn() -> f64) -> Vec<f64> {
    (0..runs)
        .map(|_| {
            let value = measure();
            println!("  {value:.2} GB/s");
            value
        })
        .collect()
}

fn memory_section(triad: [&[f64]; 2], person: [&[f64]; 2]) -> String {
    let ratio = |i: usize| median(person[i]) / median(triad[i]);
    format!(
        "## Memory and the person loop\n\n\
         Triad: `a[i] = b[i] + s * c[i]` over three arrays of {} numbers of 8 bytes, in plain Rust; 24 bytes an element are \
         counted, the best of five passes.\n\
         Person loop: `society::people::pass`, the daily pass with all changes, over {} persons in cells of {}; 11 bytes a \
         person are counted (six columns read, five written), the best of five passes. Persons a second are a billion times \
         the figure, divided by 11.\n\n\
         | GB/s | one thread | two threads | two to one |\n|---|---|---|---|\n\
         | triad | {} | {} | {:.2} |\n\
         | person loop | {} | {} | {:.2} |\n\
         | loop to triad | {:.2} | {:.2} | |\n\n",
        grouped(triad::N as f64),
        grouped(person_loop::N as f64),
        person_loop::CELL,
        spread(triad[0], 1),
        spread(triad[1], 1),
        median(triad[1]) / median(triad[0]),
        spread(person[0], 1),
        spread(person[1], 1),
        median(person[1]) / median(person[0]),
        ratio(0),
        ratio(1),
    )
}
