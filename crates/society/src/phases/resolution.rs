//! Phase 9 of the day: who prevails in the capital.

use crate::decide;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::army::{self, TroopMovement};
use crate::institutions::council::Resolution;
use crate::institutions::government::GovernmentKind as Kind;
use crate::institutions::party::FOR_COUNCILS;
use crate::mechanisms::clash::{self, Force};
use crate::phases::orders::{GENERAL, GONE_OVER};
use crate::phases::rounds::cells_of;
use crate::places::{Authority, SOLDIERS, WORKERS};
use crate::society::OutcomeKind;
use crate::society::Society;
use crate::spec::{DecisionConstraint, N_PARTIES, Spec};
use engine::draw::Purpose;
use engine::math;

const RISING: Purpose = Purpose::named("party.rising");
const BELIEF: Purpose = Purpose::named("party.belief");
const YIELD: Purpose = Purpose::named("government.yield");
const FIGHT: Purpose = Purpose::named("power.fight");
const DEMONSTRATE: Purpose = Purpose::named("power.casualties");
/// Chance that a committee takes up the question of power on a day while it is open. Unit: chance per day. Assumed.
const TAKES_UP_PER_DAY: f64 = 0.1;
/// Persons with arms in the street of the capital, next to its workers and soldiers, from which it is an armed
/// demonstration, and below which it is over. Unit: share. Assumed.
const DEMONSTRATION: [f64; 2] = [0.04, 0.015];
/// What a committee that counts arms is wrong by: standard deviation of the logarithm. Unit: share. Assumed.
const MISCOUNTS: f64 = 0.3;
/// How much of a victory in the capital holds without any support elsewhere. Unit: share. Assumed.
const HOLDS_ALONE: f64 = 0.5;
/// Followers of a party who have arms and come when it calls them to a rising. Unit: share. Assumed.
const COME_WHEN_CALLED: f64 = 0.3;
/// What a party that is struck at loses of its cadres. Unit: share. Assumed.
const CADRES_LOST: f64 = 0.25;
/// Tiredness after a defeat in the capital, and after a rising that was put down in a fight. Unit: scale of readiness.
/// Assumed.
const DISHEARTENED: f32 = 0.12;
/// What a government that has struck adds to its severity, and the most. Unit: scale of severity. Assumed.
const HARDER: [f64; 2] = [0.15, 0.8];
/// Belief in the government lost when a commander whom it had appointed marches and fails, by workers and soldiers and by
/// others. Unit: scale of beliefs. Assumed.
const BETRAYED: [f32; 2] = [0.08, 0.03];
/// Chance of prevailing over the street and the garrison at which the regime of the start gives up. Unit: chance. Assumed.
const GIVES_UP: f64 = 0.15;
/// Importance of taking power, and of not taking it. A convention of the log; unit: scale of importance.
const IMPORTANCE: [u32; 2] = [3, 2];
/// [`crate::institutions::party::PartyState::call`] of a party that calls its followers home. A convention; unit: scale of calls.
const HOME: f64 = -1.0;
/// Hours in which troops on the way still count for a government that could be saved by them. Unit: hours. A convention: a
/// day.
const IN_TIME: f64 = 24.0;

impl Society {
    /// Phase 9. Who prevails in the capital.
    pub(crate) fn resolution(&mut self, spec: &Spec) {
        match self.government.kind {
            Kind::OldRegime => self.old_regime(spec),
            Kind::Provisional | Kind::Parliament => {
                self.armed_demonstrations(spec);
                self.coup(spec);
                // Who has just lost power to a commander cannot lose it once more the same evening.
                if self.government.kind.is_of_parliament() {
                    self.question_of_power(spec);
                }
            }
            Kind::Council | Kind::Dictatorship | Kind::None => {}
        }
    }

    /// Phase 9 for the old regime: it falls when those of the capital who obey it would not prevail over the street and the
    /// garrison that has gone over, and no loyal force can reach them in time.
    pub(crate) fn old_regime(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let seat = &self.localities[c];
        let pushed = seat.shares[WORKERS] > GENERAL || seat.shares[SOLDIERS] > GONE_OVER;
        if !pushed {
            return;
        }
        let in_time = |k: &&TroopMovement| !k.coup && (k.days_there >= 0 || k.hours < IN_TIME);
        let near: f64 = self.columns.iter().filter(in_time).map(|k| k.men * k.obeying).sum();
        // Men who obey are worth something to a government only if it can use them against a crowd.
        let usable = if spec.switches.is_on("repression") { 1.0 } else { 0.0 };
        let loyal = usable * (f64::from(seat.arms[0]) + near);
        let gone = f64::from(seat.armed() - seat.arms[0]);
        let ours = Force { armed: loyal, crowd: 0.0 };
        let theirs = Force { armed: gone, crowd: f64::from(seat.crowd) };
        let holds = clash::prevails(ours, theirs, &spec.rules.clash);
        if holds > GIVES_UP {
            return;
        }
        let fall = Event::new(EventKind::GovernmentFalls, Actor::OldRegime, seat.place, 3, 3)
            .size((f64::from(seat.crowd) + gone) * f64::from(self.scale))
            .fact(Fact::Obeying, loyal / (loyal + gone).max(1.0))
            .fact(Fact::WorkersOut, seat.shares[WORKERS]);
        self.succession(spec, fall);
    }

