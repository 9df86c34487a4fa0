//! Phase 3: what the day brings each group, what it does to each cell, and the loop over persons.

use crate::derived::Derived;
use crate::institutions::council::{Council, Resolution};
use crate::institutions::government::{Government, GovernmentKind};
use crate::institutions::party::PartyState;
use crate::mechanisms::action::Mood;
use crate::mechanisms::persuasion::Persuaders;
use crate::mechanisms::{action, experience, grievance, persuasion, power, repression, rural, social_proof, trust};
use crate::parts::{Part, sum_group};
use crate::people;
use crate::people::{CENSUS_DAYS, CellInputs, Run, Tally, VOTES_FROM};
use crate::phases::evening::Evening;
use crate::places::{Cell, Group, Locality, NONE, SOLDIERS, Unit, WORKERS};
use crate::spec::{Indicator, N_INDICATORS, N_PARTIES, PEACE, Role, Rules, Spec};
use engine::draw::{Draws, Keys, Purpose};

const QUARREL: Purpose = Purpose::named("grievance.quarrel");
const PASS: Purpose = Purpose::named("persons.pass");
/// Days between two looks at what the parties are to a group. Assumed.
const REFRESH_DAYS: usize = 7;

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
    /// What an agitator of each party adds to the attitude to power.
    pub(crate) heard_lines: [i16; N_PARTIES],
    pub(crate) peers: f32,
    pub(crate) court_martial: f32,
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
    /// Returns the number of deserters.
    #[inline(always)]
    pub(crate) fn part(&self, part: Part<'_>) -> u32 {
        let seat = &self.localities[part.seat as usize];
        let force = self.forces[part.seat as usize];
        let mood = mood_of_seat(&self.spec.rules, seat, force, self.councils, self.repression_on);
        let evening = Evening { spec: self.spec, draws: self.draws, day: self.day, fatigue_on: self.fatigue_on };
        let mut deserters = 0;
        part.for_each_group(
            #[inline(always)]
            |index, group, units, cells, mut run| {
                if self.round == 0 {
                    self.hardship(group);
                    self.agitation(index, group, seat);
                }
                let conditions = self.derived.conditions(group.place);
                let mood = mood_of_group(&self.spec.rules, mood, group, seat, conditions, self.rural_on, self.round);
                self.cells(group, seat, units, cells, run.all(), mood);
                sum_group(group, units, cells, self.round == 0);
                if self.round == 0 && !seat.unrest {
                    deserters += evening.group(group, seat, cells, run);
                }
            },
        );
        deserters
    }

    /// The day's inputs become hardship.
    fn hardship(&self, group: &mut Group) {
        group.need = grievance::need(group.role, self.derived.conditions(group.place), &self.spec.rules.grievance);
        if self.government.is_on_offensive(self.day) && matches!(group.role, Role::Front | Role::Soldier) {
            // An offensive is paid for at the front, and by those in the rear who are drafted to fill its gaps: the
            // burden of the war is doubled for both while it lasts.
            group.need[PEACE] = (group.need[PEACE] * 2.0).min(1.0);
        }
        let weights = &self.spec.classes[usize::from(group.class)].weights;
        grievance::weigh(group, weights, &self.government.delivers);
    }

    /// What the parties are to each group: a seventh of the groups each day, all after a change.
    fn agitation(&self, index: usize, group: &mut Group, seat: &Locality) {
        // A government that was formed last night is news to all today.
        let fresh = self.days == 0 || self.government.since.plus(1) == self.day;
        if fresh || index % REFRESH_DAYS == self.day.0.rem_euclid(REFRESH_DAYS as i32) as usize {
            let round_robin = self.days as usize / REFRESH_DAYS + index;
            let (rules, declared) = (&self.spec.rules.persuasion, &self.spec.parties[..]);
            let (parties, government, cadres_on) = (self.parties, self.government, self.cadres_on);
            let by = Persuaders { rules, declared, parties, government, cadres_on };
            persuasion::refresh(group, seat, round_robin, &by);
        }
    }

    /// The cells of one group. Units and group are read as they stood after the last round.
    #[inline(always)]
    fn cells(&self, group: &Group, seat: &Locality, units: &[Unit], cells: &mut [Cell], mut run: Run<'_>, mood: Mood) {
        let (first_unit, start, slow) = (cells[0].unit, cells[0].start, self.round == 0);
        let keys = self.draws.keys(PASS, self.day, self.round);
        let shared = self.share(group, seat, mood);
        let wanted = grievance::at_the_gate(group);
        for (i, cell) in cells.iter_mut().enumerate() {
            let index = u64::from(group.first_cell) + i as u64;
            if slow && group.role.is_worker() {
                cell.shock +=
                    grievance::quarrel(wanted, &mut self.draws.stream(QUARREL, u64::from(cell.unit), self.day, 0));
            }
            let from = (cell.start - start) as usize;
            let (adults, room) = (usize::from(cell.adult_room), cell.room());
            let pull = self.pull(&shared, index, cell, group, &units[(cell.unit - first_unit) as usize], seat);
            let key = keys.of(index);
            let tally = people::pass(run.part(from, from + adults), key, &pull, slow);
            if slow && room > adults {
                people::pass_children(run.part(from + adults, from + room), key, &pull);
            }
            if slow && (self.day.0 + index as i32) % CENSUS_DAYS == 0 {
                let n = usize::from(cell.adults);
                let r = run.part(from, from + n);
                cell.census = people::census(r.leaning, r.status, n, VOTES_FROM);
            }
            // What was smaller than one step of the byte scale waits for the next pass.
            if pull.shock != 0 {
                cell.shock -= f32::from(pull.shock) / 255.0;
            }
            if slow && pull.trust_shock != 0 {
                cell.trust_shock -= f32::from(pull.trust_shock) / 255.0;
            }
            cell.note(tally);
        }
    }

    /// What all cells of a group have in common.
    fn share(&self, group: &Group, seat: &Locality, mood: Mood) -> Shared {
        let rules = &self.spec.rules;
        let mut pull = CellInputs::default();
        grievance::share(&rules.grievance, &mut pull);
        experience::share(&rules.experience, self.experience_on, &mut pull);
        let first_step = action::share(group, &mood, &rules.action, &mut pull);
        if self.round == 0 {
            let old = self.government.kind == GovernmentKind::Autocracy;
            let claims = if old { trust::CLAIMS_OF_THE_OLD_REGIME } else { 1.0 };
            trust::share(group, claims, &rules.trust, &mut pull);
            persuasion::share(group, &mut pull);
            power::share(seat, &rules.power, &mut pull);
        }
        let around = social_proof::around(group, seat, &rules.social_proof);
        let in_capital = if group.seat == self.capital { self.call } else { (0, 0.0) };
        let first_step = first_step + calls(group, seat, rules.action.call as f32, in_capital, &mut pull);
        Shared { pull, first_step, fear: mood.fear, around, armed: group.role.is_armed() }
    }

    #[inline(always)]
    fn pull(
        &self,
        shared: &Shared,
        index: u64,
        cell: &Cell,
        group: &Group,
        unit: &Unit,
        seat: &Locality,
    ) -> CellInputs {
        let mut pull = shared.pull;
        grievance::pull(cell, group, unit.won, &mut pull);
        let fear = if shared.armed { action::court_martial(cell, unit, seat, self.court_martial) } else { shared.fear };
        let proof = if self.proof_on { social_proof::felt(cell, unit, &shared.around) } else { 0.0 };
        let tired = if self.fatigue_on { cell.fatigue } else { 0.0 };
        action::pull(shared.first_step, tired, fear, proof, &mut pull);
        if self.round == 0 {
            trust::pull(cell, &mut pull);
            let party = persuasion::pull(cell, group, self.peers, &mut self.agitators.stream(index), &mut pull);
            pull.heard_line = self.heard_lines[party];
        }
        pull
    }
}

