//! The tables of a scenario, row by row: what each column means and may hold.

use std::collections::BTreeMap;

use engine::calendar::{Calendar, Day};
use society::spec::{
    EXOGENOUS_KINDS, ExogenousKind, INDICATORS, Indicator, LINK_KINDS, LinkKind, PLACE_KINDS, PlaceKind,
};

use crate::loaded::Mark;
use crate::problem::Problem;
use crate::read::field::{Field, Row, rows, word};
use crate::read::raw::{Columns, Table, short};
use crate::read::source::Spot;
use crate::tables::origin::Context;
use crate::tables::words;

/// Most places: a place is named by sixteen bits, with room to spare.
pub(crate) const MOST_PLACES: usize = 60_000;
/// Longest identifier.
const LONGEST_ID: usize = 64;

pub(crate) const PLACES: Columns = Columns {
    table: "places",
    required: &["id", "kind", "source"],
    expected: &["name", "parent", "lat", "lon", "population", "confidence"],
    optional: &["name_ru", "area_km2", "note"],
};
pub(crate) const POPULATION: Columns = Columns {
    table: "population",
    required: &["place", "class", "persons", "source"],
    expected: &["share_women", "confidence"],
    optional: &["note"],
};
pub(crate) const CELLS: Columns = Columns {
    table: "cells",
    required: &["id", "name", "place", "class", "persons", "source"],
    expected: &["kind", "share_women", "confidence"],
    optional: &["name_ru", "wage", "owner", "note"],
};
pub(crate) const LINKS: Columns = Columns {
    table: "links",
    required: &["from", "to", "kind", "hours", "source"],
    expected: &["confidence"],
    optional: &["note"],
};
pub(crate) const CONDITIONS: Columns = Columns {
    table: "conditions",
    required: &["indicator", "date", "place", "value", "kind", "interpolation", "source"],
    expected: &["unit", "confidence"],
    optional: &["note"],
};

pub(crate) const NATIONS: Columns = Columns {
    table: "nations",
    required: &["place", "nation", "share", "source"],
    expected: &["confidence"],
    optional: &["note"],
};
pub(crate) const MEMORY: Columns = Columns {
    table: "memory",
    required: &["place", "class", "share", "source"],
    expected: &["confidence"],
    optional: &["note"],
};
pub(crate) const ROOTS: Columns = Columns {
    table: "roots",
    required: &["place", "party", "times", "source"],
    expected: &["confidence"],
    optional: &["note"],
};

pub(crate) struct PlaceRow<'a> {
    pub id: &'a str,
    pub spot: Spot<'a>,
    pub name: &'a str,
    pub name_ru: &'a str,
    pub kind: Option<PlaceKind>,
    pub parent: Option<Field<'a>>,
    pub at: Option<(f64, f64)>,
    /// Whether a coordinate is written, right or wrong.
    pub has_coordinate: bool,
    pub population: Option<(f64, Field<'a>)>,
    pub unverified: bool,
}

pub(crate) struct PopulationRow<'a> {
    pub place: Option<Field<'a>>,
    pub class: Option<Field<'a>>,
    pub persons: Option<(u32, Field<'a>)>,
    pub share_women: Option<f64>,
    pub unverified: bool,
    pub spot: Spot<'a>,
}

pub(crate) struct CellRow<'a> {
    pub name: &'a str,
    /// Wage next to that of the place.
    pub wage: Option<f64>,
    /// Identifier of the owner.
    pub owner: Option<Field<'a>>,
    pub place: Option<Field<'a>>,
    pub class: Option<Field<'a>>,
    pub persons: Option<(u32, Field<'a>)>,
    pub share_women: Option<f64>,
    pub unverified: bool,
    pub spot: Spot<'a>,
}

pub(crate) struct LinkRow<'a> {
    pub from: Option<Field<'a>>,
    pub to: Option<Field<'a>>,
    pub kind: Option<LinkKind>,
    pub hours: Option<f64>,
    pub spot: Spot<'a>,
}

/// A row of `nations.csv`, of `roots.csv` or of `memory.csv`: what a people, a party or a class is in a place.
pub(crate) struct InPlaceRow<'a> {
    pub place: Option<Field<'a>>,
    pub of: Option<Field<'a>>,
    pub value: Option<f64>,
    pub spot: Spot<'a>,
}

