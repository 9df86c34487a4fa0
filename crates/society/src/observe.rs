//! Phase 10: what is written down. Sums are taken in the order of groups, and counts are given in real persons.

use crate::assembly::Ballot;
use crate::mechanisms::authority;
use crate::places::{Group, NONE};
use crate::society::{Event, Society};
use crate::spec::{N_PARTIES, Role, Spec};
use crate::street::CENSUS_DAYS;
use crate::tables::{COUNCILS, DAILY, ELECTIONS, EVENT_KINDS, EVENTS, LEANINGS, NATIONAL};
use engine::record::{Cell as Value, Record};

/// Days between two rows of a county.
const COUNTY_DAYS: i32 = 7;

impl Society {
    /// Appends the day's rows.
    pub(crate) fn observe(&mut self, spec: &Spec, record: &mut Record) {
        let since = self.day.since(self.start);
        self.daily(spec, record, since);
        self.leanings(record, since);
        self.council_rows(spec, record, since);
        self.national(spec, record);
        for ballot in std::mem::take(&mut self.ballots) {
            self.election(record, &ballot);
        }
        for event in std::mem::take(&mut self.events) {
            record.table(EVENTS).push([
                Value::Day(self.day.0),
                Value::U32(event.round),
                Value::Key(event.place as u16),
                Value::Key(kind_code(&event)),
                Value::Text(event.actor),
                Value::Text(event.cause),
                Value::F32(event.size as f32),
                Value::U32(event.importance),
            ]);
        }
    }

    fn daily(&self, spec: &Spec, record: &mut Record, since: i32) {
        let real = |n: u32| n * self.scale;
        let _ = spec;
        for group in &self.groups {
            let rural = self.seats[group.seat as usize].rural;
            if rural && since % COUNTY_DAYS != 0 {
                continue;
            }
            let acting: u32 = group.acting.iter().sum();
            let free = group.present - group.custody.min(group.present);
            record.table(DAILY).push([
                Value::Day(self.day.0),
                Value::Key(group.place as u16),
                Value::Key(u16::from(group.class)),
                Value::U32(real(group.present + group.children)),
                Value::U32(real(free.saturating_sub(acting))),
                Value::U32(real(group.acting[0])),
                Value::U32(real(group.acting[1])),
                Value::U32(real(group.acting[2])),
                Value::U32(real(group.dead)),
                Value::U32(real(group.custody)),
                Value::F32(group.mean(0)),
                Value::F32(group.mean(1)),
                Value::F32(group.mean(2)),
                Value::U32(real(group.follow[0])),
                Value::U32(real(group.follow[1])),
                Value::U32(real(group.follow[2])),
                Value::U32(real(group.follow[3])),
            ]);
        }
    }

    fn leanings(&self, record: &mut Record, since: i32) {
        if since % CENSUS_DAYS != 0 {
            return;
        }
        for group in &self.groups {
            for party in (0..N_PARTIES).filter(|p| group.leaning[*p] > 0) {
                record.table(LEANINGS).push([
                    Value::Day(self.day.0),
                    Value::Key(group.place as u16),
                    Value::Key(u16::from(group.class)),
                    Value::Key(party as u16),
                    Value::U32(group.leaning[party] * self.scale),
                    Value::U32(group.voters[party] * self.scale),
                ]);
            }
        }
    }

    fn council_rows(&self, spec: &Spec, record: &mut Record, since: i32) {
        for council in &self.councils {
            let capital = council.seat == self.capital;
            if !(capital || since % CENSUS_DAYS == 0 || council.founded == self.day) {
                continue;
            }
            for party in 0..spec.parties.len() {
                let seats = [0, 1, 2].map(|s| council.seats[s][party]);
                if seats.iter().sum::<u32>() + council.coopted[party] == 0 {
                    continue;
                }
                record.table(COUNCILS).push([
                    Value::Day(self.day.0),
                    Value::Key(self.seats[council.seat as usize].place as u16),
                    Value::Key(party as u16),
                    Value::U32(seats[0]),
                    Value::U32(seats[1]),
                    Value::U32(seats[2]),
                    Value::U32(council.coopted[party]),
                    Value::Key(council.resolution as u16),
                ]);
            }
        }
    }

    fn election(&self, record: &mut Record, ballot: &Ballot) {
        // A congress sits in the capital; its delegates are counted one by one, not in the scale of persons.
        let first_cell = match self.constituencies.get(ballot.constituency as usize) {
            Some(constituency) => constituency.first_cell,
            None => self.groups_of(self.capital as usize)[0].first_cell,
        };
        let scale = if ballot.constituency == NONE { 1 } else { self.scale };
        let group = &self.groups[self.cells[first_cell as usize].group as usize];
        let listed: Vec<String> = ballot
            .votes
            .iter()
            .enumerate()
            .filter(|(_, v)| **v > 0)
            .map(|(p, v)| format!("{p}:{}", u32::from(*v) * scale))
            .collect();
        record.table(ELECTIONS).push([
            Value::Day(self.day.0),
            Value::U32(first_cell),
            Value::Key(group.place as u16),
            Value::Key(u16::from(group.class)),
            Value::Key(ballot.kind),
            Value::U32(ballot.electors * scale),
            Value::U32(ballot.votes.iter().map(|v| u32::from(*v)).sum::<u32>() * scale),
            Value::Text(listed.join(" ")),
            Value::Key(u16::from(ballot.delegate)),
            Value::U32(ballot.seats),
        ]);
    }

