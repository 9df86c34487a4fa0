//! Part of phase 7: unrest is noted, troops get their orders, columns move along the railways.

use crate::decide;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::army;
use crate::institutions::army::TroopMovement;
use crate::mechanisms::clash::{self, Force};
use crate::places::SOLDIERS;
use crate::places::WORKERS;
use crate::society::Society;
use crate::spec::{Capability, LIBERTY, Spec};
use engine::draw::Purpose;

const ORDER: Purpose = Purpose::named("government.order");
const SENT_BACK: Purpose = Purpose::named("army.sent_back");
const ANSWER: Purpose = Purpose::named("government.answer");
/// Hours of a day, by convention.
const DAY_HOURS: f64 = 24.0;
/// Share of workers acting that is called a general strike. Assumed.
pub(crate) const GENERAL: f32 = 0.5;
/// Share of a garrison that must refuse for it to have gone over. Assumed.
pub(crate) const GONE_OVER: f32 = 0.5;
/// Share of what makes a general strike, or a mutiny, at which it is over. Unit: share. Assumed.
const OVER_AT: [f32; 2] = [0.6, 0.5];
/// Share of workers acting, and of soldiers refusing, from which a day has four rounds. Unit: share. Assumed.
const UNREST: [f32; 2] = [0.02, 0.05];
/// Persons in the street for each armed man at which the police give up their posts. Unit: persons. Assumed.
const SWEPT: f32 = 3.0;
/// Share of the police still at their posts a day after: of a place that was swept, and of an old regime's police that has
/// no regime. Unit: share per day. Assumed.
const POLICE_KEPT: [f32; 2] = [0.5, 0.7];
/// Share of what is remembered of dispersed crowds that came again, and of failed risings, that remains a day later. Unit:
/// share per day. Assumed.
const REMEMBERED: [f32; 2] = [0.6, 0.985];
/// Chance that the old regime takes counsel on a day of a general strike or a mutiny. Unit: chance per day. Assumed.
const TAKES_COUNSEL_PER_DAY: f64 = 0.3;
/// Share of the liberties asked for that the old regime grants when it grants any. Unit: share. Assumed.
const GRANTED: f64 = 0.5;
/// Share of a garrison that refuses at which commanders of the old regime call for troops from outside. Unit: share.
/// Assumed.
const LOST: f32 = 0.25;
/// Share of railwaymen who carry no columns, and share of the column that obeys, at which it is stopped. Unit: share.
/// Assumed.
const STOPPED: [f64; 2] = [0.4, 0.3];
/// Share of a column that can be talked over in a day in the capital, and on the way. Unit: share per day. Assumed.
const TALKED_OVER: [f64; 2] = [0.6, 0.25];
/// Chance that a column that has arrived is sent back on a day. Unit: chance per day. Assumed.
const SENT_BACK_PER_DAY: f64 = 1.0 / 14.0;
/// Hours on other roads next to the same by rail. Unit: times. Assumed.
const ROADS: f32 = 3.0;
/// Importance of orders, and of strikes and mutinies, in the capital. A convention of the log; unit: scale of importance.
const IN_CAPITAL: [u32; 2] = [2, 3];
/// Smallest mutiny and smallest town of a general strike in the event log. Unit: persons. A convention.
const LOGGED: [f64; 2] = [500.0, 1000.0];

