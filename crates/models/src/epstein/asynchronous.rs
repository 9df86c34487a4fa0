//! One tick of the asynchronous model: actors take their turns one after another, each seeing what those before him did.
//!
//! A tick: (1) legitimacy and cops follow their paths; (2) every free agent and every cop has one turn, in random order
//! (or as many turns as there are actors are drawn with replacement); (3) the jailed serve a tick, and those whose term is
//! over are released in the order of the columns; (4) in Model II agents clone themselves, age and die.
//!
//! A turn: the actor moves to a random empty site in his view, if he moves at all and there is one. An agent then decides
//! whether he is active, and in Model II kills if he is; a cop arrests a random active agent in view. Mesa's example has
//! these two the other way round.

use engine::draw::{Keys, Purpose};

use super::crowd::{ACTIVE, COP, Crowd, GONE, JAILED, LIFE, QUIET, shuffle};
use super::rules::{Jailed, Movement, Term};

const ORDER: Purpose = Purpose::named("epstein.order");
const MOVE: Purpose = Purpose::named("epstein.move");
const ARREST: Purpose = Purpose::named("epstein.arrest");
const TERM: Purpose = Purpose::named("epstein.term");
const RELEASE: Purpose = Purpose::named("epstein.release");
const KILL: Purpose = Purpose::named("epstein.kill");

/// Actors whose columns are fetched together.
const BATCH: usize = 32;

/// Keys of the draws of one tick.
struct TickKeys {
    moves: Keys,
    arrest: Keys,
    term: Keys,
    kill: Keys,
}