/// What all cells of a group have in common in one round.
struct Shared {
    pull: CellInputs,
    first_step: f32,
    fear: f32,
    around: social_proof::Around,
    armed: bool,
}

/// What a seat says to all its groups. `force` is the men who can be set against a crowd there.
pub(crate) fn mood_of_seat(
    rules: &Rules,
    seat: &Locality,
    force: f64,
    councils: &[Council],
    repression_on: bool,
) -> Mood {
    let crowd = f64::from(seat.crowd);
    let upper_hand = repression::prevails(force, crowd, &rules.repression);
    let police = f64::from(seat.police);
    let (fear, street_fear) = if repression_on {
        let street = rules.repression.street_fear
            * (upper_hand * (0.5 + 0.5 * f64::from(seat.order)) + f64::from(seat.fear) * upper_hand);
        // The more are out, the less can be done to each.
        let many = f64::from(seat.shares[WORKERS]);
        (rules.repression.strike_fear * police * (1.0 - many), street)
    } else {
        (0.0, 0.0)
    };
    let council = if seat.council == NONE { None } else { councils.get(seat.council as usize) };
    let council_call = standing_call(council, rules.action.call);
    let arms =
        if seat.mutiny { 0.5 * f64::from(seat.shares[SOLDIERS]) + 0.4 } else { 0.4 * f64::from(seat.shares[SOLDIERS]) };
    Mood {
        fear: fear as f32,
        street_fear: street_fear as f32,
        arms_at_hand: arms.min(0.9) as f32,
        council_call: council_call as f32,
        ..Mood::default()
    }
}

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
        * (conditions[Indicator::StreetDay as usize] - 0.5 * (1.0 - conditions[Indicator::Weather as usize]));
    let once = rules.action.reconsider_per_round;
    let quiet_day = 1.0 - (1.0 - once) * (1.0 - once) * (1.0 - once) * (1.0 - once);
    let (fear, reconsider) = match group.role {
        Role::Peasant | Role::Landed => {
            let fear = if rural_on { rural::held_back(seat, conditions, &rules.rural) } else { 2.0 };
            (fear, rules.rural.reconsider_per_day)
        }
        // A villager in a grey coat: the front reconsiders by days, a garrison by hours.
        Role::Front => (0.0, once),
        // Who marched yesterday thinks again in the morning.
        _ if seat.march.call < 0.0 && round == 0 => (of_seat.fear, 1.0),
        _ if seat.unrest => (of_seat.fear, once),
        _ => (of_seat.fear, quiet_day),
    };
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
    if group.role.is_rural() {
        return 0.0;
    }
    if !march.by_council {
        action::called(caller, call, pull);
        return 0.0;
    }
    // With the council's leave soldiers march as well, but nobody refuses an order by it.
    if group.role.is_armed() {
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

impl Cell {
    #[inline(always)]
    fn note(&mut self, tally: Tally) {
        self.acting = tally.acting.map(|n| u16::try_from(n).expect("a cell has at most 1,000 adults"));
        self.grievance = tally.grievance;
        self.trust = tally.trust;
        self.power = tally.power;
    }
}
