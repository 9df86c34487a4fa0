//! Phases 6, 7 and 9 of the day: parties, the government, columns of troops, and who prevails.

use crate::decide::{self, Choice};
use crate::institutions::army::{self, Column};
use crate::institutions::council::Resolution;
use crate::institutions::government::{self, GovernmentKind as Kind};
use crate::institutions::party;
use crate::places::{NONE, SOLDIERS, WORKERS};
use crate::society::{Event, OutcomeKind, Society};
use crate::spec::{BREAD, HOURS, LAND, LIBERTY, N_ISSUES, N_PARTIES, NATION, PEACE, Role, Spec, Strategy};
use crate::street::cells_of;
use engine::draw::Purpose;
use engine::math;

const ORDER: Purpose = Purpose::named("government.order");
const CRISIS: Purpose = Purpose::named("government.crisis");
const POLICY: Purpose = Purpose::named("government.policy");
const COALITION: Purpose = Purpose::named("government.coalition");
const RISING: Purpose = Purpose::named("party.rising");
const BELIEF: Purpose = Purpose::named("party.belief");
const YIELD: Purpose = Purpose::named("government.yield");
const COUP: Purpose = Purpose::named("army.coup");
const FIGHT: Purpose = Purpose::named("power.fight");

/// Cost that a government sees in delivering each demand, in utility; peace costs the allies.
const COST: [f64; N_ISSUES] = [0.9, 0.95, 0.75, 0.35, 0.1, 0.5];
/// Share of workers acting that is called a general strike.
const GENERAL: f32 = 0.5;
/// Share of a garrison that must refuse for it to have gone over.
const GONE_OVER: f32 = 0.5;

impl Society {
    /// Phase 6. Committees weigh leaders, members and strategy.
    pub(crate) fn committees_of_parties(&mut self, spec: &Spec) {
        let adults = self.derived.adults;
        let mut leaning = [0.0; N_PARTIES];
        let mut power = [0.0; N_PARTIES];
        let scale = f64::from(self.scale);
        for group in &self.groups {
            let base = 2.0 * f64::from(group.mean(2)) - 1.0;
            for party in 0..N_PARTIES {
                let n = f64::from(group.leaning[party]) * scale;
                leaning[party] += n;
                // The rank and file whom a committee hears are those who vote in councils.
                if spec.classes[usize::from(group.class)].section.is_some() {
                    power[party] += n * base;
                }
            }
        }
        for (party, state) in self.parties.iter_mut().enumerate() {
            state.share = leaning[party] / adults.max(1.0);
            let heard = if leaning[party] > 0.0 { power[party] / leaning[party] } else { spec.parties[party].power_line };
            // Followers are more of one mind than their class: half way between the class's mood and the programme.
            state.base_line = 0.5 * heard + 0.5 * spec.parties[party].power_line;
        }
        let before: Vec<(f64, u32)> = self.parties.iter().map(|p| (p.line, p.leaders_present)).collect();
        let liberty = self.government.delivers[LIBERTY] > 0.5;
        party::update(&mut self.parties, spec, self.day, adults, liberty);
        let place = self.seats[self.capital as usize].place;
        for p in 1..self.parties.len() {
            let (line, leaders) = (self.parties[p].line, self.parties[p].leaders_present);
            if leaders > before[p].1 && self.day > self.start {
                let mut who: Vec<&str> = spec
                    .leaders
                    .iter()
                    .filter(|l| l.party == p && l.available == self.day)
                    .map(|l| l.name.as_str())
                    .collect();
                if who.is_empty() {
                    who.push("leaders who were in hiding, in prison or abroad");
                }
                let cause = format!("at work from today; the committee's line is {line:+.2}");
                self.tell(Event { round: 0, place, kind: "leader", actor: who.join(", "), cause, size: 1.0, importance: 2 });
            }
            if (before[p].0 < 0.5) != (line < 0.5) {
                let cause = format!(
                    "line on power {line:+.2} (1 all power to the councils), rank and file {:+.2}, {} leaders present",
                    self.parties[p].base_line, leaders
                );
                let actor = spec.parties[p].name.clone();
                self.tell(Event { round: 2, place, kind: "party_line", actor, cause, size: self.parties[p].members, importance: 3 });
            }
        }
    }

    /// Phase 7. Orders to the troops, concessions, reshuffles, policies.
    pub(crate) fn govern(&mut self, spec: &Spec) {
        self.mark_unrest(spec);
        self.order_troops(spec);
        self.government.deliver(government::DELIVERY_PACE);
        match self.government.kind {
            Kind::Autocracy => self.old_regime_calls_troops(spec),
            Kind::Provisional => {
                self.crises(spec);
                self.policies(spec);
                self.commander(spec);
            }
            Kind::Council => self.councils_govern(),
            Kind::Dictatorship | Kind::None => {}
        }
        self.move_columns(spec);
    }

