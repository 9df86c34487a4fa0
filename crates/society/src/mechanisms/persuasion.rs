//! Whom people listen to, and who moves them.
//!
//! Claim: a party gains where it has cadres and a press, where workmates already lean to it, and where its programme and its
//! deeds answer what people feel most; a party that governs answers for what is not delivered (the essay on the reformists;
//! Smith 1983 and Rabinowitch 1976 on roots in factories and units). Each day a cell hears at most one agitator; over the
//! days the draw follows exposure. Known limit: no debate between two speakers on one day.

use crate::inputs::{LIBERTY, N_ISSUES, N_PARTIES, PartySpec};
use crate::institutions::government::Government;
use crate::institutions::party::PartyState;
use crate::people::CellInputs;
use crate::places::{Cell, Group, Locality};
use engine::draw::Stream;

engine::params! {
    /// How parties persuade.
    pub struct PersuasionRules in "persuasion" {
        contact_per_day: "chance per day" = 0.12 in 0.0..=0.125,
            "Chance of being moved on a day by an agitator whose programme answers everything one feels.", "weak";
        peers: "share" = 0.35 in 0.0..=1.0,
            "Share of agitators who come from the cell itself, in proportion to its leanings.", "weak";
        blame_per_day: "chance per day" = 0.09 in 0.0..=0.12,
            "Chance of losing a degree of conviction in a governing party on a day, at full grievance and nothing delivered.", "weak";
    }
}

/// How much being moved by a party wholly for one power depends on grievance less trust (1 is all that the bytes allow). Assumed, see docs/decisions/0014.
pub(crate) const MOOD_SLOPE: f64 = 1.0;

/// Cadres and papers per thousand adults at which a cell hears somebody every second day. Assumed, see docs/decisions/0014.
pub(crate) const CADRES_AT_HALF_CONTACT: f64 = 3.0;

/// How much of the parties' work is done in a seat: `weight` is how far its events carry (0..=1, by size), `hours` the way
/// to the capital, where committees and presses are.
pub fn access(seat: &Locality, weight: f32, hours: f32) -> f32 {
    let reached = 1.0 / (1.0 + hours / HOURS_TO_HALVE);
    let gathered = if seat.rural || seat.front { 0.5 } else { 0.3 + 1.2 * weight };
    gathered * reached
}

/// Hours on the way at which the work of the capital's committees and presses has halved: about two days by rail. Assumed.
const HOURS_TO_HALVE: f32 = 48.0;

/// Who persuades, and how they stand today.
pub struct Persuaders<'a> {
    /// Behaviour.
    pub rules: &'a PersuasionRules,
    /// Parties as the scenario gives them.
    pub declared: &'a [PartySpec],
    /// Parties as they stand.
    pub parties: &'a [PartyState],
    /// The government.
    pub government: &'a Government,
    /// Whether party members persuade at all.
    pub cadres_on: bool,
}

/// Refreshes what the parties are to one group: exposure, persuasion, blame.
pub fn refresh(group: &mut Group, seat: &Locality, turn: usize, by: &Persuaders<'_>) {
    let &Persuaders { rules, declared, parties, government, cadres_on } = by;
    let class = usize::from(group.class);
    let felt: f64 = engine::math::sum_in_order(group.unmet.iter().map(|u| f64::from(*u)));
    let mut weights = [0.0; N_PARTIES];
    let mut total = 0.0;
    for (party, (declared, state)) in declared.iter().zip(parties).enumerate().skip(1) {
        let in_government = government.coalition.contains(&(party as u8));
        // How the programme answers what is felt here, -1..=1. Liberty won is no longer a reason to listen.
        let mut answer = 0.0;
        for issue in 0..N_ISSUES {
            let position = if issue == LIBERTY { declared.position[issue] * 0.5 } else { declared.position[issue] };
            answer += f64::from(group.unmet[issue]) * position;
        }
        let answer = if felt > 0.0 { answer / felt } else { 0.0 };
        // Deeds: who governs and does not deliver is believed less. What is delivered speaks for it.
        let deeds = if in_government { f64::from(group.delivered) * 0.6 - 1.4 * felt } else { 0.0 };
        let pull = (0.5 + 0.5 * answer + deeds).clamp(0.0, 1.0);
        group.persuasion[party] = (rules.contact_per_day * pull * 2048.0 + 0.5).min(256.0) as u16;
        // A party against the government moves the aggrieved, one for it those who still trust.
        let against = if in_government { state.line.min(-0.3) } else { state.line };
        group.slope[party] = (MOOD_SLOPE * against * 127.0).clamp(-127.0, 127.0) as i16;
        if cadres_on {
            // Organisers and papers go where many can be reached.
            weights[party] =
                (state.cadres[class] * state.reach + state.press_per_thousand * 0.5) * f64::from(seat.access);
        }
        total += weights[party];
    }
    group.contact = (total / (total + CADRES_AT_HALF_CONTACT)) as f32;
    let mut reached = 0.0;
    for party in 0..N_PARTIES {
        reached += weights[party];
        group.exposure[party] = if total > 0.0 { (reached / total * 65_535.0) as u16 } else { 0 };
    }
    let (blamed, share) = government.answers_here(group, turn);
    group.blamed = blamed;
    group.blame = (rules.blame_per_day * share * 1024.0 + 0.5).min(256.0) as u16;
}

/// The part of the pull that this mechanism sets for all cells of a group.
pub fn share(group: &Group, pull: &mut CellInputs) {
    pull.blamed_party = group.blamed;
    pull.blame = group.blame;
}

/// Sets the part of a cell's pull that comes from today's agitator, the first draw of `stream`; returns that agitator's
/// party. `peers` is the share of agitators who come from the cell itself, in 1/65536.
#[inline(always)]
pub fn pull(cell: &Cell, group: &Group, peers: f32, stream: &mut Stream, pull: &mut CellInputs) -> usize {
    let word = stream.bits();
    let byte = |shift: u32| ((word >> shift) & 0xffff) as u16;
    let from_peers = f32::from(byte(0)) < peers;
    let pick = byte(16);
    let mut party = 0;
    let comes;
    if from_peers {
        // A workmate of the person's own leaning, met every day; the unaligned do not agitate.
        let aligned: u32 = cell.census.leaning[1..].iter().map(|n| u32::from(*n)).sum();
        let mut left = ((u64::from(aligned) * u64::from(pick)) >> 16) as u32;
        for (i, n) in cell.census.leaning.iter().enumerate().skip(1) {
            if left < u32::from(*n) {
                party = i;
                break;
            }
            left -= u32::from(*n);
        }
        comes = aligned as f32 / cell.present().max(1) as f32;
    } else {
        while party + 1 < N_PARTIES && group.exposure[party] <= pick {
            party += 1;
        }
        comes = group.contact;
    }
    let hears = f32::from(byte(32)) < comes * 65_536.0 && party > 0;
    pull.heard_party = party as u8;
    pull.heard = if hears { group.persuasion[party] } else { 0 };
    pull.heard_slope = group.slope[party];
    party
}
