//! What was observed of a series on single days, to be drawn over its fan.

use engine::calendar::Day;
use observables::quantity;
use run::record::measure::{is_unverified, measures};
use run::worlds::SeriesDecl;
use scenario::Loaded;

use crate::schema::{self, Real};

/// An observation of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The day.
    pub day: Day,
    /// Value, in the unit of the series.
    pub value: f64,
    /// Lower end of the range, where the source gives one.
    pub low: Option<f64>,
    /// Upper end of the range, where the source gives one.
    pub high: Option<f64>,
    /// Key of its source.
    pub source: String,
    /// Whether a source that is not weak confirms it.
    pub is_verified: bool,
}

/// What the record has for a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Observations of single days.
    pub days: Vec<Observation>,
    /// Observations that span several days: a sum over them cannot stand on an axis of days.
    pub n_longer: usize,
}

impl Observed {
    /// The observations of single days as an answer has them.
    pub fn written(&self, loaded: &Loaded) -> Vec<schema::Observed> {
        let one = |o: &Observation| schema::Observed {
            day: schema::Date::of(o.day, loaded.calendar),
            value: o.value.into(),
            low: o.low.map(Real),
            high: o.high.map(Real),
            source: o.source.clone(),
            source_name: schema::source_name(loaded, &o.source),
            verified: o.is_verified,
        };
        self.days.iter().map(one).collect()
    }
}

/// Quantities whose numbers in the record and in the model are of the same kind: a count of a day. The militia counted rural
/// actions, the model counts villagers who act.
const COUNTS: [usize; 2] = [quantity::STRIKERS, quantity::REFUSING];

/// The record of a daily series.
pub fn of_series(loaded: &Loaded, series: &SeriesDecl) -> Observed {
    let capital = &loaded.spec.places[loaded.spec.capital].id;
    let is_here = |place: &str| match series.scope {
        0 => place == "russia" || place == "all",
        _ => place == *capital,
    };
    if !COUNTS.contains(&series.at) {
        return Observed::default();
    }
    let measured = series.quantity().id;
    gather(loaded, |measure, place| measure == measured && is_here(place))
}

/// The record of a party's share of the delegates of the capital's council.
pub fn of_capital_seats(loaded: &Loaded, party: usize) -> Observed {
    let capital = &loaded.spec.places[loaded.spec.capital].id;
    let wanted = format!("council_seats_share:{}", loaded.spec.parties[party].id);
    gather(loaded, |measure, place| measure == wanted && place == *capital)
}

fn gather(loaded: &Loaded, is_wanted: impl Fn(&str, &str) -> bool) -> Observed {
    let measures = measures(loaded);
    let (first, last) = (loaded.spec.start, loaded.spec.end);
    let mut observed = Observed::default();
    for row in &loaded.evidence {
        let Some(measure) = measures.get(&(row.series.as_str(), row.place.as_str())) else { continue };
        if !is_wanted(&measure.measure, &row.place) || row.date_end < first || row.date_start > last {
            continue;
        }
        if row.date_start != row.date_end {
            observed.n_longer += 1;
            continue;
        }
        observed.days.push(Observation {
            day: row.date_start,
            value: row.value * measure.scale,
            low: row.low.map(|x| x * measure.scale),
            high: row.high.map(|x| x * measure.scale),
            source: row.source.clone(),
            is_verified: !is_unverified(row),
        });
    }
    observed
}
