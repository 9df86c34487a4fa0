//! Forecasts from the training observations alone: what a model has to beat.
//!
//! Each gives an ensemble of keyed draws from a predictive distribution, so that the fair scores hold for it as for the worlds.
//! The same key gives member i the same draws at every date: taken over several dates, members are curves whose errors stand
//! high or low throughout.
//!
//! | baseline | centre | spread | training it needs |
//! |---|---|---|---|
//! | last value | the latest value at or before the date | of steps per square root of a day, times the root of the days since | 1 row, and 1 step or a prior |
//! | linear trend | least squares line | of residuals, with the line's own error | 2 dates, and 3 rows or a prior |
//! | mean | mean | of values, with the mean's own error | 1 row, and 2 rows or a prior |
//! | logistic growth | see `logistic` | of residuals, with the curve's own error | 4 rows on 3 dates, rising |
//!
//! A prior is a spread known from elsewhere (see [`Settings`]); it counts as one observation of the spread beside those of the
//! series. Without training a baseline predicts nothing: `None`, never a guess. Errors follow Student's t with the degrees of
//! freedom of their spread, at least 3, so that the variance exists. Rows of the same date count as separate observations, but
//! are averaged where steps are taken.
//!
//! Ranges: the forecast is made from twenty lists of truths drawn from the training observations' distributions, members
//! taking turns.

mod logistic;

use engine::calendar::Day;
use engine::draw::{Draws, Purpose, Stream};

use super::ensemble::Ensemble;
use super::observation::Observation;
use crate::draw::student;

/// One training observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingRow {
    /// Date in days, from any beginning; finite.
    pub date: f64,
    /// What was observed.
    pub observed: Observation,
}

/// What a baseline is told beside the training rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Size of the ensemble.
    pub members: usize,
    /// Least and greatest value possible; predictions beyond are put there.
    pub bounds: (f64, f64),
    /// Spread of one step per square root of a day, from elsewhere: see [`pooled_step_spread`].
    pub step_prior: Option<f64>,
    /// Standard deviation of residuals, from elsewhere: see [`pooled_deviation`].
    pub residual_prior: Option<f64>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { members: 1000, bounds: (f64::NEG_INFINITY, f64::INFINITY), step_prior: None, residual_prior: None }
    }
}

/// Under which a baseline draws: a seed and the name of a series and place.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    draws: Draws,
    errors: Purpose,
    truths: Purpose,
}

impl Key {
    /// The key of a series in a place.
    pub fn new(seed: u64, series: &str, place: &str) -> Key {
        Key {
            draws: Draws::new(seed),
            errors: Purpose::named(&format!("score.baseline.error/{series}/{place}")),
            truths: Purpose::named(&format!("score.baseline.truth/{series}/{place}")),
        }
    }

    /// The draws of one member.
    fn member(&self, member: usize) -> Stream {
        self.draws.stream(self.errors, member as u64, Day(0), 0)
    }
}

/// Which baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Baseline {
    /// Last value carried forward.
    LastValue,
    /// Straight line.
    LinearTrend,
    /// Mean of the training values.
    Mean,
    /// Logistic growth of a cumulated or rising count.
    LogisticGrowth,
}

impl Baseline {
    /// The predictive ensemble for a date, in the unit of the rows. `None` where the training does not suffice (see the head
    /// of this module), or no members are asked for. Rows may stand in any order.
    pub fn predict(self, rows: &[TrainingRow], date: f64, settings: &Settings, key: &Key) -> Option<Ensemble> {
        let truths = lists_of_truths(rows, settings.members, key);
        let (low, high) = settings.bounds;
        let values: Vec<f64> = if self == Baseline::LogisticGrowth {
            let curves: Vec<_> = truths.iter().filter_map(|points| logistic::fit(points)).collect();
            let curve = |i: usize| curves.get(i % curves.len().max(1));
            (0..settings.members).filter_map(|i| Some(curve(i)?.draw(date, &mut key.member(i)))).collect()
        } else {
            let laws: Vec<Law> = truths.iter().filter_map(|points| self.law(points, date, settings)).collect();
            let law = |i: usize| laws.get(i % laws.len().max(1));
            (0..settings.members).filter_map(|i| Some(law(i)?.draw(&mut key.member(i)))).collect()
        };
        Ensemble::new(values.into_iter().map(|x| x.max(low).min(high)).collect()).ok()
    }

