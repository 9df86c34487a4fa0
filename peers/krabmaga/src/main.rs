//! The common model in krABMaga: agents in its schedule, given a new random order before every step, on its dense grid of
//! numbers.
//!
//! The grid keeps two states, one to read and one to write, which are exchanged between steps. Activation is asynchronous
//! here: an agent must see what those before it did. So only the written state is used, by the methods named `unbuffered`.

#[path = "../../common/measure.rs"]
mod measure;
#[path = "../../common/rule.rs"]
mod rule;

use std::any::Any;

use krabmaga::engine::fields::dense_number_grid_2d::DenseNumberGrid2D;
use krabmaga::engine::location::Int2D;
use krabmaga::engine::{agent::Agent, schedule::Schedule, state::State};
use krabmaga::rand::{Rng, SeedableRng};
use krabmaga::rand_pcg::Pcg64Mcg;

use measure::{Model, Task};

/// What a site holds when it is not empty: a kind in the two low bits, and who it is.
type Occupant = u32;
const QUIET: u32 = 1;
const ACTIVE: u32 = 2;
const COP: u32 = 3;

struct World {
    size: i32,
    n_citizens: u32,
    n_cops: u32,
    grid: DenseNumberGrid2D<Occupant>,
    view: Vec<(i32, i32)>,
    /// Own turns until freedom, for every citizen; 0 for who is free.
    sentences: Vec<u8>,
    chance: Pcg64Mcg,
}

impl World {
    fn new(task: Task) -> World {
        let size = task.size as i32;
        World {
            size,
            n_citizens: task.citizens() as u32,
            n_cops: task.cops() as u32,
            grid: DenseNumberGrid2D::new(size, size),
            view: measure::view(),
            sentences: vec![0; task.citizens()],
            chance: Pcg64Mcg::seed_from_u64(task.seed),
        }
    }

    fn beside(&self, from: Int2D, (dx, dy): (i32, i32)) -> Int2D {
        let wrap = |value: i32| {
            if value < 0 {
                value + self.size
            } else if value >= self.size {
                value - self.size
            } else {
                value
            }
        };
        Int2D { x: wrap(from.x + dx), y: wrap(from.y + dy) }
    }

    /// A random empty site among this one and those of the view.
    fn empty_beside(&mut self, from: Int2D) -> Option<Int2D> {
        let (mut found, mut n) = ([from; 149], 0);
        n += usize::from(self.grid.get_value_unbuffered(&from).is_none());
        for &step in &self.view {
            let site = self.beside(from, step);
            if self.grid.get_value_unbuffered(&site).is_none() {
                found[n] = site;
                n += 1;
            }
        }
        (n > 0).then(|| found[self.chance.random_range(0..n)])
    }

    /// Moves an occupant to a random empty site in view.
    fn moved(&mut self, from: Int2D, occupant: Occupant) -> Int2D {
        let Some(to) = self.empty_beside(from) else { return from };
        self.grid.remove_value_location(&from);
        self.grid.set_value_location(occupant, &to);
        to
    }
}

impl State for World {
    fn init(&mut self, schedule: &mut Schedule) {
        let mut sites: Vec<i32> = (0..self.size * self.size).collect();
        let n = (self.n_citizens + self.n_cops) as usize;
        for i in 0..n {
            let other = self.chance.random_range(i..sites.len());
            sites.swap(i, other);
            let place = Int2D { x: sites[i] % self.size, y: sites[i] / self.size };
            let id = i as u32;
            let is_citizen = id < self.n_citizens;
            self.grid.set_value_location(id << 2 | if is_citizen { QUIET } else { COP }, &place);
            let agent: Box<dyn Agent> = if is_citizen {
                let (hardship, aversion) = (self.chance.random(), self.chance.random());
                Box::new(Citizen { id, place, is_active: false, hardship, aversion })
            } else {
                Box::new(Cop { id, place })
            };
            schedule.schedule_repeating(agent, 0.0, 0);
        }
    }

    /// A new order for the coming step.
    fn before_step(&mut self, schedule: &mut Schedule) {
        for (_, priority) in schedule.events.iter_mut() {
            priority.ordering = self.chance.random();
        }
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
    fn as_state(&self) -> &dyn State {
        self
    }
    fn reset(&mut self) {}
    fn update(&mut self, _: u64) {}
}

fn world(state: &mut dyn State) -> &mut World {
    state.as_any_mut().downcast_mut().expect("the schedule steps this state and no other")
}

#[derive(Clone)]
struct Citizen {
    id: u32,
    place: Int2D,
    is_active: bool,
    hardship: f64,
    aversion: f64,
}

impl Agent for Citizen {
    fn step(&mut self, state: &mut dyn State) {
        let world = world(state);
        let sentence = &mut world.sentences[self.id as usize];
        if *sentence > 0 {
            self.is_active = false;
            *sentence -= 1;
            if *sentence > 0 {
                return;
            }
            // Out of jail to an empty site near the arrest; a tick more in jail where there is none.
            let Some(site) = world.empty_beside(self.place) else {
                world.sentences[self.id as usize] = 1;
                return;
            };
            self.place = site;
            world.grid.set_value_location(self.id << 2 | QUIET, &site);
        }
        let kind = if self.is_active { ACTIVE } else { QUIET };
        self.place = world.moved(self.place, self.id << 2 | kind);
        let (mut cops, mut active) = (0, 1);
        for &step in &world.view {
            match world.grid.get_value_unbuffered(&world.beside(self.place, step)).map(|occupant| occupant & 3) {
                Some(COP) => cops += 1,
                Some(ACTIVE) => active += 1,
                _ => {}
            }
        }
        let is_active = rule::is_active(self.hardship, self.aversion, cops, active);
        if is_active != self.is_active {
            self.is_active = is_active;
            world.grid.set_value_location(self.id << 2 | if is_active { ACTIVE } else { QUIET }, &self.place);
        }
    }
}

#[derive(Clone)]
struct Cop {
    id: u32,
    place: Int2D,
}

impl Agent for Cop {
    fn step(&mut self, state: &mut dyn State) {
        let world = world(state);
        self.place = world.moved(self.place, self.id << 2 | COP);
        let (mut found, mut n) = ([(self.place, 0); 148], 0);
        for &step in &world.view {
            let site = world.beside(self.place, step);
            match world.grid.get_value_unbuffered(&site) {
                Some(occupant) if occupant & 3 == ACTIVE => {
                    found[n] = (site, occupant >> 2);
                    n += 1;
                }
                _ => {}
            }
        }
        if n > 0 {
            let (site, citizen) = found[world.chance.random_range(0..n)];
            world.grid.remove_value_location(&site);
            world.sentences[citizen as usize] = rule::SHORTEST + world.chance.random_range(0..rule::TERMS as u8);
        }
    }
}

struct Run {
    world: World,
    schedule: Schedule,
}

impl Model for Run {
    fn tick(&mut self) {
        self.schedule.step(&mut self.world);
    }

    fn active(&self) -> usize {
        let sites = (0..self.world.size).flat_map(|x| (0..self.world.size).map(move |y| Int2D { x, y }));
        sites.filter(|site| self.world.grid.get_value_unbuffered(site).is_some_and(|o| o & 3 == ACTIVE)).count()
    }
}

fn main() {
    measure::run("krABMaga", "0.6.2", |task| {
        let (mut world, mut schedule) = (World::new(task), Schedule::new());
        world.init(&mut schedule);
        Run { world, schedule }
    });
}
