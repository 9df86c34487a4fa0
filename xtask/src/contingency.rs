//! `cargo xtask contingency`: how open the year was, by day, and what pairing of worlds is worth. Writes
//! docs/contingency.md with its picture.

use std::fmt::Write;

use engine::calendar::Day;
use run::case::Changes;
use run::worlds::OUTCOMES;
use study::branch::{self, Answer, LEVEL, Plan, SETTLED, Spacing, Wanted};
use study::compare;

use crate::{Arguments, many, shell};

/// What-ifs for which the worth of pairing is told: early and late, weak and strong.
const WHAT_IFS: [&str; 8] = [
    "lenin-delayed-3-months",
    "lenin-absent-from-october",
    "no-march",
    "no-offensive",
    "land-in-april",
    "peace-in-may",
    "no-memory-of-1905",
    "no-war",
];
/// What pairing may leave of the variance, where it is said to work.
const A_QUARTER: f64 = 0.25;
/// Endings with power to the councils.
const COUNCILS: [&str; 2] = ["council-transfer", "council-seizure"];
/// Colours of the endings, as far as there are that many.
const COLOURS: [&str; 8] = ["#2f4b7c", "#c8553d", "#e0b050", "#7a9e7e", "#6d597a", "#8d99ae", "#b56576", "#355070"];

/// A world, and what became of its branches.
struct World {
    plan: Plan,
    answer: Answer,
}

/// Runs both and writes the page.
///
/// # Errors
/// When an option is wrong, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let (branches, seeds) = (arguments.number("runs", 50), arguments.number("seeds", 4));
    let (pairs, scale) = (arguments.number("pairs", 40), arguments.number("scale", 200));
    let resume = arguments.has("resume");
    let mut page = String::from(
        "# How open the year was\n\nThis page is written by a command, figures and words alike; do not edit it by hand:\n\n",
    );
    let _ = writeln!(
        page,
        "    cargo xtask contingency --runs {branches} --seeds {seeds} --pairs {pairs} --scale {scale}\n"
    );
    let worlds = (1..=u64::from(seeds))
        .map(|seed| branch(seed, u64::from(branches), scale, resume))
        .collect::<Result<Vec<World>, String>>()?;
    let content = &worlds[0].plan.case.loaded.content_hash;
    let _ = writeln!(page, "Version {}; content of `russia-1917` `{content}`.\n", run::VERSION);
    shell::write("docs/contingency.svg", &picture(&worlds))?;
    odds_by_day(&mut page, &worlds);
    page.push_str("## What pairing is worth\n\n");
    page.push_str(
        "Two worlds of one seed share every draw of chance that does not concern the change. The table says what is left of the \
         variance of a difference when worlds are compared in such pairs, next to worlds with seeds of their own: 1 means that \
         pairing gains nothing, 0 that it takes all chance away. A date that the change comes too late to move is 0 and is \
         written so. Dates are in days, an ending that does not come counted as the day after the last.\n\n",
    );
    pairing(&mut page, pairs, scale, resume)?;
    shell::write("docs/contingency.md", &page)
}

fn branch(seed: u64, branches: u64, scale: u32, resume: bool) -> Result<World, String> {
    let wanted =
        Wanted { branches, spacing: Spacing::Every(7), from: Some("1917-02-23".into()), to: Some("1917-10-25".into()) };
    let changes = Changes { seed, scale, ..Changes::default() };
    let plan = Plan::open("russia-1917", &changes, &wanted).map_err(|e| e.to_string())?;
    let (_, answer) = many::study(&format!("contingency-{seed}"), resume, |m| {
        branch::run(&plan, m.dir, m.resume, m.threads, m.stop, m.say)
    })?;
    Ok(World { plan, answer })
}

impl World {
    /// From when on its ending was settled, in words.
    fn settled(&self) -> String {
        self.answer.settled.map_or_else(
            || "never".into(),
            |s| format!("{}, `{}`", s.day.short_old_style(), self.answer.word(s.category)),
        )
    }

    /// Of the branches from a day, how many end with power to the councils.
    fn to_the_councils(&self, at: usize) -> u64 {
        let day = self.answer.odds[at].day.0;
        let councils =
            |e: &&branch::Ending| e.day == day && e.branch > 0 && COUNCILS.contains(&OUTCOMES[e.outcome].word());
        self.answer.endings.iter().filter(councils).count() as u64
    }
}

