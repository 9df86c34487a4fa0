//! The program `tauride`: arguments, progress, exit status. What it does stands in the crates below it.

mod args;
mod branch;
mod claims;
mod compare;
mod ensemble;
mod fit;
mod interrupt;
mod list;
mod many;
mod model;
mod output;
mod progress;
mod rivals;
mod run;
mod score;
mod sensitivity;
mod serve;
mod small;
mod status;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use status::{FAILED, WRONG_INPUT};

fn main() -> ExitCode {
    // A usage error ends the program here, with status 2.
    let arguments = Arguments::parse();
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

fn dispatch(arguments: Arguments) -> Result<u8, ::run::Error> {
    match arguments.command {
        None => run::run(scenario::main_scenario(), &arguments.main_job),
        Some(Command::Run { scenario, options }) => run::run(&scenario, &options),
        Some(Command::Compare { scenario, options }) => compare::run(&scenario, &options),
        Some(Command::Ensemble { scenario, options }) => ensemble::run(&scenario, &options),
        Some(Command::Branch { scenario, options }) => branch::run(&scenario, &options),
        Some(Command::Sensitivity { scenario, options }) => sensitivity::run(&scenario, &options),
        Some(Command::Fit { scenario, options }) => fit::run(&scenario, &options),
        Some(Command::Score { worlds, options }) => score::run(&worlds, &options),
        Some(Command::Rivals { scenario, options }) => rivals::run(&scenario, &options),
        Some(Command::Claims { scenario, options }) => claims::run(&scenario, &options),
        Some(Command::Check { scenario, json }) => small::check(&scenario, json),
        Some(Command::List { topic: None, json }) => small::list(json),
        Some(Command::List { topic: Some(topic), json }) => list::list(topic, json),
        Some(Command::Model { name, options }) => model::run(&name, &options),
        Some(Command::New { name, from }) => small::new(&name, &from),
        Some(Command::Serve { port, out }) => serve::serve(port, out),
        Some(Command::Export { dir }) => serve::export(&dir),
        Some(Command::Report { run, json }) => small::report(&run, json),
    }
}