    /// General strikes and mutinies are noted; where there is open unrest tomorrow has four rounds; police who have lost the
    /// street leave their posts; fear fades.
    fn mark_unrest(&mut self, spec: &Spec) {
        let old = self.government.kind == Kind::Autocracy;
        let scale = f64::from(self.scale);
        for s in 0..self.seats.len() {
            let has_council = self.seats[s].council != NONE;
            let workers: u32 = self.groups_of(s).iter().filter(|g| g.role.is_worker()).map(|g| g.present).sum();
            let seat = &mut self.seats[s];
            seat.unrest = !seat.rural
                && !seat.front
                && (seat.shares[WORKERS] > 0.02 || seat.shares[SOLDIERS] > 0.05 || seat.crowd > 0);
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
            let town = workers > 0 && f64::from(workers) * scale >= 1000.0 && !self.seats[s].rural;
            if general && !was_general && town {
                let size = f64::from(workers) * f64::from(shares[WORKERS]) * scale;
                let cause = format!("{:.0} % of workers out, {:.0} % heard of elsewhere", 100.0 * shares[WORKERS], 100.0 * self.seats[s].news[WORKERS]);
                self.tell(Event { round: 3, place, kind: "general_strike", actor: "workers".into(), cause, size, importance });
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
                    let cause = format!(
                        "{:.0} % refuse; hold of officers {:.2}; order {:.1}; crowd {:.0}",
                        100.0 * shares[SOLDIERS],
                        self.seats[s].discipline,
                        self.seats[s].order,
                        f64::from(self.seats[s].crowd) * scale
                    );
                    self.tell(Event { round: 3, place, kind: "mutiny", actor: "the garrison".into(), cause, size, importance });
                }
            }
        }
        let capital = &self.seats[self.capital as usize];
        let soldiers: u32 = self
            .groups_of(self.capital as usize)
            .iter()
            .filter(|g| matches!(g.role, Role::Soldier | Role::Sailor | Role::Cossack))
            .map(|g| g.present)
            .sum();
        let refusing = f64::from(soldiers) * f64::from(capital.shares[SOLDIERS]) * scale;
        let strikers: u32 = self
            .groups_of(self.capital as usize)
            .iter()
            .filter(|g| g.role.is_worker())
            .map(|g| g.acting.iter().sum::<u32>())
            .sum();
        self.last_headline = if refusing >= 1000.0 {
            format!("{}: {} soldiers no longer obey", self.day.short_old_style(), thousands(refusing))
        } else {
            let strikers = f64::from(strikers) * scale;
            format!("{}: {} on strike in the capital", self.day.short_old_style(), thousands(strikers))
        };
    }

    /// What the government's men are told to do to crowds, decided each day where there is one.
    fn order_troops(&mut self, spec: &Spec) {
        let severity = self.government.severity;
        let scale = f64::from(self.scale);
        for s in 0..self.seats.len() {
            let seat = &self.seats[s];
            if !seat.unrest || f64::from(seat.crowd) * scale < 300.0 || seat.loyal == 0 {
                self.seats[s].order = 0.0;
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
            let chosen = decide::decide(&options, spec.rules.party.rationality * 2.0, &mut stream);
            let order = [0.0, 0.5, 1.0][chosen];
            let changed = (order - seat.order).abs() > 0.1;
            let (place, crowd_size) = (seat.place, f64::from(seat.crowd) * scale);
            self.seats[s].order = order;
            if changed && (s == self.capital as usize || order > 0.9) {
                let beliefs = format!("crowd {crowd_size:.0}, {:.0} % of the garrison refusing", 100.0 * refusing);
                let cause = decide::in_words(&options, chosen, &beliefs);
                let importance = if s == self.capital as usize { 2 } else { 1 };
                self.tell(Event { round: 0, place, kind: "decision", actor: "government, orders to the troops".into(), cause, size: crowd_size, importance });
            }
        }
    }

    fn old_regime_calls_troops(&mut self, spec: &Spec) {
        let capital = &self.seats[self.capital as usize];
        let lost = capital.shares[SOLDIERS] > 0.25;
        if lost && !self.columns.iter().any(|c| !c.coup) {
            self.send_column(spec, false);
        }
    }

    /// A commander sends men from the front nearest by rail.
    fn send_column(&mut self, spec: &Spec, coup: bool) {
        if !spec.switches.is_on("reinforcement") {
            return;
        }
        let hours = self.hours_to_capital();
        let near = (0..self.seats.len())
            .filter(|s| self.seats[*s].front && hours[*s].is_finite())
            .min_by(|a, b| hours[*a].total_cmp(&hours[*b]));
        let Some(from) = near else { return };
        let men: f64 = self
            .groups_of(from)
            .iter()
            .filter(|g| matches!(g.role, Role::Front | Role::Cossack))
            .map(|g| f64::from(g.present) * if g.role == Role::Cossack { 1.0 } else { army::COLUMN_SHARE })
            .sum();
        let delay = self.derived.conditions(self.seats[self.capital as usize].place)
            [crate::spec::Indicator::ReinforcementDelay as usize];
        let obeying = f64::from(1.0 - self.seats[from].shares[SOLDIERS]) * f64::from(self.seats[from].discipline).sqrt();
        // Loading a brigade takes a day.
        let column = Column {
            from: from as u32,
            to: self.capital,
            men,
            obeying,
            hours: f64::from(hours[from]) + delay + 24.0,
            days_there: -1,
            coup,
        };
        let cause = format!("{:.0} hours on the way; {:.0} % obey", column.hours, 100.0 * obeying);
        let actor = if coup { "the high command, against the capital" } else { "the high command" };
        let place = self.seats[from].place;
        let size = men * f64::from(self.scale);
        self.columns.push(column);
        self.tell(Event { round: 1, place, kind: "troops_sent", actor: actor.into(), cause, size, importance: 3 });
    }

    /// Hours by rail from every seat to the capital (shortest way; other roads count threefold).
    pub(crate) fn hours_to_capital(&self) -> Vec<f32> {
        let mut hours = vec![f32::INFINITY; self.seats.len()];
        hours[self.capital as usize] = 0.0;
        // Bellman-Ford: links are few, and the order of sums is fixed.
        for _ in 0..self.seats.len() {
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
    fn move_columns(&mut self, spec: &Spec) {
        let _ = spec;
        let scale = f64::from(self.scale);
        let capital = &self.seats[self.capital as usize];
        let rail_struck = {
            let (mut acting, mut all) = (0.0, 0.0);
            for g in self.groups.iter().filter(|g| g.role == Role::Rail) {
                let weight = f64::from(self.derived.weight[g.seat as usize]);
                acting += weight * f64::from(g.acting.iter().sum::<u32>() + g.follow[1]) ;
                all += weight * f64::from(g.present);
            }
            if all > 0.0 { (acting / all).min(1.0) } else { 0.0 }
        };
        let talked_to = f64::from(capital.shares[SOLDIERS]).max(f64::from(capital.standing) * self.against_government());
        let mut told = Vec::new();
        for column in &mut self.columns {
            let persuaded = if column.days_there >= 0 { 0.6 } else { 0.25 };
            column.obeying *= 1.0 - persuaded * talked_to.min(1.0);
            if column.days_there >= 0 {
                column.days_there += 1;
            } else {
                // A struck line lets through what it does not notice.
                column.hours -= 24.0 * (1.0 - rail_struck);
                let place = self.seats[column.to as usize].place;
                if rail_struck > 0.4 && column.obeying < 0.3 {
                    let cause = format!("{:.0} % of railwaymen do not carry them; {:.0} % still obey", 100.0 * rail_struck, 100.0 * column.obeying);
                    told.push(Event { round: 2, place, kind: "troops_stopped", actor: "railwaymen".into(), cause, size: column.men * scale, importance: 3 });
                    column.men = 0.0;
                } else if column.hours <= 0.0 {
                    column.days_there = 0;
                    let cause = format!("{:.0} % still obey", 100.0 * column.obeying);
                    told.push(Event { round: 1, place, kind: "troops_arrive", actor: "a column from the front".into(), cause, size: column.men * scale, importance: 3 });
                }
            }
        }
        self.columns.retain(|c| c.men > 0.0 && c.days_there < 14);
        told.into_iter().for_each(|e| self.tell(e));
    }

    /// How far the capital's people are against the government, 0..=1: what agitators tell a column.
    fn against_government(&self) -> f64 {
        let [g, c] = self.authority_in_capital();
        if g + c > 0.0 { c / (g + c) } else { 0.0 }
    }

    /// Phase 9 for the old regime: it falls when the capital's men under arms no longer obey and no loyal force can reach
    /// them in time.
    fn old_regime(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let seat = &self.seats[c];
        if seat.armed == 0 {
            return;
        }
        let there: f64 = self.columns.iter().filter(|k| k.days_there >= 0).map(|k| k.men * k.obeying).sum();
        let near: f64 = self
            .columns
            .iter()
            .filter(|k| k.days_there < 0 && k.hours < 24.0)
            .map(|k| k.men * k.obeying)
            .sum();
        // Men who obey are worth something to a government only if it can use them against a crowd.
        let usable = if spec.switches.is_on("repression") { 1.0 } else { 0.0 };
        let loyal = usable * (f64::from(seat.loyal) + there + near) / (f64::from(seat.armed) + there + near);
        let crowd = f64::from(seat.crowd) + f64::from(seat.armed) * f64::from(seat.shares[SOLDIERS]);
        let pushed = seat.shares[WORKERS] > GENERAL || seat.shares[SOLDIERS] > GONE_OVER;
        if loyal > spec.rules.government.falls_below || crowd < usable * f64::from(seat.loyal) || !pushed {
            return;
        }
        let cause = format!(
            "{:.0} % of the capital's men under arms obey; {:.0} % of workers are out; no column within a day",
            100.0 * loyal,
            100.0 * seat.shares[WORKERS]
        );
        let (place, size) = (seat.place, crowd * f64::from(self.scale));
        self.tell(Event { round: 3, place, kind: "government_falls", actor: "the old regime".into(), cause, size, importance: 3 });
        self.form_successor(spec);
    }

    /// The parliament's parties form a government; the capital's council, if it sits, decides what to make of it.
    fn form_successor(&mut self, spec: &Spec) {
        self.columns.clear();
        let council_claims = self.capital_council().is_some_and(|c| c.resolution == Resolution::Claim);
        if council_claims {
            self.power_to_councils(spec, OutcomeKind::CouncilTransfer, "the old regime has fallen and the council claims power");
            return;
        }
        let coalition: Vec<u8> = (1..spec.parties.len())
            .filter(|p| {
                let party = &spec.parties[*p];
                spec.regime.parliament[*p] > 0.02
                    && matches!(party.strategy, Strategy::Govern)
                    && party.position[LIBERTY] > 0.0
            })
            .map(|p| p as u8)
            .collect();
        self.government.kind = Kind::Provisional;
        self.government.founded = self.day;
        self.government.coalition = coalition;
        self.government.since = self.day;
        self.government.severity = 0.25;
        self.government.in_crisis = false;
        self.government.decided = [0.0; N_ISSUES];
        self.government.decided[LIBERTY] = 0.95;
        self.government.decided[HOURS] = 0.25;
        self.government.decided[NATION] = 0.2;
        self.government.delivers[LIBERTY] = 0.8;
        self.give_credit(spec, spec.rules.trust.honeymoon);
        self.release_prisoners();
        self.announce_government(spec, "formed by the parliament's parties after the fall of the old regime");
    }

    fn announce_government(&mut self, spec: &Spec, why: &str) {
        let names: Vec<&str> = self.government.coalition.iter().map(|p| spec.parties[usize::from(*p)].short.as_str()).collect();
        let place = self.seats[self.capital as usize].place;
        let actor = names.join(", ");
        self.tell(Event { round: 3, place, kind: "government_formed", actor, cause: why.to_string(), size: 0.0, importance: 3 });
    }

    /// New governments start with credit, from those who are relieved; who lost by the change gives less.
    fn give_credit(&mut self, spec: &Spec, credit: f64) {
        for group in &self.groups {
            let class = &spec.classes[usize::from(group.class)];
            let relieved = match class.role {
                Role::Police => 0.0,
                Role::Landed | Role::Junker | Role::Cossack => 0.7,
                _ => 1.0,
            };
            let missing = f64::from(1.0 - group.mean(1));
            let gain = (credit * relieved * missing) as f32;
            let range = group.first_cell as usize..(group.first_cell + group.n_cells) as usize;
            self.cells[range].iter_mut().for_each(|c| c.trust_shock += gain);
        }
    }

    fn release_prisoners(&mut self) {
        for cell in self.cells.iter_mut().filter(|c| c.custody > 0) {
            let range = cell.start as usize..cell.start as usize + usize::from(cell.adults);
            for status in &mut self.people.status[range] {
                if *status & crate::people::GONE == 0 {
                    *status &= !crate::people::CUSTODY;
                }
            }
            cell.custody = 0;
        }
    }

    /// Crises of the provisional government: a crowd in the capital that has lost trust in it.
    fn crises(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let rules = &spec.rules.government;
        let mean = |role: fn(Role) -> bool| {
            let (mut sum, mut n) = (0.0, 0.0);
            for g in self.groups_of(c).iter().filter(|g| role(g.role)) {
                sum += f64::from(g.mean(1)) * f64::from(g.present);
                n += f64::from(g.present);
            }
            if n > 0.0 { sum / n } else { 1.0 }
        };
        let trust = 0.5 * mean(|r| r.is_worker()) + 0.5 * mean(|r| matches!(r, Role::Soldier | Role::Sailor));
        let seat = &self.seats[c];
        let street = f64::from(seat.shares[WORKERS]).max(f64::from(seat.shares[SOLDIERS]));
        // Two powers rub against each other: the more obey the council, the sooner a quarrel over the war or the land
        // becomes a crisis.
        let friction = (self.authority_in_capital()[1] - 0.25).max(0.0);
        let rested = self.days_since(self.government.last_crisis) > 18.0 && self.days_since(self.government.since) > 12.0;
        let chance = (rules.crisis_trust - trust).max(0.0) * (0.1 + street) + rules.friction * friction;
        if !rested || !self.draws.happens(chance, CRISIS, 0, self.day, 0) {
            return;
        }
        self.government.crises += 1;
        self.government.last_crisis = self.day;
        let place = seat.place;
        let cause = format!("trust of the capital's workers and soldiers {trust:.2}; {:.0} % of workers out", 100.0 * seat.shares[WORKERS]);
        self.tell(Event { round: 2, place, kind: "crisis", actor: "the government".into(), cause, size: f64::from(self.government.crises), importance: 3 });
        let supported = self.capital_council().is_some_and(|k| k.resolution == Resolution::Support);
        let partners: Vec<usize> = (1..spec.parties.len())
            .filter(|p| {
                spec.parties[*p].strategy == Strategy::Coalition
                    && !self.government.coalition.contains(&(*p as u8))
                    && self.capital_council().is_some_and(|k| k.of_party(*p) * 20 > k.delegates())
            })
            .collect();
        let options = [
            ("hold on", 0.1 - (rules.crisis_trust - trust)),
            ("bring council parties in", if partners.is_empty() || !supported { -1.0 } else { 0.45 }),
            ("reshuffle", 0.2),
            ("repress", self.government.severity - 0.2 - street * 0.3),
        ];
        let mut stream = self.draws.stream(CRISIS, 1, self.day, 0);
        let chosen = decide::decide(&options, spec.rules.party.rationality, &mut stream);
        let words = decide::in_words(&options, chosen, &format!("trust {trust:.2}, council support {supported}"));
        self.tell(Event { round: 3, place, kind: "decision", actor: "the government, in crisis".into(), cause: words, size: 0.0, importance: 2 });
        match chosen {
            1 => self.widen_coalition(spec, &partners, trust),
            2 => {
                self.government.since = self.day;
                self.give_credit(spec, 0.08);
                self.announce_government(spec, "reshuffled after a crisis");
            }
            3 => self.government.severity = (self.government.severity + 0.2).min(0.9),
            _ => {}
        }
    }

    fn widen_coalition(&mut self, spec: &Spec, partners: &[usize], trust: f64) {
        let mut joined = false;
        for p in partners {
            let options = [("join", 0.4 - trust * 0.2), ("stay out", government::COALITION_COST)];
            let mut stream = self.draws.stream(COALITION, *p as u64, self.day, 0);
            if decide::decide(&options, spec.rules.party.rationality, &mut stream) == 0 {
                self.government.coalition.push(*p as u8);
                joined = true;
            }
        }
        self.government.since = self.day;
        self.give_credit(spec, if joined { 0.12 } else { 0.03 });
        self.announce_government(spec, "a coalition with parties of the council");
    }

    /// Once a month, and after a crisis, the coalition decides on each demand; and whether to attack at the front.
    fn policies(&mut self, spec: &Spec) {
        let age = self.day.since(self.government.since);
        if age % 30 != 10 {
            return;
        }
        let place = self.seats[self.capital as usize].place;
        let rationality = spec.rules.party.rationality * 2.5;
        let mut pressure = [0.0; N_ISSUES];
        let mut total = 0.0;
        for group in &self.groups {
            let n = f64::from(group.present);
            for (sum, unmet) in pressure.iter_mut().zip(&group.unmet) {
                *sum += n * f64::from(*unmet);
            }
            total += n;
        }
        for issue in [PEACE, LAND, HOURS, NATION] {
            let position = self.government.position(spec, issue);
            let felt = pressure[issue] / total.max(1.0);
            let step = (self.government.decided[issue] + 0.25).min(1.0);
            let options = [
                ("put off", 0.0),
                ("deliver a part", 0.6 * position + felt - COST[issue] * 0.5),
                ("deliver", position + 2.0 * felt - COST[issue]),
            ];
            let mut stream = self.draws.stream(POLICY, issue as u64, self.day, 0);
            let chosen = decide::decide(&options, rationality, &mut stream);
            if chosen > 0 {
                self.government.decided[issue] = if chosen == 2 { 1.0 } else { step };
                let beliefs = format!("coalition's position {position:+.2}, felt {felt:.2}");
                let cause = decide::in_words(&options, chosen, &beliefs);
                let actor = format!("the government, on {}", crate::spec::ISSUES[issue]);
                self.tell(Event { round: 1, place, kind: "policy", actor, cause, size: 0.0, importance: 2 });
            }
        }
        // Bread is limited by what there is: a government can only distribute.
        self.government.decided[BREAD] = 0.1;
        self.offensive(spec);
    }

    fn offensive(&mut self, spec: &Spec) {
        let peace = self.government.position(spec, PEACE);
        let hold = {
            let fronts: Vec<f64> = self.seats.iter().filter(|s| s.front).map(|s| f64::from(s.discipline)).collect();
            math::sum_in_order(fronts.iter().copied()) / fronts.len().max(1) as f64
        };
        let rested = self.days_since(self.government.last_offensive) > 120.0;
        let at_war = self.groups.iter().any(|g| g.role == Role::Front && g.need[PEACE] > 0.0);
        if !rested || !at_war || self.government.decided[PEACE] > 0.6 {
            return;
        }
        // An offensive is hoped to restore the army's discipline and the allies' esteem.
        // Nobody attacks through mud and snow, or before a government has found its feet.
        let fronts: Vec<f64> = self
            .groups
            .iter()
            .filter(|g| g.role == Role::Front)
            .map(|g| self.derived.conditions(g.place)[crate::spec::Indicator::Weather as usize])
            .collect();
        let dry = math::sum_in_order(fronts.iter().copied()) / fronts.len().max(1) as f64;
        let young = if self.days_since(self.government.founded) < 60.0 { 0.5 } else { 0.0 };
        let attack = -0.5 * peace + 0.4 * (hold - 0.4) - (1.0 - dry) - young;
        let options = [("attack", attack), ("defend", 0.15)];
        let mut stream = self.draws.stream(POLICY, 99, self.day, 0);
        let chosen = decide::decide(&options, spec.rules.party.rationality * 2.5, &mut stream);
        if chosen == 0 {
            self.government.last_offensive = self.day;
            self.government.offensive_until = self.day.plus(24);
            let place = self.seats[self.capital as usize].place;
            let cause = decide::in_words(&options, chosen, &format!("hold of officers at the fronts {hold:.2}"));
            self.tell(Event { round: 0, place, kind: "offensive", actor: "the government and the high command".into(), cause, size: 0.0, importance: 3 });
        }
    }

    /// A commander may march on the capital when councils outweigh the government and the army is falling apart.
    fn commander(&mut self, spec: &Spec) {
        if !spec.switches.is_on("coup") || self.coup_tried || self.day.since(self.start) % 7 != 5 {
            return;
        }
        let [g, c] = self.authority_in_capital();
        let fronts: Vec<f64> = self.seats.iter().filter(|s| s.front).map(|s| f64::from(s.discipline)).collect();
        let hold = math::sum_in_order(fronts.iter().copied()) / fronts.len().max(1) as f64;
        let emboldened = if self.days_since(self.last_rising) < 75.0 { 0.3 } else { 0.0 };
        let threat = c / (g + c).max(0.01);
        let options = [("march", 0.5 * threat + emboldened - 0.35 * hold - 0.55), ("wait", 0.1)];
        let mut stream = self.draws.stream(COUP, 0, self.day, 0);
        let chosen = decide::decide(&options, spec.rules.party.rationality * 1.5, &mut stream);
        if chosen == 0 && !fronts.is_empty() {
            self.coup_tried = true;
            let cause = decide::in_words(&options, chosen, &format!("councils' weight in the capital {threat:.2}, hold of officers {hold:.2}"));
            let place = self.seats[self.capital as usize].place;
            self.tell(Event { round: 0, place, kind: "decision", actor: "the commander in chief".into(), cause, size: 0.0, importance: 3 });
            self.send_column(spec, true);
        }
    }

    fn councils_govern(&mut self) {
        self.government.decided = [0.2, 0.9, 1.0, 0.8, 0.6, 0.5];
    }

    /// Phase 9. Who prevails in the capital.
    pub(crate) fn resolution(&mut self, spec: &Spec) {
        match self.government.kind {
            Kind::Autocracy => self.old_regime(spec),
            Kind::Provisional => {
                self.armed_demonstrations(spec);
                self.coup(spec);
                self.question_of_power(spec);
            }
            Kind::Council | Kind::Dictatorship | Kind::None => {}
        }
    }

    /// A crowd under arms while the council will not take power: it melts, or it is put down, and the government draws its
    /// conclusion.
    fn armed_demonstrations(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let seat = &self.seats[c];
        let armed_civilians: u32 = self.groups_of(c).iter().filter(|g| g.role.is_worker()).map(|g| g.acting[2]).sum();
        let workers: u32 = self.groups_of(c).iter().filter(|g| g.role.is_worker()).map(|g| g.present).sum();
        let share = f64::from(armed_civilians) / f64::from(workers.max(1));
        let soldiers = f64::from(seat.shares[SOLDIERS]);
        let strength = 0.5 * share + 0.5 * soldiers;
        let place = seat.place;
        let size = (f64::from(armed_civilians) + soldiers * f64::from(seat.armed)) * f64::from(self.scale);
        if !self.armed_demonstration && strength > 0.18 && self.days_since(self.government.founded) > 25.0 {
            self.armed_demonstration = true;
            let cause = format!("{:.0} % of workers under arms, {:.0} % of soldiers out", 100.0 * share, 100.0 * soldiers);
            self.tell(Event { round: 1, place, kind: "armed_demonstration", actor: "workers and soldiers".into(), cause, size, importance: 3 });
            self.send_column(spec, false);
        } else if self.armed_demonstration && strength < 0.08 {
            self.armed_demonstration = false;
            self.rising_failed(spec, "the crowd under arms went home");
        }
    }

    /// After a failed rising: the government decides whether to strike at the party it holds to blame.
    fn rising_failed(&mut self, spec: &Spec, how: &str) {
        self.risings_failed += 1;
        self.last_rising = self.day;
        let place = self.seats[self.capital as usize].place;
        self.tell(Event { round: 3, place, kind: "rising", actor: "failed".into(), cause: how.to_string(), size: f64::from(self.risings_failed), importance: 3 });
        let [g, c] = self.authority_in_capital();
        let options = [
            ("strike at the opposition", 0.25 + 0.4 * (g - c)),
            ("let it be", 0.0),
        ];
        let mut stream = self.draws.stream(YIELD, 7, self.day, 0);
        let chosen = decide::decide(&options, spec.rules.party.rationality, &mut stream);
        let words = decide::in_words(&options, chosen, &format!("capital follows government {g:.2}, council {c:.2}"));
        self.tell(Event { round: 3, place, kind: "decision", actor: "the government, after the rising".into(), cause: words, size: 0.0, importance: 2 });
        if chosen != 0 {
            return;
        }
        for (p, state) in self.parties.iter_mut().enumerate().skip(1) {
            if state.line > 0.5 && !self.government.coalition.contains(&(p as u8)) {
                state.legal = false;
                state.banned_days = 40;
                state.cadres.iter_mut().for_each(|x| *x *= 0.75);
                state.wait_days = 30;
            }
        }
        // A defeat frightens: for a while fewer will take to the street, in the capital most.
        for cell in cells_of(&self.seats[self.capital as usize], &self.groups, &mut self.cells) {
            cell.fatigue = (cell.fatigue + 0.12).min(1.0);
        }
        self.government.severity = (self.government.severity + 0.15).min(0.8);
    }

    /// A column that marches against the capital prevails, or melts on the way.
    fn coup(&mut self, spec: &Spec) {
        let Some(column) = self.columns.iter().find(|c| c.coup && c.days_there >= 0) else {
            return;
        };
        let men = column.men * column.obeying;
        let [_, council, all] = self.arms(self.capital as usize);
        let defenders = council + 0.3 * all * f64::from(self.seats[self.capital as usize].shares[SOLDIERS]);
        let place = self.seats[self.capital as usize].place;
        let wins = math::logistic(6.0 * (men / (men + defenders + 1.0) - 0.5));
        let happens = self.draws.happens(wins, FIGHT, 1, self.day, 0);
        self.columns.retain(|c| !c.coup);
        let cause = format!("men who still obey {:.0} against {:.0}: chance {wins:.2}", men * f64::from(self.scale), defenders * f64::from(self.scale));
        if happens {
            self.government.kind = Kind::Dictatorship;
            // A commander governs with the party furthest from the councils that sat in the government.
            let furthest = self.government.coalition.iter().copied().min_by(|a, b| {
                self.parties[usize::from(*a)].line.total_cmp(&self.parties[usize::from(*b)].line)
            });
            self.government.coalition = furthest.into_iter().collect();
            self.government.since = self.day;
            self.settled = Some((OutcomeKind::Coup, self.day));
            self.tell(Event { round: 3, place, kind: "power_changes", actor: "a commander".into(), cause, size: men, importance: 3 });
            return;
        }
        self.tell(Event { round: 3, place, kind: "rising", actor: "the commander's march failed".into(), cause, size: men, importance: 3 });
        // Those who rallied against it have learnt whom to fear, and who armed them.
        for group in &self.groups {
            let weight = if group.role.is_worker() || group.role.is_armed() { 1.0 } else { 0.4 };
            let range = group.first_cell as usize..(group.first_cell + group.n_cells) as usize;
            self.cells[range].iter_mut().for_each(|c| c.trust_shock -= 0.08 * weight);
        }
        for state in self.parties.iter_mut().filter(|p| p.line > 0.5) {
            state.banned_days = 0;
            state.legal = true;
        }
        let _ = spec;
    }

    /// The capital's council claims power: its largest party decides when, by what it believes of arms here and of support
    /// elsewhere; the government yields or resists.
    fn question_of_power(&mut self, spec: &Spec) {
        let congress_claims = self.congress.resolution == Resolution::Claim && self.congress.last == self.day;
        let Some(council) = self.capital_council() else { return };
        let claims = council.resolution == Resolution::Claim && council.delegates() * 2 > council.quota;
        // The party that would lead: the largest in the council among those for council power.
        let leader = (1..spec.parties.len())
            .filter(|p| self.parties[*p].line > 0.5)
            .max_by_key(|p| (council.of_party(*p), N_PARTIES - p));
        let Some(leader) = leader else { return };
        let share = f64::from(council.of_party(leader)) / f64::from(council.delegates().max(1));
        let open = claims || congress_claims || self.armed_demonstration;
        if !open || (self.parties[leader].wait_days > 0 && !congress_claims) {
            return;
        }
        let [g, c, all] = self.arms(self.capital as usize);
        let refusing = f64::from(self.seats[self.capital as usize].shares[SOLDIERS]) * all;
        let mut belief_stream = self.draws.stream(BELIEF, leader as u64, self.day, 0);
        // Committees count bayonets badly.
        let noise = 0.08 * belief_stream.normal();
        let arms_here = ((c + 0.5 * refusing) / (c + 0.5 * refusing + g + 1.0) + noise).clamp(0.0, 1.0);
        let elsewhere = self.claim_elsewhere();
        let success = math::logistic(9.0 * (0.5 * arms_here + 0.5 * elsewhere - 0.5));
        let caution = spec.rules.party.caution;
        // Waiting is worth what may still be won over elsewhere.
        let waiting = 0.6 * (1.0 - elsewhere);
        let options: [Choice; 3] = [
            ("take power", success * (0.4 + 0.6 * share) - (1.0 - success) * (0.5 + caution) - if claims || congress_claims { 0.0 } else { 0.6 }),
            ("restrain and wait", waiting),
            ("explain", 0.1),
        ];
        let mut stream = self.draws.stream(RISING, leader as u64, self.day, 0);
        let chosen = decide::decide(&options, spec.rules.party.rationality * 1.5, &mut stream);
        self.parties[leader].wait_days = self.parties[leader].wait_days.max(3);
        let beliefs = format!("arms here {arms_here:.2}, support elsewhere {elsewhere:.2}, success {success:.2}");
        let words = decide::in_words(&options, chosen, &beliefs);
        let place = self.seats[self.capital as usize].place;
        let actor = format!("{}, the committee", spec.parties[leader].name);
        self.tell(Event { round: 1, place, kind: "decision", actor, cause: words, size: 0.0, importance: if chosen == 0 { 3 } else { 2 } });
        match chosen {
            0 => self.take_power(spec, leader, congress_claims || claims),
            1 if self.armed_demonstration => {
                // Restraint is an act: followers are called home.
                for cell in cells_of(&self.seats[self.capital as usize], &self.groups, &mut self.cells) {
                    cell.fatigue = (cell.fatigue + 0.05).min(1.0);
                }
            }
            _ => {}
        }
    }

    fn take_power(&mut self, spec: &Spec, leader: usize, by_mandate: bool) {
        let [g, c, all] = self.arms(self.capital as usize);
        let refusing = f64::from(self.seats[self.capital as usize].shares[SOLDIERS]) * all;
        let ours = c + 0.5 * refusing;
        let arriving: f64 = self.columns.iter().filter(|k| k.days_there >= 0 && !k.coup).map(|k| k.men * k.obeying).sum();
        let theirs = g + arriving;
        let balance = ours / (ours + theirs + 1.0);
        // A government yields when it has nobody left to give orders to.
        let options = [("yield", 0.9 * balance - 0.45 + if by_mandate { 0.15 } else { 0.0 }), ("resist", 0.5 - 0.5 * balance)];
        let mut stream = self.draws.stream(YIELD, 0, self.day, 0);
        let chosen = decide::decide(&options, spec.rules.party.rationality, &mut stream);
        let place = self.seats[self.capital as usize].place;
        let words = decide::in_words(&options, chosen, &format!("arms with the councils {balance:.2}"));
        self.tell(Event { round: 2, place, kind: "decision", actor: "the government, before the rising".into(), cause: words, size: 0.0, importance: 3 });
        if chosen == 0 && by_mandate {
            self.power_to_councils(spec, OutcomeKind::CouncilTransfer, "the government yielded to the council's majority");
            return;
        }
        let wins = math::logistic(8.0 * (balance - 0.5));
        if self.draws.happens(wins, FIGHT, 0, self.day, 0) {
            let why = format!("rising led by {}: arms {balance:.2} to the councils, chance {wins:.2}", spec.parties[leader].name);
            self.power_to_councils(spec, OutcomeKind::CouncilSeizure, &why);
        } else {
            let how = format!("the rising was put down: arms {balance:.2} to the councils, chance {wins:.2}");
            self.armed_demonstration = false;
            self.rising_failed(spec, &how);
            self.parties[leader].wait_days = 60;
        }
    }

    fn power_to_councils(&mut self, spec: &Spec, kind: OutcomeKind, why: &str) {
        self.government.kind = Kind::Council;
        self.government.founded = self.day;
        self.government.coalition = (1..spec.parties.len()).filter(|p| self.parties[*p].line > 0.5).map(|p| p as u8).collect();
        self.government.since = self.day;
        self.government.severity = 0.3;
        self.settled = Some((kind, self.day));
        self.give_credit(spec, spec.rules.trust.honeymoon * 0.7);
        let place = self.seats[self.capital as usize].place;
        let actor = "the councils".to_string();
        self.tell(Event { round: 3, place, kind: "power_changes", actor, cause: why.to_string(), size: 0.0, importance: 3 });
        self.announce_government(spec, why);
    }
}

/// "66,000": a count rounded to what a newspaper would print.
fn thousands(n: f64) -> String {
    let n = if n >= 10_000.0 { (n / 1000.0 + 0.5).floor() * 1000.0 } else { n.floor() } as u64;
    let text = n.to_string();
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i > 0 && (text.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}
