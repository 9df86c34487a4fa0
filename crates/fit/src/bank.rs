//! `tauride fit SCENARIO --bank DIR`: behaviour fitted to the training rows from worlds that are there already.
//!
//! The bank holds what worlds over the prior say to every question of the record; of it the columns of the training rows'
//! questions alone are read. How far the best world may be from the truth is estimated from the training rows, by family of
//! observables: so that they are likeliest, with all worlds of the bank possible. The estimator, and its calibration by
//! worlds whose parameters are known, is [`stats::fit::bank`]'s.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::math;
use observables::question::{Kind, Measured};
use run::Error;
use run::case::{Case, Changes, quoted};
use run::record::training::Training;
use run::store;
use run::store::read::{Column, Table};
use serde::Serialize;
use serde_json::Value;
use stats::fit::bank::Estimator;
use stats::fit::calibration::{Known, Uniformity, as_observed, uniformity};
use stats::fit::posterior::Posterior;
use stats::fit::prior::{Parameter, Space};
use stats::fit::target::Target;

use super::answer::{LEAST, QUANTILES, posterior_file};
use super::plan::FitManifest;
use super::{POSTERIOR, summaries};
use study::asked::Asked;
use study::bank::{ANSWER, TABLE, column_of};
use study::frame::write_answer;
use study::schema::Real;

/// The file of the answer.
pub const FIT: &str = "fit.json";
const DRAW: Purpose = Purpose::named("fit.bank.posterior_draw");
/// Parameter sets that a posterior is shipped as.
const DRAWS: usize = 500;
/// Steps towards the discrepancies under which the training rows are likeliest; it stands long before.
const ROUNDS: usize = 60;
/// Draws of each posterior in simulation-based calibration, so that ranks go from 0 to this.
const RANK_DRAWS: usize = 99;
/// Bins of the ranks.
const BINS: usize = 10;
/// Worlds whose truth is ranked, at most.
const MOST_CHECKED: usize = 500;
/// A discrepancy is never taken for less than this share of the one that is stated: of a few rows it can come out as nothing.
const LEAST_SHARE: f64 = 0.25;

/// What is fitted.
pub struct Plan {
    case: Case,
    training: Training,
    dir: PathBuf,
    asked: Value,
    columns: Vec<usize>,
    split: String,
}

/// A family of observables whose discrepancy is estimated together: those of one side of a society that are counted alike.
type Family = (&'static str, &'static str);

fn family(kind: Kind) -> Family {
    let counted = match kind.measured() {
        Measured::Count => "counts",
        Measured::Share => "shares",
        Measured::Date => "dates",
    };
    (kind.topic().id, counted)
}

/// What a fit from a bank writes down.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// `fit`.
    pub kind: &'static str,
    /// What it is made from.
    pub made: FitManifest,
    /// Digest of the bank.
    pub bank: String,
    /// Worlds of the bank.
    pub worlds: usize,
    /// Numbers of the record that it is fitted to.
    pub numbers: usize,
    /// The parameters.
    pub parameters: Vec<Fitted>,
    /// Effective size of the sample.
    pub effective_size: Real,
    /// Different parameter sets among those that are shipped.
    pub distinct: usize,
    /// Effective size below which nothing is called identified.
    pub least_effective_size: f64,
    /// Truths that were ranked.
    pub truths_ranked: usize,
    /// Discrepancy of each family.
    pub discrepancy: Vec<Discrepancy>,
    /// Median distance of the training rows from the nearest worlds of the bank, in standard deviations of all that may part them.
    pub median_distance: Real,
    /// The same of all its worlds.
    pub median_distance_of_the_prior: Real,
    /// Digest of the parameter sets.
    pub digest: String,
    #[serde(skip)]
    draws: Vec<Vec<f64>>,
}

/// A parameter after the fit.
#[derive(Clone, Debug, Serialize)]
pub struct Fitted {
    /// Its key.
    pub name: String,
    /// The value set by hand.
    pub by_hand: Real,
    /// Least and greatest value of the prior, which is even.
    pub prior: [Real; 2],
    /// A twentieth of the posterior lies below.
    pub p5: Real,
    /// Median of the posterior.
    pub median: Real,
    /// A twentieth lies above.
    pub p95: Real,
    /// The share of the prior variance that went.
    pub contraction: Real,
    /// Whether the training rows tell it.
    pub identified: bool,
    /// The chance of ranks of known truths as uneven, were the estimator right.
    pub rank_p_value: Real,
    /// The share of known truths within the central nine tenths of their posterior.
    pub inside_90: Real,
    /// These ranks, in equal bins.
    pub ranks: Vec<u32>,
}

