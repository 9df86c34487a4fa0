//! What a world comes to, without its year: all that is needed of a world of which the odds are counted.

use std::collections::BTreeMap;

use observables::dates::DateObserver;
use observables::today::Today;
use run::world::World;
use scenario::Loaded;
use serde::Serialize;
use society::tables::{National, SCOPES};

use crate::film::{NUMBERS, days_of, opened};
use crate::request::Request;

/// What a world came to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts"))]
pub struct Ending {
    /// Identifier of how it ended, or stands on its last day.
    pub outcome: &'static str,
    /// The day of each date of the stage, counted from the first; null where it has not come.
    pub dates: Vec<Option<i32>>,
    /// Numbers of the last day by the column of a film, each by scope: the country, the capital, the towns, the fronts, the
    /// villages.
    #[cfg_attr(test, ts(type = "Record<string, number[]>"))]
    pub last: BTreeMap<&'static str, Vec<f32>>,
}

/// A world on its way, of which only the end is kept.
pub struct Reckoning {
    loaded: Loaded,
    world: World<'static>,
    watch: DateObserver,
    done: u32,
}

impl Reckoning {
    /// The world that a request asks for, before its first day.
    ///
    /// # Errors
    /// When there is no such scenario or what-if.
    pub fn begin(request: &Request, threads: usize) -> Result<Reckoning, String> {
        let (loaded, world) = opened(request, threads)?;
        let watch = DateObserver::new(world.spec());
        Ok(Reckoning { loaded, world, watch, done: 0 })
    }

    /// Days from the first to the last.
    pub fn n_days(&self) -> u32 {
        days_of(&self.loaded)
    }

    /// Days simulated.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// Simulates a day; `false` when the last has been.
    pub fn step(&mut self) -> bool {
        let Some(day) = self.world.step() else { return false };
        let today = Today::of(day, self.world.record());
        let out = self.watch.workers_out(&today.record.of());
        self.watch.day(&today, &out);
        self.done += 1;
        true
    }

    /// What the world came to.
    pub fn finish(self) -> Ending {
        let start = self.loaded.spec.start;
        let rows: National<'_> = self.world.record().of();
        let of_scope = |value: fn(&National<'_>, usize) -> f32| {
            let mut values = vec![0.0; SCOPES.len()];
            rows.scope.iter().enumerate().for_each(|(row, scope)| values[usize::from(*scope)] = value(&rows, row));
            values
        };
        Ending {
            outcome: self.world.outcome().kind.word(),
            dates: self.watch.dates().in_order().map(|day| day.map(|day| day.since(start))).to_vec(),
            last: NUMBERS.iter().map(|(name, value)| (*name, of_scope(*value))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::film::Filming;

    #[test]
    fn law_the_end_of_a_world_is_that_of_its_film() {
        let request = Request::read(r#"{"scenario":"one-town","scale":10,"seed":3}"#).expect("a request");
        let mut reckoning = Reckoning::begin(&request, 1).expect("it comes with the program");
        while reckoning.step() {}
        assert_eq!(reckoning.done(), reckoning.n_days());
        let ending = serde_json::to_value(reckoning.finish()).expect("its maps have texts as keys");
        let mut filming = Filming::begin(request, 1).expect("it comes with the program");
        while filming.step() {}
        let film = filming.finish();
        let length = u32::from_le_bytes(film[4..8].try_into().expect("four bytes")) as usize;
        let head: Value = serde_json::from_slice(&film[8..8 + length]).expect("the head is JSON");
        assert_eq!(ending["outcome"], head["meta"]["outcome"]["kind"]);
        assert_eq!(ending["dates"], head["meta"]["dates"]);
        let days = head["meta"]["days"].as_u64().expect("a count") as usize;
        for (name, _) in NUMBERS {
            let at = head["columns"][format!("national.{name}")]["at"].as_u64().expect("a place") as usize;
            for scope in 0..SCOPES.len() {
                let bytes = &film[8 + length + at + 4 * (scope * days + days - 1)..][..4];
                let last = f32::from_le_bytes(bytes.try_into().expect("four bytes"));
                assert_eq!(ending["last"][name][scope].as_f64().map(|x| x as f32), Some(last), "{name}");
            }
        }
    }
}
