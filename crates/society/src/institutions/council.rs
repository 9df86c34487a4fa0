//! Councils (soviets): founded by workplaces in action, elected cell by cell, recalled cell by cell.
//!
//! Claim: councils appear almost by themselves once struggle is broad (the essay; Anweiler 1958), are elected at the
//! workplace, and follow their electors through recall. A council's composition is only ever the sum of its elections and
//! co-options; the first executive is co-opted by organisers, who are recorded as summoning the first session. It exists
//! only where a cell has elected or somebody was co-opted.

use crate::inputs::{N_PARTIES, PartySpec, Section};
use crate::institutions::party::PartyState;
use crate::mechanisms::roots;
use crate::places::{Cell, Group, Locality};
use engine::calendar::Day;

pub use schema::powers::Resolution;

engine::params! {
    /// How councils come and change.
    pub struct CouncilRules in "council" {
        founding: "chance per day" = 0.6 in 0.0..=1.0,
            "Chance per day that somebody calls for delegates where every workplace acts, all remember earlier councils and organisers abound.",
            "weak";
        elects_per_day: "chance per day" = 0.30 in 0.0..=1.0,
            "Chance that an unrepresented constituency elects on a day once there is a council.", "weak";
        recall_per_day: "chance per day" = 0.05 in 0.0..=1.0,
            "Chance per day that a delegate whose party has lost the electors is replaced: the council's accountability.",
            "a sketch of the model: about 0.1";
    }
}

/// How far news of councils elsewhere stands in for a strike at home. Unit: share. Assumed, see docs/decisions/0014.
pub(crate) const IMITATION: f64 = 0.6;

/// Cells that elect together: neighbouring shops and companies, or a large works.
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
    /// Delegates sent, by party; all 0 before the first election.
    pub sent: [u16; N_PARTIES],
    /// Whether it has sent any.
    pub is_seated: bool,
    /// Attitude to power of the electors when it last elected, 0..=1.
    pub mood: f32,
}
engine::snapshot!(struct Constituency { seat, section, first_cell, n_cells, seats, sent, is_seated, mood });

impl Constituency {
    /// Its cells.
    pub fn cells(&self) -> std::ops::Range<usize> {
        self.first_cell as usize..(self.first_cell + self.n_cells) as usize
    }

    /// The party of most of its delegates; `None` before the first election.
    pub fn delegate(&self) -> Option<u8> {
        let most = *self.sent.iter().max().expect("there are parties");
        (most > 0).then(|| self.sent.iter().position(|n| *n == most).expect("it is one of them") as u8)
    }
}

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
}
engine::snapshot!(struct Council {
    seat, founded, seats, quota, coopted, mood_of_none, resolution, largest
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
        if lines[2] > MAJORITY {
            Resolution::Claim
        } else if lines[0] + lines[1] > MAJORITY && lines[0] >= lines[2] * OUTWEIGHED {
            if old_regime { Resolution::None } else { Resolution::Support }
        } else {
            Resolution::Oppose
        }
    }
}

/// Hands at a town's works for which the quota of their class is told, and the power of their number with which it falls in
/// smaller towns: everywhere a council is a hall full of people. Unit: electors; power. Computed by hand from the quotas of four
/// councils of 1905 and 1917: rows `soviet_rule_workers_per_deputy` of the record.
const FULL_QUOTA: [f64; 2] = [400_000.0, 0.75];

/// Electors who send one delegate of the workers' section in a town with so many hands at works, where the greatest towns'
/// `quota` is told.
pub fn quota(quota: f64, workers: f64) -> f64 {
    let [greatest, power] = FULL_QUOTA;
    (quota * engine::math::pow((workers / greatest).min(1.0), power)).max(1.0)
}

/// Share of delegates that is a majority. A convention.
const MAJORITY: f64 = 0.5;
/// How strong those for the government must be next to those for the councils for a majority that would support it to do
/// so. Unit: share. Assumed.
const OUTWEIGHED: f64 = 0.7;

/// Lines on power from which a party stands between government and councils, and from which it is for the councils. Unit:
/// scale of lines. Assumed.
const SIDES: [f64; 2] = [0.2, 0.5];

/// 0 for the government, 1 between, 2 for the councils.
fn side(line: f64) -> usize {
    SIDES.iter().filter(|from| line >= **from).count()
}

/// How much slower counties found councils than towns. Unit: share of the chance of a town. Assumed.
const RURAL_PACE: f64 = 0.06;
/// Share of workers or soldiers in action from which there is talk of a council. Unit: share. Assumed.
const BROAD: f64 = 0.1;
/// What is founded without any memory of earlier councils, and what full memory adds. Unit: times the chance. Assumed.
const MEMORY: [f64; 2] = [0.5, 2.0];
/// What is founded without organisers, what many of them add, and how many (per 1,000 adults) add half of it. Unit: share of
/// the chance. Assumed.
const ORGANISERS: [f64; 3] = [0.4, 0.6, 1.0];
/// How far police at their posts hinder a council where nobody acts. Unit: share of the chance. Assumed.
const CONTROL: f64 = 0.85;

