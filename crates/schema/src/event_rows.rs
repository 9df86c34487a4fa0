//! Events as rows of the tables, and rows as events.

use crate::decide::{Chosen, DECISION_KEYS, OPTIONS};
use crate::demand::Demand;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::tables::{EventFactRow, EventFacts, EventOptionRow, EventOptions, EventRow, Events};
use engine::calendar::Day;
use engine::record::{NO_COUNT, NO_KEY, Record};

impl Event {
    /// Appends the event's rows; `nth` is its number among those of the day.
    pub fn write(self, day: Day, nth: u32, record: &mut Record) {
        let code_of = |list: &[&str], word: &str| list.iter().position(|known| *known == word).map(|at| at as u16);
        let decision = self.chosen.as_ref().and_then(|chosen| code_of(&DECISION_KEYS, chosen.decision));
        let option = self.chosen.as_ref().and_then(|chosen| code_of(&OPTIONS, chosen.options[chosen.taken].0));
        record.add(EventRow {
            date: day,
            nth,
            round: self.round,
            place: self.place as u16,
            kind: self.kind.code(),
            actor: self.actor.code(),
            party: self.party.map(u16::from),
            class: self.class.map(u16::from),
            cell: self.cell,
            leader: self.leader,
            demand: self.demand.map(|demand| demand as u16),
            result: self.result.map(EventResult::code),
            decision,
            option,
            parties: self.parties,
            size: self.size.map(|size| size as f32),
            importance: self.importance,
        });
        for (fact, value) in self.facts {
            record.add(EventFactRow { date: day, nth, fact: fact.code(), value: value as f32 });
        }
        for (at, (option, utility)) in self.chosen.iter().flat_map(|chosen| chosen.options.iter().enumerate()) {
            let taken = self.chosen.as_ref().is_some_and(|chosen| chosen.taken == at);
            record.add(EventOptionRow {
                date: day,
                nth,
                option: code_of(&OPTIONS, option).expect("every option of a decision is listed"),
                utility: *utility as f32,
                taken: u32::from(taken),
            });
        }
    }

    /// The events of the day in a record, as they were written; numbers have the precision of the tables.
    ///
    /// # Panics
    /// When a code is none that the tables know: only [`Event`] writes them.
    pub fn of_day(record: &Record) -> Vec<Event> {
        let (events, facts, options): (Events<'_>, EventFacts<'_>, EventOptions<'_>) =
            (record.of(), record.of(), record.of());
        let (mut fact, mut option) = (0, 0);
        (0..events.len())
            .map(|row| {
                let nth = events.nth[row];
                let known = "events hold the codes of their own lists";
                let mut event = Event {
                    kind: EventKind::from_code(events.kind[row]).expect(known),
                    round: events.round[row],
                    place: u32::from(events.place[row]),
                    importance: events.importance[row],
                    actor: Actor::from_code(events.actor[row]).expect(known),
                    party: some_key(events.party[row]).map(|party| party as u8),
                    class: some_key(events.class[row]).map(|class| class as u8),
                    cell: (events.cell[row] != NO_COUNT).then_some(events.cell[row]),
                    leader: some_key(events.leader[row]),
                    demand: some_key(events.demand[row]).map(|demand| Demand::ALL[usize::from(demand)]),
                    result: some_key(events.result[row]).and_then(EventResult::from_code),
                    parties: events.parties[row],
                    size: (!events.size[row].is_nan()).then(|| f64::from(events.size[row])),
                    facts: Vec::new(),
                    chosen: None,
                };
                while fact < facts.len() && facts.nth[fact] == nth {
                    let what = Fact::from_code(facts.fact[fact]).expect(known);
                    event.facts.push((what, f64::from(facts.value[fact])));
                    fact += 1;
                }
                if let Some(decision) = some_key(events.decision[row]) {
                    let mut chosen =
                        Chosen { decision: DECISION_KEYS[usize::from(decision)], options: Vec::new(), taken: 0 };
                    while option < options.len() && options.nth[option] == nth {
                        if options.taken[option] == 1 {
                            chosen.taken = chosen.options.len();
                        }
                        let name = OPTIONS[usize::from(options.option[option])];
                        chosen.options.push((name, f64::from(options.utility[option])));
                        option += 1;
                    }
                    event.chosen = Some(chosen);
                }
                event
            })
            .collect()
    }
}

fn some_key(key: u16) -> Option<u16> {
    (key != NO_KEY).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;

    #[test]
    fn same_events_come_back_from_the_tables() {
        let plain = Event::new(EventKind::Mutiny, Actor::Garrison, 3, 1, 2).size(5000.0).fact(Fact::Refusing, 0.5);
        let mut strike = Event::new(EventKind::StrikeEnd, Actor::Unit, 4, 3, 0).result(EventResult::Won);
        (strike.class, strike.cell, strike.demand) = (Some(2), Some(77), Some(Demand::Control));
        strike.chosen =
            Some(Chosen { decision: "employers.settle", options: vec![("concede", 0.5), ("close", -0.25)], taken: 0 });
        let mut formed = Event::new(EventKind::GovernmentFormed, Actor::Government, 0, 3, 3).party(0);
        (formed.parties, formed.leader) = (0b101, Some(9));
        let events = vec![plain, strike.fact(Fact::Days, 3), formed.fact(Fact::Number, 1).fact(Fact::Trust, 0.25)];
        let mut record = Record::new(&TABLES);
        for (nth, event) in events.iter().enumerate() {
            event.clone().write(Day(0), nth as u32, &mut record);
        }
        assert_eq!(Event::of_day(&record), events);
    }
}
