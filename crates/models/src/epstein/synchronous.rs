//! Model I in step: everybody acts on the state of the last tick. Made for large lattices.
//!
//! This is another model than the paper's, which takes actors one after another, and it is named so: `update=synchronous`.
//! A tick: (1) each cop, in the order of the lattice, arrests a random agent in view who was active last tick and has not
//! been arrested yet; (2) each free agent decides by the cops and actives that he saw last tick; (3) agents and cops move,
//! in the order of the lattice, each to a random site in view that is empty at that moment, since two cannot stand on one
//! site; (4) the jailed serve a tick. Turns and their order have no meaning here. One released onto a site that is taken
//! returns to an empty one in view, and a cop steps onto the site of his arrest only if the arrest empties it.
//!
//! The lattice is stored as byte and word columns by site, so that a pass over it runs through memory in order. Cops and
//! actives are counted for all sites at once: running sums along every row, two numbers packed in one word, and for each
//! row of the view the difference of two of them.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose, lane};

use super::crowd::{self, LIFE};
use super::reach::{Offsets, Reach, Tries};
use super::rules::{Jailed, Movement, Risk, Rules, Term};
use super::view::View;

const MOVE: Purpose = Purpose::named("epstein.synchronous.move");
const MOVE_ON: Purpose = Purpose::named("epstein.synchronous.move_on");
const ARREST: Purpose = Purpose::named("epstein.synchronous.arrest");
const TERM: Purpose = Purpose::named("epstein.synchronous.term");
const RELEASE: Purpose = Purpose::named("epstein.synchronous.release");
const RELEASE_ON: Purpose = Purpose::named("epstein.synchronous.release_on");

const EMPTY: u8 = 0;
const QUIET: u8 = 1;
const ACTIVE: u8 = 2;
const COP: u8 = 3;
/// A jailed agent who holds his site.
const HELD: u8 = 4;
/// One arrested for a term of no tick: he counted among the actives, and is quiet.
const FREED: u8 = 5;
/// Added to the code of an actor who has had his move in this tick.
const DONE: u8 = 0x80;

/// Somebody in jail.
#[derive(Clone, Copy, Debug)]
struct Jailing {
    agent: u32,
    site: u32,
    left: u32,
    nerve: u32,
}

/// The lattice and who is not on it.
#[derive(Clone, Debug)]
pub struct Sheet {
    rules: Rules,
    draws: Draws,
    risk: Risk,
    tick: u32,
    legitimacy: f64,
    /// By site: what stands there, who it is, and at which rank of risk he stops being active.
    kind: Vec<u8>,
    who: Vec<u32>,
    nerve: Vec<u32>,
    /// By agent.
    hardship: Vec<f32>,
    risk_aversion: Vec<f32>,
    n_cops: usize,
    jail: Vec<Jailing>,
    /// Running sums of each row with its rim: cops in the upper half of a word, actives in the lower.
    sums: Vec<u32>,
    /// What agents would see from each site, packed in the same way.
    seen: Vec<u32>,
    /// Scratch of one row: the columns of those who stand there.
    row: Vec<u32>,
    activations: u64,
}

impl Sheet {
    pub(super) fn new(rules: Rules, draws: Draws) -> Sheet {
        let n_sites = rules.width * rules.height;
        let risk = Risk::new(&rules);
        let legitimacy = rules.legitimacy.at(0);
        let (agents, cops) = crowd::first_places(&rules, &draws);
        let reach = rules.agent_view.reach().max(rules.cop_view.reach());
        let mut sheet = Sheet {
            kind: vec![EMPTY; n_sites],
            who: vec![0; n_sites],
            nerve: vec![0; n_sites],
            hardship: Vec::with_capacity(agents.len()),
            risk_aversion: Vec::with_capacity(agents.len()),
            n_cops: cops.len(),
            jail: Vec::new(),
            sums: vec![0; rules.height * (rules.width + 2 * reach + 1)],
            seen: vec![0; n_sites],
            row: vec![0; rules.width],
            activations: 0,
            tick: 0,
            legitimacy,
            risk,
            draws,
            rules,
        };
        for (agent, site) in agents.iter().enumerate() {
            let (h, r) = crowd::nature(&draws, agent as u64, 0);
            sheet.hardship.push(h);
            sheet.risk_aversion.push(r);
            sheet.kind[*site as usize] = QUIET;
            sheet.who[*site as usize] = agent as u32;
            sheet.nerve[*site as usize] = sheet.risk.nerve(h, r, legitimacy);
        }
        for (cop, site) in cops.iter().enumerate() {
            sheet.kind[*site as usize] = COP;
            // Cops are numbered after the agents: their draws are their own.
            sheet.who[*site as usize] = (agents.len() + cop) as u32;
        }
        sheet
    }

