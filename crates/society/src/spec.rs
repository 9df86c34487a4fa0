//! What a society is made from: the checked scenario with the behaviour of its persons and what a what-if decides. The
//! `scenario` crate builds a [`Spec`] from text; nothing here reads a file.

use std::borrow::Cow;
use std::sync::Arc;

use crate::constraints;
use engine::calendar::Day;

pub use crate::constraints::{DecisionConstraint, Ruling};
pub use crate::inputs::*;
pub use crate::institutions::government::GovernmentKind;
pub use crate::mechanisms::Rules;
use crate::mechanisms::roots::Told;
pub use crate::worlds::Draws;

/// Everything a society is made from.
#[derive(Clone, Debug)]
pub struct Spec {
    /// First day simulated.
    pub start: Day,
    /// Last day simulated.
    pub end: Day,
    /// Index of the capital (a town; it may have districts).
    pub capital: usize,
    /// What the record calls the whole country beside `all`; empty where it has no other word for it.
    pub country: String,
    /// Places; a parent may stand before or after its children.
    pub places: Vec<PlaceSpec>,
    /// Persons.
    pub groups: Vec<GroupSpec>,
    /// Links between leaf places.
    pub links: Vec<LinkSpec>,
    /// How strong parties are by place before the start, next to the country's mean; 1 where no row says.
    pub roots: Vec<PartyInPlace>,
    /// Share of the people of a place for whom a party of theirs speaks.
    pub peoples: Vec<PartyInPlace>,
    /// Where a class has another experience of struggle at the start than in the country.
    pub memory: Vec<MemoryInPlace>,
    /// Dated inputs.
    pub conditions: Vec<ConditionSpec>,
    /// Classes.
    pub classes: Vec<ClassSpec>,
    /// Parties; number 0 is "none".
    pub parties: Vec<PartySpec>,
    /// Leaders.
    pub leaders: Vec<LeaderSpec>,
    /// The regime at the start.
    pub regime: RegimeSpec,
    /// Behaviour.
    pub rules: Rules,
    /// Mechanisms on and off.
    pub switches: Switches,
    /// Options closed or imposed by what-ifs.
    pub rulings: Vec<Ruling>,
    /// What holds from later days on, dates rising strictly: behaviour, mechanisms, programmes, rulings. What a society is
    /// made from (places, persons, links, dated inputs, classes' sections) is read from the first specification only.
    pub later: Vec<(Day, Spec)>,
    /// Sets of parameters from a calibration, one of which each world has; see [`Spec::for_seed`].
    pub draws: Option<Arc<Draws>>,
}

impl Spec {
    /// The specification that holds on a day.
    pub fn on(&self, day: Day) -> &Spec {
        self.later.iter().rev().find(|(from, _)| *from <= day).map_or(self, |(_, spec)| spec)
    }

    /// Whether an option may be chosen, and whether it is imposed.
    pub fn limit(&self, decision: &str, option: &str, party: Option<usize>) -> Option<DecisionConstraint> {
        constraints::limit(&self.rulings, decision, option, party)
    }

    /// What is told of parties and places.
    pub(crate) fn told_of_parties(&self) -> Told<'_> {
        let (places, classes, parties) = (&self.places[..], &self.classes[..], &self.parties[..]);
        Told { places, classes, parties, roots: &self.roots, peoples: &self.peoples }
    }

    /// Whether the record means the whole country by this place.
    pub fn is_country(&self, place: &str) -> bool {
        place == "all" || !self.country.is_empty() && place == self.country
    }

    /// Share of a class in a place with experience of struggle at the start: what the nearest row says, else that of the class.
    pub fn experienced(&self, place: usize, class: usize) -> f64 {
        let row = |at: usize| self.memory.iter().find(|row| row.place == at && row.class == class);
        let around = std::iter::successors(Some(place), |at| self.places[*at].parent);
        around.filter_map(row).next().map_or(self.classes[class].experienced, |row| row.share)
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

    /// The specification of the world with this seed: set number `seed % sets` of [`Spec::draws`] is put into the rules, and no
    /// draws are left. Without draws it is this one.
    ///
    /// From a later day on ([`Spec::later`]) the set holds too, except for a parameter that has another value there than on the
    /// first day: a what-if changed it.
    pub fn for_seed(&self, seed: u64) -> Cow<'_, Spec> {
        let has_draws = |spec: &Spec| spec.draws.as_ref().is_some_and(|draws| !draws.is_empty());
        if !has_draws(self) && !self.later.iter().any(|(_, later)| has_draws(later)) {
            return Cow::Borrowed(self);
        }
        let mut world = self.without_draws();
        if let Some(draws) = &self.draws {
            put(draws, seed, &mut world.rules, |_| true);
        }
        for ((_, now), (_, later)) in world.later.iter_mut().zip(&self.later) {
            // A later specification has draws of its own where a what-if took parameters out of them for a time.
            let Some(draws) = later.draws.as_ref().or(self.draws.as_ref()) else { continue };
            put(draws, seed, &mut now.rules, |key| {
                let is_drawn_at_first = self.draws.as_ref().is_some_and(|first| first.keys.iter().any(|k| k == key));
                !is_drawn_at_first || later.rules.get(key) == self.rules.get(key)
            });
        }
        Cow::Owned(world)
    }

    /// The specification with the values that the scenario itself gives, in every world.
    #[must_use]
    pub fn without_draws(&self) -> Spec {
        let mut same = self.clone();
        same.draws = None;
        same.later.iter_mut().for_each(|(_, later)| later.draws = None);
        same
    }

    /// Gives worlds the sets of a calibration, or takes them away.
    pub fn use_draws(&mut self, is_used: bool) {
        for spec in std::iter::once(&mut self.draws).chain(self.later.iter_mut().map(|(_, later)| &mut later.draws)) {
            if let Some(draws) = spec.as_ref().filter(|draws| draws.is_used != is_used) {
                *spec = Some(Arc::new(Draws { is_used, ..(**draws).clone() }));
            }
        }
    }

    /// Has a parameter keep the value that it has now in every world: a user who sets one means it.
    pub fn pin(&mut self, key: &str) {
        for spec in std::iter::once(&mut self.draws).chain(self.later.iter_mut().map(|(_, later)| &mut later.draws)) {
            if let Some(draws) = spec.as_ref().filter(|draws| draws.keys.iter().any(|k| k == key)) {
                *spec = Some(Arc::new(draws.without(key)));
            }
        }
    }
}

fn put(draws: &Draws, seed: u64, rules: &mut Rules, is_free: impl Fn(&str) -> bool) {
    for (key, value) in draws.of(seed).filter(|(key, _)| is_free(key)) {
        assert!(rules.set(key, value), "`{key}` is a declared parameter: whoever made the draws has checked it");
    }
}
