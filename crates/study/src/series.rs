//! Courses over the year in many worlds: their quantiles day by day, beside what the record has.

use engine::calendar::{Calendar, Day};
use observables::quantity;
use observables::question::Kind;
use run::record::measure::{is_unverified, measures};
use run::record::sources::source_name;
use run::worlds::{SERIES, SeriesDecl, WEEK, WorldSummary};
use scenario::Loaded;
use serde::Serialize;
use stats::interval::quantile;

use crate::schema::{Date, Named, Observed, OnDay, Quantiles, Real};

/// Shares of the worlds below the lines of a fan.
const QUANTILES: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
/// Position in [`QUANTILES`] of what a tenth of the worlds lie above.
const OFTEN: usize = 5;
/// Quantities whose numbers in the record and in the model are of the same kind: a count of a day. The militia counted rural
/// actions, the model counts villagers who act.
const COUNTS: [usize; 2] = [quantity::STRIKERS, quantity::REFUSING];

/// A course over the year, over the worlds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Series {
    /// Short name.
    pub name: String,
    /// Title for readers.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Where: the capital, or the whole country.
    pub place: Named,
    /// Days from one value to the next, the first on the first day.
    pub every_days: i32,
    /// The quantiles of each of these days by itself: no single world follows such a line.
    pub quantiles: Quantiles<Vec<Real>>,
    /// Observations of single days.
    pub observed: Vec<Observed>,
    /// Observations that span several days and cannot stand on an axis of days.
    pub observed_over_longer: usize,
}

impl Series {
    /// A daily series of these worlds, by its position in [`SERIES`].
    pub fn daily(loaded: &Loaded, at: usize, worlds: &[WorldSummary]) -> Series {
        let declared = &SERIES[at];
        let (observed, observed_over_longer) = record_of(loaded, declared);
        Series {
            name: declared.name.to_owned(),
            title: declared.title.to_owned(),
            unit: declared.unit.to_owned(),
            place: if declared.scope == 1 { capital(loaded) } else { Named::country() },
            every_days: 1,
            quantiles: daily_quantiles(worlds, at),
            observed,
            observed_over_longer,
        }
    }

    /// A party's share of the capital's delegates, week by week; `None` for one that has a tenth of them at no time in a tenth of
    /// the worlds: it would be a line on the axis.
    pub fn of_seats(loaded: &Loaded, party: usize, worlds: &[WorldSummary]) -> Option<Series> {
        let share = |seats: &[f32]| {
            let all: f64 = seats.iter().map(|n| f64::from(*n)).sum();
            if all > 0.0 { f64::from(seats[party]) / all } else { 0.0 }
        };
        let lines = bands(worlds, |w| w.capital_seats.len(), |w, week| share(&w.capital_seats[week]));
        if lines[OFTEN].iter().all(|x| x.0 < 0.1) {
            return None;
        }
        let declared = &loaded.spec.parties[party];
        let (capital, wanted) = (capital(loaded), format!("{}:{}", Kind::CouncilShare.id(), declared.id));
        let (observed, observed_over_longer) =
            gather(loaded, |measure, place| measure == wanted && place == capital.id);
        Some(Series {
            name: format!("capital_seats_{}", declared.id),
            title: format!("{}: share of the capital\u{2019}s delegates", declared.name),
            unit: "share of delegates".to_owned(),
            place: capital,
            every_days: WEEK,
            quantiles: by_quantile(lines),
            observed,
            observed_over_longer,
        })
    }
}

fn capital(loaded: &Loaded) -> Named {
    let capital = &loaded.spec.places[loaded.spec.capital];
    Named::new(&capital.id, &capital.name)
}

/// The quantiles of a daily series over worlds, by its position in [`SERIES`].
pub fn daily_quantiles(worlds: &[WorldSummary], at: usize) -> Quantiles<Vec<Real>> {
    by_quantile(bands(worlds, |w| w.series[at].len(), |w, day| f64::from(w.series[at][day])))
}

fn bands(
    worlds: &[WorldSummary],
    n: impl Fn(&WorldSummary) -> usize,
    at: impl Fn(&WorldSummary, usize) -> f64,
) -> [Vec<Real>; 7] {
    let n = worlds.iter().map(n).min().unwrap_or(0);
    let mut bands: [Vec<Real>; 7] = Default::default();
    for i in 0..n {
        let values = quantiles(worlds.iter().map(|w| at(w, i)).collect());
        bands.iter_mut().zip(values).for_each(|(band, x)| band.push(Real(x)));
    }
    bands
}

