//! What a what-if may do to a specification beyond other inputs and parameters: close or impose options, and hold from a day on.

use crate::society::Society;
use crate::spec::Spec;
use engine::calendar::Day;

/// A limit that a what-if sets to what an actor may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    /// Which decision: a key of [`crate::decide::DECISIONS`].
    pub decision: String,
    /// Name of the option.
    pub option: String,
    /// Index of the party that it holds for; `None` for every actor who takes this decision.
    pub party: Option<usize>,
    /// Whether the option is closed, or the only one open.
    pub limit: DecisionConstraint,
}

/// What a [`Ruling`] does to an option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecisionConstraint {
    /// It cannot be chosen.
    Forbidden,
    /// Nothing else can be chosen; where the rules would not ask, the actor is asked.
    Forced,
}

impl Spec {
    /// The specification that holds on a day.
    pub fn on(&self, day: Day) -> &Spec {
        self.later.iter().rev().find(|(from, _)| *from <= day).map_or(self, |(_, spec)| spec)
    }

    /// Whether an option may be chosen, and whether it is imposed.
    pub fn limit(&self, decision: &str, option: &str, party: Option<usize>) -> Option<DecisionConstraint> {
        let holds =
            |r: &&Ruling| r.decision == decision && r.option == option && (r.party.is_none() || r.party == party);
        self.rulings.iter().rev().find(holds).map(|r| r.limit)
    }

    /// Whether an option of a decision is imposed on some actor.
    pub fn imposes(&self, decision: &str, option: &str) -> bool {
        self.rulings
            .iter()
            .any(|r| r.decision == decision && r.option == option && r.limit == DecisionConstraint::Forced)
    }

    /// How far railwaymen stop columns, 0..=1, as far as a what-if leaves it to the share of them who would.
    pub(crate) fn columns_stopped(&self, share: f64) -> f64 {
        const DECISION: &str = "railwaymen.columns";
        let [carry, stop] = ["carry them", "stop them"].map(|option| self.limit(DECISION, option, None));
        if carry == Some(DecisionConstraint::Forced) || stop == Some(DecisionConstraint::Forbidden) {
            0.0
        } else if stop == Some(DecisionConstraint::Forced) || carry == Some(DecisionConstraint::Forbidden) {
            1.0
        } else {
            share
        }
    }
}

impl Society {
    /// The specification that holds today. On its first day, cadres grow or shrink as it says: their density is state, and
    /// would otherwise go on as if nothing had changed.
    pub(crate) fn todays<'s>(&mut self, spec: &'s Spec) -> &'s Spec {
        let (before, now) = (spec.on(self.day.plus(-1)), spec.on(self.day));
        if std::ptr::eq(before, now) {
            return now;
        }
        for (state, (was, is)) in self.parties.iter_mut().zip(before.parties.iter().zip(&now.parties)) {
            for (cadres, (was, is)) in state.cadres.iter_mut().zip(was.cadres.iter().zip(&is.cadres)) {
                if was != is && *was > 0.0 {
                    *cadres *= is / was;
                }
            }
        }
        now
    }
}
