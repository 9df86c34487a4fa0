//! The sites that an actor of the synchronous model can reach, and the draws that choose among them.

use engine::calendar::Day;
use engine::draw::{Draws, Keys, Purpose};

use super::rules::Rules;
use super::view::View;

/// Random sites tried before all sites in view are looked at.
const TRIES: usize = 12;

/// Keys of the draws for an empty site in one tick: one pair of words for each try, and keys for the last resort.
pub(super) struct Tries {
    pub(super) words: [(u32, u32); TRIES],
    pub(super) last: Keys,
}

impl Tries {
    pub(super) fn new(draws: &Draws, day: Day, purpose: Purpose, last: Purpose) -> Tries {
        let words = std::array::from_fn(|round| {
            let key = draws.key(purpose, 0, day, round as u32);
            (key as u32, (key >> 32) as u32)
        });
        Tries { words, last: draws.keys(last, day, 0) }
    }
}

/// The sites of a view in a row of a lattice, the own site last.
pub(super) struct Reach {
    pub(super) offsets: Vec<(i32, i32)>,
    /// The same as steps through memory, where nothing has to be wrapped.
    pub(super) steps: Vec<isize>,
    /// Sites other than the own one.
    pub(super) others: u64,
    pub(super) span: usize,
}

pub(super) struct Offsets {
    pub(super) agents: Reach,
    pub(super) cops: Reach,
}

impl Offsets {
    pub(super) fn new(rules: &Rules) -> Offsets {
        Offsets { agents: Reach::new(&rules.agent_view, rules.width), cops: Reach::new(&rules.cop_view, rules.width) }
    }
}

impl Reach {
    pub(super) fn new(view: &View, width: usize) -> Reach {
        let mut offsets = view.offsets().to_vec();
        offsets.push((0, 0));
        let steps = offsets.iter().map(|(dx, dy)| *dy as isize * width as isize + *dx as isize).collect();
        Reach { steps, others: view.offsets().len() as u64, span: view.reach(), offsets }
    }

    /// Whether the whole view lies inside the lattice, so that no step has to be wrapped.
    #[inline(always)]
    pub(super) fn holds(&self, rules: &Rules, x: usize, y: usize) -> bool {
        let span = self.span;
        x >= span && y >= span && x + span < rules.width && y + span < rules.height
    }

    #[inline(always)]
    pub(super) fn wrapped(&self, rules: &Rules, x: usize, y: usize, at: usize) -> usize {
        let (dx, dy) = self.offsets[at];
        let wrap = |at: i32, size: usize| {
            let size = size as i32;
            (if at < 0 {
                at + size
            } else if at >= size {
                at - size
            } else {
                at
            }) as usize
        };
        wrap(y as i32 + dy, rules.height) * rules.width + wrap(x as i32 + dx, rules.width)
    }
}
