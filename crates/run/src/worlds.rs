//! Many worlds side by side: one world to a thread, nothing written, and what is kept of each.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::calendar::Day;
use engine::cells::for_each_piece;
use engine::record::{Record, Rows, Values};
use serde::{Deserialize, Serialize};
use society::spec::{N_PARTIES, Spec};
use society::tables::{COUNCILS, NATIONAL, TABLES};
use society::{OutcomeKind, Society};

use crate::Error;
use crate::patterns::Watch;

mod closer;

pub use closer::Closer;

/// Words of every outcome, in the order of the model.
pub const OUTCOMES: [OutcomeKind; 8] = OutcomeKind::ALL;

/// Days between two counts of council seats that are kept.
pub const WEEK: i32 = 7;

/// A daily series that is kept of each world.
pub struct SeriesDecl {
    /// Short name.
    pub name: &'static str,
    /// Column of the table `national`.
    pub column: &'static str,
    /// Position of its scope: 0 the country, 1 the capital.
    pub scope: usize,
    /// Title for readers.
    pub title: &'static str,
    /// Unit.
    pub unit: &'static str,
}

/// The daily series that are kept.
pub const SERIES: [SeriesDecl; 8] = [
    series("strikers", "strikers", 0, "Workers on strike", "persons"),
    series("strikers_capital", "strikers", 1, "Workers of the capital on strike", "persons"),
    series("soldiers_refusing", "soldiers_refusing", 0, "Soldiers and sailors who refuse orders", "persons"),
    series("peasant_actions", "peasant_actions", 0, "Villagers who act against the estates", "persons"),
    series("authority_government", "authority_government", 1, "The capital follows the government", "share of adults"),
    series("authority_council", "authority_council", 1, "The capital follows its council", "share of adults"),
    series("dual_power", "dual_power_people", 1, "Index of dual power in the capital", "0 to 1"),
    series("trust", "trust", 0, "Trust in whoever governs", "mean, 0 to 1"),
];

const fn series(
    name: &'static str,
    column: &'static str,
    scope: usize,
    title: &'static str,
    unit: &'static str,
) -> SeriesDecl {
    SeriesDecl { name, column, scope, title, unit }
}

/// The dates that are kept, in words, in the order of [`Kept::dates`].
pub const DATES: [&str; 6] = [
    "half of the capital's workers are out",
    "the capital's council is founded",
    "the old regime falls",
    "first coalition with parties of the council",
    "the capital's council claims power",
    "power passes to the councils",
];

/// Short names of [`DATES`], as tables and answers have them.
pub const DATE_IDS: [&str; 6] =
    ["half_on_strike", "council_founded", "regime_falls", "first_coalition", "council_claims", "power_passes"];

/// Sums over a world that are kept: name, meaning with its unit.
pub const SUMS: [(&str, &str); 6] = [
    ("striker_days", "person-days on strike"),
    ("refusing_days", "person-days of soldiers who refuse orders"),
    ("village_days", "person-days of villagers who act"),
    ("killed", "killed in clashes"),
    ("dual_days", "days with an index of dual power above 0.3 in the capital"),
    ("councils", "councils at the end"),
];

/// The unit of a sum of [`SUMS`].
pub fn sum_unit(name: &str) -> &'static str {
    match name {
        "striker_days" | "refusing_days" | "village_days" => "person-days",
        "killed" => "persons",
        "dual_days" => "days",
        _ => "councils",
    }
}

/// What is kept of one world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Its seed.
    pub seed: u64,
    /// Position of its outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// The day that settled it; days since 1970.
    pub outcome_day: i32,
    /// Days of [`DATES`], since 1970; `None` where it never happened.
    pub dates: [Option<i32>; 6],
    /// Whether each of the eight patterns held.
    pub patterns: [bool; 8],
    /// The sums of [`SUMS`], in real persons.
    pub sums: [f64; 6],
    /// The daily series of [`SERIES`].
    pub series: Vec<Vec<f32>>,
    /// Every [`WEEK`] days, delegates by party in the capital's council.
    pub capital_seats: Vec<[f32; N_PARTIES]>,
    /// The same for all other councils outside the villages.
    pub other_seats: Vec<[f32; N_PARTIES]>,
    /// Its answers to the record's questions, where it was asked; see [`crate::record`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Option<f64>>,
    /// More, for the claims.
    pub closer: Closer,
}

