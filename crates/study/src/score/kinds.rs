//! Scores that are of no single number: how the year ended, in what order things came, whole curves.

use std::collections::BTreeMap;

use engine::calendar::Day;
use observables::question::{Kind, Scope};
use run::record::rows::Row;
use run::worlds::{DATES, OUTCOMES};
use society::spec::Spec;
use stats::score::Score;
use stats::score::category::{counted, floor_of_one_world, known, log_score, order_category, orders};
use stats::score::rules::energy;

use super::{World, value_of};
use crate::schema::Named;

/// A category that came, and what the worlds gave it.
pub struct Category {
    /// What was to be foretold.
    pub title: String,
    /// What came: an ending's identifier, or the order in words.
    pub came: String,
    /// The same for readers.
    pub came_name: String,
    /// Worlds in which it came, and all.
    pub hits: (u32, u32),
    /// Log score in nats, with a floor of one further world spread over all categories.
    pub score: f64,
    /// The same for somebody who holds all categories for equally likely.
    pub even: f64,
}

/// Several numbers foretold at once.
pub struct Curve {
    /// What they are of.
    pub what: &'static str,
    /// Name of the place.
    pub place: String,
    /// Last day that they are of.
    pub day: Day,
    /// How many.
    pub length: usize,
    /// Energy score, in the divisors of the rows.
    pub score: Score,
    /// The same for somebody who gives every component the same share.
    pub even: f64,
}

/// The outcome, and the orders of the dates of spring and of autumn.
pub fn categories(worlds: &[World], outcome: Option<usize>, record: &[Option<f64>; DATES.len()]) -> Vec<Category> {
    let n = worlds.len() as u32;
    let mut found = Vec::new();
    let mut add =
        |title: String, (came, came_name): (String, String), of: &dyn Fn(&World) -> usize, truth: usize, k: usize| {
            let counts = counted(worlds.iter().map(of), k);
            let floor = floor_of_one_world(n, k);
            let Some(score) = log_score(&counts, &known(truth, k), floor) else { return };
            found.push(Category {
                title,
                came,
                came_name,
                hits: (counts[truth], n),
                score,
                even: engine::math::ln(k as f64),
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
pub fn curves(rows: &[&Row], worlds: &[World], spec: &Spec) -> Vec<Curve> {
    let mut groups: BTreeMap<(&'static str, Scope, i32), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let q = &row.question;
        let (name, when) = match q.kind {
            Kind::VoteShare => ("the parties of a ballot", q.to.0),
            Kind::PeasantRatio => ("the months of rural unrest", 0),
            _ => continue,
        };
        groups.entry((name, q.scope, when)).or_default().push(row);
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
        let place = Named::place(&firsts[0].place, spec).name;
        curves.push(Curve { what, place, day: firsts[0].to, length: firsts.len(), score, even: alone.plain });
    }
    curves
}
