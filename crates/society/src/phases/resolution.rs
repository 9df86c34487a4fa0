//! Phase 9 of the day: who prevails in the capital.

use crate::decide::{self, Choice};
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::council::Resolution;
use crate::institutions::government::GovernmentKind as Kind;
use crate::institutions::party::FOR_COUNCILS;
use crate::phases::orders::{GENERAL, GONE_OVER};
use crate::phases::rounds::cells_of;
use crate::places::SOLDIERS;
use crate::places::WORKERS;
use crate::society::OutcomeKind;
use crate::society::Society;
use crate::spec::{DecisionConstraint, N_PARTIES, Spec};
use engine::draw::Purpose;
use engine::math;

const RISING: Purpose = Purpose::named("party.rising");
const BELIEF: Purpose = Purpose::named("party.belief");
const YIELD: Purpose = Purpose::named("government.yield");
const FIGHT: Purpose = Purpose::named("power.fight");
/// Days of a new regime before an armed demonstration is one. Assumed.
const DEMONSTRATION_REST_DAYS: f64 = 25.0;
/// Days for which a party is banned after a rising that failed. Assumed.
const BAN_DAYS: u32 = 40;
/// Days for which a committee waits after a rising that failed, and after an attempt at power that did. Assumed.
const WAIT_DAYS: [u32; 2] = [30, 60];
/// Days for which a committee waits after it has asked itself, at least. Assumed.
const LEAST_WAIT_DAYS: u32 = 3;
/// Days after a rising before an order to rise hurries a committee again. Assumed.
const HURRIED_AGAIN_DAYS: f64 = 7.0;

impl Society {
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

    /// Phase 9 for the old regime: it falls when the capital's men under arms no longer obey and no loyal force can reach
    /// them in time.
    pub(crate) fn old_regime(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let seat = &self.localities[c];
        if seat.armed == 0 {
            return;
        }
        let there: f64 = self.columns.iter().filter(|k| k.days_there >= 0).map(|k| k.men * k.obeying).sum();
        let near: f64 =
            self.columns.iter().filter(|k| k.days_there < 0 && k.hours < 24.0).map(|k| k.men * k.obeying).sum();
        // Men who obey are worth something to a government only if it can use them against a crowd.
        let usable = if spec.switches.is_on("repression") { 1.0 } else { 0.0 };
        let loyal = usable * (f64::from(seat.loyal) + there + near) / (f64::from(seat.armed) + there + near);
        let crowd = f64::from(seat.crowd) + f64::from(seat.armed) * f64::from(seat.shares[SOLDIERS]);
        let pushed = seat.shares[WORKERS] > GENERAL || seat.shares[SOLDIERS] > GONE_OVER;
        if loyal > spec.rules.government.falls_below || crowd < usable * f64::from(seat.loyal) || !pushed {
            return;
        }
        let fall = Event::new(EventKind::GovernmentFalls, Actor::OldRegime, seat.place, 3, 3)
            .size(crowd * f64::from(self.scale))
            .fact(Fact::Obeying, loyal)
            .fact(Fact::WorkersOut, seat.shares[WORKERS]);
        self.succession(spec, fall);
    }

    /// A crowd under arms while the council will not take power: it melts, or it is put down, and the government draws its
    /// conclusion.
    pub(crate) fn armed_demonstrations(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let seat = &self.localities[c];
        let armed_civilians: u32 = self.groups_of(c).iter().filter(|g| g.role.is_worker()).map(|g| g.acting[2]).sum();
        let workers: u32 = self.groups_of(c).iter().filter(|g| g.role.is_worker()).map(|g| g.present).sum();
        let share = f64::from(armed_civilians) / f64::from(workers.max(1));
        let soldiers = f64::from(seat.shares[SOLDIERS]);
        let strength = 0.5 * share + 0.5 * soldiers;
        let place = seat.place;
        let size = (f64::from(armed_civilians) + soldiers * f64::from(seat.armed)) * f64::from(self.scale);
        if !self.armed_demonstration
            && strength > 0.18
            && self.days_since(self.government.founded) > DEMONSTRATION_REST_DAYS
        {
            self.armed_demonstration = true;
            self.tell(
                Event::new(EventKind::ArmedDemonstration, Actor::WorkersAndSoldiers, place, 1, 3)
                    .size(size)
                    .fact(Fact::WorkersArmed, share)
                    .fact(Fact::Refusing, soldiers),
            );
            self.send_column(spec, false);
        } else if self.armed_demonstration && strength < 0.08 {
            self.armed_demonstration = false;
            self.rising_failed(spec, EventResult::WentHome, &[]);
        }
    }

