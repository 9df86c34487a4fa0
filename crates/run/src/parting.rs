//! When and where two worlds of one seed first part.

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::{Record, Values};
use society::Society;
use society::spec::Spec;
use society::tables::{EVENT_KINDS, EVENTS, TABLES};

/// Events that are listed at most.
const MOST_EVENTS: usize = 12;
/// Days after the first difference in which events are looked for.
const DAYS_AFTER: i32 = 60;

/// Where two worlds part.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// First day on which any recorded number differs.
    pub day: Day,
    /// First table in which one does.
    pub table: &'static str,
    /// The first events that one world has and the other has not.
    pub events: Vec<Parted>,
}

/// An event that one of two worlds has.
#[derive(Clone, Debug, PartialEq)]
pub struct Parted {
    /// Its day.
    pub day: Day,
    /// Whether the world with the change has it.
    pub in_changed: bool,
    /// Name of the place.
    pub place: String,
    /// Kind of the event.
    pub kind: &'static str,
    /// Who, and why.
    pub text: String,
    /// 0 local to 3 national.
    pub importance: u32,
}

/// Runs both worlds side by side until they have parted and a few events differ; `None` when they never part.
pub fn first(specs: [&Spec; 2], seed: u64, scale: u32) -> Option<Parting> {
    let chosen = specs.map(|spec| spec.for_seed(seed));
    let specs = [0, 1].map(|arm| &*chosen[arm]);
    let mut worlds = specs.map(|spec| Society::new(spec, seed, scale, 1));
    let mut records = [Record::new(&TABLES), Record::new(&TABLES)];
    let mut parting: Option<Parting> = None;
    while !worlds.iter().zip(specs).any(|(world, spec)| world.is_over(spec)) {
        let day = worlds[0].day();
        for ((world, record), spec) in worlds.iter_mut().zip(&mut records).zip(specs) {
            record.clear();
            world.step(spec, 1, record);
        }
        if parting.is_none() {
            parting = differing_table(&records).map(|table| Parting { day, table, events: Vec::new() });
        }
        let Some(parting) = &mut parting else { continue };
        let events: [Vec<Parted>; 2] = [0, 1].map(|arm| events_of(specs[arm], &records[arm], day, arm == 1));
        let same = |a: &Parted, b: &Parted| (&a.place, a.kind, &a.text) == (&b.place, b.kind, &b.text);
        let mut of_the_day: Vec<Parted> = Vec::new();
        for arm in [0, 1] {
            let other = &events[1 - arm];
            of_the_day.extend(events[arm].iter().filter(|e| !other.iter().any(|o| same(e, o))).cloned());
        }
        // The more important first; the order of the day decides among equals.
        of_the_day.sort_by_key(|e| std::cmp::Reverse(e.importance));
        parting.events.extend(of_the_day);
        if parting.events.len() >= MOST_EVENTS || day.since(parting.day) >= DAYS_AFTER {
            break;
        }
    }
    if let Some(parting) = &mut parting {
        parting.events.truncate(MOST_EVENTS);
    }
    parting
}

fn differing_table(records: &[Record; 2]) -> Option<&'static str> {
    let digest = |record: &Record, table: usize| {
        let mut digest = Digest::new();
        record.tables()[table].digest(&mut digest);
        digest.finish()
    };
    (0..TABLES.len()).find(|t| digest(&records[0], *t) != digest(&records[1], *t)).map(|t| TABLES[t].name)
}

/// The day's events worth telling: decisions and what matters to a town at least.
fn events_of(spec: &Spec, record: &Record, day: Day, in_changed: bool) -> Vec<Parted> {
    let rows = &record.tables()[EVENTS];
    let (Values::Key(places), Values::Key(kinds), Values::Text(actors), Values::Text(causes), Values::U32(weights)) =
        (&rows.columns[2], &rows.columns[3], &rows.columns[4], &rows.columns[5], &rows.columns[7])
    else {
        panic!("`events` holds place, kind, actor, cause, size and importance")
    };
    (0..rows.len())
        .filter(|row| weights[*row] >= 1)
        .map(|row| Parted {
            day,
            in_changed,
            place: spec.places[usize::from(places[row])].name.clone(),
            kind: EVENT_KINDS[usize::from(kinds[row])],
            text: format!("{}: {}", actors[row], causes[row]),
            importance: weights[row],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_part_where_the_change_begins_and_not_before() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        assert_eq!(first([&spec, &spec], 3, 1), None, "a world does not part from itself");
        let mut changed = spec.clone();
        let from = spec.start.plus(4);
        let mut later = spec.clone();
        assert!(later.rules.set("grievance.rise_per_day", 0.0));
        changed.later.push((from, later));
        let parting = first([&spec, &changed], 3, 1).expect("grievance matters");
        assert!(parting.day >= from, "{:?} is before the change", parting.day);
    }
}
