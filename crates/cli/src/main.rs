//! The program `tauride`: arguments, progress, exit status. What it does stands in the crates below it.

mod args;
mod bank;
mod branch;
mod cases;
mod claims;
mod compare;
mod csv;
mod ensemble;
mod estimate;
mod fit;
mod interrupt;
mod jobs;
mod list;
mod manual;
mod many;
mod model;
mod new;
mod output;
mod params;
mod progress;
mod rivals;
mod run;
mod score;
mod sensitivity;
mod serve;
mod small;
mod split;
mod status;
mod sweep;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use status::{FAILED, WRONG_INPUT};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // A usage error ends the program here, with status 2.
        Err(told) if told.use_stderr() => told.exit(),
        Err(help) => {
            output::line(help.render().to_string().trim_end());
            return ExitCode::SUCCESS;
        }
    };
    // A panic is a bug; its message has been printed by then.
    let result = std::panic::catch_unwind(|| dispatch(arguments));
    ExitCode::from(match result {
        Ok(Ok(status)) => status,
        Ok(Err(error)) => {
            output::error(&error);
            if error.is_request() { WRONG_INPUT } else { FAILED }
        }
        Err(_) => FAILED,
    })
}

/// What a user sees who types the program's name alone.
const WELCOME: &str = "\
Tauride simulates a society person by person, day by day, and measures it against the documentary record.

  tauride run russia-1917 --scale 1:100          one world in about a second: tables and a report
  tauride run russia-1917                        the main job: all inhabitants, half a minute, 1.2 GB of memory
  tauride ensemble russia-1917 --runs 100        many worlds, with the odds of their outcomes
  tauride compare russia-1917 --with no-war      what if? pairs of worlds that share every draw
  tauride params russia-1917 grievance           what can be set, with unit, range and meaning
  tauride list                                   scenarios, what-ifs, published models, claims
  tauride new my-town --from one-town            a scenario of your own
  tauride serve                                  the browser interface, on this machine
  tauride help                                   every command";

/// Whether nothing was asked, by a person at a terminal. `cargo run`, which names itself to what it runs, asks for the main job.
fn is_alone_on_a_terminal() -> bool {
    std::env::args_os().len() == 1
        && std::io::stdout().is_terminal()
        && std::env::var_os("CARGO_MANIFEST_DIR").is_none()
}

fn dispatch(arguments: Arguments) -> Result<u8, ::run::Error> {
    match arguments.command {
        None if is_alone_on_a_terminal() => {
            output::line(WELCOME);
            Ok(status::DONE)
        }
        None => run::run(scenario::main_scenario(), &arguments.main_job),
        Some(Command::Run { scenario, options }) => run::run(&scenario, &options),
        Some(Command::Compare { scenario, options }) => compare::run(&scenario, &options),
        Some(Command::Ensemble { scenario, options }) => ensemble::run(&scenario, &options),
        Some(Command::Branch { scenario, options }) => branch::run(&scenario, &options),
        Some(Command::Sweep { scenario, options }) => sweep::run(&scenario, &options),
        Some(Command::Bank { scenario, options }) => bank::run(&scenario, &options),
        Some(Command::Sensitivity { scenario, options }) => sensitivity::run(&scenario, &options),
        Some(Command::Fit { scenario, options }) => fit::run(&scenario, &options),
        Some(Command::Score { worlds, options }) => score::run(&worlds, &options),
        Some(Command::Cases { cases, options }) => cases::run(&cases, &options),
        Some(Command::Rivals { scenario, options }) => rivals::run(&scenario, &options),
        Some(Command::Claims { scenario, options }) => claims::run(&scenario, &options),
        Some(Command::Jobs { study }) => jobs::print(&study),
        Some(Command::Gather { dir, quiet, json }) => jobs::gather(&dir, quiet, json),
        Some(Command::Csv { run, tables, out, json }) => csv::write(&run, &tables, out.as_deref(), json),
        Some(Command::Check { scenario, json }) => small::check(&scenario, json),
        Some(Command::List { topic: None, json }) => small::list(json),
        Some(Command::List { topic: Some(topic), json }) => list::list(topic, json),
        Some(Command::Model { name, options }) => model::run(&name, &options),
        Some(Command::Params { scenario, filter, json }) => {
            params::params(scenario.as_deref(), filter.as_deref(), json)
        }
        Some(Command::Split { scenario, json }) => split::split(&scenario, json),
        Some(Command::Completions { shell }) => Ok(manual::completions(shell)),
        Some(Command::Manual) => manual::page(),
        Some(Command::New { name, from, whole }) => new::new(&name, &from, whole),
        Some(Command::Serve { scenarios, port, out, always_token }) => {
            serve::serve(&scenarios, port, out, always_token)
        }
        Some(Command::Export { to, cases }) => serve::export(&to, &cases),
        Some(Command::Report { run, json }) => small::report(&run, json),
        Some(Command::Verify { dir, json }) => small::verify(&dir, json),
    }
}
