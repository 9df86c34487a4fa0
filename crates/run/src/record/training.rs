//! The rows of the record that a fit may read, apart from all others.
//!
//! [`Training::take`] takes the whole record out of a scenario and keeps the training rows alone. What is left of the scenario
//! holds no observation: a fit that has that and a [`Training`] has no way to a test row. A score, which fits nothing, reads the
//! record of a scenario of its own.

use engine::digest::Digest;
use observables::question::Questions;
use scenario::Loaded;

use super::rows::{Record, Row};

/// The sourced training rows, and their questions.
pub struct Training {
    rows: Vec<Row>,
    questions: Questions,
    hash: String,
}

impl Training {
    /// Takes the record out of a scenario and keeps its training rows. Rows that are only remembered are none.
    pub fn take(loaded: &mut Loaded) -> Training {
        let record = Record::of(loaded);
        loaded.evidence.clear();
        loaded.events.clear();
        let mut questions = Questions::of(loaded.calendar);
        let mut rows: Vec<Row> = record.rows.into_iter().filter(|row| row.is_sourced && row.is_training()).collect();
        rows.iter_mut().for_each(|row| row.asks = questions.put(row.question.clone()));
        Training { hash: hash_of(&rows), rows, questions }
    }

    /// The rows.
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
