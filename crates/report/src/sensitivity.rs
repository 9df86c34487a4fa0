//! The page of a survey: the answer in a sentence, effects by output, shares by output, what never matters, what was
//! surveyed, and how to repeat it.

use std::path::Path;

use crate::drawing::escaped;
use crate::{FONTS, STYLE, fill, put};
use run::Error;
use stats::interval::Estimate;
use stats::sensitivity::sobol::{Indices, Shares};
use study::Study;
use study::sensitivity::answer::Answer;
use study::sensitivity::outputs::Output;
use study::sensitivity::{LEVELS, Plan};
use words::{in_sentences, names_of, ranges_in_words, shown_value};

mod words;

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const STUDY_STYLE: &str = include_str!("../assets/study.css");
const OWN_STYLE: &str = include_str!("../assets/survey.css");

/// Factors that a picture shows.
const MOST_BARS: usize = 12;

/// Writes the page of a sensitivity study into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, plan: &Plan, answer: &Answer) -> Result<(), Error> {
    put(dir, &page(plan, answer))
}

/// The whole page.
fn page(plan: &Plan, answer: &Answer) -> String {
    let body = [
        head(plan, answer),
        screening(plan, answer),
        shares(plan, answer),
        pairs(plan, answer),
        never(plan, answer),
        all_effects(plan, answer),
        surveyed(plan),
        repeat(plan),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: what {} depends on", escaped(&plan.case.loaded.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{STUDY_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

fn head(plan: &Plan, answer: &Answer) -> String {
    let sentences: String = in_sentences(plan, answer).iter().map(|s| with_code(s) + " ").collect();
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">What it depends on, {} worlds at \
         1:{}</p></div><h1>What the outcome of {} depends on</h1><p class=\"summary\">{sentences}</p></header>",
        answer.worlds.iter().sum::<usize>(),
        plan.case.scale,
        escaped(&plan.case.loaded.title)
    )
}

/// A text as HTML, with what stands between backticks as code.
fn with_code(text: &str) -> String {
    let pieces = text.split('`').enumerate();
    pieces.map(|(i, s)| if i % 2 == 1 { format!("<code>{}</code>", escaped(s)) } else { escaped(s) }).collect()
}

fn screening(plan: &Plan, answer: &Answer) -> String {
    let pictures: String = (0..plan.outputs.len()).map(|o| tornado(plan, answer, o)).collect();
    format!(
        "<section id=\"screening\"><h2>What moves what</h2><p>How much each output changes, on average over {} trajectories, \
         when one parameter or input goes through the whole range surveyed and all else stays (Morris\u{2019}s screening: the \
         mean size of the effect, \u{3bc}*). The {MOST_BARS} greatest of {} for each output.</p><ul class=\"swatches\">\
         <li class=\"told\"><span class=\"bar\"><i style=\"width:100%\"></i></span>told from chance</li>\
         <li><span class=\"bar\"><i style=\"width:100%\"></i></span>not told from chance</li>\
         <li><span class=\"bar\"><b style=\"left:0;width:100%\"></b></span>interval at 95 %</li>\
         <li><span class=\"bar\"><u style=\"left:50%\"></u></span>spread of the effects (\u{3c3}): far from the bar\u{2019}s \
         end where the effect depends on the others</li>\
         <li><span class=\"bar\"><s style=\"left:50%\"></s></span>what another seed alone does</li>\
         <li>+ raises, \u{2212} lowers; neither where the sign is not settled</li></ul>\
         <div class=\"pictures\">{pictures}</div></section>",
        plan.size.trajectories,
        plan.factors.len(),
    )
}

/// Where a value stands between 0 and the greatest shown, in per cent.
fn across(x: f64, most: f64) -> f64 {
    if most > 0.0 && x.is_finite() { (100.0 * x / most).clamp(0.0, 100.0) } else { 0.0 }
}

fn interval_bar(e: Estimate, most: f64) -> String {
    let (low, high) = (across(e.interval.low, most), across(e.interval.high, most));
    format!(
        "<i style=\"width:{:.1}%\"></i><b style=\"left:{low:.1}%;width:{:.1}%\"></b>",
        across(e.value, most),
        high - low
    )
}

fn tornado(plan: &Plan, answer: &Answer, o: usize) -> String {
    let output = &plan.outputs[o];
    let title = format!(
        "<figure><h3>{}</h3><p class=\"axis-name\">{}; mean {}, standard deviation {} over the worlds of the screening</p>",
        escaped(output.title),
        escaped(output.unit),
        output.show(answer.spread[o].0),
        output.show(answer.spread[o].1)
    );
    if answer.spread[o].1 == 0.0 {
        return format!("{title}<p class=\"empty\">The same in every world: nothing surveyed moves it.</p></figure>");
    }
    let first: Vec<usize> = answer.by_effect(o).into_iter().take(MOST_BARS).collect();
    let chance = answer.chance(o);
    let ends = |f: &usize| {
        let effects = answer.effects(*f, o);
        effects.mu_star.interval.high.max(effects.sigma.value)
    };
    let most = first.iter().map(ends).fold(chance.interval.high, f64::max);
    let guide = format!("<s style=\"left:{:.1}%\"></s>", across(chance.value, most));
    let rows: String = first
        .iter()
        .map(|f| {
            let effects = answer.effects(*f, o);
            let way = match effects.mu.interval {
                i if i.low > 0.0 => "+",
                i if i.high < 0.0 => "\u{2212}",
                _ => "",
            };
            format!(
                "<li{}><span><code>{}</code><span class=\"way\">{way}</span></span><span class=\"bar\">{}<u \
                 style=\"left:{:.1}%\"></u>{guide}</span>{}</li>",
                if answer.is_told_apart(*f, o) { " class=\"told\"" } else { "" },
                plan.factors[*f].name,
                interval_bar(effects.mu_star, most),
                across(effects.sigma.value, most),
                number(output, effects.mu_star)
            )
        })
        .collect();
    format!(
        "{title}<ol class=\"tornado\">{rows}<li class=\"by-chance\"><span>another seed</span><span class=\"bar\">{}</span>{}\
         </li></ol></figure>",
        interval_bar(chance, most),
        number(output, chance)
    )
}

fn number(output: &Output, e: Estimate) -> String {
    format!(
        "<span class=\"num\">{} <span>{} to {}</span></span>",
        output.show(e.value),
        output.show(e.interval.low),
        output.show(e.interval.high)
    )
}

fn shares(plan: &Plan, answer: &Answer) -> String {
    if answer.shares.is_empty() {
        return String::new();
    }
    let pictures: String =
        plan.outputs
            .iter()
            .zip(&answer.shares)
            .map(|(output, found)| {
                let body = match found {
                    None => "<p class=\"empty\">The same in every world of this sample: no variance to share out.</p>"
                        .into(),
                    Some(found) => share_bars(plan, answer, found),
                };
                format!("<figure><h3>{}</h3>{body}</figure>", escaped(output.title))
            })
            .collect();
    format!(
        "<section id=\"shares\"><h2>Shares of the variance</h2><p>The {} most important by the screening, moved together, each \
         even over its range; all else as it is (Sobol\u{2019} indices, {} base rows, {} worlds). Chance, that is the seed, is \
         one more input. The first-order share would go if the input were known; the total share would be left if all others \
         were known. Their difference is what it does in company. A bar ends at 0 and at 1; noise can take an estimate \
         beyond.</p><ul class=\"swatches\"><li><span class=\"bar first\"><i style=\"width:100%\"></i></span>first-order\
         </li><li><span class=\"bar total\"><i style=\"width:100%\"></i></span>total</li></ul><div class=\"pictures\">{pictures}</div>\
         </section>",
        answer.chosen.len(),
        plan.size.base,
        answer.worlds[1]
    )
}

fn share_bars(plan: &Plan, answer: &Answer, found: &Indices) -> String {
    let bar = |class: &str, e: Estimate| format!("<span class=\"bar {class}\">{}</span>", interval_bar(e, 1.0));
    let row = |class: &str, name: String, s: &Shares| {
        format!(
            "<li{class}><span>{name}<br><span class=\"of\">in company {}</span></span><span class=\"bars\">{}{}</span><span \
             class=\"nums\"><span class=\"num\">{}</span><span class=\"num\">{}</span></span></li>",
            signed(s.total.value - s.first.value),
            bar("first", s.first),
            bar("total", s.total),
            share_text(s.first),
            share_text(s.total)
        )
    };
    let mut rows: String = found
        .inputs
        .iter()
        .zip(&answer.chosen)
        .filter_map(|(s, f)| Some(row("", format!("<code>{}</code>", plan.factors[*f].name), s.as_ref()?)))
        .collect();
    if let Some(chance) = &found.chance {
        rows.push_str(&row(" class=\"by-chance\"", "chance (the seed)".into(), chance));
    }
    format!("<ol class=\"shares\">{rows}</ol>")
}

/// A share with its sign: a true minus where it is below 0.
fn signed(x: f64) -> String {
    let sign = if x < -0.005 { "\u{2212}" } else { "" };
    format!("{sign}{:.2}", x.abs())
}

fn share_text(e: Estimate) -> String {
    format!("{} <span>{} to {}</span>", signed(e.value), signed(e.interval.low), signed(e.interval.high))
}

fn pairs(plan: &Plan, answer: &Answer) -> String {
    let name = |i: usize| format!("<code>{}</code>", plan.factors[answer.chosen[i]].name);
    let rows: String = plan
        .outputs
        .iter()
        .zip(&answer.shares)
        .flat_map(|(output, found)| {
            let together = found.iter().flat_map(|found| &found.together);
            let told = together.filter(|pair| !pair.second.interval.contains(0.0));
            told.map(move |pair| {
                row(&[
                    ("Output", escaped(output.title)),
                    ("Pair", format!("{} with {}", name(pair.inputs.0), name(pair.inputs.1))),
                    ("Share", format!("<span class=\"num\">{}</span>", share_text(pair.second))),
                ])
            })
        })
        .collect();
    if !plan.size.second_order || answer.shares.is_empty() {
        return String::new();
    }
    let table = if rows.is_empty() {
        "<p>No pair\u{2019}s share is told from 0.</p>".into()
    } else {
        format!(
            "<div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>Output</th><th>Pair</th><th>Share</th></tr>\
             </thead><tbody>{rows}</tbody></table></div>"
        )
    };
    format!(
        "<section id=\"pairs\"><h2>Pairs</h2><p>What two take together beyond what each takes alone, where the interval leaves \
         0 out; all of them are in <code>sensitivity.json</code>.</p>{table}</section>"
    )
}

fn row(cells: &[(&str, String)]) -> String {
    let cells: String = cells.iter().map(|(label, cell)| format!("<td data-label=\"{label}\">{cell}</td>")).collect();
    format!("<tr>{cells}</tr>")
}

fn never(plan: &Plan, answer: &Answer) -> String {
    let without = names_of(plan, |f| answer.is_without_effect(f));
    let lost = names_of(plan, |f| !answer.is_without_effect(f) && answer.is_lost_in_chance(f));
    let list = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("<code>{name}</code>")).collect();
        if names.is_empty() { "none".into() } else { names.join(", ") }
    };
    format!(
        "<section id=\"never\"><h2>What was not seen to matter</h2><p class=\"names\">Changed nothing in any world: {}.</p>\
         <p class=\"names\">Changed worlds, but no output more than chance does: {}.</p><p class=\"note\">Told from chance means \
         that the mean effect\u{2019}s interval leaves 0 out, or that the effects are larger than those of another seed, on at \
         least one output. Of what only stirs chance, about one in four has such luck over six outputs at 95 per cent, or \
         more, since intervals from few trajectories are too narrow. A longer survey tells more apart: this is a list of \
         candidates for constants, and no proof. Numbers that are constants already were not surveyed.</p></section>",
        list(&without),
        list(&lost)
    )
}

