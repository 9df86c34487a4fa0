//! Phase 3: what the day brings each group, what it does to each cell, and the loop over persons.

use crate::derived::Derived;
use crate::institutions::council::{Constituency, Council, Resolution};
use crate::institutions::government::Government;
use crate::institutions::party::PartyState;
use crate::mechanisms::action::Mood;
use crate::mechanisms::clash::{self, Force};
use crate::mechanisms::persuasion::Persuaders;
use crate::mechanisms::{
    action, allegiance, belief, experience, fatigue, grievance, persuasion, rural, settlement, social_proof,
};
use crate::parts::{Part, sum_group, sum_units};
use crate::people;
use crate::people::{CENSUS_DAYS, CellInputs, Margin, Run, WON};
use crate::phases::evening::Evening;
use crate::places::{Cell, Group, Locality, NONE, Unit, WORKERS};
use crate::spec::{BREAD, Capability, Indicator, LIBERTY, N_INDICATORS, N_PARTIES, PEACE, Rules, Spec};
use engine::draw::{Draws, Keys, Purpose};

const QUARREL: Purpose = Purpose::named("grievance.quarrel");
const RUMOUR: Purpose = Purpose::named("action.rumour");
const PASS: Purpose = Purpose::named("persons.pass");
/// Days between two looks at what the parties are to a group. Assumed.
const REFRESH_DAYS: i32 = 7;

/// What all pieces share in one round.
pub(crate) struct RoundContext<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) draws: Draws,
    pub(crate) day: engine::calendar::Day,
    /// Days since the start.
    pub(crate) days: i32,
    pub(crate) round: u32,
    pub(crate) localities: &'a [Locality],
    /// Men who can be set against a crowd in each seat.
    pub(crate) forces: Vec<f64>,
    pub(crate) councils: &'a [Council],
    pub(crate) parties: &'a [PartyState],
    pub(crate) government: &'a Government,
    pub(crate) derived: &'a Derived,
    pub(crate) agitators: Keys,
    /// What an agitator of each party adds to the belief in the contending authority.
    pub(crate) heard_lines: [f32; N_PARTIES],
    pub(crate) constituencies: &'a [Constituency],
    /// What binds each cell to the state.
    pub(crate) tempers: Keys,
    /// What the ruling authority has kept in the towns, as papers tell.
    pub(crate) kept_elsewhere: f32,
    /// Men who have left the army, by party; see [`Persuaders::returned`].
    pub(crate) returned: &'a [f32; N_PARTIES],
    /// Who rules.
    pub(crate) rule: allegiance::Rule,
    /// Days in which people have seen councils.
    pub(crate) councils_observed: f64,
    pub(crate) peers: f32,
    pub(crate) capital: u32,
    /// The party that calls loudest today, and how strongly.
    pub(crate) call: (usize, f32),
    pub(crate) repression_on: bool,
    pub(crate) rural_on: bool,
    pub(crate) cadres_on: bool,
    pub(crate) proof_on: bool,
    pub(crate) experience_on: bool,
    pub(crate) fatigue_on: bool,
}

