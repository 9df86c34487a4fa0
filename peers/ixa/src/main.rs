//! The common model in ixa: actors are entities with properties, the lattice is a data plugin, and a plan that
//! plans itself again gives every actor its turn in random order.
//!
//! Ixa finds entities by their properties, not by place, so the lattice keeps what stands on each site, for the many looks
//! round, and who it is, for arrests.

#[path = "../../common/measure.rs"]
mod measure;
#[path = "../../common/rule.rs"]
mod rule;

use ixa::prelude::*;
use ixa::rand::seq::SliceRandom;
use measure::{Model, Task};

const EMPTY: u8 = 0;
const QUIET: u8 = 1;
const ACTIVE: u8 = 2;
const COP: u8 = 3;

define_rng!(PlacingRng);
define_rng!(OrderRng);
define_rng!(MoveRng);
define_rng!(ArrestRng);

define_entity!(Actor);
define_property!(
    enum Role {
        Citizen,
        Cop,
    },
    Actor
);
define_property!(struct Place(u16, u16), Actor);
define_property!(struct IsActive(bool), Actor, default_const = IsActive(false));
// Own turns until freedom; 0 for who is free.
define_property!(struct Sentence(u8), Actor, default_const = Sentence(0));

#[derive(Clone, Copy, Debug, PartialEq)]
struct Nature {
    hardship: f64,
    aversion: f64,
}
impl_property!(Nature, Actor, default_const = Nature { hardship: 0.0, aversion: 0.0 }, persist = false);

#[derive(Default)]
struct Lattice {
    size: i32,
    view: Vec<(i32, i32)>,
    kinds: Vec<u8>,
    actors: Vec<Option<ActorId>>,
    order: Vec<ActorId>,
}
define_data_plugin!(LatticePlugin, Lattice, Lattice::default());

impl Lattice {
    fn site(&self, place: Place) -> usize {
        usize::from(place.0) * self.size as usize + usize::from(place.1)
    }

    fn beside(&self, from: Place, (dx, dy): (i32, i32)) -> Place {
        let wrap = |value: i32| {
            if value < 0 {
                value + self.size
            } else if value >= self.size {
                value - self.size
            } else {
                value
            }
        };
        Place(wrap(i32::from(from.0) + dx) as u16, wrap(i32::from(from.1) + dy) as u16)
    }

    /// The sites of a view, and the own one, on which this kind stands, and how many they are.
    fn of_kind(&self, from: Place, kind: u8) -> ([Place; 149], usize) {
        let (mut found, mut n) = ([from; 149], 0);
        n += usize::from(self.kinds[self.site(from)] == kind);
        for &step in &self.view {
            let place = self.beside(from, step);
            if self.kinds[self.site(place)] == kind {
                found[n] = place;
                n += 1;
            }
        }
        (found, n)
    }

    /// Cops and actives in the view.
    fn seen(&self, from: Place) -> (u32, u32) {
        let (mut cops, mut active) = (0, 0);
        for &step in &self.view {
            match self.kinds[self.site(self.beside(from, step))] {
                COP => cops += 1,
                ACTIVE => active += 1,
                _ => {}
            }
        }
        (cops, active)
    }

    fn stand(&mut self, actor: ActorId, place: Place, kind: u8) {
        let site = self.site(place);
        self.kinds[site] = kind;
        self.actors[site] = Some(actor);
    }

    fn leave(&mut self, place: Place) -> u8 {
        let site = self.site(place);
        self.actors[site] = None;
        std::mem::replace(&mut self.kinds[site], EMPTY)
    }
}

