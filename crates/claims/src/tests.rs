use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::calendar::Day;
use scenario::{EVENTS, Event, Expects, Measure, Needs, Test};
use society::spec::N_PARTIES;

use super::*;
use crate::finding::find;
use crate::judge::{together, unless_it_flips};
use crate::reading::{Span, happens, number};
use observables::dates::Date;
use run::case::Changes;
use run::scale::Scale;
use run::worlds::{ClaimSummary, OUTCOMES};
use stats::paired::verdict::Verdict::{Contradicted, NotContradicted, Undetermined};
use study::frame::{Ended, Resources};

/// A directory of a test's own, removed when the test has passed.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("tauride-claims-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Dir(path)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// Runs a study; `say` is told how many pieces are done, and of how many.
fn run(
    plan: &Plan,
    dir: &Path,
    resume: bool,
    threads: usize,
    stop: &AtomicBool,
    say: &(dyn Fn(u64, u64) + Sync),
) -> Result<Ended<Answer>, Error> {
    let say = |_: &str, done: u64, of: u64| say(done, of);
    study::run(plan, &Resources { dir, resume, threads, stop, say: &say })
}

/// Runs a study to its end.
fn done(plan: &Plan, dir: &Path, resume: bool, threads: usize) -> Answer {
    match run(plan, dir, resume, threads, &AtomicBool::new(false), &|_, _| ()) {
        Ok(Ended::Done(answer)) => *answer,
        Ok(Ended::Interrupted(pieces)) => panic!("nobody raised the flag, and it ended after {pieces}"),
        Err(error) => panic!("{error}"),
    }
}

const START: i32 = -19_300;
const SPAN: Span = Span { start: Day(START), end: Day(START + 200) };

/// A world of which only its outcome and the sums are told.
fn world(seed: u64, outcome: usize, killed: f64) -> WorldSummary {
    WorldSummary { seed, outcome, sums: [0.0, 0.0, 0.0, killed, 0.0, 0.0], ..WorldSummary::default() }
}

/// Worlds that end in a coup in the first `coups` of `n`, and in nothing otherwise.
fn arm(n: u64, coups: u64) -> Vec<WorldSummary> {
    let position = |kind| OUTCOMES.iter().position(|k| *k == kind).expect("it is an outcome");
    let [coup, open] = [society::OutcomeKind::Coup, society::OutcomeKind::Unresolved].map(position);
    (0..n).map(|seed| world(seed, if seed < coups { coup } else { open }, 0.0)).collect()
}

fn test(measure: Measure, expects: Expects) -> Test {
    let is_difference = expects.is_difference();
    let with = if is_difference { vec!["change".to_owned()] } else { Vec::new() };
    Test {
        asks: "Is it?".into(),
        base: Vec::new(),
        with,
        adds: false,
        cause: None,
        measure,
        is_relative: false,
        expects,
    }
}

fn coup(expects: Expects) -> Test {
    test(Measure::Outcome(vec![society::OutcomeKind::Coup]), expects)
}

#[test]
fn law_a_verdict_follows_the_interval_and_the_smallest_size_that_matters() {
    // Coups in the base arm and in the changed one, of 100 pairs.
    let table = [
        (Expects::Greater(0.1), 20, 60, NotContradicted),
        (Expects::Greater(0.1), 60, 20, Contradicted),
        (Expects::Greater(0.1), 40, 44, Contradicted), // of the claimed sign, but none matters
        (Expects::Greater(0.05), 40, 43, Undetermined),
        (Expects::Smaller(0.1), 60, 20, NotContradicted),
        (Expects::Same(0.2), 50, 52, NotContradicted),
        (Expects::Same(0.1), 90, 10, Contradicted),
        (Expects::NotSmaller(0.3), 80, 20, Contradicted),
        (Expects::NotSmaller(0.3), 80, 82, NotContradicted),
        (Expects::NotGreater(0.3), 20, 80, Contradicted),
        (Expects::Above(0.5), 0, 80, NotContradicted),
        (Expects::Above(0.5), 0, 20, Contradicted),
        (Expects::Below(0.5), 0, 50, Undetermined),
        (Expects::Below(0.5), 0, 20, NotContradicted),
    ];
    for (expects, base, with, expected) in table {
        let found = find(&coup(expects), &arm(100, base), &arm(100, with), SPAN);
        assert_eq!(found.verdict, Some(expected), "{expects:?}: {base} and {with}: {:?}", found.estimate);
        assert_eq!(found.used, 100);
        assert!(!found.reason(&coup(expects)).is_empty());
    }
    let told = find(&coup(Expects::Report), &arm(100, 20), &arm(100, 60), SPAN);
    assert_eq!(told.verdict, None);
    assert!(told.estimate.is_some_and(|e| (e.value - 0.4).abs() < 1e-12), "{:?}", told.estimate);
    let words = told.told(&coup(Expects::Report));
    assert!(words.starts_with("+40 points (+") && !words[12..].contains("points"), "{words}");
}

