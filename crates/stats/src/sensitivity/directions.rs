//! Direction numbers of the Sobol' sequence.
//!
//! A dimension is a primitive polynomial over the field of two elements and as many odd initial numbers as its degree
//! (Sobol' 1967). Any odd numbers below 2, 4, 8... give a sequence whose single coordinates are perfectly even; they matter
//! for pairs of coordinates. Joe and Kuo (2008) searched for numbers that keep all pairs even. The numbers here come from a
//! search of the same kind, done with the draws of this program and repeated in a test: for each dimension in turn, of
//! 96 sets of numbers drawn at random, the one whose pairs with all earlier dimensions are most even, measured
//! by their t-values at 2^4, 2^6 ... 2^14 points.

/// Binary digits of a coordinate, and logarithm of the longest sequence.
pub const DEPTH: usize = 20;

/// Dimensions that the table has numbers for.
pub const DIMENSIONS: usize = 1 + INITIAL.len();

/// The dimension's direction vectors: the digits, highest first, that the bits of an index, lowest first, switch.
///
/// # Panics
/// When the dimension is not in the table.
pub fn vectors(dimension: usize) -> [u32; DEPTH] {
    assert!(dimension < DIMENSIONS, "the Sobol' sequence here has {DIMENSIONS} dimensions, not {}", dimension + 1);
    if dimension == 0 {
        // Van der Corput's sequence, which needs no polynomial.
        return core::array::from_fn(|k| 1 << (DEPTH - 1 - k));
    }
    expand(POLYNOMIALS[dimension - 1], INITIAL[dimension - 1])
}

/// All direction vectors from a polynomial, with its highest and lowest terms, and the initial numbers.
fn expand(polynomial: u32, initial: &[u32]) -> [u32; DEPTH] {
    let degree = initial.len();
    debug_assert_eq!(polynomial >> degree, 1);
    let mut numbers = [0_u32; DEPTH];
    numbers[..degree].copy_from_slice(initial);
    for k in degree..DEPTH {
        let mut number = numbers[k - degree];
        for back in 1..=degree {
            if polynomial >> (degree - back) & 1 == 1 {
                number ^= numbers[k - back] << back;
            }
        }
        numbers[k] = number;
    }
    core::array::from_fn(|k| numbers[k] << (DEPTH - 1 - k))
}

/// Primitive polynomials in order of degree, then of value; bit n is the term of degree n.
const POLYNOMIALS: [u32; INITIAL.len()] = primitive();

/// The first primitive polynomials: those modulo which the powers of x run through all remainders but 0.
const fn primitive() -> [u32; INITIAL.len()] {
    let mut found = [0; INITIAL.len()];
    let mut count = 0;
    let mut candidate = 3;
    while count < found.len() {
        let degree = 31 - u32::leading_zeros(candidate);
        let mut power = 1;
        let mut order = 0;
        loop {
            power <<= 1;
            if power >> degree & 1 == 1 {
                power ^= candidate;
            }
            order += 1;
            if power <= 1 || order >= (1 << degree) {
                break;
            }
        }
        if power == 1 && order == (1 << degree) - 1 {
            found[count] = candidate;
            count += 1;
        }
        candidate += 2;
    }
    found
}

