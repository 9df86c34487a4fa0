//! The page of claims: all of them in a table, what cannot be tested, the effects side by side, and each claim by itself.

use std::path::Path;

use run::Error;
use scenario::{Claim, PersonRule};
use stats::number::readable;
use stats::paired::verdict::Verdict;
use study::Study;
use study::claims::effect::{Effect, WANTED, kinds};
use study::claims::finding;
use study::claims::{Answer, Judged, LEVEL, Plan};

use crate::drawing::escaped;
use crate::{FONTS, STYLE, fill, put};
use plot::{Scale, track};

mod claim;
mod plot;

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const STUDY_STYLE: &str = include_str!("../assets/study.css");
const OWN_STYLE: &str = include_str!("../assets/claims.css");

/// Writes the page of tested claims into its directory.
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
        table(plan, answer),
        effects(answer),
        untestable(plan, answer),
        each(plan, answer),
        about(plan, answer),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: claims about {}", escaped(&plan.base.loaded.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{STUDY_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

/// A change of a share in points, with its sign.
pub(super) fn points(x: f64) -> String {
    let text = format!("{:.0}", 100.0 * x.abs());
    let sign = match text.as_str() {
        "0" => "",
        _ if x < 0.0 => "\u{2212}",
        _ => "+",
    };
    format!("{sign}{text}")
}

fn percent(x: f64) -> String {
    format!("{:.0} %", 100.0 * x)
}

fn claim_of<'p>(plan: &'p Plan, judged: &Judged) -> &'p Claim {
    &plan.base.loaded.claims[judged.claim]
}

fn badge(verdict: Option<Verdict>) -> String {
    let class = verdict.map_or("untestable", finding::word).replace(' ', "-");
    format!("<span class=\"verdict {class}\">{}</span>", verdict.map_or("not yet testable", finding::word))
}

fn head(plan: &Plan, answer: &Answer) -> String {
    let [contradicted, not, undetermined, untestable] = answer.counts();
    let tally = [
        (contradicted, "contradicted", Some(Verdict::Contradicted)),
        (not, "not contradicted", Some(Verdict::NotContradicted)),
        (undetermined, "undetermined", Some(Verdict::Undetermined)),
        (untestable, "not yet testable", None),
    ]
    .map(|(n, words, verdict)| {
        let class = verdict.map_or("untestable", finding::word).replace(' ', "-");
        format!("<li><span class=\"verdict {class}\"></span><b>{n}</b> {words}</li>")
    })
    .concat();
    format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">Claims, {} pairs of worlds at \
         1:{}</p></div><h1>Claims about {}</h1><p class=\"summary\">{} claims of historians and theorists, each put as an \
         experiment whose measure, direction and smallest size that matters were fixed before the worlds were run. All \
         schools are treated alike.</p><ul class=\"tally\">{tally}</ul><p class=\"note\"><b>How to read a verdict.</b> \
         It is of the model, with one set of parameters that was set by hand: a claim that is contradicted here is \
         contradicted within these rules, and one that is not contradicted is not thereby shown. Undetermined means too few \
         pairs, or a verdict that turns round under a rival rule of the person. Intervals are at {:.0} per cent for each test by itself; of so many, a few are off by chance alone.</p>\
         <nav><ol><li><a href=\"#claims\">All claims</a></li><li><a href=\"#effects\">Effects side by side</a></li><li>\
         <a href=\"#untestable\">What cannot be tested</a></li><li><a href=\"#each\">Each claim</a></li><li>\
         <a href=\"#repeat\">How to repeat it</a></li></ol></nav></header>",
        plan.pairs(),
        plan.base.scale,
        escaped(&plan.base.loaded.title),
        answer.judged.len(),
        100.0 * LEVEL
    )
}

fn row(cells: &[(&str, String)]) -> String {
    let cells: String = cells.iter().map(|(label, cell)| format!("<td data-label=\"{label}\">{cell}</td>")).collect();
    format!("<tr>{cells}</tr>")
}

fn who(claim: &Claim) -> String {
    format!("<span class=\"who\">{}</span>", escaped(&claim.who))
}

