//! How the record is divided: what of it a calibration may see, and what is kept for the test.

use engine::calendar::Day;
use engine::digest::{Digest, hex};
use society::OutcomeKind;

use super::evidence::EvidenceRow;

/// The themes of the record: of each, some series is kept from every calibration.
pub const THEMES: [&str; 5] = ["strikes", "councils", "votes", "countryside", "army"];

/// How the record is divided between calibration and test.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// Last day of what a calibration may see.
    pub until: Day,
    /// Where it is given, what a calibration may see is of all days up to there: what is measured in a place is drawn to one side
    /// by this seed, whatever the rows say.
    pub seed: Option<u64>,
    /// What no calibration may see, of any day.
    pub aside: Vec<Aside>,
    /// Keys of the parameters that a calibration may move; all others keep their values.
    pub parameters: Vec<String>,
    /// How the year ended in the record, and the source key that says it.
    pub outcome: Option<(OutcomeKind, String)>,
    /// Digest of the file, as 32 hexadecimal digits.
    pub hash: String,
}

/// What is kept from every calibration: its theme (one of [`THEMES`]), the series, and the place, or every place.
pub type Aside = (String, String, Option<String>);

impl Split {
    /// Whether a calibration may see this observation: it ends by [`Split::until`], or what it measures in its place is drawn to
    /// that side, and its series is not kept aside. `measure` is what the row is compared with.
    pub fn is_training(&self, row: &EvidenceRow, measure: &str) -> bool {
        let is_in = match self.seed {
            // What stands after a colon, such as a party, stays with the rest of its ballot, and so do other series that tell the
            // same: a question is never on both sides.
            Some(seed) => is_drawn(seed, measure.split(':').next().unwrap_or_default(), &row.place),
            None => row.date_end <= self.until,
        };
        is_in && !self.is_aside(row)
    }

    /// The same of a date of the year, which is drawn as what it measures in its place.
    pub fn is_training_date(&self, (measure, place): (&str, &str), day: Day) -> bool {
        day <= self.until && self.seed.is_none_or(|seed| is_drawn(seed, measure, place))
    }

    /// Whether the series of this observation is kept from every calibration.
    pub fn is_aside(&self, row: &EvidenceRow) -> bool {
        let is_it = |place: &Option<String>| place.as_ref().is_none_or(|place| *place == row.place);
        self.aside.iter().any(|(_, series, place)| *series == row.series && is_it(place))
    }
}

/// Whether what is measured in a place is drawn to the training part: one bit of a digest, so that no other row has a say in it.
fn is_drawn(seed: u64, measure: &str, place: &str) -> bool {
    let mut digest = Digest::new();
    digest.bytes(&seed.to_le_bytes());
    for text in [measure, place] {
        digest.bytes(&(text.len() as u64).to_le_bytes());
        digest.bytes(text.as_bytes());
    }
    hex(digest.finish()).bytes().last().is_some_and(|digit| digit % 2 == 0)
}