impl RoundContext<'_> {
    /// One part: every group learns what the day brings it, every cell gets its pull, then the loop runs over its members.
    #[inline(always)]
    pub(crate) fn part(&self, part: Part<'_>) {
        let seat = &self.localities[part.seat as usize];
        let force = self.forces[part.seat as usize];
        let talk = rumour(&self.draws, seat.entity, self.day);
        let mood = mood_of_seat(
            &self.spec.rules,
            seat,
            (force, self.government.delivers[LIBERTY]),
            self.councils,
            self.repression_on,
            talk,
        );
        part.for_each_group(
            #[inline(always)]
            |_, group, units, cells, run| {
                let conditions = self.derived.conditions(group.place);
                let mood = mood_of_group(&self.spec.rules, mood, group, seat, conditions, self.rural_on, self.round);
                if self.round == 0 {
                    self.works(group, seat, units);
                    if self.is_asleep(group, seat, units, &mood) {
                        self.agitation(group, seat);
                        return;
                    }
                    self.hardship(group, seat, units);
                    self.agitation(group, seat);
                }
                self.cells(group, seat, units, cells, run, mood);
            },
        );
    }

    /// The day's inputs, and the wages as they stand, become hardship.
    fn hardship(&self, group: &mut Group, seat: &Locality, units: &[Unit]) {
        let conditions = &self.derived.conditions_of(group);
        if grievance::is_on_wages(group.does) {
            let adults = group.adults.max(1) as f32;
            // Who has no works to strike at lives by what workers earn here.
            group.wage = if group.does.strike() {
                units.iter().map(|u| u.wage * u.adults as f32).sum::<f32>() / adults
            } else {
                seat.wage
            };
            let prices = conditions[Indicator::Prices as usize];
            let [own, others] = [group.wage, seat.compared].map(|wage| f64::from(wage) / prices);
            group.wage_need[0] = grievance::wage_need(own, others) as f32;
        }
        group.need = grievance::need(
            (group.does, group.women),
            conditions,
            f64::from(group.wage_need[0]),
            &self.spec.rules.grievance,
        );
        if self.government.is_attacking && group.does.has(Capability::Drafted) {
            // An offensive is paid for at the front, and by those in the rear who are drafted to fill its gaps.
            group.need[PEACE] = (group.need[PEACE] * ATTACK_BURDENS).min(1.0);
        }
        let weights = &self.spec.classes[usize::from(group.class)].weights;
        group.wage_need[1] = (weights[BREAD] * (1.0 - self.government.delivers[BREAD])) as f32;
        grievance::weigh(group, weights, &self.government.delivers, &self.government.usual);
    }

    /// Quarrels at works, wages that follow those of others, and whether a settlement still holds.
    fn works(&self, group: &Group, seat: &Locality, units: &mut [Unit]) {
        if !group.does.strike() {
            return;
        }
        let prices = self.derived.conditions(group.place)[Indicator::Prices as usize] as f32;
        let wanted = grievance::at_the_gate(group);
        let keys = self.draws.keys(QUARREL, self.day, 0);
        for unit in units {
            let entity = group.entity_of_unit(unit);
            unit.quarrel = grievance::quarrel(wanted, &mut keys.stream(entity));
            settlement::follow(unit, seat.wage);
            if unit.is_settled() {
                let hardship = grievance::of_unit(group, unit, prices, seat.compared);
                if unit.quarrel > 0.0 || settlement::has_new_cause(unit, hardship, seat) {
                    unit.settled = crate::places::UNSETTLED;
                }
            }
        }
    }

    /// What the parties are to each group: a seventh of the groups each day, all after a change.
    fn agitation(&self, group: &mut Group, seat: &Locality) {
        // A government that was formed last night is news to all today.
        let fresh = self.days == 0 || self.government.since.plus(1) == self.day;
        if fresh || group.entity % REFRESH_DAYS as u64 == self.day.0.rem_euclid(REFRESH_DAYS) as u64 {
            let round_robin = (self.days / REFRESH_DAYS) as usize + (group.entity >> 40) as usize;
            let (rules, declared) = (&self.spec.rules.persuasion, &self.spec.parties[..]);
            let (parties, cadres_on) = (self.parties, self.cadres_on);
            let councils_rule = self.rule == allegiance::Rule::Councils;
            let by = Persuaders { rules, declared, parties, returned: self.returned, cadres_on, councils_rule };
            persuasion::refresh(group, seat, round_robin, &by);
        }
    }

    /// The cells of one group. Units and group are read as they stood after the last round. Where nobody in the group can act,
    /// only the cells whose turn of the week it is are looked at.
    #[inline(always)]
    fn cells(
        &self,
        group: &mut Group,
        seat: &Locality,
        units: &mut [Unit],
        cells: &mut [Cell],
        mut run: Run<'_>,
        mood: Mood,
    ) {
        let start = cells[0].start;
        let shared = self.share(group, seat, mood, cells[0].unit);
        let evening =
            Evening { spec: self.spec, draws: self.draws, day: self.day, days: self.days, fatigue_on: self.fatigue_on };
        let turn = self.turn(group);
        if self.round == 0 && group.week != self.days / CENSUS_DAYS {
            group.week = self.days / CENSUS_DAYS;
            group.margins = [group.margins[1], Margin::NOBODY];
        }
        if !self.is_awake(group, seat, &shared) {
            for i in turns(group, units, cells.len(), turn) {
                let cell = &mut cells[i];
                let is_turn = (turn + i as i32) % CENSUS_DAYS == 0;
                group.count::<false>(cell);
                let from = (cell.start - start) as usize;
                let mut members = run.part(from, from + cell.room());
                let unit = &units[(cell.unit - shared.first_unit) as usize];
                self.cell(&shared, i, cell, group, unit, seat, members.all(), is_turn);
                evening.cell(group.entity_of(i), group, seat, cell, members.part(0, usize::from(cell.adults)));
                group.count::<true>(cell);
                group.margins[1] = group.margins[1].max(cell.margin);
            }
            sum_units(group, units, cells);
            return;
        }
        for (i, cell) in cells.iter_mut().enumerate() {
            let is_turn = self.round == 0 && (seat.unrest || self.days == 0 || (turn + i as i32) % CENSUS_DAYS == 0);
            let from = (cell.start - start) as usize;
            let members = run.part(from, from + cell.room());
            let unit = &units[(cell.unit - shared.first_unit) as usize];
            self.cell(&shared, i, cell, group, unit, seat, members, is_turn);
            group.margins[1] = group.margins[1].max(cell.margin);
        }
        sum_group(group, units, cells);
        if self.round == 0 && !seat.unrest {
            let gone = evening.group(group, seat, cells, run);
            if gone > 0 {
                sum_group(group, units, cells);
            }
        }
    }

    /// Days since the first cell of a group had its turn of the week.
    fn turn(&self, group: &Group) -> i32 {
        (self.day.0 + (group.entity % CENSUS_DAYS as u64) as i32).rem_euclid(CENSUS_DAYS)
    }

    /// Whether nobody in a group acts, nobody could today, nothing has happened there, and no cell has its turn.
    fn is_asleep(&self, group: &mut Group, seat: &Locality, units: &[Unit], mood: &Mood) -> bool {
        let has_turn = first_turn(self.turn(group)) < group.n_cells as usize;
        if self.days < CENSUS_DAYS || seat.unrest || group.acting != [0; 3] || has_turn {
            return false;
        }
        if group.does.strike() && units.iter().any(|u| u.quarrel > 0.0) {
            return false;
        }
        // What others do, and what the day says; nobody here is called, or seen to act.
        let others =
            if self.proof_on { social_proof::of_others(group.does, seat, &self.spec.rules.social_proof) } else { 0.0 };
        let fear = action::least_fear(seat, mood.fear, group.does.bear_arms(), &self.spec.rules.army);
        let called = seat.march.call != 0.0 || group.seat == self.capital;
        !called && !action::could_act(group, mood, fear, others, &self.spec.rules.action)
    }

    /// Whether somebody in a group could act in this round of whose unit nobody acts yet.
    fn is_awake(&self, group: &Group, seat: &Locality, shared: &Shared) -> bool {
        let bound = group.margins[0].max(group.margins[1]);
        self.days < CENSUS_DAYS || seat.unrest || shared.most.can_act(bound)
    }

    /// One cell: what it does to its members in this round, with all changes when it is its turn; nothing where nobody in it can
    /// act. Afterwards it may obey another authority.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "what a cell is, and where")]
    fn cell(
        &self,
        shared: &Shared,
        i: usize,
        cell: &mut Cell,
        group: &Group,
        unit: &Unit,
        seat: &Locality,
        mut members: Run<'_>,
        is_turn: bool,
    ) {
        let entity = group.entity_of(i);
        if self.round == 0 {
            cell.shock += unit.quarrel;
        }
        let pull = self.pull(shared, entity, cell, group, unit, seat, is_turn);
        if !is_turn && pull.shock == 0 && cell.acting == [0; 3] && !pull.can_act(cell.margin) {
            return;
        }
        let tally = people::pass(members.all(), shared.keys.of(entity), &pull, is_turn);
        if is_turn {
            cell.passed = self.days;
        }
        if is_turn && (self.turn(group) + i as i32) % CENSUS_DAYS == 0 {
            let n = usize::from(cell.adults);
            let r = members.part(0, n);
            cell.census = people::census(r.leaning, r.status, n, WON);
        }
        // What was smaller than one step of the byte scale waits for the next pass.
        if pull.shock != 0 {
            cell.shock -= f32::from(pull.shock) / 255.0;
        }
        if is_turn && pull.ruler_shock != 0 {
            cell.belief_shock -= f32::from(pull.ruler_shock) / 255.0;
        }
        cell.note(tally);
        // A company under orders decides at once; who has no orders to refuse decides over the day.
        if is_turn || shared.is_armed {
            let is_represented = self.constituencies.get(cell.constituency as usize).is_some_and(|c| c.is_seated);
            if shared.is_armed {
                let temper = allegiance::temper(self.tempers.of(entity));
                cell.obey(allegiance::company(cell, is_represented, temper, &shared.seen));
            } else {
                cell.obeying = allegiance::civilians(cell, is_represented, &shared.seen);
            }
        }
    }

    /// What all cells of a group have in common.
    fn share(&self, group: &Group, seat: &Locality, mood: Mood, units_from: u32) -> Shared {
        let rules = &self.spec.rules;
        let mut pull = CellInputs::default();
        experience::share(&rules.experience, self.experience_on, &mut pull);
        let first_step = action::share(group, &mood, &rules.action, &mut pull);
        let mut paces = [0.0; 3];
        if self.round == 0 {
            let shown = self.shown(group, seat);
            let [ruler, contender] = belief::paces(group, &shown, &rules.belief);
            paces = [rules.grievance.rise_per_day as f32, ruler, contender];
            belief::share(group, &shown, &mut pull);
        }
        let around = [true, false].map(|obeys| social_proof::around(group, seat, obeys, &rules.social_proof));
        let in_capital = if group.seat == self.capital { self.call } else { (0, 0.0) };
        let uncalled = (pull, first_step);
        let first_step = first_step + calls(group, seat, rules.action.call as f32, in_capital, &mut pull);
        let is_armed = group.does.bear_arms();
        let seen = allegiance::seen(group, seat, kin_of(group, seat), self.rule, &rules.allegiance);
        let prices = self.derived.conditions(group.place)[Indicator::Prices as usize] as f32;
        let called = (pull, first_step);
        // The most that today could do to a cell in which nobody acts yet.
        let least_fear = action::least_fear(seat, mood.fear, is_armed, &rules.army);
        let around_most = if self.proof_on { around[0].of_others().max(around[1].of_others()) } else { 0.0 };
        let step = called.1.max(uncalled.1);
        let mut most = pull;
        action::bound(step, least_fear, around_most, &mut most);
        let keys = self.draws.keys(PASS, self.day, self.round);
        let first_unit = units_from;
        Shared { called, uncalled, fear: mood.fear, around, is_armed, paces, seen, prices, most, keys, first_unit }
    }

    /// What the day shows a group of both authorities.
    fn shown(&self, group: &Group, seat: &Locality) -> belief::Shown {
        let rules = &self.spec.rules.belief;
        let council = self.councils.get(seat.council as usize);
        let contender = (self.rule != allegiance::Rule::Councils).then_some(()).and_then(|()| {
            let supports = council.is_some_and(|c| c.resolution == Resolution::Support);
            let delivered = f64::from(group.delivered);
            let others = f64::from(seat.example * seat.access[1].min(1.0));
            (seat.standing > 0.0).then(|| belief::earned(f64::from(seat.standing), supports, delivered, others, rules))
        });
        belief::Shown {
            ruler_observed: self.government.observed,
            kept_elsewhere: self.kept_elsewhere,
            word: belief::word(seat.access[1]),
            contender_observed: self.councils_observed,
            contender,
        }
    }

    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "what a cell is, and where")]
    fn pull(
        &self,
        shared: &Shared,
        entity: u64,
        cell: &Cell,
        group: &Group,
        unit: &Unit,
        seat: &Locality,
        is_turn: bool,
    ) -> CellInputs {
        // A march's end calls home those who came for it, not those who were out before.
        let was_out = seat.march.call < 0.0 && unit.spell_days > 1;
        let (mut pull, first_step) = if was_out { shared.uncalled } else { shared.called };
        let obeys = cell.is_led_by(self.rule.ruler());
        let around = &shared.around[usize::from(!obeys && shared.is_armed)];
        let proof = if self.proof_on { social_proof::felt(cell, unit, around) } else { 0.0 };
        let rests = (self.days - 1 - cell.rested).max(0);
        let tired = if self.fatigue_on { fatigue::left(cell.fatigue, rests, &self.spec.rules.fatigue) } else { 0.0 };
        let fear = action::fear(cell, unit, seat, shared.fear, shared.is_armed, obeys, &self.spec.rules.army);
        action::pull(first_step, tired, fear, proof, cell, shared.is_armed, &mut pull);
        pull.shock = (cell.shock * 255.0) as i16;
        if is_turn {
            let days = self.days - cell.passed;
            let mut stream = self.agitators.stream(entity);
            let party = persuasion::pull(cell, group, self.peers, days as f32, &mut stream, &mut pull);
            // Fractions of a step of the byte scale come in whole steps, now and then.
            let (word, more) = (stream.bits(), stream.bits());
            let [line, ruler, contender, grieved] = people::quarters(word).map(|n| f32::from(n) / 65_536.0);
            persuasion::share(group, days as f32, f32::from(more as u16) / 65_536.0, &mut pull);
            pull.heard_line = (self.heard_lines[party] + line).floor() as i16;
            let paces =
                shared.paces.map(|pace| (1.0 - (0..days).fold(1.0, |left, _| left * (1.0 - pace))) * people::GAP);
            belief::pull(cell, [paces[1], paces[2]], [ruler, contender], &mut pull);
            let hardship = if group.does.strike() {
                grievance::of_unit(group, unit, shared.prices, seat.compared)
            } else if group.does.take_land() {
                rural::of_village(group, unit)
            } else {
                group.hardship
            };
            grievance::pull(hardship, paces[0], grieved, &mut pull);
        }
        pull
    }
}

