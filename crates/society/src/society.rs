//! The whole state of a society, and what may be asked of it.

use crate::derived::Derived;
use crate::events::Event;
use crate::institutions::army::TroopMovement;
use crate::institutions::congress::Congress;
use crate::institutions::council::{Ballot, Constituency, Council};
use crate::institutions::government::Government;
use crate::institutions::party::PartyState;
use crate::people::People;
use crate::places::{Cell, Group, Link, Locality, SOLDIERS, Unit};
use crate::spec::Spec;
use engine::calendar::Day;
use engine::digest::Digest;
use engine::draw::{Draws, Purpose};
use engine::snapshot::{self, Put, Snapshot, Take};

engine::words! {
    /// How a run ended.
    pub enum OutcomeKind {
        /// The regime of the start stands.
        RegimeHolds = "regime-holds",
        /// A government that followed it stands.
        GovernmentHolds = "government-holds",
        /// The councils took power by vote or without a fight.
        CouncilTransfer = "council-transfer",
        /// The councils took power by force.
        CouncilSeizure = "council-seizure",
        /// A rising was crushed, and the government rules without rival.
        Crushed = "crushed",
        /// A commander rules.
        Coup = "coup",
        /// The councils, which ruled, handed power to an elected assembly.
        Assembly = "assembly-transfer",
        /// Two powers stand.
        Unresolved = "unresolved",
    }
}
engine::snapshot!(words OutcomeKind);

/// Index of dual power from which two powers stand. A convention of the outcome; unit: share.
const TWO_POWERS: f64 = 0.5;
/// Part of the capital that obeys the council below which the government rules without rival. A convention of the outcome;
/// unit: share.
const WITHOUT_RIVAL: f64 = 0.1;

/// How a run ended, and when that was settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Kind.
    pub kind: OutcomeKind,
    /// The day that settled it; the last day simulated when nothing did.
    pub date: Day,
}

/// Sizes of a society.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Persons, in real persons.
    pub persons: u64,
    /// Persons held in memory.
    pub modelled: u64,
    /// Adults, in real persons.
    pub adults: u64,
    /// Cells.
    pub cells: usize,
    /// Leaf places.
    pub places: usize,
}

/// One row of the `cells` table.
#[derive(Clone, Copy, Debug)]
pub struct CellRow<'a> {
    /// Leaf place.
    pub place: usize,
    /// Class.
    pub class: usize,
    /// Name of its unit, when it has one.
    pub name: Option<&'a str>,
    /// Persons, in real persons.
    pub persons: u32,
}

/// How the capital stands: what a progress line tells.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CapitalToday {
    /// The last day simulated.
    pub day: Day,
    /// Soldiers and sailors of the capital who refuse orders, real persons.
    pub refusing: f64,
    /// Workers of the capital who strike, are in the street or under arms, real persons.
    pub strikers: f64,
}

/// The state. Everything that a later day depends on is in here; everything derived from the scenario alone is in
/// [`Derived`] and made again after loading.
pub struct Society {
    pub(crate) draws: Draws,
    pub(crate) seed: u64,
    pub(crate) scale: u32,
    pub(crate) start: Day,
    pub(crate) day: Day,
    pub(crate) people: People,
    pub(crate) cells: Vec<Cell>,
    pub(crate) units: Vec<Unit>,
    pub(crate) groups: Vec<Group>,
    pub(crate) localities: Vec<Locality>,
    pub(crate) links: Vec<Link>,
    pub(crate) constituencies: Vec<Constituency>,
    pub(crate) councils: Vec<Council>,
    pub(crate) parties: Vec<PartyState>,
    pub(crate) government: Government,
    pub(crate) congress: Congress,
    pub(crate) columns: Vec<TroopMovement>,
    pub(crate) capital: u32,
    pub(crate) settled: Option<(OutcomeKind, Day)>,
    pub(crate) risings_failed: u32,
    pub(crate) armed_demonstration: bool,
    pub(crate) coup_failed: bool,
    /// What the ruling authority has kept of what was asked of it, in the towns of the country, as papers tell; see
    /// [`crate::mechanisms::belief`].
    pub(crate) kept_in_towns: f32,
    /// Men who have left the army, by party, for each thousand adults in the villages.
    pub(crate) returned: [f32; crate::inputs::N_PARTIES],
    pub(crate) councils_observed: f64,
    /// The day on which an assembly meets to which the councils will hand power, if one is called.
    pub(crate) assembly: Option<Day>,
    pub(crate) derived: Derived,
    /// Events of the day, emptied by the record.
    pub(crate) events: Vec<Event>,
    /// Elections of the day, emptied by the record.
    pub(crate) ballots: Vec<Ballot>,
}