    fn national(&self, spec: &Spec, record: &mut Record) {
        let coalition: Vec<&str> =
            self.government.coalition.iter().map(|p| spec.parties[usize::from(*p)].id.as_str()).collect();
        let policy: Vec<String> = self.government.delivers.iter().map(|d| format!("{d:.2}")).collect();
        for scope in 0..5_u16 {
            let inside = |g: &&Group| {
                let seat = &self.seats[g.seat as usize];
                match scope {
                    0 => true,
                    1 => g.seat == self.capital,
                    2 => !seat.rural && !seat.front,
                    3 => seat.front,
                    _ => seat.rural,
                }
            };
            let seat_inside = |s: usize| {
                let seat = &self.seats[s];
                match scope {
                    0 => true,
                    1 => s == self.capital as usize,
                    2 => !seat.rural && !seat.front,
                    3 => seat.front,
                    _ => seat.rural,
                }
            };
            let totals = self.totals(self.groups.iter().filter(inside));
            let seats = (0..self.seats.len()).filter(|s| seat_inside(*s));
            let wounded: u32 = seats.clone().map(|s| self.seats[s].wounded).sum();
            let councils = seats.filter(|s| self.seats[*s].council != NONE).count() as u32;
            let real = |n: u64| (n * u64::from(self.scale)) as u32;
            let share = |i: usize| (totals.follow[i] as f64 / totals.adults.max(1) as f64) as f32;
            let people = authority::dual_power(totals.follow[0] as f64, totals.follow[1] as f64);
            let arms = authority::dual_power(totals.arms[0] as f64, totals.arms[1] as f64);
            let mean = |i: usize| (totals.sums[i] as f64 / (totals.adults.max(1) as f64 * 255.0)) as f32;
            record.table(NATIONAL).push([
                Value::Day(self.day.0),
                Value::Key(scope),
                Value::U32(real(totals.persons)),
                Value::U32(real(totals.strikers)),
                Value::U32(real(totals.street)),
                Value::U32(real(totals.armed)),
                Value::U32(real(totals.soldiers)),
                Value::U32(real(totals.refusing)),
                Value::U32(real(totals.peasants)),
                Value::U32(real(totals.dead)),
                Value::U32(wounded * self.scale),
                Value::U32(real(totals.custody)),
                Value::U32(real(totals.moved)),
                Value::F32(share(0)),
                Value::F32(share(1)),
                Value::F32(share(2)),
                Value::F32(share(3)),
                Value::F32(people as f32),
                Value::F32(arms as f32),
                Value::F32(mean(0)),
                Value::F32(mean(1)),
                Value::F32(mean(2)),
                Value::U32(councils),
                Value::Key(self.government.kind as u16),
                Value::Text(coalition.join(" ")),
                Value::Text(policy.join(" ")),
                Value::U32(self.government.crises),
            ]);
        }
    }

    fn totals<'a>(&self, groups: impl Iterator<Item = &'a Group>) -> Totals {
        let mut t = Totals::default();
        for g in groups {
            let acting: u32 = g.acting.iter().sum();
            t.persons += u64::from(g.present + g.children);
            t.adults += u64::from(g.present);
            t.dead += u64::from(g.dead);
            t.custody += u64::from(g.custody);
            t.moved += u64::from(g.moved);
            for i in 0..4 {
                t.follow[i] += u64::from(g.follow[i]);
            }
            for i in 0..3 {
                t.sums[i] += g.sums[i];
            }
            if g.role.is_worker() {
                t.strikers += u64::from(acting);
            }
            if g.role == Role::Peasant {
                t.peasants += u64::from(acting);
            }
            if g.role.is_armed() {
                t.arms[0] += u64::from(g.follow[0]);
                t.arms[1] += u64::from(g.follow[1]);
                if !matches!(g.role, Role::Police | Role::Junker) {
                    t.soldiers += u64::from(g.present);
                    t.refusing += u64::from(acting);
                }
            } else if !g.role.is_rural() {
                t.street += u64::from(g.acting[1]);
                t.armed += u64::from(g.acting[2]);
            }
        }
        t
    }
}

#[derive(Default)]
struct Totals {
    persons: u64,
    adults: u64,
    strikers: u64,
    street: u64,
    armed: u64,
    soldiers: u64,
    refusing: u64,
    peasants: u64,
    dead: u64,
    custody: u64,
    moved: u64,
    follow: [u64; 4],
    arms: [u64; 2],
    sums: [u64; 3],
}

fn kind_code(event: &Event) -> u16 {
    EVENT_KINDS.iter().position(|k| *k == event.kind).expect("every kind of event told is in EVENT_KINDS") as u16
}