    /// A crowd under arms against the order of whoever governs, while the council will not take power: it melts, or it is
    /// put down, and the government draws its conclusion.
    pub(crate) fn armed_demonstrations(&mut self, spec: &Spec) {
        let c = self.capital as usize;
        let seat = &self.localities[c];
        let concerned = |g: &&crate::places::Group| g.does.strike() || g.does.bear_arms();
        let all: u32 = self.groups_of(c).iter().filter(concerned).map(|g| g.present).sum();
        let out = self.out_against_the_government(c);
        let strength = out / f64::from(all.max(1));
        let place = seat.place;
        let size = out * f64::from(self.scale);
        let soldiers = f64::from(seat.shares[SOLDIERS]);
        if !self.armed_demonstration && strength > DEMONSTRATION[0] {
            self.armed_demonstration = true;
            self.tell(
                Event::new(EventKind::ArmedDemonstration, Actor::WorkersAndSoldiers, place, 1, 3)
                    .size(size)
                    .fact(Fact::WorkersArmed, strength)
                    .fact(Fact::Refusing, soldiers),
            );
            self.send_column(spec, false);
        } else if self.armed_demonstration && strength < DEMONSTRATION[1] {
            self.armed_demonstration = false;
            self.rising_failed(spec, EventResult::WentHome, &[]);
        }
    }

    /// Those of a seat who are out with arms, obey somebody else than whoever rules, and would rather have the contending
    /// authority rule; model persons.
    fn out_against_the_government(&self, s: usize) -> f64 {
        let ruler = self.rule().ruler();
        let mut out = 0.0;
        for group in self.groups_of(s) {
            for cell in &self.cells[group.cells()] {
                if cell.contender > cell.ruler {
                    let level = if group.does.bear_arms() { &cell.acting[1..] } else { &cell.acting[2..] };
                    let acting = level.iter().map(|n| u32::from(*n)).sum::<u32>() as f32;
                    // Those who are out are of those who do not obey, as far as there are as many.
                    let defiant = cell.present() as f32 * (1.0 - cell.obeys(ruler));
                    out += f64::from(acting.min(defiant));
                }
            }
        }
        out
    }

