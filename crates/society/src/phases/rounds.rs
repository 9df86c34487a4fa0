//! Phases 1 to 4 of the day: conditions, news, and the rounds in which crowds meet force.

use crate::events::{Actor, Event, EventKind, Fact};
use crate::institutions::army;
use crate::mechanisms::repression::Meeting;
use crate::mechanisms::{news, power, repression};
use crate::parts::{parts, sum_group, worth_starting};
use crate::persons::{RoundContext, loudest_call};
use crate::places::{Cell, Group, Locality};
use crate::society::Society;
use crate::spec::{Role, Spec};
use engine::cells::for_each_piece;
use engine::draw::Purpose;

const AGITATOR: Purpose = Purpose::named("persuasion.agitator");
const MEETING: Purpose = Purpose::named("repression.meeting");
const VICTIM: Purpose = Purpose::named("repression.victim");
/// Share of a garrison that can be set against a crowd at once: training detachments and pickets. Assumed.
const PICKETS: f64 = 0.05;

impl Society {
    /// The specification that holds today. On its first day, cadres grow or shrink as it says: their density is state, and
    /// would otherwise go on as if nothing had changed.
    pub(crate) fn todays<'s>(&mut self, spec: &'s Spec) -> &'s Spec {
        let (before, now) = (spec.on(self.day.plus(-1)), spec.on(self.day));
        if std::ptr::eq(before, now) {
            return now;
        }
        for (state, (was, is)) in self.parties.iter_mut().zip(before.parties.iter().zip(&now.parties)) {
            for (cadres, (was, is)) in state.cadres.iter_mut().zip(was.cadres.iter().zip(&is.cadres)) {
                if was != is && *was > 0.0 {
                    *cadres *= is / was;
                }
            }
        }
        now
    }

    /// Phase 1. The day's inputs are read; they become hardship group by group, when its persons' turn comes.
    pub(crate) fn conditions(&mut self, spec: &Spec) {
        self.derived.look(spec, self.day);
    }

    /// Phase 2. News travels along the links.
    pub(crate) fn news(&mut self, spec: &Spec) {
        if spec.switches.is_on("news") {
            news::spread(&mut self.localities, &self.links, &self.derived.weight, &spec.rules.news);
        }
    }

    /// Phases 3 and 4. Persons change and act; in places with open unrest the day has four rounds.
    pub(crate) fn rounds(&mut self, spec: &Spec, threads: usize) {
        for round in 0..4 {
            if round > 0 && !self.localities.iter().any(|s| s.unrest) {
                break;
            }
            self.persons(spec, threads, round);
            if spec.switches.is_on("repression") {
                self.meetings(spec, round);
            }
        }
    }

    /// Men who can be set against a crowd here, in model persons: police, Cossacks, cadets, pickets of the garrison, and
    /// columns that have arrived.
    pub(crate) fn force_against_crowds(&self, seat: &Locality) -> f64 {
        let mut force = 0.0;
        for group in &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize] {
            let obeying = f64::from(group.present) * f64::from(1.0 - group.share_from(1));
            force += match group.role {
                Role::Police => obeying * f64::from(seat.police),
                Role::Cossack | Role::Junker => obeying,
                Role::Soldier | Role::Sailor => obeying * PICKETS,
                _ => 0.0,
            };
        }
        let here = |c: &&army::TroopMovement| c.days_there >= 0 && self.localities[c.to as usize].place == seat.place;
        force + self.columns.iter().filter(here).map(|c| c.men * c.obeying).sum::<f64>()
    }

    /// One round: everyone in the places concerned changes and acts, then units, groups and seats are summed.
    fn persons(&mut self, spec: &Spec, threads: usize, round: u32) {
        let concerned: Vec<bool> = self.localities.iter().map(|s| round == 0 || s.unrest).collect();
        let forces = (self.localities.iter().zip(&concerned))
            .map(|(seat, concerned)| if *concerned { self.force_against_crowds(seat) } else { 0.0 })
            .collect();
        let today = RoundContext {
            spec,
            draws: self.draws,
            day: self.day,
            days: self.day.since(self.start),
            round,
            localities: &self.localities,
            forces,
            councils: &self.councils,
            parties: &self.parties,
            government: &self.government,
            derived: &self.derived,
            agitators: self.draws.keys(AGITATOR, self.day, 0),
            heard_lines: std::array::from_fn(|p| {
                self.parties.get(p).map_or(0, |party| power::heard_line(party.line, &spec.rules.power))
            }),
            peers: spec.rules.persuasion.peers as f32 * 65_536.0,
            court_martial: spec.rules.army.court_martial as f32,
            capital: self.capital,
            call: loudest_call(&self.parties, spec.rules.action.call),
            repression_on: spec.switches.is_on("repression"),
            rural_on: spec.switches.is_on("rural"),
            cadres_on: spec.switches.is_on("cadres"),
            proof_on: spec.switches.is_on("social_proof"),
            experience_on: spec.switches.is_on("experience"),
            fatigue_on: spec.switches.is_on("fatigue"),
        };
        let mut parts =
            parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people);
        parts.retain(|p| concerned[p.seat as usize]);
        let crew = worth_starting(&parts, threads);
        let left = for_each_piece(parts, crew, |_, part| {
            engine::cells::with_widest_lanes(
                #[inline(always)]
                || today.part(part),
            )
        });
        self.desertions += left.iter().sum::<u32>();
        for seat in self.localities.iter_mut().filter(|s| round == 0 || s.unrest) {
            seat.sum(&self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize]);
        }
    }

    /// Sums cells into units, groups and seats.
    pub(crate) fn sum_up(&mut self) {
        for part in parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people) {
            part.for_each_group(|_, group, units, cells, _| sum_group(group, units, cells, true));
        }
        for seat in &mut self.localities {
            seat.sum(&self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize]);
        }
    }

    fn meetings(&mut self, spec: &Spec, round: u32) {
        let scale = f64::from(self.scale);
        for s in 0..self.localities.len() {
            let seat = &self.localities[s];
            if !seat.unrest || seat.order < 0.4 || seat.crowd == 0 {
                continue;
            }
            let force = self.force_against_crowds(seat);
            let mut stream = self.draws.stream(MEETING, s as u64, self.day, round);
            let rules = &spec.rules.repression;
            let meeting = repression::meet(seat, force, scale, rules, &mut stream);
            self.load_the_garrison(spec, s);
            if !meeting.shots && meeting.arrested == 0 {
                continue;
            }
            self.take_victims(s, meeting, round);
            let (place, crowd) = (self.localities[s].place, f64::from(self.localities[s].crowd) * scale);
            let importance = if s == self.capital as usize { 2 } else { 1 };
            let kind = if meeting.shots { EventKind::Shots } else { EventKind::Arrests };
            let event = Event::new(kind, Actor::TroopsAndPolice, place, round, importance)
                .size(crowd)
                .fact(Fact::Order, self.localities[s].order)
                .fact(Fact::Force, force * scale)
                .fact(Fact::Killed, meeting.killed as f64 * scale)
                .fact(Fact::Wounded, meeting.wounded as f64 * scale)
                .fact(Fact::Arrested, meeting.arrested as f64 * scale);
            if meeting.shots {
                self.outrage(s, rules.shot_grievance as f32);
                self.localities[s].fear = (self.localities[s].fear + 0.5).min(1.0);
            }
            if importance == 2 || meeting.shots {
                self.tell(event);
            }
        }
    }

    /// Everyone in a town where shots fell is outraged, soldiers too.
    fn outrage(&mut self, seat: usize, shock: f32) {
        for cell in cells_of(&self.localities[seat], &self.groups, &mut self.cells) {
            cell.shock += shock;
        }
    }

    /// Being ordered against people like oneself accumulates in those who are ordered.
    fn load_the_garrison(&mut self, spec: &Spec, s: usize) {
        let seat = &self.localities[s];
        let workers: u32 = self.groups_of(s).iter().filter(|g| g.role.is_worker()).map(|g| g.present).sum();
        let crowd_share = (f64::from(seat.crowd) / f64::from(workers.max(1))).min(1.0);
        let load = (spec.rules.army.order_load * crowd_share * f64::from(seat.order)) as f32;
        let (first, n) = (seat.first_group as usize, seat.n_groups as usize);
        for group in &self.groups[first..first + n] {
            // Police and cadets are picked for it; Cossacks are used to it.
            let weight = match group.role {
                Role::Soldier | Role::Sailor => 1.0,
                Role::Cossack => 0.6,
                _ => continue,
            };
            let range = group.first_cell as usize..(group.first_cell + group.n_cells) as usize;
            self.cells[range].iter_mut().for_each(|c| c.shock += load * weight);
        }
    }

    fn take_victims(&mut self, s: usize, meeting: Meeting, round: u32) {
        let seat = &self.localities[s];
        let groups = &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
        let (first, last) =
            (groups[0].first_cell, groups[groups.len() - 1].first_cell + groups[groups.len() - 1].n_cells);
        let weights: Vec<f64> = (first..last)
            .map(|c| {
                let cell = &self.cells[c as usize];
                f64::from(cell.acting[1] + cell.acting[2])
            })
            .collect();
        let mut stream = self.draws.stream(VICTIM, s as u64, self.day, round);
        for n in 0..meeting.killed + meeting.arrested {
            let Some(chosen) = stream.choose(&weights) else { break };
            let index = first as usize + chosen;
            let (start, adults) = (self.cells[index].start as usize, usize::from(self.cells[index].adults));
            let kill = n < meeting.killed;
            let found = repression::strike_one(self.people.run(start, start + adults), adults, kill, &mut stream);
            let cell = &mut self.cells[index];
            if found && kill {
                cell.dead += 1;
            } else if found {
                cell.custody += 1;
            }
            if found {
                let level = if cell.acting[1] > 0 { 1 } else { 2 };
                cell.acting[level] = cell.acting[level].saturating_sub(1);
                self.localities[s].killed += u32::from(kill);
            }
        }
        self.localities[s].wounded += meeting.wounded as u32;
    }
}

pub(crate) fn cells_of<'a>(seat: &Locality, groups: &[Group], cells: &'a mut [Cell]) -> &'a mut [Cell] {
    let groups = &groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
    match (groups.first(), groups.last()) {
        (Some(a), Some(b)) => &mut cells[a.first_cell as usize..(b.first_cell + b.n_cells) as usize],
        _ => &mut [],
    }
}
