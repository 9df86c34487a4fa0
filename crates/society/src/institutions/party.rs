//! Parties and their leaders.
//!
//! Claim: a committee weighs its programme, its rank and file and its leaders. A leader moves the committee, never the
//! masses, and only as far as rank-and-file opinion already leans that way (the essay, after Plekhanov: influence limited
//! and directed by social forces). A leader's arrival is an input (the date at which an exile can travel); arrest and
//! release follow from decisions.

use crate::inputs::{LeaderSpec, N_PARTIES, PartySpec};
use engine::calendar::Day;

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
    /// How far its people can work openly, 0..=1.
    pub reach: f64,
    /// Papers per thousand townspeople.
    pub press_per_thousand: f64,
    /// Whether it is allowed.
    pub legal: bool,
    /// Days for which a ban still lasts.
    pub banned_days: u32,
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
    /// Days until the committee takes up the question of power again.
    pub wait_days: u32,
}
engine::snapshot!(struct PartyState {
    line, cadres, reach, press_per_thousand, legal, banned_days, share, members, base_line, leaders_present, call, wait_days
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
const THOUSAND: f64 = 1000.0;

/// Parties at the start.
pub fn at_start(parties: &[PartySpec], adults: f64) -> Vec<PartyState> {
    parties
        .iter()
        .map(|p| PartyState {
            line: p.power_line,
            cadres: p.cadres.clone(),
            reach: if p.legal { 1.0 } else { UNDERGROUND },
            press_per_thousand: if p.legal { p.press / adults.max(1.0) * THOUSAND } else { 0.0 },
            legal: p.legal,
            banned_days: 0,
            share: 0.0,
            members: p.members,
            base_line: p.power_line,
            leaders_present: 0,
            call: 0.0,
            wait_days: 0,
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
}

/// One day of all committees: lines, legality, cadres.
pub fn update(parties: &mut [PartyState], today: &PartyDay<'_>) {
    let &PartyDay { rules, declared, leaders, start, day, adults, liberty } = today;
    for (index, (state, declared)) in parties.iter_mut().zip(declared).enumerate().take(N_PARTIES).skip(1) {
        let mut authority = 0.0;
        let mut argued = 0.0;
        state.leaders_present = 0;
        // Leaders of a banned party are in hiding or in prison: they still write, with half the effect.
        let heard = if state.legal { 1.0 } else { 0.5 };
        // An exile who could travel still does not come while the old regime would arrest him.
        let free = |l: &&LeaderSpec| {
            let there = l.available <= day && l.until.is_none_or(|last| day <= last);
            there && (liberty || l.available < start)
        };
        for leader in leaders.iter().filter(|l| l.party == index).filter(free) {
            authority += leader.authority * heard;
            argued += leader.authority * heard * leader.power_line;
            state.leaders_present += 1;
        }
        let argued = if authority > 0.0 { argued / authority } else { 0.0 };
        let authority = authority.min(0.8);
        let base = declared.power_line + declared.openness * (state.base_line - declared.power_line);
        let reach = LEADER_REACH;
        let led = argued.clamp(state.base_line - reach, state.base_line + reach);
        let judgement = (base * (1.0 - authority) + led * authority).clamp(-1.0, 1.0);
        state.line += (judgement - state.line) * rules.line_pace;
        state.call *= CALL_KEPT_PER_DAY;
        state.wait_days = state.wait_days.saturating_sub(1);
        if state.banned_days > 0 {
            state.banned_days -= 1;
            state.legal = state.banned_days == 0;
        } else if liberty {
            state.legal = true;
        }
        let open = if state.legal { 1.0 } else { UNDERGROUND };
        state.reach += (open - state.reach) * REACH_PACE;
        let printed = if state.legal { declared.press } else { 0.0 };
        let press = printed / adults.max(1.0) * THOUSAND;
        state.press_per_thousand += (press - state.press_per_thousand) * REACH_PACE;
        // Members join in proportion to those who lean to it, and cadres are drawn from members.
        let wanted = state.share * adults * 0.03;
        let before = state.members.max(1.0);
        state.members += (wanted - state.members).max(-0.02 * state.members) * 0.02;
        let growth = (state.members / before).clamp(0.98, 1.02);
        for (cadres, start) in state.cadres.iter_mut().zip(&declared.cadres) {
            *cadres = (*cadres * growth).clamp(0.2 * start, 12.0 * start);
        }
    }
}