/// The first of a group's cells whose turn it is, `turn` days after that of its first cell.
fn first_turn(turn: i32) -> usize {
    ((CENSUS_DAYS - turn) % CENSUS_DAYS) as usize
}

/// The cells of a group that are looked at while nobody in it can act of whose unit nobody acts yet: those of works,
/// companies and villages in which somebody acts or something has happened, and those whose turn of the week it is.
fn turns(group: &Group, units: &[Unit], n: usize, turn: i32) -> Vec<usize> {
    let mut turns = Vec::new();
    let first = first_turn(turn);
    if group.acting == [0; 3] && !group.does.strike() {
        turns.extend((first..n).step_by(CENSUS_DAYS as usize));
        return turns;
    }
    for unit in units {
        let from = (unit.first_cell - group.first_cell) as usize;
        let all = from..from + unit.n_cells as usize;
        if unit.acting > 0 || unit.quarrel > 0.0 {
            turns.extend(all);
        } else {
            turns.extend(all.filter(|i| (turn + *i as i32) % CENSUS_DAYS == 0));
        }
    }
    turns
}

/// Adults of a group's kind in its seat, by whom they obey: of who serves under arms, all arms, for they see one another;
/// of the others, the own class here.
pub(crate) fn kin_of(group: &Group, seat: &Locality) -> [u32; 4] {
    if group.does.bear_arms() { seat.arms } else { group.follow }
}

