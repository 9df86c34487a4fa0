//! Persons: six columns of bytes ordered by cell, and the one loop that runs over all of them every day.
//!
//! What the members of a cell share (hardship, social proof, fear, the agitator of the day) is computed once per cell as a
//! [`Pull`]. The loop then updates each member and counts them, without a branch on the person: it works on runs of
//! [`LANES`] persons in 16-bit arithmetic, which compilers turn into vector instructions. A cell's run of adults, and its
//! run of children, are padded to a multiple of `LANES` with empty places (dead from the start, counted nowhere).

use crate::spec::{N_PARTIES, Spec};
use engine::draw;

/// Persons handled together; runs are padded to this.
pub const LANES: usize = 32;

/// Mask of the activity in a status byte: 0 quiet, 1 on strike (a soldier: refuses), 2 in the street, 3 armed.
pub const ACTIVITY: u8 = 0b0000_0011;
/// Mask of the experience of struggle, 0..=3.
pub const EXPERIENCE: u8 = 0b0000_1100;
/// Party member.
pub const MEMBER: u8 = 0b0001_0000;
/// Child.
pub const CHILD: u8 = 0b0010_0000;
/// In custody.
pub const CUSTODY: u8 = 0b0100_0000;
/// Gone: dead, or (with [`CUSTODY`] too) moved away.
pub const GONE: u8 = 0b1000_0000;

/// Attitude to power (0..=255) from which a person heeds a council's call.
const HEEDS_COUNCIL: i16 = 150;
/// Conviction of a new adherent.
const NEW_CONVICTION: u8 = 2;

/// The columns.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Felt hardship and injustice.
    pub grievance: Vec<u8>,
    /// Confidence that whoever governs will meet the demands.
    pub trust: Vec<u8>,
    /// Disposition not to act; drawn once.
    pub threshold: Vec<u8>,
    /// Party in the high four bits, conviction in the low four.
    pub leaning: Vec<u8>,
    /// Who should hold power: 0 government, 255 councils.
    pub power: Vec<u8>,
    /// See [`ACTIVITY`], [`EXPERIENCE`], [`MEMBER`], [`CHILD`], [`CUSTODY`], [`GONE`].
    pub status: Vec<u8>,
}

/// A contiguous run of the columns.
pub struct Run<'a> {
    /// See [`People`].
    pub grievance: &'a mut [u8],
    /// See [`People`].
    pub trust: &'a mut [u8],
    /// See [`People`].
    pub threshold: &'a mut [u8],
    /// See [`People`].
    pub leaning: &'a mut [u8],
    /// See [`People`].
    pub power: &'a mut [u8],
    /// See [`People`].
    pub status: &'a mut [u8],
}

impl People {
    /// Columns of `n` places, all zero.
    pub fn zeroed(n: usize) -> People {
        People {
            grievance: vec![0; n],
            trust: vec![0; n],
            threshold: vec![0; n],
            leaning: vec![0; n],
            power: vec![0; n],
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
            trust: &mut self.trust[from..to],
            threshold: &mut self.threshold[from..to],
            leaning: &mut self.leaning[from..to],
            power: &mut self.power[from..to],
            status: &mut self.status[from..to],
        }
    }

    /// Cuts all columns at these lengths, in order.
    pub fn cut(&mut self, lengths: &[usize]) -> Vec<Run<'_>> {
        let mut grievance = engine::cells::cut(&mut self.grievance, lengths.iter().copied()).into_iter();
        let mut trust = engine::cells::cut(&mut self.trust, lengths.iter().copied()).into_iter();
        let mut threshold = engine::cells::cut(&mut self.threshold, lengths.iter().copied()).into_iter();
        let mut leaning = engine::cells::cut(&mut self.leaning, lengths.iter().copied()).into_iter();
        let mut power = engine::cells::cut(&mut self.power, lengths.iter().copied()).into_iter();
        let mut status = engine::cells::cut(&mut self.status, lengths.iter().copied()).into_iter();
        let mut runs = Vec::with_capacity(lengths.len());
        while let (Some(grievance), Some(trust), Some(threshold), Some(leaning), Some(power), Some(status)) = (
            grievance.next(),
            trust.next(),
            threshold.next(),
            leaning.next(),
            power.next(),
            status.next(),
        ) {
            runs.push(Run { grievance, trust, threshold, leaning, power, status });
        }
        runs
    }
}

