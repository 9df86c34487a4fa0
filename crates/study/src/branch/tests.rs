use std::sync::Mutex;

use engine::digest::Digest;

use super::*;
use crate::frame::Ended;
use crate::frame::testing::{Dir, done, run};
use crate::schema::Date;
use run::scale::Scale;

fn wanted(branches: u64, spacing: Spacing) -> Wanted {
    Wanted { branches, spacing, from: None, to: None }
}

fn plan(wanted: &Wanted) -> Plan {
    let changes = Changes { seed: 3, until: Some("1917-04-15".into()), ..Changes::default() };
    Plan::open("one-town", &changes, wanted).expect("it comes with the program")
}

fn digest(world: &World<'_>) -> u128 {
    let mut digest = Digest::new();
    world.society().digest(&mut digest, 1);
    digest.finish()
}

#[test]
fn same_end_as_the_base_run_without_other_draws_and_another_with_them() {
    let plan = plan(&wanted(2, Spacing::Every(7)));
    let stop = AtomicBool::new(false);
    let mut base = BaseWorld::new(&plan.case, 1);
    let mut states = Vec::new();
    for day in &plan.days {
        assert!(base.reach(*day, &stop));
        assert_eq!(base.world.day(), *day, "the day itself is not simulated yet");
        states.push(base.snapshot());
    }
    assert!(base.reach(plan.case.end.plus(1), &stop));
    let end = digest(&base.world);
    for (day, state) in plan.days.iter().zip(&states) {
        let run = |number| branch(&plan.case, state, number, &stop).expect("nobody stops it");
        assert_eq!(digest(&run(0)), end, "branch 0 of {day}");
        let [one, two] = [1, 2].map(|number| digest(&run(number)));
        assert!(one != end && two != end && one != two, "{day}: other draws change something");
        assert_eq!(digest(&run(1)), one, "a branch is a function of its day and number");
    }
    assert_eq!(base.base_run().outcome_day, base.world.outcome().date);
    stop.store(true, Ordering::Relaxed);
    assert!(branch(&plan.case, &states[0], 1, &stop).is_none());
}

#[test]
fn same_files_on_one_and_three_threads_and_after_an_interrupt() {
    let (one, three, cut) = (Dir::new("branch-one"), Dir::new("branch-three"), Dir::new("branch-cut"));
    let plan = plan(&wanted(3, Spacing::Evenly(4)));
    let answer = done(&plan, &one.0, false, 1);
    done(&plan, &three.0, false, 3);
    let whole = one.files();
    assert!(whole == three.files(), "the number of threads changes nothing");
    let stop = AtomicBool::new(false);
    let stopped = run(&plan, &cut.0, false, 1, &stop, &|done, of| {
        assert_eq!(of, 12);
        stop.store(done >= 5, Ordering::Relaxed);
    });
    assert!(matches!(stopped, Ok(Ended::Interrupted(5))));
    assert!(!cut.0.join("branches.json").exists() && !cut.0.join("branches.parquet").exists());
    let said = Mutex::new(Vec::new());
    let again = run(&plan, &cut.0, true, 2, &AtomicBool::new(false), &|done, _| {
        said.lock().expect("no panic").push(done);
    });
    assert!(matches!(again, Ok(Ended::Done(_))));
    let mut said = said.into_inner().expect("no panic");
    said.sort_unstable();
    assert_eq!(said, [6, 7, 8, 9, 10, 11, 12], "finished branches are not run again");
    assert!(whole == cut.files(), "an interrupted study is the one made in one go");
    assert_eq!(answer.endings.len(), 12);
    assert!(answer.odds.iter().all(|odds| odds.branches == 3));
}

