//! Whom each cell obeys: a state that lasts.
//!
//! Claim: people obey one authority at a time, a company under arms as one, and go on obeying it until another is better by
//! more than the cost of changing: by the belief that it will meet what they demand, by how many of their own kind obey it,
//! and by what it can enforce here (Weber on the chance of obedience; Schelling 1978 on tipping; the essay and Trotsky on the garrison
//! that does not turn back). To refuse an order is to obey another authority, or none: a unit under arms of which most
//! would refuse obeys whoever gives it orders no longer. From this come the authority shares and the index of dual power,
//! `D = 1 - |g - c| / (g + c)`.

use crate::inputs::{Capabilities, Capability};
use crate::places::{Authority, Cell, Group, Locality, NONE};

engine::params! {
    /// How cells choose whom they obey.
    pub struct AllegianceRules in "allegiance" {
        kin: "share of the scale of beliefs" = 0.4 in 0.0..=2.0,
            "Weight of the share of one's own kind who obey an authority, next to belief in it.", "weak";
        enforced: "share of the scale of beliefs" = 0.25 in 0.0..=2.0,
            "Weight of the share of arms in the place that obey it.", "weak";
        switching: "share of the scale of beliefs" = 0.10 in 0.0..=2.0,
            "What another authority must be better by before anybody changes.", "weak";
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
        is_bound: group.does.bear_arms() && rule.binds(),
        is_refusal: group.does.bear_arms() || !group.does.live_in_villages() && (rule == Rule::Old || seat.order > 0.0),
    }
}

/// How people and companies differ in what binds them to the state: officers, foremen, elders. Standard deviation. Unit:
/// share of the scale of beliefs. Assumed.
const TEMPER: f32 = 0.12;
/// Uniform numbers of 0..1 whose sum is nearly normal: a convention.
const SUMMED: f32 = 4.0;
/// Standard deviation of their sum, the root of `SUMMED` / 12. Unit: 1. Computed.
const SPREAD: f32 = 0.577_350_3;
/// The mean of their sum. Unit: 1. Computed.
const MEAN: f32 = SUMMED / 2.0;

/// What binds a company to the state beyond the beliefs of its members, the same on every day; `word` is drawn once for each
/// cell.
#[inline(always)]
pub fn temper(word: u64) -> f32 {
    let sum: u32 = crate::people::quarters(word).map(u32::from).iter().sum();
    TEMPER * (sum as f32 / f32::from(u16::MAX) - MEAN) / SPREAD
}

/// Share of people whom less than `bound` binds to the state: the distribution from which [`temper`] draws (Irwin 1927, Hall
/// 1927).
#[inline(always)]
fn share_below(bound: f32) -> f32 {
    /// The factorial of `SUMMED`. Unit: 1. Computed.
    const FACTORIAL: f32 = 24.0;
    let x = (bound / TEMPER * SPREAD + MEAN).clamp(0.0, SUMMED);
    // The two halves mirror one another.
    let near = x.min(SUMMED - x);
    let over = (near - 1.0).max(0.0);
    let (square, over_square) = (near * near, over * over);
    let below = (square * square - SUMMED * over_square * over_square) / FACTORIAL;
    if x > MEAN { 1.0 - below } else { below }
}

/// What each authority is worth to the members of a cell, before what binds some of them to the state.
#[inline(always)]
fn worths(cell: &Cell, is_represented: bool, seen: &Seen) -> [f32; 4] {
    let (ruler, contender) = (cell.mean(cell.ruler), cell.mean(cell.contender));
    let of_council = if seen.ruler == Authority::Council { ruler } else { contender };
    let own = if is_represented { OWN_DELEGATE } else { 0.0 };
    [
        ruler + seen.weight[0],
        of_council + own + seen.weight[1],
        // A committee has the belief in the government, as far as it is one's own, and enforces nothing.
        seen.committee * ruler + seen.weight[2],
        NOBODY + NOBODY_IN_ACTION * cell.acting_share() + seen.weight[3],
    ]
}

