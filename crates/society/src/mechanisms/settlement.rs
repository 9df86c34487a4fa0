//! Strikes have a demand and end with a result.
//!
//! Claim: most strikes are bargaining: employers concede, hold out or close by what they expect to lose (Koenker and
//! Rosenberg 1989); what was won stays: a wage, shorter hours. A settlement holds until there is a new cause: a quarrel, a
//! wage that has fallen behind again, a call, a general strike. A strike against the war or the regime asks for what no
//! employer can give: it ends by exhaustion, by a lock-out, or because what it asked for has come. Where others pay more
//! for the same work, an employer follows without a strike, slowly. Works of one owner in a town settle together. An employer who
//! closes dismisses all, and takes them back on the terms of before when the works open again. Known limit: a strike has one
//! demand, the one it began with.

use crate::constraints::Ruling;
use crate::decide::{Actor, Chosen};
use crate::demand::Demand;
use crate::inputs::{BREAD, HOURS, LIBERTY, PEACE};
use crate::places::{Group, Link, Locality, Unit, WORKERS};
use engine::draw::Stream;
use engine::math;

engine::params! {
    /// How strikes are settled.
    pub struct SettlementRules in "settlement" {
        talks_per_day: "chance per day" = 0.15 in 0.0..=1.0,
            "Chance that employer and strikers come to talks on a day of the strike.", "weak";
    }
}

/// Readiness lost by those who go back after a settlement; it wears off as fatigue does. Assumed, see docs/decisions/0014.
pub(crate) const RETURN_TO_WORK: f64 = 0.22;

/// Share of the demand for hours met by a full concession. Assumed, see docs/decisions/0014.
const WON_AT_ONCE: f64 = 0.30;
/// Share of the gap between the wage and what prices ask for that a full concession closes. Unit: share. Assumed.
const RAISED_AT_ONCE: f64 = 0.6;
/// What a compromise gives next to a full concession. Unit: share. Assumed.
const COMPROMISE: f64 = 0.5;
/// Share of the gap between a wage and a better one in the town that employers close in a day by themselves. Unit: share
/// per day. Assumed.
const FOLLOWS_PER_DAY: f32 = 0.01;
/// Hardship beyond that of the settlement which is a new cause. Unit: scale of hardship. Assumed.
const WORSE: f32 = 0.03;
/// Spread of wages between works of one class and town at the start: standard deviation of the logarithm. Unit: share.
/// Assumed.
pub(crate) const WAGE_SPREAD: f64 = 0.12;
/// Share of the gap between what is paid here and in a better paid town that is felt, for each hour on the way: halved after
/// this many, for one compares oneself with those whose work one could have. Unit: hours. Assumed.
const WITHIN_REACH: f32 = 4.0;
/// See [`WITHIN_REACH`]. A convention; unit: share.
const HALVED: f64 = 0.5;
/// Chance that an employer looks at closed works again on a day. Unit: chance per day. Assumed.
pub(crate) const LOOKS_AGAIN_PER_DAY: f64 = 0.1;
/// Days of a week, and weeks of a strike after which its length tells no more, for employers. Unit: days; weeks. Assumed.
const WEEKS: [f64; 2] = [7.0, 4.0];

/// Whether something has come since a settlement that is a new cause: hardship has grown, or all of the town are out or
/// called.
pub fn has_new_cause(unit: &Unit, hardship: f32, seat: &Locality) -> bool {
    hardship > unit.settled + WORSE || seat.march.call > 0.0 || seat.general_strike
}

/// An employer who pays less than others in the town follows them slowly.
pub fn follow(unit: &mut Unit, others: f32) {
    unit.wage += (others - unit.wage).max(0.0) * FOLLOWS_PER_DAY;
}

/// What the workers of each seat compare their wage with, in prices of there: `prices` are those of each seat.
pub fn compare(seats: &mut [Locality], links: &[Link], prices: &[f32]) {
    seats.iter_mut().for_each(|seat| seat.compared = seat.wage);
    for link in links {
        let near = math::pow(HALVED, f64::from(link.hours / WITHIN_REACH)) as f32;
        for (here, there) in [(link.a as usize, link.b as usize), (link.b as usize, link.a as usize)] {
            let theirs = seats[there].wage / prices[there] * prices[here];
            let seat = &mut seats[here];
            seat.compared = seat.compared.max(seat.wage + near * (theirs - seat.wage));
        }
    }
}

/// The demand of a strike that begins in a group: drawn by what is felt and not met, and by who is out already.
pub fn demand(group: &Group, seat: &Locality, councils_rule: bool, stream: &mut Stream) -> Demand {
    let unmet = |issue: usize| f64::from(group.unmet[issue]);
    // Who would have councils rule, and has one, asks for a say in the works too.
    let say = if seat.council == crate::places::NONE { 0.0 } else { f64::from(group.attitude(councils_rule)) };
    let solidarity = f64::from(seat.shares[WORKERS]) * f64::from(group.hardship);
    let weights =
        [unmet(BREAD), unmet(HOURS) * (1.0 - say), unmet(HOURS) * say, unmet(PEACE) + unmet(LIBERTY) + solidarity];
    [Demand::Wages, Demand::Hours, Demand::Control, Demand::Political][stream.choose(&weights).unwrap_or(0)]
}

/// How a strike ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The employer conceded.
    Won,
    /// Something was given.
    Compromise,
    /// Nothing was given.
    Lost,
    /// The works were closed.
    LockOut,
}

