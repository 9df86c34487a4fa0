//! Persons: six columns of bytes ordered by cell, and the one loop that runs over all of them every day.
//!
//! What the members of a cell share (hardship, social proof, fear, the agitator of the day) is computed once per cell as a
//! [`CellInputs`]. The loop then updates each member and counts them, without a branch on the person: it works on runs of
//! [`LANES`] persons in 16-bit arithmetic, which compilers turn into vector instructions. A cell's run is padded to
//! a multiple of `LANES` with empty places (dead from the start, counted nowhere). Children are counted in their cell: they
//! eat, and neither strike nor vote, so that they have no columns.

mod cell;
pub mod places;
mod start;

pub use start::{Start, StartOfGroup};

use engine::draw;
use schema::inputs::N_PARTIES;

/// Persons handled together; runs are padded to this.
pub const LANES: usize = 32;

/// Most places for the adults, or for the children, of a cell.
pub const MOST_ROOM: usize = 1024;

/// Mask of the activity in a status byte: 0 quiet, 1 on strike (a soldier: refuses), 2 in the street, 3 armed.
pub const ACTIVITY: u8 = 0b0000_0011;
/// Mask of the experience of struggle, 0..=3.
pub const EXPERIENCE: u8 = 0b0000_1100;
/// In custody.
pub const CUSTODY: u8 = 0b0100_0000;
/// Gone: dead, or (with [`CUSTODY`] too) moved away.
pub const GONE: u8 = 0b1000_0000;

/// Activity of those in the street. A convention of the status byte; unit: levels of the scale of action.
const STREET: i16 = 2;
/// Activity of those in the street with arms. A convention of the status byte; unit: levels of the scale of action.
const ARMED: i16 = 3;
/// Firmest conviction. Unit: degrees. A convention of the byte.
const FIRMEST: i16 = 15;
/// A party's line wholly for one power, and the difference of beliefs that is as much. A convention of the loop; unit: steps of
/// the scale of lines. Assumed: who believes in one authority by half more than in the other would have it decide alone.
pub const LINE: i16 = 127;
/// How much of 255 is lost for each step of that scale between a person and a party's line: who stands in the middle is not
/// moved by a party wholly for one power. Unit: steps. Assumed.
const NEARNESS: i16 = 2;
/// Parts of a gap in which a pass counts. A convention; unit: steps of the scale.
pub const GAP: f32 = 128.0;
/// Largest share of a gap closed in a pass, in 1/128: products stay within 16 bits. A convention.
pub const FASTEST: i16 = 127;

/// The four numbers of 16 bits in a word.
#[inline(always)]
pub fn quarters(word: u64) -> [u16; 4] {
    [word as u16, (word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16]
}

/// Conviction of one who has been won for a party, and from which one votes for it: who is won votes. Unit: degrees,
/// 0..=15. Assumed.
pub const WON: u8 = 3;

/// The columns.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Felt hardship and injustice.
    pub grievance: Vec<u8>,
    /// Belief that the authority that rules will meet the demands.
    pub ruler: Vec<u8>,
    /// Disposition not to act; drawn once.
    pub threshold: Vec<u8>,
    /// Party in the high four bits, conviction in the low four.
    pub leaning: Vec<u8>,
    /// Belief that the authority that contends would meet them.
    pub contender: Vec<u8>,
    /// See [`ACTIVITY`], [`EXPERIENCE`], [`CUSTODY`], [`GONE`].
    pub status: Vec<u8>,
}

/// A contiguous run of the columns.
pub struct Run<'a> {
    /// See [`People`].
    pub grievance: &'a mut [u8],
    /// See [`People`].
    pub ruler: &'a mut [u8],
    /// See [`People`].
    pub threshold: &'a mut [u8],
    /// See [`People`].
    pub leaning: &'a mut [u8],
    /// See [`People`].
    pub contender: &'a mut [u8],
    /// See [`People`].
    pub status: &'a mut [u8],
}

impl People {
    /// Columns of `n` places, all zero.
    pub fn zeroed(n: usize) -> People {
        People {
            grievance: vec![0; n],
            ruler: vec![0; n],
            threshold: vec![0; n],
            leaning: vec![0; n],
            contender: vec![0; n],
            status: vec![0; n],
        }
    }

    /// Number of places in each column, padding included.
    pub fn len(&self) -> usize {
        self.status.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
    }