pub(crate) struct ConditionRow<'a> {
    pub indicator: Option<Indicator>,
    pub day: Option<Day>,
    pub place: Option<Field<'a>>,
    pub value: Option<f64>,
    pub kind: Option<ExogenousKind>,
    pub linear: Option<bool>,
    pub mark: Option<Mark>,
    pub spot: Spot<'a>,
    pub source: &'a str,
    pub note: &'a str,
}

/// An identifier: lower-case Latin letters, digits, `_` and `-`.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= LONGEST_ID
        && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

/// Notes an identifier, or tells that it is badly formed or stands twice.
pub(crate) fn take_id<'a>(field: Field<'a>, taken: &mut BTreeMap<&'a str, Spot<'a>>, thing: &str) {
    if !is_id(field.text) {
        let problem = field.fault(format!("this is no identifier of a {thing}"));
        field.log.push(problem.expected("lower-case Latin letters, digits and _").found(field.text));
    }
    if let Some(first) = taken.get(field.text) {
        let what = format!("{thing} `{}` stands twice", short(field.text));
        field.log.push(field.fault(what).help(format!("first in line {}", first.line())));
    } else {
        taken.insert(field.text, field.spot);
    }
}

pub(crate) fn places<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<PlaceRow<'a>> {
    let mut taken = BTreeMap::new();
    let mut found = Vec::new();
    if table.rows.len() > MOST_PLACES {
        let what = format!("there are {} places", table.rows.len());
        context.log.push(Problem::at(table.spot(0), what).expected(format!("{MOST_PLACES} at most")));
        return found;
    }
    for row in rows(table, context.log) {
        let id = row.need("id");
        if let Some(id) = id {
            take_id(id, &mut taken, "place");
        }
        let lat = row.get("lat").map(|f| f.number(-90.0..=90.0));
        let lon = row.get("lon").map(|f| f.number(-180.0..=180.0));
        if let (Some(_), None) | (None, Some(_)) = (lat, lon) {
            let what = format!("place `{}` has one coordinate of two", id.map_or("", |f| f.text));
            context.log.push(Problem::at(row.spot(), what));
        }
        if let Some(area) = row.get("area_km2") {
            area.number(0.0..=f64::MAX);
        }
        let population = row.get("population");
        let id_text = id.map_or("", |f| f.text);
        let mark = context.row(&row, &format!("place {id_text}"), population.map_or("", |f| f.text));
        found.push(PlaceRow {
            id: id_text,
            spot: id.map_or(row.spot(), |f| f.spot),
            name: row.get("name").map_or(id_text, |f| f.text),
            name_ru: row.text("name_ru"),
            kind: row.need("kind").and_then(|f| f.word(&PLACE_KINDS)),
            parent: row.get("parent"),
            has_coordinate: lat.is_some() || lon.is_some(),
            at: lat.flatten().zip(lon.flatten()),
            population: population.and_then(|f| Some((f.number(0.0..=1e10)?, f))),
            unverified: mark == Some(Mark::Unverified),
        });
    }
    found
}

fn persons<'a>(row: &Row<'a>) -> Option<(u32, Field<'a>)> {
    row.need("persons").and_then(|f| Some((f.count()?, f)))
}

pub(crate) fn population<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<PopulationRow<'a>> {
    rows(table, context.log)
        .map(|row| {
            let item = format!("persons of class {} in {}", row.text("class"), row.text("place"));
            let mark = context.row(&row, &item, row.text("persons"));
            PopulationRow {
                place: row.need("place"),
                class: row.need("class"),
                persons: persons(&row),
                share_women: row.get("share_women").and_then(|f| f.share()),
                unverified: mark == Some(Mark::Unverified),
                spot: row.spot(),
            }
        })
        .collect()
}

/// No works pays more than this, next to the wage of its place.
const MOST_WAGE: f64 = 100.0;

pub(crate) fn cells<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<CellRow<'a>> {
    let mut taken = BTreeMap::new();
    rows(table, context.log)
        .map(|row| {
            if let Some(id) = row.need("id") {
                take_id(id, &mut taken, "cell");
            }
            if let Some(kind) = row.get("kind") {
                words::one_of(kind, &words::CELL_KINDS);
            }
            let mark = context.row(&row, &format!("persons of {}", row.text("name")), row.text("persons"));
            CellRow {
                name: row.need("name").map_or("", |f| f.text),
                wage: row.get("wage").and_then(|f| f.number(0.0..=MOST_WAGE)),
                owner: row.get("owner"),
                place: row.need("place"),
                class: row.need("class"),
                persons: persons(&row),
                share_women: row.get("share_women").and_then(|f| f.share()),
                unverified: mark == Some(Mark::Unverified),
                spot: row.spot(),
            }
        })
        .collect()
}

