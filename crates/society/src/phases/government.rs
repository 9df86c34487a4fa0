//! Part of phase 7: governments fall into crises, widen, decide on demands; commanders think of marching.

use crate::decide;
use crate::decide::Chosen;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::council::Resolution;
use crate::institutions::government;
use crate::institutions::government::GovernmentKind as Kind;
use crate::places::SOLDIERS;
use crate::places::WORKERS;
use crate::society::Society;
use crate::spec::{BREAD, HOURS, LAND, LIBERTY, N_ISSUES, NATION, PEACE, Role, Spec, Strategy};
use engine::draw::Purpose;
use engine::math;

const CRISIS: Purpose = Purpose::named("government.crisis");
const POLICY: Purpose = Purpose::named("government.policy");
const COALITION: Purpose = Purpose::named("government.coalition");
const COUP: Purpose = Purpose::named("army.coup");
/// Days after a crisis, and after a new government, before the next crisis. Assumed.
const CRISIS_REST_DAYS: [f64; 2] = [18.0, 12.0];
/// Days after an offensive before another is thought of. Assumed.
const OFFENSIVE_REST_DAYS: f64 = 120.0;
/// Days that an offensive lasts. Assumed.
const OFFENSIVE_DAYS: i32 = 24;
/// Days for which a regime is too young to attack. Assumed.
const YOUNG_DAYS: f64 = 60.0;
/// Days for which a rising emboldens the commander. Assumed.
const EMBOLDENED_DAYS: f64 = 75.0;
/// Cost that a government sees in delivering each demand, in utility; peace costs the allies. Assumed.
const COST: [f64; N_ISSUES] = [0.9, 0.95, 0.75, 0.35, 0.1, 0.5];
/// Key of the decision on each demand.
const POLICIES: [&str; N_ISSUES] = [
    "government.bread",
    "government.peace",
    "government.land",
    "government.hours",
    "government.liberty",
    "government.nation",
];
/// How far any government after the old regime answers hunger by sharing out what there is. Assumed, see
/// docs/decisions/0014.
const SHARES_OUT_BREAD: f64 = 0.1;

impl Society {
    pub(crate) fn announce_government(&mut self, how: EventResult, facts: &[(Fact, f64)]) {
        let place = self.localities[self.capital as usize].place;
        let mut formed = Event::new(EventKind::GovernmentFormed, Actor::Government, place, 3, 3).result(how);
        formed.parties = self.government.parties();
        formed.facts.extend_from_slice(facts);
        self.tell(formed);
    }

    /// New governments start with credit, from those who are relieved; who lost by the change gives less.
    pub(crate) fn give_credit(&mut self, spec: &Spec, credit: f64) {
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

    /// Crises of the provisional government: the friction of two powers, and want of trust in the capital.
    pub(crate) fn crises(&mut self, spec: &Spec) {
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
        let seat = &self.localities[c];
        let street = f64::from(seat.shares[WORKERS]).max(f64::from(seat.shares[SOLDIERS]));
        // Two powers rub against each other: the more obey the council, the sooner a quarrel over the war or the land
        // becomes a crisis.
        let friction = (self.authority_in_capital()[1] - 0.25).max(0.0);
        let rested = self.days_since(self.government.last_crisis) > CRISIS_REST_DAYS[0]
            && self.days_since(self.government.since) > CRISIS_REST_DAYS[1];
        let chance = (rules.crisis_trust - trust).max(0.0) * (0.1 + street) + rules.friction * friction;
        if !rested || !self.draws.happens(chance, CRISIS, 0, self.day, 0) {
            return;
        }
        self.government.crises += 1;
        self.government.last_crisis = self.day;
        let place = seat.place;
        let workers_out = seat.shares[WORKERS];
        self.tell(
            Event::new(EventKind::Crisis, Actor::Government, place, 2, 3)
                .fact(Fact::Trust, trust)
                .fact(Fact::WorkersOut, workers_out)
                .fact(Fact::Number, self.government.crises),
        );
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
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "government.crisis", party: None, rationality };
        let chosen = decider.choose(&options, &mut stream);
        self.tell(
            Event::decision(decider.chosen(&options, chosen), Actor::Government, place, 3, 2)
                .fact(Fact::Trust, trust)
                .fact(Fact::CouncilSupports, u32::from(supported)),
        );
        match chosen {
            1 => self.widen_coalition(spec, &partners, trust),
            2 => {
                self.government.since = self.day;
                self.give_credit(spec, 0.08);
                self.announce_government(EventResult::Reshuffled, &[]);
            }
            3 => self.government.severity = (self.government.severity + 0.2).min(0.9),
            _ => {}
        }
    }

    fn widen_coalition(&mut self, spec: &Spec, partners: &[usize], trust: f64) {
        let mut joined = 0;
        for p in partners {
            let options = [("join", 0.4 - trust * 0.2), ("stay out", government::COALITION_COST)];
            let mut stream = self.draws.stream(COALITION, *p as u64, self.day, 0);
            let rationality = spec.rules.party.rationality;
            let party =
                decide::Actor { rulings: &spec.rulings, decision: "party.coalition", party: Some(*p), rationality };
            if party.choose(&options, &mut stream) == 0 {
                self.government.coalition.push(*p as u8);
                joined += 1;
            }
        }
        self.government.since = self.day;
        self.give_credit(spec, if joined > 0 { 0.12 } else { 0.03 });
        let how = if joined > 0 { EventResult::Joined } else { EventResult::NobodyJoined };
        self.announce_government(how, &[(Fact::PartiesJoined, f64::from(joined))]);
    }