impl Kept {
    /// A party's share of delegates at the last weekly count, in the capital's council or in all others.
    pub fn last_share(&self, party: usize, in_capital: bool) -> f64 {
        let weeks = if in_capital { &self.capital_seats } else { &self.other_seats };
        weeks.last().map_or(0.0, |seats| {
            let all: f64 = seats.iter().map(|n| f64::from(*n)).sum();
            if all > 0.0 { f64::from(seats[party]) / all } else { 0.0 }
        })
    }
}

/// A world to be run.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What it is made from.
    pub spec: &'a Spec,
    /// Its seed.
    pub seed: u64,
    /// Persons that one simulated person stands for.
    pub scale: u32,
}

/// Runs these worlds, one to a thread, until all are done or the flag is raised: then the rest are `None`. The result does
/// not depend on the number of threads. `say` is told how many are done.
pub fn run_all(jobs: Vec<Job<'_>>, threads: usize, stop: &AtomicBool, say: &(dyn Fn(u64) + Sync)) -> Vec<Option<Kept>> {
    let done = AtomicU64::new(0);
    for_each_piece(jobs, threads, |_, job| {
        let kept = run(job, stop)?;
        say(done.fetch_add(1, Ordering::Relaxed) + 1);
        Some(kept)
    })
}

/// Looks on while a world runs.
pub trait Onlooker {
    /// The world before its first day.
    ///
    /// # Errors
    /// What ends the world.
    fn begins(&mut self, society: &Society) -> Result<(), Error>;

    /// The rows of a day, after what is kept has been read out of them. They may be taken away.
    ///
    /// # Errors
    /// What ends the world.
    fn day(&mut self, record: &mut Record) -> Result<(), Error>;
}

/// Two onlookers; the second may take rows away.
pub struct Both<'a>(pub &'a mut dyn Onlooker, pub &'a mut dyn Onlooker);

impl Onlooker for Both<'_> {
    fn begins(&mut self, society: &Society) -> Result<(), Error> {
        self.0.begins(society)?;
        self.1.begins(society)
    }
    fn day(&mut self, record: &mut Record) -> Result<(), Error> {
        self.0.day(record)?;
        self.1.day(record)
    }
}

/// Nobody looks on.
struct Nobody;

impl Onlooker for Nobody {
    fn begins(&mut self, _society: &Society) -> Result<(), Error> {
        Ok(())
    }
    fn day(&mut self, _record: &mut Record) -> Result<(), Error> {
        Ok(())
    }
}

/// Runs one world to its end; `None` when the flag was raised before.
pub fn run(job: Job<'_>, stop: &AtomicBool) -> Option<Kept> {
    run_before(job, stop, &mut Nobody).expect("nobody has nothing to complain of")
}

/// The same with somebody looking on.
///
/// # Errors
/// What the onlooker says.
pub fn run_before(job: Job<'_>, stop: &AtomicBool, onlooker: &mut dyn Onlooker) -> Result<Option<Kept>, Error> {
    let Job { spec, seed, scale } = job;
    let spec = &*spec.for_seed(seed);
    let mut society = Society::new(spec, seed, scale, 1);
    let mut record = Record::new(&TABLES);
    let mut watch = Watch::new(spec);
    let mut keeper = Keeper::new(spec);
    let mut watcher = closer::Watcher::new(spec);
    onlooker.begins(&society)?;
    while !society.is_over(spec) {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        record.clear();
        let day = society.day();
        society.step(spec, 1, &mut record);
        watch.day(day, &record);
        keeper.day(day, &record);
        watcher.day(day, &record);
        onlooker.day(&mut record)?;
    }
    let outcome = society.outcome(spec);
    Ok(Some(Kept {
        seed,
        outcome: outcome_index(outcome.kind),
        outcome_day: outcome.date.0,
        dates: watch.dates().in_order().map(|day| day.map(|day| day.0)),
        patterns: watch.findings().map(|finding| finding.holds),
        sums: keeper.sums,
        series: keeper.series,
        capital_seats: keeper.capital_seats,
        other_seats: keeper.other_seats,
        answers: Vec::new(),
        closer: watcher.finish(watch.wave()),
    }))
}

