//! Parties and their leaders.
//!
//! Claim: a committee weighs its programme, its rank and file and its leaders. A leader moves the committee, never the
//! masses, and only as far as rank-and-file opinion already leans that way (the essay, after Plekhanov: influence limited
//! and directed by social forces). A leader's arrival is an input (the date at which an exile can travel); arrest and
//! release follow from decisions.

use crate::inputs::{LeaderSpec, N_PARTIES, PartySpec};
use engine::calendar::Day;
use engine::draw::{Draws, Purpose};

const LINE: Purpose = Purpose::named("party.line_at_start");
const LEADERS_LINE: Purpose = Purpose::named("party.leaders_line");
const BAN: Purpose = Purpose::named("party.ban");

engine::params! {
    /// How committees move.
    pub struct PartyRules in "party" {
        line_pace: "share of the gap per day" = 0.10 in 0.0..=1.0,
            "How fast a committee's line moves to its judgement.", "weak";
        rationality: "1/utility" = 7.0 in 0.0..=100.0,
            "Slope of every collective actor's choice.", "weak";
        caution: "utility" = 0.45 in 0.0..=2.0,
            "What a defeat is believed to cost, next to what power is worth (1).", "weak";
    }
}

/// How far from rank-and-file opinion leaders can take a committee at most, on the scale of lines. Assumed, see docs/decisions/0014.
pub(crate) const LEADER_REACH: f64 = 0.9;

/// A party as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyState {
    /// Line on power, -1 government ... 1 councils.
    pub line: f64,
    /// Cadres per thousand adults of each class.
    pub cadres: Vec<f64>,
    /// Share of each class that leaned to it when it was first counted; empty before.
    pub at_first: Vec<f64>,
    /// How far its people can work openly, 0..=1.
    pub reach: f64,
    /// Papers per thousand townspeople.
    pub press_per_thousand: f64,
    /// Whether it is allowed.
    pub legal: bool,
    /// Whether a government has banned it.
    pub is_banned: bool,
    /// How far it answers for what is not delivered, 0..=1: all, who governs; a part, who leads a council that supports the
    /// government.
    pub answers: f64,
    /// What it has answered for and not kept, of late, 0..=1.
    pub record: f64,
    /// Share of all adults who lean to it.
    pub share: f64,
    /// Members, real persons.
    pub members: f64,
    /// Mean attitude to power of its followers, -1..=1, as the committee hears it.
    pub base_line: f64,
    /// Leaders at work today.
    pub leaders_present: u32,
    /// Its call to its followers in the capital: 1 out, -1 home; it fades.
    pub call: f64,
}
engine::snapshot!(struct PartyState {
    line, cadres, at_first, reach, press_per_thousand, legal, is_banned, answers, record, share, members, base_line, leaders_present, call
});

/// Share of a call that is still heeded a day later. Assumed.
const CALL_KEPT_PER_DAY: f64 = 0.7;

/// Share of its cadres' reach that a party keeps while it is illegal. Assumed.
const UNDERGROUND: f64 = 0.35;

/// Share of the gap that a party's reach and its press close in a day after a ban, or after its end. Assumed.
const REACH_PACE: f64 = 0.1;
/// Line from which a committee is for power to the councils. Unit: scale of lines. Assumed.
pub(crate) const FOR_COUNCILS: f64 = 0.5;
/// A thousand adults, the unit of press and cadres by convention.
pub(crate) const THOUSAND: f64 = 1000.0;

/// Share of the gap between a party's record and what it answers for today that is closed in a day. Unit: share per day.
/// Assumed.
const RECORD_PACE: f64 = 1.0 / 60.0;
/// Chance that a ban falls out of use on a day. Unit: chance per day. Assumed.
const BAN_ENDS_PER_DAY: f64 = 1.0 / 40.0;
/// Effect of leaders who are in hiding or in prison. Unit: share of their authority. Assumed.
const IN_HIDING: f64 = 0.5;
/// Share of a committee's judgement that all leaders together can move at most. Unit: share. Assumed.
const LED_AT_MOST: f64 = 0.8;
/// Members among those who lean to a party, in the long run. Unit: share. Assumed.
pub(crate) const JOIN: f64 = 0.03;
/// Share of the gap between members as they are and as they would be in the long run that a day closes. Unit: share per day.
/// Assumed.
const JOIN_PACE: f64 = 0.02;
/// Fastest loss of members in a day. Unit: share per day. Assumed.
const FASTEST: f64 = 0.02;
/// How well the line of a committee before the start is known: standard deviation. Unit: scale of lines. Assumed.
const LINE_KNOWN: f64 = 0.08;
/// The same of a leader's. Unit: scale of lines. Assumed.
const LEADERS_LINE_KNOWN: f64 = 0.15;

