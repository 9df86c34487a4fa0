//! Dated inputs, gathered into one series for each indicator and place.

use std::collections::BTreeMap;

use engine::calendar::Day;
use society::spec::{ConditionSpec, Indicator};

use crate::loaded::DatedInput;
use crate::problem::Problem;
use crate::read::source::{Log, Spot};
use crate::tables::check::Tree;
use crate::tables::rows::ConditionRow;

/// Place name that stands for everywhere.
const EVERYWHERE: &str = "all";
/// A date further than this from the scenario is a slip of the pen, in days.
const FARTHEST_DAYS: i32 = 30 * 366;

/// Gathers the rows into series and lists each row as a dated input.
pub(crate) fn gather(
    rows: &[ConditionRow<'_>],
    tree: &Tree<'_>,
    span: Option<(Day, Day)>,
    log: &Log,
) -> (Vec<ConditionSpec>, Vec<DatedInput>) {
    let mut series: BTreeMap<(Indicator, Option<usize>), (ConditionSpec, Spot<'_>)> = BTreeMap::new();
    let mut inputs = Vec::new();
    for row in rows {
        let place = match row.place {
            Some(field) if field.text != EVERYWHERE => match tree.find(field) {
                Some(place) => Some(place),
                None => continue,
            },
            Some(_) => None,
            None => continue,
        };
        let (Some(indicator), Some(day), Some(value)) = (row.indicator, row.day, row.value) else {
            continue;
        };
        let (Some(kind), Some(linear)) = (row.kind, row.linear) else {
            continue;
        };
        if let Some((start, end)) = span
            && (start.since(day) > FARTHEST_DAYS || day.since(end) > FARTHEST_DAYS)
        {
            log.push(Problem::at(row.spot, "this date lies more than 30 years from the scenario"));
            continue;
        }
        if indicator == Indicator::Wage && span.is_some_and(|(start, _)| day > start) {
            let problem =
                Problem::at(row.spot, "a wage after the first day is no input: strikes and settlements decide it");
            log.push(problem.expected("a date not after the start"));
            continue;
        }
        let what = society::spec::INDICATORS[indicator as usize].0;
        let name = format!("`{what}` in `{}`", row.place.map_or(EVERYWHERE, |f| f.text));
        let fresh = || (ConditionSpec { indicator, place, kind, linear, points: Vec::new() }, row.spot);
        let (found, first) = series.entry((indicator, place)).or_insert_with(fresh);
        // One series may hold values of several kinds (bread depends on harvest and on transport); each keeps its own below.
        if found.linear != linear {
            let problem = Problem::at(row.spot, format!("{name} has another interpolation than before"));
            log.push(problem.help(format!("see line {}", first.line())));
        }
        match found.points.last() {
            Some(&(last, _)) if last == day => {
                log.push(Problem::at(row.spot, format!("{name} has two values on one date")));
            }
            _ => found.points.push((day, value)),
        }
        inputs.push(DatedInput {
            what: what.to_string(),
            place: row.place.map_or(EVERYWHERE, |f| f.text).to_string(),
            day,
            value,
            kind,
            mark: row.mark,
            source: row.source.to_string(),
            note: row.note.to_string(),
            file: row.spot.source.label.clone(),
            line: row.spot.line(),
        });
    }
    let found = series.into_values().map(|(mut condition, _)| {
        if condition.indicator == Indicator::StreetDay {
            last_one_day(&mut condition);
        }
        condition
    });
    (found.collect(), inputs)
}

/// A day on which people expect one another in the street is that day alone: nothing is expected before and after it.
pub(crate) fn last_one_day(condition: &mut ConditionSpec) {
    let mut points: Vec<(Day, f64)> = Vec::with_capacity(2 * condition.points.len() + 1);
    for &(day, value) in &condition.points {
        match points.last() {
            // The zero that the day before put here gives way to a value of its own.
            Some(&(last, _)) if last == day => {
                points.pop();
            }
            Some(_) => {}
            None => points.push((day.plus(-1), 0.0)),
        }
        points.push((day, value));
        points.push((day.plus(1), 0.0));
    }
    condition.points = points;
    condition.linear = false;
}

#[cfg(test)]
mod tests {
    use super::*;
    use society::spec::ExogenousKind;

    #[test]
    fn law_a_street_day_is_one_day() {
        let mut condition = ConditionSpec {
            indicator: Indicator::StreetDay,
            place: None,
            kind: ExogenousKind::Calendar,
            linear: true,
            points: vec![(Day(10), 0.5), (Day(11), 0.7), (Day(20), 1.0), (Day(21), 0.0)],
        };
        last_one_day(&mut condition);
        let values: Vec<f64> = [9, 10, 11, 12, 19, 20, 21, 30].iter().map(|d| condition.at(Day(*d))).collect();
        assert_eq!(values, [0.0, 0.5, 0.7, 0.0, 0.0, 1.0, 0.0, 0.0]);
        assert!(condition.points.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
