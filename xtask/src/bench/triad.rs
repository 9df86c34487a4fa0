//! A plain memory triad: the speed at which this machine can stream.

use std::time::Instant;

/// Numbers in each of the three arrays: 256 MiB, well beyond any cache.
pub const N: usize = 1 << 25;

/// Bytes moved a second, in billions: the best of five passes.
pub fn gigabytes_per_second(threads: usize) -> f64 {
    println!("triad on {threads} thread(s)");
    let mut a = vec![0.0_f64; N];
    let (b, c) = (vec![1.5_f64; N], vec![2.5_f64; N]);
    let piece = N.div_ceil(threads);
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let scale = std::hint::black_box(3.0);
        let began = Instant::now();
        std::thread::scope(|scope| {
            for ((a, b), c) in a.chunks_mut(piece).zip(b.chunks(piece)).zip(c.chunks(piece)) {
                scope.spawn(move || {
                    for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
                        *a = b + scale * c;
                    }
                });
            }
        });
        best = best.min(began.elapsed().as_secs_f64());
        std::hint::black_box(&mut a);
    }
    24.0 * N as f64 / best / 1e9
}
