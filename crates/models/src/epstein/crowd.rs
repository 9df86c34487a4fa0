//! The actors of the asynchronous model, one column per attribute, and the lattice they stand on.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose, Stream};

use super::marks::{Marks, Site, Torus};
use super::rules::{Jailed, Risk, Rules};

/// A free agent who is quiet.
pub const QUIET: u8 = 0;
/// A free agent who is active.
pub const ACTIVE: u8 = 1;
/// A jailed agent.
pub const JAILED: u8 = 2;
/// A cop.
pub const COP: u8 = 3;
/// A slot whose actor is dead or withdrawn.
pub const GONE: u8 = 4;

/// No actor.
pub(super) const NOBODY: u32 = u32::MAX;
/// A jail term that does not end.
pub(super) const LIFE: u32 = u32::MAX;

pub(super) const PLACE: Purpose = Purpose::named("epstein.place");
const HARDSHIP: Purpose = Purpose::named("epstein.hardship");
const RISK_AVERSION: Purpose = Purpose::named("epstein.risk_aversion");
const GROUP: Purpose = Purpose::named("epstein.group");
const DEATH_AGE: Purpose = Purpose::named("epstein.death_age");
const COPS: Purpose = Purpose::named("epstein.cops");

/// Actors and lattice.
#[derive(Clone, Debug)]
pub struct Crowd {
    pub(super) rules: Rules,
    pub(super) draws: Draws,
    pub(super) risk: Risk,
    pub(super) torus: Torus,
    /// Ticks done.
    pub(super) tick: u32,
    /// Legitimacy that the nerves are reckoned with.
    legitimacy: f64,

    pub(super) state: Vec<u8>,
    pub(super) site: Vec<Site>,
    pub(super) nerve: Vec<u32>,
    pub(super) hardship: Vec<f32>,
    pub(super) risk_aversion: Vec<f32>,
    /// Ticks in jail still to come.
    pub(super) left: Vec<u32>,
    /// The next actor on the same site.
    next: Vec<u32>,
    /// 0 or 1; 0 in Model I.
    pub(super) group: Vec<u8>,
    /// Ticks lived and ticks to live; empty in Model I.
    pub(super) age: Vec<u16>,
    pub(super) death_age: Vec<u16>,

    /// The last free agent or cop who came to a site.
    first: Vec<u32>,
    /// Free agents and cops, and whoever else makes a site occupied.
    pub(super) standing: Marks,
    pub(super) actives: Marks,
    pub(super) cops: Marks,
    /// Free agents of each group; empty in Model I.
    pub(super) groups: Vec<Marks>,

    pub(super) order: Vec<u32>,
    /// Slots of actors who are gone.
    vacant: Vec<u32>,
    pub(super) activations: u64,
    pub(super) killed: u64,
}

/// Shuffles (Fisher and Yates).
pub(super) fn shuffle(items: &mut [u32], stream: &mut Stream) {
    for i in (1..items.len()).rev() {
        items.swap(i, stream.below(i as u64 + 1) as usize);
    }
}

/// A number in [0, 1) with 24 bits, which a 32-bit float holds exactly.
fn unit(mut stream: Stream) -> f32 {
    (stream.bits() >> 40) as f32 * (1.0 / 16_777_216.0)
}

/// Hardship and risk aversion of an agent who appears in a tick.
pub(super) fn nature(draws: &Draws, agent: u64, tick: u32) -> (f32, f32) {
    let day = Day(tick as i32);
    (unit(draws.stream(HARDSHIP, agent, day, 0)), unit(draws.stream(RISK_AVERSION, agent, day, 0)))
}

/// The sites of agents and of cops at the start, each in the order of the lattice or of the draw.
pub(super) fn first_places(rules: &Rules, draws: &Draws) -> (Vec<u32>, Vec<u32>) {
    let n_sites = rules.width * rules.height;
    let density = rules.population_density;
    if rules.fills_by_chance {
        let (mut agents, mut cops) = (Vec::new(), Vec::new());
        for index in 0..n_sites as u32 {
            let u = draws.uniform(PLACE, u64::from(index), Day(0), 0);
            if u < density {
                agents.push(index);
            } else if u < density + rules.cop_density.at(0) {
                cops.push(index);
            }
        }
        return (agents, cops);
    }
    let mut sites: Vec<u32> = (0..n_sites as u32).collect();
    shuffle(&mut sites, &mut draws.stream(PLACE, 0, Day(0), 0));
    let n_cops = rules.n_cops(0).min(n_sites);
    let n_agents = ((density * n_sites as f64).round() as usize).min(n_sites - n_cops);
    (sites[n_cops..n_cops + n_agents].to_vec(), sites[..n_cops].to_vec())
}

