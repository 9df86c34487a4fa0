use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use run::case::Changes;
use run::scale::Scale;

use super::*;
use crate::frame::Ended;
use crate::frame::testing::{Dir, done, run};

/// A town at a tenth of its size, a few weeks long: a world takes milliseconds.
fn plan(inputs: &[&str], size: Size) -> Plan {
    let changes = Changes { scale: Scale::OneTo(10), until: Some("1917-03-20".into()), ..Changes::default() };
    let inputs: Vec<String> = inputs.iter().map(|name| (*name).to_owned()).collect();
    Plan::open("one-town", &changes, &inputs, size).expect("the scenario and the names are right")
}

/// `rural.fear` is read by villagers, and the town has none; it has no land hunger either.
const FEW: [&str; 4] = ["grievance.rise_per_day", "rural.fear", "conditions.food", "conditions.land"];

fn small() -> Size {
    Size { trajectories: 4, base: 4, factors: 3, second_order: true, screen_only: false }
}

fn study(plan: &Plan, name: &str, threads: usize) -> Answer {
    done(plan, &Dir::new(&format!("sensitivity-{name}")).0, false, threads)
}

#[test]
fn law_what_the_model_never_reads_has_no_effect_at_all() {
    let plan = plan(&FEW, small());
    let answer = study(&plan, "null", 2);
    let at = |name: &str| plan.factors.iter().position(|f| f.name == name).expect("it is moved");
    for name in ["rural.fear", "conditions.land"] {
        assert!(answer.is_without_effect(at(name)) && answer.is_lost_in_chance(at(name)), "{name}");
        assert_eq!(answer.importance[at(name)], 0.0);
    }
    for name in ["grievance.rise_per_day", "conditions.food"] {
        assert!(!answer.is_without_effect(at(name)), "{name} is read");
        assert!(answer.importance[at(name)] > 0.0);
    }
    assert_eq!(answer.chosen.len(), 3);
    assert!(answer.chosen[..2].contains(&at("conditions.food")), "{:?}", answer.chosen);
    // The third of the shares is one without effect: common random numbers leave exactly nothing.
    let shares: Vec<_> = answer.shares.iter().flatten().collect();
    assert!(!shares.is_empty(), "some output varies");
    for found in shares {
        let unread = found.inputs[2];
        assert_eq!((unread.first.value, unread.total.value), (0.0, 0.0));
    }
    let json = plan.json(&answer);
    assert_eq!(json["without_effect"], json!(["rural.fear", "conditions.land"]));
    assert_eq!(json["factors"][3]["is_in_the_scenario"], false);
}

#[test]
fn same_answer_on_one_and_two_threads() {
    let plan = plan(&FEW, small());
    let [one, two] = [1, 2].map(|threads| study(&plan, &format!("threads-{threads}"), threads));
    assert_eq!(one, two);
}

#[test]
fn same_answer_after_an_interrupt_and_resume_and_a_larger_study_takes_over_a_smaller_one() {
    let plan_of = |size| plan(&FEW, size);
    let (whole, dir) = (plan_of(small()), Dir::new("sensitivity-resume"));
    let straight = study(&whole, "straight", 1);
    let stop = AtomicBool::new(false);
    let interrupted = run(&whole, &dir.0, false, 1, &stop, &|done, _| {
        if done == 7 {
            stop.store(true, Ordering::Relaxed);
        }
    });
    assert!(matches!(interrupted, Ok(Ended::Interrupted(7))), "the eighth world is not finished");
    assert!(!dir.0.join("sensitivity.json").exists());
    let told = Mutex::new(Vec::new());
    let ended = run(&whole, &dir.0, true, 1, &AtomicBool::new(false), &|done, of| {
        told.lock().expect("no panic").push((done, of));
    });
    let Ok(Ended::Done(answer)) = ended else { panic!("it was not done") };
    assert_eq!(*answer, straight);
    let told = told.into_inner().expect("no panic");
    assert_eq!(told.first().map(|(done, _)| *done), Some(8), "seven are taken over");
    // Twice the trajectories: the first half is there.
    let larger = plan_of(Size { trajectories: 8, screen_only: true, ..small() });
    let ran = Mutex::new(0);
    let count = |_: u64, _: u64| *ran.lock().expect("no panic") += 1;
    let ended = run(&larger, &dir.0, true, 1, &AtomicBool::new(false), &count);
    let Ok(Ended::Done(answer)) = ended else { panic!("it was not done") };
    assert_eq!(answer.worlds, [8 * 6, 0]);
    let ran = ran.into_inner().expect("no panic");
    assert!((1..=4 * 6).contains(&ran), "{ran} were run");
    assert_eq!(*answer, study(&larger, "larger", 1));
    let other = Changes { scale: Scale::OneTo(20), until: Some("1917-03-20".into()), ..Changes::default() };
    let other = Plan::open("one-town", &other, &[], small()).expect("it is right");
    let refused = run(&other, &dir.0, true, 1, &AtomicBool::new(false), &|_, _| ());
    assert!(refused.is_err_and(|e| e.is_request()), "worlds of another scale");
}

#[test]
fn law_wrong_names_and_sizes_are_refused_before_anything_is_run() {
    let open = |inputs: &[&str], size: Size| {
        let inputs: Vec<String> = inputs.iter().map(|name| (*name).to_owned()).collect();
        Plan::open("one-town", &Changes::default(), &inputs, size).err().map(|e| (e.is_request(), e.to_string()))
    };
    let (is_request, text) = open(&["conditions.fod"], small()).expect("it is refused");
    assert!(is_request && text.contains("did you mean `conditions.food`?"), "{text}");
    let (_, text) = open(&[], Size { trajectories: 1, base: 48, factors: 0, ..small() }).expect("it is refused");
    for part in ["--trajectories is a number from 2", "not 48", "1 to 50"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(open(&[], Size { base: 48, screen_only: true, ..small() }).is_none(), "a screening has no base rows");
}
