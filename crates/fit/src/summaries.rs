//! What a fit compares: one number for each question of the training rows, on the axis on which the question is scored.

use engine::calendar::Calendar;
use engine::math;
use observables::question::{Kind, Measured, Question};
use observables::record_observer::Answer;
use run::record::rows::Row;
use run::record::training::Training;
use stats::fit::target::{Observation, Target};
use stats::score::observation::Axis;

/// How far the best world of the best parameters may be from the truth: a factor of 1.6 for counts.
const COUNT_DISCREPANCY: f64 = 0.5;
/// The same for crowds, arms and clashes: the model knows no leaflet that calls a crowd to a square on a day.
const CROWD_DISCREPANCY: f64 = 2.5;
/// The same for shares.
const SHARE_DISCREPANCY: f64 = 0.07;
/// The same for days.
const DAY_DISCREPANCY: f64 = 5.0;

fn axis(question: &Question) -> Axis {
    match question.kind.measured() {
        Measured::Count => Axis::Log,
        Measured::Share | Measured::Date => Axis::Plain,
    }
}

pub fn discrepancy(kind: Kind) -> f64 {
    match kind {
        Kind::InStreet | Kind::Armed | Kind::Dead | Kind::Wounded => CROWD_DISCREPANCY,
        _ => match kind.measured() {
            Measured::Count => COUNT_DISCREPANCY,
            Measured::Share => SHARE_DISCREPANCY,
            Measured::Date => DAY_DISCREPANCY,
        },
    }
}

/// What a run at this scale adds to the discrepancy: a count of persons that is not ten times what one simulated person
/// stands for is not resolved.
fn coarseness(question: &Question, observed: f64, scale: u32) -> f64 {
    match question.kind {
        Kind::Strikers | Kind::StrikersSum | Kind::InStreet | Kind::Armed | Kind::Refusing => {}
        Kind::Dead | Kind::Wounded | Kind::Desertions => {}
        _ => return 0.0,
    }
    (Axis::Log.of(10.0 * f64::from(scale)) - observed).max(0.0)
}

/// The observed summaries for runs at these scales, in the order of the questions. Sources that answer one question are averaged; their standard
/// error holds how far they are apart and how wide their ranges are.
pub fn target(training: &Training, scales: &[u32], last_day: f64, calendar: Calendar) -> Target {
    target_with(training, scales, last_day, calendar, discrepancy)
}

/// The same with another discrepancy of each kind.
pub fn target_with(
    training: &Training,
    scales: &[u32],
    last_day: f64,
    calendar: Calendar,
    discrepancy: impl Fn(Kind) -> f64,
) -> Target {
    let questions = training.questions().list();
    let observations = questions.iter().enumerate().map(|(asks, question)| {
        let axis = axis(question);
        let rows: Vec<&Row> = training.rows().iter().filter(|row| row.asks == asks).collect();
        let n = rows.len() as f64;
        let values: Vec<f64> = rows.iter().map(|row| row.observed.on(axis).value()).collect();
        let mean = math::sum_in_order(values.iter().copied()) / n;
        let apart = math::sum_in_order(values.iter().map(|x| (x - mean) * (x - mean))) / (n - 1.0).max(1.0);
        // A range is read as two standard deviations to either side.
        let width = |row: &Row| (row.observed.on(axis).high() - row.observed.on(axis).low()) / 4.0;
        let wide = math::sum_in_order(rows.iter().map(|row| width(row) * width(row))) / n;
        let first = rows[0];
        Observation {
            name: format!("{}, {}, {}", first.title, first.place, first.to.short(calendar)),
            value: mean.min(if question.kind.measured() == Measured::Date { last_day } else { f64::INFINITY }),
            error_sd: (apart + wide).sqrt(),
            discrepancy_sd: discrepancy(question.kind),
        }
    });
    let observations: Vec<Observation> = observations.collect();
    let coarse = |scale: &u32| {
        questions.iter().zip(&observations).map(|(question, o)| coarseness(question, o.value, *scale)).collect()
    };
    let coarse_sd = scales.iter().map(coarse).collect();
    Target { observations, coarse_sd }
}

/// A world's summaries: what it has nothing to say of counts as nothing, what never came as the last day.
pub fn of_world(questions: &[Question], answers: &[Answer], last_day: f64) -> Vec<f64> {
    let summary = |(question, answer): (&Question, &Answer)| match question.kind.measured() {
        Measured::Date => answer.unwrap_or(last_day).min(last_day),
        Measured::Count | Measured::Share => axis(question).of(answer.unwrap_or(0.0)),
    };
    questions.iter().zip(answers).map(summary).collect()
}
