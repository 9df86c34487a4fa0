//! The whole record of russia-1917, asked of a world; and the wall between training and test.

use std::sync::atomic::AtomicBool;

use super::rows::{Record, Row};
use super::training::Training;
use crate::worlds::{Job, ask};
use observables::question::{Kind, Measured};

fn russia() -> scenario::Loaded {
    scenario::load_bundled("russia-1917").expect("it comes with the program")
}

#[test]
fn law_a_world_answers_the_record() {
    let loaded = russia();
    let record = Record::of(&loaded);
    let stop = AtomicBool::new(false);
    let job = Job { spec: &loaded.spec, seed: 3, scale: 2000 };
    let world = ask(job, &record.questions, &stop).expect("nobody stops it");
    let answers = &world.answers;
    assert_eq!(answers.len(), record.questions.list().len());
    for row in &record.rows {
        let answer = answers[row.asks];
        println!(
            "{} {} | {} | {} {} {} | {:?} | observed {:.4} | {:?}",
            if row.is_training { "train" } else { "test " },
            if row.is_sourced { "sourced" } else { "-------" },
            row.title,
            row.series,
            row.place,
            row.to.short_old_style(),
            row.confidence,
            row.observed.value(),
            answer
        );
        match row.question.kind {
            Kind::Date(i) => assert_eq!(answer, world.dates[i as usize].map(f64::from)),
            kind => {
                let is_possible = |x: f64| x >= 0.0 && (kind.measured() != Measured::Share || x <= 30.0);
                assert!(kind.measured() == Measured::Date || answer.is_none_or(is_possible), "{row:?}: {answer:?}");
            }
        }
    }
    // The busiest days of the strike are read from the table of the nation: the sum of what is kept has them too.
    let strikers = |row: &Row| row.question.kind == Kind::Strikers && row.place == "petrograd";
    let most = world.series[1].iter().copied().fold(0.0_f32, f32::max);
    let asked = record.rows.iter().filter(|row| strikers(row)).filter_map(|row| answers[row.asks]);
    assert!(asked.fold(0.0, f64::max) <= f64::from(most));
}

#[test]
fn law_a_fit_is_given_every_training_row_and_no_other() {
    let mut loaded = russia();
    let whole = Record::of(&loaded).rows;
    let split = loaded.split.clone().expect("it has one");
    let training = Training::take(&mut loaded);
    assert!(loaded.evidence.is_empty() && loaded.events.is_empty(), "what is left holds no observation");
    assert!(Record::of(&loaded).rows.is_empty(), "nor can one be read out of it");
    let numbers = |rows: &mut dyn Iterator<Item = &Row>| rows.map(|row| row.number).collect::<Vec<_>>();
    let wanted = numbers(&mut whole.iter().filter(|row| row.is_sourced && row.is_training));
    assert_eq!(numbers(&mut training.rows().iter()), wanted);
    assert!(training.rows().iter().all(|row| row.to <= split.until));
    let is_aside = |row: &Row| split.aside.iter().any(|(_, aside, place)| *aside == row.series && place.is_none());
    assert!(!training.rows().iter().any(is_aside));
    assert!(whole.iter().any(|row| row.to <= split.until && is_aside(row)), "whole series are set aside");
    // The questions of the training rows ask for nothing after its last day, but for dates, which are cut there.
    assert!(training.questions().list().iter().all(|q| q.to <= split.until.plus(7) || matches!(q.kind, Kind::Date(_))));
}
