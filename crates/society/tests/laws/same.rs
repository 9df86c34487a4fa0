//! A run is a function of scenario, seed, scale and code: threads, cuts and names do not matter.

use crate::common::{Plan, World, cases, finish, plans};
use engine::digest::Digest;
use engine::draw::{Draws, Purpose};
use engine::record::Record;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use society::tables::TABLES;
use society::{Society, Spec};
use std::panic::{AssertUnwindSafe, catch_unwind};

const SPOIL: Purpose = Purpose::named("laws.spoil");

fn saved(society: &Society) -> Vec<u8> {
    let mut bytes = Vec::new();
    society.save(&mut |b| bytes.extend_from_slice(b));
    bytes
}

fn loaded(spec: &Spec, bytes: &[u8]) -> Option<Society> {
    let mut at = 0;
    Society::load(spec, &mut |out: &mut [u8]| {
        let Some(piece) = bytes.get(at..at + out.len()) else { return false };
        out.copy_from_slice(piece);
        at += out.len();
        true
    })
}

/// Digest of a run that is saved and loaded after each of these days.
fn digest_with_cuts(world: &World, cuts: &[i32]) -> u128 {
    let mut digest = Digest::new();
    let mut society = world.society();
    let mut record = Record::new(&TABLES);
    for cut in cuts {
        while !society.is_over(&world.spec) && society.day() < world.spec.start.plus(*cut) {
            society.step(&world.spec, 1, &mut record);
            record.digest(&mut digest);
            record.clear();
        }
        society = loaded(&world.spec, &saved(&society)).expect("what was saved can be loaded");
    }
    finish(&mut society, &world.spec, 1, &mut digest);
    digest.finish()
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn same_digest_on_one_and_many_threads(plan in plans()) {
        let world = Plan { days: plan.days.min(30), ..plan }.world();
        let one = world.digest(1);
        for threads in [2, 3, 7] {
            prop_assert_eq!(world.digest(threads), one, "{} threads", threads);
        }
    }

    #[test]
    fn same_digest_cut_and_resumed(plan in plans(), cuts in prop::collection::vec(0_i32..60, 1..4)) {
        let world = plan.world();
        let mut cuts = cuts;
        cuts.sort_unstable();
        prop_assert_eq!(digest_with_cuts(&world, &cuts), world.digest(1), "cut after {:?} days", cuts);
    }

    #[test]
    fn same_digest_for_a_null_change(plan in plans()) {
        let world = plan.world();
        let mut changed = world.clone();
        for declared in world.spec.rules.declared() {
            let value = world.spec.rules.get(declared.key).expect("a declared parameter has a value");
            prop_assert!(changed.spec.rules.set(declared.key, value));
        }
        for (name, _) in society::spec::MECHANISMS {
            prop_assert!(changed.spec.switches.set(name, true));
        }
        changed.spec.end = changed.spec.end.plus(0);
        prop_assert_eq!(changed.digest(2), world.digest(1));
    }

    #[test]
    fn same_digest_for_a_later_specification_that_changes_nothing(plan in plans()) {
        let world = plan.world();
        let mut changed = world.clone();
        let from = world.spec.start.plus(plan.days / 2);
        changed.spec.later.push((from, world.spec.clone()));
        prop_assert_eq!(changed.digest(2), world.digest(1));
    }

    /// What a place and a class are called by identifier decides their luck and nothing else: it stays. Names, and all that
    /// parties are called, decide nothing.
    #[test]
    fn law_names_do_not_matter(plan in plans()) {
        let world = plan.world();
        let mut renamed = world.clone();
        for (i, party) in renamed.spec.parties.iter_mut().enumerate() {
            party.id = format!("renamed-{}", 99 - i);
            party.name = format!("The {i}th International");
            party.short = format!("{}", 7 * i);
        }
        for class in &mut renamed.spec.classes {
            class.name = String::from("Others");
        }
        for place in &mut renamed.spec.places {
            place.name = format!("New {}", place.name);
        }
        prop_assert_eq!(renamed.digest_without_words(), world.digest_without_words());
    }

    #[test]
    fn law_a_truncated_snapshot_is_none(plan in plans()) {
        let world = Plan { days: plan.days.min(30), ..plan }.world();
        let bytes = saved(&world.live(|_, _| ()));
        let mut stream = Draws::new(world.seed).stream(SPOIL, 0, world.spec.start, 0);
        let cuts = (0..40).map(|_| stream.below(bytes.len() as u64) as usize);
        for cut in cuts.chain([0, 1, bytes.len() - 1]) {
            prop_assert!(loaded(&world.spec, &bytes[..cut]).is_none(), "cut after {} of {} bytes", cut, bytes.len());
        }
        prop_assert!(loaded(&world.spec, &bytes).is_some());
    }

    #[test]
    fn law_a_spoilt_snapshot_never_panics(plan in plans()) {
        let world = Plan { days: plan.days.min(25), ..plan }.world();
        let bytes = saved(&world.live(|_, _| ()));
        let columns: usize = 6 * world.society().counts().modelled as usize;
        let small = bytes.len().saturating_sub(columns).max(1) as u64;
        let mut stream = Draws::new(world.seed).stream(SPOIL, 1, world.spec.start, 0);
        for _ in 0..40 {
            let mut spoilt = bytes.clone();
            let places: Vec<usize> = (0..1 + stream.below(3)).map(|_| stream.below(small) as usize).collect();
            for at in &places {
                spoilt[*at] = stream.bits() as u8;
            }
            let answer = catch_unwind(AssertUnwindSafe(|| loaded(&world.spec, &spoilt).is_some()));
            prop_assert!(answer.is_ok(), "loading panics with bytes {:?} of {} spoilt", places, bytes.len());
        }
    }

    #[test]
    fn law_a_snapshot_of_another_society_is_none_or_whole(plan in plans(), other in plans()) {
        let (world, other) = (plan.world(), other.world());
        let bytes = saved(&world.society());
        let answer = catch_unwind(AssertUnwindSafe(|| loaded(&other.spec, &bytes).is_some()));
        prop_assert!(answer.is_ok(), "loading a society of another scenario panics");
    }
}

/// The audit is worth asking: it sees one person whom the sums do not know to be gone.
#[test]
fn law_an_audit_sees_one_person_lost() {
    let mut runner = proptest::test_runner::TestRunner::new(cases(1));
    let world = plans().new_tree(&mut runner).expect("every plan is possible").current().world();
    let mut bytes = saved(&world.live(|_, _| ()));
    let whole = loaded(&world.spec, &bytes).expect("what was saved can be loaded");
    assert_eq!(whole.audit(&world.spec), Vec::<String>::new());
    // The status of persons is the last column.
    let adult = bytes.iter().rposition(|status| *status == 0).expect("somebody is quiet, grown up and new to struggle");
    bytes[adult] = society::people::GONE;
    let lost = loaded(&world.spec, &bytes).expect("nobody looks at each person when loading");
    assert_eq!(lost.audit(&world.spec).len(), 1);
}
