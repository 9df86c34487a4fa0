//! The page of a fit: what was learned of each parameter, what the prior and the fit predict, and the checks.

use std::path::Path;

use run::Error;
use stats::fit::design::Predictive;
use study::fit::answer::{Answer, LEAST_CONTRACTION};
use study::fit::{Plan, SCALES};

use crate::drawing::escaped;
use crate::{FONTS, STYLE, fill, put};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const OWN_STYLE: &str = include_str!("../assets/study.css");

/// Writes the page of a fit into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, plan: &Plan, answer: &Answer) -> Result<(), Error> {
    put(dir, &page(plan, answer))
}

/// The whole page.
fn page(plan: &Plan, answer: &Answer) -> String {
    let body = [head(plan, answer), parameters(plan, answer), summaries(answer), course(answer), about(plan, answer)];
    let parts = [
        ("/*TITLE*/", format!("Tauride: {}: fit", escaped(&plan.case.loaded.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

fn head(plan: &Plan, answer: &Answer) -> String {
    let unidentified = match answer.posterior.unidentified.len() {
        0 => "The training rows tell something of every parameter.".to_owned(),
        n => format!("Of {n} parameters they tell next to nothing: {}.", answer.posterior.unidentified.join(", ")),
    };
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">{} runs, seed {}</p></div>\
         <h1>What the spring tells of behaviour</h1><p class=\"summary\">{}: {} parameters fitted to {} numbers of the \
         training part of the record. {unidentified}</p></header>",
        answer.runs,
        plan.case.seed,
        escaped(&plan.case.loaded.title),
        plan.space().len(),
        answer.compared.len(),
    )
}

/// Four significant digits at most.
fn short(x: f64) -> String {
    let digits = if x.abs() >= 100.0 {
        0
    } else if x.abs() >= 1.0 {
        2
    } else {
        4
    };
    format!("{x:.digits$}")
}

fn parameters(plan: &Plan, answer: &Answer) -> String {
    let rows: String = answer
        .posterior
        .marginals
        .iter()
        .enumerate()
        .map(|(k, m)| {
            let (low, high) = plan.space().parameters()[k].prior.bounds();
            let at = |x: f64| 100.0 * (x - low) / (high - low);
            let committed = plan.spec().rules.get(&m.name).unwrap_or(f64::NAN);
            let bar = format!(
                "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" style=\"width:9rem;height:.7rem\" aria-hidden=\"true\">\
                 <rect x=\"0\" y=\"4.4\" width=\"100\" height=\"1.2\" fill=\"currentColor\" opacity=\".25\"/>\
                 <rect x=\"{:.2}\" y=\"2\" width=\"{:.2}\" height=\"6\" fill=\"currentColor\" opacity=\".55\"/>\
                 <rect x=\"{:.2}\" y=\"0\" width=\"1.4\" height=\"10\" fill=\"currentColor\"/></svg>",
                at(m.quantiles[0]),
                (at(m.quantiles[2]) - at(m.quantiles[0])).max(0.5),
                at(m.quantiles[1]),
            );
            let p = answer.ranks.get(k).map_or("–".into(), |u| format!("{:.2}", u.p_value));
            let known = if m.contraction < LEAST_CONTRACTION { " <em>not identified</em>" } else { "" };
            format!(
                "<tr><td><code>{}</code>{known}</td><td>{} to {}</td><td>{}</td><td>{} ({} to {})</td><td>{bar}</td>\
                 <td>{:.2}</td><td>{p}</td></tr>",
                m.name,
                short(low),
                short(high),
                short(committed),
                short(m.quantiles[1]),
                short(m.quantiles[0]),
                short(m.quantiles[2]),
                m.contraction,
            )
        })
        .collect();
    format!(
        "<section><h2>Parameters</h2><p>Prior: even over the declared range. Posterior: median and central 90 per cent. \
         Contraction: the share of the prior variance that went. Ranks: the chance of ranks as uneven, were the estimator \
         right, over {} truths drawn from the prior; below 0.01 it errs.</p><div class=\"scroll\"><table><thead><tr>\
         <th>parameter</th><th>prior</th><th>set by hand</th><th>posterior</th><th></th><th>contraction</th>\
         <th>ranks, p</th></tr></thead><tbody>{rows}</tbody></table></div></section>",
        answer.checked
    )
}

fn summaries(answer: &Answer) -> String {
    let spread = |p: &Option<Predictive>| {
        p.as_ref().map_or("–".into(), |p| {
            format!("{} ({} to {})", short(p.quantiles[1]), short(p.quantiles[0]), short(p.quantiles[2]))
        })
    };
    let rows: String = answer
        .compared
        .iter()
        .map(|c| {
            let beyond = c.fitted.as_ref().is_some_and(|p| p.below_observed <= 0.025 || p.below_observed >= 0.975);
            let verdict = if beyond { "not reached" } else { "reached" };
            format!(
                "<tr><td>{}</td><td>{} ± {}</td><td>{}</td><td>{}</td><td>{verdict}</td></tr>",
                escaped(&c.name),
                short(c.observed),
                short(c.error),
                spread(&c.prior),
                spread(&c.fitted)
            )
        })
        .collect();
    format!(
        "<section><h2>What was fitted</h2><p>Counts stand as natural logarithms of one more than the count, dates as days \
         since 1970. Observed with the standard deviation of its error and of the model\u{2019}s discrepancy; median and \
         central 90 per cent of runs from the prior and of the last generation, its errors drawn. Not reached: \
         the observation lies outside the central 95 per cent of the last generation.</p><div class=\"scroll\"><table><thead>\
         <tr><th>summary</th><th>observed</th><th>prior</th><th>fitted</th><th></th></tr></thead><tbody>{rows}</tbody>\
         </table></div></section>"
    )
}

fn course(answer: &Answer) -> String {
    let waves: String = answer
        .waves
        .iter()
        .enumerate()
        .map(|(i, w)| {
            format!("<li>Wave {}: {} runs; {:.1} % of the prior left.</li>", i + 1, w.runs, 100.0 * w.share_left)
        })
        .collect();
    let generations: String = answer
        .generations
        .iter()
        .enumerate()
        .map(|(i, g)| {
            format!(
                "<tr><td>{}</td><td>1:{}</td><td>{:.3}</td><td>{}</td><td>{:.0} %</td><td>{:.0}</td></tr>",
                i + 1,
                SCALES[(g.fidelity as usize).min(SCALES.len() - 1)],
                g.tolerance,
                g.runs,
                100.0 * g.acceptance,
                g.effective_size
            )
        })
        .collect();
    format!(
        "<section><h2>Course</h2><ul>{waves}</ul><div class=\"scroll\"><table><thead><tr><th>generation</th><th>scale</th>\
         <th>tolerance</th><th>runs</th><th>kept</th><th>effective size</th></tr></thead><tbody>{generations}</tbody></table>\
         </div><p>It ended by {}. Effective size of the sample: {:.0}.</p></section>",
        answer.end, answer.posterior.effective_size
    )
}

fn about(plan: &Plan, answer: &Answer) -> String {
    let m = plan.manifest();
    let text = |key: &str| escaped(m[key].as_str().unwrap_or_default()).to_string();
    format!(
        "<section><h2>To repeat it</h2><pre>{}</pre><p>Society <code>{}</code>, split <code>{}</code>, training rows \
         <code>{}</code>, posterior <code>{}</code>. No test row is in the memory of a fit.</p></section>",
        text("command"),
        text("society"),
        text("split"),
        text("training"),
        answer.digest
    )
}
