//! The test rows with the discrepancy that the training rows show: what a reader should take the worlds to foretell.

use std::collections::BTreeMap;

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
    let mut families: BTreeMap<Family, FamilyDiscrepancy> = BTreeMap::new();
    let test = || rows.iter().filter(|judged| !judged.row.is_training());
    for row in test().map(|judged| &judged.row) {
        if let Some(family) = family_of(row) {
            let title = row.question.kind.topic().title;
            families.entry(family).or_insert_with(|| estimated(&residuals, family, title)).test_rows += 1;
        }
    }
    if families.values().all(|of| of.sd.is_none()) {
        return None;
    }
    let wide = |judged: &Judged| {
        let mut own = ensemble_of(&judged.row, worlds)?;
        if let Some(family) = family_of(&judged.row)
            && let Some(Real(sd)) = families[&family].sd
        {
            own = widened(&own, family.1, sd);
        }
        let mut score = scored_as(&judged.row, &own, &[]);
        score.baselines.clone_from(&judged.score.baselines);
        Some(Judged { row: judged.row.clone(), score })
    };
    let wide: Vec<Judged> = test().filter_map(wide).collect();
    // The widened values are a distribution, not a sample of it.
    let summary = summed_up(wide.iter().map(|judged| judged.score.clone()).collect(), Which::Plain);
    Some(WithDiscrepancy { families: families.into_values().collect(), rows: wide, summary })
}

/// The discrepancy of a family, of which no test row is counted yet.
fn estimated(residuals: &BTreeMap<Family, Vec<Residual>>, family: Family, title: &str) -> FamilyDiscrepancy {
    let own: &[Residual] = residuals.get(&family).map_or(&[], Vec::as_slice);
    let is_pooled = own.len() < LEAST_ROWS;
    let like = residuals.iter().filter(|(other, _)| **other == family || (is_pooled && other.1 == family.1));
    let used: Vec<Residual> = like.flat_map(|(_, of)| of.iter().copied()).collect();
    FamilyDiscrepancy {
        title: title.to_owned(),
        scale: format!("{:?}", family.1).to_lowercase(),
        training_rows: own.len(),
        is_pooled,
        sd: (used.len() >= LEAST_ROWS).then(|| Real(unexplained(&used).max(0.0).sqrt())),
        test_rows: 0,
    }
}