/// The quantiles of some values, at 5, 10, 25, 50, 75, 90 and 95 per cent; not numbers where there are none.
pub fn quantiles(mut values: Vec<f64>) -> [f64; 7] {
    values.sort_by(f64::total_cmp);
    QUANTILES.map(|q| if values.is_empty() { f64::NAN } else { quantile(&values, q) })
}

/// The names of these quantiles, with what belongs to each.
pub fn by_quantile<T>(values: impl IntoIterator<Item = T>) -> Quantiles<T> {
    QUANTILES.iter().map(|share| format!("p{:.0}", share * 100.0)).zip(values).collect()
}

/// Worlds by day, from the days in order.
pub fn on_days(days: &[i32], calendar: Calendar) -> Vec<OnDay> {
    let same = days.chunk_by(|a, b| a == b);
    same.map(|day| OnDay { day: Date::of(Day(day[0]), calendar), worlds: day.len() as u64 }).collect()
}

/// The record of a daily series: observations of single days, and how many span several, which cannot stand on an axis of days.
fn record_of(loaded: &Loaded, series: &SeriesDecl) -> (Vec<Observed>, usize) {
    if !COUNTS.contains(&series.at) {
        return (Vec::new(), 0);
    }
    let (capital, measured) = (capital(loaded).id, series.quantity().id);
    let is_here = |place: &str| match series.scope {
        0 => loaded.spec.is_country(place),
        _ => place == capital,
    };
    gather(loaded, |measure, place| measure == measured && is_here(place))
}

fn gather(loaded: &Loaded, is_wanted: impl Fn(&str, &str) -> bool) -> (Vec<Observed>, usize) {
    let measures = measures(loaded);
    let (first, last) = (loaded.spec.start, loaded.spec.end);
    let (mut days, mut n_longer) = (Vec::new(), 0);
    for row in &loaded.evidence {
        let Some(measure) = measures.get(&(row.series.as_str(), row.place.as_str())) else { continue };
        if !is_wanted(&measure.measure, &row.place) || row.date_end < first || row.date_start > last {
            continue;
        }
        if row.date_start != row.date_end {
            n_longer += 1;
            continue;
        }
        let scaled = |x: f64| Real(x * measure.scale);
        days.push(Observed {
            day: Date::of(row.date_start, loaded.calendar),
            value: scaled(row.value),
            low: row.low.map(scaled),
            high: row.high.map(scaled),
            source: row.source.clone(),
            source_name: source_name(loaded, &row.source),
            verified: !is_unverified(row),
        });
    }
    (days, n_longer)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use run::worlds::{self, Job};

    use super::*;

    #[test]
    fn law_quantiles_of_known_worlds() {
        let spec = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let one = worlds::run(Job { spec: &spec, seed: 1, scale: 10 }, &AtomicBool::new(false)).expect("no stop");
        let world = |i: u8| WorldSummary { series: vec![vec![f32::from(i) * 10.0, 1.0]], ..one.clone() };
        let found = daily_quantiles(&(0..5).map(world).collect::<Vec<_>>(), 0);
        let of = |name: &str| found[name].iter().map(|x| x.0).collect::<Vec<_>>();
        assert_eq!(
            ["p5", "p10", "p25", "p50", "p75", "p90", "p95"].map(|p| of(p)[0]),
            [2.0, 4.0, 10.0, 20.0, 30.0, 36.0, 38.0]
        );
        assert_eq!(of("p50"), [20.0, 1.0]);
    }

    #[test]
    fn agrees_with_the_record_of_1917() {
        let loaded = scenario::load_bundled("russia-1917").expect("it comes with the program");
        let (capital, _) = record_of(&loaded, &SERIES[1]);
        let first = capital.iter().find(|o| o.source == "imperhans_25feb").expect("the record has it");
        assert_eq!((first.day.date_local.as_str(), first.value.0), ("1917-02-23", 128_388.0));
        assert_eq!(first.high, Some(Real(128_388.0)));
        assert!(capital.iter().all(|o| o.day >= Date::of(loaded.spec.start, loaded.calendar)));
        assert!(record_of(&loaded, &SERIES[0]).1 > 0, "sums over weeks are not drawn on an axis of days");
        assert_eq!(record_of(&loaded, &SERIES[3]), (Vec::new(), 0));
    }
}