#[test]
fn law_what_ifs_that_change_nothing_are_no_test() {
    let found = find(&coup(Expects::Same(0.2)), &arm(100, 30), &arm(100, 30), SPAN);
    // Equal arms: the same worlds, not only as many of a kind.
    assert_eq!((found.is_reached, found.verdict), (false, Some(Undetermined)));
    assert!(found.reason(&coup(Expects::Same(0.2))).contains("no test of the claim"));
    let one = find(&coup(Expects::Above(0.5)), &arm(1, 1), &arm(1, 1), SPAN);
    assert_eq!((one.verdict, one.estimate), (Some(Undetermined), None), "one world tells nothing");
}

#[test]
fn law_a_share_that_cannot_change_is_no_test() {
    let verdict = |expects, base, with| {
        let found = find(&coup(expects), &arm(100, base), &arm(100, with), SPAN);
        (found.has_room, found.verdict)
    };
    assert_eq!(verdict(Expects::NotSmaller(0.3), 10, 1), (false, Some(Undetermined)), "10 % cannot fall by 30 points");
    assert_eq!(verdict(Expects::Smaller(0.0), 0, 20), (false, Some(Undetermined)), "nothing cannot become less");
    assert_eq!(verdict(Expects::Greater(0.1), 95, 40), (false, Some(Undetermined)), "95 % cannot rise by 10 points");
    assert_eq!(verdict(Expects::Greater(0.1), 40, 95), (true, Some(NotContradicted)));
    assert_eq!(verdict(Expects::Same(0.2), 0, 60), (true, Some(Contradicted)));
    let found = find(&coup(Expects::NotSmaller(0.3)), &arm(100, 10), &arm(100, 1), SPAN);
    assert!(found.reason(&coup(Expects::NotSmaller(0.3))).contains("leaves no room"));
}

#[test]
fn law_the_numbers_of_pairs_that_were_needed_are_told() {
    let clear = find(&coup(Expects::Greater(0.1)), &arm(100, 0), &arm(100, 100), SPAN);
    assert_eq!((clear.settled, clear.needed), (Some(5), None), "five pairs of five are clear enough");
    // The first 40 worlds are alike in both arms, so that only later pairs tell.
    let late = find(&coup(Expects::Greater(0.1)), &arm(200, 40), &arm(200, 160), SPAN);
    assert_eq!(late.verdict, Some(NotContradicted));
    assert!(late.settled.is_some_and(|n| (50..=70).contains(&n)), "{:?}", late.settled);
    let open = find(&coup(Expects::Greater(0.1)), &arm(50, 10), &arm(50, 14), SPAN);
    assert!(open.settled.is_none() && open.needed.is_some_and(|n| n > 50), "{:?}", open.needed);
}

#[test]
fn law_several_tests_make_one_verdict() {
    use Needs::{All, Any};
    let table: [(Needs, &[Verdict], Option<Verdict>); 8] = [
        (All, &[], None),
        (All, &[NotContradicted, Contradicted, Undetermined], Some(Contradicted)),
        (All, &[NotContradicted, NotContradicted], Some(NotContradicted)),
        (All, &[NotContradicted, Undetermined], Some(Undetermined)),
        (Any, &[Contradicted, NotContradicted, Undetermined], Some(NotContradicted)),
        (Any, &[Contradicted, Contradicted], Some(Contradicted)),
        (Any, &[Contradicted, Undetermined], Some(Undetermined)),
        (Any, &[Undetermined], Some(Undetermined)),
    ];
    for (needs, verdicts, expected) in table {
        assert_eq!(together(needs, verdicts), expected, "{needs:?} of {verdicts:?}");
    }
}

#[test]
fn law_a_verdict_falls_only_to_a_contrary_one() {
    assert_eq!(unless_it_flips(Contradicted, &[]), Contradicted);
    assert_eq!(unless_it_flips(Contradicted, &[Contradicted, Undetermined]), Contradicted);
    assert_eq!(unless_it_flips(Contradicted, &[Undetermined, NotContradicted]), Undetermined);
    assert_eq!(unless_it_flips(NotContradicted, &[Contradicted]), Undetermined);
    assert_eq!(unless_it_flips(Undetermined, &[Contradicted]), Undetermined);
}