impl Crowd {
    /// Runs one tick.
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
        let keys = |purpose| self.draws.keys(purpose, self.day(), 0);
        let keys = TickKeys { moves: keys(MOVE), arrest: keys(ARREST), term: keys(TERM), kill: keys(KILL) };
        let mut order = std::mem::take(&mut self.order);
        self.fill_order(&mut order);
        for (batch, actors) in order.chunks(BATCH).enumerate() {
            std::hint::black_box(self.touch(actors));
            for (position, actor) in actors.iter().enumerate() {
                // Someone drawn twice in a tick needs draws of his own for each turn.
                let turn = (batch * BATCH + position) as u64;
                let turn = if self.rules.with_replacement { turn << 32 } else { 0 };
                self.turn(*actor as usize, turn | u64::from(*actor), &keys);
            }
        }
        self.order = order;
        if !self.rules.counts_at_turn {
            self.serve();
        }
        if self.rules.groups.is_some() {
            self.renew();
        }
    }

    /// Who has a turn, in order. The jailed are among them only when they serve their term at their turn.
    fn fill_order(&mut self, order: &mut Vec<u32>) {
        order.clear();
        let most = if self.rules.counts_at_turn { GONE } else { JAILED };
        order.extend((0..self.state.len() as u32).filter(|a| self.state[*a as usize] < most));
        if most == JAILED {
            order.extend((0..self.state.len() as u32).filter(|a| self.state[*a as usize] == COP));
        }
        let mut stream = self.draws.stream(ORDER, 0, self.day(), 0);
        if self.rules.with_replacement {
            let once = order.clone();
            order.iter_mut().for_each(|actor| *actor = once[stream.below(once.len() as u64) as usize]);
        } else {
            shuffle(order, &mut stream);
        }
    }

    /// Reads what the turns of some actors will need. On a large lattice these are far apart in memory; asked for together
    /// they arrive together, and one by one each would be waited for.
    #[inline(always)]
    fn touch(&self, actors: &[u32]) -> u32 {
        let mut sum = 0_u32;
        for actor in actors {
            let actor = *actor as usize;
            let on_site = self.on_top(self.site[actor]);
            sum ^= self.nerve[actor] ^ u32::from(self.state[actor]) ^ on_site ^ self.next_to(actor);
        }
        sum
    }

    #[inline(always)]
    fn turn(&mut self, actor: usize, entity: u64, keys: &TickKeys) {
        let state = self.state[actor];
        if state == COP {
            self.activations += 1;
            let moves = self.rules.movement != Movement::Nobody;
            if moves && self.rules.moves_first {
                self.walk(actor, entity, keys);
            }
            self.arrest(actor, entity, keys);
            if moves && !self.rules.moves_first {
                self.walk(actor, entity, keys);
            }
            return;
        }
        if state == GONE || (state == JAILED && !(self.rules.counts_at_turn && self.is_released_at_turn(actor))) {
            return;
        }
        self.activations += 1;
        let moves = self.rules.movement == Movement::Everyone;
        if moves && self.rules.moves_first {
            self.walk(actor, entity, keys);
        }
        self.decide(actor);
        if self.state[actor] == ACTIVE && !self.groups.is_empty() {
            self.kill(actor, entity, keys);
        }
        if moves && !self.rules.moves_first {
            self.walk(actor, entity, keys);
        }
    }

    /// Movement rule M: to a random empty site in view. Who sees none stays.
    #[inline(always)]
    fn walk(&mut self, actor: usize, entity: u64, keys: &TickKeys) {
        let site = self.site[actor];
        let view = if self.state[actor] == COP { &self.rules.cop_view } else { &self.rules.agent_view };
        let choose = |n| keys.moves.stream(entity).below(u64::from(n)) as u32;
        if let Some(to) = self.standing.choose_unmarked(view, site, choose) {
            self.lift(actor);
            self.put(actor, to);
        }
    }

    /// Agent rule A: active when grievance less net risk exceeds the threshold, quiet otherwise.
    #[inline(always)]
    fn decide(&mut self, agent: usize) {
        let site = self.site[agent];
        let was_active = self.state[agent] == ACTIVE;
        let view = &self.rules.agent_view;
        let cops = self.cops.count(view, site);
        // Himself and the other actives in view; he is marked on his own site when he is active already.
        let is_marked = was_active && !self.rules.counts_twice;
        let actives = 1 + self.actives.count(view, site) - u32::from(is_marked);
        let is_active = self.risk.rank(cops, actives) < self.nerve[agent];
        if is_active != was_active {
            self.state[agent] = if is_active { ACTIVE } else { QUIET };
            if is_active { self.actives.add(site) } else { self.actives.remove(site) }
        }
    }

    /// Cop rule C: arrest a random active agent in view.
    #[inline(always)]
    fn arrest(&mut self, cop: usize, entity: u64, keys: &TickKeys) {
        let n = self.actives.count(&self.rules.cop_view, self.site[cop]);
        if n == 0 {
            return;
        }
        let rank = keys.arrest.stream(entity).below(u64::from(n)) as u32;
        let found = self.actives.nth(&self.rules.cop_view, self.site[cop], rank);
        let (site, place) = found.expect("the rank is below the count");
        let agent = self.on_site(site, place, |crowd, a| crowd.state[a] == ACTIVE);
        let longest = u64::from(self.rules.max_jail_term);
        let mut stream = keys.term.stream(entity);
        let term = match self.rules.term {
            // U(0, J), to the end of its last tick.
            Term::Real => stream.below(longest) as u32 + 1,
            Term::WholeBelow => stream.below(longest) as u32,
            Term::WholeUpTo => stream.below(longest + 1) as u32,
            Term::Life => LIFE,
        };
        self.jail(agent, term);
        if self.rules.cop_steps_in {
            self.lift(cop);
            self.put(cop, site);
        }
    }

    fn jail(&mut self, agent: usize, term: u32) {
        self.lift(agent);
        let site = self.site[agent];
        if term == 0 && !self.rules.counts_at_turn {
            // A term of no tick: he is quiet, and free at once.
            self.state[agent] = QUIET;
            self.put(agent, site);
            return;
        }
        self.state[agent] = JAILED;
        self.left[agent] = term;
        if self.rules.jailed == Jailed::StayOccupied {
            self.standing.add(site);
        }
    }

    /// One tick served at one's turn; at the turn after the last, one is free and takes it.
    fn is_released_at_turn(&mut self, agent: usize) -> bool {
        if self.left[agent] > 0 {
            self.left[agent] -= u32::from(self.left[agent] != LIFE);
            return false;
        }
        self.release(agent)
    }

    /// Every jailed agent serves a tick.
    fn serve(&mut self) {
        for agent in 0..self.state.len() {
            if self.state[agent] != JAILED || self.left[agent] == LIFE {
                continue;
            }
            self.left[agent] = self.left[agent].saturating_sub(1);
            if self.left[agent] == 0 {
                self.release(agent);
            }
        }
    }

    /// Frees an agent. One who was off the lattice comes back to a random empty site among that of his arrest and those he
    /// sees from it, or else anywhere; with no empty site at all he waits.
    fn release(&mut self, agent: usize) -> bool {
        let mut site = self.site[agent];
        match self.rules.jailed {
            Jailed::StayEmpty => (),
            Jailed::StayOccupied => self.standing.remove(site),
            Jailed::Removed => {
                let mut stream = self.draws.stream(RELEASE, agent as u64, self.day(), 0);
                let choose = |n| stream.below(u64::from(n)) as u32;
                let near = self.standing.choose_unmarked(&self.rules.agent_view, site, choose);
                match near.or_else(|| self.empty_anywhere(&mut stream)) {
                    Some(empty) => site = empty,
                    None => return false,
                }
            }
        }
        self.state[agent] = QUIET;
        self.put(agent, site);
        true
    }

    /// Model II: an active agent kills a random free agent of the other group in view, who is gone at once.
    fn kill(&mut self, agent: usize, entity: u64, keys: &TickKeys) {
        let other = 1 - self.group[agent];
        let (site, view) = (self.site[agent], &self.rules.agent_view);
        let n = self.groups[usize::from(other)].count(view, site);
        if n == 0 {
            return;
        }
        let rank = keys.kill.stream(entity).below(u64::from(n)) as u32;
        let found = self.groups[usize::from(other)].nth(view, site, rank);
        let (at, place) = found.expect("the rank is below the count");
        let victim = self.on_site(at, place, |crowd, a| crowd.state[a] != COP && crowd.group[a] == other);
        self.remove(victim);
        self.killed += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::Rules;
    use super::super::view::{Shape, View};
    use super::*;
    use crate::{Range, Settings, epstein};

    /// Settings in which every combination of two words of the rules occurs with somebody in jail and several on a site.
    fn varied(model: &'static crate::Model, seed: u64) -> Settings {
        let words = ["ratio", "view", "own_count", "movement", "turn", "activation", "term", "term_counts", "jailed"];
        let mut draws =
            Settings::new(model, seed).draws().stream(Purpose::named("test"), 0, engine::calendar::Day(0), 0);
        let mut settings =
            Settings::new(model, seed).with("width", "16").with("height", "11").with("legitimacy", "0.6");
        settings = settings.with("agent_vision", "3").with("cop_vision", "2").with("max_jail_term", "3");
        for key in words.into_iter().chain(["after_arrest", "filling"]) {
            let param = model.params.iter().find(|param| param.key == key).expect("it is declared");
            let Range::Word(words) = param.range else { panic!("{key} is a word") };
            settings = settings.with(key, words[draws.below(words.len() as u64) as usize]);
        }
        settings.with("cop_density", "0.1").with("cop_change", "line").with("cop_change_over", "40")
    }

    /// Marks are kept up turn by turn; here they are counted again from the columns.
    #[test]
    fn law_marks_say_where_actors_stand() {
        let own_site = View::new(Shape::Square, 0.0, 11);
        for seed in 0..120 {
            let model = if seed % 2 == 0 { &epstein::MODEL_1 } else { &epstein::MODEL_2 };
            let settings = varied(model, seed);
            let mut crowd = Crowd::new(Rules::new(&settings), settings.draws());
            let agents_at_start = crowd.state.iter().filter(|state| **state < COP).count();
            for _ in 0..60 {
                crowd.run_tick();
                let n = crowd.torus.n_sites();
                let [mut standing, mut actives, mut cops] = [vec![0; n], vec![0; n], vec![0; n]];
                for (actor, state) in crowd.state.iter().enumerate() {
                    let at = crowd.torus.index(crowd.site[actor]);
                    let holds = *state == JAILED && crowd.rules.jailed == Jailed::StayOccupied;
                    standing[at] += u32::from(matches!(*state, QUIET | ACTIVE | COP) || holds);
                    actives[at] += u32::from(*state == ACTIVE);
                    cops[at] += u32::from(*state == COP);
                }
                for index in 0..n {
                    let site = crowd.torus.site(index);
                    let [s, a, c] = [&crowd.standing, &crowd.actives, &crowd.cops].map(|m| m.count(&own_site, site));
                    assert_eq!([s, a, c], [standing[index], actives[index], cops[index]], "{settings:?}");
                }
                if crowd.rules.jailed != Jailed::StayEmpty {
                    assert!(
                        standing.iter().all(|n| *n <= 1) || crowd.rules.cop_steps_in,
                        "two on a site: {settings:?}"
                    );
                }
            }
            let agents = crowd.state.iter().filter(|state| **state < COP).count();
            assert!(crowd.rules.groups.is_some() || agents == agents_at_start, "agents are conserved in Model I");
        }
    }

    #[test]
    fn law_a_shuffle_lets_each_act_once() {
        let settings = Settings::new(&epstein::MODEL_1, 3).with("cop_density", "0");
        let mut crowd = Crowd::new(Rules::new(&settings), settings.draws());
        crowd.run_tick();
        assert_eq!(crowd.activations, 1120, "nobody is in jail where there are no cops");
    }
}
