//! The common model as a plain loop: one thread, no framework. An actor on its turn visits the sites of its view one by one.

#[path = "../../common/measure.rs"]
mod measure;
#[path = "../../common/rule.rs"]
mod rule;

use measure::{Model, Task};

const EMPTY: u8 = 0;
const QUIET: u8 = 1;
const ACTIVE: u8 = 2;
const COP: u8 = 3;

struct Citizen {
    hardship: f64,
    aversion: f64,
    /// Own turns until freedom; while there are any the citizen stands nowhere.
    sentence: u8,
}

struct World {
    size: i32,
    view: Vec<(i32, i32)>,
    /// What stands on a site.
    kinds: Vec<u8>,
    /// Who stands there; citizens come first, then cops.
    actors: Vec<u32>,
    /// Where each actor stands.
    places: Vec<(i32, i32)>,
    citizens: Vec<Citizen>,
    /// Actors in the order of their turns.
    order: Vec<u32>,
    chance: Chance,
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    fn shuffle(&mut self, values: &mut [u32]) {
        for i in (1..values.len()).rev() {
            let other = self.below(i + 1);
            values.swap(i, other);
        }
    }
}

impl World {
    fn new(task: Task) -> World {
        let mut chance = Chance(task.seed);
        let (n, size) = (task.citizens() + task.cops(), task.size as i32);
        let mut sites: Vec<u32> = (0..(size * size) as u32).collect();
        chance.shuffle(&mut sites);
        let mut world = World {
            size,
            view: measure::view(),
            kinds: vec![EMPTY; sites.len()],
            actors: vec![0; sites.len()],
            places: sites[..n].iter().map(|&site| (site as i32 % size, site as i32 / size)).collect(),
            citizens: (0..task.citizens())
                .map(|_| Citizen { hardship: chance.uniform(), aversion: chance.uniform(), sentence: 0 })
                .collect(),
            order: (0..n as u32).collect(),
            chance,
        };
        for actor in 0..n {
            let kind = if actor < task.citizens() { QUIET } else { COP };
            world.stand(actor as u32, world.places[actor], kind);
        }
        world
    }

    fn site(&self, (x, y): (i32, i32)) -> usize {
        (y * self.size + x) as usize
    }

    /// The site that lies off this one by a step of less than a side.
    fn beside(&self, (x, y): (i32, i32), (dx, dy): (i32, i32)) -> (i32, i32) {
        let wrap = |value: i32| {
            if value < 0 {
                value + self.size
            } else if value >= self.size {
                value - self.size
            } else {
                value
            }
        };
        (wrap(x + dx), wrap(y + dy))
    }

    fn stand(&mut self, actor: u32, place: (i32, i32), kind: u8) {
        let site = self.site(place);
        self.kinds[site] = kind;
        self.actors[site] = actor;
        self.places[actor as usize] = place;
    }

    /// The sites of a view on which this kind stands.
    fn of_kind(&self, place: (i32, i32), kind: u8, found: &mut [(i32, i32); 149]) -> usize {
        let mut n = 0;
        for &step in &self.view {
            let beside = self.beside(place, step);
            if self.kinds[self.site(beside)] == kind {
                found[n] = beside;
                n += 1;
            }
        }
        n
    }

    /// Leaves jail for an empty site among that of the arrest and those in view of it; waits where there is none.
    fn leave_jail(&mut self, i: usize) -> bool {
        let mut found = [(0, 0); 149];
        let place = self.places[i];
        let mut n = self.of_kind(place, EMPTY, &mut found);
        if self.kinds[self.site(place)] == EMPTY {
            found[n] = place;
            n += 1;
        }
        if n > 0 {
            let chosen = found[self.chance.below(n)];
            self.stand(i as u32, chosen, QUIET);
        } else {
            self.citizens[i].sentence = 1;
        }
        n > 0
    }

    fn turn(&mut self, actor: u32) {
        let i = actor as usize;
        let is_citizen = i < self.citizens.len();
        if is_citizen && self.citizens[i].sentence > 0 {
            self.citizens[i].sentence -= 1;
            if self.citizens[i].sentence > 0 || !self.leave_jail(i) {
                return;
            }
        }
        let mut found = [(0, 0); 149];
        let place = self.places[i];
        let n = self.of_kind(place, EMPTY, &mut found);
        if n > 0 {
            let old = self.site(place);
            let kind = self.kinds[old];
            self.kinds[old] = EMPTY;
            let chosen = found[self.chance.below(n)];
            self.stand(actor, chosen, kind);
        }
        if is_citizen { self.decide(i) } else { self.arrest(i) }
    }

    fn decide(&mut self, i: usize) {
        let place = self.places[i];
        let (mut cops, mut active) = (0, 1);
        for &step in &self.view {
            match self.kinds[self.site(self.beside(place, step))] {
                COP => cops += 1,
                ACTIVE => active += 1,
                _ => {}
            }
        }
        let citizen = &self.citizens[i];
        let is_active = rule::is_active(citizen.hardship, citizen.aversion, cops, active);
        let site = self.site(place);
        self.kinds[site] = if is_active { ACTIVE } else { QUIET };
    }

    fn arrest(&mut self, i: usize) {
        let mut found = [(0, 0); 149];
        let n = self.of_kind(self.places[i], ACTIVE, &mut found);
        if n > 0 {
            let chosen = found[self.chance.below(n)];
            let site = self.site(chosen);
            self.kinds[site] = EMPTY;
            let citizen = self.actors[site] as usize;
            self.citizens[citizen].sentence = rule::SHORTEST + self.chance.below(rule::TERMS) as u8;
        }
    }
}

impl Model for World {
    fn tick(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        self.chance.shuffle(&mut order);
        order.iter().for_each(|&actor| self.turn(actor));
        self.order = order;
    }

    fn active(&self) -> usize {
        self.kinds.iter().filter(|&&kind| kind == ACTIVE).count()
    }
}

fn main() {
    measure::run("plain loop", env!("CARGO_PKG_VERSION"), World::new);
}