fn odds_by_day(page: &mut String, worlds: &[World]) {
    let first = &worlds[0].plan;
    let _ = writeln!(
        page,
        "## The odds of each ending, by day\n\n{} worlds at 1:{} are followed to the end. From each of {} days {} branches go on from the \
         state of each with other chance: the share of them that ends so is what was still open on that day in that world. Worlds \
         differ in their seed alone. `tauride branch russia-1917 --seed 1 --from 1917-02-23 --to 1917-10-25` makes the same of one \
         world as a page.\n",
        worlds.len(),
        first.case.scale,
        first.days.len(),
        first.branches,
    );
    page.push_str("![Odds of each ending by the day from which on chance is another](contingency.svg)\n\n");
    let _ = writeln!(
        page,
        "| world | ended as | on | settled from (more than {:.0} % of branches, to the last day) |\n|---|---|---|---|",
        100.0 * SETTLED
    );
    for world in worlds {
        let trunk = &world.answer.trunk;
        let _ = writeln!(
            page,
            "| seed {} | `{}` | {} | {} |",
            world.plan.case.seed,
            OUTCOMES[trunk.outcome].word(),
            trunk.outcome_day.short_old_style(),
            world.settled()
        );
    }
    page.push_str(
        "\n### Power to the councils, and what is not yet decided\n\nShares of branches that end with power to the councils, by transfer \
         or seizure, in per cent. What is not decided is the entropy of the ending among the branches of a world, in bits, and the \
         mean of it over the worlds: one bit is a coin that has not been thrown.\n\n",
    );
    let heads: Vec<String> = worlds.iter().map(|w| format!("seed {}", w.plan.case.seed)).collect();
    let _ = writeln!(page, "| day | {} | each, bits | mean, bits |", heads.join(" | "));
    let _ = writeln!(page, "|---|{}---|---|", "---|".repeat(worlds.len()));
    for at in 0..first.days.len() {
        let shares: Vec<String> = worlds
            .iter()
            .map(|w| format!("{:.0}", 100.0 * w.to_the_councils(at) as f64 / w.plan.branches as f64))
            .collect();
        let bits: Vec<f64> = worlds.iter().map(|w| w.answer.odds[at].entropy_corrected_bits).collect();
        let told: Vec<String> = bits.iter().map(|b| format!("{b:.2}")).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | {:.2} |",
            first.days[at].short_old_style(),
            shares.join(" | "),
            told.join(", "),
            bits.iter().sum::<f64>() / bits.len() as f64
        );
    }
    for world in worlds {
        endings(page, world);
    }
    page.push('\n');
}

/// The odds of every ending of one world.
fn endings(page: &mut String, world: &World) {
    let answer = &world.answer;
    let names: Vec<&str> = (0..answer.outcomes.len()).map(|i| answer.word(i)).collect();
    let _ = writeln!(
        page,
        "\n### Every ending, seed {}\n\nShares in per cent, with Wilson's intervals at {:.0} %.\n",
        world.plan.case.seed,
        100.0 * LEVEL
    );
    let _ = writeln!(page, "| day | {} |", names.join(" | "));
    let _ = writeln!(page, "|---|{}", "---|".repeat(names.len()));
    for odds in &answer.odds {
        let shares: Vec<String> = odds
            .chances
            .iter()
            .map(|c| format!("{:.0} ({:.0} to {:.0})", 100.0 * c.share, 100.0 * c.wilson.low, 100.0 * c.wilson.high))
            .collect();
        let _ = writeln!(page, "| {} | {} |", odds.day.short_old_style(), shares.join(" | "));
    }
}