fn all_effects(plan: &Plan, answer: &Answer) -> String {
    let head: String = plan.outputs.iter().map(|output| format!("<th>{}</th>", escaped(output.title))).collect();
    let rows: String = answer
        .by_importance()
        .into_iter()
        .map(|f| {
            let cells: String = (0..plan.outputs.len())
                .map(|o| {
                    let effects = answer.effects(f, o);
                    let class = if answer.is_told_apart(f, o) { "" } else { " class=\"weak\"" };
                    let label = escaped(plan.outputs[o].title);
                    format!("<td{class} data-label=\"{label}\">{}</td>", plan.outputs[o].show(effects.mu_star.value))
                })
                .collect();
            let importance = format!("<td class=\"weak\" data-label=\"Importance\">{:.2}</td>", answer.importance[f]);
            format!("<tr><td><code>{}</code></td>{importance}{cells}</tr>", plan.factors[f].name)
        })
        .collect();
    format!(
        "<section id=\"effects\"><h2>All effects</h2><p>Mean size of the effect, greatest importance first; bold where it is told \
         from chance. Importance: the size of the effect in standard deviations of the output, averaged over the outputs; for \
         another seed it is {:.2}.</p><details><summary>The table of all {}</summary><div class=\"table-wrap\"><table \
         class=\"stack\"><thead><tr><th>Parameter or input</th><th>Importance</th>{head}</tr></thead><tbody>{rows}</tbody>\
         </table></div></details></section>",
        answer.importance_of_chance,
        plan.factors.len()
    )
}

