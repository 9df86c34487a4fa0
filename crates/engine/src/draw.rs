//! Keyed random numbers.
//!
//! A draw is a pure function of (seed, purpose, entity, day, round, index). No generator is passed around, so nothing
//! depends on the order of calls, on the number of threads, or on what other actors drew: two runs that differ in one
//! intervention share every other draw (common random numbers).
//!
//! Scalar draws mix 64 bits with the SplitMix64 finalizer (Steele, Lea and Flood 2014). Draws for whole cells of persons
//! use a 32-bit finalizer with two multiplications, whose constants are those found by exhaustive search to have the
//! lowest bias (Wellons 2018, "lowbias32"), with a second key injected half way; it runs in vector lanes.

use crate::calendar::Day;
use crate::math;

/// What a draw is for. One purpose per decision: two decisions never share a draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Purpose(u64);

impl Purpose {
    /// The purpose with this name, e.g. `Purpose::named("strike.settlement")`.
    pub const fn named(name: &str) -> Purpose {
        Purpose(fnv(FNV_OFFSET, name.as_bytes()))
    }
}

/// The entity with these identifiers, to draw for: what it draws depends on what it is called, and neither on the order
/// in which a file lists it nor on what else there is.
pub fn entity<'a>(identifiers: impl IntoIterator<Item = &'a str>) -> u64 {
    let hash = identifiers.into_iter().fold(FNV_OFFSET, |hash, id| fnv(fnv(hash, id.as_bytes()), &[0]));
    mix(hash)
}

/// Where the hash of names begins, and what it multiplies with: those of FNV-1a.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

const fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(FNV_PRIME);
        i += 1;
    }
    hash
}

/// Draws of one run.
#[derive(Clone, Copy, Debug)]
pub struct Draws {
    seed: u64,
}

#[inline(always)]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Draws {
    /// Draws keyed by this seed.
    pub fn new(seed: u64) -> Draws {
        Draws { seed: mix(seed.wrapping_add(GOLDEN)) }
    }

    /// The key under which `entity` draws for `purpose` on `day` in `round`.
    pub fn key(&self, purpose: Purpose, entity: u64, day: Day, round: u32) -> u64 {
        self.keys(purpose, day, round).of(entity)
    }

    /// The keys of all entities for `purpose` on `day` in `round`, for loops.
    pub fn keys(&self, purpose: Purpose, day: Day, round: u32) -> Keys {
        Keys {
            purpose: mix(self.seed ^ purpose.0),
            time: ((day.0 as u32 as u64) << 8 | u64::from(round)).wrapping_mul(GOLDEN),
        }
    }

    /// A sequence of draws under one key.
    pub fn stream(&self, purpose: Purpose, entity: u64, day: Day, round: u32) -> Stream {
        Stream { key: self.key(purpose, entity, day, round), index: 0 }
    }

    /// One uniform number in [0, 1).
    pub fn uniform(&self, purpose: Purpose, entity: u64, day: Day, round: u32) -> f64 {
        self.stream(purpose, entity, day, round).uniform()
    }

    /// Whether an event of this probability happens.
    ///
    /// # Panics
    /// When the probability is not a number: an impossible probability is a bug, never quietly mended. Values outside
    /// 0..=1 come from hazards that saturate and mean "never" and "surely".
    pub fn happens(&self, probability: f64, purpose: Purpose, entity: u64, day: Day, round: u32) -> bool {
        self.keys(purpose, day, round).happens(probability, entity)
    }
}

/// Keys for one purpose at one time.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    purpose: u64,
    time: u64,
}

impl Keys {
    /// The key of one entity.
    #[inline(always)]
    pub fn of(&self, entity: u64) -> u64 {
        mix(mix(self.purpose.wrapping_add(entity.wrapping_mul(GOLDEN))) ^ self.time)
    }

    /// Whether an event of this probability happens to one entity; see [`Draws::happens`].
    ///
    /// # Panics
    /// When the probability is not a number.
    pub fn happens(&self, probability: f64, entity: u64) -> bool {
        assert!(!probability.is_nan(), "a probability is a number");
        self.stream(entity).uniform() < probability
    }

    /// A sequence of draws under the key of one entity.
    #[inline(always)]
    pub fn stream(&self, entity: u64) -> Stream {
        Stream { key: self.of(entity), index: 0 }
    }
}

/// A sequence of draws under one key; the `n`-th is a pure function of the key and `n`.
#[derive(Clone, Debug)]
pub struct Stream {
    key: u64,
    index: u64,
}

impl Stream {
    /// 64 uniform bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.index += 1;
        mix(self.key.wrapping_add(self.index.wrapping_mul(GOLDEN)))
    }

    /// A uniform number in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A uniform integer in 0..n (0 when n is 0), by the multiply-shift method (Lemire 2019); the bias is below 2^-32 for
    /// every n used here.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// An approximately normal number with mean 0 and variance 1: the sum of twelve uniforms less six.
    pub fn normal(&mut self) -> f64 {
        let mut sum = -6.0;
        for _ in 0..12 {
            sum += self.uniform();
        }
        sum
    }

    /// Rounds up with probability equal to the fraction, so that the mean is kept. Negative numbers give 0.
    pub fn round(&mut self, x: f64) -> u64 {
        let whole = x.max(0.0).floor();
        whole as u64 + u64::from(self.uniform() < x - whole)
    }

    /// A Poisson count: by multiplication below mean 30 (Knuth), by a rounded normal above.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean <= 0.0 {
            return 0;
        }
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.normal() + 0.5).max(0.0) as u64;
        }
        let limit = math::exp(-mean);
        let mut product = self.uniform();
        let mut count = 0;
        while product > limit {
            product *= self.uniform();
            count += 1;
        }
        count
    }

    /// The position drawn with these non-negative weights; `None` when they sum to 0.
    pub fn choose(&mut self, weights: &[f64]) -> Option<usize> {
        let total = math::sum_in_order(weights.iter().copied());
        if total <= 0.0 {
            return None;
        }
        let mut left = self.uniform() * total;
        for (i, w) in weights.iter().enumerate() {
            left -= w;
            if left < 0.0 {
                return Some(i);
            }
        }
        weights.iter().rposition(|w| *w > 0.0)
    }
}