    pub(super) fn run_tick(&mut self) {
        engine::cells::with_widest_lanes(
            #[inline(always)]
            || self.tick_in_lanes(),
        );
    }

    #[inline(always)]
    fn tick_in_lanes(&mut self) {
        self.tick += 1;
        self.follow_paths();
        let offsets = Offsets::new(&self.rules);
        self.sum_rows();
        for y in 0..self.rules.height {
            self.look(y);
        }
        self.arrest(&offsets);
        let tries = Tries::new(&self.draws, self.day(), MOVE, MOVE_ON);
        for y in 0..self.rules.height {
            self.act(y, &offsets, &tries);
        }
        for kind in &mut self.kind {
            *kind &= !DONE;
        }
        self.serve(&offsets.agents);
    }

    fn day(&self) -> Day {
        Day(self.tick as i32)
    }

    /// Legitimacy and the number of cops of this tick. Surplus cops go in the order of a draw; missing ones do not come.
    fn follow_paths(&mut self) {
        let legitimacy = self.rules.legitimacy.at(self.tick);
        if legitimacy != self.legitimacy {
            self.legitimacy = legitimacy;
            for site in 0..self.kind.len() {
                if matches!(self.kind[site], QUIET | ACTIVE) {
                    self.nerve[site] = self.nerve_of(self.who[site]);
                }
            }
            for at in 0..self.jail.len() {
                self.jail[at].nerve = self.nerve_of(self.jail[at].agent);
            }
        }
        if self.rules.cop_density.start == self.rules.cop_density.end {
            return;
        }
        let wanted = self.rules.n_cops(self.tick);
        let mut stream = self.draws.stream(ARREST, u64::MAX, self.day(), 0);
        let mut cops: Vec<usize> = (0..self.kind.len()).filter(|site| self.kind[*site] == COP).collect();
        while cops.len() > wanted {
            self.kind[cops.swap_remove(stream.below(cops.len() as u64) as usize)] = EMPTY;
        }
        self.n_cops = cops.len();
    }

    fn nerve_of(&self, agent: u32) -> u32 {
        let agent = agent as usize;
        self.risk.nerve(self.hardship[agent], self.risk_aversion[agent], self.legitimacy)
    }

    /// Rows and columns of the rim.
    fn rim(&self) -> usize {
        self.rules.agent_view.reach().max(self.rules.cop_view.reach())
    }

    /// Running sums along each row, beginning `rim` columns before its first site.
    #[inline(always)]
    fn sum_rows(&mut self) {
        let (width, rim) = (self.rules.width, self.rim());
        // What a site adds, by what stands there.
        const ADDS: [u32; 8] = [0, 0, 1, 1 << 16, 0, 0, 0, 0];
        for (kinds, sums) in self.kind.chunks_exact(width).zip(self.sums.chunks_exact_mut(width + 2 * rim + 1)) {
            let mut sum = 0;
            let mut begin = 1;
            sums[0] = 0;
            for part in [&kinds[width - rim..], kinds, &kinds[..rim]] {
                for (kind, after) in part.iter().zip(&mut sums[begin..begin + part.len()]) {
                    sum += ADDS[usize::from(kind & 7)];
                    *after = sum;
                }
                begin += part.len();
            }
        }
    }

    /// The row of the lattice that is the `row`-th of a view from row `y`.
    #[inline(always)]
    fn row_of(&self, view: &View, y: usize, row: usize) -> usize {
        let at = y + row + self.rules.height - view.reach();
        if at >= 2 * self.rules.height {
            at - 2 * self.rules.height
        } else if at >= self.rules.height {
            at - self.rules.height
        } else {
            at
        }
    }

