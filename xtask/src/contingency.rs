//! `cargo xtask contingency`: how open the year was, by day, and what pairing of worlds is worth. Writes
//! docs/contingency.md with its picture.

use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use engine::calendar::Day;
use experiment::case::Changes;
use experiment::compare;
use experiment::contingency::{self, Answer, LEVEL, Plan, SETTLED, Spacing, Wanted};

use crate::{Arguments, shell, threads};

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
/// Colours of the endings, as far as there are that many.
const COLOURS: [&str; 8] = ["#2f4b7c", "#c8553d", "#e0b050", "#7a9e7e", "#6d597a", "#8d99ae", "#b56576", "#355070"];

/// Runs both and writes the page.
///
/// # Errors
/// When an option is wrong, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let branches = arguments.number("runs", 50);
    let (pairs, scale) = (arguments.number("pairs", 60), arguments.number("scale", 200));
    let resume = arguments.has("resume");
    let mut page = String::from(
        "# How open the year was\n\nThis page is written by a command, figures and words alike; do not edit it by hand:\n\n",
    );
    let _ = writeln!(page, "    cargo xtask contingency --runs {branches} --pairs {pairs} --scale {scale}\n");
    let began = Instant::now();
    let (plan, answer) = branch(u64::from(branches), scale, resume)?;
    let took = began.elapsed().as_secs_f64();
    let _ = writeln!(
        page,
        "Version {}; content of `russia-1917` `{}`.\n",
        experiment::VERSION,
        plan.case.loaded.content_hash
    );
    shell::write("docs/contingency.svg", &picture(&plan, &answer))?;
    odds_by_day(&mut page, &plan, &answer, took);
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

fn say(what: String) -> impl Fn(u64, u64) + Sync {
    let last = Mutex::new(Instant::now());
    move |done, of| {
        if let Ok(mut last) = last.lock()
            && last.elapsed() >= Duration::from_secs(10)
        {
            *last = Instant::now();
            println!("{what}: {done} of {of}");
        }
    }
}

/// A directory under the build's own, so that nothing of the user's is in the way.
fn place(name: &str, resume: bool) -> Result<std::path::PathBuf, String> {
    if resume { Ok(shell::target().join("xtask").join(name)) } else { shell::fresh_dir(name) }
}

fn branch(branches: u64, scale: u32, resume: bool) -> Result<(Plan, Answer), String> {
    let wanted =
        Wanted { branches, spacing: Spacing::Every(7), from: Some("1917-02-23".into()), to: Some("1917-10-25".into()) };
    let changes = Changes { scale, ..Changes::default() };
    let plan = Plan::open("russia-1917", &changes, &wanted).map_err(|e| e.to_string())?;
    let dir = place("contingency", resume)?;
    let stop = AtomicBool::new(false);
    match contingency::run(&plan, &dir, resume, threads(), &stop, &say("branches".into())).map_err(|e| e.to_string())? {
        contingency::Ended::Done(answer) => Ok((plan, *answer)),
        contingency::Ended::Interrupted(n) => Err(format!("interrupted after {n} branches")),
    }
}

fn odds_by_day(page: &mut String, plan: &Plan, answer: &Answer, took: f64) {
    let _ = writeln!(
        page,
        "## The odds of each ending, by day\n\nOne world (seed {}, 1:{}) is followed to the end. From each of {} days {} branches go on from its state with \
         other chance; what share of them ends how, is what was still open on that day in that world. The run itself ended as `{}` \
         on {}. {:.0} seconds on two cores; `tauride branch russia-1917 --from 1917-02-23 --to 1917-10-25` makes the same as a page.\n",
        plan.case.seed,
        plan.case.scale,
        plan.days.len(),
        plan.branches,
        experiment::worlds::OUTCOMES[answer.trunk.outcome].word(),
        answer.trunk.outcome_day.short_old_style(),
        took
    );
    page.push_str("![Odds of each ending by the day from which on chance is another](contingency.svg)\n\n");
    let settled = answer.settled.map_or_else(
        || format!("No ending has more than {:.0} % of the branches from some day on to the last.", 100.0 * SETTLED),
        |s| {
            format!(
                "From {} on more than {:.0} % of the branches end as `{}`.",
                s.day.short_old_style(),
                100.0 * SETTLED,
                answer.word(s.category)
            )
        },
    );
    let _ = writeln!(page, "{settled}\n");
    let names: Vec<&str> = (0..answer.outcomes.len()).map(|i| answer.word(i)).collect();
    let _ = writeln!(page, "Shares in per cent, with Wilson's intervals at {:.0} %.\n", 100.0 * LEVEL);
    let _ = writeln!(page, "| day | {} | entropy, bits |", names.join(" | "));
    let _ = writeln!(page, "|---|{}---|", "---|".repeat(names.len()));
    for odds in &answer.odds {
        let shares: Vec<String> = odds
            .chances
            .iter()
            .map(|c| format!("{:.0} ({:.0} to {:.0})", 100.0 * c.share, 100.0 * c.wilson.low, 100.0 * c.wilson.high))
            .collect();
        let _ = writeln!(
            page,
            "| {} | {} | {:.2} |",
            odds.day.short_old_style(),
            shares.join(" | "),
            odds.entropy_corrected_bits
        );
    }
    page.push('\n');
}

