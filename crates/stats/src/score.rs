//! Scoring an ensemble of simulated worlds against what was observed: pure mathematics over numbers.
//!
//! - [`observation`]: an observed value with its range, as a distribution of the truth.
//! - [`ensemble`]: the values of the worlds; quantiles, central intervals, coverage.
//! - [`rules`]: continuous ranked probability score and energy score, for numbers and curves.
//! - [`discrepancy`]: how far worlds may be from the truth, as the training rows have it.
//! - [`category`]: log score, for outcomes and orders of events.
//! - [`pit`]: probability integral transform, its histogram and its test.
//! - [`baseline`]: forecasts from the training observations alone.
//! - [`bootstrap`]: intervals of means and skill, drawing whole blocks of targets.
//! - [`row`], [`summary`]: one row for each target, and the rows together.
//!
//! Every score is a cost: lower is better. "Plain" scores take the ensemble for the whole predictive distribution; "fair"
//! ones (Ferro 2014) take it for a sample of one, and have the same expectation with 2 worlds as with 2,000. Two forecasters
//! with different numbers of worlds are compared with fair scores alone.
//!
//! ```
//! use stats::score::{baseline::*, ensemble::Ensemble, observation::*, row::*, summary::*};
//! let settings = Settings { members: 200, ..Settings::default() };
//! let mut rows = Vec::new();
//! for (number, place) in ["north", "south", "west"].iter().enumerate() {
//!     let key = Key::new(1, "strikers", place);
//!     let training: Vec<TrainingRow> = [(0.0, 10.0), (30.0, 14.0), (60.0, 15.0)]
//!         .map(|(date, value)| TrainingRow { date, observed: Observation::exact(value).unwrap() })
//!         .to_vec();
//!     let target = Target {
//!         number: number as u64,
//!         series: "strikers".to_owned(),
//!         place: (*place).to_owned(),
//!         observed: Observation::new(18.0, Some(15.0), Some(20.0)).unwrap(),
//!         axis: Axis::Plain,
//!         divisor: 4.0,
//!     };
//!     let worlds = Ensemble::new((0..60).map(|i| 12.0 + 0.2 * f64::from(i)).collect()).unwrap();
//!     let last = Baseline::LastValue.predict(&training, 90.0, &settings, &key);
//!     rows.push(target.score(&worlds, &[("last value", last.as_ref())], 1));
//! }
//! let summary = summarise(&rows, &Options::default());
//! assert_eq!(summary.all.unwrap().targets, 3);
//! ```

pub mod baseline;
pub mod bootstrap;
pub mod category;
pub mod discrepancy;
pub mod ensemble;
pub mod observation;
pub mod pit;
pub mod row;
pub mod rules;
pub mod summary;

/// Why numbers cannot be scored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// No values.
    Empty,
    /// A number that is infinite or none.
    NotFinite,
    /// The value lies outside its own range, or the range is reversed.
    ValueOutsideRange {
        /// Value.
        value: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Two things that go together have different lengths.
    Lengths {
        /// Length of the first.
        expected: usize,
        /// Length found.
        found: usize,
    },
    /// A divisor that is not above 0.
    Divisor,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Empty => write!(f, "there are no values to score"),
            Fault::NotFinite => write!(f, "a value is infinite or not a number"),
            Fault::ValueOutsideRange { value, low, high } => {
                write!(f, "the value {value} does not lie in its range {low} to {high}")
            }
            Fault::Lengths { expected, found } => write!(f, "{expected} components were expected, {found} found"),
            Fault::Divisor => write!(f, "a divisor must be above 0"),
        }
    }
}

impl std::error::Error for Fault {}

/// A score of one forecast against one observation; lower is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The ensemble taken for the whole predictive distribution.
    pub plain: f64,
    /// The ensemble taken for a sample of it (Ferro 2014): unbiased in the number of worlds, can be negative, and needs two
    /// worlds.
    pub fair: Option<f64>,
    /// What the doubt of the record alone costs: the least expected score that any forecast can have, 0 for an observation
    /// without doubt. `plain - floor` is the squared distance of the two distributions (Thorarinsdottir et al. 2013).
    pub floor: f64,
}

/// Which of the two scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Which {
    /// See [`Score::plain`].
    Plain,
    /// See [`Score::fair`].
    #[default]
    Fair,
}

impl Score {
    /// One of the two; `None` for the fair score of one world.
    pub fn get(&self, which: Which) -> Option<f64> {
        match which {
            Which::Plain => Some(self.plain),
            Which::Fair => self.fair,
        }
    }

    /// The score in another unit.
    pub(super) fn over(self, divisor: f64) -> Score {
        Score { plain: self.plain / divisor, fair: self.fair.map(|x| x / divisor), floor: self.floor / divisor }
    }
}
