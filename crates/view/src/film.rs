//! The year as typed columns, day by day.
//!
//! A film is fed with each day's rows and the society behind them. Shares are bytes (255 is one), persons are real persons,
//! whatever the scale. What is written down only every seventh day stands until the next row.
//!
//! | columns | one value for each |
//! |---|---|
//! | `map.*` | day, then place (all places, those that hold others included) |
//! | `national.*` | scope, then day |
//! | `council.*` | row of the table `councils`, villages left out |
//! | `election.*` | row of the table `elections`, villages left out; `election.party` and `.n` hold the votes |
//! | `event.*` | row of the table `events` |
//! | `votes.share` | polled place, day, party: share of the votes that would be cast for lists |
//! | `unit.*` | unit that is followed, then day; `unit.why_*` are the terms of the person's rule |

mod happenings;
mod map;
mod units;

pub use units::Unit;

use engine::digest::hex;
use engine::record::Record;
use observables::patterns::PatternObserver;
use observables::question::Kind;
use observables::record_observer::RecordObserver;
use observables::today::Today;
use run::record::rows::Record as Observations;
use run::world::World;
use scenario::Loaded;
use serde::Serialize;
use society::spec::Spec;
use society::tables::{National, SCOPES};
use words::{Names, Words};

use crate::pack::Pack;
use crate::request::Request;
use crate::stage::number;
use happenings::Happenings;
use map::Map;
use units::Units;

/// A column of `national` in the film: its name, and its value in a row.
pub(crate) type Number = (&'static str, fn(&National<'_>, usize) -> f32);

/// The columns of `national` that the film holds.
pub(crate) const NUMBERS: [Number; 22] = [
    ("persons", |t, row| t.persons[row] as f32),
    ("adults", |t, row| t.adults[row] as f32),
    ("strikers", |t, row| t.strikers[row] as f32),
    ("refusing", |t, row| t.refusing[row] as f32),
    ("peasant_actions", |t, row| t.peasant_actions[row] as f32),
    ("demonstrating", |t, row| t.demonstrating[row] as f32),
    ("under_arms", |t, row| t.under_arms[row] as f32),
    ("soldiers", |t, row| t.soldiers[row] as f32),
    ("dead", |t, row| t.dead[row] as f32),
    ("wounded", |t, row| t.wounded[row] as f32),
    ("in_custody", |t, row| t.in_custody[row] as f32),
    ("desertions", |t, row| t.desertions[row] as f32),
    ("authority_government", |t, row| t.authority_government[row]),
    ("authority_council", |t, row| t.authority_council[row]),
    ("authority_committee", |t, row| t.authority_committee[row]),
    ("authority_nobody", |t, row| t.authority_nobody[row]),
    ("dual_power_people", |t, row| t.dual_power_people[row]),
    ("dual_power_arms", |t, row| t.dual_power_arms[row]),
    ("grievance", |t, row| t.grievance[row]),
    ("trust", |t, row| t.trust[row]),
    ("power", |t, row| t.power[row]),
    ("councils", |t, row| t.councils[row] as f32),
];

/// What a film says of its world beside its columns. Days are counted from the first, places and parties are positions in
/// the lists of the stage.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts"))]
pub struct FilmMeta {
    /// The world that was asked for.
    pub request: Request,
    /// Version of the program.
    pub version: &'static str,
    /// Hash of the scenario's content.
    pub content: String,
    /// Days.
    pub days: usize,
    /// Digest of the world.
    pub digest: String,
    /// How it ended, or stands.
    pub outcome: Outcome,
    /// Persons that its persons stand for.
    pub persons: u64,
    /// Persons in memory.
    pub modelled: u64,
    /// Cells.
    pub cells: usize,
    /// Places.
    pub places: usize,
    /// Governments, each from its first day.
    pub governments: Vec<Government>,
    /// Places whose votes are shown by party; null is the country.
    pub polled: Vec<Option<usize>>,
    /// Units that can be followed.
    pub units: Vec<Unit>,
    /// The day of each date of the stage; null where it has not come.
    pub dates: Vec<Option<i32>>,
    /// The world's value for each observation of the stage; null where it has none.
    pub observed: Vec<Option<f64>>,
    /// Sentences of events, by their code.
    pub texts: Vec<String>,
    /// Causes of events, by their code.
    pub causes: Vec<String>,
    /// How the options of choices were rated, by their code; empty of what is no choice.
    pub ratings: Vec<String>,
    /// Settings.
    pub set: Vec<String>,
    /// What-ifs that are applied.
    pub with: Vec<Applied>,
}

