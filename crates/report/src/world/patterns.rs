//! Which of the patterns hold in a finished run.

use observables::patterns::{DEFINITIONS, Finding};

use super::data::{Number, Pattern};

/// Which of the patterns hold in the run.
pub(super) fn patterns(findings: &[Finding; 8]) -> Vec<Pattern> {
    let rows = DEFINITIONS.iter().zip(findings).map(|(definition, finding)| Pattern {
        id: definition.id.to_owned(),
        statement: definition.statement.to_owned(),
        value: Number(finding.value),
        unit: definition.unit.to_owned(),
        holds: finding.holds,
        record: definition.record.to_owned(),
    });
    rows.collect()
}
