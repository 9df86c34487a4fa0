//! Phase 10: what is written down. Sums are taken in the order of groups, and counts are given in real persons.

use crate::institutions::council::Ballot;
use crate::mechanisms::allegiance;
use crate::people::CENSUS_DAYS;
use crate::places::{Authority, Group, NONE};
use crate::society::Society;
use crate::spec::{BREAD, HOURS, LAND, LIBERTY, N_PARTIES, NATION, PEACE, Spec};
use crate::tables::{CongressRow, CouncilRow, DailyRow, ElectionRow, LeaningRow, NationalRow, StartRow, VoteRow};
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
        for seat in &self.localities {
            // Rows of counties are due only every [`COUNTY_DAYS`] days, and stand for the days until the next.
            let days = if seat.rural { COUNTY_DAYS.min(spec.end.since(self.day) + 1) } else { 1 };
            if seat.rural && since % COUNTY_DAYS != 0 {
                continue;
            }
            let groups = &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
            for group in groups {
                record.add(self.group_row(group, days as u32));
            }
        }
    }

    /// A group as it stands, as the row of the day for so many days.
    fn group_row(&self, group: &Group, days: u32) -> DailyRow {
        let (ruler, councils_rule) = (self.rule().ruler(), self.rule() == allegiance::Rule::Councils);
        let real = |n: u32| n * self.scale;
        let acting: u32 = group.acting.iter().sum();
        let free = group.present - group.custody.min(group.present);
        let counted = Acting::of(group, ruler);
        let [grievance, trust, _] = group.means();
        let [government, council, committee, nobody] = group.follow;
        DailyRow {
            date: self.day,
            place: group.place as u16,
            class: u16::from(group.class),
            days,
            persons: real(group.present + group.children),
            quiet: real(free.saturating_sub(acting.max(counted.refusing))),
            strikers: real(counted.strikers),
            refusing: real(counted.refusing),
            peasant_actions: real(counted.peasants),
            demonstrating: real(counted.demonstrating),
            under_arms: real(counted.under_arms),
            arms: real(counted.held),
            dead: real(group.dead),
            in_custody: real(group.custody),
            grievance,
            trust,
            power: group.attitude(councils_rule),
            follow_government: real(government),
            follow_council: real(council),
            follow_committee: real(committee),
            follow_nobody: real(nobody),
        }
    }

    /// The rows of `start`: every group as it stands now, in the words of `daily`.
    pub(crate) fn start_rows(&self, record: &mut Record) {
        for group in &self.groups {
            let row = self.group_row(group, 1);
            record.add(StartRow {
                place: row.place,
                class: row.class,
                persons: row.persons,
                arms: row.arms,
                in_custody: row.in_custody,
                grievance: row.grievance,
                trust: row.trust,
                power: row.power,
                follow_government: row.follow_government,
                follow_council: row.follow_council,
                follow_committee: row.follow_committee,
                follow_nobody: row.follow_nobody,
            });
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
                let seats = council.seats.map(|section| section[party]);
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
        for (party, (votes, seats)) in ballot.votes.iter().zip(&ballot.seats).enumerate() {
            if votes + seats == 0 {
                continue;
            }
            record.add(VoteRow {
                date: self.day,
                cell: first_cell,
                kind: ballot.kind,
                party: party as u16,
                votes: *votes * scale,
                seats: *seats,
            });
        }
        record.add(ElectionRow {
            date: self.day,
            cell: first_cell,
            place: group.place as u16,
            class: u16::from(group.class),
            kind: ballot.kind,
            electors: ballot.electors * scale,
            votes: ballot.votes.iter().sum::<u32>() * scale,
            delegate: u16::from(ballot.delegate),
            seats: ballot.seats.iter().sum(),
        });
    }

    fn national(&self, record: &mut Record) {
        let councils_rule = self.rule() == allegiance::Rule::Councils;
        let delivers = self.government.delivers.map(|share| share as f32);
        for (scope, totals) in self.totals_of_scopes().iter().enumerate() {
            let real = |n: u64| (n * u64::from(self.scale)) as u32;
            let following: u64 = totals.follow.iter().sum();
            let people = allegiance::dual_power(totals.follow[0] as f64, totals.follow[1] as f64);
            let arms = allegiance::dual_power(totals.arms[0] as f64, totals.arms[1] as f64);
            let [government, council, committee, nobody] =
                totals.follow.map(|n| (n as f64 / following.max(1) as f64) as f32);
            let [grievance, ruler, contender] =
                totals.sums.map(|sum| (sum as f64 / (totals.adults.max(1) as f64 * 255.0)) as f32);
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
                arms: real(totals.held),
                soldiers: real(totals.soldiers),
                dead: real(totals.dead),
                wounded: real(totals.wounded),
                in_custody: real(totals.custody),
                desertions: real(totals.moved),
                authority_government: government,
                authority_council: council,
                authority_committee: committee,
                authority_nobody: nobody,
                dual_power_people: people as f32,
                dual_power_arms: arms as f32,
                grievance,
                trust: ruler,
                power: crate::places::attitude(ruler, contender, councils_rule),
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
        let ruler = self.rule().ruler();
        for (s, seat) in self.localities.iter().enumerate() {
            let mut here = Totals { wounded: u64::from(seat.wounded), ..Totals::default() };
            here.councils = u32::from(seat.council != NONE);
            self.groups_of(s).iter().for_each(|g| here.add_group(g, ruler));
            let [all, capital, towns, front, villages] = &mut totals;
            all.add(&here);
            let kind = match (seat.front, seat.rural) {
                (true, _) => front,
                (_, true) => villages,
                _ => towns,
            };
            kind.add(&here);
            if s == self.capital as usize {
                capital.add(&here);
            }
        }
        totals
    }
}

impl Totals {
    fn add_group(&mut self, g: &Group, ruler: Authority) {
        self.persons += u64::from(g.present + g.children);
        self.adults += u64::from(g.present);
        self.dead += u64::from(g.dead);
        self.custody += u64::from(g.custody);
        self.moved += u64::from(g.moved);
        self.follow.iter_mut().zip(g.follow).for_each(|(sum, n)| *sum += u64::from(n));
        self.sums.iter_mut().zip(g.sums).for_each(|(sum, n)| *sum += n);
        self.arms.iter_mut().zip(g.arms).for_each(|(sum, n)| *sum += u64::from(n));
        let acting = Acting::of(g, ruler);
        self.strikers += u64::from(acting.strikers);
        self.refusing += u64::from(acting.refusing);
        self.peasants += u64::from(acting.peasants);
        self.street += u64::from(acting.demonstrating);
        self.armed += u64::from(acting.under_arms);
        if g.does.are_soldiers() {
            self.soldiers += u64::from(g.present);
        }
        self.held += u64::from(acting.held);
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
        self.held += other.held;
        self.follow.iter_mut().zip(other.follow).for_each(|(sum, n)| *sum += n);
        self.arms.iter_mut().zip(other.arms).for_each(|(sum, n)| *sum += n);
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, n)| *sum += n);
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
    held: u64,
    arms: [u64; 4],
    sums: [u64; 3],
}

/// The acting of a group by what they do: the one definition of what `daily` and `national` count, in model persons.
#[derive(Clone, Copy, Default)]
struct Acting {
    strikers: u32,
    refusing: u32,
    peasants: u32,
    demonstrating: u32,
    under_arms: u32,
    held: u32,
}

impl Acting {
    fn of(group: &Group, ruler: Authority) -> Acting {
        let mut counted = Acting::default();
        let acting: u32 = group.acting.iter().sum();
        if group.does.strike() {
            counted.strikers = acting;
        } else if group.does.take_land() {
            counted.peasants = acting;
        } else if group.does.are_soldiers() {
            // Who sits in custody refuses nothing.
            let free = group.present - group.custody.min(group.present);
            counted.refusing = (group.present - group.follow[ruler as usize]).min(free);
        }
        if !group.does.bear_arms() && !group.does.live_in_villages() {
            [_, counted.demonstrating, counted.under_arms] = group.acting;
            counted.held = group.arms.iter().sum();
        }
        counted
    }
}
