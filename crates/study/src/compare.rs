//! A change: worlds in pairs that share every draw but for what-ifs and settings of the second arm, and what these did.

use std::path::PathBuf;

use engine::calendar::Calendar;
use observables::dates::Date;
use observables::summary::SumDecl;
use run::Error;
use run::case::{Case, Changes, quoted, seeds};
use run::cost::{Ahead, Kept};
use run::divergence::{self, Divergence};
use run::worlds::{DATES, OUTCOMES, SERIES, SUMS, WorldSummary};
use serde::Serialize;
use serde_json::{Value, json};
use society::OutcomeKind;
use society::spec::Spec;
use stats::paired::Pairs;
use stats::paired::numbers::{compare_dates, compare_numbers};

use crate::frame::{Files, Halt, Runner, Study};
use crate::schema::{Setting, StudyInfo, outcome_names};
use crate::series::{Series, daily_quantiles};
use crate::worlds::{WORLDS, World};
use schema::{Compared, FirstDifference, OutcomeOdds, SeriesOfArms, WANTED, Written};

pub mod schema;

pub use schema::LEVEL;

/// What is compared.
pub struct Plan {
    /// The scenario as it is.
    pub base: Case,
    /// The same with the change: what-ifs, settings, or both.
    pub changed: Case,
    /// Settings of the changed arm alone; those of `base` hold in both.
    settings: Vec<String>,
    /// Pairs of worlds; their seeds follow one another from the case's own.
    pub pairs: u64,
}

impl Plan {
    /// Opens both arms of a comparison: `changes` are those of the second arm, `both` are settings of both arms.
    ///
    /// # Errors
    /// When scenario, settings or what-ifs are wrong, or nothing is changed or compared.
    pub fn open(name: &str, changes: &Changes, both: &[String], pairs: u64) -> Result<Plan, Error> {
        if changes.with.is_empty() && changes.settings.is_empty() {
            return Err(Error::Request(
                "a comparison needs a change of its second arm: `--with NAME`, `--set KEY=VALUE` or both; `tauride list` has \
                 the what-ifs, `tauride params` the keys"
                    .into(),
            ));
        }
        seeds("--pairs", changes.seed, pairs, 2)?;
        let open = |settings: &[&[String]], with: &[String]| {
            Case::open(name, &Changes { settings: settings.concat(), with: with.to_vec(), ..changes.clone() })
        };
        // What the second arm sets for itself counts there before what is set in both.
        let key = |setting: &String| setting.split('=').next().map(|key| key.trim().to_owned());
        let own: Vec<Option<String>> = changes.settings.iter().map(key).collect();
        let others: Vec<String> = both.iter().filter(|setting| !own.contains(&key(setting))).cloned().collect();
        let mut changed = open(&[&others, &changes.settings], &changes.with)?;
        let mut base = open(&[both], &[])?;
        // A last day asked for is the last day of both.
        base.end_there();
        changed.end_there();
        Ok(Plan { base, changed, settings: changes.settings.clone(), pairs })
    }
}

impl Study for Plan {
    type Entry = World;
    type Answer = Written;
    const PIECES: &'static str = "worlds";
    const FILES: Files = Files { journal: WORLDS, answer: "comparison.json", others: &[] };

    fn default_out(&self) -> PathBuf {
        let both = self.base.loaded.settings.iter().map(|setting| format!("both-{setting}"));
        let mut named = self.changed.clone();
        named.loaded.settings = both.chain(self.settings.iter().cloned()).collect();
        named.default_out_of("compare")
    }

    fn command(&self) -> String {
        let mut words = vec![self.base.command_without_changes("compare")];
        words.extend(self.base.loaded.settings.iter().map(|setting| format!("--set-both {}", quoted(setting))));
        words.extend(self.settings.iter().map(|setting| format!("--set {}", quoted(setting))));
        words.extend(self.changed.loaded.applied.iter().map(|what_if| format!("--with {}", quoted(&what_if.given))));
        words.push(format!("--pairs {}", self.pairs));
        words.join(" ")
    }

    fn identity(&self) -> Value {
        let what_ifs: Vec<Value> =
            self.changed.loaded.applied.iter().map(|a| json!({ "name": a.name, "hash": a.hash })).collect();
        let mut identity = json!({
            "version": run::VERSION,
            "kind": "compare",
            "scenario": self.base.loaded.id,
            "scenario_hash": self.base.loaded.content_hash,
            "settings": self.base.loaded.settings,
            "interventions": what_ifs,
            "first_seed": self.base.seed,
            "scale": format!("1:{}", self.base.scale),
            "end": self.base.end.iso(Calendar::NewStyle),
        });
        // Worlds of comparisons of what-ifs alone are taken over from earlier versions.
        if !self.settings.is_empty() {
            identity["changed_settings"] = json!(self.settings);
        }
        identity
    }

