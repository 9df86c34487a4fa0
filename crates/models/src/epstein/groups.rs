//! What Model II does at the end of a tick: agents clone themselves, grow older and die.
//!
//! The paper says that agents clone onto unoccupied neighbouring sites with a probability a period, that a child has its
//! parent's group and grievance, and that the age of death is drawn from U(0, max age). It leaves open, and is read here
//! as follows:
//! - neighbouring sites are the eight round the parent;
//! - who is in jail does not clone himself, but grows older and may die there;
//! - a child has its parent's hardship, and so his grievance; its risk aversion and age of death are its own; it is quiet,
//!   and does not grow older in the tick of its birth;
//! - the age of death is a whole number of ticks from 1 to the longest; all agents begin at age 0;
//! - the group of each agent at the start is drawn with equal chances;
//! - an active agent kills once at each of his turns, one free agent of the other group, active or not; those in jail are
//!   out of reach;
//! - who is arrested off the lattice returns as in Model I.

use engine::draw::Purpose;

use super::crowd::{COP, Crowd, GONE, JAILED, shuffle};
use super::view::{Shape, View};

const CLONE: Purpose = Purpose::named("epstein.clone");
const CLONE_ORDER: Purpose = Purpose::named("epstein.clone_order");

impl Crowd {
    /// Cloning, then ageing and death.
    pub(super) fn renew(&mut self) {
        let Some(groups) = self.rules.groups else { return };
        let next_to = View::new(Shape::Square, 1.0, self.rules.width.min(self.rules.height));
        let mut parents: Vec<u32> = (0..self.state.len() as u32).filter(|a| self.state[*a as usize] < JAILED).collect();
        shuffle(&mut parents, &mut self.draws.stream(CLONE_ORDER, 0, self.day(), 0));
        let mut children = Vec::new();
        for parent in parents {
            let mut stream = self.draws.stream(CLONE, u64::from(parent), self.day(), 0);
            if stream.uniform() >= groups.clone_probability {
                continue;
            }
            let site = self.site[parent as usize];
            let choose = |n| stream.below(u64::from(n)) as u32;
            if let Some(site) = self.standing.choose_unmarked(&next_to, site, choose) {
                children.push(self.bear(parent as usize, site) as u32);
            }
        }
        for agent in 0..self.state.len() {
            if !matches!(self.state[agent], COP | GONE) {
                self.age[agent] += 1;
            }
        }
        for child in children {
            self.age[child as usize] = 0;
        }
        for agent in 0..self.state.len() {
            if !matches!(self.state[agent], COP | GONE) && self.age[agent] >= self.death_age[agent] {
                self.remove(agent);
            }
        }
    }
}