pub(crate) fn links<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<LinkRow<'a>> {
    /// No way within the empire took longer: a month.
    const LONGEST_HOURS: f64 = 1000.0;
    rows(table, context.log)
        .map(|row| {
            let item = format!("hours from {} to {}", row.text("from"), row.text("to"));
            context.row(&row, &item, row.text("hours"));
            LinkRow {
                from: row.need("from"),
                to: row.need("to"),
                kind: row.need("kind").and_then(|f| f.word(&LINK_KINDS)),
                hours: row.need("hours").and_then(|f| f.number(0.0..=LONGEST_HOURS)),
                spot: row.spot(),
            }
        })
        .collect()
}

pub(crate) fn nations<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<InPlaceRow<'a>> {
    in_place(table, ["nation", "share"], 1.0, context)
}

pub(crate) fn memory<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<InPlaceRow<'a>> {
    in_place(table, ["class", "share"], 1.0, context)
}

pub(crate) fn roots<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<InPlaceRow<'a>> {
    /// Nowhere is a party stronger than this, next to the country's mean.
    const STRONGEST: f64 = 100.0;
    in_place(table, ["party", "times"], STRONGEST, context)
}

fn in_place<'a>(
    table: &'a Table<'a>,
    [of, value]: [&'static str; 2],
    most: f64,
    context: &Context<'a>,
) -> Vec<InPlaceRow<'a>> {
    rows(table, context.log)
        .map(|row| {
            let item = format!("{value} of {} in {}", row.text(of), row.text("place"));
            context.row(&row, &item, row.text(value));
            InPlaceRow {
                place: row.need("place"),
                of: row.need(of),
                value: row.need(value).and_then(|f| f.number(0.0..=most)),
                spot: row.spot(),
            }
        })
        .collect()
}

pub(crate) fn conditions<'a>(table: &'a Table<'a>, context: &Context<'a>) -> Vec<ConditionRow<'a>> {
    let names = INDICATORS.map(|(name, indicator, ..)| (name, indicator));
    rows(table, context.log)
        .map(|row| {
            let item = format!("{} in {} on {}", row.text("indicator"), row.text("place"), row.text("date"));
            let mark = context.row(&row, &item, row.text("value"));
            let indicator = row.need("indicator").and_then(|f| f.word(&names));
            let range = INDICATORS.iter().find(|i| Some(i.1) == indicator).map(|i| i.3..=i.4);
            if let (Some(unit), Some(indicator)) = (row.get("unit"), indicator) {
                words::unit(unit, indicator);
            }
            ConditionRow {
                indicator,
                day: row.need("date").and_then(|f| f.date(table.source.calendar)),
                place: row.need("place"),
                value: row.need("value").and_then(|f| f.number(range.unwrap_or(f64::MIN..=f64::MAX))),
                kind: row.need("kind").and_then(exogenous),
                linear: row.need("interpolation").and_then(|f| f.word(&[("linear", true), ("step", false)])),
                mark,
                spot: row.spot(),
                source: row.text("source"),
                note: row.text("note"),
            }
        })
        .collect()
}

/// The kind of a dated input. This is where the rule of the whole model is kept: what actors could decide is no input.
pub(crate) fn exogenous(field: Field<'_>) -> Option<ExogenousKind> {
    let found = EXOGENOUS_KINDS.iter().find(|(name, _)| *name == field.text).map(|(_, kind)| *kind);
    if found.is_none() {
        let list = EXOGENOUS_KINDS.map(|(name, _)| name);
        let near = crate::problem::nearest(field.text, list);
        let problem = field
            .fault("a dated input may only be what the actors could not decide")
            .expected(format!("one of {}", list.join(", ")))
            .found(field.text);
        field.log.push(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        });
    }
    found
}

/// A calendar as written.
pub(crate) fn calendar(field: Field<'_>) -> Option<Calendar> {
    field.word(&[Calendar::OldStyle, Calendar::NewStyle].map(|c| (word(c), c)))
}