impl Society {
    /// General strikes and mutinies are noted; where there is open unrest tomorrow has four rounds; police who have lost the
    /// street leave their posts; fear fades.
    pub(crate) fn mark_unrest(&mut self) {
        let old = self.government.kind.stands();
        let scale = f64::from(self.scale);
        let ruler = self.rule().ruler() as usize;
        for s in 0..self.localities.len() {
            let seat = &mut self.localities[s];
            seat.unrest = !seat.rural
                && !seat.front
                && (seat.shares[WORKERS] > UNREST[0]
                    || (old && seat.shares[SOLDIERS] > UNREST[1])
                    || seat.crowd > 0
                    || seat.march.call > 0.0);
            // A crowd that comes again after it was told to go shows what such orders are worth.
            let again = if seat.order > 0.0 && seat.crowd > 0 { 1.0 } else { 0.0 };
            seat.defied = REMEMBERED[0] * seat.defied + (1.0 - REMEMBERED[0]) * again;
            seat.defeat *= REMEMBERED[1];
            let held = seat.arms[ruler] as f32;
            let lost = if seat.obeyed > 0.0 { (1.0 - held / seat.obeyed).max(0.0) } else { 0.0 };
            seat.losing = seat.losing.max(lost) * REMEMBERED[0];
            seat.obeyed = held;
            seat.fear *= clash::FEAR_KEPT_PER_DAY as f32;
            army::rest(seat);
            let swept = seat.crowd as f32 > SWEPT * seat.arms[ruler].max(1) as f32 || seat.mutiny;
            // The police of the regime of the start do not outlive it: a militia takes their place, and is nobody's weapon.
            if swept || !old {
                seat.police *= POLICE_KEPT[usize::from(!old)];
            }
            let (general, refusing) = (seat.shares[WORKERS] > GENERAL, seat.shares[SOLDIERS] > GONE_OVER);
            let (was_general, was_mutiny) = (seat.general_strike, seat.mutiny);
            seat.general_strike = general || (was_general && seat.shares[WORKERS] > GENERAL * OVER_AT[0]);
            seat.mutiny = refusing || (was_mutiny && seat.shares[SOLDIERS] > GONE_OVER * OVER_AT[1]);
            let (place, shares, capital) = (seat.place, seat.shares, s == self.capital as usize);
            let importance = if capital { IN_CAPITAL[1] } else { 1 };
            let workers_here = |s| self.groups_of(s).iter().filter(|g| g.does.strike()).map(|g| g.present).sum();
            let workers: u32 = if general && !was_general { workers_here(s) } else { 0 };
            let town = workers > 0 && f64::from(workers) * scale >= LOGGED[1] && !self.localities[s].rural;
            if town {
                let size = f64::from(workers) * f64::from(shares[WORKERS]) * scale;
                self.tell(
                    Event::new(EventKind::GeneralStrike, Actor::Workers, place, 3, importance)
                        .size(size)
                        .fact(Fact::WorkersOut, shares[WORKERS])
                        .fact(Fact::ActingElsewhere, self.localities[s].news[WORKERS]),
                );
            }
            if refusing && !was_mutiny {
                let men: u32 = self.groups_of(s).iter().filter(|g| g.does.are_soldiers()).map(|g| g.present).sum();
                let size = f64::from(men) * f64::from(shares[SOLDIERS]) * scale;
                if size >= LOGGED[0] {
                    self.tell(
                        Event::new(EventKind::Mutiny, Actor::Garrison, place, 3, importance)
                            .size(size)
                            .fact(Fact::Refusing, shares[SOLDIERS])
                            .fact(Fact::Hold, self.localities[s].hold())
                            .fact(Fact::Order, self.localities[s].order)
                            .fact(Fact::Crowd, f64::from(self.localities[s].crowd) * scale),
                    );
                }
            }
        }
    }

    /// What the government's men are told to do to crowds, decided each day where there is one.
    pub(crate) fn order_troops(&mut self, spec: &Spec) {
        let severity = self.government.severity;
        let scale = f64::from(self.scale);
        for s in 0..self.localities.len() {
            let seat = &self.localities[s];
            if !seat.unrest {
                self.localities[s].order = 0.0;
                continue;
            }
            let street = self.street(seat);
            let size = (street.crowd + street.armed) * scale;
            let force = self.force_against_crowds(seat);
            if size < clash::LEAST_CROWD || force <= 0.0 {
                self.localities[s].order = 0.0;
                continue;
            }
            // Commanders reckon with the reports of yesterday.
            let holds = clash::prevails(Force { armed: force, crowd: 0.0 }, street, &spec.rules.clash);
            let refusing = f64::from(seat.losing);
            let seen = [
                ("severity", severity),
                ("refusing", refusing),
                ("crowd", 1.0 - holds),
                ("defied", f64::from(seat.defied)),
                ("armed", street.armed / (street.armed + force)),
            ];
            let mut stream = self.draws.stream(ORDER, seat.entity, self.day, 0);
            let decider = decide::Actor {
                rulings: &spec.rulings,
                decision: "troops.order",
                party: None,
                rationality: spec.rules.party.rationality,
            };
            let chosen = decider.weigh(&seen, &mut stream);
            let order = clash::ORDERS[chosen.taken];
            let (changed, fires) = (order != seat.order, order == clash::FIRE);
            let place = seat.place;
            self.localities[s].order = order;
            if changed && (s == self.capital as usize || fires) {
                let importance = if s == self.capital as usize { IN_CAPITAL[0] } else { 1 };
                self.tell(
                    Event::decision(chosen, Actor::Government, place, 0, importance)
                        .fact(Fact::Crowd, size)
                        .fact(Fact::Refusing, refusing),
                );
            }
        }
    }

