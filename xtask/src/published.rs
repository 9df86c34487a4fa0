//! `cargo xtask models`: Epstein's eight runs, each claim of the paper with what comes out here, into docs/verification.md.

use models::epstein::runs;

use crate::{Arguments, sections};

/// Seeds of each run when nothing else is said.
const SEEDS: u32 = 100;

/// Runs the eight runs and writes the section.
///
/// # Errors
/// When the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let seeds = arguments.number("seeds", SEEDS);
    let rows = runs::table(u64::from(seeds));
    let (asked, failed) = rows
        .iter()
        .filter(|row| !row.asked.is_empty())
        .fold((0, 0), |(asked, failed), row| (asked + 1, failed + u32::from(!row.holds)));
    let section = format!(
        "## Epstein's eight runs\n\n\
         Epstein (2002) prints eight runs of his two models. Each claim is stated as something that can be counted, and \
         measured here over seeds 1 to {seeds} with the published numbers, once with the ratio of cops to actives as printed \
         and once rounded down as in NetLogo, where it matters. Of {asked} that ask something, {failed} do not hold here. The paper's text is known to \
         us only through quotations in a public replication; what it leaves open, and how it was read, stands at the head of \
         `crates/models/src/epstein.rs` and `crates/models/src/epstein/groups.rs`.\n\n    cargo xtask models --seeds \
         {seeds}\n\n{}",
        runs::markdown(&rows)
    );
    println!("{section}");
    sections::write("docs/verification.md", "epstein", &section)
}
