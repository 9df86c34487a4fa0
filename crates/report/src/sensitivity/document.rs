//! A study of sensitivities as a document in Markdown.

use stats::interval::Estimate;
use stats::sensitivity::sobol::Shares;
use study::sensitivity::answer::Answer;
use study::sensitivity::factors::{REACH, REACH_FROM_ZERO, SHIFT};
use study::sensitivity::{LEVEL, Plan};

/// Rows of the document's table of effects.
const MOST_ROWS: usize = 20;

/// Names of the factors of which this is so, in their order.
fn names_of(plan: &Plan, is: impl Fn(usize) -> bool) -> Vec<&'static str> {
    (0..plan.factors.len()).filter(|f| is(*f)).map(|f| plan.factors[f].name).collect()
}

/// How far things are moved.
fn ranges_in_words() -> String {
    let percent = 100.0 * REACH;
    format!(
        "A parameter goes {percent:.0} per cent of its committed value to either side, no farther than its declared range ({:.0} \
         per cent of that range where the value is 0). An input\u{2019}s deviation from its good value is multiplied by {} to \
         {}, in every place and on every day, within what the indicator allows. Starting values are shifted by up to {SHIFT} in \
         every class. These ranges are a choice: another range makes another factor important.",
        100.0 * REACH_FROM_ZERO,
        1.0 - REACH,
        1.0 + REACH
    )
}

