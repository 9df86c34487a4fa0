//! The parallel loop over contiguous runs.
//!
//! Work is cut into pieces in memory order; threads take the next pieces when they are free, and every piece returns
//! a result that is put back in order. The pieces do not depend on the number of threads, so neither does any result.

use std::sync::Mutex;
use std::thread;

/// Into how many shares each thread's part of what is left is cut.
const SHARES: usize = 4;

/// Runs `work` on every piece and returns the results in the order of the pieces.
///
/// With one thread, or one piece, everything happens on the calling thread: this is what WebAssembly uses.
pub fn for_each_piece<T: Send, R: Send>(pieces: Vec<T>, threads: usize, work: impl Fn(usize, T) -> R + Sync) -> Vec<R> {
    let n = pieces.len();
    if threads <= 1 || n <= 1 {
        return pieces.into_iter().enumerate().map(|(i, piece)| work(i, piece)).collect();
    }
    let queue = Mutex::new(pieces.into_iter().enumerate());
    // A thread takes a run of pieces at once, shorter and shorter towards the end: small pieces are then not worth more
    // waiting than work, and no thread is left with much when the others are done.
    let next = || {
        let mut queue = queue.lock().expect("no worker panics while it holds the queue");
        let at_once = (queue.len() / (SHARES * threads)).max(1);
        queue.by_ref().take(at_once).collect::<Vec<_>>()
    };
    let run = || {
        let mut done = Vec::new();
        loop {
            let taken = next();
            if taken.is_empty() {
                return done;
            }
            done.extend(taken.into_iter().map(|(i, piece)| (i, work(i, piece))));
        }
    };
    let mut results: Vec<Option<R>> = (0..n).map(|_| None).collect();
    thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads.min(n)).map(|_| scope.spawn(run)).collect();
        let mut place = |done: Vec<(usize, R)>| done.into_iter().for_each(|(i, r)| results[i] = Some(r));
        place(run());
        for helper in helpers {
            match helper.join() {
                Ok(done) => place(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    results.into_iter().map(|r| r.expect("every piece was taken by one thread")).collect()
}

/// Runs `work` compiled for the widest vector lanes this processor has. The arithmetic of the model is in integers, so the
/// width changes the time and never the result.
#[inline(always)]
pub fn with_widest_lanes<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Cuts a slice at the given lengths, which must not exceed it in sum.
pub fn cut<T>(mut slice: &mut [T], lengths: impl Iterator<Item = usize>) -> Vec<&mut [T]> {
    lengths
        .map(|n| {
            let (head, tail) = std::mem::take(&mut slice).split_at_mut(n);
            slice = tail;
            head
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_results_on_one_and_many_threads() {
        let run = |threads| for_each_piece((0..100_u64).collect(), threads, |i, x| (i as u64) * 1000 + x * x);
        assert_eq!(run(1), run(2));
        assert_eq!(run(1), run(7));
    }

    #[test]
    fn law_cutting_gives_every_element_once() {
        let mut values: Vec<u32> = (0..10).collect();
        let pieces = cut(&mut values, [3, 0, 7].into_iter());
        assert_eq!(pieces.iter().map(|p| p.len()).collect::<Vec<_>>(), [3, 0, 7]);
        assert_eq!(pieces[2][0], 3);
    }
}
