//! The workplaces, companies and villages that can be followed from day to day: all that have a name, and for each county
//! one village, for each sector of the front one company, for each district and town one unnamed unit of townspeople.

use std::collections::BTreeMap;

use engine::cells::for_each_piece;
use serde::Serialize;
use society::spec::{Capability, ISSUES, PlaceKind, Spec};
use society::{Society, UnitView};

use crate::pack::{Pack, byte};

const NONE: u8 = 255;

/// Columns of a followed unit before the demands.
const COLUMNS: [&str; 9] =
    ["on_strike", "in_street", "armed", "grievance", "trust", "power", "authority", "party", "delegate"];
/// Columns of why its people act or stay. The last two may be negative: see [`signed`].
const WHY: [&str; 8] = ["felt", "proof", "experience", "fear", "fatigue", "reached", "call", "occasion"];

/// All columns, in order: see [`Units::columns`].
const N_COLUMNS: usize = COLUMNS.len() + ISSUES.len() + WHY.len();

/// Units that a thread takes at once.
const UNITS_AT_ONCE: usize = 64;

/// The followed units.
pub(super) struct Units {
    chosen: Vec<usize>,
    first: Vec<UnitView>,
    /// By column, then day, then unit: as the days come.
    columns: [Vec<u8>; N_COLUMNS],
    /// Thresholds of a unit's people at the start: the tenth, the middle, the ninetieth of a hundred.
    thresholds: Vec<[u8; 3]>,
}

/// A unit that can be followed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export_to = "page.ts"))]
pub struct Unit {
    /// Its name; null where it is one of many.
    pub name: Option<String>,
    /// Its place.
    pub place: usize,
    /// Its class.
    pub class: usize,
    /// Adults.
    pub adults: u32,
    /// Cells.
    pub cells: u32,
    /// Thresholds of its people at the start, as shares of 255: the tenth, the middle, the ninetieth of a hundred.
    pub thresholds: [u8; 3],
}

/// What others need to know of the followed units.
pub(super) struct Followed {
    /// For the page, in the order of the columns.
    pub list: Vec<Unit>,
    /// Cell ranges `(first, after the last)` of the followed units, with their position, in order of cell.
    pub cells: Vec<(u32, u32, usize)>,
}

impl Units {
    pub(super) fn choose(spec: &Spec, society: &Society) -> Units {
        let mut chosen = Vec::new();
        let mut others: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for index in 0..society.n_units() {
            let unit = society.unit(index);
            if unit.named.is_some_and(|group| spec.groups[group].name.is_some()) {
                chosen.push(index);
            } else if is_shown(spec, &unit) {
                others.entry((unit.place, unit.class)).or_default().push(index);
            }
        }
        for mut units in others.into_values() {
            // Neither the largest nor the smallest: the one in the middle by size, the first of equals.
            units.sort_by_key(|index| (society.unit(*index).adults, *index));
            chosen.push(units[units.len() / 2]);
        }
        chosen.sort_unstable();
        let first = chosen.iter().map(|index| society.unit(*index)).collect();
        let thresholds = |index: &usize| society.thresholds(*index).map(|x| byte(f64::from(x)));
        let thresholds = chosen.iter().map(thresholds).collect();
        Units { chosen, first, columns: [const { Vec::new() }; N_COLUMNS], thresholds }
    }

    /// Takes in the day that has just been simulated, on so many threads.
    pub(super) fn take(&mut self, spec: &Spec, society: &Society, threads: usize) {
        let pieces: Vec<&[usize]> = self.chosen.chunks(UNITS_AT_ONCE).collect();
        let rows = for_each_piece(pieces, threads, |_, units| {
            units.iter().map(|index| today(spec, society, *index)).collect::<Vec<_>>()
        });
        for values in rows.into_iter().flatten() {
            self.columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
    }

    pub(super) fn pack(&self, pack: &mut Pack, spec: &Spec) -> Followed {
        let names = COLUMNS.iter().map(|name| format!("unit.{name}"));
        let names = names.chain(ISSUES.iter().map(|name| format!("unit.unmet_{name}")));
        let names = names.chain(WHY.iter().map(|name| format!("unit.why_{name}")));
        for (name, column) in names.zip(&self.columns) {
            pack.u8(&name, &by_unit(column, self.chosen.len()));
        }
        let list = self.first.iter().zip(&self.thresholds).map(|(unit, thresholds)| Unit {
            name: unit.named.and_then(|group| spec.groups[group].name.clone()),
            place: unit.place,
            class: unit.class,
            adults: unit.adults,
            cells: unit.n_cells,
            thresholds: *thresholds,
        });
        let cells = self.first.iter().enumerate();
        let mut cells: Vec<_> = cells.map(|(at, u)| (u.first_cell, u.first_cell + u.n_cells, at)).collect();
        cells.sort_unstable();
        Followed { list: list.collect(), cells }
    }
}

/// The values of a unit on the day simulated last, in the order of the columns.
fn today(spec: &Spec, society: &Society, index: usize) -> [u8; N_COLUMNS] {
    let unit = society.unit(index);
    let share = |n: u32| byte(f64::from(n) / f64::from(unit.adults.max(1)));
    let state = [
        share(unit.acting[0]),
        share(unit.acting[1]),
        share(unit.acting[2]),
        byte(f64::from(unit.grievance)),
        byte(f64::from(unit.trust)),
        byte(f64::from(unit.power)),
        largest(&unit.follow),
        largest(&unit.leaning),
        unit.delegate.unwrap_or(NONE),
    ];
    let why = society.reasons(spec, index);
    let plain = [why.felt, why.proof, why.experience, why.fear, why.fatigue, why.reached];
    let shares = unit.unmet.into_iter().chain(plain).map(|x| byte(f64::from(x)));
    let values = state.into_iter().chain(shares).chain([why.call, why.occasion].map(signed));
    let mut out = [0; N_COLUMNS];
    out.iter_mut().zip(values).for_each(|(column, value)| *column = value);
    out
}

/// A column of so many units, day by day, as all days of the first unit, then of the second, and so on.
fn by_unit(column: &[u8], units: usize) -> Vec<u8> {
    let days = column.len() / units.max(1);
    let mut out = vec![0; column.len()];
    for (day, values) in column.chunks_exact(units.max(1)).enumerate() {
        for (unit, value) in values.iter().enumerate() {
            out[unit * days + day] = *value;
        }
    }
    out
}

fn is_shown(spec: &Spec, unit: &UnitView) -> bool {
    let does = spec.classes[unit.class].does;
    match spec.places[unit.place].kind {
        PlaceKind::County => does.take_land(),
        PlaceKind::Front => does.hold_front(),
        PlaceKind::District => does.are_of_the_street() && !does.has(Capability::JoinCommittees),
        _ => false,
    }
}

/// A term that may be negative, as a byte: 128 is nought, and a step is 1/255 as in the other columns.
fn signed(x: f32) -> u8 {
    (128.0 + (x * 255.0).round()).clamp(0.0, 255.0) as u8
}

/// Position of the largest, the first of equals; [`NONE`] when all are nothing.
fn largest(values: &[u32]) -> u8 {
    let most = values.iter().copied().max().unwrap_or(0);
    let at = values.iter().position(|x| *x == most && most > 0);
    at.map_or(NONE, |at| at as u8)
}
