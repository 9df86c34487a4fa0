//! The claims and what came of them as a document in Markdown.

use scenario::{Claim, Expects, Needs};

use stats::number::readable;
use study::claims::effect::{Effect, WANTED, kinds};
use study::claims::finding::{self, Finding};
use study::claims::{Answer, Judged, LEVEL, Plan, reading};

/// Pairs with which the claims are meant to be tested.
const MEANT: u64 = 200;

/// The whole document. `repeat` is the command that writes it.
pub fn document(plan: &Plan, answer: &Answer, repeat: &str) -> String {
    [
        head(plan, answer, repeat),
        table(plan, answer),
        effects(answer),
        untestable(plan, answer),
        rules(plan, answer),
        each(plan, answer),
    ]
    .concat()
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// One sentence a line.
fn sentences(text: &str) -> String {
    text.replace(". ", ".\n").replace("No.\n", "No. ")
}

fn claim_of<'p>(plan: &'p Plan, judged: &Judged) -> &'p Claim {
    &plan.base.loaded.claims[judged.claim]
}

fn verdict(judged: &Judged) -> &'static str {
    judged.verdict.map_or("not yet testable", finding::word)
}

fn head(plan: &Plan, answer: &Answer, repeat: &str) -> String {
    let [contradicted, not, undetermined, untestable] = answer.counts();
    let small = if plan.pairs() < MEANT {
        format!("These are {} pairs where {MEANT} are meant: the intervals say how little they settle.\n", plan.pairs())
    } else {
        String::new()
    };
    format!(
        "# Claims\n\nWhat historians and theorists assert about 1917, each put as an experiment whose measure, direction and \
         smallest size that matters were fixed before the worlds were run.\nThis page is written by a command, figures and \
         words alike; do not edit it by hand:\n\n    {repeat}\n\nThe same as a page, with pictures and the what-ifs in \
         full:\n\n    {}\n\nVersion {}; content of `{}` `{}`.\n{} pairs at 1:{}, seeds from {} on: {} worlds, and {} by rival \
         rules of the person.\nIntervals at {:.0} per cent for each test by itself; of so many, a few are off by chance \
         alone.\n{small}\nOf {} claims {contradicted} are contradicted, {not} are not contradicted, {undetermined} are \
         undetermined, and {untestable} cannot be tested yet.\nA verdict is of the model, with one set of parameters that was \
         set by hand: a claim that is contradicted here is contradicted within these rules, and one that is not contradicted \
         is not thereby shown.\nUndetermined means too few pairs, or a verdict that turns round under a rival rule of the \
         person.\nClaims of all schools are treated alike.\n",
        plan.command(),
        run::VERSION,
        plan.base.loaded.id,
        plan.base.loaded.content_hash,
        plan.pairs(),
        plan.base.scale,
        plan.base.seed,
        readable(answer.worlds[0] as f64),
        readable(answer.worlds[1] as f64),
        100.0 * LEVEL,
        answer.judged.len(),
    )
}

fn table(plan: &Plan, answer: &Answer) -> String {
    let row = |judged: &Judged| {
        let claim = claim_of(plan, judged);
        let counted = claim.tests.iter().zip(&judged.findings).filter(|(_, found)| found.verdict.is_some());
        let estimates: Vec<String> = counted.map(|(test, found)| found.told(test)).collect();
        format!(
            "| {} | {} | {} | {} | {} |\n",
            claim.id,
            cell(&claim.statement),
            cell(&claim.who),
            cell(&estimates.join("; ")),
            verdict(judged)
        )
    };
    let rows: String = answer.judged.iter().filter(|judged| judged.verdict.is_some()).map(row).collect();
    format!(
        "\n## All claims that can be tested\n\nEach estimate is a difference between worlds with and without the what-ifs of the \
         claim, or a level where the claim is about one; what it is of stands with the claim below.\n\n| | claim | who makes it \
         | estimate and interval | verdict |\n|---|---|---|---|---|\n{rows}"
    )
}

/// A change of a share in points with its interval.
fn points(effect: &Effect) -> String {
    let show =
        |x: f64| format!("{:+.0}", 100.0 * x).replace('-', "\u{2212}").replace("\u{2212}0", "0").replace("+0", "0");
    effect.estimate.map_or("too few pairs".into(), |e| {
        format!("{} ({} to {})", show(e.value), show(e.interval.low), show(e.interval.high))
    })
}

