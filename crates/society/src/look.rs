//! Looking at one workplace, company or village while a society lives: what its members feel and do today.
//!
//! Nothing here changes anything, and no table is made from it: it is for those who follow a unit from day to day.

mod reasons;

use crate::mechanisms::allegiance::Rule;
use crate::places::{Cell, NONE, Unit};
use crate::society::Society;
use crate::spec::{N_ISSUES, N_PARTIES};

/// A workplace, regiment, ship, village or office, as it stands on a day. Counts are in real persons.
#[derive(Clone, Copy, Debug)]
pub struct UnitView {
    /// Leaf place.
    pub place: usize,
    /// Class.
    pub class: usize,
    /// Position of its name in the scenario's groups, if it has one.
    pub named: Option<usize>,
    /// First cell.
    pub first_cell: u32,
    /// Number of cells.
    pub n_cells: u32,
    /// Adults at the start.
    pub adults: u32,
    /// Adults on strike or refusing, in the street, and armed.
    pub acting: [u32; 3],
    /// Killed since the start.
    pub dead: u32,
    /// Mean grievance of those present, 0..=1.
    pub grievance: f32,
    /// Mean trust of those present, 0..=1.
    pub trust: f32,
    /// Mean attitude to power of those present: 0 government, 1 councils.
    pub power: f32,
    /// Adults by the authority that their cell follows: government, council, committee, nobody.
    pub follow: [u32; 4],
    /// Adults leaning to each party at the last count.
    pub leaning: [u32; N_PARTIES],
    /// Party of the delegate that its first cell has sent to the council.
    pub delegate: Option<u8>,
    /// How much of each demand is felt and not met, 0..=1, in the order of [`crate::spec::ISSUES`]; the same for all of its
    /// class in its place.
    pub unmet: [f32; N_ISSUES],
    /// Days of the present strike, refusal or seizure; 0 when quiet.
    pub spell_days: u16,
    /// Position of what the present or last strike is for in [`crate::demand::DEMANDS`].
    pub demand: usize,
}

impl Society {
    /// Number of units.
    pub fn n_units(&self) -> usize {
        self.units.len()
    }

    /// A unit as it stands.
    ///
    /// # Panics
    /// When there is no such unit.
    pub fn unit(&self, index: usize) -> UnitView {
        let unit = &self.units[index];
        let cells = self.cells_of(unit);
        let first = &cells[0];
        let group = &self.groups[first.group as usize];
        let real = |n: u32| n * self.scale;
        let sum = |of: fn(&Cell) -> u32| cells.iter().map(of).sum::<u32>();
        let present = sum(Cell::present).max(1) as f32 * 255.0;
        let mut follow = [0; 4];
        let mut leaning = [0; N_PARTIES];
        for cell in cells {
            follow.iter_mut().zip(cell.following()).for_each(|(sum, n)| *sum += real(n));
            for (sum, n) in leaning.iter_mut().zip(cell.census.leaning) {
                *sum += real(u32::from(n));
            }
        }
        UnitView {
            place: group.place as usize,
            class: usize::from(group.class),
            named: (unit.named != NONE).then_some(unit.named as usize),
            first_cell: unit.first_cell,
            n_cells: unit.n_cells,
            adults: real(unit.adults),
            acting: std::array::from_fn(|level| real(cells.iter().map(|c| u32::from(c.acting[level])).sum())),
            dead: real(sum(|c| u32::from(c.dead))),
            grievance: sum(|c| c.grievance) as f32 / present,
            trust: sum(|c| c.ruler) as f32 / present,
            power: crate::places::attitude(
                sum(|c| c.ruler) as f32 / present,
                sum(|c| c.contender) as f32 / present,
                self.rule() == Rule::Councils,
            ),
            follow,
            leaning,
            delegate: self.constituencies.get(first.constituency as usize).and_then(|c| c.delegate()),
            unmet: group.unmet,
            spell_days: unit.spell_days,
            demand: unit.demand as usize,
        }
    }

    fn cells_of(&self, unit: &Unit) -> &[Cell] {
        &self.cells[unit.cells()]
    }
}