impl Society {
    /// The day that the next step simulates.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Whether the last day has been simulated.
    pub fn is_over(&self, spec: &Spec) -> bool {
        self.day > spec.end
    }

    /// How the run stands or ended.
    pub fn outcome(&self, spec: &Spec) -> Outcome {
        use crate::institutions::government::GovernmentKind as Kind;
        let last = self.day.plus(-1).min(spec.end);
        if let Some((kind, date)) = self.settled {
            return Outcome { kind, date };
        }
        let kind = match self.government.kind {
            Kind::OldRegime => OutcomeKind::RegimeHolds,
            Kind::Dictatorship => OutcomeKind::Coup,
            Kind::Council => OutcomeKind::CouncilTransfer,
            Kind::Provisional | Kind::Parliament | Kind::None => {
                let [g, c] = self.authority_in_capital();
                if crate::mechanisms::allegiance::dual_power(g, c) > TWO_POWERS || c > g {
                    OutcomeKind::Unresolved
                } else if self.risings_failed > 0 && c < WITHOUT_RIVAL {
                    OutcomeKind::Crushed
                } else {
                    OutcomeKind::GovernmentHolds
                }
            }
        };
        Outcome { kind, date: last }
    }

    /// Share of the capital's adults whose cell follows the government, and a council.
    pub(crate) fn authority_in_capital(&self) -> [f64; 2] {
        let groups = self.groups_of(self.capital as usize);
        let total: u32 = groups.iter().map(|g| g.present).sum();
        [0, 1].map(|i| f64::from(groups.iter().map(|g| g.follow[i]).sum::<u32>()) / f64::from(total.max(1)))
    }

    /// What a cell draws for.
    pub(crate) fn entity_of_cell(&self, c: usize) -> u64 {
        let group = &self.groups[self.cells[c].group as usize];
        group.entity_of(c - group.first_cell as usize)
    }

    pub(crate) fn groups_of(&self, seat: usize) -> &[Group] {
        let s = &self.localities[seat];
        &self.groups[s.first_group as usize..(s.first_group + s.n_groups) as usize]
    }

    /// How the capital stands after the last day simulated.
    pub fn capital_today(&self) -> CapitalToday {
        let scale = f64::from(self.scale);
        let groups = self.groups_of(self.capital as usize);
        let soldiers: u32 =
            groups.iter().filter(|g| g.does.are_soldiers() && !g.does.hold_front()).map(|g| g.present).sum();
        let strikers: u32 = groups.iter().filter(|g| g.does.strike()).map(|g| g.acting.iter().sum::<u32>()).sum();
        let share = f64::from(self.localities[self.capital as usize].shares[SOLDIERS]);
        CapitalToday {
            day: self.day.plus(-1).max(self.start),
            refusing: f64::from(soldiers) * share * scale,
            strikers: f64::from(strikers) * scale,
        }
    }

