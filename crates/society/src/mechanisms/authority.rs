//! Whose orders each cell follows.
//!
//! Claim: obedience goes to whom the members would have hold power, tempered by who can enforce here; a public committee of
//! all classes is a third body beside government and councils (Anweiler 1958; Rosenberg 1974 on the committees of March).
//! From this come the authority shares and the index of dual power, `D = 1 - |g - c| / (g + c)`.

use crate::inputs::Role;
use crate::places::{Authority, Cell, Locality, NONE};

/// How far a class takes the public committee for its own.
fn at_home_in_committees(role: Role) -> f32 {
    match role {
        Role::Office | Role::Student => 0.9,
        Role::Propertied | Role::Landed => 0.7,
        Role::Town => 0.6,
        Role::Peasant => 0.9,
        _ => 0.15,
    }
}

/// Whether there is a government that anyone could follow, and whether it is the old one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// The regime of the start.
    Old,
    /// A government that came after it.
    New,
    /// The councils govern.
    Councils,
}

/// The authority that a cell follows.
#[inline(always)]
pub fn followed(cell: &Cell, role: Role, seat: &Locality, represented: bool, rule: Rule) -> Authority {
    let power = cell.mean(cell.power);
    let trust = cell.mean(cell.trust);
    let acting = cell.acting_share();
    // Who can enforce: loyal men under arms against all under arms; it weighs on those without arms.
    let enforced = if seat.armed == 0 { 0.3 } else { seat.loyal as f32 / seat.armed as f32 };
    let enforced = if role.is_armed() { seat.discipline } else { enforced };
    let government = (1.0 - power) * (0.25 + 0.75 * trust) * (1.0 - acting) + 0.12 * enforced;
    // Who has sent a delegate follows a council as his own, whatever he would have it do about power.
    let own = if represented { 0.30 } else { 0.0 };
    let has_council = seat.council != NONE;
    let council = match (has_council, rule) {
        (true, Rule::Councils) => power * (0.5 + 0.5 * seat.standing) + (0.25 + 0.75 * trust) * 0.4,
        (true, _) => seat.standing * (own + 0.75 * power),
        (false, _) => 0.0,
    };
    let committee = match rule {
        Rule::Old => 0.0,
        _ => seat.committee * at_home_in_committees(role) * (1.0 - power),
    };
    let nobody = 0.10 + 0.45 * acting;
    let mut best = (Authority::Government, government);
    for other in [(Authority::Council, council), (Authority::Committee, committee), (Authority::Nobody, nobody)] {
        if other.1 > best.1 {
            best = other;
        }
    }
    best.0
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
