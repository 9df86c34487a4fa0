//! How persons begin: tables from what is drawn to the bytes that are stored, class by class.

use crate::{FIRMEST, GONE, Run};
use engine::draw;
use schema::inputs::ClassSpec;

/// Starting values of a class: tables from what is drawn to the byte that is stored.
pub struct Start {
    grievance: [f64; 2],
    ruler: Vec<u8>,
    threshold: Vec<u8>,
    contender: Vec<u8>,
    /// How firmly, by a random byte: who leans to nobody, and who leans to a party.
    conviction: [Vec<u8>; 2],
}

/// Mean conviction of those who follow no party: not enough to take them to the ballot. Unit: degrees. Assumed.
const UNALIGNED: f64 = 0.75;
/// Part of the belief that they lack in the regime of the start which followers of its parties have more than others of
/// their class. Unit: share. Assumed.
const OWN_GOVERNMENT: f32 = 0.3;
/// Members filled at once, and words drawn for each. A convention; unit: persons.
const AT_ONCE: usize = 8;
/// The sum of four uniform bytes has this mean. Unit: scale of bytes. Computed.
const FOUR_BYTES_MEAN: f64 = 510.0;
/// The sum of four uniform bytes has this standard deviation. Unit: scale of bytes. Computed.
const FOUR_BYTES_SD: f64 = 147.80;
/// Number of sums that four bytes can have. Unit: sums. Computed.
const SUMS: usize = 4 * 255 + 1;

/// Approximately normal bytes with this mean and standard deviation (0..=1), by the sum of four uniform bytes.
fn normal(shape: [f64; 2]) -> Vec<u8> {
    let byte = |sum: usize| {
        let x = shape[0] * 255.0 + shape[1] * 255.0 * (sum as f64 - FOUR_BYTES_MEAN) / FOUR_BYTES_SD;
        (x + 0.5).clamp(0.0, 255.0) as u8
    };
    (0..SUMS).map(byte).collect()
}

/// Steps in which leanings at the start are drawn. A convention; unit: steps of a share.
const LEANINGS: usize = 4096;

/// What a group begins with beside its class.
pub struct StartOfGroup<'a> {
    /// What [`Start::grievance`] returned.
    pub grieved: &'a [u8],
    /// What [`Start::parties`] returned.
    pub parties: &'a [u8],
    /// Parties that govern, bit by bit.
    pub governs: u32,
    /// Share with experience of struggle.
    pub experienced: f64,
}

impl Start {
    /// The tables of a class.
    pub fn of(class: &ClassSpec) -> Start {
        let conviction = |mean: f64| {
            let degree = |byte: u8| (((mean + mean) * (f64::from(byte) / 255.0) + 0.5) as u8).min(FIRMEST as u8);
            (0..=255).map(degree).collect()
        };
        Start {
            grievance: class.grievance,
            ruler: normal(class.trust),
            threshold: normal(class.threshold),
            contender: normal(class.power),
            // Who follows no party has no conviction that would take one to the ballot.
            conviction: [conviction(UNALIGNED), conviction(class.conviction)],
        }
    }

    /// Whom one leans to, by twelve random bits: parties by their shares.
    pub fn parties(shares: &[f64]) -> Vec<u8> {
        let mut party = vec![0; LEANINGS];
        let mut reached = 0.0;
        let mut from = 0;
        for (number, share) in shares.iter().enumerate() {
            reached += share;
            let to = ((reached * LEANINGS as f64 + 0.5) as usize).min(LEANINGS);
            party[from.min(to)..to].fill(number as u8);
            from = to.max(from);
        }
        party
    }

    /// Grievance by sum of four bytes, where the conditions of the weeks before have left this much, 0..=1.
    pub fn grievance(&self, felt: f64) -> Vec<u8> {
        normal([felt + self.grievance[0], self.grievance[1]])
    }

    /// Fills a cell: `adults` members, then padding.
    #[inline(always)]
    pub fn fill(&self, run: Run<'_>, key: u64, of: &StartOfGroup<'_>, adults: usize) {
        let &StartOfGroup { grieved, parties, governs, experienced } = of;
        let experienced = (experienced * 65_536.0) as u32;
        let (low, high) = (key as u32, (key >> 32) as u32);
        run.status.fill(GONE);
        // Draws are made for eight members at a time, in vector lanes: word `8 * i + n` is number `n` of member `i`.
        let mut words = [0_u32; 64];
        for from in (0..adults).step_by(AT_ONCE) {
            draw::fill_lanes(low, high, from as u32 * AT_ONCE as u32, &mut words);
            for (i, word) in (from..adults.min(from + AT_ONCE)).zip(words.as_chunks::<AT_ONCE>().0) {
                run.grievance[i] = grieved[sum_of_bytes(word[0])];
                run.ruler[i] = self.ruler[sum_of_bytes(word[1])];
                run.threshold[i] = self.threshold[sum_of_bytes(word[2])];
                run.contender[i] = self.contender[sum_of_bytes(word[3])];
                let party = parties[word[5] as usize % LEANINGS];
                let conviction = &self.conviction[usize::from(party != 0)];
                run.leaning[i] = party << 4 | conviction[(word[4] >> 8 & 255) as usize];
                // Experience 2 is the memory of 1905; what 1917 teaches comes on top.
                if party != 0 && governs >> party & 1 == 1 {
                    run.ruler[i] = run.ruler[i].saturating_add(((255 - run.ruler[i]) as f32 * OWN_GOVERNMENT) as u8);
                }
                run.status[i] = if (word[4] >> 16) < experienced { 2 << 2 } else { 0 };
            }
        }
    }
}

#[inline(always)]
fn sum_of_bytes(word: u32) -> usize {
    // Two sums of two bytes, side by side, then the sum of both.
    let pairs = (word & 0x00ff_00ff) + (word >> 8 & 0x00ff_00ff);
    ((pairs + (pairs >> 16)) & 0xffff) as usize
}
