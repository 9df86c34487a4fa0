//! Councils (soviets): founded by workplaces in action, elected cell by cell, recalled cell by cell.
//!
//! Claim: councils appear almost by themselves once struggle is broad (the essay; Anweiler 1958), are elected at the
//! workplace, and follow their electors through recall. A council's composition is only ever the sum of its elections and
//! co-options; the first executive is co-opted by organisers, who are recorded as summoning the first session. It exists
//! only where a cell has elected or somebody was co-opted.

use crate::inputs::{N_PARTIES, PartySpec, Section};
use crate::institutions::party::PartyState;
use crate::people::Census;
use crate::places::{Cell, Locality};
use engine::calendar::Day;

engine::params! {
    /// How councils come and change.
    pub struct CouncilRules in "council" {
        founding: "chance per day" = 1.0 in 0.0..=1.0,
            "Chance per day that somebody calls for delegates where every workplace acts, all remember earlier councils and organisers abound.",
            "weak";
        elects_per_day: "chance per day" = 0.30 in 0.0..=1.0,
            "Chance that an unrepresented constituency elects on a day once there is a council.", "weak";
        recall_per_day: "chance per day" = 0.05 in 0.0..=1.0,
            "Chance per day that a delegate whose party has lost the electors is replaced: the council's accountability.",
            "a sketch of the model: about 0.1";
    }
}

/// How far news of councils elsewhere stands in for a strike at home. Assumed, see docs/decisions/0014.
pub(crate) const IMITATION: f64 = 0.6;

/// Cells that elect together: a large works alone, small shops side by side.
#[derive(Clone, Debug)]
pub struct Constituency {
    /// Its seat.
    pub seat: u32,
    /// Section it elects to.
    pub section: Section,
    /// First cell.
    pub first_cell: u32,
    /// Number of cells.
    pub n_cells: u32,
    /// Delegates it sends.
    pub seats: u32,
    /// Party of its delegates; `None` before the first election.
    pub delegate: Option<u8>,
    /// Attitude to power of the electors when it last elected, 0..=1.
    pub mood: f32,
}
engine::snapshot!(struct Constituency { seat, section, first_cell, n_cells, seats, delegate, mood });

engine::words! {
    /// A council's resolution on power.
    pub enum Resolution {
        /// None yet.
        None = "none",
        /// Support the government, on conditions.
        Support = "support",
        /// Oppose it without claiming its place.
        Oppose = "oppose",
        /// Claim power.
        Claim = "claim",
    }
}
engine::snapshot!(words Resolution);

/// A council.
#[derive(Clone, Debug)]
pub struct Council {
    /// Its seat.
    pub seat: u32,
    /// Day of its founding.
    pub founded: Day,
    /// Delegates by section and party.
    pub seats: [[u32; N_PARTIES]; 3],
    /// Delegates that its electors could send.
    pub quota: u32,
    /// Members of the executive who were co-opted, by party.
    pub coopted: [u32; N_PARTIES],
    /// Attitude to power of non-party delegates' electors, -1..=1, summed over those delegates.
    pub mood_of_none: f64,
    /// Its resolution.
    pub resolution: Resolution,
    /// Party with most delegates.
    pub largest: u8,
    /// Whether soldiers sit in it.
    pub has_soldiers: bool,
}
engine::snapshot!(struct Council {
    seat, founded, seats, quota, coopted, mood_of_none, resolution, largest, has_soldiers
});

impl Council {
    /// Delegates of a party in all sections.
    pub fn of_party(&self, party: usize) -> u32 {
        self.seats.iter().map(|s| s[party]).sum()
    }

    /// All delegates.
    pub fn delegates(&self) -> u32 {
        (0..N_PARTIES).map(|p| self.of_party(p)).sum()
    }

    /// Shares of delegates (co-opted members while nobody is elected) whose party's line is for the government, between,
    /// and for the councils. Non-party delegates take the line of those who sent them.
    pub fn lines(&self, parties: &[PartyState]) -> [f64; 3] {
        let delegates = self.delegates();
        let mut shares = [0.0; 3];
        let mut total = 0.0;
        for (party, state) in parties.iter().enumerate() {
            let n = if delegates == 0 { self.coopted[party] } else { self.of_party(party) };
            let n = f64::from(n);
            let line = if party == 0 { if n > 0.0 { self.mood_of_none / n } else { 0.0 } } else { state.line };
            shares[side(line)] += n;
            total += n;
        }
        shares.map(|s| if total > 0.0 { s / total } else { 0.0 })
    }

    /// What the council resolves, given the shares from [`Council::lines`]. While the regime of the start still governs there
    /// is no government that a council could support on conditions: a majority that would has no resolution.
    pub fn resolves(&self, lines: [f64; 3], old_regime: bool) -> Resolution {
        if lines[2] > 0.5 {
            Resolution::Claim
        } else if lines[0] + lines[1] > 0.5 && lines[0] >= lines[2] * 0.7 {
            if old_regime { Resolution::None } else { Resolution::Support }
        } else {
            Resolution::Oppose
        }
    }
}

/// 0 for the government, 1 between, 2 for the councils.
fn side(line: f64) -> usize {
    if line < 0.2 {
        0
    } else if line < 0.5 {
        1
    } else {
        2
    }
}

/// How much slower counties found councils than towns. Unit: share of the chance of a town. Assumed.
const RURAL_PACE: f64 = 0.06;

