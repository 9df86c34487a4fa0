//! What the worlds of a sweep say, point by point.

use std::collections::BTreeMap;

use engine::math::sum_in_order;
use observables::dates::Date as DateOfYear;
use observables::patterns::DEFINITIONS;
use run::worlds::{DATES, OUTCOMES, SUMS};
use society::OutcomeKind;
use stats::binomial::student_deviate;

use super::factors::Level;
use super::plan::{Entry, LEVEL, Plan};
use super::schema::{Curve, FactorInfo, OnCurve, Point, PointDate, PointSum, SumName, Written};
use crate::ensemble::nearest_day;
use crate::schema::{Date, Estimate, Named, Real, StudyInfo, WorldShare, outcome_names};
use crate::series::{by_quantile, quantiles};
use crate::world_row::WorldRow;

/// Levels of the first factor at most for curves.
const MOST_ON_CURVE: usize = 60;
/// Levels of the second factor at most for a curve each.
const MOST_CURVES: usize = 8;

/// The answer of all worlds, which are in the order of point and seed.
pub(super) fn of(plan: &Plan, info: StudyInfo, worlds: &[&Entry]) -> Written {
    let came = |kind: &OutcomeKind| worlds.iter().any(|w| OUTCOMES[w.world.outcome] == *kind);
    let came: Vec<OutcomeKind> = OUTCOMES.into_iter().filter(came).collect();
    let points: Vec<Point> = worlds
        .chunk_by(|a, b| a.point == b.point)
        .map(|worlds| {
            let rows: Vec<&WorldRow> = worlds.iter().map(|entry| &entry.world).collect();
            point(plan, worlds[0].point, &rows)
        })
        .collect();
    let factors: Vec<FactorInfo> = (0..plan.points.factors.len()).map(|at| factor(plan, at)).collect();
    let sum = |sum: &observables::summary::SumDecl| SumName {
        id: sum.name.to_owned(),
        meaning: sum.meaning.to_owned(),
        unit: sum.unit.to_owned(),
    };
    Written {
        info,
        design: plan.asked.design.word().to_owned(),
        runs: plan.asked.runs,
        first_seed: plan.case.seed,
        level: LEVEL,
        outcome_names: outcome_names(came),
        dates: DateOfYear::WORDS.iter().zip(DATES).map(|(id, name)| Named::new(id, name)).collect(),
        sums: SUMS.iter().map(sum).collect(),
        curves: curves(plan, &factors, worlds),
        factors,
        points,
    }
}

fn factor(plan: &Plan, at: usize) -> FactorInfo {
    let factor = &plan.points.factors[at];
    let mut levels: Vec<Level> = Vec::new();
    for point in &plan.points.points {
        if !levels.contains(&point[at]) {
            levels.push(point[at].clone());
        }
    }
    levels.sort_by(|a, b| match (a, b) {
        (Level::Number(a), Level::Number(b)) => a.total_cmp(b),
        // A stable sort: words stay as they came.
        _ => std::cmp::Ordering::Equal,
    });
    FactorInfo {
        key: factor.key.clone(),
        name: factor.name.clone(),
        unit: factor.unit.clone(),
        is_number: factor.is_number(),
        levels,
    }
}

fn outcomes(rows: &[&WorldRow]) -> BTreeMap<String, WorldShare> {
    let of = |kind: &OutcomeKind| WorldShare::of(rows, LEVEL, |w| OUTCOMES[w.outcome] == *kind);
    let all = OUTCOMES.iter().map(|kind| (kind.word().to_owned(), of(kind)));
    all.filter(|(_, share)| share.worlds > 0).collect()
}

fn point(plan: &Plan, number: u32, rows: &[&WorldRow]) -> Point {
    let calendar = plan.case.loaded.calendar;
    let date = |i: usize| {
        let days: Vec<f64> = rows.iter().filter_map(|w| w.dates[i]).map(f64::from).collect();
        let known = quantiles(days).into_iter().filter(|at| at.is_finite());
        PointDate {
            happens: WorldShare::of(rows, LEVEL, |w| w.dates[i].is_some()),
            quantiles: by_quantile(known.map(|at| Date::of(nearest_day(at), calendar))),
        }
    };
    let sum = |i: usize| {
        let values: Vec<f64> = rows.iter().map(|w| w.sums[i]).collect();
        PointSum { mean: mean(&values), quantiles: by_quantile(quantiles(values).map(Real)) }
    };
    let pattern = |i: usize| (DEFINITIONS[i].id.to_owned(), WorldShare::of(rows, LEVEL, |w| w.patterns[i]));
    Point {
        point: number,
        levels: plan.points.points[number as usize - 1].clone(),
        outcomes: outcomes(rows),
        dates: (0..DATES.len()).map(date).collect(),
        patterns: (0..DEFINITIONS.len()).map(pattern).collect(),
        sums: (0..SUMS.len()).map(sum).collect(),
    }
}

/// A mean with the interval of Student's t; of counts, which are never below 0.
fn mean(values: &[f64]) -> Estimate {
    let n = values.len() as f64;
    let mean = sum_in_order(values.iter().copied()) / n;
    let squares = sum_in_order(values.iter().map(|x| (x - mean) * (x - mean)));
    if values.len() < 2 {
        return Estimate { value: Real(mean), interval: [Real(f64::NAN); 2] };
    }
    let half = student_deviate(LEVEL, n - 1.0) * (squares / (n - 1.0) / n).sqrt();
    Estimate { value: Real(mean), interval: [Real((mean - half).max(0.0)), Real(mean + half)] }
}

fn curves(plan: &Plan, factors: &[FactorInfo], worlds: &[&Entry]) -> Vec<Curve> {
    let Some(first) = factors.first().filter(|factor| factor.levels.len() <= MOST_ON_CURVE) else { return Vec::new() };
    let seconds: Vec<Option<&Level>> = match factors.get(1) {
        Some(second) if second.levels.len() <= MOST_CURVES => second.levels.iter().map(Some).collect(),
        _ => vec![None],
    };
    let levels = |entry: &Entry| &plan.points.points[entry.point as usize - 1];
    let curve = |second: Option<&Level>| {
        let at = |level: &Level| {
            let is_here = |entry: &&&Entry| {
                let levels = levels(entry);
                levels[0] == *level && second.is_none_or(|second| levels[1] == *second)
            };
            let rows: Vec<&WorldRow> = worlds.iter().filter(is_here).map(|entry| &entry.world).collect();
            (!rows.is_empty()).then(|| OnCurve {
                first: level.clone(),
                worlds: rows.len() as u64,
                outcomes: outcomes(&rows),
            })
        };
        Curve { second: second.cloned(), at: first.levels.iter().filter_map(at).collect() }
    };
    seconds.into_iter().map(curve).collect()
}
