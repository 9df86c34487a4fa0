//! Which of the patterns hold in a finished run.

use observables::patterns::{DEFINITIONS, Finding};
use scenario::Loaded;

use super::data::{Number, Pattern};

/// Which of the patterns hold in the run.
pub(super) fn patterns(findings: &[Finding; 8], loaded: &Loaded) -> Vec<Pattern> {
    let rows = DEFINITIONS.iter().zip(findings).map(|(definition, finding)| Pattern {
        id: definition.id.to_owned(),
        statement: definition.statement.to_owned(),
        value: Number(finding.value),
        unit: definition.unit.to_owned(),
        holds: finding.holds,
        record: loaded.pattern_record.get(definition.id).cloned().unwrap_or_default(),
    });
    rows.collect()
}
