//! Phase 10: what is written down. Sums are taken in the order of groups, and counts are given in real persons.

use crate::assembly::Ballot;
use crate::mechanisms::authority;
use crate::places::{Group, NONE, Seat};
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
        self.daily(record, since);
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

    /// Groups whose rows are due: those of counties only every [`COUNTY_DAYS`] days.
    fn groups_to_show(&self, since: i32) -> impl Iterator<Item = &Group> {
        let due = move |s: &&Seat| !s.rural || since % COUNTY_DAYS == 0;
        let groups_of = |s: &Seat| &self.groups[s.first_group as usize..(s.first_group + s.n_groups) as usize];
        self.seats.iter().filter(due).flat_map(groups_of)
    }

    fn daily(&self, record: &mut Record, since: i32) {
        let real = |n: u32| n * self.scale;
        for group in self.groups_to_show(since) {
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
        for (scope, totals) in self.totals_of_scopes().iter().enumerate() {
            let real = |n: u64| (n * u64::from(self.scale)) as u32;
            let following: u64 = totals.follow.iter().sum();
            let share = |i: usize| (totals.follow[i] as f64 / following.max(1) as f64) as f32;
            let people = authority::dual_power(totals.follow[0] as f64, totals.follow[1] as f64);
            let arms = authority::dual_power(totals.arms[0] as f64, totals.arms[1] as f64);
            let mean = |i: usize| (totals.sums[i] as f64 / (totals.adults.max(1) as f64 * 255.0)) as f32;
            record.table(NATIONAL).push([
                Value::Day(self.day.0),
                Value::Key(scope as u16),
                Value::U32(real(totals.persons)),
                Value::U32(real(totals.strikers)),
                Value::U32(real(totals.street)),
                Value::U32(real(totals.armed)),
                Value::U32(real(totals.soldiers)),
                Value::U32(real(totals.refusing)),
                Value::U32(real(totals.peasants)),
                Value::U32(real(totals.dead)),
                Value::U32(real(totals.wounded)),
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
                Value::U32(totals.councils),
                Value::Key(self.government.kind as u16),
                Value::Text(coalition.join(" ")),
                Value::Text(policy.join(" ")),
                Value::U32(self.government.crises),
            ]);
        }
    }

    /// Sums over the scopes of the `national` table: all, the capital, towns, fronts, villages. One walk over the groups.
    fn totals_of_scopes(&self) -> [Totals; 5] {
        let mut totals: [Totals; 5] = Default::default();
        for (s, seat) in self.seats.iter().enumerate() {
            let mut here = Totals { wounded: u64::from(seat.wounded), ..Totals::default() };
            here.councils = u32::from(seat.council != NONE);
            self.groups_of(s).iter().for_each(|g| here.add_group(g));
            let kind = if seat.front {
                3
            } else if seat.rural {
                4
            } else {
                2
            };
            totals[0].add(&here);
            totals[kind].add(&here);
            if s == self.capital as usize {
                totals[1].add(&here);
            }
        }
        totals
    }
}

impl Totals {
    fn add_group(&mut self, g: &Group) {
        let acting: u32 = g.acting.iter().sum();
        self.persons += u64::from(g.present + g.children);
        self.adults += u64::from(g.present);
        self.dead += u64::from(g.dead);
        self.custody += u64::from(g.custody);
        self.moved += u64::from(g.moved);
        for i in 0..4 {
            self.follow[i] += u64::from(g.follow[i]);
        }
        for i in 0..3 {
            self.sums[i] += g.sums[i];
        }
        if g.role.is_worker() {
            self.strikers += u64::from(acting);
        }
        if g.role == Role::Peasant {
            self.peasants += u64::from(acting);
        }
        if g.role.is_armed() {
            self.arms[0] += u64::from(g.follow[0]);
            self.arms[1] += u64::from(g.follow[1]);
            if !matches!(g.role, Role::Police | Role::Junker) {
                self.soldiers += u64::from(g.present);
                self.refusing += u64::from(acting);
            }
        } else if !g.role.is_rural() {
            self.street += u64::from(g.acting[1]);
            self.armed += u64::from(g.acting[2]);
        }
    }

    fn add(&mut self, other: &Totals) {
        self.persons += other.persons;
        self.adults += other.adults;
        self.strikers += other.strikers;
        self.street += other.street;
        self.armed += other.armed;
        self.soldiers += other.soldiers;
        self.refusing += other.refusing;
        self.peasants += other.peasants;
        self.dead += other.dead;
        self.wounded += other.wounded;
        self.custody += other.custody;
        self.moved += other.moved;
        self.councils += other.councils;
        for i in 0..4 {
            self.follow[i] += other.follow[i];
        }
        for i in 0..2 {
            self.arms[i] += other.arms[i];
        }
        for i in 0..3 {
            self.sums[i] += other.sums[i];
        }
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
    wounded: u64,
    custody: u64,
    moved: u64,
    councils: u32,
    follow: [u64; 4],
    arms: [u64; 2],
    sums: [u64; 3],
}

fn kind_code(event: &Event) -> u16 {
    EVENT_KINDS.iter().position(|k| *k == event.kind).expect("every kind of event told is in EVENT_KINDS") as u16
}
