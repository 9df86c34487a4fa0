//! Whom each cell obeys: a state that lasts.
//!
//! Claim: a group obeys one authority at a time, and goes on obeying it until another is better by more than the cost of
//! changing: by the members' belief that it will meet what they demand, by how many of their own kind obey it, and by what
//! it can enforce here (Weber on the chance of obedience; Schelling 1978 on tipping; the essay and Trotsky on the garrison
//! that does not turn back). To refuse an order is to obey another authority, or none: a unit under arms of which most
//! would refuse obeys whoever gives it orders no longer. From this come the authority shares and the index of dual power,
//! `D = 1 - |g - c| / (g + c)`.

use crate::inputs::{Capabilities, Capability};
use crate::places::{Authority, Cell, Group, Locality, NONE};

engine::params! {
    /// How cells choose whom they obey.
    pub struct AllegianceRules in "allegiance" {
        kin: "share of the scale of beliefs" = 0.25 in 0.0..=2.0,
            "Weight of the share of one's own kind who obey an authority, next to belief in it.", "weak";
        enforced: "share of the scale of beliefs" = 0.25 in 0.0..=2.0,
            "Weight of the share of arms in the place that obey it.", "weak";
        switching: "share of the scale of beliefs" = 0.10 in 0.0..=2.0,
            "What another authority must be better by before a cell changes.", "weak";
    }
}

/// How much a command enforces that all obey, next to what arms enforce among those who have none. Unit: share. Assumed.
const COMMAND: f32 = 0.6;
/// Added for a council to which the cell has sent a delegate. Unit: share of the scale of beliefs. Assumed.
const OWN_DELEGATE: f32 = 0.2;
/// What those who have refused the orders of the state have to fear from its officers, should they go back to them. Unit:
/// share of the scale of beliefs. Assumed.
const MUTINEERS_FEAR: f32 = 0.3;
/// What nobody's orders are worth to a cell that is at peace. Unit: share of the scale of beliefs. Assumed.
const NOBODY: f32 = 0.15;
/// Added when the whole cell acts. Unit: share of the scale of beliefs. Assumed.
const NOBODY_IN_ACTION: f32 = 0.45;
/// Share of a unit under arms that must be ready to refuse for it to refuse. Unit: share. Assumed: a majority.
pub(crate) const MOST: f32 = 0.5;
/// How far a class takes a public committee of all classes for its own. Unit: share of the belief in the government that
/// the committee has. Assumed, after Anweiler (1958) and Rosenberg (1974) on the committees of March.
fn at_home_in_committees(does: Capabilities) -> f32 {
    /// Of clerks, students, villagers. Unit: share. Assumed.
    const AT_HOME: f32 = 1.0;
    /// Of owners and the street. Unit: share. Assumed.
    const GUEST: f32 = 0.8;
    match does {
        _ if does.has(Capability::JoinCommittees) => AT_HOME,
        _ if does.strike() || does.bear_arms() => 0.0,
        _ => GUEST,
    }
}

/// Who rules: whose orders are the state's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// A regime of the start that allows no strike: no committees stand beside it.
    Old,
    /// A government of the start that depends on a parliament, and allows strikes.
    Elected,
    /// A government that came after it.
    New,
    /// The councils govern.
    Councils,
}

impl Rule {
    /// The authority whose orders are the state's.
    pub fn ruler(self) -> Authority {
        if self == Rule::Councils { Authority::Council } else { Authority::Government }
    }

    /// Whether the regime of the start stands, whose courts-martial call it mutiny to obey a council.
    pub fn binds(self) -> bool {
        matches!(self, Rule::Old | Rule::Elected)
    }
}

/// What all cells of a group see of each authority, before their own beliefs.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Weight of one's own kind and of arms, by authority.
    weight: [f32; 4],
    /// Whether each can be obeyed here.
    is_open: [bool; 4],
    /// How far the group takes the committee for its own.
    committee: f32,
    ruler: Authority,
    switching: f32,
    is_armed: bool,
    /// Whether it is mutiny to obey a council.
    is_bound: bool,
    /// Whether to act is to refuse: for who serves under arms, under a regime that allows no strike, before a force that is
    /// told to disperse.
    is_refusal: bool,
}

