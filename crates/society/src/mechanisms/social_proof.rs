//! People act because others like them act.
//!
//! Claim: the more of one's own shop, town and kind act, the readier one is (Granovetter 1978); contact is through the cell,
//! the place and the news, not through stored acquaintances. Known limit: all members of a cell see the same share.

use crate::inputs::Role;
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

/// Which share of the seat a role looks at: workers at workers, soldiers at soldiers, villagers at villagers.
#[inline(always)]
pub fn alike(role: Role) -> usize {
    match role {
        Role::Worker | Role::Rail => WORKERS,
        Role::Peasant | Role::Landed => PEASANTS,
        Role::Town | Role::Office | Role::Student | Role::Propertied => STREET,
        _ => SOLDIERS,
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

/// What a group sees around it.
pub fn around(group: &Group, seat: &Locality, rules: &SocialProofRules) -> Around {
    let like = alike(group.role);
    let around = if like == STREET {
        // Queues and offices look at the crowd and at the works.
        0.5 * seat.shares[STREET] + 0.5 * seat.shares[WORKERS]
    } else {
        0.5 * group.share_from(1) + 0.5 * seat.shares[like]
    };
    let (cell_share, place_share) = (rules.cell_share as f32, rules.place_share as f32);
    let rest = (1.0 - cell_share - place_share).max(0.0);
    Around { weight: rules.weight as f32, cell_share, place: place_share * around, news: rest * seat.news[like] }
}

/// Social proof felt in a cell, on the threshold scale 0..=1.
#[inline(always)]
pub fn felt(cell: &Cell, unit: &Unit, around: &Around) -> f32 {
    let own = 0.5 * (cell.acting_share() + unit.acting_share());
    around.weight * (around.cell_share * own + around.place + around.news)
}