/// Whether those who obey a council go back when an employer has come to terms with those whom the old regime knows: a union
/// that is recognised, an elder, the police. While most of the works obey a council, half an offer does not reach them: only
/// terms with the council itself do, or none.
pub fn is_accepted(ending: Ending, unknown: f64) -> bool {
    ending != Ending::Compromise || unknown <= MOST
}

/// Share of a works that goes on together. A convention: a majority; unit: share.
const MOST: f64 = 0.5;

/// The employer's choice when talks are held; `unknown` is the share of the works who obey a council while the old regime
/// stands. Employers see how long and how widely it is struck, here and around, and how
/// far the wage has fallen behind.
pub fn employer(
    unit: &Unit,
    seat: &Locality,
    prices: f64,
    unknown: f64,
    rationality: f64,
    rulings: &[Ruling],
    stream: &mut Stream,
) -> (Ending, Chosen) {
    let is = |demand: Demand| f64::from(u8::from(unit.demand == demand));
    let seen = [
        ("breadth", f64::from(unit.acting_share())),
        ("weeks", (f64::from(unit.spell_days) / WEEKS[0]).min(WEEKS[1])),
        ("around", f64::from(seat.shares[WORKERS])),
        ("given", f64::from(unit.won)),
        ("lost", (1.0 - f64::from(unit.wage) / prices).max(0.0)),
        ("control", is(Demand::Control)),
        ("political", is(Demand::Political)),
        ("unknown", unknown),
    ];
    let employer = Actor { rulings, decision: "employers.settle", party: None, rationality };
    let chosen = employer.weigh(&seen, stream);
    let ending = [Ending::Won, Ending::Compromise, Ending::Lost, Ending::LockOut][chosen.taken];
    (ending, chosen)
}

/// Whether an employer opens closed works again, and the choice. Employers see how many of the works are still in the street
/// or on strike, and how many of the town's workers are.
pub fn reopens(
    unit: &Unit,
    seat: &Locality,
    rationality: f64,
    rulings: &[Ruling],
    stream: &mut Stream,
) -> (bool, Chosen) {
    let seen = [("breadth", f64::from(unit.acting_share())), ("around", f64::from(seat.shares[WORKERS]))];
    let employer = Actor { rulings, decision: "employers.reopen", party: None, rationality };
    let chosen = employer.weigh(&seen, stream);
    (chosen.taken == 0, chosen)
}

/// What a settlement changes in a unit: the wage, or what is won of shorter hours; afterwards it holds.
pub fn settle(unit: &mut Unit, ending: Ending, prices: f32, hardship: f32) {
    let given = match ending {
        Ending::Won => 1.0,
        Ending::Compromise => COMPROMISE,
        Ending::Lost | Ending::LockOut => 0.0,
    };
    if unit.demand == Demand::Wages {
        unit.wage += (given * RAISED_AT_ONCE) as f32 * (prices - unit.wage).max(0.0);
    } else if unit.demand != Demand::Political {
        unit.won = (unit.won + (given * WON_AT_ONCE) as f32 * (1.0 - unit.won)).min(1.0);
    }
    if ending == Ending::LockOut {
        // All are dismissed; who is taken back later comes on the terms of before.
        unit.is_closed = true;
        unit.won = 0.0;
    }
    unit.settled = hardship;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_half_an_offer_does_not_reach_those_who_obey_a_council() {
        for ending in [Ending::Won, Ending::Compromise, Ending::Lost, Ending::LockOut] {
            assert!(is_accepted(ending, 0.2), "the union that is known still speaks for most");
            assert_eq!(is_accepted(ending, 0.8), ending != Ending::Compromise);
        }
    }

    #[test]
    fn law_closed_works_are_a_hardship_and_open_again() {
        let mut closed = 0;
        let mut stream = engine::draw::Draws::new(3).stream(
            engine::draw::Purpose::named("settlement.test"),
            0,
            engine::calendar::Day(0),
            0,
        );
        let seat = Locality::default();
        let (named, owner) = (crate::places::NONE, crate::places::NONE);
        let unit = Unit {
            first_cell: 0,
            n_cells: 1,
            named,
            adults: 100,
            acting: 0,
            spell_days: 0,
            spell_peak: 0,
            demand: Demand::Wages,
            won: 0.0,
            wage: 1.0,
            quarrel: 0.0,
            owner,
            is_closed: true,
            settled: 0.0,
        };
        for _ in 0..200 {
            closed += u32::from(!reopens(&unit, &seat, 7.0, &[], &mut stream).0);
        }
        assert!(closed > 0 && closed < 100, "quiet works open again more often than not: {closed} of 200 stay closed");
    }

    #[test]
    fn law_one_compares_oneself_with_the_better_paid_within_reach() {
        let town = |wage| Locality { wage, ..Locality::default() };
        let link = |b, hours| Link { a: 0, b, hours, rail: true };
        let compared = |others: [f32; 2], prices: [f32; 3]| {
            let mut seats = [town(1.0), town(others[0]), town(others[1])];
            compare(&mut seats, &[link(1, 1.0), link(2, 40.0)], &prices);
            seats[0].compared
        };
        assert_eq!(compared([0.8, 0.9], [1.0; 3]), 1.0, "who is paid worse is nobody's measure");
        assert!(compared([1.5, 1.0], [1.0; 3]) > 1.2 && compared([1.5, 1.0], [1.0; 3]) < 1.5);
        assert!(compared([1.0, 1.5], [1.0; 3]) < 1.01, "a town two days away is not within reach");
        assert_eq!(compared([1.5, 1.0], [1.0, 1.5, 1.0]), 1.0, "what counts is what the wage buys");
    }
}
