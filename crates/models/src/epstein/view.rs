//! What an actor sees: a set of lattice offsets round his own site, as a window of rows.
//!
//! The paper gives vision in lattice positions, and the 1.7 of its Table 2 makes sense only as a Euclidean radius: it holds
//! the eight neighbours. NetLogo's `in-radius` is the same set. Mesa's example walks a von Neumann grid, so its view is a
//! diamond. The square is the Moore neighbourhood of a whole radius.

/// Shape of the view.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Sites with dx² + dy² <= v².
    Euclid,
    /// Sites with |dx| + |dy| <= floor(v).
    VonNeumann,
    /// Sites with |dx|, |dy| <= floor(v).
    Square,
}

/// The widest view, in sites to one side. A row of it, at any bit of a byte, fits one 64-bit word.
pub const MAX_REACH: usize = 20;

/// The sites seen from a site, the own site included.
#[derive(Clone, Debug)]
pub struct View {
    /// Rows above and below, and sites to either side.
    reach: usize,
    /// Sites to either side in each row, from the highest row down.
    halves: Vec<usize>,
    /// Rows as bits, for a window that begins at each bit of a byte.
    masks: [Vec<u64>; 8],
    /// The offsets (dx, dy), row by row, without the own site.
    offsets: Vec<(i32, i32)>,
}

impl View {
    /// The view of this shape and radius. On a lattice whose smaller side is `side` it is cut so that it never meets
    /// itself round the torus.
    pub fn new(shape: Shape, radius: f64, side: usize) -> View {
        let reach = (radius.floor() as usize).min(MAX_REACH).min(side.saturating_sub(1) / 2);
        let sees = |dx: i32, dy: i32| match shape {
            Shape::Euclid => f64::from(dx * dx + dy * dy) <= radius * radius,
            Shape::VonNeumann => dx.abs() + dy.abs() <= radius.floor() as i32,
            Shape::Square => true,
        };
        let span = reach as i32;
        let halves: Vec<usize> =
            (-span..=span).map(|dy| (0..=span).rev().find(|dx| sees(*dx, dy)).unwrap_or(0) as usize).collect();
        let row = |half: &usize| ((1_u64 << (2 * half + 1)) - 1) << (reach - half);
        let masks = std::array::from_fn(|shift| halves.iter().map(|half| row(half) << shift).collect());
        let mut offsets = Vec::new();
        for (dy, half) in (-span..=span).zip(&halves) {
            let half = *half as i32;
            offsets.extend((-half..=half).map(|dx| (dx, dy)).filter(|offset| *offset != (0, 0)));
        }
        View { reach, halves, masks, offsets }
    }

    /// Rows above and below, and sites to either side.
    pub fn reach(&self) -> usize {
        self.reach
    }

    /// Sites to either side in each row, from the highest row down.
    pub fn halves(&self) -> &[usize] {
        &self.halves
    }

    /// Rows as bits for a window that begins at this bit of a byte.
    #[inline(always)]
    pub fn masks(&self, shift: usize) -> &[u64] {
        &self.masks[shift & 7]
    }

    /// The offsets (dx, dy), without the own site.
    pub fn offsets(&self) -> &[(i32, i32)] {
        &self.offsets
    }

    /// Number of sites, the own site included.
    pub fn n_sites(&self) -> usize {
        self.offsets.len() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_sites_that_the_sources_count() {
        let others = |shape, radius| View::new(shape, radius, 40).offsets().len();
        assert_eq!(others(Shape::Euclid, 1.7), 8);
        assert_eq!(others(Shape::Euclid, 7.0), 148);
        assert_eq!(others(Shape::VonNeumann, 7.0), 112);
        assert_eq!(others(Shape::Square, 7.0), 224);
        assert_eq!(others(Shape::Square, 6.0), 168);
        assert_eq!(View::new(Shape::Square, 7.0, 5).reach(), 2, "cut on a lattice of five");
    }
}
