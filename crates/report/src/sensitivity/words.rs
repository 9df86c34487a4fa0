//! A survey in words: the sentences of its page.

use stats::interval::Estimate;
use stats::number::readable;
use stats::sensitivity::sobol::Shares;
use study::sensitivity::Answer;
use study::sensitivity::Plan;
use study::sensitivity::factors::{REACH, REACH_FROM_ZERO, SHIFT};

/// Names of the factors of which this is so, in their order.
pub(crate) fn names_of(plan: &Plan, is: impl Fn(usize) -> bool) -> Vec<&'static str> {
    (0..plan.factors.len()).filter(|f| is(*f)).map(|f| plan.factors[f].name).collect()
}

/// A committed value or an end of a range.
pub(crate) fn shown_value(x: f64) -> String {
    readable(x)
}

/// How far things are moved.
pub(crate) fn ranges_in_words() -> String {
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
pub(crate) fn in_sentences(plan: &Plan, answer: &Answer) -> Vec<String> {
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
