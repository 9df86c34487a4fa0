//! People act because others like them act.
//!
//! Claim: the more of one's own shop, town and kind act, the readier one is (Granovetter 1978); contact is through the cell,
//! the place and the news, not through stored acquaintances. Soldiers who obey look at those who refuse, those who obey no
//! longer at those who go out. Known limit: all members of a cell see the same share.

use crate::inputs::Capabilities;
use crate::places::{Cell, Group, Locality, PEASANTS, SOLDIERS, STREET, Unit, WORKERS};

engine::params! {
    /// Weights of social proof.
    pub struct SocialProofRules in "social_proof" {
        weight: "share of the threshold scale" = 0.70 in 0.0..=1.5,
            "Readiness added when everyone alike acts everywhere.", "a sketch of the model: 0.45";
        cell_share: "share" = 0.45 in 0.0..=1.0,
            "Part of it that comes from the own cell (and unit).", "a sketch of the model: 0.45";
        place_share: "share" = 0.42 in 0.0..=1.0,
            "Part of it that comes from the own place and town; news has the rest.", "a sketch of the model: 0.40";
    }
}

/// How much the nearer of two circles counts: the cell next to the unit, the class here next to all of its kind in the
/// town, the crowd next to the works. Unit: share. Assumed.
const NEARER: f32 = 0.5;

/// Which share of the seat a class looks at: workers at workers, soldiers at soldiers, villagers at villagers.
#[inline(always)]
pub fn alike(does: Capabilities) -> usize {
    match does {
        _ if does.strike() => WORKERS,
        _ if does.live_in_villages() => PEASANTS,
        _ if does.bear_arms() => SOLDIERS,
        _ => STREET,
    }
}

/// What all cells of a group see around them: the weight of the whole, that of the own cell, and what place and news add.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    weight: f32,
    cell_share: f32,
    place: f32,
    news: f32,
}

/// What a group sees around it. `obeys` says whether it is for cells under arms that obey whoever rules.
pub fn around(group: &Group, seat: &Locality, obeys: bool, rules: &SocialProofRules) -> Around {
    let like = alike(group.does);
    let mix = |near: f32, far: f32| NEARER * near + (1.0 - NEARER) * far;
    let (around, news) = if like == STREET {
        // Queues and offices look at the crowd and at the works.
        (mix(seat.shares[STREET], seat.shares[WORKERS]), seat.news[like])
    } else if like == SOLDIERS && !obeys {
        (group.share_from(1), 0.0)
    } else {
        (mix(group.share_from(1), seat.shares[like]), seat.news[like])
    };
    let (cell_share, place_share) = (rules.cell_share as f32, rules.place_share as f32);
    let rest = (1.0 - cell_share - place_share).max(0.0);
    Around { weight: rules.weight as f32, cell_share, place: place_share * around, news: rest * news }
}

impl Around {
    /// What others add for a cell of whose members and unit nobody acts.
    pub fn of_others(&self) -> f32 {
        self.weight * (self.place + self.news)
    }
}

/// The same for a group in which nobody acts, whoever it obeys.
pub fn of_others(does: Capabilities, seat: &Locality, rules: &SocialProofRules) -> f32 {
    let like = alike(does);
    let around = if like == STREET {
        NEARER * seat.shares[STREET] + (1.0 - NEARER) * seat.shares[WORKERS]
    } else {
        (1.0 - NEARER) * seat.shares[like]
    };
    let (cell_share, place_share) = (rules.cell_share as f32, rules.place_share as f32);
    rules.weight as f32 * (place_share * around + (1.0 - cell_share - place_share).max(0.0) * seat.news[like])
}

/// Social proof felt in a cell, on the threshold scale 0..=1.
#[inline(always)]
pub fn felt(cell: &Cell, unit: &Unit, around: &Around) -> f32 {
    let own = NEARER * cell.acting_share() + (1.0 - NEARER) * unit.acting_share();
    around.weight * (around.cell_share * own + around.place + around.news)
}