    fn conduct(&self, runner: &mut Runner<'_, World>) -> Result<Written, Halt> {
        let seeds = self.base.seed..self.base.seed + self.pairs;
        let pair = |seed: u64| [(0, self.base.job(seed)), (1, self.changed.job(seed))];
        runner.worlds(seeds.clone().flat_map(pair))?;
        let of = |arm: usize| runner.journal().arm(arm).filter(|w| seeds.contains(&w.seed)).cloned().collect();
        let specs = [&self.base, &self.changed].map(|case| &case.loaded.spec);
        let divergence = divergence::first(specs, self.base.seed, self.base.scale);
        Ok(self.answer([of(0), of(1)], divergence))
    }

    fn ahead(&self) -> Option<Ahead<'_>> {
        let (spec, worlds) = (&self.base.loaded.spec, 2.0 * self.pairs as f64);
        Some(Ahead { spec, scale: self.base.scale, worlds, kept: Kept::Summary })
    }

    fn written(&self, answer: &Written) -> impl Serialize {
        answer
    }
}

impl Plan {
    /// Compares two arms of the same seeds.
    fn answer(&self, arms: [Vec<WorldSummary>; 2], divergence: Option<Divergence>) -> Written {
        let (spec, calendar) = (&self.base.loaded.spec, self.base.loaded.calendar);
        let [base, changed] = &arms;
        let [before, after] = arms.each_ref().map(|arm| arm.iter().map(|w| w.outcome).collect::<Vec<_>>());
        let odds = |i: usize| OutcomeOdds::of(Pairs::of_category(&before, &after, &i)).map(|odds| (OUTCOMES[i], odds));
        let odds: Vec<(OutcomeKind, OutcomeOdds)> = (0..OUTCOMES.len()).filter_map(odds).collect();
        let end = f64::from(spec.end.since(spec.start)) + 1.0;
        let date = |(i, (id, name)): (usize, (&&str, &str))| {
            let days = |arm: &[WorldSummary]| -> Vec<Option<f64>> {
                arm.iter().map(|w| w.dates[i].map(|day| f64::from(day - spec.start.0))).collect()
            };
            let came = arms.each_ref().map(|arm| arm.iter().filter_map(|w| w.dates[i]).collect());
            let compared = compare_dates(&days(base), &days(changed), end, LEVEL)?;
            Some(Compared::date(id, name, compared, (spec.start, calendar), came))
        };
        let number = |id: &str, name: String, unit: &str, of: &dyn Fn(&WorldSummary) -> f64| {
            let [base, changed] = arms.each_ref().map(|arm| arm.iter().map(of).collect::<Vec<_>>());
            compare_numbers(&base, &changed, LEVEL).map(|compared| Compared::number(id, name, unit, compared))
        };
        let sum = |(i, sum): (usize, &SumDecl)| number(sum.name, sum.meaning.into(), sum.unit, &|w| w.sums[i]);
        let mut numbers: Vec<Compared> = SUMS.iter().enumerate().filter_map(sum).collect();
        for party in parties_with_seats(spec, &arms) {
            let (id, name) = (&spec.parties[party].id, &spec.parties[party].name);
            for (part, whose, in_capital) in [("capital", "the capital's", true), ("others", "all other towns'", false)]
            {
                let name = format!("{name}: share of {whose} delegates at the end");
                let id = format!("{part}_seats_{id}");
                numbers.extend(number(&id, name, "share", &|w| w.last_share(party, in_capital)));
            }
        }
        let series = |at: usize| SeriesOfArms {
            base: Series::daily(&self.base.loaded, at, base),
            changed: daily_quantiles(changed, at),
        };
        let mut info = StudyInfo::of("compare", self, &self.changed);
        info.head.settings = self.base.loaded.settings.iter().map(|given| Setting::of(given, spec)).collect();
        Written {
            info,
            changed_settings: self.settings.iter().map(|given| Setting::of(given, spec)).collect(),
            pairs: self.pairs,
            level: LEVEL,
            parameters: "one hand-set parameter set".to_owned(),
            outcome_names: outcome_names(odds.iter().map(|(kind, _)| *kind)),
            outcomes: odds.into_iter().map(|(kind, odds)| (kind.word().to_owned(), odds)).collect(),
            pairs_needed_for: WANTED,
            dates: Date::WORDS.iter().zip(DATES).enumerate().filter_map(date).collect(),
            numbers,
            series: (0..SERIES.len()).map(series).collect(),
            first_difference: divergence.as_ref().map(|divergence| FirstDifference::of(divergence, calendar)),
            divergence,
        }
    }
}

/// Parties that hold a tenth of the delegates at the end in the mean of some arm.
fn parties_with_seats(spec: &Spec, arms: &[Vec<WorldSummary>; 2]) -> Vec<usize> {
    let mean = |arm: &[WorldSummary], party, capital| {
        let shares = arm.iter().map(|w| w.last_share(party, capital));
        engine::math::sum_in_order(shares) / arm.len().max(1) as f64
    };
    let counts = |party: &usize| arms.iter().any(|arm| [true, false].iter().any(|c| mean(arm, *party, *c) >= 0.1));
    (0..spec.parties.len()).filter(counts).collect()
}
