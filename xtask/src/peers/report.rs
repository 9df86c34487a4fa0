//! The section of the page: two tables, and what stands out in them.

use std::path::Path;

use super::measured::{Row, Size};
use super::programs::{MESA, MESA_LAYER, PLAIN, TAURIDE, TAURIDE_AT_ONCE, Update};
use crate::bench::machine::machine;
use crate::shell;
use crate::statistics::{grouped, mean, median};

const HEAD: &str = "\
| lattice | framework | agent-steps a CPU second | a wall second | to Mesa | to the best other framework | bytes an actor | peak, MiB | mean active |
|---|---|---|---|---|---|---|---|---|
";

/// All of it.
pub(super) fn section(rows: &[Row], python: &Path, is_quick: bool) -> String {
    let mut text = String::from("## Other frameworks\n\n");
    text += "One model in several frameworks, measured in one run, taking turns: Epstein's civil violence (2002), model I, \
             with the numbers of his run 2 and C/A rounded down. The common definition, and what each program does, is in \
             `peers/README.md`.\n\n";
    text += &format!("    cargo xtask bench peers{}\n\n", if is_quick { " --quick" } else { "" });
    text += &machine();
    let version = shell::quietly(&python.display().to_string(), &["--version"]).unwrap_or_default();
    text += &format!("{version}. Versions of the frameworks: {}.\n\n", versions(rows));
    text += "An agent-step is one turn of a citizen or cop, those in jail included; setting up and warming up are not \
             measured. CPU seconds are user and system time of the process. Medians of several runs with other seeds; \
             least and most in brackets. Bytes an actor: resident memory of the process after the last tick, less that \
             before the model was made, over citizens and cops; on the smallest lattice it is mostly the allocator's \
             pages. Mean active: citizens active in a measured tick, so that one sees that the programs run the same \
             model; outbursts make it vary by seed. Ratios \
             are of medians a CPU second; the one to Mesa is to the faster of its two programs, and the plain loop is no \
             framework.\n\n";
    text += &format!("{}.\n\n", plan(rows));
    text += "The Rust programs are built for any processor of the kind, without `target-cpu=native`. Everything runs on \
             one thread but Polars, which mesa-frames uses.\n\n";
    text += "### Random asynchronous activation\n\nEpstein's definition: actors take turns in random order, each seeing what those before it did.\n\n";
    text += &table(rows, Update::OneByOne);
    text += "\n### Synchronous variant\n\n`update=synchronous` of ours: all act on what the last tick left. It is \
             another model, and its figures are its own. mesa-frames has no other kind of update; the other frameworks' \
             programs are asynchronous and stand in the table above. The last ratio is to mesa-frames.\n\n";
    text += &table(rows, Update::AtOnce);
    text += "\n";
    text += &findings(rows);
    text
}

fn versions(rows: &[Row]) -> String {
    let Some(side) = rows.first().map(|row| row.size.side) else { return String::new() };
    let first = rows.iter().filter(|row| row.size.side == side);
    let names = first.filter_map(|row| Some(format!("{} {}", row.peer.name, row.runs.first()?.version)));
    names.filter(|name| !name.starts_with(PLAIN.name) && !name.contains("synchronous")).collect::<Vec<_>>().join("; ")
}

fn sizes(rows: &[Row]) -> Vec<Size> {
    let mut sizes: Vec<Size> = Vec::new();
    for row in rows {
        if sizes.iter().all(|size| size.side != row.size.side) {
            sizes.push(row.size);
        }
    }
    sizes
}

fn plan(rows: &[Row]) -> String {
    let times = |n: u32, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let each = sizes(rows).into_iter().map(|Size { side, ticks, warm_up, runs: [many, few, fewest] }| {
        let (ticks, many) = (times(ticks, "tick"), times(many, "run"));
        format!(
            "{side} × {side}: {ticks} after {warm_up} to warm up, {many}, of Python programs {few}, of Mesa with cells {fewest}"
        )
    });
    each.collect::<Vec<_>>().join("; ")
}

fn per_cpu(row: &Row) -> Vec<f64> {
    row.runs.iter().map(|run| run.agent_steps / run.cpu_seconds).collect()
}

