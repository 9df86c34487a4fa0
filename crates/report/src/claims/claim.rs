//! One claim by itself: who makes it, what was done, what came out, and why the verdict is what it is.

use run::parting::Parting;
use scenario::{Expects, FIELDS, Intervention, Needs, Test};
use stats::interval::Estimate;
use stats::number::readable;
use stats::paired::causes::Cause;
use study::claims::finding::{self, Finding};
use study::claims::{Answer, Judged, Plan, Rival, reading, school};

use super::{claim_of, percent};
use crate::claims::plot::{Scale, track};
use crate::drawing::escaped;

/// The section of a claim.
pub(super) fn one(plan: &Plan, answer: &Answer, judged: &Judged) -> String {
    let claim = claim_of(plan, judged);
    let counted = claim.tests.iter().filter(|test| test.expects != Expects::Report).count();
    let tests: String = claim
        .tests
        .iter()
        .zip(&judged.findings)
        .map(|(test, found)| {
            // Where one test decides, its reason stands with the verdict.
            let reason = if counted > 1 { found.reason(test) } else { String::new() };
            one_test(plan, answer, test, found, &reason)
        })
        .collect();
    let several = counted > 1;
    let rule = match (several, claim.needs) {
        (false, _) => "",
        (true, Needs::All) => "<p>One contradicted test contradicts the claim.</p>",
        (true, Needs::Any) => "<p>Only if all of its tests are contradicted is the claim contradicted.</p>",
    };
    let note = if claim.note.is_empty() {
        String::new()
    } else {
        format!(
            "<p class=\"note\"><b>Where the test is less than the claim, or other.</b> {}</p>",
            escaped(&claim.note)
        )
    };
    format!(
        "<article class=\"claim\" id=\"{0}\"><h3><span class=\"id\">{0}</span>{1}</h3><p class=\"who\">{2}. Kind of cause: \
         {3}. Sources: {4}; school: {5}.</p><p><b>It is contradicted if</b> {6}.</p>{rule}{tests}<p class=\"verdict {7}\">{8}\
         </p><p>{9}</p>{10}{note}{11}</article>",
        escaped(&claim.id),
        escaped(&claim.statement),
        escaped(&claim.who),
        claim.cause.word(),
        escaped(&claim.source),
        school(claim),
        escaped(&claim.contradicted_if),
        judged.verdict.map_or("untestable".into(), |verdict| finding::word(verdict).replace(' ', "-")),
        judged.verdict.map_or("not yet testable", finding::word),
        escaped(&judged.reason),
        rivals(&judged.rivals),
        what_ifs(plan, &claim.tests)
    )
}

fn rivals(rivals: &[Rival]) -> String {
    if rivals.is_empty() {
        return String::new();
    }
    let each = |rival: &Rival| {
        format!(
            "<li><b>{}</b>: {}. {}</li>",
            escaped(&rival.title),
            finding::word(rival.verdict),
            escaped(&rival.reason)
        )
    };
    format!(
        "<details><summary>By rival rules of the person</summary><ul>{}</ul></details>",
        rivals.iter().map(each).collect::<String>()
    )
}

/// The six fields of every what-if that the tests name, and the document.
fn what_ifs(plan: &Plan, tests: &[Test]) -> String {
    let mut names: Vec<&String> = tests.iter().flat_map(|test| test.base.iter().chain(&test.with)).collect();
    names.sort_unstable();
    names.dedup();
    let all = scenario::interventions(&plan.base.loaded);
    let each = |what_if: &Intervention| {
        let field = |((key, _), text): (&(&str, &str), &String)| {
            format!(
                "<dt>{}</dt><dd>{}</dd>",
                key.replace('_', " "),
                if text.is_empty() { "—".into() } else { escaped(text) }
            )
        };
        let fields: String = FIELDS.iter().zip(&what_if.fields).map(field).collect();
        let document = match () {
            () if what_if.document.is_empty() => "none known: a sketch".to_owned(),
            () if what_if.is_unverified() => format!("{} (remembered)", escaped(&what_if.document)),
            () => format!("{} <code>{}</code>", escaped(&what_if.document), escaped(&what_if.considered)),
        };
        format!(
            "<div class=\"what-if\"><h4>{} <code>{}</code></h4><dl>{fields}<dt>considered then</dt><dd>{document}</dd></dl>\
             </div>",
            escaped(&what_if.title),
            escaped(&what_if.name)
        )
    };
    let found: String = names.iter().filter_map(|name| all.iter().find(|one| one.name == **name)).map(each).collect();
    if found.is_empty() {
        return String::new();
    }
    format!("<details><summary>What is changed in these worlds, and what is held fixed</summary>{found}</details>")
}

