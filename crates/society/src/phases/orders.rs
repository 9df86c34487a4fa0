//! Part of phase 7: unrest is noted, troops get their orders, columns move along the railways.

use crate::decide;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::army;
use crate::institutions::army::TroopMovement;
use crate::institutions::government::GovernmentKind as Kind;
use crate::places::NONE;
use crate::places::SOLDIERS;
use crate::places::WORKERS;
use crate::society::Society;
use crate::spec::{Role, Spec};
use engine::draw::Purpose;

const ORDER: Purpose = Purpose::named("government.order");
/// Hours of a day, by convention.
const DAY_HOURS: f64 = 24.0;
/// Share of workers acting that is called a general strike. Assumed.
pub(crate) const GENERAL: f32 = 0.5;
/// Share of a garrison that must refuse for it to have gone over. Assumed.
pub(crate) const GONE_OVER: f32 = 0.5;

impl Society {
    /// General strikes and mutinies are noted; where there is open unrest tomorrow has four rounds; police who have lost the
    /// street leave their posts; fear fades.
    pub(crate) fn mark_unrest(&mut self, spec: &Spec) {
        let old = self.government.kind == Kind::Autocracy;
        let scale = f64::from(self.scale);
        for s in 0..self.localities.len() {
            let has_council = self.localities[s].council != NONE;
            let seat = &mut self.localities[s];
            seat.unrest = !seat.rural
                && !seat.front
                && (seat.shares[WORKERS] > 0.02
                    || seat.shares[SOLDIERS] > 0.05
                    || seat.crowd > 0
                    || seat.march.call > 0.0);
            seat.fear *= crate::mechanisms::repression::FEAR_KEPT_PER_DAY as f32;
            army::hold_of_officers(seat, old, has_council, &spec.rules.army);
            let swept = seat.crowd as f32 > 3.0 * seat.loyal.max(1) as f32 || seat.mutiny;
            // The old regime's police do not outlive it: a militia takes their place, and is nobody's weapon.
            if swept || !old {
                seat.police *= if old { 0.5 } else { 0.7 };
            }
            let (general, refusing) = (seat.shares[WORKERS] > GENERAL, seat.shares[SOLDIERS] > GONE_OVER);
            let (was_general, was_mutiny) = (seat.general_strike, seat.mutiny);
            seat.general_strike = general || (was_general && seat.shares[WORKERS] > GENERAL * 0.6);
            seat.mutiny = refusing || (was_mutiny && seat.shares[SOLDIERS] > GONE_OVER * 0.5);
            let (place, shares, capital) = (seat.place, seat.shares, s == self.capital as usize);
            let importance = if capital { 3 } else { 1 };
            let workers_here = |s| self.groups_of(s).iter().filter(|g| g.role.is_worker()).map(|g| g.present).sum();
            let workers: u32 = if general && !was_general { workers_here(s) } else { 0 };
            let town = workers > 0 && f64::from(workers) * scale >= 1000.0 && !self.localities[s].rural;
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
                let men: u32 = self
                    .groups_of(s)
                    .iter()
                    .filter(|g| g.role.is_armed() && !matches!(g.role, Role::Police | Role::Junker))
                    .map(|g| g.present)
                    .sum();
                let size = f64::from(men) * f64::from(shares[SOLDIERS]) * scale;
                if size >= 500.0 {
                    self.tell(
                        Event::new(EventKind::Mutiny, Actor::Garrison, place, 3, importance)
                            .size(size)
                            .fact(Fact::Refusing, shares[SOLDIERS])
                            .fact(Fact::Hold, self.localities[s].discipline)
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
            if !seat.unrest || f64::from(seat.crowd) * scale < 300.0 || seat.loyal == 0 {
                self.localities[s].order = 0.0;
                continue;
            }
            let crowd = (f64::from(seat.crowd) / f64::from(seat.loyal.max(1)) / 10.0).min(1.0);
            let stubborn = f64::from(seat.days_of_action).min(2.0) / 2.0;
            // Commanders hear of refusals late: the share of yesterday's reports, not the mood.
            let refusing = f64::from(seat.shares[SOLDIERS]);
            let options = [
                ("hold", 0.15 + 0.6 * refusing - 0.3 * severity),
                ("disperse", 0.2 * severity + 0.2 + 0.1 * crowd - 0.25 * stubborn - 0.2 * refusing),
                ("fire", severity * (0.65 * stubborn + 0.35 * crowd) - 0.5 * refusing - 0.1),
            ];
            let mut stream = self.draws.stream(ORDER, s as u64, self.day, 0);
            let decider = decide::Actor {
                rulings: &spec.rulings,
                decision: "troops.order",
                party: None,
                rationality: spec.rules.party.rationality * 2.0,
            };
            let chosen = decider.choose(&options, &mut stream);
            let order = [0.0, 0.5, 1.0][chosen];
            let changed = (order - seat.order).abs() > 0.1;
            let (place, crowd_size) = (seat.place, f64::from(seat.crowd) * scale);
            self.localities[s].order = order;
            if changed && (s == self.capital as usize || order > 0.9) {
                let importance = if s == self.capital as usize { 2 } else { 1 };
                self.tell(
                    Event::decision(decider.chosen(&options, chosen), Actor::Government, place, 0, importance)
                        .fact(Fact::Crowd, crowd_size)
                        .fact(Fact::Refusing, refusing),
                );
            }
        }
    }

    pub(crate) fn old_regime_calls_troops(&mut self, spec: &Spec) {
        let capital = &self.localities[self.capital as usize];
        let lost = capital.shares[SOLDIERS] > 0.25;
        if lost && !self.columns.iter().any(|c| !c.coup) {
            self.send_column(spec, false);
        }
    }

    /// A commander sends men from the front nearest by rail.
    pub(crate) fn send_column(&mut self, spec: &Spec, coup: bool) {
        if !spec.switches.is_on("reinforcement") {
            return;
        }
        let hours = self.hours_to_capital();
        let near = (0..self.localities.len())
            .filter(|s| self.localities[*s].front && hours[*s].is_finite())
            .min_by(|a, b| hours[*a].total_cmp(&hours[*b]));
        let Some(from) = near else { return };
        let men: f64 = self
            .groups_of(from)
            .iter()
            .filter(|g| matches!(g.role, Role::Front | Role::Cossack))
            .map(|g| f64::from(g.present) * if g.role == Role::Cossack { 1.0 } else { army::COLUMN_SHARE })
            .sum();
        let delay = self.derived.conditions(self.localities[self.capital as usize].place)
            [crate::spec::Indicator::ReinforcementDelay as usize];
        let obeying = f64::from(1.0 - self.localities[from].shares[SOLDIERS])
            * f64::from(self.localities[from].discipline).sqrt();
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

    /// Hours by rail from every seat to the capital (shortest way; other roads count threefold).
    pub(crate) fn hours_to_capital(&self) -> Vec<f32> {
        let mut hours = vec![f32::INFINITY; self.localities.len()];
        hours[self.capital as usize] = 0.0;
        // Bellman-Ford: links are few, and the order of sums is fixed.
        for _ in 0..self.localities.len() {
            let mut changed = false;
            for link in &self.links {
                let cost = if link.rail { link.hours } else { 3.0 * link.hours };
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

    /// Columns advance a day. Railwaymen on strike stop them; on the way and in the capital they are talked to.
    pub(crate) fn move_columns(&mut self, spec: &Spec) {
        let scale = f64::from(self.scale);
        let capital = &self.localities[self.capital as usize];
        let rail_struck = {
            let (mut acting, mut all) = (0.0, 0.0);
            for g in self.groups.iter().filter(|g| g.role == Role::Rail) {
                let weight = f64::from(self.derived.weight[g.seat as usize]);
                acting += weight * f64::from(g.acting.iter().sum::<u32>() + g.follow[1]);
                all += weight * f64::from(g.present);
            }
            spec.columns_stopped(if all > 0.0 { (acting / all).min(1.0) } else { 0.0 })
        };
        let talked_to =
            f64::from(capital.shares[SOLDIERS]).max(f64::from(capital.standing) * self.against_government());
        let mut told = Vec::new();
        for column in &mut self.columns {
            let persuaded = if column.days_there >= 0 { 0.6 } else { 0.25 };
            column.obeying *= 1.0 - persuaded * talked_to.min(1.0);
            if column.days_there >= 0 {
                column.days_there += 1;
            } else {
                // A struck line lets through what it does not notice.
                column.hours -= DAY_HOURS * (1.0 - rail_struck);
                let place = self.localities[column.to as usize].place;
                if rail_struck > 0.4 && column.obeying < 0.3 {
                    told.push(
                        Event::new(EventKind::TroopsStopped, Actor::Railwaymen, place, 2, 3)
                            .size(column.men * scale)
                            .fact(Fact::Railwaymen, rail_struck)
                            .fact(Fact::Obeying, column.obeying),
                    );
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
        }
        self.columns.retain(|c| c.men > 0.0 && c.days_there < 14);
        told.into_iter().for_each(|e| self.tell(e));
    }

    /// How far the capital's people are against the government, 0..=1: what agitators tell a column.
    pub(crate) fn against_government(&self) -> f64 {
        let [g, c] = self.authority_in_capital();
        if g + c > 0.0 { c / (g + c) } else { 0.0 }
    }
}
