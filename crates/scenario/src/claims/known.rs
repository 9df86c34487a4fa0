//! What names in `claims.toml` may stand for.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use society::spec::Spec;

use crate::names::source_keys;
use crate::read::field::Field;
use crate::read::raw::short;

/// What names in the file may stand for.
pub(super) struct Known<'a> {
    pub spec: &'a Spec,
    pub calendar: Calendar,
    pub what_ifs: BTreeMap<&'a str, usize>,
    pub parties: BTreeMap<&'a str, usize>,
    pub sources: Vec<&'a str>,
}

impl Known<'_> {
    /// Tells of every source key that is not in the scenario's lists.
    pub(super) fn sources_exist(&self, source: Option<Field<'_>>) {
        for (field, key) in source.into_iter().flat_map(|field| source_keys(field.text).map(move |key| (field, key))) {
            if !self.sources.contains(&key) {
                let problem = field.fault(format!("there is no source `{}`", short(key)));
                field.log.push(problem.nearest(key, self.sources.iter().copied()));
            }
        }
    }
}