/// The authority that a company under arms obeys from now on: it obeys as one.
#[inline(always)]
pub fn company(cell: &Cell, is_represented: bool, temper: f32, seen: &Seen) -> Authority {
    // Who would refuse cannot be ordered; an authority that is not here cannot be obeyed.
    let refuses = seen.is_refusal && cell.acting_share() > MOST;
    let obeys = cell.is_led_by(seen.ruler);
    // Under a regime that knows no councils a company obeys one only after a mutiny.
    let bound = seen.is_bound && obeys && !refuses;
    let is_open = |a: usize| {
        seen.is_open[a] && !(refuses && a == seen.ruler as usize) && !(bound && a == Authority::Council as usize)
    };
    // Who has mutinied does not go back as lightly as who has only changed his mind.
    let fear = if obeys { 0.0 } else { MUTINEERS_FEAR };
    let mut worth = worths(cell, is_represented, seen);
    worth[seen.ruler as usize] += temper - fear;
    let now =
        Authority::ALL.into_iter().find(|a| cell.is_led_by(*a)).map_or(Authority::Nobody as usize, |a| a as usize);
    let mut best =
        if is_open(now) { (now, worth[now] + seen.switching) } else { (Authority::Nobody as usize, f32::NEG_INFINITY) };
    for (a, worth) in worth.iter().enumerate() {
        if a != now && is_open(a) && *worth > best.1 {
            best = (a, *worth);
        }
    }
    Authority::ALL[best.0]
}

/// Shares of a cell under no command that obey each authority from now on.
///
/// Its members differ in what binds them to the state. Of those who obey whoever rules, those leave whom that binds by less
/// than another authority is better; of those who obey another, those come back whom it binds by more: so the share moves
/// with no more cells than one as it does with many, and a change of worth within the cost of changing moves nobody.
#[inline(always)]
pub fn civilians(cell: &Cell, is_represented: bool, seen: &Seen) -> [f32; 4] {
    let worth = worths(cell, is_represented, seen);
    let r = seen.ruler as usize;
    // Who acts where that is to refuse does not obey, and an authority that is not here cannot be obeyed.
    let refuse = if seen.is_refusal { cell.acting_share().min(1.0) } else { 0.0 };
    let nobody = Authority::Nobody as usize;
    let best = (0..worth.len())
        .filter(|a| *a != r && seen.is_open[*a])
        .fold(nobody, |best, a| if worth[a] > worth[best] { a } else { best });
    let old = cell.obeying;
    let mut new = [0.0; 4];
    let mut come = 0.0;
    let others = || (0..old.len()).filter(|a| *a != r && old[*a] > 0.0);
    let lost: f32 = others().map(|a| old[a]).sum();
    for a in others() {
        let cost = if seen.is_open[a] { seen.switching } else { f32::NEG_INFINITY };
        // The better of the others, for who would go to it anyway.
        let to = if worth[best] > worth[a] + cost { best } else { a };
        let kept = if to == a { worth[a] + cost } else { worth[best] };
        let back = (old[a] * (1.0 - share_below(kept - worth[r]) / lost)).clamp(0.0, old[a]);
        come += back;
        new[to] += old[a] - back;
    }
    let left = (share_below(worth[best] - worth[r] - seen.switching) - lost).clamp(0.0, old[r]);
    // An authority that is not here has nobody.
    let most = if seen.is_open[r] { 1.0 - refuse } else { 0.0 };
    let held = (old[r] + come - left).min(most);
    new[best] += old[r] + come - held;
    new[r] = held;
    new
}

