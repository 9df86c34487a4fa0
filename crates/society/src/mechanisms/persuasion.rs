//! Whom people listen to, and who moves them.
//!
//! Claim: a party gains where it has cadres and a press, where workmates already lean to it, and where its programme answers
//! what people feel most (Smith 1983 and Rabinowitch 1976 on roots in factories and units). People discount what a party
//! promises by its record, what it has answered for and not kept, and by their belief that the authority that it would have
//! decide can deliver. The formula is the same for every party, in office and out of it; what differs is what it answers
//! for. Each day a cell hears at most one agitator; over the days the draw follows exposure. Known limit: no debate between
//! two speakers on one day.

use crate::inputs::{N_ISSUES, N_PARTIES, PartySpec};
use crate::institutions::party::PartyState;
use crate::mechanisms::roots;
use crate::people::{CellInputs, LINE, quarters};
use crate::places::{Cell, Group, Locality};
use engine::draw::Stream;

engine::params! {
    /// How parties persuade.
    pub struct PersuasionRules in "persuasion" {
        contact_per_day: "chance per day" = 0.08 in 0.0..=0.25,
            "Chance of being moved on a day by an agitator whose programme answers everything one feels.", "weak";
        peers: "share" = 0.22 in 0.0..=1.0,
            "Share of agitators who come from the cell itself, in proportion to its leanings.", "weak";
        blame_per_day: "chance per day" = 0.14 in 0.0..=0.25,
            "Chance of losing a degree of conviction in a party that answers for all on a day, at full grievance and nothing delivered.", "weak";
    }
}

/// Cadres and papers per thousand adults at which a cell hears somebody every second day. Assumed, see docs/decisions/0014.
pub(crate) const CADRES_AT_HALF_CONTACT: f64 = 3.0;

/// How much of the parties' work is done in counties and at fronts, in a town without weight, and what full weight adds.
/// Unit: share of the mean town's. Assumed.
const GATHERED: [f32; 3] = [0.5, 0.5, 0.9];

/// How much of the parties' work is done in a seat, by organisers and by papers: `weight` is how far its events carry (0..=1,
/// by size), `hours` the way to the capital, where the presses are.
pub fn access(seat: &Locality, weight: f32, hours: f32) -> [f32; 2] {
    let gathered = if seat.rural || seat.front { GATHERED[0] } else { GATHERED[1] + GATHERED[2] * weight };
    let read = if seat.rural { gathered * IN_VILLAGES } else { gathered };
    [gathered, read / (1.0 + hours / HOURS_TO_HALVE)]
}

/// Papers that come to villages, next to what organisers do there: few read, and no post comes daily. Unit: share. Assumed.
const IN_VILLAGES: f32 = 0.1;
/// Hours on the way at which half of a paper's copies come through: about two days by rail. Assumed.
const HOURS_TO_HALVE: f32 = 48.0;

/// Belief in an authority at which a party that would have it decide persuades as `contact_per_day` says. Unit: scale of
/// beliefs. Assumed.
const USUAL_BELIEF: f64 = 0.5;
/// Copies of papers that persuade as one cadre does. Unit: per thousand adults. Assumed.
const PAPERS_PER_CADRE: f64 = 2.0;

/// Steps of the chance of being moved in the loop over persons, and how much finer a group's is kept. A convention.
const CHANCES: f64 = 1024.0;
/// How much finer a group keeps a chance than the loop takes it. A convention; unit: times.
const FINE: f64 = 64.0;
/// The loop takes twice the grievance for the chance of losing conviction. A convention; unit: times.
const OF_TWICE: f64 = 0.5;
/// Largest chance in the loop, in its steps. A convention.
const LARGEST: f32 = 256.0;

/// A chance of a day that a group keeps, over some days, in the steps of the loop; `luck` rounds it up now and then.
#[inline(always)]
fn over_days(of_a_day: u16, days: f32, luck: f32) -> u16 {
    (f32::from(of_a_day) / FINE as f32 * days + luck).min(LARGEST) as u16
}

/// Who persuades, and how they stand today.
pub struct Persuaders<'a> {
    /// Behaviour.
    pub rules: &'a PersuasionRules,
    /// Parties as the scenario gives them.
    pub declared: &'a [PartySpec],
    /// Parties as they stand.
    pub parties: &'a [PartyState],
    /// Men who have left the army, by party, for each thousand adults in the villages to which they have come home.
    pub returned: &'a [f32; N_PARTIES],
    /// Whether party members persuade at all.
    pub cadres_on: bool,
    /// Whether the councils rule: who is for them is then for the authority that rules.
    pub councils_rule: bool,
}