    /// The run between two positions.
    pub fn run(&mut self, from: usize, to: usize) -> Run<'_> {
        Run {
            grievance: &mut self.grievance[from..to],
            ruler: &mut self.ruler[from..to],
            threshold: &mut self.threshold[from..to],
            leaning: &mut self.leaning[from..to],
            contender: &mut self.contender[from..to],
            status: &mut self.status[from..to],
        }
    }

    /// Cuts all columns at these lengths, in order.
    pub fn cut(&mut self, lengths: &[usize]) -> Vec<Run<'_>> {
        let mut grievance = engine::cells::cut(&mut self.grievance, lengths.iter().copied()).into_iter();
        let mut ruler = engine::cells::cut(&mut self.ruler, lengths.iter().copied()).into_iter();
        let mut threshold = engine::cells::cut(&mut self.threshold, lengths.iter().copied()).into_iter();
        let mut leaning = engine::cells::cut(&mut self.leaning, lengths.iter().copied()).into_iter();
        let mut contender = engine::cells::cut(&mut self.contender, lengths.iter().copied()).into_iter();
        let mut status = engine::cells::cut(&mut self.status, lengths.iter().copied()).into_iter();
        let mut runs = Vec::with_capacity(lengths.len());
        while let (Some(grievance), Some(ruler), Some(threshold), Some(leaning), Some(contender), Some(status)) =
            (grievance.next(), ruler.next(), threshold.next(), leaning.next(), contender.next(), status.next())
        {
            runs.push(Run { grievance, ruler, threshold, leaning, contender, status });
        }
        runs
    }
}

impl Run<'_> {
    /// The whole of this run, lent.
    #[inline(always)]
    pub fn all(&mut self) -> Run<'_> {
        self.part(0, self.status.len())
    }

    /// The part of this run between two positions.
    #[inline(always)]
    pub fn part(&mut self, from: usize, to: usize) -> Run<'_> {
        Run {
            grievance: &mut self.grievance[from..to],
            ruler: &mut self.ruler[from..to],
            threshold: &mut self.threshold[from..to],
            leaning: &mut self.leaning[from..to],
            contender: &mut self.contender[from..to],
            status: &mut self.status[from..to],
        }
    }
}

/// What a cell does to each of its members in one round. All on the scale 0..=255 of the columns unless said.
#[derive(Clone, Copy, Debug, Default)]
pub struct CellInputs {
    /// Hardship that grievance moves towards.
    pub hardship: i16,
    /// Share of the gap closed, in 1/128, at most 127.
    pub rise: i16,
    /// Added to grievance at once.
    pub shock: i16,
    /// What the belief in the ruling authority moves towards.
    pub ruler_aim: i16,
    /// Share of that gap closed, in 1/128, at most 127.
    pub ruler_pace: i16,
    /// Added to that belief at once.
    pub ruler_shock: i16,
    /// What the belief in the contending authority moves towards.
    pub contender_aim: i16,
    /// Share of that gap closed, in 1/128, at most 127.
    pub contender_pace: i16,
    /// Social proof less fear less fatigue, for striking.
    pub base: i16,
    /// Added for each degree of experience.
    pub experience: i16,
    /// Added to `base` for going into the street.
    pub street: i16,
    /// Added to `base` for taking arms.
    pub arms: i16,
    /// Members, from the first on, who have arms of their own.
    pub arms_held: i16,
    /// The council's call to those who believe more in the contending authority than in the one that rules.
    pub council_call: i16,
    /// Party that calls its followers today.
    pub caller: u8,
    /// That call, to those who lean to it.
    pub party_call: i16,
    /// How much of the grievance belief in the ruling authority soothes, in 1/256, at most 256.
    pub soothed: u16,
    /// Chance of reconsidering what one does, in 1/256.
    pub reconsider: i16,
    /// Party of today's agitator.
    pub heard_party: u8,
    /// Chance of being moved by that agitator, in 1/1024, at most 256.
    pub heard: u16,
    /// The line of that party on who should decide, -127..=127: who is far from it is moved by the less.
    pub heard_from: i16,
    /// Added to the belief in the contending authority, and taken from that in the ruling one, when moved.
    pub heard_line: i16,
    /// Party that answers for what is not delivered.
    pub blamed_party: u8,
    /// Chance, times twice the grievance, of losing conviction in it, in 1/1024, at most 256.
    pub blame: u16,
}