fn pairing(page: &mut String, pairs: u32, scale: u32, resume: bool) -> Result<(), String> {
    let mut columns: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for name in WHAT_IFS {
        let changes = Changes { scale, with: vec![name.into()], ..Changes::default() };
        let plan = compare::Plan::open("russia-1917", &changes, u64::from(pairs)).map_err(|e| e.to_string())?;
        let (_, answer) = many::study(&format!("pairing-{name}"), resume, |m| {
            compare::run(&plan, m.dir, m.resume, m.threads, m.stop, m.say)
        })?;
        let mut found: Vec<(String, Option<f64>)> = Vec::new();
        let transfer = answer.outcomes.iter().find(|o| o.kind.word() == "council-transfer");
        found.push(("ends as `council-transfer`".into(), transfer.and_then(|o| o.pairs.variance_ratio())));
        found.extend(answer.rows.iter().filter(|r| r.is_date).map(|r| (r.name.clone(), r.compared.variance_ratio)));
        for (name, _) in &found {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        rows.push((name, found));
    }
    let _ = writeln!(page, "{pairs} pairs at 1:{scale} each.\n\n| what-if | {} |", columns.join(" | "));
    let _ = writeln!(page, "|---|{}", "---|".repeat(columns.len()));
    let mut works = vec![0; columns.len()];
    for (name, found) in &rows {
        let cell = |(k, column): (usize, &String)| {
            let ratio = found.iter().find(|(n, _)| n == column).and_then(|(_, ratio)| *ratio);
            works[k] += usize::from(ratio.is_some_and(|r| r <= A_QUARTER));
            ratio.map_or("—".into(), |r| format!("{r:.2}"))
        };
        let cells: Vec<String> = columns.iter().enumerate().map(cell).collect();
        let _ = writeln!(page, "| `{name}` | {} |", cells.join(" | "));
    }
    let told: Vec<String> = works.iter().map(|n| format!("{n} of {}", rows.len())).collect();
    let _ = writeln!(page, "| a quarter or less | {} |", told.join(" | "));
    Ok(())
}

/// The odds as areas on one another, a panel for each world, as a picture that stands alone.
fn picture(worlds: &[World]) -> String {
    let (wide, tall, gap, foot) = (490.0, 300.0, 24.0, 56.0);
    let across = if worlds.len() > 1 { 2 } else { 1 };
    let (width, height) = (wide * f64::from(across), tall * worlds.len().div_ceil(2) as f64 + foot);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\
         <title>Odds of each ending by the day of branching</title><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    // Every ending that some world has, so that one colour means one ending in all panels.
    let mut endings: Vec<usize> = worlds.iter().flat_map(|w| w.answer.outcomes.iter().copied()).collect();
    endings.sort_unstable();
    endings.dedup();
    let colour = |outcome: usize| COLOURS[endings.iter().position(|e| *e == outcome).unwrap_or(0) % COLOURS.len()];
    for (i, world) in worlds.iter().enumerate() {
        let (left, top) = (48.0 + wide * (i % 2) as f64, 30.0 + tall * (i / 2) as f64);
        let frame = Frame { left, top, width: wide - 48.0 - gap, height: tall - 30.0 - 32.0 };
        panel(&mut svg, world, &frame, &colour);
    }
    let below = height - foot + 20.0;
    for (i, outcome) in endings.iter().enumerate() {
        let x = 48.0 + 180.0 * i as f64;
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"14\" height=\"14\" fill=\"{}\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"#222222\">{}</text>",
            below - 12.0,
            colour(*outcome),
            x + 20.0,
            below,
            OUTCOMES[*outcome].word()
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"48\" y=\"{:.1}\" fill=\"#444444\">Share of {} branches that end so, by the day from which on chance is another (Old Style)</text>\n</svg>",
        below + 22.0,
        worlds[0].plan.branches
    );
    svg
}

/// Where a panel stands.
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

fn panel(svg: &mut String, world: &World, frame: &Frame, colour: &impl Fn(usize) -> &'static str) {
    let (plan, answer) = (&world.plan, &world.answer);
    let (first, last) = (plan.days.first().map_or(0, |d| d.0), plan.days.last().map_or(1, |d| d.0));
    let x = |day: Day| frame.left + frame.width * f64::from(day.0 - first) / f64::from((last - first).max(1));
    let y = |share: f64| frame.top + frame.height * (1.0 - share);
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"#222222\">World of seed {}: {} on {}</text>",
        frame.left,
        frame.top - 8.0,
        plan.case.seed,
        OUTCOMES[answer.trunk.outcome].word(),
        answer.trunk.outcome_day.short_old_style()
    );
    let mut below = vec![0.0; answer.odds.len()];
    for (i, outcome) in answer.outcomes.iter().enumerate() {
        let above: Vec<f64> = answer.odds.iter().zip(&below).map(|(o, b)| b + o.chances[i].share).collect();
        let up = answer.odds.iter().zip(&above).map(|(o, s)| format!("{:.1},{:.1}", x(o.day), y(*s)));
        let down = answer.odds.iter().zip(&below).rev().map(|(o, s)| format!("{:.1},{:.1}", x(o.day), y(*s)));
        let points: Vec<String> = up.chain(down).collect();
        let _ = writeln!(svg, "<polygon points=\"{}\" fill=\"{}\"/>", points.join(" "), colour(*outcome));
        below = above;
    }
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = writeln!(
            svg,
            "<line x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{:.1}\" y2=\"{2:.1}\" stroke=\"#ffffff\" stroke-opacity=\"0.45\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#444444\">{:.0} %</text>",
            frame.left,
            frame.left + frame.width,
            y(share),
            frame.left - 6.0,
            y(share) + 4.0,
            100.0 * share
        );
    }
    for day in plan.days.iter().step_by(7) {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#444444\">{}</text>",
            x(*day),
            frame.top + frame.height + 18.0,
            day.short_old_style()
        );
    }
}
