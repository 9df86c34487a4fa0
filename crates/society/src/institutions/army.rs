//! Soldiers under command: orders against crowds, the hold of officers, columns on the railways, desertion.
//!
//! Claim: a garrison is a second fold, loaded by the first. Being ordered against people like oneself accumulates; the fear
//! of court-martial falls with the square of the share that already refuses (see
//! [`crate::mechanisms::action::court_martial`]); a unit goes over when most of it refuses (Hasegawa 1981; Wildman 1980).

use crate::places::Locality;

engine::params! {
    /// How units hold and break.
    pub struct ArmyRules in "army" {
        order_load: "share of the scale per round" = 0.13 in 0.0..=0.5,
            "Grievance a soldier gains in a round when ordered against a crowd as large as the town's workers.",
            "a sketch of the model: 0.03 to 0.06, there of another share";
        court_martial: "share of the threshold scale" = 0.42 in 0.0..=1.5,
            "Fear of refusing when nobody else refuses.", "weak";
        hold_with_councils: "share" = 0.40 in 0.0..=1.0,
            "Hold of officers that is left once soldiers elect to a council.", "weak";
    }
}

/// Share of a sector's men that a commander can send to the rear at once. Assumed, see docs/decisions/0014.
pub(crate) const COLUMN_SHARE: f64 = 0.01;

/// Chance that a soldier who refuses, and is held by nobody, goes home on a day: of the order of the recorded desertions of
/// the year. Assumed, see docs/decisions/0014.
pub(crate) const DESERTS_PER_DAY: f64 = 0.0006;

/// Troops on the way to a seat.
#[derive(Clone, Debug, PartialEq)]
pub struct TroopMovement {
    /// Locality they come from.
    pub from: u32,
    /// Locality they go to.
    pub to: u32,
    /// Men, model persons.
    pub men: f64,
    /// Share who obey.
    pub obeying: f64,
    /// Hours still to go.
    pub hours: f64,
    /// Days since they arrived; `-1` while on the way.
    pub days_there: i32,
    /// Whether they march against the government itself.
    pub coup: bool,
}
engine::snapshot!(struct TroopMovement { from, to, men, obeying, hours, days_there, coup });

/// How the hold of officers moves in a day: under the old regime it is whole while the garrison has not gone over;
/// soldiers' councils loosen it, at the front less than in the rear.
pub fn hold_of_officers(seat: &mut Locality, old_regime: bool, has_council: bool, rules: &ArmyRules) {
    let aim = if old_regime && !seat.mutiny {
        1.0
    } else if has_council || seat.mutiny {
        rules.hold_with_councils as f32 * if seat.front { 1.5 } else { 1.0 }
    } else {
        0.8
    };
    let pace = if aim > seat.discipline { 0.01 } else { 0.12 };
    seat.discipline += (aim.min(1.0) - seat.discipline) * pace;
}