/// Words joined as in a sentence.
fn joined(words: &[String]) -> String {
    match words {
        [] => "none".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What it means, in sentences; code stands between backticks.
fn in_sentences(plan: &Plan, answer: &Answer) -> Vec<String> {
    let n = plan.factors.len();
    let told = (0..n).filter(|f| !answer.is_lost_in_chance(*f)).count();
    let first: Vec<String> = answer
        .by_importance()
        .into_iter()
        .filter(|f| answer.importance[*f] > 0.0)
        .take(3)
        .map(|f| format!("`{}`", plan.factors[f].name))
        .collect();
    let mut sentences =
        vec![format!("Of {n} parameters and inputs, {told} move some output by more than chance would.")];
    sentences.push(if first.is_empty() {
        "Nothing surveyed moves anything.".into()
    } else {
        format!("Over all outputs the outcome depends most on {}.", joined(&first))
    });
    // The first output that varies: whether power is with the councils, where it does.
    let shared = plan.outputs.iter().zip(&answer.shares).find_map(|(o, s)| Some((o, s.as_ref()?)));
    if let Some((output, found)) = shared {
        let total = |s: &Option<Shares>| s.map_or(f64::NEG_INFINITY, |s| s.total.value);
        let most = (0..found.inputs.len()).max_by(|a, b| total(&found.inputs[*a]).total_cmp(&total(&found.inputs[*b])));
        if let (Some(chance), Some((i, Some(most)))) = (found.chance, most.map(|i| (i, found.inputs[i]))) {
            sentences.push(format!(
                "For \u{201c}{}\u{201d}, where the {} greatest are moved together, chance has a hand in {} of the variance and \
                 `{}` in {}; chance alone would settle {}.",
                output.title,
                answer.chosen.len(),
                percent(chance.total),
                plan.factors[answer.chosen[i]].name,
                percent(most.total),
                percent(chance.first)
            ));
        }
    }
    sentences
}

fn percent(e: Estimate) -> String {
    let whole = |x: f64| if x.is_finite() { format!("{:.0}", (100.0 * x).clamp(0.0, 100.0)) } else { "?".into() };
    format!("{} % ({} to {})", whole(e.value), whole(e.interval.low), whole(e.interval.high))
}

/// The survey as a document in Markdown. `repeat` is the command that writes it.
pub fn document(plan: &Plan, answer: &Answer, repeat: &str) -> String {
    let mut text = String::from("# What the outcome depends on\n\n");
    text.push_str("Which parameters and which inputs the outcome depends on, and how much is chance.\n");
    text.push_str("This page is written by a command, figures and words alike; do not edit it by hand:\n\n");
    text.push_str(&format!("    {repeat}\n\nThe same as a page, with pictures:\n\n    {}\n\n", plan.command()));
    let size = &plan.size;
    text.push_str(&format!(
        "Version {}; content of `{}` `{}`.\n{} worlds at 1:{}: {} of the screening ({} trajectories over {} parameters and \
         inputs), {} of the shares ({} base rows).\nIntervals at {:.0} per cent.\nThis is a small survey: its intervals say how \
         little it settles.\n\n",
        run::VERSION,
        plan.case.loaded.id,
        plan.case.loaded.content_hash,
        answer.worlds.iter().sum::<usize>(),
        plan.case.scale,
        answer.worlds[0],
        size.trajectories,
        plan.factors.len(),
        answer.worlds[1],
        if answer.shares.is_empty() { 0 } else { size.base },
        100.0 * LEVEL
    ));
    for sentence in in_sentences(plan, answer).iter().chain([&ranges_in_words()]) {
        text.push_str(&format!("{sentence}\n"));
    }
    text.push_str(&effects(plan, answer));
    text.push_str(&shares(plan, answer));
    text.push_str(&never(plan, answer));
    text
}

fn effects(plan: &Plan, answer: &Answer) -> String {
    let mut text = format!(
        "\n## Screening\n\nThe mean size of the effect (\u{3bc}*) of a move over the whole range surveyed, all else the same, for \
         the {} most important.\nImportance is that size in standard deviations of the output, averaged over the outputs.\nBold: \
         told from chance. The sign is that of the mean effect where it is settled.\n`--json` and the page have the intervals \
         and the spread of the effects.\n\n| | importance |",
        MOST_ROWS.min(plan.factors.len())
    );
    plan.outputs.iter().for_each(|output| text.push_str(&format!(" {} ({}) |", output.title, output.unit)));
    text.push_str(&format!("\n|---|---|{}\n", "---|".repeat(plan.outputs.len())));
    for f in answer.by_importance().into_iter().take(MOST_ROWS) {
        text.push_str(&format!("| `{}` | {:.2} |", plan.factors[f].name, answer.importance[f]));
        for (o, output) in plan.outputs.iter().enumerate() {
            let effects = answer.effects(f, o);
            let sign = match effects.mu.interval {
                i if i.low > 0.0 => "+",
                i if i.high < 0.0 => "\u{2212}",
                _ => "",
            };
            let size = format!("{sign}{}", output.show(effects.mu_star.value));
            text.push_str(&if answer.is_told_apart(f, o) { format!(" **{size}** |") } else { format!(" {size} |") });
        }
        text.push('\n');
    }
    let mut line = |name: &str, first: String, of: &dyn Fn(usize) -> f64| {
        text.push_str(&format!("| {name} | {first} |"));
        plan.outputs.iter().enumerate().for_each(|(o, output)| text.push_str(&format!(" {} |", output.show(of(o)))));
        text.push('\n');
    };
    line("another seed", format!("{:.2}", answer.importance_of_chance), &|o| answer.chance(o).value);
    line("mean of the worlds", String::new(), &|o| answer.spread[o].0);
    line("their standard deviation", String::new(), &|o| answer.spread[o].1);
    text
}

fn shares(plan: &Plan, answer: &Answer) -> String {
    if answer.shares.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\n## Shares of the variance\n\nThe {} most important moved together, each even over its range, all else as it is. First: \
         the share that would go if it were known. Total: the share that would be left if all else were known. In company: \
         their difference. Noise can bring an estimate below 0.\n",
        answer.chosen.len()
    );
    let cell = |e: Estimate| {
        let end = |x: f64| if x.is_finite() { format!("{x:.2}") } else { "?".into() };
        format!("{} ({} to {})", end(e.value), end(e.interval.low), end(e.interval.high)).replace('-', "\u{2212}")
    };
    let row = |name: String, s: &Shares| {
        let company = format!("{:.2}", s.total.value - s.first.value).replace('-', "\u{2212}");
        format!("| {name} | {} | {} | {company} |\n", cell(s.first), cell(s.total))
    };
    for (output, found) in plan.outputs.iter().zip(&answer.shares) {
        text.push_str(&format!("\n### {}\n\n", output.title));
        let Some(found) = found else {
            text.push_str("The same in every world of this sample.\n");
            continue;
        };
        text.push_str("| | first | total | in company |\n|---|---|---|---|\n");
        for (s, f) in found.inputs.iter().zip(&answer.chosen) {
            text.push_str(&s.as_ref().map_or(String::new(), |s| row(format!("`{}`", plan.factors[*f].name), s)));
        }
        text.push_str(&found.chance.as_ref().map_or(String::new(), |s| row("chance (the seed)".into(), s)));
    }
    text
}

fn never(plan: &Plan, answer: &Answer) -> String {
    let list = |names: Vec<&str>| joined(&names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>());
    let is_parameter = |f: usize| plan.factors[f].is_parameter();
    let lost = |f: usize| !answer.is_without_effect(f) && answer.is_lost_in_chance(f);
    format!(
        "\n## What was not seen to matter\n\n\
         docs/decisions/0014 makes a parameter that never matters a constant, and a constant among the ten most influential a \
         parameter.\n\n\
         - Parameters that changed nothing in any world: {}.\n\
         - Parameters that changed worlds, but no output more than chance does: {}.\n\
         - Inputs and starting values of either kind: {}.\n\n\
         Told from chance means that the interval of the mean effect leaves 0 out, or that the effects are larger than those of \
         another seed, on at least one output.\n\
         Of what only stirs chance, about one in four has such luck over six outputs, or more, since intervals from few \
         trajectories are too narrow; and what matters little needs a longer survey to be told apart.\n\
         So these are candidates for constants, and no proof.\n\
         Numbers that are constants already were not surveyed: they cannot be set from outside, so the other half of the rule \
         stays open.\n",
        list(names_of(plan, |f| is_parameter(f) && answer.is_without_effect(f))),
        list(names_of(plan, |f| is_parameter(f) && lost(f))),
        list(names_of(plan, |f| !is_parameter(f) && answer.is_lost_in_chance(f)))
    )
}
