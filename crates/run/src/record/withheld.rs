//! Training and test, apart by type.
//!
//! [`divide`] takes the record out of a scenario. What is left of the scenario holds no observation, and a fit is given
//! that and the [`Training`]. The test rows stand in a [`Withheld`], whose only door asks for a [`Finished`] fit or for the
//! plain statement that none is under way.

use std::collections::BTreeMap;

use engine::digest::Digest;
use scenario::Loaded;

use super::rows::{Record, Row, Unasked};
use observables::question::Questions;

/// The rows that a fit may read.
pub struct Training {
    rows: Vec<Row>,
    questions: Questions,
    hash: String,
}

/// The rows that no fit may read.
pub struct Withheld {
    rows: Vec<Row>,
}

/// Says that no parameter is being chosen by whoever opens the test rows.
pub struct Finished(());

impl Finished {
    /// To be made by what only scores: after a fit, or without one.
    pub fn nothing_is_fitted() -> Finished {
        Finished(())
    }
}

impl Training {
    /// Sourced training rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The questions of these rows, and of no others.
    pub fn questions(&self) -> &Questions {
        &self.questions
    }

    /// A hash over every row.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

impl Withheld {
    /// The test rows.
    pub fn open(self, _finished: &Finished) -> Vec<Row> {
        self.rows
    }
}

/// Takes the record out of a scenario and divides it by the scenario's split. Rows that are only remembered go to neither.
pub fn divide(loaded: &mut Loaded) -> (Training, Withheld) {
    let Record { rows, .. } = Record::of(loaded);
    loaded.evidence.clear();
    loaded.events.clear();
    let (mut training, mut test) = (Vec::new(), Vec::new());
    let mut questions = Questions::default();
    for mut row in rows.into_iter().filter(|row| row.is_sourced) {
        if row.is_training {
            row.asks = questions.put(row.question);
            training.push(row);
        } else {
            test.push(row);
        }
    }
    let hash = hash_of(&training);
    (Training { rows: training, questions, hash }, Withheld { rows: test })
}

/// A hash over rows: what they ask and what was observed.
fn hash_of(rows: &[Row]) -> String {
    let mut digest = Digest::new();
    for row in rows {
        for text in [&row.series, &row.place, &row.source, &row.title] {
            digest.bytes(&(text.len() as u64).to_le_bytes());
            digest.bytes(text.as_bytes());
        }
        for day in [row.from, row.to] {
            digest.bytes(&day.0.to_le_bytes());
        }
        let o = &row.observed;
        for value in [o.value(), o.low(), o.high()] {
            digest.bytes(&value.to_bits().to_le_bytes());
        }
    }
    engine::digest::hex(digest.finish())
}

/// How many observations have no question, by reason.
pub fn unasked_by_reason(unasked: &[Unasked]) -> BTreeMap<&str, usize> {
    let mut reasons = BTreeMap::new();
    for row in unasked {
        *reasons.entry(row.why.as_str()).or_insert(0) += 1;
    }
    reasons
}