/// The chance that a council is called for today in a seat; `liberty` is what the government delivers of it.
pub fn founding_chance(seat: &Locality, liberty: f64, experience_on: bool, rules: &CouncilRules) -> f64 {
    let breadth = f64::from(seat.shares[crate::places::WORKERS].max(seat.shares[crate::places::SOLDIERS]));
    let heard = IMITATION * f64::from(seat.news_councils);
    // Broad action at home, or word of councils elsewhere once the police are gone.
    let moved = (breadth - BROAD).max(0.0) + heard * (1.0 - f64::from(seat.police));
    let memory = MEMORY[0] + if experience_on { MEMORY[1] * f64::from(seat.memory) } else { 0.0 };
    let organised = f64::from(seat.organisers) / (f64::from(seat.organisers) + ORGANISERS[2]);
    let organisers = ORGANISERS[0] + ORGANISERS[1] * organised;
    // Villages have the commune: they make councils of their own late.
    let organisers = if seat.rural { organisers * RURAL_PACE } else { organisers };
    // Where meetings are free the police do not come.
    let control = 1.0 - CONTROL * f64::from(seat.police) * (1.0 - breadth) * (1.0 - liberty);
    (rules.founding * moved * memory * organisers * control).clamp(0.0, 1.0)
}

/// Votes of a constituency.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Votes {
    /// By party. Who has been won for a party votes for it; who follows none votes for a workmate who follows none.
    pub by_party: [u32; N_PARTIES],
    /// Electors who lean to each party, won or not.
    pub leaning: [u32; N_PARTIES],
    /// Electors.
    pub electors: u32,
    /// Their mean attitude to power, 0..=1.
    pub mood: f32,
}

/// How a constituency would vote, by the last count of its cells' leanings.
pub fn votes(cells: &[Cell], stands: &[bool; N_PARTIES], councils_rule: bool) -> Votes {
    let mut votes = Votes::default();
    let (mut present, mut ruler, mut contender) = (0, 0_u64, 0_u64);
    for cell in cells {
        for party in 0..N_PARTIES {
            votes.leaning[party] += u32::from(cell.census.leaning[party]);
            // Parties that want no councils do not stand for them.
            if party > 0 && stands[party] {
                votes.by_party[party] += u32::from(cell.census.voters[party]);
            }
        }
        present += cell.present();
        ruler += u64::from(cell.ruler);
        contender += u64::from(cell.contender);
    }
    votes.by_party[0] = votes.leaning[0];
    // Electors are those counted with their leanings: some may have gone since.
    votes.electors = votes.leaning.iter().sum();
    let mean = |sum: u64| sum as f32 / (u64::from(present.max(1)) * 255) as f32;
    votes.mood = crate::places::attitude(mean(ruler), mean(contender), councils_rule);
    votes
}

/// The seats that votes give: one seat goes to the party with most votes, several are shared in proportion (largest
/// remainders). Ties go to who sits already, then to the first in the list; without any vote all go to those of no party.
pub fn elect(votes: &[u32; N_PARTIES], seats: u32, sitting: &[u16; N_PARTIES]) -> [u16; N_PARTIES] {
    let total: u64 = votes.iter().map(|v| u64::from(*v)).sum();
    let mut won = [0_u16; N_PARTIES];
    if total == 0 {
        won[0] = seats as u16;
        return won;
    }
    let best = |keys: &[u64; N_PARTIES]| (0..N_PARTIES).max_by_key(|p| (keys[*p], sitting[*p], N_PARTIES - p));
    if seats == 1 {
        won[best(&votes.map(u64::from)).expect("there are parties")] = 1;
        return won;
    }
    let mut remainders = [0_u64; N_PARTIES];
    for (party, v) in votes.iter().enumerate() {
        let share = u64::from(*v) * u64::from(seats);
        won[party] = (share / total) as u16;
        remainders[party] = share % total;
    }
    for _ in won.iter().map(|n| u32::from(*n)).sum::<u32>()..seats {
        let party = best(&remainders).expect("there are parties");
        won[party] += 1;
        remainders[party] = 0;
    }
    won
}

/// Who would sit after a recall: whose party has lost its electors to another makes room. Nobody is recalled for having
/// declared a party, as long as his electors are not another's.
pub fn after_recall(votes: &Votes, seats: u32, sitting: &[u16; N_PARTIES]) -> [u16; N_PARTIES] {
    let now = elect(&votes.by_party, seats, sitting);
    if now[0] <= sitting[0] {
        return now;
    }
    // Seats that parties have are shared among parties.
    let mut by_party = votes.by_party;
    by_party[0] = 0;
    if by_party == [0; N_PARTIES] {
        return *sitting;
    }
    let mut now = elect(&by_party, seats - u32::from(sitting[0]), sitting);
    now[0] = sitting[0];
    now
}

