//! The page of a confrontation: what was foretold, what was observed, and nothing hidden.

use std::path::Path;

use engine::calendar::Day;
use observables::patterns::DEFINITIONS;
use run::record::withheld::unasked_by_reason;
use run::record_dates;
use run::worlds::DATES;
use run::{Error, store};
use stats::interval::quantile;
use study::ensemble::nearest_day;
use study::score::json::{crps_of, verdict};
use study::score::{Answer, Judged, Worlds};

use crate::chart::{self, Days};
use crate::drawing::escaped;
use crate::ensemble::{percent, row};
use crate::{FONTS, STYLE, fill};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const OWN_STYLE: &str = concat!(include_str!("../assets/study.css"), include_str!("../assets/score.css"));

/// Writes the page of a score beside its answer.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, worlds: &Worlds, answer: &Answer) -> Result<(), Error> {
    let (_, path) = study::score::paths(dir);
    store::write_whole(&path, page(worlds, answer).as_bytes())
}

/// The whole page.
fn page(worlds: &Worlds, answer: &Answer) -> String {
    let body = [
        head(worlds, answer),
        overall(answer),
        dates(worlds, answer),
        categories(answer),
        targets(
            "Test rows",
            "test",
            "What no fit has read: everything after the last training day, and whole series of all days.",
            answer,
            false,
        ),
        targets(
            "Training rows",
            "training",
            "What a fit may read. A model that misses these cannot be trusted on the others.",
            answer,
            true,
        ),
        patterns(answer),
        left_out(answer),
        about(worlds),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: {}: score", escaped(&worlds.loaded.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

fn head(worlds: &Worlds, answer: &Answer) -> String {
    let n = answer.rows.iter().filter(|judged| !judged.row.is_training).count();
    let missed = answer.rows.iter().filter(|j| !j.row.is_training && verdict(j) == "missed").count();
    let skill = answer.strongest().map_or(String::new(), |(name, skill, rows)| {
        format!(" Against the strongest baseline, {name}, the skill is {} over {rows} rows.", signed(skill))
    });
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">{}</p></div>\
         <h1>Against the documents</h1><p class=\"summary\">{}: of {n} observations that no fit has read, {missed} lie \
         outside the central 95 per cent of the worlds.{skill}</p></header>",
        escaped(&worlds.about),
        escaped(&worlds.loaded.title),
    )
}

/// A skill with its sign.
pub(crate) fn signed(x: f64) -> String {
    format!("{x:+.2}").replace('-', "−")
}

fn overall(answer: &Answer) -> String {
    let Some(part) = crps_of(&answer.test) else { return String::new() };
    let coverage: String = part
        .coverage
        .iter()
        .map(|c| {
            let share = |n: usize| percent(n as f64 / c.targets.max(1) as f64);
            row(&[
                ("interval", percent(c.level)),
                ("value inside", format!("{} of {}, {}", c.value, c.targets, share(c.value))),
                ("range met", format!("{} of {}, {}", c.range, c.targets, share(c.range))),
            ])
        })
        .collect();
    let against: String = part
        .baselines
        .iter()
        .map(|b| {
            let interval = b.skill.as_ref().and_then(|e| e.interval.as_ref()).map_or(String::new(), |i| {
                format!(" <span class=\"mark\">{} to {}</span>", signed(i.percentile.0), signed(i.percentile.1))
            });
            let skill = match &b.skill {
                Some(e) => format!("{}{interval}", signed(e.value)),
                None => "foretells none of these rows".into(),
            };
            let better =
                b.comparison.as_ref().map_or(String::new(), |c| format!("{} / {}", c.first_better, c.second_better));
            row(&[
                ("opponent", escaped(&b.name).to_string()),
                ("rows both foretell", b.targets.to_string()),
                ("skill", skill),
                ("rows won / lost", better),
            ])
        })
        .collect();
    let pit = part.pit.as_ref().map_or(String::new(), |pit| {
        let most = pit.counts.iter().copied().max().unwrap_or(1).max(1);
        let bars: String = pit
            .counts
            .iter()
            .map(|n| format!("<i style=\"height:{:.0}%\" title=\"{n}\"></i>", 100.0 * f64::from(*n) / f64::from(most)))
            .collect();
        format!(
            "<h3>Where the observation stood among the worlds</h3><div class=\"pit\" role=\"img\" aria-label=\"histogram of \
             the probability integral transform: {}\">{bars}</div><p class=\"note\">Left: all worlds above the observation; \
             right: all below. Even columns were right (chance of columns this uneven, were the worlds right: {:.2}, taking \
             rows for independent, which they are not).</p>",
            pit.counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            pit.p_value
        )
    });
    format!(
        "<section id=\"overall\"><h2>Test rows together</h2><div class=\"scroll\"><table><thead><tr><th>interval</th>\
         <th>value inside</th><th>range met</th></tr></thead><tbody>{coverage}</tbody></table></div>\
         <h3>Skill</h3><p class=\"note\">1 less the ratio of summed CRPS: 1 is a perfect forecast, 0 no better than the \
         opponent, below 0 worse. Counts are scored as ratios, shares in tenths, dates in fortnights. Baselines know the \
         training rows alone; intervals resample whole series. Uniform swing foretells nothing: no place has two ballots in \
         the training part.</p><div class=\"scroll\"><table><thead><tr><th>opponent</th><th>rows both foretell</th>\
         <th>skill</th><th>rows won / lost</th></tr></thead><tbody>{against}</tbody></table></div>{pit}</section>"
    )
}

fn dates(worlds: &Worlds, answer: &Answer) -> String {
    let record = record_dates::of(&worlds.loaded);
    let days = Days { first: worlds.loaded.spec.start, last: worlds.loaded.spec.end };
    let charts: String = (0..DATES.len())
        .map(|i| {
            let mut found: Vec<i32> = answer.worlds.iter().filter_map(|w| w.dates[i]).collect();
            found.sort_unstable();
            let values: Vec<f64> = found.iter().map(|day| f64::from(*day)).collect();
            let median: Option<Day> = (!values.is_empty()).then(|| nearest_day(quantile(&values, 0.5)));
            let title = format!("{} ({} of {} worlds)", DATES[i], found.len(), answer.worlds.len());
            chart::happened(&title, days, &found, median, record[i])
        })
        .collect();
    format!(
        "<section id=\"dates\"><h2>Order and pace</h2><p class=\"note\">When each thing came in the worlds in which it did, \
         and in the record.</p><div class=\"charts several\">{charts}</div></section>"
    )
}

fn categories(answer: &Answer) -> String {
    let rows: String = answer
        .categories
        .iter()
        .map(|c| {
            row(&[
                ("foretold", escaped(&c.title).to_string()),
                ("came", escaped(&c.came).to_string()),
                ("worlds", format!("{} of {}", c.hits.0, c.hits.1)),
                ("log score", format!("{:.2}", c.score)),
                ("all alike", format!("{:.2}", c.even)),
            ])
        })
        .collect();
    let curves: String = answer
        .curves
        .iter()
        .map(|c| {
            row(&[
                ("curve", escaped(&c.title).to_string()),
                ("numbers", c.length.to_string()),
                ("energy score", format!("{:.2}", c.score.fair.unwrap_or(c.score.plain))),
                ("equal shares", format!("{:.2}", c.even)),
            ])
        })
        .collect();
    format!(
        "<section id=\"kinds\"><h2>Endings, orders, curves</h2><p class=\"note\">Log score in nats: minus the logarithm of the \
         share of worlds in which it came, one further world spread evenly over all categories; beside it the score of \
         somebody for whom all are alike. Energy score in tenths of a share.</p><div class=\"scroll\"><table><thead><tr>\
         <th>foretold</th><th>came</th><th>worlds</th><th>log score</th><th>all alike</th></tr></thead><tbody>{rows}</tbody>\
         </table></div><div class=\"scroll\"><table><thead><tr><th>curve</th><th>numbers</th><th>energy score</th>\
         <th>equal shares</th></tr></thead><tbody>{curves}</tbody></table></div></section>"
    )
}

/// Observed range and foretold interval on one small axis.
fn strip(judged: &Judged) -> String {
    let Some(facts) = &judged.score.number_facts else { return String::new() };
    let o = &judged.row.observed;
    let axis = judged.row.axis();
    let ends = [o.low(), o.high(), facts.intervals[3].0, facts.intervals[3].1].map(|x| axis.of(x));
    let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    let margin = ((high - low) * 0.06).max(1e-9);
    let at = |x: f64| 100.0 * (axis.of(x) - low + margin) / (high - low + 2.0 * margin);
    let band = |class: &str, (from, to): (f64, f64)| {
        format!("<i class=\"{class}\" style=\"left:{:.1}%;width:{:.1}%\"></i>", at(from), (at(to) - at(from)).max(0.8))
    };
    format!(
        "<span class=\"strip\">{}{}<i class=\"mid\" style=\"left:{:.1}%\"></i>{}<i class=\"seen\" style=\"left:{:.1}%\"></i></span>",
        band("wide", facts.intervals[3]),
        band("half", facts.intervals[0]),
        at(facts.median),
        if o.is_exact() { String::new() } else { band("range", (o.low(), o.high())) },
        at(o.value())
    )
}

fn targets(title: &str, id: &str, what: &str, answer: &Answer, training: bool) -> String {
    let rows: String = answer
        .rows
        .iter()
        .filter(|judged| judged.row.is_training == training)
        .map(|judged| {
            let (r, o) = (&judged.row, &judged.row.observed);
            let days = if r.from == r.to {
                r.to.short_old_style()
            } else {
                format!("{} to {}", r.from.short_old_style(), r.to.short_old_style())
            };
            let range = match o.is_exact() {
                true => String::new(),
                false => {
                    format!(" <span class=\"mark\">{} to {}</span>", judged.shown(o.low()), judged.shown(o.high()))
                }
            };
            let foretold = judged.score.number_facts.as_ref().map_or(String::new(), |f| {
                let (low, high) = f.intervals[3];
                format!(
                    "{} <span class=\"mark\">{} to {}</span>",
                    judged.shown(f.median),
                    judged.shown(low),
                    judged.shown(high)
                )
            });
            let said = verdict(judged);
            let class = if said == "missed" { "missed" } else { "met" };
            row(&[
                (
                    "what",
                    format!(
                        "{}, {}<br><span class=\"mark\">{days}</span>",
                        escaped(&r.title),
                        escaped(&r.place.replace('_', " "))
                    ),
                ),
                (
                    "observed",
                    format!(
                        "{}{range}<br><span class=\"mark\" title=\"{}\">{} ({})</span>",
                        judged.shown(o.value()),
                        escaped(&r.note),
                        escaped(&r.source),
                        r.confidence
                    ),
                ),
                ("worlds", foretold),
                ("", strip(judged)),
                ("verdict", format!("<span class=\"{class}\">{said}</span>")),
            ])
        })
        .collect();
    format!(
        "<section id=\"{id}\"><h2>{title}</h2><p class=\"note\">{what} Median of the worlds and central 95 per cent; in the \
         picture also the central half (dark) and the observation with its range (black). Letters: confidence in the \
         source.</p><div class=\"scroll\"><table class=\"targets\"><thead><tr><th>what</th><th>observed</th><th>worlds</th>\
         <th></th><th>verdict</th></tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
}

fn patterns(answer: &Answer) -> String {
    let n = answer.worlds.len();
    let rows: String = DEFINITIONS
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let held = answer.worlds.iter().filter(|w| w.patterns[i]).count();
            row(&[
                ("pattern", format!("{} {}", d.id, escaped(d.statement))),
                ("worlds", format!("{held} of {n}, {}", percent(held as f64 / n.max(1) as f64))),
            ])
        })
        .collect();
    let all = answer.worlds.iter().filter(|w| w.patterns.iter().all(|held| *held)).count();
    format!(
        "<section id=\"patterns\"><h2>The eight patterns</h2><div class=\"scroll\"><table><thead><tr><th>pattern</th><th>worlds</th>\
         </tr></thead><tbody>{rows}</tbody></table></div><p class=\"note\">All eight in {all} of {n} worlds.</p></section>"
    )
}

fn left_out(answer: &Answer) -> String {
    let reasons: String = unasked_by_reason(&answer.unasked)
        .into_iter()
        .map(|(why, n)| format!("<li>{n}: {}</li>", escaped(why)))
        .collect();
    format!(
        "<section id=\"left-out\"><h2>Not scored</h2><p>{} observations are only remembered: no source confirms them, and they \
         are neither fitted nor scored. {} observations of these days have no counterpart that a world can be asked for:</p>\
         <ul>{reasons}</ul></section>",
        answer.remembered.len(),
        answer.unasked.len()
    )
}

fn about(worlds: &Worlds) -> String {
    format!("<section><h2>To repeat it</h2><pre>{}</pre></section>", escaped(&worlds.command))
}