/// Parties at the start. Where a committee stood is known with an error.
pub fn at_start(parties: &[PartySpec], adults: f64, draws: &Draws, start: Day) -> Vec<PartyState> {
    let line_of = |at: usize, p: &PartySpec| {
        let error = LINE_KNOWN * draws.stream(LINE, at as u64, start, 0).normal();
        (p.power_line + error).clamp(-1.0, 1.0)
    };
    parties
        .iter()
        .enumerate()
        .map(|(at, p)| {
            let line = if at == 0 { 0.0 } else { line_of(at, p) };
            PartyState {
                line,
                cadres: p.cadres.clone(),
                at_first: Vec::new(),
                reach: if p.legal { 1.0 } else { UNDERGROUND },
                press_per_thousand: if p.legal { p.press / adults.max(1.0) * THOUSAND } else { 0.0 },
                legal: p.legal,
                is_banned: false,
                answers: 0.0,
                record: 0.0,
                share: 0.0,
                members: p.members,
                base_line: line,
                leaders_present: 0,
                call: 0.0,
            }
        })
        .collect()
}

/// What a day brings to all committees.
pub struct PartyDay<'a> {
    /// Behaviour.
    pub rules: &'a PartyRules,
    /// Parties as the scenario gives them.
    pub declared: &'a [PartySpec],
    /// Leaders; none where their mechanism is off.
    pub leaders: &'a [LeaderSpec],
    /// First day simulated.
    pub start: Day,
    /// Today.
    pub day: Day,
    /// Adults, real persons.
    pub adults: f64,
    /// Whether parties are free.
    pub liberty: bool,
    /// What the government has not delivered of what is asked for, 0..=1.
    pub broken: f64,
}

/// One day of all committees: lines, records, legality, cadres.
pub fn update(parties: &mut [PartyState], today: &PartyDay<'_>, draws: &Draws) {
    let &PartyDay { rules, declared, leaders, start, day, adults, liberty, broken } = today;
    for (index, (state, declared)) in parties.iter_mut().zip(declared).enumerate().take(N_PARTIES).skip(1) {
        let mut authority = 0.0;
        let mut argued = 0.0;
        state.leaders_present = 0;
        // Leaders of a banned party are in hiding or in prison: they still write.
        let heard = if state.legal { 1.0 } else { IN_HIDING };
        // An exile who could travel still does not come while the old regime would arrest him.
        let free = |l: &LeaderSpec| {
            let there = l.available <= day && l.until.is_none_or(|last| day <= last);
            there && (liberty || l.available < start)
        };
        for leader in leaders.iter().filter(|l| l.party == index && free(l)) {
            let error = LEADERS_LINE_KNOWN * draws.stream(LEADERS_LINE, leader.entity(), start, 0).normal();
            authority += leader.authority * heard;
            argued += leader.authority * heard * (leader.power_line + error).clamp(-1.0, 1.0);
            state.leaders_present += 1;
        }
        let argued = if authority > 0.0 { argued / authority } else { 0.0 };
        let authority = authority.min(LED_AT_MOST);
        let base = declared.power_line + declared.openness * (state.base_line - declared.power_line);
        let reach = LEADER_REACH;
        let led = argued.clamp(state.base_line - reach, state.base_line + reach);
        let judgement = (base * (1.0 - authority) + led * authority).clamp(-1.0, 1.0);
        state.line += (judgement - state.line) * rules.line_pace;
        state.call *= CALL_KEPT_PER_DAY;
        state.record += (state.answers * broken - state.record) * RECORD_PACE;
        if state.is_banned {
            state.is_banned = !draws.happens(BAN_ENDS_PER_DAY, BAN, index as u64, day, 0);
        }
        state.legal = !state.is_banned && (state.legal || liberty);
        let open = if state.legal { 1.0 } else { UNDERGROUND };
        state.reach += (open - state.reach) * REACH_PACE;
        let printed = if state.legal { declared.press } else { 0.0 };
        let press = printed / adults.max(1.0) * THOUSAND;
        state.press_per_thousand += (press - state.press_per_thousand) * REACH_PACE;
        // Members join in proportion to those who lean to it.
        let wanted = state.share * adults * JOIN;
        state.members += (wanted - state.members).max(-FASTEST * state.members) * JOIN_PACE;
    }
}