impl Run<'_> {
    /// The part of this run between two positions.
    pub fn part(&mut self, from: usize, to: usize) -> Run<'_> {
        Run {
            grievance: &mut self.grievance[from..to],
            trust: &mut self.trust[from..to],
            threshold: &mut self.threshold[from..to],
            leaning: &mut self.leaning[from..to],
            power: &mut self.power[from..to],
            status: &mut self.status[from..to],
        }
    }
}

/// What a cell does to each of its members in one round. All on the scale 0..=255 of the columns unless said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pull {
    /// Hardship that grievance moves towards.
    pub hardship: i16,
    /// Share of the gap closed today, in 1/256, at most 127.
    pub rise: i16,
    /// Added to grievance at once.
    pub shock: i16,
    /// Chance of losing one point of trust today: times grievance, in 1/(64*256), at most 127.
    pub trust_spent: i16,
    /// Chance of gaining one: times what is missing of full trust, in 1/(64*256), at most 127.
    pub trust_gained: i16,
    /// Added to trust at once.
    pub trust_shock: i16,
    /// Social proof less fear less fatigue, for striking.
    pub base: i16,
    /// Added for each degree of experience.
    pub experience: i16,
    /// Added to `base` for going into the street.
    pub street: i16,
    /// Added to `base` for taking arms.
    pub arms: i16,
    /// Party that calls its followers out, and by how much.
    pub call_party: u8,
    /// See `call_party`.
    pub call: i16,
    /// The council's call to those who would have it hold power.
    pub council_call: i16,
    /// Chance of reconsidering what one does, in 1/256.
    pub reconsider: i16,
    /// Party of today's agitator.
    pub heard_party: u8,
    /// Chance of being moved by that agitator, in 1/8192, at most 256.
    pub heard: u16,
    /// How much that chance depends on grievance less trust, in 1/64, -64..=64.
    pub heard_slope: i16,
    /// Added to the attitude to power when moved.
    pub heard_line: i16,
    /// Party that answers for what is not delivered.
    pub blamed_party: u8,
    /// Chance, times grievance, of losing conviction in it, in 1/8192, at most 256.
    pub blame: u16,
    /// Standing of councils here.
    pub standing: i16,
    /// Share of the gap between attitude to power and (standing x distrust) closed today, in 1/256, at most 127.
    pub power_drift: i16,
}

/// What one pass over a cell counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// On strike, in the street, armed.
    pub acting: [u32; 3],
    /// Sum of grievance.
    pub grievance: u32,
    /// Sum of trust.
    pub trust: u32,
    /// Sum of the attitude to power.
    pub power: u32,
}

