//! Cells, groups, units, leaf places and seats: who shares what.
//!
//! A **cell** is a group that sees itself act. A **unit** is a workplace, a regiment, a village: cells under one roof.
//! A **group** is all cells of one class in one leaf place. A **seat** is a town with its districts, a county, a sector of a
//! front or a base: the community that has one crowd, one force, and at most one council. Cells are stored seat by seat,
//! place by place, class by class, unit by unit, so that each of these is one contiguous run.

use crate::demand::Demand;
use crate::inputs::{N_ISSUES, N_PARTIES, Role, Section};
use crate::people::Census;

/// No such thing: an index that points nowhere.
pub const NONE: u32 = u32::MAX;

/// Whose orders a cell follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authority {
    /// The government's.
    Government,
    /// A council's.
    Council,
    /// A public committee's.
    Committee,
    /// Nobody's.
    Nobody,
}
engine::snapshot!(
    enum Authority {
        Government,
        Council,
        Committee,
        Nobody,
    }
);

/// A group that sees itself act.
#[derive(Clone, Debug)]
pub struct Cell {
    /// First position in the columns: adults, padding, children, padding.
    pub start: u32,
    /// Adults.
    pub adults: u16,
    /// Places for adults in the columns.
    pub adult_room: u16,
    /// Children.
    pub children: u16,
    /// Places for children in the columns.
    pub child_room: u16,
    /// Its group.
    pub group: u32,
    /// Its unit.
    pub unit: u32,
    /// Its constituency, or [`NONE`].
    pub constituency: u32,
    /// Members on strike, in the street, armed.
    pub acting: [u16; 3],
    /// Sum of members' grievance (0..=255 each).
    pub grievance: u32,
    /// Sum of members' trust.
    pub trust: u32,
    /// Sum of members' attitude to power.
    pub power: u32,
    /// Members killed.
    pub dead: u16,
    /// Members who have left (deserters).
    pub moved: u16,
    /// Members in custody.
    pub custody: u16,
    /// Tiredness of acting, 0..=1.
    pub fatigue: f32,
    /// Grievance to be added at the next pass, 0..=1.
    pub shock: f32,
    /// Trust to be added at the next pass, -1..=1.
    pub trust_shock: f32,
    /// Members by party at the last count.
    pub census: Census,
    /// Whose orders it follows.
    pub authority: Authority,
}
engine::snapshot!(struct Cell {
    start, adults, adult_room, children, child_room, group, unit, constituency, acting, grievance, trust, power, dead, moved,
    custody, fatigue, shock, trust_shock, census, authority
});
engine::snapshot!(struct Census { leaning, voters });

impl Cell {
    /// Members present: neither dead nor gone.
    pub fn present(&self) -> u32 {
        u32::from(self.adults) - u32::from(self.dead) - u32::from(self.moved)
    }
    /// Members who act in any way.
    pub fn acting_total(&self) -> u32 {
        self.acting.iter().map(|n| u32::from(*n)).sum()
    }
    /// Share of members present who act in any way.
    pub fn acting_share(&self) -> f32 {
        self.acting_total() as f32 / self.present().max(1) as f32
    }
    /// Mean of a sum over members, 0..=1.
    pub fn mean(&self, sum: u32) -> f32 {
        sum as f32 / (self.present().max(1) * 255) as f32
    }
    /// Length of the cell in the columns.
    pub fn room(&self) -> usize {
        usize::from(self.adult_room) + usize::from(self.child_room)
    }
}

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
    /// Person-days of the present spell.
    pub spell_person_days: u32,
    /// What the present strike, or the last one, is for.
    pub demand: Demand,
    /// How far the demands on hours and wages have been won here, 0..=1.
    pub won: f32,
}
engine::snapshot!(struct Unit { first_cell, n_cells, named, adults, acting, spell_days, spell_peak, spell_person_days, demand, won });

impl Unit {
    /// Share of adults who act in any way.
    #[inline(always)]
    pub fn acting_share(&self) -> f32 {
        self.acting as f32 / self.adults.max(1) as f32
    }
}

