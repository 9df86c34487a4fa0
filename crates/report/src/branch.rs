//! The page of a branched world: how its endings' odds went by day, how open it was, and how to repeat it.

use std::path::Path;

use engine::calendar::Day;
use run::Error;
use run::worlds::{DATES, OUTCOMES};
use study::Study;
use study::branch::{Answer, LEVEL, Plan, SETTLED};

use crate::chart::{self, Days, Layer};
use crate::drawing::escaped;
use crate::ensemble::{percent, row};
use crate::{FONTS, STYLE, fill, put};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const OWN_STYLE: &str = include_str!("../assets/study.css");
/// An ending that at no time has this share is in the table only.
const DRAWN: f64 = 0.1;

/// Writes the page of branches into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, plan: &Plan, answer: &Answer) -> Result<(), Error> {
    put(dir, &page(plan, answer))
}

/// The whole page.
fn page(plan: &Plan, answer: &Answer) -> String {
    let body = [head(plan, answer), stacked(answer), openness(answer), each(answer), table(answer), about(plan)];
    let parts = [
        ("/*TITLE*/", format!("Tauride: {}: when was it still open?", escaped(&plan.case.loaded.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

fn days(answer: &Answer) -> Days {
    let ends = |odds: Option<&stats::branching::Odds>| odds.map_or(Day(0), |o| o.day);
    Days { first: ends(answer.odds.first()), last: ends(answer.odds.last()) }
}

fn xs(answer: &Answer) -> Vec<f64> {
    answer.odds.iter().map(|odds| f64::from(odds.day.0)).collect()
}

fn head(plan: &Plan, answer: &Answer) -> String {
    let loaded = &plan.case.loaded;
    let what_if: Vec<&str> = loaded.applied.iter().map(|a| a.title.as_str()).collect();
    let of = if what_if.is_empty() { loaded.title.clone() } else { what_if.join("; ") };
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">Seed {} at 1:{}, {} branches from \
         each of {} days</p></div><h1>When was the year still open?</h1><p class=\"summary\">{}: {}</p></header>",
        plan.case.seed,
        plan.case.scale,
        plan.branches,
        plan.days.len(),
        escaped(&of),
        in_sentences(answer)
    )
}

/// The answer in two sentences.
fn in_sentences(answer: &Answer) -> String {
    let trunk = &answer.trunk;
    let went = format!(
        "this world ends in <code>{}</code>, settled on {}.",
        OUTCOMES[trunk.outcome].word(),
        trunk.outcome_day.short_old_style()
    );
    let (Some(first), Some(last)) = (answer.odds.first(), answer.odds.last()) else { return went };
    let threshold = percent(SETTLED);
    let open = match answer.settled {
        None => format!("Up to {} no ending has more than {threshold} of the branches.", last.day.short_old_style()),
        Some(s) if s.day == first.day => format!(
            "From the first day looked at, {}, on more than {threshold} of the branches end in <code>{}</code>.",
            s.day.short_old_style(),
            answer.word(s.category)
        ),
        Some(s) => format!(
            "It was open until {}: from then on more than {threshold} of the branches of every day looked at end in \
             <code>{}</code>.",
            s.day.short_old_style(),
            answer.word(s.category)
        ),
    };
    format!("{went} {open}")
}

/// The dates of the trunk that lie among the days looked at, each with its letter.
fn marks(answer: &Answer) -> Vec<(Day, String, &'static str)> {
    let Days { first, last } = days(answer);
    let mut found: Vec<(Day, &str)> =
        DATES.iter().zip(answer.trunk.dates).filter_map(|(name, day)| Some((day?, *name))).collect();
    found.retain(|(day, _)| (first..=last).contains(day));
    found.sort_by_key(|(day, _)| *day);
    // What came on one day shares a letter.
    let mut letters: Vec<(Day, String, &str)> = Vec::new();
    let mut letter = b'a';
    for (day, name) in found {
        let of_day = match letters.last() {
            Some((before, letter, _)) if *before == day => letter.clone(),
            _ => {
                letter += 1;
                char::from(letter - 1).to_string()
            }
        };
        letters.push((day, of_day, name));
    }
    letters
}

fn stacked(answer: &Answer) -> String {
    let layers: Vec<Layer<'_>> = (0..answer.outcomes.len())
        .map(|i| Layer { name: answer.word(i), shares: answer.odds.iter().map(|odds| odds.chances[i].share).collect() })
        .collect();
    let names: Vec<&str> = layers.iter().map(|layer| layer.name).collect();
    let marks = marks(answer);
    let list: Vec<String> = marks
        .iter()
        .map(|(day, letter, name)| format!("<b>{letter}</b> {}: {}", day.short_old_style(), escaped(name)))
        .collect();
    let mut on_chart: Vec<(Day, String)> = marks.iter().map(|(day, letter, _)| (*day, letter.clone())).collect();
    on_chart.dedup();
    let of_trunk = match list.len() {
        0 => String::new(),
        _ => format!(" In the world that is branched: {}.", list.join("; ")),
    };
    format!(
        "<section id=\"open\"><h2>How the branches of each day end</h2>{}<div class=\"charts\">{}</div>{}<p class=\"note\">A \
         branch shares everything before its day and has other chance from then on. Dates in the Old Style; straight lines \
         between the days looked at.{of_trunk}</p></section>",
        chart::HATCHES,
        chart::stack("Odds of each ending, by the day of branching", days(answer), &xs(answer), &layers, &on_chart),
        chart::stack_key(&names)
    )
}

fn openness(answer: &Answer) -> String {
    let low: Vec<f64> = answer.odds.iter().map(|odds| odds.entropy_credible_bits.low).collect();
    let high: Vec<f64> = answer.odds.iter().map(|odds| odds.entropy_credible_bits.high).collect();
    let line: Vec<f64> = answer.odds.iter().map(|odds| odds.entropy_corrected_bits).collect();
    let drawn = chart::fan(&chart::Fan {
        title: "Entropy of the ending",
        unit: "bits",
        days: days(answer),
        xs: &xs(answer),
        bands: &[[&low, &high]],
        line: &line,
        observed: &[],
    });
    format!(
        "<section id=\"entropy\"><h2>How open it was</h2><div class=\"charts\">{drawn}</div><p class=\"note\">0 when the ending \
         is certain, 1 for an even chance of two. The line is corrected for the number of branches (Miller 1955); the band \
         holds {:.0} per cent of the posterior with half a branch added to each ending, so that few branches do not pass \
         for certainty.</p></section>",
        100.0 * LEVEL
    )
}

/// Each ending by itself, with its interval.
fn each(answer: &Answer) -> String {
    let (days, xs) = (days(answer), xs(answer));
    let mut pictures = String::new();
    for i in 0..answer.outcomes.len() {
        let of = |number: fn(&stats::branching::Chance) -> f64| -> Vec<f64> {
            answer.odds.iter().map(|odds| number(&odds.chances[i])).collect()
        };
        let (share, low, high) = (of(|c| c.share), of(|c| c.wilson.low), of(|c| c.wilson.high));
        if share.iter().all(|x| *x < DRAWN) {
            continue;
        }
        pictures += &chart::fan(&chart::Fan {
            title: answer.word(i),
            unit: "share of the branches",
            days,
            xs: &xs,
            bands: &[[&low, &high]],
            line: &share,
            observed: &[],
        });
    }
    format!(
        "<section id=\"each\"><h2>Each ending, with its interval</h2><div class=\"charts several\">{pictures}</div>\
         <p class=\"note\">Wilson\u{2019}s intervals at {:.0} per cent, for each day by itself.</p></section>",
        100.0 * LEVEL
    )
}

fn table(answer: &Answer) -> String {
    let words: Vec<&str> = (0..answer.outcomes.len()).map(|i| answer.word(i)).collect();
    let heads: String = words.iter().map(|word| format!("<th><code>{word}</code></th>")).collect();
    let rows: String = answer
        .odds
        .iter()
        .map(|odds| {
            let mut cells = vec![("Day", odds.day.short_old_style())];
            for (word, chance) in words.iter().zip(&odds.chances) {
                let (low, high) = (100.0 * chance.wilson.low, 100.0 * chance.wilson.high);
                cells.push((
                    word,
                    format!("{} <span class=\"mark\">{low:.0} to {high:.0}</span>", percent(chance.share)),
                ));
            }
            cells.push(("Entropy, bits", format!("{:.2}", odds.entropy_corrected_bits)));
            row(&cells)
        })
        .collect();
    format!(
        "<section id=\"table\"><h2>In numbers</h2><details><summary>Every day looked at</summary><div class=\"table-wrap\">\
         <table class=\"stack\"><thead><tr><th>Day</th>{heads}<th>Entropy, bits</th></tr></thead><tbody>{rows}</tbody></table>\
         </div></details></section>"
    )
}

fn about(plan: &Plan) -> String {
    format!(
        "<section id=\"repeat\"><h2>What was run, and how to repeat it</h2><p>One world and one parameter set, set by hand: \
         another seed has another trunk, and its year may close on another day. <code>branches.parquet</code> beside this \
         page has one row a branch.</p><pre>{}</pre></section><footer class=\"colophon\">Tauride {}.</footer>",
        escaped(&plan.command()),
        run::VERSION
    )
}