    /// The running sums of the `row`-th row of a view from row `y`.
    #[inline(always)]
    fn sums_of(&self, view: &View, y: usize, row: usize) -> &[u32] {
        let at = self.row_of(view, y, row);
        let stride = self.rules.width + 2 * self.rim() + 1;
        &self.sums[at * stride..(at + 1) * stride]
    }

    /// What is seen from each site of a row.
    #[inline(always)]
    fn look(&mut self, y: usize) {
        let (width, rim) = (self.rules.width, self.rim());
        let mut all = std::mem::take(&mut self.seen);
        let seen = &mut all[y * width..(y + 1) * width];
        seen.fill(0);
        let view = &self.rules.agent_view;
        for (row, half) in view.halves().iter().enumerate() {
            let sums = self.sums_of(view, y, row);
            let after = &sums[rim + half + 1..rim + half + 1 + width];
            let before = &sums[rim - half..rim - half + width];
            for ((seen, after), before) in seen.iter_mut().zip(after).zip(before) {
                *seen = seen.wrapping_add(after.wrapping_sub(*before));
            }
        }
        self.seen = all;
    }

    /// Everybody in a row who has not had his move decides and moves.
    #[inline(always)]
    fn act(&mut self, y: usize, offsets: &Offsets, tries: &Tries) {
        let width = self.rules.width;
        let mut row = std::mem::take(&mut self.row);
        let mut n = 0;
        for (x, kind) in self.kind[y * width..(y + 1) * width].iter().enumerate() {
            row[n] = x as u32;
            n += usize::from(matches!(*kind, QUIET | ACTIVE | COP | FREED));
        }
        let once = !self.rules.counts_twice;
        for x in &row[..n] {
            let x = *x as usize;
            let site = y * width + x;
            let was = self.kind[site];
            let (now, reach, moves) = if was == COP {
                (COP, &offsets.cops, self.rules.movement != Movement::Nobody)
            } else {
                let (cops, actives) = (self.seen[site] >> 16, self.seen[site] & 0xffff);
                let is_marked = was == FREED || (was == ACTIVE && once);
                let actives = 1 + actives - u32::from(is_marked);
                let is_active = self.risk.rank(cops, actives) < self.nerve[site];
                (QUIET + u8::from(is_active), &offsets.agents, self.rules.movement == Movement::Everyone)
            };
            let to = if moves { self.target(x, y, reach, reach.others, tries, self.who[site]) } else { None };
            match to {
                None => self.kind[site] = now | DONE,
                Some(to) => {
                    self.kind[site] = EMPTY;
                    self.kind[to] = now | DONE;
                    self.who[to] = self.who[site];
                    self.nerve[to] = self.nerve[site];
                }
            }
        }
        self.activations += n as u64;
        self.row = row;
    }

    /// A random empty one of the first `n` sites of a view: random sites until one is empty, then a random one of all
    /// that are. Both ways every empty site is as likely as any other.
    #[inline(always)]
    fn target(&self, x: usize, y: usize, reach: &Reach, n: u64, tries: &Tries, who: u32) -> Option<usize> {
        let site = y * self.rules.width + x;
        let is_inside = reach.holds(&self.rules, x, y);
        for (low, high) in &tries.words {
            let at = (u64::from(lane(*low, *high, who)) * n) >> 32;
            let to = if is_inside {
                site.wrapping_add_signed(reach.steps[at as usize])
            } else {
                reach.wrapped(&self.rules, x, y, at as usize)
            };
            if self.kind[to] == EMPTY {
                return Some(to);
            }
        }
        self.chosen(EMPTY, x, y, reach, n, |n| tries.last.stream(u64::from(who)).below(n))
    }

    /// A chosen one of all sites of a kind among the first `n` of a view.
    #[cold]
    fn chosen(
        &self,
        kind: u8,
        x: usize,
        y: usize,
        reach: &Reach,
        n: u64,
        choose: impl FnOnce(u64) -> u64,
    ) -> Option<usize> {
        let all = (0..n as usize).map(|at| reach.wrapped(&self.rules, x, y, at));
        let mut found = all.filter(|to| self.kind[*to] == kind);
        let n = found.clone().count();
        if n == 0 { None } else { found.nth(choose(n as u64) as usize) }
    }

