//! Many worlds side by side: one world to a thread, nothing written, and what is kept of each.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use engine::calendar::Day;
use engine::cells::for_each_piece;
use engine::record::Record;
use serde::{Deserialize, Serialize};
use society::OutcomeKind;
use society::spec::{N_PARTIES, Spec};
use society::tables::{Councils, National};

use crate::patterns::Watch;
use crate::world::World;

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
    /// Its value in a row of the table `national`.
    pub value: fn(&National<'_>, usize) -> f32,
    /// Position of its scope: 0 the country, 1 the capital.
    pub scope: usize,
    /// Title for readers.
    pub title: &'static str,
    /// Unit.
    pub unit: &'static str,
}

/// The daily series that are kept.
pub const SERIES: [SeriesDecl; 8] = [
    series("strikers", |t, row| t.strikers[row] as f32, 0, "Workers on strike", "persons"),
    series("strikers_capital", |t, row| t.strikers[row] as f32, 1, "Workers of the capital on strike", "persons"),
    series(
        "soldiers_refusing",
        |t, row| t.refusing[row] as f32,
        0,
        "Soldiers and sailors who refuse orders",
        "persons",
    ),
    series(
        "peasant_actions",
        |t, row| t.peasant_actions[row] as f32,
        0,
        "Villagers who act against the estates",
        "persons",
    ),
    series("authority_government", |t, row| t.authority_government[row], 1, GOVERNED, "share of adults"),
    series(
        "authority_council",
        |t, row| t.authority_council[row],
        1,
        "The capital follows its council",
        "share of adults",
    ),
    series("dual_power", |t, row| t.dual_power_people[row], 1, "Index of dual power in the capital", "0 to 1"),
    series("trust", |t, row| t.trust[row], 0, "Trust in whoever governs", "mean, 0 to 1"),
];
const GOVERNED: &str = "The capital follows the government";

const fn series(
    name: &'static str,
    value: fn(&National<'_>, usize) -> f32,
    scope: usize,
    title: &'static str,
    unit: &'static str,
) -> SeriesDecl {
    SeriesDecl { name, value, scope, title, unit }
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

/// Sums over a world that are kept: name, meaning with its unit.
pub const SUMS: [(&str, &str); 6] = [
    ("striker_days", "person-days on strike"),
    ("refusing_days", "person-days of soldiers who refuse orders"),
    ("village_days", "person-days of villagers who act"),
    ("killed", "killed in clashes"),
    ("dual_days", "days with an index of dual power above 0.3 in the capital"),
    ("councils", "councils at the end"),
];

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
    /// By how much each did, in the unit of its definition; `None` where there was nothing to measure.
    #[serde(default)]
    pub pattern_values: [Option<f64>; 8],
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

impl<'a> Job<'a> {
    /// The world before its first day, to be run on one thread.
    pub fn world(&self) -> World<'a> {
        World::new(self.spec, self.seed, self.scale, 1)
    }
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

/// Runs one world to its end; `None` when the flag was raised before.
pub fn run(job: Job<'_>, stop: &AtomicBool) -> Option<Kept> {
    let Ok(kept) = keep(job.world(), stop, |_, _| Ok::<(), Infallible>(()));
    kept
}

/// The same of a world before its first day, while somebody else looks on too. After what is kept has been read out of a
/// day's rows, `each` may take them away.
///
/// # Errors
/// Those of `each`.
pub fn keep<'a, E>(
    mut world: World<'a>,
    stop: &AtomicBool,
    mut each: impl FnMut(Day, &mut World<'a>) -> Result<(), E>,
) -> Result<Option<Kept>, E> {
    let spec = world.spec();
    let (mut watch, end) = (Watch::new(spec), spec.end);
    let mut keeper = Keeper::new(spec);
    let mut watcher = closer::Watcher::new(spec);
    let is_done = world.run(end, stop, |day, world| {
        watch.day(day, world.record());
        keeper.day(day, world.record());
        watcher.day(day, world.record());
        each(day, world)
    })?;
    if !is_done {
        return Ok(None);
    }
    let outcome = world.outcome();
    let findings = watch.findings();
    Ok(Some(Kept {
        seed: world.society().seed(),
        outcome: outcome_index(outcome.kind),
        outcome_day: outcome.date.0,
        dates: watch.dates().in_order().map(|day| day.map(|day| day.0)),
        patterns: findings.map(|finding| finding.holds),
        pattern_values: findings.map(|finding| Some(finding.value).filter(|value| value.is_finite())),
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

struct Keeper {
    start: Day,
    capital: usize,
    is_rural: Vec<bool>,
    sums: [f64; 6],
    series: Vec<Vec<f32>>,
    capital_seats: Vec<[f32; N_PARTIES]>,
    other_seats: Vec<[f32; N_PARTIES]>,
}

impl Keeper {
    fn new(spec: &Spec) -> Keeper {
        let kind = society::spec::PlaceKind::County;
        Keeper {
            start: spec.start,
            capital: spec.capital,
            is_rural: spec.places.iter().map(|place| place.kind == kind).collect(),
            sums: [0.0; 6],
            series: vec![Vec::new(); SERIES.len()],
            capital_seats: Vec::new(),
            other_seats: Vec::new(),
        }
    }

    fn day(&mut self, day: Day, record: &Record) {
        let national: National<'_> = record.of();
        for (series, declared) in self.series.iter_mut().zip(&SERIES) {
            series.push((declared.value)(&national, declared.scope));
        }
        self.sums[0] += f64::from(national.strikers[0]);
        self.sums[1] += f64::from(national.refusing[0]);
        self.sums[2] += f64::from(national.peasant_actions[0]);
        self.sums[3] = f64::from(national.dead[0]);
        self.sums[4] += if national.dual_power_people[1] > 0.3 { 1.0 } else { 0.0 };
        self.sums[5] = f64::from(national.councils[0]);
        if day.since(self.start) % WEEK == 0 {
            self.week(&record.of());
        }
    }

    fn week(&mut self, councils: &Councils<'_>) {
        let (mut capital, mut other) = ([0.0; N_PARTIES], [0.0; N_PARTIES]);
        for row in 0..councils.len() {
            let here = usize::from(councils.place[row]);
            let n = f64::from(councils.seats_workers[row] + councils.seats_soldiers[row]);
            let to = if here == self.capital {
                &mut capital
            } else if self.is_rural[here] {
                continue;
            } else {
                &mut other
            };
            to[usize::from(councils.party[row])] += n as f32;
        }
        self.capital_seats.push(capital);
        self.other_seats.push(other);
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
