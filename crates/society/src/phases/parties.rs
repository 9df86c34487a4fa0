//! Phases 6 and 7 of the day: committees of parties, and the order in which a government acts.

use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::government::GovernmentKind as Kind;
use crate::institutions::party::{self, PartyDay};
use crate::people::CENSUS_DAYS;
use crate::society::Society;
use crate::spec::{LIBERTY, N_PARTIES, Spec};

impl Society {
    /// Phase 6. Committees weigh leaders, members and strategy.
    pub(crate) fn committees_of_parties(&mut self, spec: &Spec) {
        let adults = self.derived.adults;
        // The rank and file are heard once a week, as often as their leanings are counted.
        if self.day.since(self.start) % CENSUS_DAYS == 0 {
            self.hear_the_rank_and_file(spec, adults);
        }
        let before: Vec<(f64, u32)> = self.parties.iter().map(|p| (p.line, p.leaders_present)).collect();
        let liberty = self.government.delivers[LIBERTY] > 0.5;
        let leaders = if spec.switches.is_on("leaders") { &spec.leaders[..] } else { &[] };
        let (rules, declared, start, day) = (&spec.rules.party, &spec.parties[..], spec.start, self.day);
        party::update(&mut self.parties, &PartyDay { rules, declared, leaders, start, day, adults, liberty });
        let place = self.localities[self.capital as usize].place;
        for p in 1..self.parties.len() {
            let (line, leaders) = (self.parties[p].line, self.parties[p].leaders_present);
            if leaders > before[p].1 && self.day > self.start {
                let leaders_of = spec.leaders.iter().enumerate();
                let mut who: Vec<Option<u16>> = leaders_of
                    .filter(|(_, l)| l.party == p && l.available == self.day)
                    .map(|(at, _)| Some(at as u16))
                    .collect();
                // Nobody's own day: they come out of hiding or prison, or back from abroad.
                if who.is_empty() {
                    who.push(None);
                }
                for leader in who {
                    let mut event = Event::new(EventKind::Leader, Actor::Leader, place, 0, 2).party(p);
                    event.leader = leader;
                    self.tell(event.fact(Fact::Line, line));
                }
            }
            if (before[p].0 < party::FOR_COUNCILS) != (line < party::FOR_COUNCILS) {
                let is_for = line >= party::FOR_COUNCILS;
                let how = if is_for { EventResult::ForTheCouncils } else { EventResult::NotForTheCouncils };
                let event = Event::new(EventKind::PartyLine, Actor::PartyCommittee, place, 2, 3);
                self.tell(
                    event
                        .party(p)
                        .result(how)
                        .size(self.parties[p].members)
                        .fact(Fact::Line, line)
                        .fact(Fact::BaseLine, self.parties[p].base_line)
                        .fact(Fact::Leaders, leaders),
                );
            }
        }
    }

    fn hear_the_rank_and_file(&mut self, spec: &Spec, adults: f64) {
        let mut leaning = [0.0; N_PARTIES];
        let mut power = [0.0; N_PARTIES];
        let scale = f64::from(self.scale);
        for group in &self.groups {
            let base = 2.0 * f64::from(group.mean(2)) - 1.0;
            // The rank and file whom a committee hears are those who vote in councils.
            let base = if spec.classes[usize::from(group.class)].section.is_some() { base } else { 0.0 };
            for party in 0..N_PARTIES {
                let n = f64::from(group.leaning[party]) * scale;
                leaning[party] += n;
                power[party] += n * base;
            }
        }
        for (party, state) in self.parties.iter_mut().enumerate() {
            state.share = leaning[party] / adults.max(1.0);
            let heard =
                if leaning[party] > 0.0 { power[party] / leaning[party] } else { spec.parties[party].power_line };
            // Followers are more of one mind than their class: half way between the class's mood and the programme.
            state.base_line = 0.5 * heard + 0.5 * spec.parties[party].power_line;
        }
    }

    /// Phase 7. Orders to the troops, concessions, reshuffles, policies.
    pub(crate) fn govern(&mut self, spec: &Spec) {
        self.mark_unrest(spec);
        self.order_troops(spec);
        self.government.deliver();
        match self.government.kind {
            Kind::Autocracy => self.old_regime_calls_troops(spec),
            Kind::Provisional => {
                self.crises(spec);
                self.policies(spec);
                self.commander(spec);
            }
            Kind::Council => self.policies(spec),
            Kind::Dictatorship | Kind::None => {}
        }
        self.move_columns(spec);
    }
}
