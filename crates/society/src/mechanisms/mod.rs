//! The mechanisms, one file each. A mechanism reads what stands and writes its own part; it never calls another. The order
//! in which they run is in [`crate::step`].

pub mod action;
pub mod allegiance;
pub mod belief;
pub mod clash;
pub mod experience;
pub mod fatigue;
pub mod grievance;
pub mod news;
pub mod persuasion;
pub mod roots;
pub mod rural;
pub mod settlement;
pub mod social_proof;

use crate::institutions::{army, council, government, party};
use engine::param::{ParamDecl, ParamGroup};

macro_rules! rules {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        /// Every behavioural parameter, by the mechanism or institution that uses it.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Rules {
            $($(#[$doc])* pub $field: $type,)*
        }
        impl Rules {
            /// The groups of parameters, in order.
            pub fn groups(&self) -> Vec<&dyn ParamGroup> {
                vec![$(&self.$field,)*]
            }
            /// The groups of parameters, to be set.
            pub fn groups_mut(&mut self) -> Vec<&mut dyn ParamGroup> {
                vec![$(&mut self.$field,)*]
            }
        }
    };
}

rules! {
    /// See [`grievance`].
    grievance: grievance::GrievanceRules,
    /// See [`belief`].
    belief: belief::BeliefRules,
    /// See [`allegiance`].
    allegiance: allegiance::AllegianceRules,
    /// See [`social_proof`].
    social_proof: social_proof::SocialProofRules,
    /// See [`news`].
    news: news::NewsRules,
    /// See [`experience`].
    experience: experience::ExperienceRules,
    /// See [`fatigue`].
    fatigue: fatigue::FatigueRules,
    /// See [`action`].
    action: action::ActionRules,
    /// See [`clash`].
    clash: clash::ClashRules,
    /// See [`army`].
    army: army::ArmyRules,
    /// See [`persuasion`].
    persuasion: persuasion::PersuasionRules,
    /// See [`settlement`].
    settlement: settlement::SettlementRules,
    /// See [`rural`].
    rural: rural::RuralRules,
    /// See [`council`].
    council: council::CouncilRules,
    /// See [`party`].
    party: party::PartyRules,
    /// See [`government`].
    government: government::GovernmentRules,
}

impl Rules {
    /// Every declared parameter, in order.
    pub fn declared(&self) -> Vec<&'static ParamDecl> {
        self.groups().iter().flat_map(|g| g.declared()).collect()
    }

    /// The value under a key such as `grievance.rise_per_day`.
    pub fn get(&self, key: &str) -> Option<f64> {
        self.groups().iter().find_map(|g| g.get(key))
    }

    /// Sets a value; `false` when there is no such key. The range is the caller's to check.
    pub fn set(&mut self, key: &str, value: f64) -> bool {
        self.groups_mut().into_iter().any(|g| g.set(key, value))
    }
}
