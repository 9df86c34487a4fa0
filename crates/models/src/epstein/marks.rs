//! Marks on a torus, as bits: which sites hold a cop, an active agent, anybody at all.
//!
//! Counting the marks in a view takes one word and one population count a row instead of one look at every site. Several
//! marks may lie on one site (in NetLogo's variant a released agent may share it); each further one goes to a further
//! plane of bits, so that counts stay exact, and in all other variants there is one plane.
//!
//! Planes carry a rim: rows and columns repeated from the opposite side, so that a window never has to be wrapped.

use super::view::View;

/// A torus of sites.
#[derive(Clone, Copy, Debug)]
pub struct Torus {
    /// Sites in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Rows and columns repeated at either side.
    rim: usize,
    /// Bytes of a row.
    stride: usize,
}

/// A site by its column and row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site {
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
}

impl Torus {
    /// A torus with a rim for views of this reach.
    pub fn new(width: usize, height: usize, reach: usize) -> Torus {
        // Eight bytes more, so that a whole word can be read at the last bit.
        Torus { width, height, rim: reach, stride: (width + 2 * reach) / 8 + 9 }
    }

    /// Number of sites.
    pub fn n_sites(&self) -> usize {
        self.width * self.height
    }

    /// The position of a site, row by row.
    #[inline(always)]
    pub fn index(&self, site: Site) -> usize {
        usize::from(site.y) * self.width + usize::from(site.x)
    }

    /// The site at a position.
    pub fn site(&self, index: usize) -> Site {
        Site { x: (index % self.width) as u16, y: (index / self.width) as u16 }
    }

    /// The site this far off, round the torus. The offset is smaller than a side.
    #[inline(always)]
    pub fn offset(&self, site: Site, (dx, dy): (i32, i32)) -> Site {
        let wrap = |at: i32, size: i32| {
            if at < 0 {
                at + size
            } else if at >= size {
                at - size
            } else {
                at
            }
        };
        let x = wrap(i32::from(site.x) + dx, self.width as i32);
        let y = wrap(i32::from(site.y) + dy, self.height as i32);
        Site { x: x as u16, y: y as u16 }
    }

    /// First byte and first bit of the window of a view.
    #[inline(always)]
    fn window(&self, view: &View, site: Site) -> (usize, usize) {
        let column = usize::from(site.x) + self.rim - view.reach();
        let row = usize::from(site.y) + self.rim - view.reach();
        (row * self.stride + column / 8, column % 8)
    }

    /// The site at a row and a bit of a window.
    #[inline(always)]
    fn site_in_window(&self, view: &View, site: Site, row: usize, bit: usize) -> Site {
        let reach = view.reach() as i32;
        self.offset(site, (bit as i32 - reach, row as i32 - reach))
    }

    fn plane(&self) -> Vec<u8> {
        vec![0; self.stride * (self.height + 2 * self.rim)]
    }
}

/// Marks on the sites of a torus.
#[derive(Clone, Debug)]
pub struct Marks {
    torus: Torus,
    planes: Vec<Vec<u8>>,
}

#[inline(always)]
fn word(window: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(window[at..at + 8].try_into().expect("eight bytes"))
}

/// The bit that `rank` set bits come before.
#[inline(always)]
fn select(mut bits: u64, rank: u32) -> usize {
    for _ in 0..rank {
        bits &= bits - 1;
    }
    bits.trailing_zeros() as usize
}

impl Marks {
    /// No marks.
    pub fn new(torus: Torus) -> Marks {
        Marks { torus, planes: vec![torus.plane()] }
    }

