//! A world on its way: the one loop over its days.
//!
//! Whoever wants to know something of a world looks on day by day ([`World::run`]); whoever runs two side by side, or as
//! many days as a page has time for, takes single steps ([`World::step`]).

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::calendar::Day;
use engine::digest::Digest;
use engine::record::{Record, Row as _, Rows};
use engine::snapshot::{Put, Take};
use society::spec::Spec;
use society::standing::identifiers;
use society::tables::{StartRow, TABLES};
use society::{Outcome, Society};

/// A society with its specification, the rows of its last day, and the digest of all rows so far.
pub struct World<'a> {
    spec: Cow<'a, Spec>,
    society: Society,
    threads: usize,
    record: Record,
    recorded: u128,
}

impl<'a> World<'a> {
    /// A world before its first day, with the parameter set of its seed. `threads` changes how long a day takes, never what
    /// comes out.
    pub fn new(spec: &'a Spec, seed: u64, scale: u32, threads: usize) -> World<'a> {
        let spec = spec.for_seed(seed);
        let society = Society::new(&spec, seed, scale, threads);
        // The table of the start is left out: the digest of the state holds what it tells.
        let recorded = chained(0, &identifiers(&spec, Some(&society)).tables()[..StartRow::TABLE]);
        World { spec, society, threads, record: Record::new(&TABLES), recorded }
    }

    /// A world as [`World::save`] left it; `recorded` is what [`World::recorded`] was then. `None` when the bytes are no state
    /// of a world of this specification.
    pub fn load(spec: &'a Spec, seed: u64, threads: usize, recorded: u128, take: Take<'_>) -> Option<World<'a>> {
        let spec = spec.for_seed(seed);
        let society = Society::load(&spec, take)?;
        Some(World { spec, society, threads, record: Record::new(&TABLES), recorded })
    }

