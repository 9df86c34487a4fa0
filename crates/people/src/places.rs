//! Cells, groups, units, leaf places and seats: who shares what.
//!
//! A **cell** is a group that sees itself act. A **unit** is a workplace, a regiment, a village: cells under one roof.
//! A **group** is all cells of one class in one leaf place. A **seat** is a town with its districts, a county, a sector of a
//! front or a base: the community that has one crowd, one force, and at most one council. Cells are stored seat by seat,
//! place by place, class by class, unit by unit, so that each of these is one contiguous run.

use schema::demand::Demand;
use schema::inputs::{Capabilities, Capability, N_ISSUES, N_PARTIES};

use crate::Margin;
pub use crate::cell::{Authority, Cell};

/// No such thing: an index that points nowhere.
pub const NONE: u32 = u32::MAX;

/// Who should hold power, from the beliefs in the ruling and in the contending authority: 0 the government, 1 the councils.
pub fn attitude(ruler: f32, contender: f32, councils_rule: bool) -> f32 {
    let [government, councils] = if councils_rule { [contender, ruler] } else { [ruler, contender] };
    (1.0 - government).midpoint(councils)
}

/// A share as a number from -1 (none) to 1 (all).
pub fn signed(share: f64) -> f64 {
    share - (1.0 - share)
}

/// [`Unit::settled`] where nothing is settled. A convention; unit: scale of hardship.
pub const UNSETTLED: f32 = -1.0;

/// A workplace, regiment, ship or village.
#[derive(Clone, Debug)]
pub struct Unit {
    /// First cell.
    pub first_cell: u32,
    /// Number of cells.
    pub n_cells: u32,
    /// Position of its name in the scenario's groups, or [`NONE`].
    pub named: u32,
    /// Adults in the model.
    pub adults: u32,
    /// Adults acting, after the last round.
    pub acting: u32,
    /// Days of the present strike, refusal or seizure; 0 when quiet.
    pub spell_days: u16,
    /// Most adults acting at once in the present spell.
    pub spell_peak: u32,
    /// What the present strike, or the last one, is for.
    pub demand: Demand,
    /// How far the demands on hours have been won here, or the land taken that is wanted, 0..=1.
    pub won: f32,
    /// Wage; 1 is that of the base of the price index.
    pub wage: f32,
    /// Grievance that a quarrel of today adds to all, 0..=1.
    pub quarrel: f32,
    /// The owner whom it shares with others, or [`NONE`].
    pub owner: u32,
    /// Whether the employer has closed it: nobody earns there.
    pub is_closed: bool,
    /// Hardship at which the last strike was settled: until there is a new cause, nobody here begins again. Below 0 where
    /// nothing is settled.
    pub settled: f32,
}
engine::snapshot!(struct Unit {
    first_cell, n_cells, named, adults, acting, spell_days, spell_peak, demand, won, wage, quarrel, owner, is_closed, settled
});

impl Unit {
    /// Its cells.
    #[inline(always)]
    pub fn cells(&self) -> std::ops::Range<usize> {
        self.first_cell as usize..(self.first_cell + self.n_cells) as usize
    }
    /// Share of adults who act in any way.
    #[inline(always)]
    pub fn acting_share(&self) -> f32 {
        self.acting as f32 / self.adults.max(1) as f32
    }
    /// Whether the last strike is settled and nothing new has come.
    pub fn is_settled(&self) -> bool {
        self.settled >= 0.0
    }
}