    /// After a failed rising: the government decides whether to strike at the party it holds to blame.
    pub(crate) fn rising_failed(&mut self, spec: &Spec, how: EventResult, facts: &[(Fact, f64)]) {
        self.risings_failed += 1;
        self.localities[self.capital as usize].defeat = 1.0;
        let place = self.localities[self.capital as usize].place;
        let mut rising = Event::new(EventKind::Rising, Actor::WorkersAndSoldiers, place, 3, 3)
            .result(how)
            .fact(Fact::Number, self.risings_failed);
        rising.facts.extend_from_slice(facts);
        self.tell(rising);
        let [g, c] = self.authority_in_capital();
        let mut stream = self.draws.stream(YIELD, 7, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider =
            decide::Actor { rulings: &spec.rulings, decision: "government.after_rising", party: None, rationality };
        let chosen = decider.weigh(&[("government", g), ("council", c)], &mut stream);
        let strikes = chosen.taken == 0;
        self.tell(
            Event::decision(chosen, Actor::Government, place, 3, 2)
                .fact(Fact::FollowGovernment, g)
                .fact(Fact::FollowCouncil, c),
        );
        if !strikes {
            return;
        }
        for (p, state) in self.parties.iter_mut().enumerate().skip(1) {
            if state.line > FOR_COUNCILS && !self.government.coalition.contains(&(p as u8)) {
                state.legal = false;
                state.is_banned = true;
                state.cadres.iter_mut().for_each(|x| *x *= 1.0 - CADRES_LOST);
            }
        }
        // A defeat frightens: for a while fewer will take to the street, in the capital most.
        for cell in cells_of(&self.localities[self.capital as usize], &self.groups, &mut self.cells) {
            cell.fatigue = (cell.fatigue + DISHEARTENED).min(1.0);
        }
        self.government.severity = (self.government.severity + HARDER[0]).min(HARDER[1]);
    }

    /// Dead on both sides of a fight in the capital; the government's side are those who obey it.
    fn fight_in_the_capital(&mut self, ours: f64, theirs: f64, we_win: bool) {
        let c = self.capital as usize;
        let mut stream = self.draws.stream(DEMONSTRATE, 0, self.day, 0);
        let [winners, losers] = if we_win { [ours, theirs] } else { [theirs, ours] };
        let [dead_winners, dead_losers] = clash::losses(winners, losers, &mut stream);
        let [of_us, of_them] = if we_win { [dead_winners, dead_losers] } else { [dead_losers, dead_winners] };
        let ruler = self.rule().ruler();
        for (dead, obeys) in [(of_us, true), (of_them, false)] {
            let seat = &self.localities[c];
            let first = self.groups_of(c)[0].first_cell as usize;
            let mut weights = Vec::new();
            for group in self.groups_of(c) {
                for cell in &self.cells[group.cells()] {
                    let armed = if group.does.bear_arms() { cell.present() } else { u32::from(cell.arms) };
                    let with_ruler = f64::from(cell.obeys(ruler));
                    let side = if obeys { with_ruler } else { 1.0 - with_ruler };
                    let fights = army::would_fight(group, f64::from(armed), seat).max(f64::from(cell.acting[2]));
                    weights.push(fights * side);
                }
            }
            for _ in 0..dead {
                let Some(chosen) = stream.choose(&weights) else { break };
                self.strike(c, first + chosen, 0, true, &mut stream);
            }
        }
        self.sum_up();
    }

    /// A column that marches against the capital prevails there, is put down, or was stopped on its way.
    pub(crate) fn coup(&mut self, spec: &Spec) {
        let place = self.localities[self.capital as usize].place;
        if self.coup_failed {
            self.coup_failed = false;
            let rising = Event::new(EventKind::Rising, Actor::Commander, place, 3, 3);
            self.tell(rising.result(EventResult::MarchFailed));
            self.march_failed();
            return;
        }
        let Some(column) = self.columns.iter().find(|c| c.coup && c.days_there >= 0) else {
            return;
        };
        let men = column.men * column.obeying;
        let defenders = self.fighters(&self.localities[self.capital as usize], Authority::Council);
        let [ours, theirs] = [men, defenders].map(|armed| Force { armed, crowd: 0.0 });
        let wins = clash::prevails(ours, theirs, &spec.rules.clash);
        let happens = self.draws.happens(wins, FIGHT, 1, self.day, 0);
        self.fight_in_the_capital(men, defenders, happens);
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
        self.march_failed();
    }

    /// Those who rallied against a commander have learnt whom to fear, and who armed them: bans are void.
    fn march_failed(&mut self) {
        for group in &self.groups {
            let weight = BETRAYED[usize::from(!(group.does.strike() || group.does.bear_arms()))];
            let range = group.cells();
            self.cells[range].iter_mut().for_each(|c| c.belief_shock -= weight);
        }
        for state in self.parties.iter_mut().filter(|p| p.line > FOR_COUNCILS) {
            state.is_banned = false;
            state.legal = true;
        }
        self.localities[self.capital as usize].defeat = 0.0;
    }

    /// The capital's council claims power: its largest party decides when, by what it believes of arms here and of support
    /// elsewhere; the government yields or resists.
    pub(crate) fn question_of_power(&mut self, spec: &Spec) {
        let congress_claims = self.congress.resolution == Resolution::Claim;
        let Some(council) = self.capital_council() else { return };
        let claims = council.resolution == Resolution::Claim
            && council.delegates() > council.quota - council.delegates().min(council.quota);
        let imposed = |p: &usize| spec.limit("party.power", "take power", Some(*p)) == Some(DecisionConstraint::Forced);
        // The party that would lead: the largest in the council among those for council power.
        let leader = (1..spec.parties.len())
            .filter(|p| self.parties[*p].line > FOR_COUNCILS || imposed(p))
            .max_by_key(|p| (imposed(p), council.of_party(*p), N_PARTIES - p));
        let Some(leader) = leader else { return };
        let share = f64::from(council.of_party(leader)) / f64::from(council.delegates().max(1));
        let ordered = imposed(&leader);
        let open = claims || congress_claims || self.armed_demonstration || ordered;
        // A congress that claims power, and an order, put the question at once.
        let at_once = (congress_claims && self.congress.last == self.day) || ordered;
        if !open || !(at_once || self.draws.happens(TAKES_UP_PER_DAY, RISING, leader as u64, self.day, 1)) {
            return;
        }
        let [ours, theirs] = self.sides(leader);
        let mut belief = self.draws.stream(BELIEF, leader as u64, self.day, 0);
        // Committees count bayonets badly.
        let mut counted = |armed: f64| Force { armed: armed * math::exp(MISCOUNTS * belief.normal()), crowd: 0.0 };
        let wins = clash::prevails(counted(ours), counted(theirs), &spec.rules.clash);
        let elsewhere = self.claim_elsewhere();
        let success = wins * (HOLDS_ALONE + (1.0 - HOLDS_ALONE) * elsewhere);
        let mandate = claims || congress_claims;
        let seen = [
            ("success", success),
            ("failure", 1.0 - success),
            ("share", share),
            ("caution", spec.rules.party.caution),
            ("unmandated", if mandate { 0.0 } else { 1.0 }),
            ("won_over", elsewhere),
        ];
        let mut stream = self.draws.stream(RISING, leader as u64, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider =
            decide::Actor { rulings: &spec.rulings, decision: "party.power", party: Some(leader), rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        let taken = chosen.taken;
        let place = self.localities[self.capital as usize].place;
        let importance = IMPORTANCE[taken.min(1)];
        self.tell(
            Event::decision(chosen, Actor::PartyCommittee, place, 1, importance)
                .party(leader)
                .fact(Fact::Arms, ours / (ours + theirs).max(1.0))
                .fact(Fact::Elsewhere, elsewhere)
                .fact(Fact::Success, success),
        );
        match taken {
            0 => {
                self.parties[leader].call = 1.0;
                self.take_power(spec, leader, mandate);
            }
            // Restraint is an act: followers are called home.
            1 if self.armed_demonstration => self.parties[leader].call = HOME,
            _ => {}
        }
    }

    /// Who would fight in the capital for a rising that this party leads, and for the government; model persons. Of those who
    /// obey no government the party's followers come when it calls, with the arms that they have; the council's pickets
    /// stand with it where the council claims power.
    fn sides(&self, leader: usize) -> [f64; 2] {
        let seat = &self.localities[self.capital as usize];
        let claims = self.capital_council().is_some_and(|c| c.resolution == Resolution::Claim);
        let mut ours = 0.0;
        for group in self.groups_of(self.capital as usize) {
            let armed = f64::from(group.arms.iter().skip(1).sum::<u32>());
            let followers = f64::from(group.leaning[leader]) / f64::from(group.present.max(1));
            let come = armed * followers * COME_WHEN_CALLED;
            let pickets = if claims { army::would_fight(group, armed, seat) } else { 0.0 };
            ours += come.max(pickets);
        }
        let arriving: f64 =
            self.columns.iter().filter(|k| k.days_there >= 0 && !k.coup).map(|k| k.men * k.obeying).sum();
        [ours, self.fighters(seat, Authority::Government) + arriving]
    }

    pub(crate) fn take_power(&mut self, spec: &Spec, leader: usize, by_mandate: bool) {
        let [ours, theirs] = self.sides(leader);
        let [rising, government] = [ours, theirs].map(|armed| Force { armed, crowd: 0.0 });
        let odds = clash::prevails(government, rising, &spec.rules.clash);
        let balance = ours / (ours + theirs).max(1.0);
        // A government yields when it has nobody left to give orders to.
        let seen = [("odds", odds), ("mandate", if by_mandate { 1.0 } else { 0.0 })];
        let mut stream = self.draws.stream(YIELD, 0, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "government.yield", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        let yields = chosen.taken == 0;
        let place = self.localities[self.capital as usize].place;
        self.tell(Event::decision(chosen, Actor::Government, place, 2, 3).fact(Fact::Arms, balance));
        if yields {
            // Without a mandate it is a rising that was not resisted.
            let kind = if by_mandate { OutcomeKind::CouncilTransfer } else { OutcomeKind::CouncilSeizure };
            let how = if by_mandate { EventResult::Yielded } else { EventResult::RisingWon };
            self.power_to_councils(spec, kind, how, (!by_mandate).then_some(leader), &[(Fact::Arms, balance)]);
            return;
        }
        let wins = 1.0 - odds;
        let won = self.draws.happens(wins, FIGHT, 0, self.day, 0);
        self.fight_in_the_capital(theirs, ours, !won);
        if won {
            let facts = [(Fact::Arms, balance), (Fact::Chance, wins)];
            self.power_to_councils(spec, OutcomeKind::CouncilSeizure, EventResult::RisingWon, Some(leader), &facts);
        } else {
            self.armed_demonstration = false;
            self.rising_failed(spec, EventResult::PutDown, &[(Fact::Arms, balance), (Fact::Chance, wins)]);
        }
    }
}