impl CellInputs {
    /// Whether anybody can act where the nearest member has this margin.
    #[inline(always)]
    pub fn can_act(&self, margin: Margin) -> bool {
        let calls = self.council_call.max(0).saturating_add(self.party_call.max(0));
        let easiest = self.street.max(self.arms).max(0);
        // By as much as belief soothes less than it did, a grievance can be felt more, and no more than that.
        let roused = margin.soothed.saturating_sub(self.soothed) as i16;
        margin.nearest.saturating_add(roused).saturating_add(self.base).saturating_add(calls).saturating_add(easiest)
            > 0
    }
}

/// How near the nearest of some persons is to acting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Margin {
    /// Grievance felt and experience, less the threshold, in points of the scale of the columns; what is called and what a
    /// day brings apart.
    pub nearest: i16,
    /// How much of grievance belief soothed then; see [`CellInputs::soothed`].
    pub soothed: u16,
}
engine::snapshot!(struct Margin { nearest, soothed });

impl Margin {
    /// Margin where nobody could act: below all others.
    pub const NOBODY: Self = Self { nearest: NOBODY, soothed: 0 };
    /// Margin of what has to be looked at again: above all others.
    pub const NEAR: Self = Self { nearest: -NOBODY, soothed: 0 };

    /// The margin of both together, or more.
    #[must_use]
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        Self { nearest: self.nearest.max(other.nearest), soothed: self.soothed.max(other.soothed) }
    }
}

/// Takes from the columns what a member who is there no longer felt and believed, and returns it: grievance, belief in the
/// ruling authority, belief in the contending one.
pub fn leave(columns: &mut [&mut [u8]; 3], leaning: &mut [u8], i: usize) -> [u32; 3] {
    leaning[i] = 0;
    columns.each_mut().map(|column| u32::from(std::mem::take(&mut column[i])))
}

/// What one pass over a cell counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// On strike, in the street, armed.
    pub acting: [u32; 3],
    /// Sum of grievance.
    pub grievance: u32,
    /// Sum of the belief in the ruling authority.
    pub ruler: u32,
    /// Sum of the belief in the contending authority.
    pub contender: u32,
    /// How near the nearest is to acting.
    pub margin: Margin,
}

type Lane = [i16; LANES];

#[inline(always)]
fn widen(bytes: &[u8; LANES]) -> Lane {
    // Plain loops: the closures of `map` are not always compiled with the caller's vector width.
    let mut lane = [0; LANES];
    for k in 0..LANES {
        lane[k] = i16::from(bytes[k]);
    }
    lane
}

#[inline(always)]
fn narrow(lane: &Lane, bytes: &mut [u8; LANES]) {
    for k in 0..LANES {
        bytes[k] = lane[k] as u8;
    }
}

/// Two random 16-bit numbers for each of [`LANES`] persons.
#[inline(always)]
fn draw_lanes(low: u32, high: u32, from: usize) -> (Lane, Lane) {
    let mut words = [0_u32; LANES];
    draw::fill_lanes(low, high, from as u32, &mut words);
    let (mut first, mut second) = ([0; LANES], [0; LANES]);
    for k in 0..LANES {
        first[k] = (words[k] >> 16) as i16;
        second[k] = words[k] as i16;
    }
    (first, second)
}

/// Nearest to acting where nobody could act. A convention; unit: points of the scale of the columns.
const NOBODY: i16 = -1000;

/// The slow changes happen too: grievance and beliefs. Without, only the decision to act.
const SLOW: u8 = 1;
/// An agitator is heard.
const HEARD: u8 = 2;
/// Somebody answers for what is not delivered.
const BLAMED: u8 = 4;

/// One pass over the adults of a cell: the once-a-day changes when `slow` (grievance, beliefs, leaning), and the decision
/// to act.
#[inline(always)]
pub fn pass(run: Run<'_>, key: u64, pull: &CellInputs, slow: bool) -> Tally {
    if pull.shock != 0 {
        shake(run.grievance, run.status, pull.shock);
    }
    // What cannot happen to anybody here today is left out of the loop; the draws are the same.
    match (slow, pull.heard > 0, pull.blame > 0) {
        (false, _, _) => members::<0>(run, key, pull),
        (true, false, false) => members::<SLOW>(run, key, pull),
        (true, true, false) => members::<{ SLOW | HEARD }>(run, key, pull),
        (true, false, true) => members::<{ SLOW | BLAMED }>(run, key, pull),
        (true, true, true) => members::<{ SLOW | HEARD | BLAMED }>(run, key, pull),
    }
}

/// A shock to the grievance of all present.
#[inline(always)]
fn shake(grievance: &mut [u8], status: &[u8], shock: i16) {
    for (g, s) in grievance.iter_mut().zip(status) {
        let shaken = (i16::from(*g) + shock).clamp(0, 255) as u8;
        *g = if s & GONE == 0 { shaken } else { 0 };
    }
}

