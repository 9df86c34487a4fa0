//! Part of phase 7: governments fall into crises, widen, decide on demands; commanders think of marching.

use crate::decide;
use crate::decide::Chosen;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::council::Resolution;
use crate::mechanisms::clash::{self, Force};
use crate::places::{Authority, Group, WORKERS};
use crate::society::Society;
use crate::spec::{
    BREAD, Capabilities, Capability, HOURS, LAND, LIBERTY, N_ISSUES, N_PARTIES, NATION, PEACE, Spec, Strategy,
};
use engine::draw::Purpose;
use engine::math;

const CRISIS: Purpose = Purpose::named("government.crisis");
const POLICY: Purpose = Purpose::named("government.policy");
const COALITION: Purpose = Purpose::named("government.coalition");
const COUP: Purpose = Purpose::named("army.coup");
const DUE: Purpose = Purpose::named("government.due");
/// Chance that a coalition takes up a demand on a day. Unit: chance per day. Assumed.
const TAKES_UP_PER_DAY: f64 = 1.0 / 30.0;
/// Share of the preparation of an offensive that a day brings: guns and shells have to be there. Unit: share per day.
/// Assumed: three months.
const PREPARED_PER_DAY: f64 = 1.0 / 90.0;
/// Chance that an offensive is broken off on a day. Unit: chance per day. Assumed.
const BROKEN_OFF_PER_DAY: f64 = 1.0 / 24.0;
/// What a government has decided for peace from which it attacks no more. Unit: share. Assumed.
const PEACEFUL: f64 = 0.6;
/// Chance that the commander in chief asks himself on a day whether to march. Unit: chance per day. Assumed.
const ASKS_HIMSELF_PER_DAY: f64 = 1.0 / 7.0;
/// Smallest fraction of a council whose party is asked into a government. Unit: share of delegates. Assumed.
const LEAST_FRACTION: f64 = 0.05;
/// Share of missing belief given to who changed ministers, and to who brought in parties of the council. Unit: share of the
/// gap. Assumed.
const CREDIT: [f64; 2] = [0.04, 0.10];
/// Belief that those who lost by a change give the new government, next to those whom it relieves: the police none, owners
/// of land, cadets and mounted units a part. Unit: share. Assumed.
const LOST_BY_IT: f64 = 0.7;
/// What a government adds to its severity in a crisis, and the most. Unit: scale of severity. Assumed.
const HARDER: [f64; 2] = [0.2, 0.9];
/// How much a crisis presses while nobody is out. Unit: share. Assumed.
const QUIET_CRISIS: f64 = 0.1;
/// Part of the capital that has to obey the council before the two powers rub against each other. Unit: share. Assumed.
const RUBS_FROM: f64 = 0.25;
/// What a half measure adds to what has been decided. Unit: share. Assumed.
const HALF_MEASURE: f64 = 0.25;
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
/// How far any government after the old regime answers hunger by sharing out what there is. Unit: share. Assumed, see
/// docs/decisions/0014.
const SHARES_OUT_BREAD: f64 = 0.1;

/// What is unmet of each demand, the mean over those present in these groups.
fn unmet_of(groups: &[Group]) -> [f64; N_ISSUES] {
    let mut unmet = [0.0; N_ISSUES];
    let mut total = 0.0;
    for group in groups {
        let n = f64::from(group.present);
        unmet.iter_mut().zip(&group.unmet).for_each(|(sum, u)| *sum += n * f64::from(*u));
        total += n;
    }
    unmet.map(|sum| sum / f64::max(total, 1.0))
}

impl Society {
    pub(crate) fn announce_government(&mut self, how: EventResult, facts: &[(Fact, f64)]) {
        let place = self.localities[self.capital as usize].place;
        let mut formed = Event::new(EventKind::GovernmentFormed, Actor::Government, place, 3, 3).result(how);
        formed.parties = self.government.parties();
        formed.facts.extend_from_slice(facts);
        self.tell(formed);
    }

    /// A government that has changed is given some of the belief that it lacked.
    fn give_credit(&mut self, credit: f64) {
        for group in &self.groups {
            let missing = f64::from(1.0 - group.mean(1));
            let gain = (credit * relieved(group.does) * missing) as f32;
            let range = group.cells();
            self.cells[range].iter_mut().for_each(|c| c.belief_shock += gain);
        }
    }