#[test]
fn law_measures_are_read_from_a_world() {
    let event = |name: &str| {
        let index = EVENTS.iter().position(|(word, _)| *word == name).expect("it is an event");
        Event { index, party: (name == "line").then_some(1) }
    };
    let mut one = world(1, 0, 3.0);
    one.dates[1] = Some(START + 9);
    one.dates[2] = Some(START + 12);
    one.dates[Date::Wave as usize] = Some(START + 7);
    one.claims = ClaimSummary {
        lines: vec![None, Some(START + 50)],
        strikes: vec![[3, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 3]],
        ..ClaimSummary::default()
    };
    let (council, fall, wave, line) = (event("council"), event("fall"), event("wave"), event("line"));
    assert!(happens(&Measure::Within(council, wave, 2), &one) && !happens(&Measure::Within(council, wave, 1), &one));
    assert!(happens(&Measure::By(fall, Day(START + 12)), &one) && !happens(&Measure::By(fall, Day(START + 11)), &one));
    assert!(!happens(&Measure::By(event("transfer"), Day(START + 200)), &one), "it never came");
    let read = |measure: Measure| number(&measure, &one, SPAN);
    assert_eq!(read(Measure::Date(fall, Some(council))), Some(3.0));
    assert_eq!(read(Measure::Date(line, None)), Some(50.0));
    assert_eq!(read(Measure::Date(event("transfer"), None)), Some(201.0), "the day after the last");
    assert_eq!(read(Measure::Sum(3)), Some(3.0));
    let strikes = |from: i32, until: i32| Measure::Strikes {
        demands: vec![2, 3],
        during: (Day(START + from), Day(START + until)),
        less: (Day(START), Day(START + 6)),
    };
    assert_eq!(read(strikes(14, 20)), Some(0.75 - 0.25));
    assert_eq!(read(strikes(7, 13)), None, "no strike ended in that window");
}

#[test]
fn law_a_lag_is_not_shortened_by_the_end_of_the_world() {
    // Weeks in which delegates or works are with the second party; SPAN has 201 days.
    let weeks = |turn: usize| {
        let of = |week| if week < turn { [1.0, 0.0] } else { [0.0, 1.0] };
        let all = (0..28).map(|week| {
            let mut counts = [0.0; N_PARTIES];
            counts[..2].copy_from_slice(&of(week));
            counts
        });
        all.collect::<Vec<_>>()
    };
    let lag = |works: usize, seats: usize| {
        let mut one = world(1, 0, 0.0);
        one.capital_seats = weeks(seats);
        one.claims.leanings = weeks(works);
        number(&Measure::Lag(vec![1]), &one, SPAN)
    };
    assert_eq!(lag(2, 5), Some(21.0));
    assert_eq!(lag(5, 2), Some(-21.0), "delegates first");
    assert_eq!(lag(2, 28), Some(56.0), "never, and cut off");
    assert_eq!(lag(20, 21), Some(7.0));
    assert_eq!(lag(21, 28), None, "the world ends sooner than eight weeks after");
    assert_eq!(lag(28, 28), None, "nothing to follow");
}

#[test]
fn law_what_is_kept_of_worlds_has_the_words_of_the_claims() {
    let names: Vec<&str> = run::worlds::SERIES.iter().map(|series| series.name).collect();
    assert!(scenario::SERIES.iter().map(|(name, _)| *name).eq(names));
    // Desertions stand apart, after the sums that all studies keep.
    let sums = run::worlds::SUMS.iter().map(|sum| (sum.name, sum.meaning));
    assert!(scenario::SUMS.into_iter().eq(sums.chain([("desertions", "soldiers who have left by the end")])));
    let meanings: Vec<&str> = run::worlds::DATES.to_vec();
    assert!(EVENTS.iter().map(|(_, meaning)| *meaning).take(meanings.len()).eq(meanings));
    assert_eq!(scenario::PATTERNS.len(), world(1, 0, 0.0).patterns.len());
}

/// A scenario of its own in a directory that goes when it is dropped.
struct Town(Dir);

impl Town {
    fn new(name: &str) -> Town {
        let dir = Dir::new(name);
        std::fs::create_dir_all(dir.0.join("town/interventions")).expect("it can be made");
        let write =
            |file: &str, text: &str| std::fs::write(dir.0.join("town").join(file), text).expect("it can be written");
        write("scenario.toml", "title = 'A town with claims'\nbase = 'one-town'\nend = '1917-04-10'\n");
        let calm =
            "title = 'Nobody is hungry'\n[[change]]\nkind = 'parameter'\nkey = 'grievance.food_need'\nvalue = 0.0\n";
        write("interventions/calm.toml", calm);
        write("claims.toml", include_str!("tests/claims.toml"));
        Town(dir)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.0.join(name)
    }

