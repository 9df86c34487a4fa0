//! When and where two worlds of one seed first diverge.

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::Record;
use society::events::Event;
use society::spec::Spec;
use society::tables::TABLES;
use words::{Names, Told, Words};

use crate::world::World;

/// Events that are listed at most.
const MOST_EVENTS: usize = 12;
/// Days after the first difference in which events are looked for.
const DAYS_AFTER: i32 = 60;

/// Where two worlds diverge.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// First day on which any recorded number differs.
    pub day: Day,
    /// First table in which one does.
    pub table: &'static str,
    /// The first events that one world has and the other has not.
    pub events: Vec<OneSidedEvent>,
    /// Names of what the codes in the events stand for; the same in both worlds.
    pub names: Names,
}

/// An event that one of two worlds has.
#[derive(Clone, Debug, PartialEq)]
pub struct OneSidedEvent {
    /// Its day.
    pub day: Day,
    /// Whether the world with the change has it.
    pub in_changed: bool,
    /// What happened.
    pub event: Event,
}

impl Divergence {
    /// An event in words.
    pub fn told(&self, event: &OneSidedEvent) -> Told {
        Words::english().event(&event.event, &self.names)
    }
}

/// Runs both worlds side by side until they have diverged and a few events differ; `None` when they never do.
pub fn first(specs: [&Spec; 2], seed: u64, scale: u32) -> Option<Divergence> {
    let [mut base, mut changed] = specs.map(|spec| World::new(spec, seed, scale, 1));
    let mut divergence: Option<Divergence> = None;
    while let (Some(day), Some(_)) = (base.step(), changed.step()) {
        let worlds = [&base, &changed];
        if divergence.is_none() {
            divergence = differing_table(worlds.map(World::record)).map(|table| {
                let names = Names::of(worlds[0].spec(), worlds[0].society());
                Divergence { day, table, events: Vec::new(), names }
            });
        }
        let Some(divergence) = &mut divergence else { continue };
        let events: [Vec<OneSidedEvent>; 2] = [0, 1].map(|arm| events_of(worlds[arm].record(), day, arm == 1));
        let same = |a: &OneSidedEvent, b: &OneSidedEvent| a.event == b.event;
        let mut of_the_day: Vec<OneSidedEvent> = Vec::new();
        for arm in [0, 1] {
            let other = &events[1 - arm];
            of_the_day.extend(events[arm].iter().filter(|e| !other.iter().any(|o| same(e, o))).cloned());
        }
        // The more important first; the order of the day decides among equals.
        of_the_day.sort_by_key(|e| std::cmp::Reverse(e.event.importance));
        divergence.events.extend(of_the_day);
        if divergence.events.len() >= MOST_EVENTS || day.since(divergence.day) >= DAYS_AFTER {
            break;
        }
    }
    if let Some(divergence) = &mut divergence {
        divergence.events.truncate(MOST_EVENTS);
    }
    divergence
}

fn differing_table(records: [&Record; 2]) -> Option<&'static str> {
    let digest = |record: &Record, table: usize| {
        let mut digest = Digest::new();
        record.tables()[table].digest(&mut digest);
        digest.finish()
    };
    (0..TABLES.len()).find(|t| digest(records[0], *t) != digest(records[1], *t)).map(|t| TABLES[t].name)
}

/// The day's events worth telling: decisions and what matters to a town at least.
fn events_of(record: &Record, day: Day, in_changed: bool) -> Vec<OneSidedEvent> {
    let events = Event::of_day(record).into_iter().filter(|event| event.importance >= 1);
    events.map(|event| OneSidedEvent { day, in_changed, event }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_diverge_where_the_change_begins_and_not_before() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        assert_eq!(first([&spec, &spec], 3, 1), None, "a world does not diverge from itself");
        let mut changed = spec.clone();
        let from = spec.start.plus(4);
        let mut later = spec.clone();
        assert!(later.rules.set("grievance.rise_per_day", 0.0));
        changed.later.push((from, later));
        let divergence = first([&spec, &changed], 3, 1).expect("grievance matters");
        assert!(divergence.day >= from, "{:?} is before the change", divergence.day);
    }
}
