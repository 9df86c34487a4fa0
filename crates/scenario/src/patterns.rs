//! `patterns.toml`: what the patterns of [`observables::patterns`] are compared with in this case, and which parties they
//! count as challengers. No world reads it, and it is no part of a scenario's digests.

use std::collections::BTreeMap;

use observables::patterns::DEFINITIONS;
use society::spec::PartySpec;

use crate::evidence::split::texts;
use crate::names::PATTERNS;
use crate::problem::Problem;
use crate::read::field::Entries;
use crate::read::layers::SourceLayers;
use crate::read::raw::{parse_toml, short};
use crate::read::source::Log;

pub(crate) const KEYS: [&str; 2] = ["challengers", "record"];
/// In a case that names no challengers, a party whose line on power at the start is this near to the councils is one.
const CHALLENGES: f64 = 0.3;

/// What the file says.
#[derive(Default)]
pub(crate) struct Written {
    challengers: Option<Vec<String>>,
    /// What the record says of each pattern, by its identifier.
    pub record: BTreeMap<String, String>,
}

/// Reads the file, if there is one; every fault goes to the log.
pub(crate) fn read(layers: &SourceLayers, parties: Option<&BTreeMap<&str, usize>>, log: &Log) -> Option<Written> {
    let Some(source) = layers.texts.get(PATTERNS) else { return Some(Written::default()) };
    let value = parse_toml(source, log)?;
    let root = Entries::of(source, PATTERNS, &value, log)?;
    root.only(&KEYS);
    let is_own = layers.layer_of(source) == Some(0);
    let mut challengers = root.value("challengers").map(|_| Vec::new());
    for field in texts(&root, "challengers") {
        let is_party = match parties {
            // The parties of a scenario that inherits the file may be others.
            Some(ids) if is_own => field.id_in(ids, "party").is_some(),
            _ => true,
        };
        challengers.iter_mut().filter(|_| is_party).for_each(|list| list.push(field.text.to_owned()));
    }
    let mut record = BTreeMap::new();
    let ids = DEFINITIONS.map(|definition| definition.id);
    for field in root.fields("record") {
        if ids.contains(&field.name) {
            record.insert(field.name.to_owned(), field.text.to_owned());
        } else {
            let problem = Problem::at(field.spot, format!("there is no pattern `{}`", short(field.name)));
            log.push(problem.expected(format!("one of {}", ids.join(", "))));
        }
    }
    Some(Written { challengers, record })
}

impl Written {
    /// Marks the challengers among the parties.
    pub fn mark(&self, parties: &mut [PartySpec]) {
        for party in parties {
            party.is_challenger = match &self.challengers {
                Some(list) => list.contains(&party.id),
                None => party.power_line >= CHALLENGES,
            };
        }
    }
}