/// One pass over the adults of a cell. With `SLOW` the once-a-day changes happen too (grievance, trust, leaning, power);
/// without, only the decision to act.
#[inline(always)]
pub fn pass<const SLOW: bool>(run: Run<'_>, key: u64, pull: &Pull) -> Tally {
    let (low, high) = (key as u32, (key >> 32) as u32);
    let (grievance, _) = run.grievance.as_chunks_mut::<LANES>();
    let n = grievance.len();
    let trust = &mut run.trust.as_chunks_mut::<LANES>().0[..n];
    let threshold = &run.threshold.as_chunks::<LANES>().0[..n];
    let leaning = &mut run.leaning.as_chunks_mut::<LANES>().0[..n];
    let power = &mut run.power.as_chunks_mut::<LANES>().0[..n];
    let status = &mut run.status.as_chunks_mut::<LANES>().0[..n];
    // Lane-wise counters: a cell has at most 1,024 adults, so 32 additions of at most 255 stay below 65,536.
    let mut struck = [0_u16; LANES];
    let mut street = [0_u16; LANES];
    let mut armed = [0_u16; LANES];
    let mut sum_grievance = [0_u16; LANES];
    let mut sum_trust = [0_u16; LANES];
    let mut sum_power = [0_u16; LANES];
    for i in 0..n {
        let mut words = [0_u32; LANES];
        draw::fill_lanes(low, high, (i * LANES) as u32, &mut words);
        for k in 0..LANES {
            let word = words[k];
            let first = (word >> 16) as u16;
            let second = word as u16;
            let dither = (second >> 8) as i16;
            let dither_two = (second & 255) as i16;
            let state = status[i][k];
            let present = i16::from((state & GONE) == 0) * 255;
            let mut g = i16::from(grievance[i][k]);
            let mut t = i16::from(trust[i][k]);
            let mut p = i16::from(power[i][k]);
            let lean = leaning[i][k];
            let mut party = lean >> 4;
            g = (g + pull.shock).clamp(0, 255) & present;
            if SLOW {
                g = (g + (((pull.hardship - g) * pull.rise + dither) >> 8)).clamp(0, 255) & present;
                let spent = i16::from(dither_two < (g * pull.trust_spent) >> 6);
                let gained = i16::from(dither < ((255 - t) * pull.trust_gained) >> 6);
                t = (t - spent + gained + pull.trust_shock).clamp(0, 255) & present;
                // Whom the agitator moves: with a positive slope the aggrieved, with a negative the trusting.
                let moved = (128 + (((g - t) * pull.heard_slope) >> 6)).clamp(0, 255) as u16;
                let hears = (first >> 3) < (pull.heard * moved) >> 7;
                let blames = party == pull.blamed_party && (second >> 3) < (pull.blame * g as u16) >> 7;
                let conviction = lean & 15;
                let same = party == pull.heard_party;
                let shaken = (!same & hears) | blames;
                let firm = conviction > 0;
                let mut c = conviction + u8::from(same & hears & (conviction < 15));
                c -= u8::from(shaken & firm);
                let converts = !same & hears & !firm;
                let leaves = blames & !firm & !converts;
                party = if converts { pull.heard_party } else { party };
                c = if converts { NEW_CONVICTION } else { c };
                party = if leaves { 0 } else { party };
                leaning[i][k] = ((party << 4) | c) & present as u8;
                let aim = (pull.standing as u16 * (255 - t) as u16) >> 8;
                p += ((aim as i16 - p) * pull.power_drift + dither) >> 8;
                p = (p + if hears { pull.heard_line } else { 0 }).clamp(0, 255) & present;
                trust[i][k] = t as u8;
                power[i][k] = p as u8;
            }
            grievance[i][k] = g as u8;
            let felt = ((g as u16 * (255 - t) as u16) >> 8) as i16;
            let urge = felt
                + pull.base
                + pull.experience * i16::from((state & EXPERIENCE) >> 2)
                + if party == pull.call_party { pull.call } else { 0 }
                + if p >= HEEDS_COUNCIL { pull.council_call } else { 0 }
                - i16::from(threshold[i][k]);
            let strikes = u8::from(urge > 0);
            let goes_out = if urge + pull.street > 0 { 2 } else { strikes };
            let level = if urge + pull.arms > 0 { 3 } else { goes_out };
            let able = (state & (GONE | CUSTODY)) == 0;
            let reconsiders = i16::from((first & 255) as u8) < pull.reconsider;
            let activity = if reconsiders { level } else { state & ACTIVITY };
            let activity = if able { activity } else { 0 };
            status[i][k] = (state & !ACTIVITY) | activity;
            struck[k] += u16::from(activity == 1);
            street[k] += u16::from(activity == 2);
            armed[k] += u16::from(activity == 3);
            sum_grievance[k] += g as u16;
            sum_trust[k] += t as u16;
            sum_power[k] += p as u16;
        }
    }
    let total = |lanes: &[u16; LANES]| lanes.iter().map(|x| u32::from(*x)).sum();
    Tally {
        acting: [total(&struck), total(&street), total(&armed)],
        grievance: total(&sum_grievance),
        trust: total(&sum_trust),
        power: total(&sum_power),
    }
}

/// One pass over the children of a cell: they hunger as the others do, and neither strike nor vote.
#[inline(always)]
pub fn pass_children(run: Run<'_>, key: u64, pull: &Pull) {
    let (low, high) = (key as u32, (key >> 32) as u32);
    let grievance = run.grievance.as_chunks_mut::<LANES>().0;
    let status = run.status.as_chunks::<LANES>().0;
    for (i, (chunk, status)) in grievance.iter_mut().zip(status).enumerate() {
        let mut words = [0_u32; LANES / 4];
        draw::fill_lanes(low, high, 0x8000_0000 + (i * LANES / 4) as u32, &mut words);
        for k in 0..LANES {
            let dither = ((words[k % (LANES / 4)] >> (k / (LANES / 4) * 8)) & 255) as i16;
            let g = i16::from(chunk[k]);
            let present = i16::from((status[k] & GONE) == 0) * 255;
            chunk[k] = ((g + (((pull.hardship - g) * pull.rise + dither) >> 8)).clamp(0, 255) & present) as u8;
        }
    }
}