/// The chance that a council is called for today in a seat.
pub fn founding_chance(seat: &Locality, experience_on: bool, rules: &CouncilRules) -> f64 {
    let breadth = f64::from(seat.shares[crate::places::WORKERS].max(seat.shares[crate::places::SOLDIERS]));
    let heard = IMITATION * f64::from(seat.news_councils);
    // Broad action at home, or word of councils elsewhere once the police are gone.
    let moved = (breadth - 0.1).max(0.0) + heard * (1.0 - f64::from(seat.police));
    let memory = if experience_on { 0.5 + 2.0 * f64::from(seat.memory) } else { 0.5 };
    let organisers = 0.4 + 0.6 * f64::from(seat.organisers) / (f64::from(seat.organisers) + 1.0);
    // Villages have the commune: they make councils of their own late.
    let organisers = if seat.rural { organisers * RURAL_PACE } else { organisers };
    let control = 1.0 - 0.85 * f64::from(seat.police) * (1.0 - breadth);
    (rules.founding * moved * memory * organisers * control).clamp(0.0, 1.0)
}

/// Sums of a constituency: votes by party, electors, mean attitude to power.
pub fn ballot(cells: &[Cell], stands: &[bool; N_PARTIES]) -> (Census, u32, f32) {
    let mut sum = Census { leaning: [0; N_PARTIES], voters: [0; N_PARTIES] };
    let (mut electors, mut present) = (0, 0);
    let mut power = 0_u64;
    for cell in cells {
        for party in 0..N_PARTIES {
            sum.leaning[party] = sum.leaning[party].saturating_add(cell.census.leaning[party]);
            sum.voters[party] = sum.voters[party].saturating_add(cell.census.voters[party]);
        }
        // Electors are those counted with their leanings: some may have gone since.
        electors += cell.census.leaning.iter().map(|n| u32::from(*n)).sum::<u32>();
        present += cell.present();
        power += u64::from(cell.power);
    }
    // Parties that want no councils do not stand for them.
    for (voters, stands) in sum.voters.iter_mut().zip(stands) {
        *voters = if *stands { *voters } else { 0 };
    }
    let mood = power as f32 / (present.max(1) * 255) as f32;
    (sum, electors, mood)
}

/// An election, on its way to the record.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Constituency, or [`NONE`] for a congress, whose delegates vote.
    pub constituency: u32,
    /// Position in [`crate::tables::ELECTION_KINDS`].
    pub kind: u16,
    /// Electors, model persons.
    pub electors: u32,
    /// Votes by party, model persons.
    pub votes: [u16; N_PARTIES],
    /// Party elected.
    pub delegate: u8,
    /// Seats filled.
    pub seats: u32,
}

/// A programme's line on power at or below which a party wants no councils. Unit: scale of lines. Assumed.
const AGAINST_COUNCILS: f64 = -0.5;

/// Share of electors who must be convinced enough to vote by party; where fewer are, a respected workmate of no party is sent. Assumed.
const PARTY_MINDED: f64 = 0.2;

/// Which parties stand for councils: all but those whose programme sets the government above everything.
pub fn standing_parties(parties: &[PartySpec]) -> [bool; N_PARTIES] {
    std::array::from_fn(|p| parties.get(p).is_some_and(|party| party.power_line > AGAINST_COUNCILS))
}

/// The party that wins a ballot by plurality; ties go to the sitting party, then to the first in the list.
pub fn winner(ballot: &Census, electors: u32, sitting: Option<u8>) -> u8 {
    let votes: u32 = ballot.voters.iter().map(|v| u32::from(*v)).sum();
    if f64::from(votes) < PARTY_MINDED * f64::from(electors) {
        return 0;
    }
    let most = ballot.voters.iter().copied().max().unwrap_or(0);
    match sitting {
        Some(party) if ballot.voters[usize::from(party)] == most => party,
        _ => ballot.voters.iter().position(|v| *v == most).unwrap_or(0) as u8,
    }
}

/// Organisers of a seat who make the first executive: in proportion to the cadres that are for councils at all.
pub fn organisers(declared: &[PartySpec], parties: &[PartyState], class: usize) -> [f64; N_PARTIES] {
    let mut weights = [0.0; N_PARTIES];
    for (party, declared) in declared.iter().enumerate().skip(1) {
        // Parties that want no council call none.
        if declared.power_line > AGAINST_COUNCILS {
            weights[party] = parties[party].cadres[class] * parties[party].reach;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot_of(votes: &[(usize, u16)]) -> Census {
        let mut census = Census { leaning: [0; N_PARTIES], voters: [0; N_PARTIES] };
        votes.iter().for_each(|(p, n)| census.voters[*p] = *n);
        census
    }

    #[test]
    fn law_plurality_wins_and_ties_stay() {
        assert_eq!(winner(&ballot_of(&[(5, 30), (7, 40), (9, 20)]), 100, Some(5)), 7);
        assert_eq!(winner(&ballot_of(&[(5, 40), (7, 40)]), 100, Some(7)), 7);
        assert_eq!(winner(&ballot_of(&[(5, 40), (7, 40)]), 100, None), 5);
        assert_eq!(winner(&ballot_of(&[]), 100, None), 0);
        assert_eq!(winner(&ballot_of(&[(5, 10)]), 100, None), 0, "too few are party-minded");
    }
}
