//! What a user types.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use run::write::Tables as RunTables;
use scenario::main_scenario;
use study::ensemble::tables::Tables;

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
    #[command(after_help = "Example: tauride serve --port 1917")]
    Serve {
        /// Port to listen on, on this machine only; 0 takes any that is free
        #[arg(long, value_name = "N", default_value_t = 1917)]
        port: u16,
        /// Directory of its runs
        #[arg(long, value_name = "DIR", default_value = "runs/serve")]
        out: PathBuf,
    },
    /// Write the browser interface as a folder that any web host can serve
    #[command(after_help = "Example: tauride export public")]
    Export {
        /// The folder to make
        dir: PathBuf,
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

/// How to run a world.
#[derive(Args, Clone, Debug)]
pub struct RunOptions {
    /// Seed of all chance; the same seed gives the same run
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:1", value_parser = scale)]
    pub scale: u32,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Change a parameter or switch a mechanism on or off; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Apply a what-if: its name (see `tauride list`) or a file; may be repeated
    #[arg(long = "with", value_name = "NAME|FILE")]
    pub with: Vec<String>,
    /// Threads to use; the result is the same with any number [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Directory of the run [default: runs/SCENARIO-WHATIFS-seedN-1toN]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Go on from where an earlier run into the same directory was interrupted
    #[arg(long)]
    pub resume: bool,
    /// Write over a finished run of another question in the same directory
    #[arg(long)]
    pub force: bool,
    /// Also keep a checkpoint every so many simulated days, to resume from after a crash
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    pub checkpoint_days: Option<u32>,
    /// Tables to write: `none` leaves manifest.json alone, `few` is national, councils, congresses and events of importance 2
    /// and 3; a report needs `all`
    #[arg(long, value_name = "none|few|all", default_value = "all", value_parser = run_tables)]
    pub tables: RunTables,
    /// Write no report
    #[arg(long)]
    pub no_report: bool,
    /// Show no progress
    #[arg(long)]
    pub quiet: bool,
    /// Print one JSON object on standard output and everything else on standard error
    #[arg(long)]
    pub json: bool,
}

/// What every study of many worlds may be asked.
#[derive(Args, Clone, Debug)]
pub struct StudyOptions {
    /// Threads to use, a world to each; the result is the same with any number [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Directory of the study [default: one under runs/ that is named after what is asked]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Go on from what an earlier run into the same directory has finished
    #[arg(long)]
    pub resume: bool,
    /// Show no progress
    #[arg(long)]
    pub quiet: bool,
    /// Print one JSON object on standard output and everything else on standard error
    #[arg(long)]
    pub json: bool,
}

/// How to compare two arms of worlds.
#[derive(Args, Clone, Debug)]
pub struct CompareOptions {
    /// A change of the second arm: a what-if by name (see `tauride list`) or file; may be repeated
    #[arg(long, value_name = "NAME|FILE")]
    pub with: Vec<String>,
    /// A change of the second arm: a parameter's value, or a mechanism on or off; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Change a parameter or switch a mechanism on or off in both arms; may be repeated
    #[arg(long = "set-both", value_name = "KEY=VALUE")]
    pub both: Vec<String>,
    /// Pairs of worlds
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub pairs: u64,
    /// Seed of the first pair; the others follow it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:200", value_parser = scale)]
    pub scale: u32,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to run an ensemble.
#[derive(Args, Clone, Debug)]
pub struct EnsembleOptions {
    /// Worlds
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub runs: u64,
    /// Seed of the first world; the others follow it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:100", value_parser = scale)]
    pub scale: u32,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Change a parameter or switch a mechanism on or off; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Apply a what-if: its name (see `tauride list`) or a file; may be repeated
    #[arg(long = "with", value_name = "NAME|FILE")]
    pub with: Vec<String>,
    /// Tables to write: `few` is national, councils and events of importance 2 and 3; `all` is every row of a run
    #[arg(long, value_name = "few|all", default_value = "few", value_parser = tables)]
    pub tables: Tables,
    /// Make only these worlds, numbered from 1, as a part of the directory that `tauride gather` puts together; `tauride jobs`
    /// prints such commands
    #[arg(long, value_name = "FIRST..LAST", value_parser = worlds)]
    pub only_worlds: Option<RangeInclusive<u64>>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// What to vary, and how.
#[derive(Args, Clone, Debug)]
pub struct SweepOptions {
    /// Vary a parameter, a mechanism (on,off), an input (see `tauride params`, `tauride sensitivity`) or `with` (what-ifs, joined
    /// by + where they are applied together, or none) over levels, or over a range that points are drawn from; may be repeated
    #[arg(long, value_name = "KEY=LOW..HIGH:LEVELS|KEY=A,B|KEY=LOW..HIGH")]
    pub vary: Vec<String>,
    /// The points: all combinations of the levels; a Sobol' sequence or a Latin hypercube over the ranges; or the rows of a file,
    /// whose first line has the keys
    #[arg(long, value_name = "factorial|sobol|lhs|FILE.csv", default_value = "factorial")]
    pub design: String,
    /// Points of sobol, best a power of two, or of lhs [default: 64]
    #[arg(long, value_name = "N")]
    pub points: Option<u64>,
    /// Worlds at every point
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub runs: u64,
    /// Seed of the first world of every point; the others follow it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:200", value_parser = scale)]
    pub scale: u32,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Change a parameter or switch a mechanism on or off, at all points; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Apply a what-if at all points: its name (see `tauride list`) or a file; may be repeated
    #[arg(long = "with", value_name = "NAME|FILE")]
    pub with: Vec<String>,
    /// Make only these worlds, numbered point after point and at each seed after seed, as a part of the directory that
    /// `tauride gather` puts together; `tauride jobs` prints such commands
    #[arg(long, value_name = "FIRST..LAST", value_parser = worlds)]
    pub only_worlds: Option<RangeInclusive<u64>>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to branch a world.
#[derive(Args, Clone, Debug)]
pub struct BranchOptions {
    /// Branches from each day
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub branches: u64,
    /// Branch every so many days, and on the last
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    pub every: u32,
    /// Branch on so many days, evenly spread, instead
    #[arg(long, value_name = "N", conflicts_with = "every", value_parser = clap::value_parser!(u32).range(1..))]
    pub days: Option<u32>,
    /// First day to branch on, in the calendar of the scenario [default: its first day]
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day to branch on [default: the last day simulated]
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Seed of the world that is branched
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:200", value_parser = scale)]
    pub scale: u32,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Change a parameter or switch a mechanism on or off; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Apply a what-if: its name (see `tauride list`) or a file; may be repeated
    #[arg(long = "with", value_name = "NAME|FILE")]
    pub with: Vec<String>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to survey parameters and inputs.
#[derive(Args, Clone, Debug)]
pub struct SensitivityOptions {
    /// Trajectories of the screening; each costs a world for every parameter and input, and two more
    #[arg(long, value_name = "N", default_value_t = 16)]
    pub trajectories: usize,
    /// Rows of the base sample for shares of the variance, a power of two; each costs a world for every factor, and three more
    #[arg(long, value_name = "N", default_value_t = 64)]
    pub base: usize,
    /// Compute shares of the variance for so many of the most important
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub factors: usize,
    /// Also compute shares of pairs, which costs a further world for every factor in each row
    #[arg(long)]
    pub second_order: bool,
    /// Screen only; compute no shares of the variance
    #[arg(long)]
    pub screen_only: bool,
    /// Survey only these: names or groups such as grievance, council.founding, conditions.food, classes; with commas between,
    /// or repeated
    #[arg(long = "inputs", value_name = "NAMES")]
    pub inputs: Vec<String>,
    /// Seed of the designs and of the first world; the other worlds follow it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:200", value_parser = scale)]
    pub scale: u32,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Change a parameter or switch a mechanism on or off, in all worlds; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to fit behaviour to the record.
#[derive(Args, Clone, Debug)]
pub struct FitOptions {
    /// Runs at most, over all stages
    #[arg(long, value_name = "N", default_value_t = 7000)]
    pub runs: u64,
    /// Seed of all chance, that of the runs too
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Change a parameter or switch a mechanism on or off, in all runs; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to test claims.
#[derive(Args, Clone, Debug)]
pub struct ClaimsOptions {
    /// Test only these claims, by their short names; with commas between, or repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Pairs of worlds for every claim
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub pairs: u64,
    /// Pairs under each rival rule of the person [default: a fourth of the pairs, at least 10]
    #[arg(long, value_name = "N")]
    pub rival_pairs: Option<u64>,
    /// Leave the rival rules of the person out
    #[arg(long, conflicts_with = "rival_pairs")]
    pub no_rivals: bool,
    /// Seed of the first pair; the others follow it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:200", value_parser = scale)]
    pub scale: u32,
    /// Change a parameter or switch a mechanism on or off, in all worlds; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to compare rivals.
#[derive(Args, Clone, Debug)]
pub struct RivalsOptions {
    /// Runs of each fit, at most
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub runs: u64,
    /// Worlds of each rival
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub worlds: u64,
    /// Only this rival beside the whole model; may be repeated
    #[arg(long = "only", value_name = "NAME")]
    pub only: Vec<String>,
    /// Seed of all chance
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:1000", value_parser = scale)]
    pub scale: u32,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to score worlds.
#[derive(Args, Clone, Debug)]
pub struct ScoreOptions {
    /// Score another ensemble of the scenario on the same rows, as an opponent of this name; may be repeated
    #[arg(long = "against", value_name = "NAME=DIR")]
    pub against: Vec<String>,
    /// Print one JSON object on standard output and everything else on standard error
    #[arg(long)]
    pub json: bool,
}

/// How to run a reference model.
#[derive(Args, Clone, Debug)]
pub struct ModelOptions {
    /// Seed of all chance; the same seed gives the same run
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Change a parameter; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Directory of the run [default: runs/model-NAME-seedN]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show no progress
    #[arg(long)]
    pub quiet: bool,
    /// Print one JSON object on standard output and everything else on standard error
    #[arg(long)]
    pub json: bool,
}

fn scale(text: &str) -> Result<u32, String> {
    run::case::scale_of(text).ok_or_else(|| "a scale is written 1:N, such as 1:100 (or 1/100, or 100)".to_owned())
}

fn tables(text: &str) -> Result<Tables, String> {
    Tables::of_word(text).ok_or_else(|| "tables are `few` or `all`".to_owned())
}

fn run_tables(text: &str) -> Result<RunTables, String> {
    RunTables::of_word(text).ok_or_else(|| "tables are `none`, `few` or `all`".to_owned())
}

fn worlds(text: &str) -> Result<RangeInclusive<u64>, String> {
    study::parts::numbers_of(text)
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

    #[test]
    fn law_a_scale_is_one_to_something() {
        for same in ["1:100", "1/100", "100"] {
            assert_eq!(scale(same), Ok(100), "{same}");
        }
        for bad in ["0", "1:0", "2:1", "1:", "1:-3", "1:x", "1/", ""] {
            assert!(scale(bad).is_err(), "{bad}");
        }
    }
}