/// How much an offensive adds to the burden of the war for those who pay for it. Unit: times. Assumed.
const ATTACK_BURDENS: f32 = 2.0;

/// What all cells of a group have in common in one round.
struct Shared {
    /// The pull with what is called today, and the first step with it; and both without.
    called: (CellInputs, f32),
    uncalled: (CellInputs, f32),
    fear: f32,
    /// For those who obey whoever rules, and for those under arms who do not.
    around: [social_proof::Around; 2],
    is_armed: bool,
    /// Paces of grievance and of both beliefs: shares of the gap a day.
    paces: [f32; 3],
    /// Whom its cells could obey.
    seen: allegiance::Seen,
    prices: f32,
    /// The most that today could do to a cell in which nobody acts.
    most: CellInputs,
    keys: Keys,
    first_unit: u32,
}

/// What the talk of a day adds to the readiness of a town.
pub(crate) fn rumour(draws: &Draws, seat: u64, day: engine::calendar::Day) -> f32 {
    (action::RUMOUR * draws.stream(RUMOUR, seat, day, 0).normal()) as f32
}

/// What a seat says to all its groups. `force` is the men who can be set against a crowd there, `liberty`
/// what the government delivers of it, `rumour` the talk of the day.
pub(crate) fn mood_of_seat(
    rules: &Rules,
    seat: &Locality,
    (force, liberty): (f64, f64),
    councils: &[Council],
    repression_on: bool,
    rumour: f32,
) -> Mood {
    let street = Force { armed: 0.0, crowd: f64::from(seat.crowd) };
    let upper_hand = clash::prevails(Force { armed: force, crowd: 0.0 }, street, &rules.clash);
    let police = f64::from(seat.police);
    let (fear, street_fear) = if repression_on {
        let told = UNDER_NO_ORDER + (1.0 - UNDER_NO_ORDER) * f64::from(seat.order);
        let street = rules.clash.street_fear * upper_hand * (told + f64::from(seat.fear));
        // The more are out, the less can be done to each.
        let many = f64::from(seat.shares[WORKERS]);
        // Nor is there much to fear of a strike where it is lawful.
        (rules.clash.strike_fear * police * (1.0 - many) * (1.0 - liberty), street)
    } else {
        (0.0, 0.0)
    };
    let council = if seat.council == NONE { None } else { councils.get(seat.council as usize) };
    let council_call = standing_call(council, rules.action.call);
    let (fear, street_fear, council_call) = (fear as f32, street_fear as f32, council_call as f32);
    Mood { fear, street_fear, council_call, rumour, ..Mood::default() }
}