fn surveyed(plan: &Plan) -> String {
    let rows: String = plan
        .factors
        .iter()
        .map(|factor| {
            let there = if factor.is_there(&plan.case.loaded.spec) { "" } else { " (the scenario has none)" };
            row(&[
                ("Name", format!("<code>{}</code>", factor.name)),
                ("Meaning", format!("{}{there}", escaped(factor.meaning))),
                ("Unit", escaped(factor.unit)),
                ("As it is", shown_value(factor.as_it_is)),
                ("Surveyed", format!("{} to {}", shown_value(factor.low), shown_value(factor.high))),
            ])
        })
        .collect();
    format!(
        "<section id=\"surveyed\"><h2>What was surveyed</h2><p>{} Each at {LEVELS} levels in the screening.</p><details><summary>\
         The {} ranges</summary><div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th>Name</th><th>Meaning</th>\
         <th>Unit</th><th>As it is</th><th>Surveyed</th></tr></thead><tbody>{rows}</tbody></table></div></details></section>",
        escaped(&ranges_in_words()),
        plan.factors.len()
    )
}

fn repeat(plan: &Plan) -> String {
    format!(
        "<section id=\"repeat\"><h2>How to repeat it</h2><p>The same command gives the same answer on any number of threads. With \
         <code>--resume</code> and a greater size it goes on from the worlds that are there.</p><pre>{}</pre></section><footer \
         class=\"colophon\">Tauride {}.</footer>",
        escaped(&plan.command()),
        run::VERSION
    )
}