fn pairing(page: &mut String, pairs: u32, scale: u32, resume: bool) -> Result<(), String> {
    let mut columns: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for name in WHAT_IFS {
        let changes = Changes { scale, with: vec![name.into()], ..Changes::default() };
        let plan = compare::Plan::open("russia-1917", &changes, u64::from(pairs)).map_err(|e| e.to_string())?;
        let dir = place(&format!("pairing-{name}"), resume)?;
        let stop = AtomicBool::new(false);
        let ended =
            compare::run(&plan, &dir, resume, threads(), &stop, &say(name.into())).map_err(|e| e.to_string())?;
        let compare::Ended::Done(answer) = ended else { return Err("interrupted".into()) };
        let mut found: Vec<(String, Option<f64>)> = Vec::new();
        let transfer = answer.outcomes.iter().find(|o| o.word == "council-transfer");
        found.push(("ends with power to the councils".into(), transfer.and_then(|o| o.pairs.variance_ratio())));
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

/// The odds as areas on one another, as a picture that stands alone.
fn picture(plan: &Plan, answer: &Answer) -> String {
    let (width, height, left, top) = (960.0, 420.0, 48.0, 20.0);
    let (inner, tall) = (width - left - 170.0, height - top - 44.0);
    let (first, last) = (plan.days.first().map_or(0, |d| d.0), plan.days.last().map_or(1, |d| d.0));
    let x = |day: Day| left + inner * f64::from(day.0 - first) / f64::from((last - first).max(1));
    let y = |share: f64| top + tall * (1.0 - share);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\
         <title>Odds of each ending by the day of branching</title><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    let mut below = vec![0.0; answer.odds.len()];
    for (i, colour) in (0..answer.outcomes.len()).zip(COLOURS.iter().cycle()) {
        let above: Vec<f64> = answer.odds.iter().zip(&below).map(|(o, b)| b + o.chances[i].share).collect();
        let up = answer.odds.iter().zip(&above).map(|(o, s)| format!("{:.1},{:.1}", x(o.day), y(*s)));
        let down = answer.odds.iter().zip(&below).rev().map(|(o, s)| format!("{:.1},{:.1}", x(o.day), y(*s)));
        let points: Vec<String> = up.chain(down).collect();
        let _ = writeln!(svg, "<polygon points=\"{}\" fill=\"{colour}\"/>", points.join(" "));
        let at = top + 14.0 + 22.0 * i as f64;
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"14\" height=\"14\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"#222222\">{}</text>",
            left + inner + 16.0,
            at - 11.0,
            left + inner + 36.0,
            at + 1.0,
            answer.word(i)
        );
        below = above;
    }
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = writeln!(
            svg,
            "<line x1=\"{left}\" x2=\"{:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"#ffffff\" stroke-opacity=\"0.45\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#444444\">{:.0} %</text>",
            left + inner,
            y(share),
            y(share),
            left - 6.0,
            y(share) + 4.0,
            100.0 * share
        );
    }
    for day in plan.days.iter().step_by(5) {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#444444\">{}</text>",
            x(*day),
            top + tall + 18.0,
            day.short_old_style()
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{:.1}\" fill=\"#444444\">Share of {} branches that end so, by the day from which on chance is another (Old Style)</text>\n</svg>",
        top + tall + 38.0,
        plan.branches
    );
    svg
}