/// What a group sees. `kin` are adults of its kind in the seat by whom they obey.
pub fn seen(group: &Group, seat: &Locality, kin: [u32; 4], rule: Rule, rules: &AllegianceRules) -> Seen {
    let share = |counts: [u32; 4]| {
        let all = counts.iter().sum::<u32>().max(1) as f32;
        counts.map(|n| n as f32 / all)
    };
    let (kin, arms) = (share(kin), share(seat.arms));
    let committee = if rule.binds() { 0.0 } else { seat.committee * at_home_in_committees(group.does) };
    let mut weight: [f32; 4] = std::array::from_fn(|a| rules.kin as f32 * kin[a]);
    if group.does.bear_arms() {
        // Among those who serve it is their own kind that enforces, and only for the state: with a part of them lost the
        // courts-martial are.
        let ruler = rule.ruler() as usize;
        weight[ruler] += COMMAND * rules.enforced as f32 * kin[ruler] * kin[ruler];
    } else {
        weight.iter_mut().zip(arms).for_each(|(weight, arms)| *weight += rules.enforced as f32 * arms);
    }
    Seen {
        weight,
        // A deposed government is nobody's to obey.
        is_open: [rule != Rule::Councils, seat.council != NONE, committee > 0.0, true],
        committee,
        ruler: rule.ruler(),
        switching: rules.switching as f32,
        is_armed: group.does.bear_arms(),
        is_bound: group.does.bear_arms() && rule.binds(),
        is_refusal: group.does.bear_arms() || !group.does.live_in_villages() && (rule == Rule::Old || seat.order > 0.0),
    }
}

/// How cells differ in what binds them to the state: officers, foremen, elders. Standard deviation. Unit: share of the scale
/// of beliefs. Assumed.
const TEMPER: f32 = 0.12;

/// What binds a cell to the state beyond the beliefs of its members, the same on every day; `word` is drawn once for each
/// cell.
#[inline(always)]
pub fn temper(word: u64) -> f32 {
    /// The sum of four uniform numbers of 16 bits has this mean and this standard deviation. Unit: 1/65536. Computed.
    const FOUR: [f32; 2] = [131_070.0, 37_837.0];
    let sum = (word & 0xffff) + (word >> 16 & 0xffff) + (word >> 32 & 0xffff) + (word >> 48);
    TEMPER * (sum as f32 - FOUR[0]) / FOUR[1]
}

/// The authority that a cell obeys from now on.
#[inline(always)]
pub fn obeyed(cell: &Cell, is_represented: bool, temper: f32, seen: &Seen) -> Authority {
    let (ruler, contender) = (cell.mean(cell.ruler), cell.mean(cell.contender));
    let acting = cell.acting_share();
    let of_council = if seen.ruler == Authority::Council { ruler } else { contender };
    let own = if is_represented { OWN_DELEGATE } else { 0.0 };
    let worth = [
        ruler + seen.weight[0],
        of_council + own + seen.weight[1],
        // A committee has the belief in the government, as far as it is one's own, and enforces nothing.
        seen.committee * ruler + seen.weight[2],
        NOBODY + NOBODY_IN_ACTION * acting + seen.weight[3],
    ];
    // Who would refuse cannot be ordered; an authority that is not here cannot be obeyed.
    let refuses = seen.is_refusal && acting > MOST;
    // Under a regime that knows no councils a company obeys one only after a mutiny.
    let bound = seen.is_bound && cell.authority == seen.ruler && !refuses;
    let is_open = |a: usize| {
        seen.is_open[a] && !(refuses && a == seen.ruler as usize) && !(bound && a == Authority::Council as usize)
    };
    let now = cell.authority as usize;
    // Who has mutinied does not go back as lightly as who has only changed his mind.
    let fear = if seen.is_armed && cell.authority != seen.ruler { MUTINEERS_FEAR } else { 0.0 };
    let mut worth = worth;
    worth[seen.ruler as usize] += temper - fear;
    let mut best =
        if is_open(now) { (now, worth[now] + seen.switching) } else { (Authority::Nobody as usize, f32::NEG_INFINITY) };
    for (a, worth) in worth.iter().enumerate() {
        if a != now && is_open(a) && *worth > best.1 {
            best = (a, *worth);
        }
    }
    Authority::ALL[best.0]
}

/// The index of dual power: 1 when two powers are followed alike, 0 when one is followed alone or neither at all.
pub fn dual_power(government: f64, council: f64) -> f64 {
    let sum = government + council;
    if sum <= 0.0 { 0.0 } else { 1.0 - (government - council).abs() / sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_dual_power_is_between_zero_and_one() {
        assert_eq!(dual_power(0.0, 0.0), 0.0);
        assert_eq!(dual_power(0.4, 0.4), 1.0);
        assert_eq!(dual_power(0.8, 0.0), 0.0);
        assert!((dual_power(0.6, 0.2) - 0.5).abs() < 1e-12);
    }
}
