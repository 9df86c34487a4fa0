//! `cargo xtask patterns`: how many worlds show each of the eight patterns that the model was not told.

use std::collections::BTreeMap;
use std::fmt::Write;

use engine::digest::hex;
use run::patterns::DEFINITIONS;
use scenario::Loaded;

use crate::statistics::{median, quantile, wilson};
use crate::study::{self, DATES, World, day_after, day_text};
use crate::{Arguments, shell};

/// The first seed where none is asked for: not 1, from which on worlds were looked at while parameters were chosen.
const FIRST_SEED: u32 = 1001;

const HOW_TO_READ: &str = "\
**These shares are not a test of the model.**
The parameters were adjusted by hand while runs of this same scenario, and these patterns in them, were looked at; and a
detail of a measurement (P5 counts no fewer than 500 delegates) was settled along the way, not in advance.
A high share says that one set of parameters can show a pattern, not that the model would have foretold it.
The seeds here are others than those at the beginning of the row, on which one looks first: that guards against a lucky
world, and not against parameters chosen with the patterns in view.
";

/// Runs the worlds and writes the page.
///
/// # Errors
/// When the scenario has faults or the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let (seeds, scale) = (arguments.number("seeds", 100), arguments.number("scale", 100));
    let loaded = study::load("russia-1917")?;
    let first = u64::from(arguments.number("first-seed", FIRST_SEED));
    let worlds = study::run_many("russia-1917", &loaded.spec, first..first + u64::from(seeds), scale);
    shell::write("docs/patterns.md", &page(&loaded, &worlds, scale))
}

fn page(loaded: &Loaded, worlds: &[World], scale: u32) -> String {
    let n = worlds.len();
    let mut page = String::from("# Patterns\n\n");
    let mut say = |line: &str| {
        page.push_str(line);
        page.push('\n');
    };
    say("Eight patterns of 1917 that no rule or input of the model states, and how many of its worlds show each.");
    say("They are defined and measured in `crates/run/src/patterns.rs`.");
    let first = worlds.first().map_or(1, |w| w.seed);
    say(&format!(
        "{n} worlds of `{}` at 1:{scale}, seeds {first} to {}, one set of parameters.\n",
        loaded.id,
        worlds.last().map_or(1, |w| w.seed)
    ));
    say(HOW_TO_READ);
    say("This page is written by a command, figures and words alike; do not edit it by hand:\n");
    say(&format!("    cargo xtask patterns --seeds {n} --first-seed {first} --scale {scale}\n"));
    say(&format!(
        "Version {}; scenario's content `{}`; all worlds together `{}`.\n",
        run::VERSION,
        loaded.content_hash,
        hex(all_digests(worlds))
    ));
    say("## How often\n");
    say("The interval is Wilson's, at 95 per cent; the value is over the worlds in which there is one to measure.\n");
    say("| | pattern | worlds that show it | interval | value: median (10 to 90 %) | worlds with a value |");
    say("|---|---|---|---|---|---|");
    for (i, definition) in DEFINITIONS.iter().enumerate() {
        let k = holds(worlds, i);
        let [low, high] = wilson(k, n);
        let values: Vec<f64> = worlds.iter().map(|w| w.findings[i].value).filter(|v| !v.is_nan()).collect();
        say(&format!(
            "| {} | {} | {k} of {n}, {:.0} % | {:.0} to {:.0} % | {} {} | {} |",
            definition.id,
            definition.statement,
            percent(k, n),
            low * 100.0,
            high * 100.0,
            spread(&values),
            definition.unit,
            values.len()
        ));
    }
    say("\n## What counts, and what the record has\n");
    say("| | holds when | the record |");
    say("|---|---|---|");
    for definition in &DEFINITIONS {
        say(&format!("| {} | {} | {} |", definition.id, definition.measured, definition.record));
    }
    say("\n## What fails\n");
    say(&failures(worlds));
    say("## How the worlds end\n");
    say("| outcome | worlds | interval |");
    say("|---|---|---|");
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for world in worlds {
        *outcomes.entry(world.outcome.kind.word()).or_default() += 1;
    }
    for (outcome, k) in &outcomes {
        let [low, high] = wilson(*k, n);
        say(&format!("| `{outcome}` | {k} | {:.0} to {:.0} % |", low * 100.0, high * 100.0));
    }
    say("\n## When\n");
    say(
        "Old Style dates over the worlds in which it happens; worlds in which it never does are in the last column alone.\n",
    );
    say("| | median | 10 to 90 % | the record | worlds |");
    say("|---|---|---|---|---|");
    let start = loaded.spec.start;
    for date in &DATES {
        let days: Vec<f64> =
            worlds.iter().filter_map(|w| date.of(&w.dates)).map(|d| f64::from(d.since(start))).collect();
        let [low, middle, high] = [0.1, 0.5, 0.9].map(|q| day_after(start, quantile(&days, q)));
        let record = day_text(date.record(loaded));
        say(&format!("| {} | {middle} | {low} to {high} | {record} | {} of {n} |", date.name, days.len()));
    }
    page
}