/// Initial numbers of all dimensions but the first, in the order of the polynomials.
const INITIAL: [&[u32]; 100] = [
    &[1],
    &[1, 3],
    &[1, 1, 7],
    &[1, 3, 3],
    &[1, 1, 7, 1],
    &[1, 3, 5, 11],
    &[1, 3, 1, 7, 19],
    &[1, 3, 7, 7, 5],
    &[1, 3, 7, 1, 23],
    &[1, 1, 1, 11, 11],
    &[1, 3, 3, 15, 21],
    &[1, 1, 1, 13, 7],
    &[1, 1, 7, 11, 27, 37],
    &[1, 3, 3, 7, 31, 13],
    &[1, 1, 3, 7, 9, 35],
    &[1, 3, 7, 15, 23, 5],
    &[1, 1, 7, 9, 21, 37],
    &[1, 1, 7, 13, 15, 43],
    &[1, 1, 1, 7, 29, 45, 37],
    &[1, 1, 7, 1, 11, 55, 27],
    &[1, 3, 7, 15, 1, 23, 15],
    &[1, 3, 7, 7, 23, 25, 31],
    &[1, 1, 3, 9, 5, 57, 69],
    &[1, 3, 3, 3, 13, 35, 109],
    &[1, 1, 7, 13, 27, 53, 33],
    &[1, 3, 3, 15, 7, 1, 57],
    &[1, 3, 7, 9, 15, 43, 71],
    &[1, 1, 3, 15, 7, 9, 1],
    &[1, 1, 5, 5, 15, 31, 49],
    &[1, 1, 1, 13, 5, 17, 71],
    &[1, 3, 1, 3, 7, 55, 81],
    &[1, 3, 5, 5, 25, 21, 67],
    &[1, 3, 3, 11, 3, 29, 71],
    &[1, 3, 1, 3, 19, 61, 75],
    &[1, 1, 3, 11, 25, 23, 91],
    &[1, 3, 1, 1, 7, 3, 25],
    &[1, 1, 3, 15, 25, 1, 71, 11],
    &[1, 1, 1, 7, 11, 9, 37, 107],
    &[1, 3, 5, 15, 17, 11, 9, 167],
    &[1, 3, 5, 3, 25, 33, 57, 127],
    &[1, 1, 7, 3, 11, 43, 11, 169],
    &[1, 1, 5, 9, 19, 7, 23, 97],
    &[1, 3, 1, 11, 13, 33, 23, 113],
    &[1, 1, 3, 3, 23, 19, 55, 59],
    &[1, 3, 5, 13, 1, 9, 117, 51],
    &[1, 3, 5, 9, 19, 63, 81, 251],
    &[1, 3, 5, 3, 27, 61, 49, 235],
    &[1, 1, 5, 13, 3, 35, 91, 211],
    &[1, 1, 5, 1, 29, 17, 29, 65],
    &[1, 1, 1, 7, 21, 37, 13, 7],
    &[1, 3, 1, 5, 11, 23, 57, 131],
    &[1, 3, 3, 7, 9, 39, 39, 41],
    &[1, 1, 1, 7, 19, 59, 119, 205, 17],
    &[1, 1, 1, 3, 9, 27, 93, 163, 133],
    &[1, 1, 3, 7, 31, 27, 87, 123, 351],
    &[1, 3, 3, 9, 13, 45, 17, 169, 135],
    &[1, 1, 7, 5, 27, 37, 49, 55, 467],
    &[1, 1, 7, 3, 9, 49, 109, 171, 213],
    &[1, 1, 1, 7, 5, 45, 9, 217, 447],
    &[1, 3, 3, 13, 31, 21, 113, 39, 333],
    &[1, 3, 1, 13, 17, 47, 41, 137, 353],
    &[1, 1, 7, 13, 27, 57, 41, 13, 397],
    &[1, 1, 1, 13, 21, 55, 91, 63, 315],
    &[1, 1, 3, 7, 9, 37, 101, 75, 331],
    &[1, 3, 1, 1, 25, 25, 117, 223, 25],
    &[1, 1, 1, 11, 19, 53, 17, 7, 181],
    &[1, 3, 7, 1, 15, 29, 93, 195, 485],
    &[1, 3, 7, 1, 5, 1, 47, 77, 281],
    &[1, 3, 5, 15, 13, 11, 45, 61, 141],
    &[1, 1, 5, 7, 29, 31, 7, 7, 293],
    &[1, 1, 7, 13, 9, 49, 33, 185, 217],
    &[1, 1, 5, 3, 3, 17, 1, 1, 143],
    &[1, 1, 7, 3, 17, 43, 39, 141, 97],
    &[1, 3, 5, 9, 7, 9, 21, 223, 89],
    &[1, 3, 7, 11, 23, 59, 7, 135, 485],
    &[1, 1, 7, 5, 7, 15, 91, 233, 125],
    &[1, 3, 5, 5, 7, 55, 43, 1, 203],
    &[1, 3, 1, 13, 5, 63, 123, 161, 101],
    &[1, 1, 1, 15, 27, 13, 75, 55, 221],
    &[1, 3, 5, 5, 7, 59, 93, 177, 333],
    &[1, 3, 7, 11, 7, 39, 71, 65, 55],
    &[1, 3, 3, 11, 31, 55, 99, 51, 153],
    &[1, 3, 3, 9, 15, 55, 45, 77, 493],
    &[1, 1, 7, 15, 1, 11, 43, 145, 149],
    &[1, 1, 3, 9, 15, 51, 75, 243, 73],
    &[1, 1, 3, 7, 31, 7, 27, 93, 143],
    &[1, 3, 5, 11, 25, 17, 69, 249, 435],
    &[1, 3, 3, 15, 3, 61, 99, 207, 347],
    &[1, 3, 5, 11, 1, 17, 45, 5, 9],
    &[1, 1, 3, 15, 3, 47, 7, 147, 121],
    &[1, 1, 5, 5, 29, 27, 81, 37, 139],
    &[1, 3, 5, 15, 15, 37, 15, 97, 189],
    &[1, 1, 3, 13, 25, 3, 93, 197, 411],
    &[1, 1, 3, 3, 31, 5, 93, 69, 5],
    &[1, 1, 7, 3, 25, 7, 127, 141, 61],
    &[1, 3, 5, 13, 23, 29, 37, 195, 151],
    &[1, 3, 3, 7, 31, 37, 127, 1, 57],
    &[1, 1, 7, 15, 23, 15, 67, 113, 507],
    &[1, 1, 3, 1, 5, 7, 5, 241, 177],
    &[1, 1, 3, 1, 3, 41, 15, 149, 273],
];