/// Counts of a cell's adults by party: leaning to it, and convinced enough to vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Adults leaning to each party.
    pub leaning: [u16; N_PARTIES],
    /// Those of them who would vote.
    pub voters: [u16; N_PARTIES],
}

/// Counts a cell's adults by party; `members` excludes the padding. A person votes with conviction of at least
/// `least_conviction`; the unaligned vote for a non-party delegate on the same terms.
pub fn census(leaning: &[u8], status: &[u8], members: usize, least_conviction: u8) -> Census {
    let mut bins = [0_u16; 256];
    for (l, s) in leaning[..members].iter().zip(&status[..members]) {
        bins[usize::from(*l)] += u16::from((s & GONE) == 0);
    }
    let mut census = Census { leaning: [0; N_PARTIES], voters: [0; N_PARTIES] };
    for party in 0..N_PARTIES {
        for conviction in 0..16 {
            let n = bins[party * 16 + conviction];
            census.leaning[party] += n;
            if conviction >= usize::from(least_conviction) {
                census.voters[party] += n;
            }
        }
    }
    census
}

/// Starting values of a class as lookup tables from a random byte.
pub struct Start {
    grievance: [f64; 2],
    trust: [f64; 2],
    threshold: [f64; 2],
    power: [f64; 2],
    leaning: [u8; 256],
    conviction: f64,
    experienced: u32,
}

/// The sum of four uniform bytes has mean 510 and this standard deviation.
const FOUR_BYTES_SD: f64 = 147.80;

impl Start {
    /// The tables of a class.
    pub fn of(spec: &Spec, class: usize) -> Start {
        let class = &spec.classes[class];
        let mut leaning = [0; 256];
        let mut reached = 0.0;
        let mut from = 0;
        for (party, share) in class.leaning.iter().enumerate() {
            reached += share;
            let to = ((reached * 256.0 + 0.5) as usize).min(256);
            leaning[from.min(to)..to].fill(party as u8);
            from = to.max(from);
        }
        Start {
            grievance: class.grievance,
            trust: class.trust,
            threshold: class.threshold,
            power: class.power,
            leaning,
            conviction: class.conviction,
            experienced: (class.experienced * 65_536.0) as u32,
        }
    }

    /// Fills a cell: `adults` members, then padding, then `children` from `children_at`, then padding.
    pub fn fill(&self, run: Run<'_>, key: u64, adults: usize, children_at: usize, children: usize) {
        let (low, high) = (key as u32, (key >> 32) as u32);
        let normal = |word: u32, shape: [f64; 2]| {
            let sum: u32 = word.to_le_bytes().iter().map(|b| u32::from(*b)).sum();
            let x = shape[0] * 255.0 + shape[1] * 255.0 * (f64::from(sum) - 510.0) / FOUR_BYTES_SD;
            (x + 0.5).clamp(0.0, 255.0) as u8
        };
        run.status.fill(GONE);
        for i in 0..adults {
            let word = |n: u32| draw::lane(low, high, (i as u32) * 8 + n);
            run.grievance[i] = normal(word(0), self.grievance);
            run.trust[i] = normal(word(1), self.trust);
            run.threshold[i] = normal(word(2), self.threshold);
            run.power[i] = normal(word(3), self.power);
            let w = word(4);
            let party = self.leaning[(w & 255) as usize];
            let spread = f64::from(w >> 8 & 255) / 255.0;
            let conviction = ((2.0 * self.conviction * spread + 0.5) as u8).min(15);
            run.leaning[i] = party << 4 | conviction;
            // Experience 2 is the memory of 1905; what 1917 teaches comes on top.
            run.status[i] = if (w >> 16) < self.experienced { 2 << 2 } else { 0 };
        }
        for i in children_at..children_at + children {
            run.grievance[i] = normal(draw::lane(low, high, 0x8000_0000 + i as u32), self.grievance);
            run.threshold[i] = 255;
            run.status[i] = CHILD;
        }
    }
}
