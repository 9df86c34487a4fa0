//! Many worlds of one specification, and what is kept of each.

use std::ops::Range;

use engine::calendar::Day;
use engine::cells::for_each_piece;
use engine::record::{Record, Rows, Values};
use run::patterns::{Dates, Finding, Watch};
use scenario::Loaded;
use society::Outcome;
use society::spec::{N_PARTIES, Spec};
use society::tables::{COUNCILS, NATIONAL};
use tauride_web::course::{self, Way};

/// What is kept of one world.
#[derive(Clone, Debug)]
pub struct World {
    /// Its seed.
    pub seed: u64,
    /// Its digest, as `tauride run` prints it.
    pub digest: u128,
    /// How it ended.
    pub outcome: Outcome,
    /// The patterns.
    pub findings: [Finding; 8],
    /// The dates of the year.
    pub dates: Dates,
    /// Sums over the run.
    pub totals: Totals,
}

/// Sums over a run, in real persons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Person-days on strike.
    pub striker_days: f64,
    /// Person-days of soldiers who refuse.
    pub refusing_days: f64,
    /// Person-days of villagers who act.
    pub village_days: f64,
    /// Most strikers of a day.
    pub strikers_peak: f64,
    /// Killed in clashes.
    pub killed: f64,
    /// Councils at the end.
    pub councils: f64,
    /// Share of the capital's adults whose cell follows government, council, committee, nobody: mean of all days.
    pub authority_capital: [f64; 4],
    /// The same for the country.
    pub authority_country: [f64; 4],
    /// Seats by party in all councils, workers' and soldiers' sections, at the last weekly count.
    pub seats: [f64; N_PARTIES],
    days: f64,
}

impl Totals {
    /// Shares of seats by party.
    pub fn seat_shares(&self) -> [f64; N_PARTIES] {
        let all = self.seats.iter().sum::<f64>().max(1.0);
        self.seats.map(|seats| seats / all)
    }

    fn day(&mut self, record: &Record, is_census: bool) {
        let national = &record.tables()[NATIONAL];
        let of = |name: &str, scope: usize| value(national, name, scope);
        self.striker_days += of("strikers", 0);
        self.strikers_peak = self.strikers_peak.max(of("strikers", 0));
        self.refusing_days += of("soldiers_refusing", 0);
        self.village_days += of("peasant_actions", 0);
        self.killed = of("dead", 0);
        self.councils = of("councils", 0);
        const POWERS: [&str; 4] =
            ["authority_government", "authority_council", "authority_committee", "authority_nobody"];
        for (i, name) in POWERS.iter().enumerate() {
            self.authority_country[i] += of(name, 0);
            self.authority_capital[i] += of(name, 1);
        }
        self.days += 1.0;
        if is_census {
            let councils = &record.tables()[COUNCILS];
            self.seats = [0.0; N_PARTIES];
            for row in 0..councils.len() {
                let seats = value(councils, "seats_workers", row) + value(councils, "seats_soldiers", row);
                self.seats[value(councils, "party", row) as usize] += seats;
            }
        }
    }

    fn finish(&mut self) {
        for share in self.authority_capital.iter_mut().chain(&mut self.authority_country) {
            *share /= self.days.max(1.0);
        }
    }
}

fn value(rows: &Rows, name: &str, row: usize) -> f64 {
    let at = rows.table.columns.iter().position(|column| column.name == name);
    match &rows.columns[at.expect("the table declares this column")] {
        Values::U32(values) => f64::from(values[row]),
        Values::F32(values) => f64::from(values[row]),
        Values::Key(values) => f64::from(values[row]),
        Values::Day(_) | Values::Text(_) => f64::NAN,
    }
}

/// Runs one world to its end.
pub fn run_one(spec: &Spec, seed: u64, scale: u32, threads: usize) -> World {
    let mut watch = Watch::new(spec);
    let mut totals = Totals::default();
    let way = Way { seed, scale, most_days: None, threads };
    let course = course::run(spec, way, &mut |day, record| {
        watch.day(day, record);
        totals.day(record, day.since(spec.start) % 7 == 0);
    });
    totals.finish();
    World {
        seed,
        digest: course.digest,
        outcome: course.outcome,
        findings: watch.findings(),
        dates: watch.dates(),
        totals,
    }
}

/// Runs the worlds of these seeds, one world to a thread, and says how it goes.
pub fn run_many(what: &str, spec: &Spec, seeds: Range<u64>, scale: u32) -> Vec<World> {
    let began = std::time::Instant::now();
    let n = seeds.end - seeds.start;
    let worlds = for_each_piece(seeds.collect(), crate::threads(), |_, seed| {
        let world = run_one(spec, seed, scale, 1);
        let outcome = world.outcome;
        println!("{what}, seed {seed}: {} {}", outcome.kind.word(), outcome.date.short_old_style());
        world
    });
    println!("{what}: {n} worlds at 1:{scale} in {:.1} s", began.elapsed().as_secs_f64());
    worlds
}

/// Reads a bundled scenario.
///
/// # Errors
/// Every fault of it.
pub fn load(name: &str) -> Result<Loaded, String> {
    scenario::load_bundled(name).map_err(|problems| problems.to_string())
}

/// A named date of a year: in a world, and in the record.
pub struct DateOfTheYear {
    /// What happens.
    pub name: &'static str,
    /// Position in [`run::worlds::DATES`].
    at: usize,
}

const fn date(at: usize, name: &'static str) -> DateOfTheYear {
    DateOfTheYear { name, at }
}

/// The dates that documents compare.
pub const DATES: [DateOfTheYear; 6] = [
    date(0, "half of the capital's workers are out"),
    date(1, "the capital's council is founded"),
    date(2, "the old regime falls"),
    date(3, "first coalition"),
    date(4, "the capital's council claims power"),
    date(5, "power passes to the councils"),
];

impl DateOfTheYear {
    /// When, in a world.
    pub fn of(&self, dates: &Dates) -> Option<Day> {
        dates.in_order()[self.at]
    }

    /// The record's date, from the scenario's own list of events in its capital.
    pub fn record(&self, loaded: &Loaded) -> Option<Day> {
        run::record_dates::of(loaded)[self.at]
    }
}

/// The day a number of days after another, as `23 Feb`; a dash for none.
pub fn day_text(day: Option<Day>) -> String {
    day.map_or("—".into(), Day::short_old_style)
}

/// The day so many days after the first, rounded; a dash when it is no number.
pub fn day_after(start: Day, days: f64) -> String {
    if days.is_nan() { "—".into() } else { start.plus((days + 0.5).floor() as i32).short_old_style() }
}

/// A count with its thousands set apart.
pub fn grouped(x: f64) -> String {
    let digits = format!("{:.0}", x.abs());
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if x < 0.0 && digits != "0" { format!("−{text}") } else { text }
}
