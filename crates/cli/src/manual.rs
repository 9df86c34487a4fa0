//! Completions of shells and the manual page, made from the arguments that the program takes.

use clap::CommandFactory;
use clap_complete::Shell;
use run::Error;

use crate::args::Arguments;
use crate::output;
use crate::status::DONE;

/// Writes the completions of a shell on standard output.
pub fn completions(shell: Shell) -> u8 {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "tauride", &mut text);
    output::line(String::from_utf8_lossy(&text).trim_end());
    DONE
}

/// Writes the manual page on standard output: the program, then each command.
///
/// # Errors
/// When it cannot be made.
pub fn page() -> Result<u8, Error> {
    let mut text = Vec::new();
    let mut program = Arguments::command();
    program.build();
    let failed = |source| Error::File { doing: "make", path: "the manual page".into(), source };
    clap_mangen::Man::new(program.clone()).render(&mut text).map_err(failed)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        clap_mangen::Man::new(command.clone()).render(&mut text).map_err(failed)?;
    }
    output::line(String::from_utf8_lossy(&text).trim_end());
    Ok(DONE)
}