    /// Persons in the model for one real person's worth: the N of `--scale 1:N`.
    pub fn scale(&self) -> u32 {
        self.scale
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Gives the society other chance from the day that the next step simulates: the same state, with the draws of this
    /// branch of that day. Branch 0 keeps its own. What has been drawn before, the persons of the start among it, stays;
    /// [`Society::seed`] is another afterwards, so that a snapshot goes on with the same draws.
    pub fn reseed(&mut self, branch: u64) {
        const BRANCH: Purpose = Purpose::named("society.branch");
        if branch > 0 {
            self.seed = self.draws.key(BRANCH, branch, self.day, 0);
            self.draws = Draws::new(self.seed);
        }
    }

    /// Sizes.
    pub fn counts(&self) -> Counts {
        let modelled: u64 = self.cells.iter().map(|c| u64::from(c.adults) + u64::from(c.children)).sum();
        let adults: u64 = self.cells.iter().map(|c| u64::from(c.adults)).sum();
        let mut places: Vec<u32> = self.groups.iter().map(|g| g.place).collect();
        places.sort_unstable();
        places.dedup();
        Counts {
            persons: modelled * u64::from(self.scale),
            modelled,
            adults: adults * u64::from(self.scale),
            cells: self.cells.len(),
            places: places.len(),
        }
    }

    /// Every cell, for the `cells` table.
    pub fn cell_rows<'a>(&'a self, spec: &'a Spec) -> impl Iterator<Item = CellRow<'a>> {
        self.cells.iter().map(move |cell| {
            let group = &self.groups[cell.group as usize];
            let named = self.units[cell.unit as usize].named;
            CellRow {
                place: group.place as usize,
                class: usize::from(group.class),
                name: spec.groups.get(named as usize).and_then(|g| g.name.as_deref()),
                persons: (u32::from(cell.adults) + u32::from(cell.children)) * self.scale,
            }
        })
    }

    /// Folds the whole state into a digest.
    pub fn digest(&self, digest: &mut Digest, threads: usize) {
        let columns = [
            &self.people.grievance,
            &self.people.ruler,
            &self.people.threshold,
            &self.people.leaning,
            &self.people.contender,
            &self.people.status,
        ];
        const PIECE: usize = 1 << 22;
        let pieces: Vec<&[u8]> = columns.iter().flat_map(|c| c.chunks(PIECE)).collect();
        let parts = engine::cells::for_each_piece(pieces, threads, |_, piece| {
            let mut part = Digest::new();
            part.bytes(piece);
            part.finish()
        });
        parts.iter().for_each(|p| digest.bytes(&p.to_le_bytes()));
        self.save_small(&mut |bytes| digest.bytes(bytes));
    }

    /// Saves the whole state.
    pub fn save(&self, put: Put) {
        self.save_small(put);
        let p = &self.people;
        for column in [&p.grievance, &p.ruler, &p.threshold, &p.leaning, &p.contender, &p.status] {
            column.len().save(put);
            put(column);
        }
    }

    fn save_small(&self, put: Put) {
        self.seed.save(put);
        self.scale.save(put);
        self.start.save(put);
        self.day.save(put);
        self.cells.save(put);
        self.units.save(put);
        self.groups.save(put);
        self.localities.save(put);
        self.links.save(put);
        self.constituencies.save(put);
        self.councils.save(put);
        self.parties.save(put);
        self.government.save(put);
        self.congress.save(put);
        self.columns.save(put);
        self.capital.save(put);
        self.settled.save(put);
        self.risings_failed.save(put);
        self.armed_demonstration.save(put);
        self.coup_failed.save(put);
        self.kept_in_towns.save(put);
        self.returned.save(put);
        self.councils_observed.save(put);
        self.assembly.save(put);
    }

    /// Loads a state saved by [`Society::save`]; `None` when the bytes end early, make no sense, or belong to a society of
    /// another shape.
    pub fn load(spec: &Spec, take: Take) -> Option<Society> {
        let seed = u64::load(take)?;
        let scale = u32::load(take)?;
        let mut society = Society {
            draws: Draws::new(seed),
            seed,
            scale,
            start: Snapshot::load(take)?,
            day: Snapshot::load(take)?,
            people: People::default(),
            cells: Snapshot::load(take)?,
            units: Snapshot::load(take)?,
            groups: Snapshot::load(take)?,
            localities: Snapshot::load(take)?,
            links: Snapshot::load(take)?,
            constituencies: Snapshot::load(take)?,
            councils: Snapshot::load(take)?,
            parties: Snapshot::load(take)?,
            government: Snapshot::load(take)?,
            congress: Snapshot::load(take)?,
            columns: Snapshot::load(take)?,
            capital: Snapshot::load(take)?,
            settled: Snapshot::load(take)?,
            risings_failed: Snapshot::load(take)?,
            armed_demonstration: Snapshot::load(take)?,
            coup_failed: Snapshot::load(take)?,
            kept_in_towns: Snapshot::load(take)?,
            returned: Snapshot::load(take)?,
            councils_observed: Snapshot::load(take)?,
            assembly: Snapshot::load(take)?,
            derived: Derived::default(),
            events: Vec::new(),
            ballots: Vec::new(),
        };
        let room: usize = society.cells.iter().map(Cell::room).sum();
        let mut column = || {
            let n = usize::load(take)?;
            if n == room { snapshot::load_bytes(n, take) } else { None }
        };
        society.people = People {
            grievance: column()?,
            ruler: column()?,
            threshold: column()?,
            leaning: column()?,
            contender: column()?,
            status: column()?,
        };
        if !society.is_whole(spec) {
            return None;
        }
        society.derived = Derived::of(spec, &society.cells, &society.groups, &society.localities, scale);
        Some(society)
    }

    pub(crate) fn tell(&mut self, event: Event) {
        self.events.push(event);
    }
}