/// All cells of one class in one leaf place.
#[derive(Clone, Debug)]
pub struct Group {
    /// Index of the leaf place in the scenario.
    pub place: u32,
    /// Its seat.
    pub seat: u32,
    /// Class.
    pub class: u8,
    /// What members can do.
    pub role: Role,
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
    /// Cumulative chance of hearing each party's agitator, in 1/65536.
    pub exposure: [u16; N_PARTIES],
    /// Whether any agitator comes at all, 0..=1.
    pub contact: f32,
    /// Chance of being moved by each party, in 1/2048 at most 256.
    pub persuasion: [u16; N_PARTIES],
    /// How that depends on grievance less trust, in 1/64.
    pub slope: [i16; N_PARTIES],
    /// Party that answers for what is not delivered.
    pub blamed: u8,
    /// See [`crate::people::CellInputs::blame`].
    pub blame: u16,
    /// After the last round: members acting by level, model persons.
    pub acting: [u32; 3],
    /// Sums of grievance, trust, power.
    pub sums: [u64; 3],
    /// Members present (neither dead nor gone).
    pub present: u32,
    /// Killed.
    pub dead: u32,
    /// Gone away.
    pub moved: u32,
    /// In custody.
    pub custody: u32,
    /// Adults by whose orders their cell follows.
    pub follow: [u32; 4],
    /// Adults by party at the last counts.
    pub leaning: [u32; N_PARTIES],
    /// Voters by party at the last counts.
    pub voters: [u32; N_PARTIES],
}
engine::snapshot!(words Role);
engine::snapshot!(words Section);
engine::snapshot!(struct Group {
    place, seat, class, role, first_cell, n_cells, adults, children, need, unmet, hardship, delivered, exposure, contact,
    persuasion, slope, blamed, blame, acting, sums, present, dead, moved, custody, follow, leaning, voters
});

impl Group {
    /// Share of members present acting at this level (1..=3) or above.
    pub fn share_from(&self, level: usize) -> f32 {
        let n: u32 = self.acting[level - 1..].iter().sum();
        n as f32 / self.present.max(1) as f32
    }
    /// Mean grievance, trust or attitude to power (0, 1, 2), 0..=1.
    pub fn mean(&self, which: usize) -> f32 {
        self.sums[which] as f32 / (u64::from(self.present.max(1)) * 255) as f32
    }
}

/// A town with its districts, a county, a sector of a front, or a base.
#[derive(Clone, Debug)]
pub struct Locality {
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
    /// Share of workers acting, of soldiers refusing, of villagers acting, of civilians in the street.
    pub shares: [f32; 4],
    /// What is heard from elsewhere of the same four, 0..=1.
    pub news: [f32; 4],
    /// What is heard of councils elsewhere, 0..=1.
    pub news_councils: f32,
    /// Civilians in the street, model persons.
    pub crowd: u32,
    /// Persons under arms who obey the government, police included, model persons.
    pub loyal: u32,
    /// Persons under arms, model persons.
    pub armed: u32,
    /// Police still at their posts, as a share of those at the start.
    pub police: f32,
    /// Fear of the street: what remains of shots and arrests, 0..=1.
    pub fear: f32,
    /// What the government's men are told to do to crowds, 0 hold, 0.5 disperse, 1 fire.
    pub order: f32,
    /// Hold of officers over soldiers, 0..=1.
    pub discipline: f32,
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
    /// Days on which the share of workers acting was above the share that founds councils.
    pub days_of_action: u16,
    /// How much of the parties' work is done here against the mean town: organisers and papers gather in great towns near
    /// the capital.
    pub access: f32,
    /// Share of workers with the memory of 1905 at the start.
    pub memory: f32,
    /// Organisers: cadres of the socialist parties per thousand adults.
    pub organisers: f32,
    /// Its council.
    pub council: u32,
    /// Who calls people into the street today, and how: see [`March`].
    pub march: March,
}
engine::snapshot!(struct Locality {
    place, first_group, n_groups, rural, front, unrest, shares, news, news_councils, crowd, loyal, armed, police,
    fear, order, discipline, committee, standing, killed, wounded, general_strike, mutiny, days_of_action, access, memory, organisers,
    council, march
});

/// A march for one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct March {
    /// Party whose followers are called.
    pub caller: u8,
    /// Whether the council calls too.
    pub by_council: bool,
    /// 1 on the day itself, -1 on the day after, when those who came go back; 0 else.
    pub call: f32,
    /// Days until the town's committees think of a march again.
    pub rest: u8,
}
engine::snapshot!(struct March { caller, by_council, call, rest });

/// Position in [`Locality::shares`]: workers who act.
pub const WORKERS: usize = 0;
/// Position in [`Locality::shares`]: soldiers who refuse.
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
