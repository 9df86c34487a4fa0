//! Phase 10: what is written down. Sums are taken in the order of groups, and counts are given in real persons.

use crate::institutions::council::Ballot;
use crate::mechanisms::authority;
use crate::people::CENSUS_DAYS;
use crate::places::{Group, NONE};
use crate::society::Society;
use crate::spec::{BREAD, HOURS, LAND, LIBERTY, N_PARTIES, NATION, PEACE, Role, Spec};
use crate::tables::{CongressRow, CouncilRow, DailyRow, ElectionRow, LeaningRow, NationalRow, VoteRow};
use engine::record::Record;

/// Days between two rows of a county: a convention of the tables.
const COUNTY_DAYS: i32 = 7;

impl Society {
    /// Appends the day's rows.
    pub(crate) fn observe(&mut self, spec: &Spec, record: &mut Record) {
        let since = self.day.since(self.start);
        self.daily(spec, record, since);
        self.leanings(record, since);
        self.council_rows(spec, record, since);
        self.national(record);
        for ballot in std::mem::take(&mut self.ballots) {
            self.election(record, &ballot);
        }
        for (nth, event) in std::mem::take(&mut self.events).into_iter().enumerate() {
            event.write(self.day, nth as u32, record);
        }
    }

    fn daily(&self, spec: &Spec, record: &mut Record, since: i32) {
        let real = |n: u32| n * self.scale;
        for seat in &self.localities {
            // Rows of counties are due only every [`COUNTY_DAYS`] days, and stand for the days until the next.
            let days = if seat.rural { COUNTY_DAYS.min(spec.end.since(self.day) + 1) } else { 1 };
            if seat.rural && since % COUNTY_DAYS != 0 {
                continue;
            }
            let groups = &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
            for group in groups {
                let acting: u32 = group.acting.iter().sum();
                let free = group.present - group.custody.min(group.present);
                let counted = Acting::of(group);
                record.add(DailyRow {
                    date: self.day,
                    place: group.place as u16,
                    class: u16::from(group.class),
                    days: days as u32,
                    persons: real(group.present + group.children),
                    quiet: real(free.saturating_sub(acting)),
                    strikers: real(counted.strikers),
                    refusing: real(counted.refusing),
                    peasant_actions: real(counted.peasants),
                    demonstrating: real(counted.demonstrating),
                    under_arms: real(counted.under_arms),
                    dead: real(group.dead),
                    in_custody: real(group.custody),
                    grievance: group.mean(0),
                    trust: group.mean(1),
                    power: group.mean(2),
                    follow_government: real(group.follow[0]),
                    follow_council: real(group.follow[1]),
                    follow_committee: real(group.follow[2]),
                    follow_nobody: real(group.follow[3]),
                });
            }
        }
    }