/// The loop over members.
///
/// Everything in it is 16 bits wide, so that one vector register holds as many persons as it can; every product below
/// stays within 16 bits by the limits that [`CellInputs`] states. A condition is an `if` with a value on both sides, never a
/// branch: it becomes a mask.
#[inline(always)]
fn members<const PARTS: u8>(run: Run<'_>, key: u64, pull: &CellInputs) -> Tally {
    let (slow, heard, blamed) = (PARTS & SLOW != 0, PARTS & HEARD != 0, PARTS & BLAMED != 0);
    let (low, high) = (key as u32, (key >> 32) as u32);
    let (grievance, _) = run.grievance.as_chunks_mut::<LANES>();
    let n = grievance.len();
    let ruler = &mut run.ruler.as_chunks_mut::<LANES>().0[..n];
    let threshold = &run.threshold.as_chunks::<LANES>().0[..n];
    let leaning = &mut run.leaning.as_chunks_mut::<LANES>().0[..n];
    let contender = &mut run.contender.as_chunks_mut::<LANES>().0[..n];
    let status = &mut run.status.as_chunks_mut::<LANES>().0[..n];
    let pull = *pull;
    let (heard_party, blamed_party) = (i16::from(pull.heard_party), i16::from(pull.blamed_party));
    let caller = i16::from(pull.caller);
    let convert = heard_party << 4 | i16::from(WON);
    // Lane-wise sums: a cell has at most 1,024 places, so 32 additions of at most 255 stay below 32,768.
    let mut lanes = [[0_i16; LANES]; 6];
    let mut top = [NOBODY; LANES];
    for i in 0..n {
        let (first, second) = draw_lanes(low, high, i * LANES);
        let mut g = widen(&grievance[i]);
        let mut t = widen(&ruler[i]);
        let mut p = widen(&contender[i]);
        let mut lean = widen(&leaning[i]);
        let mut state = widen(&status[i]);
        let theta = widen(&threshold[i]);
        for k in 0..LANES {
            let present = state[k] & GONE as i16 == 0;
            if slow {
                let dither = ((second[k] as u16) >> 8) as i16;
                // A third number, independent of each of the other two.
                let third =
                    (first[k] as u16).wrapping_mul(0x6d2b).wrapping_add((second[k] as u16).wrapping_mul(0x9e37));
                // A step towards a value on the scale, of less than the gap, never leaves the scale.
                let half = dither >> 1;
                let grieved = g[k] + (((pull.hardship - g[k]) * pull.rise + half) >> 7);
                g[k] = if present { grieved } else { 0 };
                let believes = t[k] + (((pull.ruler_aim - t[k]) * pull.ruler_pace + half) >> 7) + pull.ruler_shock;
                let party = lean[k] >> 4;
                let firm = lean[k] & 15 > 0;
                // Whom the agitator moves: those who are near the party's line on who should decide.
                let away = (p[k] - t[k]).clamp(-LINE, LINE) - pull.heard_from;
                let away = if away < 0 { -away } else { away };
                let moved = (255 - ((away * NEARNESS) >> 1)).clamp(0, 255);
                let chance = (pull.heard.wrapping_mul(moved as u16)) >> 8;
                let hears = heard && (first[k] as u16) >> 6 < chance;
                let answer = (pull.blame.wrapping_mul(g[k] as u16)) >> 7;
                let blames = blamed && third >> 6 < answer && party == blamed_party;
                if heard || blamed {
                    let same = party == heard_party;
                    let strengthened = hears & same & (lean[k] & 15 < FIRMEST);
                    let shaken = ((hears & !same) | blames) & firm;
                    let converts = hears & !same & !firm;
                    let leaves = blames & !firm;
                    let degree = lean[k] + i16::from(strengthened) - i16::from(shaken);
                    let left = if leaves { degree & 15 } else { degree };
                    let leans = if converts { convert } else { left };
                    lean[k] = if present { leans } else { 0 };
                }
                let line = if hears { pull.heard_line } else { 0 };
                let hopes = p[k] + (((pull.contender_aim - p[k]) * pull.contender_pace + half) >> 7) + line;
                t[k] = if present { (believes - line).clamp(0, 255) } else { 0 };
                p[k] = if present { hopes.clamp(0, 255) } else { 0 };
            }
            let soothing = ((t[k] as u16).wrapping_mul(pull.soothed) >> 8) as i16;
            let felt = ((g[k] as u16).wrapping_mul((255 - soothing) as u16) >> 8) as i16;
            let heeds = if p[k] > t[k] { pull.council_call } else { 0 };
            let called = if lean[k] >> 4 == caller { pull.party_call } else { 0 };
            let experience = pull.experience * ((state[k] & EXPERIENCE as i16) >> 2);
            let margin = if state[k] & (GONE | CUSTODY) as i16 == 0 { felt + experience - theta[k] } else { NOBODY };
            top[k] = if margin > top[k] { margin } else { top[k] };
            let urge = felt + pull.base + experience + heeds + called - theta[k];
            let strikes: i16 = if urge > 0 { 1 } else { 0 };
            let goes_out = if urge > -pull.street { STREET } else { strikes };
            let has_arms = ((i * LANES + k) as i16) < pull.arms_held;
            let level = if has_arms & (urge > -pull.arms) { ARMED } else { goes_out };
            let does = if first[k] & 255 < pull.reconsider { level } else { state[k] & ACTIVITY as i16 };
            let does = if state[k] & (GONE | CUSTODY) as i16 == 0 { does } else { 0 };
            state[k] = (state[k] & !(ACTIVITY as i16)) | does;
            lanes[0][k] += i16::from(does == 1);
            lanes[1][k] += i16::from(does == STREET);
            lanes[2][k] += i16::from(does == ARMED);
            lanes[3][k] += g[k];
            lanes[4][k] += t[k];
            lanes[5][k] += p[k];
        }
        narrow(&state, &mut status[i]);
        if slow {
            narrow(&g, &mut grievance[i]);
            narrow(&t, &mut ruler[i]);
            narrow(&p, &mut contender[i]);
        }
        if heard || blamed {
            narrow(&lean, &mut leaning[i]);
        }
    }
    // One loop over all six, so that it is not unrolled into single additions.
    let mut sums = [0_u32; 6];
    for k in 0..LANES {
        for (sum, lane) in sums.iter_mut().zip(&lanes) {
            *sum += u32::from(lane[k] as u16);
        }
    }
    let [a, b, c, grievance, ruler, contender] = sums;
    let mut margin = NOBODY;
    for m in top {
        margin = if m > margin { m } else { margin };
    }
    let margin = Margin { nearest: margin, soothed: pull.soothed };
    Tally { acting: [a, b, c], grievance, ruler, contender, margin }
}

