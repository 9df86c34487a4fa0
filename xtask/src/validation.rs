//! `cargo xtask validation`: worlds of the posterior against the record, the fit behind them, and their rivals.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use run::VERSION;
use run::case::Changes;
use run::patterns::DEFINITIONS;
use run::record::withheld::unasked_by_reason;
use run::record_dates;
use run::worlds::DATES;
use serde_json::Value;
use stats::interval::quantile;
use study::ensemble::{self, Plan, nearest_day, tables::Tables};
use study::score::json::{crps_of, verdict};
use study::score::{self, Answer, Judged, World, Worlds};

use crate::{Arguments, many, shell};

/// Runs the ensemble, scores it and writes the page.
///
/// # Errors
/// When a directory that is read is not there, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let (runs, scale) = (u64::from(arguments.number("runs", 200)), arguments.number("scale", 100));
    let resume = arguments.has("resume");
    let (hand, by_hand) = scored("validation-by-hand", "off", runs, scale, resume)?;
    let (posterior, answer) = scored("validation-posterior", "on", runs, scale, resume)?;
    let fit = read(&shell::root().join("runs/fit-russia-1917-seed1/answer.json"), "tauride fit russia-1917 --seed 1")?;
    let rivals = read(&shell::root().join("runs/rivals-russia-1917-seed1/rivals.json"), "tauride rivals russia-1917")?;
    let repeat = format!("cargo xtask validation --runs {runs} --scale {scale}");
    let page = document(&[(&posterior, &answer), (&hand, &by_hand)], &fit, &rivals, &repeat);
    shell::write("docs/validation.md", &page)
}