    fn leanings(&self, record: &mut Record, since: i32) {
        if since % CENSUS_DAYS != 0 {
            return;
        }
        for group in &self.groups {
            for party in (0..N_PARTIES).filter(|p| group.leaning[*p] > 0) {
                record.add(LeaningRow {
                    date: self.day,
                    place: group.place as u16,
                    class: u16::from(group.class),
                    party: party as u16,
                    persons: group.leaning[party] * self.scale,
                    voters: group.voters[party] * self.scale,
                });
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
                record.add(CouncilRow {
                    date: self.day,
                    place: self.localities[council.seat as usize].place as u16,
                    party: party as u16,
                    seats_workers: seats[0],
                    seats_soldiers: seats[1],
                    seats_peasants: seats[2],
                    coopted: council.coopted[party],
                    resolution: council.resolution as u16,
                });
            }
        }
        if self.congress.held > 0 && self.congress.last == self.day {
            for (party, share) in self.congress.executive.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                record.add(CongressRow {
                    date: self.day,
                    number: self.congress.held,
                    party: party as u16,
                    share: *share as f32,
                    resolution: self.congress.resolution as u16,
                });
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
        for (party, votes) in ballot.votes.iter().enumerate().filter(|(_, votes)| **votes > 0) {
            record.add(VoteRow {
                date: self.day,
                cell: first_cell,
                kind: ballot.kind,
                party: party as u16,
                votes: u32::from(*votes) * scale,
            });
        }
        record.add(ElectionRow {
            date: self.day,
            cell: first_cell,
            place: group.place as u16,
            class: u16::from(group.class),
            kind: ballot.kind,
            electors: ballot.electors * scale,
            votes: ballot.votes.iter().map(|v| u32::from(*v)).sum::<u32>() * scale,
            delegate: u16::from(ballot.delegate),
            seats: ballot.seats,
        });
    }

    fn national(&self, record: &mut Record) {
        let delivers = self.government.delivers.map(|share| share as f32);
        for (scope, totals) in self.totals_of_scopes().iter().enumerate() {
            let real = |n: u64| (n * u64::from(self.scale)) as u32;
            let following: u64 = totals.follow.iter().sum();
            let share = |i: usize| (totals.follow[i] as f64 / following.max(1) as f64) as f32;
            let people = authority::dual_power(totals.follow[0] as f64, totals.follow[1] as f64);
            let arms = authority::dual_power(totals.arms[0] as f64, totals.arms[1] as f64);
            let mean = |i: usize| (totals.sums[i] as f64 / (totals.adults.max(1) as f64 * 255.0)) as f32;
            record.add(NationalRow {
                date: self.day,
                scope: scope as u16,
                persons: real(totals.persons),
                adults: real(totals.adults),
                strikers: real(totals.strikers),
                refusing: real(totals.refusing),
                peasant_actions: real(totals.peasants),
                demonstrating: real(totals.street),
                under_arms: real(totals.armed),
                soldiers: real(totals.soldiers),
                dead: real(totals.dead),
                wounded: real(totals.wounded),
                in_custody: real(totals.custody),
                desertions: real(totals.moved),
                authority_government: share(0),
                authority_council: share(1),
                authority_committee: share(2),
                authority_nobody: share(3),
                dual_power_people: people as f32,
                dual_power_arms: arms as f32,
                grievance: mean(0),
                trust: mean(1),
                power: mean(2),
                councils: totals.councils,
                government: self.government.kind as u16,
                coalition: self.government.parties(),
                policy_bread: delivers[BREAD],
                policy_peace: delivers[PEACE],
                policy_land: delivers[LAND],
                policy_hours: delivers[HOURS],
                policy_liberty: delivers[LIBERTY],
                policy_nation: delivers[NATION],
                crises: self.government.crises,
            });
        }
    }

    /// Sums over the scopes of the `national` table: all, the capital, towns, fronts, villages. One walk over the groups.
    fn totals_of_scopes(&self) -> [Totals; 5] {
        let mut totals: [Totals; 5] = Default::default();
        for (s, seat) in self.localities.iter().enumerate() {
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
        let acting = Acting::of(g);
        self.strikers += u64::from(acting.strikers);
        self.refusing += u64::from(acting.refusing);
        self.peasants += u64::from(acting.peasants);
        self.street += u64::from(acting.demonstrating);
        self.armed += u64::from(acting.under_arms);
        if g.role.is_armed() {
            self.arms[0] += u64::from(g.follow[0]);
            self.arms[1] += u64::from(g.follow[1]);
            if is_soldier(g.role) {
                self.soldiers += u64::from(g.present);
            }
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

/// Soldiers and sailors: those under arms who are neither police nor cadets.
fn is_soldier(role: Role) -> bool {
    role.is_armed() && !matches!(role, Role::Police | Role::Junker)
}

/// The acting of a group by what they do: the one definition of what `daily` and `national` count, in model persons.
#[derive(Clone, Copy, Default)]
struct Acting {
    strikers: u32,
    refusing: u32,
    peasants: u32,
    demonstrating: u32,
    under_arms: u32,
}

impl Acting {
    fn of(group: &Group) -> Acting {
        let mut counted = Acting::default();
        let acting: u32 = group.acting.iter().sum();
        if group.role.is_worker() {
            counted.strikers = acting;
        } else if group.role == Role::Peasant {
            counted.peasants = acting;
        } else if is_soldier(group.role) {
            counted.refusing = acting;
        }
        if !group.role.is_armed() && !group.role.is_rural() {
            counted.demonstrating = group.acting[1];
            counted.under_arms = group.acting[2];
        }
        counted
    }
}
