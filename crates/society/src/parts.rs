//! The parts that run side by side: a seat, or a run of its groups, with units, cells and persons; and how they are summed.

use crate::inputs::N_PARTIES;
use crate::people::{People, Run};
use crate::places::{Cell, Group, Unit};
use engine::cells::cut;

/// Whole groups of one seat, with their units, cells and places in the columns: what one thread takes at a time. All
/// pieces together are the society, in order.
#[derive(Clone, Copy, Default)]
pub(crate) struct Piece {
    pub seat: u32,
    pub n_groups: usize,
    pub n_units: usize,
    pub n_cells: usize,
    pub room: usize,
}

/// A piece is closed when it has this many places in the columns: large enough to be worth taking, small enough for many
/// threads to finish together.
const PIECE: usize = 1 << 17;

/// The pieces of a society.
pub(crate) fn pieces(cells: &[Cell], groups: &[Group]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for group in groups {
        let cells = &cells[group.cells()];
        let units = cells[cells.len() - 1].unit + 1 - cells[0].unit;
        if pieces.last().is_none_or(|p| p.seat != group.seat || p.room >= PIECE) {
            pieces.push(Piece { seat: group.seat, ..Piece::default() });
        }
        let piece = pieces.last_mut().expect("one was pushed if there was none");
        piece.n_groups += 1;
        piece.n_units += units as usize;
        piece.n_cells += cells.len();
        piece.room += cells.iter().map(Cell::room).sum::<usize>();
    }
    pieces
}

/// Whole groups of one seat, to be worked on by one thread.
pub(crate) struct Part<'a> {
    pub seat: u32,
    first_group: usize,
    groups: &'a mut [Group],
    units: &'a mut [Unit],
    cells: &'a mut [Cell],
    run: Run<'a>,
}

/// Cuts a society into parts.
pub(crate) fn parts<'a>(
    pieces: &[Piece],
    groups: &'a mut [Group],
    units: &'a mut [Unit],
    cells: &'a mut [Cell],
    people: &'a mut People,
) -> Vec<Part<'a>> {
    let groups = cut(groups, pieces.iter().map(|p| p.n_groups));
    let units = cut(units, pieces.iter().map(|p| p.n_units));
    let cells = cut(cells, pieces.iter().map(|p| p.n_cells));
    let rooms: Vec<usize> = pieces.iter().map(|p| p.room).collect();
    let runs = people.cut(&rooms);
    let mut first_group = 0;
    let mut parts = Vec::with_capacity(pieces.len());
    for ((((piece, groups), units), cells), run) in pieces.iter().zip(groups).zip(units).zip(cells).zip(runs) {
        parts.push(Part { seat: piece.seat, first_group, groups, units, cells, run });
        first_group += piece.n_groups;
    }
    parts
}

/// Threads worth starting for these parts: starting one costs about as much as 65,536 places in the columns.
pub(crate) fn worth_starting(parts: &[Part<'_>], threads: usize) -> usize {
    let room: usize = parts.iter().map(|p| p.run.status.len()).sum();
    threads.min(1 + (room >> 16))
}

impl Part<'_> {
    /// Hands out each group with its position, its units, its cells and their places in the columns.
    #[inline(always)]
    pub fn for_each_group(mut self, mut work: impl FnMut(usize, &mut Group, &mut [Unit], &mut [Cell], Run<'_>)) {
        let (first_cell, first_unit, start) = (self.groups[0].first_cell, self.cells[0].unit, self.cells[0].start);
        for (i, group) in self.groups.iter_mut().enumerate() {
            let from = (group.first_cell - first_cell) as usize;
            let cells = &mut self.cells[from..from + group.n_cells as usize];
            let last = &cells[cells.len() - 1];
            let units = (cells[0].unit - first_unit) as usize..(last.unit + 1 - first_unit) as usize;
            let places = (cells[0].start - start) as usize..(last.start - start) as usize + last.room();
            work(self.first_group + i, group, &mut self.units[units], cells, self.run.part(places.start, places.end));
        }
    }
}

/// Sums the cells of a group, and their acting into units.
pub(crate) fn sum_group(group: &mut Group, units: &mut [Unit], cells: &[Cell]) {
    group.acting = [0; 3];
    group.sums = [0; 3];
    (group.follow, group.arms) = ([0; 4], [0; 4]);
    (group.present, group.dead, group.moved, group.custody) = (0, 0, 0, 0);
    (group.leaning, group.voters) = ([0; N_PARTIES], [0; N_PARTIES]);
    let first_unit = cells[0].unit;
    units.iter_mut().for_each(|u| u.acting = 0);
    for cell in cells {
        units[(cell.unit - first_unit) as usize].acting += cell.acting_total();
        group.count::<true>(cell);
    }
}

/// Sums the acting of a group's cells into its units, where any acts or has acted.
pub(crate) fn sum_units(group: &Group, units: &mut [Unit], cells: &[Cell]) {
    for unit in units.iter_mut().filter(|u| u.acting > 0 || group.acting != [0; 3]) {
        let from = (unit.first_cell - group.first_cell) as usize;
        unit.acting = cells[from..from + unit.n_cells as usize].iter().map(Cell::acting_total).sum();
    }
}
