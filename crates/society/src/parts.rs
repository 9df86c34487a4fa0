//! The parts that run side by side: a seat, or a run of its groups, with units, cells and persons; and how they are summed.

use crate::inputs::{N_PARTIES, Role};
use crate::people::{People, Run};
use crate::places::{Authority, Cell, Group, Locality, PEASANTS, SOLDIERS, STREET, Unit, WORKERS};
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
        let cells = &cells[group.first_cell as usize..(group.first_cell + group.n_cells) as usize];
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

impl Group {
    /// Adds a cell to the sums of its group, or takes it out of them.
    #[inline(always)]
    pub(crate) fn count<const ADDS: bool>(&mut self, cell: &Cell) {
        let note = |sum: &mut u32, n: u32| *sum = if ADDS { *sum + n } else { *sum - n };
        let note_long = |sum: &mut u64, n: u32| *sum = if ADDS { *sum + u64::from(n) } else { *sum - u64::from(n) };
        for (sum, n) in self.acting.iter_mut().zip(&cell.acting) {
            note(sum, u32::from(*n));
        }
        for (sum, n) in self.sums.iter_mut().zip([cell.grievance, cell.ruler, cell.contender]) {
            note_long(sum, n);
        }
        let (present, authority) = (cell.present(), cell.authority as usize);
        note(&mut self.present, present);
        note(&mut self.follow[authority], present);
        note(&mut self.arms[authority], if self.role.is_armed() { present } else { u32::from(cell.arms) });
        note(&mut self.dead, u32::from(cell.dead));
        note(&mut self.moved, u32::from(cell.moved));
        note(&mut self.custody, u32::from(cell.custody));
        for party in 0..N_PARTIES {
            note(&mut self.leaning[party], u32::from(cell.census.leaning[party]));
            note(&mut self.voters[party], u32::from(cell.census.voters[party]));
        }
    }
}

impl Locality {
    /// Sums its groups. `ruler` is the authority whose orders are the state's.
    pub(crate) fn sum(&mut self, groups: &[Group], ruler: Authority) {
        let mut totals = [[0.0_f32; 2]; 4];
        let (mut crowd, mut arms) = (0, [0.0_f32; 4]);
        let mut wages = [0.0_f64; 2];
        for group in groups {
            let n = group.present as f32;
            let acts = group.acting.iter().sum::<u32>() as f32;
            let out = (group.acting[1] + group.acting[2]) as f32;
            let at_post = if group.role == Role::Police { self.police } else { 1.0 };
            for (sum, n) in arms.iter_mut().zip(group.arms) {
                *sum += n as f32 * at_post;
            }
            if group.role.is_armed() {
                // Police and cadets are not what soldiers look at when they ask who refuses.
                if !matches!(group.role, Role::Police | Role::Junker) {
                    totals[SOLDIERS][0] += n - group.follow[ruler as usize] as f32;
                    totals[SOLDIERS][1] += n;
                }
                continue;
            }
            crowd += if group.role.is_rural() { 0 } else { out as u32 };
            if group.role.is_worker() {
                totals[WORKERS][0] += acts;
                totals[WORKERS][1] += n;
                wages[0] += f64::from(n) * f64::from(group.wage);
                wages[1] += f64::from(n);
            } else if group.role == Role::Peasant {
                totals[PEASANTS][0] += acts;
                totals[PEASANTS][1] += n;
            }
            if !group.role.is_rural() {
                totals[STREET][0] += out;
                totals[STREET][1] += n;
            }
        }
        for (share, [acts, n]) in self.shares.iter_mut().zip(totals) {
            *share = if n > 0.0 { acts / n } else { 0.0 };
        }
        self.crowd = crowd;
        self.arms = arms.map(|n| n as u32);
        if wages[1] > 0.0 {
            self.wage = (wages[0] / wages[1]) as f32;
        }
    }
}