fn effects(answer: &Answer) -> String {
    let (passed, of) = answer.as_it_was;
    if answer.effects.is_empty() {
        return String::new();
    }
    let percent = |c: Option<stats::paired::causes::Cause>| {
        c.map_or("\u{2014}".into(), |c| format!("{:.0} % of {}", 100.0 * c.paired.value, c.worlds))
    };
    let row = |effect: &Effect| {
        format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            cell(&effect.words()),
            effect.causes.join(", "),
            effect.claims.join(", "),
            points(effect),
            percent(effect.causation.necessity),
            percent(effect.causation.sufficiency),
            effect.pairs_needed.map_or("\u{2014}".into(), |n| readable(n as f64))
        )
    };
    let kinds: String = kinds(&answer.effects)
        .iter()
        .map(|kind| {
            let greatest = &answer.effects[kind.greatest];
            format!(
                "| {} | {} | {} | {:.0} | {}: {} |\n",
                kind.cause,
                kind.arms,
                kind.clear,
                100.0 * kind.median,
                points(greatest),
                cell(&greatest.words())
            )
        })
        .collect();
    format!(
        "\n## Effects side by side\n\nThe same effect of every arm: by how many points the share of worlds changes in which power \
         passes to the councils, by transfer or seizure.\nAs it was, it passes in {passed} of {of}.\nNecessity: of worlds in \
         which it passes where the cause is at work, the share that lose it without.\nSufficiency: of worlds in which it does \
         not pass where the cause is away, the share that gain it with.\nThe last column is the number of pairs after which the \
         change is known to within {:.0} points.\n\n| what is changed | kind of cause | claims | points | necessity | \
         sufficiency | pairs for \u{b1}{:.0} |\n|---|---|---|---|---|---|---|\n{}\nBy kind of cause, the greatest effect \
         first:\n\n| kind of cause | arms | clear of zero | median size, points | greatest |\n|---|---|---|---|---|\n{kinds}\n\
         The size of an effect depends on how large a change the what-if makes, and what-ifs of different kinds are not equally \
         large: this ranks these changes, not causes as such.\nThe kind of cause is that of what is changed.\n",
        100.0 * WANTED,
        100.0 * WANTED,
        answer.effects.iter().map(row).collect::<String>()
    )
}

fn untestable(plan: &Plan, answer: &Answer) -> String {
    let row = |judged: &Judged| {
        let claim = claim_of(plan, judged);
        format!(
            "| {} | {} | {} | {} | {} |\n",
            claim.id,
            cell(&claim.statement),
            cell(&claim.who),
            cell(&claim.contradicted_if),
            cell(&judged.reason)
        )
    };
    let rows: String = answer.judged.iter().filter(|judged| judged.verdict.is_none()).map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "\n## Not yet testable\n\nThese claims are about things or years that the model does not have.\nThey are listed, not \
         judged.\n\n| | claim | who makes it | would be contradicted if | why it cannot be tested |\n|---|---|---|---|---|\n{rows}"
    )
}

fn rules(plan: &Plan, answer: &Answer) -> String {
    if plan.rules().is_empty() {
        return String::new();
    }
    let rows: String = plan
        .rules()
        .iter()
        .map(|rule| format!("| {} | {} | `{}` |\n", cell(&rule.title), cell(&rule.about), rule.settings.join("` `")))
        .collect();
    format!(
        "\n## Rival rules of the person\n\nClaims with a verdict by the model's own rule are tested again with {} pairs under \
         each of these ({} worlds more).\nA contrary verdict makes the claim undetermined; a rule under which too few pairs were \
         run to say leaves the verdict as it is.\n\n| rule | what it says | settings |\n|---|---|---|\n{rows}",
        plan.rival_pairs(),
        readable(answer.worlds[1] as f64)
    )
}

fn each(plan: &Plan, answer: &Answer) -> String {
    let tested = answer.judged.iter().filter(|judged| judged.verdict.is_some());
    format!("\n## Each claim\n{}", tested.map(|judged| one(plan, judged)).collect::<String>())
}

fn one(plan: &Plan, judged: &Judged) -> String {
    let claim = claim_of(plan, judged);
    let mut text = format!(
        "\n### {}: {}\n\nWho: {}.\nKind of cause: {}.\nSources: {}.\nIt is contradicted if {}.\n",
        claim.id,
        claim.statement.trim_end_matches('.'),
        claim.who,
        claim.cause.word(),
        claim.source.split(';').map(|key| format!("`{}`", key.trim())).collect::<Vec<_>>().join(", "),
        claim.contradicted_if
    );
    if claim.tests.iter().filter(|test| test.expects != Expects::Report).count() > 1 {
        text += match claim.needs {
            Needs::All => "One contradicted test contradicts it.\n",
            Needs::Any => "Only all its tests together contradict it.\n",
        };
    }
    text.push('\n');
    for (test, found) in claim.tests.iter().zip(&judged.findings) {
        text += &format!(
            "- {} {}: **{}**{}\n",
            test.asks,
            reading::in_words(&test.measure, &plan.base.loaded.spec),
            found.told(test),
            arms(plan, test, found)
        );
    }
    text += &format!("\n**{}.** {}\n", capital(verdict(judged)), sentences(&judged.reason));
    if !claim.note.is_empty() {
        text += &format!("\n{}\n", sentences(&claim.note));
    }
    text
}

fn arms(plan: &Plan, test: &scenario::Test, found: &Finding) -> String {
    let names = |what_ifs: &[String]| {
        let names: Vec<String> = what_ifs.iter().map(|name| format!("`{name}`")).collect();
        if names.is_empty() { "as it was".to_owned() } else { names.join(" and ") }
    };
    let settled = found
        .settled
        .filter(|n| *n < plan.pairs() as usize)
        .map_or(String::new(), |n| format!("; {n} would have given the same verdict"));
    if test.expects.is_difference() {
        format!(", {} against {}, {} pairs{settled}", names(&test.with), names(&test.base), found.used)
    } else {
        format!(", {}, {} worlds{settled}", names(&test.with), found.used)
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