    /// Crises of the provisional government: the friction of two powers, and want of belief in the capital. A crisis is about
    /// the demand that the capital asks for most and does not get.
    pub(crate) fn crises(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let rules = &spec.rules.government;
        let mean = |are: fn(Capabilities) -> bool| {
            let (mut sum, mut n) = (0.0, 0.0);
            for g in self.groups_of(c).iter().filter(|g| are(g.does)) {
                sum += f64::from(g.mean(1)) * f64::from(g.present);
                n += f64::from(g.present);
            }
            if n > 0.0 { sum / n } else { 1.0 }
        };
        let belief = f64::midpoint(mean(Capabilities::strike), mean(|does| does.has(Capability::Garrison)));
        let seat = &self.localities[c];
        let street = f64::from(seat.shares[WORKERS]);
        // Two powers rub against each other: the more obey a council whose parties do not govern, the sooner a quarrel over the
        // war or the land becomes a crisis.
        let outside = 1.0 - self.council_share(|p| self.government.coalition.contains(&(p as u8)));
        let rubbing = (self.authority_in_capital()[1] - RUBS_FROM).max(0.0) * outside;
        let chance = (rules.crisis_belief - belief).max(0.0) * (QUIET_CRISIS + street) + rules.friction * rubbing;
        if !self.draws.happens(chance, CRISIS, 0, self.day, 0) {
            return;
        }
        self.government.crises += 1;
        let place = seat.place;
        let workers_out = seat.shares[WORKERS];
        let (issue, felt) = self.issue_of_the_capital();
        self.tell(
            Event::new(EventKind::Crisis, Actor::Government, place, 2, 3)
                .fact(Fact::Trust, belief)
                .fact(Fact::Felt, felt)
                .fact(Fact::WorkersOut, workers_out)
                .fact(Fact::Number, self.government.crises),
        );
        let supported = self.capital_council().is_some_and(|k| k.resolution == Resolution::Support);
        let could_join = |p: usize| {
            spec.parties[p].strategy == Strategy::Coalition
                && !self.government.coalition.contains(&(p as u8))
                && self.council_share(|q| q == p) > LEAST_FRACTION
        };
        let partners: Vec<usize> = (1..spec.parties.len()).filter(|p| could_join(*p)).collect();
        let gain = self.authority_in_capital()[1] * self.council_share(|p| partners.contains(&p));
        let [ours, theirs] = [Authority::Government, Authority::Council]
            .map(|a| Force { armed: self.fighters(&self.localities[c], a), crowd: 0.0 });
        let seen = [
            ("short", (rules.crisis_belief - belief).max(0.0)),
            ("felt", felt),
            ("position", self.government.position(&spec.parties, issue)),
            ("gain", gain),
            ("severity", self.government.severity),
            ("held", clash::prevails(ours, theirs, &spec.rules.clash)),
        ];
        let mut stream = self.draws.stream(CRISIS, 1, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "government.crisis", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        let taken = chosen.taken;
        self.tell(
            Event::decision(chosen, Actor::Government, place, 3, 2)
                .fact(Fact::Trust, belief)
                .fact(Fact::CouncilSupports, u32::from(supported)),
        );
        match taken {
            1 => self.government.decided[issue] = (self.government.decided[issue] + HALF_MEASURE).min(1.0),
            2 => self.widen_coalition(spec, &partners, belief, supported),
            3 => {
                self.government.since = self.day;
                self.give_credit(CREDIT[0]);
                self.announce_government(EventResult::Reshuffled, &[]);
            }
            4 => self.government.severity = (self.government.severity + HARDER[0]).min(HARDER[1]),
            _ => {}
        }
    }

    /// Share of the delegates of the capital's council who are of these parties.
    fn council_share(&self, is_one: impl Fn(usize) -> bool) -> f64 {
        let Some(council) = self.capital_council() else { return 0.0 };
        let of_them: u32 = (1..N_PARTIES).filter(|p| is_one(*p)).map(|p| council.of_party(p)).sum();
        f64::from(of_them) / f64::from(council.delegates().max(1))
    }

    /// The demand that the capital asks for most and does not get, and how much; bread, which a government can only share
    /// out, apart.
    fn issue_of_the_capital(&self) -> (usize, f64) {
        let unmet = unmet_of(self.groups_of(self.capital as usize));
        let [first, others @ ..] = [PEACE, LAND, HOURS, LIBERTY, NATION];
        let most = others.into_iter().fold(first, |most, issue| if unmet[issue] > unmet[most] { issue } else { most });
        (most, unmet[most])
    }

    fn widen_coalition(&mut self, spec: &Spec, partners: &[usize], belief: f64, supported: bool) {
        let mut joined = 0;
        for p in partners {
            let seen = [
                ("line", self.parties[*p].line.max(0.0)),
                ("belief", belief),
                ("support", if supported { 1.0 } else { 0.0 }),
            ];
            let mut stream = self.draws.stream(COALITION, *p as u64, self.day, 0);
            let rationality = spec.rules.party.rationality;
            let party =
                decide::Actor { rulings: &spec.rulings, decision: "party.coalition", party: Some(*p), rationality };
            if party.weigh(&seen, &mut stream).taken == 0 {
                self.government.coalition.push(*p as u8);
                joined += 1;
            }
        }
        if joined == 0 {
            return;
        }
        self.government.since = self.day;
        self.give_credit(CREDIT[1]);
        self.announce_government(EventResult::Joined, &[(Fact::PartiesJoined, f64::from(joined))]);
    }

    /// Now and then the coalition takes up a demand; a government that wages the war also prepares attacks at the front.
    pub(crate) fn policies(&mut self, spec: &Spec) {
        for issue in [LIBERTY, PEACE, LAND, HOURS, NATION] {
            // What a what-if imposes is not put off to the day on which the coalition would take it up.
            let imposed = self.government.decided[issue] < 1.0 && spec.imposes(POLICIES[issue], "deliver");
            if imposed || self.draws.happens(TAKES_UP_PER_DAY, DUE, issue as u64, self.day, 0) {
                self.answer_demand(spec, issue, unmet_of(&self.groups)[issue]);
            }
        }
        if self.government.kind.is_of_parliament() {
            self.offensive(spec);
        }
    }

    /// A new government decides at once on every demand.
    pub(crate) fn answer_demands(&mut self, spec: &Spec) {
        let felt = unmet_of(&self.groups);
        for issue in [LIBERTY, PEACE, LAND, HOURS, NATION] {
            self.answer_demand(spec, issue, felt[issue]);
        }
        // Bread is limited by what there is: a government can only distribute.
        self.government.decided[BREAD] = SHARES_OUT_BREAD;
    }

    /// The coalition decides what to deliver of a demand, by its programme, by what people are believed to feel, and by what
    /// it costs.
    fn answer_demand(&mut self, spec: &Spec, issue: usize, felt: f64) {
        let place = self.localities[self.capital as usize].place;
        let position = self.government.position(&spec.parties, issue);
        let seen = [("position", position), ("felt", felt), ("cost", COST[issue])];
        let mut stream = self.draws.stream(POLICY, issue as u64, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: POLICIES[issue], party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        let now = self.government.decided[issue];
        let decided = [now, (now + HALF_MEASURE).min(1.0), 1.0][chosen.taken];
        if decided > now {
            self.government.decided[issue] = decided;
            self.tell(
                as_kind(EventKind::Policy, chosen, Actor::Government, place, 1, 2)
                    .fact(Fact::Position, position)
                    .fact(Fact::Felt, felt),
            );
        }
    }

    /// An offensive is prepared while a government wages the war, and begins when those who decide expect something of it: of
    /// the men at the front who obey, against as many as stood there.
    fn offensive(&mut self, spec: &Spec) {
        let at_war = self.groups.iter().any(|g| g.does.hold_front() && g.need[PEACE] > 0.0);
        if self.government.is_attacking {
            let fails = self.draws.happens(BROKEN_OFF_PER_DAY, DUE, ATTACK_ENDS, self.day, 0);
            self.government.is_attacking = at_war && !fails;
            return;
        }
        if !at_war || self.government.decided[PEACE] > PEACEFUL {
            self.government.prepared = 0.0;
            return;
        }
        self.government.prepared = (self.government.prepared + PREPARED_PER_DAY).min(1.0);
        if self.government.prepared < 1.0 || !self.draws.happens(ASKS_HIMSELF_PER_DAY, DUE, ATTACK_BEGINS, self.day, 0)
        {
            return;
        }
        let hold = self.hold_at_the_fronts().unwrap_or(0.0);
        let all = Force { armed: 1.0, crowd: 0.0 };
        let odds = clash::prevails(Force { armed: hold, crowd: 0.0 }, all, &spec.rules.clash);
        // Nobody attacks through mud and snow.
        let fronts: Vec<f64> = self
            .groups
            .iter()
            .filter(|g| g.does.hold_front())
            .map(|g| self.derived.conditions(g.place)[crate::spec::Indicator::Weather as usize])
            .collect();
        let dry = math::sum_in_order(fronts.iter().copied()) / fronts.len().max(1) as f64;
        let seen = [("peace", self.government.position(&spec.parties, PEACE)), ("odds", odds), ("dry", dry)];
        let mut stream = self.draws.stream(POLICY, ATTACK_BEGINS, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider =
            decide::Actor { rulings: &spec.rulings, decision: "government.offensive", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        if chosen.taken == 0 {
            self.government.is_attacking = true;
            self.government.prepared = 0.0;
            let place = self.localities[self.capital as usize].place;
            self.tell(as_kind(EventKind::Offensive, chosen, Actor::Government, place, 0, 3).fact(Fact::Hold, hold));
        }
    }

    /// A commander may march on the capital: he reckons with what he could send, and with who would fight for the council.
    pub(crate) fn commander(&mut self, spec: &Spec) {
        if !spec.switches.is_on("coup")
            || !spec.switches.is_on("reinforcement")
            || self.columns.iter().any(|c| c.coup)
            || !self.draws.happens(ASKS_HIMSELF_PER_DAY, COUP, 1, self.day, 0)
        {
            return;
        }
        let Some(hold) = self.hold_at_the_fronts() else { return };
        let Some((_, men, obeying)) = self.column_at_hand() else { return };
        let [g, c] = self.authority_in_capital();
        let threat = c / (g + c).max(f64::MIN_POSITIVE);
        let capital = &self.localities[self.capital as usize];
        let ours = Force { armed: men * obeying, crowd: 0.0 };
        let theirs = Force { armed: self.fighters(capital, Authority::Council), crowd: 0.0 };
        let odds = clash::prevails(ours, theirs, &spec.rules.clash);
        let seen = [("threat", threat), ("defeat", f64::from(capital.defeat)), ("odds", odds), ("hold", hold)];
        let place = capital.place;
        let mut stream = self.draws.stream(COUP, 0, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "army.march", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        if chosen.taken == 0 {
            self.tell(
                Event::decision(chosen, Actor::Commander, place, 0, 3)
                    .fact(Fact::Threat, threat)
                    .fact(Fact::Hold, hold),
            );
            self.send_column(spec, true);
        }
    }

    /// Mean share of soldiers who obey over the sectors of the fronts; `None` where there is no front.
    pub(crate) fn hold_at_the_fronts(&self) -> Option<f64> {
        let fronts: Vec<f64> = self.localities.iter().filter(|s| s.front).map(|s| f64::from(s.hold())).collect();
        (!fronts.is_empty()).then(|| math::sum_in_order(fronts.iter().copied()) / fronts.len() as f64)
    }
}

/// How far the coming of a new government relieves those who do this, 0..=1; who lost by it gives it less.
pub(crate) fn relieved(does: Capabilities) -> f64 {
    match does {
        _ if does.has(Capability::Police) => 0.0,
        _ if does.has(Capability::KeepOrder) || does.live_in_villages() && !does.take_land() => LOST_BY_IT,
        _ => 1.0,
    }
}

/// A draw of its own for the beginning of an offensive.
const ATTACK_BEGINS: u64 = 0x63;
/// The same for its end.
const ATTACK_ENDS: u64 = 0x64;

/// A choice that is told as an event of its own kind.
fn as_kind(kind: EventKind, chosen: Chosen, actor: Actor, place: u32, round: u32, importance: u32) -> Event {
    Event { kind, ..Event::decision(chosen, actor, place, round, importance) }
}