fn table(plan: &Plan, answer: &Answer) -> String {
    let rows: String = answer
        .judged
        .iter()
        .filter(|judged| judged.verdict.is_some())
        .map(|judged| {
            let claim = claim_of(plan, judged);
            let tests = claim.tests.iter().zip(&judged.findings).filter(|(_, found)| found.verdict.is_some());
            let estimates: String = tests
                .map(|(test, found)| format!("<span class=\"estimates\">{}</span>", escaped(&found.told(test))))
                .collect();
            row(&[
                ("No.", format!("<a href=\"#{0}\">{0}</a>", escaped(&claim.id))),
                ("Claim", format!("{}{}", escaped(&claim.statement), who(claim))),
                ("Estimate", estimates),
                ("Verdict", format!("{}<span class=\"why\">{}</span>", badge(judged.verdict), escaped(&judged.reason))),
            ])
        })
        .collect();
    format!(
        "<section id=\"claims\"><h2>All claims that can be tested</h2><p>Each estimate is a difference between worlds with \
         and without the what-ifs of the claim, or a level where the claim is about one; what it is of, and in which worlds, \
         stands with the claim.</p><div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th></th><th>Claim, and who \
         makes it</th><th>Estimate and interval</th><th>Verdict, and why</th></tr></thead><tbody>{rows}</tbody></table></div>\
         </section>"
    )
}

fn untestable(plan: &Plan, answer: &Answer) -> String {
    let rows: String = answer
        .judged
        .iter()
        .filter(|judged| judged.verdict.is_none())
        .map(|judged| {
            let claim = claim_of(plan, judged);
            row(&[
                ("No.", format!("<a href=\"#{0}\">{0}</a>", escaped(&claim.id))),
                ("Claim", format!("{}{}", escaped(&claim.statement), who(claim))),
                ("Would be contradicted if", escaped(&claim.contradicted_if)),
                ("Why it cannot be tested", escaped(&judged.reason)),
            ])
        })
        .collect();
    if rows.is_empty() {
        return "<section id=\"untestable\"><h2>What cannot be tested</h2><p>None of the claims asked for.</p></section>".into();
    }
    format!(
        "<section id=\"untestable\"><h2>What cannot be tested</h2><p>These claims are about things or years that the model \
         does not have. They are listed, not judged.</p><div class=\"table-wrap\"><table class=\"stack\"><thead><tr><th></th>\
         <th>Claim, and who makes it</th><th>Would be contradicted if</th><th>Why it cannot be tested</th></tr></thead>\
         <tbody>{rows}</tbody></table></div></section>"
    )
}

fn effects(answer: &Answer) -> String {
    let (passed, of) = answer.as_it_was;
    if answer.effects.is_empty() {
        return "<section id=\"effects\"><h2>Effects side by side</h2><p>The claims asked for compare no worlds.</p>\
                </section>"
            .into();
    }
    let ends = answer.effects.iter().filter_map(|e| e.estimate).flat_map(|e| [e.interval.low, e.interval.high]);
    let scale = Scale::over(ends.chain([0.0]));
    let ticks: String = tens(scale)
        .iter()
        .map(|x| format!("<span style=\"left:{:.2}%\">{}</span>", scale.at(*x), points(*x)))
        .collect();
    let rows: String = answer.effects.iter().map(|effect| effect_row(effect, scale)).collect();
    format!(
        "<section id=\"effects\"><h2>Effects side by side</h2><p>The same effect of every arm: by how many points the share of \
         worlds changes in which power passes to the councils, by transfer or seizure. As it was, it passes in {passed} of \
         {of}, so that an arm can take away much more than it can add. A hollow dot has an interval that holds no \
         change.</p><div class=\"effects\"><div class=\"effect scale\"><span class=\"label\">What is changed</span>\
         <span class=\"ticks\">{ticks}</span><span class=\"value\">points</span></div>{rows}</div>{}<p class=\"note\">The size \
         of an effect depends on how large a change the what-if makes, and what-ifs of different kinds are not equally \
         large: this ranks these changes, not causes as such.</p></section>",
        kinds_table(&answer.effects)
    )
}

/// Round numbers of points within a scale, at most about nine.
fn tens(scale: Scale) -> Vec<f64> {
    let step =
        [0.05, 0.1, 0.2, 0.25, 0.5].into_iter().find(|step| (scale.high - scale.low) / step <= 9.0).unwrap_or(1.0);
    let (first, last) = ((scale.low / step).ceil() as i64, (scale.high / step).floor() as i64);
    (first..=last).map(|i| i as f64 * step).collect()
}