#[cfg(test)]
mod tests {
    use super::*;
    use engine::calendar::Day;
    use engine::draw::{Draws, Purpose};

    const SEARCH: Purpose = Purpose::named("experiment.sobol.directions");
    const CANDIDATES: u32 = 96;

    /// Digit `row` of the points as a set of index bits.
    fn rows(vectors: &[u32; DEPTH]) -> [u32; DEPTH] {
        core::array::from_fn(|row| (0..DEPTH).map(|k| (vectors[k] >> (DEPTH - 1 - row) & 1) << k).sum())
    }

    /// The t-value of two coordinates of the first 2^m points: every box of area 2^(t - m) holds 2^t of them.
    fn t_value(a: &[u32; DEPTH], b: &[u32; DEPTH], m: usize) -> usize {
        let keep = (1_u32 << m) - 1;
        let mut basis = [0_u32; DEPTH];
        let add = |basis: &mut [u32; DEPTH], mut row: u32| {
            while row != 0 {
                let top = row.ilog2() as usize;
                if basis[top] == 0 {
                    basis[top] = row;
                    return true;
                }
                row ^= basis[top];
            }
            false
        };
        let mut least = m;
        for first in 0..=m {
            let mut both = basis;
            let second = (0..m - first).take_while(|r| add(&mut both, b[*r] & keep)).count();
            least = least.min(first + second);
            if first < m && !add(&mut basis, a[first] & keep) {
                return m - least.min(first);
            }
        }
        m - least
    }

    fn badness(new: &[u32; DEPTH], earlier: &[[u32; DEPTH]]) -> u64 {
        let sizes = [4, 6, 8, 10, 12, 14];
        earlier.iter().map(|e| sizes.iter().map(|m| 1 << t_value(e, new, *m)).sum::<u64>()).sum()
    }

