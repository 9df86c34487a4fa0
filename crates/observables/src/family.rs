//! Families of what the record asks: observables of one kind, and the mechanisms that they hang on.

use crate::question::Kind;

/// What is asked of one side of a society, and what moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Identifier.
    pub id: &'static str,
    /// Title for readers.
    pub title: &'static str,
    /// Switches of the mechanisms that act on it first.
    pub mechanisms: &'static [&'static str],
}

/// Every family.
pub static TOPICS: [Topic; 7] = [
    Topic {
        id: "strikes",
        title: "strikes",
        mechanisms: &["social_proof", "experience", "news", "fatigue", "settlement"],
    },
    Topic {
        id: "crowds",
        title: "crowds, arms and clashes",
        mechanisms: &["marches", "social_proof", "repression", "reinforcement"],
    },
    Topic { id: "army", title: "soldiers who refuse or leave", mechanisms: &["social_proof", "news", "repression"] },
    Topic { id: "councils", title: "councils", mechanisms: &["councils", "experience", "news"] },
    Topic {
        id: "votes",
        title: "votes, seats and delegates",
        mechanisms: &["cadres", "leaders", "recall", "councils", "congress"],
    },
    Topic { id: "countryside", title: "the countryside", mechanisms: &["rural", "news"] },
    Topic {
        id: "power",
        title: "who governs, and when",
        mechanisms: &["repression", "reinforcement", "councils", "congress", "committees", "coup"],
    },
];

impl Kind {
    /// The family that it belongs to.
    pub fn topic(self) -> &'static Topic {
        let id = match self {
            Kind::Strikers | Kind::StrikersSum => "strikes",
            Kind::InStreet | Kind::Armed | Kind::Dead | Kind::Wounded => "crowds",
            Kind::Refusing | Kind::Desertions => "army",
            Kind::Councils | Kind::CouncilFounded => "councils",
            Kind::CouncilSeats | Kind::CouncilShare | Kind::CongressShare => "votes",
            Kind::VoteShare | Kind::VotesCast | Kind::Turnout | Kind::CouncilTurnout => "votes",
            Kind::PeasantRatio | Kind::PeasantEvents => "countryside",
            Kind::Date(_) | Kind::Events(_) | Kind::FirstEvent(_) => "power",
        };
        TOPICS.iter().find(|topic| topic.id == id).expect("every family named above is declared")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::ASKED;
    use society::spec::MECHANISMS;

    #[test]
    fn law_families_name_mechanisms_and_all_of_them_are_asked_of() {
        for topic in &TOPICS {
            assert!(ASKED.iter().any(|asked| asked.kind.topic() == topic), "{}", topic.id);
            for name in topic.mechanisms {
                assert!(MECHANISMS.iter().any(|(known, _)| known == name), "{name}");
            }
        }
    }
}
