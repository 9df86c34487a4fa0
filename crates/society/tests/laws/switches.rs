//! Each switch takes away what it names, and nothing happens that needs it.

use crate::common::rows::{counts, keys};
use crate::common::{World, cases, plans};
use proptest::prelude::*;
use society::OutcomeKind;
use society::events::{Actor, Event, EventKind, EventResult, Fact};
use society::tables::{COUNCILS, DAILY, ELECTION_KINDS, ELECTIONS, EVENT_KINDS, EVENTS, NATIONAL};

/// Lives a world; kinds of events told, kinds of elections held, and whether any of these columns was ever above 0.
fn seen(world: &World, columns: &[(usize, &str)]) -> (Vec<&'static str>, bool) {
    let mut kinds = Vec::new();
    let mut any = false;
    world.live(|_, record| {
        let tables = record.tables();
        kinds.extend(keys(&tables[EVENTS], "kind").iter().map(|k| EVENT_KINDS[usize::from(*k)]));
        kinds.extend(keys(&tables[ELECTIONS], "kind").iter().map(|k| ELECTION_KINDS[usize::from(*k)]));
        any |= columns.iter().any(|(table, name)| counts(&tables[*table], name).iter().any(|n| *n > 0));
    });
    (kinds, any)
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn law_switches_do_what_they_say(plan in plans()) {
        let world = plan.world();
        let columns = [(NATIONAL, "councils"), (COUNCILS, "coopted"), (DAILY, "follow_council")];
        let (kinds, any) = seen(&world.without("councils"), &columns);
        prop_assert!(!any && !kinds.iter().any(|k| ["council_founded", "resolution", "first", "recall"].contains(k)));

        let columns = [(NATIONAL, "dead"), (NATIONAL, "wounded"), (NATIONAL, "in_custody")];
        let (kinds, any) = seen(&world.without("repression"), &columns);
        prop_assert!(!any && !kinds.iter().any(|k| ["shots", "arrests"].contains(k)));

        let (kinds, _) = seen(&world.without("recall"), &[]);
        prop_assert!(!kinds.contains(&"recall"));

        let (kinds, _) = seen(&world.without("leaders"), &[]);
        prop_assert!(!kinds.contains(&"leader"));

        let (kinds, _) = seen(&world.without("reinforcement"), &[]);
        prop_assert!(!kinds.iter().any(|k| k.starts_with("troops")));

        let (kinds, any) = seen(&world.without("rural"), &[(NATIONAL, "peasant_actions")]);
        prop_assert!(!any && !kinds.contains(&"peasant_unrest"));

        let (kinds, _) = seen(&world.without("congress"), &[]);
        prop_assert!(!kinds.contains(&"congress"));

        let (kinds, _) = seen(&world.without("marches"), &[]);
        prop_assert!(!kinds.contains(&"march"));

        let (_, any) = seen(&world.without("committees"), &[(DAILY, "follow_committee")]);
        prop_assert!(!any);

        let no_coup = world.without("coup");
        let mut march = false;
        let end = no_coup.live(|_, record| {
            march |= Event::of_day(record).iter().any(|event| event.actor == Actor::Commander);
        });
        prop_assert!(!march && end.outcome(&no_coup.spec).kind != OutcomeKind::Coup);

        let mut bargained = false;
        world.without("settlement").live(|_, record| {
            let events = Event::of_day(record);
            let mut ends = events.iter().filter(|event| event.kind == EventKind::StrikeEnd);
            let by_itself = [Some(EventResult::Exhaustion), Some(EventResult::DayOver)];
            bargained |= ends.any(|event| !by_itself.contains(&event.result));
        });
        prop_assert!(!bargained, "without settlement strikes end by exhaustion, or with the march that they were for");

        let quiet = world.without("news");
        let mut heard = false;
        quiet.live(|_, record| {
            let events = Event::of_day(record);
            heard |= events.iter().any(|event| event.number(Fact::ActingElsewhere).is_some_and(|share| share > 0.0));
        });
        prop_assert!(!heard, "without news nobody hears of anything elsewhere");
    }
}