fn init(context: &mut Context, task: Task) {
    context.init_random(task.seed);
    let size = task.size as i32;
    let mut sites: Vec<i32> = (0..size * size).collect();
    let () = context.sample(PlacingRng, |rng| sites.shuffle(rng));
    *context.get_data_mut(LatticePlugin) = Lattice {
        size,
        view: measure::view(),
        kinds: vec![EMPTY; sites.len()],
        actors: vec![None; sites.len()],
        order: Vec::new(),
    };
    for (i, site) in sites.into_iter().take(task.citizens() + task.cops()).enumerate() {
        let place = Place((site / size) as u16, (site % size) as u16);
        let is_citizen = i < task.citizens();
        let added = if is_citizen {
            let [hardship, aversion] = [(); 2].map(|()| context.sample_range(PlacingRng, 0.0..1.0));
            context.add_entity(with!(Actor, Role::Citizen, place, Nature { hardship, aversion }))
        } else {
            context.add_entity(with!(Actor, Role::Cop, place))
        };
        let actor = added.expect("every property without a default has a value");
        let lattice = context.get_data_mut(LatticePlugin);
        lattice.stand(actor, place, if is_citizen { QUIET } else { COP });
        lattice.order.push(actor);
    }
    context.add_plan(0.0, tick);
}

fn tick(context: &mut Context) {
    let mut order = std::mem::take(&mut context.get_data_mut(LatticePlugin).order);
    let () = context.sample(OrderRng, |rng| order.shuffle(rng));
    for &actor in &order {
        match context.get_property::<_, Role>(actor) {
            Role::Citizen => citizen_turn(context, actor),
            Role::Cop => cop_turn(context, actor),
        }
    }
    context.get_data_mut(LatticePlugin).order = order;
    context.add_plan(context.get_current_time() + 1.0, tick);
}

/// A random empty site in view.
fn empty_beside(context: &Context, place: Place) -> Option<Place> {
    let (found, n) = context.get_data(LatticePlugin).of_kind(place, EMPTY);
    (n > 0).then(|| found[context.sample_range(MoveRng, 0..n)])
}

fn moved(context: &mut Context, actor: ActorId) -> Place {
    let from: Place = context.get_property(actor);
    let Some(to) = empty_beside(context, from) else { return from };
    let lattice = context.get_data_mut(LatticePlugin);
    let kind = lattice.leave(from);
    lattice.stand(actor, to, kind);
    context.set_property(actor, to);
    to
}

fn citizen_turn(context: &mut Context, actor: ActorId) {
    let Sentence(sentence) = context.get_property(actor);
    if sentence > 0 {
        if sentence > 1 {
            return context.set_property(actor, Sentence(sentence - 1));
        }
        // Out of jail to an empty site near the arrest; a tick more in jail where there is none.
        let Some(place) = empty_beside(context, context.get_property(actor)) else { return };
        context.get_data_mut(LatticePlugin).stand(actor, place, QUIET);
        context.set_property(actor, Sentence(0));
        context.set_property(actor, place);
    }
    let place = moved(context, actor);
    let (cops, active) = context.get_data(LatticePlugin).seen(place);
    let nature: Nature = context.get_property(actor);
    let is_active = rule::is_active(nature.hardship, nature.aversion, cops, 1 + active);
    let IsActive(was_active) = context.get_property(actor);
    if is_active != was_active {
        context.set_property(actor, IsActive(is_active));
        let lattice = context.get_data_mut(LatticePlugin);
        let site = lattice.site(place);
        lattice.kinds[site] = if is_active { ACTIVE } else { QUIET };
    }
}

fn cop_turn(context: &mut Context, actor: ActorId) {
    let place = moved(context, actor);
    let (found, n) = context.get_data(LatticePlugin).of_kind(place, ACTIVE);
    if n > 0 {
        let place = found[context.sample_range(ArrestRng, 0..n)];
        let sentence = Sentence(rule::SHORTEST + context.sample_range(ArrestRng, 0..rule::TERMS as u8));
        let lattice = context.get_data_mut(LatticePlugin);
        let arrested = lattice.actors[lattice.site(place)].expect("an active citizen stands there");
        lattice.leave(place);
        context.set_property(arrested, IsActive(false));
        context.set_property(arrested, sentence);
    }
}

struct Run(Context);

impl Model for Run {
    fn tick(&mut self) {
        self.0.execute_single_step();
    }

    fn active(&self) -> usize {
        self.0.query_entity_count(with!(Actor, IsActive(true)))
    }
}

fn main() {
    measure::run("ixa", "4.0.0", |task| {
        let mut context = Context::new();
        init(&mut context, task);
        Run(context)
    });
}