    /// Cop rule C for all cops.
    fn arrest(&mut self, offsets: &Offsets) {
        let width = self.rules.width;
        // What agents see is known; it is what cops see if they see as far.
        let is_known = self.rules.agent_view.halves() == self.rules.cop_view.halves();
        for site in 0..self.kind.len() {
            let known = is_known.then_some(self.seen[site] & 0xffff);
            if self.kind[site] != COP || known == Some(0) {
                continue;
            }
            let entity = u64::from(self.who[site]);
            let Some(found) = self.suspect(site % width, site / width, known, &offsets.cops) else { continue };
            let longest = u64::from(self.rules.max_jail_term);
            let mut stream = self.draws.stream(TERM, entity, self.day(), 0);
            let left = match self.rules.term {
                Term::Real => stream.below(longest) as u32 + 1,
                Term::WholeBelow => stream.below(longest) as u32,
                Term::WholeUpTo => stream.below(longest + 1) as u32,
                Term::Life => LIFE,
            };
            if left == 0 {
                // A term of no tick: he is quiet, and free at once. He decides again with the others.
                self.kind[found] = FREED;
                continue;
            }
            let (agent, nerve) = (self.who[found], self.nerve[found]);
            self.jail.push(Jailing { agent, site: found as u32, left, nerve });
            self.kind[found] = if self.rules.jailed == Jailed::StayOccupied { HELD } else { EMPTY };
            if self.rules.cop_steps_in && self.kind[found] == EMPTY {
                self.kind[site] = EMPTY;
                self.kind[found] = COP | DONE;
                self.who[found] = self.who[site];
                self.activations += 1;
            }
        }
    }

    /// A random agent in a cop's view who was active last tick and has not been arrested yet.
    fn suspect(&self, x: usize, y: usize, known: Option<u32>, reach: &Reach) -> Option<usize> {
        let (width, rim) = (self.rules.width, self.rim());
        let view = &self.rules.cop_view;
        let ends = |half: usize| (rim + x - half, rim + x + half + 1);
        let in_row = |row: usize, half: usize| {
            let (sums, (before, after)) = (self.sums_of(view, y, row), ends(half));
            (sums[after] - sums[before]) & 0xffff
        };
        let rows = view.halves().iter().enumerate();
        let total = known.unwrap_or_else(|| rows.clone().map(|(row, half)| in_row(row, *half)).sum());
        if total == 0 {
            return None;
        }
        let entity = u64::from(self.who[y * width + x]);
        let mut stream = self.draws.stream(ARREST, entity, self.day(), 0);
        let mut rank = stream.below(u64::from(total)) as u32;
        for (row, half) in rows {
            let n = in_row(row, *half);
            if rank >= n {
                rank -= n;
                continue;
            }
            // The column after which the running sum first exceeds the sum before the row and the rank.
            let (sums, (before, after)) = (self.sums_of(view, y, row), ends(*half));
            let steps = (before..after).take_while(|at| (sums[at + 1] - sums[before]) & 0xffff <= rank).count();
            let column = (before + steps + width - rim) % width;
            let found = self.row_of(view, y, row) * width + column;
            if self.kind[found] == ACTIVE {
                return Some(found);
            }
            break;
        }
        // Somebody else has him: one of those who are left.
        self.chosen(ACTIVE, x, y, reach, reach.others, |n| stream.below(n))
    }

    /// The jailed serve a tick; those whose term is over come back.
    fn serve(&mut self, reach: &Reach) {
        let tries = Tries::new(&self.draws, self.day(), RELEASE, RELEASE_ON);
        let mut jail = std::mem::take(&mut self.jail);
        jail.retain_mut(|jailing| {
            if jailing.left == LIFE {
                return true;
            }
            jailing.left = jailing.left.saturating_sub(1);
            jailing.left > 0 || !self.release(*jailing, reach, &tries)
        });
        self.jail = jail;
    }