/// The index of dual power: 1 when two powers are followed alike, 0 when one is followed alone or neither at all.
pub fn dual_power(government: f64, council: f64) -> f64 {
    let sum = government + council;
    if sum <= 0.0 { 0.0 } else { 1.0 - (government - council).abs() / sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Seen = Seen {
        weight: [0.1, 0.05, 0.0, 0.0],
        is_open: [true, true, false, true],
        committee: 0.0,
        ruler: Authority::Government,
        switching: 0.1,
        is_bound: false,
        is_refusal: false,
    };

    /// A cell of 200 with these mean beliefs in who rules and in a council.
    fn cell(ruler: f32, contender: f32, obeying: [f32; 4]) -> Cell {
        let sum = |mean: f32| (mean * 200.0 * 255.0) as u32;
        Cell { adults: 200, ruler: sum(ruler), contender: sum(contender), obeying, ..Cell::default() }
    }

    const ALL_OBEY: [f32; 4] = [1.0, 0.0, 0.0, 0.0];

    #[test]
    fn law_one_large_cell_parts_as_many_small_ones_do() {
        /// Cells that are drawn.
        const MANY: u64 = 4096;
        for contender in [0.3, 0.45, 0.5, 0.55, 0.6, 0.8] {
            let one = cell(0.4, contender, ALL_OBEY);
            let draws =
                engine::draw::Draws::new(7).keys(engine::draw::Purpose::named("test"), engine::calendar::Day(0), 0);
            let leave = |k: &u64| {
                // No command: nothing but what binds them tells the cells apart.
                company(&one, false, temper(draws.of(*k)), &SEEN) != Authority::Government
            };
            let left = (0..MANY).filter(leave).count() as f32 / MANY as f32;
            let share = 1.0 - civilians(&one, false, &SEEN)[0];
            assert!((share - left).abs() < 0.02, "{contender}: {share} of one, {left} of many");
        }
    }

    #[test]
    fn law_shares_sum_to_one() {
        for contender in [0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 1.0] {
            for obeying in [ALL_OBEY, [0.0, 1.0, 0.0, 0.0], [0.3, 0.3, 0.2, 0.2], [0.5, 0.0, 0.0, 0.5]] {
                let shares = civilians(&cell(0.4, contender, obeying), false, &SEEN);
                let sum: f32 = shares.iter().sum();
                assert!((sum - 1.0).abs() < 1e-5 && shares.iter().all(|s| (0.0..=1.0001).contains(s)), "{shares:?}");
            }
        }
    }

    #[test]
    fn law_a_second_look_moves_nobody() {
        // Among two authorities: where people have gone to several, each is taken to have people who are bound alike, and
        // the first looks mix them.
        for contender in [0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 1.0] {
            for obeying in [ALL_OBEY, [0.0, 1.0, 0.0, 0.0], [0.5, 0.5, 0.0, 0.0], [0.9, 0.1, 0.0, 0.0]] {
                let first = civilians(&cell(0.4, contender, obeying), false, &SEEN);
                let second = civilians(&cell(0.4, contender, first), false, &SEEN);
                let moved = (0..4).map(|a| (second[a] - first[a]).abs()).fold(0.0, f32::max);
                assert!(moved < 1e-5, "{first:?} then {second:?}");
            }
        }
    }

    #[test]
    fn law_a_belief_that_comes_and_goes_leaves_more_with_the_contender_than_it_found() {
        let mut one = cell(0.4, 0.4, ALL_OBEY);
        let at_first = civilians(&one, false, &SEEN)[1];
        for contender in [0.4, 0.6, 0.4] {
            one = cell(0.4, contender, one.obeying);
            one.obeying = civilians(&one, false, &SEEN);
        }
        assert!(one.obeying[1] > at_first + 0.1, "{at_first}, then {:?}", one.obeying);
    }

    #[test]
    fn law_who_is_bound_more_leaves_later() {
        assert!((share_below(0.0) - 0.5).abs() < 1e-6);
        assert!((share_below(TEMPER) - 0.84).abs() < 0.01 && (share_below(-TEMPER) - 0.16).abs() < 0.01);
        assert_eq!([share_below(-9.0), share_below(9.0)], [0.0, 1.0]);
    }

    #[test]
    fn law_dual_power_is_between_zero_and_one() {
        assert_eq!(dual_power(0.0, 0.0), 0.0);
        assert_eq!(dual_power(0.4, 0.4), 1.0);
        assert_eq!(dual_power(0.8, 0.0), 0.0);
        assert!((dual_power(0.6, 0.2) - 0.5).abs() < 1e-12);
    }
}
