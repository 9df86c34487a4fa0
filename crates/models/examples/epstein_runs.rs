//! Epstein's eight runs, measured and set beside what the paper reports, as a table in Markdown.
//!
//!     cargo run --release -p models --example epstein_runs -- [SEEDS]

use models::epstein::runs;

fn main() {
    let seeds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10);
    print!("{}", runs::markdown(&runs::table(seeds)));
}
