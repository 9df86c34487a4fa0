//! `evidence/measures.csv`: which output of the model each series of the record is compared with.

use std::collections::BTreeMap;

use observables::question::After;
use society::events::EventKind;

use super::record::{Record, Unit};
use crate::loaded::evidence::MeasureRow;
use crate::problem::Problem;
use crate::read::field::{Field, Row, rows};
use crate::read::raw::{Columns, Table, short};
use crate::read::source::{Log, Spot};

pub(crate) const MEASURES: Columns = Columns {
    table: "the table of measures",
    required: &["series", "place", "measure", "scale"],
    expected: &["label", "unit", "note"],
    optional: &["places", "among", "class"],
};

/// A kind of output of the model that a series of the record can be compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MeasureKind {
    /// Name, which stands before `:` in the column `measure`.
    pub name: &'static str,
    /// Units of the observations that are compared as they are.
    pub units: &'static [&'static str],
    /// Units of the observations that become a share of a whole by a scale below 1.
    pub of_a_whole: &'static [&'static str],
    /// Units of the observations that count groups of what is measured, by a scale above 1.
    pub of_groups: &'static [&'static str],
    /// What stands after `:`.
    pub after: After,
}

const fn plain(name: &'static str, units: &'static [&'static str]) -> MeasureKind {
    MeasureKind { name, units, of_a_whole: &[], of_groups: &[], after: After::Nothing }
}

const fn by_party(
    name: &'static str,
    units: &'static [&'static str],
    of_a_whole: &'static [&'static str],
) -> MeasureKind {
    MeasureKind { name, units, of_a_whole, of_groups: &[], after: After::Party }
}

/// Word for a series that is compared with nothing.
const NONE: &str = "none";

/// The kinds of measure: observables that the record asks, by their identifiers. Beside them, `none` stands for no
/// counterpart.
pub const MEASURE_KINDS: [MeasureKind; 20] = [
    MeasureKind { of_groups: &["plants"], ..plain("strikers", &["workers"]) },
    plain("in_street", &["people", "soldiers"]),
    plain("under_arms", &["people", "soldiers"]),
    plain("refusing", &["soldiers"]),
    plain("dead", &["people"]),
    plain("wounded", &["people"]),
    plain("desertions", &["soldiers", "people"]),
    by_party("vote_share", &["share"], &["votes", "seats"]),
    by_party("congress_share", &["share"], &["delegates"]),
    by_party("council_seats", &["deputies"], &[]),
    by_party("council_seats_share", &["share"], &[]),
    plain("councils", &["soviets", "event"]),
    plain("council_founded", &["event"]),
    plain("peasant_actions", &["actions", "share_of_mar_oct"]),
    plain("peasant_events", &["actions", "event", "share_of_mar_oct"]),
    plain("turnout", &["share"]),
    MeasureKind { after: After::AnyParty, ..plain("votes_cast", &["votes", "people"]) },
    plain("council_turnout", &["share"]),
    MeasureKind { after: After::Event, ..plain("events", &["event", "events"]) },
    MeasureKind { after: After::Event, ..plain("first_event", &["hour"]) },
];

/// What the table is checked against.
pub(crate) struct Known<'a> {
    /// The record, where the table must fit it: one that is inherited need not.
    pub record: Option<&'a Record>,
    /// Identifiers of the parties, where they could be read.
    pub parties: Option<&'a BTreeMap<&'a str, usize>>,
}

/// Checks the rows of one table.
pub(crate) fn read<'a>(table: &'a Table<'a>, known: &Known<'_>, log: &'a Log) -> Vec<MeasureRow> {
    let mut found = Vec::new();
    let mut first: BTreeMap<(&str, &str), Spot<'_>> = BTreeMap::new();
    for row in rows(table, log) {
        let (series, place) = (row.need("series"), row.need("place"));
        if let (Some(series), Some(place)) = (series, place) {
            if let Some(first) = first.get(&(series.text, place.text)) {
                let what = format!("`{}` in `{}` has a measure twice", short(series.text), short(place.text));
                log.push(Problem::at(row.spot(), what).help(format!("first in line {}", first.line())));
            }
            first.entry((series.text, place.text)).or_insert(row.spot());
            if let Some(record) = known.record {
                record.has((series.text, series), Some((place.text, place)));
            }
        }
        let measure = row.need("measure");
        let kind = measure.and_then(|field| kind(field, known.parties));
        if let (Some(among), Some(parties)) = (row.get("among"), known.parties) {
            listed(among, "party", parties);
        }
        let scale = row.need("scale").and_then(scale);
        if let (Some(series), Some(place), Some(measure), Some(scale)) = (series, place, measure, scale) {
            found.push(MeasureRow {
                series: series.text.to_owned(),
                place: place.text.to_owned(),
                measure: measure.text.to_owned(),
                scale,
                label: row.text("label").to_owned(),
                unit: row.text("unit").to_owned(),
                note: row.text("note").to_owned(),
                places: row.text("places").to_owned(),
                among: row.text("among").to_owned(),
                class: row.text("class").to_owned(),
                file: table.source.label.clone(),
                line: row.spot().line(),
                instead_of: None,
            });
        }
        if let (Some(kind), Some(record), Some(series), Some(place)) = (kind, known.record, series, place)
            && let Some(unit) = record.units.get(&(series.text.to_string(), place.text.to_string()))
        {
            fits(kind, unit, scale, &row);
        }
    }
    found
}

