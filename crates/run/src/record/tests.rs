//! The whole record of russia-1917, asked of a world; and the wall between training and test.

use std::sync::atomic::AtomicBool;

use super::observed::observed;
use super::rows::{BEFORE, DATE_SERIES, Record, Row};
use super::training::Training;
use crate::worlds::{Job, ask};
use engine::calendar::Day;
use observables::dates::SCORED;
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
            if row.is_training() { "train" } else { "test " },
            if row.is_sourced { "sourced" } else { "-------" },
            row.title,
            row.series,
            row.place,
            row.to.short(loaded.calendar),
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

/// Whether a whole series is kept from every calibration.
fn is_aside_of(split: &scenario::Split, row: &Row) -> bool {
    split.aside.iter().any(|(_, aside, place)| *aside == row.series && place.is_none())
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
    let wanted = numbers(&mut whole.iter().filter(|row| row.is_sourced && row.is_training()));
    assert_eq!(numbers(&mut training.rows().iter()), wanted);
    assert!(training.rows().iter().all(|row| split.seed.is_some() || row.to <= split.until));
    // No question is on both sides, but for the series that are set aside whole.
    let asked = |training: bool| -> Vec<usize> {
        let of = whole.iter().filter(|row| row.is_training() == training && !is_aside_of(&split, row));
        of.map(|row| row.asks).collect()
    };
    let (training_asks, test_asks) = (asked(true), asked(false));
    assert!(!training_asks.iter().any(|asks| test_asks.contains(asks)));
    let is_aside = |row: &Row| is_aside_of(&split, row);
    assert!(!training.rows().iter().any(is_aside));
    assert!(whole.iter().any(|row| row.to <= split.until && is_aside(row)), "whole series are set aside");
    // The questions of the training rows ask for nothing after its last day, but for dates, which are cut there.
    assert!(training.questions().list().iter().all(|q| q.to <= split.until.plus(7) || matches!(q.kind, Kind::Date(_))));
}

#[test]
fn law_what_is_not_asked_has_its_true_reason_in_words_for_readers() {
    let loaded = russia();
    let record = Record::of(&loaded);
    let day = |text: &str| Day::parse(loaded.calendar, text).expect("a date");
    let why = |series: &str, from: &str| {
        let is_it = |number: u64| {
            let row = &loaded.evidence[number as usize];
            row.series == series && row.date_start == day(from)
        };
        record.unmatched.iter().find(|row| is_it(row.number)).expect("it is not asked").why.as_str()
    };
    assert_eq!(why("garrison_size", "1917-02-26"), "condition or society: an input, not an outcome");
    assert_eq!(why("demonstrators", "1917-11-28"), "it is from after the last day of the world");
    assert_eq!(why("deserters_month", "1917-09-01"), "the model counts this for the whole country, not by place");
    assert_eq!(why("deserters_month", "1917-01-01"), BEFORE);
    let texts = record.unmatched.iter().map(|row| &row.why).chain(record.rows.iter().map(|row| &row.note));
    let ids: Vec<&str> =
        loaded.sources.iter().map(|source| source.key.as_str()).filter(|key| key.contains('_')).collect();
    for text in texts {
        assert!(!ids.iter().any(|id| text.contains(id)), "{text}");
    }
}

#[test]
fn law_worlds_that_end_early_are_asked_about_their_days_alone() {
    let loaded = russia();
    let end = Day::parse(loaded.calendar, "1917-03-15").expect("a date");
    let (whole, cut) = (Record::of(&loaded), Record::until(&loaded, end));
    assert!(cut.questions.list().iter().all(|question| question.to <= end));
    assert!(cut.rows.iter().filter(|row| row.question.kind.measured() == Measured::Date).all(|row| row.from <= end));
    let dates = |record: &Record| record.unmatched.iter().filter(|row| row.series == DATE_SERIES).count();
    assert_eq!((dates(&whole), dates(&cut)), (0, 3), "the coalition, the claim and the transfer come later");
    assert_eq!(cut.rows.len() + cut.unmatched.len(), whole.rows.len() + whole.unmatched.len());
    assert_eq!(observed(&loaded, &cut, &[]).len(), loaded.evidence.len() + SCORED.len());
}
