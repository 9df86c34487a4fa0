//! How wide the worlds are, and what each family of observables came to.

use observables::family::TOPICS;
use observables::question::Measured;
use serde::Serialize;

use super::Judged;
use crate::schema::Real;

/// How the values of a row are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Counted {
    /// A number of persons or things, scored as a ratio.
    Count,
    /// A share, 0 to 1, or a ratio near it.
    Share,
    /// A day, as days since 1 January 1970, New Style.
    Date,
}

/// Width of the interval that is to hold 95 in a hundred, over rows that are counted alike.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Width {
    /// How the values are counted.
    pub counted: Counted,
    /// Rows.
    pub targets: usize,
    /// Median width: of shares as a share, of dates in days, of counts the factor between one more than either end.
    pub median: Real,
}

/// Rows of one family of observables.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FamilyScore {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Switches of the mechanisms that act on it first.
    pub mechanisms: Vec<String>,
    /// Rows.
    pub targets: usize,
    /// Rows whose range meets the interval that is to hold half of them.
    pub inside_50: usize,
    /// The same of the interval that is to hold 95 in a hundred.
    pub inside_95: usize,
    /// Mean CRPS, over the divisors of the rows.
    pub score: Real,
}

/// The widths of rows, by how they are counted.
pub fn widths(rows: &[&Judged]) -> Vec<Width> {
    let kinds = [(Measured::Count, Counted::Count), (Measured::Share, Counted::Share), (Measured::Date, Counted::Date)];
    let of = |(measured, counted): (Measured, Counted)| {
        let like = rows.iter().filter(|judged| judged.row.question.kind.measured() == measured);
        let mut widths: Vec<f64> = like.map(|judged| width(judged)).collect();
        widths.sort_by(f64::total_cmp);
        (!widths.is_empty()).then(|| Width {
            counted,
            targets: widths.len(),
            median: Real(stats::interval::quantile(&widths, 0.5)),
        })
    };
    kinds.into_iter().filter_map(of).collect()
}

fn width(judged: &Judged) -> f64 {
    let (low, high) = judged.score.among.intervals[3];
    match judged.row.question.kind.measured() {
        Measured::Count => (1.0 + high) / (1.0 + low),
        Measured::Share | Measured::Date => high - low,
    }
}

/// What each family came to.
pub fn families(rows: &[&Judged]) -> Vec<FamilyScore> {
    let of = |topic: &observables::family::Topic| {
        let own: Vec<&&Judged> = rows.iter().filter(|judged| judged.row.question.kind.topic() == topic).collect();
        let inside = |level: usize| own.iter().filter(|judged| judged.score.among.covered[level].range).count();
        let scores = own.iter().map(|judged| judged.score.score.fair.unwrap_or(judged.score.score.plain));
        (!own.is_empty()).then(|| FamilyScore {
            id: topic.id.to_owned(),
            title: topic.title.to_owned(),
            mechanisms: topic.mechanisms.iter().map(|name| (*name).to_owned()).collect(),
            targets: own.len(),
            inside_50: inside(0),
            inside_95: inside(3),
            score: Real(engine::math::sum_in_order(scores) / own.len() as f64),
        })
    };
    TOPICS.iter().filter_map(of).collect()
}
