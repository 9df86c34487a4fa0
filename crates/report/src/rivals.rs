//! The page of rival explanations: who foretells the test rows, with what, and what does not help.

use std::path::Path;

use run::Error;
use study::Study;
use study::rivals::{Answer, Arm, Plan};

use crate::drawing::escaped;
use crate::ensemble::{percent, row};
use crate::score::signed;
use crate::{FONTS, STYLE, fill, put};

const TEMPLATE: &str = include_str!("../assets/model.html");
const MODEL_STYLE: &str = include_str!("../assets/model.css");
const OWN_STYLE: &str = include_str!("../assets/study.css");

/// Writes the page of rivals into its directory.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, plan: &Plan, answer: &Answer) -> Result<(), Error> {
    put(dir, &page(plan, answer))
}

/// The whole page.
fn page(plan: &Plan, answer: &Answer) -> String {
    let worse = answer.arms.iter().filter(|arm| arm.verdict() == "foretells worse").count();
    let head = format!(
        "<header><div class=\"masthead\"><p class=\"kicker\">Tauride</p><p class=\"kicker\">{} runs a fit, {} worlds an arm at \
         1:{}</p></div><h1>Rival explanations</h1><p class=\"summary\">{}: {} sets of mechanisms, each fitted to the same \
         training rows with the same budget, foretell the same test rows. {worse} of {} foretell them worse than the whole \
         model, beyond chance.</p></header>",
        plan.runs,
        plan.worlds,
        plan.case.scale,
        escaped(&plan.case.loaded.title),
        answer.arms.len(),
        answer.arms.len().saturating_sub(1),
    );
    let body = [
        head,
        section(plan, answer, "Explanations", true),
        section(plan, answer, "One mechanism off", false),
        format!("<section><h2>To repeat it</h2><pre>{}</pre></section>", escaped(&plan.command())),
    ];
    let parts = [
        ("/*TITLE*/", format!("Tauride: {}: rivals", escaped(&plan.case.loaded.title))),
        ("/*FONTS*/", FONTS.to_owned()),
        ("/*STYLE*/", STYLE.to_owned()),
        ("/*MODEL*/", format!("{MODEL_STYLE}{OWN_STYLE}")),
        ("<!--BODY-->", body.concat()),
    ];
    fill(TEMPLATE, &parts)
}

fn section(plan: &Plan, answer: &Answer, title: &str, explanations: bool) -> String {
    let arms = answer.arms.iter().filter(|arm| plan.rivals[arm.rival].is_explanation == explanations);
    let rows: String = arms.map(|arm| line(plan, arm)).collect();
    let note = if explanations {
        "CRPS: mean over the test rows, lower is better. Skill of the whole model over it: above 0 the whole model foretells \
         better; the interval resamples whole series."
    } else {
        "A mechanism without which the test rows are foretold no worse does not help out of sample, whatever it does for \
         understanding."
    };
    format!(
        "<section><h2>{title}</h2><p class=\"note\">{note}</p><div class=\"scroll\"><table><thead><tr><th></th><th>CRPS</th>\
         <th>within 95 %</th><th>P1 to P4</th><th>skill of the whole model</th><th>test rows</th></tr></thead>\
         <tbody>{rows}</tbody></table></div></section>"
    )
}

fn line(plan: &Plan, arm: &Arm) -> String {
    let rival = &plan.rivals[arm.rival];
    let skill = arm.skill.map_or(String::new(), |(skill, interval)| {
        let interval = interval.map_or(String::new(), |(low, high)| {
            format!(" <span class=\"mark\">{} to {}</span>", signed(low), signed(high))
        });
        format!("{}{interval}", signed(skill))
    });
    row(&[
        ("", format!("<b>{}</b><br><span class=\"mark\">{}</span>", escaped(&rival.title), escaped(&rival.says))),
        ("CRPS", format!("{:.2}", arm.crps)),
        ("within 95 %", format!("{} of {}", arm.covered.0, arm.covered.1)),
        ("P1 to P4", percent(arm.patterns as f64 / plan.worlds as f64)),
        ("skill", skill),
        ("test rows", arm.verdict().to_owned()),
    ])
}