/// Counts of a cell's adults by party: leaning to it, and convinced enough to vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Adults leaning to each party.
    pub leaning: [u16; N_PARTIES],
    /// Those of them who would vote.
    pub voters: [u16; N_PARTIES],
}
engine::snapshot!(struct Census { leaning, voters });

/// Counts a cell's adults by party; `members` excludes the padding. A person votes with conviction of at least
/// `least_conviction`; the unaligned vote for a non-party delegate on the same terms.
#[inline(always)]
pub fn census(leaning: &[u8], status: &[u8], members: usize, least_conviction: u8) -> Census {
    // The party to which each leans and for which each votes, or nobody; then equal bytes are counted, party by party.
    // No party has this number.
    const NOBODY: u8 = 0xff;
    let (mut leans, mut votes) = ([NOBODY; MOST_ROOM], [NOBODY; MOST_ROOM]);
    for (((l, s), leans), votes) in leaning[..members].iter().zip(&status[..members]).zip(&mut leans).zip(&mut votes) {
        *leans = if s & GONE == 0 { l >> 4 } else { NOBODY };
        *votes = if l & 15 >= least_conviction { *leans } else { NOBODY };
    }
    let chunks = members.div_ceil(LANES);
    let mut census = Census { leaning: [0; N_PARTIES], voters: [0; N_PARTIES] };
    for party in 0..N_PARTIES {
        census.leaning[party] = count(&leans.as_chunks().0[..chunks], party as u8);
        census.voters[party] = count(&votes.as_chunks().0[..chunks], party as u8);
    }
    census
}

/// How many bytes have this value; there are at most [`MOST_ROOM`].
#[inline(always)]
fn count(chunks: &[[u8; LANES]], value: u8) -> u16 {
    let mut lanes = [0_u8; LANES];
    for chunk in chunks {
        for k in 0..LANES {
            lanes[k] += u8::from(chunk[k] == value);
        }
    }
    let mut sum = 0;
    for n in lanes {
        sum += u16::from(n);
    }
    sum
}

/// Days between two counts of a cell's leanings. Assumed.
pub const CENSUS_DAYS: i32 = 7;
