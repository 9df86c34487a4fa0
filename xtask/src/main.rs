//! The project's own commands. `cargo xtask help` lists them.

use std::process::ExitCode;

use xtask::arguments::Arguments;
use xtask::{
    analysis, audit_constants, bench, chain, endurance, golden, mutate, odds, page, shell, site, size, test, wheel,
};

const HELP: &str = "\
cargo xtask test                      check everything; installs what is missing and says how long each step takes
cargo xtask bench [--runs N] [--quick]         measure speed and memory, write docs/benchmarks.md
cargo xtask bench peers [--quick]     the same model in other frameworks, into docs/benchmarks.md
cargo xtask bench page [--runs N]     the figures of the browser interface, into docs/browser.md
cargo xtask analysis PAGE [OPTION ...]         make a page of many runs, going on from its finished worlds; --help lists pages and options
cargo xtask site [--write]            make the documentation as a site in target/site, and run the commands of its pages; --write: into them
cargo xtask page                      build the browser interface: its engine and its bundle, kept in web/
cargo xtask odds                      what becomes of many worlds of each case and the typical one, kept in web/odds
cargo xtask wheel                     build the Python package and install it into an environment of the build directory
cargo xtask golden                    make golden/ again from the code as it is
cargo xtask size [--write]            lines by crate and language, the largest files, circles of files; --write: into ARCHITECTURE.md
cargo xtask audit-constants [--list] [--write]  numbers of the rules by file, those undeclared; --write: into docs/constants.md, and lower xtask/undeclared.txt
cargo xtask mutate [--files N] [--what-ifs N] [--seed N]   damage files of every case: what is refused, and how long it takes
cargo xtask interrupted [--kills N] [--stride N]   end every command at every step of its work on the disk, and go on; the figures
cargo xtask soak [--minutes N]        the server among readers, runs and clients that mean ill; the figures
cargo xtask sbom                      a bill of materials in target/xtask/sbom.json, and the licences of all packages
cargo xtask digest SCENARIO [--scale N] [--threads N] [--seed N]   print a run's digest

A page by its name alone is the same as with `analysis` before it: cargo xtask patterns
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "help".into());
    match run(&command, words.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("error: {what}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, words: Vec<String>) -> Result<(), String> {
    if command == "analysis" {
        return analysis::run(&words);
    }
    if analysis::PAGES.contains(&command) {
        return analysis::run(&[vec![command.to_owned()], words].concat());
    }
    let arguments = Arguments::read(words.into_iter())?;
    match command {
        "test" => test::run(&arguments),
        "page" => page::run(&arguments),
        "odds" => odds::run(&arguments),
        "site" => site::run(&arguments),
        "wheel" => wheel::installed().map(drop),
        "size" => size::run(&arguments),
        "audit-constants" => audit_constants::run(&arguments),
        "digest" => golden::digest(&arguments),
        "interrupted" => endurance::interrupted(&arguments),
        "soak" => endurance::soak(&arguments),
        "sbom" => chain::command(&arguments),
        "bench" | "golden" | "mutate" if cfg!(debug_assertions) => shell::again_in_release(),
        "bench" => bench::run(&arguments),
        "mutate" => mutate::command(&arguments),
        "golden" => golden::run(&arguments),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n{HELP}")),
    }
}