/// All cells of one class in one leaf place.
#[derive(Clone, Debug)]
pub struct Group {
    /// What its cells draw for: that of its first cell, and one more for each cell after it. See [`engine::draw::entity`].
    pub entity: u64,
    /// Index of the leaf place in the scenario.
    pub place: u32,
    /// Its seat.
    pub seat: u32,
    /// Class.
    pub class: u8,
    /// What members can do.
    pub does: Capabilities,
    /// First cell.
    pub first_cell: u32,
    /// Number of cells.
    pub n_cells: u32,
    /// Adults in the model at the start.
    pub adults: u32,
    /// Children in the model.
    pub children: u32,
    /// Need of each demand today, 0..=1, before what is delivered.
    pub need: [f32; N_ISSUES],
    /// Weight of each demand times need times what is not delivered.
    pub unmet: [f32; N_ISSUES],
    /// Hardship today, 0..=1.
    pub hardship: f32,
    /// What is delivered, weighed by what is felt, 0..=1.
    pub delivered: f32,
    /// What is delivered beyond what one is used to, next to that and to what is not, 0..=1.
    pub kept: f32,
    /// Cumulative chance of hearing each party's agitator, in 1/65536.
    pub exposure: [u16; N_PARTIES],
    /// Whether any agitator comes at all, 0..=1.
    pub contact: f32,
    /// Chance of being moved by each party on a day, in 1/65536.
    pub persuasion: [u16; N_PARTIES],
    /// Each party's line on who should decide: for the authority that rules, below 0, or for the one that contends, in 1/127.
    pub line: [i16; N_PARTIES],
    /// Share of women, 0..=1.
    pub women: f32,
    /// Mean wage of its units.
    pub wage: f32,
    /// Need that comes from the wage alone, 0..=1, and how much it weighs in hardship.
    pub wage_need: [f32; 2],
    /// Party that answers for what is not delivered.
    pub blamed: u8,
    /// See [`crate::CellInputs::blame`].
    pub blame: u16,
    /// After the last round: members acting by level, model persons.
    pub acting: [u32; 3],
    /// Sums of grievance, belief in the ruling authority, belief in the contending one.
    pub sums: [u64; 3],
    /// Members present (neither dead nor gone).
    pub present: u32,
    /// Killed.
    pub dead: u32,
    /// Gone away.
    pub moved: u32,
    /// How many of them were counted among those who have come home.
    pub home: u32,
    /// In custody.
    pub custody: u32,
    /// Adults by whom they obey.
    pub follow: [u32; 4],
    /// Arms by whom the cell that has them obeys: of who serves, one each.
    pub arms: [u32; 4],
    /// No member is nearer to acting than this: of the week before, and of this week so far.
    pub margins: [Margin; 2],
    /// Number of that week.
    pub week: i32,
    /// Adults by party at the last counts.
    pub leaning: [u32; N_PARTIES],
    /// Voters by party at the last counts.
    pub voters: [u32; N_PARTIES],
}
engine::snapshot!(struct Group {
    entity, place, seat, class, does, first_cell, n_cells, adults, children, need, unmet, hardship, delivered, kept, exposure, contact,
    persuasion, line, women, wage, wage_need, blamed, blame, acting, sums, present, dead, moved, home, custody, follow, arms, margins, week, leaning, voters
});

impl Group {
    /// Its cells.
    #[inline(always)]
    pub fn cells(&self) -> std::ops::Range<usize> {
        self.first_cell as usize..(self.first_cell + self.n_cells) as usize
    }
    /// What a cell of it draws for, by the cell's position in it.
    #[inline(always)]
    pub fn entity_of(&self, cell: usize) -> u64 {
        self.entity.wrapping_add(cell as u64)
    }
    /// What a unit of it draws for: what its first cell does.
    #[inline(always)]
    pub fn entity_of_unit(&self, unit: &Unit) -> u64 {
        self.entity_of((unit.first_cell - self.first_cell) as usize)
    }
    /// Share of members present acting at this level (1..=3) or above.
    pub fn share_from(&self, level: usize) -> f32 {
        let n: u32 = self.acting[level - 1..].iter().sum();
        n as f32 / self.present.max(1) as f32
    }
    /// Mean grievance, belief in the ruling authority, belief in the contending one (0, 1, 2), 0..=1.
    pub fn mean(&self, which: usize) -> f32 {
        self.sums[which] as f32 / (u64::from(self.present.max(1)) * 255) as f32
    }
    /// Who should hold power in its members' eyes, 0..=1; see [`attitude`].
    pub fn attitude(&self, councils_rule: bool) -> f32 {
        let [_, ruler, contender] = self.means();
        attitude(ruler, contender, councils_rule)
    }
    /// Mean grievance, belief in the ruling authority, belief in the contending one, 0..=1.
    pub fn means(&self) -> [f32; 3] {
        self.sums.map(|sum| sum as f32 / (u64::from(self.present.max(1)) * 255) as f32)
    }
    /// How much is asked for, delivered or not, 0..=1.
    pub fn felt(&self) -> f32 {
        if self.delivered < 1.0 { (self.hardship / (1.0 - self.delivered)).min(1.0) } else { 0.0 }
    }
}

/// Signals that are heard from elsewhere: the four shares of [`Locality::shares`], and councils.
pub const SIGNALS: usize = 5;

/// The strongest news of one signal in a seat: from one place, and from another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heard {
    /// How strong, 0..=1, the stronger first.
    pub share: [f32; 2],
    /// The seats it is from.
    pub from: [u32; 2],
}
engine::snapshot!(struct Heard { share, from });

