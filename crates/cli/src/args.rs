//! What a user types.

mod options;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use scenario::main_scenario;

pub use options::{
    BankOptions, BranchOptions, CasesOptions, ClaimsOptions, CompareOptions, EnsembleOptions, FitOptions, ModelOptions,
    RivalsOptions, RunOptions, ScoreOptions, SensitivityOptions, StudyOptions, SweepOptions,
};

/// A laboratory for revolutionary situations.
///
/// Without a command: runs russia-1917, shows progress, writes a report and says where it is; alone on a terminal: says what
/// can be done.
#[derive(Parser)]
#[command(name = "tauride", version, args_conflicts_with_subcommands = true, after_help = STATUS)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of the main job.
    #[command(flatten)]
    pub main_job: RunOptions,
}

const STATUS: &str = "Exit status: 0 done; 2 the input is wrong, nothing written; 130 interrupted; 1 anything else.";

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Run one world and write its tables and report
    #[command(after_help = "Example: tauride run russia-1917 --scale 1:100 --seed 2 --set repression=off")]
    Run {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// How to run it.
        #[command(flatten)]
        options: RunOptions,
    },
    /// Run many worlds and write them as a dataset, with the odds of their outcomes
    #[command(after_help = "Example: tauride ensemble russia-1917 --runs 100 --scale 1:200 --with no-war")]
    Ensemble {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// How to run them.
        #[command(flatten)]
        options: EnsembleOptions,
    },
    /// Branch one world with other chance on many days: when was its year still open?
    #[command(after_help = "Example: tauride branch russia-1917 --branches 50 --every 7")]
    Branch {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// How to branch it.
        #[command(flatten)]
        options: BranchOptions,
    },
    /// Compare worlds with and without a change: pairs that share every draw
    #[command(after_help = "Example: tauride compare russia-1917 --with no-war --set recall=off --pairs 40")]
    Compare {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// How to compare.
        #[command(flatten)]
        options: CompareOptions,
    },
    /// Run worlds at the points of a design over parameters, mechanisms, inputs and what-ifs, into one table
    #[command(
        after_help = "Example: tauride sweep one-town --vary grievance.rise_per_day=0.02..0.1:5 --vary repression=on,off --runs 20"
    )]
    Sweep {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// What to vary.
        #[command(flatten)]
        options: SweepOptions,
    },
    /// Find out which parameters and which inputs the outcome depends on
    #[command(
        after_help = "Example: tauride sensitivity russia-1917 --inputs grievance,conditions.food --scale 1:1000"
    )]
    Sensitivity {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// How to survey.
        #[command(flatten)]
        options: SensitivityOptions,
    },
    /// Fit behaviour to the training part of the record and write a posterior
    #[command(after_help = "Example: tauride fit russia-1917 --runs 7000")]
    Fit {
        /// Name of a scenario that comes with the program, or a directory
        #[arg(default_value = main_scenario())]
        scenario: String,
        /// How to fit.
        #[command(flatten)]
        options: FitOptions,
    },
    /// Score a finished ensemble, or a run, against the documentary record
    #[command(after_help = "Example: tauride score runs/ensemble-russia-1917-seed1-1to100")]
    Score {
        /// Directory of the ensemble or run
        worlds: PathBuf,
        /// How to score.
        #[command(flatten)]
        options: ScoreOptions,
    },
    /// Run every society that has a record of its own with the same numbers, and score each against its record
    #[command(after_help = "Example: tauride cases --runs 40")]
    Cases {
        /// Names of cases [default: all that come with the program]
        cases: Vec<String>,
        /// How to run them.
        #[command(flatten)]
        options: CasesOptions,
    },
    /// Keep worlds for calibration: parameters of a design, and each world's answers to the record, in one table
    #[command(after_help = "Example: tauride bank russia-1917 --design sobol --runs 1024 --out runs/bank")]
    Bank {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// Which worlds.
        #[command(flatten)]
        options: BankOptions,
    },
    /// Fit and score rival explanations, and the model with each mechanism off, with the same budget
    #[command(after_help = "Example: tauride rivals russia-1917 --only no-news --worlds 20")]
    Rivals {
        /// Name of a scenario that comes with the program, or a directory
        #[arg(default_value = main_scenario())]
        scenario: String,
        /// How to compare.
        #[command(flatten)]
        options: RivalsOptions,
    },
    /// Test what is claimed of a scenario: pairs of worlds for every claim, a verdict for each, the effects side by side
    #[command(after_help = "Example: tauride claims russia-1917 --only E01,E02 --pairs 20")]
    Claims {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// How to test them.
        #[command(flatten)]
        options: ClaimsOptions,
    },
    /// Check a scenario and report every fault at once
    #[command(after_help = "Example: tauride check my-town")]
    Check {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// Run a published reference model and write its tables and report
    #[command(after_help = "Example: tauride model granovetter --set spread=12")]
    Model {
        /// Name of the model; `tauride list` has them all
        name: String,
        /// How to run it.
        #[command(flatten)]
        options: ModelOptions,
    },
    /// Print a list of jobs for a cluster: a command a line, each of which makes a part of a study in one directory
    #[command(
        after_help = "Example: tauride jobs sweep one-town --vary rural.fear=0.1..0.9:9 --runs 100 --chunk 50 --out runs/fear > jobs.txt\nThen, as a Slurm array: sed -n \"${SLURM_ARRAY_TASK_ID}p\" jobs.txt | sh\nOr on this machine: parallel < jobs.txt"
    )]
    Jobs {
        /// The study.
        #[command(subcommand)]
        study: JobsOf,
    },
    /// Gather the parts that jobs have made into the whole study, or print the jobs that are missing
    #[command(after_help = "Example: tauride gather runs/fear")]
    Gather {
        /// Directory of the study
        dir: PathBuf,
        /// Show no progress
        #[arg(long)]
        quiet: bool,
        /// Print one JSON object on standard output and everything else on standard error
        #[arg(long)]
        json: bool,
    },
    /// Write the tables of a run, an ensemble or a sweep as CSV
    #[command(after_help = "Example: tauride csv runs/one-town-seed1-1to1 national events --out tables")]
    Csv {
        /// Directory of the run, ensemble or sweep
        run: PathBuf,
        /// Tables to write, such as national or worlds [default: all]
        tables: Vec<String>,
        /// Directory of the CSV files [default: beside the tables]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// List scenarios, interventions, models and claims; or observables, decisions, events, files
    #[command(after_help = "Example: tauride list decisions")]
    List {
        /// What to list instead
        topic: Option<crate::list::Topic>,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// List what can be set in a scenario: parameters, switches and inputs, with unit, range and meaning
    #[command(after_help = "Example: tauride params russia-1917 grievance")]
    Params {
        /// Name of a scenario that comes with the program, or a directory [default: russia-1917]
        scenario: Option<String>,
        /// Only those with this in their name, unit or meaning; or `parameter`, `switch`, `input`
        filter: Option<String>,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// Show how the record of a scenario is divided between calibration and test
    #[command(after_help = "Example: tauride split russia-1917")]
    Split {
        /// Name of a scenario that comes with the program, or a directory
        #[arg(default_value = main_scenario())]
        scenario: String,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// Write the completions of a shell on standard output
    #[command(after_help = "Example: tauride completions bash > tauride.bash")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page, for `man`, on standard output
    #[command(after_help = "Example: tauride manual > tauride.1")]
    Manual,
    /// Start a scenario of one's own in a new directory
    #[command(after_help = "Example: tauride new my-town --from one-town --whole")]
    New {
        /// The directory to make
        name: String,
        /// The scenario to start from: one that comes with the program, or a directory. The new one is based on it, and has only
        /// what differs; a directory that does not lie beside the new one is copied
        #[arg(long, value_name = "SCENARIO|DIR", default_value = main_scenario())]
        from: String,
        /// Write every table that counts as a file of its own, so that each row can be seen and changed
        #[arg(long)]
        whole: bool,
    },
    /// Open the browser interface on this machine
    #[command(after_help = "Example: tauride serve my-town --port 1917")]
    Serve {
        /// Directories of your own to show: scenarios, finished studies and runs, or a directory that holds studies and runs
        #[arg(value_name = "DIR")]
        scenarios: Vec<String>,
        /// Port to listen on, on this machine only; 0 takes any that is free
        #[arg(long, value_name = "N", default_value_t = 1917)]
        port: u16,
        /// Directory of its runs
        #[arg(long, value_name = "DIR", default_value = "runs/serve")]
        out: PathBuf,
        /// Ask for the token of the printed address from your own programs too, before they start or end a run
        #[arg(long)]
        always_token: bool,
    },
    /// Write the browser interface as a folder that any web host can serve, or as one file
    #[command(after_help = "Example: tauride export town.html one-town")]
    Export {
        /// The folder to make, or a file whose name ends in `.html`: one file with one case, which opens from a disk
        to: PathBuf,
        /// Cases to show, scenarios that come with the program or directories; those that the browser's own engine carries where none is named
        #[arg(value_name = "SCENARIO")]
        cases: Vec<String>,
    },
    /// Write the page of a finished run, study, score or model again
    #[command(after_help = "Example: tauride report runs/one-town-seed1-1to1")]
    Report {
        /// Directory that a command wrote: of `run`, `ensemble`, `compare`, `sweep`, `branch`, `claims`, `sensitivity`, `fit`, `rivals`, `score` or `model`
        run: PathBuf,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// Say whether the files of a directory are as they were written
    #[command(after_help = "Example: tauride verify runs/one-town-seed1-1to1")]
    Verify {
        /// Directory that a command wrote
        dir: PathBuf,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
}

/// A study that can be made in parts.
#[derive(Subcommand)]
pub enum JobsOf {
    /// The jobs of an ensemble
    #[command(after_help = "Example: tauride jobs ensemble one-town --runs 1000 --chunk 100 > jobs.txt")]
    Ensemble {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// Worlds of each job
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
        chunk: u64,
        /// How to run them.
        #[command(flatten)]
        options: EnsembleOptions,
    },
    /// The jobs of a sweep
    #[command(
        after_help = "Example: tauride jobs sweep one-town --vary news=on,off --runs 1000 --chunk 100 > jobs.txt"
    )]
    Sweep {
        /// Name of a scenario that comes with the program, or a directory
        scenario: String,
        /// Worlds of each job
        #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
        chunk: u64,
        /// What to vary.
        #[command(flatten)]
        options: SweepOptions,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_arguments_fit_together() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    /// Lines of two screens.
    const TWO_SCREENS: usize = 100;

    fn helps(command: &clap::Command, name: &str) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let name = format!("{name} {}", sub.get_name());
            let help = sub.clone().render_long_help().to_string();
            assert!(help.contains(&format!("Example: {name}")), "`{name} --help` has no example: {help}");
            assert!(help.lines().count() <= TWO_SCREENS, "`{name} --help` has {} lines", help.lines().count());
            helps(sub, &name);
        }
    }

    #[test]
    fn law_every_help_has_an_example_and_two_screens_at_most() {
        use clap::CommandFactory;
        helps(&Arguments::command(), "tauride");
    }

    #[test]
    fn law_every_example_is_a_command() {
        use clap::CommandFactory;
        let mut examples = Vec::new();
        let command = Arguments::command();
        let mut open: Vec<&clap::Command> = vec![&command];
        while let Some(command) = open.pop() {
            open.extend(command.get_subcommands());
            examples.extend(command.get_after_help().map(ToString::to_string));
        }
        let line = |text: &String| text.lines().find_map(|line| line.strip_prefix("Example: ").map(str::to_owned));
        for line in examples.iter().filter_map(line) {
            let words = line.split(" > ").next().unwrap_or_default().split_whitespace();
            Arguments::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}
