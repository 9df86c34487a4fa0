//! Strikes have a demand and end with a result.
//!
//! Claim: most strikes are bargaining: employers concede, hold out or close by what they expect to lose (Koenker and
//! Rosenberg 1989); what was won stays: a wage, shorter hours. A settlement holds until there is a new cause: a quarrel, a
//! wage that has fallen behind again, a call, a general strike. A strike against the war or the regime asks for what no
//! employer can give: it ends by exhaustion, by a lock-out, or because what it asked for has come. Where others pay more
//! for the same work, an employer follows without a strike, slowly. Known limit: a strike has one demand, the one it began
//! with.

use crate::constraints::Ruling;
use crate::decide::{Actor, Chosen};
use crate::demand::Demand;
use crate::inputs::{BREAD, HOURS, LIBERTY, PEACE};
use crate::places::{Group, Locality, Unit, WORKERS};
use engine::draw::Stream;

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

/// The employer's choice when talks are held. Employers see how long and how widely it is struck, here and around, and how
/// far the wage has fallen behind.
pub fn employer(
    unit: &Unit,
    seat: &Locality,
    prices: f64,
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
    ];
    let employer = Actor { rulings, decision: "employers.settle", party: None, rationality };
    let chosen = employer.weigh(&seen, stream);
    let ending = [Ending::Won, Ending::Compromise, Ending::Lost, Ending::LockOut][chosen.taken];
    (ending, chosen)
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
    unit.settled = hardship;
}
