//! Phases 6 and 7 of the day: committees of parties, and the order in which a government acts.

use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::council::Resolution;
use crate::institutions::government::GovernmentKind as Kind;
use crate::institutions::party::{self, PartyDay};
use crate::mechanisms::allegiance::Rule;
use crate::mechanisms::belief;
use crate::mechanisms::roots;
use crate::people::CENSUS_DAYS;
use crate::places::{Locality, signed};
use crate::society::Society;
use crate::spec::{LIBERTY, N_PARTIES, Spec};

/// Share of a council's delegates from which a party is one of those that lead it. Unit: share. Assumed.
pub(crate) const LEADS: f64 = 0.15;
/// How much of the mind of its followers is the party's programme; the rest is the mood of their class. Unit: share. Assumed.
const OF_ONE_MIND: f64 = 0.5;
/// What a government has to deliver of liberty for parties and exiles to be free. Unit: share. Assumed: as much as the old
/// regime grants when it grants any.
const FREE: f64 = 0.4;

impl Society {
    /// Phase 6. Committees weigh leaders, members and strategy.
    pub(crate) fn committees_of_parties(&mut self, spec: &Spec) {
        let adults = self.derived.adults;
        // The rank and file are heard once a week, as often as their leanings are counted.
        if self.day.since(self.start) % CENSUS_DAYS == 0 {
            self.hear_the_rank_and_file(spec, adults);
            self.come_home();
            self.told_of_the_towns();
            let scale = f64::from(self.scale);
            roots::grow(&self.groups, &mut self.localities, &spec.told_of_parties(), &mut self.parties, scale);
        }
        let before: Vec<(f64, u32)> = self.parties.iter().map(|p| (p.line, p.leaders_present)).collect();
        let liberty = self.government.delivers[LIBERTY] > FREE;
        let leaders = if spec.switches.is_on("leaders") { &spec.leaders[..] } else { &[] };
        let (rules, declared, start, day) = (&spec.rules.party, &spec.parties[..], spec.start, self.day);
        self.answer(spec);
        let broken = self.broken();
        let today = PartyDay { rules, declared, leaders, start, day, adults, liberty, broken };
        party::update(&mut self.parties, &today, &self.draws);
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

    /// Who answers for what is not delivered: all who govern; and, for a part, the parties that make up the majority of the
    /// capital's council while it supports the government.
    fn answer(&mut self, spec: &Spec) {
        let supporters: Vec<usize> = match self.capital_council() {
            Some(council) if council.resolution == Resolution::Support => {
                let delegates = council.delegates().max(1);
                (1..spec.parties.len())
                    .filter(|p| {
                        f64::from(council.of_party(*p)) >= LEADS * f64::from(delegates)
                            && self.parties[*p].line < party::FOR_COUNCILS
                    })
                    .collect()
            }
            _ => Vec::new(),
        };
        for p in 1..self.parties.len() {
            self.parties[p].answers = if self.government.coalition.contains(&(p as u8)) {
                1.0
            } else if supporters.contains(&p) {
                belief::SUPPORTER_ANSWERS
            } else {
                0.0
            };
        }
    }

    /// What is not delivered of what people ask for, 0..=1.
    fn broken(&self) -> f64 {
        let (mut unmet, mut felt) = (0.0, 0.0);
        for group in &self.groups {
            let n = f64::from(group.present);
            unmet += n * f64::from(group.hardship);
            felt += n * f64::from(group.felt());
        }
        if felt > 0.0 { unmet / felt } else { 0.0 }
    }

    /// Men who have left the army since the last week come home, with the leanings that their companies had.
    fn come_home(&mut self) {
        let (mut left, mut villagers) = ([0.0; N_PARTIES], 0.0);
        for group in &mut self.groups {
            if group.does.bear_arms() {
                let share = f64::from(group.moved.saturating_sub(group.home)) / f64::from(group.present.max(1));
                group.home = group.moved;
                left.iter_mut().zip(&group.leaning).for_each(|(sum, n)| *sum += share * f64::from(*n));
            } else if group.does.live_in_villages() {
                villagers += f64::from(group.present);
            }
        }
        for (returned, left) in self.returned.iter_mut().zip(left) {
            *returned += (left / f64::max(villagers, 1.0) * party::THOUSAND) as f32;
        }
    }

    /// What the ruling authority keeps in the towns, and how many of the townspeople elsewhere have a council that stands
    /// against it.
    fn told_of_the_towns(&mut self) {
        let is_town = |seat: &Locality| !seat.rural && !seat.front;
        let mut kept = 0.0;
        let mut people = vec![0.0; self.localities.len()];
        for group in self.groups.iter().filter(|g| is_town(&self.localities[g.seat as usize])) {
            let n = f64::from(group.present);
            kept += n * f64::from(group.kept);
            people[group.seat as usize] += n;
        }
        let stands_against = |seat: &Locality| {
            let council = self.councils.get(seat.council as usize);
            council.is_some_and(|c| matches!(c.resolution, Resolution::Oppose | Resolution::Claim))
        };
        let of_those = |(seat, n): (&Locality, &f64)| if stands_against(seat) { *n } else { 0.0 };
        let against: Vec<f64> = self.localities.iter().zip(&people).map(of_those).collect();
        let [all, all_against] = [&people, &against].map(|of| engine::math::sum_in_order(of.iter().copied()));
        self.kept_in_towns = (kept / f64::max(all, 1.0)) as f32;
        for ((seat, n), against) in self.localities.iter_mut().zip(people).zip(against) {
            seat.example = ((all_against - against) / f64::max(all - n, 1.0)) as f32;
        }
    }

    fn hear_the_rank_and_file(&mut self, spec: &Spec, adults: f64) {
        let mut leaning = [0.0; N_PARTIES];
        let mut power = [0.0; N_PARTIES];
        let scale = f64::from(self.scale);
        let councils_rule = self.rule() == Rule::Councils;
        for group in &self.groups {
            let base = signed(group.attitude(councils_rule).into());
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
            state.base_line = OF_ONE_MIND * spec.parties[party].power_line + (1.0 - OF_ONE_MIND) * heard;
        }
    }

    /// Phase 7. Orders to the troops, concessions, reshuffles, policies.
    pub(crate) fn govern(&mut self, spec: &Spec) {
        self.mark_unrest();
        self.order_troops(spec);
        self.government.deliver();
        match self.government.kind {
            Kind::OldRegime => self.old_regime_answers(spec),
            Kind::Provisional | Kind::Parliament => {
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