    fn search(dimensions: usize, polynomials: &[u32]) -> Vec<Vec<u32>> {
        let mut chosen = Vec::new();
        let mut earlier = vec![rows(&vectors(0))];
        for dimension in 1..dimensions {
            let polynomial = polynomials[dimension - 1];
            let best = (0..CANDIDATES)
                .map(|c| {
                    let key = (dimension as u64) << 32 | u64::from(c);
                    let mut stream = Draws::new(1967).stream(SEARCH, key, Day(0), 0);
                    let initial: Vec<u32> =
                        (0..polynomial.ilog2()).map(|k| 2 * stream.below(1 << k) as u32 + 1).collect();
                    let rows = rows(&expand(polynomial, &initial));
                    (badness(&rows, &earlier), initial, rows)
                })
                .min_by_key(|(badness, _, _)| *badness)
                .expect("there are candidates");
            chosen.push(best.1);
            earlier.push(best.2);
        }
        chosen
    }

    #[test]
    fn law_the_table_is_that_of_the_search() {
        // All 101 dimensions take two seconds; the first forty say whether the search is the one described.
        for (dimension, found) in search(40, &POLYNOMIALS).iter().enumerate() {
            assert_eq!(found, INITIAL[dimension], "dimension {}", dimension + 2);
        }
    }

    #[test]
    fn agrees_with_the_number_of_primitive_polynomials() {
        // Euler's totient of 2^d - 1, over d.
        let mut counts = [0; 10];
        for polynomial in POLYNOMIALS {
            counts[polynomial.ilog2() as usize] += 1;
        }
        assert_eq!(counts, [0, 1, 1, 2, 2, 6, 6, 18, 16, 48]);
        // x + 1, x^2 + x + 1, x^3 + x + 1, x^3 + x^2 + 1, x^4 + x + 1, x^4 + x^3 + 1.
        assert_eq!(POLYNOMIALS[..6], [3, 7, 11, 13, 19, 25]);
    }

    #[test]
    fn law_initial_numbers_are_odd_and_small_enough() {
        for (polynomial, initial) in POLYNOMIALS.iter().zip(INITIAL) {
            assert_eq!(initial.len(), polynomial.ilog2() as usize);
            for (k, number) in initial.iter().enumerate() {
                assert!(number % 2 == 1 && *number < 2 << k, "{number} at place {k}");
            }
        }
    }

    #[test]
    fn law_t_values_are_those_counted() {
        // By counting points in boxes, against the rank of the digits.
        let m = 6;
        for (one, two) in [(0, 1), (1, 2), (3, 7), (20, 60), (99, 100)] {
            let (a, b) = (vectors(one), vectors(two));
            let point = |v: &[u32; DEPTH], i: usize| (0..m).filter(|k| i >> k & 1 == 1).fold(0, |x, k| x ^ v[k]);
            let even = |t: usize| {
                (0..=m - t).all(|across| {
                    let up = m - t - across;
                    let mut counts = vec![0; 1 << (m - t)];
                    for i in 0..1 << m {
                        let (x, y) = (point(&a, i) >> (DEPTH - across), point(&b, i) >> (DEPTH - up));
                        counts[(x as usize) << up | y as usize] += 1;
                    }
                    counts.iter().all(|n| *n == 1 << t)
                })
            };
            let counted = (0..=m).find(|t| even(*t)).expect("the whole square holds all points");
            assert_eq!(t_value(&rows(&a), &rows(&b), m), counted, "dimensions {one} and {two}");
        }
    }

    #[test]
    fn law_pairs_of_dimensions_are_even() {
        let all: Vec<[u32; DEPTH]> = (0..DIMENSIONS).map(|d| rows(&vectors(d))).collect();
        let mut worst = 0;
        let mut total = 0;
        let mut pairs = 0;
        for (i, a) in all.iter().enumerate() {
            for b in &all[..i] {
                let t = t_value(a, b, 12);
                worst = worst.max(t);
                total += t;
                pairs += 1;
            }
        }
        let mean = total as f64 / f64::from(pairs);
        println!("at 4096 points: mean t {mean:.2}, worst {worst}");
        assert!(mean < 3.0 && worst <= 8);
    }
}