/// How a party with this programme and this line persuades a group, next to one that answers everything and can deliver,
/// 0 and up. `record` is what it has answered for and not kept.
///
/// `line` is the party's, of -1 for the authority that rules to 1 for the one that contends.
pub fn attraction(group: &Group, position: &[f64; N_ISSUES], line: f64, record: f64) -> f64 {
    let felt: f64 = engine::math::sum_in_order(group.unmet.iter().map(|u| f64::from(*u)));
    let answers = engine::math::sum_in_order(group.unmet.iter().zip(position).map(|(u, p)| f64::from(*u) * p));
    let answer = if felt > 0.0 { 1.0_f64.midpoint(answers / felt) } else { 0.0 };
    // Who would have the contending authority decide is believed as far as it is, who would have the ruling one, as that is.
    let for_contender = 1.0_f64.midpoint(line);
    let [_, ruler, contender] = group.means();
    let believed = for_contender * f64::from(contender) + (1.0 - for_contender) * f64::from(ruler);
    answer * (1.0 - record) * believed / USUAL_BELIEF
}

/// Refreshes what the parties are to one group: exposure, persuasion, blame.
pub fn refresh(group: &mut Group, seat: &Locality, turn: usize, by: &Persuaders<'_>) {
    let &Persuaders { rules, declared, parties, returned, cadres_on, councils_rule } = by;
    let class = usize::from(group.class);
    let mut weights = [0.0; N_PARTIES];
    let mut total = 0.0;
    for (party, (declared, state)) in declared.iter().zip(parties).enumerate().skip(1) {
        let line = if councils_rule { -state.line } else { state.line };
        let spoken_to = roots::spoken_to(seat, group.does, party);
        let pull = attraction(group, &declared.position, line, state.record) * spoken_to;
        group.persuasion[party] = (rules.contact_per_day * pull * CHANCES * FINE + 0.5).min(65_535.0) as u16;
        // The party's line as this group sees it: below 0 for who rules, above for who contends.
        group.line[party] = (line.clamp(-1.0, 1.0) * f64::from(LINE)) as i16;
        if cadres_on {
            // Organisers and papers go where many can be reached, and where the party is at home.
            let [organisers, papers] = seat.access.map(f64::from);
            let home = if seat.rural { f64::from(returned[party]) } else { 0.0 };
            weights[party] = home
                + state.cadres[class] * state.reach * organisers * roots::strength(seat, group.does, party)
                + state.press_per_thousand / PAPERS_PER_CADRE
                    * papers
                    * roots::among_its_people(seat, group.does, party);
        }
        total += weights[party];
    }
    group.contact = (total / (total + CADRES_AT_HALF_CONTACT)) as f32;
    let mut reached = 0.0;
    for party in 0..N_PARTIES {
        reached += weights[party];
        group.exposure[party] = if total > 0.0 { (reached / total * 65_535.0) as u16 } else { 0 };
    }
    let (blamed, share) = answers_here(group, parties, turn);
    group.blamed = blamed;
    group.blame = (rules.blame_per_day * share * CHANCES * OF_TWICE * FINE + 0.5).min(65_535.0) as u16;
}

/// The party that answers here today for what is not delivered, and how far. Those who answer are asked in turn, those with
/// no follower here never.
fn answers_here(group: &Group, parties: &[PartyState], turn: usize) -> (u8, f64) {
    let asked: Vec<usize> = (1..parties.len()).filter(|p| parties[*p].answers > 0.0 && group.leaning[*p] > 0).collect();
    match asked.get(turn % asked.len().max(1)) {
        Some(p) => (*p as u8, f64::from(1.0 - group.delivered) * parties[*p].answers * asked.len() as f64),
        None => (255, 0.0),
    }
}

/// The part of the pull that comes from those who answer for what is not delivered, over the days since the last turn.
#[inline(always)]
pub fn share(group: &Group, days: f32, luck: f32, pull: &mut CellInputs) {
    pull.blamed_party = group.blamed;
    pull.blame = over_days(group.blame, days, luck);
}

/// Sets the part of a cell's pull that comes from today's agitator, the first draw of `stream`; returns that agitator's
/// party. `peers` is the share of agitators who come from the cell itself, in 1/65536; `days` have passed since the last
/// turn.
#[inline(always)]
pub fn pull(cell: &Cell, group: &Group, peers: f32, days: f32, stream: &mut Stream, pull: &mut CellInputs) -> usize {
    let word = stream.bits();
    let [from_peers, pick, heard, luck] = quarters(word);
    let from_peers = f32::from(from_peers) < peers;
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
    // Over several days somebody comes more surely, and the more often.
    let surely = (comes * days).min(1.0);
    let hears = f32::from(heard) < surely * 65_536.0 && party > 0;
    pull.heard_party = party as u8;
    let luck = f32::from(luck) / 65_536.0;
    pull.heard = if hears { over_days(group.persuasion[party], comes * days / surely, luck) } else { 0 };
    pull.heard_from = group.line[party];
    party
}
