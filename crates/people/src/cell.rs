//! A cell: a group that sees itself act, and whom its members obey.

use crate::{Census, Margin, Tally};

/// Whose orders people follow.
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
impl Authority {
    /// All, in order.
    pub const ALL: [Authority; 4] =
        [Authority::Government, Authority::Council, Authority::Committee, Authority::Nobody];
}

/// A group that sees itself act.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// First position in the columns: adults, then padding.
    pub start: u32,
    /// Adults.
    pub adults: u16,
    /// Places for adults in the columns.
    pub adult_room: u16,
    /// Children: they have no columns.
    pub children: u16,
    /// Its group.
    pub group: u32,
    /// Its unit.
    pub unit: u32,
    /// Its constituency, or [`crate::places::NONE`].
    pub constituency: u32,
    /// Members on strike, in the street, armed.
    pub acting: [u16; 3],
    /// Sum of members' grievance (0..=255 each).
    pub grievance: u32,
    /// Sum of members' belief in the ruling authority.
    pub ruler: u32,
    /// Sum of members' belief in the contending authority.
    pub contender: u32,
    /// Members who have arms of their own; who serves under arms has them from his unit.
    pub arms: u16,
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
    /// Belief in the ruling authority to be added at the next pass, -1..=1.
    pub belief_shock: f32,
    /// Members by party at the last count.
    pub census: Census,
    /// Share of its members who obey each authority, summing to 1; a unit under arms obeys as one. See
    /// `mechanisms::allegiance` of the crate `society`.
    pub obeying: [f32; 4],
    /// How near the nearest of its members is to acting.
    pub margin: Margin,
    /// Days from the start to the last pass with all changes, and to the last evening.
    pub passed: i32,
    /// See `passed`.
    pub rested: i32,
}
engine::snapshot!(struct Cell {
    start, adults, adult_room, children, group, unit, constituency, acting, grievance, ruler, contender, arms, dead, moved,
    custody, fatigue, shock, belief_shock, census, obeying, margin, passed, rested
});

impl Cell {
    /// Members present: neither dead nor gone.
    pub fn present(&self) -> u32 {
        u32::from(self.adults) - u32::from(self.dead) - u32::from(self.moved)
    }
    /// Takes from its sums what a member who is there no longer felt and believed.
    pub fn forget(&mut self, [grievance, ruler, contender]: [u32; 3]) {
        self.grievance -= grievance.min(self.grievance);
        self.ruler -= ruler.min(self.ruler);
        self.contender -= contender.min(self.contender);
    }
    /// Share of its members who obey an authority, 0..=1.
    pub fn obeys(&self, authority: Authority) -> f32 {
        self.obeying[authority as usize]
    }
    /// Whether all of its members obey an authority: a company under arms obeys as one.
    pub fn is_led_by(&self, authority: Authority) -> bool {
        self.obeys(authority) >= 1.0
    }
    /// Members present by the authority that they obey.
    pub fn following(&self) -> [u32; 4] {
        self.apportion(self.present())
    }
    /// Arms of its members by the authority that those obey.
    pub fn arms_following(&self) -> [u32; 4] {
        self.apportion(u32::from(self.arms))
    }
    /// A number divided as the members are by whom they obey; the parts sum to it.
    fn apportion(&self, n: u32) -> [u32; 4] {
        let (mut share, mut given) = (0.0, 0);
        Authority::ALL.map(|authority| {
            share += self.obeys(authority);
            let upto = if authority == Authority::Nobody { n } else { (share * n as f32 + 0.5) as u32 };
            let part = upto.clamp(given, n) - given;
            given += part;
            part
        })
    }
    /// Makes all members obey one authority.
    pub fn obey(&mut self, authority: Authority) {
        self.obeying = [0.0; 4];
        self.obeying[authority as usize] = 1.0;
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
        usize::from(self.adult_room)
    }
    /// Takes over what a pass counted.
    ///
    /// # Panics
    /// When more act than a cell can hold: a bug.
    #[inline(always)]
    pub fn note(&mut self, tally: Tally) {
        self.acting = tally.acting.map(|n| u16::try_from(n).expect("a cell has at most 1,000 adults"));
        self.grievance = tally.grievance;
        self.ruler = tally.ruler;
        self.contender = tally.contender;
        self.margin = tally.margin;
    }
}