/// A town with its districts, a county, a sector of a front, or a base.
#[derive(Clone, Debug, Default)]
pub struct Locality {
    /// What it draws for; see [`engine::draw::entity`].
    pub entity: u64,
    /// Index of the place that names it in the scenario.
    pub place: u32,
    /// First group.
    pub first_group: u32,
    /// Number of groups.
    pub n_groups: u32,
    /// Whether the place is a county.
    pub rural: bool,
    /// Whether the place is a front.
    pub front: bool,
    /// Whether today has four rounds.
    pub unrest: bool,
    /// Share of workers acting, of soldiers who obey somebody else than the ruler, of villagers acting, of civilians in the street.
    pub shares: [f32; 4],
    /// What is heard from elsewhere, and from where.
    pub heard: [Heard; SIGNALS],
    /// The strongest of it of the same four, 0..=1.
    pub news: [f32; 4],
    /// What is heard of councils elsewhere, 0..=1.
    pub news_councils: f32,
    /// Civilians in the street, model persons.
    pub crowd: u32,
    /// Arms by whom those obey who have them, police at their posts included, model persons.
    pub arms: [u32; 4],
    /// Arms in store, model persons.
    pub arsenal: f32,
    /// Police still at their posts, as a share of those at the start.
    pub police: f32,
    /// Fear of the street: what remains of shots and arrests, 0..=1.
    pub fear: f32,
    /// What the government's men are told to do to crowds, 0 hold, 0.5 disperse, 1 fire.
    pub order: f32,
    /// How far the garrison has been used against crowds of late, 0..=1.
    pub strain: f32,
    /// Share of the force that has been lost of late because it obeys no longer, 0..=1.
    pub losing: f32,
    /// Arms that obeyed whoever rules when the day before ended, model persons.
    pub obeyed: f32,
    /// How often of late a crowd has come again after it was dispersed, 0..=1.
    pub defied: f32,
    /// What is remembered here of risings that failed, 0..=1.
    pub defeat: f32,
    /// Mean wage of its workers.
    pub wage: f32,
    /// What workers here compare their wage with: the best that is paid in a town within reach, in prices of here.
    pub compared: f32,
    /// Strength of the public committee, 0..=1.
    pub committee: f32,
    /// Standing of councils in people's eyes here, 0..=1.
    pub standing: f32,
    /// Killed and wounded in clashes, model persons.
    pub killed: u32,
    /// See `killed`.
    pub wounded: u32,
    /// Whether strikers have crossed the share that is called general since they last fell below it.
    pub general_strike: bool,
    /// Whether the garrison has gone over.
    pub mutiny: bool,
    /// How much of the parties' work is done here against the mean town: that of organisers, who gather in great towns, and
    /// that of papers, which come from the capital besides.
    pub access: [f32; 2],
    /// How strong each party is here, next to the country's mean.
    pub roots: [f32; N_PARTIES],
    /// Share of the people here for whom each party speaks.
    pub people: [f32; N_PARTIES],
    /// The same share of the people of the country.
    pub people_of_all: [f32; N_PARTIES],
    /// Share of workers with the memory of 1905 at the start.
    pub memory: f32,
    /// Organisers: cadres of the socialist parties per thousand adults.
    pub organisers: f32,
    /// Its council.
    pub council: u32,
    /// Share of the other townspeople of the country whose council stands against the ruling authority.
    pub example: f32,
    /// Who calls people into the street today, and how: see [`March`].
    pub march: March,
}
engine::snapshot!(struct Locality {
    entity, place, first_group, n_groups, rural, front, unrest, shares, heard, news, news_councils, crowd, arms, arsenal, police, fear, order,
    strain, losing, obeyed, defied, defeat, wage, compared, committee, standing, killed, wounded, general_strike, mutiny, access, roots, people, people_of_all, memory, organisers,
    council, example, march
});

impl Locality {
    /// Arms of all.
    pub fn armed(&self) -> u32 {
        self.arms.iter().sum()
    }
    /// Share of the soldiers here who obey whoever rules.
    pub fn hold(&self) -> f32 {
        1.0 - self.shares[SOLDIERS]
    }
}

/// A march for one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct March {
    /// Party whose followers are called.
    pub caller: u8,
    /// Whether the council calls too.
    pub by_council: bool,
    /// 1 on the day itself, -1 on the day after, when those who came go back; 0 else.
    pub call: f32,
}
engine::snapshot!(struct March { caller, by_council, call });

