//! Counting everything again: what a society knows in two ways must agree.
//!
//! Sums are kept beside the columns they come from (a cell's dead, a council's seats), because no day could afford to count
//! every person for every question. Tests ask for an [`Society::audit`] after each day; a run never does.

use crate::people::{ACTIVITY, CUSTODY, GONE};
use crate::places::{Cell, Group, NONE};
use crate::society::Society;
use crate::spec::{N_PARTIES, Spec};

/// What the columns of one cell say.
#[derive(Default, PartialEq, Eq, Debug)]
struct Recount {
    dead: u32,
    moved: u32,
    custody: u32,
    acting: u32,
    /// Persons whose status contradicts itself: gone or in custody and yet acting.
    impossible: u32,
}

/// How far shares may sum beside 1. A convention; unit: share.
const ROUNDING: f64 = 1e-9;

impl Society {
    /// Every contradiction between the columns and what is summed from them, in words; empty when all is well. Valid
    /// between two days.
    #[doc(hidden)]
    pub fn audit(&self, spec: &Spec) -> Vec<String> {
        let mut faults = Vec::new();
        self.audit_cells(&mut faults);
        self.audit_groups(&mut faults);
        self.audit_councils(spec, &mut faults);
        self.audit_government(spec, &mut faults);
        faults
    }

    fn recount(&self, cell: &Cell) -> Recount {
        let mut count = Recount::default();
        let start = cell.start as usize;
        let adults = usize::from(cell.adults);
        for (i, status) in self.people.status[start..start + cell.room()].iter().enumerate() {
            let (gone, custody, acts) = (status & GONE != 0, status & CUSTODY != 0, status & ACTIVITY != 0);
            count.impossible += u32::from((gone || custody) && acts);
            if i < adults {
                count.dead += u32::from(gone && !custody);
                count.moved += u32::from(gone && custody);
                count.custody += u32::from(custody && !gone);
                count.acting += u32::from(acts);
            } else {
                count.impossible += u32::from(!gone);
            }
        }
        count
    }

    fn audit_cells(&self, faults: &mut Vec<String>) {
        let mut at = 0;
        for (i, cell) in self.cells.iter().enumerate() {
            if cell.start as usize != at {
                faults.push(format!("cell {i} starts at {}, the one before it ends at {at}", cell.start));
            }
            at += cell.room();
            let stored = Recount {
                dead: cell.dead.into(),
                moved: cell.moved.into(),
                custody: cell.custody.into(),
                acting: cell.acting_total(),
                impossible: 0,
            };
            let mut counted = self.recount(cell);
            // Those who left or fell after the last round of the day are still among those who acted in it.
            if counted.acting < stored.acting
                && stored.acting - counted.acting <= stored.moved + stored.dead + stored.custody
            {
                counted.acting = stored.acting;
            }
            if counted != stored {
                faults.push(format!("cell {i} says {stored:?}, its columns {counted:?}"));
            }
            let (lean, vote): (u32, u32) = (0..N_PARTIES).fold((0, 0), |(lean, vote), p| {
                (lean + u32::from(cell.census.leaning[p]), vote + u32::from(cell.census.voters[p]))
            });
            if lean > cell.adults.into() || vote > lean {
                faults.push(format!("cell {i} of {} adults counts {lean} leaning and {vote} voting", cell.adults));
            }
        }
        if at != self.people.len() {
            faults.push(format!("the cells end at {at}, the columns at {}", self.people.len()));
        }
    }

    fn audit_groups(&self, faults: &mut Vec<String>) {
        for (i, group) in self.groups.iter().enumerate() {
            let cells = &self.cells[group.cells()];
            let sum = |of: fn(&Cell) -> u32| cells.iter().map(of).sum::<u32>();
            let (adults, children) = (sum(|c| c.adults.into()), sum(|c| c.children.into()));
            if (adults, children) != (group.adults, group.children) {
                faults.push(format!(
                    "group {i} has {adults} adults and {children} children in its cells, says {group:?}"
                ));
            }
            if group.present + group.dead + group.moved != group.adults || group.custody > group.present {
                faults.push(format!(
                    "group {i} of {adults} adults: {} present, {} dead, {} gone, {} in custody",
                    group.present, group.dead, group.moved, group.custody
                ));
            }
            let following: u32 = group.follow.iter().sum();
            let arms: u32 = group.arms.iter().sum();
            let held = if group.does.bear_arms() { sum(Cell::present) } else { sum(|c| c.arms.into()) };
            if arms != held || cells.iter().any(|c| c.arms > c.adults) {
                faults.push(format!("group {i}: {arms} arms are counted, its cells have {held}"));
            }
            if following != sum(Cell::present) {
                faults.push(format!(
                    "group {i}: {following} follow somebody or nobody, {} are present",
                    sum(Cell::present)
                ));
            }
            if cells.iter().any(|c| c.group as usize != i) {
                faults.push(format!("group {i} holds a cell of another"));
            }
        }
    }

