//! A small fit of an invented town: the wall before the test rows, threads, interruption.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use run::case::{Case, Changes};
use run::scale::Scale;

use super::answer::DRAWS;
use super::*;
use study::bank as bank_of_worlds;
use study::frame::Ended;
use study::frame::testing::{Dir, TOWN, done, run};
use study::sweep::Design;

const SPLIT: &str = r#"
until = "1917-04-15"
[aside]
strikes = ["strikers:mill"]
councils = ["delegates:sr"]
votes = ["votes:sr"]
countryside = ["killed"]
army = ["refusing"]
[fit]
parameters = ["grievance.rise_per_day", "social_proof.weight", "clash.strike_fear"]
"#;
const MEASURES: &str = "series,place,measure,scale,label,unit,note
strikers,milltown,strikers,1,strikers,persons,
strikers:mill,milltown,strikers,1,strikers,persons,
delegates:sr,milltown,council_seats:sr,1,delegates,delegates,
votes:sr,milltown,vote_share:sr,1,share,share,
killed,milltown,dead,1,killed,persons,
refusing,milltown,refusing,1,refusing,persons,
";

/// The record, with the test rows multiplied.
fn rows(poison: f64) -> String {
    let mut text =
        "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note\n".to_owned();
    let mut add = |series: &str, day: &str, value: f64, unit: &str, is_test: bool| {
        let value = if is_test { value * poison } else { value };
        text += &format!("{series},1917-{day},1917-{day},milltown,{value},,,{unit},count,register,,A,\n");
    };
    add("strikers", "03-10", 900.0, "workers", false);
    add("strikers", "04-01", 4000.0, "workers", false);
    add("strikers", "04-10", 6500.0, "workers", false);
    add("strikers", "05-10", 300.0, "workers", true);
    add("strikers:mill", "03-20", 2000.0, "workers", true);
    add("delegates:sr", "04-12", 3.0, "deputies", true);
    add("votes:sr", "04-12", 0.01, "share", true);
    add("killed", "04-12", 4.0, "people", true);
    add("refusing", "04-12", 30.0, "soldiers", true);
    text
}

fn town(name: &str, poison: f64) -> Dir {
    let dir = Dir::new(name);
    std::fs::create_dir_all(dir.0.join("evidence")).expect("a directory of the system's own");
    for (file, text) in [
        ("scenario.toml", TOWN.to_owned()),
        ("evidence/split.toml", SPLIT.to_owned()),
        ("evidence/measures.csv", MEASURES.to_owned()),
        ("evidence/rows.csv", rows(poison)),
    ] {
        std::fs::write(dir.0.join(file), text).expect("it can be written");
    }
    dir
}

fn plan(dir: &Path) -> Plan {
    Plan::open(&dir.display().to_string(), &Changes::default(), 200).unwrap_or_else(|e| panic!("{e}"))
}

fn digest(plan: &Plan, out: &Path, resume: bool, threads: usize) -> String {
    let answer = done(plan, out, resume, threads);
    assert_eq!(answer.draws.len(), DRAWS);
    answer.digest
}

