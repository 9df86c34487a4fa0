//! Options of the commands.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::Args;
use run::scale::Scale;
use run::write::Tables as RunTables;
use study::ensemble::tables::Tables;

/// How to run a world.
#[derive(Args, Clone, Debug)]
pub struct RunOptions {
    /// Seed of all chance; the same seed gives the same run
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N
    #[arg(long, value_name = "1:N", default_value = "1:1", value_parser = scale)]
    pub scale: Scale,
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
    #[arg(long, value_name = "N", value_parser = threads)]
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
    #[arg(long, value_name = "N", value_parser = threads)]
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most two million]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to run all cases.
#[derive(Args, Clone, Debug)]
pub struct CasesOptions {
    /// Worlds of each case
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub runs: u64,
    /// Simulate one person for every N [default: by the size of the case]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
    /// Threads to use, a world to each; the result is the same with any number [default: all]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Directory with an ensemble for each case [default: runs/cases]
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

impl CasesOptions {
    /// The options of the ensemble of one case.
    pub fn study(&self, dir: PathBuf, resume: bool) -> StudyOptions {
        StudyOptions { threads: self.threads, out: Some(dir), resume, quiet: self.quiet, json: self.json }
    }
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most two million]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
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
    /// Make only this part of so many, as a part of the directory that `tauride gather` puts together
    #[arg(long, value_name = "K/N", value_parser = study::parts::part_of, conflicts_with = "only_worlds")]
    pub part: Option<(u64, u64)>,
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most two million]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
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
    /// Make only this part of so many, as a part of the directory that `tauride gather` puts together
    #[arg(long, value_name = "K/N", value_parser = study::parts::part_of, conflicts_with = "only_worlds")]
    pub part: Option<(u64, u64)>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// Which worlds a bank keeps.
#[derive(Args, Clone, Debug)]
pub struct BankOptions {
    /// The points: a Sobol' sequence, a Latin hypercube, or the rows of a file, whose first line has the keys
    #[arg(long, value_name = "sobol|lhs|FILE.csv", default_value = "sobol")]
    pub design: String,
    /// Worlds of sobol, best a power of two, or of lhs, a point and a seed to each [default: 1024]
    #[arg(long, value_name = "N")]
    pub runs: Option<u64>,
    /// Vary a parameter over a range; may be repeated [default: what `evidence/split.toml` lets a fit move]
    #[arg(long, value_name = "KEY=LOW..HIGH")]
    pub vary: Vec<String>,
    /// Seed of the first world; the others follow it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most 200,000]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
    /// Last day to simulate, a date like 1917-03-02 in the calendar of the scenario
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Change a parameter or switch a mechanism on or off, in all worlds; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Apply a what-if to all worlds: its name (see `tauride list`) or a file; may be repeated
    #[arg(long = "with", value_name = "NAME|FILE")]
    pub with: Vec<String>,
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most two million]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most two million]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
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
    /// Fit from the worlds of a bank, which `tauride bank` has made, instead of running any
    #[arg(long, value_name = "DIR", conflicts_with_all = ["runs", "settings", "resume", "threads"])]
    pub bank: Option<PathBuf>,
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most two million]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
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
    /// Simulate one person for every N [default: the finest of 1:1, 1:2, 1:5, 1:10 ... that simulates at most 200,000]
    #[arg(long, value_name = "1:N", value_parser = scale)]
    pub scale: Option<Scale>,
    #[command(flatten)]
    pub asked: StudyOptions,
}

/// How to score worlds.
#[derive(Args, Clone, Debug)]
pub struct ScoreOptions {
    /// Score another ensemble of the scenario on the same rows, as an opponent of this name; may be repeated
    #[arg(long = "against", value_name = "NAME=DIR")]
    pub against: Vec<String>,
    /// Ask the worlds evidence of your own too: a CSV file, each part of which has its own line; may be repeated
    #[arg(long = "evidence", value_name = "FILE")]
    pub evidence: Vec<PathBuf>,
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

fn scale(text: &str) -> Result<Scale, String> {
    run::scale::scale_of(text)
        .map(Scale::OneTo)
        .ok_or_else(|| "a scale is written 1:N, such as 1:100 (or 1/100, or 100)".to_owned())
}

/// A machine of today has fewer processors; more threads than a system allows would end the program.
fn threads(text: &str) -> Result<std::num::NonZeroUsize, String> {
    const MOST: usize = 1024;
    let number = text.parse().ok().filter(|n: &std::num::NonZeroUsize| n.get() <= MOST);
    number.ok_or_else(|| format!("threads are a number from 1 to {MOST}"))
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
    use super::{Scale, scale};

    #[test]
    fn law_a_scale_is_one_to_something() {
        for same in ["1:100", "1/100", "100"] {
            assert_eq!(scale(same), Ok(Scale::OneTo(100)), "{same}");
        }
        for bad in ["0", "1:0", "2:1", "1:", "1:-3", "1:x", "1/", ""] {
            assert!(scale(bad).is_err(), "{bad}");
        }
    }
}