    fn audit_councils(&self, spec: &Spec, faults: &mut Vec<String>) {
        for (i, council) in self.councils.iter().enumerate() {
            let mut elected = [[0_u32; N_PARTIES]; 3];
            for c in self.constituencies.iter().filter(|c| c.seat == council.seat) {
                let section = usize::from(c.section.code());
                elected[section].iter_mut().zip(c.sent).for_each(|(sum, n)| *sum += u32::from(n));
            }
            if elected != council.seats {
                faults.push(format!("council {i} has seats {:?}, its constituencies sent {elected:?}", council.seats));
            }
            if council.delegates() > council.quota {
                faults.push(format!("council {i} has {} delegates of {}", council.delegates(), council.quota));
            }
            let coopted: u32 = council.coopted.iter().sum();
            if coopted + council.delegates() == 0 {
                faults.push(format!("council {i} exists, and nobody elected or co-opted it"));
            }
            if self.localities[council.seat as usize].council as usize != i {
                faults.push(format!("council {i} sits where another does"));
            }
            if (spec.parties.len()..N_PARTIES).any(|p| council.of_party(p) + council.coopted[p] > 0) {
                faults.push(format!("council {i} seats a party that does not exist"));
            }
        }
        for c in self.constituencies.iter().filter(|c| self.localities[c.seat as usize].council == NONE) {
            if c.delegate().is_some() {
                faults.push(format!("cell {} has a delegate where there is no council", c.first_cell));
            }
        }
    }

    fn audit_government(&self, spec: &Spec, faults: &mut Vec<String>) {
        if let Some(p) = self.government.coalition.iter().find(|p| usize::from(**p) >= spec.parties.len()) {
            faults.push(format!("party {p} is in the government and does not exist"));
        }
        let delivers = self.government.delivers.iter().chain(&self.government.decided);
        if delivers.clone().any(|d| !(0.0..=1.0).contains(d)) {
            faults.push(format!("the government delivers {:?}", self.government.delivers));
        }
        let executive: f64 = engine::math::sum_in_order(self.congress.executive.iter().copied());
        if self.congress.held > 0 && (executive - 1.0).abs() > ROUNDING {
            faults.push(format!("shares of the central executive sum to {executive}"));
        }
    }

    /// Whether every index and range of a loaded state points into that state and the scenario, so that the next day can be
    /// lived. [`Society::load`] asks, for the bytes of a file can be anything.
    pub(crate) fn is_whole(&self, spec: &Spec) -> bool {
        let (cells, groups, seats) = (self.cells.len(), self.groups.len(), self.localities.len());
        let within = |first: u32, n: u32, len: usize| n > 0 && u64::from(first) + u64::from(n) <= len as u64;
        let is_none_or = |index: u32, len: usize| index == NONE || (index as usize) < len;
        let mut at = 0;
        let cells_fit = self.cells.iter().all(|c| {
            let follows = c.start as usize == at;
            at += c.room();
            follows
                && c.adults <= c.adult_room
                && u32::from(c.dead) + u32::from(c.moved) <= c.adults.into()
                && (c.group as usize) < groups
                && (c.unit as usize) < self.units.len()
                && is_none_or(c.constituency, self.constituencies.len())
        });
        let range = |g: &Group| g.cells();
        let groups_fit = self.groups.iter().all(|g| {
            within(g.first_cell, g.n_cells, cells)
                && (g.seat as usize) < seats
                && (g.place as usize) < spec.places.len()
                && usize::from(g.class) < spec.classes.len()
                && u64::from(g.adults) == self.cells[range(g)].iter().map(|c| u64::from(c.adults)).sum::<u64>()
        });
        // Cells stand group by group and unit by unit: the parallel loops cut the state where these end.
        let mut next = 0;
        let groups_follow = self.groups.iter().all(|g| {
            let follows = g.first_cell == next;
            next = g.first_cell.saturating_add(g.n_cells);
            follows
        }) && next as usize == cells;
        let starts_group = |i: usize| self.groups.binary_search_by_key(&(i as u32), |g| g.first_cell).is_ok();
        let mut unit = 0;
        let units_follow = groups_follow
            && self.cells.iter().enumerate().all(|(i, c)| {
                let (same, next) = (c.unit == unit, u64::from(c.unit) == u64::from(unit) + 1);
                unit = c.unit;
                if i == 0 { unit == 0 } else { next || same && !starts_group(i) }
            })
            && unit as usize + 1 == self.units.len();
        // A seat too small for the scale holds no group.
        let seats_fit = self.localities.iter().all(|s| {
            (s.n_groups == 0 || within(s.first_group, s.n_groups, groups))
                && (s.place as usize) < spec.places.len()
                && is_none_or(s.council, self.councils.len())
        });
        let units_fit =
            self.units.iter().all(|u| within(u.first_cell, u.n_cells, cells) && is_none_or(u.named, spec.groups.len()));
        let constituencies_fit = self.constituencies.iter().all(|c| {
            within(c.first_cell, c.n_cells, cells)
                && (c.seat as usize) < seats
                && c.sent.iter().skip(spec.parties.len()).all(|n| *n == 0)
        });
        let parties_fit = self.parties.len() == spec.parties.len()
            && self.parties.iter().all(|p| p.cadres.len() == spec.classes.len())
            && self.government.coalition.iter().all(|p| usize::from(*p) < spec.parties.len());
        let roads_fit = self.links.iter().all(|l| (l.a.max(l.b) as usize) < seats)
            && self.columns.iter().all(|c| (c.from.max(c.to) as usize) < seats)
            && self.councils.iter().all(|c| (c.seat as usize) < seats);
        cells_fit
            && at == self.people.len()
            && groups_fit
            && units_follow
            && seats_fit
            && units_fit
            && constituencies_fit
            && parties_fit
            && roads_fit
            && (self.capital as usize) < seats
            && self.scale > 0
    }
}