impl Crowd {
    pub(super) fn new(rules: Rules, draws: Draws) -> Crowd {
        let reach = rules.agent_view.reach().max(rules.cop_view.reach()).max(1);
        let torus = Torus::new(rules.width, rules.height, reach);
        let marks = Marks::new(torus);
        let legitimacy = rules.legitimacy.at(0);
        let mut crowd = Crowd {
            risk: Risk::new(&rules),
            draws,
            torus,
            tick: 0,
            legitimacy,
            state: Vec::new(),
            site: Vec::new(),
            nerve: Vec::new(),
            hardship: Vec::new(),
            risk_aversion: Vec::new(),
            left: Vec::new(),
            next: Vec::new(),
            group: Vec::new(),
            age: Vec::new(),
            death_age: Vec::new(),
            first: vec![NOBODY; torus.n_sites()],
            standing: marks.clone(),
            actives: marks.clone(),
            cops: marks.clone(),
            groups: if rules.groups.is_some() { vec![marks.clone(), marks] } else { Vec::new() },
            order: Vec::new(),
            vacant: Vec::new(),
            activations: 0,
            killed: 0,
            rules,
        };
        let (agents, cops) = first_places(&crowd.rules, &draws);
        for index in agents {
            let actor = crowd.slot();
            let day = Day(0);
            (crowd.hardship[actor], crowd.risk_aversion[actor]) = nature(&draws, actor as u64, 0);
            if crowd.rules.groups.is_some() {
                crowd.group[actor] = u8::from(draws.uniform(GROUP, actor as u64, day, 0) < 0.5);
            }
            crowd.settle(actor, torus.site(index as usize));
        }
        for index in cops {
            let actor = crowd.slot();
            crowd.state[actor] = COP;
            crowd.put(actor, torus.site(index as usize));
        }
        crowd
    }

    /// A slot for a new actor.
    fn slot(&mut self) -> usize {
        if let Some(slot) = self.vacant.pop() {
            return slot as usize;
        }
        self.state.push(GONE);
        self.site.push(Site { x: 0, y: 0 });
        self.nerve.push(0);
        self.hardship.push(0.0);
        self.risk_aversion.push(0.0);
        self.left.push(0);
        self.next.push(NOBODY);
        if self.rules.groups.is_some() {
            self.group.push(0);
            self.age.push(0);
            self.death_age.push(0);
        }
        self.state.len() - 1
    }

    /// Puts an agent with his nature known on a site: quiet, aged 0, with an age of death.
    fn settle(&mut self, agent: usize, site: Site) {
        self.state[agent] = QUIET;
        self.nerve[agent] = self.risk.nerve(self.hardship[agent], self.risk_aversion[agent], self.legitimacy);
        if let Some(groups) = self.rules.groups {
            let mut stream = self.draws.stream(DEATH_AGE, agent as u64, self.day(), 0);
            self.age[agent] = 0;
            self.death_age[agent] = (stream.below(u64::from(groups.max_age)) + 1) as u16;
        }
        self.put(agent, site);
    }

    /// A child: the parent's group and hardship, a risk aversion and an age of death of its own.
    pub(super) fn bear(&mut self, parent: usize, site: Site) -> usize {
        let child = self.slot();
        self.hardship[child] = self.hardship[parent];
        self.group[child] = self.group[parent];
        self.risk_aversion[child] = nature(&self.draws, child as u64, self.tick).1;
        self.settle(child, site);
        child
    }

    pub(super) fn day(&self) -> Day {
        Day(self.tick as i32)
    }

    /// Puts a free agent or a cop on a site.
    #[inline(always)]
    pub(super) fn put(&mut self, actor: usize, site: Site) {
        let index = self.torus.index(site);
        self.site[actor] = site;
        self.next[actor] = self.first[index];
        self.first[index] = actor as u32;
        self.standing.add(site);
        match self.state[actor] {
            COP => return self.cops.add(site),
            ACTIVE => self.actives.add(site),
            _ => (),
        }
        if !self.groups.is_empty() {
            self.groups[usize::from(self.group[actor])].add(site);
        }
    }

