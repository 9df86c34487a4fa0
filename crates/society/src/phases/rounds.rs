//! Phases 1 to 4 of the day: conditions, news, and the rounds in which crowds meet force.

use crate::events::{Actor, Event, EventKind, Fact};
use crate::institutions::army;
use crate::mechanisms::clash::{self, Force, Meeting};
use crate::mechanisms::{allegiance, belief, news, settlement};
use crate::parts::{parts, sum_group, worth_starting};
use crate::persons::{RoundContext, loudest_call};
use crate::places::{Authority, Cell, Group, Locality, SOLDIERS};
use crate::society::Society;
use crate::spec::{Capability, Indicator, Spec};
use engine::cells::for_each_piece;
use engine::draw::Purpose;

const AGITATOR: Purpose = Purpose::named("persuasion.agitator");
const MEETING: Purpose = Purpose::named("repression.meeting");
const VICTIM: Purpose = Purpose::named("repression.victim");
/// Rounds of a day with open unrest: morning, afternoon, evening, night. A convention.
const ROUNDS: u32 = 4;
/// Importance of shots and arrests in the capital. A convention of the log; unit: scale of importance.
const IN_CAPITAL: u32 = 2;
/// Level of action of those in the street. A convention of the status byte; unit: scale of action.
const OUT: u8 = 2;
/// Killed and wounded in a round that outrage a town half as much as any number could. Unit: real persons. Assumed.
const HIT_FOR_HALF: f64 = 100.0;
/// Fear that shots add. Unit: scale of fear. Assumed.
const FEAR_OF_SHOTS: f32 = 0.5;
const TEMPER: Purpose = Purpose::named("allegiance.temper");
const ARM: Purpose = Purpose::named("army.seizure");

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
        let of_seat = |seat: &Locality| self.derived.conditions(seat.place)[Indicator::Prices as usize] as f32;
        let prices: Vec<f32> = self.localities.iter().map(of_seat).collect();
        settlement::compare(&mut self.localities, &self.links, &prices);
    }

    /// Phase 2. News travels along the links.
    pub(crate) fn news(&mut self, spec: &Spec) {
        if spec.switches.is_on("news") {
            news::spread(&mut self.localities, &self.links, &self.derived.weight, &spec.rules.news);
        }
    }

    /// Phases 3 and 4. Persons change and act; in places with open unrest the day has four rounds.
    pub(crate) fn rounds(&mut self, spec: &Spec, threads: usize) {
        for round in 0..ROUNDS {
            if round > 0 && !self.localities.iter().any(|s| s.unrest) {
                break;
            }
            self.persons(spec, threads, round);
            if spec.switches.is_on("repression") {
                self.meetings(spec, round);
            }
            self.take_arms(round);
        }
    }

    /// Who rules, as cells see it.
    pub(crate) fn rule(&self) -> allegiance::Rule {
        use crate::institutions::government::GovernmentKind as Kind;
        match self.government.kind {
            Kind::OldRegime => allegiance::Rule::Old,
            Kind::Parliament => allegiance::Rule::Elected,
            Kind::Council => allegiance::Rule::Councils,
            _ => allegiance::Rule::New,
        }
    }

    /// Keys of what binds each cell to the state: the same on every day.
    pub(crate) fn tempers(&self) -> engine::draw::Keys {
        self.draws.keys(TEMPER, self.start, 0)
    }

    /// Who would fight in a seat on an authority's order, in model persons: police, mounted units, cadets, pickets of the garrison,
    /// and of those whom nobody has to order those who are out with arms.
    pub(crate) fn fighters(&self, seat: &Locality, authority: Authority) -> f64 {
        let mut force = 0.0;
        for group in &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize] {
            let obeying = f64::from(group.follow[authority as usize]);
            if group.does.bear_arms() {
                let led = army::would_fight(group, obeying, seat);
                let out = obeying * f64::from(group.share_from(1));
                force += if authority == self.rule().ruler() { led } else { led.max(out) };
            } else if !group.does.live_in_villages() {
                // Civilians with arms are asked as they stand: by how many of their kind are out with them.
                let of_authority = obeying / f64::from(group.present.max(1));
                force += f64::from(group.acting[2]) * of_authority;
            }
        }
        force
    }

    /// Men who can be set against a crowd here, in model persons: those who would fight for whoever rules, and columns that
    /// have arrived.
    pub(crate) fn force_against_crowds(&self, seat: &Locality) -> f64 {
        let here = |c: &&army::TroopMovement| c.days_there >= 0 && self.localities[c.to as usize].place == seat.place;
        self.fighters(seat, self.rule().ruler())
            + self.columns.iter().filter(here).map(|c| c.men * c.obeying).sum::<f64>()
    }

    /// Those in the street of a seat who have arms and obey somebody else than whoever rules, and all others in the street;
    /// model persons.
    pub(crate) fn street(&self, seat: &Locality) -> Force {
        let ruler = self.rule().ruler() as usize;
        let mut street = Force::default();
        for group in &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize] {
            let out = f64::from(group.acting[1] + group.acting[2]);
            if group.does.live_in_villages() {
                continue;
            }
            if group.does.bear_arms() {
                let others = f64::from(group.present - group.follow[ruler]) / f64::from(group.present.max(1));
                street.armed += out * others;
            } else {
                street.armed += f64::from(group.acting[2]);
                street.crowd += f64::from(group.acting[1]);
            }
        }
        street
    }

    /// Where nobody guards the stores, those in the street take arms from them, as long as there are any.
    fn take_arms(&mut self, round: u32) {
        for s in 0..self.localities.len() {
            let seat = &self.localities[s];
            if !seat.unrest || seat.arsenal < 1.0 || seat.crowd == 0 || seat.shares[SOLDIERS] < allegiance::MOST {
                continue;
            }
            let (first, n) = (seat.first_group as usize, seat.n_groups as usize);
            let out = |cell: &Cell| u32::from(cell.acting[1]) + u32::from(cell.acting[2]);
            let civilians =
                || self.groups[first..first + n].iter().filter(|g| !g.does.bear_arms() && !g.does.live_in_villages());
            let wanted: f32 = civilians().flat_map(|g| &self.cells[g.cells()]).map(|c| army::seized(out(c))).sum();
            if wanted <= 0.0 {
                continue;
            }
            let each = (seat.arsenal / wanted).min(1.0);
            let keys = self.draws.keys(ARM, self.day, round);
            let mut taken = 0_u32;
            for group in civilians() {
                for (i, cell) in self.cells[group.cells()].iter_mut().enumerate() {
                    let share = f64::from(army::seized(out(cell)) * each);
                    let room = u64::from(cell.adults.saturating_sub(cell.arms));
                    let took = keys.stream(group.entity_of(i)).round(share).min(room);
                    cell.arms += took as u16;
                    taken += took as u32;
                }
            }
            self.localities[s].arsenal = (self.localities[s].arsenal - taken as f32).max(0.0);
        }
    }

    /// One round: everyone in the places concerned changes and acts, then units, groups and seats are summed.
    fn persons(&mut self, spec: &Spec, threads: usize, round: u32) {
        let concerned: Vec<bool> = self.localities.iter().map(|s| round == 0 || s.unrest).collect();
        let forces = (self.localities.iter().zip(&concerned))
            .map(|(seat, concerned)| match (*concerned, seat.crowd > 0) {
                (true, true) => self.force_against_crowds(seat),
                // Where nobody is in the street it matters only whether there is any force at all.
                (true, false) => f64::from(seat.arms[self.rule().ruler() as usize]),
                (false, _) => 0.0,
            })
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
                let line = self.parties.get(p).map_or(0.0, |party| party.line);
                let towards = if self.rule() == allegiance::Rule::Councils { -line } else { line };
                belief::heard_line(towards, &spec.rules.belief)
            }),
            tempers: self.tempers(),
            constituencies: &self.constituencies,
            rule: self.rule(),
            returned: &self.returned,
            kept_elsewhere: self.kept_in_towns,
            councils_observed: self.councils_observed,
            peers: spec.rules.persuasion.peers as f32 * 65_536.0,
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
        for_each_piece(parts, crew, |_, part| {
            engine::cells::with_widest_lanes(
                #[inline(always)]
                || today.part(part),
            )
        });
        let ruler = self.rule().ruler();
        for seat in self.localities.iter_mut().filter(|s| round == 0 || s.unrest) {
            seat.sum(&self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize], ruler);
        }
    }

    /// Sums cells into units, groups and seats.
    pub(crate) fn sum_up(&mut self) {
        for part in parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people) {
            part.for_each_group(|_, group, units, cells, _| sum_group(group, units, cells));
        }
        let ruler = self.rule().ruler();
        for seat in &mut self.localities {
            seat.sum(&self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize], ruler);
        }
    }

    fn meetings(&mut self, spec: &Spec, round: u32) {
        let scale = f64::from(self.scale);
        let rules = &spec.rules.clash;
        for s in 0..self.localities.len() {
            let seat = &self.localities[s];
            if !seat.unrest || seat.order <= 0.0 || seat.crowd == 0 && seat.shares[SOLDIERS] <= 0.0 {
                continue;
            }
            let (force, street) = (self.force_against_crowds(seat), self.street(seat));
            let mut stream = self.draws.stream(MEETING, seat.entity, self.day, round);
            let meeting = clash::meet(force, street, seat.order, scale, rules, &mut stream);
            let workers: u32 = self.groups_of(s).iter().filter(|g| g.does.strike()).map(|g| g.present).sum();
            army::strain(&mut self.localities[s], ((street.crowd / f64::from(workers.max(1))) as f32).min(1.0));
            if !meeting.shots && meeting.arrested == 0 {
                continue;
            }
            self.take_victims(s, meeting, round);
            let (place, crowd) = (self.localities[s].place, (street.crowd + street.armed) * scale);
            let importance = if s == self.capital as usize { IN_CAPITAL } else { 1 };
            let kind = if meeting.shots { EventKind::Shots } else { EventKind::Arrests };
            let event = Event::new(kind, Actor::TroopsAndPolice, place, round, importance)
                .size(crowd)
                .fact(Fact::Order, self.localities[s].order)
                .fact(Fact::Force, force * scale)
                .fact(Fact::Killed, (meeting.killed + meeting.lost) as f64 * scale)
                .fact(Fact::Wounded, meeting.wounded as f64 * scale)
                .fact(Fact::Arrested, meeting.arrested as f64 * scale);
            if meeting.shots {
                let hit = meeting.expected * scale;
                self.outrage(s, (rules.shot_grievance * hit / (hit + HIT_FOR_HALF)) as f32);
                self.localities[s].fear = (self.localities[s].fear + FEAR_OF_SHOTS).min(1.0);
            }
            if importance == IN_CAPITAL || meeting.shots {
                self.tell(event);
            }
        }
    }

    /// Everyone who might have been in the crowd of a town where shots fell is outraged: all but those who fired. Soldiers see
    /// what is done to people like them.
    fn outrage(&mut self, s: usize, shock: f32) {
        let (first, n) = (self.localities[s].first_group as usize, self.localities[s].n_groups as usize);
        for group in &self.groups[first..first + n] {
            if !group.does.has(Capability::KeepOrder) {
                let cells = group.cells();
                self.cells[cells].iter_mut().for_each(|c| c.shock += shock);
            }
        }
    }

    /// The killed and the arrested: of the street by who is out, of the force by who is set against it.
    fn take_victims(&mut self, s: usize, meeting: Meeting, round: u32) {
        let seat = &self.localities[s];
        let ruler = self.rule().ruler();
        let groups = &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
        let first = groups[0].first_cell as usize;
        let (mut street, mut force) = (Vec::new(), Vec::new());
        for group in groups {
            for cell in &self.cells[group.cells()] {
                let obeys = cell.is_led_by(ruler);
                let out = f64::from(cell.acting[1] + cell.acting[2]);
                street.push(if group.does.bear_arms() && obeys || group.does.live_in_villages() { 0.0 } else { out });
                let led = if group.does.bear_arms() && obeys { f64::from(cell.present()) } else { 0.0 };
                force.push(army::would_fight(group, led, seat));
            }
        }
        let mut stream = self.draws.stream(VICTIM, self.localities[s].entity, self.day, round);
        for n in 0..meeting.killed + meeting.arrested {
            let Some(chosen) = stream.choose(&street) else { break };
            self.strike(s, first + chosen, OUT, n < meeting.killed, &mut stream);
        }
        for _ in 0..meeting.lost {
            let Some(chosen) = stream.choose(&force) else { break };
            self.strike(s, first + chosen, 0, true, &mut stream);
        }
        self.localities[s].wounded += meeting.wounded as u32;
    }

    /// Kills or takes one member of a cell who acts at this level or above.
    pub(crate) fn strike(&mut self, s: usize, c: usize, level: u8, kill: bool, stream: &mut engine::draw::Stream) {
        let (start, adults) = (self.cells[c].start as usize, usize::from(self.cells[c].adults));
        let run = self.people.run(start, start + adults);
        let cell = &mut self.cells[c];
        let Some(did) = clash::strike_one(run, cell, level, kill, stream) else { return };
        if kill {
            cell.dead += 1;
            self.localities[s].killed += 1;
        } else {
            cell.custody += 1;
        }
        if did > 0 {
            cell.acting[usize::from(did) - 1] -= 1;
        }
    }
}

pub(crate) fn cells_of<'a>(seat: &Locality, groups: &[Group], cells: &'a mut [Cell]) -> &'a mut [Cell] {
    let groups = &groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
    match (groups.first(), groups.last()) {
        (Some(a), Some(b)) => &mut cells[a.first_cell as usize..(b.first_cell + b.n_cells) as usize],
        _ => &mut [],
    }
}
