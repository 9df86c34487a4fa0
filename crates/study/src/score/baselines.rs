//! What the training rows alone would have foretold: the baselines of a score.

use observables::question::{Kind, Measured, Question, Scope};
use run::record::rows::Row;
use stats::score::baseline::{Baseline, Key, Settings, TrainingRow, pooled_deviation, pooled_step_spread};
use stats::score::ensemble::Ensemble;
use stats::score::observation::Axis;

/// Members of a baseline's ensemble.
const MEMBERS: usize = 1000;

/// The baselines, in the order in which they are told. Two look at the same quantity in the same place, the mean elsewhere at
/// the same quantity wherever it was observed.
pub const NAMES: [&str; 5] = ["last value", "linear trend", "training mean", "logistic growth", "mean elsewhere"];

/// The training rows, and what spreads they pool.
pub struct Baselines<'a> {
    training: Vec<&'a Row>,
    seed: u64,
}

/// Quantities that one training series speaks for: a number of strikers is one on a day and over a month.
fn same_quantity(a: &Question, b: &Question) -> bool {
    let family = |kind: Kind| match kind {
        Kind::StrikersSum => Kind::Strikers,
        kind => kind,
    };
    family(a.kind) == family(b.kind) && (&a.parties, &a.among, &a.classes) == (&b.parties, &b.among, &b.classes)
}

fn on_axis(row: &Row) -> TrainingRow {
    TrainingRow { date: f64::from(row.to.0), observed: row.observed.on(row.axis()) }
}

impl<'a> Baselines<'a> {
    /// Baselines from these rows.
    pub fn new(rows: &'a [Row], seed: u64) -> Baselines<'a> {
        Baselines { training: rows.iter().filter(|row| row.is_training() && row.is_sourced).collect(), seed }
    }

    /// What each of [`NAMES`] foretells of a row, in the row's unit; `None` where the training rows do not suffice.
    pub fn predict(&self, row: &Row) -> Vec<Option<Ensemble>> {
        let here: Vec<TrainingRow> = self.history(row, |a, b| a == b);
        let anywhere: Vec<TrainingRow> = self.history(row, |_, _| true);
        let settings = self.settings(row);
        let key = Key::new(self.seed, &row.series, &row.place);
        let date = f64::from(row.to.0);
        let back = |e: Ensemble| {
            let values = e.sorted().iter().map(|x| row.axis().back(*x)).collect();
            Ensemble::new(values).ok()
        };
        let of =
            |baseline: Baseline, rows: &[TrainingRow]| baseline.predict(rows, date, &settings, &key).and_then(back);
        vec![
            of(Baseline::LastValue, &here),
            of(Baseline::LinearTrend, &here),
            of(Baseline::Mean, &here),
            of(Baseline::LogisticGrowth, &here),
            of(Baseline::Mean, &anywhere),
        ]
    }

    fn history(&self, row: &Row, is_near: impl Fn(&Scope, &Scope) -> bool) -> Vec<TrainingRow> {
        // A date that has come does not come again.
        if row.question.kind.measured() == Measured::Date && !matches!(row.question.kind, Kind::CouncilFounded) {
            return Vec::new();
        }
        let same =
            |t: &&&Row| same_quantity(&t.question, &row.question) && is_near(&t.question.scope, &row.question.scope);
        self.training.iter().filter(same).map(|t| on_axis(t)).collect()
    }

    fn settings(&self, row: &Row) -> Settings {
        let like = |t: &&&Row| t.question.kind.measured() == row.question.kind.measured() && t.axis() == row.axis();
        let mut series: Vec<(Question, Vec<TrainingRow>)> = Vec::new();
        for t in self.training.iter().filter(like) {
            match series.iter_mut().find(|(q, _)| same_quantity(q, &t.question) && q.scope == t.question.scope) {
                Some((_, rows)) => rows.push(on_axis(t)),
                None => series.push((t.question.clone(), vec![on_axis(t)])),
            }
        }
        let lists = || series.iter().map(|(_, rows)| rows.as_slice());
        let high = match (row.axis(), row.question.kind) {
            (Axis::Plain, Kind::CouncilShare | Kind::CongressShare | Kind::VoteShare) => 1.0,
            _ => f64::INFINITY,
        };
        let low = if row.question.kind.measured() == Measured::Date { f64::NEG_INFINITY } else { 0.0 };
        Settings {
            members: MEMBERS,
            bounds: (low, high),
            step_prior: pooled_step_spread(lists()),
            residual_prior: pooled_deviation(lists()),
        }
    }
}