/// Fear of a force that is told to hold, next to one that is told to fire. Unit: share. Assumed.
const UNDER_NO_ORDER: f64 = 0.5;

/// What it says to one group.
pub(crate) fn mood_of_group(
    rules: &Rules,
    of_seat: Mood,
    group: &Group,
    seat: &Locality,
    conditions: &[f64; N_INDICATORS],
    rural_on: bool,
    round: u32,
) -> Mood {
    let street_day = action::STREET_DAY
        * (conditions[Indicator::StreetDay as usize]
            - action::BAD_WEATHER * (1.0 - conditions[Indicator::Weather as usize]));
    let once = rules.action.reconsider_per_round;
    let quiet_day = 1.0 - (1.0 - once) * (1.0 - once) * (1.0 - once) * (1.0 - once);
    let (fear, reconsider) = match group.does {
        does if does.live_in_villages() => {
            let fear = if rural_on { rural::held_back(seat, conditions, &rules.rural) } else { action::NEVER };
            (fear, rules.rural.reconsider_per_day)
        }
        // A villager in a grey coat: the front reconsiders by days, a garrison by hours.
        does if does.hold_front() => (0.0, once),
        // Who marched yesterday thinks again in the morning.
        _ if seat.march.call < 0.0 && round == 0 => (of_seat.fear, 1.0),
        _ if seat.unrest => (of_seat.fear, once),
        _ => (of_seat.fear, quiet_day),
    };
    // Talk of the day moves those who are under no command and live close together.
    let is_moved = !group.does.bear_arms() && !group.does.live_in_villages();
    let fear = if is_moved { fear - of_seat.rumour } else { fear };
    Mood { fear, street_day: street_day as f32, reconsider: reconsider as f32, ..of_seat }
}