/// How far the best world may be from the truth.
#[derive(Clone, Debug, Serialize)]
pub struct Discrepancy {
    /// Family of observables.
    pub family: &'static str,
    /// How they are counted.
    pub counted: &'static str,
    /// Training rows.
    pub rows: usize,
    /// Standard deviation that was stated before: of a count on the axis of its logarithm, of a date in days.
    pub stated: Real,
    /// The same as the training rows have it.
    pub estimated: Real,
}

impl Plan {
    /// Opens a fit from the bank in a directory.
    ///
    /// # Errors
    /// When the scenario is wrong or its record not divided; when the directory holds no bank of this society, or one that was not
    /// asked what the training rows ask.
    pub fn open(name: &str, seed: u64, dir: &Path) -> Result<Plan, Error> {
        let mut case = Case::open(name, &Changes { seed, ..Changes::default() })?;
        let path = dir.join(ANSWER);
        let text = std::fs::read_to_string(&path).map_err(|_| {
            Error::Request(format!("{} holds no finished bank; `tauride bank` makes one", dir.display()))
        })?;
        let asked: Value =
            serde_json::from_str(&text).map_err(|e| Error::Damaged { path, what: format!("cannot be read: {e}") })?;
        if asked["society"].as_str() != Some(&case.loaded.society_hash) {
            let what = "the bank is of another society, or the scenario has changed since; make it again";
            return Err(Error::Request(format!("{}: {what}", dir.display())));
        }
        if !case.loaded.settings.is_empty() {
            return Err(Error::Request("a fit from a bank takes the settings of the bank".into()));
        }
        let Some(split) = case.loaded.split.clone() else {
            let what = format!("{} has no evidence/split.toml: nothing says what a fit may read", case.name());
            return Err(Error::Request(what));
        };
        let training = Training::take(&mut case.loaded);
        if training.rows().is_empty() {
            return Err(Error::Request(format!("{} has no training rows", case.name())));
        }
        let questions = Asked::read(dir)?.unwrap_or_default().questions;
        let column = |question: &observables::question::Question| {
            let text = question.text(&case.loaded.spec);
            questions.iter().position(|known| *known == text).ok_or_else(|| {
                Error::Request(format!("the bank in {} was not asked `{text}`; make it again", dir.display()))
            })
        };
        let columns = training.questions().list().iter().map(column).collect::<Result<Vec<usize>, Error>>()?;
        Ok(Plan { case, training, dir: dir.to_owned(), asked, columns, split: split.hash })
    }

    /// A command that repeats it.
    pub fn command(&self) -> String {
        let dir = quoted(&self.dir.display().to_string());
        format!("tauride fit {} --bank {dir} --seed {}", quoted(&self.case.name()), self.case.seed)
    }

    /// Where its files go where the user names no directory.
    pub fn default_out(&self) -> PathBuf {
        self.dir.join("fit")
    }