fn one_test(plan: &Plan, answer: &Answer, test: &Test, found: &Finding, reason: &str) -> String {
    let arm = |what_ifs: &[String]| {
        let titles = plan.titles(what_ifs);
        if titles.is_empty() { "as it was".to_owned() } else { escaped(&titles.join("; ")) }
    };
    let is_difference = test.expects.is_difference();
    let level = |x: f64| {
        let level = Test { expects: Expects::Above(0.0), is_relative: false, ..test.clone() };
        finding::size(&level, x, false)
    };
    let mut lines = vec![("Measured", escaped(&reading::in_words(&test.measure, &plan.base.loaded.spec)))];
    if is_difference {
        let mean = |x: Option<f64>| x.map_or(String::new(), |x| format!(": {}", level(x)));
        lines.push(("Compared with", format!("{}{}", arm(&test.base), mean(found.base))));
        lines.push(("Changed", format!("{}{}", arm(&test.with), mean(found.with))));
    } else {
        lines.push(("In worlds", arm(&test.with)));
    }
    lines.push(("Claimed", escaped(&finding::expected(test))));
    lines.push((if is_difference { "Difference" } else { "Level" }, escaped(&found.told(test))));
    let pieces = if is_difference { "Pairs used" } else { "Worlds used" };
    let settled = found.settled.map_or(String::new(), |n| format!("; {n} would have given the same verdict"));
    lines.push((pieces, format!("{}{settled}", readable(found.used as f64))));
    if let Some(causes) = found.causes {
        let told = |cause: Option<Cause>| {
            cause.map_or("no such world".into(), |c| {
                let Estimate { value, interval } = c.paired;
                let ends = [interval.low, interval.high].map(percent);
                format!("{} ({} to {}) of {} worlds", percent(value), ends[0], ends[1], c.worlds)
            })
        };
        lines.push(("Necessity", told(causes.necessity)));
        lines.push(("Sufficiency", told(causes.sufficiency)));
    }
    let effect = answer.effects.iter().find(|effect| effect.base == test.base && effect.with == test.with);
    if let Some(effect) = effect {
        lines.push(("The worlds part", parts(effect.parting.as_ref())));
    }
    let lines: String = lines.iter().map(|(name, text)| format!("<dt>{name}</dt><dd>{text}</dd>")).collect();
    format!(
        "<div class=\"test\"><h4>{}</h4><dl>{lines}</dl>{}{}</div>",
        escaped(&test.asks),
        picture(test, found),
        if reason.is_empty() { String::new() } else { format!("<p class=\"note\">{}</p>", escaped(reason)) }
    )
}

/// When and where the worlds of the first pair first differ.
fn parts(parting: Option<&Parting>) -> String {
    let Some(parting) = parting else { return "never, in the first pair".into() };
    let first = parting.events.first().map_or(String::new(), |event| {
        let whose = if event.in_changed { "changed" } else { "compared with" };
        format!(
            "; the first event that only one has (the world {whose}): {}: {}",
            event.day.short_old_style(),
            escaped(&parting.told(event).what)
        )
    });
    format!(
        "in the first pair on {} Old Style, in <code>{}</code>{first}",
        parting.day.short_old_style(),
        parting.table
    )
}

/// The estimate on a scale, with what matters as dashed marks.
fn picture(test: &Test, found: &Finding) -> String {
    let Some(estimate) = found.estimate else { return String::new() };
    let marks = match test.expects {
        Expects::Greater(s) | Expects::NotGreater(s) | Expects::Above(s) | Expects::Below(s) => vec![s],
        Expects::Smaller(s) | Expects::NotSmaller(s) => vec![-s],
        Expects::Same(s) => vec![-s, s],
        Expects::Report => Vec::new(),
    };
    let zero = test.expects.is_difference().then_some(0.0);
    let ends = [estimate.value, estimate.interval.low, estimate.interval.high];
    // A share of worlds cannot leave its range.
    let scale = if zero.is_none() && test.measure.is_share_of_worlds() {
        Scale { low: 0.0, high: 1.0 }
    } else {
        Scale::over(ends.into_iter().chain(marks.iter().copied()).chain(zero))
    };
    let end = |x: f64| escaped(&finding::size(test, x, test.expects.is_difference()));
    format!(
        "{}<p class=\"ends\"><span>{}</span><span>{}</span></p>",
        track(scale, Some(estimate), zero, &marks),
        end(scale.low),
        end(scale.high)
    )
}
