//! `cargo xtask docking`: our Epstein with Mesa's rules against Mesa's own example, seed by seed.
//!
//! Docking asks whether two programs of one model give the same distribution of results (Axtell, Axelrod, Epstein and Cohen
//! 1996). Each seed gives one value of each statistic; the values of the one program and of the other are compared by the
//! two-sample test of Kolmogorov and Smirnov.

use std::path::Path;
use std::process::Stdio;

use models::Settings;
use models::epstein::{MODEL_1, World};
use serde_json::Value;

use crate::kolmogorov::{self, Test};
use crate::statistics::{deviation, mean, median};
use crate::{Arguments, python, sections, shell};

/// Numbers that both programs are given; the lattice is 40 x 40, and everything else is the example's own.
struct Case {
    title: &'static str,
    legitimacy: &'static str,
    cop_density: &'static str,
    max_jail_term: &'static str,
}

const CASES: [Case; 2] = [
    Case {
        title: "Numbers of Epstein's run 2: legitimacy 0.82, cops 0.04, longest term 30",
        legitimacy: "0.82",
        cop_density: "0.04",
        max_jail_term: "30",
    },
    Case {
        title: "Numbers of Mesa's example: legitimacy 0.8, cops 0.074, longest term 1000",
        legitimacy: "0.8",
        cop_density: "0.074",
        max_jail_term: "1000",
    },
];

/// A number that a series of actives comes to.
struct Statistic {
    name: &'static str,
    of: fn(&[f64]) -> f64,
}

/// Actives above which a tick counts as violent, as in the paper.
const VIOLENT: f64 = 50.0;

const STATISTICS: [Statistic; 5] = [
    Statistic { name: "mean of actives", of: mean },
    Statistic { name: "standard deviation", of: deviation },
    Statistic { name: "most actives in a tick", of: |series| series.iter().copied().fold(0.0, f64::max) },
    Statistic {
        name: "share of ticks with more than 50 active",
        of: |series| series.iter().filter(|x| **x > VIOLENT).count() as f64 / series.len() as f64,
    },
    Statistic { name: "autocorrelation from tick to tick", of: autocorrelation },
];

/// Correlation of a series with itself one tick later; 0 for a series that never changes.
fn autocorrelation(series: &[f64]) -> f64 {
    let m = mean(series);
    let sum = |values: &mut dyn Iterator<Item = f64>| engine::math::sum_in_order(values);
    let variance = sum(&mut series.iter().map(|x| (x - m) * (x - m)));
    if variance == 0.0 {
        return 0.0;
    }
    sum(&mut series.iter().zip(&series[1..]).map(|(x, next)| (x - m) * (next - m))) / variance
}

/// Runs both programs and writes the section.
///
/// # Errors
/// When Mesa cannot be installed or run, or the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let (seeds, ticks) = (arguments.number("seeds", 40), arguments.number("ticks", 500));
    let python = python::environment()?;
    let mut version = String::new();
    let mut tables = String::new();
    let mut lowest: f64 = 1.0;
    for case in &CASES {
        println!("{}", case.title);
        let ours: Vec<Vec<f64>> = (1..=seeds).map(|seed| ours(case, seed, ticks)).collect();
        let (theirs, found) = theirs(case, &python, seeds, ticks)?;
        version = found;
        let (table, p) = table(&ours, &theirs);
        tables += &format!("{}, {seeds} seeds each, {ticks} ticks.\n\n{table}\n", case.title);
        lowest = lowest.min(p);
    }
    let n_tests = CASES.len() * STATISTICS.len();
    let verdict = if lowest > 0.01 {
        format!("No p of the {n_tests} is below 0.01: the test finds no difference.")
    } else {
        format!("The lowest p of the {n_tests} is {lowest:.4}: the two programs differ.")
    };
    let section = format!(
        "## Docking with Mesa\n\n\
         `epstein-1` with `variant=mesa` against the example `epstein_civil_violence` that Mesa {version} ships, on 40 × 40 \
         sites, with equal numbers. Seeds mean nothing across the two programs: each gives a sample of its own. Of each seed's \
         series of actives a tick there are five statistics; D is the largest distance between the two samples' shares, p the \
         exact chance of one at least as large (two-sample Kolmogorov-Smirnov; where values are equal it is an upper \
         bound).\n\n\
         {COMMAND}{seeds} --ticks {ticks}\n\n{tables}{verdict}\n"
    );
    println!("{section}");
    sections::write("docs/verification.md", "docking", &section)
}

const COMMAND: &str = "    cargo xtask docking --seeds ";