    /// Memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.planes.iter().map(Vec::len).sum()
    }

    /// Whether a site has a mark.
    #[inline(always)]
    pub fn has(&self, site: Site) -> bool {
        self.is_set(0, site)
    }

    #[inline(always)]
    fn is_set(&self, plane: usize, site: Site) -> bool {
        let column = usize::from(site.x) + self.torus.rim;
        let row = usize::from(site.y) + self.torus.rim;
        self.planes[plane][row * self.torus.stride + column / 8] >> (column % 8) & 1 == 1
    }

    /// Adds a mark.
    #[inline(always)]
    pub fn add(&mut self, site: Site) {
        let mut plane = 0;
        while self.is_set(plane, site) {
            plane += 1;
            if plane == self.planes.len() {
                self.planes.push(self.torus.plane());
            }
        }
        self.flip(plane, site);
    }

    /// Takes a mark away.
    #[inline(always)]
    pub fn remove(&mut self, site: Site) {
        let mut plane = self.planes.len() - 1;
        while plane > 0 && !self.is_set(plane, site) {
            plane -= 1;
        }
        debug_assert!(self.is_set(plane, site), "a mark is taken only where it lies");
        self.flip(plane, site);
    }

    /// Flips the bit of a site, and its copies in the rim.
    #[inline(always)]
    fn flip(&mut self, plane: usize, site: Site) {
        let Torus { width, height, rim, stride } = self.torus;
        let (x, y) = (usize::from(site.x), usize::from(site.y));
        let plane = &mut self.planes[plane];
        let mut flip = |column: usize, row: usize| plane[row * stride + column / 8] ^= 1 << (column % 8);
        flip(x + rim, y + rim);
        if x >= rim && y >= rim && x + rim < width && y + rim < height {
            return;
        }
        // The same column or row again beyond the opposite side.
        let copy = |at: usize, size: usize| {
            if at < rim {
                Some(at + rim + size)
            } else if at + rim >= size {
                Some(at + rim - size)
            } else {
                None
            }
        };
        let (column, row) = (copy(x, width), copy(y, height));
        if let Some(column) = column {
            flip(column, y + rim);
        }
        if let Some(row) = row {
            flip(x + rim, row);
        }
        if let (Some(column), Some(row)) = (column, row) {
            flip(column, row);
        }
    }

    /// Marks in the view from a site.
    #[inline(always)]
    pub fn count(&self, view: &View, site: Site) -> u32 {
        let (first, shift) = self.torus.window(view, site);
        let masks = view.masks(shift);
        let mut n = 0;
        for plane in &self.planes {
            let window = &plane[first..];
            for (row, mask) in masks.iter().enumerate() {
                n += (word(window, row * self.torus.stride) & mask).count_ones();
            }
        }
        n
    }

    /// The site of the mark that `rank` marks in the view come before, and its place among the marks of that site.
    #[inline(always)]
    pub fn nth(&self, view: &View, site: Site, mut rank: u32) -> Option<(Site, usize)> {
        let (first, shift) = self.torus.window(view, site);
        for (place, plane) in self.planes.iter().enumerate() {
            for (row, mask) in view.masks(shift).iter().enumerate() {
                let bits = word(&plane[first..], row * self.torus.stride) & mask;
                let n = bits.count_ones();
                if rank < n {
                    return Some((self.torus.site_in_window(view, site, row, select(bits, rank) - shift), place));
                }
                rank -= n;
            }
        }
        None
    }

    /// A site without marks in the view from a site: given how many there are, `choose` says which. `None` when there is
    /// none.
    #[inline(always)]
    pub fn choose_unmarked(&self, view: &View, site: Site, choose: impl FnOnce(u32) -> u32) -> Option<Site> {
        let (first, shift) = self.torus.window(view, site);
        let window = &self.planes[0][first..];
        let masks = view.masks(shift);
        let bits = |row: usize, mask: u64| !word(window, row * self.torus.stride) & mask;
        let mut n = 0;
        for (row, mask) in masks.iter().enumerate() {
            n += bits(row, *mask).count_ones();
        }
        if n == 0 {
            return None;
        }
        let mut rank = choose(n);
        for (row, mask) in masks.iter().enumerate() {
            let bits = bits(row, *mask);
            let n = bits.count_ones();
            if rank < n {
                return Some(self.torus.site_in_window(view, site, row, select(bits, rank) - shift));
            }
            rank -= n;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::view::Shape;
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    /// Counts by looking at every site, on a lattice where views wrap round both sides and sites hold several marks.
    #[test]
    fn law_counts_are_those_of_a_plain_loop() {
        let mut stream = Draws::new(4).stream(Purpose::named("test"), 0, Day(0), 0);
        for (shape, radius) in
            [(Shape::Euclid, 7.0), (Shape::VonNeumann, 3.0), (Shape::Square, 2.0), (Shape::Euclid, 1.7)]
        {
            let view = View::new(shape, radius, 17);
            let torus = Torus::new(23, 17, view.reach() + 2);
            let mut marks = Marks::new(torus);
            let mut plain = vec![0_u32; torus.n_sites()];
            for _ in 0..600 {
                let index = stream.below(torus.n_sites() as u64) as usize;
                if plain[index] > 0 && stream.uniform() < 0.6 {
                    plain[index] -= 1;
                    marks.remove(torus.site(index));
                } else {
                    plain[index] += 1;
                    marks.add(torus.site(index));
                }
            }
            assert!(plain.iter().any(|n| *n > 1));
            for index in 0..torus.n_sites() {
                let site = torus.site(index);
                let mut seen: Vec<Site> = view.offsets().iter().map(|offset| torus.offset(site, *offset)).collect();
                seen.push(site);
                let count: u32 = seen.iter().map(|at| plain[torus.index(*at)]).sum();
                assert_eq!(marks.count(&view, site), count);
                let mut found = vec![0; torus.n_sites()];
                for rank in 0..count {
                    let (at, place) = marks.nth(&view, site, rank).expect("there are that many");
                    assert!((place as u32) < plain[torus.index(at)]);
                    found[torus.index(at)] += 1;
                }
                assert_eq!(marks.nth(&view, site, count), None);
                assert!(seen.iter().all(|at| found[torus.index(*at)] == plain[torus.index(*at)]));
                let empty: Vec<Site> = seen.into_iter().filter(|at| plain[torus.index(*at)] == 0).collect();
                for rank in 0..empty.len() as u32 {
                    let at = marks.choose_unmarked(&view, site, |n| {
                        assert_eq!(n as usize, empty.len());
                        rank
                    });
                    assert!(empty.contains(&at.expect("there is one")));
                }
                assert_eq!(marks.has(site), plain[index] > 0);
            }
        }
    }
}