fn per_wall(row: &Row) -> Vec<f64> {
    row.runs.iter().map(|run| run.agent_steps / run.wall_seconds).collect()
}

fn bytes(row: &Row) -> f64 {
    median(&row.runs.iter().map(|run| run.model_bytes / run.actors).collect::<Vec<_>>())
}

fn is_ours(row: &Row) -> bool {
    [TAURIDE.name, TAURIDE_AT_ONCE.name].contains(&row.peer.name)
}

/// The fastest of the other frameworks of this kind at this size. The plain loop is none.
fn best(rows: &[Row], side: u32, update: Update) -> Option<&Row> {
    let others = rows.iter().filter(|row| row.size.side == side && row.peer.update == update);
    let others = others.filter(|row| !is_ours(row) && row.peer.name != PLAIN.name);
    others.max_by(|a, b| median(&per_cpu(a)).total_cmp(&median(&per_cpu(b))))
}

/// The faster of the two programs in Mesa.
fn mesa(rows: &[Row], side: u32) -> Option<&Row> {
    let both = [MESA.name, MESA_LAYER.name].into_iter().filter_map(|name| named(rows, side, name));
    both.max_by(|a, b| median(&per_cpu(a)).total_cmp(&median(&per_cpu(b))))
}

fn named<'a>(rows: &'a [Row], side: u32, name: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.size.side == side && row.peer.name == name)
}

/// The median with the least and the most, in thousands where it is large.
fn rate(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{} ({} to {})", grouped(median(values)), grouped(least), grouped(most))
}

fn ratio(row: &Row, to: Option<&Row>) -> String {
    let Some(to) = to else { return "–".into() };
    times(median(&per_cpu(row)) / median(&per_cpu(to)))
}

fn times(x: f64) -> String {
    if x < 0.095 {
        format!("{x:.3}")
    } else if x < 9.95 {
        format!("{x:.2}")
    } else {
        format!("{x:.0}")
    }
}

fn table(rows: &[Row], update: Update) -> String {
    let mut text = String::from(HEAD);
    for row in rows.iter().filter(|row| row.peer.update == update) {
        let side = row.size.side;
        let active: Vec<f64> = row.runs.iter().map(|run| run.mean_active).collect();
        let peak: Vec<f64> = row.runs.iter().map(|run| run.peak_bytes / 1_048_576.0).collect();
        text += &format!(
            "| {side} × {side} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            row.peer.name,
            rate(&per_cpu(row)),
            rate(&per_wall(row)),
            ratio(row, mesa(rows, side).filter(|_| update == Update::OneByOne)),
            ratio(row, best(rows, side, update)),
            grouped(bytes(row)),
            grouped(median(&peak)),
            actives(&active),
        );
    }
    text
}

fn actives(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shown = |x: f64| if x < 1000.0 { format!("{x:.1}") } else { grouped(x) };
    format!("{} ({} to {})", shown(mean(values)), shown(least), shown(most))
}

/// Sentences made from the figures.
fn findings(rows: &[Row]) -> String {
    let mut text = String::new();
    for Size { side, .. } in sizes(rows) {
        let both = (named(rows, side, TAURIDE.name), best(rows, side, Update::OneByOne));
        if let (Some(ours), Some(best)) = both {
            text += &format!(
                "- {side} × {side}, asynchronous: Tauride takes {} times as many agent-steps a CPU second as {}, the fastest \
                 of the other frameworks, {} times as many as Mesa, and {} times as many as the plain loop. It \
                 holds {} bytes an actor; {} holds {}.\n",
                ratio(ours, Some(best)),
                best.peer.name,
                ratio(ours, mesa(rows, side)),
                ratio(ours, named(rows, side, PLAIN.name)),
                grouped(bytes(ours)),
                best.peer.name,
                grouped(bytes(best)),
            );
        }
        let both = (named(rows, side, TAURIDE_AT_ONCE.name), best(rows, side, Update::AtOnce));
        if let (Some(ours), Some(best)) = both {
            text += &format!(
                "- {side} × {side}, synchronous: {} times as many as {}; across the two tables, where the models differ, {} \
                 times as many as our own asynchronous update.\n",
                ratio(ours, Some(best)),
                best.peer.name,
                ratio(ours, named(rows, side, TAURIDE.name)),
            );
        }
    }
    text
}