/// Chance that a delegate of no party joins a fraction on a day, once his council has divided into fractions. Unit: chance
/// per day. Assumed.
pub(crate) const JOINS_FRACTION_PER_DAY: f64 = 0.02;

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
    pub votes: [u32; N_PARTIES],
    /// Party of most of those elected.
    pub delegate: u8,
    /// Seats filled, by party.
    pub seats: [u32; N_PARTIES],
}

/// A programme's line on power at or below which a party wants no councils. Unit: scale of lines. Assumed.
pub(crate) const AGAINST_COUNCILS: f64 = -0.5;

/// Which parties stand for councils: all but those whose programme sets the government above everything.
pub fn standing_parties(parties: &[PartySpec]) -> [bool; N_PARTIES] {
    std::array::from_fn(|p| parties.get(p).is_some_and(|party| party.power_line > AGAINST_COUNCILS))
}

/// Organisers of a seat who make the first executive: in proportion to the cadres that are for councils at all.
pub fn organisers(declared: &[PartySpec], parties: &[PartyState], group: &Group, seat: &Locality) -> [f64; N_PARTIES] {
    let class = usize::from(group.class);
    let mut weights = [0.0; N_PARTIES];
    for (party, declared) in declared.iter().enumerate().skip(1) {
        // Parties that want no council call none.
        if declared.power_line > AGAINST_COUNCILS {
            weights[party] =
                parties[party].cadres[class] * parties[party].reach * roots::strength(seat, group.does, party);
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(votes: &[(usize, u32)]) -> [u32; N_PARTIES] {
        let mut by_party = [0; N_PARTIES];
        votes.iter().for_each(|(p, n)| by_party[*p] = *n);
        by_party
    }

    fn sent(seats: &[(usize, u16)]) -> [u16; N_PARTIES] {
        let mut sent = [0; N_PARTIES];
        seats.iter().for_each(|(p, n)| sent[*p] = *n);
        sent
    }

    #[test]
    fn law_plurality_wins_one_seat_and_ties_stay() {
        let elect_one = |votes: &[(usize, u32)], sitting| elect(&of(votes), 1, &sitting);
        assert_eq!(elect_one(&[(5, 30), (7, 40), (9, 20)], sent(&[(5, 1)])), sent(&[(7, 1)]));
        assert_eq!(elect_one(&[(5, 40), (7, 40)], sent(&[(7, 1)])), sent(&[(7, 1)]));
        assert_eq!(elect_one(&[(5, 40), (7, 40)], sent(&[])), sent(&[(5, 1)]));
        assert_eq!(elect_one(&[], sent(&[])), sent(&[(0, 1)]));
    }

    #[test]
    fn law_ballots_above_65_535_votes_elect_whom_they_name() {
        assert_eq!(elect(&of(&[(1, 65_536), (2, 65_535)]), 1, &sent(&[])), sent(&[(1, 1)]));
        assert_eq!(elect(&of(&[(1, 300_000), (2, 299_999)]), 3, &sent(&[])), sent(&[(1, 2), (2, 1)]));
    }

    #[test]
    fn law_several_seats_are_shared_in_proportion() {
        assert_eq!(elect(&of(&[(1, 60), (2, 30), (3, 10)]), 10, &sent(&[])), sent(&[(1, 6), (2, 3), (3, 1)]));
        assert_eq!(elect(&of(&[(1, 51), (2, 49)]), 4, &sent(&[])), sent(&[(1, 2), (2, 2)]));
    }

    #[test]
    fn law_nobody_is_recalled_for_having_declared_a_party() {
        let votes = |v: &[(usize, u32)]| Votes { by_party: of(v), ..Votes::default() };
        assert_eq!(after_recall(&votes(&[(0, 60), (2, 40)]), 1, &sent(&[(2, 1)])), sent(&[(2, 1)]));
        assert_eq!(after_recall(&votes(&[(0, 20), (2, 30), (3, 50)]), 1, &sent(&[(2, 1)])), sent(&[(3, 1)]));
        assert_eq!(after_recall(&votes(&[(2, 50), (3, 50)]), 4, &sent(&[(0, 1), (2, 3)])), sent(&[(2, 2), (3, 2)]));
        assert_eq!(after_recall(&votes(&[(0, 90), (2, 4), (3, 6)]), 1, &sent(&[(2, 1)])), sent(&[(3, 1)]));
        assert_eq!(after_recall(&votes(&[(0, 90)]), 1, &sent(&[(2, 1)])), sent(&[(2, 1)]));
    }
}