/// How a world ended, or stands.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts"))]
pub struct Outcome {
    /// Identifier.
    pub kind: &'static str,
    /// The day.
    pub day: i32,
    /// The sentence, with `{date}` for the day.
    pub sentence: String,
}

/// A government.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts"))]
pub struct Government {
    /// Its first day.
    pub day: usize,
    /// Identifier of its kind.
    pub kind: &'static str,
    /// Identifiers of its parties.
    pub coalition: Vec<String>,
    /// How much of each demand it delivers, 0 to 1.
    pub delivers: Vec<f64>,
}

/// A what-if that is applied.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts"))]
pub struct Applied {
    /// Name by which it was asked for.
    pub name: String,
    /// Title.
    pub title: String,
}

/// A world's year on its way.
pub struct Film {
    n_days: usize,
    map: Map,
    units: Units,
    happenings: Happenings,
    /// By column, scope, day.
    national: Vec<Vec<Vec<f32>>>,
    governments: Vec<Government>,
    /// What the last entry of `governments` says, without its day: kind, parties, hundredths delivered of each demand.
    last_government: Option<(u16, u32, [u8; 6])>,
    names: Names,
    record: Observations,
    watch: PatternObserver,
    record_observer: RecordObserver,
}

impl Film {
    /// Nothing yet, of this society.
    pub fn new(loaded: &Loaded, world: &World<'_>) -> Film {
        let spec = world.spec();
        let record = Observations::of(loaded);
        Film {
            n_days: 0,
            map: Map::new(loaded),
            units: Units::choose(spec, world.society()),
            happenings: Happenings::new(spec),
            national: vec![vec![Vec::new(); SCOPES.len()]; NUMBERS.len()],
            governments: Vec::new(),
            last_government: None,
            names: Names::of(spec, world.society()),
            watch: PatternObserver::new(spec, world.society().scale()),
            record_observer: RecordObserver::new(spec, &record.questions),
            record,
        }
    }

    /// Takes in the day that has just been simulated.
    pub fn take(&mut self, world: &World<'_>) {
        let (spec, record) = (world.spec(), world.record());
        self.map.take(spec, record);
        self.units.take(spec, world.society(), world.threads());
        let today = Today::of(spec.start.plus(self.n_days as i32), record);
        self.happenings.take(self.n_days, &today, &self.names);
        self.watch.day(&today);
        self.record_observer.day(&today);
        self.national(spec, record);
        self.n_days += 1;
    }

    fn national(&mut self, spec: &Spec, record: &Record) {
        let rows: National<'_> = record.of();
        for (series, (_, value)) in self.national.iter_mut().zip(NUMBERS) {
            for (row, scope) in rows.scope.iter().enumerate() {
                series[usize::from(*scope)].push(value(&rows, row));
            }
        }
        let Some(row) = rows.scope.iter().position(|scope| *scope == 0) else { return };
        let delivers = [
            rows.policy_bread,
            rows.policy_peace,
            rows.policy_land,
            rows.policy_hours,
            rows.policy_liberty,
            rows.policy_nation,
        ];
        let now =
            (rows.government[row], rows.coalition[row], delivers.map(|column| (column[row] * 100.0).round() as u8));
        if self.last_government != Some(now) {
            let (kind, coalition, delivers) = now;
            let parties = spec.parties.iter().enumerate().filter(|(party, _)| coalition & (1 << party) != 0);
            self.governments.push(Government {
                day: self.n_days,
                kind: society::tables::GOVERNMENT_KINDS[usize::from(kind)],
                coalition: parties.map(|(_, party)| party.id.clone()).collect(),
                delivers: delivers.map(|percent| f64::from(percent) / 100.0).to_vec(),
            });
            self.last_government = Some(now);
        }
    }