/// Position in [`Locality::shares`]: workers who act.
pub const WORKERS: usize = 0;
/// Position in [`Locality::shares`]: soldiers who do not obey whoever rules.
pub const SOLDIERS: usize = 1;
/// Position in [`Locality::shares`]: villagers who act.
pub const PEASANTS: usize = 2;
/// Position in [`Locality::shares`]: civilians in the street.
pub const STREET: usize = 3;

/// A link between seats.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// One end.
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// Hours on the way.
    pub hours: f32,
    /// Whether trains run on it.
    pub rail: bool,
}
engine::snapshot!(struct Link { a, b, hours, rail });

impl Heard {
    /// Takes note of a signal from a seat; returns whether it was news.
    #[inline(always)]
    pub fn note(&mut self, share: f32, from: u32) -> bool {
        if share <= self.share[1] || from == self.from[0] && share <= self.share[0] {
            return false;
        }
        if from == self.from[0] {
            self.share[0] = share;
        } else if share > self.share[0] {
            (self.share[1], self.from[1]) = (self.share[0], self.from[0]);
            (self.share[0], self.from[0]) = (share, from);
        } else {
            (self.share[1], self.from[1]) = (share, from);
        }
        true
    }
}

impl Group {
    /// Adds a cell to the sums of its group, or takes it out of them.
    #[inline(always)]
    pub fn count<const ADDS: bool>(&mut self, cell: &Cell) {
        let note = |sum: &mut u32, n: u32| *sum = if ADDS { *sum + n } else { *sum - n };
        let note_long = |sum: &mut u64, n: u32| *sum = if ADDS { *sum + u64::from(n) } else { *sum - u64::from(n) };
        for (sum, n) in self.acting.iter_mut().zip(&cell.acting) {
            note(sum, u32::from(*n));
        }
        for (sum, n) in self.sums.iter_mut().zip([cell.grievance, cell.ruler, cell.contender]) {
            note_long(sum, n);
        }
        note(&mut self.present, cell.present());
        let following = cell.following();
        let arms = if self.does.bear_arms() { following } else { cell.arms_following() };
        for authority in 0..following.len() {
            note(&mut self.follow[authority], following[authority]);
            note(&mut self.arms[authority], arms[authority]);
        }
        note(&mut self.dead, u32::from(cell.dead));
        note(&mut self.moved, u32::from(cell.moved));
        note(&mut self.custody, u32::from(cell.custody));
        for party in 0..N_PARTIES {
            note(&mut self.leaning[party], u32::from(cell.census.leaning[party]));
            note(&mut self.voters[party], u32::from(cell.census.voters[party]));
        }
    }
}

impl Locality {
    /// Sums its groups. `ruler` is the authority whose orders are the state's.
    pub fn sum(&mut self, groups: &[Group], ruler: Authority) {
        let mut totals = [[0.0_f32; 2]; 4];
        let (mut crowd, mut arms) = (0, [0.0_f32; 4]);
        let mut wages = [0.0_f64; 2];
        for group in groups {
            let n = group.present as f32;
            let acts = group.acting.iter().sum::<u32>() as f32;
            let out = (group.acting[1] + group.acting[2]) as f32;
            let at_post = if group.does.has(Capability::Police) { self.police } else { 1.0 };
            for (sum, n) in arms.iter_mut().zip(group.arms) {
                *sum += n as f32 * at_post;
            }
            if group.does.bear_arms() {
                // Police and cadets are not what soldiers look at when they ask who refuses.
                if group.does.are_soldiers() {
                    totals[SOLDIERS][0] += n - group.follow[ruler as usize] as f32;
                    totals[SOLDIERS][1] += n;
                }
                continue;
            }
            crowd += if group.does.live_in_villages() { 0 } else { out as u32 };
            if group.does.strike() {
                totals[WORKERS][0] += acts;
                totals[WORKERS][1] += n;
                wages[0] += f64::from(n) * f64::from(group.wage);
                wages[1] += f64::from(n);
            } else if group.does.take_land() {
                totals[PEASANTS][0] += acts;
                totals[PEASANTS][1] += n;
            }
            if !group.does.live_in_villages() {
                totals[STREET][0] += out;
                totals[STREET][1] += n;
            }
        }
        for (share, [acts, n]) in self.shares.iter_mut().zip(totals) {
            *share = if n > 0.0 { acts / n } else { 0.0 };
        }
        self.crowd = crowd;
        self.arms = arms.map(|n| n as u32);
        if wages[1] > 0.0 {
            self.wage = (wages[0] / wages[1]) as f32;
        }
    }
}
