//! A what-if: worlds in pairs that share every draw but for one change, and what the change did.

use std::path::PathBuf;

use engine::calendar::Calendar;
use observables::dates::Date;
use run::Error;
use run::case::Case;
use run::parting::{self, Parting};
use run::worlds::{DATES, Kept, OUTCOMES, SUMS};
use serde_json::{Value, json};
use society::OutcomeKind;
use society::spec::Spec;
use stats::interval::Estimate;
use stats::paired::Pairs;
use stats::paired::numbers::{Comparison, compare_dates, compare_numbers};

use crate::frame::{Files, Halt, Runner, Study};
use crate::worlds::{WORLDS, World};

pub mod schema;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;
/// Half-width of an interval of odds for which the number of pairs needed is told.
pub const WANTED: f64 = 0.05;

/// What is compared.
pub struct Plan {
    /// The scenario as it is.
    pub base: Case,
    /// The same with the change.
    pub changed: Case,
    /// Pairs of worlds; their seeds follow one another from the case's own.
    pub pairs: u64,
}

/// An outcome in both arms.
pub struct Odds {
    /// Which.
    pub kind: OutcomeKind,
    /// The pairs by whether it came.
    pub pairs: Pairs,
}

/// A number or date in both arms.
pub struct Row {
    /// Short name.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Unit of its values; of a date, that of its differences.
    pub unit: &'static str,
    /// Whether it is a date: the comparison is then in days.
    pub is_date: bool,
    /// The comparison.
    pub compared: Comparison,
}

/// What a comparison came to.
pub struct Answer {
    /// Outcomes that came in some world.
    pub outcomes: Vec<Odds>,
    /// Dates and numbers.
    pub rows: Vec<Row>,
    /// Where the two worlds of the first pair part; `None` when they never do.
    pub parting: Option<Parting>,
    /// The worlds as they are, and as changed.
    pub arms: [Vec<Kept>; 2],
}

impl Plan {
    /// Opens both arms of a comparison.
    ///
    /// # Errors
    /// When scenario, settings or what-ifs are wrong, or nothing is changed or compared.
    pub fn open(name: &str, changes: &run::case::Changes, pairs: u64) -> Result<Plan, Error> {
        if changes.with.is_empty() {
            return Err(Error::Request("a comparison needs a change: `--with NAME`; `tauride list` has them".into()));
        }
        if pairs < 2 {
            return Err(Error::Request("a comparison needs at least 2 pairs".into()));
        }
        let mut base = Case::open(name, &run::case::Changes { with: Vec::new(), ..changes.clone() })?;
        let mut changed = Case::open(name, changes)?;
        // A last day asked for is the last day of both.
        base.end_there();
        changed.end_there();
        Ok(Plan { base, changed, pairs })
    }
}

impl Study for Plan {
    type Entry = World;
    type Answer = Answer;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: "comparison.json", others: &[] };

    fn default_out(&self) -> PathBuf {
        self.changed.default_out_of("compare")
    }

    fn command(&self) -> String {
        format!("{} --pairs {}", self.changed.command().replacen("tauride run", "tauride compare", 1), self.pairs)
    }

    fn identity(&self) -> Value {
        let what_ifs: Vec<Value> =
            self.changed.loaded.applied.iter().map(|a| json!({ "name": a.name, "hash": a.hash })).collect();
        json!({
            "version": run::VERSION,
            "kind": "compare",
            "scenario": self.base.loaded.id,
            "scenario_hash": self.base.loaded.content_hash,
            "settings": self.base.loaded.settings,
            "interventions": what_ifs,
            "first_seed": self.base.seed,
            "scale": format!("1:{}", self.base.scale),
            "end": self.base.end.iso(Calendar::NewStyle),
        })
    }

    fn conduct(&self, runner: &mut Runner<'_, World>) -> Result<Answer, Halt> {
        let seeds = self.base.seed..self.base.seed + self.pairs;
        let pair = |seed: u64| [(0, self.base.job(seed)), (1, self.changed.job(seed))];
        runner.worlds(seeds.clone().flat_map(pair))?;
        let of = |arm: usize| runner.journal().arm(arm).filter(|w| seeds.contains(&w.seed)).cloned().collect();
        let specs = [&self.base, &self.changed].map(|case| &case.loaded.spec);
        let parting = parting::first(specs, self.base.seed, self.base.scale);
        Ok(answer(specs[0], [of(0), of(1)], parting))
    }

    fn json(&self, answer: &Answer) -> Value {
        answer.json(self)
    }
}