    /// After a failed rising: the government decides whether to strike at the party it holds to blame.
    pub(crate) fn rising_failed(&mut self, spec: &Spec, how: EventResult, facts: &[(Fact, f64)]) {
        self.risings_failed += 1;
        self.last_rising = self.day;
        // After a defeat nobody thinks of the street for a while.
        self.localities[self.capital as usize].march.rest = crate::phases::marches::REST_AFTER_DEFEAT;
        let place = self.localities[self.capital as usize].place;
        let mut rising = Event::new(EventKind::Rising, Actor::WorkersAndSoldiers, place, 3, 3)
            .result(how)
            .fact(Fact::Number, self.risings_failed);
        rising.facts.extend_from_slice(facts);
        self.tell(rising);
        let [g, c] = self.authority_in_capital();
        let options = [("strike at the opposition", 0.25 + 0.4 * (g - c)), ("let it be", 0.0)];
        let mut stream = self.draws.stream(YIELD, 7, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider =
            decide::Actor { rulings: &spec.rulings, decision: "government.after_rising", party: None, rationality };
        let chosen = decider.choose(&options, &mut stream);
        self.tell(
            Event::decision(decider.chosen(&options, chosen), Actor::Government, place, 3, 2)
                .fact(Fact::FollowGovernment, g)
                .fact(Fact::FollowCouncil, c),
        );
        if chosen != 0 {
            return;
        }
        for (p, state) in self.parties.iter_mut().enumerate().skip(1) {
            if state.line > FOR_COUNCILS && !self.government.coalition.contains(&(p as u8)) {
                state.legal = false;
                state.banned_days = BAN_DAYS;
                state.cadres.iter_mut().for_each(|x| *x *= 0.75);
                state.wait_days = WAIT_DAYS[0];
            }
        }
        // A defeat frightens: for a while fewer will take to the street, in the capital most.
        for cell in cells_of(&self.localities[self.capital as usize], &self.groups, &mut self.cells) {
            cell.fatigue = (cell.fatigue + 0.12).min(1.0);
        }
        self.government.severity = (self.government.severity + 0.15).min(0.8);
    }

    /// A column that marches against the capital prevails, or melts on the way.
    pub(crate) fn coup(&mut self, spec: &Spec) {
        let Some(column) = self.columns.iter().find(|c| c.coup && c.days_there >= 0) else {
            return;
        };
        let men = column.men * column.obeying;
        let [_, council, all] = self.arms(self.capital as usize);
        let defenders = council + 0.3 * all * f64::from(self.localities[self.capital as usize].shares[SOLDIERS]);
        let place = self.localities[self.capital as usize].place;
        let wins = math::logistic(6.0 * (men / (men + defenders + 1.0) - 0.5));
        let happens = self.draws.happens(wins, FIGHT, 1, self.day, 0);
        self.columns.retain(|c| !c.coup);
        let real = f64::from(self.scale);
        let told = |event: Event| {
            event.fact(Fact::Men, men * real).fact(Fact::Defenders, defenders * real).fact(Fact::Chance, wins)
        };
        if happens {
            self.government.kind = Kind::Dictatorship;
            // A commander governs with the party furthest from the councils that sat in the government.
            let furthest = self
                .government
                .coalition
                .iter()
                .copied()
                .min_by(|a, b| self.parties[usize::from(*a)].line.total_cmp(&self.parties[usize::from(*b)].line));
            self.government.coalition = furthest.into_iter().collect();
            self.government.since = self.day;
            self.settled = Some((OutcomeKind::Coup, self.day));
            let change = Event::new(EventKind::PowerChanges, Actor::Commander, place, 3, 3);
            self.tell(told(change.result(EventResult::CommanderWon).size(men * real)));
            return;
        }
        let rising = Event::new(EventKind::Rising, Actor::Commander, place, 3, 3);
        self.tell(told(rising.result(EventResult::MarchFailed).size(men * real)));
        // Those who rallied against it have learnt whom to fear, and who armed them.
        for group in &self.groups {
            let weight = if group.role.is_worker() || group.role.is_armed() { 1.0 } else { 0.4 };
            let range = group.first_cell as usize..(group.first_cell + group.n_cells) as usize;
            self.cells[range].iter_mut().for_each(|c| c.trust_shock -= 0.08 * weight);
        }
        for state in self.parties.iter_mut().filter(|p| p.line > FOR_COUNCILS) {
            state.banned_days = 0;
            state.legal = true;
        }
        let _ = spec;
    }

    /// The capital's council claims power: its largest party decides when, by what it believes of arms here and of support
    /// elsewhere; the government yields or resists.
    pub(crate) fn question_of_power(&mut self, spec: &Spec) {
        let congress_claims = self.congress.resolution == Resolution::Claim && self.congress.last == self.day;
        let Some(council) = self.capital_council() else { return };
        let claims = council.resolution == Resolution::Claim && council.delegates() * 2 > council.quota;
        let imposed = |p: &usize| spec.limit("party.power", "take power", Some(*p)) == Some(DecisionConstraint::Forced);
        // The party that would lead: the largest in the council among those for council power.
        let leader = (1..spec.parties.len())
            .filter(|p| self.parties[*p].line > FOR_COUNCILS || imposed(p))
            .max_by_key(|p| (imposed(p), council.of_party(*p), N_PARTIES - p));
        let Some(leader) = leader else { return };
        let share = f64::from(council.of_party(leader)) / f64::from(council.delegates().max(1));
        let ordered = imposed(&leader);
        let open = claims || congress_claims || self.armed_demonstration || ordered;
        // Who is ordered to does not wait, but for a week after a rising that failed.
        let hurried = congress_claims || (ordered && self.days_since(self.last_rising) > HURRIED_AGAIN_DAYS);
        if !open || (self.parties[leader].wait_days > 0 && !hurried) {
            return;
        }
        let [g, c, all] = self.arms(self.capital as usize);
        let refusing = f64::from(self.localities[self.capital as usize].shares[SOLDIERS]) * all;
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
            (
                "take power",
                success * (0.4 + 0.6 * share)
                    - (1.0 - success) * (0.5 + caution)
                    - if claims || congress_claims { 0.0 } else { 0.6 },
            ),
            ("restrain and wait", waiting),
            ("explain", 0.1),
        ];
        let mut stream = self.draws.stream(RISING, leader as u64, self.day, 0);
        let rationality = spec.rules.party.rationality * 1.5;
        let decider =
            decide::Actor { rulings: &spec.rulings, decision: "party.power", party: Some(leader), rationality };
        let chosen = decider.choose(&options, &mut stream);
        self.parties[leader].wait_days = self.parties[leader].wait_days.max(LEAST_WAIT_DAYS);
        let place = self.localities[self.capital as usize].place;
        let importance = if chosen == 0 { 3 } else { 2 };
        self.tell(
            Event::decision(decider.chosen(&options, chosen), Actor::PartyCommittee, place, 1, importance)
                .party(leader)
                .fact(Fact::Arms, arms_here)
                .fact(Fact::Elsewhere, elsewhere)
                .fact(Fact::Success, success),
        );
        match chosen {
            0 => {
                self.parties[leader].call = 1.0;
                self.take_power(spec, leader, congress_claims || claims);
            }
            // Restraint is an act: followers are called home.
            1 if self.armed_demonstration => self.parties[leader].call = -1.0,
            _ => {}
        }
    }

