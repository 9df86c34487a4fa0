//! Phase 4 ends: strikes are settled, cells tire and rest, soldiers whom nobody holds go home.

use crate::decide::Chosen;
use crate::demand::Demand;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::army;
use crate::mechanisms::{allegiance, experience, fatigue, grievance, rural, settlement, social_proof};
use crate::parts::{parts, sum_group, worth_starting};
use crate::people;
use crate::people::Run;
use crate::places::{Authority, Cell, Group, Locality, NONE};
use crate::society::Society;
use crate::spec::{Capabilities, Capability, Indicator, Spec};
use engine::cells::for_each_piece;
use engine::draw::{Draws, Purpose};

const TALKS: Purpose = Purpose::named("settlement.talks");
const REOPENS: Purpose = Purpose::named("settlement.reopens");
const DEMAND: Purpose = Purpose::named("settlement.demand");
const LEARN: Purpose = Purpose::named("experience.learn");
const DESERT: Purpose = Purpose::named("army.desertion");
/// Days of a strike before an employer who holds out is believed to mean it. Assumed.
const YOUNG_STRIKE_DAYS: u16 = 5;
/// Smallest strike whose end is written to the event log, real persons: a convention of the log.
const LOGGED_END: f64 = 100.0;
/// Strike from which an event is of importance 1, real persons: a convention of the log.
const LARGE_STRIKE: f64 = 5000.0;
/// How much of the wish to go home officers keep down where all obey. Unit: share. Assumed.
const KEPT_DOWN: f64 = 0.7;
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
        for_each_piece(parts, crew, |_, part| {
            let seat = &self.localities[part.seat as usize];
            part.for_each_group(|_, group, units, cells, run| {
                evening.group(group, seat, cells, run);
                sum_group(group, units, cells);
            });
        });
        let settlement_on = spec.switches.is_on("settlement");
        for u in 0..self.units.len() {
            if self.units[u].is_closed {
                self.look_at_closed_works(spec, u);
            }
            if self.units[u].acting == 0 && self.units[u].spell_days == 0 {
                continue;
            }
            let does = self.does(u);
            let unit = &mut self.units[u];
            if unit.acting > 0 && does.take_land() {
                rural::take_land(unit);
            }
            let share = f64::from(unit.acting) / f64::from(unit.adults.max(1));
            let on = if unit.spell_days > 0 { share >= SPELL.1 } else { share >= SPELL.0 };
            if !on && unit.spell_days == 0 {
                continue;
            }
            if on {
                unit.spell_days += 1;
                unit.spell_peak = unit.spell_peak.max(unit.acting);
                if unit.spell_days == 1 {
                    self.spell_begins(u);
                }
            }
            let seat = self.group_of(u).seat;
            let marching = self.localities[seat as usize].march.call;
            // In a general strike nobody bargains for himself.
            let talks = on
                && settlement_on
                && marching <= 0.0
                && does.strike()
                && !self.localities[seat as usize].general_strike
                && self.draws.happens(spec.rules.settlement.talks_per_day, TALKS, self.entity_of_unit(u), self.day, 0);
            if talks {
                self.talks(spec, u);
            } else if !on {
                let ending = if marching < 0.0 { EventResult::DayOver } else { EventResult::Exhaustion };
                self.spell_ends(u, ending, None);
            }
        }
    }

    fn talks(&mut self, spec: &Spec, u: usize) {
        let group = self.group_of(u);
        let seat = &self.localities[group.seat as usize];
        let prices = self.derived.conditions(group.place)[Indicator::Prices as usize];
        let mut stream = self.draws.stream(TALKS, self.entity_of_unit(u), self.day, 1);
        let rationality = spec.rules.party.rationality;
        let unknown = self.obey_an_unknown_council(u);
        let (ending, chosen) =
            settlement::employer(&self.units[u], seat, prices, unknown, rationality, &spec.rulings, &mut stream);
        if !settlement::is_accepted(ending, unknown) {
            return;
        }
        if ending == settlement::Ending::Lost && self.units[u].spell_days < YOUNG_STRIKE_DAYS {
            // Holding out ends nothing by itself while the strike is young.
            return;
        }
        let (at, wage) = (group.seat, seat.compared);
        let result = match ending {
            settlement::Ending::Won => EventResult::Won,
            settlement::Ending::Compromise => EventResult::Compromise,
            settlement::Ending::Lost => EventResult::Lost,
            settlement::Ending::LockOut => EventResult::LockOut,
        };
        let mut chosen = Some(chosen);
        for u in self.works_of_the_owner(u, at) {
            let hardship = grievance::of_unit(self.group_of(u), &self.units[u], prices as f32, wage);
            settlement::settle(&mut self.units[u], ending, prices as f32, hardship);
            self.spell_ends(u, result, chosen.take());
            let unit = &self.units[u];
            let tired = settlement::RETURN_TO_WORK as f32;
            for cell in &mut self.cells[unit.cells()] {
                cell.fatigue = (cell.fatigue + tired).min(1.0);
            }
        }
    }

    /// Share of a works who obey a council while the regime of the start, which knows none, still stands.
    fn obey_an_unknown_council(&self, u: usize) -> f64 {
        if !self.government.kind.stands() {
            return 0.0;
        }
        let unit = &self.units[u];
        let cells = &self.cells[unit.cells()];
        let obey: u32 = cells.iter().map(|c| c.following()[Authority::Council as usize]).sum();
        f64::from(obey) / f64::from(unit.adults.max(1))
    }

    /// A works, and the others of its owner in the seat that are struck: what an owner settles holds in all of them.
    fn works_of_the_owner(&self, u: usize, seat: u32) -> Vec<usize> {
        let owner = self.units[u].owner;
        if owner == NONE {
            return vec![u];
        }
        let is_one = |v: &usize| {
            *v != u && self.units[*v].owner == owner && self.units[*v].spell_days > 0 && self.group_of(*v).seat == seat
        };
        std::iter::once(u).chain((0..self.units.len()).filter(is_one)).collect()
    }

    /// The employer of closed works may open them again.
    fn look_at_closed_works(&mut self, spec: &Spec, u: usize) {
        if !self.draws.happens(settlement::LOOKS_AGAIN_PER_DAY, REOPENS, self.entity_of_unit(u), self.day, 0) {
            return;
        }
        let seat = &self.localities[self.group_of(u).seat as usize];
        let mut stream = self.draws.stream(REOPENS, self.entity_of_unit(u), self.day, 1);
        let rationality = spec.rules.party.rationality;
        let (opens, chosen) = settlement::reopens(&self.units[u], seat, rationality, &spec.rulings, &mut stream);
        if opens {
            self.units[u].is_closed = false;
            let size = f64::from(self.units[u].adults) * f64::from(self.scale);
            if size >= LOGGED_END {
                let mut event = self.of_unit(u, EventKind::Decision, 3, 0).size(size);
                event.chosen = Some(chosen);
                self.tell(event);
            }
        }
    }

    fn spell_begins(&mut self, u: usize) {
        let does = self.does(u);
        if does.strike() {
            let group = self.group_of(u);
            let councils_rule = self.rule() == allegiance::Rule::Councils;
            let mut stream = self.draws.stream(DEMAND, self.entity_of_unit(u), self.day, 0);
            let seat = &self.localities[group.seat as usize];
            let demand = if seat.march.call > 0.0 {
                Demand::Political
            } else {
                settlement::demand(group, seat, councils_rule, &mut stream)
            };
            self.units[u].demand = demand;
        }
        let unit = &self.units[u];
        let size = f64::from(unit.acting.max(unit.spell_peak)) * f64::from(self.scale);
        if size >= LOGGED_STRIKE {
            let group = self.group_of(u);
            let seat = &self.localities[group.seat as usize];
            let importance = u32::from(size >= LARGE_STRIKE);
            let mut event = self
                .of_unit(u, kind_of_spell(does), 0, importance)
                .size(size)
                .fact(Fact::Grievance, group.mean(0))
                .fact(Fact::Trust, group.mean(1))
                .fact(Fact::Hardship, group.hardship)
                .fact(Fact::ActingHere, seat.shares[social_proof::alike(does)])
                .fact(Fact::ActingElsewhere, seat.news[social_proof::alike(does)]);
            event.demand = does.strike().then_some(unit.demand);
            self.tell(event);
        }
    }

    fn spell_ends(&mut self, u: usize, ending: EventResult, chosen: Option<Chosen>) {
        let does = self.does(u);
        let unit = &mut self.units[u];
        let demand = unit.demand;
        let (days, peak) = (unit.spell_days, f64::from(unit.spell_peak) * f64::from(self.scale));
        unit.spell_days = 0;
        unit.spell_peak = 0;
        // A day in the street that all come back from teaches less than a strike.
        let chance = if ending == EventResult::DayOver { 0.0 } else { experience::LEARNED };
        for c in unit.first_cell..unit.first_cell + unit.n_cells {
            let cell = &self.cells[c as usize];
            let key = self.draws.key(LEARN, self.entity_of_cell(c as usize), self.day, 0);
            let (start, adults) = (cell.start as usize, usize::from(cell.adults));
            experience::learn(self.people.run(start, start + adults), key, chance);
            let group = self.cells[c as usize].group as usize;
            self.look_again(c as usize, group);
        }
        if does.strike() && peak >= LOGGED_END {
            let mut event = self.of_unit(u, EventKind::StrikeEnd, 3, 0).size(peak).result(ending);
            event.demand = Some(demand);
            event.chosen = chosen;
            self.tell(event.fact(Fact::Days, days));
        }
    }

    /// Something has changed in a cell by which its members may be nearer to acting than they were at their last turn.
    pub(crate) fn look_again(&mut self, cell: usize, group: usize) {
        self.cells[cell].margin = people::Margin::NEAR;
        self.groups[group].margins[1] = people::Margin::NEAR;
    }

    fn group_of(&self, u: usize) -> &Group {
        &self.groups[self.cells[self.units[u].first_cell as usize].group as usize]
    }

    /// What a unit draws for: what its first cell does.
    fn entity_of_unit(&self, u: usize) -> u64 {
        self.entity_of_cell(self.units[u].first_cell as usize)
    }

    /// What the members of a unit can do.
    fn does(&self, u: usize) -> Capabilities {
        self.group_of(u).does
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
    /// Days since the start.
    pub(crate) days: i32,
    pub(crate) fatigue_on: bool,
}