/// Compares two arms of the same seeds.
fn answer(spec: &Spec, arms: [Vec<Kept>; 2], parting: Option<Parting>) -> Answer {
    let [base, changed] = &arms;
    let outcomes = |arm: &[Kept]| arm.iter().map(|w| w.outcome).collect::<Vec<_>>();
    let (before, after) = (outcomes(base), outcomes(changed));
    let odds = OUTCOMES
        .iter()
        .enumerate()
        .map(|(i, kind)| Odds { kind: *kind, pairs: Pairs::of_category(&before, &after, &i) });
    let odds = odds.filter(|odds| odds.pairs.neither < odds.pairs.all()).collect();
    let end = f64::from(spec.end.since(spec.start)) + 1.0;
    let mut rows = Vec::new();
    for (i, (id, name)) in Date::WORDS.iter().zip(DATES).enumerate() {
        let days = |arm: &[Kept]| -> Vec<Option<f64>> {
            arm.iter().map(|w| w.dates[i].map(|day| f64::from(day - spec.start.0))).collect()
        };
        rows.extend(compare_dates(&days(base), &days(changed), end, LEVEL).map(|compared| Row {
            id: (*id).into(),
            name: name.into(),
            unit: "days",
            is_date: true,
            compared,
        }));
    }
    let mut number = |id: String, name: String, unit: &'static str, of: &dyn Fn(&Kept) -> f64| {
        let values = |arm: &[Kept]| arm.iter().map(of).collect::<Vec<_>>();
        rows.extend(compare_numbers(&values(base), &values(changed), LEVEL).map(|compared| Row {
            id,
            name,
            unit,
            is_date: false,
            compared,
        }));
    };
    for (i, sum) in SUMS.iter().enumerate() {
        number(sum.name.into(), sum.meaning.into(), sum.unit, &|w| w.sums[i]);
    }
    for party in parties_with_seats(spec, &arms) {
        let (id, name) = (&spec.parties[party].id, &spec.parties[party].name);
        for (part, in_words, in_capital) in [("capital", "the capital's", true), ("others", "all other towns'", false)]
        {
            let name = format!("{name}: share of {in_words} delegates at the end");
            number(format!("{part}_seats_{id}"), name, "share", &|w| w.last_share(party, in_capital));
        }
    }
    Answer { outcomes: odds, rows, parting, arms }
}

/// Parties that hold a tenth of the delegates at the end in the mean of some arm.
fn parties_with_seats(spec: &Spec, arms: &[Vec<Kept>; 2]) -> Vec<usize> {
    let mean = |arm: &[Kept], party, capital| {
        let shares = arm.iter().map(|w| w.last_share(party, capital));
        engine::math::sum_in_order(shares) / arm.len().max(1) as f64
    };
    let counts = |party: &usize| arms.iter().any(|arm| [true, false].iter().any(|c| mean(arm, *party, *c) >= 0.1));
    (0..spec.parties.len()).filter(counts).collect()
}

impl Odds {
    /// Share of worlds in the base arm and the changed arm, with Wilson's intervals.
    pub fn shares(&self) -> [Estimate; 2] {
        let n = self.pairs.all();
        [self.pairs.in_base(), self.pairs.in_changed()]
            .map(|k| Estimate { value: k as f64 / n as f64, interval: stats::binomial::wilson(k, n, LEVEL) })
    }
}

impl Answer {
    /// The answer as one JSON object.
    pub fn json(&self, plan: &Plan) -> Value {
        serde_json::to_value(self.written(plan)).expect("an answer has only text keys")
    }
}
