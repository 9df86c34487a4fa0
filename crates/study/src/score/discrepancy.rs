//! The test rows with the discrepancy that the training rows show: what a reader should take the worlds to foretell.

use std::collections::BTreeMap;

use observables::family::TOPICS;
use observables::question::{Kind, Measured};
use run::record::rows::Row;
use serde::Serialize;
use stats::score::Which;
use stats::score::discrepancy::{Residual, Scale, unexplained, widened};
use stats::score::summary::Summary;

use super::judged::{Judged, ensemble_of, scored_as, summed_up};
use super::worlds::World;
use crate::schema::Real;

/// A standard deviation is estimated from so many training rows at least.
const LEAST_ROWS: usize = 5;

/// The discrepancy of one family of observables, on one scale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FamilyDiscrepancy {
    /// The family for readers.
    pub title: String,
    /// `ratio` (of counts: ln(1 + x)), `odds` (of shares: their logarithm) or `days`.
    pub scale: String,
    /// Training rows of this family and scale.
    pub training_rows: usize,
    /// Whether they are fewer than five, so that all training rows of the scale are taken together.
    pub is_pooled: bool,
    /// Standard deviation; nothing where all families together have fewer than five rows of the scale: then nothing is added.
    pub sd: Option<Real>,
    /// Test rows that it is added to.
    pub test_rows: usize,
}

/// The test rows with the discrepancy.
pub struct WithDiscrepancy {
    /// What it is, by family and scale.
    pub families: Vec<FamilyDiscrepancy>,
    /// The test rows.
    pub rows: Vec<Judged>,
    /// The test rows summed up.
    pub summary: Summary,
}

type Family = (&'static str, Scale);

/// The scale of a row; nothing for a ratio that is no share of a whole, of which no scale of the training rows tells.
fn scale_of(row: &Row) -> Option<Scale> {
    match (row.question.kind, row.question.kind.measured()) {
        (Kind::PeasantRatio, _) => None,
        (_, Measured::Count) => Some(Scale::Ratio),
        (_, Measured::Share) => Some(Scale::Odds),
        (_, Measured::Date) => Some(Scale::Days),
    }
}

fn family_of(row: &Row) -> Option<Family> {
    scale_of(row).map(|scale| (row.question.kind.topic().id, scale))
}

/// What training rows show of the discrepancy, and the test rows with it; nothing without either.
pub(super) fn with_discrepancy(rows: &[Judged], worlds: &[World]) -> Option<WithDiscrepancy> {
    let mut residuals: BTreeMap<Family, Vec<Residual>> = BTreeMap::new();
    for judged in rows.iter().filter(|judged| judged.row.is_training()) {
        if let (Some(family), Some(own)) = (family_of(&judged.row), ensemble_of(&judged.row, worlds)) {
            residuals.entry(family).or_default().push(Residual::of(family.1, &own, &judged.row.observed));
        }
    }
    let known = |family: Family| {
        let own: &[Residual] = residuals.get(&family).map_or(&[], Vec::as_slice);
        if own.len() >= LEAST_ROWS {
            return (own.len(), false, Some(unexplained(own).max(0.0).sqrt()));
        }
        let like = residuals.iter().filter(|((_, scale), _)| *scale == family.1);
        let all: Vec<Residual> = like.flat_map(|(_, of)| of.iter().copied()).collect();
        (own.len(), true, (all.len() >= LEAST_ROWS).then(|| unexplained(&all).max(0.0).sqrt()))
    };
    let test = rows.iter().filter(|judged| !judged.row.is_training());
    let mut counted: BTreeMap<Family, usize> = BTreeMap::new();
    let wide = |judged: &Judged| {
        let family = family_of(&judged.row);
        family.iter().for_each(|family| *counted.entry(*family).or_insert(0) += 1);
        let sd = family.and_then(|family| known(family).2.map(|sd| (family.1, sd)));
        let own = ensemble_of(&judged.row, worlds)?;
        let own = sd.map_or(own.clone(), |(scale, sd)| widened(&own, scale, sd));
        let mut score = scored_as(&judged.row, &own, &[]);
        score.baselines.clone_from(&judged.score.baselines);
        Some(Judged { row: judged.row.clone(), score })
    };
    let wide: Vec<Judged> = test.filter_map(wide).collect();
    if wide.is_empty() || counted.keys().all(|family| known(*family).2.is_none()) {
        return None;
    }
    let title =
        |id: &str| TOPICS.iter().find(|topic| topic.id == id).map_or(String::new(), |topic| topic.title.to_owned());
    let families = counted.iter().map(|(family, test_rows)| {
        let (training_rows, is_pooled, sd) = known(*family);
        FamilyDiscrepancy {
            title: title(family.0),
            scale: format!("{:?}", family.1).to_lowercase(),
            training_rows,
            is_pooled,
            sd: sd.map(Real),
            test_rows: *test_rows,
        }
    });
    let families = families.collect();
    // The widened values are a distribution, not a sample of it.
    let summary = summed_up(wide.iter().map(|judged| judged.score.clone()).collect(), Which::Plain);
    Some(WithDiscrepancy { families, rows: wide, summary })
}