    /// Frees an agent, on his site if he holds it, or else on an empty one in view of it. With none he waits, and false is
    /// returned.
    fn release(&mut self, Jailing { agent, site, nerve, .. }: Jailing, reach: &Reach, tries: &Tries) -> bool {
        let site = site as usize;
        let (x, y) = (site % self.rules.width, site / self.rules.width);
        let is_home = match self.rules.jailed {
            Jailed::StayOccupied => true,
            Jailed::StayEmpty => self.kind[site] == EMPTY,
            Jailed::Removed => false,
        };
        // The site of the arrest is one of those he may come back to.
        let to = if is_home { Some(site) } else { self.target(x, y, reach, reach.others + 1, tries, agent) };
        let Some(to) = to else { return false };
        self.kind[to] = QUIET;
        self.who[to] = agent;
        self.nerve[to] = nerve;
        true
    }

    /// Quiet, active, jailed and cops.
    pub(super) fn tally(&self) -> [u32; 4] {
        let mut by_kind = [0_u32; 8];
        for kind in &self.kind {
            by_kind[usize::from(kind & 7)] += 1;
        }
        let [_, quiet, active, cops, ..] = by_kind;
        [quiet, active, self.jail.len() as u32, cops]
    }

    /// Sites in the codes of the picture: those of this file.
    pub(super) fn sites(&self) -> Vec<u8> {
        self.kind.clone()
    }

    pub(super) fn n_actors(&self) -> usize {
        self.hardship.len() + self.n_cops
    }

    pub(super) fn activations(&self) -> u64 {
        self.activations
    }

    pub(super) fn legitimacy(&self) -> f64 {
        self.legitimacy
    }

    pub(super) fn bytes(&self) -> usize {
        let by_site = self.kind.len() * 9;
        let by_agent = self.hardship.len() * 8 + self.jail.capacity() * 16;
        by_site + by_agent + 4 * (self.sums.len() + self.seen.len() + self.row.len()) + self.risk.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, epstein};

    fn sheet(settings: &Settings) -> Sheet {
        Sheet::new(Rules::new(settings), settings.draws())
    }

    #[test]
    fn law_sums_are_those_of_a_plain_loop() {
        for view in ["euclid", "von_neumann", "square"] {
            let small = Settings::new(&epstein::MODEL_1, 5).with("width", "19").with("height", "16").with("view", view);
            let mut sheet = sheet(&small.with("legitimacy", "0.3").with("agent_vision", "5").with("cop_vision", "7"));
            (0..9).for_each(|_| sheet.run_tick());
            sheet.sum_rows();
            (0..16).for_each(|y| sheet.look(y));
            let reach = Reach::new(&sheet.rules.agent_view, 19);
            for (y, x) in (0..16).flat_map(|y| (0..19).map(move |x| (y, x))) {
                let kinds = (0..reach.offsets.len()).map(|at| sheet.kind[reach.wrapped(&sheet.rules, x, y, at)]);
                let (cops, actives) =
                    kinds.fold((0, 0), |(c, a), k| (c + u32::from(k == COP), a + u32::from(k == ACTIVE)));
                assert_eq!(sheet.seen[y * 19 + x], cops << 16 | actives);
            }
        }
    }

    #[test]
    fn law_agents_are_conserved_and_stand_alone() {
        for jailed in ["removed", "stay_empty", "stay_occupied"] {
            for (term, after) in
                [("real", "stays"), ("whole_below", "steps_in"), ("whole_up_to", "stays"), ("life", "steps_in")]
            {
                let base =
                    Settings::new(&epstein::MODEL_1, 2).with("width", "21").with("height", "17").with("ratio", "floor");
                let base =
                    base.with("legitimacy", "0.6").with("jailed", jailed).with("term", term).with("max_jail_term", "4");
                let mut sheet =
                    sheet(&base.with("after_arrest", after).with("agent_vision", "3").with("cop_vision", "2"));
                let n_agents = sheet.hardship.len() as u32;
                for _ in 0..80 {
                    sheet.run_tick();
                    let [quiet, active, jailed, cops] = sheet.tally();
                    assert_eq!((quiet + active + jailed, cops), (n_agents, 14));
                    let mut is_there = vec![false; n_agents as usize];
                    let standing = (0..sheet.kind.len()).filter(|site| matches!(sheet.kind[*site], QUIET | ACTIVE));
                    for agent in standing.map(|site| sheet.who[site]).chain(sheet.jail.iter().map(|j| j.agent)) {
                        assert!(!std::mem::replace(&mut is_there[agent as usize], true), "{agent} is in two places");
                    }
                }
            }
        }
    }
}