fn effect_row(effect: &Effect, scale: Scale) -> String {
    let links: Vec<String> = effect.claims.iter().map(|id| format!("<a href=\"#{0}\">{0}</a>", escaped(id))).collect();
    let needed = effect
        .pairs_needed
        .map_or(String::new(), |n| format!(" \u{b7} {} pairs for \u{b1}{:.0}", readable(n as f64), 100.0 * WANTED));
    let value = effect.estimate.map_or("too few pairs".to_owned(), |e| {
        format!(
            "{} <span class=\"mark\">{} to {}</span>",
            points(e.value),
            points(e.interval.low),
            points(e.interval.high)
        )
    });
    format!(
        "<div class=\"effect\"><span class=\"label\">{}<span class=\"mark\">{} \u{b7} {}{needed}</span></span>{}<span \
         class=\"value\">{value}</span></div>",
        escaped(&effect.words()),
        effect.causes.join(", "),
        links.join(", "),
        track(scale, effect.estimate, Some(0.0), &[])
    )
}

fn kinds_table(effects: &[Effect]) -> String {
    let rows: String = kinds(effects)
        .iter()
        .map(|kind| {
            let greatest = &effects[kind.greatest];
            let size = greatest.estimate.map_or("\u{2014}".into(), |e| points(e.value));
            row(&[
                ("Kind of cause", kind.cause.into()),
                ("Arms", kind.arms.to_string()),
                ("Clear of zero", kind.clear.to_string()),
                ("Median size, points", format!("{:.0}", 100.0 * kind.median)),
                ("Greatest, points", format!("{size} <span class=\"mark\">{}</span>", escaped(&greatest.words()))),
            ])
        })
        .collect();
    format!(
        "<h3>By kind of cause, the greatest effect first</h3><div class=\"table-wrap\"><table class=\"stack\"><thead><tr>\
         <th>Kind of cause</th><th>Arms</th><th>Clear of zero</th><th>Median size, points</th><th>Greatest, points</th></tr>\
         </thead><tbody>{rows}</tbody></table></div>"
    )
}

fn each(plan: &Plan, answer: &Answer) -> String {
    let claims: String = answer.judged.iter().map(|judged| claim::one(plan, answer, judged)).collect();
    format!("<section id=\"each\"><h2>Each claim</h2>{claims}</section>")
}

fn about(plan: &Plan, answer: &Answer) -> String {
    let rule = |rule: &PersonRule| {
        format!(
            "<dt>{}</dt><dd>{} <code>{}</code></dd>",
            escaped(&rule.title),
            escaped(&rule.about),
            escaped(&rule.settings.join(" "))
        )
    };
    let rules = if plan.rules().is_empty() {
        "<p>No rival rule of the person was asked.</p>".to_owned()
    } else {
        format!(
            "<h3>Rival rules of the person</h3><p>Claims with a verdict by the model\u{2019}s own rule are tested again with \
             {} pairs under each of these ({} worlds more). A contrary verdict makes the claim undetermined; a rule under which \
             too few pairs were run to say leaves the verdict as it is.</p><dl class=\"rules\">{}</dl>",
            plan.rival_pairs(),
            readable(answer.worlds[1] as f64),
            plan.rules().iter().map(rule).collect::<String>()
        )
    };
    format!(
        "<section id=\"repeat\"><h2>How it was done, and how to repeat it</h2><p>{} worlds: {} pairs, seeds from {} on, one \
         simulated person for {}; every arm runs once for each seed and is shared by all claims that name it. The two worlds \
         of a pair share every random draw that the change does not reach. Differences of shares: Newcombe\u{2019}s interval \
         for pairs. Levels of shares: Wilson\u{2019}s. Numbers and dates: Student\u{2019}s on the pairs\u{2019} differences, \
         what has not come by the last day counting as the day after it. Relative changes and spreads: bootstrap over pairs. \
         Necessity: of worlds with the outcome where the cause is at work, the share that lose it without. Sufficiency: of \
         worlds without the outcome where the cause is away, the share that gain it with.</p><p>One set of parameters, set by \
         hand: the intervals hold the chance of the draws, and not what is unknown of behaviour.</p>{rules}<pre>{}</pre>\
         </section><footer class=\"colophon\">Tauride {}; content of the scenario <code>{}</code>.</footer>",
        readable(answer.worlds[0] as f64),
        plan.pairs(),
        plan.base.seed,
        readable(f64::from(plan.base.scale)),
        escaped(&plan.command()),
        run::VERSION,
        plan.base.loaded.content_hash
    )
}