    /// The old regime calls troops when the garrison of the capital is lost, and may grant liberties.
    pub(crate) fn old_regime_answers(&mut self, spec: &Spec) {
        let capital = &self.localities[self.capital as usize];
        let refusing = f64::from(capital.shares[SOLDIERS]);
        if capital.shares[SOLDIERS] > LOST && !self.columns.iter().any(|c| !c.coup) {
            self.send_column(spec, false);
        }
        let capital = &self.localities[self.capital as usize];
        let pressed = capital.general_strike || capital.mutiny;
        let granted = self.government.decided[LIBERTY] > 0.0;
        if !pressed || granted || !self.draws.happens(TAKES_COUNSEL_PER_DAY, ANSWER, 0, self.day, 0) {
            return;
        }
        let force = Force { armed: self.force_against_crowds(capital), crowd: 0.0 };
        let held = clash::prevails(force, self.street(capital), &spec.rules.clash);
        let street = f64::from(capital.shares[WORKERS]);
        let place = capital.place;
        let seen = [("street", street), ("refusing", refusing), ("held", held), ("severity", self.government.severity)];
        let mut stream = self.draws.stream(ANSWER, 1, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "regime.answer", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        if chosen.taken == 1 {
            self.government.decided[LIBERTY] = GRANTED;
        }
        self.tell(
            Event::decision(chosen, Actor::OldRegime, place, 3, 3)
                .fact(Fact::WorkersOut, street)
                .fact(Fact::Refusing, refusing),
        );
    }

    /// A commander sends men from the front nearest by rail.
    pub(crate) fn send_column(&mut self, spec: &Spec, coup: bool) {
        if !spec.switches.is_on("reinforcement") {
            return;
        }
        let Some((from, men, obeying)) = self.column_at_hand() else { return };
        let hours = self.hours_to_capital();
        let delay = self.derived.conditions(self.localities[self.capital as usize].place)
            [crate::spec::Indicator::ReinforcementDelay as usize];
        // Loading a brigade takes a day.
        let column = TroopMovement {
            from: from as u32,
            to: self.capital,
            men,
            obeying,
            hours: f64::from(hours[from]) + delay + DAY_HOURS,
            days_there: -1,
            coup,
        };
        let hours = column.hours;
        let (actor, aim) = if coup {
            (Actor::Commander, EventResult::AgainstTheCapital)
        } else {
            (Actor::HighCommand, EventResult::ForTheGovernment)
        };
        let place = self.localities[from].place;
        let size = men * f64::from(self.scale);
        self.columns.push(column);
        self.tell(
            Event::new(EventKind::TroopsSent, actor, place, 1, 3)
                .result(aim)
                .size(size)
                .fact(Fact::Hours, hours)
                .fact(Fact::Obeying, obeying),
        );
    }

    /// The front nearest by rail to the capital, the men whom its commander could send at once, and the share of them who
    /// obey; `None` where there is no front.
    pub(crate) fn column_at_hand(&self) -> Option<(usize, f64, f64)> {
        let hours = self.hours_to_capital();
        let from = (0..self.localities.len())
            .filter(|s| self.localities[*s].front && hours[*s].is_finite())
            .min_by(|a, b| hours[*a].total_cmp(&hours[*b]))?;
        let men: f64 = self
            .groups_of(from)
            .iter()
            .filter(|g| g.does.has(Capability::BeSent))
            .map(|g| f64::from(g.present) * if g.does.hold_front() { army::COLUMN_SHARE } else { 1.0 })
            .sum();
        Some((from, men, f64::from(self.localities[from].hold())))
    }

    /// Hours by rail from every seat to the capital (shortest way; other roads count threefold).
    pub(crate) fn hours_to_capital(&self) -> Vec<f32> {
        let mut hours = vec![f32::INFINITY; self.localities.len()];
        hours[self.capital as usize] = 0.0;
        // Bellman-Ford: links are few, and the order of sums is fixed.
        for _ in 0..self.localities.len() {
            let mut changed = false;
            for link in &self.links {
                let cost = if link.rail { link.hours } else { ROADS * link.hours };
                let (a, b) = (link.a as usize, link.b as usize);
                for (x, y) in [(a, b), (b, a)] {
                    if hours[x] + cost < hours[y] {
                        hours[y] = hours[x] + cost;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        hours
    }

    /// Columns advance a day. Railwaymen on strike stop them; on the way and in the capital they are talked to. Men of a column
    /// that is stopped or talked over obey no longer: they tell it at the front, and their company with them.
    pub(crate) fn move_columns(&mut self, spec: &Spec) {
        let scale = f64::from(self.scale);
        let capital = &self.localities[self.capital as usize];
        let rail_struck = {
            let (mut acting, mut all) = (0.0, 0.0);
            for g in self.groups.iter().filter(|g| g.does.has(Capability::StopTrains)) {
                let weight = f64::from(self.derived.weight[g.seat as usize]);
                acting += weight * f64::from(g.acting.iter().sum::<u32>() + g.follow[1]);
                all += weight * f64::from(g.present);
            }
            spec.columns_stopped(if all > 0.0 { (acting / all).min(1.0) } else { 0.0 })
        };
        let talked_to =
            f64::from(capital.shares[SOLDIERS]).max(f64::from(capital.standing) * self.against_government());
        let (mut told, mut lost) = (Vec::new(), Vec::new());
        for column in &mut self.columns {
            let is_there = column.days_there >= 0;
            let persuaded = TALKED_OVER[usize::from(!is_there)] * talked_to.min(1.0);
            column.obeying *= 1.0 - persuaded;
            if is_there {
                // Columns from one town that came on different days are sent back for themselves.
                let entity = self.localities[column.from as usize].entity.wrapping_add(column.days_there as u64);
                let back = self.draws.happens(SENT_BACK_PER_DAY, SENT_BACK, entity, self.day, 0);
                column.days_there += 1;
                if back {
                    lost.push((column.from, column.men * (1.0 - column.obeying)));
                    column.men = 0.0;
                }
                continue;
            }
            // A struck line lets through what it does not notice.
            column.hours -= DAY_HOURS * (1.0 - rail_struck);
            let place = self.localities[column.to as usize].place;
            if rail_struck > STOPPED[0] && column.obeying < STOPPED[1] {
                told.push(
                    Event::new(EventKind::TroopsStopped, Actor::Railwaymen, place, 2, 3)
                        .size(column.men * scale)
                        .fact(Fact::Railwaymen, rail_struck)
                        .fact(Fact::Obeying, column.obeying),
                );
                lost.push((column.from, column.men * (1.0 - column.obeying)));
                if column.coup {
                    self.coup_failed = true;
                }
                column.men = 0.0;
            } else if column.hours <= 0.0 {
                column.days_there = 0;
                told.push(
                    Event::new(EventKind::TroopsArrive, Actor::TroopColumn, place, 1, 3)
                        .size(column.men * scale)
                        .fact(Fact::Obeying, column.obeying),
                );
            }
        }
        self.columns.retain(|c| c.men > 0.0);
        let came_back = !lost.is_empty();
        lost.into_iter().for_each(|(from, men)| self.come_back_disobedient(from as usize, men));
        if came_back {
            self.sum_up();
        }
        told.into_iter().for_each(|e| self.tell(e));
    }

    /// As many men of a sector as come back from a column that was talked over obey the command no longer, company by company.
    fn come_back_disobedient(&mut self, s: usize, men: f64) {
        let mut left = men;
        let ruler = self.rule().ruler();
        let (first, n) = (self.localities[s].first_group as usize, self.localities[s].n_groups as usize);
        for group in self.groups[first..first + n].iter().filter(|g| g.does.has(Capability::BeSent)) {
            for cell in &mut self.cells[group.cells()] {
                if left < f64::from(cell.present()) {
                    break;
                }
                if cell.is_led_by(ruler) {
                    left -= f64::from(cell.present());
                    cell.obey(crate::places::Authority::Nobody);
                }
            }
        }
    }

    /// How far the capital's people are against the government, 0..=1: what agitators tell a column.
    pub(crate) fn against_government(&self) -> f64 {
        let [g, c] = self.authority_in_capital();
        if g + c > 0.0 { c / (g + c) } else { 0.0 }
    }
}
