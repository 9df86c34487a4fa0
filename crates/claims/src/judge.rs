//! The verdict on a claim: from its tests, and from what rival rules of the person say.

use scenario::{Claim, Needs, PersonRule, Test};
use stats::paired::verdict::Verdict;

use crate::finding::{self, Finding, word};
use crate::plan::{Arms, Plan};
use crate::reading;

/// What a claim came to.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Position of the claim.
    pub claim: usize,
    /// Its tests' findings by the model's own rule of the person, in order.
    pub findings: Vec<Finding>,
    /// The verdict by that rule alone; none for a claim that cannot be tested.
    pub own: Option<Verdict>,
    /// What rival rules say, where the own rule gives a verdict.
    pub rivals: Vec<Rival>,
    /// The verdict; none for a claim that cannot be tested.
    pub verdict: Option<Verdict>,
    /// Why.
    pub reason: String,
}

/// What a rival rule says of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// Short name of the rule.
    pub rule: String,
    /// Its name for readers.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// Judges all claims asked for by the model's own rule.
pub(super) fn all(plan: &Plan, worlds: &Arms) -> Vec<Judged> {
    let judge = |at: &usize| {
        let (findings, own) = tested(plan, *at, worlds);
        Judged { claim: *at, findings, own, rivals: Vec::new(), verdict: None, reason: String::new() }
    };
    plan.chosen.iter().map(judge).collect()
}

fn tested(plan: &Plan, at: usize, worlds: &Arms) -> (Vec<Finding>, Option<Verdict>) {
    let claim = &plan.base.loaded.claims[at];
    let span = reading::Span::of(&plan.base.loaded.spec);
    let arm = |what_ifs: &[String]| &worlds[plan.position(what_ifs)][..];
    let findings: Vec<Finding> =
        claim.tests.iter().map(|test| finding::find(test, arm(&test.base), arm(&test.with), span)).collect();
    let verdicts: Vec<Verdict> = findings.iter().filter_map(|found| found.verdict).collect();
    let verdict = together(claim.needs, &verdicts);
    (findings, verdict)
}

fn is_decided(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::Contradicted | Verdict::NotContradicted))
}

/// The arms of the claims that have a verdict: contradicted or not.
pub(super) fn arms_of_decided(plan: &Plan, judged: &[Judged]) -> Vec<usize> {
    let decided = judged.iter().filter(|judged| is_decided(judged.own));
    let tests = decided.flat_map(|judged| &plan.base.loaded.claims[judged.claim].tests);
    // What is only told needs no rival, and a level is of one arm.
    let counted = tests.filter(|test| test.expects != scenario::Expects::Report);
    let mut arms: Vec<usize> = counted
        .flat_map(|test| {
            let base = test.expects.is_difference().then(|| plan.position(&test.base));
            base.into_iter().chain([plan.position(&test.with)])
        })
        .collect();
    arms.sort_unstable();
    arms.dedup();
    arms
}

/// Asks the claims that have a verdict again under a rival rule.
pub(super) fn hear_rival(plan: &Plan, judged: &mut [Judged], rule: &PersonRule, worlds: &Arms) {
    for judged in judged.iter_mut().filter(|judged| is_decided(judged.own)) {
        let (findings, verdict) = tested(plan, judged.claim, worlds);
        let claim = &plan.base.loaded.claims[judged.claim];
        judged.rivals.push(Rival {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            verdict: verdict.unwrap_or(Verdict::Undetermined),
            reason: reason_of_tests(claim, &findings, verdict),
        });
    }
}

/// Gives the last word on every claim.
pub(super) fn close(plan: &Plan, judged: &mut [Judged]) {
    for judged in judged {
        let claim = &plan.base.loaded.claims[judged.claim];
        let rivals: Vec<Verdict> = judged.rivals.iter().map(|rival| rival.verdict).collect();
        judged.verdict = judged.own.map(|own| unless_it_flips(own, &rivals));
        judged.reason = reason(claim, judged);
    }
}

/// One verdict from several; none when no test has one.
pub(super) fn together(needs: Needs, verdicts: &[Verdict]) -> Option<Verdict> {
    use Verdict::{Contradicted, NotContradicted, Undetermined};
    if verdicts.is_empty() {
        return None;
    }
    let (strong, other) = match needs {
        Needs::All => (Contradicted, NotContradicted),
        Needs::Any => (NotContradicted, Contradicted),
    };
    Some(if verdicts.contains(&strong) {
        strong
    } else if verdicts.iter().all(|verdict| *verdict == other) {
        other
    } else {
        Undetermined
    })
}

/// A verdict falls when a rival rule gives the contrary one; a rival that has none leaves it.
pub(super) fn unless_it_flips(own: Verdict, rivals: &[Verdict]) -> Verdict {
    if rivals.iter().any(|rival| is_contrary(own, *rival)) { Verdict::Undetermined } else { own }
}

fn is_contrary(own: Verdict, rival: Verdict) -> bool {
    use Verdict::{Contradicted, NotContradicted};
    matches!((own, rival), (Contradicted, NotContradicted) | (NotContradicted, Contradicted))
}

fn reason(claim: &Claim, judged: &Judged) -> String {
    if let Some(reason) = &claim.untestable {
        return reason.clone();
    }
    let Some(own) = judged.own else { return "None of its tests has a verdict.".into() };
    let tests = reason_of_tests(claim, &judged.findings, judged.own);
    if let Some(contrary) = judged.rivals.iter().find(|rival| is_contrary(own, rival.verdict)) {
        return format!(
            "It flips between rules of the person. By the model\u{2019}s own it is {}. {tests} By the rule \u{201c}{}\u{201d} \
             it is {}. {}",
            word(own),
            contrary.title,
            word(contrary.verdict),
            contrary.reason
        );
    }
    let (same, open): (Vec<&Rival>, Vec<&Rival>) = judged.rivals.iter().partition(|rival| rival.verdict == own);
    let names = |rivals: &[&Rival]| {
        let names: Vec<String> = rivals.iter().map(|rival| format!("\u{201c}{}\u{201d}", rival.title)).collect();
        format!("rule{} {}", if names.len() == 1 { "" } else { "s" }, names.join(" and "))
    };
    let mut text = tests;
    if !same.is_empty() {
        text += &format!(" The same by the {}.", names(&same));
    }
    if !open.is_empty() {
        text += &format!(" Nothing is settled by the {}.", names(&open));
    }
    text
}

/// The reasons of the tests that a verdict rests on.
fn reason_of_tests(claim: &Claim, findings: &[Finding], verdict: Option<Verdict>) -> String {
    let tests: Vec<(&Test, &Finding)> =
        claim.tests.iter().zip(findings).filter(|(_, found)| found.verdict.is_some()).collect();
    // Where one test decides, its reason is the claim's; otherwise all count.
    let deciding: Vec<_> = tests.iter().filter(|(_, found)| found.verdict == verdict).copied().collect();
    let shown = if deciding.is_empty() { tests } else { deciding };
    let mut reasons: Vec<String> = shown.iter().map(|(test, found)| found.reason(test)).collect();
    // Two tests may have come out alike; it is said once.
    reasons.dedup();
    reasons.join(" ")
}