#[test]
fn same_posterior_with_poisoned_test_rows_other_threads_and_after_an_interruption() {
    let (own, others) = (town("fit-clean", 1.0), town("fit-poisoned", 7.5));
    let (clean, poisoned) = (&own.0, &others.0);
    let (one, other) = (plan(clean), plan(poisoned));
    assert_ne!(one.case.loaded.content_hash, other.case.loaded.content_hash, "the records differ");
    assert_eq!(one.training.hash(), other.training.hash());
    assert_eq!(one.training.rows().len(), 3);
    assert!(one.case.loaded.evidence.is_empty(), "a fit holds no row beside its training rows");
    let whole = digest(&one, &clean.join("fit"), false, 1);
    assert_eq!(digest(&other, &poisoned.join("fit"), false, 2), whole);

    // Stopped somewhere, and gone on with.
    let (out, stop, runs) = (clean.join("cut"), AtomicBool::new(false), AtomicU64::new(0));
    let say = |_: u64, _: u64| {
        if runs.fetch_add(1, Ordering::Relaxed) == 70 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    assert!(matches!(run(&one, &out, false, 2, &stop, &say), Ok(Ended::Interrupted(n)) if n > 0 && n < 200));
    assert_eq!(digest(&one, &out, true, 2), whole);
    // What it wrote can be read by a scenario.
    std::fs::copy(out.join(POSTERIOR), clean.join(POSTERIOR)).expect("both are there");
    let with = Changes { settings: vec!["posterior=on".into()], ..Changes::default() };
    let case = Case::open(&clean.display().to_string(), &with).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(case.posterior(), Some(whole.as_str()));
    let without = Case::open(&clean.display().to_string(), &Changes::default()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(without.posterior(), None, "it is asked for");
    let sets = case.loaded.spec.draws.as_ref().map_or(0, |draws| draws.sets.len());
    assert_eq!(sets, DRAWS);
    // Another fit does not go on from it.
    let more = Plan::open(&clean.display().to_string(), &Changes { seed: 2, ..Changes::default() }, 200);
    let more = more.unwrap_or_else(|e| panic!("{e}"));
    assert!(run(&more, &out, true, 1, &AtomicBool::new(false), &|_, _| ()).is_err_and(|e| e.is_request()));
    assert!(out.join(POSTERIOR).exists(), "what it refused to go on from is left as it was");
    // Begun anew, what was finished lies aside, and can be gone on with there.
    assert!(matches!(run(&more, &out, false, 1, &AtomicBool::new(true), &|_, _| ()), Ok(Ended::Interrupted(0))));
    assert_eq!(digest(&one, &out.join(run::write::aside::BEFORE), true, 1), whole);
}

#[test]
fn a_scenario_without_a_split_is_not_fitted() {
    let refused = Plan::open("one-town", &Changes::default(), 500);
    assert!(refused.is_err_and(|e| e.is_request() && e.to_string().contains("split.toml")));
    let few = Plan::open("russia-1917", &Changes::default(), 10);
    assert!(few.is_err_and(|e| e.to_string().contains("200")));
}

#[test]
fn same_bank_after_an_interruption_and_same_fit_from_it_with_poisoned_test_rows() {
    let (own, others) = (town("bank-clean", 1.0), town("bank-poisoned", 7.5));
    let changes = Changes { scale: Scale::OneTo(1000), ..Changes::default() };
    let of = |dir: &Path, worlds: u64| {
        let name = dir.display().to_string();
        bank_of_worlds::Plan::open(&name, &changes, &[], Design::Sobol(worlds)).unwrap_or_else(|e| panic!("{e}"))
    };
    let whole = done(&of(&own.0, 120), &own.0.join("bank"), false, 2);
    assert_eq!((whole.worlds, whole.factors.len()), (120, 3));
    // Stopped somewhere, and gone on with; then a shorter one that grows.
    let (out, stop, runs) = (own.0.join("cut"), AtomicBool::new(false), AtomicU64::new(0));
    let say = |_: u64, _: u64| {
        if runs.fetch_add(1, Ordering::Relaxed) == 30 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    assert!(matches!(run(&of(&own.0, 120), &out, false, 2, &stop, &say), Ok(Ended::Interrupted(n)) if n < 120));
    done(&of(&own.0, 120), &out, true, 1);
    let grown = own.0.join("grown");
    done(&of(&own.0, 50), &grown, false, 2);
    done(&of(&own.0, 120), &grown, true, 2);
    for file in [bank_of_worlds::TABLE, study::worlds::WORLDS, study::asked::FILE] {
        let bytes = |dir: &Path| std::fs::read(dir.join(file)).expect("it was written");
        assert!(bytes(&own.0.join("bank")) == bytes(&out) && bytes(&out) == bytes(&grown), "{file}");
    }
    // A fit reads the training rows alone.
    let fitted = |town: &Path, dir: &Path| {
        let plan = bank::Plan::open(&town.display().to_string(), 1, dir).unwrap_or_else(|e| panic!("{e}"));
        let answer = plan.fit().unwrap_or_else(|e| panic!("{e}"));
        plan.write(&answer, &dir.join("fit")).unwrap_or_else(|e| panic!("{e}"));
        answer
    };
    done(&of(&others.0, 120), &others.0.join("bank"), false, 2);
    let clean = fitted(&own.0, &out);
    assert_eq!(clean.digest, fitted(&others.0, &others.0.join("bank")).digest);
    assert_eq!((clean.numbers, clean.worlds), (3, 120));
    assert!(clean.effective_size.0 < clean.least_effective_size);
    assert!(clean.parameters.iter().all(|parameter| !parameter.identified), "of a few points nothing is identified");
    // What it wrote can be read, and not when a value was changed.
    let text = std::fs::read_to_string(out.join("fit").join(POSTERIOR)).expect("it was written");
    let posterior = own.0.join(POSTERIOR);
    std::fs::write(&posterior, &text).expect("it can be written");
    let opened = || Case::open(&own.0.display().to_string(), &Changes::default());
    assert!(opened().is_ok());
    // The last value of the last set.
    let cut = text.rfind(", ").expect("sets have several values");
    let changed = format!("{}, 0.123],\n]\n", &text[..cut]);
    std::fs::write(&posterior, changed).expect("it can be written");
    assert!(opened().is_err_and(|e| e.to_string().contains("not those that the calibration wrote")));
}