/// Adds the rows of a base: those of a series and place that has a row already are replaced by it.
pub(crate) fn add_base(rows: &mut Vec<MeasureRow>, base: Vec<MeasureRow>) {
    let at: BTreeMap<(String, String), usize> =
        rows.iter().enumerate().map(|(at, row)| ((row.series.clone(), row.place.clone()), at)).collect();
    for row in base {
        match at.get(&(row.series.clone(), row.place.clone())) {
            // Of a chain of bases the nearest is the one that would have counted.
            Some(at) => drop(rows[*at].instead_of.get_or_insert_with(|| Box::new(row))),
            None => rows.push(row),
        }
    }
}

/// The kind of a measure with what stands after its colon; `None` for a fault and for `none`.
pub(crate) fn kind(field: Field<'_>, parties: Option<&BTreeMap<&str, usize>>) -> Option<MeasureKind> {
    if field.text == NONE {
        return None;
    }
    let (name, after) = match field.text.split_once(':') {
        Some((name, after)) => (name, Some(after)),
        None => (field.text, None),
    };
    let Some(kind) = MEASURE_KINDS.into_iter().find(|kind| kind.name == name) else {
        let names = MEASURE_KINDS.iter().map(|kind| kind.name).chain([NONE]);
        field.log.push(field.fault(format!("there is no measure `{}`", short(name))).nearest(name, names));
        return None;
    };
    match (kind.after, after) {
        (After::Party, None) => {
            let problem = field.fault(format!("`{name}` is a measure of one party"));
            field.log.push(problem.expected(format!("{name}:PARTY")).found(field.text));
        }
        (After::Event, None) => {
            let problem = field.fault(format!("`{name}` is a measure of one kind of event"));
            field.log.push(problem.expected(format!("{name}:KIND")).found(field.text));
        }
        (After::Nothing, Some(_)) => {
            let problem = field.fault(format!("`{name}` is no measure of one party"));
            field.log.push(problem.expected(name).found(field.text));
        }
        (After::Event, Some(event)) if EventKind::from_word(event).is_none() => {
            let problem = field.fault(format!("there is no kind of event `{}`", short(event)));
            field.log.push(problem.nearest(event, EventKind::WORDS).help("`tauride list events` has them all"));
        }
        (After::Party | After::AnyParty, Some(text)) => {
            if let Some(parties) = parties {
                listed(Field { text, ..field }, "party", parties);
            }
        }
        _ => {}
    }
    Some(kind)
}

/// Identifiers with `+` between them; of each that is none of the known, a fault.
pub(crate) fn listed(field: Field<'_>, thing: &str, known: &BTreeMap<&str, usize>) {
    for id in list_of(field.text).filter(|id| !known.contains_key(id)) {
        let problem = field.fault(format!("there is no {thing} `{}`", short(id)));
        field.log.push(problem.nearest(id, known.keys().copied()));
    }
}

/// The identifiers of a list with `+` between them.
pub fn list_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('+').map(str::trim).filter(|id| !id.is_empty())
}

fn scale(field: Field<'_>) -> Option<f64> {
    let value = field.number(f64::MIN..=f64::MAX)?;
    if value > 0.0 {
        return Some(value);
    }
    field.log.push(field.fault("`scale` is not above 0").found(field.text));
    None
}

/// Tells of observations in a unit that the measure does not have.
fn fits(kind: MeasureKind, unit: &Unit, scale: Option<f64>, row: &Row<'_>) {
    let name = unit.name.as_str();
    let Some(field) = row.get("measure").filter(|_| !kind.units.contains(&name)) else {
        return;
    };
    if kind.of_groups.contains(&name) {
        if let (Some(scale), Some(field)) = (scale, row.get("scale"))
            && scale <= 1.0
        {
            let problem = field.fault(format!("this series is in {name}, and `{}` counts persons", kind.name));
            row.log.push(problem.expected("a scale above 1: persons to one of them").found(field.text));
        }
    } else if !kind.of_a_whole.contains(&name) {
        let units: Vec<&str> = kind.units.iter().chain(kind.of_a_whole).chain(kind.of_groups).copied().collect();
        let problem = field.fault(format!("`{}` is not measured in the unit of this series", kind.name));
        let problem = problem.expected(units.join(" or ")).found(name);
        row.log.push(problem.help(format!("see {}:{}", unit.file, unit.line)));
    } else if let (Some(scale), Some(field)) = (scale, row.get("scale"))
        && scale >= 1.0
    {
        let problem = field.fault(format!("`{}` is a share, and this series is in {name}", kind.name));
        row.log.push(problem.expected("a scale below 1").found(field.text));
    }
}