fn all_digests(worlds: &[World]) -> u128 {
    let mut digest = engine::digest::Digest::new();
    worlds.iter().for_each(|w| digest.bytes(&w.digest.to_le_bytes()));
    digest.finish()
}

fn holds(worlds: &[World], pattern: usize) -> usize {
    worlds.iter().filter(|w| w.findings[pattern].holds).count()
}

fn percent(k: usize, n: usize) -> f64 {
    100.0 * k as f64 / n.max(1) as f64
}

fn spread(values: &[f64]) -> String {
    match values.len() {
        0 => "none".into(),
        _ => {
            let digits = if median(values).abs() < 10.0 { 1 } else { 0 };
            let [low, middle, high] = [0.1, 0.5, 0.9].map(|q| format!("{:.digits$}", quantile(values, q)));
            format!("{middle} ({low} to {high})")
        }
    }
}

/// A line for each pattern that fewer than half of the worlds show, and for each that none or hardly any lacks.
fn failures(worlds: &[World]) -> String {
    let n = worlds.len();
    let mut text = String::new();
    for (i, definition) in DEFINITIONS.iter().enumerate() {
        let k = holds(worlds, i);
        if 2 * k >= n {
            continue;
        }
        let measured = worlds.iter().filter(|w| !w.findings[i].value.is_nan()).count();
        let degree = match percent(k, n) {
            0.0 => "No world shows",
            p if p < 10.0 => "Hardly any world shows",
            _ => "Fewer than half of the worlds show",
        };
        let [low, high] = wilson(k, n);
        let beyond_chance =
            if high < 0.5 { "not a matter of too few worlds" } else { "with so few worlds it may be half" };
        let _ = writeln!(
            text,
            "- **{}** fails. {degree} it: {k} of {n} ({:.0} to {:.0} %), {beyond_chance}. {}",
            definition.id,
            low * 100.0,
            high * 100.0,
            match n - measured {
                0 => "It could be measured in all of them.".to_owned(),
                missing => format!("In {missing} there was nothing to measure: what it is about never happened there."),
            }
        );
    }
    let together = worlds.iter().filter(|w| w.findings.iter().all(|f| f.holds)).count();
    let first_four = worlds.iter().filter(|w| w.findings[..4].iter().all(|f| f.holds)).count();
    if text.is_empty() {
        text.push_str("Each pattern is shown by at least half of the worlds.\n");
    }
    let _ = writeln!(
        text,
        "\nP1 to P4 hold at once in {first_four} of {n} worlds, all eight at once in {together} of {n}.\n\
         A share under 100 % is not a fault by itself: 1917 happened once, and nobody knows how likely it was.\n"
    );
    text
}