/// Worlds with the posterior on or off, and how they stand against the record.
fn scored(name: &str, posterior: &str, runs: u64, scale: u32, resume: bool) -> Result<(Worlds, Answer), String> {
    let changes = Changes { scale, settings: vec![format!("posterior={posterior}")], ..Changes::default() };
    let plan = Plan::open("russia-1917", &changes, runs, Tables::Few).map_err(|e| e.to_string())?;
    let began = Instant::now();
    let (dir, _) = many::study(name, resume, |m| ensemble::run(&plan, m.dir, m.resume, m.threads, m.stop, m.say))?;
    println!("{runs} worlds in {:.1} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let worlds = score::open(&dir).map_err(|e| e.to_string())?;
    let answer = score::score(&worlds, &[]).map_err(|e| e.to_string())?;
    score::write(&dir, &worlds, &answer).map_err(|e| e.to_string())?;
    report::answer::write_score(&dir).map_err(|e| e.to_string())?;
    let page = score::paths(&dir).1;
    println!("scored in {:.1} s; the page with pictures is {}", began.elapsed().as_secs_f64(), page.display());
    Ok((worlds, answer))
}

fn read(path: &Path, command: &str) -> Result<Value, String> {
    let text =
        std::fs::read_to_string(path).map_err(|_| format!("{} is not there; `{command}` writes it", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{} cannot be read: {e}", path.display()))
}

fn document(ensembles: &[(&Worlds, &Answer); 2], fit: &Value, rivals: &Value, repeat: &str) -> String {
    let [(worlds, answer), (_, by_hand)] = ensembles;
    let mut page = String::from("# Against the documents\n\n");
    let _ = writeln!(
        page,
        "What the model foretells of 1917, beside what was observed. This page is written by a command, figures and words alike; \
         do not edit it by hand:\n\n    {}\n    {}\n    {repeat}\n\nThe same as pages, with pictures, are written beside the \
         worlds. Version {VERSION}; content of `russia-1917` `{}`; posterior `{}`.\nTwice {}: each with a parameter set of the \
         posterior, and all with the values set by hand, which are what a run has unless it is asked for the posterior \
         (`--set posterior=on`).",
        text(&fit["manifest"]["command"]),
        text(&rivals["command"]),
        worlds.loaded.content_hash,
        worlds.loaded.posterior.as_ref().map_or("none", |posterior| posterior.digest.as_str()),
        worlds.about,
    );
    page.push_str(
        "\nThe values set by hand, the parameters that were not fitted, and the rules themselves were made with the whole year in \
         view (docs/decisions/0015). For them the test rows are no blind test. The fitted parameters have even priors and \
         were fitted to the training rows alone (docs/decisions/0016).\n",
    );
    let sets = [("the posterior", *answer), ("the values set by hand", *by_hand)];
    for (name, answer) in &sets {
        together(&mut page, name, answer);
    }
    for (name, answer) in &sets {
        dates(&mut page, name, worlds, answer);
    }
    for (name, answer) in &sets {
        kinds(&mut page, name, answer);
    }
    patterns(&mut page, &sets);
    fitted(&mut page, fit);
    rival(&mut page, rivals);
    rows(&mut page, answer, by_hand);
    left_out(&mut page, answer);
    page
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value, digits: usize) -> String {
    value.as_f64().map_or("–".into(), |x| format!("{x:.digits$}"))
}

fn together(page: &mut String, name: &str, answer: &Answer) {
    let Some(part) = crps_of(&answer.test) else { return };
    let _ = write!(page, "\n## Test rows together: {name}\n");
    page.push_str("\n| central interval | value inside | range met |\n|---|---|---|\n");
    for c in &part.coverage {
        let share = |n: usize| 100.0 * n as f64 / c.targets.max(1) as f64;
        let _ = writeln!(
            page,
            "| {:.0} % | {} of {} ({:.0} %) | {} ({:.0} %) |",
            100.0 * c.level,
            c.value,
            c.targets,
            share(c.value),
            c.range,
            share(c.range)
        );
    }
    page.push_str(
        "\nSkill is 1 less the ratio of summed CRPS (counts as ratios, shares in tenths, dates in fortnights): 0 is no better than \
         the baseline, below 0 worse. Baselines know the training rows alone; intervals (95 %) resample whole series. Uniform \
         swing foretells nothing: no place has two ballots in the training part.\n\n| baseline | rows both foretell | skill | \
         rows won, lost |\n|---|---|---|---|\n",
    );
    for b in &part.baselines {
        let skill = b.skill.as_ref().map_or("–".into(), |e| {
            let interval = e
                .interval
                .as_ref()
                .map_or(String::new(), |i| format!(" ({:+.2} to {:+.2})", i.percentile.0, i.percentile.1));
            format!("{:+.2}{interval}", e.value)
        });
        let won = b.comparison.as_ref().map_or("–".into(), |c| format!("{}, {}", c.first_better, c.second_better));
        let _ = writeln!(page, "| {} | {} | {skill} | {won} |", b.name, b.targets);
    }
    if let Some((name, skill, n)) = answer.strongest() {
        let _ = writeln!(
            page,
            "\nAgainst the strongest of those that foretell many rows, {name}: {skill:+.2} over {n} rows."
        );
    }
    if let Some(pit) = &part.pit {
        let counts: Vec<String> = pit.counts.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            page,
            "\nPlace of the observation among the worlds, from below all to above all, in {} equal bins: {}.",
            counts.len(),
            counts.join(", ")
        );
    }
}

fn dates(page: &mut String, name: &str, worlds: &Worlds, answer: &Answer) {
    let _ = write!(page, "\n## Order and pace: {name}\n");
    page.push_str("\n| | worlds | median (10 to 90 %) | the record |\n|---|---|---|---|\n");
    let record = record_dates::of(&worlds.loaded);
    for (i, what) in DATES.iter().enumerate() {
        let mut days: Vec<f64> = answer.worlds.iter().filter_map(|w| w.dates[i]).map(f64::from).collect();
        days.sort_by(f64::total_cmp);
        let at = |q: f64| nearest_day(quantile(&days, q)).short_old_style();
        let spread = if days.is_empty() { "never".into() } else { format!("{} ({} to {})", at(0.5), at(0.1), at(0.9)) };
        let seen = record[i].map_or("none".into(), |day| day.short_old_style());
        let _ = writeln!(page, "| {what} | {} of {} | {spread} | {seen} |", days.len(), answer.worlds.len());
    }
}

fn kinds(page: &mut String, name: &str, answer: &Answer) {
    let _ = write!(page, "\n## Endings, orders, curves: {name}\n\n");
    page.push_str("| foretold | came | worlds | log score | all alike |\n|---|---|---|---|---|\n");
    for c in &answer.categories {
        let _ = writeln!(
            page,
            "| {} | {} | {} of {} | {:.2} | {:.2} |",
            c.title, c.came, c.hits.0, c.hits.1, c.score, c.even
        );
    }
    page.push_str("\n| curve | numbers | energy score | equal shares |\n|---|---|---|---|\n");
    for c in &answer.curves {
        let own = c.score.fair.unwrap_or(c.score.plain);
        let _ = writeln!(page, "| {} | {} | {own:.2} | {:.2} |", c.title, c.length, c.even);
    }
}

fn rows(page: &mut String, answer: &Answer, by_hand: &Answer) {
    page.push_str(
        "\n## Every row\n\nMedian of the worlds and central 95 per cent. Within half, 80 or 95 per cent: the innermost central \
         interval that meets the observation or its range.\n",
    );
    let foretold = |judged: &Judged| {
        let facts = judged.score.number_facts.as_ref();
        facts.map_or(String::new(), |f| {
            let (low, high) = f.intervals[3];
            let [median, low, high] = [f.median, low, high].map(|x| judged.shown(x));
            format!("{median} ({low} to {high}), {}", verdict(judged))
        })
    };
    for (title, training) in [("Test", false), ("Training", true)] {
        let _ = writeln!(
            page,
            "\n### {title}\n\n| what | observed | source | worlds of the posterior | worlds set by hand |\n|---|---|---|---|---|"
        );
        let both = answer.rows.iter().zip(&by_hand.rows);
        for (judged, other) in both.filter(|(judged, _)| judged.row.is_training == training) {
            let (row, o) = (&judged.row, &judged.row.observed);
            let range = match o.is_exact() {
                true => String::new(),
                false => format!(" ({} to {})", judged.shown(o.low()), judged.shown(o.high())),
            };
            let _ = writeln!(
                page,
                "| {}, {}, {} | {}{range} | {} {} | {} | {} |",
                row.title,
                row.place.replace('_', " "),
                row.to.short_old_style(),
                judged.shown(o.value()),
                row.source,
                row.confidence,
                foretold(judged),
                foretold(other)
            );
        }
    }
}

fn patterns(page: &mut String, sets: &[(&str, &Answer); 2]) {
    page.push_str("\n## The eight patterns\n\n| worlds that show it | the posterior | set by hand |\n|---|---|---|\n");
    let count = |answer: &Answer, holds: &dyn Fn(&World) -> bool| {
        let n = answer.worlds.iter().filter(|w| holds(w)).count();
        format!("{n} ({:.0} %)", 100.0 * n as f64 / answer.worlds.len().max(1) as f64)
    };
    let mut line = |what: &str, holds: &dyn Fn(&World) -> bool| {
        let _ = writeln!(page, "| {what} | {} | {} |", count(sets[0].1, holds), count(sets[1].1, holds));
    };
    for (i, d) in DEFINITIONS.iter().enumerate() {
        line(&format!("{} {}", d.id, d.statement), &|w| w.patterns[i]);
    }
    line("P1 to P4 at once", &|w| w.patterns[..4].iter().all(|held| *held));
    line("all eight", &|w| w.patterns.iter().all(|held| *held));
}

fn fitted(page: &mut String, fit: &Value) {
    let left: Vec<String> = fit["share_of_prior_left"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|x| format!("{:.1} %", 100.0 * x.as_f64().unwrap_or(0.0)))
        .collect();
    let _ = writeln!(
        page,
        "\n## The fit\n\n{} runs that end on the last training day; priors even over the declared ranges. History matching left \
         {} of the prior; sequential Monte Carlo ended by {} with an effective size of {}. Split `{}`, training rows `{}`, \
         society `{}`, posterior `{}`.\n",
        fit["runs"],
        left.join(", then "),
        text(&fit["end"]),
        number(&fit["effective_size"], 0),
        text(&fit["manifest"]["split"]),
        text(&fit["manifest"]["training"]),
        text(&fit["manifest"]["society"]),
        text(&fit["digest"]),
    );
    let _ = writeln!(
        page,
        "Contraction: the share of the prior variance that went; below 0.2 a parameter is not identified. Ranks: simulation-based \
         calibration over {} truths from the prior, each fitted by rejection and regression from the runs over the prior; the \
         chance of ranks as uneven, were the estimator right.\n\n| parameter | prior | posterior, median (90 %) | contraction | \
         ranks, p |\n|---|---|---|---|---|",
        fit["truths_ranked"]
    );
    for p in fit["parameters"].as_array().into_iter().flatten() {
        let _ = writeln!(
            page,
            "| `{}`{} | {} to {} | {} ({} to {}) | {} | {} |",
            text(&p["name"]),
            if p["identified"] == Value::Bool(false) { ", not identified" } else { "" },
            p["prior"]["low"],
            p["prior"]["high"],
            number(&p["median"], 4),
            number(&p["p5"], 4),
            number(&p["p95"], 4),
            number(&p["contraction"], 2),
            number(&p["rank_p_value"], 3),
        );
    }
    page.push_str(
        "\nWhat was fitted: counts as natural logarithms of one more than the count, dates as days since 1970. Prior and fitted: \
         median and central 90 per cent of the runs (of the last generation with drawn errors).\n\n| summary | observed ± error | \
         prior | fitted |\n|---|---|---|---|\n",
    );
    for s in fit["summaries"].as_array().into_iter().flatten() {
        let spread =
            |v: &Value| format!("{} ({} to {})", number(&v["median"], 2), number(&v["p5"], 2), number(&v["p95"], 2));
        let _ = writeln!(
            page,
            "| {} | {} ± {} | {} | {} |",
            text(&s["name"]),
            number(&s["observed"], 2),
            number(&s["error_sd"], 2),
            spread(&s["prior"]),
            spread(&s["fitted"])
        );
    }
}

fn rival(page: &mut String, rivals: &Value) {
    let _ = writeln!(
        page,
        "\n## Rival explanations, and each mechanism off\n\nEach fitted to the same training rows with {} runs, scored on the same \
         test rows with {} worlds at {}. CRPS: mean over the test rows, lower is better. Skill of the whole model over it, with \
         its 95 per cent interval: above 0 the whole model foretells better.\n\n| | off | CRPS | within 95 % | P1 to P4 | skill of \
         the whole model | |\n|---|---|---|---|---|---|---|",
        rivals["runs_of_each_fit"],
        rivals["worlds_of_each"],
        text(&rivals["scale"])
    );
    for arm in rivals["arms"].as_array().into_iter().flatten() {
        let off: Vec<&str> = arm["off"].as_array().into_iter().flatten().map(text).collect();
        let skill = match (&arm["skill_of_whole"], &arm["interval"]) {
            (Value::Null, _) => String::new(),
            (skill, interval) => {
                format!("{} ({} to {})", number(skill, 2), number(&interval[0], 2), number(&interval[1], 2))
            }
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} of {} | {} of {} | {skill} | {} |",
            text(&arm["title"]),
            off.join(", "),
            number(&arm["crps"], 3),
            arm["covered_95"],
            arm["targets"],
            arm["patterns_1_to_4"],
            arm["worlds"],
            text(&arm["verdict"])
        );
    }
}

fn left_out(page: &mut String, answer: &Answer) {
    let _ = writeln!(
        page,
        "\n## Not scored\n\n{} observations are only remembered: no source confirms them, and they are neither fitted nor scored. \
         {} observations of these days have no counterpart that a world can be asked for:\n",
        answer.remembered.len(),
        answer.unasked.len()
    );
    for (why, n) in unasked_by_reason(&answer.unasked) {
        let _ = writeln!(page, "- {n}: {why}.");
    }
}