/// What a council's resolution adds every day to the readiness of those who would have it hold power.
pub(crate) fn standing_call(council: Option<&Council>, call: f64) -> f64 {
    match council.map(|c| c.resolution) {
        Some(Resolution::Claim) => call * action::CLAIM_CALLS,
        // A council that supports the government asks its own to stay at work.
        Some(Resolution::Support) => -call * action::SUPPORT_HOLDS_BACK,
        _ => 0.0,
    }
}

/// Who calls whom today: a march in its town, else the party whose call to its followers in the capital is loudest
/// (`in_capital`; elsewhere none). Returns what it adds for all of the group.
pub(crate) fn calls(
    group: &Group,
    seat: &Locality,
    weight: f32,
    in_capital: (usize, f32),
    pull: &mut CellInputs,
) -> f32 {
    let march = &seat.march;
    let (caller, call) = if march.call == 0.0 { in_capital } else { (usize::from(march.caller), march.call * weight) };
    if group.does.live_in_villages() {
        return 0.0;
    }
    if !march.by_council {
        action::called(caller, call, pull);
        return 0.0;
    }
    // With the council's leave soldiers march as well, but nobody refuses an order by it.
    if group.does.bear_arms() {
        return 0.0;
    }
    action::called(caller, call, pull);
    action::called_by_council(march.call * weight, pull)
}

/// The party whose call to its followers is loudest, and how strongly it is felt by a cell of its own.
pub(crate) fn loudest_call(parties: &[PartyState], weight: f64) -> (usize, f32) {
    let loudest = (1..parties.len()).max_by(|a, b| parties[*a].call.abs().total_cmp(&parties[*b].call.abs()));
    loudest.map_or((0, 0.0), |p| (p, (weight * parties[p].call) as f32))
}
