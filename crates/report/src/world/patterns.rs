//! Which of the patterns hold in a finished run.

use run::Error;
use run::patterns::{DEFINITIONS, Watch};
use run::replay::replay;
use run::run_data::RunData;
use scenario::Loaded;

use super::data::{Number, Pattern};

/// Which of the patterns hold in the run.
pub(super) fn patterns(run: &RunData, loaded: &Loaded) -> Result<Vec<Pattern>, Error> {
    let mut watch = Watch::new(&loaded.spec);
    replay(run, loaded, &mut |day, record| watch.day(day, record))?;
    let findings = watch.findings();
    let rows = DEFINITIONS.iter().zip(findings).map(|(definition, finding)| Pattern {
        id: definition.id.to_owned(),
        statement: definition.statement.to_owned(),
        value: Number(finding.value),
        unit: definition.unit.to_owned(),
        holds: finding.holds,
        record: definition.record.to_owned(),
    });
    Ok(rows.collect())
}
