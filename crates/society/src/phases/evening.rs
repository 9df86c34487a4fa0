//! Phase 4 ends: strikes are settled, cells tire and rest, soldiers whom nobody holds go home.

use crate::decide::Chosen;
use crate::demand::Demand;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::army;
use crate::mechanisms::{experience, fatigue, settlement, social_proof};
use crate::parts::{parts, worth_starting};
use crate::people;
use crate::people::Run;
use crate::places::{Cell, Group, Locality};
use crate::society::Society;
use crate::spec::{Role, Spec};
use engine::cells::for_each_piece;
use engine::draw::{Draws, Purpose};

const TALKS: Purpose = Purpose::named("settlement.talks");
const DEMAND: Purpose = Purpose::named("settlement.demand");
const LEARN: Purpose = Purpose::named("experience.learn");
const DESERT: Purpose = Purpose::named("army.desertion");
/// Share of a unit that must act for its spell to begin, and below which it ends. Assumed.
const SPELL: (f64, f64) = (0.35, 0.12);
/// Smallest strike that is written to the event log, real persons: a convention of the log.
const LOGGED_STRIKE: f64 = 500.0;

impl Society {
    /// Phase 4 ends: cells in places with unrest have their evening; spells of strikes end with a result.
    pub(crate) fn settle(&mut self, spec: &Spec, threads: usize) {
        let evening = Evening::of(spec, self.draws, self.day);
        let mut parts =
            parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people);
        parts.retain(|p| self.localities[p.seat as usize].unrest);
        let crew = worth_starting(&parts, threads);
        let left = for_each_piece(parts, crew, |_, part| {
            let seat = &self.localities[part.seat as usize];
            let mut left = 0;
            part.for_each_group(|_, group, _, cells, run| left += evening.group(group, seat, cells, run));
            left
        });
        self.desertions += left.iter().sum::<u32>();
        let settlement_on = spec.switches.is_on("settlement");
        for u in 0..self.units.len() {
            let unit = &mut self.units[u];
            if unit.acting == 0 && unit.spell_days == 0 {
                continue;
            }
            let share = f64::from(unit.acting) / f64::from(unit.adults.max(1));
            let on = if unit.spell_days > 0 { share >= SPELL.1 } else { share >= SPELL.0 };
            if !on && unit.spell_days == 0 {
                continue;
            }
            if on {
                unit.spell_days += 1;
                unit.spell_peak = unit.spell_peak.max(unit.acting);
                unit.spell_person_days += unit.acting;
                if unit.spell_days == 1 {
                    self.spell_begins(u);
                }
            }
            let role = self.groups[self.cells[self.units[u].first_cell as usize].group as usize].role;
            let seat = self.groups[self.cells[self.units[u].first_cell as usize].group as usize].seat;
            let marching = self.localities[seat as usize].march.call;
            let talks = on
                && settlement_on
                && marching <= 0.0
                && role.is_worker()
                && self.draws.happens(spec.rules.settlement.talks_per_day, TALKS, u as u64, self.day, 0);
            if talks {
                self.talks(spec, u);
            } else if !on {
                let ending = if marching < 0.0 { EventResult::DayOver } else { EventResult::Exhaustion };
                self.spell_ends(u, ending, None);
            }
        }
    }

    fn talks(&mut self, spec: &Spec, u: usize) {
        let seat =
            &self.localities[self.groups[self.cells[self.units[u].first_cell as usize].group as usize].seat as usize];
        let mut stream = self.draws.stream(TALKS, u as u64, self.day, 1);
        let rationality = spec.rules.party.rationality;
        let (ending, chosen) = settlement::employer(&self.units[u], seat, rationality, &spec.rulings, &mut stream);
        if ending == settlement::Ending::Lost && self.units[u].spell_days < 5 {
            // Holding out ends nothing by itself while the strike is young.
            return;
        }
        self.units[u].won = settlement::won_after(&self.units[u], ending);
        let result = match ending {
            settlement::Ending::Won => EventResult::Won,
            settlement::Ending::Compromise => EventResult::Compromise,
            settlement::Ending::Lost => EventResult::Lost,
            settlement::Ending::LockOut => EventResult::LockOut,
        };
        self.spell_ends(u, result, Some(chosen));
        let unit = &self.units[u];
        let tired = settlement::RETURN_TO_WORK as f32;
        for cell in &mut self.cells[unit.first_cell as usize..(unit.first_cell + unit.n_cells) as usize] {
            cell.fatigue = (cell.fatigue + tired).min(1.0);
        }
    }

    fn spell_begins(&mut self, u: usize) {
        let role = self.role_of(u);
        if role.is_worker() {
            let group = &self.groups[self.cells[self.units[u].first_cell as usize].group as usize];
            let mut stream = self.draws.stream(DEMAND, u as u64, self.day, 0);
            let seat = &self.localities[group.seat as usize];
            let demand =
                if seat.march.call > 0.0 { Demand::Political } else { settlement::demand(group, seat, &mut stream) };
            self.units[u].demand = demand;
        }
        let unit = &self.units[u];
        let size = f64::from(unit.acting.max(unit.spell_peak)) * f64::from(self.scale);
        if size >= LOGGED_STRIKE {
            let group = &self.groups[self.cells[self.units[u].first_cell as usize].group as usize];
            let seat = &self.localities[group.seat as usize];
            let importance = u32::from(size >= 5000.0);
            let mut event = self
                .of_unit(u, kind_of_spell(role), 0, importance)
                .size(size)
                .fact(Fact::Grievance, group.mean(0))
                .fact(Fact::Trust, group.mean(1))
                .fact(Fact::Hardship, group.hardship)
                .fact(Fact::ActingHere, seat.shares[social_proof::alike(role)])
                .fact(Fact::ActingElsewhere, seat.news[social_proof::alike(role)]);
            event.demand = role.is_worker().then_some(unit.demand);
            self.tell(event);
        }
    }

    fn spell_ends(&mut self, u: usize, ending: EventResult, chosen: Option<Chosen>) {
        let role = self.role_of(u);
        let unit = &mut self.units[u];
        let demand = unit.demand;
        let (days, peak) = (unit.spell_days, f64::from(unit.spell_peak) * f64::from(self.scale));
        unit.spell_days = 0;
        unit.spell_peak = 0;
        unit.spell_person_days = 0;
        // A day in the street that all come back from teaches less than a strike.
        let chance = if ending == EventResult::DayOver { 0.0 } else { experience::LEARNED };
        for c in unit.first_cell..unit.first_cell + unit.n_cells {
            let cell = &self.cells[c as usize];
            let key = self.draws.key(LEARN, u64::from(c), self.day, 0);
            let (start, adults) = (cell.start as usize, usize::from(cell.adults));
            experience::learn(self.people.run(start, start + adults), key, chance);
        }
        if role.is_worker() && peak >= 100.0 {
            let mut event = self.of_unit(u, EventKind::StrikeEnd, 3, 0).size(peak).result(ending);
            event.demand = Some(demand);
            event.chosen = chosen;
            self.tell(event.fact(Fact::Days, days));
        }
    }

    fn role_of(&self, u: usize) -> Role {
        self.groups[self.cells[self.units[u].first_cell as usize].group as usize].role
    }

    /// An event of a unit's members.
    fn of_unit(&self, u: usize, kind: EventKind, round: u32, importance: u32) -> Event {
        let first_cell = self.units[u].first_cell;
        let group = &self.groups[self.cells[first_cell as usize].group as usize];
        let mut event = Event::new(kind, Actor::Unit, group.place, round, importance);
        event.class = Some(group.class);
        event.cell = Some(first_cell);
        event
    }
}