    fn law(self, points: &[(f64, f64)], date: f64, settings: &Settings) -> Option<Law> {
        match self {
            Baseline::LastValue => {
                let known: Vec<_> = points.iter().copied().filter(|(d, _)| *d <= date).collect();
                let means = by_date(&known);
                let (last, centre) = *means.last()?;
                let (squares, steps) = step_squares(&means);
                let (spread, degrees) = spread_of(squares, steps, settings.step_prior)?;
                Some(Law { centre, spread: spread * (date - last).sqrt(), degrees })
            }
            Baseline::Mean => {
                let n = points.len() as f64;
                let (centre, squares) = about_mean(points)?;
                let (spread, degrees) = spread_of(squares, n - 1.0, settings.residual_prior)?;
                Some(Law { centre, spread: spread * (1.0 + 1.0 / n).sqrt(), degrees })
            }
            Baseline::LinearTrend => {
                let n = points.len() as f64;
                let (middle, level) = (mean(points, |p| p.0)?, mean(points, |p| p.1)?);
                let along: f64 = points.iter().map(|(d, _)| (d - middle) * (d - middle)).sum();
                if along <= 0.0 {
                    return None;
                }
                let slope = points.iter().map(|(d, y)| (d - middle) * (y - level)).sum::<f64>() / along;
                let residual = |(d, y): &(f64, f64)| y - level - slope * (d - middle);
                let squares = points.iter().map(|p| residual(p) * residual(p)).sum();
                let (spread, degrees) = spread_of(squares, n - 2.0, settings.residual_prior)?;
                let ahead = date - middle;
                let wider = (1.0 + 1.0 / n + ahead * ahead / along).sqrt();
                Some(Law { centre: level + slope * ahead, spread: spread * wider, degrees })
            }
            Baseline::LogisticGrowth => unreachable!("it draws from curves"),
        }
    }
}

/// A predictive distribution: Student's t about a centre.
struct Law {
    centre: f64,
    spread: f64,
    degrees: f64,
}

impl Law {
    fn draw(&self, stream: &mut Stream) -> f64 {
        self.centre + self.spread * student(stream, self.degrees)
    }
}

/// The spread and its degrees of freedom, the prior counting as one more; `None` where there is neither.
fn spread_of(squares: f64, degrees: f64, prior: Option<f64>) -> Option<(f64, f64)> {
    let degrees = degrees.max(0.0);
    match prior {
        Some(prior) => Some((((squares + prior * prior) / (degrees + 1.0)).sqrt(), degrees + 1.0)),
        None => (degrees >= 1.0).then(|| ((squares / degrees).sqrt(), degrees)),
    }
}

/// Lists of truths in order of date: one list where there is no doubt, twenty otherwise.
fn lists_of_truths(rows: &[TrainingRow], members: usize, key: &Key) -> Vec<Vec<(f64, f64)>> {
    const LISTS: usize = 20;
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.date.total_cmp(&b.date));
    let sure = rows.iter().all(|row| row.observed.is_exact());
    let lists = if sure { 1 } else { LISTS.min(members) };
    let list = |list: usize| {
        let mut stream = key.draws.stream(key.truths, list as u64, Day(0), 0);
        let truth = |row: &TrainingRow, u: f64| {
            if row.observed.is_exact() { row.observed.value() } else { row.observed.quantile(u) }
        };
        rows.iter().map(|row| (row.date, truth(row, stream.uniform()))).collect()
    };
    (0..lists).map(list).collect()
}

fn mean(points: &[(f64, f64)], of: impl Fn(&(f64, f64)) -> f64) -> Option<f64> {
    (!points.is_empty()).then(|| points.iter().map(of).sum::<f64>() / points.len() as f64)
}

/// The mean, and the sum of squares about it.
fn about_mean(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let centre = mean(points, |p| p.1)?;
    Some((centre, points.iter().map(|(_, y)| (y - centre) * (y - centre)).sum()))
}

/// Means of the points of each date; the points stand in order of date.
fn by_date(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    points.chunk_by(|a, b| a.0 == b.0).filter_map(|day| Some((day[0].0, mean(day, |p| p.1)?))).collect()
}

/// The sum of squared steps, each over its days, and their number.
fn step_squares(means: &[(f64, f64)]) -> (f64, f64) {
    let square = |pair: &[(f64, f64)]| (pair[1].1 - pair[0].1) * (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
    (means.windows(2).map(square).sum(), means.len().saturating_sub(1) as f64)
}

fn values_in_order(rows: &[TrainingRow]) -> Vec<(f64, f64)> {
    let mut points: Vec<_> = rows.iter().map(|row| (row.date, row.observed.value())).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// The spread of steps per square root of a day over many series of like unit: a prior for a series too short to have its
/// own. `None` without a single step.
pub fn pooled_step_spread<'a>(series: impl IntoIterator<Item = &'a [TrainingRow]>) -> Option<f64> {
    let (mut squares, mut steps) = (0.0, 0.0);
    for rows in series {
        let (s, n) = step_squares(&by_date(&values_in_order(rows)));
        squares += s;
        steps += n;
    }
    (steps > 0.0).then(|| (squares / steps).sqrt())
}

/// The standard deviation within series, over many series of like unit. `None` where none has two rows.
pub fn pooled_deviation<'a>(series: impl IntoIterator<Item = &'a [TrainingRow]>) -> Option<f64> {
    let (mut squares, mut degrees) = (0.0, 0.0);
    for rows in series {
        if let Some((_, s)) = about_mean(&values_in_order(rows)) {
            squares += s;
            degrees += rows.len() as f64 - 1.0;
        }
    }
    (degrees > 0.0).then(|| (squares / degrees).sqrt())
}

#[cfg(test)]
mod tests;
