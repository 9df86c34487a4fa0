//! The page of a comparison: the answer first, then odds, dates, numbers, courses, where the worlds part, and how to repeat it.

use std::path::Path;

use engine::calendar::Day;
use models::{Line, Picture};
use run::Error;
use run::parting::Parting;
use run::worlds::SERIES;
use stats::interval::{Estimate, quantile};
use stats::number::readable;
use stats::paired::causes::causation;
use stats::paired::pairs_needed;
use study::Study;
use study::compare::{Answer, LEVEL, Odds, Plan, Row, WANTED};

use crate::drawing::{escaped, figure};
use crate::{FONTS, STYLE, fill, put};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const OWN_STYLE: &str = include_str!("../assets/study.css");

/// Writes the page of a comparison into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, plan: &Plan, answer: &Answer) -> Result<(), Error> {
    put(dir, &page(plan, answer))
}

/// The whole page.
fn page(plan: &Plan, answer: &Answer) -> String {
    let titles: Vec<&str> = plan.changed.loaded.applied.iter().map(|a| a.title.as_str()).collect();
    let body = [
        head(plan, &titles, answer),
        odds(answer),
        courses(plan, answer),
        dates(plan, answer),
        numbers(answer),
        parting(answer.parting.as_ref()),
        about(plan),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: what if: {}", escaped(&titles.join("; ")))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

/// A share in per cent.
fn percent(x: f64) -> String {
    format!("{:.0} %", 100.0 * x)
}

/// A difference of shares in points, with its sign.
fn points(x: f64) -> String {
    let sign = if x < -0.005 { "\u{2212}" } else { "+" };
    format!("{sign}{:.0}", 100.0 * x.abs())
}

fn signed(x: f64) -> String {
    let sign = if x < 0.0 { "\u{2212}" } else { "+" };
    let size = x.abs();
    let text = if size >= 100.0 { readable(size.round()) } else { readable((size * 100.0).round() / 100.0) };
    format!("{sign}{text}")
}

fn with_interval(e: Estimate, show: impl Fn(f64) -> String) -> String {
    let end = |x: f64| if x.is_finite() { show(x) } else { "?".into() };
    format!("{} <span class=\"mark\">{} to {}</span>", end(e.value), end(e.interval.low), end(e.interval.high))
}

fn head(plan: &Plan, titles: &[&str], answer: &Answer) -> String {
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">What if, {} pairs of worlds at \
         1:{}</p></div><h1>{}</h1><p class=\"summary\">{}</p></header>",
        plan.pairs,
        plan.base.scale,
        escaped(&titles.join("; ")),
        in_a_sentence(answer)
    )
}

/// The answer in a sentence: the outcome whose odds change most.
fn in_a_sentence(answer: &Answer) -> String {
    let size = |odds: &&Odds| odds.pairs.difference(LEVEL).map_or(0.0, |e| e.value.abs());
    let most = answer.outcomes.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
    let Some((odds, difference)) = most.and_then(|odds| Some((odds, odds.pairs.difference(LEVEL)?))) else {
        return "Nothing could be compared.".into();
    };
    let [base, changed] = odds.shares();
    if difference.interval.contains(0.0) {
        return format!(
            "No outcome\u{2019}s odds change by more than chance would: the most by {} points ({} to {}), for <code>{}</code>.",
            points(difference.value),
            points(difference.interval.low),
            points(difference.interval.high),
            odds.word
        );
    }
    format!(
        "With the change <code>{}</code> comes in {} of worlds instead of {}: {} points ({} to {}).",
        odds.word,
        percent(changed.value),
        percent(base.value),
        points(difference.value),
        points(difference.interval.low),
        points(difference.interval.high)
    )
}

fn odds(answer: &Answer) -> String {
    let rows: String = answer.outcomes.iter().map(odds_row).collect();
    format!(
        "<section id=\"odds\"><h2>Odds of each outcome</h2><div class=\"table-wrap\"><table class=\"stack\"><thead><tr>\
         <th>Outcome</th><th>As it was</th><th>With the change</th><th>Difference, points</th><th>Necessity</th>\
         <th>Sufficiency</th><th>Variance left by pairing</th><th>Pairs for \u{b1}{:.0} points</th></tr></thead><tbody>{rows}\
         </tbody></table></div><p class=\"note\">Intervals at 95 per cent. Necessity: of worlds that end so as it was, the \
         share that no longer do. Sufficiency: of worlds that do not end so with the change, the share that do without it. \
         Both take the shared draws for what makes two worlds the same.</p></section>",
        100.0 * WANTED
    )
}

fn odds_row(odds: &Odds) -> String {
    let [base, changed] = odds.shares();
    let bar = |e: Estimate, class: &str| {
        format!(
            "{}<span class=\"odds {class}\"><i style=\"width:{:.1}%\"></i><b style=\"left:{:.1}%;width:{:.1}%\"></b></span>",
            percent(e.value),
            100.0 * e.value,
            100.0 * e.interval.low,
            100.0 * (e.interval.high - e.interval.low)
        )
    };
    let causes = causation(&odds.pairs, LEVEL);
    let cause = |c: Option<stats::paired::causes::Cause>| {
        c.map_or("\u{2014}".into(), |c| with_interval(c.paired, |x| format!("{x:.2}")))
    };
    let needed = odds.pairs.variance_of_difference().map(|v| pairs_needed(v, WANTED, LEVEL));
    let cells = [
        ("Outcome", format!("<code>{}</code>", odds.word)),
        ("As it was", bar(base, "was")),
        ("With the change", bar(changed, "is")),
        ("Difference", odds.pairs.difference(LEVEL).map_or("\u{2014}".into(), |e| with_interval(e, points))),
        ("Necessity", cause(causes.necessity)),
        ("Sufficiency", cause(causes.sufficiency)),
        ("Variance left", odds.pairs.variance_ratio().map_or("\u{2014}".into(), |r| format!("{r:.2}"))),
        ("Pairs needed", needed.map_or("\u{2014}".into(), |n| readable(n as f64))),
    ];
    row(&cells)
}

fn row(cells: &[(&str, String)]) -> String {
    let cells: String = cells.iter().map(|(label, cell)| format!("<td data-label=\"{label}\">{cell}</td>")).collect();
    format!("<tr>{cells}</tr>")
}

/// The year in medians of both arms, with the middle eight tenths of the worlds as they were.
fn courses(plan: &Plan, answer: &Answer) -> String {
    let start = plan.base.loaded.spec.start;
    let pictures: String = SERIES
        .iter()
        .enumerate()
        .map(|(i, declared)| {
            let mut lines = Vec::new();
            for (arm, (median, low, high)) in answer
                .arms
                .iter()
                .zip([("as it was, median", "as it was, 10 %", "as it was, 90 %"), ("with the change, median", "", "")])
            {
                let series: Vec<&Vec<f32>> = arm.iter().map(|w| &w.series[i]).collect();
                lines.push(quantiles(&series, 0.5, median, false));
                if !low.is_empty() {
                    lines.push(quantiles(&series, 0.1, low, true));
                    lines.push(quantiles(&series, 0.9, high, true));
                }
            }
            figure(&Picture::Lines { title: declared.title.to_owned(), x: "day of the run", y: declared.unit, lines })
        })
        .collect();
    format!(
        "<section id=\"courses\"><h2>The year in both arms</h2><p>Day 0 is {} Old Style.</p><div class=\"charts \
         several\">{pictures}</div></section>",
        start.short_old_style()
    )
}

fn quantiles(series: &[&Vec<f32>], share: f64, name: &str, is_guide: bool) -> Line {
    let days = series.iter().map(|s| s.len()).min().unwrap_or(0);
    let at = |day: usize| {
        let mut values: Vec<f64> = series.iter().map(|s| f64::from(s[day])).collect();
        values.sort_by(f64::total_cmp);
        (day as f64, quantile(&values, share))
    };
    Line { name: name.into(), points: (0..days).map(at).collect(), is_guide, is_steps: false }
}

fn dates(plan: &Plan, answer: &Answer) -> String {
    let start = plan.base.loaded.spec.start;
    let date = |median: Option<f64>| median.map_or("in fewer than half".into(), |d| day_text(start, d));
    let rows: String = answer
        .rows
        .iter()
        .filter(|row| row.is_date)
        .map(|Row { name, compared: c, .. }| {
            row(&[
                ("Date", escaped(name)),
                (
                    "As it was",
                    format!(
                        "{} <span class=\"mark\">{} of {}</span>",
                        date(c.base_median),
                        c.both + c.base_only,
                        c.pairs
                    ),
                ),
                (
                    "With the change",
                    format!(
                        "{} <span class=\"mark\">{} of {}</span>",
                        date(c.changed_median),
                        c.both + c.changed_only,
                        c.pairs
                    ),
                ),
                ("Difference, days", with_interval(c.mean_difference, signed)),
                ("Earlier, later, same", format!("{}, {}, {}", c.smaller, c.greater, c.ties)),
                ("Variance left", c.variance_ratio.map_or("\u{2014}".into(), |r| format!("{r:.2}"))),
            ])
        })
        .collect();
    format!(
        "<section id=\"dates\"><h2>Dates</h2><div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>Date</th>\
         <th>As it was, median</th><th>With the change, median</th><th>Difference, days</th><th>Earlier, later, same</th>\
         <th>Variance left by pairing</th></tr></thead><tbody>{rows}</tbody></table></div><p class=\"note\">Old Style. \
         What has not come by the last day counts as the day after it in the difference.</p></section>"
    )
}

fn numbers(answer: &Answer) -> String {
    let rows: String = answer
        .rows
        .iter()
        .filter(|row| !row.is_date)
        .map(|Row { name, compared: c, .. }| {
            let show = |m: Option<f64>| {
                m.map_or("\u{2014}".into(), |x| if x.abs() < 10.0 { format!("{x:.2}") } else { readable(x.round()) })
            };
            row(&[
                ("Number", escaped(name)),
                ("As it was", show(c.base_median)),
                ("With the change", show(c.changed_median)),
                ("Difference", with_interval(c.mean_difference, signed)),
                ("Variance left", c.variance_ratio.map_or("\u{2014}".into(), |r| format!("{r:.2}"))),
            ])
        })
        .collect();
    format!(
        "<section id=\"numbers\"><h2>Numbers</h2><div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>Number</th>\
         <th>As it was, median</th><th>With the change, median</th><th>Mean difference</th><th>Variance left by pairing</th>\
         </tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
}

fn parting(parting: Option<&Parting>) -> String {
    let Some(parting) = parting else {
        return "<section id=\"parting\"><h2>Where the worlds part</h2><p>The two worlds of the first pair never part: \
                the change reaches nothing in it.</p></section>"
            .into();
    };
    let day = |day: Day| day.short_old_style();
    let rows: String = parting
        .events
        .iter()
        .map(|e| {
            let told = parting.told(e);
            let world = if e.in_changed { "with the change" } else { "as it was" };
            row(&[
                ("Day", day(e.day)),
                ("Only", world.into()),
                ("Place", escaped(parting.names.place(&e.event))),
                ("What", format!("{} <span class=\"mark\">{}</span>", escaped(&told.what), escaped(&told.why))),
            ])
        })
        .collect();
    format!(
        "<section id=\"parting\"><h2>Where the worlds part</h2><p>In the first pair the first recorded number that differs \
         is of {} Old Style, in the table <code>{}</code>. The first events that only one of the two worlds has:</p>\
         <div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>Day</th><th>Only</th><th>Place</th><th>What</th>\
         </tr></thead><tbody>{rows}</tbody></table></div></section>",
        day(parting.day),
        parting.table
    )
}

fn about(plan: &Plan) -> String {
    let what_ifs: String = plan
        .changed
        .loaded
        .applied
        .iter()
        .map(|a| {
            let sketch = if a.is_sketch() {
                " A sketch: not all six fields, or no document that contemporaries considered it."
            } else {
                ""
            };
            format!("<li><b>{}</b> <code>{}</code>.{}</li>", escaped(&a.title), escaped(&a.name), sketch)
        })
        .collect();
    format!(
        "<section id=\"repeat\"><h2>What was compared, and how to repeat it</h2><ul>{what_ifs}</ul><p>One parameter set, set \
         by hand: the intervals hold the chance of the draws, and not what is unknown of behaviour.</p><pre>{}</pre>\
         </section><footer class=\"colophon\">Tauride {}.</footer>",
        escaped(&plan.command()),
        run::VERSION
    )
}

/// A day of the year from its number since the start, in the Old Style.
fn day_text(start: Day, days: f64) -> String {
    start.plus((days + 0.5).floor() as i32).short_old_style()
}