    /// The same world with a specification of its own.
    pub fn into_owned(self) -> World<'static> {
        let World { spec, society, threads, record, recorded } = self;
        World { spec: Cow::Owned(spec.into_owned()), society, threads, record, recorded }
    }

    /// What it is made from.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Threads on which its days are simulated.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// The society as it stands.
    pub fn society(&self) -> &Society {
        &self.society
    }

    /// The rows of the last day simulated.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The same rows, to be taken away by whoever looks on last.
    pub fn record_mut(&mut self) -> &mut Record {
        &mut self.record
    }

    /// The day that the next step simulates.
    pub fn day(&self) -> Day {
        self.society.day()
    }

    /// Whether the last day has been simulated.
    pub fn is_over(&self) -> bool {
        self.society.is_over(&self.spec)
    }

    /// How it ended, or stands.
    pub fn outcome(&self) -> Outcome {
        self.society.outcome(&self.spec)
    }

    /// Other chance from here on; see [`Society::reseed`].
    pub fn reseed(&mut self, branch: u64) {
        self.society.reseed(branch);
    }

    /// Simulates a day and says which; `None` when the last has been.
    pub fn step(&mut self) -> Option<Day> {
        if self.is_over() {
            return None;
        }
        let day = self.day();
        self.record.clear();
        self.society.step(&self.spec, self.threads, &mut self.record);
        self.recorded = chained(self.recorded, self.record.tables());
        Some(day)
    }

    /// Simulates its days up to this one, or to its last, while `each` looks on. Returns `false` when the flag was raised
    /// before: the day under way is finished first.
    ///
    /// # Errors
    /// The first of `each`, which ends the loop.
    pub fn run<E>(
        &mut self,
        until: Day,
        stop: &AtomicBool,
        mut each: impl FnMut(Day, &mut World<'a>) -> Result<(), E>,
    ) -> Result<bool, E> {
        while self.day() <= until
            && let Some(day) = self.step()
        {
            each(day, self)?;
            let is_last = self.is_over() || self.day() > until;
            if stop.load(Ordering::Relaxed) && !is_last {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Digest of the rows of all days so far, and of the tables that say what their identifiers mean, without display names.
    pub fn recorded(&self) -> u128 {
        self.recorded
    }

    /// Digest of the state and of every row so far: what `tauride run` prints at the end.
    pub fn digest(&self) -> u128 {
        let mut digest = Digest::new();
        digest.bytes(&self.recorded.to_le_bytes());
        self.society.digest(&mut digest, self.threads);
        digest.finish()
    }

    /// Digest of the state alone.
    pub fn state(&self) -> u128 {
        let mut digest = Digest::new();
        self.society.digest(&mut digest, self.threads);
        digest.finish()
    }

    /// Writes the whole state.
    pub fn save(&self, put: Put<'_>) {
        self.society.save(put);
    }
}

/// The digest of rows, chained to that of all before.
fn chained(before: u128, tables: &[Rows]) -> u128 {
    let mut digest = Digest::new();
    digest.bytes(&before.to_le_bytes());
    tables.iter().for_each(|rows| rows.digest(&mut digest));
    digest.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use society::spec::PlaceKind;
    use society::tables::{Daily, National, SCOPES};

    use super::*;

    #[test]
    fn same_world_whoever_looks_on_and_another_with_another_seed() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let until = spec.start.plus(11);
        let run = |seed: u64, threads: usize, looks_on: bool| {
            let mut world = World::new(&spec, seed, 10, threads);
            let mut seen = 0;
            let stop = AtomicBool::new(false);
            let Ok(done) = world.run(until, &stop, |_, world| {
                if looks_on {
                    seen += 1;
                    world.record_mut().clear();
                }
                Ok::<(), Infallible>(())
            });
            assert!(done && world.day() == until.plus(1) && seen == if looks_on { 12 } else { 0 });
            world.digest()
        };
        let alone = run(1, 1, false);
        assert_eq!(run(1, 3, true), alone);
        assert_ne!(run(2, 1, false), alone);
    }

    #[test]
    fn law_a_raised_flag_ends_a_world_after_the_day_under_way() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let mut world = World::new(&spec, 1, 10, 1);
        let stop = AtomicBool::new(true);
        let Ok(done) = world.run(spec.end, &stop, |_, _| Ok::<(), Infallible>(()));
        assert!(!done && world.day() == spec.start.plus(1));
        let Ok(done) = world.run(spec.start.plus(1), &stop, |_, _| Ok::<(), Infallible>(()));
        assert!(done, "the last day asked for is simulated all the same");
    }

    #[test]
    fn same_digest_whatever_parties_places_and_works_are_called() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let digest = |spec: &Spec| {
            let mut world = World::new(spec, 1, 10, 1);
            (0..12).for_each(|_| assert!(world.step().is_some()));
            (world.recorded(), world.digest(), world.state())
        };
        let mut renamed = spec.clone();
        let mut called = 0;
        let mut rename = |name: &mut String| {
            name.push_str(" otherwise");
            called += 1;
        };
        renamed
            .parties
            .iter_mut()
            .for_each(|party| [&mut party.name, &mut party.short].into_iter().for_each(&mut rename));
        renamed
            .places
            .iter_mut()
            .for_each(|place| [&mut place.name, &mut place.name_ru].into_iter().for_each(&mut rename));
        renamed.classes.iter_mut().for_each(|class| rename(&mut class.name));
        renamed.groups.iter_mut().filter_map(|group| group.name.as_mut()).for_each(&mut rename);
        assert!(called > 10);
        assert_eq!(digest(&renamed), digest(&spec));
        renamed.parties[1].id.push('x');
        assert_ne!(digest(&renamed).1, digest(&spec).1, "identifiers are part of what rows say");
    }

    /// Counts that `daily` and `national` share.
    fn counts(daily: &Daily<'_>, row: usize) -> [u64; 8] {
        [
            daily.persons[row],
            daily.strikers[row],
            daily.refusing[row],
            daily.peasant_actions[row],
            daily.demonstrating[row],
            daily.under_arms[row],
            daily.dead[row],
            daily.in_custody[row],
        ]
        .map(u64::from)
    }

    fn counts_of_all(national: &National<'_>, row: usize) -> [u64; 8] {
        [
            national.persons[row],
            national.strikers[row],
            national.refusing[row],
            national.peasant_actions[row],
            national.demonstrating[row],
            national.under_arms[row],
            national.dead[row],
            national.in_custody[row],
        ]
        .map(u64::from)
    }

    #[test]
    fn law_daily_adds_up_to_national() {
        let mut spec = scenario::load_bundled("russia-1917").unwrap_or_else(|problems| panic!("{problems}")).spec;
        // Two weeks and three days: the last row of a county stands for three days.
        spec.end = spec.start.plus(16);
        let scope = |word: &str| SCOPES.iter().position(|scope| *scope == word).expect("it is one");
        let (country, villages) = (scope("national"), scope("villages"));
        let mut days_of: BTreeMap<(u16, u16), u32> = BTreeMap::new();
        // Person-days: of `daily`, of `national`, each without and with the villages.
        let (mut weighed, mut summed) = ([[0; 8]; 2], [[0; 8]; 2]);
        let add =
            |to: &mut [u64; 8], of: [u64; 8], times: u64| to.iter_mut().zip(of).for_each(|(to, n)| *to += n * times);
        let mut world = World::new(&spec, 1, 2000, 2);
        while let Some(day) = world.step() {
            let (daily, national): (Daily<'_>, National<'_>) = (world.record().of(), world.record().of());
            let since = day.since(spec.start);
            let [mut all, mut of_counties] = [[0; 8]; 2];
            for row in 0..daily.len() {
                let is_county = spec.places[usize::from(daily.place[row])].kind == PlaceKind::County;
                let days = u64::from(daily.days[row]);
                assert!(is_county || days == 1);
                *days_of.entry((daily.place[row], daily.class[row])).or_default() += daily.days[row];
                add(&mut all, counts(&daily, row), 1);
                add(&mut of_counties, counts(&daily, row), u64::from(is_county));
                add(&mut weighed[usize::from(is_county)], counts(&daily, row), days);
            }
            let told = |scope: usize| counts_of_all(&national, scope);
            if since % 7 == 0 {
                assert_eq!(all, told(country), "all places have rows on day {since}");
                assert_eq!(of_counties, told(villages));
                // As long as the row stands, the villages are taken to be as they were on its day.
                add(&mut summed[1], told(villages), [7, 7, 3][since as usize / 7]);
            } else {
                assert_eq!(of_counties, [0; 8]);
            }
            let without: Vec<u64> = told(country).iter().zip(told(villages)).map(|(all, rural)| all - rural).collect();
            add(&mut summed[0], without.try_into().expect("eight"), 1);
        }
        assert_eq!(weighed, summed, "person-days are sums of a count times its days");
        assert!(weighed[1][0] > weighed[0][0] && weighed[0][1] > 0, "people live in villages, and some strike");
        assert!(days_of.values().all(|days| *days == 17), "the rows of every group stand for all days of the world");
        assert!(days_of.len() > 1000);
    }
}