    /// The whole film as a piece of memory; see [`crate::pack`].
    pub fn finish(self, request: &Request, loaded: &Loaded, world: &World<'_>) -> Vec<u8> {
        let mut pack = Pack::new();
        let polled = self.map.pack(&mut pack);
        let units = self.units.pack(&mut pack, &loaded.spec);
        let [texts, causes, ratings] = self.happenings.pack(&mut pack, &units);
        for (series, (name, _)) in self.national.iter().zip(NUMBERS) {
            pack.f32(&format!("national.{name}"), &series.concat());
        }
        let (counts, outcome) = (world.society().counts(), world.outcome());
        let start = loaded.spec.start;
        let dates = self.watch.dates().in_order().map(|day| day.map(|day| day.0));
        let answers = self.record_observer.finish(&dates);
        let observed = self.record.rows.iter().filter(|row| !matches!(row.question.kind, Kind::Date(_))).map(|row| {
            let since = if row.question.kind.unit() == "day" { f64::from(start.0) } else { 0.0 };
            answers[row.asks].map(|answer| number(answer - since))
        });
        let capital = loaded.spec.places.get(loaded.spec.capital).map_or("", |place| place.name.as_str());
        let meta = FilmMeta {
            request: request.clone(),
            version: env!("CARGO_PKG_VERSION"),
            content: loaded.content_hash.clone(),
            days: self.n_days,
            digest: hex(world.digest()),
            outcome: Outcome {
                kind: outcome.kind.word(),
                day: outcome.date.since(start),
                sentence: Words::english().outcome(outcome.kind, "{date}", capital),
            },
            persons: counts.persons,
            modelled: counts.modelled,
            cells: counts.cells,
            places: counts.places,
            governments: self.governments,
            polled,
            units: units.list,
            dates: dates.iter().map(|day| day.map(|day| day - start.0)).collect(),
            observed: observed.collect(),
            texts,
            causes,
            ratings,
            set: loaded.settings.clone(),
            with: loaded
                .applied
                .iter()
                .map(|what_if| Applied { name: what_if.name.clone(), title: what_if.title.clone() })
                .collect(),
        };
        let meta = serde_json::to_value(meta).expect("its maps have texts as keys");
        pack.finish(&meta)
    }
}

/// The case and the world that a request asks for, before its first day.
pub(crate) fn opened(request: &Request, threads: usize) -> Result<(Loaded, World<'static>), String> {
    let loaded = request.load()?;
    let world = World::new(&loaded.spec, request.seed, request.scale, threads).into_owned();
    Ok((loaded, world))
}

/// Days of a case from the first to the last.
pub(crate) fn days_of(loaded: &Loaded) -> u32 {
    u32::try_from(loaded.spec.end.since(loaded.spec.start) + 1).unwrap_or(0)
}

/// A world being filmed.
pub struct Filming {
    request: Request,
    loaded: Loaded,
    world: World<'static>,
    film: Film,
}

impl Filming {
    /// The world that a request asks for, before its first day.
    ///
    /// # Errors
    /// When there is no such scenario or what-if.
    pub fn begin(request: Request, threads: usize) -> Result<Filming, String> {
        let (loaded, world) = opened(&request, threads)?;
        let film = Film::new(&loaded, &world);
        Ok(Filming { request, loaded, world, film })
    }

    /// Days from the first to the last.
    pub fn n_days(&self) -> u32 {
        days_of(&self.loaded)
    }

    /// Days simulated.
    pub fn done(&self) -> u32 {
        self.film.n_days as u32
    }