    /// Takes a free agent or a cop off his site.
    #[inline(always)]
    pub(super) fn lift(&mut self, actor: usize) {
        let site = self.site[actor];
        let index = self.torus.index(site);
        if self.first[index] == actor as u32 {
            self.first[index] = self.next[actor];
        } else {
            let mut at = self.first[index] as usize;
            while self.next[at] != actor as u32 {
                at = self.next[at] as usize;
            }
            self.next[at] = self.next[actor];
        }
        self.standing.remove(site);
        match self.state[actor] {
            COP => return self.cops.remove(site),
            ACTIVE => self.actives.remove(site),
            _ => (),
        }
        if !self.groups.is_empty() {
            self.groups[usize::from(self.group[actor])].remove(site);
        }
    }

    /// The last who came to a site.
    #[inline(always)]
    pub(super) fn on_top(&self, site: Site) -> u32 {
        self.first[self.torus.index(site)]
    }

    /// Who came to his site before an actor.
    #[inline(always)]
    pub(super) fn next_to(&self, actor: usize) -> u32 {
        self.next[actor]
    }

    /// The actor on a site of whom `place` others of the same kind were found before.
    pub(super) fn on_site(&self, site: Site, place: usize, is_kind: impl Fn(&Crowd, usize) -> bool) -> usize {
        let mut at = self.first[self.torus.index(site)];
        let mut before = 0;
        loop {
            assert!(at != NOBODY, "a mark lies only where its actor stands");
            if is_kind(self, at as usize) {
                if before == place {
                    return at as usize;
                }
                before += 1;
            }
            at = self.next[at as usize];
        }
    }

    /// Removes an actor for good. A free one leaves his site; a jailed one leaves the site he may still hold.
    pub(super) fn remove(&mut self, actor: usize) {
        match self.state[actor] {
            JAILED if self.rules.jailed == Jailed::StayOccupied => self.standing.remove(self.site[actor]),
            JAILED => (),
            _ => self.lift(actor),
        }
        self.state[actor] = GONE;
        self.vacant.push(actor as u32);
    }

    /// Brings legitimacy and the number of cops to their values of this tick.
    pub(super) fn follow_paths(&mut self) {
        let legitimacy = self.rules.legitimacy.at(self.tick);
        if legitimacy != self.legitimacy {
            self.legitimacy = legitimacy;
            for agent in 0..self.state.len() {
                if !matches!(self.state[agent], COP | GONE) {
                    self.nerve[agent] = self.risk.nerve(self.hardship[agent], self.risk_aversion[agent], legitimacy);
                }
            }
        }
        if self.rules.cop_density.start == self.rules.cop_density.end {
            return;
        }
        let mut stream = self.draws.stream(COPS, 0, self.day(), 0);
        let wanted = self.rules.n_cops(self.tick);
        let mut cops: Vec<u32> = (0..self.state.len() as u32).filter(|a| self.state[*a as usize] == COP).collect();
        while cops.len() > wanted {
            let cop = cops.swap_remove(stream.below(cops.len() as u64) as usize);
            self.remove(cop as usize);
        }
        while cops.len() < wanted
            && let Some(site) = self.empty_anywhere(&mut stream)
        {
            let cop = self.slot();
            self.state[cop] = COP;
            self.put(cop, site);
            cops.push(cop as u32);
        }
    }

    /// An empty site anywhere.
    pub(super) fn empty_anywhere(&self, stream: &mut Stream) -> Option<Site> {
        let sites = (0..self.torus.n_sites()).map(|index| self.torus.site(index));
        let empty: Vec<Site> = sites.filter(|site| !self.standing.has(*site)).collect();
        (!empty.is_empty()).then(|| empty[stream.below(empty.len() as u64) as usize])
    }

    /// Memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let groups: usize = self.groups.iter().map(Marks::bytes).sum();
        let marks = self.standing.bytes() + self.actives.bytes() + self.cops.bytes() + groups;
        let each = 1 + 4 + 4 + 4 + 4 + 4 + 4;
        let second = self.group.len() + 2 * self.age.len() + 2 * self.death_age.len();
        let lists = 4 * (self.first.len() + self.order.capacity() + self.vacant.capacity());
        self.state.len() * each + second + lists + marks + self.risk.bytes()
    }
}