/// Actives in each tick of our world.
fn ours(case: &Case, seed: u32, ticks: u32) -> Vec<f64> {
    let settings = Settings::new(&MODEL_1, u64::from(seed))
        .with("variant", "mesa")
        .with("legitimacy", case.legitimacy)
        .with("cop_density", case.cop_density)
        .with("max_jail_term", case.max_jail_term);
    let mut world = World::new(&settings);
    let mut tick = || {
        world.tick();
        f64::from(world.counts().actives())
    };
    (0..ticks).map(|_| tick()).collect()
}

/// Actives in each tick of Mesa's, for every seed, and Mesa's version. As many processes as there are cores share the seeds.
fn theirs(case: &Case, python: &Path, seeds: u32, ticks: u32) -> Result<(Vec<Vec<f64>>, String), String> {
    let shares = (crate::threads() as u32).min(seeds);
    let mut running = Vec::new();
    for share in 0..shares {
        let (first, last) = (1 + share * seeds / shares, (share + 1) * seeds / shares);
        let mut command = shell::command(python);
        command.env("PYTHONDONTWRITEBYTECODE", "1").arg(format!("{}/docking.py", python::FOLDER));
        command.args([ticks, first, last].map(|n| n.to_string()));
        command.args([case.legitimacy, case.cop_density, case.max_jail_term]).stdout(Stdio::piped());
        running.push(command.spawn().map_err(|e| format!("Mesa cannot be started: {e}"))?);
    }
    let (mut all, mut version) = (Vec::new(), String::new());
    for child in running {
        let done = child.wait_with_output().map_err(|e| format!("Mesa was lost: {e}"))?;
        if !done.status.success() {
            return Err(format!("Mesa's example ended with {}", done.status));
        }
        for line in String::from_utf8_lossy(&done.stdout).lines() {
            let value: Value = serde_json::from_str(line).map_err(|e| format!("Mesa printed no JSON: {e}"))?;
            if let Some(text) = value["version"].as_str() {
                version = text.to_owned();
            }
            if let Some(series) = value["active"].as_array() {
                all.push(series.iter().filter_map(Value::as_f64).collect());
            }
        }
    }
    Ok((all, version))
}

/// The table of the statistics, and the lowest p in it.
fn table(ours: &[Vec<f64>], theirs: &[Vec<f64>]) -> (String, f64) {
    let mut text = String::from("| statistic | Tauride, median | Mesa, median | D | p |\n|---|---|---|---|---|\n");
    let mut lowest: f64 = 1.0;
    for statistic in &STATISTICS {
        let [a, b] = [ours, theirs].map(|all| all.iter().map(|series| (statistic.of)(series)).collect::<Vec<f64>>());
        let Test { distance, p } = kolmogorov::test(&a, &b);
        lowest = lowest.min(p);
        text += &format!(
            "| {} | {} | {} | {distance:.3} | {p:.3} |\n",
            statistic.name,
            three_digits(median(&a)),
            three_digits(median(&b)),
        );
    }
    (text, lowest)
}

fn three_digits(x: f64) -> String {
    let digits = match x.abs() {
        x if x >= 100.0 => 0,
        x if x >= 10.0 => 1,
        x if x >= 1.0 => 2,
        _ => 3,
    };
    format!("{x:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_statistics_by_hand() {
        let series = [0.0, 60.0, 60.0, 0.0];
        let values = STATISTICS.map(|statistic| (statistic.of)(&series));
        // Deviations are -30, 30, 30, -30: products one tick apart -900, 900, -900, over four times 900.
        assert_eq!([values[0], values[2], values[3], values[4]], [30.0, 60.0, 0.5, -0.25]);
        assert!((values[1] - 1200.0_f64.sqrt()).abs() < 1e-9);
        assert_eq!(autocorrelation(&[2.0; 5]), 0.0);
    }

    #[test]
    fn law_another_rule_is_found_out() {
        // The test must be able to fail: rounding down is another model than Mesa's rounding.
        let series = |ratio: &str, seed: u64| -> Vec<f64> {
            let settings = Settings::new(&MODEL_1, seed).with("variant", "mesa").with("ratio", ratio);
            let settings = settings.with("legitimacy", "0.82").with("cop_density", "0.04").with("max_jail_term", "30");
            let mut world = World::new(&settings);
            (0..100)
                .map(|_| {
                    world.tick();
                    f64::from(world.counts().actives())
                })
                .collect()
        };
        let sample = |ratio: &str, first: u64| (first..first + 20).map(|seed| series(ratio, seed)).collect::<Vec<_>>();
        let mesa = sample("round_half_even", 1);
        assert!(table(&mesa, &sample("floor", 101)).1 < 0.01, "another rounding is another distribution");
        assert!(table(&mesa, &sample("round_half_even", 101)).1 > 0.001, "the same rule is not");
    }
}
