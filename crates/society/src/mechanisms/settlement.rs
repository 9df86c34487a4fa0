//! Strikes have a demand and end with a result.
//!
//! Claim: most strikes are bargaining: employers concede, hold out or close by what they expect to lose (Koenker and
//! Rosenberg 1989); what was won lowers the demand and is remembered. A strike against the war or the regime asks for what no
//! employer can give: it ends by exhaustion, by a lock-out, or because what it asked for has come. Known limit: a strike has
//! one demand, the one it began with.

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

/// Share of the demand for wages and hours met by a full concession. Assumed, see docs/decisions/0014.
pub(crate) const WON_AT_ONCE: f64 = 0.30;

/// The demand of a strike that begins in a group: drawn by what is felt and not met, and by who is out already.
pub fn demand(group: &Group, seat: &Locality, stream: &mut Stream) -> Demand {
    let unmet = |issue: usize| f64::from(group.unmet[issue]);
    // Who would have councils rule, and has one, asks for a say in the works too.
    let say = if seat.council == crate::places::NONE { 0.0 } else { f64::from(group.mean(2)) };
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

/// The employer's choice when talks are held. Employers see how long and how widely it is struck, here and around.
pub fn employer(
    unit: &Unit,
    seat: &Locality,
    rationality: f64,
    rulings: &[Ruling],
    stream: &mut Stream,
) -> (Ending, Chosen) {
    let breadth = f64::from(unit.acting) / f64::from(unit.adults.max(1));
    let days = f64::from(unit.spell_days);
    let around = f64::from(seat.shares[WORKERS]);
    let given = f64::from(unit.won);
    // Nobody can grant at the gate what is asked of a government, and control costs more than pay.
    let price = match unit.demand {
        Demand::Wages | Demand::Hours => 0.0,
        Demand::Control => 0.2,
        Demand::Political => 2.0,
    };
    let options = [
        ("concede", 0.25 * breadth + 0.02 * days + 0.2 * around - 0.5 * given - 0.15 - price),
        ("offer half", 0.2 * breadth + 0.015 * days + 0.1 * around - 0.25 * given - 0.5 * price),
        ("hold out", 0.2 - 0.01 * days - 0.1 * around),
        ("close", -0.3 + 0.3 * given),
    ];
    let employer = Actor { rulings, decision: "employers.settle", party: None, rationality };
    let taken = employer.choose(&options, stream);
    let ending = [Ending::Won, Ending::Compromise, Ending::Lost, Ending::LockOut][taken];
    (ending, employer.chosen(&options, taken))
}

/// What the unit has won after a strike that ended so.
pub fn won_after(unit: &Unit, ending: Ending) -> f32 {
    let gain = match ending {
        Ending::Won => WON_AT_ONCE as f32,
        Ending::Compromise => WON_AT_ONCE as f32 * 0.5,
        Ending::Lost | Ending::LockOut => 0.0,
    };
    (unit.won + gain * (1.0 - unit.won)).min(1.0)
}