impl Evening<'_> {
    pub(crate) fn of(spec: &Spec, draws: Draws, day: engine::calendar::Day) -> Evening<'_> {
        Evening { spec, draws, day, days: day.since(spec.start), fatigue_on: spec.switches.is_on("fatigue") }
    }

    /// Cells tire and rest; soldiers whom nobody holds go home. Returns how many went.
    #[inline(always)]
    pub(crate) fn group(&self, group: &Group, seat: &Locality, cells: &mut [Cell], mut run: Run<'_>) -> u32 {
        let first = cells[0].start as usize;
        let mut gone = 0;
        for (i, cell) in cells.iter_mut().enumerate() {
            let start = cell.start as usize - first;
            let members = run.part(start, start + usize::from(cell.adults));
            gone += self.cell(group.entity_of(i), group, seat, cell, members);
        }
        gone
    }

    /// The evening of one cell: of the days that have passed since its last.
    #[inline(always)]
    pub(crate) fn cell(&self, entity: u64, group: &Group, seat: &Locality, cell: &mut Cell, run: Run<'_>) -> u32 {
        let days = self.days - cell.rested;
        cell.rested = self.days;
        if self.fatigue_on {
            fatigue::update(cell, days, &self.spec.rules.fatigue);
        }
        if !group.does.has(Capability::Drafted) {
            return 0;
        }
        // Who wants peace and land, and does not believe in those who rule, wants to go home.
        let felt = f64::from(cell.mean(cell.grievance) * (1.0 - cell.mean(cell.ruler)));
        let restless = f64::from(cell.present()) * felt * (1.0 - KEPT_DOWN * f64::from(seat.hold()));
        let mut stream = self.draws.stream(DESERT, entity, self.day, 0);
        let expected = restless * army::DESERTS_PER_DAY * f64::from(days);
        let leave = stream.round(expected).min(u64::from(cell.present().saturating_sub(1)));
        go_home(run, cell, leave, &mut stream)
    }
}

/// Up to `n` members of a cell go away; returns how many did.
fn go_home(run: Run<'_>, cell: &mut Cell, n: u64, stream: &mut engine::draw::Stream) -> u32 {
    let (mut left, adults) = (0, usize::from(cell.adults));
    for _ in 0..n {
        let from = stream.below(adults as u64) as usize;
        let free = |i: &usize| run.status[*i] & (people::GONE | people::CUSTODY) == 0;
        if let Some(i) = (0..adults).map(|k| (from + k) % adults).find(free) {
            run.status[i] = people::GONE | people::CUSTODY;
            cell.forget(people::leave(
                &mut [&mut *run.grievance, &mut *run.ruler, &mut *run.contender],
                run.leaning,
                i,
            ));
            cell.moved += 1;
            left += 1;
        }
    }
    left
}

fn kind_of_spell(does: Capabilities) -> EventKind {
    match does {
        _ if does.strike() => EventKind::Strike,
        _ if does.live_in_villages() => EventKind::PeasantUnrest,
        _ if does.bear_arms() => EventKind::Refusal,
        _ => EventKind::Demonstration,
    }
}
