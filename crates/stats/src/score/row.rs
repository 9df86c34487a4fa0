//! One target, one row: how the worlds and each baseline score on it.

use super::Score;
use super::ensemble::{Covered, Ensemble, LEVELS};
use super::observation::{Axis, Observation};
use super::pit;
use super::rules::crps;

/// What is to be forecast, with what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Number of the row in the record: sources that disagree on one day are separate targets.
    pub number: u64,
    /// Series.
    pub series: String,
    /// Place.
    pub place: String,
    /// What was observed, in its own unit.
    pub observed: Observation,
    /// The axis on which it is scored.
    pub axis: Axis,
    /// What scores are divided by, in the axis's unit: the same for all targets of a series.
    pub divisor: f64,
}

/// A row of the table of scores.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// Number of the row in the record.
    pub number: u64,
    /// Series.
    pub series: String,
    /// Place.
    pub place: String,
    /// Continuous ranked probability score of the worlds, over the divisor.
    pub score: Score,
    /// Where the observation stands among the worlds.
    pub among: Among,
    /// The baselines, in the order given.
    pub baselines: Vec<BaselineScore>,
}

/// Where an observation stands among the worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Among {
    /// Median of the worlds, in the observation's unit.
    pub median: f64,
    /// Central intervals at [`LEVELS`], in the observation's unit.
    pub intervals: [(f64, f64); 4],
    /// Whether each holds the observation.
    pub covered: [Covered; 4],
    /// Place of the observation among the worlds, 0..1.
    pub pit: f64,
}

/// A baseline on one target.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselineScore {
    /// Its name.
    pub name: String,
    /// Its score over the same divisor; `None` where it predicts nothing.
    pub score: Option<Score>,
}

impl Target {
    /// Scores the worlds and the baselines against what was observed; all are moved to the target's axis and end of watching
    /// first. The seed is that of the PIT's draws.
    ///
    /// # Panics
    /// When the divisor is not above 0.
    pub fn score(&self, worlds: &Ensemble, baselines: &[(&str, Option<&Ensemble>)], seed: u64) -> ScoreRow {
        assert!(self.divisor > 0.0, "scores of {} are divided by {}", self.series, self.divisor);
        let observed = self.observed.on(self.axis);
        let on_axis = |e: &Ensemble| e.on(self.axis).until(observed.end());
        let score = |e: &Ensemble| crps(e, &observed).over(self.divisor);
        let worlds = on_axis(worlds);
        let intervals = LEVELS.map(|level| worlds.central(level));
        let mut stream = pit::stream_of(seed, &self.series, &self.place, self.number);
        let among = Among {
            median: self.axis.back(worlds.quantile(0.5)),
            intervals: intervals.map(|i| (self.axis.back(i.low), self.axis.back(i.high))),
            covered: intervals.map(|i| i.covers(&observed)),
            pit: pit::pit(&worlds, &observed, &mut stream),
        };
        ScoreRow {
            number: self.number,
            series: self.series.clone(),
            place: self.place.clone(),
            score: score(&worlds),
            among,
            baselines: baselines
                .iter()
                .map(|(name, e)| BaselineScore { name: (*name).to_owned(), score: e.map(|e| score(&on_axis(e))) })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(observed: Observation, axis: Axis, divisor: f64) -> Target {
        Target { number: 3, series: "strikers".into(), place: "north".into(), observed, axis, divisor }
    }

    #[test]
    fn law_a_row_has_the_scores_of_its_parts() {
        let worlds = Ensemble::new((0..39).map(|i| 100.0 + f64::from(i)).collect()).unwrap();
        let other = Ensemble::new(vec![110.0, 130.0]).unwrap();
        let o = Observation::new(137.0, Some(130.0), Some(150.0)).unwrap();
        let row = target(o, Axis::Plain, 4.0).score(&worlds, &[("a", Some(&other)), ("b", None)], 1);
        assert_eq!(row.score.plain, crps(&worlds, &o).plain / 4.0);
        assert_eq!(row.baselines[0].score.unwrap().fair.unwrap(), crps(&other, &o).fair.unwrap() / 4.0);
        assert_eq!(row.baselines[1].score, None);
        let among = row.among;
        assert_eq!((among.median, among.intervals[3]), (119.0, (100.0, 138.0)));
        assert_eq!(
            among.covered.map(|c| (c.value, c.range)),
            [(false, false), (false, true), (true, true), (true, true)]
        );
        assert!(among.pit > 30.0 / 40.0);
    }

    #[test]
    fn law_axis_and_end_hold_for_everyone() {
        let worlds = Ensemble::new(vec![9.0, 99.0, 1e9]).unwrap();
        let o = Observation::exact(99.0).unwrap().until(999.0);
        let row = target(o, Axis::Log, 1.0).score(&worlds, &[("same", Some(&worlds))], 1);
        // On the axis: ln 10, 2 ln 10 and, cut at 999, 3 ln 10: mean distance 2/3 less 4/9, times ln 10.
        let exact = (2.0 / 3.0 - 4.0 / 9.0) * engine::math::ln(10.0);
        assert!((row.score.plain - exact).abs() < 1e-14);
        assert_eq!(row.baselines[0].score, Some(row.score));
        assert!((row.among.median - 99.0).abs() < 1e-9, "back in its own unit");
    }
}