/// Position of an outcome in [`OUTCOMES`].
pub fn outcome_index(kind: OutcomeKind) -> usize {
    OUTCOMES.iter().position(|listed| *listed == kind).expect("every outcome is listed")
}

struct Keeper<'a> {
    spec: &'a Spec,
    is_rural: Vec<bool>,
    columns: Vec<usize>,
    sums: [f64; 6],
    series: Vec<Vec<f32>>,
    capital_seats: Vec<[f32; N_PARTIES]>,
    other_seats: Vec<[f32; N_PARTIES]>,
}

impl Keeper<'_> {
    fn new(spec: &Spec) -> Keeper<'_> {
        let kind = society::spec::PlaceKind::County;
        Keeper {
            spec,
            is_rural: spec.places.iter().map(|place| place.kind == kind).collect(),
            columns: SERIES.iter().map(|series| position(NATIONAL, series.column)).collect(),
            sums: [0.0; 6],
            series: vec![Vec::new(); SERIES.len()],
            capital_seats: Vec::new(),
            other_seats: Vec::new(),
        }
    }

    fn day(&mut self, day: Day, record: &Record) {
        let national = &record.tables()[NATIONAL];
        for ((series, declared), column) in self.series.iter_mut().zip(&SERIES).zip(&self.columns) {
            series.push(value(national, *column, declared.scope) as f32);
        }
        let of = |name: &str, scope: usize| value(national, position(NATIONAL, name), scope);
        self.sums[0] += of("strikers", 0);
        self.sums[1] += of("soldiers_refusing", 0);
        self.sums[2] += of("peasant_actions", 0);
        self.sums[3] = of("dead", 0);
        self.sums[4] += if of("dual_power_people", 1) > 0.3 { 1.0 } else { 0.0 };
        self.sums[5] = of("councils", 0);
        if day.since(self.spec.start) % WEEK == 0 {
            self.week(&record.tables()[COUNCILS]);
        }
    }

    fn week(&mut self, councils: &Rows) {
        let (mut capital, mut other) = ([0.0; N_PARTIES], [0.0; N_PARTIES]);
        let [place, party] = ["place", "party"].map(|name| position(COUNCILS, name));
        let seats = ["seats_workers", "seats_soldiers"].map(|name| position(COUNCILS, name));
        for row in 0..councils.len() {
            let here = value(councils, place, row) as usize;
            let n: f64 = seats.iter().map(|column| value(councils, *column, row)).sum();
            let to = if here == self.spec.capital {
                &mut capital
            } else if self.is_rural[here] {
                continue;
            } else {
                &mut other
            };
            to[value(councils, party, row) as usize] += n as f32;
        }
        self.capital_seats.push(capital);
        self.other_seats.push(other);
    }
}

/// Position of a column of a table of the model.
fn position(table: usize, name: &str) -> usize {
    TABLES[table].columns.iter().position(|column| column.name == name).expect("the table declares this column")
}

fn value(rows: &Rows, column: usize, row: usize) -> f64 {
    match &rows.columns[column] {
        Values::U32(values) => f64::from(values[row]),
        Values::F32(values) => f64::from(values[row]),
        Values::Key(values) => f64::from(values[row]),
        Values::Day(_) | Values::Text(_) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_worlds_on_one_and_many_threads() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let jobs = || (1..=5).map(|seed| Job { spec: &spec, seed, scale: 1 }).collect();
        let stop = AtomicBool::new(false);
        let one = run_all(jobs(), 1, &stop, &|_| ());
        assert_eq!(run_all(jobs(), 3, &stop, &|_| ()), one);
        assert!(one.iter().all(Option::is_some));
        let days = spec.end.since(spec.start) + 1;
        let first = one[0].as_ref().expect("it was run");
        assert!(first.series.iter().all(|series| series.len() == days as usize));
        assert_eq!(first.capital_seats.len() as i32, (days + WEEK - 1) / WEEK);
        stop.store(true, Ordering::Relaxed);
        assert!(run_all(jobs(), 2, &stop, &|_| ()).iter().all(Option::is_none));
    }
}
