//! Cases: every society that comes with the program and has a record of its own, with the same behaviour, each as an ensemble
//! that is scored against its record; one table of all.
//!
//! The directory has an ensemble for each case, under the case's name, and `cases.json`, the table.

use std::collections::BTreeMap;
use std::path::Path;

use observables::patterns::DEFINITIONS;
use run::Error;
use run::case::{Case, Changes};
use run::record_dates;
use run::scale::Scale;
use run::worlds::{DATES, OUTCOMES, SUMS};
use serde::Serialize;

use crate::ensemble::schema::Written;
use crate::ensemble::tables::Tables;
use crate::ensemble::{self, LEVEL};
use crate::frame::write_answer;
use crate::schema::{Date, Estimate, WorldShare, outcome_names};
use crate::score;

/// The answer's file.
pub const ANSWER: &str = "cases.json";
/// Names of the cases that come with the program: scenarios with a record of their own.
///
/// # Errors
/// When a scenario that comes with the program has a fault.
pub fn names() -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (name, _) in scenario::bundled() {
        let loaded = Case::open(&name, &Changes::default())?.loaded;
        if loaded.base.is_none() && !loaded.evidence.is_empty() {
            found.push(name);
        }
    }
    Ok(found)
}

/// The ensemble of a case.
///
/// # Errors
/// When there is no such case, or the number of worlds is wrong.
pub fn plan(name: &str, runs: u64, at: Option<Scale>) -> Result<ensemble::Plan, Error> {
    let changes = Changes { scale: at.unwrap_or(Scale::OF_A_STUDY), ..Changes::default() };
    ensemble::Plan::open(name, &changes, runs, Tables::Few)
}

/// What came of all cases.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Level of the intervals.
    pub level: f64,
    /// Parameters that all cases share, by key.
    pub parameters: BTreeMap<&'static str, f64>,
    /// The cases, in order of name.
    pub cases: Vec<Row>,
}

/// What came of one case.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Name of the scenario.
    pub name: String,
    /// Its title.
    pub title: String,
    /// `1:N`: each simulated person stands for N.
    pub scale: String,
    /// Worlds.
    pub worlds: u64,
    /// The last day of the worlds.
    pub end: Date,
    /// How often they end how.
    pub outcomes: BTreeMap<String, WorldShare>,
    /// Titles of these endings.
    pub outcome_names: BTreeMap<String, String>,
    /// Turning points.
    pub dates: Vec<TurningPoint>,
    /// Medians of what is summed over a world, by name.
    pub sums: BTreeMap<&'static str, f64>,
    /// Worlds that show each pattern, by its short name.
    pub patterns: BTreeMap<&'static str, u64>,
    /// How the worlds stand to the record; rows that were kept from every fit.
    pub score: Option<Score>,
}

/// When something comes.
#[derive(Clone, Debug, Serialize)]
pub struct TurningPoint {
    /// Short name.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// In how many worlds it comes.
    pub happens: WorldShare,
    /// Its median day over the worlds in which it comes.
    pub median: Option<Date>,
    /// The day of the record.
    pub record: Option<Date>,
}

/// How worlds stand to the record.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    /// Rows that can be asked.
    pub rows: usize,
    /// Of them inside the interval that is to hold half, and 95 in a hundred.
    pub inside: [usize; 2],
    /// The simple forecast against which the worlds do worst, the skill over it and the rows that both foretell.
    pub strongest: Option<(String, Estimate, usize)>,
    /// Rows that cannot be asked of a world.
    pub unasked: usize,
    /// Median width of the interval of 95 in a hundred, next to the scale of the row.
    pub sharpness: Option<f64>,
}

