//! What a what-if may do to choices: close an option, or leave no other.

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

/// Whether an option may be chosen, and whether it is imposed: the last ruling on it counts.
pub fn limit(rulings: &[Ruling], decision: &str, option: &str, party: Option<usize>) -> Option<DecisionConstraint> {
    let holds = |r: &&Ruling| r.decision == decision && r.option == option && (r.party.is_none() || r.party == party);
    rulings.iter().rev().find(holds).map(|r| r.limit)
}
