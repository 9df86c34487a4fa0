//! The Sobol' sequence (Sobol' 1967): points that fill the unit cube evenly, with nested uniform scrambling (Owen 1995).
//!
//! A scrambled point is uniform in the cube, so that means over points are without bias, and 2^m points stay as even as they
//! were. Use a power of two of them: other numbers lose most of the evenness. Points are a pure function of the seed.
//!
//! The crate `sobol_burley` does not serve in its place: its coordinates are single-precision numbers of which 0 is one, its
//! sequence ends at 2^16 points, and it is scrambled by other draws, so that every kept study would be one of other worlds.

use engine::calendar::Day;
use engine::draw::{Draws, Keys, Purpose};

use super::directions::{DEPTH, vectors};

/// Most dimensions of a point.
pub const DIMENSIONS: usize = super::directions::DIMENSIONS;

/// Most points of a sequence, 2^20: each coordinate of them falls into an interval of its own.
pub const POINTS: usize = 1 << DEPTH;

const SCRAMBLE: Purpose = Purpose::named("experiment.sobol.scramble");

/// Digits below the scrambled ones.
const LOW_DIGITS: u32 = 32;

/// A sequence of points.
#[derive(Clone, Debug)]
pub struct Sequence {
    vectors: Vec<[u32; DEPTH]>,
    draws: Draws,
}

impl Sequence {
    /// The scrambled sequence of this seed.
    ///
    /// # Panics
    /// When there are more than [`DIMENSIONS`] dimensions.
    pub fn new(dimensions: usize, seed: u64) -> Sequence {
        assert!(dimensions <= DIMENSIONS, "at most {DIMENSIONS} dimensions, not {dimensions}");
        Sequence { vectors: (0..dimensions).map(vectors).collect(), draws: Draws::new(seed) }
    }

    /// One point; every coordinate lies strictly between 0 and 1.
    ///
    /// # Panics
    /// When the index is [`POINTS`] or more.
    pub fn point(&self, index: usize) -> Vec<f64> {
        (0..self.vectors.len()).map(|d| self.coordinate(index, d)).collect()
    }

    /// One coordinate of one point; see [`Sequence::point`].
    pub fn coordinate(&self, index: usize, dimension: usize) -> f64 {
        let plain = self.plain(index, dimension);
        let keys = self.draws.keys(SCRAMBLE, Day(dimension as i32), 0);
        // A digit is turned or not by a draw of its own for each value of the digits above it, which a 1 in front sets apart
        // from the same digits at another depth.
        let mut turned = 0;
        for digit in 0..DEPTH {
            let above = 1_u32 << digit | plain >> (DEPTH - digit);
            turned = turned << 1 | (plain >> (DEPTH - 1 - digit) & 1) ^ (keys.of(u64::from(above)) & 1) as u32;
        }
        // No two points share all digits so far: the digits below are draws of the point's own.
        let low = below(&keys, plain) >> LOW_DIGITS;
        let whole = u64::from(turned) << LOW_DIGITS | low;
        (whole as f64 + 0.5) / (1_u64 << (DEPTH as u32 + LOW_DIGITS)) as f64
    }

    /// The digits of a coordinate before scrambling, as an integer below 2^[`DEPTH`].
    fn plain(&self, index: usize, dimension: usize) -> u32 {
        assert!(index < POINTS, "at most {POINTS} points, not {}", index + 1);
        let bits = (0..DEPTH).filter(|k| index >> k & 1 == 1);
        bits.fold(0, |digits, k| digits ^ self.vectors[dimension][k])
    }
}

fn below(keys: &Keys, plain: u32) -> u64 {
    keys.of(1 << DEPTH | u64::from(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::math;

    #[test]
    fn agrees_with_the_first_points_of_the_unscrambled_sequence() {
        // By hand: the first coordinate is the index with its bits reversed; the second has polynomial x + 1, first number 1
        // and therefore numbers 1, 3, 5, 15.
        let sequence = Sequence::new(2, 0);
        let unit = f64::from(1_u32 << DEPTH);
        let plain = |i, d| f64::from(sequence.plain(i, d)) / unit;
        let first: Vec<f64> = (0..8).map(|i| plain(i, 0)).collect();
        let second: Vec<f64> = (0..8).map(|i| plain(i, 1)).collect();
        assert_eq!(first, [0.0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]);
        assert_eq!(second, [0.0, 0.5, 0.75, 0.25, 0.625, 0.125, 0.375, 0.875]);
    }

    #[test]
    fn law_every_coordinate_has_one_point_in_every_interval() {
        for seed in [1, 2] {
            let sequence = Sequence::new(DIMENSIONS, seed);
            for dimension in 0..DIMENSIONS {
                let mut seen = [false; 512];
                for index in 0..512 {
                    let x = sequence.coordinate(index, dimension);
                    assert!(x > 0.0 && x < 1.0);
                    let place = (x * 512.0) as usize;
                    assert!(!seen[place], "dimension {dimension}: two points in interval {place}");
                    seen[place] = true;
                }
            }
        }
    }

    #[test]
    fn law_the_first_two_coordinates_have_one_point_in_every_box() {
        let sequence = Sequence::new(2, 9);
        for wide in 0..=8_u32 {
            let (across, up) = (1 << wide, 1 << (8 - wide));
            let mut seen = vec![false; 256];
            for index in 0..256 {
                let point = sequence.point(index);
                let place = (point[0] * f64::from(across)) as usize * up + (point[1] * up as f64) as usize;
                assert!(!seen[place], "two points in a box of {across} by {up}");
                seen[place] = true;
            }
        }
    }

    #[test]
    fn law_scrambled_points_are_uniform() {
        // One point under many seeds: ten bins of 20,000 have standard deviation 42; five of them.
        let mut bins = [[0_i32; 10]; 3];
        for seed in 0..20_000 {
            let sequence = Sequence::new(3, seed);
            for d in 0..3 {
                bins[d][(sequence.coordinate(5, d) * 10.0) as usize] += 1;
            }
        }
        assert!(bins.iter().flatten().all(|n| (n - 2000).abs() < 212), "{bins:?}");
    }

    #[test]
    fn more_even_than_chance() {
        // The mean of the product of (1 + (x - 1/2)) over coordinates is 1. Its variance at one point is
        // (13/12)^d - 1. The error over seeds at 1024 points, against that of independent points: much
        // smaller in a few dimensions, and no greater in many. Sixteen seeds give the error to about a sixth.
        for (dimensions, gain) in [(4, 20.0), (20, 1.5), (100, 1.0)] {
            let seeds = 16;
            let squares: f64 = (0..seeds)
                .map(|seed| {
                    let sequence = Sequence::new(dimensions, seed);
                    let total: f64 =
                        (0..1024).map(|i| sequence.point(i).iter().map(|x| 0.5 + x).product::<f64>()).sum();
                    (total / 1024.0 - 1.0) * (total / 1024.0 - 1.0)
                })
                .sum();
            let error = (squares / seeds as f64).sqrt();
            let by_chance = ((math::pow(13.0 / 12.0, dimensions as f64) - 1.0) / 1024.0).sqrt();
            println!("{dimensions} dimensions: error {error:.5}, by chance {by_chance:.5}");
            assert!(error * gain < by_chance, "{dimensions} dimensions: error {error}, by chance {by_chance}");
        }
    }
}
