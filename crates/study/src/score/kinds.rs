//! Scores that are of no single number: how the year ended, in what order things came, whole curves.

use std::collections::BTreeMap;

use observables::question::{Kind, Scope};
use run::record::rows::Row;
use run::worlds::{DATES, OUTCOMES};
use scenario::Loaded;
use serde::Serialize;
use stats::score::category::{counted, floor_of_one_world, known, log_score, order_category, orders};
use stats::score::rules::energy;

use super::worlds::{World, value_of};
use crate::schema::{Date, Named, Real};

/// A category that came, and what the worlds gave it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CategoryScore {
    /// What was to be foretold.
    pub title: String,
    /// What came.
    pub came: String,
    /// What came, for readers.
    pub came_name: String,
    /// Worlds in which it came.
    pub worlds: u32,
    /// Log score in nats, with one further world spread over all categories.
    pub log_score: Real,
    /// The same for somebody who holds all categories for equally likely.
    pub even: Real,
}

/// Several numbers foretold at once.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CurveScore {
    /// What they are, where and when, in words.
    pub title: String,
    /// What they are.
    pub what: String,
    /// Name of the place.
    pub place_name: String,
    /// Last day that they are of.
    pub day: Date,
    /// How many.
    pub length: usize,
    /// Energy score, in the divisors of the rows.
    pub energy: Real,
    /// The same for somebody who gives every component the same share.
    pub even: Real,
}

/// The outcome, and the orders of the dates of spring and of autumn.
pub fn categories(worlds: &[World], outcome: Option<usize>, record: &[Option<f64>; DATES.len()]) -> Vec<CategoryScore> {
    let n = worlds.len() as u32;
    let mut found = Vec::new();
    let mut add =
        |title: String, (came, came_name): (String, String), of: &dyn Fn(&World) -> usize, truth: usize, k: usize| {
            let counts = counted(worlds.iter().map(of), k);
            let floor = floor_of_one_world(n, k);
            let Some(score) = log_score(&counts, &known(truth, k), floor) else { return };
            found.push(CategoryScore {
                title,
                came,
                came_name,
                worlds: counts[truth],
                log_score: score.into(),
                even: engine::math::ln(k as f64).into(),
            });
        };
    if let Some(truth) = outcome {
        let Named { id, name } = Named::outcome(OUTCOMES[truth]);
        add("how the year ends".into(), (id, name), &|w| w.outcome, truth, OUTCOMES.len());
    }
    for (season, chosen) in [("spring", [0, 1, 2]), ("autumn", [3, 4, 5])] {
        let of_record = chosen.map(|i| record[i]);
        if of_record.iter().any(Option::is_none) {
            continue;
        }
        let order = |w: &World| order_category(&chosen.map(|i| w.dates[i].map(f64::from)));
        let mut sorted = chosen;
        sorted.sort_by(|a, b| record[*a].unwrap_or(0.0).total_cmp(&record[*b].unwrap_or(0.0)));
        let words: Vec<&str> = sorted.iter().map(|i| DATES[*i]).collect();
        let words = words.join(", then ");
        add(format!("order of the {season}"), (words.clone(), words), &order, order_category(&of_record), orders(3));
    }
    found
}

/// Curves of at least three numbers: the parties of a ballot, the months of a series.
pub fn curves(rows: &[&Row], worlds: &[World], loaded: &Loaded) -> Vec<CurveScore> {
    let (spec, calendar) = (&loaded.spec, loaded.calendar);
    let mut groups: BTreeMap<(&'static str, Scope, i32), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let q = &row.question;
        let (name, when) = match q.kind {
            // Several parties together, or some classes alone, are no part of the whole ballot.
            Kind::VoteShare if q.parties.len() != 1 || !q.among.is_empty() || !q.classes.is_empty() => continue,
            Kind::VoteShare => ("the parties of a ballot", q.to.0),
            Kind::PeasantRatio => ("the months of rural unrest", 0),
            _ => continue,
        };
        groups.entry((name, q.scope.clone(), when)).or_default().push(row);
    }
    let mut curves = Vec::new();
    for ((what, ..), rows) in groups {
        // One component for each question; sources that disagree are averaged.
        let mut parts: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
        rows.iter().for_each(|row| parts.entry(row.asks).or_default().push(row));
        if parts.len() < 3 {
            continue;
        }
        let firsts: Vec<&Row> = parts.values().map(|rows| rows[0]).collect();
        let observed =
            parts.values().map(|rows| rows.iter().map(|r| r.observed.value()).sum::<f64>() / rows.len() as f64);
        let observed: Vec<f64> = observed.collect();
        let divisors: Vec<f64> = firsts.iter().map(|row| row.divisor()).collect();
        let vectors: Vec<Vec<f64>> =
            worlds.iter().map(|w| firsts.iter().map(|row| value_of(row, w)).collect()).collect();
        let even = vec![1.0 / firsts.len() as f64; firsts.len()];
        let (Ok(score), Ok(alone)) = (
            energy(&vectors, std::slice::from_ref(&observed), &divisors),
            energy(&[even], std::slice::from_ref(&observed), &divisors),
        ) else {
            continue;
        };
        let (place_name, day) = (Named::place(&firsts[0].place, spec).name, firsts[0].to);
        curves.push(CurveScore {
            title: format!("{what}, {place_name}, {}", day.short(calendar)),
            what: what.to_owned(),
            place_name,
            day: Date::of(day, calendar),
            length: firsts.len(),
            energy: score.fair.unwrap_or(score.plain).into(),
            even: alone.plain.into(),
        });
    }
    curves
}