    pub(crate) fn take_power(&mut self, spec: &Spec, leader: usize, by_mandate: bool) {
        let [g, c, all] = self.arms(self.capital as usize);
        let refusing = f64::from(self.localities[self.capital as usize].shares[SOLDIERS]) * all;
        let ours = c + 0.5 * refusing;
        let arriving: f64 =
            self.columns.iter().filter(|k| k.days_there >= 0 && !k.coup).map(|k| k.men * k.obeying).sum();
        let theirs = g + arriving;
        let balance = ours / (ours + theirs + 1.0);
        // A government yields when it has nobody left to give orders to.
        let options =
            [("yield", 0.9 * balance - 0.45 + if by_mandate { 0.15 } else { 0.0 }), ("resist", 0.5 - 0.5 * balance)];
        let mut stream = self.draws.stream(YIELD, 0, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "government.yield", party: None, rationality };
        let chosen = decider.choose(&options, &mut stream);
        let place = self.localities[self.capital as usize].place;
        self.tell(
            Event::decision(decider.chosen(&options, chosen), Actor::Government, place, 2, 3).fact(Fact::Arms, balance),
        );
        if chosen == 0 && by_mandate {
            self.power_to_councils(spec, OutcomeKind::CouncilTransfer, EventResult::Yielded, None, &[]);
            return;
        }
        let wins = math::logistic(8.0 * (balance - 0.5));
        if self.draws.happens(wins, FIGHT, 0, self.day, 0) {
            let facts = [(Fact::Arms, balance), (Fact::Chance, wins)];
            self.power_to_councils(spec, OutcomeKind::CouncilSeizure, EventResult::RisingWon, Some(leader), &facts);
        } else {
            self.armed_demonstration = false;
            self.rising_failed(spec, EventResult::PutDown, &[(Fact::Arms, balance), (Fact::Chance, wins)]);
            self.parties[leader].wait_days = WAIT_DAYS[1];
        }
    }
}