/// One 32-bit word per lane: `out[i]` depends on the two halves of the key and on `first + i` alone.
#[inline(always)]
pub fn fill_lanes<const N: usize>(low: u32, high: u32, first: u32, out: &mut [u32; N]) {
    // The product with the index is a constant of the lane and a number of the run.
    let start = first.wrapping_mul(LANE_STEP).wrapping_add(low);
    for i in 0..N {
        out[i] = scramble((i as u32).wrapping_mul(LANE_STEP).wrapping_add(start), high);
    }
}

const LANE_STEP: u32 = 0x9e37_79b9;

/// The word of one lane. See the head of this file.
#[inline(always)]
pub fn lane(low: u32, high: u32, index: u32) -> u32 {
    scramble(index.wrapping_mul(LANE_STEP).wrapping_add(low), high)
}

#[inline(always)]
fn scramble(mut x: u32, high: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x7feb_352d);
    x ^= x >> 15;
    x = (x ^ high).wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Purpose = Purpose::named("test");
    const OTHER: Purpose = Purpose::named("other");

    #[test]
    fn same_key_same_draw_and_no_other() {
        let draws = Draws::new(1);
        let base = draws.key(TEST, 7, Day(3), 1);
        assert_eq!(base, Draws::new(1).key(TEST, 7, Day(3), 1));
        let others = [
            Draws::new(2).key(TEST, 7, Day(3), 1),
            draws.key(OTHER, 7, Day(3), 1),
            draws.key(TEST, 8, Day(3), 1),
            draws.key(TEST, 7, Day(4), 1),
            draws.key(TEST, 7, Day(3), 2),
            draws.key(TEST, 7, Day(-3), 1),
        ];
        assert!(others.iter().all(|k| *k != base), "every part of the key matters");
    }

    #[test]
    fn an_entity_is_all_of_its_identifiers() {
        let one = entity(["vyborg", "metalworkers"]);
        assert_eq!(one, entity(["vyborg", "metalworkers"]));
        for other in [entity(["vyborg"]), entity(["vyborgm", "etalworkers"]), entity(["metalworkers", "vyborg"])] {
            assert_ne!(one, other);
        }
    }

    /// Chi-square of 65,536 bytes in 256 bins has mean 255 and standard deviation 22.6; six of them is 135.
    fn chi_square(bytes: impl Iterator<Item = u8>) -> f64 {
        let mut bins = [0_f64; 256];
        let mut n = 0.0;
        for b in bytes {
            bins[b as usize] += 1.0;
            n += 1.0;
        }
        let expected = n / 256.0;
        bins.iter().map(|o| (o - expected) * (o - expected) / expected).sum()
    }

    #[test]
    fn law_lane_bytes_are_uniform_within_and_across_cells() {
        let draws = Draws::new(11);
        for shift in [0, 8, 16, 24] {
            // Along one long cell.
            let key = draws.key(TEST, 5, Day(1), 0);
            let within = (0..65_536).map(|i| (lane(key as u32, (key >> 32) as u32, i) >> shift) as u8);
            // The first person of many cells, and the same person on many days.
            let across = (0..65_536).map(|e| {
                let key = draws.key(TEST, e, Day(1), 0);
                (lane(key as u32, (key >> 32) as u32, 0) >> shift) as u8
            });
            let daily = (0..65_536).map(|d| {
                let key = draws.key(TEST, 5, Day(d), 0);
                (lane(key as u32, (key >> 32) as u32, 3) >> shift) as u8
            });
            for chi in [chi_square(within), chi_square(across), chi_square(daily)] {
                assert!((chi - 255.0).abs() < 135.0, "chi-square {chi} at shift {shift}");
            }
        }
    }

    #[test]
    fn law_neighbouring_lanes_do_not_correlate() {
        let key = Draws::new(3).key(TEST, 1, Day(9), 2);
        let x: Vec<f64> =
            (0..100_000).map(|i| f64::from(lane(key as u32, (key >> 32) as u32, i)) / 4_294_967_296.0 - 0.5).collect();
        for lag in [1, 2, 4, 8, 16, 64] {
            let r = x.iter().zip(&x[lag..]).map(|(a, b)| a * b).sum::<f64>() / (x.len() - lag) as f64 * 12.0;
            // The standard error is 1/sqrt(100,000) = 0.0032; five of them.
            assert!(r.abs() < 0.016, "correlation {r} at lag {lag}");
        }
    }

    #[test]
    fn law_counts_have_their_mean() {
        let mut stream = Draws::new(5).stream(TEST, 0, Day(0), 0);
        for mean in [0.3, 4.0, 29.0, 200.0] {
            let n = 20_000;
            let total: u64 = (0..n).map(|_| stream.poisson(mean)).sum();
            let error = (total as f64 / n as f64 - mean).abs();
            assert!(error < 5.0 * (mean / n as f64).sqrt(), "Poisson {mean}: off by {error}");
        }
        let total: u64 = (0..10_000).map(|_| stream.round(2.25)).sum();
        assert!((total as f64 / 10_000.0 - 2.25).abs() < 0.022);
        assert_eq!(stream.choose(&[0.0, 0.0]), None);
        assert_eq!(stream.choose(&[0.0, 2.0, 0.0]), Some(1));
    }
}