/// What happens to a cell after the last round of the day. It concerns nobody else, so that where the day has one round it
/// follows at once.
pub(crate) struct Evening<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) draws: Draws,
    pub(crate) day: engine::calendar::Day,
    pub(crate) fatigue_on: bool,
}

impl Evening<'_> {
    pub(crate) fn of(spec: &Spec, draws: Draws, day: engine::calendar::Day) -> Evening<'_> {
        Evening { spec, draws, day, fatigue_on: spec.switches.is_on("fatigue") }
    }

    /// Cells tire and rest; soldiers whom nobody holds go home. Returns how many went.
    #[inline(always)]
    pub(crate) fn group(&self, group: &Group, seat: &Locality, cells: &mut [Cell], mut run: Run<'_>) -> u32 {
        if self.fatigue_on {
            cells.iter_mut().for_each(|c| fatigue::update(c, &self.spec.rules.fatigue));
        }
        if group.role != Role::Front && group.role != Role::Soldier {
            return 0;
        }
        let rate = army::DESERTS_PER_DAY;
        let hold = f64::from(seat.discipline);
        let first = cells[0].start as usize;
        let mut gone = 0;
        for (i, cell) in cells.iter_mut().enumerate() {
            let restless = f64::from(cell.present()) * (0.3 + f64::from(cell.acting_share())) * (1.0 - hold);
            if restless <= 0.0 {
                continue;
            }
            let mut stream = self.draws.stream(DESERT, u64::from(group.first_cell) + i as u64, self.day, 0);
            let leave = stream.round(restless * rate).min(u64::from(cell.present().saturating_sub(1)));
            let (start, adults) = (cell.start as usize - first, usize::from(cell.adults));
            let left = army_leavers(run.part(start, start + adults), adults, leave, &mut stream);
            cell.moved += left;
            gone += u32::from(left);
        }
        gone
    }
}

/// Marks up to `n` members of a cell as gone away; returns how many were found.
fn army_leavers(run: Run<'_>, adults: usize, n: u64, stream: &mut engine::draw::Stream) -> u16 {
    let mut left = 0;
    for _ in 0..n {
        let from = stream.below(adults as u64) as usize;
        let free = |i: &usize| run.status[*i] & (people::GONE | people::CUSTODY) == 0;
        if let Some(i) = (0..adults).map(|k| (from + k) % adults).find(free) {
            run.status[i] = people::GONE | people::CUSTODY;
            run.grievance[i] = 0;
            run.trust[i] = 0;
            run.power[i] = 0;
            run.leaning[i] = 0;
            left += 1;
        }
    }
    left
}

fn kind_of_spell(role: Role) -> EventKind {
    match role {
        _ if role.is_worker() => EventKind::Strike,
        Role::Peasant | Role::Landed => EventKind::PeasantUnrest,
        _ if role.is_armed() => EventKind::Refusal,
        _ => EventKind::Demonstration,
    }
}
