//! The person loop alone: every person of a run of cells, once, with all daily changes.

use std::time::Instant;

use engine::cells::{for_each_piece, with_widest_lanes};
use society::people::{CellInputs, People, pass};

/// Persons.
pub const N: usize = 32_000_000;
/// Persons of a cell.
pub const CELL: usize = 512;
/// Persons of a piece of work.
const PIECE: usize = 512 * CELL;

/// A cell in a time of unrest: no part of the loop is idle.
const PULL: CellInputs = CellInputs {
    hardship: 140,
    rise: 20,
    shock: 1,
    ruler_aim: 60,
    ruler_pace: 4,
    ruler_shock: 0,
    contender_aim: 150,
    contender_pace: 3,
    base: 30,
    experience: 6,
    street: -10,
    arms: -80,
    arms_held: 100,
    council_call: 15,
    caller: 9,
    party_call: 40,
    soothed: 200,
    reconsider: 64,
    heard_party: 9,
    heard: 40,
    heard_from: 24,
    heard_line: 4,
    blamed_party: 5,
    blame: 30,
};

/// Bytes moved a second, in billions, eleven for each person: the best of five passes.
pub fn gigabytes_per_second(threads: usize) -> f64 {
    println!("person loop on {threads} thread(s)");
    let mut people = peopled();
    let mut best = f64::INFINITY;
    for day in 0..5_u64 {
        let runs = people.cut(&lengths(N, PIECE));
        let began = Instant::now();
        let acting: Vec<u64> = for_each_piece(runs, threads, |piece, mut run| {
            with_widest_lanes(
                #[inline(always)]
                || {
                    let (mut acting, mut from) = (0, 0);
                    while from < run.status.len() {
                        let to = (from + CELL).min(run.status.len());
                        let key = (piece as u64) << 40 | (from as u64) << 8 | day;
                        let tally = pass(run.part(from, to), key.wrapping_mul(0x9e37_79b9_7f4a_7c15), &PULL, true);
                        acting += tally.acting.iter().map(|n| u64::from(*n)).sum::<u64>();
                        from = to;
                    }
                    acting
                },
            )
        });
        best = best.min(began.elapsed().as_secs_f64());
        std::hint::black_box(acting);
    }
    11.0 * N as f64 / best / 1e9
}

fn lengths(n: usize, piece: usize) -> Vec<usize> {
    (0..n).step_by(piece).map(|from| piece.min(n - from)).collect()
}

/// Persons of all dispositions.
fn peopled() -> People {
    let mut people = People::zeroed(N);
    let People { grievance, ruler, threshold, leaning, contender, .. } = &mut people;
    for (shift, column) in [grievance, ruler, threshold, leaning, contender].into_iter().enumerate() {
        for (i, byte) in column.iter_mut().enumerate() {
            *byte = (engine::draw::lane(7, shift as u32, i as u32) >> 24) as u8;
        }
    }
    people
}
