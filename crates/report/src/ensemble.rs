//! The page of an ensemble: the odds first, then courses, dates, patterns, sums, and how to repeat it.

use observables::patterns::DEFINITIONS;
use std::path::{Path, PathBuf};

use engine::calendar::Day;
use run::Error;
use run::worlds::OUTCOMES;
use stats::interval::Estimate;
use stats::number::readable;
use study::Study;
use study::ensemble::{Answer, DateSpread, Fan, LEVEL, Plan, Share, nearest_day};

use crate::chart::{self, Days};
use crate::drawing::escaped;
use crate::{FONTS, STYLE, fill, path, put};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const OWN_STYLE: &str = include_str!("../assets/study.css");

/// Writes the page of an ensemble into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, plan: &Plan, answer: &Answer) -> Result<(), Error> {
    put(dir, &page(plan, answer))
}

/// Writes the page of a finished ensemble again, and says where it is.
///
/// # Errors
/// When the directory holds no finished ensemble, its scenario or a what-if has changed since, or a file cannot be read or
/// written.
pub fn write_again(dir: &Path) -> Result<PathBuf, Error> {
    let (plan, answer) = study::ensemble::again::read(dir)?;
    write(dir, &plan, &answer)?;
    Ok(path(dir))
}

/// The whole page.
fn page(plan: &Plan, answer: &Answer) -> String {
    let body = [
        head(plan, answer),
        odds(answer),
        courses(plan, answer),
        dates(plan, answer),
        patterns(answer),
        sums(answer),
        about(plan),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: {}: {} worlds", escaped(&plan.case.loaded.title), plan.runs)),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

/// A share in per cent.
pub(crate) fn percent(x: f64) -> String {
    format!("{:.0} %", 100.0 * x)
}

/// `37 to 55 %`.
pub(crate) fn reach(e: Estimate) -> String {
    format!("{:.0} to {:.0} %", 100.0 * e.interval.low, 100.0 * e.interval.high)
}

/// A share as a bar with its interval.
fn bar(share: Share) -> String {
    let e = share.estimate();
    format!(
        "{} of {}, {} <span class=\"mark\">{}</span><span class=\"odds model\"><i style=\"width:{:.1}%\"></i>\
         <b style=\"left:{:.1}%;width:{:.1}%\"></b></span>",
        share.hits,
        share.worlds,
        percent(e.value),
        reach(e),
        100.0 * e.value,
        100.0 * e.interval.low,
        100.0 * (e.interval.high - e.interval.low)
    )
}

/// A row of a table, with labels for narrow screens.
pub(crate) fn row(cells: &[(&str, String)]) -> String {
    let cells: String = cells.iter().map(|(label, cell)| format!("<td data-label=\"{label}\">{cell}</td>")).collect();
    format!("<tr>{cells}</tr>")
}

fn days(plan: &Plan) -> Days {
    Days { first: plan.case.loaded.spec.start, last: plan.case.end }
}

fn head(plan: &Plan, answer: &Answer) -> String {
    let loaded = &plan.case.loaded;
    let what_if: Vec<&str> = loaded.applied.iter().map(|a| a.title.as_str()).collect();
    let title = if what_if.is_empty() { loaded.title.clone() } else { what_if.join("; ") };
    let sentence = answer.outcomes.first().map_or(String::new(), |(outcome, share)| {
        format!(
            "In {} of {} worlds ({}) it ends in <code>{}</code>{}.",
            share.hits,
            share.worlds,
            reach(share.estimate()),
            OUTCOMES[*outcome].word(),
            if answer.outcomes.len() > 1 { ", more often than in anything else" } else { "" }
        )
    });
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">{} worlds at 1:{}, seeds {} to \
         {}</p></div><h1>{}</h1><p class=\"summary\">{sentence}</p></header>",
        plan.runs,
        plan.case.scale,
        plan.case.seed,
        plan.case.seed + plan.runs - 1,
        escaped(&title)
    )
}

fn odds(answer: &Answer) -> String {
    let rows: String = answer
        .outcomes
        .iter()
        .map(|(outcome, share)| {
            row(&[("Outcome", format!("<code>{}</code>", OUTCOMES[*outcome].word())), ("Worlds", bar(*share))])
        })
        .collect();
    format!(
        "<section id=\"odds\"><h2>How the worlds end</h2><div class=\"table-wrap\"><table class=\"stack bars\"><thead><tr>\
         <th>Outcome</th><th>Worlds</th></tr></thead><tbody>{rows}</tbody></table></div><p class=\"note\">Worlds that \
         differ in the seed of their draws alone. Intervals at {:.0} per cent (Wilson). Outcomes that no world has are left \
         out.</p></section>",
        100.0 * LEVEL
    )
}

fn courses(plan: &Plan, answer: &Answer) -> String {
    let pictures: String = answer.fans.iter().map(|fan| course(plan, fan)).collect();
    let observed = answer.fans.iter().any(|fan| !fan.observed.days.is_empty());
    let longer: Vec<String> = answer
        .fans
        .iter()
        .filter(|fan| fan.observed.n_longer > 0)
        .map(|fan| format!("{} of \u{201c}{}\u{201d}", fan.observed.n_longer, escaped(&fan.title)))
        .collect();
    let mut note =
        String::from("Dates in the Old Style. Each day is looked at by itself: no single world follows a line.");
    if observed {
        note += " Dots are observations of the record on single days, with the range of their source; hollow ones have no \
                 good source yet.";
    }
    if !longer.is_empty() {
        note += &format!(" Observations that sum over several days cannot stand on these axes: {}.", longer.join(", "));
    }
    let of_record = if observed {
        "<li><i class=\"dot still\"></i>the record</li><li><i class=\"dot hollow still\"></i>unverified</li>"
    } else {
        ""
    };
    format!(
        "<section id=\"courses\"><h2>The course of the year</h2><ul class=\"key\"><li><svg width=\"28\" height=\"14\" \
         aria-hidden=\"true\"><path class=\"b0\" d=\"M0 0H28V14H0Z\"/></svg>10 to 90 % of the worlds</li><li><svg width=\"28\" \
         height=\"14\" aria-hidden=\"true\"><path class=\"b0\" d=\"M0 0H28V14H0Z\"/><path class=\"b1\" d=\"M0 0H28V14H0Z\"/>\
         </svg>25 to 75 %</li><li><svg width=\"28\" height=\"14\" aria-hidden=\"true\"><path class=\"middle\" \
         d=\"M0 7H28\"/></svg>median</li>{of_record}</ul><div class=\"charts several\">{pictures}</div><p class=\"note\">{note}</p>\
         </section>"
    )
}

fn course(plan: &Plan, fan: &Fan) -> String {
    let start = plan.case.loaded.spec.start.0;
    let n = fan.quantiles[2].len();
    let xs: Vec<f64> = (0..n).map(|i| f64::from(start + fan.every * i32::try_from(i).unwrap_or(0))).collect();
    let [p10, p25, p50, p75, p90] = fan.quantiles.each_ref().map(Vec::as_slice);
    chart::fan(&chart::Fan {
        title: &fan.title,
        unit: fan.unit,
        days: days(plan),
        xs: &xs,
        bands: &[[p10, p90], [p25, p75]],
        line: p50,
        observed: &fan.observed.days,
    })
}

fn dates(plan: &Plan, answer: &Answer) -> String {
    let rows: String = answer.dates.iter().map(date_row).collect();
    let pictures: String = answer
        .dates
        .iter()
        .filter(|date| !date.days.is_empty())
        .map(|date| chart::happened(&capitalised(date.name), days(plan), &date.days, median(date), date.record))
        .collect();
    format!(
        "<section id=\"dates\"><h2>Dates, and those of the record</h2><div class=\"table-wrap\"><table class=\"stack\"><thead>\
         <tr><th>Date</th><th>Median</th><th>10 to 90 %</th><th>The record</th><th>Worlds before, on, after the \
         record\u{2019}s day</th><th>Happens in</th></tr></thead><tbody>{rows}</tbody></table></div><p class=\"note\">Old \
         Style, over the worlds in which it happens. The record\u{2019}s dates are those of the scenario\u{2019}s own list of \
         events. The behaviour was set by hand with the year in view, so that agreement is no test.</p>\
         <div class=\"charts several\">{pictures}</div></section>"
    )
}

fn median(date: &DateSpread) -> Option<Day> {
    let middle = date.quantiles()[2];
    middle.is_finite().then(|| nearest_day(middle))
}

fn date_row(date: &DateSpread) -> String {
    let day = |at: f64| nearest_day(at).short_old_style();
    let [low, _, middle, _, high] = date.quantiles();
    let never = || "\u{2014}".to_owned();
    let (middle, spread) = match middle.is_finite() {
        true => (day(middle), format!("{} to {}", day(low), day(high))),
        false => (never(), never()),
    };
    let beside = date.beside_the_record().map_or(never(), |[before, on, after]| format!("{before}, {on}, {after}"));
    row(&[
        ("Date", escaped(date.name)),
        ("Median", middle),
        ("10 to 90 %", spread),
        ("The record", date.record.map_or(never(), Day::short_old_style)),
        ("Before, on, after the record", beside),
        (
            "Happens in",
            format!(
                "{} of {} <span class=\"mark\">{}</span>",
                date.share.hits,
                date.share.worlds,
                reach(date.share.estimate())
            ),
        ),
    ])
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn patterns(answer: &Answer) -> String {
    let rows: String = DEFINITIONS
        .iter()
        .zip(answer.patterns)
        .map(|(d, share)| {
            row(&[
                ("Pattern", format!("<b>{}</b> {}", d.id, escaped(d.statement))),
                ("Worlds", bar(share)),
                ("Holds when", escaped(d.measured)),
            ])
        })
        .collect();
    format!(
        "<section id=\"patterns\"><h2>Patterns of 1917</h2><div class=\"table-wrap\"><table class=\"stack bars\"><thead><tr>\
         <th>Pattern</th><th>Worlds that show it</th><th>Holds when</th></tr></thead><tbody>{rows}</tbody></table></div>\
         <p class=\"note\">No rule or input states them, but parameters were set by hand with them in view: a high share says \
         that one set of parameters can show a pattern, not that the model foretold it.</p></section>"
    )
}

fn sums(answer: &Answer) -> String {
    let show = |x: f64| if x.abs() < 10.0 { format!("{x:.1}") } else { readable(x.round()) };
    let rows: String = answer
        .sums
        .iter()
        .map(|s| {
            let [low, lower, middle, upper, high] = s.quantiles.map(show);
            row(&[
                ("Sum", capitalised(s.meaning)),
                ("Mean", show(s.mean)),
                ("Median", middle),
                ("25 to 75 %", format!("{lower} to {upper}")),
                ("10 to 90 %", format!("{low} to {high}")),
            ])
        })
        .collect();
    format!(
        "<section id=\"sums\"><h2>Sums over the year</h2><div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>Sum</th>\
         <th>Mean</th><th>Median</th><th>25 to 75 %</th><th>10 to 90 %</th></tr></thead><tbody>{rows}</tbody></table></div>\
         </section>"
    )
}

fn about(plan: &Plan) -> String {
    let what_ifs: String = plan
        .case
        .loaded
        .applied
        .iter()
        .map(|a| format!("<li><b>{}</b> <code>{}</code></li>", escaped(&a.title), escaped(&a.name)))
        .collect();
    let what_ifs = if what_ifs.is_empty() { what_ifs } else { format!("<ul>{what_ifs}</ul>") };
    let tables: Vec<String> =
        plan.tables.names().into_iter().map(|name| format!("<code>{name}/*.parquet</code>")).collect();
    format!(
        "<section id=\"repeat\"><h2>What was run, and how to repeat it</h2>{what_ifs}<p>One parameter set, set by hand: the \
         spread is that of the draws, and not of what is unknown of behaviour.</p><p>The tables beside this page: \
         <code>worlds.parquet</code> with one row a world, <code>places.parquet</code>, and with a column <code>world</code> \
         {}.</p><pre>{}</pre></section><footer class=\"colophon\">Tauride {}.</footer>",
        tables.join(", "),
        escaped(&plan.command()),
        run::VERSION
    )
}