/// The row of a case, from its ensemble and its worlds against the record.
pub fn row(plan: &ensemble::Plan, answer: &Written, score: Option<&score::Answer>) -> Row {
    let loaded = &plan.case.loaded;
    let day = |day| Date::of(day, loaded.calendar);
    let record = record_dates::of(loaded);
    let dates = answer.dates.iter().enumerate().take(DATES.len());
    let turning_point = |(at, date): (usize, &ensemble::schema::DateOfWorlds)| TurningPoint {
        id: date.id.clone(),
        name: date.name.clone(),
        happens: date.happens,
        median: date.quantiles.get("p50").cloned(),
        record: record[at].map(day),
    };
    let median = |(at, sum): (usize, &'static str)| {
        let mut values: Vec<f64> = answer.summaries.iter().map(|world| world.sums[at]).collect();
        values.sort_by(f64::total_cmp);
        (sum, values.get(values.len() / 2).copied().unwrap_or(0.0))
    };
    let holds = |(at, id): (usize, &'static str)| {
        (id, answer.summaries.iter().filter(|world| world.patterns[at]).count() as u64)
    };
    let came = answer.summaries.iter().map(|world| OUTCOMES[world.outcome]);
    Row {
        name: loaded.id.clone(),
        title: loaded.title.clone(),
        scale: format!("1:{}", plan.case.scale),
        worlds: plan.runs,
        end: day(plan.case.end),
        outcomes: answer.outcomes.clone(),
        outcome_names: outcome_names(came),
        dates: dates.map(turning_point).collect(),
        sums: SUMS.iter().map(|sum| sum.name).enumerate().map(median).collect(),
        patterns: DEFINITIONS.iter().map(|d| d.id).enumerate().map(holds).collect(),
        score: score.and_then(against),
    }
}

/// How worlds stand to the rows of a record that no fit has seen.
fn against(answer: &score::Answer) -> Option<Score> {
    let part = answer.test.all.as_ref()?;
    let strongest = answer.strongest().and_then(|(name, _, rows)| {
        let skill = part.baselines.iter().find(|b| b.name == name)?.skill?;
        let real = |x: f64| x.into();
        let interval = skill.interval.map_or([f64::NAN; 2], |(low, high)| [low, high]).map(real);
        Some((name.to_owned(), Estimate { value: real(skill.value), interval }, rows))
    });
    let mut widths: Vec<f64> = answer
        .rows
        .iter()
        .filter(|judged| !judged.row.is_training())
        .map(|judged| {
            let (low, high) = judged.score.among.intervals[3];
            (high - low) / judged.row.divisor()
        })
        .filter(|width| width.is_finite())
        .collect();
    widths.sort_by(f64::total_cmp);
    Some(Score {
        rows: part.targets,
        inside: [part.coverage[0].range, part.coverage[3].range],
        strongest,
        unasked: answer.unmatched.len(),
        sharpness: widths.get(widths.len() / 2).copied(),
    })
}

/// The table of all cases.
///
/// # Errors
/// When the behaviour of two cases differs: they are to have one set of numbers.
pub fn table(plans: &[ensemble::Plan], cases: Vec<Row>) -> Result<Table, Error> {
    let mut parameters = BTreeMap::new();
    for plan in plans {
        let rules = &plan.case.loaded.spec.rules;
        for declared in rules.declared() {
            let value = rules.get(declared.key).unwrap_or(f64::NAN);
            let common = *parameters.entry(declared.key).or_insert(value);
            if common.to_bits() != value.to_bits() {
                let (id, key) = (&plan.case.loaded.id, declared.key);
                let what = format!("`{key}` is {value} in {id} and {common} in the cases before it");
                return Err(Error::Request(format!("cases share one set of parameters; {what}")));
            }
        }
    }
    Ok(Table { level: LEVEL, parameters, cases })
}

/// Writes the table.
///
/// # Errors
/// When the file cannot be written.
pub fn write(dir: &Path, table: &Table) -> Result<(), Error> {
    let value = serde_json::to_value(table).expect("a table has only text keys");
    write_answer(&dir.join(ANSWER), &value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_all_cases_have_one_set_of_parameters_and_none_has_its_own() {
        let names = names().expect("the scenarios that come with the program have no faults");
        assert!(names.len() >= 4 && !names.contains(&"peace-1913".to_owned()), "{names:?}");
        let plans: Vec<ensemble::Plan> = names.iter().map(|name| plan(name, 1, None).expect("a case")).collect();
        table(&plans, Vec::new()).expect("one set of parameters");
    }
}