    /// Fits.
    ///
    /// # Errors
    /// When the bank cannot be read, or is too small.
    pub fn fit(&self) -> Result<Written, Error> {
        let loaded = &self.case.loaded;
        let last_day = f64::from(loaded.spec.end.0);
        let questions = self.training.questions().list();
        let words = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
        };
        let keys = words(&self.asked["factors"]);
        let names: Vec<String> = self.columns.iter().map(|at| column_of(*at)).collect();
        let wanted: Vec<&str> = keys.iter().chain(&names).map(String::as_str).collect();
        let table = Table::read(&self.dir.join(TABLE), &wanted)?;
        let column = |name: &String| match table.column(name) {
            Some(Column::Double(values)) => Ok(values.clone()),
            _ => Err(Error::Request(format!("`{name}` of the bank is no number; a fit moves parameters alone"))),
        };
        let values = keys.iter().map(column).collect::<Result<Vec<_>, Error>>()?;
        let answers = names.iter().map(column).collect::<Result<Vec<_>, Error>>()?;
        let space = Space::new(keys.iter().map(|key| self.prior(key)).collect::<Result<Vec<_>, Error>>()?)?;
        let bank: Vec<Known> = (0..table.len())
            .map(|world| {
                let params: Vec<f64> = values.iter().map(|column| column[world].unwrap_or(f64::NAN)).collect();
                let answers: Vec<Option<f64>> = answers.iter().map(|column| column[world]).collect();
                Known { point: space.to_probit(&params), summaries: summaries::of_world(questions, &answers, last_day) }
            })
            .collect();
        let scale = run::scale::scale_of(self.asked["study"]["scale"].as_str().unwrap_or_default()).unwrap_or(1);
        let stated: BTreeMap<Family, f64> =
            questions.iter().map(|q| (family(q.kind), summaries::discrepancy(q.kind))).collect();
        let target_of = |of: &BTreeMap<Family, f64>| {
            let by_kind = |kind: Kind| of.get(&family(kind)).copied().unwrap_or_else(|| summaries::discrepancy(kind));
            summaries::target_with(&self.training, &[scale], last_day, loaded.calendar, by_kind)
        };
        let mut discrepancy = stated.clone();
        for _ in 0..ROUNDS {
            discrepancy = self.estimated(&bank, &target_of(&discrepancy), &stated);
        }
        let target = target_of(&discrepancy);
        let estimator = Estimator::of(&as_observed(&bank, &target, 0, self.case.seed))?;
        let observed = target.values();
        let sample = estimator.posterior(&observed);
        let posterior = Posterior::of(&space, &sample, &QUANTILES, LEAST);
        let ranked = estimator.ranks(MOST_CHECKED, RANK_DRAWS, self.case.seed);
        let ranks = uniformity(&ranked, RANK_DRAWS, BINS);
        let mut stream = Draws::new(self.case.seed).stream(DRAW, 0, Day(0), 0);
        let points = sample.draw(DRAWS, &mut stream);
        let draws: Vec<Vec<f64>> = points.iter().map(|point| space.from_probit(point)).collect();
        let near = estimator.nearest(&observed);
        let all: Vec<usize> = (0..bank.len()).collect();
        Ok(Written {
            kind: "fit",
            made: self.manifest(table.len() as u64, scale),
            bank: self.asked["digest"].as_str().unwrap_or_default().to_owned(),
            worlds: bank.len(),
            numbers: questions.len(),
            parameters: self.parameters(&space, &posterior, &ranks),
            effective_size: posterior.effective_size.into(),
            distinct: distinct(&draws),
            least_effective_size: LEAST.effective_size,
            truths_ranked: ranked.len(),
            discrepancy: self.discrepancies(&stated, &discrepancy),
            median_distance: median_distance(&bank, &near, &target).into(),
            median_distance_of_the_prior: median_distance(&bank, &all, &target).into(),
            digest: scenario::Posterior::digest_of(&keys, &draws),
            draws,
        })
    }

    /// Writes the posterior and the answer into a directory.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, answer: &Written, out: &Path) -> Result<(), Error> {
        run::disk::create_dir_all(out).map_err(|e| Error::file("create", out, e))?;
        let keys: Vec<String> = answer.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let text = posterior_file(&answer.made, &keys, &answer.draws);
        store::write_whole(&out.join(POSTERIOR), text.as_bytes())?;
        write_answer(&out.join(FIT), &serde_json::to_value(answer).expect("an answer has only text keys"))
    }

    /// The prior of a parameter: even over what the bank varies it over, or over its declared range where the points are those of
    /// a file.
    fn prior(&self, key: &str) -> Result<Parameter, Error> {
        let study = &self.asked["study"];
        let ranges = study["ranges"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for (name, range) in ranges.filter_map(|given| given.split_once('=')) {
            if name == key
                && let Some((low, high)) = range.split_once("..")
            {
                let number = |text: &str| text.split(':').next().and_then(|text| text.parse::<f64>().ok());
                if let (Some(low), Some(high)) = (number(low), number(high)) {
                    return Ok(Parameter { name: key.to_owned(), low, high });
                }
            }
        }
        let declared = self.case.loaded.spec.rules.declared();
        let of = declared.iter().find(|declared| declared.key == key);
        let of = of.ok_or_else(|| Error::Request(format!("`{key}` is no parameter; a fit moves parameters alone")))?;
        Ok(Parameter { name: key.to_owned(), low: of.low, high: of.high })
    }

    /// A step towards the discrepancies under which the training rows are likeliest, all worlds of the bank being possible: each
    /// world has the weight of the likelihood of all rows about it, and the discrepancy of a family is what is left of the mean
    /// square of its rows about the worlds, so weighted, when the record's own error and the scale are taken away (the
    /// expectation and maximisation of Dempster, Laird and Rubin 1977).
    fn estimated(&self, bank: &[Known], target: &Target, stated: &BTreeMap<Family, f64>) -> BTreeMap<Family, f64> {
        let variance = target.variance(0);
        let residual = |world: &Known, k: usize| target.observations[k].value - world.summaries[k];
        let fit_of = |world: &Known| {
            math::sum_in_order(variance.iter().enumerate().map(|(k, v)| residual(world, k) * residual(world, k) / v))
        };
        let fits: Vec<f64> = bank.iter().map(fit_of).collect();
        let best = fits.iter().copied().fold(f64::INFINITY, f64::min);
        let weights: Vec<f64> = fits.iter().map(|fit| math::exp((best - fit) / 2.0)).collect();
        let total = math::sum_in_order(weights.iter().copied());
        let mut squares: BTreeMap<Family, (f64, f64)> = BTreeMap::new();
        for (k, (question, of)) in self.training.questions().list().iter().zip(&target.observations).enumerate() {
            let weighted = bank.iter().zip(&weights).map(|(world, w)| w * residual(world, k) * residual(world, k));
            let own = variance[k] - of.discrepancy_sd * of.discrepancy_sd;
            let (sum, rows) = squares.entry(family(question.kind)).or_default();
            *sum += math::sum_in_order(weighted) / total - own;
            *rows += 1.0;
        }
        let estimate = |(family, (sum, rows)): (Family, (f64, f64))| {
            let least = LEAST_SHARE * stated[&family];
            (family, (sum / rows).max(least * least).sqrt())
        };
        squares.into_iter().map(estimate).collect()
    }

    fn manifest(&self, runs: u64, scale: u32) -> FitManifest {
        let made = (self.command(), self.split.clone());
        FitManifest::of(&self.case, &self.training, made, (runs, vec![format!("1:{scale}")]))
    }

    fn parameters(&self, space: &Space, posterior: &Posterior, ranks: &[Uniformity]) -> Vec<Fitted> {
        let of = |(k, m): (usize, &stats::fit::posterior::Marginal)| {
            let prior = &space.parameters()[k];
            Fitted {
                name: m.name.clone(),
                by_hand: self.case.loaded.spec.rules.get(&m.name).unwrap_or(f64::NAN).into(),
                prior: [prior.low.into(), prior.high.into()],
                p5: m.quantiles[0].into(),
                median: m.quantiles[1].into(),
                p95: m.quantiles[2].into(),
                contraction: m.contraction.into(),
                identified: !posterior.unidentified.contains(&m.name),
                rank_p_value: ranks.get(k).map_or(f64::NAN, |of| of.p_value).into(),
                inside_90: ranks.get(k).map_or(f64::NAN, |of| of.inside_90).into(),
                ranks: ranks.get(k).map_or_else(Vec::new, |of| of.counts.clone()),
            }
        };
        posterior.marginals.iter().enumerate().map(of).collect()
    }

    fn discrepancies(&self, stated: &BTreeMap<Family, f64>, found: &BTreeMap<Family, f64>) -> Vec<Discrepancy> {
        let questions = self.training.questions().list();
        let of = |(key, stated): (&Family, &f64)| Discrepancy {
            family: key.0,
            counted: key.1,
            rows: questions.iter().filter(|question| family(question.kind) == *key).count(),
            stated: (*stated).into(),
            estimated: found.get(key).copied().unwrap_or(*stated).into(),
        };
        stated.iter().map(of).collect()
    }
}

fn distinct(draws: &[Vec<f64>]) -> usize {
    let mut bits: Vec<Vec<u64>> = draws.iter().map(|draw| draw.iter().map(|x| x.to_bits()).collect()).collect();
    bits.sort_unstable();
    bits.dedup();
    bits.len()
}

/// The median over worlds of the root of the mean squared distance to what was observed.
fn median_distance(bank: &[Known], worlds: &[usize], target: &Target) -> f64 {
    let scales: Vec<f64> = target.variance(0).into_iter().map(f64::sqrt).collect();
    let observed = target.values();
    let of = |world: &usize| stats::fit::weighted::distance(&bank[*world].summaries, &observed, &scales);
    let mut distances: Vec<f64> = worlds.iter().map(of).collect();
    distances.sort_by(f64::total_cmp);
    stats::interval::quantile(&distances, 0.5)
}
