//! A world in memory, and what a kept result tells of it.

use engine::record::{Record, Rows, Values};
use experiment::patterns::{Dates, Watch};
use scenario::Loaded;
use society::Outcome;
use society::spec::Spec;
use society::tables::NATIONAL;
use tauride_web::course::{self, Way};

/// What is kept of one world.
#[derive(Clone, Debug)]
pub struct World {
    /// Its digest, as `tauride run` prints it.
    pub digest: u128,
    /// How it ended.
    pub outcome: Outcome,
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
    days: f64,
}

impl Totals {
    fn day(&mut self, record: &Record) {
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
            self.authority_capital[i] += of(name, 1);
        }
        self.days += 1.0;
    }

    fn finish(&mut self) {
        for share in &mut self.authority_capital {
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
        totals.day(record);
    });
    totals.finish();
    World { digest: course.digest, outcome: course.outcome, dates: watch.dates(), totals }
}

/// Reads a bundled scenario.
///
/// # Errors
/// Every fault of it.
pub fn load(name: &str) -> Result<Loaded, String> {
    scenario::load_bundled(name).map_err(|problems| problems.to_string())
}