    fn plan(&self, only: &[&str], pairs: u64) -> Plan {
        let name = self.at("town").display().to_string();
        let only = only.iter().map(|id| (*id).to_owned()).collect();
        let changes = Changes { scale: Scale::OneTo(10), ..Changes::default() };
        Plan::open(&name, &changes, Choice { only, ..Choice::all(pairs) }).unwrap_or_else(|e| panic!("{e}"))
    }

    fn files(&self, out: &str) -> [Vec<u8>; 2] {
        ["answer.json", "worlds.jsonl"].map(|file| std::fs::read(self.at(out).join(file)).expect(file))
    }
}

#[test]
fn same_bytes_after_an_interrupt_and_resume_and_on_many_threads() {
    let town = Town::new("claims-resume");
    let plan = town.plan(&[], 6);
    let answer = done(&plan, &town.at("straight"), false, 1);
    assert_eq!(answer.counts(), [1, 1, 0, 1], "hunger is not contradicted, that nobody strikes is");
    let reasons: Vec<&str> = answer.judged.iter().map(|judged| judged.reason.as_str()).collect();
    assert!(reasons[0].contains("People look at the others"), "{reasons:?}");
    assert_eq!(reasons[2], "The worlds end after eight weeks.");
    assert_eq!(answer.worlds, [2 * 6, 2 * 6], "two arms, and both again under the rival rule");
    let straight = town.files("straight");
    let dir = town.at("broken");
    let stop = AtomicBool::new(false);
    let told = Mutex::new(Vec::new());
    let ended = run(&plan, &dir, false, 1, &stop, &|done, of| {
        told.lock().expect("no panic").push((done, of));
        // In the midst of the rival rule's worlds.
        if done == 15 {
            stop.store(true, Ordering::Relaxed);
        }
    });
    assert!(matches!(ended, Ok(Ended::Interrupted(15))), "the sixteenth world is not finished");
    assert!(!dir.join("answer.json").exists());
    assert_eq!(told.into_inner().expect("no panic").last(), Some(&(15, 24)));
    done(&plan, &dir, true, 3);
    assert!(town.files("broken") == straight, "the files of a resumed study are those of one go");
}

#[test]
fn law_claims_share_worlds_and_more_can_be_asked_later() {
    let town = Town::new("claims-share");
    let dir = town.at("study");
    let first = done(&town.plan(&["h2"], 4), &dir, false, 2);
    assert_eq!(first.judged.len(), 1);
    assert_eq!(first.worlds, [4, 4], "a level needs one arm");
    let ran = Mutex::new(Vec::new());
    let all = town.plan(&[], 4);
    let ended = run(&all, &dir, true, 1, &AtomicBool::new(false), &|done, _| ran.lock().expect("no panic").push(done));
    let Ok(Ended::Done(_)) = ended else { panic!("it was not done") };
    assert_eq!(ran.into_inner().expect("no panic").len(), 8, "only the other arm is run, by both rules");
}

#[test]
fn law_the_answer_tells_what_a_document_needs() {
    let town = Town::new("claims-answer");
    let plan = town.plan(&[], 3);
    let answer = plan.json(&done(&plan, &town.at("study"), false, 2));
    let ids: Vec<_> = answer["claims"].as_array().into_iter().flatten().map(|claim| &claim["id"]).collect();
    assert_eq!(ids, ["H1", "H2", "H3"]);
    for test in answer["claims"].as_array().into_iter().flatten().flat_map(|claim| claim["tests"].as_array()).flatten()
    {
        assert!(test["told"].as_str().is_some_and(|told| !told.is_empty()), "{test}");
    }
    let effect = &answer["effects"][0];
    assert!(effect["given"].is_array() && effect["against"].is_array(), "{effect}");
    assert!(effect["sufficiency"].is_null() || effect["sufficiency"]["worlds"].is_u64(), "{effect}");
}

#[test]
fn law_wrong_claims_and_pairs_are_refused_before_anything_is_run() {
    let town = Town::new("claims-refused");
    let name = town.at("town").display().to_string();
    let open = |name: &str, choice: Choice| {
        let plan = Plan::open(name, &Changes::default(), choice);
        plan.err().map(|e| (e.is_request(), e.to_string())).expect("it is refused")
    };
    let (is_request, text) =
        open(&name, Choice { only: vec!["H9".into(), "h1".into(), "hunger".into()], ..Choice::all(4) });
    assert!(is_request && text.contains("--only H9") && text.contains("did you mean `H1`?"), "{text}");
    assert!(text.contains("--only hunger") && text.contains("there are H1, H2, H3"), "{text}");
    assert!(open(&name, Choice::all(1)).1.contains("--pairs is a number from 2"));
    assert!(open("one-town", Choice::all(4)).1.contains("no claims"));
}