    /// Ten days after a government is formed or changed, and every thirty days from then, the coalition decides on each
    /// demand; a government that wages the war also decides whether to attack at the front.
    pub(crate) fn policies(&mut self, spec: &Spec) {
        let due = self.day.since(self.government.since) % 30 == 10;
        let open = [LIBERTY, PEACE, LAND, HOURS, NATION]
            .map(|i| self.government.decided[i] < 1.0 && spec.imposes(POLICIES[i], "deliver"));
        if !due {
            // What a what-if imposes is not put off to the day on which the coalition would meet.
            if open.contains(&true) {
                self.answer_demands(spec);
            }
            return;
        }
        self.answer_demands(spec);
        if self.government.kind == Kind::Provisional {
            self.offensive(spec);
        }
    }

    /// The coalition decides what to deliver of each demand, by its programme, by what people are believed to feel, and by
    /// what it costs.
    pub(crate) fn answer_demands(&mut self, spec: &Spec) {
        let place = self.localities[self.capital as usize].place;
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
        for issue in [LIBERTY, PEACE, LAND, HOURS, NATION] {
            let position = self.government.position(&spec.parties, issue);
            let felt = pressure[issue] / total.max(1.0);
            let step = (self.government.decided[issue] + 0.25).min(1.0);
            let options = [
                ("put off", 0.0),
                ("deliver a part", 0.6 * position + felt - COST[issue] * 0.5),
                ("deliver", position + 2.0 * felt - COST[issue]),
            ];
            let mut stream = self.draws.stream(POLICY, issue as u64, self.day, 0);
            let decider = decide::Actor { rulings: &spec.rulings, decision: POLICIES[issue], party: None, rationality };
            let chosen = decider.choose(&options, &mut stream);
            let decided = [self.government.decided[issue], step, 1.0][chosen];
            if decided > self.government.decided[issue] {
                self.government.decided[issue] = decided;
                let chosen = decider.chosen(&options, chosen);
                self.tell(
                    as_kind(EventKind::Policy, chosen, Actor::Government, place, 1, 2)
                        .fact(Fact::Position, position)
                        .fact(Fact::Felt, felt),
                );
            }
        }
        // Bread is limited by what there is: a government can only distribute.
        self.government.decided[BREAD] = SHARES_OUT_BREAD;
    }

    fn offensive(&mut self, spec: &Spec) {
        let peace = self.government.position(&spec.parties, PEACE);
        let hold = self.hold_at_the_fronts().unwrap_or(0.0);
        let rested = self.days_since(self.government.last_offensive) > OFFENSIVE_REST_DAYS;
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
        let young = if self.days_since(self.government.founded) < YOUNG_DAYS { 0.5 } else { 0.0 };
        let attack = -0.5 * peace + 0.4 * (hold - 0.4) - (1.0 - dry) - young;
        let options = [("attack", attack), ("defend", 0.15)];
        let mut stream = self.draws.stream(POLICY, 99, self.day, 0);
        let rationality = spec.rules.party.rationality * 2.5;
        let decider =
            decide::Actor { rulings: &spec.rulings, decision: "government.offensive", party: None, rationality };
        let chosen = decider.choose(&options, &mut stream);
        if chosen == 0 {
            self.government.last_offensive = self.day;
            self.government.offensive_until = self.day.plus(OFFENSIVE_DAYS);
            let place = self.localities[self.capital as usize].place;
            let chosen = decider.chosen(&options, chosen);
            self.tell(as_kind(EventKind::Offensive, chosen, Actor::Government, place, 0, 3).fact(Fact::Hold, hold));
        }
    }

    /// A commander may march on the capital when councils outweigh the government and the army is falling apart.
    pub(crate) fn commander(&mut self, spec: &Spec) {
        if !spec.switches.is_on("coup")
            || !spec.switches.is_on("reinforcement")
            || self.coup_tried
            || self.day.since(self.start) % 7 != 5
        {
            return;
        }
        let [g, c] = self.authority_in_capital();
        let fronts = self.hold_at_the_fronts();
        let hold = fronts.unwrap_or(0.0);
        let emboldened = if self.days_since(self.last_rising) < EMBOLDENED_DAYS { 0.3 } else { 0.0 };
        let threat = c / (g + c).max(0.01);
        let options = [("march", 0.5 * threat + emboldened - 0.35 * hold - 0.55), ("wait", 0.1)];
        let mut stream = self.draws.stream(COUP, 0, self.day, 0);
        let rationality = spec.rules.party.rationality * 1.5;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "army.march", party: None, rationality };
        let chosen = decider.choose(&options, &mut stream);
        if chosen == 0 && fronts.is_some() {
            self.coup_tried = true;
            let place = self.localities[self.capital as usize].place;
            self.tell(
                Event::decision(decider.chosen(&options, chosen), Actor::Commander, place, 0, 3)
                    .fact(Fact::Threat, threat)
                    .fact(Fact::Hold, hold),
            );
            self.send_column(spec, true);
        }
    }

    /// Mean hold of officers over the sectors of the fronts; `None` where there is no front.
    pub(crate) fn hold_at_the_fronts(&self) -> Option<f64> {
        let fronts: Vec<f64> = self.localities.iter().filter(|s| s.front).map(|s| f64::from(s.discipline)).collect();
        (!fronts.is_empty()).then(|| math::sum_in_order(fronts.iter().copied()) / fronts.len() as f64)
    }
}

/// A choice that is told as an event of its own kind.
fn as_kind(kind: EventKind, chosen: Chosen, actor: Actor, place: u32, round: u32, importance: u32) -> Event {
    Event { kind, ..Event::decision(chosen, actor, place, round, importance) }
}
