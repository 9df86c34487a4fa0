//! The project's own commands. `cargo xtask help` lists them.

use std::process::ExitCode;

use xtask::{
    Arguments, bench, claims, contingency, docking, experiments, golden, page, patterns, published, sensitivity, shell,
    test, validation,
};

const HELP: &str = "\
cargo xtask test                      check everything; installs what is missing and says how long each step takes
cargo xtask bench [--runs N] [--quick]         measure speed and memory, write docs/benchmarks.md
cargo xtask bench peers [--quick]     the same model in other frameworks, into docs/benchmarks.md
cargo xtask bench page [--runs N]     the figures of the browser interface, into docs/browser.md
cargo xtask docking [--seeds N] [--ticks N]   our Epstein against Mesa's, into docs/verification.md
cargo xtask models [--seeds N]        Epstein's eight runs against the paper, into docs/verification.md
cargo xtask patterns [--seeds N] [--first-seed N] [--scale N]   the eight patterns over many seeds, write docs/patterns.md
cargo xtask experiments [--seeds N] [--big-seeds N]   what the model must show, write docs/experiments.md
cargo xtask sensitivity [--trajectories N] [--base N] [--scale N] [--resume]   what the outcome depends on, write docs/sensitivity.md
cargo xtask validation [--runs N] [--scale N] [--resume]   worlds of the posterior against the record, write docs/validation.md
cargo xtask claims [--pairs N] [--scale N] [--resume]   what is claimed of 1917, tested, write docs/claims.md
cargo xtask contingency [--runs N] [--seeds N] [--pairs N] [--scale N] [--resume]   how open the year was by day, what pairing is worth, write docs/contingency.md
cargo xtask page                      build the browser interface: its engine and its bundle, kept in web/
cargo xtask golden                    make golden/ again from the code as it is
cargo xtask digest SCENARIO [--scale N] [--threads N] [--seed N]   print a run's digest
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "help".into());
    let done = Arguments::read(words).and_then(|arguments| match command.as_str() {
        "test" => test::run(&arguments),
        "page" => page::run(&arguments),
        "digest" => golden::digest(&arguments),
        "bench" | "docking" | "models" | "patterns" | "experiments" | "sensitivity" | "validation" | "claims"
        | "contingency" | "golden"
            if cfg!(debug_assertions) =>
        {
            shell::again_in_release()
        }
        "bench" => bench::run(&arguments),
        "docking" => docking::run(&arguments),
        "models" => published::run(&arguments),
        "patterns" => patterns::run(&arguments),
        "experiments" => experiments::run(&arguments),
        "sensitivity" => sensitivity::run(&arguments),
        "validation" => validation::run(&arguments),
        "claims" => claims::run(&arguments),
        "contingency" => contingency::run(&arguments),
        "golden" => golden::run(&arguments),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n{HELP}")),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("error: {what}");
            ExitCode::FAILURE
        }
    }
}