    /// Simulates a day; `false` when the last has been.
    pub fn step(&mut self) -> bool {
        let is_done = self.world.step().is_some();
        if is_done {
            self.film.take(&self.world);
        }
        is_done
    }

    /// The latest thing worth a line.
    pub fn headline(&self) -> String {
        let (spec, calendar) = (&self.loaded.spec, self.loaded.calendar);
        Words::english().today(self.world.society().capital_today(), &spec.places[spec.capital].name, calendar)
    }

    /// The film of the days simulated.
    pub fn finish(self) -> Vec<u8> {
        self.film.finish(&self.request, &self.loaded, &self.world)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;
    use ts_rs::TS;

    use super::*;
    use crate::ending::Ending;
    use crate::stage::Stage;

    /// Writes the types again when they are others, and tells.
    #[test]
    fn same_types_in_typescript_as_in_rust() {
        let dir = std::env::temp_dir().join(format!("tauride-types-page-{}", std::process::id()));
        let config = ts_rs::Config::new().with_large_int("number").with_out_dir(&dir);
        Stage::export_all(&config).unwrap();
        FilmMeta::export_all(&config).unwrap();
        Ending::export_all(&config).unwrap();
        let made = std::fs::read_to_string(dir.join("page.ts")).unwrap();
        std::fs::remove_dir_all(&dir).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/types/page.ts");
        if made != std::fs::read_to_string(&path).unwrap_or_default() {
            std::fs::write(&path, &made).unwrap();
            panic!("{} was out of date and is written again", path.display());
        }
    }

    /// A packed column of bytes or counts.
    fn column(film: &[u8], name: &str) -> Vec<u64> {
        let length = u32::from_le_bytes(film[4..8].try_into().expect("four bytes")) as usize;
        let head: Value = serde_json::from_slice(&film[8..8 + length]).expect("the head is JSON");
        let entry = &head["columns"][name];
        let (at, n) = (entry["at"].as_u64().expect("a place") as usize, entry["length"].as_u64().expect("a length"));
        let size = if entry["type"] == "u8" { 1 } else { 4 };
        film[8 + length + at..][..n as usize * size]
            .chunks(size)
            .map(|bytes| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
            .collect()
    }

    #[test]
    fn law_a_place_shows_the_sum_of_what_it_holds() {
        let request = Request::read(r#"{"scenario":"russia-1917","scale":2000}"#).expect("a request");
        let loaded = request.load().expect("it comes with the program");
        let mut filming = Filming::begin(request, 1).expect("it comes with the program");
        // The first days hold strikes enough.
        (0..16).for_each(|_| assert!(filming.step()));
        let n_days = filming.done() as usize;
        let film = filming.finish();
        let places = &loaded.spec.places;
        let mut acted = 0;
        for name in ["strikers", "soldiers", "villagers"] {
            let values = column(&film, &format!("map.{name}"));
            assert_eq!(values.len(), n_days * places.len());
            for today in values.chunks(places.len()) {
                for (place, value) in today.iter().enumerate() {
                    let held: Vec<usize> = (0..places.len()).filter(|i| places[*i].parent == Some(place)).collect();
                    let sum: u64 = held.iter().map(|i| today[*i]).sum();
                    assert!(held.is_empty() || sum == *value, "{name} in {}", places[place].id);
                    acted += sum;
                }
            }
        }
        assert!(acted > 0, "somebody strikes");
        let follow: Vec<Vec<u64>> = ["government", "council", "committee", "nobody"]
            .iter()
            .map(|name| column(&film, &format!("map.{name}")))
            .collect();
        for at in 0..follow[0].len() {
            let sum: u64 = follow.iter().map(|shares| shares[at]).sum();
            assert!(sum == 0 || sum.abs_diff(255) <= 2, "shares sum to one: {sum}");
        }
        assert!(column(&film, "unit.grievance").len().is_multiple_of(n_days));
    }
}
