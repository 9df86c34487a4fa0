//! How the record is divided: what of it a calibration may see, and what is kept for the test.

use engine::calendar::Day;
use society::OutcomeKind;

use super::evidence::EvidenceRow;

/// The themes of the record: of each, some series is kept from every calibration.
pub const THEMES: [&str; 5] = ["strikes", "councils", "votes", "countryside", "army"];

/// How the record is divided between calibration and test.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// Last day of what a calibration may see.
    pub until: Day,
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
    /// Whether a calibration may see this observation: it ends by [`Split::until`], and its series is not kept aside.
    pub fn is_training(&self, row: &EvidenceRow) -> bool {
        row.date_end <= self.until && !self.is_aside(row)
    }

    /// Whether the series of this observation is kept from every calibration.
    pub fn is_aside(&self, row: &EvidenceRow) -> bool {
        let is_it = |place: &Option<String>| place.as_ref().is_none_or(|place| *place == row.place);
        self.aside.iter().any(|(_, series, place)| *series == row.series && is_it(place))
    }
}