#[test]
fn law_the_last_day_is_nearly_decided_and_the_state_decides_more_than_the_draws() {
    // On the last day one day of chance is left; branches of it end as the base run does but for a tie in its evening.
    let dir = Dir::new("branch-last");
    let plan = plan(&Wanted {
        to: Some("1917-04-15".into()),
        from: Some("1917-04-15".into()),
        ..wanted(20, Spacing::Every(1))
    });
    let answer = done(&plan, &dir.0, false, 2);
    let at = answer.outcomes.iter().position(|o| *o == answer.base_run.outcome).expect("some branch ends so");
    assert!(answer.odds[0].chances[at].share >= 0.9, "{:?}", answer.odds[0]);
    assert_eq!(answer.settled.map(|s| s.day), Some(plan.case.end));
}

#[test]
fn law_what_is_settled_and_how_the_trunk_ended_never_contradict() {
    for seed in [1, 2, 3] {
        let dir = Dir::new(&format!("settled-{seed}"));
        let changes = Changes { seed, scale: Scale::OneTo(10), until: Some("1917-04-15".into()), ..Changes::default() };
        let plan =
            Plan::open("one-town", &changes, &wanted(12, Spacing::Every(14))).expect("it comes with the program");
        let answer = done(&plan, &dir.0, false, 2);
        let told = serde_json::to_value(answer.written(&plan)).expect("it is JSON");
        // The trunk has one day, that on which its ending came, and it is that of the world run by itself.
        let trunk = told["trunk"].as_object().expect("it has one");
        assert_eq!(trunk.keys().collect::<Vec<_>>(), ["dates", "ended", "outcome"]);
        let spec = &plan.case.loaded.spec;
        let mut alone = World::new(spec, seed, 10, 2);
        while alone.step().is_some() {}
        let outcome = alone.outcome();
        assert_eq!(told["trunk"]["outcome"], outcome.kind.word());
        assert_eq!(
            told["trunk"]["ended"],
            serde_json::to_value(Date::of(outcome.date, plan.case.loaded.calendar)).expect("a date")
        );
        assert!((spec.start..=spec.end).contains(&outcome.date));
        let Some(settled) = answer.settled else {
            assert!(told["settled"].is_null());
            continue;
        };
        // What is settled is how the trunk ends, since the last day is looked at; before that day another ending was open.
        assert_eq!(plan.days.last(), Some(&spec.end));
        assert_eq!(told["settled"]["outcome"], told["trunk"]["outcome"]);
        let share = |odds: &Odds| odds.chances[settled.category].share;
        for odds in &answer.odds {
            assert!(odds.day < settled.day || share(odds) > SETTLED, "{} at {}", share(odds), odds.day);
        }
        let before = answer.odds.iter().rfind(|odds| odds.day < settled.day);
        assert!(before.is_none_or(|odds| share(odds) <= SETTLED));
    }
}

#[test]
fn law_days_are_within_and_rise() {
    let (from, to) = (Day(10), Day(30));
    let every = days(from, to, Spacing::Every(7));
    assert_eq!(every, [10, 17, 24, 30].map(Day));
    assert_eq!(days(from, to, Spacing::Every(10)), [10, 20, 30].map(Day));
    assert_eq!(days(from, to, Spacing::Evenly(3)), [10, 20, 30].map(Day));
    assert_eq!(days(from, to, Spacing::Evenly(1)), [Day(10)]);
    assert_eq!(days(from, from, Spacing::Every(7)), [Day(10)]);
    assert_eq!(days(from, Day(12), Spacing::Evenly(50)), [10, 11, 12].map(Day), "no more days than there are");
}

#[test]
fn law_faults_are_said_at_once() {
    let faulty =
        Wanted { from: Some("1918-01-01".into()), to: Some("yesterday".into()), ..wanted(1, Spacing::Every(7)) };
    let error = Plan::open("one-town", &Changes::default(), &faulty).err().expect("three faults");
    let text = error.to_string();
    assert!(error.is_request());
    for word in ["--branches is a number from 2", "--from 1918-01-01 is outside", "--to yesterday is no date"] {
        assert!(text.contains(word), "{text}");
    }
}
